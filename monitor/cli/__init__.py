"""The command line: thin commands that load what they need when they run, so that `--help` stays quick."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from monitor.errors import MonitorError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; gives the exit code: 0 fine, 1 something was skipped or failed, 2 wrong settings."""
    from monitor.cli.app import command

    try:
        command().main(args=list(arguments) if arguments is not None else None, prog_name="monitor")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    except MonitorError as error:
        _say(str(error))
        return error.exit_code
    except KeyboardInterrupt:
        _say("stopped; run it again to go on")
        return 1
    return 0


def _say(text: str) -> None:
    from monitor.secrets import scrub

    sys.stderr.write(f"monitor: {scrub(text)}\n")
