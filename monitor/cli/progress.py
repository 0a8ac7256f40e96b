"""The progress bar of an import; on a terminal only."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from monitor.cli.common import console, visible

if TYPE_CHECKING:
    from rich.progress import Progress as Bar


class Shown:
    """A bar over the bytes of the export being read; call it as `monitor.sources.results.Progress`."""

    def __init__(self, bar: Bar) -> None:
        self._bar, self._task = bar, bar.add_task("", total=None, visible=False)

    def __call__(self, name: str, done: int, total: int) -> None:
        """Show how far reading is, in bytes."""
        text = visible(name)[:50]
        self._bar.update(self._task, description=text, completed=done, total=total or None, visible=True)

    def hide(self) -> None:
        """Make room for a line on standard output, which would else end up behind the bar."""
        self._bar.update(self._task, visible=False)
        self._bar.refresh()


@contextmanager
def import_progress(*, quiet: bool = False) -> Iterator[Shown]:
    """Show a bar over the bytes of the export being read; nothing when output is no terminal."""
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    err = console(error=True)
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        DownloadColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=err, transient=True, disable=quiet or not err.is_terminal) as bar:
        yield Shown(bar)
