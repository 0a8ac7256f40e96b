"""Query strings as LinkedIn's Rest.li 2.0 wants them: everything encoded, the brackets and commas of a list not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

from connectors._values import mapping, sequence, text_of


def encoded(value: object) -> str:
    """One value, encoded whole: `urn:li:organization:1` becomes `urn%3Ali%3Aorganization%3A1`."""
    return quote(str(value), safe="")


def listed(values: Iterable[str]) -> str:
    """Several values as one parameter: `List(a,b)`, to be put into a query as it is."""
    return f"List({','.join(map(encoded, values))})"


def query(values: Mapping[str, object], lists: Mapping[str, Iterable[str]] | None = None) -> str:
    """A query string.

    Args:
        values: Single values; None is left out.
        lists: Parameters that are lists.
    """
    single = [f"{name}={encoded(value)}" for name, value in values.items() if value is not None]
    return "&".join([*single, *(f"{name}={listed(some)}" for name, some in (lists or {}).items())])


def next_parameters(told: Any) -> dict[str, str] | None:
    """Parameters of the link to the next page, decoded; None after the last page.

    Only the link says whether there is one: a page may be shorter than what was asked for and not be the last.
    """
    for link in map(mapping, sequence(mapping(mapping(told).get("paging")).get("links"))):
        if link.get("rel") == "next" and (address := text_of(link.get("href"))):
            return _parameters(address)
    return None


def _parameters(address: str) -> dict[str, str]:
    try:
        return dict(parse_qsl(urlsplit(address).query))
    except ValueError:
        return {}
