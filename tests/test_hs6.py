"""HS6: the channel that shows the outing."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from monitor.symptoms.frames import make_frame
from monitor.symptoms.hs6_youtube_company_outing import SYMPTOM, Numbers
from monitor.symptoms.judging import judge
from monitor.symptoms.testing import SymptomConformance

CHANNEL = {"platform": "youtube", "kind": "channel"}


def channel(own: Any, videos: Any, outings: Any, last: Any = 0.0, judged: Any = None, **columns: Any) -> pd.DataFrame:
    facts = {"videos_recent": videos, "outings_recent": outings, "last_video_outing": last}
    facts |= {"videos_judged": videos if judged is None else judged}
    return make_frame(own, **(CHANNEL | facts | columns))


def final(*args: Any, **columns: Any) -> pd.Series:
    return judge(channel(*args, **columns), SYMPTOM, Numbers()).iloc[-1]


class TestConformance(SymptomConformance):
    symptom = SYMPTOM

    def planted(self) -> pd.DataFrame:
        outings = np.minimum(np.maximum(np.arange(40) - 15.0, 0), 10)
        return channel([1.0] * 40, np.minimum(np.arange(40) + 1.0, 10), outings, (outings > 0).astype(float))

    def healthy(self) -> pd.DataFrame:
        return channel([1.0] * 40, np.minimum(np.arange(40) + 1.0, 10), 0.0, account=2)


@pytest.mark.parametrize(
    ("videos", "outings", "verdict"), [(10, 4, 0), (10, 5, 1), (3, 1, 0), (3, 2, 1), (2, 1, 1), (2, 2, 1)]
)
def test_at_least_half_of_the_last_ten_or_of_all(videos: float, outings: float, verdict: int) -> None:
    result = final([1.0] * 10, videos, outings)
    assert result["verdict"] == verdict
    assert result["outing_share"] == pytest.approx(outings / videos)


@pytest.mark.parametrize(("weeks", "verdict"), [(12, 0), (13, 1)])
def test_the_last_video_is_an_outing_and_nothing_followed(weeks: int, verdict: int) -> None:
    result = final([1.0] * 20 + [0.0] * weeks, 10.0, 1.0, last=1.0)
    assert result["verdict"] == verdict
    assert result["variant"] == 2 * verdict


def test_the_only_video_is_an_outing() -> None:
    own = [0.0] * 10 + [1.0] + [0.0] * 13
    assert final(own, 1.0, 1.0, last=1.0)["verdict"] == 1
    assert final(own[:-5], 1.0, 1.0, last=1.0)["verdict"] == 0


def test_a_last_video_about_the_work_is_no_outing_however_old() -> None:
    assert final([1.0] * 20 + [0.0] * 30, 10.0, 4.0, last=0.0)["verdict"] == 0


@pytest.mark.parametrize(("outings", "judged", "verdict"), [(5, 6, 1), (3, 10, 0), (3, 7, -1), (0, 0, -1), (0, 6, 0)])
def test_unknown_videos_decide_only_where_they_matter(outings: float, judged: float, verdict: int) -> None:
    assert final([1.0] * 10, 10.0, outings, judged=judged)["verdict"] == verdict


def test_no_videos_is_no_verdict() -> None:
    result = final([0.0] * 10, 0.0, 0.0, last=np.nan)
    assert (result["verdict"], result["reason"]) == (-1, 1)


def test_the_time_since_must_have_been_observed() -> None:
    seen = np.arange(40) >= 35
    result = final([1.0] * 20 + [0.0] * 20, 10.0, 1.0, last=1.0, observed=seen)
    assert (result["verdict"], result["reason"]) == (-1, 2)
