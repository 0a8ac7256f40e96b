"""Which connector an export belongs to: exactly one may claim it."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence

from monitor.errors import NobodyClaims, SeveralClaim, SkipSource
from monitor.sources.contract import Connector, Match
from monitor.sources.export import Export
from monitor.sources.paths import is_media, shown
from monitor.sources.tables import head_rows, is_spreadsheet, sheets
from monitor.sources.text import decode_head, open_text

_log = logging.getLogger(__name__)
_TABLE_HINT = "To read a table of your own, name its columns under [[connectors.generic_csv.map]] in config.toml"
_OTHER_HINT = "`monitor connectors` lists what can be read and how to obtain it"
_TEXT_HINT = "Save or export it again as UTF-8 text"
_SHOWN_COLUMNS = 20

Claim = tuple[Connector, Match]


def claim(export: Export, connectors: Iterable[Connector]) -> Claim | None:
    """Find the one connector that claims an export; a specific claim beats a generic one.

    Raises:
        SeveralClaim: Two claims are equally good; the message names both.
    """
    claims = [(connector, match) for connector in connectors if (match := _asked(connector, export))]
    best = [(connector, match) for connector, match in claims if not match.generic] or claims
    if len(best) > 1:
        names = " and ".join(f"{connector.declaration.name} ({match.detail})" for connector, match in best)
        raise SeveralClaim(f"is claimed by {names}", export.name, "Tell us; until then move the file out of the inbox")
    return best[0] if best else None


def _asked(connector: Connector, export: Export) -> Match | None:
    """Ask one connector; one that breaks, though none may, claims nothing and stops nobody."""
    try:
        return connector.identify(export)
    except Exception:  # noqa: BLE001 - third parties' connectors may break in any way
        _log.exception("connector %s broke while looking at %s", connector.declaration.name, export.name)
        return None


def unclaimed(export: Export, connectors: Sequence[Connector]) -> SkipSource:
    """Say why nobody claims an export: it cannot be read at all, or what was seen and tried."""
    if export.is_single:
        trouble = _unreadable(export)
        if trouble is not None:
            return trouble
    seen, hint = _seen(export)
    tried = ", ".join(connector.declaration.name for connector in connectors) or "none"
    return NobodyClaims(f"is recognised by no connector; {seen}; tried: {tried}", export.name, hint)


def _unreadable(export: Export) -> SkipSource | None:
    """What keeps a lone file from being looked at: damage, size, or an encoding that is not Unicode."""
    (name,) = export.names
    try:
        with export.stream(name) as file:
            head = file.read(1024)
        if not head:
            return SkipSource("the file is empty", export.name, "Export it again")
        if is_spreadsheet(export, name):
            sheets(export, name)
        elif b"\0" not in head and "\ufffd" in decode_head(export, name)[:60_000] and not is_media(name):
            with open_text(export, name) as text:
                text.read(65_536)
    except SkipSource as error:
        return error
    return None


def _seen(export: Export) -> tuple[str, str]:
    """What an export looks like, and what to do about it."""
    if not export.names:
        return "it holds no files", _OTHER_HINT
    if not export.is_single:
        names = ", ".join(shown(name) for name in export.names[:5])
        return (f"it holds {len(export.names)} files ({names}{', ...' if len(export.names) > 5 else ''})", _OTHER_HINT)
    (name,) = export.names
    if is_media(name):
        return "it is a picture, film or document", _OTHER_HINT
    header = _header(export, name)
    if len(header) > 1:
        columns = ", ".join(shown(cell.strip())[:60] for cell in header[:_SHOWN_COLUMNS])
        return f"its columns are: {columns}{', ...' if len(header) > _SHOWN_COLUMNS else ''}", _TABLE_HINT
    return _seen_in_text(decode_head(export, name))


def _seen_in_text(head: str) -> tuple[str, str]:
    """What the beginning of a file looks like that is no table."""
    start = head.strip().split("\n", 1)[0][:80]
    if "\0" in start or "\ufffd" in start:
        return "it is no text", _OTHER_HINT
    if "\0" in head:
        line = head.count("\n", 0, head.index("\0")) + 1
        return f"line {line} holds a NUL character, which no text does; it begins with: {shown(start)}", _TEXT_HINT
    return f"it begins with: {shown(start)}" if start else "it holds nothing but blanks", _OTHER_HINT


def _header(export: Export, name: str) -> list[str]:
    """First row of a table, of whatever kind; [] when it is none."""
    if not is_spreadsheet(export, name):
        rows = head_rows(export, name, 1)
        return rows[0] if rows else []
    try:
        pages = sheets(export, name).values()
    except SkipSource:
        return []
    return [str(cell) for page in pages for row in page[:1] for cell in row]
