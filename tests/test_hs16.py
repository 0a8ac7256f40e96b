"""HS16: accounts that lead nowhere, and blogs that nobody passes on."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from monitor.symptoms.frames import make_frame
from monitor.symptoms.hs16_island import SYMPTOM, Numbers
from monitor.symptoms.judging import judge
from monitor.symptoms.testing import SymptomConformance

WEEKS = 40


def social(posts: Any, linking: Any, judged: Any = None, **columns: Any) -> pd.DataFrame:
    """An account that is no blog."""
    own = np.asarray(posts, float)
    return make_frame(own, linking=linking, link_judged=own if judged is None else judged, **columns)


def blog(due: Any, shared: Any, judged: Any = None, linking: Any = 0.0, **columns: Any) -> pd.DataFrame:
    """A blog with as many own posts a week as become due."""
    own = np.asarray(due, float)
    links = {"linking": linking, "link_judged": own, "platform": "blog", "kind": "blog"} | columns
    return make_frame(
        own, articles_due=own, articles_shared=shared, share_judged=own if judged is None else judged, **links
    )


def once(count: float) -> np.ndarray:
    return np.where(np.arange(WEEKS) == WEEKS - 5, float(count), 0.0)


def last(frame: pd.DataFrame) -> pd.Series:
    return judge(frame, SYMPTOM, Numbers()).iloc[-1]


class TestConformance(SymptomConformance):
    symptom = SYMPTOM

    def planted(self) -> pd.DataFrame:
        return social(np.full(50, 2.0), np.where(np.arange(50) < 25, 1.0, 0.0))

    def healthy(self) -> pd.DataFrame:
        return social(np.full(50, 2.0), np.full(50, 1.0), account=2)


class TestConformanceOfShares(SymptomConformance):
    symptom = SYMPTOM

    def planted(self) -> pd.DataFrame:
        return blog(np.full(50, 1.0), np.where(np.arange(50) < 25, 1.0, 0.0))

    def healthy(self) -> pd.DataFrame:
        return blog(np.full(50, 1.0), np.full(50, 1.0), account=2)


@pytest.mark.parametrize(
    ("posts", "linking", "untold", "verdict", "reason"),
    [(5, 0, 0, 1, 0), (5, 1, 0, 0, 0), (4, 0, 0, -1, 3), (4, 1, 0, 0, 0), (9, 0, 1, -1, 6), (9, 1, 8, 0, 0)],
    ids=["no links", "one link", "too few", "a link is enough", "one may link", "a link whatever the others do"],
)
def test_an_account_links_or_does_not(posts: int, linking: int, untold: int, verdict: int, reason: int) -> None:
    found = last(social(once(posts), once(linking), once(posts - untold)))
    assert (found["verdict"], found["reason"], found["untold"]) == (verdict, reason, untold)
    assert np.isnan(found["articles"])


@pytest.mark.parametrize(
    ("due", "shared", "untold", "verdict", "reason"),
    [(4, 2, 0, 0, 0), (4, 1, 0, 1, 0), (4, 1, 1, -1, 5), (5, 0, 2, 1, 0), (4, 2, 2, 0, 0), (2, 0, 0, -1, 4)],
    ids=["half", "less", "one may be", "too few whatever they are", "enough whatever they are", "few articles"],
)
def test_a_blog_is_passed_on_or_is_not(due: int, shared: int, untold: int, verdict: int, reason: int) -> None:
    found = last(blog(once(due), once(shared), once(due - untold)))
    assert (found["verdict"], found["reason"], found["unclear"]) == (verdict, reason, untold)


def test_each_way_is_told_on_its_own_and_both_together() -> None:
    ways = [social(once(5), 0.0), blog(once(5), 0.0, linking=once(1)), blog(once(5), 0.0)]
    assert [SYMPTOM.variants[int(last(way)["variant"]) - 1].name for way in ways] == ["no_links", "not_shared", "both"]


def test_a_blog_that_is_shared_need_not_link() -> None:
    assert last(blog(once(5), once(5)))["verdict"] == 0


def test_where_nothing_is_our_own_only_shares_are_judged() -> None:
    assert last(social(once(9), np.nan, np.nan))[["verdict", "reason"]].tolist() == [-1, 1]
    assert last(blog(once(5), 0.0, linking=np.nan))[["verdict", "variant"]].tolist() == [1, 2]


@pytest.mark.parametrize("platform", ["instagram", "tiktok"])
def test_platforms_whose_posts_hold_no_links_are_not_blamed(platform: str) -> None:
    assert last(social(once(9), 0.0, platform=platform))[["verdict", "reason"]].tolist() == [-1, 2]
    assert last(social(once(9), once(1), platform=platform))["verdict"] == 0


def test_reposts_are_not_asked_for_links() -> None:
    found = last(social(once(5), 0.0, once(6), replies=once(1), reposts=once(7)))
    assert found[["verdict", "posts"]].tolist() == [1, 6]


def test_an_account_in_its_quiet_season_has_too_few_posts_to_judge() -> None:
    assert last(social(np.where(np.arange(WEEKS) < 20, 2.0, 0.0), 0.0, seasonal=True))["reason"] == 3
