"""Serves a world on loopback, with faults; remembers what was asked."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.live.faults import Delivery, End, delivered
from tests.live.world import World

PATIENCE = 30
"""Seconds until a connection that a client forgot is let go."""


@dataclass(frozen=True)
class Asked:
    """One request as it came; names of headers are in lower case."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    target: str

    def holds(self, secret: str) -> bool:
        """Whether a secret stands anywhere in it."""
        return secret in f"{self.target} {dict(self.headers)} {self.body!r}"


class FaultServer:
    """A server on a free port of loopback.

    Attributes:
        world: What answers; None: nothing is here.
        faults: A fault for each coming request, None where there is none; after the last there are no more.
        asked: What was asked, in order.
        errors: What a world raised; a test looks that there is nothing.
    """

    def __init__(self) -> None:
        self.world: World | None = None
        self.faults: deque[str | None] = deque()
        self.asked: list[Asked] = []
        self.errors: list[Exception] = []
        self._http = _Server(("127.0.0.1", 0), type("Handler", (_Handler,), {"served": self}))
        self._thread = Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        """Its address, without a slash at the end."""
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    def serve(self, world: World | None, faults: Iterable[str | None] = ()) -> None:
        """Serve a world from now on, and forget what was asked."""
        self.world, self.faults = world, deque(faults)
        self.asked, self.errors = [], []

    def close(self) -> None:
        """End it."""
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    def told(self, asked: Asked) -> Delivery:
        """What is sent for a request; whatever a world raises is kept for the test to see."""
        try:
            return self._delivered(asked)
        except Exception as error:  # noqa: BLE001 - whatever it is
            self.errors.append(error)
            return Delivery(500, {}, repr(error).encode())

    def _delivered(self, asked: Asked) -> Delivery:
        self.asked.append(asked)
        fault = self.faults.popleft() if self.faults else None
        if self.world is None:
            return Delivery(404, {}, b"{}")
        true = self.world.answer(asked.method, asked.path, asked.query, asked.headers, asked.body)
        return delivered(self.world, true, fault)

    @property
    def date(self) -> str:
        """The Date header of the world's server."""
        return format_datetime(self.world.clock(), usegmt=True) if self.world else ""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Nothing: a client that went away in the middle is part of the plan."""


class _Handler(BaseHTTPRequestHandler):
    served: FaultServer
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    timeout = PATIENCE

    def do_GET(self) -> None:
        self._send(self.served.told(self._asked()))

    def do_POST(self) -> None:
        self.do_GET()

    def _asked(self) -> Asked:
        parts = urlsplit(self.path)
        headers = {name.lower(): value for name, value in self.headers.items()}
        body = self.rfile.read(int(headers.get("content-length", 0)))
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        return Asked(self.command, parts.path, query, headers, body, self.path)

    def _send(self, delivery: Delivery) -> None:
        self.close_connection = delivery.end is not End.OPEN
        if delivery.sent == -1:
            return
        self.send_response_only(delivery.status)
        headers = {"Date": self.served.date, **delivery.headers, "Content-Length": str(len(delivery.body))}
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(delivery.body[: delivery.sent])
        self.wfile.flush()
        if delivery.end is End.STALL:
            self.connection.recv(1)  # until the client has closed its end: no clock is needed

    def log_message(self, *_: Any) -> None:
        """Nothing is written."""
