"""HS11: one person writes nearly everything."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from monitor.symptoms.frames import make_frame
from monitor.symptoms.hs11_lone_author import SYMPTOM, Numbers
from monitor.symptoms.judging import judge
from monitor.symptoms.testing import SymptomConformance


def recent(values: np.ndarray) -> np.ndarray:
    """Sums over the last 13 weeks."""
    return np.array([values[max(0, end - 13) : end].sum() for end in range(1, len(values) + 1)])


def account(own: Any, first: Any, others: Any, **columns: Any) -> pd.DataFrame:
    """Own posts of each week, and how many of them one person and others wrote."""
    own, first, others = (np.asarray(values, float) for values in (own, first, others))
    away = np.minimum(recent(first), 6)
    told: dict[str, Any] = {
        "authored_recent": recent(first) + recent(others),
        "top_author_recent": np.maximum(recent(first), recent(others)),
        "top_author_away": away,
        "own_away": away * recent(own) / np.maximum(recent(first), 1),
        "authors_recent": (recent(first) > 0) * 1.0 + (recent(others) > 0),
    }
    return make_frame(own, **({"platform": "blog", "kind": "blog"} | told | columns))


def last(posts: int, by_one: int, by_other: int, weeks: int = 30) -> pd.Series:
    own, first, others = (np.zeros(weeks) for _ in range(3))
    own[-5], first[-5], others[-5] = posts, by_one, by_other
    return judge(account(own, first, others), SYMPTOM, Numbers()).iloc[-1]


class TestConformance(SymptomConformance):
    symptom = SYMPTOM

    def planted(self) -> pd.DataFrame:
        own = np.full(60, 2.0)
        first = np.where(np.arange(60) < 40, 1.0, 2.0)
        return account(own, first, own - first)

    def healthy(self) -> pd.DataFrame:
        return account(np.full(60, 2.0), np.full(60, 1.0), np.full(60, 1.0), account=2)


@pytest.mark.parametrize(
    ("posts", "by_one", "by_other", "verdict", "reason"),
    [
        (10, 8, 2, 1, 0),
        (10, 7, 3, 0, 0),
        (10, 8, 0, 1, 0),
        (10, 7, 0, -1, 2),
        (10, 0, 0, -1, 2),
        (10, 5, 3, 0, 0),
        (3, 3, 0, -1, 1),
        (4, 4, 0, 1, 0),
    ],
    ids=["most", "shared", "sure whatever the unknown", "open", "nobody known", "ruled out", "too few", "just enough"],
)
def test_posts_without_an_author_decide_only_where_they_matter(
    posts: int, by_one: int, by_other: int, verdict: int, reason: int
) -> None:
    found = last(posts, by_one, by_other)
    assert (found["verdict"], found["reason"]) == (verdict, reason)


def test_what_stops_when_that_person_is_away() -> None:
    found = last(26, 24, 2)
    assert (found["stops"], found["remain"], found["absence_factor"]) == (6, 0.5, 1)
    assert np.isnan(last(10, 4, 3)["absence_factor"])
    assert found["share"] == pytest.approx(24 / 26)


def test_one_share_can_be_asked_for_and_not_less_than_half() -> None:
    own = np.full(30, 2.0)
    frame = account(own, own * 0.75, own * 0.25)
    assert judge(frame, SYMPTOM, Numbers(share=0.7))["verdict"].iloc[-1] == 1
    with pytest.raises(ValueError, match="greater than or equal to"):
        Numbers(share=0.4)


@pytest.mark.parametrize("kind", ["personal", "group"])
def test_accounts_with_one_author_by_nature_or_of_everybody_are_left_alone(kind: str) -> None:
    own = np.full(30, 2.0)
    assert judge(account(own, own, own * 0, kind=kind), SYMPTOM, Numbers()).empty
