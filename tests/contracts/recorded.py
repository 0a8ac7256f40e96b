"""Answers of real servers kept beside the project, listed by platform."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.contracts import documents

MISSING = "needs the recorded answers in ../shared, which are not here"

_OF_THE_WAY = frozenset({"connection", "content-encoding", "content-length", "transfer-encoding"})
"""Headers about how an answer was carried; bodies are kept unpacked and whole, so they would be wrong."""


@dataclass(frozen=True)
class Recorded:
    """One answer.

    Attributes:
        platform: Such as "x", "youtube", "wordpress".
        name: Its file below ../shared, with "#2" and so on for the further answers of a file.
        what: What the file's collection is, for people.
        body: As the server sent it, unpacked; written anew where only the parsed JSON was kept.
        status: HTTP status; None where only the body was kept.
        headers: As sent, without those about the way; empty where only the body was kept.
        method: Of the request, "" where it was not kept.
        url: Of the request, "" where it was not kept.
    """

    platform: str
    name: str
    what: str
    body: bytes
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    method: str = ""
    url: str = ""

    @property
    def is_json(self) -> bool:
        """Whether the body is JSON."""
        return self.body.lstrip()[:1] in {b"{", b"["}

    def json(self) -> Any:
        """The body parsed.

        Raises:
            ValueError: It is no JSON.
        """
        return json.loads(self.body)


def recorded(platform: str | None = None) -> tuple[Recorded, ...]:
    """All recorded answers (of a platform), in a fixed order; none if ../shared is not here."""
    return tuple(answer for answer in _all(documents.SHARED) if platform in {None, answer.platform})


def cases(platform: str | None = None) -> list[Any]:
    """The recorded answers (of a platform) for `pytest.mark.parametrize`; one skipped case if they are not here."""
    found = [pytest.param(answer, id=answer.name) for answer in recorded(platform)]
    return found or [pytest.param(None, id="missing", marks=pytest.mark.skip(reason=MISSING))]


@dataclass(frozen=True)
class _Source:
    platform: str
    files: str
    """Pattern below ../shared."""
    what: str
    read: Callable[[Path], Iterable[Mapping[str, Any]]]
    """Gives the answers of a file, as arguments for `Recorded`."""


@cache
def _all(shared: Path) -> tuple[Recorded, ...]:
    return tuple(answer for source in _SOURCES for answer in _read(shared, source))


def _read(shared: Path, source: _Source) -> Iterator[Recorded]:
    for path in sorted(shared.glob(source.files)):
        for number, answer in enumerate(source.read(path), 1):
            place = path.relative_to(shared).with_suffix("" if path.suffix == ".headers" else path.suffix).as_posix()
            yield Recorded(source.platform, place + (f"#{number}" if number > 1 else ""), source.what, **answer)


def _pair(path: Path) -> Iterator[Mapping[str, Any]]:
    """NAME.headers (status line and headers) with NAME.body beside it, unless the body is empty."""
    body = path.with_suffix(".body")
    first, *lines = path.read_text(encoding="utf-8").splitlines()
    headers = [line.split(":", 1) for line in lines if ":" in line]
    yield {
        "body": body.read_bytes() if body.exists() else b"",
        "status": int(first.split()[1]),
        "headers": _headers((name, value.strip()) for name, value in headers),
    }


def _body(path: Path) -> Iterator[Mapping[str, Any]]:
    yield {"body": path.read_bytes()}


def _exchange(path: Path) -> Iterator[Mapping[str, Any]]:
    kept = json.loads(path.read_text(encoding="utf-8"))
    yield {"method": kept["request"]["method"], "url": kept["request"]["url"], **_answer(kept["response"])}


def _interactions(path: Path) -> Iterator[Mapping[str, Any]]:
    for kept in json.loads(path.read_text(encoding="utf-8"))["interactions"]:
        answer = {**kept["response"], "status": kept["response"]["status"]["code"]}
        yield {"method": kept["request"]["method"].upper(), "url": kept["request"]["uri"], **_answer(answer)}


def _quoted(path: Path) -> Iterator[Mapping[str, Any]]:
    yield from (_answer(kept) for kept in json.loads(path.read_text(encoding="utf-8")))


def _answer(kept: Mapping[str, Any]) -> Mapping[str, Any]:
    body = kept["body"] if isinstance(kept["body"], str) else json.dumps(kept["body"], ensure_ascii=False)
    headers = _headers((kept.get("headers") or {}).items())
    return {"body": body.encode(), "status": kept["status"], "headers": headers}


def _headers(pairs: Iterable[tuple[str, Any]]) -> Mapping[str, str]:
    made: dict[str, str] = {}
    for name, value in pairs:
        text = ", ".join(value) if isinstance(value, list) else str(value)
        if name.lower() not in _OF_THE_WAY:
            made[name] = f"{made[name]}, {text}" if name in made else text
    return made


_LOOPBACK = "answer of a real server that ran on loopback, with invented content"

_SOURCES = (
    _Source("bluesky", "contracts/recorded/bluesky/*.headers", _LOOPBACK, _pair),
    _Source("ghost", "contracts/recorded/ghost-*/*.headers", _LOOPBACK, _pair),
    _Source("mastodon", "contracts/recorded/snac-*/*.headers", f"{_LOOPBACK}; snac, compatible with Mastodon", _pair),
    _Source("wordpress", "contracts/recorded/wordpress-*/*.headers", _LOOPBACK, _pair),
    _Source("bluesky", "data/other/bluesky/*.json", "record or view made for a library's tests, no answer", _body),
    _Source("facebook", "data/facebook/graph_api/*.json", "body of the Graph API, 2019-2021", _body),
    _Source("instagram", "data/other/instagram_graph_api/*.json", "body of Instagram's Graph API, 2021", _body),
    _Source("wordpress", "data/blog/wordpress_rest/*.json", "saved body of wp/v2/posts", _body),
    _Source("x", "data/x/api_v2/recorded/*.json", "answer of the API v2, 2021-2022, legacy dialect", _exchange),
    _Source("x", "data/x/api_v2/error_bodies_*.json", "error body quoted by people", _quoted),
    _Source("youtube", "data/youtube/api_python-youtube/*.json", "body of the Data API v3", _body),
    _Source("youtube", "data/youtube/api_recorded_*/*.json", "answer of the Data API v3, 2020", _interactions),
)
"""Everything in ../shared that a server answered, or that stands for it."""
