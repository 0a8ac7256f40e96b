"""From paths to exports with a connector each; what cannot be used is a value too and stops nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from monitor.errors import NobodyClaims, SkipSource
from monitor.settings import Limits
from monitor.sources.archive import ZIP_MAGIC
from monitor.sources.claims import claim, unclaimed
from monitor.sources.contract import Connector, Match
from monitor.sources.export import Export
from monitor.sources.paths import is_clutter, is_media, shown

DATA_SUFFIXES = frozenset(
    [".csv", ".tsv", ".txt", ".json", ".js", ".xml", ".rss", ".atom", ".xls", ".xlsx", ".ods", ".ics", ".zip"]
)
"""Of a folder that was recognised in part, the files somebody may miss when nobody reads them."""
DEEPEST = 8
"""How many folders deep exports are looked for."""


@dataclass(frozen=True)
class Planned:
    """One export and who reads it, or why nobody does.

    Attributes:
        path: The file or folder on disk.
        name: What messages call it.
        problem: Set when it cannot be used; the other three are then None.
    """

    path: Path
    name: str
    export: Export | None = None
    connector: Connector | None = None
    match: Match | None = None
    problem: SkipSource | None = None

    @property
    def size(self) -> int:
        """Bytes that may have to be read, pictures and films left out."""
        members = self.export.members if self.export else ()
        return sum(member.size for member in members if not is_media(member.name))


def plan(
    paths: Sequence[Path], connectors: Sequence[Connector], limits: Limits | None = None, inbox: bool = False
) -> list[Planned]:
    """Find out which connector reads what.

    A folder or ZIP that one connector claims as a whole is one export; otherwise its folders are tried as
    wholes and then its files one by one. A ZIP that lies in a folder is an export of its own.

    Args:
        paths: Files, ZIPs and folders.
        connectors: All that may read.
        limits: How large things may be.
        inbox: The paths are inbox folders: never an export themselves; hidden files and README files in them
            are passed over in silence, and one that does not exist yet is empty.
    """
    planner = _Planner(connectors, limits or Limits())
    wanted = [entry for path in paths for entry in _entries(path)] if inbox else list(paths)
    unique = {path.resolve(): path for path in wanted}
    return [planned for path in unique.values() for planned in planner.at(path)]


def _entries(folder: Path) -> list[Path]:
    """What lies in an inbox; one that cannot be looked into is itself what there is to tell about."""
    try:
        return sorted(path for path in folder.iterdir() if not _passed_over(path.name) and not _is_empty_folder(path))
    except FileNotFoundError:
        return []
    except OSError:
        return [folder]


def _is_empty_folder(path: Path) -> bool:
    try:
        return path.is_dir() and not any(path.iterdir())
    except OSError:
        return False


def _passed_over(name: str) -> bool:
    return is_clutter(name) or PurePosixPath(name).name.lower() in {"readme.md", "readme.txt", "readme", "thumbs.db"}


class _Planner:
    def __init__(self, connectors: Sequence[Connector], limits: Limits) -> None:
        # Connectors that ask a server have nothing to recognise.
        self._connectors = [connector for connector in connectors if hasattr(connector, "identify")]
        self._limits = limits

    def at(self, path: Path) -> list[Planned]:
        """Plan whatever lies at a path."""
        try:
            export = Export.open(path, self._limits)
        except SkipSource as error:
            return [Planned(path, shown(path.name), problem=error)]
        found = list(self._of(export, 0))
        export.close()
        return found

    def _of(self, export: Export, depth: int) -> Iterator[Planned]:
        """Plan an export: as a whole, else in pieces."""
        try:
            claimed = claim(export, self._connectors)
        except SkipSource as error:
            yield Planned(export.path, export.name, problem=error)
            return
        swallows = claimed is not None and self._swallows(export, claimed[0])
        export.close()
        if claimed and not swallows:
            yield Planned(export.path, export.name, export, *claimed)
            yield from self._packed_beside(export)
        elif export.is_single:
            yield Planned(export.path, export.name, problem=unclaimed(export, self._connectors))
            export.close()
        else:
            yield from self._pieces(export, depth)

    def _swallows(self, export: Export, connector: Connector) -> bool:
        """Whether a claim on a folder rests on one of its folders, and others claim what lies beside that."""
        if export.is_single:
            return False
        inner = [self._owner(part) for part in export.parts().values()]
        if connector not in inner:
            return False
        beside = (self._owner(export.only(name)) for name in export.names if "/" not in name and not is_media(name))
        return any(owner not in {None, connector} for owner in (*inner, *beside))

    def _owner(self, export: Export) -> Connector | None:
        """Who claims an export; None also when it is nobody's or several claim it."""
        try:
            claimed = claim(export, self._connectors)
        except SkipSource:
            return None
        finally:
            export.close()
        return claimed[0] if claimed else None

    def _packed_beside(self, export: Export) -> Iterator[Planned]:
        """ZIPs that lie in a claimed folder: an archive often comes in several."""
        if export.kind == "folder":
            for name in export.names:
                if name.lower().endswith(".zip"):
                    yield from self.at(export.path / name)

    def _pieces(self, export: Export, depth: int) -> Iterator[Planned]:
        """Plan folders and files of an export that nobody claims whole; one message if nothing is recognised."""
        found: list[Planned] = []
        if depth < DEEPEST:
            for part in export.parts().values():
                found += self._of(part, depth + 1)
        for name in export.names:
            if "/" not in name and not is_media(name) and not _passed_over(name):
                found += self._piece(export, name)
        if any(planned.export for planned in found):
            yield from (planned for planned in found if planned.export or _missed(planned))
            return
        yield from (planned for planned in found if not isinstance(planned.problem, NobodyClaims))
        if not found or any(isinstance(planned.problem, NobodyClaims) for planned in found):
            yield self._nothing(export, found)

    def _piece(self, export: Export, name: str) -> Iterator[Planned]:
        lone = export.only(name)
        if lone.head(name.rpartition("/")[2], 4) != ZIP_MAGIC or lone.kind == "file":
            yield from self.at(lone.path) if lone.kind == "file" else self._of(lone, DEEPEST)
        elif _is_book(name):
            yield from self._of(lone, DEEPEST)
        else:
            problem = SkipSource("is a ZIP inside a ZIP", lone.name, "Unpack the outer one into the inbox")
            yield Planned(lone.path, lone.name, problem=problem)

    def _nothing(self, export: Export, found: list[Planned]) -> Planned:
        """One message for a whole folder or ZIP; of a single file inside, that file's own."""
        lone = [planned for planned in found if isinstance(planned.problem, NobodyClaims)]
        if len(lone) == 1:
            return lone[0]
        return Planned(export.path, export.name, problem=unclaimed(export, self._connectors))


def _missed(planned: Planned) -> bool:
    """Whether a person would want to know that this piece was not read."""
    if not isinstance(planned.problem, NobodyClaims):
        return True
    return PurePosixPath(planned.name).suffix.lower() in DATA_SUFFIXES


def _is_book(name: str) -> bool:
    return PurePosixPath(name).suffix.lower() in {".xlsx", ".xlsm", ".ods"}
