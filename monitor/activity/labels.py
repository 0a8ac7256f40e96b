"""What posts are about: press release, outing, language and theme, behind one interface.

A labeller is known by its `model`, the version of its rules; a change of rules or of the themes gives another version,
and the posts are labelled anew. A better labeller replaces `RuleLabeller` without anything else changing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol

import pandas as pd

from monitor.activity.links import LINKS_VERSION, OwnPlaces, own_places
from monitor.activity.rules.finding import UNKNOWN, Finding, known
from monitor.activity.rules.language import STOP_WORDS, language_of
from monitor.activity.rules.newsroom import Newsroom, Release
from monitor.activity.rules.outing import OUTING_MODEL, outing_of
from monitor.activity.rules.press import PRESS_MODEL, PressRule
from monitor.activity.rules.themes import ThemeFinder
from monitor.records import OWN_KINDS, AccountKind, PostKind
from monitor.settings import Settings, Theme
from monitor.store.contract import LabelRow

PRESS, OUTING, LANGUAGE, THEME = "press", "outing", "language", "theme"
NAMES = (PRESS, OUTING, LANGUAGE, THEME)
"""Names of all labels."""

RULES_VERSION = "rules-4"
"""Raise the number with every change of a rule: the posts are then labelled anew. New weights of a model do so too."""

COLUMNS = ("post_id", "platform", "kind", "post_kind", "title", "text")
"""Columns a labeller needs; used if they are there: `url`, `language` (as the source says), `published_at` (epoch s, -1
unknown).
"""

MORE_COLUMNS = ("url", "language")

MICROBLOGS = frozenset({"x", "mastodon", "bluesky"})
"""Platforms whose posts are too short to have the form of a press release."""


class Labeller(Protocol):
    """Anything that can label posts."""

    model: str
    """Version of the labeller, at most 40 characters; never "person"."""

    def label(self, posts: pd.DataFrame) -> list[LabelRow]:
        """Label posts.

        Args:
            posts: One row a post, with `COLUMNS` (as `Store.unlabelled` gives them); `kind` is the account's.

        Returns:
            At least one row for every post, all with this labeller's `model`.
        """


class _Seen(NamedTuple):
    """One post as the rules see it: text is never None."""

    post_id: int
    published_at: int | None
    platform: str
    kind: str
    post_kind: str
    title: str
    text: str
    url: str
    language: str


class RuleLabeller:
    """Labels by signs that keep the words that decided.

    Press releases are sought among the own posts of blogs, pages and companies (not on microblogs) and among articles;
    outings among videos; language and themes in every post.

    Args:
        names: The organisation's own names, as texts spell them.
        themes: The tables `[[theme]]`.
        newsroom: The organisation's own press releases: a post that repeats one is one. They come and go
            without another version; only posts still to be labelled are compared.
        own: What is the organisation's own on the web: other places give another version, so that the marks of links,
            which are made with the labels, are made anew.
    """

    def __init__(
        self,
        names: Sequence[str] = (),
        themes: Sequence[Theme] = (),
        newsroom: Iterable[Release] = (),
        own: OwnPlaces | None = None,
    ) -> None:
        self._press, self._themes = PressRule(tuple(names), Newsroom(newsroom)), ThemeFinder(themes)
        self.model = f"{RULES_VERSION}-{_mark(names, themes, own or OwnPlaces())}"

    def label(self, posts: pd.DataFrame) -> list[LabelRow]:
        """Label posts; see `Labeller.label`."""
        return [
            LabelRow(post.post_id, name, finding.value, finding.probability, finding.words, self.model)
            for post in _rows(posts)
            for name, finding in self._findings(post)
        ]

    def _findings(self, post: _Seen) -> Iterator[tuple[str, Finding]]:
        language = language_of(post.title, post.text)
        yield LANGUAGE, language
        yield THEME, self._themes.find(post.title, post.text, language.value)
        if post.post_kind == PostKind.VIDEO:
            yield OUTING, outing_of(post.title, post.text)
        elif _may_be_press(post):
            spoken = language.value if language.value != UNKNOWN else post.language
            spoken = spoken if spoken in STOP_WORDS else UNKNOWN
            yield PRESS, self._press.judge(post.title, post.text, post.url, spoken, post.published_at)


def make_labeller(settings: Settings, newsroom: Iterable[Release] = ()) -> Labeller:
    """Make the labeller that the settings ask for; `newsroom` are the own press releases."""
    organisation = settings.organisation
    return RuleLabeller((organisation.name, *organisation.names), settings.theme, newsroom, own_places(settings))


def _may_be_press(post: _Seen) -> bool:
    if not (post.text or post.title) or post.post_kind not in OWN_KINDS:
        return False
    if post.post_kind == PostKind.ARTICLE or AccountKind.BLOG in {post.kind, post.platform}:
        return True
    return post.kind in {AccountKind.PAGE, AccountKind.COMPANY} and post.platform not in MICROBLOGS


def _rows(posts: pd.DataFrame) -> Iterator[_Seen]:
    columns = (posts[name].to_list() if name in posts else [None] * len(posts) for name in (*COLUMNS, *MORE_COLUMNS))
    moments = posts["published_at"].to_list() if "published_at" in posts else [-1] * len(posts)
    for post_id, *texts, moment in zip(*columns, moments, strict=True):
        when = int(moment) if moment >= 0 else None
        yield _Seen(int(post_id), when, *(known(text) for text in texts))


def _mark(names: Sequence[str], themes: Sequence[Theme], own: OwnPlaces) -> str:
    """Six digits that change with the weights, names, themes and places that labels and marks depend on."""
    said = repr(
        (
            PRESS_MODEL,
            OUTING_MODEL,
            tuple(names),
            [(theme.name, theme.keywords) for theme in themes],
            LINKS_VERSION,
            own.told(),
        )
    )
    return hashlib.blake2b(said.encode("utf-8"), digest_size=3).hexdigest()
