"""Servers as processes: found or the test is skipped, waited for, and ended with all their children."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NoReturn

import pytest

PATIENCE = 60
"""Seconds: a server that has not answered by then will not."""

PATHS = f"{os.environ.get('PATH', os.defpath)}:/usr/sbin"
"""Where programs are looked for; servers are often kept from everyday users."""

GUARDED = 'exec 3<&0; { read -r end <&3; kill -s KILL -- -$$; } & exec "$@" 3<&- </dev/null'
"""Runs a command beside a guard, which ends the whole process group when the tests' end of its pipe is closed: also
when the tests were killed themselves."""


def unavailable(why: str) -> NoReturn:
    """Skip the test; in CI, where everything is installed, fail it."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{why}; CI installs it in .ci/run", pytrace=False)
    pytest.skip(why)


def need(advice: str, *programs: str | Path) -> None:
    """Skip the test unless all programs (names in PATH, or folders) are there; `advice` says how to get them."""
    absent = [str(name) for name in programs if not shutil.which(name, path=PATHS) and not Path(name).is_dir()]
    if absent:
        unavailable(f"needs {', '.join(absent)}: {advice}")


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def folder(name: str) -> Iterator[Path]:
    """A folder of one server, gone with it. Not pytest's: server programs that run as another user must get there."""
    with TemporaryDirectory(prefix=f"{name}-", ignore_cleanup_errors=True) as path:
        yield Path(path)


def run(command: Sequence[str | Path], given: str = "", environment: Mapping[str, str] | None = None) -> str:
    """Run a program to its end; gives what it prints.

    Args:
        command: The program and its words.
        given: What it reads.
        environment: Variables beside our own.

    Raises:
        RuntimeError: It failed; says what it said.
    """
    # Not as text, which would change the ends of lines.
    done = subprocess.run(
        command, input=given.encode(), capture_output=True, env=_surroundings(environment), check=False
    )
    if done.returncode:
        said = (done.stderr or done.stdout).decode("utf-8", "replace")
        raise RuntimeError(f"{command[0]}: {said[-2000:].strip()}")
    return done.stdout.decode()


def _surroundings(environment: Mapping[str, str] | None) -> dict[str, str]:
    return os.environ | {"PATH": PATHS} | dict(environment or {})


@contextmanager
def running(
    command: Sequence[str | Path], address: int | Path, log: Path, environment: Mapping[str, str] | None = None
) -> Iterator[None]:
    """Keep a server running, from its first answer on.

    Args:
        command: The server, to run in the foreground.
        address: The port of loopback, or the socket, where it will listen.
        log: Where to keep what it prints.
        environment: Variables beside our own.

    Raises:
        RuntimeError: It ended, or did not answer in time; says what it printed.
    """
    with log.open("wb") as output:
        process = subprocess.Popen(
            ["sh", "-c", GUARDED, "sh", *map(str, command)],
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=output,
            env=_surroundings(environment),
            start_new_session=True,
        )
    with process:
        try:
            _wait(process, command[0], address, log)
            yield
        finally:
            os.killpg(process.pid, signal.SIGKILL)  # nothing it holds is worth a gentle end


def _wait(process: subprocess.Popen[bytes], name: str | Path, address: int | Path, log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while not listens(address):
        if process.poll() is not None or time.monotonic() > end:
            said = log.read_text(encoding="utf-8", errors="replace")[-2000:]
            raise RuntimeError(f"{name} does not answer at {address}; it said: {said}")
        time.sleep(0.02)


def listens(address: int | Path) -> bool:
    """Whether somebody listens at a port of loopback, or at a socket in the file system."""
    kind = socket.AF_UNIX if isinstance(address, Path) else socket.AF_INET
    with closing(socket.socket(kind)) as probe:
        return probe.connect_ex(str(address) if isinstance(address, Path) else ("127.0.0.1", address)) == 0
