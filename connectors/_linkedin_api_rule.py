"""How answers of LinkedIn's API are read.

Errors come as `{"status": 403, "serviceErrorCode": 100, "code": "ACCESS_DENIED", "message": "..."}`. Nothing in an
answer tells how many calls are left or when to ask again.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta
from typing import Any

from connectors._linkedin_api_options import COMMUNITY, NAME, PORTABILITY
from connectors._linkedin_api_version import advice
from connectors._values import mapping, text_of
from monitor.sources.caller import (
    FINE,
    Reaction,
    Rule,
    Ruling,
    moment_after,
    plain_ruling,
    retry_after,
    server_time,
)
from monitor.sources.http import Reply

MINUTE = 60.0
"""Seconds: how often the most guarded lists may be asked for, and so how long to wait where LinkedIn does not say."""

TOKEN_CODES = {
    "REVOKED_ACCESS_TOKEN": "the token has been revoked",
    "EXPIRED_ACCESS_TOKEN": "the token has expired (LinkedIn's live for 60 days)",
}
RENEW = "Obtain a new one: `monitor auth linkedin` shows how"
_VERSION_CODES = frozenset({"NONEXISTENT_VERSION", "VERSION_MISSING"})
_OF_THE_DAY = re.compile(r"\bDAY\b")
_LONGEST = 200


def error_of(reply: Reply) -> dict[str, Any]:
    """The error in an answer; {} if there is none in LinkedIn's form."""
    told = mapping(reply.json)
    return told if {"status", "message"} & told.keys() and not 200 <= reply.status < 300 else {}


def refused_to_us(reply: Reply) -> bool:
    """Whether LinkedIn itself says that this token may not ask this; a machine on the way says it otherwise."""
    return reply.status == 403 and bool(error_of(reply))


def ruling_for(product: str) -> Rule:
    """The rule for all answers of one product."""

    def ruled(reply: Reply) -> Ruling:
        return _ruling(reply, product)

    return ruled


def lenient_ruling_for(product: str) -> Rule:
    """The same where a refusal, or that something is not there, ends nothing: whoever asked looks at the status."""

    def ruled(reply: Reply) -> Ruling:
        if refused_to_us(reply) or (reply.status == 404 and error_of(reply)):
            return FINE
        return _ruling(reply, product)

    return ruled


def _ruling(reply: Reply, product: str) -> Ruling:
    error = error_of(reply)
    if 200 <= reply.status < 300:
        odd = reply.json is not None and not isinstance(reply.json, dict)
        return Ruling(Reaction.RETRY, "answers something that is no object") if odd else FINE
    if reply.status == 426 or error.get("code") in _VERSION_CODES:
        return _version(reply, error)
    if reply.status == 429:
        return _too_often(reply, error)
    if reply.status == 401:
        reason = TOKEN_CODES.get(str(error.get("code")), "the token is not accepted (401)")
        return Ruling(Reaction.TOKEN, reason, RENEW)
    if reply.status == 403 and error:
        return Ruling(Reaction.ACCESS, f"LinkedIn refuses access: {_said(error)}", _access(product))
    return _refusal(reply, error)


def _version(reply: Reply, error: dict[str, Any]) -> Ruling:
    return Ruling(
        Reaction.REFUSED, f"LinkedIn does not speak this version of its API: {_said(error)}", advice(server_time(reply))
    )


def _too_often(reply: Reply, error: dict[str, Any]) -> Ruling:
    """The limits of a day end at midnight UTC; of others LinkedIn says nothing, so a minute is waited."""
    if _OF_THE_DAY.search(_said(error)):
        until = next_midnight(server_time(reply))
        what = f"the calls that LinkedIn allows a day are used up: {_said(error)}"
        return Ruling(Reaction.WAIT, what, "A run after 00:00 UTC goes on; until then asking brings nothing", until)
    until = retry_after(reply) or moment_after(reply, MINUTE)
    return Ruling(Reaction.WAIT, f"LinkedIn is asked too often (429): {_said(error)}", until=until)


def next_midnight(moment: datetime) -> datetime:
    """The next 00:00 UTC."""
    return datetime.combine(moment.astimezone(UTC).date() + timedelta(days=1), time.min, UTC)


def _access(product: str) -> str:
    other = COMMUNITY if product == PORTABILITY else PORTABILITY
    return (
        "A new token does not help: the app lacks the product, the token a scope, or the person behind it the role of "
        f"an administrator on the page; `monitor auth linkedin` names them. If the app has the other product, set "
        f'product = "{other}" under [connectors.{NAME}] in config.toml'
    )


def _refusal(reply: Reply, error: dict[str, Any]) -> Ruling:
    """What is left: refused (400), not there (404), or as any server would say it."""
    if reply.status in {404, 410}:
        what = f"LinkedIn has nothing at this address ({reply.status}): {_said(error)}"
        return Ruling(Reaction.REFUSED, what, "Check native_id of the account in config.toml, and `base` if it is set")
    if reply.status == 400:
        what = f"LinkedIn does not understand the request (400 {text_of(error.get('code')) or ''}): {_said(error)}"
        return Ruling(
            Reaction.REFUSED, what, "Check native_id of the account; if it is right, report this with the log"
        )
    return plain_ruling(reply)


def _said(error: dict[str, Any]) -> str:
    """LinkedIn's own words, short and in one line."""
    words = " ".join((text_of(error.get("message")) or "it does not say why").split())
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 3]}..."
