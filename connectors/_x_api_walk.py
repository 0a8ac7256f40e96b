"""Walks a list of posts at X, newest first, as far as it goes and as far as the money allows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from connectors._values import mapping, text_of
from connectors._x_api_money import Purse
from connectors._x_api_names import number_of, rows
from connectors._x_api_stretches import Marks, Stretch, below, time_down_to
from monitor.sources.caller import Caller
from monitor.sources.http import Reply

MOST_FRUITLESS = 4
"""So many pages in a row that bring nothing new are the end: X's cursors may go on for ever. One alone is not."""

MOST_POSTS = 4000
"""X gives 3,200 posts at most; what a list has beyond this is left to the next visit."""


@dataclass
class _Leg:
    """The walk through one stretch.

    Attributes:
        lowest: The lowest number read.
        size: Posts asked for at once.
        token: X's cursor of the next page.
        fruitless: Pages in a row that brought nothing new.
        is_over: Everything in it is read.
    """

    stretch: Stretch
    lowest: int | None = None
    size: int = 0
    token: str | None = None
    fruitless: int = 0
    is_over: bool = False
    _bounds: Stretch = field(default_factory=Stretch)

    def request(self, size: int) -> dict[str, Any]:
        """What to ask for next. A cursor belongs to its request: with another size of page it goes on by numbers."""
        if size != self.size:
            until = self.stretch.until if self.lowest is None else self.lowest
            self.size, self.token, self._bounds = size, None, Stretch(until, self.stretch.since)
        bounds = {"since_id": self._bounds.since, "until_id": self._bounds.until}
        return {"max_results": size, **bounds, "pagination_token": self.token}

    def take(self, numbers: set[int], fresh: set[int], token: str | None) -> None:
        """Note what came. That X ignores `since_id` shows by numbers that are not above it."""
        self.lowest = min(numbers | ({self.lowest} if self.lowest is not None else set()), default=None)
        self.token, self.fruitless = token, 0 if fresh else self.fruitless + 1
        beneath = self.stretch.since is not None and self.lowest is not None and self.lowest <= self.stretch.since
        self.is_over = not token or beneath or self.fruitless >= MOST_FRUITLESS


@dataclass
class Walk:
    """One walk through one list; what it has read so far can be seen after each answer.

    Attributes:
        path: The call.
        fields: What is asked of each post.
        before: What earlier visits read.
        whole: Read everything, also what earlier visits read.
        met: Numbers of the posts met in this walk.
        is_cut: There was more than can be; the rest is left open.
        is_certain: X itself said each time that there is no more.
    """

    caller: Caller
    purse: Purse
    path: str
    fields: Mapping[str, str]
    before: Marks
    whole: bool = False
    met: set[int] = field(default_factory=set)
    is_cut: bool = False
    is_certain: bool = True
    _open: tuple[Stretch, ...] = ()
    _end: int | None = None
    _is_over: bool = False

    def __post_init__(self) -> None:
        """Begin with everything that is to be read."""
        self._open = self.before.plan()

    @property
    def marks(self) -> Marks:
        """What is to be remembered now."""
        known = {self.before.newest} if self.before.newest is not None else set()
        begun = tuple(one for one in self._open if one.until is not None)
        return Marks(max(self.met | known, default=None), begun, self._read)

    @property
    def _read(self) -> int:
        if self.whole:
            return len(self.met) if self.is_done else max(self.before.read, len(self.met))
        return self.before.read + len(self.met)

    @property
    def is_done(self) -> bool:
        """Whether nothing is left open; a walk through everything also has to have come to its end."""
        return not self._open and (self._is_over or not self.whole)

    @property
    def end(self) -> int | None:
        """Number above which everything has been read when the walk is done; None: it went down as far as X gives."""
        return self._end

    @property
    def oldest(self) -> int | None:
        """The lowest number ever read; None if nothing was."""
        earlier = {one.until for one in self.before.open if one.until is not None}
        return min(self.met | earlier, default=None)

    @property
    def read_down_to(self) -> datetime | None:
        """From when on everything has been read, while the walk is under way; None if nothing has."""
        top = self._open[0].until if self._open else min(self.met, default=None)
        return None if top is None else time_down_to(top)

    def answers(self) -> Iterator[Reply]:
        """Ask page after page.

        Raises:
            LimitReached: The money allows no more; what is open is in `marks`.
            MonitorError: As `Caller.get`.
        """
        for stretch in (Stretch(),) if self.whole else self._open:
            leg, plan = _Leg(stretch), self._open
            while not leg.is_over and not self.is_cut:
                reply = self._ask(leg)
                self._note(leg, plan)
                yield reply

    def _ask(self, leg: _Leg) -> Reply:
        price = self.purse.dearest(others="expansions" in self.fields)
        affordable = self.purse.affordable(price)
        size = min(leg.size or affordable, affordable)
        with self.purse.holding(size * price) as bill:
            reply = self.caller.get(self.path, {**leg.request(size), **self.fields})
            bill.append(self.purse.cost(reply.json))
        told = [number_of(mapping(one).get("id")) for one in rows(reply.json)]
        numbers = {number for number in told if number is not None}
        leg.take(numbers, numbers - self.met, text_of(mapping(mapping(reply.json).get("meta")).get("next_token")))
        self.met |= numbers
        return reply

    def _note(self, leg: _Leg, plan: tuple[Stretch, ...]) -> None:
        """Note what is still open."""
        self._is_over = leg.is_over
        if leg.is_over:
            self._end = leg.stretch.since
            self._open = () if self._end is None else below(plan, self._end + 1)
        elif leg.lowest is not None:
            self._open = below(plan, leg.lowest)
        self.is_cut = not leg.is_over and len(self.met) > MOST_POSTS
        self.is_certain = self.is_certain and leg.fruitless < MOST_FRUITLESS
