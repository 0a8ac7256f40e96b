"""Bytes of files: JSON, CSV and ZIP, the same on every run."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from tests.samples.timeline import EXPORTED


def json_bytes(value: Any, indent: int | None = 1, ascii_only: bool = False) -> bytes:
    """JSON as the platforms write it."""
    return json.dumps(value, indent=indent, ensure_ascii=ascii_only).encode("utf-8")


def csv_bytes(rows: Iterable[Sequence[Any]], quoting: int = csv.QUOTE_MINIMAL, bom: bool = False) -> bytes:
    """CSV with `\\n` line ends."""
    text = io.StringIO(newline="")
    csv.writer(text, quoting=quoting, lineterminator="\n").writerows(rows)  # type: ignore[arg-type]
    return text.getvalue().encode("utf-8-sig" if bom else "utf-8")


def columns(names: str) -> list[str]:
    """Names of columns, written over several lines with commas between them."""
    return [name for line in names.strip().splitlines() for name in line.rstrip(",").split(",")]


def zip_bytes(files: Mapping[str, bytes], made: datetime = EXPORTED) -> bytes:
    """ZIP whose members carry the time of the export."""
    packed = io.BytesIO()
    stamp = (made.year, made.month, made.day, made.hour, made.minute, made.second)
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, stamp)
            entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, 0o644 << 16, 3
            archive.writestr(entry, content, compresslevel=9)
    return packed.getvalue()


def with_fixed_times(workbook: bytes, made: datetime = EXPORTED) -> bytes:
    """Write an XLSX anew so that neither its ZIP nor its properties carry the time of the run."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        files = {name: archive.read(name) for name in sorted(archive.namelist())}
    core = "docProps/core.xml"
    stamp = rb"\g<1>" + made.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    files[core] = re.sub(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*", stamp, files[core])
    order = ["[Content_Types].xml", *(name for name in files if name != "[Content_Types].xml")]
    return zip_bytes({name: files[name] for name in order}, made)
