"""The list in which counts of groups are noted: a CSV file of our own form that people may open, too."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from monitor.errors import MonitorError, SkipSource

HEADER = ("group", "date", "count", "ours", "author")
_FORMS = ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y")
_MEND = "Move it out of the inbox; the next count begins a new one"


@dataclass(frozen=True)
class Counts:
    """The list as it stands.

    Attributes:
        text: All of it, "" if there is none yet.
        delimiter: What stands between its cells; spreadsheet programs change it.
        rows: Cells by the names of HEADER.
    """

    path: Path
    text: str
    delimiter: str
    rows: tuple[dict[str, str], ...]

    @classmethod
    def read(cls, path: Path) -> Counts:
        """Read the list, if there is one.

        Raises:
            SkipSource: It is no list of counts.
            MonitorError: It cannot be opened.
        """
        try:
            text = path.read_bytes().decode("utf-8-sig")
        except FileNotFoundError:
            return cls(path, "", ",", ())
        except UnicodeDecodeError as error:
            raise SkipSource("is not in UTF-8", str(path), f"Save it as CSV UTF-8. {_MEND}") from error
        except OSError as error:
            raise MonitorError(f"cannot be read ({error.strerror})", str(path), "Check its rights") from error
        delimiter = max(",;\t", key=text.partition("\n")[0].count)
        return cls(path, text, delimiter, _rows(path, text, delimiter))

    def days(self, group: str) -> set[date]:
        """Days on which a group was looked at."""
        found = (_day(row["date"]) for row in self.rows if row["group"].casefold() == group.casefold())
        return {day for day in found if day}

    def says(self, cells: Sequence[str]) -> bool:
        """Whether the last line about this group and day says the same."""
        wanted = dict(zip(HEADER, cells, strict=True))
        day = _day(wanted["date"])
        same = [row for row in self.rows if row["group"] == wanted["group"] and _day(row["date"]) == day]
        return bool(same) and {**same[-1], "date": ""} == {**wanted, "date": ""}

    def write(self, lines: Sequence[Sequence[str]]) -> None:
        """Write the list anew with these lines at its end, whole or not at all.

        Raises:
            MonitorError: It cannot be written.
        """
        out = io.StringIO()
        writer = csv.writer(out, delimiter=self.delimiter, lineterminator="\n")
        writer.writerows(lines if self.text else [HEADER, *lines])
        before = self.text if not self.text or self.text.endswith("\n") else f"{self.text}\n"
        beside = self.path.with_name(f".{self.path.name}.new")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with beside.open("w", encoding="utf-8", newline="") as file:
                file.write(before + out.getvalue())
                file.flush()
                os.fsync(file.fileno())
            beside.replace(self.path)
        except OSError as error:
            todo = "Close it in other programs, check its rights and the room on the disk, and type it again"
            raise MonitorError(f"cannot be written ({error.strerror})", str(self.path), todo) from error


def _rows(path: Path, text: str, delimiter: str) -> tuple[dict[str, str], ...]:
    try:
        header, *lines = [row for row in csv.reader(io.StringIO(text), delimiter=delimiter) if row] or [[]]
    except csv.Error as error:
        raise SkipSource("is no list of counts", str(path), _MEND) from error
    names = [name.strip().lower() for name in header]
    if text and tuple(names) != HEADER:
        raise SkipSource(f"is no list of counts: its first line must be {','.join(HEADER)}", str(path), _MEND)
    cells = ([cell.strip() for cell in line[: len(HEADER)]] for line in lines)
    return tuple(dict(zip(HEADER, [*some, *[""] * (len(HEADER) - len(some))], strict=True)) for some in cells)


def _day(text: str) -> date | None:
    for form in _FORMS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None
