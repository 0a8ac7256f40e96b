"""One run at a time: a lock file beside the reports, freed by the system when a run is killed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from monitor.errors import MonitorError, RetryLater

LOCK_NAME = ".monitor.lock"


@contextmanager
def run_lock(folder: Path) -> Iterator[None]:
    """Hold the lock of an organisation's folder.

    Raises:
        RetryLater: Another run holds it.
        MonitorError: The folder cannot be written.
    """
    path = folder / LOCK_NAME
    lock = FileLock(path)
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise RetryLater("another run is busy", str(path), "Wait until it has finished and run again") from error
    except OSError as error:
        raise MonitorError(
            f"the lock of a run cannot be made ({error.strerror})", str(path), "Check the rights of the folder"
        ) from error
    try:
        yield
    finally:
        lock.release()
