"""Posts on LinkedIn that came under two numbers are one; others are not."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.records import Precision
from monitor.store.sqlstore import SqlStore
from tests.store_case import MOMENT, account, bring_in, fresh, only, post

TEXT = "Wij zoeken collega's die met ons mee willen werken aan warm water"
SHOWN = post("activity:7402746946853253120", text=f"{TEXT[:40]}...", views=400)
OWN = post("ugcPost:7402746945318146049", text=TEXT, likes=3, published_at=MOMENT - timedelta(seconds=1))


def page(store: SqlStore) -> int:
    return account(store, platform="linkedin")


@pytest.mark.parametrize("export_first", [True, False])
@pytest.mark.parametrize("together", [True, False])
def test_they_are_one_in_either_order(tmp_path: Path, export_first: bool, together: bool) -> None:
    told = [SHOWN, OWN] if export_first else [OWN, SHOWN]
    with fresh(tmp_path) as store:
        own = page(store)
        for records in [told] if together else [[one] for one in told]:
            bring_in(store, [(own, one) for one in records])
        found = only(store, own)
        assert (found["native_id"], found["views"], found["likes"]) == ("ugcPost:7402746945318146049", 400, 3)
        assert bring_in(store, [(own, one) for one in told])[0].new == 0
        assert only(store, own)["native_id"] == "ugcPost:7402746945318146049"
        assert store.weekly_rollup()["posts"].tolist() == [1]


def test_the_richer_source_keeps_its_words_whichever_number_it_gave(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        own = page(store)
        bring_in(store, [(own, OWN)], richness=55)
        bring_in(store, [(own, SHOWN)], richness=60)
        bring_in(store, [(own, OWN)], richness=55)
        assert only(store, own)["text"] == SHOWN.text


@pytest.mark.parametrize(
    "other",
    [
        {"text": "Iets heel anders dan wat hier boven staat"},
        {"text": "Wij zoeken"},
        {"published_at": MOMENT + timedelta(seconds=11)},
        {"precision": Precision.DAY},
        {"native_id": "activity:1", "text": TEXT},
    ],
)
def test_what_differs_is_another_post(tmp_path: Path, other: dict[str, Any]) -> None:
    with fresh(tmp_path) as store:
        own = page(store)
        bring_in(store, [(own, SHOWN), (own, OWN.model_copy(update=other))])
        assert len(store.posts(own)) == 2


def test_a_post_is_joined_with_the_nearest_and_only_once(tmp_path: Path) -> None:
    near = OWN.model_copy(update={"native_id": "share:7", "published_at": MOMENT - timedelta(seconds=3)})
    with fresh(tmp_path) as store:
        own = page(store)
        bring_in(store, [(own, near), (own, OWN), (own, SHOWN)])
        assert sorted(store.posts(own)["native_id"]) == ["share:7", "ugcPost:7402746945318146049"]


def test_a_post_without_words_is_known_by_its_time(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        own = page(store)
        bring_in(store, [(own, SHOWN.model_copy(update={"text": None})), (own, OWN)])
        assert only(store, own)["text"] == TEXT


def test_other_platforms_and_accounts_are_left_alone(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        own, other, elsewhere = page(store), account(store, "other", platform="linkedin"), account(store)
        bring_in(store, [(own, SHOWN), (other, OWN), (elsewhere, SHOWN), (elsewhere, OWN)])
        assert [len(store.posts(one)) for one in (own, other, elsewhere)] == [1, 1, 2]


def test_a_post_that_was_met_by_its_other_number_is_there(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        own = page(store)
        bring_in(store, [(own, one) for one in (SHOWN, OWN, post("share:9", text="gone"))])
        shown = str(SHOWN.native_id)
        assert store.mark_deleted(own, None, MOMENT, {shown}, MOMENT, (), {shown}) == 0
        assert store.mark_deleted(own, None, MOMENT, {shown}, MOMENT) == 1
        assert store.query("SELECT native_id FROM v_post WHERE deleted_at IS NOT NULL")[1] == [("share:9",)]
