"""The outbox of a Mastodon account (or a compatible one), alone or in the archive ZIP.

Only what anybody may see is read: posts to the public, listed or not. Messages to persons and posts to followers only
are passed over and leave no trace in the store.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import Any, ClassVar
from urllib.parse import urlsplit

from connectors._iso_times import moment_of
from connectors._mastodon_actor import standing_of_actor
from connectors._mastodon_parts import PLACEHOLDER, outward_links
from connectors._values import Place, Tally, count_of, kept, mapping, sequence, text_of
from connectors._whole import data_members
from monitor.errors import SkipSource
from monitor.records import Account, Anything, BadRow, Post, PostKind, Profile, Window
from monitor.sources.contract import Context, Declaration, Match, Options
from monitor.sources.export import Export
from monitor.sources.html_text import html_line, html_to_text
from monitor.sources.jsonstream import array_elements
from monitor.sources.text import decode_head, open_text

_BEFORE_ITEMS = r'(?s:\s*\{.*?"orderedItems"\s*:)'
_OUTBOX = re.compile(r'"(?:type|id)"\s*:\s*"(?:Create|Announce|[^"]*outbox[^"]*)"')
_PUBLIC = {"https://www.w3.org/ns/activitystreams#Public", "as:Public", "Public"}
_KINDS = {
    "Note": PostKind.ORIGINAL,
    "Question": PostKind.ORIGINAL,
    "Article": PostKind.ARTICLE,
    "Video": PostKind.VIDEO,
}
_MEMBERS = ("actor.json", "likes.json", "bookmarks.json", "outbox.json")


class Connector:
    """Reads everything an account published on Mastodon, out of its own archive."""

    declaration: ClassVar[Declaration] = Declaration(
        name="mastodon_outbox",
        title="Mastodon archive",
        platform="mastodon",
        yields=("Account", "Profile", "Standing", "Post", "Window"),
        obtain=(
            "Log in as the account on its server. Open Preferences > Import and export > Data export > Request your "
            "archive (possible once in 7 days); the server mails when it is ready. Put the ZIP in the inbox as it is, "
            "or only outbox.json and actor.json out of it."
        ),
        since="Mastodon 2.3 (2018); ActivityStreams, so that compatible servers' outboxes are read too",
        richness=70,
        cannot="Replies by others; counts on older servers; posts to followers and messages (left out on purpose).",
    )

    def __init__(self, options: Options) -> None:
        """There is nothing to set."""

    def identify(self, export: Export) -> Match | None:
        """Claim an export that is one archive with an outbox (an ordered collection of activities), nothing besides."""
        name = _outbox(export)
        return Match("mastodon_outbox", f"Mastodon archive, {name}") if name else None

    def read(self, export: Export, context: Context) -> Iterator[Anything]:
        """Give account, profile, what became of it, public posts and, last, the window."""
        name = _outbox(export) or ""
        beside = f"{name[: name.rfind('/') + 1]}actor.json"
        actor = _actor(export, beside)
        account = _account(actor, text_of(actor.get("id")) or _first_actor(export, name))
        yield account
        if actor:
            seen = min(export.modified(beside) or context.now, context.now)
            yield _profile(actor, seen)
            yield from standing_of_actor(actor, seen, export.where(beside))
        tally = Tally()
        yield from tally.passing(_posts(export, name))
        yield from [Window(start=account.created_at)] if tally.trustworthy else tally.moments()


def _account(actor: Mapping[str, Any], uri: str | None) -> Account:
    return Account(
        platform="mastodon",
        native_id=uri,
        handle=_handle(uri, actor),
        name=text_of(actor.get("name")),
        url=text_of(actor.get("url")) or uri,
        created_at=moment_of(actor.get("published")),
    )


def _posts(export: Export, name: str) -> Iterator[Post | BadRow]:
    for number, activity in enumerate(_activities(export, name), start=1):
        place = Place(f"{export.where(name)}, entry {number}", None, text_of(activity.get("id")) or "")
        if _is_public(activity):
            yield from _public_post(activity, place)


def _public_post(activity: Mapping[str, Any], place: Place) -> Iterator[Post | BadRow]:
    """A post or repost; other activities (likes, deletions, votes) are no posts."""
    if activity.get("type") == "Announce":
        yield _repost(activity, place)
    elif activity.get("type") == "Create":
        thing = mapping(activity.get("object"))
        if not thing:
            yield place.bad("is a post without its text")
        elif "content" in thing or "name" not in thing:
            # A vote in somebody's poll comes as a note with a name and no content; it is no post.
            yield _post(activity, thing, place)


def _post(activity: Mapping[str, Any], thing: Mapping[str, Any], place: Place) -> Post | BadRow:
    published = moment_of(thing.get("published")) or moment_of(activity.get("published"))
    if not published:
        return place.bad("has no time that can be read")
    answered = _uri(thing.get("inReplyTo"))
    content = _content(thing)
    by_language = [tag for tag in mapping(thing.get("contentMap")) if tag and tag != "und"]
    return kept(
        Post,
        place,
        native_id=_uri(thing),
        published_at=published,
        kind=_kind(thing, answered, _uri(activity.get("actor"))),
        title=html_line(text_of(thing.get("name")) or text_of(thing.get("summary"))),
        text=html_to_text(content),
        url=_uri(thing.get("url")) or _uri(thing),
        language=by_language[0] if len(by_language) == 1 else None,
        in_reply_to=answered,
        links=_links(thing, content),
        edited_at=moment_of(thing.get("updated")),
        likes=_total(thing.get("likes")),
        reposts=_total(thing.get("shares")),
    )


def _repost(activity: Mapping[str, Any], place: Place) -> Post | BadRow:
    published = moment_of(activity.get("published"))
    if not published:
        return place.bad("has no time that can be read")
    return kept(
        Post,
        place,
        native_id=_uri(activity),
        published_at=published,
        kind=PostKind.REPOST,
        url=_uri(activity.get("object")),
    )


def _profile(actor: Mapping[str, Any], seen: datetime) -> Profile:
    """What the account looked like; Mastodon leaves `icon` out of an actor without an avatar."""
    bio, icon = html_to_text(text_of(actor.get("summary"))), mapping(actor.get("icon"))
    avatar = text_of(icon.get("url"))
    return Profile(
        observed_at=seen,
        name=text_of(actor.get("name")),
        bio=bio,
        has_bio=bio is not None,
        avatar_url=avatar,
        default_avatar=avatar.endswith(PLACEHOLDER) if avatar else "icon" not in actor or None,
    )


def _kind(thing: Mapping[str, Any], answered: str | None, actor: str | None) -> PostKind:
    """A reply is an answer to somebody else: going on in an own thread is an own post."""
    if answered and not (actor and answered.startswith(f"{actor.rstrip('/')}/")):
        return PostKind.REPLY
    if any(thing.get(name) for name in ("quote", "quoteUrl", "quoteUri", "_misskey_quote")):
        return PostKind.QUOTE
    return _KINDS.get(str(thing.get("type")), PostKind.ORIGINAL)


def _content(thing: Mapping[str, Any]) -> str | None:
    texts = [thing.get("content"), *mapping(thing.get("contentMap")).values()]
    return next((text for text in texts if text_of(text)), None)


def _links(thing: Mapping[str, Any], content: str | None) -> tuple[str, ...]:
    """Addresses in the text, without those of hashtags and of persons it mentions."""
    tags = [mapping(tag) for tag in sequence(thing.get("tag"))]
    known = {str(tag.get("href")).casefold() for tag in tags}
    names = {str(tag.get("name")).removeprefix("@").split("@")[0] for tag in tags if tag.get("type") == "Mention"}
    return outward_links(content, known, names)


def _is_public(activity: Mapping[str, Any]) -> bool:
    """Whether anybody may see it: the public is among the addressees of the activity."""
    addressed = activity if "to" in activity or "cc" in activity else mapping(activity.get("object"))
    named = [one for field in ("to", "cc") for one in (addressed.get(field), *sequence(addressed.get(field)))]
    return any(isinstance(one, str) and one in _PUBLIC for one in named)


def _activities(export: Export, name: str) -> Iterator[dict[str, Any]]:
    with open_text(export, name) as text:
        for element in array_elements(text, export.where(name), export.limits.line_bytes, _BEFORE_ITEMS):
            yield mapping(element)


def _first_actor(export: Export, name: str) -> str | None:
    try:
        actors = (_uri(activity.get("actor")) for activity in islice(_activities(export, name), 20))
        return next((actor for actor in actors if actor), None)
    except SkipSource:
        return None


def _actor(export: Export, name: str) -> dict[str, Any]:
    """The account's own description; {} if it is missing or cannot be read."""
    if name not in export.names:
        return {}
    try:
        return mapping(json.loads(decode_head(export, name)))
    except (ValueError, RecursionError):
        return {}


def _handle(uri: str | None, actor: Mapping[str, Any]) -> str | None:
    """`name@server`, from the actor's own word or its address (`/users/name`, `/@name`)."""
    try:
        parts = urlsplit(uri or "")
    except ValueError:
        return None
    user = text_of(actor.get("preferredUsername")) or parts.path.rstrip("/").rpartition("/")[2].removeprefix("@")
    return f"{user}@{parts.netloc}" if user and parts.netloc else None


def _uri(value: Any) -> str | None:
    """An address, given as text, as an object with an id or as a list of such."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("id") or value.get("href")
    return value if isinstance(value, str) and value.strip() else None


def _total(collection: Any) -> int | None:
    """Size of a collection, which newer servers write into the archive."""
    return count_of(mapping(collection).get("totalItems"))


def _outbox(export: Export) -> str | None:
    """The one outbox: a lone file by content, in an archive `outbox.json` by name too, if nothing lies beside."""
    names = export.names if len(export.names) == 1 else export.find("outbox.json")
    found = [name for name in names if _is_outbox(decode_head(export, name))]
    if len(found) != 1:
        return None
    folder = found[0][: found[0].rfind("/") + 1]
    strangers = set(data_members(export)) - {f"{folder}{name}" for name in _MEMBERS} - set(found)
    return None if strangers else found[0]


def _is_outbox(text: str) -> bool:
    """Whether it is an ordered collection of activities; lists of likes and bookmarks hold bare addresses."""
    if not text.lstrip().startswith("{") or '"OrderedCollection' not in text or '"orderedItems"' not in text:
        return False
    return bool(_OUTBOX.search(text))
