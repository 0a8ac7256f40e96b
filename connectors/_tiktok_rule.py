"""How answers of TikTok's API are read: the word in `error.code` decides, not the status.

Words: TikTok for Developers, "Error Handling" of API v2.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from connectors._values import mapping, text_of
from monitor.sources.caller import FINE, Reaction, Ruling, moment_after, plain_ruling, retry_after
from monitor.sources.http import Reply
from monitor.sources.http_address import shown

SCOPE_WORDS = frozenset({"scope_not_authorized", "scope_permission_missed"})
WINDOW = 60.0
"""Seconds over which TikTok counts calls (600 for each kind of call)."""

RENEW = (
    "A token lasts 24 hours: get the next one with the refresh token, by POST to /v2/oauth/token/ with "
    "grant_type=refresh_token; `monitor auth tiktok` shows how"
)
_WORDS = {
    "access_token_invalid": Reaction.TOKEN,
    "access_token_expired": Reaction.TOKEN,
    "rate_limit_exceeded": Reaction.WAIT,
    "internal_error": Reaction.RETRY,
    "invalid_params": Reaction.REFUSED,
    "invalid_param": Reaction.REFUSED,
    **dict.fromkeys(SCOPE_WORDS, Reaction.ACCESS),
}
_TODO = {
    Reaction.TOKEN: RENEW,
    Reaction.ACCESS: "Let the account's owner grant user.info.basic and video.list to the app: `monitor auth tiktok`",
    Reaction.REFUSED: "Check whether TikTok has changed its API, and whether a newer version of this program is there",
}


def word_of(reply: Reply) -> str:
    """The word of the error in an answer; "" if there is none."""
    word = text_of(mapping(mapping(reply.json).get("error")).get("code")) or ""
    return "" if word == "ok" else word


def tiktok_ruling(reply: Reply) -> Ruling:
    """Read an answer."""
    word = word_of(reply)
    reaction = _WORDS.get(word)
    if reaction is not None:
        return _ruled(reply, word, reaction)
    plain = plain_ruling(reply)
    if plain.reaction is Reaction.FINE and word:
        return _ruled(reply, word, Reaction.REFUSED)
    if plain.reaction is Reaction.GONE:
        return Ruling(Reaction.REFUSED, plain.what, "Check the address of the API in config.toml")
    if plain.reaction is Reaction.FINE and reply.json is not None and not isinstance(_data(reply), dict):
        return Ruling(Reaction.RETRY, "answers something without data")
    return plain


def user_ruling(reply: Reply) -> Ruling:
    """Read an answer about the account; a missing scope is one too, since less can be asked for."""
    return FINE if word_of(reply) in SCOPE_WORDS else tiktok_ruling(reply)


def _ruled(reply: Reply, word: str, reaction: Reaction) -> Ruling:
    message = " ".join((text_of(mapping(mapping(reply.json).get("error")).get("message")) or "").split())[:180]
    what = shown(f"TikTok says {word}: {message}" if message else f"TikTok says {word}")
    return Ruling(reaction, what, _TODO.get(reaction, ""), _until(reply) if reaction is Reaction.WAIT else None)


def _until(reply: Reply) -> datetime | None:
    """When the calls that count now count no more."""
    try:
        return retry_after(reply) or moment_after(reply, WINDOW)
    except (ValueError, OverflowError):
        return None


def _data(reply: Reply) -> Any:
    return mapping(reply.json).get("data")
