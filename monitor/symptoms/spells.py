"""Spells: runs of weeks with the same verdict, made for all accounts at once."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from monitor.store.contract import Spell
from monitor.symptoms.contract import Symptom, account_codes, reason_names

HEAD = ("account", "first_week", "last_week", "verdict", "variant", "reason")


def compress(verdicts: pd.DataFrame) -> pd.DataFrame:
    """Turn verdicts of every week into one row a spell.

    Args:
        verdicts: What `judging.judge` gives: index (account, week), sorted, without gaps inside an account.

    Returns:
        The columns of `HEAD`, then the evidence; variant, reason and evidence are those of the last week.
    """
    accounts = account_codes(verdicts.index)
    verdict = verdicts["verdict"].to_numpy()
    change = (accounts[1:] != accounts[:-1]) | (verdict[1:] != verdict[:-1])
    edges = np.flatnonzero(np.concatenate(([True], change, [True])))
    begins, ends = (edges[:-1], edges[1:] - 1) if len(verdicts) else (edges[:0], edges[:0])
    told = verdicts.take(ends)
    first_of, last_of = verdicts.index[begins], told.index
    told.index = pd.RangeIndex(len(told))
    told.insert(0, "account", last_of.get_level_values(0).to_numpy(np.int64))
    told.insert(1, "first_week", first_of.get_level_values(1).to_numpy(np.int64))
    told.insert(2, "last_week", last_of.get_level_values(1).to_numpy(np.int64))
    return told


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
