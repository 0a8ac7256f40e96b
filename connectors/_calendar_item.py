"""One item of a calendar file: what it is, when, for whom, and how it recurs."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from connectors._calendar_parts import Part
from connectors._calendar_times import When, Zones
from monitor.records import content_key

LONGEST_ID = 400
_BRACKETS = re.compile(r"\s*[\[(]([^\])]{1,80})[\])]\s*[:-]?\s*")
_BEFORE = re.compile(r"\s*([^:\n]{1,80}):\s+")
_BETWEEN = re.compile(r"\s*[,;+&|]\s*|\s+/\s+|\s+en\s+|\s+and\s+")


@dataclass(frozen=True)
class Item:
    """An item as it stands in the calendar.

    Attributes:
        uid: Its identity.
        when: Its time, or the first of its series.
        title: What it is called.
        labels: Categories and place, as they are written.
        rule: How it recurs, None for once.
        extra: Times beside the rule.
        left_out: Times of the rule that were taken out.
        instead: Of which time of the series this is another version; None if of none.
        cancelled: It stands in the calendar and is off.
        changed_at: When a person last changed it.
    """

    uid: str
    when: When
    title: str | None
    labels: tuple[str, ...]
    rule: Mapping[str, Sequence[Any]] | None
    extra: tuple[When, ...]
    left_out: frozenset[datetime]
    instead: datetime | None
    cancelled: bool
    changed_at: datetime | None


def item_of(part: Part, zones: Zones) -> Item:
    """Read an item.

    Raises:
        ValueError: It cannot be read; the message says why and what to do.
    """
    if not part.whole:
        raise ValueError("is cut off or too long: export the calendar again")
    found = _component(part)
    uid = _text(found, "UID")
    when = _when(found, "DTSTART", zones)
    due = _when(found, "DUE", zones) if part.kind == "VTODO" else None
    rule = found.get("RRULE")
    if isinstance(rule, list):
        raise ValueError("has several rules for how it recurs: make it several items")
    first = (when if rule else None) or due or when
    if first is None:
        raise ValueError("has no date: give it one, or leave it out")
    instead = _when(found, "RECURRENCE-ID", zones)
    return Item(
        uid=(uid or _own_id(found, first))[:LONGEST_ID],
        when=first,
        title=_text(found, "SUMMARY"),
        labels=(*_categories(found), *filter(None, [_text(found, "LOCATION")])),
        rule=_parts_of(rule),
        extra=tuple(_whens(found, "RDATE", zones)),
        left_out=frozenset(one.moment for one in _whens(found, "EXDATE", zones)),
        instead=instead.moment if instead else None,
        cancelled=(_text(found, "STATUS") or "").upper() == "CANCELLED",
        changed_at=_changed(found, zones),
    )


def uid_of(part: Part) -> str | None:
    """Identity of an item that cannot be read otherwise; None if that cannot be read either."""
    try:
        return (_text(_component(part), "UID") or "")[:LONGEST_ID] or None if part.whole else None
    except ValueError:
        return None


def names_before(title: str | None) -> tuple[list[str], str | None]:
    """Names that stand before a title, as in "[LinkedIn] Title" or "Blog: Title", and the title without them."""
    for pattern in (_BRACKETS, _BEFORE):
        found = pattern.match(title or "")
        if found and title:
            return [found[1], *_BETWEEN.split(found[1])], title[found.end() :].strip() or None
    return [], title


def _component(part: Part) -> Any:
    from icalendar import Component

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return Component.from_ical(part.text)
    except Exception as error:
        raise ValueError("is no item of a calendar: export the calendar again") from error


def _sound(found: Any, name: str) -> Any:
    """A value that the library could read; of several the first."""
    value = found.get(name)
    value = value[0] if isinstance(value, list) and value else value
    if type(value).__name__ == "vBroken":
        raise ValueError(f"its {name} {str(value)[:60]!r} cannot be read: mend it in the calendar")
    return value


def _text(found: Any, name: str) -> str | None:
    value = _sound(found, name)
    return str(value).strip()[:2_000] or None if value is not None else None


def _when(found: Any, name: str, zones: Zones) -> When | None:
    value = _sound(found, name)
    return None if value is None else zones.when(value.dt, _zone_name(value))


def _whens(found: Any, name: str, zones: Zones) -> Iterator[When]:
    values = found.get(name) or []
    for value in values if isinstance(values, list) else [values]:
        if type(value).__name__ == "vBroken":
            raise ValueError(f"its {name} {str(value)[:60]!r} cannot be read: mend it in the calendar")
        for one in value.dts:
            moment = one.dt[0] if isinstance(one.dt, tuple) else one.dt
            yield zones.when(moment, _zone_name(value) or _zone_name(one))


def _zone_name(value: Any) -> str | None:
    name = value.params.get("TZID") if hasattr(value, "params") else None
    return str(name) if name else None


def _categories(found: Any) -> Iterator[str]:
    values = found.get("CATEGORIES") or []
    for value in values if isinstance(values, list) else [values]:
        for one in getattr(value, "cats", ()):
            yield str(one)


def _parts_of(rule: Any) -> Mapping[str, Sequence[Any]] | None:
    if rule is None:
        return None
    if type(rule).__name__ == "vBroken":
        raise ValueError(f"its rule {str(rule)[:60]!r} cannot be read: mend how it recurs")
    return {str(name).upper(): values if isinstance(values, list) else [values] for name, values in rule.items()}


def _changed(found: Any, zones: Zones) -> datetime | None:
    """When it was changed; what cannot be read is unknown."""
    try:
        when = _when(found, "LAST-MODIFIED", zones)
    except ValueError:
        return None
    return when.moment if when else None


def _own_id(found: Any, first: When) -> str:
    """Of an item without an identity; names in its title cannot be read from it."""
    return content_key(first.moment, _text(found, "SUMMARY"))
