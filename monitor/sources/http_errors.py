"""From what the network did to the error that says what the caller can do next."""

from __future__ import annotations

from typing import NoReturn

from requests import Response
from requests.exceptions import ConnectionError as NoConnection
from requests.exceptions import InvalidSchema, InvalidURL, MissingSchema, SSLError, Timeout
from urllib3.exceptions import ReadTimeoutError

from monitor.errors import MonitorError, RefuseHostile, RetryLater, SkipSource
from monitor.secrets import scrub
from monitor.sources.http_address import header_text, shown
from monitor.sources.http_guard import PrivateAddress


class TooLong(Exception):
    """The server asks for a longer pause than this program makes."""


def refuse_status(url: str, response: Response) -> None:
    """Turn every status that brings nothing into the error that says what to do.

    Raises:
        SkipSource: Gone, not there, forbidden or another refusal.
        RetryLater: Busy or in trouble.
    """
    status = response.status_code
    if 200 <= status < 300 or status == 304:
        return
    where = shown(url)
    if status == 429 or status >= 500:
        after = response.headers.get("Retry-After")
        hint = f" (asks for a pause of {header_text(after)[:40]})" if after else ""
        raise RetryLater(f"the server answers {status}, busy or in trouble{hint}", where, "Try again later")
    if status == 410:
        raise SkipSource("is gone for good (410)", where, "Remove the address from config.toml")
    if status in {401, 403}:
        raise SkipSource(f"is not open to us ({status})", where, "Open it, or give an address with a login by env:NAME")
    if status == 404:
        raise SkipSource("is not there (404)", where, "Correct the address")
    raise SkipSource(f"the server refuses the request ({status})", where, "Correct the address")


def translate(error: Exception, url: str) -> NoReturn:
    """Raise the error that says what to do; nothing secret is repeated."""
    where = shown(url)
    reply: MonitorError
    if isinstance(error, PrivateAddress):
        advice = "Set allow_private for this source if you typed the address yourself and mean it"
        reply = RefuseHostile(f"leads to {error}, which is not public", where, advice)
    elif isinstance(error, TooLong):
        reply = RetryLater(f"the server is busy and asks for a pause of {error}", where, "Try again later")
    elif isinstance(error, SSLError):
        reply = SkipSource("its certificate is not valid", where, "Have the certificate renewed; it is never ignored")
    elif isinstance(error, Timeout) or _timed_out(error):
        reply = RetryLater("does not answer in time", where, "Try again later")
    elif isinstance(error, NoConnection):
        reply = RetryLater("cannot be reached", where, "Check the address and the connection; else try again later")
    elif isinstance(error, InvalidURL | InvalidSchema | MissingSchema | UnicodeError | ValueError):
        reply = SkipSource("is no web address", where, "Write it as https://...")
    else:
        reply = RetryLater(f"the request failed ({type(error).__name__})", where, "Try again later")
    raise reply from (None if _may_hold_secret(error) else error)


def _timed_out(error: Exception) -> bool:
    # After its retries `requests` calls a time-out while reading a lack of connection; the reason lies inside.
    return any(isinstance(getattr(cause, "reason", None), ReadTimeoutError) for cause in error.args)


def _may_hold_secret(error: Exception) -> bool:
    return scrub(str(error)) != str(error)
