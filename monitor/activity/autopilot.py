"""Signs that an account runs by itself: one program, one domain, one minute of the hour, no replies. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from monitor.activity.links import SHORTENERS, links_of, plain_address
from monitor.records import PostKind

WINDOW = 13
"""Weeks looked at together."""

UNKNOWN = -1

SHARES = ("app", "domain", "minute")


def autopilot_marks(posts: pd.DataFrame, zone: ZoneInfo) -> pd.DataFrame:
    """Marks of each post.

    Args:
        posts: One row a post: `published_at` (aware), `precision` (second, minute or day), `kind`, `source_app` (None
            if unknown), `links` and `text` (see `monitor.activity.links.links_of`).
        zone: The organisation's time zone, in which minutes are counted.

    Returns:
        With the index of `posts`:
        app: program it was sent with, in small letters; None if unknown.
        domain: host of its links if they lead to one host only, "" if it has no or several; None if unknown or hidden
        by a shortener.
        minute: minute of the hour 0 to 59, in local time; -1 if the source does not say so exactly.
        reply: whether it answers somebody.
    """
    local = pd.to_datetime(posts["published_at"], utc=True).dt.tz_convert(zone)
    exact = posts["precision"].isin(["second", "minute"]) & local.notna()
    apps = [app.strip().casefold() if isinstance(app, str) else None for app in posts["source_app"]]
    domains = [_domain(links_of(*row)) for row in zip(posts["links"], posts["text"], strict=True)]
    return pd.DataFrame(
        {
            "app": pd.Series(apps, posts.index, dtype=object),
            "domain": pd.Series(domains, posts.index, dtype=object),
            "minute": np.where(exact, local.dt.minute.fillna(UNKNOWN), UNKNOWN).astype(np.int8),
            "reply": (posts["kind"] == PostKind.REPLY).to_numpy(bool),
        },
        index=posts.index,
    )


def _domain(links: Sequence[str] | None) -> str | None:
    if links is None:
        return None
    hosts = {plain_address(link).partition("/")[0] for link in links}
    if hosts & {*SHORTENERS, ""}:
        return None
    return hosts.pop() if len(hosts) == 1 else ""


def autopilot_weeks(posts: pd.DataFrame, marks: pd.DataFrame, window: int = WINDOW) -> pd.DataFrame:
    """How much of the last weeks looks machine-made, causal: a week's row uses nothing from after it.

    Args:
        posts: `account_id` and `week` (both whole numbers) of each post.
        marks: What `autopilot_marks` says of the same posts.
        window: Weeks looked at together, the row's own week included.

    Returns:
        One row for each account and week in which the window changed (a post came in, or one fell out), sorted; a row
        holds until the account's next one. Columns: account_id, week, posts (own and other), replies; for app, domain
        and minute the commonest value (`app`, `domain`, `minute`), the share of the posts of the window that have it
        (`app_share` ..., float32; posts of which it is unknown count as not having it) and how many posts it is known
        of (`app_known` ...).
    """
    rows = posts[["account_id", "week"]].join(marks)
    found = [row for account, mine in rows.groupby("account_id", sort=True) for row in _slide(account, mine, window)]
    columns = [
        "account_id",
        "week",
        "posts",
        "replies",
        *(f"{n}{end}" for n in SHARES for end in ("", "_share", "_known")),
    ]
    return pd.DataFrame(found, columns=columns).astype({f"{name}_share": np.float32 for name in SHARES})


def _slide(account: object, posts: pd.DataFrame, window: int) -> Iterator[tuple[object, ...]]:
    """Move the window over one account's posts, week by week."""
    events: dict[int, list[tuple[int, tuple[object, ...]]]] = {}
    for week, *told in posts[["week", "app", "domain", "minute", "reply"]].itertuples(index=False):
        events.setdefault(int(week), []).append((1, tuple(told)))
        events.setdefault(int(week) + window, []).append((-1, tuple(told)))
    counts: tuple[Counter[object], ...] = (Counter(), Counter(), Counter())
    total = replies = 0
    for week in sorted(events):
        for change, (*values, reply) in events[week]:
            total, replies = total + change, replies + change * bool(reply)
            for counter, value in zip(counts, values, strict=True):
                counter[value] += change
        shares = [cell for counter in counts for cell in _commonest(counter, total)]
        yield account, week, total, replies, *shares


def _commonest(counter: Counter[object], total: int) -> tuple[object, float, int]:
    """The commonest known value, its share of all posts, and of how many posts it is known."""
    known = {value: count for value, count in counter.items() if count > 0 and value not in {None, "", UNKNOWN}}
    untold = sum(count for value, count in counter.items() if value is None or value == UNKNOWN)
    if not known:
        return None, 0.0, total - untold
    best = max(known, key=lambda value: (known[value], str(value)))
    return best, known[best] / total, total - untold
