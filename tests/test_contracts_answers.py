"""Answers made from schemas: they are what the document allows, all of it, and what the author of a test wished."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from tests.contracts import documents
from tests.contracts.answers import answers, check_answer, unhurried, validator
from tests.contracts.documents import Document, bluesky_lexicons, mastodon_api, x_api, x_legacy_api, youtube_api

SHELF: Document = {
    "openapi": "3.0.0",
    "paths": {
        "/books": {
            "get": {
                "responses": {
                    "200": {
                        "content": {
                            "application/json": {
                                "schema": {"type": "array", "items": {"$ref": "#/components/schemas/Book"}}
                            }
                        }
                    }
                }
            }
        }
    },
    "components": {
        "schemas": {
            "Book": {
                "type": "object",
                "required": ["id", "kind"],
                "properties": {
                    "id": {"type": "string", "pattern": "^[0-9]{1,19}$"},
                    "kind": {"type": "string", "enum": ["novel", "cookbook"]},
                    "title": {"type": "string", "nullable": True, "maxLength": 5},
                    "sold_at": {"type": "string", "format": "date-time"},
                    "copies": {"type": "integer", "format": "int32", "minimum": 0},
                    "about": {"$ref": "#/components/schemas/Book"},
                    "marks": {"type": "array", "minItems": 5, "uniqueItems": True, "items": {"type": "integer"}},
                    "size": {
                        "allOf": [{"$ref": "#/components/schemas/Height"}, {"$ref": "#/components/schemas/Width"}]
                    },
                    "words": {"type": "object", "additionalProperties": {"type": "string"}},
                },
            },
            "Height": {"type": "object", "required": ["height"], "properties": {"height": {"type": "number"}}},
            "Width": {"type": "object", "required": ["width"], "properties": {"width": {"type": "number"}}},
            "Chain": {
                "type": "object",
                "required": ["next"],
                "properties": {
                    "next": {"oneOf": [{"$ref": "#/components/schemas/Chain"}, {"$ref": "#/components/schemas/Width"}]}
                },
            },
        }
    },
}


def one(strategy: SearchStrategy[Any], condition: Callable[[Any], bool] = lambda _made: True) -> Any:
    """Any value of a strategy that meets the condition, not made small."""
    return find(strategy, condition, settings=settings(unhurried, max_examples=5_000, phases=[Phase.generate]))


def depth_of(book: dict[str, Any]) -> int:
    return 1 + depth_of(book["about"]) if "about" in book else 1


@unhurried
@given(answer=answers(SHELF, "GET /books", depth=3))
def test_what_is_made_is_what_the_document_allows(answer: Any) -> None:
    assert check_answer(SHELF, "GET /books", answer) == []
    assert len(answer) <= 3
    # Three named schemas inside the call's, and the least of a fourth.
    assert all(depth_of(book) <= 4 for book in answer)


@pytest.mark.parametrize("member", ["title", "sold_at", "copies", "about", "marks", "size", "words"])
def test_optional_members_are_there_or_not(member: str) -> None:
    book = answers(SHELF, "Book")
    assert member in one(book, lambda made: member in made)
    assert member not in one(book, lambda made: member not in made)


@pytest.mark.parametrize(
    "wanted",
    [
        lambda book: book.get("title", "") is None,
        lambda book: book["kind"] == "cookbook",
        lambda book: depth_of(book) == 3,
        lambda book: "not_in_the_contract" in book,
        lambda book: book.get("sold_at", "").endswith(("+01:00", "-01:00")) or ":60" in book.get("sold_at", ""),
    ],
)
def test_all_that_is_allowed_can_come(wanted: Any) -> None:
    assert wanted(one(answers(SHELF, "Book"), wanted))


@unhurried
@given(answer=answers(SHELF, "Chain", depth=2))
def test_schemas_that_need_themselves_come_to_an_end(answer: Any) -> None:
    assert check_answer(SHELF, "Chain", answer) == []


@unhurried
@given(
    answer=answers(
        SHELF,
        "GET /books",
        overrides={"Book.id": "7", "copies": st.sampled_from([1, 2])},
        present={"copies", "Book.title"},
        items=2,
    )
)
def test_an_author_of_tests_gets_what_is_wished(answer: Any) -> None:
    assert len(answer) <= 2
    assert all(book["id"] == "7" and book["copies"] in {1, 2} and "title" in book for book in answer)


@pytest.mark.parametrize("wish", [{"overrides": {"Book.ids": "7"}}, {"present": {"idd"}}])
def test_a_wish_for_a_member_that_is_nowhere_is_refused(wish: Any) -> None:
    with pytest.raises(ValueError, match="no schema of the document has the members"):
        one(answers(SHELF, "Book", **wish))


def test_a_schema_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="no schema or call 'Books'"):
        one(answers(SHELF, "Books"))
    with pytest.raises(ValueError, match="no schema or call 'Books'"):
        check_answer(SHELF, "Books", {})


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"id": 7}, "$.id: 7 is not of type 'string'"),
        ({"id": "seven"}, "does not match"),
        ({"kind": "map"}, "is not one of"),
        ({"sold_at": "today"}, "is not a 'date-time'"),
        ({"copies": 2**31}, "is not a 'int32'"),
        ({"about": {"id": "1"}}, "$.about: 'kind' is a required property"),
        ({"size": {"height": 1}}, "'width' is a required property"),
    ],
)
def test_an_answer_that_the_document_does_not_allow_is_told(changes: dict[str, Any], words: str) -> None:
    breaches = check_answer(SHELF, "Book", {"id": "1", "kind": "novel", **changes})
    assert words in breaches[0]


def test_members_that_the_document_lacks_and_null_where_it_may_stand_are_allowed() -> None:
    assert check_answer(SHELF, "Book", {"id": "1", "kind": "novel", "title": None, "colour": "red"}) == []


@pytest.mark.parametrize(
    ("load", "name"),
    [
        (x_api, "GET /2/users/{id}/tweets"),
        (x_api, "GET /2/users/by/username/{username}"),
        (x_legacy_api, "GET /2/users/{id}/tweets"),
        (mastodon_api, "GET /api/v1/accounts/{id}/statuses"),
        (mastodon_api, "GET /api/v1/accounts/lookup"),
        (youtube_api, "youtube.channels.list"),
        (youtube_api, "youtube.playlistItems.list"),
        (youtube_api, "youtube.videos.list"),
        (youtube_api, "youtube.commentThreads.list"),
        (bluesky_lexicons, "app.bsky.actor.getProfile"),
        (bluesky_lexicons, "app.bsky.feed.getAuthorFeed"),
        (bluesky_lexicons, "app.bsky.feed.getPostThread"),
        (bluesky_lexicons, "app.bsky.feed.post"),
        (bluesky_lexicons, "com.atproto.repo.listRecords"),
    ],
)
def test_answers_of_the_real_documents_are_what_these_allow(load: Any, name: str) -> None:
    checker = validator(load(), name)

    @settings(unhurried, max_examples=20)
    @given(answer=answers(load, name))
    def hold(answer: Any) -> None:
        assert [error.message for error in checker.iter_errors(answer)] == []

    hold()


@settings(unhurried, max_examples=20)
@given(
    answer=answers(
        bluesky_lexicons,
        "app.bsky.feed.getAuthorFeed",
        overrides={"record": answers(bluesky_lexicons, "app.bsky.feed.post")},
    )
)
def test_what_a_lexicon_leaves_open_can_be_filled_with_another_schema(answer: Any) -> None:
    records = [entry["post"]["record"] for entry in answer["feed"]]
    assert all(record["$type"] == "app.bsky.feed.post" and "createdAt" in record for record in records)


@pytest.mark.parametrize("kind", ["threadViewPost", "notFoundPost", "blockedPost"])
def test_each_member_of_a_union_comes_and_says_what_it_is(kind: str) -> None:
    thread = answers(bluesky_lexicons, "app.bsky.feed.getPostThread")
    assert one(thread, lambda made: made["thread"]["$type"] == f"app.bsky.feed.defs#{kind}")


def test_an_open_union_has_members_that_nobody_knows_yet() -> None:
    thread = answers(bluesky_lexicons, "app.bsky.feed.getPostThread")
    assert one(thread, lambda made: not made["thread"]["$type"].startswith("app.bsky."))


def test_numbers_of_64_bits_are_texts_for_google() -> None:
    made = one(answers(youtube_api, "VideoStatistics", present={"viewCount"}))
    assert isinstance(made["viewCount"], str)
    assert check_answer(youtube_api, "VideoStatistics", {"viewCount": str(2**64)}) != []


def test_without_the_documents_answers_are_skipped_and_say_why(monkeypatch: pytest.MonkeyPatch) -> None:
    @given(answer=answers(x_api, "Post"))
    def use(answer: Any) -> None:
        pytest.fail(f"made {answer} without a document")

    monkeypatch.setattr(documents, "SHARED", Path("nowhere"))
    with pytest.raises(pytest.skip.Exception, match=re.escape(documents.MISSING)):
        use()
