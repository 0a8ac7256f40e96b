"""A store in memory with the methods that activity reads, for tests of frames and verdicts."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd

from monitor.activity.weeks import week_of

ZONE = ZoneInfo("Europe/Amsterdam")
OWN = ("original", "quote", "video", "article")


def local(day: date, hour: int = 12) -> int:
    """Epoch seconds of an hour of a local day."""
    return int(datetime(day.year, day.month, day.day, hour, tzinfo=ZONE).timestamp())


def _day_bits(moments: pd.Series) -> pd.Series:
    days = [datetime.fromtimestamp(moment, ZONE).weekday() for moment in moments]
    return pd.Series([1 << day for day in days], moments.index, dtype="int64")


def _together(bits: pd.Series) -> int:
    return int(bits.drop_duplicates().sum())


class FakeStore:
    """Plain lists that become the store's tables."""

    def __init__(self) -> None:
        self._accounts: list[dict[str, Any]] = []
        self._posts: list[dict[str, Any]] = []
        self._interactions: list[dict[str, Any]] = []
        self._profiles: list[dict[str, Any]] = []
        self._planned: list[dict[str, Any]] = []
        self._windows: list[dict[str, Any]] = []

    def account(self, platform: str = "x", **fields: Any) -> int:
        """Add an account; `created` is a local date."""
        created = fields.pop("created", None)
        blank = dict.fromkeys(("native_id", "handle", "name", "kind", "url", "owner", "owner_mail", "deputy"))
        facts = blank | {"goal_posts": None, "goal_per": None, "state": "active", "private": False, "configured": True}
        moment = datetime.fromtimestamp(local(created, 0), UTC) if created else None
        self._accounts.append(
            facts | {"id": len(self._accounts) + 1, "platform": platform, "created_at": moment} | fields
        )
        return len(self._accounts)

    def post(self, account: int, day: date, hour: int = 12, **fields: Any) -> None:
        """Add a post: kind, author, press and outing ("yes", "no", None) as fields; place and shared are marks;
        with a `minute` it may be a machine's, of the program `app` and to the site `domain`.
        """
        unknown = dict.fromkeys(("author", "press", "outing", "themes", "title", "text", "place", "shared", "minute"))
        row = {"kind": "original"} | unknown | fields
        self._posts.append(row | {"account_id": account, "published_at": local(day, hour), "week": week_of(day)})

    def posts_every(self, account: int, first: date, last: date, days: int, **fields: Any) -> None:
        """Add a post every so many days."""
        for step in range((last - first).days // days + 1):
            self.post(account, first + timedelta(step * days), **fields)

    def window(self, account: int, first: date | None, last: date) -> None:
        """Add an observed window of whole local days; `first` None is from the beginning."""
        start = -1 if first is None else local(first, 0)
        self._windows.append({"account_id": account, "start": start, "end": local(last + timedelta(1), 0)})

    def interaction(
        self, account: int, day: date, answered: date | None = None, known: bool = True, **more: Any
    ) -> None:
        """Add a comment and the day it was answered; `hour`, `answered_hour` and `question` (1, 0, NaN) as fields."""
        at = -1 if answered is None else local(answered, more.get("answered_hour", 18))
        received, asks = local(day, more.get("hour", 12)), more.get("question", 0.0)
        self._interactions.append(
            {"account_id": account, "received_at": received, "answered_at": at, "answer_known": known, "question": asks}
        )

    def plan(
        self,
        account: int,
        day: date,
        title: str | None = None,
        hour: int = 12,
        told: date | None = None,
        gone: date | None = None,
    ) -> None:
        """Add an item of the content calendar, told and gone at the beginning of a day."""
        known = {name: -1 if at is None else local(at, 0) for name, at in (("told_first", told), ("gone_at", gone))}
        self._planned.append({"account_id": account, "planned_at": local(day, hour), "title": title} | known)

    def profile(self, account: int, day: date, **states: float) -> None:
        """Add a snapshot: default_avatar, has_bio and protected as 1, 0 or left out."""
        blank = dict.fromkeys(("default_avatar", "has_bio", "protected", "followers"), float("nan"))
        self._profiles.append(blank | {"account_id": account, "observed_at": local(day)} | states)

    # --- what activity reads ---------------------------------------------------------------------------
    def accounts(self) -> pd.DataFrame:
        frame = pd.DataFrame(self._accounts).set_index("id")
        return frame.assign(created_at=pd.to_datetime(frame["created_at"], utc=True))

    def weekly_rollup(self) -> pd.DataFrame:
        posts = self._frame(
            self._posts, "account_id", "week", "published_at", "kind", "press", "themes", "place", "shared"
        )
        spoken = posts["kind"] != "repost"
        own = posts["kind"].isin(OWN)
        table = pd.DataFrame(
            {
                "account_id": posts["account_id"].astype("int64"),
                "week": posts["week"].astype("int64"),
                "posts": 1,
                "own": own.astype("int64"),
                "replies": (posts["kind"] == "reply").astype("int64"),
                "reposts": (posts["kind"] == "repost").astype("int64"),
                "last_post_at": posts["published_at"].astype("int64"),
                "last_own_at": posts["published_at"].where(own, -1).astype("int64"),
                "press_releases": (own & (posts["press"] == "yes")).astype("int64"),
                "press_judged": (own & posts["press"].isin(["yes", "no"])).astype("int64"),
                "themed": (own & posts["themes"].notna() & posts["themes"].ne("")).astype("int64"),
                "theme_judged": (own & posts["themes"].notna()).astype("int64"),
                "linking": (spoken & (posts["place"] == "own")).astype("int64"),
                "link_judged": (spoken & posts["place"].notna()).astype("int64"),
                "shared": (own & (posts["shared"] == "yes")).astype("int64"),
                "share_judged": (own & posts["shared"].notna()).astype("int64"),
                "days": _day_bits(posts["published_at"]),
            }
        )
        others = {"last_post_at": "max", "last_own_at": "max", "days": _together}
        counts = [name for name in table if name not in {"account_id", "week", *others}]
        how: dict[str, Any] = dict.fromkeys(counts, "sum") | others
        return table.groupby(["account_id", "week"], as_index=False).agg(how)[list(table)]

    def weekly_authors(self) -> pd.DataFrame:
        rows = [p | {"posts": 1} for p in self._posts if p["kind"] in OWN and p["author"] is not None]
        table = self._frame(rows, "account_id", "week", "author", "posts", "published_at")
        table = table.rename(columns={"published_at": "last_post_at"}).assign(days=_day_bits(table["published_at"]))
        how: dict[str, Any] = {"posts": "sum", "last_post_at": "max", "days": _together}
        return table.groupby(["account_id", "week", "author"], as_index=False).agg(how)

    def weekly_makers(self) -> pd.DataFrame:
        columns = ["account_id", "week", "minute", "app", "domain"]
        rows = [
            {"app": "", "domain": "?"} | p | {"posts": 1}
            for p in self._posts
            if p["kind"] in OWN and p.get("minute") is not None
        ]
        return self._frame(rows, *columns, "posts").groupby(columns, as_index=False)["posts"].sum()

    def videos(self) -> pd.DataFrame:
        rows = [p for p in self._posts if p["kind"] == "video"]
        table = self._frame(rows, "account_id", "published_at", "outing").sort_values(["account_id", "published_at"])
        outing = table["outing"].map({"yes": 1.0, "no": 0.0}).astype("float64")
        return table.assign(post_id=range(len(table)), outing=outing)

    def interactions(self) -> pd.DataFrame:
        return self._frame(self._interactions, "account_id", "received_at", "answered_at", "answer_known", "question")

    def profiles(self) -> pd.DataFrame:
        return self._frame(
            self._profiles, "account_id", "observed_at", "default_avatar", "has_bio", "protected", "followers"
        ).sort_values(["account_id", "observed_at"])

    def planned(self) -> pd.DataFrame:
        names = ("account_id", "planned_at", "title", "told_first", "gone_at")
        return self._frame(self._planned, *names).sort_values(["account_id", "planned_at"])

    def planned_posts(self) -> pd.DataFrame:
        having = {item["account_id"] for item in self._planned}
        rows = [p for p in self._posts if p["account_id"] in having and p["kind"] in OWN]
        table = self._frame(rows, "account_id", "published_at", "title", "text")
        return table.sort_values(["account_id", "published_at"], kind="stable")

    def windows(self) -> pd.DataFrame:
        return self._frame(self._windows, "account_id", "start", "end")

    @staticmethod
    def _frame(rows: list[dict[str, Any]], *columns: str) -> pd.DataFrame:
        table = pd.DataFrame(rows, columns=list(columns))
        whole = [c for c in ("account_id", "week", "published_at", "start", "end", "received_at", "answered_at",
                             "observed_at", "planned_at") if c in columns]  # fmt: skip
        return table.astype(dict.fromkeys(whole, "int64"))
