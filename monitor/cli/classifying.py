"""`monitor classify`: labels for the texts of a file, without a store."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from monitor.cli import common
from monitor.errors import FixQuery

if TYPE_CHECKING:
    from monitor.activity.classifying import Text
    from monitor.activity.labels import Labeller

BATCH = 1000
"""Texts in memory at once."""
LONGEST_LINE = 8 * 2**20
MOST_TOLD = 20
"""Bad lines told one by one; of more only the number."""


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command()(classify)


def classify(
    context: typer.Context,
    texts: Annotated[
        Path, typer.Argument(help="JSON Lines: id, title, text; if known lang, url, kind (post or video).")
    ],
    out: Annotated[Path, typer.Option("--out", "-o", help="Where the labels go, one JSON object a line.")],
) -> None:
    """Label texts of a file as the nightly job does: press release or not, company outing or not, and why."""
    from monitor.activity.classifying import classify as label_texts

    labeller, bad = _labeller(context), BadLines()
    unfinished = out.with_name(f"{out.name}.part")
    try:
        with texts.open("rb") as source, unfinished.open("w", encoding="utf-8", newline="\n") as target:
            rows, count = read(source, bad), 0
            while batch := list(islice(rows, BATCH)):
                target.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in label_texts(batch, labeller))
                count += len(batch)
        unfinished.replace(out)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    common.console().print(f"{count} texts labelled, {bad.count} lines skipped: {out}", markup=False)
    if bad.count:
        raise typer.Exit(1)


def _labeller(context: typer.Context) -> Labeller:
    """The labeller of the organisation's settings; of the defaults where there is no config.toml."""
    from monitor.activity.labels import make_labeller
    from monitor.job.session import read_settings
    from monitor.settings import Settings

    config: Path = context.find_object(Path) or Path("config.toml")
    if config.exists():
        return make_labeller(read_settings(config))
    if config != Path("config.toml"):
        raise FixQuery("there is no such file", str(config), "Name the settings with --config, or leave it out")
    return make_labeller(Settings())


class BadLines:
    """Counts lines that cannot be read and says what is wrong with the first ones."""

    def __init__(self) -> None:
        self.count = 0

    def add(self, number: int, reason: str) -> None:
        """Note one line."""
        self.count += 1
        if self.count <= MOST_TOLD:
            common.console(error=True).print(common.visible(f"line {number}: {reason}; skipped"), markup=False)
        elif self.count == MOST_TOLD + 1:
            common.console(error=True).print("more lines are skipped; their number is told at the end", markup=False)


def read(source: BinaryIO, bad: BadLines) -> Iterator[Text]:
    """Read the texts of a file; empty lines are passed over, bad ones and second ones of an id told."""
    from monitor.activity.classifying import read_text

    seen: set[str | int] = set()
    for number, line in enumerate(_lines(source), 1):
        if not line.strip():
            continue
        if len(line) > LONGEST_LINE:
            bad.add(number, f"it is longer than {LONGEST_LINE} bytes")
            continue
        try:
            one = read_text(line)
        except ValueError as error:
            bad.add(number, str(error))
            continue
        if one.id in seen:
            bad.add(number, f"the id {str(one.id)[:40]!r} was there before")
            continue
        seen.add(one.id)
        yield one


def _lines(source: BinaryIO) -> Iterator[bytes]:
    """Lines of a file; one that is too long is given cut, and the rest of it read past."""
    while line := source.readline(LONGEST_LINE + 1):
        yield line
        while len(line) > LONGEST_LINE and not line.endswith(b"\n"):
            line = source.readline(LONGEST_LINE + 1)
