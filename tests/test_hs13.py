"""HS13: people wait for an answer, or get none."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from monitor.symptoms.frames import make_frame
from monitor.symptoms.hs13_slow_answers import SYMPTOM, Numbers
from monitor.symptoms.judging import judge
from monitor.symptoms.testing import SymptomConformance


def page(weeks: int = 30, **columns: Any) -> pd.DataFrame:
    quiet = dict.fromkeys(("answers", "answers_late", "questions_due", "questions_missed"), 0.0)
    waited = {"answer_median": np.nan, "answer_promise": 4.0}
    facts = {"platform": "facebook", "kind": "page", "interactions_known": True}
    return make_frame([1.0] * weeks, **(facts | quiet | waited | columns))


def last(median: float = np.nan, **numbers: float) -> pd.Series:
    """So many in the last week but three, none in the others."""
    columns = {name: np.where(np.arange(30) == 26, value, 0.0) for name, value in numbers.items()}
    return judge(page(answer_median=median, **columns), SYMPTOM, Numbers()).iloc[-1]


class TestConformance(SymptomConformance):
    symptom = SYMPTOM

    def planted(self) -> pd.DataFrame:
        late = np.where(np.arange(40) < 20, 0.0, 1.0)
        return page(40, answers=1.0, answers_late=late, answer_median=2 + 8 * late, questions_due=1.0)

    def healthy(self) -> pd.DataFrame:
        return page(40, account=2, answers=1.0, answer_median=2.0, questions_due=1.0)


@pytest.mark.parametrize(
    ("answers", "median", "verdict"),
    [(4, 4.0, 0), (4, 4.5, 1), (3, 4.5, 1), (2, 40.0, -1)],
    ids=["just in time", "later", "just enough", "too few"],
)
def test_the_median_answer(answers: float, median: float, verdict: int) -> None:
    found = last(median, answers=answers)
    assert (found["verdict"], found["median_hours"], found["promised_hours"]) == (verdict, median, 4)


@pytest.mark.parametrize(
    ("due", "missed", "verdict"),
    [(10, 2, 0), (10, 3, 1), (3, 1, 1), (2, 2, -1)],
    ids=["a fifth", "more than a fifth", "just enough", "too few"],
)
def test_questions_without_an_answer(due: float, missed: float, verdict: int) -> None:
    assert last(questions_due=due, questions_missed=missed)["verdict"] == verdict


def test_unanswered_questions_are_worse_than_late_answers() -> None:
    found = last(10.0, answers=4, questions_due=4, questions_missed=2)
    assert (found["variant"], found["median_hours"], found["missed_share"]) == (3, 10, 0.5)
    assert last(1.0, answers=4, questions_due=4, questions_missed=2)["variant"] == 2


def test_what_nobody_hears_cannot_be_judged() -> None:
    found = judge(page(interactions_known=False), SYMPTOM, Numbers()).iloc[-1]
    assert (found["verdict"], found["reason"]) == (-1, 1)
    assert np.isnan(found["due"])
