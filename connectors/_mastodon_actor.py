"""What the description of an actor says of the account itself: moved, suspended, a memorial, or simply there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from connectors._values import Place, kept, mapping, text_of
from monitor.records import BadRow, Doubt, Standing, StandingState


def standing_of_actor(actor: Mapping[str, Any], seen: datetime, file: str) -> Iterator[Standing | BadRow | Doubt]:
    """Tell what became of the account when the archive was made.

    Mastodon writes `movedTo` and `suspended` only when they hold and leaves the first out of a suspended account, so
    that an actor without both was there.

    Args:
        actor: Contents of actor.json.
        seen: Aware time of the archive.
        file: The file, as messages call it.
    """
    memorial = actor.get("memorial") is True
    state, detail = _state(actor, memorial)
    yield kept(Standing, Place(file), observed_at=seen, state=state, detail=detail)
    if memorial:
        yield Doubt(
            file=file,
            what="its server made the account a memorial, as is done for someone who has died",
            todo='If so, write state = "closed" at the account in config.toml, and nobody is asked for posts any more',
        )


def _state(actor: Mapping[str, Any], memorial: bool) -> tuple[StandingState, str | None]:
    target = actor.get("movedTo")
    to = text_of(target) or text_of(mapping(target).get("id"))
    if actor.get("suspended") is True:
        return StandingState.SUSPENDED, None
    if to:
        return StandingState.MOVED, f"to {to}"[:200]
    # It can still be read, though nobody can log in any more.
    return StandingState.ACTIVE, "a memorial: nobody can log in any more" if memorial else None
