"""Scores of a labeller that may abstain, with confidence intervals over organisations."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Bools = npt.NDArray[np.bool_]
ROUNDS = 500
YES, NO, ABSTAINS = 1, 0, -1


class Scores(NamedTuple):
    """Shares from 0 to 1; nan where there is nothing to divide.

    Attributes:
        precision: Of the texts called yes, how many are.
        recall: Of the texts that are and were judged, how many were called yes.
        f1: Harmonic mean of the two.
        strict_recall: As `recall`, but an abstention counts as missed.
        strict_f1: Harmonic mean of `precision` and `strict_recall`.
        abstained: Share of texts not judged.
    """

    precision: float
    recall: float
    f1: float
    strict_recall: float
    strict_f1: float
    abstained: float


def scores(said: npt.NDArray[np.int_], true: Bools) -> Scores:
    """Score answers (`YES`, `NO` or `ABSTAINS`) against the truth."""
    hits = float(((said == YES) & true).sum())
    called, wanted, judged = (said == YES).sum(), true.sum(), (true & (said != ABSTAINS)).sum()
    precision, recall, strict = (_share(hits, total) for total in (called, judged, wanted))
    return Scores(
        precision, recall, _f1(precision, recall), strict, _f1(precision, strict), float((said == ABSTAINS).mean())
    )


def intervals(said: npt.NDArray[np.int_], true: Bools, groups: npt.NDArray[np.str_]) -> list[tuple[float, float]]:
    """95 % intervals of the scores when whole organisations are drawn anew, with replacement (bootstrap)."""
    draw = np.random.default_rng(2012)
    rows = [np.flatnonzero(groups == group) for group in np.unique(groups)]
    drawn = []
    for _ in range(ROUNDS):
        chosen = np.concatenate([rows[i] for i in draw.integers(0, len(rows), len(rows))])
        drawn.append(scores(said[chosen], true[chosen]))
    with np.errstate(all="ignore"):
        low, high = np.nanpercentile(np.array(drawn), [2.5, 97.5], axis=0)
    return list(zip(low.tolist(), high.tolist(), strict=True))


def _share(part: float, whole: float) -> float:
    return part / float(whole) if whole else float("nan")


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall > 0 else float("nan")
