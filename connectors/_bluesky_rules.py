"""How the answers of a Bluesky AppView are read. Pure."""

from __future__ import annotations

from datetime import UTC, datetime

from connectors._values import count_of, mapping, text_of
from monitor.sources.caller import Reaction, Ruling, plain_ruling, retry_after
from monitor.sources.http import Reply

_CHECK = "Check the account's handle in config.toml"
_GONE = {
    "accounttakedown": Ruling(Reaction.GONE, "Bluesky has taken the account down", state="suspended"),
    "accountsuspended": Ruling(Reaction.GONE, "Bluesky has suspended the account", state="suspended"),
    "accountdeactivated": Ruling(Reaction.GONE, "its owner has deactivated the account"),
    "accountdeleted": Ruling(Reaction.GONE, "the account has been deleted"),
    "handlenotfound": Ruling(Reaction.GONE, "no account has this handle", _CHECK),
    "notfound": Ruling(Reaction.GONE, "is not there"),
}
_UNKNOWN = ("profile not found", "actor not found", "could not find user", "unable to resolve handle")
"""What an AppView says, under `InvalidRequest`, of an account that it does not know."""

_NOT_HERE = "Check `base` under [connectors.bluesky_api]: it must be a public AppView"


def bluesky_ruling(reply: Reply) -> Ruling:
    """Read an answer by the name of its error; a status alone says nothing of an account."""
    told = mapping(reply.json)
    name, said = ((text_of(told.get(key)) or "").casefold() for key in ("error", "message"))
    if reply.status == 429:
        return Ruling(Reaction.WAIT, "Bluesky has had enough requests for now (429)", until=_reset(reply))
    if reply.status in {400, 404} and name in _GONE:
        return _GONE[name]
    if reply.status == 400 and name == "invalidrequest" and said.startswith(_UNKNOWN):
        return Ruling(Reaction.GONE, "Bluesky knows no such account", _CHECK)
    if reply.status in {401, 404, 410, 501}:
        return Ruling(Reaction.REFUSED, f"is no server that tells of accounts to anybody ({reply.status})", _NOT_HERE)
    return plain_ruling(reply)


def _reset(reply: Reply) -> datetime | None:
    """When asking again makes sense, in seconds since 1970."""
    seconds = count_of(reply.headers.get("ratelimit-reset"))
    try:
        return datetime.fromtimestamp(seconds, UTC) if seconds is not None else retry_after(reply)
    except (ValueError, OverflowError, OSError):
        return None
