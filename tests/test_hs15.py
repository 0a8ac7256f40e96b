"""HS15: posts about anything but the organisation's themes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from monitor.symptoms.frames import make_frame
from monitor.symptoms.hs15_off_message import SYMPTOM, Numbers
from monitor.symptoms.judging import judge
from monitor.symptoms.testing import SymptomConformance


def account(own: Any, themed: Any, judged: Any = None, **columns: Any) -> pd.DataFrame:
    posts = np.asarray(own, float)
    return make_frame(posts, themed=themed, theme_judged=posts if judged is None else judged, **columns)


def last(posts: int, themed: int, wordless: int = 0) -> pd.Series:
    own, on, judged = (np.where(np.arange(30) == 25, n, 0.0) for n in (posts, themed, posts - wordless))
    return judge(account(own, on, judged), SYMPTOM, Numbers()).iloc[-1]


class TestConformance(SymptomConformance):
    symptom = SYMPTOM

    def planted(self) -> pd.DataFrame:
        return account(np.full(50, 2.0), np.where(np.arange(50) < 25, 1.0, 0.0))

    def healthy(self) -> pd.DataFrame:
        return account(np.full(50, 2.0), np.full(50, 1.0), account=2)


@pytest.mark.parametrize(
    ("posts", "themed", "wordless", "verdict", "reason"),
    [(10, 2, 0, 0, 0), (10, 1, 0, 1, 0), (10, 0, 1, 1, 0), (10, 0, 2, -1, 3), (10, 2, 8, 0, 0), (4, 0, 0, -1, 2)],
    ids=["a fifth", "less", "sure whatever they say", "open", "on message whatever they say", "too few"],
)
def test_posts_without_words_decide_only_where_they_matter(
    posts: int, themed: int, wordless: int, verdict: int, reason: int
) -> None:
    found = last(posts, themed, wordless)
    assert (found["verdict"], found["reason"]) == (verdict, reason)


def test_without_themes_nobody_is_off_message() -> None:
    found = judge(account(np.full(30, 2.0), np.nan, np.nan), SYMPTOM, Numbers()).iloc[-1]
    assert (found["verdict"], found["reason"]) == (-1, 1)
    assert np.isnan(found["posts"])
