"""`monitor classify`: texts of a file in, labels out, and nothing hostile stops it."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.activity.classifying import classify, read_text
from monitor.activity.labels import RuleLabeller
from monitor.cli import main
from tests.test_labels import BLOG_NL, RELEASE_EN, RELEASE_NL

ROWS = [
    {"id": "a", "title": "Nieuwe meetpost", "text": RELEASE_NL, "kind": "post"},
    {"id": 2, "title": "Zelf een regenton aansluiten", "text": BLOG_NL, "lang": "nl"},
    {"id": "c", "title": "A second post", "text": RELEASE_EN, "kind": "post", "lang": "en"},
    {"id": "d", "title": "Personeelsfeest op de boot", "kind": "video"},
    {"id": "e", "title": "Vrijwilligersdag", "text": None, "kind": "video"},
]


def run(folder: Path, lines: list[bytes]) -> tuple[int, list[dict[str, Any]]]:
    """Classify lines; gives the exit code and what was written."""
    (folder / "texts.jsonl").write_bytes(b"\n".join(lines))
    out = folder / "labels.jsonl"
    code = main(["-c", str(folder / "config.toml"), "classify", str(folder / "texts.jsonl"), "--out", str(out)])
    return code, [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(autouse=True)
def settings(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('[organisation]\nname = "Waterkracht Vecht"\n', encoding="utf-8")


def test_each_text_gets_its_labels_with_probability_and_reasons(tmp_path: Path) -> None:
    code, found = run(tmp_path, [json.dumps(row).encode() for row in ROWS])
    assert code == 0
    assert [row["id"] for row in found] == ["a", 2, "c", "d", "e"]
    assert [row["press"] for row in found] == [True, False, True, None, None]
    assert [row["outing"] for row in found] == [None, False, None, True, None]
    assert [row["lang"] for row in found][:3] == ["nl", "nl", "en"]
    assert all(0 <= row["probability"] <= 1 for row in found)
    assert any("dateline" in reason for reason in found[0]["reasons"]["press"])


def test_labels_are_those_of_the_nightly_job(tmp_path: Path) -> None:
    _, found = run(tmp_path, [json.dumps(ROWS[0]).encode()])
    assert found[0]["model"] == RuleLabeller(("Waterkracht Vecht",)).model


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"nonsense", "it is not JSON"),
        (b"[" * 100_000, "it is not JSON"),
        (b"[1, 2]", "not a JSON object"),
        (b'{"title": "x"}', "there is no id"),
        (b'{"id": true, "title": "x"}', "there is no id"),
        (rb'{"id": "\ud83d", "title": "x"}', "the id holds half a surrogate pair"),
        (b'{"id": 1}', "neither a title nor a text"),
        (b'{"id": 1, "title": 5}', "title is not text"),
        (b'{"id": 1, "title": "x", "kind": "tweet"}', "kind is 'tweet'"),
        (b'{"id": 1, "title": "x", "lang": "the language"}', "lang is 'the language', not a code"),
        (b'\xff{"id": 1}', "byte 1 is not UTF-8"),
        (b'{"id": "a", "title": "again"}', "was there before"),
        (b'{"id": 1, "title": "' + b"x" * 2_000_001 + b'"}', "longer than 2000000 characters"),
        (b'{"id": 1, "title": "' + b"x" * 9_000_000 + b'"}', "longer than 8388608 bytes"),
    ],
)
def test_a_bad_row_is_told_and_skipped(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], line: bytes, reason: str
) -> None:
    code, found = run(tmp_path, [json.dumps(ROWS[0]).encode(), line, b"", json.dumps(ROWS[3]).encode()])
    assert code == 1
    assert [row["id"] for row in found] == ["a", "d"]
    told = capsys.readouterr()
    assert f"line 2: {reason}" in told.err or reason in told.err.split("line 2: ")[1]
    assert "2 texts labelled, 1 lines skipped" in told.out


def test_of_many_bad_rows_the_first_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, found = run(tmp_path, [b"bad"] * 300)
    assert (code, found) == (1, [])
    told = capsys.readouterr()
    assert told.err.count("it is not JSON") == 20
    assert "300 lines skipped" in told.out


def test_nothing_unfinished_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("the machine ran out of something")

    monkeypatch.setattr(RuleLabeller, "label", broken)
    (tmp_path / "texts.jsonl").write_text(json.dumps(ROWS[0]), encoding="utf-8")
    with suppress(RuntimeError):
        main(
            ["-c", str(tmp_path / "config.toml"), "classify", str(tmp_path / "texts.jsonl"), "-o", str(tmp_path / "o")]
        )
    assert sorted(one.name for one in tmp_path.iterdir()) == ["config.toml", "texts.jsonl"]


def test_a_file_that_is_not_there_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["classify", str(tmp_path / "none.jsonl"), "--out", str(tmp_path / "out.jsonl")]) == 1
    assert "none.jsonl" in capsys.readouterr().err
    assert not (tmp_path / "out.jsonl").exists()


def test_without_settings_the_defaults_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "config.toml").unlink()
    (tmp_path / "texts.jsonl").write_text(json.dumps(ROWS[0]), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert main(["classify", "texts.jsonl", "--out", "labels.jsonl"]) == 0
    assert json.loads((tmp_path / "labels.jsonl").read_text(encoding="utf-8"))["press"] is True
    assert main(["-c", "other.toml", "classify", "texts.jsonl", "--out", "labels.jsonl"]) == 2


@given(st.binary())
def test_any_line_is_a_text_or_told(line: bytes) -> None:
    with suppress(ValueError):
        one = read_text(line)
        assert one.title.strip() or one.text.strip()


@given(st.text(), st.text(min_size=1), st.sampled_from(["post", "video", None]))
def test_any_text_can_be_classified_and_written(title: str, text: str, kind: str | None) -> None:
    row = {"id": 1, "title": title, "text": f"x{text}", "kind": kind}
    found = list(classify([read_text(json.dumps(row).encode())], RuleLabeller()))
    assert json.loads(json.dumps(found[0], ensure_ascii=False).encode())["id"] == 1
