"""How X's answers are read: what is fine, what passes, what a person must mend, and when an account is gone.

X says that an account is suspended, unknown or protected with status 200 and a list of errors. Money and rate are two
meters: no credit is told with 402, or with 403 when the spending limit of the console is reached, however much rate is
left.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from connectors._values import mapping, sequence, text_of
from monitor.sources.caller import FINE, Reaction, Ruling, plain_ruling
from monitor.sources.http import Reply
from monitor.sources.http_address import shown

_CONSOLE = "Look into https://console.x.com"
_NO_CREDIT = Ruling(Reaction.CREDIT, "X says that the app has no credits left", f"{_CONSOLE} and add credits")
_NO_APP = Ruling(
    Reaction.ACCESS,
    "X does not let this app read (403)",
    f"{_CONSOLE}: the app must belong to a project with pay-per-use or a plan; `monitor auth x` shows how",
)
_ANOTHER_TOKEN = Ruling(
    Reaction.ACCESS, "X wants another sort of token for this (403)", "`monitor auth x` tells which sorts there are"
)
_WRONG_BASE = Ruling(Reaction.REFUSED, "X knows no such call (404)", "Check `base` under [connectors.x_api]")
_NO_ANSWER = Ruling(Reaction.RETRY, "answers something that is none of X's answers")
_DATE = re.compile(r"20\d\d-[01]\d-[0-3]\d")
_GONE = {
    "suspended": "X has suspended the account",
    "deleted": "X knows no such account: deleted, deactivated, renamed or mistyped",
    "protected": "the account shows its posts to its followers only",
}
_ABOUT_POSTS = ("data", "meta")


def x_ruling(reply: Reply) -> Ruling:
    """Read an answer of X."""
    told = mapping(reply.json)
    if 200 <= reply.status < 300:
        return _good(reply, told)
    if _is_about_money(told) and reply.status in {402, 403, 429}:
        return _money(told)
    read = _BY_STATUS.get(reply.status)
    return read(reply, told) if read else plain_ruling(reply)


def reset(reply: Reply) -> datetime | None:
    """When the present span of the rate limit is over: `x-rate-limit-reset`, Unix seconds by X's clock."""
    try:
        return datetime.fromtimestamp(int(reply.headers.get("x-rate-limit-reset", "")[:12]), UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _good(reply: Reply, told: Mapping[str, Any]) -> Ruling:
    """With data, errors are about parts that are missing; alone, they are the answer."""
    if reply.json is None or any(name in told for name in _ABOUT_POSTS):
        return FINE
    problems = [mapping(one) for one in sequence(told.get("errors"))]
    if not problems or any(_kind(one) == "internal-error" for one in problems):
        return _NO_ANSWER
    states = (_state(one) for one in problems)
    state = next((one for one in states if one), None)
    return _gone(state) if state else _refused(reply, told)


def _state(problem: Mapping[str, Any]) -> str | None:
    """What an error says of the account; None if it is about something else."""
    detail, kind = _text(problem, "detail").lower(), _kind(problem)
    if problem.get("resource_type") not in {"user", None}:
        return None
    if "suspend" in detail:
        return "suspended"
    if kind == "not-authorized-for-resource":
        return "protected"
    return "deleted" if kind == "resource-not-found" else None


def _gone(state: str) -> Ruling:
    return Ruling(Reaction.GONE, _GONE[state], "Check the account's handle in config.toml", state=state)


def _is_about_money(told: Mapping[str, Any]) -> bool:
    """Titles vary (CreditsDepleted, CredentialsDepleted, SpendCapReached, UsageCapExceeded), the words less."""
    words = " ".join(_text(told, name) for name in ("title", "detail", "type")).lower()
    return any(word in words for word in ("credit", "spendcap", "spend cap", "usage-capped", "usagecap"))


def _money(told: Mapping[str, Any]) -> Ruling:
    words = f"{_text(told, 'title')} {_text(told, 'detail')}".lower().replace(" ", "")
    named = _DATE.search(f"{_text(told, 'reset_date')} {_text(told, 'detail')}")
    until = f" until {named[0]}" if named else ""
    if "spendcap" in words:
        what = f"the spending limit that was set in X's console is reached{until}"
        return Ruling(Reaction.CREDIT, what, f"{_CONSOLE}: raise the limit, or wait for the next cycle")
    if _kind(told) == "usage-capped" or "usagecap" in words:
        what = f"the number of posts that X lets this app read in a month is used up{until}"
        return Ruling(Reaction.CREDIT, what, "Wait for the next month, or choose another plan in X's console")
    return _NO_CREDIT


def _wait(reply: Reply, told: Mapping[str, Any]) -> Ruling:
    return Ruling(Reaction.WAIT, "X wants us to wait (429)", until=reset(reply) or plain_ruling(reply).until)


def _absent(reply: Reply, told: Mapping[str, Any]) -> Ruling:
    return _gone("deleted") if _kind(told) == "resource-not-found" else _WRONG_BASE


def _forbidden(reply: Reply, told: Mapping[str, Any]) -> Ruling:
    kind = _kind(told)
    if kind == "not-authorized-for-resource":
        return _gone("protected")
    if kind == "client-forbidden":
        return _NO_APP
    return _ANOTHER_TOKEN if kind == "unsupported-authentication" else plain_ruling(reply)


def _refused(reply: Reply, told: Mapping[str, Any]) -> Ruling:
    """A request that X does not take is a mistake of ours; its own words help to mend it."""
    errors = [mapping(one) for one in sequence(told.get("errors"))]
    words = next((_text(one, "message") or _text(one, "detail") for one in errors if one), "") or _text(told, "detail")
    what = f"X does not take the request: {shown(words)}" if words else "X does not take the request"
    return Ruling(Reaction.REFUSED, what, "Check the account in config.toml; if it is right, report this as a fault")


def _kind(problem: Mapping[str, Any]) -> str:
    """The last part of a problem's type, whose host is api.x.com or api.twitter.com."""
    return _text(problem, "type").rpartition("/")[2]


def _text(told: Mapping[str, Any], name: str) -> str:
    return (text_of(told.get(name)) or "")[:500]


_BY_STATUS: Mapping[int, Callable[[Reply, Mapping[str, Any]], Ruling]] = {
    400: _refused,
    403: _forbidden,
    404: _absent,
    429: _wait,
}
