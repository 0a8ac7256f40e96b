"""A Ghost export: published articles with their authors."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, ClassVar

from pydantic import Field

from connectors._feed_dates import moment_of
from connectors._feed_item import MOST_LINKS, absolute, handle_of
from connectors._ghost_text import markup_of
from connectors._span import Span
from connectors._values import Place, kept, mapping, sequence, text_of
from monitor.errors import RefuseHostile, SkipSource
from monitor.records import Account, AccountKind, Anything, BadRow, Post, PostKind, Precision, Window
from monitor.sources.contract import Context, Declaration, Match, Options
from monitor.sources.export import Export
from monitor.sources.html_text import html_line, html_links, html_to_text
from monitor.sources.text import decode_head

MOST_BYTES = 128 * 2**20
"""Largest export in bytes; it is taken into memory whole (a club's six years are under 1 MB)."""

_GHOST = re.compile(r'^\s*\{\s*(?:"db"\s*:\s*\[\s*\{\s*)?(?:"meta"|"data")\s*:\s*\{')
_MARKS = ('"exported_on"', '"posts"', '"posts_tags"', '"posts_authors"', '"posts_meta"', '"mobiledoc"', '"lexical"')
_STAMP = re.compile(r"\d{12,14}")


class GhostOptions(Options):
    """The table `[connectors.blog_ghost]`."""

    site: str | None = Field(
        None,
        description="address of the site, which a Ghost export does not name",
        examples=["https://blog.example.org"],
    )
    pages: bool = Field(True, description="keep published pages too, as pages that no rhythm counts")


class Connector:
    """Reads the JSON file of Ghost's export."""

    declaration: ClassVar[Declaration] = Declaration(
        name="blog_ghost",
        title="Ghost export (JSON file)",
        platform="blog",
        yields=("Account", "Post", "Window"),
        obtain=(
            "In Ghost Admin: Settings > Migration tools (formerly Labs) > Export > Export your content. The file does "
            'not name its site: write its address in config.toml as [connectors.blog_ghost] site = "https://...", or '
            "say whose it is when importing."
        ),
        since="Ghost 0.5 (2014) to 6: {meta, data} and {db: [{meta, data}]}, text as html, mobiledoc or lexical.",
        richness=75,
        cannot="Comments, views and members are not in it; drafts and scheduled articles are left out.",
        options=GhostOptions,
    )

    def __init__(self, options: Options) -> None:
        """Take the options."""
        self.options = options if isinstance(options, GhostOptions) else GhostOptions()

    def identify(self, export: Export) -> Match | None:
        """Claim a single JSON file that begins like a Ghost export."""
        if len(export.names) != 1:
            return None
        text = decode_head(export, export.names[0])
        ours = bool(_GHOST.match(text)) and sum(mark in text for mark in _MARKS) >= 2
        return Match(self.declaration.name, "Ghost export") if ours else None

    def read(self, export: Export, context: Context) -> Iterator[Anything]:
        """Give the site, its published articles and the observed window, which ends when the export was made."""
        where = export.where(export.names[0])
        meta, tables = _tables(_content(export), where)
        yield self._account(tables)
        span, authors = Span(), _authors(tables)
        for number, raw in enumerate(sequence(tables.get("posts")), 1):
            post = mapping(raw)
            if self._counts(post):
                place = Place(f"{where}, post {number}", None, str(post.get("title") or post.get("slug") or ""))
                record = self._post(post, authors.get(str(post.get("id")), []), place)
                if isinstance(record, Post):
                    span.see(record.published_at)
                yield record
        if span.oldest:
            yield Window(start=None, end=_made_at(meta, context))

    def _account(self, tables: dict[str, Any]) -> Account:
        settings = {str(row.get("key")): row.get("value") for row in map(mapping, sequence(tables.get("settings")))}
        name = html_line(text_of(settings.get("title")))
        site = self.options.site
        return Account(platform="blog", handle=handle_of(site), name=name, kind=AccountKind.BLOG, url=site)

    def _counts(self, post: dict[str, Any]) -> bool:
        """Whether an entry is published and wanted."""
        return post.get("status") == "published" and (self.options.pages or not _is_page(post))

    def _post(self, post: dict[str, Any], authors: list[str], place: Place) -> Post | BadRow:
        try:
            published, precision = _moment(post.get("published_at"))
        except (ValueError, OverflowError) as error:
            return place.bad(str(error))
        body = markup_of(post)
        identity = text_of(str(post.get("id") or post.get("uuid") or post.get("slug") or ""))
        return kept(
            Post,
            place,
            native_id=identity,
            published_at=published,
            precision=precision,
            kind=PostKind.PAGE if _is_page(post) else PostKind.ARTICLE,
            author=", ".join(authors) or None,
            title=html_line(text_of(post.get("title"))),
            text=html_to_text(body) or html_to_text(text_of(post.get("custom_excerpt"))),
            url=absolute(self.options.site or "", f"{text_of(post.get('slug'))}/") if self.options.site else None,
            links=html_links(body)[:MOST_LINKS],
            edited_at=_edited(post, published),
        )


def _is_page(post: dict[str, Any]) -> bool:
    """Ghost keeps pages among its articles, told by a flag before version 2."""
    return post.get("type") == "page" or str(post.get("page")) in {"1", "True"}


def _content(export: Export) -> bytes:
    with export.stream(export.names[0]) as stream:
        return stream.read(MOST_BYTES + 1)


def _tables(content: bytes, where: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The head and the tables of an export.

    Raises:
        SkipSource: It is cut off or no Ghost export.
        RefuseHostile: It is too large or nested too deeply.
    """
    if len(content) > MOST_BYTES:
        raise RefuseHostile(f"is a Ghost export of more than {MOST_BYTES} bytes", where, "Use the site's feed instead")
    try:
        whole = mapping(json.loads(content.decode("utf-8-sig")))
    except RecursionError as error:
        raise RefuseHostile("is nested too deeply", where, "Do not trust this file") from error
    except ValueError as error:
        raise SkipSource(f"is cut off or no readable JSON ({error})"[:200], where, "Export it again") from error
    part = mapping(next(iter(sequence(whole.get("db"))), None)) or whole
    tables = mapping(part.get("data"))
    if not isinstance(tables.get("posts"), list):
        raise SkipSource("has no table of posts", where, "Export it again in Ghost Admin")
    return mapping(part.get("meta")), tables


def _authors(tables: dict[str, Any]) -> dict[str, list[str]]:
    """Names of the authors by post: of the table posts_authors since Ghost 1.22, before of the post's own author."""
    users = {str(user.get("id")): text_of(user.get("name")) for user in map(mapping, sequence(tables.get("users")))}
    rows = [(row.get("post_id"), row) for row in map(mapping, sequence(tables.get("posts_authors")))]
    rows = rows or [(row.get("id"), row) for row in map(mapping, sequence(tables.get("posts")))]
    found: dict[str, list[str]] = {}
    for post, row in sorted(rows, key=lambda pair: str(pair[1].get("sort_order"))):
        name = users.get(str(row.get("author_id")))
        if name and "@" not in name:
            found.setdefault(str(post), []).append(name)
    return found


def _moment(value: Any) -> tuple[datetime, Precision]:
    """Read a time: epoch milliseconds (Ghost 0), ISO 8601, or `2013-07-31 16:50:00`, which is UTC.

    Raises:
        ValueError: It is none.
    """
    text = str(value if value is not None else "").strip()
    if not text:
        raise ValueError("has no date")
    if _STAMP.fullmatch(text):
        return datetime.fromtimestamp(int(text) / 1000, UTC), Precision.SECOND
    return moment_of(text, UTC)


def _edited(post: dict[str, Any], published: datetime) -> datetime | None:
    try:
        changed = _moment(post.get("updated_at"))[0]
    except (ValueError, OverflowError):
        return None
    return changed if changed > published else None


def _made_at(meta: dict[str, Any], context: Context) -> datetime | None:
    """When the export was made, as it says."""
    try:
        return min(_moment(meta.get("exported_on"))[0], context.now)
    except (ValueError, OverflowError, OSError):
        return None
