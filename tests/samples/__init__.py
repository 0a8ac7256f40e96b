"""The demo organisation: made up by us, written to `data/samples` with `python -m tests.regenerate samples`."""

from __future__ import annotations

from tests.samples.build import main

__all__ = ["main"]
