"""Signs that an account runs by itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from monitor.activity.autopilot import autopilot_marks, autopilot_weeks

ZONE = ZoneInfo("Europe/Amsterdam")
MONDAY = datetime(2013, 1, 7, 9, 0, tzinfo=UTC)


def posts(*changes: dict[str, Any]) -> pd.DataFrame:
    plain = {
        "account_id": 1,
        "week": 2193,
        "published_at": MONDAY,
        "precision": "second",
        "kind": "original",
        "source_app": "Robot",
        "links": ("https://krant.example/1",),
        "text": "",
    }
    return pd.DataFrame([plain | change for change in changes])


def test_a_post_is_marked_by_program_domain_minute_and_kind() -> None:
    told = posts(
        {},
        {"published_at": MONDAY + timedelta(minutes=7, seconds=40), "kind": "reply"},
        {"precision": "day"},
        {"source_app": None, "links": None, "text": None},
        {"links": ("https://a.example", "https://b.example")},
        {"links": ("https://bit.ly/x",)},
        {"links": ()},
    )
    marks = autopilot_marks(told, ZONE)
    assert marks["app"].tolist()[:4] == ["robot", "robot", "robot", None]
    assert marks["domain"].tolist() == ["krant.example", "krant.example", "krant.example", None, "", None, ""]
    assert marks["minute"].tolist()[:3] == [0, 7, -1]
    assert marks["reply"].tolist()[:2] == [False, True]


def test_shares_are_of_the_window_and_never_look_ahead() -> None:
    told = posts(
        {"week": 1}, {"week": 2}, {"week": 2, "source_app": "By hand", "published_at": MONDAY.replace(minute=5)}
    )
    found = autopilot_weeks(told, autopilot_marks(told, ZONE), window=3).set_index("week")
    assert found.loc[1, ["posts", "app", "app_share"]].tolist() == [1, "robot", 1.0]
    assert found.loc[2, "app_share"] == pytest.approx(2 / 3)
    assert found.loc[2, ["minute", "domain"]].tolist() == [0, "krant.example"]
    assert found.loc[4, ["posts", "app_share"]].tolist() == [2, 0.5]
    assert found.loc[5, "posts"] == 0
    early = told[told["week"] < 2]
    assert found.loc[[1]].equals(
        autopilot_weeks(early, autopilot_marks(early, ZONE), window=3).set_index("week").loc[[1]]
    )


def test_the_unknown_speaks_against_a_machine_and_is_counted() -> None:
    told = posts({}, {"source_app": None, "precision": "day", "links": None, "text": None})
    row = autopilot_weeks(told, autopilot_marks(told, ZONE)).iloc[0]
    assert (row["app_share"], row["app_known"], row["domain_known"], row["minute_known"]) == (0.5, 1, 1, 1)


def test_no_posts_give_no_rows() -> None:
    none = posts({}).iloc[:0]
    assert autopilot_weeks(none, autopilot_marks(none, ZONE)).empty
