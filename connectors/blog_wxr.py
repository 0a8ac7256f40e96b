"""A WordPress export (WXR): published articles and readers' comments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import ClassVar
from xml.etree.ElementTree import Element

from pydantic import Field

from connectors._feed_dates import moment_of
from connectors._feed_item import LONGEST_ID, MOST_LINKS, handle_of
from connectors._span import Span
from connectors._values import Place, kept
from connectors._wxr_parts import Authors, Comment, Threads, comments_of, encoded, utc_time, value
from monitor.records import (
    Account,
    AccountKind,
    Anything,
    Interaction,
    InteractionKind,
    Post,
    PostKind,
    Window,
    content_key,
)
from monitor.sources.contract import Context, Declaration, Match, Options
from monitor.sources.export import Export
from monitor.sources.html_text import html_line, html_links, html_to_text
from monitor.sources.text import decode_head
from monitor.sources.xml_stream import Found, elements, local

CONTAINERS = frozenset({"rss", "channel"})
INTERNAL = re.compile(
    "attachment|nav_menu_item|revision|custom_css|customize_changeset|oembed_cache|user_request"
    "|wp_(?:block|template|template_part|global_styles|navigation|font_family|font_face)"
)
"""WordPress' own kinds of entries that no visitor reads. Kinds that sites and plug-ins add are not known here."""

STANDING = re.compile("page|.*form.*|elementor_library|acf-.*")
"""Kinds of entries that stand and are not news: pages, and what plug-ins for forms and layout keep among them."""

MARK = "wordpress.org/export/"


class WxrOptions(Options):
    """The table `[connectors.blog_wxr]`."""

    pages: bool = Field(
        True, description="keep published pages (which no rhythm counts) and entries of own kinds (news, events) too"
    )


class Connector:
    """Reads the XML file of WordPress' Tools > Export."""

    declaration: ClassVar[Declaration] = Declaration(
        name="blog_wxr",
        title="WordPress export (WXR file)",
        platform="blog",
        yields=("Account", "Post", "Interaction", "Window"),
        obtain=(
            "In the WordPress dashboard: Tools > Export > All content (or Posts) > Download Export File. "
            "On wordpress.com the file comes as a ZIP of several XML files; put it in the inbox as it is."
        ),
        since="WXR 1.0 (2008), 1.1 and 1.2 (since WordPress 3.4, 2012).",
        richness=80,
        options=WxrOptions,
        cannot=(
            "Drafts, private and trashed articles and media are left out. No views. An export limited to some "
            "authors or dates does not say so, and then shows silence where there was none: export everything."
        ),
    )

    def __init__(self, options: Options) -> None:
        """Take the options."""
        self.options = options if isinstance(options, WxrOptions) else WxrOptions()

    def identify(self, export: Export) -> Match | None:
        """Claim a folder, ZIP or file of which every member is a WordPress export."""
        names = export.names
        if not 0 < len(names) <= 500 or not all(_is_wxr(decode_head(export, name)) for name in names):
            return None
        return Match(self.declaration.name, f"WordPress export, {len(names)} file(s)")

    def read(self, export: Export, context: Context) -> Iterator[Anything]:
        """Stream every file: its site, its published articles with their comments, and the observed window."""
        for name in export.names:
            yield from _Site(export, name, context, self.options.pages).records()


def _is_wxr(text: str) -> bool:
    return MARK in text and "<rss" in text


class _Site:
    """One file while it is read."""

    def __init__(self, export: Export, name: str, context: Context, pages: bool) -> None:
        self.export, self.name, self.where = export, name, export.where(name)
        self.context, self.pages = context, pages
        self.channel: dict[str, str] = {}
        self.authors = Authors()
        self.key: str | None = None
        self.span = Span()

    def records(self) -> Iterator[Anything]:
        with self.export.stream(self.name) as stream:
            for found in elements(stream, self.where, CONTAINERS, self.export.limits.line_bytes):
                yield from self._part(found)
        yield from self._account()
        if self.key is not None and self.span.oldest:
            yield Window(account=self.key, start=None, end=self._made_at())

    def _part(self, found: Found) -> Iterator[Anything]:
        name = local(found.element.tag)
        if name == "item":
            yield from self._account()
            if self._is_published(found.element):
                yield from self._article(found)
        elif name == "author":
            self.authors.add(found.element)
        elif not len(found.element):
            self.channel.setdefault(name, (found.element.text or "").strip())

    def _is_published(self, item: Element) -> bool:
        kind = value(item, "post_type")
        wanted = not INTERNAL.fullmatch(kind) if self.pages else kind == "post"
        return wanted and value(item, "status") == "publish"

    def _account(self) -> Iterator[Account]:
        """The account, once: the head of the file stands before its items."""
        if self.key is not None:
            return
        site = self.channel.get("link") or self.channel.get("base_blog_url")
        self.key = handle_of(site) or ""
        name = html_line(self.channel.get("title"))
        yield Account(
            key=self.key, platform="blog", handle=self.key or None, name=name, kind=AccountKind.BLOG, url=site or None
        )

    def _made_at(self) -> datetime | None:
        """When the export was made, as it says."""
        try:
            moment = moment_of(self.channel.get("pubDate", ""), self.context.timezone)[0]
        except (ValueError, OverflowError):
            return None
        return min(moment, self.context.now)

    def _article(self, found: Found) -> Iterator[Anything]:
        item = found.element
        title = html_line(value(item, "title"))
        place = Place(self.where, found.line, f"{title or ''} {value(item, 'link')}".strip())
        try:
            published = utc_time(value(item, "post_date_gmt"))
        except ValueError as error:
            yield place.bad(str(error))
            return
        comments, problems = comments_of(item)
        body = encoded(item, "content")
        identity = _identity(item) or content_key(published, title, html_to_text(body))
        post = kept(
            Post,
            place,
            **_fields(item, body),
            account=self.key,
            native_id=identity,
            published_at=published,
            title=title,
            author=self.authors.name(value(item, "creator")),
            replies=len(comments),
        )
        yield post
        yield from (place.bad(problem) for problem in problems)
        if isinstance(post, Post):
            self.span.see(published)
            yield from self._interactions(comments, identity, place)

    def _interactions(self, comments: list[Comment], identity: str, place: Place) -> Iterator[Anything]:
        """Comments by others, and when one of the site's writers answered."""
        threads = Threads(comments, self.authors)
        for comment in comments:
            if self.authors.wrote(comment.user_id, comment.author):
                continue
            yield kept(
                Interaction,
                place,
                account=self.key,
                native_id=comment.number or None,
                kind=InteractionKind.COMMENT,
                post_native_id=identity,
                author=html_line(comment.author),
                received_at=comment.written_at,
                answered_at=threads.answered_at(comment),
                text=html_to_text(comment.text),
            )


def _identity(item: Element) -> str | None:
    """The guid, which is also the one in the site's feed; else the address."""
    found = value(item, "guid") or value(item, "link")
    return found if 0 < len(found) <= LONGEST_ID else None


def _fields(item: Element, body: str) -> dict[str, object]:
    """What an article has whatever its date."""
    excerpt = encoded(item, "excerpt")
    link = value(item, "link")
    return {
        "kind": PostKind.PAGE if STANDING.fullmatch(value(item, "post_type")) else PostKind.ARTICLE,
        "text": html_to_text(body) or html_to_text(excerpt),
        "url": link or None,
        "links": html_links(body)[:MOST_LINKS],
        "edited_at": _edited(item),
    }


def _edited(item: Element) -> datetime | None:
    """Time of the last change (in exports since WordPress 5.7); None if it was never changed or is unknown."""
    try:
        changed, published = utc_time(value(item, "post_modified_gmt")), utc_time(value(item, "post_date_gmt"))
    except ValueError:
        return None
    return changed if changed > published else None
