"""Where an account lies: its server and its name there."""

from __future__ import annotations

from urllib.parse import urlsplit

from monitor.errors import SkipSource
from monitor.sources.live import Target


def address_of(target: Target, base: str = "") -> tuple[str, str]:
    """Address of the server, without a slash at the end, and the account's name on it.

    Args:
        target: Has a handle `name@server`, or an address like https://server/@name, which goes first: a server may be
            called otherwise than the accounts on it.
        base: Address of the server, if config.toml names one.

    Raises:
        SkipSource: The account's name or server is not told.
    """
    site, name = _of_url(target.url)
    user, _, host = (target.handle or "").removeprefix("@").partition("@")
    server, user = base or site or (f"https://{host}" if host else ""), user or name
    if not server or not user:
        raise SkipSource(
            "the account's name or its server is not told",
            f"account {target.platform} {target.label}",
            'Write handle = "name@server" in config.toml',
        )
    return server.rstrip("/"), user


def _of_url(url: str | None) -> tuple[str, str]:
    """Server and name out of https://server/@name, .../users/name or .../name; "" for what is not there."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return "", ""
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        return "", ""
    name = parts.path.strip("/").rpartition("/")[2].removeprefix("@").partition("@")[0]
    return f"{parts.scheme}://{parts.netloc}", name
