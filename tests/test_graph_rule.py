"""How answers of Meta's Graph API are read, error by error; and how its usage headers are."""

from __future__ import annotations

import json
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors._graph_rule import asks_for_less, graph_ruling, list_ruling, remarks_ruling
from connectors._graph_usage import Usage, usage_of
from monitor.secrets import remember
from monitor.sources.caller import PATIENCE, Reaction
from monitor.sources.http import Reply
from tests.live.facebook_world import trouble
from tests.live.pages import documents
from tests.live.world import START

EXPIRED = "Error validating access token: Session has expired on Friday, 20-Nov-26 03:00:00 PST."
GONE = (
    "Unsupported get request. Object with ID '1' does not exist, cannot be loaded due to missing permissions, or does "
    "not support this operation."
)


def reply(status: int, told: Any, headers: dict[str, str] | None = None) -> Reply:
    body = told if isinstance(told, bytes) else json.dumps(told).encode()
    known = {"date": format_datetime(START, usegmt=True)}
    return Reply("https://graph.facebook.com/v26.0/1", status, known | (headers or {}), body)


@pytest.mark.parametrize(
    ("status", "told", "reaction", "words"),
    [
        (200, {"data": []}, Reaction.FINE, ""),
        (200, [], Reaction.RETRY, "no object"),
        (400, trouble(190, EXPIRED, 463), Reaction.TOKEN, "it has expired"),
        (401, trouble(190, EXPIRED, 460), Reaction.TOKEN, "password has changed"),
        (400, trouble(190, EXPIRED, 458), Reaction.TOKEN, "removed the app"),
        (400, trouble(190, EXPIRED, 459), Reaction.TOKEN, "log in there first"),
        (400, trouble(190, EXPIRED, 464), Reaction.TOKEN, "not confirmed"),
        (400, trouble(190, EXPIRED, 467), Reaction.TOKEN, "no longer valid"),
        (400, trouble(190, "This method must be called with a Page Access Token"), Reaction.TOKEN, "a Page Access"),
        (400, trouble(102, "Session key invalid"), Reaction.TOKEN, "Session key"),
        (400, trouble(2500, "An active access token must be used to query"), Reaction.TOKEN, "active"),
        (400, trouble(2500, "Unknown path components: /x"), Reaction.REFUSED, "Unknown path"),
        (403, trouble(10, "(#10) This endpoint requires the permission"), Reaction.ACCESS, "requires"),
        (400, trouble(200, "(#200) Requires pages_read_engagement"), Reaction.ACCESS, "Requires"),
        (400, trouble(299, "no"), Reaction.ACCESS, "no"),
        (400, trouble(300, "no"), Reaction.REFUSED, "no"),
        (400, trouble(100, GONE, 33), Reaction.ACCESS, "is not there, or the token may not see it"),
        (404, trouble(100, GONE), Reaction.ACCESS, "is not there, or the token may not see it"),
        (400, trouble(100, "API calls from the server require an appsecret_proof argument"), Reaction.ACCESS, "proof"),
        (400, trouble(100, "(#100) Tried accessing nonexisting field (x) on node type (User)"), Reaction.REFUSED, "x"),
        (400, trouble(803, "(#803) Some of the aliases you requested do not exist: x"), Reaction.REFUSED, "aliases"),
        (400, trouble(21, "Page ID 111111 was migrated to page ID 222222."), Reaction.REFUSED, "222222"),
        (500, trouble(1, "An unknown error occurred"), Reaction.RETRY, "unknown"),
        (500, trouble(2, "Service temporarily unavailable"), Reaction.RETRY, "temporarily"),
        (400, trouble(9999, "who knows", is_transient=True), Reaction.RETRY, "who knows"),
        (503, trouble(9999, "who knows"), Reaction.RETRY, "who knows"),
        (400, trouble(9999, "who knows"), Reaction.REFUSED, "who knows"),
        (200, trouble(190, EXPIRED), Reaction.TOKEN, "expired"),
        (503, b"<html>", Reaction.RETRY, "503"),
        (403, b"<html>", Reaction.ACCESS, "403"),
        (404, b"<html>", Reaction.REFUSED, "404"),
        (410, {}, Reaction.REFUSED, "410"),
        (429, b"", Reaction.WAIT, "429"),
    ],
)
def test_every_error_asks_for_one_thing(status: int, told: Any, reaction: Reaction, words: str) -> None:
    ruling = graph_ruling(reply(status, told))
    assert ruling.reaction is reaction
    assert words in ruling.what
    assert ruling.todo or reaction in {Reaction.FINE, Reaction.RETRY, Reaction.WAIT}


def test_a_page_that_moved_is_named_where_a_person_must_write_it() -> None:
    assert (
        'native_id = "222222"' in graph_ruling(reply(400, trouble(21, "Page ID 1 was migrated to page ID 222222"))).todo
    )


@pytest.mark.parametrize("code", [4, 17, 32, 341, 613, 80001, 80002])
@pytest.mark.parametrize("minutes", [None, 0, 1, 90])
def test_a_throttle_is_never_short_enough_to_be_waited_for(code: int, minutes: int | None) -> None:
    counters = {"type": "pages", "call_count": 101, "estimated_time_to_regain_access": minutes}
    headers = {"x-business-use-case-usage": json.dumps({"1": [counters]})}
    ruling = graph_ruling(reply(403, trouble(code, "(#) limit reached", is_transient=True), headers))
    assert ruling.reaction is Reaction.WAIT
    assert ruling.until
    wait = ruling.until - START
    assert wait > timedelta(seconds=PATIENCE)
    assert wait >= timedelta(minutes=minutes or 60)
    assert f"{minutes or 60} minutes" in ruling.what


def test_a_throttle_of_a_server_with_an_absurd_clock_is_not_waited_for_either() -> None:
    late = {"date": "Fri, 31 Dec 9999 23:59:59 GMT"}
    assert graph_ruling(reply(400, trouble(32, "limit"), late)).reaction is Reaction.WAIT


def test_too_large_an_answer_is_left_to_who_asked() -> None:
    large = reply(500, trouble(1, "Please reduce the amount of data you're asking for, then retry your request"))
    assert asks_for_less(large)
    assert graph_ruling(large).reaction is list_ruling(large).reaction is Reaction.FINE


@pytest.mark.parametrize("told", [{}, {"data": {}}, {"data": None}, {"paging": {}}])
def test_a_list_without_rows_is_a_trouble_and_no_end(told: Any) -> None:
    assert list_ruling(reply(200, told)).reaction is Reaction.RETRY
    assert list_ruling(reply(200, {"data": []})).reaction is Reaction.FINE


def test_only_a_post_may_be_gone_while_its_comments_are_asked_for() -> None:
    assert remarks_ruling(reply(400, trouble(100, GONE, 33))).reaction is Reaction.GONE
    assert remarks_ruling(reply(400, trouble(10, "no"))).reaction is Reaction.ACCESS


@pytest.mark.parametrize("name", ["error_100_missing_permission", "error_100_needs_app_token"])
def test_recorded_errors(shared_data: Path, name: str) -> None:
    told = json.loads((shared_data / f"facebook/graph_api/{name}.json").read_text(encoding="utf-8"))
    assert graph_ruling(reply(400, told)).reaction is Reaction.ACCESS


def test_a_token_in_metas_words_is_not_repeated() -> None:
    remember("EAABmalformed0123456789")
    ruling = graph_ruling(reply(400, trouble(190, "Malformed access token EAABmalformed0123456789")))
    assert "EAAB" not in ruling.what
    assert "Malformed access token" in ruling.what


@given(status=st.integers(200, 599), told=documents, error=documents, message=st.text())
def test_no_answer_makes_an_account_gone_or_breaks_the_rule(status: int, told: Any, error: Any, message: str) -> None:
    for body in (told, {"error": error}, trouble(status, message), {"error": {"code": error, "message": told}}):
        content = json.dumps(body).encode("utf-8", "surrogatepass")
        for rule in (graph_ruling, list_ruling):
            assert rule(reply(status, content)).reaction is not Reaction.GONE


# --- usage ------------------------------------------------------------------------------------------------
APP = json.dumps({"call_count": 28, "total_time": 25, "total_cputime": 80.5})
PAGE = json.dumps({"1": [{"type": "pages", "call_count": "91", "estimated_time_to_regain_access": 7}], "2": []})


@pytest.mark.parametrize(
    ("headers", "usage"),
    [
        ({}, Usage()),
        ({"x-app-usage": APP}, Usage(80.5)),
        ({"x-business-use-case-usage": PAGE}, Usage(91, 7)),
        ({"x-app-usage": APP, "x-business-use-case-usage": PAGE}, Usage(91, 7)),
        ({"x-app-usage": '{"call_count": 100}'}, Usage(100, 0, of_app=True)),
        ({"x-page-usage": '{"call_count": 100}'}, Usage(100)),
        ({"x-app-usage": "busy"}, Usage()),
        ({"x-app-usage": "[" * 100_000}, Usage()),
    ],
)
def test_the_fullest_counter_counts(headers: dict[str, str], usage: Usage) -> None:
    assert usage_of(reply(200, {}, headers)) == usage


@pytest.mark.parametrize(("percent", "seconds"), [(0, 0), (75, 0), (80, 2), (100, 10), (9000, 10)])
def test_the_less_is_left_the_longer_the_pause(percent: float, seconds: float) -> None:
    assert Usage(percent).pause == seconds


@given(app=documents, business=documents)
def test_no_header_breaks_it(app: Any, business: Any) -> None:
    headers = {"x-app-usage": json.dumps(app), "x-business-use-case-usage": json.dumps({"1": [business], "2": app})}
    usage = usage_of(reply(200, {}, headers))
    assert usage.percent >= 0
    assert 0 <= usage.pause <= 10
    assert usage.minutes >= 0
