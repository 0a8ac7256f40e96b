"""The framework around `judge`: to whom a symptom applies, what it may read, and when it must answer UNKNOWN.

A verdict is UNKNOWN for a reason of the framework, in this order, when a needed column is missing, the account is
judged by nobody or too new, its week was not observed, or too few weeks were observed without a gap. A week that was
not observed itself keeps the answer of the last observed one while that look is fresh: an export of last Wednesday does
not make Sunday's verdict unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import numpy as np
import pandas as pd

from monitor.symptoms.contract import COMMON_REASONS, FIRST_COMMON, Symptom, Thresholds, Verdict, account_codes

FRESH_WEEKS = 2
"""Default of how long a look stays fresh: the 14 days of `detection.stale_days`."""

FRAME_COLUMNS = ("platform", "kind", "judged", "age_days", "observed_weeks", "weeks_unseen")
"""Columns that the framework itself reads."""

ROWS_AT_ONCE = 1_000_000
"""Rows judged at once: arrays of this size stay in the processor's cache, which is faster than all rows together."""

_NUMBER = {reason.name: number for number, reason in enumerate(COMMON_REASONS, FIRST_COMMON)}


_About = tuple[frozenset[str], frozenset[str]]
"""Platforms and kinds."""


def applies(frame: pd.DataFrame, symptom: Symptom) -> np.ndarray:
    """Rows of the accounts that a symptom is about, by platform and kind."""
    fits = np.ones(len(frame), bool)
    for name, wanted in (("platform", symptom.platforms), ("kind", symptom.kinds)):
        if wanted:
            fits &= frame[name].isin(list(wanted)).to_numpy(bool)
    return fits


def judge(
    frame: pd.DataFrame, symptom: Symptom, thresholds: Thresholds, fresh_weeks: int = FRESH_WEEKS
) -> pd.DataFrame:
    """Judge every week of the accounts that a symptom is about.

    Args:
        frame: Weekly frame: index (account, week), sorted, without gaps inside an account. Columns may be missing.
        symptom: What to look for.
        thresholds: Its numbers.
        fresh_weeks: For how many unobserved weeks the last observed week's answer holds.

    Returns:
        The rows it applies to: verdict, variant, reason (int8; from `FIRST_COMMON` on the framework's own) and the
        evidence (float64).

    Raises:
        ValueError: The frame is not sorted or has a gap inside an account.
    """
    check_order(frame)
    chosen = (selection.of(symptom) for selection in selections(frame, (symptom,)))
    parts = [judged(part, symptom, thresholds, fresh_weeks) for part in chosen]
    return pd.concat(parts) if len(parts) != 1 else parts[0]


def selections(frame: pd.DataFrame, symptoms: Sequence[Symptom]) -> Iterator[Selection]:
    """A frame whose order was checked (`check_order`), part by part, whole accounts each."""
    for part in in_parts(frame):
        yield Selection(part, symptoms)


class Selection:
    """The rows and columns that symptoms look at; symptoms about the same accounts share one copy of the rows.

    Args:
        frame: Weekly frame whose order was checked (`check_order`).
        symptoms: In the order in which they are asked for: a copy is let go of after the last that shares it.
    """

    def __init__(self, frame: pd.DataFrame, symptoms: Sequence[Symptom]) -> None:
        self._frame = frame
        self._waiting: dict[_About, list[Symptom]] = {}
        for symptom in symptoms:
            self._waiting.setdefault(_about(symptom), []).append(symptom)
        self._copies: dict[_About, pd.DataFrame] = {}

    def of(self, symptom: Symptom) -> pd.DataFrame:
        """The rows of the accounts it is about, with the columns that it and the framework read, as far as there are.

        Asked once for each symptom.
        """
        about = _about(symptom)
        chosen = self._copies.pop(about, None)
        if chosen is None:
            chosen = self._copy(about, symptom)
        self._waiting[about].remove(symptom)
        if self._waiting[about]:
            self._copies[about] = chosen
        return chosen[_readable(chosen, (symptom,))]

    def _copy(self, about: _About, symptom: Symptom) -> pd.DataFrame:
        fits = applies(self._frame, symptom)
        columns = _readable(self._frame, self._waiting[about])
        return self._frame[columns] if fits.all() else self._frame.loc[fits, columns]


def _about(symptom: Symptom) -> _About:
    return symptom.platforms, symptom.kinds


def _readable(frame: pd.DataFrame, symptoms: Iterable[Symptom]) -> list[str]:
    wanted = dict.fromkeys((*FRAME_COLUMNS, *(name for symptom in symptoms for name in symptom.needs)))
    return [name for name in wanted if name in frame.columns]


def in_parts(frame: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Cut a frame into parts of whole accounts; an empty frame is one empty part."""
    accounts = account_codes(frame.index)
    begins = np.flatnonzero(np.concatenate(([True], accounts[1:] != accounts[:-1], [True])))
    marks = np.searchsorted(begins, np.arange(0, len(frame), ROWS_AT_ONCE))
    cuts = np.unique(np.append(begins[marks], len(frame))) if len(frame) else np.array([0, 0])
    for first, last in pairwise(cuts.tolist()):
        yield frame.iloc[first:last]


def check_order(frame: pd.DataFrame) -> None:
    """Refuse a frame that is not sorted by account and week, or has a gap inside an account.

    Raises:
        ValueError: It is so.
    """
    accounts, weeks = (frame.index.get_level_values(level).to_numpy() for level in (0, 1))
    step = accounts[1:] - accounts[:-1]
    if (step < 0).any() or ((step == 0) & (weeks[1:] - weeks[:-1] != 1)).any():
        raise ValueError("a weekly frame is sorted by account and week, without gaps inside an account")


def judged(frame: pd.DataFrame, symptom: Symptom, thresholds: Thresholds, fresh_weeks: int) -> pd.DataFrame:
    if set(symptom.needs) - set(frame.columns):
        return _masked(_blank(frame, symptom), np.full(len(frame), _NUMBER["missing"]))
    result = symptom.judge(frame[list(symptom.needs)], thresholds)
    wanted = symptom.observed(thresholds)
    result = _masked(result, _why_not(frame, symptom.grace(thresholds), wanted))
    return _carried(frame, result, fresh_weeks) if wanted else result


def _blank(frame: pd.DataFrame, symptom: Symptom) -> pd.DataFrame:
    zeros = {name: np.zeros(len(frame), np.int8) for name in ("verdict", "variant", "reason")}
    numbers = {one.name: np.full(len(frame), np.nan) for one in symptom.evidence}
    return pd.DataFrame(zeros | numbers, index=frame.index)


def _why_not(frame: pd.DataFrame, grace: int, observed: int) -> np.ndarray:
    """Number of the framework's reason, 0 where it has none."""
    seen, age = frame["observed_weeks"].to_numpy(), frame["age_days"].to_numpy()
    checks = {
        "not_judged": ~frame["judged"].to_numpy(bool),
        "too_new": age < grace,
        "unobserved": (seen == 0) & (observed > 0),
        "short": seen < observed,
    }
    return np.select(list(checks.values()), [_NUMBER[name] for name in checks], 0)


def _masked(result: pd.DataFrame, why: np.ndarray) -> pd.DataFrame:
    """The same with UNKNOWN where the framework has a reason."""
    known = why == 0
    columns = {
        "verdict": np.where(known, result["verdict"], Verdict.UNKNOWN).astype(np.int8),
        "variant": np.where(known, result["variant"], 0).astype(np.int8),
        "reason": np.where(known, result["reason"], why).astype(np.int8),
    }
    return result.assign(**columns)


def _carried(frame: pd.DataFrame, result: pd.DataFrame, fresh_weeks: int) -> pd.DataFrame:
    """Let the answer of the last observed week hold for the unobserved weeks just after it."""
    ago = frame["weeks_unseen"].to_numpy(np.float64)
    carry = (ago > 0) & (ago <= fresh_weeks) & (result["reason"].to_numpy() == _NUMBER["unobserved"])
    if not carry.any():
        return result
    source = np.arange(len(frame)) - np.where(carry, ago, 0).astype(np.int64)
    return result.take(source).set_axis(frame.index)
