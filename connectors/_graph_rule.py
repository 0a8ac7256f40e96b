"""How answers of Meta's Graph API are read: the number of the error decides, not the status.

Numbers: Meta's "Handle Errors" (Graph API guides) and the throttles of its rate-limiting guide, v26.0.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from connectors._graph_usage import HOUR, usage_of
from connectors._graph_values import error_of, said
from connectors._values import mapping
from monitor.sources.caller import FINE, PATIENCE, Reaction, Ruling, moment_after, plain_ruling
from monitor.sources.http import Reply

APP_THROTTLE = 4
THROTTLES = frozenset({APP_THROTTLE, 17, 32, 341, 613, *range(80000, 80015)})
"""Called too often: by the app (4, 341), a person (17), for a page (32), within a time (613), a business (80000...)."""

TOKEN_CODES = frozenset({102, 190})
ACCESS_CODES = frozenset({3, 10, 368, *range(200, 300)})
PASSING_CODES = frozenset({1, 2})
NO_SUCH_NAME, MIGRATED = 803, 21
GONE_OR_HIDDEN = 33
"""Subcode of 100: not there, or not for us; Meta does not say which."""

REASONS = {
    458: "the person has removed the app",
    459: "Facebook wants the person to log in there first",
    460: "the person's password has changed",
    463: "it has expired",
    464: "the person's account is not confirmed",
    467: "it is no longer valid",
    492: "the person has no role on the page any more",
}
RENEW = "Obtain a new one: `monitor auth` shows how"
_REDUCE = re.compile(r"reduce the amount of data", re.IGNORECASE)
_GONE = re.compile(r"unsupported get request|cannot be loaded due to missing perm|does not exist", re.IGNORECASE)
_PROOF = re.compile(r"appsecret_proof|app secret proof", re.IGNORECASE)
_NO_FIELD = re.compile(r"nonexisting field", re.IGNORECASE)
_NEW_PAGE = re.compile(r"\bto (?:page id )?([0-9]{5,20})", re.IGNORECASE)
_NO_TOKEN = re.compile(r"access token", re.IGNORECASE)


def code_of(reply: Reply) -> int | None:
    """Number of the error in an answer; None if there is none."""
    code = error_of(reply).get("code")
    return code if isinstance(code, int) and not isinstance(code, bool) else None


def asks_for_less(reply: Reply) -> bool:
    """Whether the answer would have been too large: the same may be asked again in smaller pages."""
    return code_of(reply) == 1 and bool(_REDUCE.search(said(error_of(reply))))


def graph_ruling(reply: Reply) -> Ruling:
    """Read an answer about one thing.

    An answer that asks for less is fine: whoever walks through a list asks again for smaller pages.
    """
    error, code = error_of(reply), code_of(reply)
    if code is not None:
        return FINE if asks_for_less(reply) else _of_code(reply, error, code)
    plain = plain_ruling(reply)
    if plain.reaction is Reaction.GONE:
        return Ruling(Reaction.REFUSED, plain.what, "Check the address of the API and `version` in config.toml")
    if plain.reaction is Reaction.FINE and reply.json is not None and not isinstance(reply.json, dict):
        return Ruling(Reaction.RETRY, "answers something that is no object")
    return plain


def list_ruling(reply: Reply) -> Ruling:
    """Read an answer that is a page of a list."""
    ruling = graph_ruling(reply)
    if ruling.reaction is Reaction.FINE and reply.json is not None and not asks_for_less(reply):
        rows = mapping(reply.json).get("data")
        return ruling if isinstance(rows, list) else Ruling(Reaction.RETRY, "answers something that is no list")
    return ruling


def remarks_ruling(reply: Reply) -> Ruling:
    """Read a page of what others said to one post, which may have gone since it was listed."""
    ruling = list_ruling(reply)
    if ruling.reaction is Reaction.ACCESS and code_of(reply) == 100 and _is_gone(error_of(reply)):
        return replace(ruling, reaction=Reaction.GONE)
    return ruling


def _of_code(reply: Reply, error: dict[str, Any], code: int) -> Ruling:
    """What a numbered error asks for. Throttles come first: they call themselves transient, but asking again harms."""
    if code in THROTTLES or reply.status == 429:
        return _throttled(reply, error, code)
    if code in TOKEN_CODES:
        return _token(error, code)
    if code == 100:
        return _parameter(error)
    if code in {NO_SUCH_NAME, MIGRATED}:
        return _address(error, code)
    if code in PASSING_CODES or error.get("is_transient") is True or reply.status >= 500:
        return Ruling(Reaction.RETRY, f"Meta has a passing trouble ({code}): {said(error)}")
    return _refused(reply, error, code)


def _throttled(reply: Reply, error: dict[str, Any], code: int) -> Ruling:
    """Never asked again in this run: the wait is always longer than what a run waits for."""
    minutes = usage_of(reply).minutes or HOUR
    try:
        until = moment_after(reply, max(60 * minutes, 2 * PATIENCE))
    except (ValueError, OverflowError):
        until = datetime.max.replace(tzinfo=UTC)
    what = f"Meta allows no more calls for {minutes:.0f} minutes ({code}): {said(error)}"
    return Ruling(Reaction.WAIT, what, "A later run goes on; asking before would only make it longer", until)


def _token(error: dict[str, Any], code: int) -> Ruling:
    subcode = error.get("error_subcode")
    reason = REASONS.get(subcode) if isinstance(subcode, int) else None
    detail = f"/{subcode}" if reason else ""
    return Ruling(Reaction.TOKEN, f"the token is not accepted ({code}{detail}): {reason or said(error)}", RENEW)


def _parameter(error: dict[str, Any]) -> Ruling:
    """Number 100 means many things; the words tell them apart."""
    words = said(error)
    if _is_gone(error):
        what = f"is not there, or the token may not see it (100): {words}"
        advice = (
            "Open it in a browser: if it is there, check native_id and the token's role and scopes with `monitor auth`;"
            ' if it is gone, write state = "closed" in config.toml'
        )
        return Ruling(Reaction.ACCESS, what, advice)
    if _PROOF.search(words):
        advice = "Turn `Require app secret` off in the app's advanced settings, and check the token's role on the page"
        return Ruling(Reaction.ACCESS, f"access is refused (100): {words}", advice)
    advice = "Check native_id and `version` in config.toml"
    return Ruling(Reaction.REFUSED, f"the request is not understood (100): {words}", advice)


def _is_gone(error: dict[str, Any]) -> bool:
    words = said(error)
    return error.get("error_subcode") == GONE_OR_HIDDEN or bool(_GONE.search(words) and not _NO_FIELD.search(words))


def _address(error: dict[str, Any], code: int) -> Ruling:
    """The number or name in config.toml is not, or no longer, one of a page."""
    new = _NEW_PAGE.search(said(error))
    if code == MIGRATED:
        known = f'Write native_id = "{new[1]}" in config.toml' if new else "Look up its new number"
        return Ruling(Reaction.REFUSED, f"the page has another number now (21): {said(error)}", known)
    advice = "Check native_id and handle in config.toml"
    return Ruling(Reaction.REFUSED, f"there is nothing of this name (803): {said(error)}", advice)


def _refused(reply: Reply, error: dict[str, Any], code: int) -> Ruling:
    """A right that is missing; for a number that we do not know the status decides, but nothing is gone for it."""
    what = f"access is refused ({code}): {said(error)}"
    if reply.status == 401 or (code == 2500 and _NO_TOKEN.search(what)):
        return Ruling(Reaction.TOKEN, what, RENEW)
    if code in ACCESS_CODES or reply.status == 403:
        advice = "Give the person or system user behind the token the role and the scopes that `monitor auth` names"
        return Ruling(Reaction.ACCESS, what, advice)
    return Ruling(
        Reaction.REFUSED,
        f"the request is refused ({code}): {said(error)}",
        "Check native_id and `version` in config.toml",
    )
