"""Spells: runs of weeks with the same verdict, made for all accounts at once."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from monitor.store.contract import Spell
from monitor.symptoms.contract import Symptom, reason_names

HEAD = ("account", "first_week", "last_week", "verdict", "variant", "reason")


def compress(verdicts: pd.DataFrame) -> pd.DataFrame:
    """Turn verdicts of every week into one row a spell.

    Args:
        verdicts: What `judging.judge` gives: index (account, week), sorted, without gaps inside an account.

    Returns:
        The columns of `HEAD`, then the evidence; variant, reason and evidence are those of the last week.
    """
    accounts, weeks = (verdicts.index.get_level_values(level).to_numpy() for level in (0, 1))
    verdict = verdicts["verdict"].to_numpy()
    change = (accounts[1:] != accounts[:-1]) | (verdict[1:] != verdict[:-1])
    edges = np.flatnonzero(np.concatenate(([True], change, [True])))
    begins, ends = (edges[:-1], edges[1:] - 1) if len(verdicts) else (edges[:0], edges[:0])
    last = verdicts.take(ends).reset_index(drop=True)
    last.insert(0, "account", accounts[ends])
    last.insert(1, "first_week", weeks[begins])
    last.insert(2, "last_week", weeks[ends])
    return last


def as_spells(table: pd.DataFrame, symptom: Symptom) -> Iterator[Spell]:
    """Give the rows of `compress` as spells, with names instead of numbers; NaN evidence is left out."""
    variants = ["", *(variant.name for variant in symptom.variants)]
    reasons = reason_names(symptom)
    names = [column for column in table.columns if column not in HEAD]
    numbers = table[names].to_numpy(np.float64).tolist()
    heads = zip(*(table[name].tolist() for name in HEAD), strict=True)
    for (account, first, last, verdict, variant, reason), row in zip(heads, numbers, strict=True):
        evidence = {name: value for name, value in zip(names, row, strict=True) if value == value}  # noqa: PLR0124 - NaN
        yield Spell(account, symptom.code, verdict, variants[variant], reasons[reason], first, last, evidence)
