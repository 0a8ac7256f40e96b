"""HS5: the blog that is a slow shelf of press releases."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from monitor.symptoms.frames import make_frame
from monitor.symptoms.hs5_blog_press_releases import SYMPTOM, Numbers
from monitor.symptoms.judging import judge
from monitor.symptoms.testing import SymptomConformance


def blog(own: Any, press: Any = None, judged: Any = None, **columns: Any) -> pd.DataFrame:
    posts = np.asarray(own, float)
    press = posts if press is None else np.asarray(press, float)
    facts = {"platform": "blog", "kind": "blog", "press_releases": press}
    return make_frame(posts, press_judged=posts if judged is None else judged, **(facts | columns))


def last(*args: Any, **columns: Any) -> pd.Series:
    return judge(blog(*args, **columns), SYMPTOM, Numbers()).iloc[-1]


def spaced(weeks: int, every: int) -> np.ndarray:
    return np.where(np.arange(weeks) % every == every - 1, 1.0, 0.0)


class TestConformance(SymptomConformance):
    symptom = SYMPTOM

    def planted(self) -> pd.DataFrame:
        own = np.concatenate((np.full(40, 1.0), spaced(30, 6)))
        press = np.concatenate((np.zeros(40), spaced(30, 6)))
        return blog(own, press)

    def healthy(self) -> pd.DataFrame:
        return blog(np.full(70, 1.0), np.zeros(70), account=2)


def posts(number: int, press: int, weeks: int = 40) -> tuple[np.ndarray, np.ndarray]:
    own, releases = np.zeros(weeks), np.zeros(weeks)
    own[-13 : -13 + number], releases[-13 : -13 + press] = 1.0, 1.0
    return own, releases


@pytest.mark.parametrize(
    ("number", "press", "verdict"),
    [(3, 3, 1), (3, 2, 1), (3, 1, 0), (2, 1, 1), (4, 4, 0)],
    ids=["all press", "two of three", "one of three", "exactly half", "more than one a month"],
)
def test_slow_and_at_least_half_press(number: int, press: int, verdict: int) -> None:
    assert last(*posts(number, press))["verdict"] == verdict


def test_each_half_is_told_on_its_own() -> None:
    slow, press = last(*posts(3, 0)), last(*posts(10, 9))
    assert (slow["slow"], slow["press_only"], slow["verdict"]) == (1, 0, 0)
    assert (press["slow"], press["press_only"], press["verdict"]) == (0, 1, 0)


def test_fewer_than_two_posts_in_half_a_year_is_silence() -> None:
    result = last(*posts(1, 1))
    assert (result["verdict"], result["reason"]) == (-1, 2)


def test_no_post_in_the_window_leaves_nothing_to_call_press() -> None:
    own = np.zeros(60)
    own[-20:-17] = 1.0
    result = last(own)
    assert (result["verdict"], result["reason"]) == (-1, 3)


@pytest.mark.parametrize(
    ("press", "unknown", "verdict"),
    [(2, 1, 1), (1, 0, 0), (1, 1, -1), (0, 1, 0), (0, 3, -1)],
    ids=["sure whatever the unknown", "all known", "open", "ruled out whatever the unknown", "nothing known"],
)
def test_unknown_labels_decide_only_where_they_matter(press: int, unknown: int, verdict: int) -> None:
    own, releases = posts(3, press)
    judged = own.copy()
    judged[-13 + 3 - unknown : -13 + 3] = 0.0
    assert last(own, releases, judged)["verdict"] == verdict


def test_a_blog_of_nobody_else() -> None:
    assert judge(blog([1.0] * 5, kind="page"), SYMPTOM, Numbers()).empty


def test_since_when_there_is_nothing_but_press_releases() -> None:
    own, press = np.zeros(60), np.zeros(60)
    own[[0, 5, 10, 20, 30, 45, 55]] = 1.0
    press[[5, 20, 30, 45, 55]] = 1.0
    verdicts = judge(blog(own, press), SYMPTOM, Numbers())
    weeks = verdicts.index.get_level_values(1)
    assert verdicts["variant"].iloc[-1] == 2
    assert verdicts["press_since"].iloc[-1] == weeks[20]
    assert verdicts["press_since"].iloc[25] == weeks[20]


def test_one_post_of_its_own_and_it_is_no_longer_nothing_but_press() -> None:
    own, press = posts(3, 2)
    found = last(own, press)
    assert found["variant"] == 1
    assert np.isnan(found["press_since"])


def test_the_streak_of_one_blog_does_not_reach_into_another() -> None:
    first = blog(np.full(40, 1.0), np.full(40, 1.0))
    own, press = posts(2, 2)
    both = pd.concat([first, blog(own, press, account=2)])
    alone = judge(blog(own, press, account=2), SYMPTOM, Numbers())
    together = judge(both, SYMPTOM, Numbers()).loc[[2]]
    pd.testing.assert_frame_equal(alone, together)
