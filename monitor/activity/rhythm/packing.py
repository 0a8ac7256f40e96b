"""Arrays as bytes under a name that tells whether they are still whole."""

from __future__ import annotations

import io
import struct
import tokenize
import zipfile
import zlib
from collections.abc import Mapping
from hashlib import sha256

import numpy as np

from monitor.errors import BeginAnew

TROUBLES = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    tokenize.TokenError,
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    MemoryError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
)
"""What may come up where bytes are not what they should be."""
DIGITS = 24
"""Digits of the hash in a name."""


def packed(kind: str, arrays: Mapping[str, np.ndarray]) -> tuple[str, bytes]:
    """A name and the bytes of these arrays (npz); the name tells the content, so equal names have equal bytes."""
    file = io.BytesIO()
    np.savez(file, allow_pickle=False, **dict(arrays))
    data = file.getvalue()
    return _name(kind, data), data


def unpacked(name: str, data: bytes) -> dict[str, np.ndarray]:
    """The arrays of what `packed` gave.

    Raises:
        BeginAnew: The bytes are not those of this name, or hold something else than plain arrays.
    """
    if not isinstance(data, bytes) or _name(name.rpartition("-")[0], data) != name:
        raise lost(name, "the bytes are not those that were stored")
    try:
        return _arrays(data)
    except TROUBLES as error:
        raise lost(name, f"no plain arrays ({type(error).__name__})") from error


def lost(name: str, why: str) -> BeginAnew:
    """The error about something stored that cannot be used."""
    return BeginAnew(
        f"what was stored of the rhythms cannot be used: {why}", name, "They are computed anew from all weeks"
    )


def _arrays(data: bytes) -> dict[str, np.ndarray]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
        if any(part.compress_type != zipfile.ZIP_STORED for part in parts):
            raise ValueError("compressed")
        if sum(part.file_size for part in parts) > len(data):
            raise ValueError("more than there is")
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        return {name: arrays[name] for name in arrays.files}


def _name(kind: str, data: bytes) -> str:
    return f"{kind}-{sha256(data).hexdigest()[:DIGITS]}"
