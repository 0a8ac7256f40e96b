"""`monitor label`: doubtful posts first, corrections for good, agreement per account."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.activity.labelling import label_new
from monitor.cli import main
from monitor.job.session import open_session
from monitor.records import Account, AccountKind, Post, PostKind
from monitor.settings import Organisation, Settings, Theme
from monitor.store.contract import LabelRow
from monitor.store.sqlstore import SqlStore
from tests.store_case import NOW
from tests.test_labels import BLOG_NL, RELEASE_NL

TEXTS = {"1": ("Nieuwe meetpost", RELEASE_NL), "2": ("Een regenton", BLOG_NL)}


def bring_in(store: SqlStore, texts: dict[str, tuple[str, str]]) -> None:
    blog = store.add_account(Account(platform="blog", handle="demo", kind=AccountKind.BLOG))
    run = store.begin_import("made_up", "export.csv", f"{len(texts)}{sum(map(len, map(str, texts.values())))}", NOW)
    moment = datetime(2013, 3, 4, tzinfo=UTC)
    kept = [
        (blog, Post(native_id=name, published_at=moment, kind=PostKind.ARTICLE, title=title, text=text))
        for name, (title, text) in texts.items()
    ]
    store.add_batch(run, 50, NOW, kept, [])
    store.end_import(run, "done", "", NOW)


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "config.toml"
    path.write_text('[organisation]\nname = "Waterkracht"\n', encoding="utf-8")
    with open_session(path) as opened:
        bring_in(opened.store, TEXTS)  # type: ignore[arg-type]
        label_new(opened.store, opened.settings)
    return path


def posts_listed(told: str) -> list[str]:
    return re.findall(r"^ (\d+) ", told, re.MULTILINE)


def test_the_most_doubtful_post_is_listed_first(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with open_session(config) as opened:
        opened.store.add_labels([LabelRow(2, "press", "unknown", 0.52, "score 0: lists -0.1", "m")])
    assert main(["-c", str(config), "label"]) == 0
    told = capsys.readouterr().out
    assert posts_listed(told) == ["2", "1"]
    assert main(["-c", str(config), "label", "--doubtful", "--most", "1"]) == 0
    assert posts_listed(capsys.readouterr().out) == ["2"]


def test_a_corrected_post_is_not_asked_again_and_counts_for_the_agreement(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["-c", str(config), "label", "1", "press", "yes"]) == 0
    assert main(["-c", str(config), "label", "2", "press", "yes"]) == 0
    capsys.readouterr()
    assert main(["-c", str(config), "label"]) == 0
    told = capsys.readouterr().out
    assert posts_listed(told) == []
    assert "no label to doubt" in told
    assert main(["-c", str(config), "label", "--agreement"]) == 0
    assert re.search(r"blog demo\s+press\s+2\s+50%\s+0", capsys.readouterr().out)


def test_a_list_and_a_post_at_once_are_refused(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["-c", str(config), "label", "1", "--doubtful"]) == 2
    assert "Leave out" in capsys.readouterr().err


def test_a_correction_outlives_imports_and_new_versions(config: Path) -> None:
    assert main(["-c", str(config), "label", "1", "press", "no"]) == 0
    with open_session(config) as opened:
        store: SqlStore = opened.store  # type: ignore[assignment]
        bring_in(store, {"1": ("PERSBERICHT", f"{RELEASE_NL} En meer."), "2": TEXTS["2"]})
        newer = Settings(
            organisation=Organisation(name="Waterkracht"), theme=(Theme(name="Water", keywords=("meetpost",)),)
        )
        assert label_new(store, newer) == 2
        found = {(one.name, one.model == "person"): one.value for one in store.labels(1)}
        assert found["press", True] == "no"
        assert found["press", False] == "yes"
        assert store.query("SELECT press, themes FROM v_post WHERE post_id = 1")[1] == [("no", "Water")]
        assert label_new(store, newer) == 0


def test_the_probability_is_kept(config: Path) -> None:
    with open_session(config) as opened:
        labels = {one.name: one for one in opened.store.labels(1)}
    assert labels["press"].probability is not None
    assert labels["press"].probability > 0.9
    assert labels["language"].probability is None
