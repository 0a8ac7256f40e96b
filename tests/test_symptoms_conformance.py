"""Every symptom of the catalogue passes the conformance suite, and rules that hold for any history."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.errors import FixSettings
from monitor.symptoms import registry
from monitor.symptoms.catalogue import explain, render_symptoms_doc
from monitor.symptoms.contract import COMMON_REASONS, FIRST_COMMON, Symptom, reason_names
from monitor.symptoms.frames import make_frame
from monitor.symptoms.judging import judge
from monitor.symptoms.registry import all_symptoms, default_thresholds, symptoms_by_code, threshold_models
from monitor.symptoms.testing import SymptomConformance, check_cut

DOC = Path(__file__).parents[1] / "docs" / "symptoms.md"
ALL = pytest.mark.parametrize("symptom", all_symptoms(), ids=lambda symptom: symptom.code)


@ALL
def test_every_symptom_takes_the_suite(symptom: Symptom) -> None:
    suite = import_module(f"tests.test_{symptom.code.lower()}").TestConformance
    assert issubclass(suite, SymptomConformance)
    assert suite.symptom is symptom


def test_the_six_and_no_other_count_in_the_score() -> None:
    assert {symptom.code for symptom in all_symptoms() if symptom.in_score} == {f"HS{n}" for n in range(1, 7)}


def test_the_catalogue_is_in_order_and_without_doubles() -> None:
    codes = [symptom.code for symptom in all_symptoms()]
    assert codes == [
        "HS1",
        "HS2",
        "HS3",
        "HS4",
        "HS5",
        "HS6",
        "HS10",
        "HS11",
        "HS12",
        "HS13",
        "HS14",
        "HS15",
        "HS16",
        "HS17",
        "HS18",
        "HS19",
    ]
    names = [symptom.name for symptom in all_symptoms()]
    assert len(set(names)) == len(names)


@ALL
def test_every_symptom_has_the_defaults_it_declares(symptom: Symptom) -> None:
    assert threshold_models()[symptom.code] is symptom.thresholds
    assert default_thresholds()[symptom.code] == symptom.thresholds()
    assert len({variant.name for variant in symptom.variants}) == len(symptom.variants)
    assert len(reason_names(symptom)) == 1 + len(symptom.reasons) + len(COMMON_REASONS)
    assert len(symptom.reasons) < FIRST_COMMON


class _Point:
    name, value = "third", "their.module:SYMPTOM"

    def __init__(self, thing: Any) -> None:
        self._thing = thing

    def load(self) -> Any:
        return self._thing


@pytest.mark.parametrize("thing", [symptoms_by_code()["HS2"], "no symptom"], ids=["code taken", "no symptom"])
def test_a_wrong_entry_point_is_refused(monkeypatch: pytest.MonkeyPatch, thing: Any) -> None:
    monkeypatch.setattr(registry, "entry_points", lambda group: [_Point(thing)])
    with pytest.raises(FixSettings, match=r"HS2|no symptom"):
        all_symptoms.__wrapped__()


# --- any history -------------------------------------------------------------------------------------------
def history(symptom: Symptom, seed: int, weeks: int) -> pd.DataFrame:
    """A made-up history of an account that the symptom is about: bursts, pauses, holidays, gaps, labels at random."""
    draw = np.random.default_rng(seed)
    busy = np.repeat(draw.random(weeks // 6 + 1) < 0.6, 6)[:weeks]
    own = draw.poisson(draw.choice([0.3, 1.0, 4.0]), weeks) * busy * 1.0
    spoken = draw.poisson(0.4, weeks) * 1.0
    within = np.sort(draw.integers(0, spoken + 1, (4, weeks)), axis=0).astype(float)
    recent = np.minimum(np.cumsum(own), 10)
    outings = np.minimum(draw.integers(0, 11, weeks), recent)
    columns = {
        "platform": next(iter(sorted(symptom.platforms)), "x"),
        "kind": next(iter(sorted(symptom.kinds)), "company"),
        "seasonal": draw.random() < 0.2,
        "goal_posts": draw.choice([np.nan, 2.0]),
        "goal_weeks": draw.choice([1.0, 4.0]),
        "holiday_days": draw.choice([0, 0, 0, 1, 5], weeks) * 1.0,
        "member_discussions": np.minimum(own, 1),
        "discussions": own,
        "unknown_author_discussions": np.where(draw.random(weeks) < 0.2, np.maximum(own - 1, 0), 0),
        "authored_recent": np.floor(_sums(own) * draw.choice([0.5, 0.9, 1.0])),
        "top_author_recent": np.floor(_sums(own) * draw.choice([0.1, 0.5, 0.9])),
        "top_author_away": np.floor(_sums(own) / 4),
        "own_away": np.floor(_sums(own) / 3),
        "authors_recent": 2.0,
        "themed": np.floor(own / draw.choice([2, 6])),
        "theme_judged": np.ceil(own * 0.9),
        "linking": draw.choice([np.nan, 0.0, 1.0]),
        "link_judged": np.ceil(own * 0.9),
        "articles_due": draw.choice([np.nan, 1.0]),
        "articles_shared": draw.integers(0, 2, weeks) * 1.0,
        "share_judged": 1.0,
        "machine_recent": np.floor(_sums(own) * draw.choice([0.5, 0.95])),
        "machine_possible": _sums(own),
        "machine_minute": 5.0,
        "planned_due": spoken,
        "planned_missed": np.floor(spoken / 2),
        "press_releases": np.floor(own / 2),
        "press_judged": np.ceil(own / 2),
        "videos_recent": recent,
        "videos_judged": np.maximum(outings, recent - 2),
        "outings_recent": outings,
        "last_video_outing": draw.choice([0, 1, np.nan], weeks),
        "interactions_known": True,
        "comments": spoken,
        "replies": draw.poisson(0.2, weeks) * 1.0,
        "answers": np.floor(spoken / 2),
        "answers_late": np.floor(spoken / 3),
        "answer_median": np.where(spoken > 0, spoken * 2.5, np.nan),
        "answer_promise": 4.0,
        "questions_due": spoken,
        "questions_missed": np.floor(spoken / 2),
        "profile_seen": True,
        "default_avatar": draw.choice([0, 1, np.nan], weeks),
        "has_bio": draw.choice([0, 1, np.nan], weeks),
    }
    answers = {f"answered_within_{back}": numbers for back, numbers in enumerate(within)}
    seen = np.repeat(draw.random(weeks // 9 + 1) < 0.85, 9)[:weeks]
    return make_frame(own, age_days=float(draw.integers(7, 200)), observed=seen, **columns, **answers)


def _sums(values: np.ndarray) -> np.ndarray:
    """Over the last 13 weeks."""
    total = np.cumsum(values)
    return total - np.concatenate((np.zeros(13), total))[: len(total)]


@ALL
@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**32), weeks=st.integers(2, 130), data=st.data())
def test_is_causal_on_any_history(symptom: Symptom, seed: int, weeks: int, data: st.DataObject) -> None:
    frame, numbers = history(symptom, seed, weeks), symptom.thresholds()
    whole = judge(frame, symptom, numbers)
    check_cut(symptom, frame, whole, data.draw(st.integers(1, weeks - 1)), numbers)


@ALL
@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 2**32), weeks=st.integers(2, 130))
def test_unobserved_weeks_are_never_judged_once_the_look_is_stale(symptom: Symptom, seed: int, weeks: int) -> None:
    frame, numbers = history(symptom, seed, weeks), symptom.thresholds()
    result = judge(frame, symptom, numbers)
    stale = ~(frame["weeks_unseen"] <= 2)
    if symptom.observed(numbers):
        assert (result.loc[stale, "verdict"] == -1).all()
        assert (result.loc[frame["age_days"] < symptom.grace(numbers), "verdict"] == -1).all()


# --- what is made of the declarations ----------------------------------------------------------------------
def test_the_document_is_the_one_made_from_the_declarations() -> None:
    assert DOC.read_text(encoding="utf-8") == render_symptoms_doc()


@ALL
def test_a_symptom_explains_itself(symptom: Symptom) -> None:
    one = explain(symptom.code.lower())
    assert one.title == symptom.title
    assert [number.key for number in one.numbers] == list(symptom.thresholds.model_fields)
    assert one.shows == tuple(variant.sentence for variant in symptom.variants)
    assert all(f"`{number.key}` | {number.default:g}" in render_symptoms_doc() for number in one.numbers)
