"""What all feed formats have in common: the head of a feed, its items, and the records made of them."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime, tzinfo
from urllib.parse import urljoin, urlsplit

from connectors._feed_dates import moment_of
from connectors._values import Place, kept
from monitor.records import Account, AccountKind, BadRow, Post, PostKind, Precision, content_key
from monitor.sources.html_text import html_line, html_links, html_to_text

LONGEST_ID = 400
MOST_LINKS = 100
_MAIL = re.compile(r"[^\s<>()@]{1,64}@[^\s<>()@]{1,255}")


@dataclass
class Head:
    """What a feed says about itself; filled while it is read.

    `next_page` is the next older page (paged feeds, JSON Feed), `archive` the document before this one (archived
    feeds); both as they stand, possibly relative.
    """

    title: str | None = None
    site: str | None = None
    own: str | None = None
    author: str | None = None
    generator: str | None = None
    next_page: str | None = None
    archive: str | None = None
    complete: bool = False
    is_feed: bool = False
    is_youtube: bool = False
    has_items: bool = False
    first_link: str | None = None

    @property
    def base(self) -> str | None:
        """The site's absolute address, as far as the feed tells."""
        return absolute(self.own or "", self.site or "") or absolute("", self.own or "")

    @property
    def holds_comments(self) -> bool:
        """Whether the items are readers' comments (WordPress has a feed of them beside the real one)."""
        return "#comment-" in (self.first_link or "")


@dataclass(frozen=True)
class Item:
    """One item as it stands in a feed.

    Attributes:
        place: Where it stands, for the reject table.
        guid: The identity the feed gives it.
        link: Address of the page.
        dates: Dates of publication that it states, best first.
        updated: Date of the last change.
        title: Title, HTML or text.
        body: The longest text, HTML.
        author: Name of the author.
        replies: Number of comments.
        language: Language of this very item.
    """

    place: Place
    guid: str | None = None
    link: str | None = None
    dates: tuple[str, ...] = ()
    updated: str | None = None
    title: str | None = None
    body: str | None = None
    author: str | None = None
    replies: int | None = None
    language: str | None = None

    @property
    def all_dates(self) -> tuple[str, ...]:
        """Dates of publication, else of change (Atom demands only that one)."""
        return (*self.dates, self.updated) if self.updated else self.dates


def person(name: str | None) -> str | None:
    """A name without the mail address that feeds put beside it; None if nothing is left."""
    text = html_line((name or "")[:300]) or ""
    inside = re.search(r"\(([^()]+)\)", text) if "@" in text else None
    return " ".join(_MAIL.sub("", inside[1] if inside else text).strip(" <>()").split()) or None


def account_of(head: Head, fallback: str | None = None) -> Account:
    """The blog as an account: its handle is the host of its site."""
    site = next((url for url in (head.base, head.first_link, fallback) if handle_of(url)), None)
    name = html_line(head.title)
    return Account(platform="blog", handle=handle_of(site), name=name, kind=AccountKind.BLOG, url=site)


def absolute(base: str, link: str) -> str | None:
    """A link as an absolute web address; None if it is none."""
    try:
        found = urljoin(base, link.strip())
    except ValueError:
        return None
    return found if found.lower().startswith(("http://", "https://")) else None


def handle_of(url: str | None) -> str | None:
    """The handle of a blog: its host without `www.`; on hosts of many, with the first part of the path (`@name`)."""
    try:
        parts = urlsplit((url or "").strip())
        host = (parts.hostname or "").removeprefix("www.").rstrip(".")
    except ValueError:
        return None
    first = parts.path.strip("/").partition("/")[0]
    return (f"{host}/{first}" if first.startswith(("@", "~")) else host) or None


def post_of(item: Item, head: Head, zone: tzinfo) -> Post | BadRow:
    """Make a post of an item; an item without a readable date is a reject."""
    try:
        published, precision = _published(item, zone)
    except ValueError as error:
        return item.place.bad(str(error))
    title, text = html_line(item.title), html_to_text(item.body)
    return kept(
        Post,
        item.place,
        native_id=_identity(item, published, title, text),
        published_at=published,
        precision=precision,
        kind=PostKind.ARTICLE,
        author=person(item.author or head.author),
        title=title,
        text=text,
        url=absolute(head.base or "", item.link or "") or absolute("", item.guid or ""),
        language=item.language,
        links=html_links(item.body)[:MOST_LINKS],
        edited_at=_edited(item, published, zone),
        replies=item.replies,
    )


def _published(item: Item, zone: tzinfo) -> tuple[datetime, Precision]:
    """The first readable date."""
    reason = "has no date"
    for raw in item.all_dates:
        try:
            return moment_of(raw, zone)
        except (ValueError, OverflowError) as error:
            reason = f"date not readable: {error}"
    raise ValueError(reason)


def _edited(item: Item, published: datetime, zone: tzinfo) -> datetime | None:
    try:
        edited = moment_of(item.updated, zone)[0] if item.updated else None
    except (ValueError, OverflowError):
        return None
    return edited if edited and edited > published else None


def _identity(item: Item, published: datetime, title: str | None, text: str | None) -> str:
    return known_as(item.guid or item.link) or content_key(published, title, text)


def known_as(identity: str | None) -> str | None:
    """The number under which the store knows an item; a very long one is shortened. None without one."""
    if not identity or len(identity) <= LONGEST_ID:
        return identity or None
    return f"h:{hashlib.blake2b(identity.encode(), digest_size=16).hexdigest()}"
