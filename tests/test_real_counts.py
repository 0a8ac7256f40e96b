"""Real exports, through the whole importer into a real store: as many posts as their origin states."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.sources.contract import Context
from monitor.sources.ingest import import_path
from monitor.sources.registry import make_connectors, option_models
from monitor.store.sqlstore import SqlStore, open_store

NOW = datetime(2026, 11, 22, tzinfo=UTC)
PROFILES = {
    "map": [
        {
            "name": "parliament",
            "platform": "x",
            "when": ["screen_name", "default_profile_image"],
            "yields": "profiles",
            "columns": {"account": "screen_name", "default_avatar": "default_profile_image"},
            "observed_at": datetime(2023, 4, 6, tzinfo=UTC),
        }
    ]
}


@pytest.fixture
def store(tmp_path: Path) -> SqlStore:
    return open_store(f"sqlite:///{tmp_path / 'store.sqlite3'}", backups=tmp_path, now=NOW)


def read(store: SqlStore, path: Path) -> None:
    connectors = make_connectors({name: model() for name, model in option_models().items()})
    for result in import_path(path, connectors, store, Context(NOW)):
        assert result.status in {"done", "partial"}, result.message


def counted(store: SqlStore, condition: str = "1 = 1") -> int:
    number = store.query(f"SELECT count(*) FROM v_post WHERE {condition}")[1][0][0]
    assert isinstance(number, int)
    return number


@pytest.mark.parametrize("suffix", ["", ".zip"])
def test_solplparty_431_posts_47_reposts_1_reply(store: SqlStore, shared_data: Path, suffix: str) -> None:
    read(store, shared_data / f"x/archives/2018-03-31_grailbird_solplparty{suffix}")
    assert (counted(store), counted(store, "kind = 'repost'"), counted(store, "kind = 'reply'")) == (431, 47, 1)


@pytest.mark.parametrize("suffix", ["", ".zip"])
def test_lumen_inferius_22_posts_9_replies(store: SqlStore, shared_data: Path, suffix: str) -> None:
    read(store, shared_data / f"x/archives/2020-04-03_tweet-js_LumenInferius{suffix}")
    assert (counted(store), counted(store, "kind = 'reply'")) == (22, 9)


def test_linkedin_202_shares_of_which_one_stands_five_times(store: SqlStore, shared_data: Path) -> None:
    read(store, shared_data / "linkedin/data_export/Shares.csv")
    run = store.imports()[0]
    assert run.counted.new + run.counted.known + run.counted.updated == 202
    assert counted(store) == 198


def test_the_french_site_has_89_published_entries_10_of_them_pages(store: SqlStore, shared_data: Path) -> None:
    read(store, shared_data / "blog/wordpress_wxr/bitcoin-france.org.xml")
    assert counted(store) == 89
    assert counted(store, "kind = 'page'") == 11


def test_the_ghost_site_has_136_published_entries(store: SqlStore, shared_data: Path) -> None:
    read(store, shared_data / "blog/ghost/manyharrier_ghost-export.json")
    assert counted(store) == 136
    assert counted(store, "kind = 'article'") == 85


def test_studio_220_videos_without_the_total(store: SqlStore, shared_data: Path) -> None:
    read(store, shared_data / "youtube/studio/pune-tech-community/Table data.csv")
    assert counted(store) == 220
    assert counted(store, "published_at IS NULL") == 3
    assert len(store.videos()) == 217


def test_the_facebook_export_has_60_posts(store: SqlStore, shared_data: Path) -> None:
    read(store, shared_data / "facebook/download_your_information/profile_posts_1.json")
    assert counted(store) == 60
