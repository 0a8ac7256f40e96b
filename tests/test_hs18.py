"""HS18: the account nobody answers for."""

from __future__ import annotations

import pandas as pd
import pytest

from monitor.symptoms.contract import reason_names
from monitor.symptoms.frames import make_frame
from monitor.symptoms.hs18_unowned import SYMPTOM, Numbers
from monitor.symptoms.judging import judge
from monitor.symptoms.testing import SymptomConformance


class TestConformance(SymptomConformance):
    symptom = SYMPTOM

    def planted(self) -> pd.DataFrame:
        return make_frame([1.0] * 10, has_owner=False)

    def healthy(self) -> pd.DataFrame:
        return make_frame([1.0] * 10, account=2)


@pytest.mark.parametrize(
    ("owner", "deputy", "verdict", "variant"), [(False, False, 1, 1), (True, False, 1, 2), (True, True, 0, 0)]
)
def test_an_owner_and_a_second_person(owner: bool, deputy: bool, verdict: int, variant: int) -> None:
    result = judge(make_frame([1.0], has_owner=owner, has_deputy=deputy, age_days=1), SYMPTOM, Numbers()).iloc[-1]
    assert (result["verdict"], result["variant"]) == (verdict, variant)


def test_an_account_nobody_has_configured_yet_cannot_be_judged() -> None:
    frame = make_frame([1.0], configured=False, has_owner=False, has_deputy=False)
    result = judge(frame, SYMPTOM, Numbers()).iloc[-1]
    assert (result["verdict"], reason_names(SYMPTOM)[result["reason"]]) == (-1, "unconfigured")
