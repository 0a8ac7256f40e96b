"""Asks an API: patient where the platform says that waiting helps, and at once at an end where it does not.

A connector brings a `Rule`, a pure function that reads an answer; everything that waits, retries and gives up is here.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum
from typing import Any
from urllib.parse import quote, urlencode, urljoin

from monitor.errors import AccountGone, AddCredit, GrantAccess, MonitorError, RenewToken, RetryLater, SkipSource
from monitor.sources.http import Http, Reply, Request
from monitor.sources.http_address import Origin, origin, shown
from monitor.sources.ledger import Ledger

TRIES = 5
PATIENCE = 60.0
"""Seconds: a longer wait is left to the next run, for a program that sleeps looks like one that hangs."""

BACKOFF = 0.5
"""Seconds of the first pause; it doubles, with jitter of the same size."""


class Reaction(StrEnum):
    """What an answer asks of us. Only RETRY and WAIT are done by the program itself."""

    FINE = "fine"
    RETRY = "retry"
    WAIT = "wait"
    TOKEN = "token"  # noqa: S105 - the name of a reaction
    ACCESS = "access"
    CREDIT = "credit"
    GONE = "gone"
    REFUSED = "refused"


@dataclass(frozen=True)
class Ruling:
    """How an answer is read.

    Attributes:
        what: What the platform says, for people, without secrets and without whole bodies.
        todo: What a person can do about it.
        until: When asking again makes sense, aware (WAIT).
        state: A value of `StandingState` (GONE).
    """

    reaction: Reaction
    what: str = ""
    todo: str = ""
    until: datetime | None = None
    state: str = "deleted"

    def error(self, where: str) -> MonitorError:
        """The error that stands for this ruling when nothing more is tried."""
        if self.reaction is Reaction.GONE:
            return AccountGone(self.state, self.what, where, self.todo)
        kinds: dict[Reaction, type[MonitorError]] = {
            Reaction.TOKEN: RenewToken,
            Reaction.ACCESS: GrantAccess,
            Reaction.CREDIT: AddCredit,
            Reaction.REFUSED: SkipSource,
        }
        todo = self.todo or ("Try again later" if self.reaction in {Reaction.RETRY, Reaction.WAIT} else "")
        return kinds.get(self.reaction, RetryLater)(self.what, where, todo)


FINE = Ruling(Reaction.FINE)
Rule = Callable[[Reply], Ruling]
Secrets = Mapping[str, str] | Callable[[str, str], Mapping[str, str]]
"""Headers with a token in them; or what makes them from method and address, for a platform whose requests are signed:
anew for each try, since a signature holds for one."""


_STOPS = {
    401: Ruling(Reaction.TOKEN, "the token is not accepted (401)", "Renew it: `monitor auth` shows how"),
    402: Ruling(Reaction.CREDIT, "the platform wants to be paid (402)", "Add credit in the platform's console"),
    403: Ruling(Reaction.ACCESS, "access is refused (403)", "Check the token's rights: `monitor auth` shows how"),
    404: Ruling(Reaction.GONE, "is not there (404)", "Check the account's name in config.toml"),
    410: Ruling(Reaction.GONE, "is gone for good (410)", "Check the account's name in config.toml"),
}


def plain_ruling(reply: Reply) -> Ruling:
    """Read an answer by its status alone; what connectors fall back to where a platform says nothing better."""
    status = reply.status
    if 200 <= status < 300 or status == 304:
        return FINE
    if status == 429:
        return Ruling(Reaction.WAIT, "the server is busy (429)", until=retry_after(reply))
    if status >= 500:
        return Ruling(Reaction.RETRY, f"the server is in trouble ({status})", until=retry_after(reply))
    refused = Ruling(Reaction.REFUSED, f"the server refuses the request ({status})", "Check the account in config.toml")
    return _STOPS.get(status, refused)


def retry_after(reply: Reply) -> datetime | None:
    """The moment that a Retry-After header names, in seconds or as a date."""
    value = reply.headers.get("retry-after", "").strip()
    try:
        return moment_after(reply, float(value)) if value else None
    except (ValueError, OverflowError):
        return _http_date(value)


def moment_after(reply: Reply, seconds: float) -> datetime:
    """So many seconds after the answer was sent, by the server's clock.

    Raises:
        OverflowError, ValueError: Absurdly many.
    """
    return datetime.fromtimestamp(server_time(reply).timestamp() + seconds, UTC)


def server_time(reply: Reply) -> datetime:
    """What time the server thinks it is, so that its reset times are read by its own clock; ours if it does not say."""
    return _http_date(reply.headers.get("date", "")) or datetime.now(UTC)


def _http_date(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


class Caller:
    """Asks one API for one visit.

    Args:
        http: The session; it must not retry by itself.
        base: Address of the API, to which paths are joined; its origin is the only one ever asked.
        rule: Reads the answers.
        headers: Sent with every request.
        secret_headers: The same with a token in them; see `Secrets`.
        trusted: The origin that may lie in a private network.
        ledger: Closed when the platform says that there is no credit.
        pause: Waits a number of seconds.
    """

    def __init__(
        self,
        http: Http,
        base: str,
        rule: Rule = plain_ruling,
        headers: Mapping[str, str] | None = None,
        secret_headers: Secrets | None = None,
        trusted: Origin | None = None,
        ledger: Ledger | None = None,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._http, self._base, self._rule = http, base, rule
        self._headers, self._secret = dict(headers or {}), secret_headers or {}
        self._trusted, self._ledger, self._pause = trusted, ledger or Ledger(), pause

    def get(
        self,
        path: str,
        params: Mapping[str, object] | str | None = None,
        *,
        headers: Mapping[str, str] | None = None,
        is_json: bool = True,
    ) -> Reply:
        """Ask for a path of the API, or for a whole address on its host (a `next` link).

        Args:
            path: Joined to the base; an absolute address must have the same scheme, host and port.
            params: Query parameters, None values left out; a text is taken as it is.
            headers: More headers of this request.
            is_json: An answer that is no JSON is a trouble of the server, to be tried again.

        Raises:
            RetryLater: Trouble that lasted, or a wait that is too long for one run.
            RenewToken, GrantAccess, AddCredit, AccountGone, SkipSource: As the rule reads the answer.
            RefuseHostile: Too large, on another host, or it leads into a private network.
        """
        return self._asked(
            Request(self._address(path, params), "GET", self._all(headers), None, bool(self._secret)), is_json
        )

    def post(self, path: str, payload: Any, params: Mapping[str, object] | str | None = None) -> Reply:
        """Ask with a JSON body; for APIs that read by POST. Raises as `get`."""
        more = self._all({"Content-Type": "application/json"})
        body = json.dumps(payload).encode()
        return self._asked(Request(self._address(path, params), "POST", more, body, bool(self._secret)), True)

    def _all(self, headers: Mapping[str, str] | None) -> dict[str, str]:
        secret = {} if callable(self._secret) else self._secret
        return {**self._headers, **secret, **(headers or {})}

    def _signed(self, request: Request) -> Request:
        if not callable(self._secret):
            return request
        return replace(request, headers={**request.headers, **self._secret(request.method, request.url)})

    def _address(self, path: str, params: Mapping[str, object] | str | None) -> str:
        url = path if "://" in path else urljoin(self._base.rstrip("/") + "/", path.lstrip("/"))
        if origin(url) != origin(self._base):
            raise SkipSource(
                f"sends us on to another host ({shown(url)})", shown(self._base), "Nothing was asked there"
            )
        if isinstance(params, Mapping):
            pairs = [(name, value) for name, value in params.items() if value is not None]
            params = urlencode(pairs, quote_via=quote, safe=",:")
        return f"{url}{'&' if '?' in url else '?'}{params}" if params else url

    def _asked(self, request: Request, is_json: bool) -> Reply:
        where = shown(request.url)
        for number in range(TRIES):
            wait = BACKOFF * 2**number
            try:
                reply = self._http.send(self._signed(request), self._trusted)
            except RetryLater as error:
                trouble: MonitorError = error
            else:
                ruling = self._ruling(reply, is_json)
                if ruling.reaction is Reaction.FINE:
                    return reply
                trouble = self._stopped(ruling, where)
                wait = max(wait, _seconds_until(ruling.until, reply))
            if number == TRIES - 1 or wait > PATIENCE:
                raise trouble
            self._pause(wait + random.uniform(0, BACKOFF))  # noqa: S311 - jitter is no secret
        raise AssertionError("the last try raises")

    def _ruling(self, reply: Reply, is_json: bool) -> Ruling:
        ruling = self._rule(reply)
        if ruling.reaction is Reaction.FINE and is_json and reply.status != 304 and reply.json is None:
            return Ruling(Reaction.RETRY, "answers something that is no JSON")
        return ruling

    def _stopped(self, ruling: Ruling, where: str) -> MonitorError:
        """The trouble to go on with.

        Raises:
            MonitorError: The ruling itself, if waiting does not help.
        """
        error = ruling.error(where)
        if ruling.reaction is Reaction.CREDIT:
            self._ledger.close(ruling.what)
        if ruling.reaction not in {Reaction.RETRY, Reaction.WAIT}:
            raise error
        return error


def _seconds_until(moment: datetime | None, reply: Reply) -> float:
    """Seconds from the answer to a moment, both by the server's clock; 0 if there is none."""
    return max(0.0, (moment - server_time(reply)).total_seconds()) if moment else 0.0
