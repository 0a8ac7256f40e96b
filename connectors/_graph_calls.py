"""Asks Meta's Graph API, never faster than Meta likes it: pauses when little is left, and a full stop at the limit."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

from connectors._graph_options import GraphOptions
from connectors._graph_rule import APP_THROTTLE, code_of, graph_ruling, list_ruling, remarks_ruling
from connectors._graph_usage import FULL, Rest, Usage, usage_of
from monitor.errors import RetryLater
from monitor.secrets import remember
from monitor.sources.caller import Caller, Rule, Ruling
from monitor.sources.http import Reply
from monitor.sources.live import Visit

LATER = "A later run goes on; asking before would only make it longer"
Ask = Callable[[Mapping[str, object]], Reply]


class GraphCalls:
    """The calls of one visit. The token goes in a header, so that no address holds it.

    Args:
        visit: The account and the way to the network.
        options: Address and version of the API.
        rest: Until when the app may ask nothing; shared by all visits of a connector.
        base: Address in place of the one in the options.
    """

    def __init__(self, visit: Visit, options: GraphOptions, rest: Rest, base: str = "") -> None:
        self._visit, self._options, self._rest, self._base = visit, options, rest, base or options.base
        self._usage = Usage()
        remember(visit.token or "")
        self._node, self._edge, self._remarks = map(self._caller, (graph_ruling, list_ruling, remarks_ruling))

    def node(self, path: str, params: Mapping[str, object], rule: Rule | None = None) -> Reply:
        """Ask about one thing.

        Args:
            path: Below the version.
            params: Query parameters.
            rule: Reads the answer; None: as all answers are read.

        Raises:
            RetryLater: Trouble that lasted, or the allowance is used up.
            RenewToken, GrantAccess, SkipSource: As `graph_ruling` reads the answer.
        """
        self._ready()
        return (self._caller(rule) if rule else self._node).get(self._path(path), params)

    def edge(self, path: str, params: Mapping[str, object]) -> Reply:
        """Ask for a page of a list; it may answer that less must be asked for. Raises as `node`."""
        self._ready()
        return self._edge.get(self._path(path), params)

    def remarks(self, path: str, params: Mapping[str, object]) -> Reply:
        """Ask for a page of comments. Raises as `node`, and AccountGone if what they belong to is not there."""
        self._ready()
        return self._remarks.get(self._path(path), params)

    def _path(self, path: str) -> str:
        return f"{self._options.version}/{path}"

    def _caller(self, rule: Rule) -> Caller:
        secret = {"Authorization": f"Bearer {self._visit.token}"} if self._visit.token else None
        private = self._options.allow_private
        headers = {"Accept": "application/json"}
        return self._visit.caller(
            self._base, self._noting(rule), headers=headers, secret_headers=secret, private=private
        )

    def _noting(self, rule: Rule) -> Rule:
        """The same rule, with every answer's usage noted."""

        def ruled(reply: Reply) -> Ruling:
            self._usage = usage_of(reply)
            if self._usage.of_app or code_of(reply) == APP_THROTTLE:
                self._rest.begin(self._usage.minutes)
            return rule(reply)

        return ruled

    def _ready(self) -> None:
        """Wait a little if little is left.

        Raises:
            RetryLater: Nothing is left.
        """
        where = f"account {self._visit.target.platform} {self._visit.target.label}"
        if self._usage.percent >= FULL:
            raise RetryLater(f"{self._usage.percent:.0f} % of the calls that Meta allows are used up", where, LATER)
        if self._rest.minutes:
            raise RetryLater(f"Meta allows the app no calls for {self._rest.minutes:.0f} minutes", where, LATER)
        if self._usage.pause:
            (self._visit.pause or time.sleep)(self._usage.pause)
