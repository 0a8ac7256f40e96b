"""HS14: a content calendar that is not kept."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from monitor.symptoms.frames import make_frame
from monitor.symptoms.hs14_calendar_missed import SYMPTOM, Numbers
from monitor.symptoms.judging import judge
from monitor.symptoms.testing import SymptomConformance


def account(due: Any, missed: Any, **columns: Any) -> pd.DataFrame:
    return make_frame(np.ones(len(due)), planned_due=due, planned_missed=missed, **columns)


def last(due: int, missed: int) -> pd.Series:
    planned, late = (np.where(np.arange(20) == 15, number, 0.0) for number in (due, missed))
    return judge(account(planned, late), SYMPTOM, Numbers()).iloc[-1]


class TestConformance(SymptomConformance):
    symptom = SYMPTOM

    def planned(self) -> np.ndarray:
        return np.concatenate((np.full(10, np.nan), np.full(30, 2.0)))

    def planted(self) -> pd.DataFrame:
        return account(self.planned(), np.where(np.arange(40) < 25, 0.0, 1.0) + 0 * self.planned())

    def healthy(self) -> pd.DataFrame:
        return account(self.planned(), 0 * self.planned(), account=2)


@pytest.mark.parametrize(
    ("due", "missed", "verdict", "reason"),
    [(10, 3, 0, 0), (10, 4, 1, 0), (3, 1, 1, 0), (2, 2, -1, 2), (0, 0, -1, 2)],
    ids=["three tenths", "more", "just enough", "too few", "nothing due"],
)
def test_the_share_of_items_that_came_too_late(due: int, missed: int, verdict: int, reason: int) -> None:
    found = last(due, missed)
    assert (found["verdict"], found["reason"]) == (verdict, reason)


def test_without_a_calendar_nothing_is_missed() -> None:
    found = judge(account(np.full(20, np.nan), np.nan), SYMPTOM, Numbers()).iloc[-1]
    assert (found["verdict"], found["reason"]) == (-1, 1)
