"""X archives whose long texts lie apart, which are damaged, cut off or full of surprises; all made up by us."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors._x_notes import LongTexts
from monitor.errors import SkipSource
from monitor.records import Account, BadRow, Post, Window
from tests.connector_tools import damaged, survive, words
from tests.readback import CONTEXT, lone, only, records, zipped
from tests.x_archive_files import AT, CONNECTOR, STAMP, archive, grailbird, row, tweet, ytd

# --- long texts ---------------------------------------------------------------------------------------------


def note(text: str, at: str = "2020-01-25T18:01:09.000Z") -> dict[str, Any]:
    return {"noteTweet": {"createdAt": at, "core": {"text": text}}}


def test_long_texts_of_one_second_go_to_the_posts_they_belong_to(tmp_path: Path) -> None:
    first, second = "Eerst meten we de buizen. " * 20, "Daarna sluiten we alles af & klaar. " * 20
    tweets = [
        tweet(id_str="2", full_text=f"@iemand {second[:120].replace('&', '&amp;')}… https://t.co/x"),
        tweet(id_str="1", full_text=f"{first[:120]}… https://t.co/y"),
        tweet(id_str="3", full_text="Kort bericht van dezelfde seconde"),
    ]
    files = archive(*tweets, note_tweet=ytd("note_tweet", [note(first), note(second)]))
    found = records(CONNECTOR, zipped(tmp_path, files))
    texts = {post.native_id: post.text for post in only(Post, found)}
    assert texts == {"1": first, "2": second, "3": "Kort bericht van dezelfde seconde"}
    assert not only(BadRow, found)


def test_damaged_long_texts_cost_no_posts(tmp_path: Path) -> None:
    files = archive(tweet(), note_tweet=ytd("note_tweet", [note("Lang"), {"noteTweet": {}}])[:-20])
    found = records(CONNECTOR, zipped(tmp_path, files))
    assert only(Post, found)[0].text == "Wij bestaan"
    assert only(BadRow, found)


def test_a_long_text_is_given_once() -> None:
    with LongTexts() as long:
        long.add(AT, "Een lange tekst die vroeg begint")
        assert long.take(AT, "Een lange tekst die…") == "Een lange tekst die vroeg begint"
        assert long.take(AT, "Een lange tekst die…") is None
        assert len(long) == 0


# --- damage ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("element", "reason"),
    [
        ({"tweet": {"created_at": STAMP}}, "no id"),
        (tweet(created_at="gisteren"), "no time"),
        (tweet(created_at="Sat Jan 25 18:01:09 2020"), "no time"),
        (tweet(created_at="Sat Jan 25 18:01:09 +0000 1969"), "outside"),
        ("niets", "no post"),
    ],
)
def test_what_cannot_be_read_is_kept_aside_with_its_reason(tmp_path: Path, element: Any, reason: str) -> None:
    found = records(CONNECTOR, lone(tmp_path, ytd("tweets", [element, tweet()])))
    assert reason in only(BadRow, found)[0].reason
    assert "entry 1" in only(BadRow, found)[0].file
    assert len(only(Post, found)) == 1


def test_an_archive_cut_off_gives_what_came_before_and_claims_no_silence(tmp_path: Path) -> None:
    files = archive(tweet(), tweet(id_str="9"))
    export = zipped(tmp_path, {**files, "data/tweets.js": files["data/tweets.js"][:-30]})
    stream = CONNECTOR.read(export, CONTEXT)
    assert [type(next(stream)) for _ in range(2)] == [Account, Post]
    with pytest.raises(SkipSource, match="cut off"):
        next(stream)


def test_a_mostly_unreadable_archive_shows_no_silence(tmp_path: Path) -> None:
    found = records(CONNECTOR, zipped(tmp_path, archive(tweet(), tweet(created_at="?"), tweet(created_at="?"))))
    assert only(Window, found) == [Window(start=AT, end=AT)]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(words, st.integers(0, 2**31 - 1), st.integers(1, 2**63 - 1)), min_size=1, max_size=5))
def test_what_is_written_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, int, int]]
) -> None:
    folder = tmp_path_factory.mktemp("archive")
    times = [datetime.fromtimestamp(stamp + 900_000_000, UTC) for _, stamp, _ in rows]
    escaped = [text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") for text, _, _ in rows]
    new = [
        tweet(id_str=str(number), full_text=text, created_at=f"{at:%a %b %d %H:%M:%S} +0000 {at:%Y}")
        for text, at, (_, _, number) in zip(escaped, times, rows, strict=True)
    ]
    old = [
        row(number, text=text, timestamp=f"{at:%Y-%m-%d %H:%M:%S} +0000")
        for text, at, (_, _, number) in zip(escaped, times, rows, strict=True)
    ]
    expected = [(str(number), at, text.strip()) for (text, _, number), at in zip(rows, times, strict=True)]
    for content in (ytd("tweets", new), grailbird(*old)):
        posts = only(Post, records(CONNECTOR, lone(folder, content)))
        assert [(post.native_id, post.published_at, (post.text or "").strip()) for post in posts] == expected


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_garbage_is_refused_or_rejected(data: st.DataObject) -> None:
    files = archive(tweet(), tweet(in_reply_to_user_id_str="8"), note_tweet=ytd("note_tweet", [note("Wij bestaan al")]))
    whole = {name: text.encode() for name, text in files.items()}
    name = data.draw(st.sampled_from(sorted(whole)))
    survive(CONNECTOR, {**whole, name: data.draw(damaged(whole[name]))})
    survive(CONNECTOR, {"x": data.draw(damaged(whole["data/tweets.js"]))})
    survive(CONNECTOR, {"x": data.draw(damaged(grailbird(row(), row(2)).encode()))})


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["urls", "media", "initial", "edit"]), inner)
    ),
    max_leaves=6,
)
FIELDS = [
    "id_str",
    "created_at",
    "full_text",
    "entities",
    "edit_info",
    "source",
    "lang",
    "favorite_count",
    "in_reply_to_status_id_str",
]


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from(FIELDS), json_values))
def test_fields_of_any_shape_are_read_or_rejected(fields: dict[str, Any]) -> None:
    survive(CONNECTOR, {"x": ytd("tweets", [tweet(**fields)]).encode()})
