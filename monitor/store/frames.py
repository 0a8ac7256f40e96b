"""Rows to data frames, without a detour. pandas is loaded by the first frame: an import needs none of its second."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd


Values = Sequence[tuple[Any, ...]]


def whole_frame(rows: Iterable[tuple[Any, ...]], names: Sequence[str]) -> pd.DataFrame:
    """A frame of int64 columns; every value must be a whole number."""
    import numpy as np
    import pandas as pd

    table = np.fromiter(chain.from_iterable(rows), np.int64).reshape(-1, len(names))
    return pd.DataFrame({name: np.ascontiguousarray(table[:, i]) for i, name in enumerate(names)})


def frame(rows: Values, types: Mapping[str, str]) -> pd.DataFrame:
    """A frame with the given column types, in that order; `time` means aware times in UTC.

    Args:
        rows: One tuple a row.
        types: Name and pandas dtype of each column. `object` keeps values as they are, None included; None becomes
            NaN in a float column.
    """
    import pandas as pd

    columns = list(zip(*rows, strict=True)) if rows else [()] * len(types)
    return pd.DataFrame(
        {name: _column(values, kind) for (name, kind), values in zip(types.items(), columns, strict=True)}
    )


def _column(values: Sequence[Any], kind: str) -> Any:
    import numpy as np
    import pandas as pd

    if kind == "time":
        return pd.to_datetime(pd.Series(values, dtype=object), utc=True)
    if kind == "object":
        return pd.Series(values, dtype=object)
    return np.array(values, dtype=kind)
