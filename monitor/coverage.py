"""The coverage table: which presences of a healthy inventory exist, who owns them, their goal and state. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from monitor.activity.history import USUAL_KIND
from monitor.settings import AccountState, Settings


@dataclass(frozen=True)
class CoverageRow:
    """One account, or one presence of the inventory that nobody has.

    Attributes:
        presence: "platform:kind", as in `detection.inventory`.
        account_id: None if it is missing.
        name: What the account is called, "" if it is missing.
        owner, deputy: "" if nobody is named.
        goal: Own posts wanted in a period, None without a goal; `goal_per` is week, month or "".
        state: active, seasonal, closing, closed, or missing.
        wanted: Whether the inventory asks for it.
    """

    presence: str
    account_id: int | None
    name: str
    owner: str
    deputy: str
    goal: float | None
    goal_per: str
    state: str
    wanted: bool

    @property
    def missing(self) -> bool:
        """Whether the inventory asks for it and no account that is kept up is there."""
        return self.account_id is None

    @property
    def platform(self) -> str:
        """The platform of the presence."""
        return self.presence.partition(":")[0]

    @property
    def kind(self) -> str:
        """The kind of the presence."""
        return self.presence.partition(":")[2]


def coverage(accounts: pd.DataFrame, settings: Settings) -> list[CoverageRow]:
    """Compare the accounts with the inventory.

    Args:
        accounts: `Store.accounts()`. An account whose kind nobody told is of its platform's usual kind.
        settings: `detection.inventory` names the presences wanted.

    Returns:
        The presences wanted, in the order of the inventory, each with its accounts or as missing; then all other
        accounts. A presence of which all accounts are closed shows them and is not missing: closed on purpose.
    """
    rows = [_row(identity, facts) for identity, facts in accounts.sort_index().to_dict("index").items()]
    wanted = list(dict.fromkeys(settings.detection.inventory))
    result = [row for presence in wanted for row in _presence(presence, rows)]
    return result + [row for row in rows if row.presence not in wanted]


def _presence(presence: str, rows: list[CoverageRow]) -> Iterator[CoverageRow]:
    found = [row for row in rows if row.presence == presence]
    if not found:
        yield CoverageRow(presence, None, "", "", "", None, "", "missing", wanted=True)
    for row in found:
        yield CoverageRow(**vars(row) | {"wanted": True})


def _row(identity: Any, facts: Mapping[Any, Any]) -> CoverageRow:
    kind = _text(facts["kind"]) or USUAL_KIND.get(facts["platform"], "unknown")
    goal = facts["goal_posts"]
    return CoverageRow(
        presence=f"{facts['platform']}:{kind}",
        account_id=int(identity),
        name=_text(facts["name"]) or _text(facts["handle"]) or _text(facts["native_id"]) or facts["platform"],
        owner=_text(facts["owner"]),
        deputy=_text(facts["deputy"]),
        goal=None if pd.isna(goal) else float(goal),
        goal_per=_text(facts["goal_per"]),
        state=_text(facts["state"]) or AccountState.ACTIVE,
        wanted=False,
    )


def _text(value: Any) -> str:
    return "" if value is None or pd.isna(value) else str(value)
