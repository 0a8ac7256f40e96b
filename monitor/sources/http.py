"""The one way to the network for sources: polite, patient within limits, and suspicious.

Time-outs and a size limit always; retries only of what may pass; redirects followed by hand, never carrying
credentials to another place; addresses of the own network refused unless a person typed and allowed them.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from http.cookiejar import DefaultCookiePolicy
from threading import Lock
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from requests.exceptions import RequestException
from requests.utils import get_environ_proxies
from urllib3.exceptions import HTTPError
from urllib3.response import BaseHTTPResponse
from urllib3.util.retry import Retry

from monitor import __version__
from monitor.errors import RefuseHostile, RetryLater, SkipSource
from monitor.sources.http_address import Origin, header_text, joined, origin, shown, without_login
from monitor.sources.http_errors import TooLong, refuse_status, translate
from monitor.sources.http_guard import PrivateAddress, PublicOnlyAdapter, refuse_private
from monitor.sources.http_memory import Known

LONGEST_WAIT = 60
"""Seconds: a server that asks for a longer pause gets it by the next run, not by a program that sleeps."""

BLOCK = 1 << 16
REDIRECTS = frozenset({301, 302, 303, 307, 308})
PERMANENT = frozenset({301, 308})
Login = tuple[str, str] | None


@dataclass(frozen=True)
class HttpOptions:
    """How far the session goes.

    Attributes:
        contact: Address or mail of the organisation, shown to servers in the User-Agent.
        connect_seconds: Longest wait for a connection.
        read_seconds: Longest silence of a server.
        total_seconds: Longest time for one body.
        most_bytes: Largest body, unpacked.
        retries: How often a passing trouble is tried again.
        backoff: Seconds of the first pause between tries; it doubles, with jitter of the same size.
        redirects: Most redirects followed.
        pause: Seconds between two requests to the same host.
    """

    contact: str = ""
    connect_seconds: float = 10
    read_seconds: float = 30
    total_seconds: float = 300
    most_bytes: int = 32 * 2**20
    retries: int = 4
    backoff: float = 0.5
    redirects: int = 5
    pause: float = 0.2


@dataclass(frozen=True)
class Answer:
    """What came back.

    Attributes:
        url: Where the body came from, after redirects.
        status: 200-299, or 304 for "nothing new".
        content: The body, unpacked; empty with 304.
        content_type: Media type in lower case, without parameters.
        etag: The exact `ETag`.
        last_modified: The exact `Last-Modified`.
        moved_to: The new address when the old one has moved for good (301, 308).
        links: Targets of the `Link` headers by relation.
    """

    url: str
    status: int
    content: bytes
    content_type: str = ""
    etag: str | None = None
    last_modified: str | None = None
    moved_to: str | None = None
    links: Mapping[str, str] = field(default_factory=dict)

    @property
    def unchanged(self) -> bool:
        """Whether the server said that nothing is new."""
        return self.status == 304


@dataclass(frozen=True)
class Request:
    """What is asked of an API.

    Attributes:
        headers: All headers beside those of the session.
        body: Sent as it is; None without one.
        secret: A token is among the headers or in the address: it is never sent to another host.
    """

    url: str
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes | None = None
    secret: bool = False


@dataclass(frozen=True)
class Reply:
    """What an API answers, whatever its status.

    Attributes:
        url: Where the body came from, after redirects.
        status: The HTTP status.
        headers: Names in lower case.
        content: The body, unpacked.
        links: Targets of the `Link` headers by relation.
        moved_to: The new address when the old one has moved for good (301, 308).
    """

    url: str
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    content: bytes = b""
    links: Mapping[str, str] = field(default_factory=dict)
    moved_to: str | None = None

    @cached_property
    def json(self) -> Any:
        """The body as JSON, decoded once; None if it is none."""
        try:
            return json.loads(self.content)
        except (ValueError, RecursionError):
            return None


class _Patience(Retry):
    """Retries of 429 only when the server says how long to wait, and not when that is long."""

    RETRY_AFTER_STATUS_CODES = frozenset({429, 503})

    def sleep_for_retry(self, response: BaseHTTPResponse) -> bool:
        wait = self.get_retry_after(response)
        if wait and wait > LONGEST_WAIT:
            raise TooLong(f"{wait:.0f} seconds")
        return super().sleep_for_retry(response)


class Turns:
    """Whose turn it is at which host; sessions of several threads share it, so that no host is pressed."""

    def __init__(self) -> None:
        self._next: dict[Origin, float] = {}
        self._busy: dict[Origin, Lock] = {}
        self._lock = Lock()

    @contextmanager
    def at(self, place: Origin, pause: float) -> Iterator[None]:
        """Have the host to oneself, from `pause` seconds after the last turn there began until the answer is read."""
        with self._lock:
            busy = self._busy.setdefault(place, Lock())
        with busy:
            now = time.monotonic()
            begin = max(now, self._next.get(place, now))
            self._next[place] = begin + pause
            if begin > now:
                time.sleep(begin - now)
            yield


class Http:
    """One session for all sources. Not for several threads at once; several sessions may share their `turns`."""

    def __init__(self, options: HttpOptions | None = None, turns: Turns | None = None) -> None:
        self.options = options or HttpOptions()
        self._turns = turns or Turns()
        retry = _Patience(
            total=self.options.retries,
            redirect=0,
            status_forcelist=(502, 503, 504),
            allowed_methods={"GET"},
            backoff_factor=self.options.backoff,
            backoff_jitter=self.options.backoff,
            backoff_max=LONGEST_WAIT / 2,
            raise_on_status=False,
        )
        self._public = self._session(PublicOnlyAdapter(max_retries=retry))
        self._any = self._session(HTTPAdapter(max_retries=retry))

    def __enter__(self) -> Http:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections."""
        self._public.close()
        self._any.close()

    def _session(self, adapter: HTTPAdapter) -> requests.Session:
        session = requests.Session()
        # Nothing may come from the surroundings unasked: no .netrc login, no cookies.
        session.trust_env = False
        session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        session.mount("http://", adapter)
        session.mount("https://", adapter)
        contact = f" (+{self.options.contact})" if self.options.contact else ""
        session.headers["User-Agent"] = header_text(f"HorrorScenarioMonitor/{__version__}{contact}")
        return session

    def get(
        self,
        url: str,
        *,
        known: Known | None = None,
        headers: Mapping[str, str] | None = None,
        private_origin: Origin | None = None,
    ) -> Answer:
        """Fetch an address.

        Args:
            url: The address; a login in it is used for its own host only.
            known: What is remembered of it; makes the request conditional.
            headers: More request headers; sent to the address's own host only.
            private_origin: The one `origin(...)` that may lie in a private network, because a person typed it
                and allowed that.

        Raises:
            RetryLater: No connection, time-out, broken-off body, busy server (429, 5xx).
            SkipSource: Not there, gone (410), forbidden, too many redirects, no web address.
            RefuseHostile: Too large, or it leads into a private network.
        """
        address, home, permanent = url, None, True
        for _ in range(self.options.redirects + 1):
            address, login = without_login(address)
            own = origin(address) == origin(url)
            asked = _conditions(known) | (dict(headers or {}) if own else {})
            private = origin(address) == private_origin
            with self._turn(address), self._ask(address, asked, login if own else None, private) as response:
                if response.status_code not in REDIRECTS:
                    return self._answer(address, response, home)
                permanent = permanent and response.status_code in PERMANENT
                address = _target(address, response)
                home = address if permanent else home
        advice = "Look in a browser where the address leads"
        raise SkipSource(f"sends us on more than {self.options.redirects} times", shown(url), advice)

    def send(self, request: Request, private_origin: Origin | None = None) -> Reply:
        """Ask an API and give its answer whatever the status; followed is only what leads on within its host.

        Args:
            request: What is asked; without a secret it may be sent on to another host, without its headers.
            private_origin: The one `origin(...)` that may lie in a private network.

        Raises:
            RetryLater: No connection, time-out, broken-off body.
            SkipSource: Too many redirects, no web address, or a redirect would carry a secret to another host.
            RefuseHostile: Too large, or it leads into a private network.
        """
        address, home = request.url, origin(request.url)
        moved_to, permanent = None, True
        for _ in range(self.options.redirects + 1):
            own = origin(address) == home
            if not own and request.secret:
                advice = "Look whether the address of the API has changed; nothing was sent there"
                raise SkipSource("sends us on to another host", shown(request.url), advice)
            headers = dict(request.headers) if own else {}
            private = origin(address) == private_origin
            asking = (address, headers, None, private, request.method, request.body)
            with self._turn(address), self._ask(*asking) as response:
                if response.status_code not in REDIRECTS:
                    return self._reply(address, response, moved_to)
                permanent = permanent and response.status_code in PERMANENT
                address = _target(address, response)
                moved_to = address if permanent else moved_to
        raise SkipSource(
            f"sends us on more than {self.options.redirects} times", shown(request.url), "Check the address of the API"
        )

    def _turn(self, url: str) -> AbstractContextManager[None]:
        return self._turns.at(origin(url), self.options.pause)

    def _reply(self, url: str, response: requests.Response, moved_to: str | None) -> Reply:
        return Reply(
            url=url,
            status=response.status_code,
            headers={name.lower(): value for name, value in response.headers.items()},
            content=b"" if response.status_code == 304 else self._body(url, response),
            links={rel: joined(url, link["url"]) for rel, link in response.links.items() if "url" in link},
            moved_to=moved_to,
        )

    def _ask(
        self,
        url: str,
        headers: dict[str, str],
        login: tuple[str, str] | None,
        private: bool,
        method: str = "GET",
        body: bytes | None = None,
    ) -> requests.Response:
        """Send one request and give the answer with its body still unread."""
        proxies = {} if private else dict(get_environ_proxies(url, no_proxy=None))
        try:
            if proxies and not private:
                _refuse_local_name(url)
            return (self._any if private else self._public).request(
                method,
                url,
                data=body,
                headers=headers,
                auth=login,
                proxies=proxies,
                verify=os.environ.get("REQUESTS_CA_BUNDLE") or True,
                timeout=(self.options.connect_seconds, self.options.read_seconds),
                allow_redirects=False,
                stream=True,
            )
        except (RequestException, HTTPError, PrivateAddress, TooLong, UnicodeError, ValueError) as error:
            translate(error, url)

    def _answer(self, url: str, response: requests.Response, home: str | None) -> Answer:
        refuse_status(url, response)
        return Answer(
            url=url,
            status=response.status_code,
            content=b"" if response.status_code == 304 else self._body(url, response),
            content_type=response.headers.get("Content-Type", "").partition(";")[0].strip().lower(),
            etag=response.headers.get("ETag"),
            last_modified=response.headers.get("Last-Modified"),
            moved_to=home,
            links={rel: joined(url, link["url"]) for rel, link in response.links.items() if "url" in link},
        )

    def _body(self, url: str, response: requests.Response) -> bytes:
        """Read the body, up to the limits of size and time."""
        blocks, size, end = [], 0, time.monotonic() + self.options.total_seconds
        try:
            # What has arrived, not whole blocks: a server that sends a byte at a time would take hours to fill one.
            while block := response.raw.read1(BLOCK, decode_content=True):
                size += len(block)
                if size > self.options.most_bytes:
                    limit = self.options.most_bytes
                    raise RefuseHostile(
                        f"gives more than {limit} bytes", shown(url), "Check that this is the right address"
                    )
                if time.monotonic() > end:
                    seconds = self.options.total_seconds
                    raise RetryLater(f"was not read to its end in {seconds:g} seconds", shown(url), "Try again later")
                blocks.append(block)
        except (RequestException, HTTPError) as error:
            raise RetryLater("the answer broke off", shown(url), "Try again later") from error
        return b"".join(blocks)


def _conditions(known: Known | None) -> dict[str, str]:
    pairs = (("If-None-Match", known.etag), ("If-Modified-Since", known.last_modified)) if known else ()
    return {name: header_text(value) for name, value in pairs if value}


def _target(url: str, response: requests.Response) -> str:
    place = response.headers.get("Location")
    if not place:
        raise SkipSource("sends us on without saying where", shown(url), "Look in a browser where the address leads")
    # Servers send UTF-8 in this header, which arrives as Latin-1.
    target = joined(url, place.encode("latin-1", "replace").decode("utf-8", "replace"))
    origin(target)
    return target


def _refuse_local_name(url: str) -> None:
    """What can be checked when a proxy does the looking up.

    Raises:
        PrivateAddress: The host is by its name one of our own.
    """
    _, host, port = origin(url)
    if host == "localhost" or host.endswith(".localhost") or ":" in host or host.replace(".", "").isdigit():
        refuse_private(host, port)
