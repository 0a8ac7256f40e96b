"""Scores of labels: abstentions, a side that is missing, and intervals over organisations."""

from __future__ import annotations

import math

import numpy as np

from bench.label_scores import ABSTAINS, NO, YES, intervals, organisations, scores


def test_an_abstention_is_missed_only_in_the_strict_scores() -> None:
    found = scores(np.array([YES, ABSTAINS, NO, YES]), np.array([True, True, False, False]))
    assert (found.precision, found.recall, found.strict_recall, found.abstained) == (0.5, 1.0, 0.5, 0.25)
    assert found.even == 0.5


def test_precision_if_even_weighs_both_sides_the_same() -> None:
    said = np.array([YES, NO] + [YES] + [NO] * 9)
    found = scores(said, np.array([True] * 2 + [False] * 10))
    assert (found.precision, round(found.even, 3)) == (0.5, 0.833)


def test_without_texts_that_are_not_there_is_no_precision() -> None:
    found = scores(np.array([YES, NO]), np.array([True, True]))
    assert math.isnan(found.precision)
    assert found.recall == 0.5


def test_few_organisations_give_no_interval() -> None:
    true = np.array([True] * 6 + [False] * 2)
    groups = np.array([f"press {i}" for i in range(6)] + ["blog"] * 2)
    said = np.array([YES] * 5 + [NO, NO, YES])
    found = dict(zip(scores(said, true)._fields, intervals(said, true, groups), strict=True))
    assert organisations(true, groups) == (6, 1)
    assert all(math.isnan(end) for end in found["precision"])
    low, high = found["recall"]
    assert 0 < low <= 5 / 6 <= high <= 1
