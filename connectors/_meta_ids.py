"""Ids of Facebook and Instagram posts, which spreadsheets destroy and addresses keep."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

_WHOLE = re.compile(r"[0-9]{5,20}(?:_[0-9]{5,20})?")
_ROUNDED = re.compile(r"[0-9]{15}0{2,}")
_PATH = re.compile(
    r"/(?:posts|videos|reel|photos(?:/[^/]+)?|permalink)/(?:[^/]+/)?(?:[0-9]{5,20}_)?([0-9]{5,20})(?:/|$)"
)
_PAIR = re.compile(r"^/[0-9]{5,20}_([0-9]{5,20})/?$")
_SHORTCODE = re.compile(r"/(?:p|reel|reels|tv)/([A-Za-z0-9_-]{5,64})(?:/|$)")


def intact_id(cell: str) -> str | None:
    """Give an id that no spreadsheet has touched, None for `1.22158E+17` and for one rounded to 15 digits."""
    cell = cell.strip().strip("'\"=")
    return cell if _WHOLE.fullmatch(cell) and not _ROUNDED.fullmatch(cell) else None


def facebook_post_id(cell: str, permalink: str) -> str | None:
    """Id of a page's post: from its cell, else from its address.

    Graph API and older exports write `PAGE_POST`; the part after the underscore is the post everywhere. An address
    with an opaque `pfbid...` holds no lasting id.
    """
    known = intact_id(cell)
    return known.rpartition("_")[2] if known else _facebook_address_id(permalink)


def _facebook_address_id(permalink: str) -> str | None:
    path, query = _split(permalink)
    for key in ("story_fbid", "fbid", "v"):
        if (value := query.get(key, [""])[0]).isdecimal() and _WHOLE.fullmatch(value):
            return value
    found = _PATH.search(path) or _PAIR.match(path)
    return found[1] if found else None


def page_id_of(cell: str) -> str | None:
    """The page's part of an older `PAGE_POST` id."""
    known = intact_id(cell)
    return known.partition("_")[0] if known and "_" in known else None


def instagram_post_id(cell: str, permalink: str) -> str | None:
    """Id of an Instagram post: the short code in its address, which survives spreadsheets; else the cell's number."""
    found = _SHORTCODE.search(_split(permalink)[0])
    return found[1] if found else intact_id(cell)


def _split(address: str) -> tuple[str, dict[str, list[str]]]:
    try:
        parts = urlsplit(address)
        return parts.path, parse_qs(parts.query)
    except ValueError:
        return "", {}
