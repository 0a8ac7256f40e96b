"""What visits to Facebook and Instagram share: how far back to ask, what to remember, and pages without tokens."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from connectors._graph_calls import GraphCalls
from connectors._graph_options import GraphOptions
from connectors._graph_token import Needs, Token, TokenCheck
from connectors._graph_usage import Rest
from connectors._graph_values import hidden, moment_or_none
from connectors._span import Span
from monitor.records import EARLIEST
from monitor.sources.http import Reply
from monitor.sources.live import Page, Visit, stamp

OVERLAP = timedelta(days=7)
OWN_TOKEN = 'Give this account its own token: token = "env:NAME" under its [[account]] in config.toml'  # noqa: S105 - advice


class GraphWalk:
    """Base of the walks.

    Args:
        visit: The account, what is known of it, and the way to the network.
        options: As set in config.toml.
        rest: Until when the app may ask nothing.
        needs: What the token must be.
        base: Address of the API.

    Attributes:
        check: Looks at the token.
    """

    def __init__(self, visit: Visit, options: GraphOptions, rest: Rest, needs: Needs, base: str) -> None:
        self._visit, self._days = visit, timedelta(days=options.comment_days)
        self._calls = GraphCalls(visit, options, rest, base)
        self.check = TokenCheck(self._calls, visit, needs)
        self._span = Span()
        self._odd = ""
        self._read = self._vanished = 0

    def _since(self) -> datetime | None:
        """From when on posts are asked for; None: all. It only saves calls: the platform need not heed it."""
        past = self._visit.past
        newest = moment_or_none(past.memory.get("newest"))
        if past.full or newest is None or past.seen_until is None:
            return None
        return max(EARLIEST, min(newest, past.seen_until) - max(OVERLAP, self._days))

    def _is_recent(self, moment: datetime) -> bool:
        """Whether comments are read of a post on which something happened then: a while before the last visit."""
        last = min(self._visit.now, self._visit.past.seen_until or self._visit.now)
        return bool(self._days) and moment >= last - self._days

    @property
    def _unheard(self) -> str:
        """That no post's comments could be read, for people; "" if some could. One post may vanish, hardly all do."""
        if self._read or self._vanished < 2:
            return ""
        return f"of none of {self._vanished} posts the comments could be read: check the token's scopes and the role"

    def _memory(self, token: Token) -> dict[str, Any]:
        """What the next visit must know, once everything of this walk is in."""
        span = Span(newest=moment_or_none(self._visit.past.memory.get("newest")))
        span.see(self._span.newest)
        newest = span.newest.isoformat() if span.newest else None
        return {"newest": newest, "token": self.check.memory(token)}

    def _page(
        self,
        kind: str,
        reply: Reply,
        about: Mapping[str, str] | None = None,
        memory: Mapping[str, Any] | None = None,
        seen_since: datetime | None = None,
        body: bytes | None = None,
    ) -> Page:
        told = {**stamp(self._visit), **(about or {})}
        return Page(kind, hidden(reply.content if body is None else body), reply.url, told, memory, seen_since)

    @property
    def _where(self) -> str:
        return f"account {self._visit.target.platform} {self._visit.target.label}"
