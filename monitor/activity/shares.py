"""Whether articles were shared: a post within a week leads to the address or holds the whole title. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from typing import NamedTuple
from urllib.parse import urlsplit

import pandas as pd

from monitor.activity.links import SHORTENERS, links_of, plain_address
from monitor.activity.rules.finding import NO, YES, folded, known
from monitor.records import PostKind

SHARE_DAYS = 7
EARLY = 86_400
"""A post may come so long before the article it shares: clocks differ, and some sources tell only days."""
TITLE_WORDS = 4
"""A title of fewer words may stand in any text."""

_WORD = re.compile(r"\w+")


class Article(NamedTuple):
    """An article, and until when it counts as shared in time."""

    post_id: int
    published_at: int
    until: int


class Shares:
    """Looks for posts that share articles.

    Args:
        articles: post_id, published_at (epoch s), url, title, shared (the answer so far); in any order.
        zone: The organisation's time zone, in which days are counted.
    """

    def __init__(self, articles: pd.DataFrame, zone: tzinfo) -> None:
        self._articles: list[Article] = []
        self._by_address: dict[str, list[Article]] = {}
        self._by_words: dict[tuple[str, ...], list[tuple[Article, tuple[str, ...]]]] = {}
        self._nameless: set[int] = set()
        self._found: set[int] = set()
        self._hidden: list[int] = []
        self._wordless: list[int] = []
        self._known: set[int] = set(articles.loc[articles["shared"] == YES, "post_id"].tolist())
        columns = (articles[name].tolist() for name in ("post_id", "published_at", "url", "title"))
        for post_id, moment, url, title in zip(*columns, strict=True):
            self._add(Article(post_id, moment, _week_later(moment, zone)), url, title)

    def _add(self, article: Article, url: object, title: object) -> None:
        self._articles.append(article)
        address, words = page_address(known(url)), words_of(known(title))
        if address:
            self._by_address.setdefault(address, []).append(article)
        if len(words) >= TITLE_WORDS:
            self._by_words.setdefault(words[:TITLE_WORDS], []).append((article, words))
        if not address and len(words) < TITLE_WORDS:
            self._nameless.add(article.post_id)

    def look_at(self, posts: pd.DataFrame) -> None:
        """Take in posts: published_at (epoch s), platform, kind, title, text, links, link_place (the mark so far)."""
        names = ("published_at", "platform", "kind", "title", "text", "links", "link_place")
        rows = zip(*(posts[name].tolist() for name in names), strict=True)
        for moment, platform, kind, title, text, listed, place in rows:
            said = " ".join(filter(None, (known(title), known(text))))
            links = links_of(listed, text, platform)
            shared = [*self._linked(links or ()), *self._named(words_of(said))]
            self._found |= {one.post_id for one in shared if one.published_at - EARLY <= moment < one.until}
            wordless = not said and links is None
            if wordless:
                self._wordless.append(moment)
            # A mark beside no words says that the links were seen before the words went.
            if kind != PostKind.REPOST and _may_hide(links) and not (wordless and known(place)):
                self._hidden.append(moment)

    def _linked(self, links: Iterable[str]) -> Iterator[Article]:
        for link in links:
            yield from self._by_address.get(page_address(link), ())

    def _named(self, words: tuple[str, ...]) -> Iterator[Article]:
        for place in range(len(words) - TITLE_WORDS + 1):
            for article, title in self._by_words.get(words[place : place + TITLE_WORDS], ()):
                if words[place : place + len(title)] == title:
                    yield article

    def answers(self) -> dict[int, str | None]:
        """For each article yes, no, or None where nobody can tell: a post in time hides where it leads to, or the
        article has neither an address nor a title to be known by. A yes stays where a post that may have shared it
        lost its words since.
        """
        self._hidden.sort()
        self._wordless.sort()
        return {article.post_id: self._answer(article) for article in self._articles}

    def _answer(self, article: Article) -> str | None:
        if article.post_id in self._found:
            return YES
        if article.post_id in self._known and _any_in_time(self._wordless, article):
            return YES
        return None if _any_in_time(self._hidden, article) or article.post_id in self._nameless else NO


def _any_in_time(moments: Sequence[int], article: Article) -> bool:
    """Whether one of the sorted moments counts as in time for an article."""
    place = bisect_left(moments, article.published_at - EARLY)
    return place < len(moments) and moments[place] < article.until


def _may_hide(links: Sequence[str] | None) -> bool:
    """Whether a post may lead to an article without showing it: its links are unknown, or a shortener is among them."""
    if links is None:
        return True
    return any(plain_address(link).partition("/")[0] in {*SHORTENERS, ""} for link in links)


def page_address(url: str) -> str:
    """Address of a page without scheme, www., query and slash at the end; with the query where the page is named by
    that alone ("/?p=12"); "" for a home page and for what is no address.
    """
    address = plain_address(url)
    if "/" in address or not address:
        return address
    query = urlsplit(url.strip()).query
    return f"{address}?{query.casefold()}" if query else ""


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text, without case, accents and signs."""
    return tuple(_WORD.findall(folded(text)))


def _week_later(moment: int, zone: tzinfo) -> int:
    """The same time of day a week later: by the wall clock, so that it is always in the next week."""
    local = datetime.fromtimestamp(moment, UTC).astimezone(zone)
    return int((local.replace(tzinfo=None) + timedelta(SHARE_DAYS)).replace(tzinfo=zone).timestamp())
