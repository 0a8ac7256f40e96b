"""From files to the store: plan, read, batch, keep.

    for result in import_paths([inbox], connectors, sink, context, inbox=True):
        print(result.name, result.status, result.message)

A bad file is a result with a message; only trouble with the store itself is an exception.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from monitor.settings import Limits
from monitor.sources.accounts import Asker, Configured, Question
from monitor.sources.contract import Connector, Context
from monitor.sources.importing import Importing
from monitor.sources.plan import Planned, plan
from monitor.sources.results import ImportOptions, ImportResult, ObservedSpan, Progress
from monitor.sources.sink import Sink

__all__ = [
    "Asker",
    "Configured",
    "ImportOptions",
    "ImportResult",
    "ObservedSpan",
    "Planned",
    "Progress",
    "Question",
    "import_export",
    "import_path",
    "import_paths",
    "plan",
]


def import_paths(
    paths: Sequence[Path],
    connectors: Sequence[Connector],
    sink: Sink,
    context: Context,
    options: ImportOptions | None = None,
    limits: Limits | None = None,
    inbox: bool = False,
) -> Iterator[ImportResult]:
    """Import whatever lies at these paths; gives one result an export as soon as it is known.

    Args:
        paths: Files, ZIPs and folders.
        connectors: All that may read, from `registry.make_connectors`.
        sink: The store.
        context: The moment of the import and the organisation's zone.
        options: What the caller chooses.
        limits: How large things may be, from config.toml.
        inbox: The paths are inbox folders; see `plan`.

    Raises:
        StoreTrouble, RetryLater: The store cannot take it now; what was in stays in.
    """
    for planned in plan(paths, connectors, limits, inbox):
        yield import_export(planned, sink, context, options)


def import_path(
    path: Path,
    connectors: Sequence[Connector],
    sink: Sink,
    context: Context,
    options: ImportOptions | None = None,
    limits: Limits | None = None,
) -> list[ImportResult]:
    """Import one file, ZIP or folder; see `import_paths`."""
    return list(import_paths([path], connectors, sink, context, options, limits))


def import_export(planned: Planned, sink: Sink, context: Context, options: ImportOptions | None = None) -> ImportResult:
    """Import one planned export; one that cannot be used gives its problem as the result.

    Raises:
        StoreTrouble, RetryLater: The store cannot take it now; what was in stays in.
    """
    if planned.export is None or planned.connector is None:
        return ImportResult(planned.name, planned.path, status="failed", message=str(planned.problem))
    try:
        return Importing(planned, planned.export, planned.connector, sink, context, options or ImportOptions()).run()
    finally:
        planned.export.close()
