"""What the documents' formats mean: how a value is checked, and which values there are.

The checks are strict where a request could fail (capital T and Z in times); a format that is not listed says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from jsonschema import FormatChecker

RANGES: Mapping[str, tuple[int, int]] = {
    "int32": (-(2**31), 2**31 - 1),
    "int64": (-(2**63), 2**63 - 1),
    "uint32": (0, 2**32 - 1),
    "uint64": (0, 2**64 - 1),
}
"""Bounds of the whole numbers; Google sends the 64-bit ones as text."""

_TIME = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d):(\d\d)(?:\.\d+)?(Z|[+-]\d\d:\d\d)")
_LABEL = r"[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
_HANDLE = rf"(?:{_LABEL}\.)+[a-zA-Z](?:[a-zA-Z0-9-]{{0,61}}[a-zA-Z0-9])?"
_DID = r"did:[a-z]+:[a-zA-Z0-9._:%-]*[a-zA-Z0-9._-]"
_NSID = rf"(?:{_LABEL}\.){{2,}}[a-zA-Z][a-zA-Z0-9]{{0,62}}"
_RECORD_KEY = r"(?!\.{1,2}$)[a-zA-Z0-9_~.:-]{1,512}"
_TIMES = ("date-time", "datetime", "google-datetime")
_BASE32 = "abcdefghijklmnopqrstuvwxyz234567"

_PATTERNS: Mapping[str, str] = {
    "uri": r"[a-zA-Z][a-zA-Z0-9+.-]*:[^\s]+",
    "email": r"[^\s@]+@[^\s@]+",
    "iso-639-1": r"[a-z]{2,3}(?:-[a-zA-Z0-9]+)*",
    "language": r"[a-zA-Z]{2,3}(?:-[a-zA-Z0-9]+)*",
    "byte": r"[A-Za-z0-9+/_-]*={0,2}",
    "google-duration": r"-?\d+(?:\.\d{1,9})?s",
    "did": _DID,
    "handle": _HANDLE,
    "at-identifier": rf"{_DID}|{_HANDLE}",
    "nsid": _NSID,
    "at-uri": rf"at://(?:{_DID}|{_HANDLE})(?:/{_NSID}(?:/{_RECORD_KEY})?)?",
    "cid": r"[a-zA-Z0-9+=]{8,256}",
    "tid": r"[2-7a-j][2-7a-z]{12}",
    "record-key": _RECORD_KEY,
}
"""What the texts of a format look like."""


def _is_time(text: str) -> bool:
    found = _TIME.fullmatch(text)
    try:
        # The clock knows no second 60, which RFC 3339 allows.
        return bool(found) and bool(datetime.fromisoformat(found[1] + found[3])) and int(found[2]) <= 60
    except ValueError:
        return False


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text)) and len(text) == 10
    except ValueError:
        return False


def _in_range(low: int, high: int) -> Callable[[Any], bool]:
    def check(value: Any) -> bool:
        if not isinstance(value, int | str):
            return True
        return bool(re.fullmatch(r"-?\d+", str(value), re.ASCII)) and low <= int(value) <= high

    return check


def _of_text(check: Callable[[str], bool]) -> Callable[[Any], bool]:
    """Formats speak of texts only."""
    return lambda value: not isinstance(value, str) or check(value)


def _matches(pattern: str) -> Callable[[str], bool]:
    return lambda text: re.fullmatch(pattern, text) is not None


def _base32(number: int, size: int) -> str:
    digits = [_BASE32[number >> 5 * place & 31] for place in range(size)]
    return "".join(reversed(digits))


def _time(moment: int, second: int | None, rest: str) -> str:
    at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=moment)
    return f"{at.year:04d}-{at:%m-%dT%H:%M}:{at.second if second is None else second:02d}{rest}"


# Each text takes as few draws as can be: an answer holds hundreds.
_LIKELY = st.integers(1_136_073_600, 1_800_000_000)
_EVER = st.integers(-62_135_596_800, 253_402_300_799)
_RESTS = ("Z", "Z", ".000Z", ".0Z", ".123456789Z", "+00:00", "-00:00", "+05:30", ".5-11:00", "+23:59", "-23:59")
times = st.builds(_time, _LIKELY | _EVER, st.sampled_from((None, None, None, 0, 60)), st.sampled_from(_RESTS))
"""Times as RFC 3339 allows them: of any year and zone, any fraction, leap seconds."""

_numbers = st.integers(0, 10**9)
_dids = _numbers.map(lambda number: f"did:plc:{_base32(number, 24)}")
_handles = _numbers.map(lambda number: f"h{number}.example.org")
_keys = st.integers(0, 2**63 - 1).map(lambda number: _base32(number, 13))
_uris = ("http:x", "https://a.example/%20", "https://b.example/?q=%C3%A9&a=1#f", "tag:c.example,2026:1", "urn:x:1")

TEXTS: Mapping[str, SearchStrategy[str]] = {
    **{name: st.integers(low, high).map(str) for name, (low, high) in RANGES.items()},
    **dict.fromkeys(_TIMES, times),
    "date": st.dates().map(date.isoformat),
    "uri": st.sampled_from(_uris) | _numbers.map(lambda number: f"https://a.example/{number}"),
    "email": _numbers.map(lambda number: f"a{number}@example.org"),
    "iso-639-1": st.sampled_from(("nl", "en", "fy", "gsw")),
    "language": st.sampled_from(("nl", "en", "pt-BR", "zh-Hant-TW", "gsw")),
    "byte": st.sampled_from(("", "AA==", "AAAA", "__-_")),
    "google-duration": _numbers.map(lambda number: f"{number}s") | st.just("1.500000000s"),
    "did": _dids,
    "handle": _handles,
    "at-identifier": _dids | _handles,
    "nsid": st.sampled_from(("app.bsky.feed.post", "org.example.thing")),
    "at-uri": st.builds(lambda did, key: f"at://{did}/app.bsky.feed.post/{key}", _dids, _keys),
    "cid": _numbers.map(lambda number: f"bafyrei{_base32(number, 52)}"),
    "tid": st.integers(0, 2**60).map(lambda number: _base32(number, 13)),
    "record-key": _keys | st.sampled_from(("self", "_", "a:b", "~1.2-3")),
}
"""Made-up texts of each format."""

CHECKER = FormatChecker(formats=())
"""Checks the formats above, and no others."""

for _name, _pattern in _PATTERNS.items():
    CHECKER.checks(_name)(_of_text(_matches(_pattern)))
for _name, _range in RANGES.items():
    CHECKER.checks(_name)(_in_range(*_range))
for _name in _TIMES:
    CHECKER.checks(_name)(_of_text(_is_time))
CHECKER.checks("date")(_of_text(_is_day))
