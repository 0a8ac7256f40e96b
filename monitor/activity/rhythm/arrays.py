"""Dataclasses of arrays, one inside the other, as named arrays and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any, TypeVar

import numpy as np

T = TypeVar("T")


def named(thing: Any) -> dict[str, np.ndarray]:
    """All arrays of a dataclass, those of inner ones as `outer.inner`."""
    found: dict[str, np.ndarray] = {}
    for field in fields(thing):
        value = getattr(thing, field.name)
        inner = {"": value} if isinstance(value, np.ndarray) else named(value)
        found |= {f"{field.name}.{name}".rstrip("."): array for name, array in inner.items()}
    return found


def filled(like: T, arrays: Mapping[str, np.ndarray]) -> T:
    """A dataclass like another one, with these arrays in it.

    Raises:
        ValueError: An array is missing, or its dtype or shape is another one; the message names it.
    """
    own = named(like)
    wrong = [k for k, v in own.items() if k not in arrays or arrays[k].dtype != v.dtype or arrays[k].shape != v.shape]
    if wrong:
        raise ValueError(f"missing or of another kind: {', '.join(wrong)}")
    found: T = _filled(like, arrays, "")
    return found


def _filled(like: Any, arrays: Mapping[str, np.ndarray], before: str) -> Any:
    new = {}
    for field in fields(like):
        value, name = getattr(like, field.name), before + field.name
        new[field.name] = arrays[name] if isinstance(value, np.ndarray) else _filled(value, arrays, f"{name}.")
    return replace(like, **new)
