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

ROWS_AT_ONCE = 200_000
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
    parts = [judged(part, symptom, thresholds, fresh_weeks) for _, part in looked_at(frame, (symptom,))]
    return pd.concat(parts) if len(parts) != 1 else parts[0]


def looked_at(frame: pd.DataFrame, symptoms: Sequence[Symptom]) -> Iterator[tuple[Symptom, pd.DataFrame]]:
    """What each symptom looks at, part by part, whole accounts each; at least one part for each symptom.

    Args:
        frame: Weekly frame whose order was checked (`check_order`).
        symptoms: Those about the same accounts share one copy of a part's rows.

    Yields:
        A symptom, and rows of the accounts it is about with the columns that it and the framework read, as far as
        there are; the parts of one symptom in the order of the frame.
    """
    for about in dict.fromkeys(_about(symptom) for symptom in symptoms):
        alike = [symptom for symptom in symptoms if _about(symptom) == about]
        for part in in_parts(frame[_readable(frame, alike)], applies(frame, alike[0])):
            for symptom in alike:
                yield symptom, part[_readable(part, (symptom,))]


def _about(symptom: Symptom) -> _About:
    return symptom.platforms, symptom.kinds


def _readable(frame: pd.DataFrame, symptoms: Iterable[Symptom]) -> list[str]:
    wanted = dict.fromkeys((*FRAME_COLUMNS, *(name for symptom in symptoms for name in symptom.needs)))
    return [name for name in wanted if name in frame.columns]


def in_parts(frame: pd.DataFrame, fits: np.ndarray) -> Iterator[pd.DataFrame]:
    """Cut the rows that fit into parts of whole accounts; nothing is one empty part."""
    rows = np.flatnonzero(fits)
    accounts = account_codes(frame.index)[rows]
    begins = np.flatnonzero(np.concatenate(([True], accounts[1:] != accounts[:-1], [True])))
    marks = np.searchsorted(begins, np.arange(0, len(rows), ROWS_AT_ONCE))
    cuts = np.unique(np.append(begins[marks], len(rows))) if len(rows) else np.array([0, 0])
    for first, last in pairwise(cuts.tolist()):
        begin, end = (int(rows[first]), int(rows[last - 1]) + 1) if len(rows) else (0, 0)
        yield _kept(frame.iloc[begin:end], fits[begin:end])


def _kept(frame: pd.DataFrame, fits: np.ndarray) -> pd.DataFrame:
    """The rows that fit; column by column, since they stand together by account and are copied in one go."""
    if fits.all():
        return frame
    columns = {name: values.array[fits] for name, values in frame.items()}
    return pd.DataFrame(columns, index=frame.index[fits], copy=False)


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
    """`judge` for a part that `looked_at` gave."""
    if set(symptom.needs) - set(frame.columns):
        return _masked(_blank(frame, symptom), np.full(len(frame), _NUMBER["missing"], np.int8))
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
    why = np.zeros(len(frame), np.int8)
    # From the weakest reason to the strongest.
    if observed > 0:
        why[seen < observed] = _NUMBER["short"]
        why[seen == 0] = _NUMBER["unobserved"]
    why[age < grace] = _NUMBER["too_new"]
    why[~frame["judged"].to_numpy(bool)] = _NUMBER["not_judged"]
    return why


def _masked(result: pd.DataFrame, why: np.ndarray) -> pd.DataFrame:
    """The same with UNKNOWN where the framework has a reason."""
    masked = why != 0
    if not masked.any():
        return result
    columns = {
        "verdict": np.where(masked, np.int8(Verdict.UNKNOWN), result["verdict"].to_numpy(np.int8)),
        "variant": np.where(masked, np.int8(0), result["variant"].to_numpy(np.int8)),
        # The framework's numbers are higher than any symptom's own.
        "reason": np.maximum(result["reason"].to_numpy(np.int8), why),
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
