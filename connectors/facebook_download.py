"""Facebook's own download of a page or profile, as JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any, ClassVar

from connectors._facebook_items import is_post_item, is_video_item, post_of, video_files, video_of
from connectors._making import bad, made, storable
from connectors._mojibake import repaired
from connectors._span import Span
from connectors._tops import inside
from connectors._values import mapping
from monitor.errors import SkipSource
from monitor.records import Account, AccountKind, Anything, BadRow, Post, Window
from monitor.sources.contract import Context, Declaration, Match, Options
from monitor.sources.export import Export
from monitor.sources.jsonstream import array_elements
from monitor.sources.text import decode_head, open_text

VIDEOS = r'\s*\{\s*"videos(?:_v2)?"\s*:'
_POSTS_NAME = re.compile(r"(?:^|/)(?:[a-z_]*_)?posts[^/]*\.json$", re.IGNORECASE)
_VIDEOS_NAME = re.compile(r"(?:^|/)(?:[a-z_]*_)?videos(?:_\d+)?\.json$", re.IGNORECASE)
_ROOT = re.compile(r"(?:posts|pages|photos_and_videos|videos|[^/]*activity[^/]*)/", re.IGNORECASE)
_HTML_NAME = re.compile(r"(?:^|/)posts/(?:your|profile|page)_posts[^/]*\.html$", re.IGNORECASE)
_FIRST_ITEM = re.compile(r'\{\s*"timestamp"\s*:\s*\d{8,10}\s*,\s*"(?:data|attachments)"\s*:\s*\[')
_PART = re.compile(r"_(\d{1,4})\.json$")
_PAGE_FOLDER = re.compile(r"(?:^|/)pages/([^/]+)/", re.IGNORECASE)
PAGE_MARKS = ("this_profile's_activity", "this_page's_activity")
PROFILE_KEYS = ("profile_v2", "profile", "page_v2", "page")
LARGEST_PROFILE = 4 * 2**20


class Connector:
    """Reads the posts and videos of a "Download your information" in JSON."""

    declaration: ClassVar[Declaration] = Declaration(
        name="facebook_download",
        title="Facebook download of a page or profile (JSON)",
        platform="facebook",
        yields=("Account", "Post", "Window"),
        obtain=(
            "1. On Facebook, switch to the page (or stay in the profile). "
            "2. Settings & privacy > Settings > Download your information (of a page: Settings > Facebook page "
            "information). 3. Choose Download or transfer > Specific types of information > Posts and Profile "
            "information. 4. Choose Download to device, date range All time, format JSON (not HTML), low quality. "
            "5. Facebook writes when the file is ready, within a day or so: put the ZIP in the inbox as it is."
        ),
        since=(
            "2018; all generations of paths: posts/your_posts_1.json, your_facebook_activity/posts/..., "
            "this_profile's_activity_across_facebook/posts/profile_posts_1.json, pages/..., videos.json (videos_v2)."
        ),
        richness=50,
        cannot=(
            "No ids, no addresses of the posts and no counts: a post is known by its time and text. What visitors "
            "wrote is not read. The range of dates that was asked for is not in the file: the span from the oldest "
            "post to the day of the download counts as observed. Of a share nothing tells whether it was a link or "
            "another's post, so all count as the page's own."
        ),
    )

    def __init__(self, options: Options) -> None:
        """Take the options; there are none."""
        self.options = options

    def identify(self, export: Export) -> Match | None:
        """Claim an export with a list of Facebook's post items, or with `videos_v2`."""
        posts, videos = _post_files(export), _video_files(export)
        if posts or videos:
            detail = f"Facebook download, {len(posts)} file(s) of posts, {len(videos)} of videos"
        elif _html_files(export):
            detail = "Facebook download as HTML"
        else:
            return None
        return Match(self.declaration.name, detail)

    def read(self, export: Export, context: Context) -> Iterator[Anything]:
        """Stream the account, its posts, its videos that are in no post, and the observed window."""
        posts, videos = _post_files(export), _video_files(export)
        if not posts and not videos:
            raise SkipSource("holds no posts as JSON", export.name, "Ask for it again with the format JSON, not HTML")
        for folder in sorted({_page_folder(name) for name in (*posts, *videos)}):
            yield from _read_one(
                export,
                folder,
                [name for name in posts if _page_folder(name) == folder],
                [name for name in videos if _page_folder(name) == folder],
            )


def _read_one(export: Export, folder: str, posts: list[str], videos: list[str]) -> Iterator[Anything]:
    """Stream one page or profile; `folder` is the page's own in a download of several, else ""."""
    account = _account(export, folder, posts + videos)
    yield account
    span, seen = Span(), set[int]()
    for name in posts:
        for item in _items(export, name, ""):
            seen.update(hash(uri) for uri in video_files(item))
            yield _seen_post(item, lambda one: post_of(one, account.key), export.where(name), span)
    for name in videos:
        for item in _items(export, name, VIDEOS):
            if not (isinstance(item, dict) and hash(str(item.get("uri"))) in seen):
                yield _seen_post(item, lambda one: video_of(one, account.key), export.where(name), span)
    if span.oldest:
        yield Window(account=account.key, start=span.oldest, end=None if _is_whole(posts) else span.newest)


def _items(export: Export, name: str, prefix: str) -> Iterator[Any]:
    with open_text(export, name) as text:
        yield from array_elements(text, export.where(name), export.limits.line_bytes, prefix)


def _seen_post(item: Any, make: Callable[[Any], Post], where: str, span: Span) -> Post | BadRow:
    record = made(lambda: make(item), where, None, "")
    if isinstance(record, BadRow):
        return bad(record.reason, where, None, _excerpt(item))
    span.see(record.published_at)
    return record


def _excerpt(item: Any) -> str:
    try:
        return str(item)[:1000]
    except RecursionError:
        return "(nested too deeply to show)"


def _is_whole(posts: list[str]) -> bool:
    """Whether no numbered part is missing; without numbers there are no parts. Only the window depends on it."""
    numbers = {int(found[1]) for name in posts if (found := _PART.search(name))}
    return bool(posts) and numbers == set(range(1, len(numbers) + 1))


# --- what is in the export ------------------------------------------------------------------------------
def _post_files(export: Export) -> list[str]:
    return [name for name in _candidates(export, _POSTS_NAME) if _begins_with_posts(decode_head(export, name))]


def _video_files(export: Export) -> list[str]:
    return [name for name in _candidates(export, _VIDEOS_NAME) if _begins_with_videos(decode_head(export, name))]


def _html_files(export: Export) -> list[str]:
    return [] if export.is_single else [name for name in inside(export.names, _ROOT) if _HTML_NAME.search(name)]


def _candidates(export: Export, pattern: re.Pattern[str]) -> list[str]:
    """Members worth looking into; inside a folder or ZIP the paths tell, others' posts on the wall left out."""
    if export.is_single:
        return list(export.names)
    found = [name for name in inside(export.names, _ROOT) if pattern.search(name)]
    return sorted(name for name in found if "other_people" not in name.rpartition("/")[2].lower())


def _begins_with_posts(text: str) -> bool:
    opening = re.match(r"\s*\[\s*", text)
    if not opening:
        return False
    first = _first_value(text, opening.end())
    if first is None:
        # The first post may be longer than what we look at.
        return bool(_FIRST_ITEM.match(text, opening.end()))
    return is_post_item(first) and ("data" in first or "attachments" in first)


def _begins_with_videos(text: str) -> bool:
    opening = re.match(VIDEOS + r"\s*\[\s*", text)
    if not opening:
        return False
    first = _first_value(text, opening.end())
    return is_video_item(first) or first is None


def _first_value(text: str, start: int) -> Any:
    """The JSON value at `start`, None if it is cut off or broken."""
    try:
        return json.JSONDecoder().raw_decode(text, start)[0]
    except (ValueError, RecursionError):
        return None


# --- whose posts they are -------------------------------------------------------------------------------
def _account(export: Export, folder: str, files: list[str]) -> Account:
    """The page or profile, named by its folder or by `profile_information.json`; e-mail and telephone stay unread."""
    if folder:
        name = storable(repaired(folder))[:200]
        return Account(key=name, platform="facebook", kind=AccountKind.PAGE, name=name)
    facts = _profile(export)
    is_page = any(mark in text for text in (*files, decode_head(export, files[0])) for mark in PAGE_MARKS)
    return Account(
        platform="facebook",
        kind=AccountKind.PAGE if is_page else None,
        handle=_word(facts.get("username")),
        name=_word(facts.get("name")),
        url=_address(facts.get("profile_uri")),
    )


def _page_folder(name: str) -> str:
    """Name of the page whose folder a file lies in, "" outside `pages/`."""
    found = _PAGE_FOLDER.search(name)
    return found[1] if found else ""


def _profile(export: Export) -> dict[str, Any]:
    for name in export.find("profile_information.json"):
        if export.size(name) <= LARGEST_PROFILE:
            content = _json(export, name)
            facts = [content[key] for key in PROFILE_KEYS if isinstance(content.get(key), dict)]
            if facts:
                return dict(facts[0])
    return {}


def _json(export: Export, name: str) -> dict[str, Any]:
    """A small JSON object; {} for anything else, since it only adds a name."""
    try:
        with open_text(export, name) as text:
            return mapping(json.load(text))
    except (SkipSource, ValueError, RecursionError):
        return {}


def _word(value: Any) -> str | None:
    """A name, which older files give as text and newer ones as an object with `full_name`."""
    if isinstance(value, dict):
        value = value.get("full_name")
    return storable(repaired(value))[:200] if isinstance(value, str) else None


def _address(value: Any) -> str | None:
    return value[:500] if isinstance(value, str) and value.startswith(("https://", "http://")) else None
