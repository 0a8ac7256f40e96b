"""How the answers of a blog's own server are read. Pure.

A blog is no platform: who refuses us is its owner, a plug-in or a firewall, and that the account is gone is said by
410 alone.
"""

from __future__ import annotations

import re

from connectors._feed_document import kind_of
from connectors._values import mapping, sequence, text_of
from monitor.sources.caller import FINE, Reaction, Ruling, plain_ruling
from monitor.sources.http import Reply
from monitor.sources.text import encoding_of

HEAD = 65_536
NO_JSON = "answers a web page in place of data"
NO_FEED = "answers something that is no feed"

_CODE = re.compile(r"[a-z_]{3,60}")
_PAST_THE_END = "rest_post_invalid_page_number"
_OPEN = "Open it to everybody, or let this program through the site's firewall"
_STOPS = {
    401: Ruling(Reaction.ACCESS, "is not open to us (401)", _OPEN),
    402: Ruling(Reaction.ACCESS, "wants to be paid (402)", "Look at the address in a browser"),
    403: Ruling(Reaction.ACCESS, "is not open to us (403)", _OPEN),
    404: Ruling(Reaction.REFUSED, "is not there (404)", "Correct the account's url or feed in config.toml"),
    410: Ruling(Reaction.GONE, "is gone for good (410)", "Correct the account's url or feed in config.toml"),
}
_BAD_KEY = Ruling(
    Reaction.TOKEN,
    "the Content API key is not accepted by this site",
    "Each site has a key of its own: `monitor auth blog` shows how to obtain it",
)


def text_head(content: bytes, size: int = HEAD) -> str:
    """Beginning of a body as text, to see what it is."""
    return content[:size].decode(encoding_of(content), "replace")


def site_ruling(reply: Reply) -> Ruling:
    """Read an answer of any web server."""
    return _STOPS.get(reply.status) or plain_ruling(reply)


def feed_ruling(reply: Reply) -> Ruling:
    """The same for an address that is known as a feed: a page in its place, or half of it, is trouble that may pass."""
    kind = kind_of(text_head(reply.content)) if reply.status == 200 else "xml"
    if kind not in {"xml", "json"} or (kind == "json" and reply.json is None):
        return Ruling(Reaction.RETRY, NO_FEED)
    return site_ruling(reply)


def wordpress_ruling(reply: Reply) -> Ruling:
    """Read an answer of WordPress' REST interface; a page number past the end is fine, and is the end."""
    code = text_of(mapping(reply.json).get("code")) or ""
    if reply.status == 400 and code == _PAST_THE_END:
        return FINE
    if reply.status == 200 and reply.json is None:
        return Ruling(Reaction.RETRY, NO_JSON)
    if reply.status == 400 and _CODE.fullmatch(code):
        return Ruling(Reaction.REFUSED, f"refuses the request (400, {code})", "Look at the address in a browser")
    return site_ruling(reply)


def ghost_ruling(reply: Reply) -> Ruling:
    """Read an answer of Ghost's Content API."""
    kinds = {text_of(mapping(one).get("type")) for one in sequence(mapping(reply.json).get("errors"))}
    if reply.status in {401, 403} and kinds & {"UnauthorizedError", "NoPermissionError"}:
        return _BAD_KEY
    if reply.status == 200 and reply.json is None:
        return Ruling(Reaction.RETRY, NO_JSON)
    return site_ruling(reply)
