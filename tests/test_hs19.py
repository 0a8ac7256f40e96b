"""HS19: accounts that run by themselves."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from monitor.symptoms.frames import make_frame
from monitor.symptoms.hs19_autopilot import SYMPTOM, Numbers
from monitor.symptoms.judging import judge
from monitor.symptoms.testing import SymptomConformance


def account(machine: Any, possible: Any = None, **columns: Any) -> pd.DataFrame:
    """Two posts a week for a year, 26 in every window, of which so many are a machine's."""
    at_most = machine if possible is None else possible
    return make_frame(
        np.full(52, 2.0), **{"machine_recent": machine, "machine_possible": at_most, "machine_minute": 7.0} | columns
    )


def last(frame: pd.DataFrame) -> pd.Series:
    return judge(frame, SYMPTOM, Numbers()).iloc[-1]


class TestConformance(SymptomConformance):
    symptom = SYMPTOM

    def planted(self) -> pd.DataFrame:
        return account(np.where(np.arange(52) < 30, 0.0, 26.0))

    def healthy(self) -> pd.DataFrame:
        return account(3.0, account=2)


@pytest.mark.parametrize(
    ("machine", "possible", "verdict", "reason"),
    [(24, 24, 1, 0), (23, 23, 0, 0), (23, 24, -1, 2), (0, 23, 0, 0), (24, 26, 1, 0), (0, 26, -1, 2)],
    ids=["nine tenths", "less", "one may be", "never whatever they are", "surely", "nothing is told"],
)
def test_the_unknown_decides_only_where_it_matters(machine: int, possible: int, verdict: int, reason: int) -> None:
    found = last(account(float(machine), float(possible)))
    assert (found["verdict"], found["reason"], found["unclear"]) == (verdict, reason, possible - machine)


def test_who_answers_is_no_machine() -> None:
    replied = np.where(np.arange(52) == 45, 1.0, 0.0)
    assert last(account(26.0, replies=replied))["verdict"] == 0
    on_page = {"platform": "facebook", "kind": "page", "interactions_known": True}
    assert last(account(26.0, answers=replied, **on_page))["verdict"] == 0
    assert last(account(26.0, answers=np.roll(replied, -10), **on_page))["verdict"] == 1, "that was long ago"


def test_where_no_source_tells_answers_nobody_knows() -> None:
    page = {"platform": "facebook", "kind": "page"}
    assert last(account(26.0, **page))[["verdict", "reason"]].tolist() == [-1, 3]
    assert last(account(5.0, **page))["verdict"] == 0, "it is no machine whatever it answers"
    assert last(account(26.0, interactions_known=True, **page))["verdict"] == 1


def test_few_posts_are_no_machine() -> None:
    few = make_frame(np.where(np.arange(52) % 13 < 12, 1.0, 0.0), machine_recent=12.0, machine_possible=12.0)
    assert last(few)[["verdict", "reason"]].tolist() == [-1, 1]
