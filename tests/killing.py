"""Runs the job again and again, each time stopped at another moment; a process of its own, which forks for every try.

    python -m tests.killing FOLDER MOMENT...

FOLDER holds the organisation `never`, not yet run. A MOMENT is a signal, an event, and how far through all events of
its kind: `KILL:commit:0.5` is just before the middle commit of the store, `KILL:replace:0` before the first file of
the report is put in place, `KILL:send:0` just after the first alert was sent. For each the organisation is copied, run
until it is stopped there, and run again to the end; how both ended is printed.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa

import monitor.job.run  # noqa: F401 - loaded before the forks, once for all
from monitor.alerts.sinks import FileSink
from monitor.cli import main

EVENTS: Counter[str] = Counter()
FATAL: dict[str, tuple[int, signal.Signals]] = {}


def happen(event: str) -> None:
    number, how = FATAL.get(event, (-1, signal.SIGKILL))
    if EVENTS[event] == number:
        os.kill(os.getpid(), how)
    EVENTS[event] += 1


def watch() -> None:
    """Count the events of this process, and die at the fatal one."""
    sa.event.listen(sa.Engine, "commit", lambda _connection: happen("commit"))
    _around(Path, "replace", before=lambda: happen("replace"))
    _around(FileSink, "send", after=lambda: happen("send"))


def _around(
    owner: type, name: str, *, before: Callable[[], None] = lambda: None, after: Callable[[], None] = lambda: None
) -> None:
    inner = getattr(owner, name)

    def outer(*arguments: Any) -> Any:
        before()
        result = inner(*arguments)
        after()
        return result

    setattr(owner, name, outer)


def run(folder: Path) -> int:
    """Run the job in a child; gives its exit code, negative when it was killed."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    told = os.open(folder / "told.txt", os.O_CREAT | os.O_WRONLY | os.O_APPEND)
    os.dup2(told, 1)
    os.dup2(told, 2)
    watch()
    code = main(["-c", str(folder / "config.toml"), "run"])
    (folder / "events.txt").write_text("\n".join(f"{event} {n}" for event, n in EVENTS.items()), encoding="utf-8")
    os._exit(code)


def try_all(folder: Path, moments: Sequence[str]) -> None:
    """Stop at each moment and run again."""
    fresh = shutil.copytree(folder / "never", folder / "fresh")
    print("never", run(folder / "never"), 0, flush=True)  # noqa: T201
    counted = dict(line.split() for line in (folder / "never" / "events.txt").read_text(encoding="utf-8").splitlines())
    for moment in moments:
        how, event, share = moment.split(":")
        stopped = shutil.copytree(fresh, folder / moment.replace(":", "-"))
        number = round(float(share) * (int(counted[event]) - 1))
        FATAL[event] = (number, signal.Signals[f"SIG{how}"])
        first = run(stopped)
        FATAL.clear()
        print(moment, first, run(stopped), flush=True)  # noqa: T201


if __name__ == "__main__":
    try_all(Path(sys.argv[1]), sys.argv[2:])
