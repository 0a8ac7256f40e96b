"""The command line: thin commands that load what they need when they run, so that `--help` stays quick."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Sequence

from monitor.errors import MonitorError

log = logging.getLogger(__name__)
STOPPED_BY_HAND = 130
"""How typer ends when somebody pressed Ctrl+C."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; gives the exit code: 0 fine, 1 something was skipped or failed, 2 wrong settings."""
    # Without a handler of ours Python would print log lines, tracebacks among them, on the terminal.
    logging.getLogger("monitor").addHandler(logging.NullHandler())
    try:
        code = _run(arguments)
    except KeyboardInterrupt:
        code = STOPPED_BY_HAND
    except MonitorError as error:
        _say(str(error))
        return error.exit_code
    except OSError as error:
        place = f"{os.fsdecode(error.filename)}: " if error.filename else ""
        _say(f"{place}cannot be used ({error.strerror or error}). Check the disk, the name and the rights")
        return 1
    except Exception as error:
        log.exception("the command broke")
        todo = "This is a fault of the program: name a file for job.log in config.toml, it will keep the details"
        _say(f"unexpected {type(error).__name__}. {todo}")
        return 1
    if code != STOPPED_BY_HAND:
        return code
    _say("stopped; what is in stays in, run it again to go on")
    return 1


def _run(arguments: Sequence[str] | None) -> int:
    from monitor.cli.app import command
    from monitor.cli.streams import speak_any_language

    speak_any_language()
    try:
        command().main(args=list(arguments) if arguments is not None else None, prog_name="monitor")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    return 0


def _say(text: str) -> None:
    from monitor.cli.common import visible
    from monitor.secrets import scrub

    sys.stderr.write(f"monitor: {visible(scrub(text))}\n")
