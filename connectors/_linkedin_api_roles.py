"""What a token is worth: on which pages the person behind it has a role."""

from __future__ import annotations

from typing import Any

from connectors._linkedin_api_calls import FINDER, Calls
from connectors._linkedin_api_options import COMMUNITY
from connectors._linkedin_api_rule import refused_to_us
from connectors._linkedin_api_urls import query
from connectors._linkedin_api_values import elements_of, organisation_of
from connectors._linkedin_api_who import who_of
from connectors._values import text_of
from monitor.errors import SkipSource
from monitor.sources.live import TokenFacts, Visit

_ENOUGH = frozenset({"ADMINISTRATOR", "CONTENT_ADMINISTRATOR", "CONTENT_ADMIN"})
_NAMES = ("organization", "organizationTarget", "organizationalTarget", "organizationalPage")
_MOST = 5


def facts(visit: Visit, calls: Calls, product: str) -> TokenFacts:
    """Ask for the roles. LinkedIn tells nobody when a token ends.

    Raises:
        RenewToken, GrantAccess, RetryLater, SkipSource: What LinkedIn says instead.
    """
    path = "rest/organizationAcls" if product == COMMUNITY else "rest/dmaOrganizationAcls"
    asked = query({"q": "roleAssignee", "state": "APPROVED"})
    reply = calls.get(path, asked, method=FINDER, lenient=True)
    if refused_to_us(reply):
        return TokenFacts("somebody whose roles it may not tell (the scope for that is missing)")
    roles = roles_in(reply.json)
    return TokenFacts(_words(roles), None, _missing(visit, roles))


def roles_in(told: Any) -> list[tuple[str, str]]:
    """Number of the organisation and role, for each role that is approved."""
    found = []
    for row in elements_of(told):
        number = next((one for one in (organisation_of(row.get(name)) for name in _NAMES) if one), None)
        role = text_of(row.get("role"))
        if number and role and row.get("state", "APPROVED") == "APPROVED":
            found.append((number, role))
    return found


def _words(roles: list[tuple[str, str]]) -> str:
    if not roles:
        return "somebody who has no role on any page"
    named = ", ".join(f"{role} of page {number}" for number, role in roles[:_MOST])
    more = f" and {len(roles) - _MOST} more" if len(roles) > _MOST else ""
    return f"somebody who is {named}{more}"


def _missing(visit: Visit, roles: list[tuple[str, str]]) -> tuple[str, ...]:
    """The role that the account's page needs, if nobody gave it."""
    try:
        number = who_of(visit.target).number
    except SkipSource:
        number = None
    able = {page for page, role in roles if role in _ENOUGH}
    if number is None:
        return () if able else ("the role of an administrator on a page",)
    return () if number in able else (f"the role of an administrator on page {number}",)
