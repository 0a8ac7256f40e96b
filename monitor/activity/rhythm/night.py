"""The rhythms of a night: what is remembered goes on with the weeks that are new."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from hashlib import blake2b
from importlib.resources import files

import numpy as np
import pandas as pd

from monitor.activity.rhythm.alarm import Learned, lines_of
from monitor.activity.rhythm.carried import Carried
from monitor.activity.rhythm.digests import digests
from monitor.activity.rhythm.memory import Chunk, Memory
from monitor.activity.rhythm.model import Model
from monitor.activity.rhythm.portfolio import Portfolio
from monitor.activity.rhythm.state import RhythmState
from monitor.activity.rhythm.telling import advance, span
from monitor.activity.rhythm.told_rows import CHUNK, Rows, by_chunk, joined, rows_of, table_of
from monitor.errors import BeginAnew

BACK = 4
"""Weeks between the checkpoint and the newest week: exports that are so late cost nothing."""


@dataclass(frozen=True)
class Night:
    """What is told of a portfolio in a night; see `telling.Told`, of which it is the rounded form.

    Attributes:
        learned: How the portfolio's line developed.
        state: Running numbers after the last week.
        anew: Why all weeks had to be told anew; empty if the memory was used.
        memory: What the next night needs.
        tail: Lines of the weeks after the checkpoint.
    """

    learned: Learned
    state: RhythmState
    anew: str
    memory: Memory
    tail: Rows

    @cached_property
    def table(self) -> pd.DataFrame:
        """All lines; see `since`."""
        return self.since(self.memory.first)

    def since(self, week: int) -> pd.DataFrame:
        """The lines of a week and those after it: columns of TOLD, numbers with a point as float32.

        Raises:
            BeginAnew: What is stored of earlier weeks is damaged.
        """
        memory = self.memory
        parts = [_rows(memory, key) for key in sorted(memory.chunks) if (key + 1) * CHUNK > week]
        rows = joined([*parts, dict(self.tail)])
        kept = rows if week <= memory.first else {k: v[rows["week"] >= week] for k, v in rows.items()}
        row_of = np.argsort(memory.number).astype(np.int32)
        return table_of(kept, row_of, memory.names, self.learned, memory.first)


def nightly(
    stored: Mapping[str, bytes], portfolio: Portfolio, model: Model, wanted: float = 0.5, last: int | None = None
) -> Night:
    """A night with its table from what `Memory.pack` gave in earlier nights, if anything.

    Whatever is damaged of what is stored, the night is told, without it if need be; `Night.anew` says why.
    """
    try:
        found = night(Memory.unpack(stored) if stored else None, portfolio, model, wanted, last)
        _ = found.table  # read here, where damage still costs no more than time
        return found
    except BeginAnew as error:
        return replace(night(None, portfolio, model, wanted, last), anew=str(error))


def night(
    memory: Memory | None, portfolio: Portfolio, model: Model, wanted: float = 0.5, last: int | None = None
) -> Night:
    """Tell of all weeks of a portfolio, from what is remembered where that still holds.

    The numbers are the same, bit for bit, whether they are continued or told anew.

    Args:
        memory: What an earlier night gave; None for none. It stays as it is.
        portfolio: See `telling.tell`.
        model: See `telling.tell`.
        wanted: See `telling.tell`.
        last: See `telling.tell`.

    Raises:
        BeginAnew: A chunk of the memory is damaged; do without it.
    """
    first, until = span(portfolio, last)
    mark = mark_of(portfolio, model, wanted)
    why = "nothing is remembered" if memory is None else unfit(memory, portfolio, mark, first, until)
    known = _begun(portfolio, mark, first) if memory is None or why else _with_new(memory, portfolio)
    known = _reached(known, portfolio, model, wanted, until - BACK)
    legs = list(advance(copy.deepcopy(known.carried), portfolio, model, wanted, until))
    tail = joined([rows_of(known.number[leg.row], leg.columns) for leg in legs])
    learned = lines_of([known.learned, *(leg.learned for leg in legs)])
    return Night(learned, (legs[-1] if legs else known).carried.rhythm, why, known, tail)


def mark_of(portfolio: Portfolio, model: Model, wanted: float) -> str:
    """What all accounts share: formulas, coefficients, sensitivity, and whether people and siblings are known."""
    groups = portfolio.organisation[portfolio.organisation >= 0]
    numbers = np.concatenate([model.centre, model.scale, model.weight, [model.intercept, *model.chance, *model.rates]])
    coefficients = _digest(numbers.astype(np.float64).tobytes())
    beside = f"{bool(len(portfolio.authored))} {len(np.unique(groups)) < len(groups)}"
    return f"{_formulas()} {np.__version__} {coefficients} {wanted!r} {beside}"


@cache
def _formulas() -> str:
    """A digest of the modules of this room: nobody need remember that a memory of other formulas is of no use."""
    modules = sorted((file for file in files(__package__).iterdir() if file.name.endswith(".py")), key=lambda f: f.name)
    return _digest(b"".join(module.read_bytes() for module in modules))


def _digest(data: bytes) -> str:
    return blake2b(data, digest_size=12).hexdigest()


def unfit(memory: Memory, portfolio: Portfolio, mark: str, first: int, until: int) -> str:
    """Why a memory is of no use for a portfolio; empty if it is."""
    if memory.mark != mark:
        return "the formulas, the coefficients, the sensitivity or what is known of people and siblings changed"
    rows = portfolio.names.get_indexer(memory.names)
    if (rows < 0).any():
        return "an account is gone"
    if (np.diff(rows) <= 0).any():
        return "the order of the accounts changed"
    if memory.first != first or memory.week > until:
        return "the first or the last week moved back"
    if not np.array_equal(groups_of(portfolio.organisation[rows]), memory.groups):
        return "accounts belong to other organisations"
    found, wanted = digests(portfolio, first, memory.week), np.zeros((len(portfolio.names), 2))
    wanted[rows] = memory.digest
    changed = int((found != wanted).any(1).sum())
    return f"weeks before the last {BACK} changed, of {changed} accounts" if changed else ""


def groups_of(organisation: np.ndarray) -> np.ndarray:
    """For each account the first one of its organisation, -1 for none: the same however organisations are numbered."""
    _, first, place = np.unique(organisation, return_index=True, return_inverse=True)
    return np.where(organisation >= 0, first[place], -1).astype(np.int64)


def _begun(portfolio: Portfolio, mark: str, first: int) -> Memory:
    """A memory of nothing."""
    count = len(portfolio.names)
    number, digest = np.arange(count, dtype=np.int32), np.zeros((count, 2))
    line, carried = Learned(*[np.zeros(0)] * 3), Carried.empty(count, first)
    return Memory(mark, portfolio.names, number, digest, groups_of(portfolio.organisation), line, carried, {})


def _with_new(memory: Memory, portfolio: Portfolio) -> Memory:
    """A copy of a memory with the accounts that were added; they begin after its checkpoint."""
    rows, count = portfolio.names.get_indexer(memory.names), len(portfolio.names)
    number = np.full(count, -1, np.int32)
    number[rows] = memory.number
    number[number < 0] = np.arange(len(rows), count)
    digest = np.zeros((count, 2))
    digest[rows] = memory.digest
    return replace(
        memory,
        names=portfolio.names,
        number=number,
        digest=digest,
        groups=groups_of(portfolio.organisation),
        carried=copy.deepcopy(memory.carried).placed(rows, count),
    )


def _reached(memory: Memory, portfolio: Portfolio, model: Model, wanted: float, until: int) -> Memory:
    """The memory after more weeks, if it has not reached so far yet; what it carried is used up."""
    if until <= memory.week:
        return memory
    digest = memory.digest + digests(portfolio, memory.week + 1, until)
    chunks, lines, carried = dict(memory.chunks), [memory.learned], memory.carried
    weeks = range(memory.first, until + 1)
    for leg in advance(carried, portfolio, model, wanted, until):
        for key, rows in by_chunk(rows_of(memory.number[leg.row], leg.columns)):
            before = [chunks[key].rows(len(memory.names), weeks)] if key in chunks else []
            chunks[key] = Chunk.of(key, joined([*before, rows]))
        lines.append(leg.learned)
        carried = leg.carried
    return replace(memory, digest=digest, learned=lines_of(lines), carried=carried, chunks=chunks)


def _rows(memory: Memory, key: int) -> Rows:
    weeks = range(max(key * CHUNK, memory.first), min((key + 1) * CHUNK, memory.week + 1))
    return memory.chunks[key].rows(len(memory.names), weeks)
