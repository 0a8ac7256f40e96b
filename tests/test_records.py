"""The two ways to a post give the same post, and a time is written as the calendar has it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import ValidationError

from monitor.records import Post, PostKind, Precision, stamp, typed_post

ZONES = st.sampled_from([UTC, ZoneInfo("Europe/Amsterdam"), timezone(timedelta(hours=-9, minutes=-30))])
MOMENTS = st.datetimes(timezones=ZONES) | st.datetimes(datetime(1989, 12, 31), datetime(2200, 1, 2), timezones=ZONES)
WORDS = st.none() | st.text(max_size=12) | st.sampled_from(["", " \t", "a\0b", "\ud800", "\u0085", "caf\u00e9"])
TEXTS = st.fixed_dictionaries({"text": WORDS}, optional={"title": WORDS, "url": WORDS, "native_id": WORDS})
COUNTS = st.none() | st.integers(-1, 5) | st.integers(2**62 - 1, 2**62 + 1)
OTHERS = st.fixed_dictionaries(
    {}, optional={"likes": COUNTS, "views": COUNTS, "kind": st.sampled_from(PostKind), "edited_at": MOMENTS}
)


@given(MOMENTS, st.sampled_from(Precision), TEXTS, OTHERS)
@example(datetime(2012, 1, 5, 3, 4, 5, tzinfo=UTC), Precision.SECOND, {"text": " "}, {"likes": 2**62 + 1})
def test_a_typed_post_is_what_validation_makes_of_the_same_fields(
    moment: datetime, precision: Precision, texts: dict[str, str | None], others: dict[str, Any]
) -> None:
    quick = _outcome(lambda: typed_post("a", moment, precision, texts, others))
    fields: dict[str, Any] = {"account": "a", "published_at": moment, "precision": precision, **texts, **others}
    assert quick == _outcome(lambda: Post(**fields))


def _outcome(make: Callable[[], Post]) -> tuple[object, ...]:
    """All that is told of a post, its types included, or what is wrong with it."""
    try:
        post = make()
    except ValidationError as error:
        return tuple((one["loc"], one["msg"]) for one in error.errors())
    copied = post.model_copy(update={"author": "x"})
    return (repr(post), post.model_dump(), copied, post.published_at and post.published_at.tzinfo)


@given(MOMENTS)
def test_a_stamp_is_the_iso_form_in_utc(moment: datetime) -> None:
    try:
        expected = moment.astimezone(UTC).isoformat()[:19]
    except OverflowError:
        return
    assert stamp(moment) == expected
