"""The local server of `bench fetch`: a long Mastodon history, and sites with a feed that never changes.

Runs in a process of its own, so that its work is not counted. Everything it serves is made up.
"""

from __future__ import annotations

import json
import sys
import time
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

PER_PAGE = 40
FIRST = datetime(2020, 1, 1, tzinfo=UTC)
TEXT = "<p>A made-up status of the length that people write: some words, then <b>some</b> more words, and a number "
ETAG = '"never-changes"'
FEED = (
    '<?xml version="1.0"?><rss version="2.0"><channel><title>Made up</title><link>http://127.0.0.1/</link>'
    "<item><guid>one</guid><title>One</title><pubDate>Wed, 01 Feb 2012 09:00:00 GMT</pubDate></item></channel></rss>"
)


def status(number: int) -> dict[str, Any]:
    """One made-up status, of the fields that servers give."""
    at = (FIRST + timedelta(hours=number)).isoformat().replace("+00:00", "Z")
    return {
        "id": f"{number:012}",
        "created_at": at,
        "edited_at": None,
        "in_reply_to_id": None,
        "in_reply_to_account_id": None,
        "sensitive": False,
        "spoiler_text": "",
        "visibility": "public",
        "language": "en",
        "uri": f"http://127.0.0.1/users/made_up/statuses/{number:012}",
        "url": f"http://127.0.0.1/@made_up/{number:012}",
        "replies_count": 0,
        "reblogs_count": number % 7,
        "favourites_count": number % 11,
        "content": f"{TEXT}{number}</p>" * 2,
        "reblog": None,
        "media_attachments": [],
        "mentions": [],
        "tags": [],
        "account": {"id": "1", "username": "made_up", "acct": "made_up"},
    }


class Handler(BaseHTTPRequestHandler):
    """Answers from what was made before the first question."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    pages: int = 0
    thinks: float = 0.0
    ready: dict[str, bytes] = {}  # noqa: RUF012 - filled once, before serving

    def do_GET(self) -> None:
        """Look the answer up."""
        parts = urlsplit(self.path)
        if parts.path.startswith("/site"):
            self._feed()
        elif parts.path.endswith("/statuses"):
            self._statuses(parse_qs(parts.query))
        else:
            self._send(200, self.ready["account"])

    def _feed(self) -> None:
        if self.headers.get("If-None-Match") == ETAG:
            self._send(304, b"", {"ETag": ETAG})
        else:
            self._send(200, FEED.encode(), {"ETag": ETAG, "Content-Type": "application/rss+xml"})

    def _statuses(self, query: dict[str, list[str]]) -> None:
        newest = int(query["max_id"][0]) // PER_PAGE if "max_id" in query else self.pages
        more = {}
        if newest > 1:
            host = self.headers["Host"]
            address = f"http://{host}/api/v1/accounts/1/statuses?limit={PER_PAGE}&max_id={(newest - 1) * PER_PAGE:012}"
            more["Link"] = f'<{address}>; rel="next"'
        self._send(200, self.ready.get(str(newest), b"[]"), more)

    def _send(self, code: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(code)
        for name, value in {"Content-Type": "application/json", **(headers or {})}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        time.sleep(self.thinks)
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


def serve(pages: int, thinks: float) -> None:
    """Make the answers, print the port, serve until killed.

    Args:
        pages: How long the history is.
        thinks: Seconds before each answer: a platform is never as near as this server.
    """
    Handler.pages, Handler.thinks = pages, thinks
    for page in range(1, pages + 1):
        numbers = range(page * PER_PAGE - 1, (page - 1) * PER_PAGE - 1, -1)
        Handler.ready[str(page)] = json.dumps([status(number) for number in numbers]).encode()
    account = {
        "id": "1",
        "username": "made_up",
        "acct": "made_up",
        "display_name": "Made up",
        "note": "<p>Made up</p>",
        "url": "http://127.0.0.1/@made_up",
        "created_at": "2019-01-01T00:00:00.000Z",
        "followers_count": 1,
        "following_count": 1,
        "statuses_count": pages * PER_PAGE,
    }
    Handler.ready["account"] = json.dumps(account).encode()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    sys.stdout.write(f"{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()


if __name__ == "__main__":
    serve(int(sys.argv[1]), float(sys.argv[2]))
