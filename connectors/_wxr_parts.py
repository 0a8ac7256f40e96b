"""The parts of a WordPress export (WXR): elements to plain values. Mail and IP addresses are never taken along."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from datetime import UTC, datetime
from xml.etree.ElementTree import Element

from monitor.sources.xml_stream import local

OWN_TYPES = frozenset({"", "comment"})
"""Types of comments that people wrote; pingbacks and trackbacks are machines telling of links."""


def value(element: Element, name: str) -> str:
    """Text of the first child with this local name, "" if there is none.

    Versions of the export differ in the namespace only (`.../export/1.0/` to `1.2/`).
    """
    for child in element:
        if local(child.tag) == name:
            return (child.text or "").strip()
    return ""


def encoded(element: Element, space: str) -> str:
    """Text of `content:encoded` or `excerpt:encoded`, which share their local name."""
    for child in element:
        if local(child.tag) == "encoded" and space in child.tag:
            return child.text or ""
    return ""


def utc_time(text: str) -> datetime:
    """Read a `*_gmt` time.

    Raises:
        ValueError: It is none; WordPress writes 0000-00-00 00:00:00 for drafts.
    """
    if not text or text.startswith("0000"):
        raise ValueError("has no date")
    return datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)


@dataclass
class Authors:
    """The people who write on the site: login to display name, and their numbers."""

    names: dict[str, str] = field(default_factory=dict)
    ids: set[str] = field(default_factory=set)
    spellings: set[str] = field(default_factory=set)

    def add(self, element: Element) -> None:
        """Take a `wp:author`."""
        login, name = value(element, "author_login"), value(element, "author_display_name")
        self.names[login] = name if "@" not in name and name else login.partition("@")[0]
        self.spellings |= {word.casefold() for word in (login, name) if word}
        if number := value(element, "author_id"):
            self.ids.add(number)

    def name(self, login: str) -> str | None:
        """Display name of a login; the login itself when the export does not list it."""
        return self.names.get(login) or login.partition("@")[0] or None

    def wrote(self, user_id: str, name: str) -> bool:
        """Whether a comment is by one of them: written while logged in, or under the same name."""
        return user_id in self.ids or name.casefold() in self.spellings


@dataclass(frozen=True)
class Comment:
    """One approved comment by a person."""

    number: str
    parent: str
    written_at: datetime
    author: str
    user_id: str
    text: str


def comments_of(item: Element) -> tuple[list[Comment], list[str]]:
    """Approved comments of a post, oldest first, and the reasons of those that cannot be read."""
    comments, problems = [], []
    for child in item:
        if local(child.tag) != "comment" or not _is_public(child):
            continue
        try:
            comments.append(_comment(child))
        except ValueError as error:
            problems.append(f"comment {value(child, 'comment_id')[:20]}: {error}")
    return sorted(comments, key=lambda comment: comment.written_at), problems


def _is_public(element: Element) -> bool:
    return value(element, "comment_approved") == "1" and value(element, "comment_type") in OWN_TYPES


def _comment(element: Element) -> Comment:
    return Comment(
        number=value(element, "comment_id"),
        parent=_number(element, "comment_parent"),
        written_at=utc_time(value(element, "comment_date_gmt")),
        author=value(element, "comment_author"),
        user_id=_number(element, "comment_user_id"),
        text=value(element, "comment_content"),
    )


def _number(element: Element, name: str) -> str:
    """A reference to something by number, "" for WordPress' 0."""
    number = value(element, name)
    return "" if number == "0" else number


class Threads:
    """The comments of one post by thread, to tell when one of the site's writers first answered.

    An answer is a later comment of a writer in the same thread, or one that replies to no comment in particular. A
    reply in another thread answers that one only.
    """

    def __init__(self, comments: list[Comment], authors: Authors) -> None:
        self._parents = {comment.number: comment.parent for comment in comments}
        self._roots: dict[str, str] = {}
        self._answers: dict[str, list[datetime]] = {}
        for comment in comments:
            if authors.wrote(comment.user_id, comment.author):
                thread = self._root(comment.number) if comment.parent else ""
                self._answers.setdefault(thread, []).append(comment.written_at)

    def answered_at(self, comment: Comment) -> datetime | None:
        """When a reader's comment was first answered; None if it was not."""
        found = (self._first(thread, comment.written_at) for thread in ("", self._root(comment.number)))
        return min((moment for moment in found if moment), default=None)

    def _first(self, thread: str, since: datetime) -> datetime | None:
        moments = self._answers.get(thread, [])
        place = bisect_left(moments, since)
        return moments[place] if place < len(moments) else None

    def _root(self, number: str) -> str:
        """Number of the comment that began the thread; a parent that is not public begins it too."""
        path: dict[str, None] = {}
        while number not in self._roots and self._parents.get(number) and number not in path:
            path[number] = None
            number = self._parents[number]
        root = self._roots.get(number, number)
        self._roots |= dict.fromkeys([*path, number], root)
        return root
