"""What is kept from night to night, so that a night costs what is new and not what is old.

A memory ends some weeks back, at its checkpoint: late exports may still change the weeks after it, which each night
tells anew. Whatever changes the weeks up to it, or what all accounts share (the coefficients, the sensitivity, who
belongs together), makes the memory useless, and all weeks are told anew; so does an account that is gone, of which
nothing stays. An account may be added if it begins after the checkpoint. The names of authors are never kept.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from monitor.activity.rhythm.alarm import Learned
from monitor.activity.rhythm.arrays import named
from monitor.activity.rhythm.carried import Carried
from monitor.activity.rhythm.packing import TROUBLES, lost, packed, unpacked
from monitor.activity.rhythm.told_rows import Rows, empty_rows

HEAD, ROWS = "rhythm", "told"
"""Kinds of what is stored: one head, and a chunk of lines for each half year."""


@dataclass(frozen=True)
class Chunk:
    """Lines of half a year, read when they are asked for.

    Attributes:
        name: Name under which they are stored.
        stored: Where they are.
        fresh: Whether they have been made since the memory was read.
    """

    name: str
    stored: Mapping[str, bytes] = field(repr=False)
    fresh: bool

    @classmethod
    def of(cls, key: int, rows: Rows) -> Chunk:
        """A chunk of these lines."""
        name, data = packed(f"{ROWS}-{key}", rows)
        return cls(name, {name: data}, True)

    def rows(self, accounts: int, weeks: range) -> Rows:
        """Its lines.

        Raises:
            BeginAnew: They are damaged, or are not about so many accounts and these weeks.
        """
        found, wanted = unpacked(self.name, _get(self.stored, self.name)), empty_rows()
        if {k: v.dtype for k, v in found.items()} != {k: v.dtype for k, v in wanted.items()}:
            raise lost(self.name, "other columns")
        if {v.shape for v in found.values()} != {(len(found["week"]),)}:
            raise lost(self.name, "columns of several lengths")
        if not (_within(found["week"], weeks) and _within(found["number"], range(accounts))):
            raise lost(self.name, "lines of other weeks or accounts")
        return found


@dataclass(frozen=True)
class Memory:
    """A portfolio up to a checkpoint.

    Attributes:
        mark: What all accounts share, and the version of all this; see `night`.
        names: Names of the accounts.
        number: Number of each account in the chunks, which it keeps when others are added, int32.
        digest: See `digests`.
        groups: For each account the first one of its organisation; -1 for none, int64.
        learned: The portfolio's line, week by week.
        carried: What the weeks after the checkpoint need.
        chunks: What was told up to it, by `week // told_rows.CHUNK`.
    """

    mark: str
    names: pd.Index
    number: np.ndarray
    digest: np.ndarray
    groups: np.ndarray
    learned: Learned
    carried: Carried
    chunks: dict[int, Chunk]

    @property
    def week(self) -> int:
        """The checkpoint: the last week that is in it."""
        return self.carried.week

    @property
    def first(self) -> int:
        """The first week that is in it."""
        return self.week + 1 - len(self.learned.line)

    def pack(self) -> dict[str, bytes]:
        """What must be stored, by name; what is stored already and still needed is left out.

        A name stands for its content, so nothing stored is ever overwritten. After it, all that is stored under names
        that are not among `needed` is to be deleted, in the same transaction: that is what makes gone accounts vanish.
        """
        fresh = {chunk.name: chunk.stored[chunk.name] for chunk in self.chunks.values() if chunk.fresh}
        return fresh | dict([self._head])

    def needed(self) -> set[str]:
        """Names of all that is part of this memory."""
        return {self._head[0]} | {chunk.name for chunk in self.chunks.values()}

    @classmethod
    def unpack(cls, stored: Mapping[str, bytes]) -> Memory:
        """A memory from what was stored; chunks are only looked up when they are asked for.

        Raises:
            BeginAnew: It is damaged or of another version: the next night must do without it.
        """
        heads = [name for name in stored if name.startswith(f"{HEAD}-")]
        if len(heads) != 1:
            raise lost(HEAD, f"there are {len(heads)} heads")
        arrays = unpacked(heads[0], _get(stored, heads[0]))
        try:
            return cls._from_head(arrays, stored)
        except TROUBLES as error:
            raise lost(heads[0], str(error) or type(error).__name__) from error

    @cached_property
    def _head(self) -> tuple[str, bytes]:
        """Name and bytes of all but the chunks."""
        about: dict[str, Any] = {"mark": self.mark, "chunks": {key: chunk.name for key, chunk in self.chunks.items()}}
        arrays = {"number": self.number, "digest": self.digest, "groups": self.groups}
        if pd.api.types.is_integer_dtype(self.names):
            arrays["names"] = self.names.to_numpy(np.int64)
        else:
            about["names"] = self.names.tolist()
        arrays |= {f"learned.{name}": array for name, array in named(self.learned).items()}
        arrays |= {f"carried.{name}": array for name, array in named(self.carried).items()}
        arrays["about"] = np.frombuffer(json.dumps(about).encode(), np.uint8)
        return packed(HEAD, arrays)

    @classmethod
    def _from_head(cls, arrays: dict[str, np.ndarray], stored: Mapping[str, bytes]) -> Memory:
        about = json.loads(arrays["about"].tobytes())
        names = pd.Index(about["names"]) if "names" in about else pd.Index(arrays["names"])
        found = cls(
            mark=str(about["mark"]),
            names=names,
            number=arrays["number"],
            digest=arrays["digest"],
            groups=arrays["groups"],
            learned=Learned(*(arrays[f"learned.{part.name}"] for part in fields(Learned))),
            carried=Carried.from_arrays(_inner(arrays, "carried.")),
            chunks={int(key): Chunk(str(name), stored, False) for key, name in about["chunks"].items()},
        )
        found._check()
        return found

    def _check(self) -> None:
        count, weeks = len(self.names), len(self.learned.line)
        if not self.names.is_unique or len(self.carried.ever) != count:
            raise ValueError("the names do not fit the accounts")
        _require(self.digest, np.float64, (count, 2))
        _require(self.groups, np.int64, (count,))
        _require(self.number, np.int32, (count,))
        for part in named(self.learned).values():
            _require(part, np.float64, (weeks,))
        if not np.array_equal(np.sort(self.number), np.arange(count)):
            raise ValueError("the numbers do not fit the accounts")


def _require(array: np.ndarray, dtype: type, shape: tuple[int, ...]) -> None:
    if array.dtype != dtype or array.shape != shape:
        raise ValueError("the arrays do not fit the accounts and weeks")


def _within(values: np.ndarray, span: range) -> bool:
    return bool(((values >= span.start) & (values < span.stop)).all())


def _inner(arrays: Mapping[str, np.ndarray], before: str) -> dict[str, np.ndarray]:
    return {name.removeprefix(before): array for name, array in arrays.items() if name.startswith(before)}


def _get(stored: Mapping[str, bytes], name: str) -> bytes:
    if name not in stored:
        raise lost(name, "it is missing")
    return stored[name]
