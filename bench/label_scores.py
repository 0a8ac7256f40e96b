"""Scores of a labeller that may abstain, with confidence intervals over organisations."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int_]
Names = npt.NDArray[np.str_]
ROUNDS = 500
YES, NO, ABSTAINS = 1, 0, -1
FEWEST_ORGANISATIONS = 5
"""With fewer on a side, drawing organisations anew shows the same few again: no interval is given."""


class Scores(NamedTuple):
    """Shares from 0 to 1; nan where there is nothing to divide, or no text of the kind the score is about.

    Attributes:
        precision: Of the texts called yes, how many are.
        even: The same if there were as many texts that are not as texts that are.
        recall: Of the texts that are and were judged, how many were called yes.
        f1: Harmonic mean of precision and recall.
        strict_recall: As `recall`, but an abstention counts as missed.
        strict_f1: Harmonic mean of `precision` and `strict_recall`.
        abstained: Share of texts not judged.
    """

    precision: float
    even: float
    recall: float
    f1: float
    strict_recall: float
    strict_f1: float
    abstained: float


def scores(said: Ints, true: Bools) -> Scores:
    """Score answers (`YES`, `NO` or `ABSTAINS`) against the truth."""
    hits, called = float(((said == YES) & true).sum()), float((said == YES).sum())
    wanted, judged = float(true.sum()), float((true & (said != ABSTAINS)).sum())
    recall, strict = _share(hits, judged), _share(hits, wanted)
    false = _share(called - hits, float((~true).sum()))
    precision = _share(hits, called) if not true.all() else float("nan")
    return Scores(
        precision,
        _share(strict, strict + false),
        recall,
        _f1(precision, recall),
        strict,
        _f1(precision, strict),
        float((said == ABSTAINS).mean()),
    )


def intervals(said: Ints, true: Bools, groups: Names) -> list[tuple[float, float]]:
    """95 % intervals of the scores when whole organisations are drawn anew, with replacement (bootstrap).

    Organisations are drawn among those with texts that are and among those with texts that are not, each as many as
    there are: drawn all together, a language with one organisation of a kind would often have none.

    Returns:
        Low and high of each score; nan for those that depend on a side of fewer than `FEWEST_ORGANISATIONS`.
    """
    draw = np.random.default_rng(2012)
    sides = [[np.flatnonzero((groups == name) & side) for name in np.unique(groups[side])] for side in (true, ~true)]
    drawn = []
    for _ in range(ROUNDS):
        chosen = np.concatenate(
            [rows[i] for rows in sides if rows for i in draw.integers(0, len(rows), len(rows))], dtype=np.int_
        )
        drawn.append(scores(said[chosen], true[chosen]))
    low, high = np.array([_middle(column) for column in np.array(drawn).T]).T
    enough = [len(rows) >= FEWEST_ORGANISATIONS for rows in sides]
    told = {"recall": enough[0], "strict_recall": enough[0]}
    missing = (float("nan"), float("nan"))
    return [
        (float(low[i]), float(high[i])) if told.get(name, all(enough)) else missing
        for i, name in enumerate(Scores._fields)
    ]


def _middle(values: npt.NDArray[np.float64]) -> list[float]:
    known = values[np.isfinite(values)]
    return [float(end) for end in np.percentile(known, [2.5, 97.5])] if len(known) else [float("nan")] * 2


def organisations(true: Bools, groups: Names) -> tuple[int, int]:
    """How many organisations have texts that are, and texts that are not."""
    return len(np.unique(groups[true])), len(np.unique(groups[~true]))


def _share(part: float, whole: float) -> float:
    return part / whole if whole else float("nan")


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall > 0 else float("nan")
