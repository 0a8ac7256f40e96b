"""What pages and alerts call accounts, platforms, kinds and states; and whom they keep nameless."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from monitor.activity.history import USUAL_KIND
from monitor.records import AccountKind
from monitor.reporting.i18n import N_, Translator
from monitor.reporting.outside import clean, safe_link

PLATFORMS: Mapping[str, str] = {
    "x": "X (Twitter)",
    "linkedin": "LinkedIn",
    "facebook": "Facebook",
    "blog": "Blog",
    "youtube": "YouTube",
    "mastodon": "Mastodon",
    "bluesky": "Bluesky",
    "instagram": "Instagram",
    "tiktok": "TikTok",
    "yammer": "Yammer",
    "hyves": "Hyves",
}
"""Proper names, the same in every language; any other platform is called by its slug."""

KINDS: Mapping[str, str] = {
    "company": N_("company account"),
    "personal": N_("personal accounts"),
    "group": N_("group"),
    "page": N_("page"),
    "channel": N_("channel"),
    "blog": N_("blog"),
    "unknown": N_("account"),
}
STATES: Mapping[str, str] = {
    "active": N_("in use"),
    "seasonal": N_("seasonal"),
    "closing": N_("being closed"),
    "closed": N_("closed on purpose"),
}
NAMELESS = N_("a personal account on {platform}")


@dataclass(frozen=True)
class AccountFacts:
    """What texts may say about an account.

    A `hidden` account belongs to a person and persons are not shown: it has no label, link or owner here, so that
    nothing made from these facts can name it.
    """

    id: int
    platform: str
    kind: str = "unknown"
    label: str = ""
    owner: str | None = None
    deputy: str | None = None
    url: str | None = None
    state: str = "active"
    private: bool = False
    goal_posts: float | None = None
    goal_per: str = "week"
    hidden: bool = False

    @property
    def personal(self) -> bool:
        """Whether it is a person's account."""
        return self.kind == AccountKind.PERSONAL


def account_facts(accounts: pd.DataFrame, show_persons: bool = False) -> dict[int, AccountFacts]:
    """Read the store's accounts for showing.

    Args:
        accounts: As `Store.accounts()` gives them, index id.
        show_persons: The setting `[report] show_persons`; without it personal and private accounts are hidden.

    Returns:
        Facts by account id, in the order of the frame.
    """
    rows = accounts.to_dict("index")
    return {int(str(key)): _facts(int(str(key)), row, show_persons) for key, row in rows.items()}


def _facts(account_id: int, row: Mapping[Any, Any], show_persons: bool) -> AccountFacts:
    platform = _text(row.get("platform")) or "any"
    kind = _text(row.get("kind")) or USUAL_KIND.get(platform, "unknown")
    private = bool(_known(row.get("private")))
    hidden = private or (kind == AccountKind.PERSONAL and not show_persons)
    return AccountFacts(
        id=account_id,
        platform=platform,
        kind=kind,
        label="" if hidden else _label(row),
        owner=None if hidden else _text(row.get("owner")),
        deputy=None if hidden else _text(row.get("deputy")),
        url=None if hidden else safe_link(_text(row.get("url"))),
        state=_text(row.get("state")) or "active",
        private=private,
        goal_posts=None if hidden else _number(row.get("goal_posts")),
        goal_per=_text(row.get("goal_per")) or "week",
        hidden=hidden,
    )


def _label(row: Mapping[Any, Any]) -> str:
    handle = _text(row.get("handle"))
    at_sign = "@" if handle and row.get("platform") in {"x", "mastodon", "bluesky", "instagram", "tiktok"} else ""
    spoken = _text(row.get("name")) or (f"{at_sign}{handle}" if handle else None) or _text(row.get("native_id"))
    return clean(spoken or str(row.get("platform") or "?"), 60)


def _known(value: Any) -> Any:
    return None if value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value)) else value


def _text(value: Any) -> str | None:
    known = _known(value)
    return None if known is None else clean(str(known), 2000) or None


def _number(value: Any) -> float | None:
    known = _known(value)
    return None if known is None else float(known)


def platform_name(platform: str) -> str:
    """Proper name of a platform."""
    return PLATFORMS.get(platform, platform.replace("_", " ").capitalize())


def account_name(account: AccountFacts, translator: Translator) -> str:
    """What a sentence calls the account; a hidden one is "a personal account on LinkedIn"."""
    if account.hidden:
        return translator.text(NAMELESS, platform=platform_name(account.platform))
    return account.label or platform_name(account.platform)


def kind_name(kind: str, translator: Translator) -> str:
    """What people call a kind of account."""
    return translator.text(KINDS.get(kind, KINDS["unknown"]))


def presence_name(platform: str, kind: str, translator: Translator) -> str:
    """Platform and kind in one, such as "LinkedIn, group"; a kind that repeats the platform is left out."""
    if platform == kind:
        return platform_name(platform)
    return f"{platform_name(platform)}, {kind_name(kind, translator)}"
