"""Addresses of WordPress' REST interface, which has three forms, and where its lists end. Pure."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from monitor.sources.http import Reply
from monitor.sources.http_address import shown

PUBLIC = "public-api.wordpress.com"


def collection(root: str, name: str) -> str:
    """Address of a collection below a root.

    Args:
        root: `https://site/wp-json/`, `https://site/?rest_route=/` where addresses are plain, or that of a site of
            wordpress.com (`https://public-api.wordpress.com/wp/v2/sites/site`).
        name: posts, comments ...
    """
    parts = urlsplit(root)
    query = dict(parse_qsl(parts.query))
    if "rest_route" in query:
        query["rest_route"] = f"{query['rest_route'].rstrip('/')}/wp/v2/{name}"
        return urlunsplit(parts._replace(query=urlencode(query, safe="/"), fragment=""))
    within = "" if parts.hostname == PUBLIC and "/sites/" in parts.path else "wp/v2/"
    return urlunsplit(parts._replace(path=f"{parts.path.rstrip('/')}/{within}{name}", fragment=""))


def page_address(root: str, name: str, number: int) -> str:
    """Address of a page of a collection as people may see it: short, and without secrets."""
    address = collection(root, name)
    return shown(f"{address}{'&' if '?' in address else '?'}page={number}")


def goes_on(reply: Reply, number: int) -> bool:
    """Whether another page follows page `number`, by either sign; machines between us and the site may drop one."""
    return "next" in reply.links or (total(reply, "pages") or 0) > number


def total(reply: Reply, what: str = "") -> int | None:
    """How many things a list holds, or how many "pages"; None if the answer does not say."""
    told = reply.headers.get(f"x-wp-total{what}", "").strip()
    return int(told) if told.isdecimal() and len(told) < 10 else None
