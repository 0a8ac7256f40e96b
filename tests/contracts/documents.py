"""The official documents kept beside the project; a test that needs one says so when it is missing."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

SHARED = Path(__file__).resolve().parents[3] / "shared"
MISSING = "needs the official documents in ../shared/contracts, which are not here"

Document = Mapping[str, Any]
"""A parsed document. Lexicons are one document: their contents by their NSID."""

Spec = Document | Callable[[], Document]
"""A document, or the function that loads it: given at the top of a module, it skips only the tests that use it."""


def loaded(spec: Spec) -> Document:
    """The document itself."""
    return spec() if callable(spec) else spec


def x_api() -> Document:
    """X's API v2 of August 2026: names in the "post" dialect."""
    return _json(SHARED / "data/x/api_v2/openapi.json")


def x_legacy_api() -> Document:
    """The last document before the names changed ("tweet" dialect): for answers in that dialect."""
    return _json(SHARED / "contracts/x/openapi-2.166-legacy-dialect-slice.json")


def youtube_api() -> Document:
    """Google's discovery document of the YouTube Data API v3."""
    return _json(SHARED / "contracts/youtube/youtube.v3.discovery-20261104.json")


def mastodon_api() -> Document:
    """Account, status and instance calls of Mastodon, written down by its community."""
    return _json(SHARED / "contracts/mastodon/openapi-slice.json")


def bluesky_lexicons() -> Document:
    """The lexicons of Bluesky that reading an account needs, by NSID."""
    return _lexicons(SHARED / "contracts/bluesky")


def meta_names() -> Document:
    """Fields, edges and parameters of Meta's Graph API; there is no official machine-readable document."""
    return _json(SHARED / "contracts/meta/graph-v26.0-fields-and-edges.json")


@cache
def _json(path: Path) -> Document:
    return json.loads(_found(path).read_text(encoding="utf-8"))


@cache
def _lexicons(folder: Path) -> Document:
    documents = [_json(path) for path in sorted(_found(folder).glob("*.json"))]
    return {document["id"]: document for document in documents}


def _found(path: Path) -> Path:
    if not path.exists():
        pytest.skip(MISSING)
    return path
