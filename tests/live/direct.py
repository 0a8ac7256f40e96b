"""The way to a world without a network: what a fault does to an exchange, as `Http` tells it. Quick, for many visits.

That it tells the same as the wire is tested in tests/test_live_suite.py.
"""

from __future__ import annotations

from typing import NoReturn
from urllib.parse import parse_qsl, urlsplit

from requests.utils import parse_header_links

from monitor.errors import RefuseHostile, RetryLater, SkipSource
from monitor.sources.http import REDIRECTS, Http, HttpOptions, Reply, Request
from monitor.sources.http_address import Origin, joined, shown
from tests.live.faults import Delivery
from tests.live.server import Asked, FaultServer


class DirectHttp(Http):
    """Asks a server's world in this thread."""

    def __init__(self, server: FaultServer) -> None:
        super().__init__(HttpOptions(retries=0, pause=0, read_seconds=1))
        self._server = server

    def send(self, request: Request, private_origin: Origin | None = None) -> Reply:
        """See `Http.send`."""
        assert request.url.startswith(self._server.url), f"{request.url} is asked elsewhere"
        delivery = self._server.told(_asked(request))
        if delivery.sent is not None or delivery.status in REDIRECTS:
            _refuse(request, delivery)
        headers = {name.lower(): value for name, value in delivery.headers.items()}
        links = {link["rel"]: joined(request.url, link["url"]) for link in parse_header_links(headers.get("link", ""))}
        return Reply(request.url, delivery.status, {"date": self._server.date, **headers}, delivery.body, links)


def _asked(request: Request) -> Asked:
    parts = urlsplit(request.url)
    headers = {name.lower(): value for name, value in request.headers.items()}
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    target = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return Asked(request.method, parts.path, query, headers, request.body or b"", target)


def _refuse(request: Request, delivery: Delivery) -> NoReturn:
    """Raise what `Http` raises.

    Raises:
        RetryLater: Something was lost on the way.
        SkipSource: It leads elsewhere.
    """
    where = shown(request.url)
    if delivery.sent == -1:
        raise RetryLater("cannot be reached", where, "Check the address and the connection; else try again later")
    if delivery.sent is not None:
        raise RetryLater("the answer broke off", where, "Try again later")
    if request.secret:
        advice = "Look whether the address of the API has changed; nothing was sent there"
        raise SkipSource("sends us on to another host", where, advice)
    raise RefuseHostile("leads to 127.0.0.1, which is not public", where)
