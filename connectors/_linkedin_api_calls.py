"""Asks LinkedIn, and counts every answer: nothing in them tells how many are left."""

from __future__ import annotations

import time

from connectors._linkedin_api_options import LinkedInOptions
from connectors._linkedin_api_rule import lenient_ruling_for, ruling_for
from connectors._linkedin_api_turn import Turn
from monitor.secrets import remember
from monitor.sources.caller import Caller, Rule, Ruling
from monitor.sources.http import Reply
from monitor.sources.live import Visit

FINDER, BATCH_GET = "FINDER", "BATCH_GET"


class Calls:
    """The calls of one visit.

    Args:
        visit: The page and the way to the network.
        options: Product, address and version of the API.
        turn: When lists may be asked for that are answered once a minute.
    """

    def __init__(self, visit: Visit, options: LinkedInOptions, turn: Turn) -> None:
        self._visit, self._options, self._turn = visit, options, turn
        remember((visit.token or "").strip())
        self._strict = self._caller(ruling_for(options.product))
        self._lenient = self._caller(lenient_ruling_for(options.product))

    def get(self, path: str, query: str = "", *, method: str = "", lenient: bool = False) -> Reply:
        """Ask for something.

        Args:
            path: Below the address of the API, encoded.
            query: As `_linkedin_api_urls.query` makes it.
            method: FINDER or BATCH_GET, where Rest.li must be told.
            lenient: A refusal and "not there" are answers like others; look at the status.

        Raises:
            RetryLater: Trouble that lasted, or the calls of the day are used up.
            RenewToken, GrantAccess, SkipSource: As the rule reads the answer.
        """
        self._visit.ledger.allow(1)
        headers = {"X-RestLi-Method": method} if method else None
        return (self._lenient if lenient else self._strict).get(path, query or None, headers=headers)

    def rarely(self, path: str, query: str, *, lenient: bool = False) -> Reply:
        """Ask for a list that is answered once a minute, when it is its turn. Raises as `get`."""
        self._visit.ledger.allow(1)
        self._turn.wait(self._visit.pause or time.sleep)
        return self.get(path, query, method=FINDER, lenient=lenient)

    def _caller(self, rule: Rule) -> Caller:
        return self._visit.caller(
            self._options.base,
            self._counting(rule),
            headers={"LinkedIn-Version": self._options.version, "X-Restli-Protocol-Version": "2.0.0"},
            secret_headers={"Authorization": f"Bearer {(self._visit.token or '').strip()}"},
            private=self._options.allow_private,
        )

    def _counting(self, rule: Rule) -> Rule:
        def ruled(reply: Reply) -> Ruling:
            self._visit.ledger.spend(1)
            return rule(reply)

        return ruled
