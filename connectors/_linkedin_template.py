"""What people type by hand about a LinkedIn group: the CSV template and plain lists of permalinks."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo

from connectors._days import safe_day
from connectors._linkedin_ids import group_id, plain, post_id
from connectors._values import cell
from monitor.records import BadRow
from monitor.sources.export import Export
from monitor.sources.tables import Row, csv_rows, head_rows, normal
from monitor.sources.text import decode_head, limited_lines, open_text

ALIASES: Mapping[str, tuple[str, ...]] = {
    "group": ("group", "groep", "groepsnaam"),
    "date": ("date", "datum"),
    "author": ("author", "auteur", "schrijver"),
    "title": ("title", "titel", "onderwerp", "subject"),
    "text": ("text", "tekst", "bericht"),
    "permalink": ("permalink", "url", "adres"),
    "comments": ("comments", "reacties", "antwoorden"),
    "count": ("count", "aantal"),
    "ours": ("ours", "van ons"),
}
_FIELD = {alias: field for field, aliases in ALIASES.items() for alias in aliases}
_ADDRESS = re.compile(r"(?:https?://)?(?:[a-z]{2,3}\.)?linkedin\.com/[^\s\"'<>,;|]+", re.IGNORECASE)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T](\d{1,2}):(\d\d)(?::(\d\d))?)?", re.ASCII)
_DUTCH = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?: (\d{1,2}):(\d\d))?", re.ASCII)
_NAMED = re.compile(r"#?\s*(?:group|groep)\s*[:=]\s*(.+)", re.IGNORECASE)
_EDGES = " \t,;|\"'-"
TEMPLATE, LIST = "template", "list"


@dataclass(frozen=True)
class Entry:
    """One typed line.

    Attributes:
        line: Line it stands on, 1-based.
        shown: The line as it stands, for the reject table.
        fields: What was typed, by the English names of the template's columns; missing ones are "".
    """

    line: int
    shown: str
    fields: Mapping[str, str]

    def get(self, field: str) -> str:
        """What was typed for a field, "" if nothing."""
        return self.fields.get(field, "")

    @property
    def only_looked(self) -> bool:
        """Whether the line says nothing but that somebody looked on that day."""
        return bool(self.get("date")) and not any(self.get(name) for name in ("author", "title", "text", "permalink"))

    @property
    def is_count(self) -> bool:
        """Whether the line says how many discussions there were, instead of being one."""
        return bool(self.get("count") or self.get("ours"))


def form_of(export: Export, name: str) -> str | None:
    """Tell the template from a list of permalinks; None for anything else.

    The template has no columns but its own, a group and a date among them. A list has on every line an address of a
    post or group on LinkedIn, a day, a remark (`#`) or the group's name; and at least one address.
    """
    rows = head_rows(export, name, 1)
    if rows and is_header(rows[0]):
        return TEMPLATE
    lines = [line.strip() for line in decode_head(export, name).splitlines()[:50]]
    kinds = [_line_kind(line) for line in lines if line]
    return LIST if "address" in kinds and all(kinds) else None


def only_group(export: Export, name: str) -> str | None:
    """Number of the one group that the addresses at the beginning of a file belong to; None if none or several."""
    numbers = {group_id(address) for address in _ADDRESS.findall(decode_head(export, name))} - {None}
    return numbers.pop() if len(numbers) == 1 else None


def is_header(cells: Iterable[str]) -> bool:
    """Whether a row is the template's header, in English or Dutch, in any order."""
    names = [normal(text) for text in cells if text.strip()]
    fields = {_FIELD.get(name) for name in names}
    return (
        None not in fields and {"group", "date"} <= fields and bool(fields & {"author", "title", "permalink", "count"})
    )


def entries(export: Export, name: str, form: str) -> Iterator[Entry | BadRow]:
    """Stream the typed lines."""
    yield from _template_entries(export, name) if form == TEMPLATE else _list_entries(export, name)


def read_moment(typed: str, zone: tzinfo) -> datetime | date | None:
    """Read a typed time: `2013-12-31`, `2013-12-31 14:05`, `31-12-2013`, `31/12/2013 14:05`; None for anything else.

    The day comes first where the year comes last, as people write it in the Netherlands.
    """
    iso, dutch = _ISO.fullmatch(typed.strip()), _DUTCH.fullmatch(typed.strip())
    if iso:
        year, month, day, *clock = (int(part) if part else None for part in iso.groups())
    elif dutch:
        day, month, year, *clock = (int(part) if part else None for part in dutch.groups())
    else:
        return None
    found = safe_day(year or 0, month or 0, day or 0)
    if not found or clock[0] is None:
        return found
    try:
        typed_time = datetime(found.year, found.month, found.day, clock[0], clock[1] or 0, tzinfo=zone)
        return typed_time.astimezone(UTC)
    except ValueError:
        return None


def _template_entries(export: Export, name: str) -> Iterator[Entry | BadRow]:
    header: list[str | None] | None = None
    for row in csv_rows(export, name):
        if isinstance(row, BadRow):
            yield row
        elif header is None:
            header = [_FIELD.get(normal(text)) for text in row.cells]
        else:
            yield _template_entry(row, header)


def _template_entry(row: Row, header: list[str | None]) -> Entry:
    fields = {field: cell(row.cells, place) for place, field in enumerate(header) if field}
    return Entry(row.line, " | ".join(row.cells)[:300], fields)


def _list_entries(export: Export, name: str) -> Iterator[Entry]:
    """Lines of a list: an address, a day and an author in any order; the group's name holds for the lines after it."""
    group = ""
    with open_text(export, name) as text:
        for number, line in enumerate(limited_lines(text, export.where(name), export.limits.line_bytes), start=1):
            named = _NAMED.fullmatch(line.strip().strip(_EDGES))
            if named:
                group = named[1].strip(_EDGES)
            elif _line_kind(line.strip()) != "remark" and line.strip():
                yield Entry(number, line.strip()[:300], {"group": group, **_typed(line)})


def _typed(line: str) -> dict[str, str]:
    address = _ADDRESS.search(line)
    rest = line.replace(address[0], "\t", 1) if address else line
    day = _ISO.search(rest) or _DUTCH.search(rest)
    author = rest.replace(day[0], "\t", 1) if day else rest
    found = {"permalink": address[0] if address else "", "date": day[0] if day else ""}
    # What is neither address nor day is the author, wherever it stands.
    names = [part.strip(_EDGES) for part in next(csv.reader(io.StringIO(author)), []) for part in part.split("\t")]
    return {**found, "author": " ".join(name for name in names if name)}


def _line_kind(line: str) -> str | None:
    if line.startswith("#") or _NAMED.fullmatch(line.strip(_EDGES)) or _is_list_header(line):
        return "remark"
    address = _ADDRESS.search(line)
    if address and len(line) < 600:
        return "address" if post_id(address[0]) or group_id(plain(address[0])) else None
    return "day" if read_moment(line.strip(_EDGES), UTC) else None


def _is_list_header(line: str) -> bool:
    names = [normal(part) for part in re.split(r"[,;\t|]", line) if part.strip()]
    return bool(names) and {_FIELD.get(name) for name in names} <= {"permalink", "date", "author"}
