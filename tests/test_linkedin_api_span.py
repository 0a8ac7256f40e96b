"""The span of posts that is in: whatever ends a visit, it never promises more than came in."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from connectors._linkedin_api_span import OVERLAP, Span

DAY = OVERLAP // 3
BASE = 1_700_000_000_000


Kept = tuple[int | None, int | None, bool]


class Killed(Exception):
    """The visit ends here."""


class Walk:
    """A walk down a list as the connector makes it, for so many readings.

    Attributes:
        memory: What the next walk would know.
    """

    def __init__(self, kept: Kept, stored: set[int], steps: int) -> None:
        self.memory = kept
        self._span = Span(kept[0], kept[1], complete=kept[2])
        self._stored, self._steps = stored, steps

    def down(self, posts: list[int], size: int) -> Kept:
        try:
            for begin in range(0, max(len(posts), 1), size):
                self._page(posts[begin : begin + size])
                if begin + size >= len(posts):
                    self._span.end()
                elif self._span.is_low():
                    break
            self._remember()
        except Killed:
            pass
        return self.memory

    def _page(self, page: list[int]) -> None:
        newer, older = [[at for at in page if wanted(at)] for wanted in (self._span.is_newer, self._span.is_older)]
        self._span.meet(page)
        for begin in range(0, len(newer), 2):
            self._read(newer[begin : begin + 2], [])
        self._span.join()
        for begin in range(0, len(older), 2):
            self._read(older[begin : begin + 2], older[begin : begin + 2])

    def _read(self, some: list[int], older: list[int]) -> None:
        if self._steps == 0:
            raise Killed
        self._steps -= 1
        self._stored.update(some)
        self._span.take(older)
        self._remember()

    def _remember(self) -> None:
        self.memory = (self._span.newest, self._span.oldest, self._span.complete)


def visit(kept: Kept, posts: list[int], stored: set[int], size: int, steps: int) -> Kept:
    return Walk(kept, stored, steps).down(sorted(posts, reverse=True), size)


days = st.integers(0, 400).map(lambda day: BASE + day * DAY)


@given(
    histories=st.lists(st.lists(days, max_size=12), min_size=1, max_size=4),
    size=st.integers(1, 5),
    steps=st.lists(st.integers(0, 6), max_size=4),
)
def test_everything_inside_the_span_is_in(histories: list[list[int]], size: int, steps: list[int]) -> None:
    posts: list[int] = []
    stored: set[int] = set()
    memory: Kept = (None, None, False)
    for number, more in enumerate(histories):
        newest = max(posts, default=0)
        posts += [at + newest - BASE + DAY if newest else at for at in more]
        memory = visit(memory, posts, stored, size, steps[number] if number < len(steps) else 99)
        newest_in, oldest_in, complete = memory
        if newest_in is not None and oldest_in is not None:
            inside = {at for at in posts if (complete or oldest_in <= at) and at <= newest_in}
            assert inside <= stored
    visit(memory, posts, stored, size, 999)
    assert set(posts) == stored


def test_late_posts_are_found_behind_the_newest() -> None:
    span = Span(BASE + 10 * DAY, BASE, complete=True)
    assert span.is_newer(BASE + 8 * DAY)
    assert not span.is_newer(BASE + 6 * DAY)
    assert span.is_newer(None)
