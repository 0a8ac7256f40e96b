"""How the answers of a Mastodon server are read. Pure."""

from __future__ import annotations

from connectors._iso_times import moment_of
from connectors._values import mapping, text_of
from monitor.sources.caller import Reaction, Ruling, plain_ruling, retry_after
from monitor.sources.http import Reply

_MEMBERS_ONLY = Ruling(
    Reaction.TOKEN,
    "this server answers only its members",
    "Make a token on it: `monitor auth mastodon` shows how",
)
_NO_RECORD = Ruling(Reaction.GONE, "the server knows no such account", "Check the account's name in config.toml")


def mastodon_ruling(reply: Reply) -> Ruling:
    """Read an answer by its status and its `error`."""
    said = (text_of(mapping(reply.json).get("error")) or "").lower()
    if reply.status in {401, 403, 422} and "authenticated user" in said:
        return _MEMBERS_ONLY
    if reply.status == 429:
        until = moment_of(reply.headers.get("x-ratelimit-reset")) or retry_after(reply)
        return Ruling(Reaction.WAIT, "the server has had enough requests for now (429)", until=until)
    if reply.status in {404, 410}:
        return _NO_RECORD
    return plain_ruling(reply)
