"""What a visit to a LinkedIn page remembers for the next one: times and numbers, never a place in a list. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from connectors._linkedin_api_values import millis_of, moment_of, since_epoch
from connectors._linkedin_ids import post_id
from connectors._values import count_of, mapping, sequence, text_of
from monitor.records import PostKind

MOST_RECENT = 300
MOST_KNOWN = 5000
TOKEN_LIFE = timedelta(days=60)
TOKEN_WARNING = timedelta(days=14)


@dataclass(frozen=True)
class Recent:
    """A post young enough to be looked at for comments and counts.

    Attributes:
        native_id: Its canonical id.
        at: When it went out, in milliseconds.
        kind: A value of `PostKind`.
        heard: How many comments LinkedIn counted when they were last read; None if they never were, or not counted.
        read: When they were last read, in milliseconds; 0 if never.
    """

    native_id: str
    at: int
    kind: str
    heard: int | None = None
    read: int = 0


@dataclass(frozen=True)
class Memory:
    """All of it; times in milliseconds.

    Attributes:
        page: Number of the organisation, once its name was looked up.
        modified: Every change up to here is in (Posts API).
        newest, oldest: Every post between these is in (Pages Data Portability API).
        complete: And nothing is older than `oldest`.
        paused: The last walk stopped at a limit of ours; the next one goes on instead of beginning anew.
        known: Numbers of the posts that LinkedIn has shown, newest first: what exports tell may never be in its lists.
        recent: Young posts, newest first.
        token: Tells one token from another, and says nothing of either.
        token_since: When the token was first used.
    """

    page: str | None = None
    modified: int | None = None
    newest: int | None = None
    oldest: int | None = None
    complete: bool = False
    paused: bool = False
    known: tuple[str, ...] = ()
    recent: tuple[Recent, ...] = ()
    token: str | None = None
    token_since: int | None = None

    @property
    def knows_posts(self) -> bool:
        """Whether LinkedIn has shown posts of this page before."""
        return bool(self.modified or self.newest)


def recalled(kept: Mapping[str, Any]) -> Memory:
    """Memory out of what was kept; what is not as it should be is left out."""
    return Memory(
        page=text_of(kept.get("page")),
        modified=millis_of(kept.get("modified")),
        newest=millis_of(kept.get("newest")),
        oldest=millis_of(kept.get("oldest")),
        complete=kept.get("complete") is True,
        paused=kept.get("paused") is True,
        known=tuple(one for one in map(_known, sequence(kept.get("known"))) if one),
        recent=tuple(one for one in map(_recent, sequence(kept.get("recent"))) if one),
        token=text_of(kept.get("token")),
        token_since=millis_of(kept.get("token_since")),
    )


def told(memory: Memory) -> dict[str, Any]:
    """The same as JSON."""
    return asdict(memory)


def with_token(memory: Memory, token: str | None, now: datetime) -> Memory:
    """Note since when this token is in use."""
    mark = hashlib.blake2b((token or "").encode(), digest_size=6, person=b"linkedin").hexdigest()
    if memory.token == mark and memory.token_since:
        return memory
    return replace(memory, token=mark, token_since=since_epoch(now))


def token_remark(memory: Memory, now: datetime) -> str:
    """A word of warning when a token comes to its end, as far as that can be known; "" before."""
    since = moment_of(memory.token_since)
    if since is None or now < since + TOKEN_LIFE - TOKEN_WARNING:
        return ""
    end = since + TOKEN_LIFE
    return (
        f"the token is in use since {since:%Y-%m-%d} and LinkedIn's live for 60 days, so it ends on {end:%Y-%m-%d} at "
        "the latest: `monitor auth linkedin` shows how to renew it"
    )


def with_recent(memory: Memory, found: Iterable[Recent], now: datetime, days: int) -> Memory:
    """Add young posts, and forget those that are no longer young."""
    since = since_epoch(now - timedelta(days=days))
    known = {one.native_id: one for one in memory.recent}
    for one in found:
        before = known.get(one.native_id, one)
        known[one.native_id] = replace(one, heard=before.heard, read=before.read)
    young = sorted(
        (one for one in known.values() if days and one.at >= since), key=lambda one: (-one.at, one.native_id)
    )
    return replace(memory, recent=tuple(young[:MOST_RECENT]))


def with_known(memory: Memory, found: Iterable[str]) -> Memory:
    """Add numbers of posts that LinkedIn has shown."""
    known = sorted({*memory.known, *found}, key=lambda one: (-int(one.rpartition(":")[2].rpartition("-")[2]), one))
    return replace(memory, known=tuple(known[:MOST_KNOWN]))


def without(memory: Memory, native_id: str) -> Memory:
    """Forget a post that is gone."""
    return replace(memory, recent=tuple(one for one in memory.recent if one.native_id != native_id))


def having_read(memory: Memory, native_id: str, heard: int | None, now: datetime) -> Memory:
    """Note that the comments of a post were read."""
    at = since_epoch(now)
    return replace(
        memory,
        recent=tuple(
            replace(one, heard=heard, read=at) if one.native_id == native_id else one for one in memory.recent
        ),
    )


def _known(kept: Any) -> str | None:
    return post_id(f"urn:li:{text_of(kept)}")


def _recent(kept: Any) -> Recent | None:
    one = mapping(kept)
    native_id, at = _known(one.get("native_id")), millis_of(one.get("at"))
    if not native_id or not at:
        return None
    kind = one.get("kind") if one.get("kind") in list(PostKind) else PostKind.ORIGINAL.value
    return Recent(native_id, at, str(kind), count_of(one.get("heard")), count_of(one.get("read")) or 0)
