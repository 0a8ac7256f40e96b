"""How answers of YouTube's Data API are read: fine, busy, used up until midnight, or a person must act."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from connectors._values import mapping, sequence, text_of
from monitor.sources.caller import FINE, Reaction, Ruling, plain_ruling, retry_after, server_time
from monitor.sources.http import Reply

PACIFIC = ZoneInfo("America/Los_Angeles")
"""Google counts units by the day of this zone."""

CREDENTIALS = "console.cloud.google.com > APIs & Services > Credentials"

_NORMAL = frozenset(
    {"commentsDisabled", "playlistNotFound", "channelNotFound", "videoNotFound", "commentThreadNotFound"}
    | {"commentNotFound", "parentCommentNotFound"}
)
"""States of a channel or a video and no trouble; whoever asked reads them from the status."""

_DAY_IS_OVER = frozenset({"quotaExceeded", "dailyLimitExceeded"})
_BUSY = frozenset(
    {"rateLimitExceeded", "userRateLimitExceeded", "RATE_LIMIT_EXCEEDED", "processingFailure", "backendError"}
    | {"internalError", "invalidPageToken"}
)
_PER_DAY = re.compile(r"\bper day\b", re.IGNORECASE)

_NO_KEY = Ruling(
    Reaction.TOKEN,
    "YouTube does not take the API key",
    f"Copy the key again from {CREDENTIALS}, or make a new one there, and put it in YOUTUBE_API_KEY",
)
_SWITCHED_OFF = Ruling(
    Reaction.TOKEN,
    "the YouTube Data API v3 is not switched on in the project of the API key",
    "Open console.cloud.google.com > APIs & Services > Library > YouTube Data API v3, choose the key's project and "
    "press Enable; it works some minutes later",
)
_ELSEWHERE = Ruling(
    Reaction.TOKEN,
    "the API key may not be used from this machine",
    f"Open the key at {CREDENTIALS} and set Application restrictions to None, or to IP addresses with this machine's",
)
_OTHER_API = Ruling(
    Reaction.TOKEN,
    "the API key may not be used for the YouTube Data API v3",
    f"Open the key at {CREDENTIALS} and choose YouTube Data API v3 under API restrictions",
)
_NO_PROJECT = Ruling(
    Reaction.TOKEN,
    "the Google Cloud project of the API key is closed or suspended",
    "Look at the project in console.cloud.google.com, or make a new one with a new key",
)
_NO_LIST = Ruling(Reaction.RETRY, "YouTube answers something that is no list")
_SUSPENDED = Ruling(Reaction.GONE, "YouTube has suspended the channel", state="suspended")
_CLOSED = Ruling(Reaction.GONE, "the channel has been closed", state="deleted")

_REASONS: dict[str, Ruling] = {
    **dict.fromkeys(("API_KEY_INVALID", "keyInvalid", "keyExpired", "dailyLimitExceededUnreg", "authError"), _NO_KEY),
    "CREDENTIALS_MISSING": _NO_KEY,
    **dict.fromkeys(("accessNotConfigured", "SERVICE_DISABLED"), _SWITCHED_OFF),
    **dict.fromkeys(("ipRefererBlocked", "API_KEY_HTTP_REFERRER_BLOCKED", "API_KEY_IP_ADDRESS_BLOCKED"), _ELSEWHERE),
    **dict.fromkeys(("API_KEY_ANDROID_APP_BLOCKED", "API_KEY_IOS_APP_BLOCKED"), _ELSEWHERE),
    "API_KEY_SERVICE_BLOCKED": _OTHER_API,
    **dict.fromkeys(("CONSUMER_SUSPENDED", "CONSUMER_INVALID", "GCP_SUSPENDED", "projectDeleted"), _NO_PROJECT),
    "channelSuspended": _SUSPENDED,
    "channelClosed": _CLOSED,
}


def ruling(reply: Reply) -> Ruling:
    """Read an answer by the reasons it gives, else by its status, which alone never says that a channel is gone."""
    if reply.status == 304 or (reply.status == 200 and is_list(reply.json)):
        return FINE
    if reply.status < 400:
        return _NO_LIST
    error = mapping(mapping(reply.json).get("error"))
    reasons = list(_reasons(error))
    # Google tells a used-up day of a newer sort of limit as a rate limit, in words only.
    if _DAY_IS_OVER & set(reasons) or (_BUSY & set(reasons) and _is_daily(error)):
        return _used_up(reply)
    if _BUSY & set(reasons):
        return Ruling(Reaction.RETRY, f"YouTube is busy ({reply.status})", until=retry_after(reply))
    if _NORMAL & set(reasons):
        return FINE
    return _first(reasons) or _by_status(reply, reasons)


def is_list(told: Any) -> bool:
    """Whether an answer is a list, perhaps an empty one, which comes without items: nothing else proves an absence."""
    answer = mapping(told)
    is_empty = mapping(answer.get("pageInfo")).get("totalResults") == 0
    return is_empty or isinstance(answer.get("items"), list)


def _used_up(reply: Reply) -> Ruling:
    until = next_midnight(server_time(reply))
    what = f"the units of the day are used up; YouTube counts anew from {until:%Y-%m-%d %H:%M} UTC"
    todo = (
        "The next run goes on; with many channels ask Google for more units, or lower comment_requests in config.toml"
    )
    return Ruling(Reaction.WAIT, what, todo, until)


def next_midnight(moment: datetime) -> datetime:
    """The next midnight in Pacific time, as UTC; the days on which clocks change have 23 or 25 hours.

    Args:
        moment: Aware.
    """
    tomorrow = moment.astimezone(PACIFIC).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time.min, PACIFIC).astimezone(UTC)


def _first(reasons: Iterable[str]) -> Ruling | None:
    return next((_REASONS[reason] for reason in reasons if reason in _REASONS), None)


def _reasons(error: dict[str, Any]) -> Iterator[str]:
    """All words for what is wrong, the most particular first; `badRequest` with a detail says nothing by itself."""
    for name in ("details", "errors"):
        for one in sequence(error.get(name)):
            if reason := text_of(mapping(one).get("reason")):
                yield reason


def _is_daily(error: dict[str, Any]) -> bool:
    units = [mapping(mapping(one).get("metadata")).get("quota_unit") for one in sequence(error.get("details"))]
    return any(str(unit).startswith("1/d/") for unit in units) or bool(_PER_DAY.search(str(error.get("message"))))


def _by_status(reply: Reply, reasons: list[str]) -> Ruling:
    """What no reason explains; never that an account is gone."""
    said = f"{reply.status} {reasons[0]}" if reasons and reasons[0].isalnum() else str(reply.status)
    if reply.status == 401:
        return _NO_KEY
    if reply.status == 403:
        return Ruling(Reaction.ACCESS, f"YouTube refuses access ({said[:60]})", f"Look at the key at {CREDENTIALS}")
    if reply.status in {404, 410}:
        todo = "Correct `base` of youtube_api in config.toml, or leave it out"
        return Ruling(Reaction.REFUSED, f"there is nothing at this address of the API ({said[:60]})", todo)
    if reply.status in {402, 429} or reply.status >= 500:
        return plain_ruling(reply)
    todo = "Check the account in config.toml; if it is right, report this with the log"
    return Ruling(Reaction.REFUSED, f"YouTube does not understand the request ({said[:60]})", todo)
