"""HS4: the forgotten Facebook page."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from monitor.symptoms.frames import make_frame
from monitor.symptoms.hs4_facebook_forgotten import SYMPTOM, Numbers
from monitor.symptoms.judging import judge
from monitor.symptoms.testing import SymptomConformance


def page(own: Any, **columns: Any) -> pd.DataFrame:
    return make_frame(own, **({"platform": "facebook", "kind": "page"} | columns))


def verdicts(own: Any, **columns: Any) -> pd.DataFrame:
    return judge(page(own, **columns), SYMPTOM, Numbers())


def talk(
    weeks: int, received: dict[int, float], answered: dict[int, tuple[float, ...]] | None = None
) -> dict[str, Any]:
    """Comments by week counted from the end, and how many of them were answered within 0, 1, 2, 3 weeks."""
    columns: dict[str, Any] = {"interactions_known": True, "comments": np.zeros(weeks)}
    columns |= {f"answered_within_{back}": np.zeros(weeks) for back in range(4)}
    for ago, number in received.items():
        columns["comments"][-1 - ago] = number
    for ago, numbers in (answered or {}).items():
        for back, number in enumerate(numbers):
            columns[f"answered_within_{back}"][-1 - ago] = number
    return columns


class TestConformance(SymptomConformance):
    symptom = SYMPTOM

    def planted(self) -> pd.DataFrame:
        return page([2.0] * 40 + [0.0] * 6, **talk(46, {1: 2.0, 3: 1.0}))

    def healthy(self) -> pd.DataFrame:
        return page([1.0] * 46, account=2, **talk(46, {2: 1.0}, {2: (0.0, 1.0, 1.0, 1.0)}))


@pytest.mark.parametrize(("days", "verdict"), [(27.9, 0), (28.0, 1), (90.0, 1)])
def test_no_post_for_twenty_eight_days(days: float, verdict: int) -> None:
    frame = page([3.0] * 30 + [0.0] * 20)
    frame = frame.assign(days_silent=np.minimum(frame["days_silent"], days))
    assert judge(frame, SYMPTOM, Numbers()).iloc[-1]["verdict"] == verdict


def test_a_page_that_never_posted_is_silent_since_it_opened() -> None:
    result = verdicts([0.0] * 10, age_days=7.0).iloc[-1]
    assert (result["verdict"], result["variant"], result["days_silent"]) == (1, 2, 70)


def test_all_comments_unanswered_during_a_fortnight_of_quiet() -> None:
    quiet = [2.0] * 30 + [0.0] * 2
    result = verdicts(quiet, **talk(32, {0: 1.0, 3: 2.0})).iloc[-1]
    assert (result["verdict"], result["variant"], result["comments"]) == (1, 3, 3)


@pytest.mark.parametrize(
    ("own", "received", "answered"),
    [
        ([2.0] * 32, {0: 1.0}, {}),
        ([2.0] * 30 + [0.0] * 2, {}, {}),
        ([2.0] * 30 + [0.0] * 2, {0: 1.0, 3: 2.0}, {3: (0.0, 0.0, 0.0, 1.0)}),
        ([2.0] * 30 + [0.0] * 2, {4: 2.0}, {}),
    ],
    ids=["still posting", "nobody spoke", "one was answered", "too long ago"],
)
def test_no_alarm_about_comments(own: list[float], received: dict[int, float], answered: dict[int, Any]) -> None:
    assert verdicts(own, **talk(32, received, answered)).iloc[-1]["verdict"] == 0


def test_an_answer_given_only_later_is_not_known_yet() -> None:
    quiet = [2.0] * 30 + [0.0] * 2
    assert verdicts(quiet, **talk(32, {0: 1.0}, {0: (0.0, 1.0, 1.0, 1.0)})).iloc[-1]["verdict"] == 1


def test_answers_that_no_source_tells_are_no_missing_answers() -> None:
    columns = talk(32, {0: 1.0}) | {f"answered_within_{back}": np.nan for back in range(4)}
    assert verdicts([2.0] * 30 + [0.0] * 2, **columns).iloc[-1]["verdict"] == 0


def test_holidays_lengthen_the_allowance_and_no_more() -> None:
    off = np.zeros(45)
    off[-4:-2] = 5.0
    result = verdicts([3.0] * 40 + [0.0] * 5, holiday_days=off)
    assert result["verdict"].iloc[-1] == 0
    assert result["allowed_days"].iloc[-1] == 42
    assert verdicts([3.0] * 40 + [0.0] * 5)["verdict"].iloc[-1] == 1


def test_a_slow_page_is_not_flagged_inside_its_own_rhythm() -> None:
    own = ([1.0] + [0.0] * 5) * 20
    assert (verdicts(own)["verdict"].iloc[40:] == 0).all()
    assert verdicts(own + [0.0] * 8)["verdict"].iloc[-1] == 1


def test_a_slow_rhythm_explains_at_most_a_quarter_of_a_year() -> None:
    own = ([1.0] + [0.0] * 19) * 8
    result = verdicts(own)["verdict"].to_numpy()
    assert (result[-7:] == 1).all()
    assert (result[-20:-8] == 0).all()


def test_an_outage_does_not_become_a_rhythm() -> None:
    own = [1.0] * 60 + [0.0] * 20 + [1.0] * 20 + [0.0] * 4 + [0.0] * 4
    result = verdicts(own)
    assert (result["verdict"].iloc[-4:] == 1).all()
    assert result["allowed_days"].iloc[-1] == 28


def test_silence_counts_only_as_far_as_it_was_observed() -> None:
    seen = (np.arange(72) < 42) | (np.arange(72) >= 67)
    slow = ([1.0] + [0.0] * 5) * 7 + [0.0] * 30
    result = verdicts(slow, observed=seen).iloc[-1]
    assert (result["verdict"], result["reason"]) == (-1, 1)


@pytest.mark.parametrize(("kind", "judged"), [("page", True), ("unknown", True), ("group", False), ("personal", False)])
def test_about_pages(kind: str, judged: bool) -> None:
    assert len(verdicts([1.0] * 5, kind=kind)) == 5 * judged
