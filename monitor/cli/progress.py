"""The progress bar of an import; on a terminal only."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from monitor.cli.common import console, visible
from monitor.sources.results import Progress


@contextmanager
def import_progress(*, quiet: bool = False) -> Iterator[Progress]:
    """Show a bar over the bytes of the export being read; nothing when output is no terminal."""
    from rich.progress import BarColumn, DownloadColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    err = console(error=True)
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        DownloadColumn(),
        TimeRemainingColumn(),
    )
    with Bar(*columns, console=err, transient=True, disable=quiet or not err.is_terminal) as bar:
        task = bar.add_task("", total=None)

        def show(name: str, done: int, total: int) -> None:
            bar.update(task, description=visible(name)[:50], completed=done, total=total or None)

        yield show
