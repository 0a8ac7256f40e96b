"""Values in the answers of Meta's Graph API: times, numbers, lists, and tokens taken out of what is kept."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from connectors._values import mapping, text_of
from monitor.records import EARLIEST, LATEST_YEAR
from monitor.sources.http import Reply
from monitor.sources.http_address import shown
from monitor.sources.live import Page

_NUMBER = re.compile(r"[0-9]{1,32}")
_TOKEN = re.compile(rb"((?:access_token|appsecret_proof|input_token)=)[^&\"\\\s]+")


def number_of(value: Any) -> str | None:
    """One of Meta's numbers as text; None for anything else. Some answers give it as a JSON number."""
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**32 else value
    return text if isinstance(text, str) and _NUMBER.fullmatch(text) and text.isascii() else None


def moment_of(value: Any) -> datetime:
    """Read a time such as 2026-08-02T09:00:00+0000.

    Raises:
        ValueError: It is none, or has no zone.
    """
    if not isinstance(value, str) or not value:
        raise ValueError("has no time that can be read")
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError("has a time without a zone")
    return moment


def moment_or_none(value: Any) -> datetime | None:
    """The same in UTC, None where there is none or where it lies outside of what was possible."""
    try:
        moment = moment_of(value).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment if moment >= EARLIEST and moment.year < LATEST_YEAR else None


def epoch_or_none(value: Any) -> datetime | None:
    """A moment given in seconds since 1970; None for 0, which Meta writes for "never", and for what is no such time."""
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value < 2**33:
        return None
    return datetime.fromtimestamp(value, UTC)


def error_of(reply: Reply) -> dict[str, Any]:
    """The object `error` of an answer; {} if it is none."""
    return mapping(mapping(reply.json).get("error"))


def said(error: dict[str, Any]) -> str:
    """What an error says, for people: short, without secrets."""
    return shown(" ".join((text_of(error.get("message")) or "no reason is given").split())[:180])


def rows_of(page: Page) -> list[Any] | None:
    """The list `data` of a page; None if it has none or is no JSON."""
    told = object_of(page)
    rows = told.get("data") if told is not None else None
    return rows if isinstance(rows, list) else None


def object_of(page: Page) -> dict[str, Any] | None:
    """The page as a JSON object; None if it is none."""
    try:
        told = page.json
    except (ValueError, RecursionError):
        return None
    return told if isinstance(told, dict) else None


def hidden(body: bytes) -> bytes:
    """An answer without the tokens that stand in its `next` and `previous` links."""
    return _TOKEN.sub(rb"\1***", body)
