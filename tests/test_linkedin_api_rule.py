"""How answers of LinkedIn's API are read: its error bodies, and what only looks like them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors._linkedin_api_rule import MINUTE, lenient_ruling_for, next_midnight, refused_to_us, ruling_for
from connectors._linkedin_api_version import end_of, newer_version, remark
from monitor.sources.caller import Reaction, Ruling
from monitor.sources.http import Reply
from tests.live.pages import documents

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
RULE = ruling_for("portability")


def reply(status: int, told: Any = None, **headers: str) -> Reply:
    content = told if isinstance(told, bytes) else json.dumps(told).encode()
    return Reply(
        "https://api.linkedin.com/rest/posts", status, {"date": format_datetime(NOON, usegmt=True), **headers}, content
    )


def error(status: int, code: str, message: str, number: int = 0) -> Reply:
    return reply(status, {"status": status, "serviceErrorCode": number, "code": code, "message": message})


DAY_APP = "Resource level throttle APPLICATION DAY limit for calls to this resource is reached."
DAY_MEMBER = "Resource level throttle MEMBER DAY limit for calls to this resource is reached."

TABLE: list[tuple[Reply, Reaction, str]] = [
    (reply(200, {"elements": []}), Reaction.FINE, ""),
    (reply(200, []), Reaction.RETRY, "no object"),
    (error(401, "INVALID_ACCESS_TOKEN", "Invalid access token", 65600), Reaction.TOKEN, "not accepted"),
    (error(401, "REVOKED_ACCESS_TOKEN", "The token has been revoked", 65601), Reaction.TOKEN, "revoked"),
    (error(401, "EXPIRED_ACCESS_TOKEN", "The token has expired", 65602), Reaction.TOKEN, "60 days"),
    (reply(401, b"<html>"), Reaction.TOKEN, "not accepted"),
    (error(403, "ACCESS_DENIED", "Not enough permissions to access: posts", 100), Reaction.ACCESS, "Not enough"),
    (reply(403, b"<html>"), Reaction.ACCESS, "403"),
    (error(429, "TOO_MANY_REQUESTS", DAY_APP, 101), Reaction.WAIT, "APPLICATION DAY"),
    (error(429, "TOO_MANY_REQUESTS", DAY_MEMBER, 101), Reaction.WAIT, "MEMBER DAY"),
    (reply(429, b""), Reaction.WAIT, "too often"),
    (error(426, "NONEXISTENT_VERSION", "Requested version 20250101 is not active"), Reaction.REFUSED, "20250101"),
    (error(400, "VERSION_MISSING", "A version must be present"), Reaction.REFUSED, "version"),
    (error(400, "ILLEGAL_ARGUMENT", "Param author is invalid"), Reaction.REFUSED, "Param author"),
    (error(404, "NOT_FOUND", "Could not find entity"), Reaction.REFUSED, "nothing at this address"),
    (error(500, "INTERNAL_SERVER_ERROR", "Internal Server Error"), Reaction.RETRY, "500"),
    (error(503, "", "Service unavailable"), Reaction.RETRY, "503"),
    (error(504, "GATEWAY_TIMEOUT", "x"), Reaction.RETRY, "504"),
    (reply(402, {}), Reaction.CREDIT, "paid"),
]


@pytest.mark.parametrize(("answer", "reaction", "words"), TABLE)
def test_each_answer_asks_for_its_own_step(answer: Reply, reaction: Reaction, words: str) -> None:
    ruling = RULE(answer)
    assert ruling.reaction is reaction
    assert words in f"{ruling.what} {ruling.todo}"


@pytest.mark.parametrize("words", [DAY_APP, DAY_MEMBER])
def test_the_limit_of_a_day_ends_at_midnight_utc(words: str) -> None:
    ruling = RULE(error(429, "TOO_MANY_REQUESTS", words, 101))
    assert ruling.until == datetime(2026, 11, 25, tzinfo=UTC)
    assert "00:00 UTC" in ruling.todo


def test_of_other_limits_linkedin_says_nothing_so_a_minute_is_waited() -> None:
    ruling = RULE(reply(429, b""))
    assert ruling.until
    assert (ruling.until - NOON).total_seconds() == MINUTE
    told = RULE(reply(429, b"", **{"retry-after": "2"}))
    assert told.until
    assert (told.until - NOON).total_seconds() == 2


def test_a_dead_version_names_the_setting_and_one_to_set() -> None:
    ruling = RULE(error(426, "NONEXISTENT_VERSION", "Requested version 20250101 is not active"))
    assert 'version = "202609"' in ruling.todo
    assert "[connectors.linkedin_api]" in ruling.todo


def test_a_refusal_says_that_a_new_token_does_not_help_and_names_the_other_product() -> None:
    answer = error(403, "ACCESS_DENIED", "Not enough permissions to access: posts", 100)
    assert "A new token does not help" in RULE(answer).todo
    assert 'product = "community"' in RULE(answer).todo
    assert 'product = "portability"' in ruling_for("community")(answer).todo


def test_where_it_is_not_needed_a_refusal_by_linkedin_itself_ends_nothing() -> None:
    rule = lenient_ruling_for("community")
    denied, gone = error(403, "ACCESS_DENIED", "no", 100), error(404, "NOT_FOUND", "no")
    assert rule(denied).reaction is rule(gone).reaction is Reaction.FINE
    assert refused_to_us(denied)
    assert not refused_to_us(gone)
    assert rule(reply(403, b"<html>")).reaction is Reaction.ACCESS
    assert rule(error(401, "INVALID_ACCESS_TOKEN", "x", 65600)).reaction is Reaction.TOKEN


def test_long_words_of_others_are_cut() -> None:
    assert len(RULE(error(400, "ILLEGAL_ARGUMENT", "x" * 5000)).what) < 300


@given(st.sampled_from([200, 400, 401, 403, 404, 410, 418, 426, 429, 500]), documents)
def test_any_answer_is_read(status: int, told: Any) -> None:
    answer = reply(status, json.dumps(told).encode("utf-8", "surrogatepass"))
    for rule in (RULE, lenient_ruling_for("community")):
        ruling = rule(answer)
        assert isinstance(ruling, Ruling)
        assert ruling.reaction is not Reaction.GONE, "nothing that LinkedIn says about a list makes a page gone"


@pytest.mark.parametrize(
    ("now", "midnight"),
    [
        (datetime(2026, 12, 31, 23, 59, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)),
        (datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 2, tzinfo=UTC)),
    ],
)
def test_midnight(now: datetime, midnight: datetime) -> None:
    assert next_midnight(now) == midnight


# --- versions ---------------------------------------------------------------------------------------------
def test_a_version_lives_for_about_a_year() -> None:
    assert end_of("202511") == datetime(2026, 11, 15, tzinfo=UTC)
    assert end_of("202601") == datetime(2027, 1, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "version"),
    [
        (datetime(2026, 11, 24, tzinfo=UTC), "202609"),
        (datetime(2027, 1, 2, tzinfo=UTC), "202611"),
        (datetime(2027, 2, 2, tzinfo=UTC), "202612"),
        (datetime(2027, 3, 2, tzinfo=UTC), "202701"),
    ],
)
def test_a_newer_version_is_named(now: datetime, version: str) -> None:
    assert newer_version(now) == version


def test_sixty_days_before_its_end_a_version_is_warned_of() -> None:
    assert remark("202609", datetime(2027, 7, 16, tzinfo=UTC)) == ""
    told = remark("202609", datetime(2027, 7, 18, tzinfo=UTC))
    assert "2027-09-15" in told
    assert 'version = "202705"' in told
