"""What a symptom is: a declaration and one pure, causal, vectorised function over the weekly frame.

A symptom lives in `monitor/symptoms/hsNN_name.py` as a module-level `SYMPTOM`. The framework (`monitor.detector`)
derives since-when, "cannot be judged" for missing, short or unobserved history, the heat map and as-of runs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import pandas as pd
from pydantic import BaseModel, ConfigDict


class Thresholds(BaseModel):
    """A symptom's numbers, the table `[symptoms.CODE]` of config.toml. Unknown keys and endless numbers are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Verdict(IntEnum):
    """Three-valued answer for one account and week, as stored in frames (int8)."""

    UNKNOWN = -1
    ABSENT = 0
    PRESENT = 1


@dataclass(frozen=True)
class Evidence:
    """A number behind a verdict: a float64 column that `judge` returns (NaN = not applicable)."""

    name: str
    unit: str
    meaning: str


@dataclass(frozen=True)
class Variant:
    """A way in which a symptom shows, numbered from 1 in the column `variant` (0 = none).

    Attributes:
        name: Short key, e.g. "egg".
        sentence: English template of the finding, a whole sentence, with evidence names in braces, e.g.
            "No post for {days_silent:days}." It is a message id of the catalogue. `since` and `account` are
            always available.
        rank: How bad this way is beside the others of the same symptom; a step up is told as "worse".
        remedy: English next step if it differs from that of the symptom; a message id.
    """

    name: str
    sentence: str
    rank: int = 0
    remedy: str = ""


@dataclass(frozen=True)
class Clause:
    """A further sentence of a finding, told after that of the variant where all numbers that it names are known.

    Attributes:
        sentence: English template like that of a variant; a message id.
        variants: Names of the variants it goes with; empty for all.
    """

    sentence: str
    variants: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Note:
    """A finding worth telling beside the verdict, whatever the verdict is.

    Attributes:
        evidence: Name of the evidence column that is 1 where the finding holds.
        sentence: English template like that of a variant; a message id.
    """

    evidence: str
    sentence: str


@dataclass(frozen=True)
class Reason:
    """Why an account-week cannot be judged, numbered from 1 in the column `reason` (0 = it can).

    The sentence is a message id without braces.
    """

    name: str
    sentence: str


COMMON_REASONS: tuple[Reason, ...] = (
    Reason("not_judged", "The account is closing, closed, private or protected, so it is judged by nobody."),
    Reason("missing", "The data that this symptom needs are missing."),
    Reason("too_new", "The account is too new to be judged."),
    Reason("unobserved", "Nobody has looked at this account recently enough, so silence and missing data look alike."),
    Reason("short", "The history that was observed without a gap is too short."),
)
"""Why the framework itself answers UNKNOWN, for any symptom."""

OF_THE_ORGANISATION = frozenset({"company", "page", "channel", "blog", "unknown"})
"""Kinds of accounts that speak for the organisation: neither a person's own nor a group, which is its members'."""

FIRST_COMMON = 100
"""The number of the first common reason in the column `reason`; a symptom's own reasons stay below it."""


def reason_names(symptom: Symptom) -> dict[int, str]:
    """Names of all reasons of a symptom by their number in the column `reason`; 0 is ""."""
    own = {number: reason.name for number, reason in enumerate(symptom.reasons, 1)}
    return {0: ""} | own | {number: reason.name for number, reason in enumerate(COMMON_REASONS, FIRST_COMMON)}


@dataclass(frozen=True)
class Symptom:
    """One symptom of the horror scenario.

    Attributes:
        code: HS1, HS2, ...
        name: Slug, e.g. "linkedin-group-unfilled".
        title: English title, a message id of the catalogue.
        explanation: What it means and why it matters, in our own words; a message id.
        source: Key of the article it comes from and its title.
        severity: 1 (mild) to 3 (the horror itself).
        in_score: Whether it counts in the horror score (HS1 to HS6).
        platforms: Platforms it applies to; empty for all.
        kinds: Account kinds it applies to; empty for all.
        needs: Columns of the weekly frame that `judge` reads. Rows in which a needed column is NaN are not
            special-cased by the framework: `judge` answers UNKNOWN with a reason.
        observed: How many observed weeks without a gap a verdict needs, from the thresholds.
        grace: Age in days under which an account is not judged, from the thresholds.
        thresholds: The model of its numbers.
        evidence: The numbers it returns.
        variants: The ways it shows; at least one.
        reasons: Why it may answer UNKNOWN by itself.
        remedy: English next step, taken from the articles, addressed to the owner; a message id.
        cannot: When it cannot be judged, in words; a message id.
        judge: frame (rows of accounts it applies to only; index account, week; only `needs` columns), thresholds ->
            frame with the same index and the columns verdict (int8), variant (int8), reason (int8) and one float64
            column per evidence. Pure, causal, vectorised: no Python loop over accounts.
        notes: Partial findings that are reported on their own too.
        clauses: What is told besides of a finding, in this order.
        repeat_weeks: Weeks in which the same way of showing is told once at most, however often it begins, and a way of
            rank 0 never; 0: whenever it begins.
    """

    code: str
    name: str
    title: str
    explanation: str
    source: str
    severity: int
    in_score: bool
    platforms: frozenset[str]
    kinds: frozenset[str]
    needs: tuple[str, ...]
    observed: Callable[[Thresholds], int]
    grace: Callable[[Thresholds], int]
    thresholds: type[Thresholds]
    evidence: tuple[Evidence, ...]
    variants: tuple[Variant, ...]
    reasons: tuple[Reason, ...]
    remedy: str
    cannot: str
    judge: Callable[[pd.DataFrame, Thresholds], pd.DataFrame]
    notes: tuple[Note, ...] = ()
    clauses: tuple[Clause, ...] = ()
    repeat_weeks: int = 0


def number_of(name: str) -> Callable[[Thresholds], int]:
    """Read a whole number of weeks or days from the thresholds by name, for `observed` and `grace`."""
    return lambda thresholds: int(getattr(thresholds, name))


def none_needed(_: Thresholds) -> int:
    """For a symptom that needs no observed weeks or has no grace."""
    return 0


def answers(
    index: pd.Index,
    present: np.ndarray,
    *,
    variant: np.ndarray | None = None,
    reason: np.ndarray | None = None,
    **evidence: np.ndarray,
) -> pd.DataFrame:
    """Build what `judge` returns.

    Args:
        index: Index of the frame judged.
        present: Boolean array.
        variant: Number of the variant where present (default 1 for all).
        reason: Number of the reason where it cannot be judged, else 0.
        **evidence: One array per declared evidence.

    Returns:
        Frame with verdict, variant, reason and the evidence.
    """
    reason = np.zeros(len(index), np.int8) if reason is None else reason.astype(np.int8)
    verdict = np.asarray(present, bool).astype(np.int8)
    verdict[reason > 0] = Verdict.UNKNOWN
    shown = verdict == Verdict.PRESENT
    chosen = shown.astype(np.int8) if variant is None else variant.astype(np.int8) * shown
    columns = {"verdict": verdict, "variant": chosen, "reason": reason}
    numbers = {name: np.asarray(values, np.float64) for name, values in evidence.items()}
    return pd.DataFrame(columns | numbers, index=index, copy=False)


def rolling_sum(frame: pd.DataFrame, values: np.ndarray, weeks: int) -> np.ndarray:
    """Sum over the last `weeks` rows of the same account, this one included; NaN counts as 0.

    Args:
        frame: Frame with index (account, week), sorted, without gaps inside an account.
        values: One float per row.
        weeks: Window length; shorter at an account's beginning.
    """
    return _sum_from(_window_begins(frame, weeks), values)


def rolling_sums(frame: pd.DataFrame, names: Sequence[str], weeks: int) -> Iterator[np.ndarray]:
    """The same of some columns, whose windows are looked for once."""
    begin = _window_begins(frame, weeks)
    for name in names:
        yield _sum_from(begin, frame[name].to_numpy())


def _window_begins(frame: pd.DataFrame, weeks: int) -> np.ndarray:
    return np.asarray(np.maximum(np.arange(1 - weeks, len(frame) + 1 - weeks), first_rows(frame)))


def _sum_from(begin: np.ndarray, values: np.ndarray) -> np.ndarray:
    total = running_total(values)
    return np.asarray(total[1:] - total[begin])


def running_total(values: np.ndarray) -> np.ndarray:
    """Sum of all values before each place, float64, and of all at the end; NaN counts as 0."""
    total = np.zeros(len(values) + 1)
    np.cumsum(values, dtype=np.float64, out=total[1:])
    if np.isnan(total[-1]):
        np.cumsum(np.where(np.isnan(values), 0.0, values), dtype=np.float64, out=total[1:])
    return total


def account_codes(index: pd.Index) -> np.ndarray:
    """A number for each row that is the same for rows of one account: ten times quicker than to ask for its id."""
    if isinstance(index, pd.MultiIndex):
        return np.asarray(index.codes[0])
    return index.get_level_values(0).to_numpy()


def first_rows(frame: pd.DataFrame) -> np.ndarray:
    """For each row the position of its account's first row."""
    accounts = account_codes(frame.index)
    if not len(accounts):
        return np.zeros(0, np.int64)
    begins = np.flatnonzero(np.concatenate(([True], accounts[1:] != accounts[:-1])))
    return np.asarray(np.repeat(begins, np.diff(begins, append=len(accounts))))


def where_known(
    frame: pd.DataFrame, known: np.ndarray, number: int, judge: Callable[[pd.DataFrame], pd.DataFrame]
) -> pd.DataFrame:
    """Judge only the rows of which something is known; the others are UNKNOWN for one reason.

    Args:
        frame: The frame.
        known: Boolean array. In every account the known rows are the last ones, so that no window has a gap.
        number: The symptom's reason for the other rows.
        judge: What to do with the known rows.

    Returns:
        What `judge` gives, for all rows; evidence of the others is NaN.
    """
    found = judge(frame if known.all() else frame[known])
    if len(found) == len(frame):
        return found
    blank = {"verdict": Verdict.UNKNOWN, "variant": 0, "reason": number}
    columns = {}
    for name, values in found.items():
        told = values.to_numpy()
        columns[name] = np.full(len(frame), blank.get(str(name), np.nan), told.dtype)
        columns[name][known] = told
    return pd.DataFrame(columns, index=frame.index, copy=False)


def lagged(frame: pd.DataFrame, values: np.ndarray, weeks: int, fill: float = np.nan) -> np.ndarray:
    """Value `weeks` rows earlier in the same account, `fill` before its first row."""
    row = np.arange(len(frame)) - weeks
    inside = row >= first_rows(frame)
    return np.where(inside, np.asarray(values, np.float64)[np.maximum(row, 0)], fill)
