"""What a token of Meta's is worth: looked up once a day, since a wrong one gets empty answers in place of errors."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from connectors._graph_calls import GraphCalls
from connectors._graph_rule import RENEW, code_of, graph_ruling
from connectors._graph_values import epoch_or_none, moment_or_none, number_of, said
from connectors._values import mapping, sequence, text_of
from monitor.errors import GrantAccess, MonitorError, RenewToken
from monitor.sources.caller import FINE, Reaction, Ruling
from monitor.sources.http import Reply
from monitor.sources.live import TokenFacts, Visit

PAGE, SYSTEM, USER = "PAGE", "SYSTEM_USER", "USER"
_SAME_TYPES = {"SYSTEM": SYSTEM}


@dataclass(frozen=True)
class Token:
    """What Meta says of a token.

    Attributes:
        kind: PAGE, SYSTEM_USER, USER or another word of Meta's; "" if nothing is said.
        owner: Number of the page it belongs to.
        scopes: What it allows; None if Meta does not say.
        targets: For which pages or accounts a scope holds; a scope that is not in here holds for all.
        expires: When it, or the access to data with it, ends.
        fault: Why it is not valid; "" if it is.
    """

    kind: str = ""
    owner: str | None = None
    scopes: frozenset[str] | None = None
    targets: Mapping[str, frozenset[str]] = field(default_factory=dict)
    expires: datetime | None = None
    fault: str = ""


@dataclass(frozen=True)
class Needs:
    """What a connector needs of a token.

    Attributes:
        kinds: Types that do.
        scopes: What it must allow.
        advice: What to do about a token of another type.
    """

    kinds: frozenset[str]
    scopes: tuple[str, ...]
    advice: str


def token_of(told: Any) -> Token:
    """Read the answer of `debug_token`."""
    facts = mapping(_data(told))
    kind = text_of(facts.get("type")) or ""
    scopes = facts.get("scopes")
    ends = [epoch_or_none(facts.get(name)) for name in ("expires_at", "data_access_expires_at")]
    valid = facts.get("is_valid") is True
    return Token(
        kind=_SAME_TYPES.get(kind.upper(), kind.upper()),
        owner=number_of(facts.get("profile_id")),
        scopes=frozenset(one for one in scopes if isinstance(one, str)) if isinstance(scopes, list) else None,
        targets=_targets(facts.get("granular_scopes")),
        expires=min((end for end in ends if end), default=None),
        fault="" if valid else said(mapping(facts.get("error"))),
    )


def _targets(told: Any) -> dict[str, frozenset[str]]:
    """The pages for which each scope holds, where it does not hold for all."""
    found: dict[str, frozenset[str]] = {}
    for one in map(mapping, sequence(told)):
        numbers = [number for value in sequence(one.get("target_ids")) if (number := number_of(value))]
        if numbers and (scope := text_of(one.get("scope"))):
            found[scope] = frozenset(numbers)
    return found


def missing(token: Token, needs: Needs) -> tuple[str, ...]:
    """Scopes that are needed and lacking, or not granted for the page that the token belongs to."""
    have = token.scopes or frozenset()
    return tuple(
        scope
        for scope in needs.scopes
        if scope not in have or (token.owner and token.owner not in token.targets.get(scope, {token.owner}))
    )


def trouble(token: Token, needs: Needs, where: str) -> MonitorError | None:
    """What a person must do about a token; None if it is good."""
    if token.fault:
        return RenewToken(f"the token is not valid: {token.fault}", where, RENEW)
    if token.kind not in needs.kinds:
        kinds = " or ".join(sorted(needs.kinds))
        kind = token.kind or "of a type that Meta does not name"
        return RenewToken(f"the token is {kind}, not {kinds}", where, needs.advice)
    if lacking := missing(token, needs):
        names = ", ".join(lacking)
        return GrantAccess(f"the token lacks the scopes {names}", where, f"Grant {names} and make the token anew")
    return None


class TokenCheck:
    """Looks at the token of a visit, at most once a day.

    Args:
        calls: Asks.
        visit: Whose token it is, and what is remembered of it.
        needs: What it must be.
    """

    def __init__(self, calls: GraphCalls, visit: Visit, needs: Needs) -> None:
        self._calls, self._visit, self._needs = calls, visit, needs

    def known(self) -> Token:
        """The good token, as Meta described it today.

        Raises:
            RenewToken, GrantAccess: It will not do; the message says why.
        """
        before = mapping(self._visit.past.memory.get("token"))
        if before.get("day") == self._day and before.get("mark") == self._mark:
            return _recalled(before)
        token = self.looked_up()
        if error := trouble(token, self._needs, self._where):
            raise error
        return token

    def looked_up(self) -> Token:
        """What Meta says of the token, good or bad."""
        reply = self._calls.node("debug_token", {"input_token": self._visit.token}, _debug_ruling)
        return self._by_itself() if code_of(reply) else token_of(reply.json)

    def memory(self, token: Token) -> dict[str, Any]:
        """What to remember of it: nothing by which it could be used."""
        expires = token.expires.isoformat() if token.expires else None
        return {"day": self._day, "mark": self._mark, "kind": token.kind, "owner": token.owner, "expires": expires}

    def facts(self) -> TokenFacts:
        """What a person is told of it, asked now.

        Raises:
            RenewToken: It is not valid, or of the wrong type.
        """
        token = self.looked_up()
        if isinstance(error := trouble(token, self._needs, self._where), RenewToken):
            raise error
        whose = f"page {token.owner}" if token.owner else f"a token of type {token.kind or 'unknown'}"
        return TokenFacts(whose, token.expires, missing(token, self._needs))

    def _by_itself(self) -> Token:
        """Where a token may not be looked up, it still shows whether it is a page's: only a page has a category."""
        reply = self._calls.node("me", {"fields": "id,name,category"}, _own_ruling)
        told = mapping(reply.json)
        kind, owner = (PAGE, number_of(told.get("id"))) if "category" in told else (USER, None)
        return Token(kind, owner, frozenset(self._needs.scopes))

    @property
    def _where(self) -> str:
        return f"account {self._visit.target.platform} {self._visit.target.label}"

    @property
    def _day(self) -> str:
        return self._visit.now.date().isoformat()

    @property
    def _mark(self) -> str:
        """Tells one token from another, and says nothing of either."""
        return hashlib.blake2b((self._visit.token or "").encode(), digest_size=6, person=b"token day").hexdigest()


def _own_ruling(reply: Reply) -> Ruling:
    """A refusal is an answer too: Meta lets only an app's developers look up tokens, and only a page has a category."""
    return FINE if code_of(reply) == 100 else graph_ruling(reply)


def _debug_ruling(reply: Reply) -> Ruling:
    """The same, and an answer that says nothing of the token is a trouble of the server."""
    ruling = _own_ruling(reply)
    if ruling.reaction is Reaction.FINE and not code_of(reply) and "is_valid" not in mapping(_data(reply.json)):
        return Ruling(Reaction.RETRY, "answers nothing about the token")
    return ruling


def _data(told: Any) -> Any:
    return mapping(told).get("data")


def _recalled(before: Mapping[str, Any]) -> Token:
    return Token(
        kind=text_of(before.get("kind")) or "",
        owner=number_of(before.get("owner")),
        expires=moment_or_none(before.get("expires")),
    )
