"""Posts that come by themselves: one program or one site, at one minute."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest

from monitor.activity.weekly import build_frame
from monitor.settings import Settings
from tests.fakes_activity import FakeStore

MONDAY = date(2012, 10, 1)
NAMES = ["machine_recent", "machine_possible", "machine_minute"]


def frame_of(*posts: dict[str, Any], weeks: int = 20) -> pd.DataFrame:
    """The columns of an account with one post a week, each told by its fields."""
    store = FakeStore()
    store.account(created=MONDAY)
    for week, fields in enumerate(posts):
        store.post(1, MONDAY + timedelta(7 * week), **fields)
    return build_frame(store, Settings(), MONDAY + timedelta(7 * weeks)).loc[1][NAMES]


def made(minute: int = 7, app: str = "robot", domain: str = "krant.example") -> dict[str, Any]:
    return {"minute": minute, "app": app, "domain": domain}


def test_posts_of_one_program_at_one_minute_are_counted_as_long_as_they_are_recent() -> None:
    found = frame_of(*[made()] * 10)
    assert found["machine_recent"].tolist() == [*range(1, 11), 10, 10, 10, 9, 8, 7, 6, 5, 4, 3]
    assert (found["machine_minute"] == 7).all()


@pytest.mark.parametrize(
    ("others", "sure", "possible"),
    [
        ([made(minute=8)] * 2, 8, 8),
        ([made(app="by hand")] * 2, 10, 10),
        ([made(app="by hand", domain="")] * 2, 8, 8),
        ([made(minute=-1)] * 2, 8, 10),
        ([made(app="", domain="")] * 2, 8, 10),
        ([made(app="by hand", domain="?")] * 2, 8, 10),
    ],
    ids=["another minute", "the same site", "another program", "unknown minute", "unknown program", "hidden link"],
)
def test_the_unknown_may_be_the_machines(others: list[dict[str, Any]], sure: int, possible: int) -> None:
    found = frame_of(*[made()] * 8, *others, weeks=10).iloc[-1]
    assert (found["machine_recent"], found["machine_possible"]) == (sure, possible)


def test_program_and_site_are_two_ways_and_do_not_add_up() -> None:
    found = frame_of(*[made(app=f"app {n % 2}", domain=f"site{n % 3}.example") for n in range(12)], weeks=12).iloc[-1]
    assert found["machine_recent"] == 0, "no program and no site made eight of them"


def test_where_nothing_is_told_everything_is_possible() -> None:
    found = frame_of(*[{"minute": -1}] * 12, weeks=12).iloc[-1]
    assert found[NAMES[:2]].tolist() == [0, 12]
    assert pd.isna(found["machine_minute"])


def test_what_comes_later_changes_no_earlier_week() -> None:
    posts = [made()] * 9 + [made(minute=30, app="other")] * 12
    early, late = frame_of(*posts[:9], weeks=9), frame_of(*posts, weeks=20)
    pd.testing.assert_frame_equal(early, late.loc[early.index])
