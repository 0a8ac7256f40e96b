"""The command line: thin commands that load what they need when they run, so that `--help` stays quick."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from monitor.errors import MonitorError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; gives the exit code: 0 fine, 1 something was skipped or failed, 2 wrong settings."""
    import click

    from monitor.cli.app import command

    try:
        code = command().main(args=list(arguments) if arguments is not None else None, standalone_mode=False)
    except MonitorError as error:
        _say(str(error))
        return error.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        _say("stopped; run it again to go on")
        return 1
    except BrokenPipeError:
        return 0
    return code if isinstance(code, int) else 0


def _say(text: str) -> None:
    from monitor.secrets import scrub

    sys.stderr.write(f"monitor: {scrub(text)}\n")
