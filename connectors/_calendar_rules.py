"""When a recurring item recurs: the rules of RFC 5545 within bounds, so that no rule can run for ever."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Any

from connectors._calendar_times import When

MOST_TIMES = 4_000
"""Most times of one series: ten years, every day."""
AHEAD = timedelta(days=400)
"""How far ahead series are written out."""

_SLOWEST = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})
_PARTS = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS"})
_LENGTHS = {2: 29, 4: 30, 6: 30, 9: 30, 11: 30}
_MOST = {"BYMONTHDAY": 31, "BYMONTH": 12, "BYSETPOS": 10, "BYDAY": 35}
"""Most values of each part; longer lists take long and say nothing that a shorter one does not."""


def times_of(first: When, rule: Mapping[str, Sequence[Any]] | None, horizon: datetime) -> list[When]:
    """The times of a series, the first included.

    Args:
        first: Its first time.
        rule: The RRULE, parts in capitals with a list of values each; None for a lone item.
        horizon: Nothing later is given; aware.

    Raises:
        ValueError: The rule is none that a content calendar has; the message says what to do.
    """
    if rule is None:
        return [first]
    rule = {name: list(dict.fromkeys(values)) for name, values in rule.items()}
    _check(rule)
    ahead = horizon.astimezone(first.zone).replace(tzinfo=None)
    until = min(_until(rule, first) or ahead, ahead)
    if first.wall > until:
        return []  # no time can come, and to look for one would go on to the year 9999
    walls = list(islice(_walls(first.wall, rule, until), MOST_TIMES + 1))
    if len(walls) > MOST_TIMES:
        raise ValueError(f"recurs more than {MOST_TIMES} times: let the series begin later, or end it")
    if not walls:
        raise BarrenRule("recurs on days that never come: change how it recurs")
    return [first.at(wall) for wall in walls]


class BarrenRule(ValueError):
    """A rule that gives no time at all; to find that out takes long."""


def _walls(first: datetime, rule: Mapping[str, Sequence[Any]], until: datetime) -> Iterator[datetime]:
    from dateutil.rrule import rrulestr

    words = ";".join(f"{name}={','.join(map(str, values))}" for name, values in rule.items() if name != "UNTIL")
    for wall in rrulestr(words, dtstart=first):
        if wall > until:
            return
        yield wall


def _check(rule: Mapping[str, Sequence[Any]]) -> None:
    """Refuse what would run for ever or is no rule of a calendar of posts."""
    if not set(rule) <= _PARTS or not set(map(str, rule.get("FREQ", ()))) <= _SLOWEST or "FREQ" not in rule:
        raise ValueError("recurs in a way that is not read: let it recur by day, week, month or year")
    if any(len(rule.get(name, ())) > most for name, most in _MOST.items()):
        raise ValueError("recurs on too many days to be one entry: make it several entries")
    if "BYSETPOS" in rule and str(rule["FREQ"][0]) in {"DAILY", "WEEKLY"}:
        raise ValueError("recurs in a way that is not read: let it recur by weekday, or by month")
    if not all(1 <= int(value) <= 9_999 for name in ("INTERVAL", "COUNT") for value in rule.get(name, ())):
        raise ValueError("recurs every 0 times or without a number: write how often it recurs")
    months, days = ([int(value) for value in rule.get(name, ())] for name in ("BYMONTH", "BYMONTHDAY"))
    if months and days and all(abs(day) > _LENGTHS.get(month, 31) for month in months for day in days):
        raise ValueError("recurs on days that never come: change how it recurs")


def _until(rule: Mapping[str, Sequence[Any]], first: When) -> datetime | None:
    """Last moment of the rule on the clock of the series; None if it does not end on a day."""
    for last in rule.get("UNTIL", ()):
        if isinstance(last, datetime):
            return (last if last.tzinfo is None else last.astimezone(first.zone)).replace(tzinfo=None)
        if isinstance(last, date):
            return datetime.combine(last, time.max)
        raise ValueError("ends on a day that cannot be read: write it as 20131231")
    return None


def horizon_of(now: datetime) -> datetime:
    """How far ahead series are written out at a moment."""
    return now.astimezone(UTC) + AHEAD
