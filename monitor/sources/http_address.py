"""Web addresses: what tells two apart, what may be shown of one, what may stand in a header."""

from __future__ import annotations

from urllib.parse import unquote, urljoin, urlsplit, urlunsplit

from monitor.errors import SkipSource
from monitor.secrets import scrub

Origin = tuple[str, str, int | None]


def origin(url: str) -> Origin:
    """Scheme, host and port of an address: what must be equal for two addresses to trust each other.

    Raises:
        SkipSource: It is no web address.
    """
    try:
        parts = urlsplit(url)
        port = parts.port or {"http": 80, "https": 443}.get(parts.scheme.lower())
    except ValueError as error:
        raise SkipSource("is no web address", shown(url), "Write it as https://...") from error
    if parts.scheme.lower() not in {"http", "https"} or not parts.hostname:
        raise SkipSource("is no web address", shown(url), "Write it as https://...")
    return parts.scheme.lower(), parts.hostname.lower(), port


def shown(url: str) -> str:
    """An address as messages may show it: without secrets, not endless."""
    clean = scrub(url)
    return clean if len(clean) <= 200 else f"{clean[:197]}..."


def without_login(url: str) -> tuple[str, tuple[str, str] | None]:
    """An address without its login, and the login."""
    origin(url)
    parts = urlsplit(url)
    if parts.username is None:
        return url, None
    place = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=place)), (unquote(parts.username), unquote(parts.password or ""))


def header_text(value: str) -> str:
    """A text that may stand in a header: one line of Latin-1."""
    return "".join(value.splitlines()).strip().encode("latin-1", "replace").decode("latin-1")


def joined(base: str, target: str) -> str:
    """The absolute address of a link found at `base`; the link itself if the two cannot be joined."""
    try:
        return urljoin(base, target.strip())
    except ValueError:
        return target
