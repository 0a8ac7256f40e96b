"""Requests held against a made-up document; and what happens when the official ones are not here."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.contracts import documents, openapi
from tests.contracts.documents import bluesky_lexicons, mastodon_api, meta_names, x_api, x_legacy_api, youtube_api

SHOP: dict[str, Any] = {
    "openapi": "3.1.0",
    "components": {"schemas": {"Id": {"type": "string", "pattern": "^[0-9]{1,3}$"}}},
    "paths": {
        "/shops/best": {"get": {}},
        "/shops/{id}": {
            "parameters": [{"name": "id", "in": "path", "schema": {"$ref": "#/components/schemas/Id"}}],
            "get": {
                "parameters": [
                    {"name": "size", "in": "query", "schema": {"type": "integer", "minimum": 2, "maximum": 9}},
                    {"name": "since", "in": "query", "schema": {"type": "string", "format": "date-time"}},
                    {"name": "open", "in": "query", "required": True, "schema": {"type": "boolean"}},
                    {"name": "tag", "in": "query", "schema": {"type": "array", "items": {"enum": ["a", "b"]}}},
                    {
                        "name": "fields",
                        "in": "query",
                        "explode": False,
                        "schema": {"type": "array", "uniqueItems": True, "items": {"enum": ["a", "b"]}},
                    },
                ]
            },
        },
    },
}


@pytest.mark.parametrize(
    "url",
    [
        "/shops/7?open=true",
        "https://any.example/shops/7?open=false&size=9&since=2026-01-02T03:04:05.678Z&fields=a,b",
        "/shops/7?open=true&since=2026-01-02T03:04:05%2B01:00&fields=a%2Cb&tag=a&tag=b",
        "/shops/best",
    ],
)
def test_a_request_that_the_document_allows_has_no_breach(url: str) -> None:
    assert openapi.check_request(SHOP, "get", url) == []


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("/shop/7?open=true", "no such call"),
        ("/shops/7/more?open=true", "no such call"),
        ("/shops/1234?open=true", "id: '1234' does not match"),
        ("/shops/best?open=true", "open: no parameter"),
        ("/shops/7", "open: required and missing"),
        ("/shops/7?open=yes", "open: 'yes' is not of type 'boolean'"),
        ("/shops/7?open=true&open=true", "open: given more than once"),
        ("/shops/7?open=true&color=red", "color: no parameter"),
        ("/shops/7?open=true&size=1", "size: 1 is less than the minimum"),
        ("/shops/7?open=true&size=10", "size: 10 is greater than the maximum"),
        ("/shops/7?open=true&size=", "size: '' is not of type 'integer'"),
        ("/shops/7?open=true&since=2026-01-02", "since: '2026-01-02' is not a 'date-time'"),
        ("/shops/7?open=true&since=2026-02-30T00:00:00Z", "is not a 'date-time'"),
        ("/shops/7?open=true&since=2026-01-02T03:04:05+01:00", "is not a 'date-time'"),
        ("/shops/7?open=true&fields=a,c", "fields: 'c' is not one of"),
        ("/shops/7?open=true&fields=a,a", "has non-unique elements"),
        ("/shops/7?open=true&fields=a&fields=b", "fields: given more than once"),
        ("/shops/7?open=true&tag=a,b", "tag: 'a,b' is not one of"),
    ],
)
def test_each_breach_is_told_and_nothing_else(url: str, words: str) -> None:
    (breach,) = openapi.check_request(SHOP, "GET", url)
    assert words in breach


def test_every_breach_of_a_request_is_told() -> None:
    assert len(openapi.check_request(SHOP, "GET", "/shops/1234?size=1&fields=c&color=red")) == 5


def test_another_method_is_another_call() -> None:
    assert openapi.check_request(SHOP, "POST", "/shops/7?open=true") == ["POST /shops/7: no such call in the document"]


def test_what_is_written_in_an_unknown_style_is_not_passed_over() -> None:
    parameter = {"name": "where", "in": "query", "style": "deepObject", "schema": {"type": "object"}}
    shop = {"openapi": "3.1.0", "paths": {"/shops": {"get": {"parameters": [parameter]}}}}
    with pytest.raises(ValueError, match="deepObject"):
        openapi.check_request(shop, "GET", "/shops?where=here")


@pytest.mark.parametrize("load", [x_api, x_legacy_api, youtube_api, mastodon_api, bluesky_lexicons, meta_names])
def test_without_the_documents_a_test_is_skipped_and_says_why(load: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "SHARED", Path("nowhere"))
    with pytest.raises(pytest.skip.Exception, match=re.escape(documents.MISSING)):
        load()
