"""Asking an API: what is tried again, what is waited for, what ends it, and that a token stays at home."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from types import SimpleNamespace

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from monitor.errors import (
    AccountGone,
    AddCredit,
    GrantAccess,
    MonitorError,
    RefuseHostile,
    RenewToken,
    RetryLater,
    SkipSource,
)
from monitor.sources.caller import PATIENCE, TRIES, Caller, Reaction, Ruling, moment_after, plain_ruling, retry_after
from monitor.sources.http import Http, HttpOptions, Reply
from monitor.sources.http_address import origin
from monitor.sources.ledger import Ledger

SECRET = "Bearer of-a-secret-0123456789"


class Office:
    """A caller whose pauses are counted and not made."""

    def __init__(self, server: HTTPServer, http: Http) -> None:
        self.server, self.http = server, http
        self.pauses: list[float] = []
        self.ledger = Ledger("USD", 10)

    def caller(self, rule=plain_ruling, base: str = "", secret: bool = True) -> Caller:
        address = base or self.server.url_for("/v1")
        headers = {"Authorization": SECRET} if secret else {}
        trusted = origin(self.server.url_for("/"))
        return Caller(self.http, address, rule, {"X-Plain": "1"}, headers, trusted, self.ledger, self.pauses.append)


@pytest.fixture
def office(httpserver: HTTPServer) -> Iterator[Office]:
    with Http(HttpOptions(pause=0, retries=0, read_seconds=1, most_bytes=5000)) as http:
        yield Office(httpserver, http)


def answers(office: Office, *replies: tuple[int, object] | tuple[int, object, dict[str, str]]) -> list[Request]:
    """Serve these answers one after another, the last one for ever; gives the requests as they come."""
    asked: list[Request] = []

    def serve(request: Request) -> Response:
        status, body, *more = replies[min(len(asked), len(replies) - 1)]
        asked.append(request)
        text = body if isinstance(body, str) else json.dumps(body)
        return Response(text, status, headers=more[0] if more else None)

    office.server.expect_request("/v1/things").respond_with_handler(serve)
    return asked


def test_an_answer(office):
    asked = answers(office, (200, {"a": 1}))
    reply = office.caller().get("things", {"x": "1,2", "y": None, "z": "a b"})
    assert reply.json == {"a": 1}
    assert asked[0].query_string == b"x=1,2&z=a%20b"
    assert (asked[0].headers["X-Plain"], asked[0].headers["Authorization"]) == ("1", SECRET)
    assert office.pauses == []


def test_a_body_is_sent_as_json(office):
    asked = answers(office, (200, {}))
    office.caller().post("things", {"max": 20}, "fields=a,b")
    assert (asked[0].method, asked[0].get_json(), asked[0].query_string) == ("POST", {"max": 20}, b"fields=a,b")


@pytest.mark.parametrize("trouble", [(500, ""), (503, ""), (200, "<html>"), (200, '{"cut": '), (429, "")])
def test_passing_trouble_is_tried_again(office, trouble):
    asked = answers(office, trouble, trouble, (200, {"ok": 1}))
    assert office.caller().get("things").json == {"ok": 1}
    assert len(asked) == 3
    assert 0.5 <= office.pauses[0] <= 1.0 <= office.pauses[1] <= 1.5


def test_trouble_that_lasts_is_left_to_the_next_run(office):
    asked = answers(office, (502, ""))
    with pytest.raises(RetryLater, match="in trouble"):
        office.caller().get("things")
    assert len(asked) == TRIES


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, SkipSource),
        (401, RenewToken),
        (402, AddCredit),
        (403, GrantAccess),
        (404, AccountGone),
        (410, AccountGone),
        (418, SkipSource),
    ],
)
def test_what_a_person_must_mend_is_never_tried_again(office, status, kind):
    asked = answers(office, (status, {"detail": "no"}))
    with pytest.raises(kind) as refused:
        office.caller().get("things")
    assert type(refused.value) is kind
    assert len(asked) == 1
    assert refused.value.todo


def test_no_credit_closes_the_ledger(office):
    answers(office, (402, {}))
    with pytest.raises(AddCredit):
        office.caller().get("things")
    with pytest.raises(AddCredit, match="wants to be paid"):
        office.ledger.allow(0.001)


def test_a_short_wait_is_waited(office):
    answers(office, (429, "", {"Retry-After": "7"}), (200, {}))
    office.caller().get("things")
    assert 7 <= office.pauses[0] <= 7.6


@pytest.mark.parametrize(
    "value", ["3600", format_datetime(datetime.now(UTC) + timedelta(hours=2), usegmt=True)], ids=["s", "date"]
)
def test_a_long_wait_is_left_to_the_next_run(office, value):
    asked = answers(office, (429, "", {"Retry-After": value}))
    with pytest.raises(RetryLater):
        office.caller().get("things")
    assert (len(asked), office.pauses) == (1, [])


@pytest.mark.parametrize("hours", [-30, 30])
def test_reset_times_are_read_by_the_servers_own_clock(office, hours):
    there = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=hours)
    headers = {"Date": format_datetime(there, usegmt=True), "X-Reset": str(int(there.timestamp()) + 20)}

    def rule(reply: Reply) -> Ruling:
        if reply.status != 429:
            return plain_ruling(reply)
        until = datetime.fromtimestamp(int(reply.headers["x-reset"]), UTC)
        return Ruling(Reaction.WAIT, "busy", until=until)

    told = {name.lower(): value for name, value in headers.items()}
    replies = iter([Reply("", 429, told), Reply("", 200, {}, b"{}")])
    # The test server writes a Date of its own, so this one is answered without it.
    office.http = SimpleNamespace(send=lambda *_: next(replies))
    office.caller(rule).get("things")
    assert 20 <= office.pauses[0] <= 20.6


def test_a_token_is_never_carried_to_another_host(office, httpserver):
    httpserver.expect_request("/v1/away").respond_with_data("", 302, headers={"Location": "http://127.0.0.2:1/steal"})
    with pytest.raises(SkipSource, match="another host"):
        office.caller().get("away")


def test_a_next_link_to_another_host_is_not_followed(office):
    with pytest.raises(SkipSource, match="another host"):
        office.caller().get("https://elsewhere.example/v1/things?after=2")


def test_a_redirect_at_home_is_followed_with_the_token(office, httpserver):
    asked = answers(office, (200, {"ok": 1}))
    httpserver.expect_request("/v1/old").respond_with_data("", 307, headers={"Location": "/v1/things"})
    assert office.caller().get("old").json == {"ok": 1}
    assert asked[0].headers["Authorization"] == SECRET


@pytest.mark.parametrize(
    ("statuses", "moved"), [((301, 308), "/c"), ((308, 302), "/b"), ((302, 301), None), ((), None)]
)
def test_what_has_moved_for_good_says_where_to(office, httpserver, statuses, moved):
    for status, (path, target) in zip(statuses, ("ab", "bc"), strict=False):
        httpserver.expect_request(f"/{path}").respond_with_data("", status, headers={"Location": f"/{target}"})
    httpserver.expect_request("/c" if statuses else "/a").respond_with_json([])
    reply = office.caller().get(httpserver.url_for("/a"))
    assert reply.moved_to == (httpserver.url_for(moved) if moved else None)


def test_a_private_address_is_refused_unless_typed(office, httpserver):
    caller = Caller(office.http, httpserver.url_for("/v1"), pause=office.pauses.append)
    with pytest.raises(RefuseHostile):
        caller.get("things")


def test_an_endless_answer_is_cut(office):
    answers(office, (200, "x" * 9000))
    with pytest.raises(RefuseHostile, match="more than 5000 bytes"):
        office.caller().get("things")


def test_a_server_that_is_not_there(office):
    caller = office.caller(base="http://127.0.0.1:9")
    with pytest.raises((RetryLater, RefuseHostile)):
        caller.get("things")


def test_unchanged_needs_no_body(office):
    answers(office, (304, ""))
    assert office.caller().get("things", headers={"If-None-Match": '"a"'}).status == 304


def test_messages_hold_no_token(office):
    answers(office, (401, {"token": SECRET}))
    with pytest.raises(MonitorError) as refused:
        office.caller().get("things")
    assert "secret" not in f"{refused.value!r} {refused.value}"


@pytest.mark.parametrize("value", ["", "soon", "-5", "1e999", "nan", "99999999999999999999"])
def test_any_retry_after_can_be_read(value):
    reply = Reply("https://a.example", 429, {"retry-after": value})
    found = retry_after(reply)
    assert found is None or found.tzinfo is not None


def test_seconds_count_from_the_servers_time():
    reply = Reply("https://a.example", 429, {"date": "Wed, 01 Feb 2012 09:00:00 GMT"})
    assert moment_after(reply, 30) == datetime(2012, 2, 1, 9, 0, 30, tzinfo=UTC)
    assert PATIENCE == 60


def test_a_ledger_without_a_limit_only_counts():
    book = Ledger("USD")
    book.allow(1e9)
    book.spend(2)
    assert (book.spent, book.used) == (2, 2)


def test_what_is_taken_is_not_there_for_another():
    book = Ledger("USD", 1)
    book.take(0.6)
    with pytest.raises(RetryLater, match="limit"):
        book.take(0.6)
    assert (book.spent, book.used) == (0.6, 0.6)
    book.spend(-0.5)
    book.take(0.6)
    book.close("no credit")
    with pytest.raises(AddCredit):
        book.take(0)
