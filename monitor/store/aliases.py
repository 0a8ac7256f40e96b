"""The names by which an account is known, in the form in which they are kept and compared. Pure."""

from __future__ import annotations

from urllib.parse import urlsplit

MADE_UP = ("file:", "name:")
"""Beginnings of the importer's own handles for an account that the export does not name."""


def handle_of(handle: str | None) -> str | None:
    """A handle as people write it, without @; None if it is the importer's own."""
    if handle is None or handle.startswith(MADE_UP):
        return None
    return handle.strip().removeprefix("@") or None


def alias_of(kind: str, name: str) -> str:
    """One name as it is kept: numbers and files as they are, the rest in small letters."""
    if kind in {"id", "file"}:
        return f"{kind}:{name}"
    return f"{kind}:{name.strip().removeprefix('@').casefold()}"


def aliases_of(native_id: str | None, handle: str | None, url: str | None) -> list[str]:
    """All names that an export or the configuration gives an account, the surest first."""
    names = [alias_of("id", native_id)] if native_id else []
    if handle:
        names.append(alias_of(*handle.split(":", 1)) if handle.startswith(MADE_UP) else alias_of("handle", handle))
    address = address_of(url)
    return [*names, f"url:{address}"] if address else names


def address_of(url: str | None) -> str | None:
    """An address without scheme, `www.` and final stroke, in small letters; None if there is no host in it."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    host = parts.netloc.casefold().removeprefix("www.")
    rest = parts.path.rstrip("/") + (f"?{parts.query}" if parts.query else "")
    return f"{host}{rest}".casefold() if host else None
