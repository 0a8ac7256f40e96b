"""Finds the organisation's own press releases again: a post that repeats one, whole or nearly, is one.

Texts are compared by their runs of five words. A post is a twin of a release when at least half of the runs of the
shorter of the two stand in the other: a changed title, a cut end or a line added in front does no harm.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from monitor.activity.rules.finding import folded

RUN = 5
LEAST_SHARE = 0.5
FEWEST_RUNS = 12
"""Fewer (about 16 words) and a standard sentence would be a twin."""
MOST_WORDS = 400
"""Read of each text: more changes no answer."""

_WORD = re.compile(r"\w+")


class Newsroom:
    """The organisation's press releases.

    Args:
        texts: Each release as plain text, with or without its title.
    """

    def __init__(self, texts: Iterable[str] = ()) -> None:
        self._where: dict[int, list[int]] = {}
        self._sizes: list[int] = []
        self._openings: list[str] = []
        for text in texts:
            self._add(text)

    def __len__(self) -> int:
        return len(self._sizes)

    def _add(self, text: str) -> None:
        runs = set(_runs(text))
        if len(runs) < FEWEST_RUNS:
            return
        for run in runs:
            self._where.setdefault(run, []).append(len(self._sizes))
        self._sizes.append(len(runs))
        self._openings.append(" ".join(text.split())[:40])

    def twin_of(self, text: str) -> str:
        """The opening words of the release this text repeats; "" if it repeats none."""
        if not self._sizes:
            return ""
        runs = set(_runs(text))
        shared = Counter(number for run in runs for number in self._where.get(run, ()))
        for number, count in shared.most_common(1):
            if len(runs) >= FEWEST_RUNS and count >= LEAST_SHARE * min(len(runs), self._sizes[number]):
                return self._openings[number]
        return ""


def _runs(text: str) -> Iterator[int]:
    words = _WORD.findall(folded(text))[:MOST_WORDS]
    for begin in range(len(words) - RUN + 1):
        yield hash(tuple(words[begin : begin + RUN]))
