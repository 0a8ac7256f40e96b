"""Ctrl+C is heard even where a library turns the interruption into an error of its own, or loses it."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_PRESSED = threading.Event()


def was_pressed() -> bool:
    """Whether somebody pressed Ctrl+C since `hearing` began."""
    return _PRESSED.is_set()


@contextmanager
def hearing() -> Iterator[None]:
    """Remember Ctrl+C while the block runs; the interruption itself goes on as always.

    A process that ignores it (nohup) or handles it in its own way is left alone, and so is any thread but the main one.
    """
    _PRESSED.clear()
    ours = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if not ours or threading.current_thread() is not threading.main_thread():
        yield
        return
    signal.signal(signal.SIGINT, _pressed)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        _PRESSED.clear()


def _pressed(_number: int, _frame: FrameType | None) -> None:
    _PRESSED.set()
    raise KeyboardInterrupt
