"""Which files of an export hold posts of an X archive, and of which generation."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from connectors._whole import data_members
from monitor.sources.export import Export
from monitor.sources.tables import head_rows, normal
from monitor.sources.text import decode_head

_YTD = re.compile(r"\s*window\.YTD\.(tweets?|community_tweets?)\.part(\d{1,6})\s*=\s*\[")
_MONTH = re.compile(r"\s*Grailbird\.data\.tweets_\d{4}_\d\d\s*=\s*\[")
_YTD_NAME = re.compile(r"(?:community-)?tweets?(?:-part\d+)?\.js", re.IGNORECASE)
_MONTH_NAME = re.compile(r"\d{4}_\d\d\.js")
CSV_COLUMNS = ("tweet_id", "timestamp", "text", "in_reply_to_status_id", "source")
_ROOT = re.compile(r"(?:^|(?<=/))data/(?:js/tweets/)?$")
_FOLDERS = ("data", "assets", "js", "css", "lib", "img")
"""Folders of an archive; all but the first belong to its viewer."""
ARCHIVE, MONTHS, TABLE = "archive", "months", "table"


@dataclass(frozen=True)
class Posts:
    """The files with posts of one archive.

    Attributes:
        folder: What stands before the names of the files beside them, "" or ending in `/`.
        form: `archive` (`tweet.js`, `tweets.js`; since 2018), `months` or `table` (Grailbird, 2012-2019).
        names: Member names, in order.
        whole: Whether no part is missing: numbers run from 0 without a gap; a month on its own is a part.
    """

    folder: str
    form: str
    names: tuple[str, ...]
    whole: bool = True

    @property
    def detail(self) -> str:
        """What was recognised, for people."""
        first = PurePosixPath(self.names[0]).name
        if self.form == TABLE:
            return f"X archive of 2012-2019, {first}"
        if self.form == MONTHS:
            return f"X archive of 2012-2019, {first} and {len(self.names) - 1} more"
        return f"X archive, {first}, {len(self.names)} file{'s' if len(self.names) > 1 else ''}"


def find_posts(export: Export) -> list[Posts]:
    """Find the archives in an export: usually one; a folder of somebody's own may hold several side by side.

    Files in an archive are known by name and content, a lone file by content alone.
    """
    archives: dict[str, list[tuple[str, int, str]]] = {}
    months: dict[str, list[str]] = {}
    tables: dict[str, list[str]] = {}
    for name in sorted(export.names):
        folder = name[: name.rfind("/") + 1]
        form, kind, number = _form_of(export, name)
        if form == ARCHIVE:
            archives.setdefault(folder, []).append((kind, number, name))
        elif form == MONTHS:
            months.setdefault(folder, []).append(name)
        elif form == TABLE:
            tables.setdefault(folder, []).append(name)
    found = [Posts(folder, TABLE, tuple(names)) for folder, names in tables.items()]
    # The monthly files of an archive say the same as its table.
    spoken_for = {f"{folder}data/js/tweets/" for folder in tables}
    months = {folder: names for folder, names in months.items() if folder not in spoken_for}
    found += [Posts(folder, MONTHS, tuple(names), len(export.names) > 1) for folder, names in months.items()]
    return found + [_archive(folder, parts) for folder, parts in archives.items()]


def has_strangers(export: Export, posts: Posts) -> bool:
    """Whether files of other exports lie beside an archive, in a folder that somebody filled with this and that."""
    root = posts.folder if posts.form == TABLE else _ROOT.sub("", posts.folder)
    ours = tuple(f"{root}{folder}/" for folder in _FOLDERS)
    members = set(data_members(export)) - set(posts.names)
    return any(not name.startswith(ours) for name in members)


def _archive(folder: str, parts: list[tuple[str, int, str]]) -> Posts:
    """Order the parts, posts to communities last, and see whether any is missing."""
    ordered = sorted(parts, key=lambda part: (part[0].startswith("community"), part[1], part[2]))
    numbers = [number for kind, number, _ in ordered if not kind.startswith("community")]
    return Posts(
        folder, ARCHIVE, tuple(name for _, _, name in ordered), bool(numbers) and numbers == list(range(len(numbers)))
    )


def _form_of(export: Export, name: str) -> tuple[str, str, int]:
    """Tell form, kind and part number of a member; ("", "", 0) if it holds no posts."""
    lone, base = len(export.names) == 1, PurePosixPath(name).name
    if lone or _YTD_NAME.fullmatch(base):
        found = _YTD.match(decode_head(export, name))
        if found:
            return ARCHIVE, found[1], int(found[2])
    if (lone or _MONTH_NAME.fullmatch(base)) and _MONTH.match(decode_head(export, name)):
        return MONTHS, "", 0
    if (lone or base.lower() == "tweets.csv") and _is_table(export, name):
        return TABLE, "", 0
    return "", "", 0


def _is_table(export: Export, name: str) -> bool:
    rows = head_rows(export, name, 1)
    columns = {normal(cell) for cell in rows[0]} if rows else set()
    return columns.issuperset(CSV_COLUMNS)
