"""Where log lines go: nowhere by default, to `job.log` if that is set. No line holds a secret."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

from monitor.errors import FixSettings
from monitor.secrets import ScrubFilter
from monitor.settings import Settings

MEGABYTE = 2**20


def start_logging(settings: Settings) -> None:
    """Send log lines to the file the settings name, at most 5 files of 2 MB; done once a process.

    Raises:
        FixSettings: The file cannot be written.
    """
    root = logging.getLogger("monitor")
    if not settings.job.log or any(isinstance(handler, RotatingFileHandler) for handler in root.handlers):
        return
    handler = _file_handler(settings.folder / settings.job.log)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    handler.addFilter(ScrubFilter())
    root.setLevel(logging.INFO)
    root.addHandler(handler)


def _file_handler(path: Path) -> RotatingFileHandler:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return RotatingFileHandler(path, maxBytes=2 * MEGABYTE, backupCount=4, encoding="utf-8", errors="replace")
    except OSError as error:
        raise FixSettings([f"job.log: {path} cannot be written ({error.strerror}); name another file"]) from error
