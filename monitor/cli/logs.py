"""Where log lines go: nowhere by default, to `job.log` if that is set. No line holds a secret."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler

from monitor.secrets import ScrubFilter
from monitor.settings import Settings

MEGABYTE = 2**20


def start_logging(settings: Settings) -> None:
    """Send log lines to the file the settings name, at most 5 files of 2 MB; done once a process."""
    root = logging.getLogger("monitor")
    if root.handlers:
        return
    root.setLevel(logging.INFO)
    handler: logging.Handler = logging.NullHandler()
    if settings.job.log:
        path = settings.folder / settings.job.log
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(path, maxBytes=2 * MEGABYTE, backupCount=4, encoding="utf-8")
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    handler.addFilter(ScrubFilter())
    root.addHandler(handler)
