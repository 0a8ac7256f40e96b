"""Makers of X archives, everything in them made up by us."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from connectors.x_archive import Connector
from monitor.records import Post
from monitor.sources.contract import Options
from tests.readback import lone, only, records, table

CONNECTOR = Connector(Options())
ID = "1221130902635458567"
EARLIER = "1221130302635458500"
"""About two minutes before."""
STAMP = "Sat Jan 25 18:01:09 +0000 2020"
AT = datetime(2020, 1, 25, 18, 1, 9, tzinfo=UTC)
GRAILBIRD = [
    "tweet_id",
    "in_reply_to_status_id",
    "in_reply_to_user_id",
    "timestamp",
    "source",
    "text",
    "retweeted_status_id",
    "retweeted_status_user_id",
    "retweeted_status_timestamp",
    "expanded_urls",
]


def ytd(name: str, elements: list[Any], part: int = 0) -> str:
    return f"window.YTD.{name}.part{part} = {json.dumps(elements, indent=1)}"


def tweet(**fields: Any) -> dict[str, Any]:
    return {"tweet": {"id_str": ID, "created_at": STAMP, "full_text": "Wij bestaan", **fields}}


def account(**fields: Any) -> str:
    known = {"username": "stroomdauw", "accountId": "42", "createdAt": "2019-07-23T14:34:33.707Z"}
    return ytd("account", [{"account": {"email": "secret@example.org", **known, **fields}}])


def manifest(**info: Any) -> str:
    made = {"generationDate": "2020-04-03T07:37:58.422Z", "isPartialArchive": False, **info}
    return f"window.__THAR_CONFIG = {json.dumps({'archiveInfo': made})}"


def archive(*tweets: dict[str, Any], **more: str) -> dict[str, str]:
    files = {
        "data/account.js": account(),
        "data/tweets.js": ytd("tweets", list(tweets)),
        "data/manifest.js": manifest(),
    }
    return {**files, **{f"data/{name.replace('_', '-')}.js": text for name, text in more.items()}}


def one(tmp_path: Path, **fields: Any) -> Post:
    return only(Post, records(CONNECTOR, lone(tmp_path, ytd("tweets", [tweet(**fields)]))))[0]


def row(number: int = 1, /, **fields: str) -> list[str]:
    known = {"tweet_id": str(number), "timestamp": "2013-03-30 15:59:22 +0000", "text": "Wij bestaan"}
    return [{**known, **fields}.get(column, "") for column in GRAILBIRD]


def grailbird(*rows: list[str]) -> str:
    return table([GRAILBIRD, *rows])
