"""How X's answers are read: recorded and quoted ones, and those that the document allows."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors._x_api_rules import x_ruling
from monitor.sources.caller import Reaction, Ruling
from monitor.sources.http import Reply
from tests.contracts.answers import answers
from tests.contracts.documents import x_api
from tests.contracts.recorded import Recorded, cases

TYPES = "https://api.x.com/2/problems"
WITH_RATE_LEFT = {"x-rate-limit-limit": "10000", "x-rate-limit-remaining": "9998", "x-rate-limit-reset": "1793000000"}


def ruling(status: int, body: Any, **headers: str) -> Ruling:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return x_ruling(Reply("https://api.x.com/2/users/1", status, headers, content))


def problem(kind: str, detail: str = "", resource: str = "user", **more: Any) -> dict[str, Any]:
    return {"type": f"{TYPES}/{kind}", "title": "Made up", "detail": detail, "resource_type": resource, **more}


@pytest.mark.parametrize(
    ("status", "body", "reaction", "words"),
    [
        (200, {"data": {"id": "1"}}, Reaction.FINE, ""),
        (200, {"meta": {"result_count": 0}}, Reaction.FINE, ""),
        (200, {"data": [], "errors": [problem("resource-not-found")]}, Reaction.FINE, ""),
        (200, {"meta": {}, "errors": [problem("not-authorized-for-resource", resource="tweet")]}, Reaction.FINE, ""),
        (200, b"<html>", Reaction.FINE, ""),
        (200, [1], Reaction.RETRY, "none of X's answers"),
        (200, {}, Reaction.RETRY, "none of X's answers"),
        (200, {"errors": 7}, Reaction.RETRY, "none of X's answers"),
        (200, {"errors": [problem("internal-error")]}, Reaction.RETRY, "none of X's answers"),
        (200, {"errors": [problem("invalid-request", "no such field")]}, Reaction.REFUSED, "no such field"),
        (200, {"errors": [problem("resource-not-found", "Could not find tweet", "tweet")]}, Reaction.REFUSED, "tweet"),
        (400, {"errors": [{"message": "not [5, 100]"}], "detail": "invalid"}, Reaction.REFUSED, "not [5, 100]"),
        (400, {"detail": "invalid"}, Reaction.REFUSED, "invalid"),
        (400, b"", Reaction.REFUSED, "does not take the request"),
        (401, {"title": "Unauthorized"}, Reaction.TOKEN, "not accepted"),
        (402, {"title": "CreditsDepleted", "detail": "does not have any credits"}, Reaction.CREDIT, "no credits left"),
        (402, {"title": "CredentialsDepleted", "detail": "any credits"}, Reaction.CREDIT, "no credits left"),
        (402, b"", Reaction.CREDIT, "wants to be paid"),
        (
            403,
            {"title": "SpendCapReached", "detail": "x", "type": f"{TYPES}/credits"},
            Reaction.CREDIT,
            "spending limit",
        ),
        (
            403,
            {"title": "SpendCapReached", "detail": "until the next cycle begins on 2026-12-14."},
            Reaction.CREDIT,
            "until 2026-12-14",
        ),
        (403, {"type": f"{TYPES}/client-forbidden", "title": "Client Forbidden"}, Reaction.ACCESS, "let this app read"),
        (403, {"type": f"{TYPES}/unsupported-authentication"}, Reaction.ACCESS, "another sort of token"),
        (403, {"title": "Forbidden", "type": "about:blank"}, Reaction.ACCESS, "403"),
        (403, b"<html>", Reaction.ACCESS, "403"),
        (404, b"<html>", Reaction.REFUSED, "no such call"),
        (429, {"title": "Too Many Requests"}, Reaction.WAIT, "wait"),
        (429, {"title": "UsageCapExceeded", "type": f"{TYPES}/usage-capped"}, Reaction.CREDIT, "in a month"),
        (500, b"", Reaction.RETRY, "500"),
        (503, {"title": "Service Unavailable"}, Reaction.RETRY, "503"),
    ],
)
def test_answers_and_what_they_ask_of_us(status: int, body: Any, reaction: Reaction, words: str) -> None:
    found = ruling(status, body, **WITH_RATE_LEFT)
    assert found.reaction is reaction
    assert words in found.what
    assert reaction in {Reaction.FINE, Reaction.RETRY, Reaction.WAIT} or found.todo


@pytest.mark.parametrize(
    ("status", "kind", "detail", "state"),
    [
        (200, "resource-not-found", "User has been suspended: [1].", "suspended"),
        (200, "resource-not-found", "Could not find user with id: [1].", "deleted"),
        (404, "resource-not-found", "Could not find user with id: [1].", "deleted"),
        (200, "not-authorized-for-resource", "Sorry, you are not authorized to see the user: [1].", "protected"),
        (403, "not-authorized-for-resource", "Sorry, you are not authorized to see the user: [1].", "protected"),
    ],
)
def test_an_account_is_gone_for_one_of_three_reasons(status: int, kind: str, detail: str, state: str) -> None:
    found = ruling(status, {**problem(kind, detail), "errors": [problem("other", "", "tweet"), problem(kind, detail)]})
    assert (found.reaction, found.state) == (Reaction.GONE, state)


def test_x_says_by_its_own_clock_when_to_ask_again() -> None:
    assert ruling(429, {}, **{"x-rate-limit-reset": "1793000000"}).until == datetime.fromtimestamp(1793000000, UTC)
    assert ruling(429, {}, **{"x-rate-limit-reset": "soon"}).until is None
    assert ruling(429, {}, **{"x-rate-limit-reset": "9" * 400}).until is None
    aside = ruling(429, {}, **{"retry-after": "7", "date": "Tue, 24 Nov 2026 06:00:00 GMT"})
    assert aside.until == datetime(2026, 11, 24, 6, 0, 7, tzinfo=UTC)


@pytest.mark.parametrize("answer", cases("x"))
def test_recorded_answers(answer: Recorded) -> None:
    if answer.status is None:
        pytest.skip("the status of this quoted answer is not known")
    found = x_ruling(Reply("", answer.status, {k.lower(): v for k, v in answer.headers.items()}, answer.body))
    by_name = {"suspended": (Reaction.GONE, "suspended"), "tweets_200_not_found": (Reaction.GONE, "deleted")}
    special = next((expected for part, expected in by_name.items() if part in answer.name), None)
    if special:
        assert (found.reaction, found.state) == special
    else:
        by_status = {
            200: Reaction.FINE,
            400: Reaction.REFUSED,
            401: Reaction.TOKEN,
            403: Reaction.ACCESS,
            404: Reaction.REFUSED,
            429: Reaction.WAIT,
        }
        assert found.reaction is by_status[answer.status]


@given(answer=answers(x_api, "GET /2/users/{id}/tweets"), status=st.sampled_from([200, 400, 402, 403, 404, 429, 500]))
def test_no_answer_that_the_document_allows_breaks_the_rule(answer: Any, status: int) -> None:
    assert isinstance(ruling(status, answer), Ruling)


@given(
    told=st.dictionaries(
        st.sampled_from(["title", "detail", "type", "errors", "data", "meta", "reset_date"]),
        st.none() | st.integers() | st.text() | st.lists(st.dictionaries(st.text(), st.text())),
    ),
    status=st.integers(200, 599),
)
def test_nothing_breaks_the_rule(told: Any, status: int) -> None:
    assert isinstance(ruling(status, told), Ruling)
