"""Finds the organisation's own press releases again: a post that repeats one, whole or nearly, is one.

Texts are compared by their runs of five words. A post is a twin of a release when at least half of the runs of the
shorter of the two stand in the other: a changed title, a cut end or a line added in front does no harm. What many
releases have in common ("About us") is not looked at, and a release that came later says nothing of a post.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from monitor.activity.rules.finding import folded

RUN = 5
LEAST_SHARE = 0.5
FEWEST_RUNS = 12
"""Fewer (about 16 words) and a standard sentence would be a twin."""
MOST_RELEASES = 10
"""A run that stands in more releases belongs to all of them: it is no sign of a twin."""
LATER = 86_400
"""Seconds by which a release may follow the post that repeats it; sources may tell days only."""
MOST_WORDS = 400
"""Read of each text: more changes no answer."""

_WORD = re.compile(r"\w+")


class Release(NamedTuple):
    """A press release.

    Attributes:
        text: Plain text, with or without its title.
        published_at: When it came out, epoch s; 0 if nobody knows, as if it had always been there.
    """

    text: str
    published_at: int = 0


class Newsroom:
    """The organisation's press releases.

    Args:
        releases: In any order; of those with the same words the first published counts.
    """

    def __init__(self, releases: Iterable[Release] = ()) -> None:
        self._where: dict[int, list[int]] = {}
        self._sizes: list[int] = []
        self._openings: list[str] = []
        self._moments: list[int] = []
        told = _told_once(releases)
        counts = Counter(run for _, runs in told for run in runs)
        self._common = frozenset(run for run, count in counts.items() if count > MOST_RELEASES)
        for release, runs in told:
            self._add(release, [run for run in runs if run not in self._common])

    def __len__(self) -> int:
        return len(self._sizes)

    def _add(self, release: Release, runs: Collection[int]) -> None:
        if len(runs) < FEWEST_RUNS:
            return
        for run in runs:
            self._where.setdefault(run, []).append(len(self._sizes))
        self._sizes.append(len(runs))
        self._openings.append(" ".join(release.text.split())[:40])
        self._moments.append(release.published_at)

    def twin_of(self, text: str, moment: int | None = None) -> str:
        """The opening words of the release this text repeats; "" if it repeats none.

        Args:
            text: Plain text.
            moment: When it was published, epoch s: later releases do not count. None: all do.
        """
        if not self._sizes:
            return ""
        runs = set(_runs(text)) - self._common
        known = len(self._sizes) if moment is None else bisect_right(self._moments, moment + LATER)
        shared = Counter(number for run in runs for number in self._where.get(run, ()) if number < known)
        for number, count in shared.most_common(1):
            if len(runs) >= FEWEST_RUNS and count >= LEAST_SHARE * min(len(runs), self._sizes[number]):
                return self._openings[number]
        return ""


def _told_once(releases: Iterable[Release]) -> list[tuple[Release, tuple[int, ...]]]:
    """Releases with their runs, the oldest first; the same words are kept once."""
    told: dict[int, tuple[Release, tuple[int, ...]]] = {}
    for release in sorted(releases, key=lambda one: one.published_at):
        runs = frozenset(_runs(release.text))
        told.setdefault(hash(runs), (release, tuple(runs)))
    return list(told.values())


def _runs(text: str) -> Iterator[int]:
    words = _WORD.findall(folded(text))[:MOST_WORDS]
    for begin in range(len(words) - RUN + 1):
        yield hash(tuple(words[begin : begin + RUN]))
