"""A small made-up organisation in memory, and its report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pandas as pd

from monitor.activity.history import read_history
from monitor.activity.rhythm.reading import Rhythms, read_rhythms
from monitor.activity.weekly import build_frame
from monitor.activity.weeks import last_complete_week
from monitor.detector import Detection, detect
from monitor.reporting.history import Facts
from monitor.reporting.html import read_facts
from monitor.reporting.model import build_report
from monitor.reporting.parts import Report
from monitor.settings import Organisation, ReportSettings, Settings
from monitor.statuses import StatusFacts, statuses
from monitor.store.contract import AccountStatus, Counted, ImportRun, LabelRow, Spell
from tests.fakes_activity import FakeStore

AS_OF = date(2013, 12, 30)
SUNDAY = date(2013, 12, 29)
BEGIN = date(2013, 1, 7)
HOSTILE = "<script>alert('boo')</script> \u202egnp.exe \x07 & " + "Rindfleischetikettierung" * 20
PERSONS = (
    "Wobbe Zandstra",
    "Tjitske Oeverhout",
    "Femke Vuurdoorn",
    "Sjoerd Knarrenburg",
    "Ilja Morgenrood",
    "Dieke Hazel",
)


class ReportStore(FakeStore):
    """The tables that the report reads beside those of activity."""

    def __init__(self) -> None:
        super().__init__()
        self.words: dict[tuple[int, str], str] = {}

    def imports(self, most: int = 200) -> list[ImportRun]:
        """One finished import with two rows kept aside."""
        at = datetime(2013, 12, 29, 22, 30, tzinfo=UTC)
        return [ImportRun(1, "x_archive", f"{PERSONS[0]}.zip", "f", "done", at, at, "", Counted(90, 0, 0, 2))][:most]

    def posts(self, account_id: int, first_week: int | None = None, last_week: int | None = None) -> pd.DataFrame:
        """Posts of an account, oldest first."""
        rows = [
            {"post_id": place, "title": None, "text": None, "url": None} | post
            for place, post in enumerate(self._posts)
            if post["account_id"] == account_id
            and (first_week is None or post["week"] >= first_week)
            and (last_week is None or post["week"] <= last_week)
        ]
        columns = ["post_id", "published_at", "week", "kind", "title", "text", "url", "press", "outing"]
        table = pd.DataFrame(sorted(rows, key=lambda row: row["published_at"]), columns=columns)
        return table.assign(published_at=pd.to_datetime(table["published_at"], unit="s", utc=True))

    def labels(self, post_id: int) -> list[LabelRow]:
        """The words that decided."""
        return [
            LabelRow(post_id, name, "yes", None, words, "rules")
            for (post, name), words in self.words.items()
            if post == post_id
        ]

    def interest(self, post: int, label: str, words: str) -> None:
        """Keep the words that decided a label."""
        self.words[(post, label)] = words


@dataclass(frozen=True)
class Pass:
    """One pass over all accounts and weeks."""

    frame: pd.DataFrame
    detection: Detection
    spells: list[Spell]
    statuses: list[AccountStatus]
    rhythms: Rhythms | None = None


def settings(language: str = "nl", **report: Any) -> Settings:
    """Settings of the made-up organisation."""
    return Settings(
        organisation=Organisation(name="De Lampionnerie", language=language, made_up=True, team=("Jet Kluft",)),
        report=ReportSettings(**{"week_pages": 3} | report),
    )


def store(persons: int = 6) -> ReportStore:
    """Healthy and decaying accounts; `persons` personal ones, the first three neglected."""
    made = ReportStore()
    _companies(made)
    for place in range(persons):
        _person(made, place)
    return made


def _companies(made: ReportStore) -> None:
    owned = {"owner": "Jet Kluft", "deputy": "Bas Erik"}
    goal = {"goal_posts": 2.0, "goal_per": "week"}
    tweets = made.account(
        "x", handle="lampion", kind="company", name="Lampion <b>nieuws</b>", created=BEGIN, **owned | goal
    )
    made.posts_every(
        tweets, BEGIN, date(2013, 9, 30), 2, text="Een lampion die blijft branden", url="https://example.org/1"
    )
    made.posts_every(
        tweets, date(2013, 10, 7), date(2013, 12, 2), 14, text=HOSTILE, title="<i>x</i>", url="javascript:alert(1)"
    )
    page = made.account("facebook", name="Lampionnerie", kind="page", created=BEGIN, url="javascript:alert(2)")
    made.posts_every(page, BEGIN, date(2013, 10, 20), 5, text="Kom langs!", url="https://example.org/2")
    blog = made.account("blog", name="Lichtpunt", kind="blog", created=BEGIN, **owned | {"deputy": None})
    made.posts_every(
        blog, BEGIN, SUNDAY - timedelta(3), 30, title="Persbericht: nieuwe lamp", press="yes", text="Voor de redactie"
    )
    channel = made.account("youtube", name="Lampion TV", kind="channel", created=BEGIN, **owned)
    made.posts_every(
        channel, BEGIN, SUNDAY - timedelta(1), 21, kind="video", title="Zo vouw je een lampion", outing="no"
    )
    stale = made.account("mastodon", handle="lampion", kind="company", created=BEGIN, **owned)
    made.posts_every(stale, BEGIN, date(2013, 10, 1), 3, text="Toot")
    made.account("hyves", name="Lampionhyve", kind="page", state="closed", created=BEGIN)
    for account in (tweets, page, blog, channel):
        made.window(account, BEGIN, SUNDAY)
    made.window(stale, BEGIN, date(2013, 10, 2))
    for post, row in enumerate(made._posts):
        if row["press"] == "yes":
            made.interest(post, "press", "Persbericht; voor de redactie <b>")


def _person(made: ReportStore, place: int) -> None:
    name = PERSONS[place]
    handle = name.lower().replace(" ", "")
    account = made.account(
        "x", handle=handle, name=name, kind="personal", created=BEGIN, owner=name, url=f"https://example.org/{handle}"
    )
    made.window(account, BEGIN, SUNDAY)
    neglected = place < 3
    made.posts_every(account, BEGIN, date(2013, 6, 1) if neglected else SUNDAY, 4, text=f"Groet van {name}")
    made.profile(account, date(2013, 2, 1), default_avatar=float(place == 0), has_bio=1.0, protected=0.0)


def judged(made: FakeStore, config: Settings, as_of: date = AS_OF) -> Pass:
    """Judge every week."""
    frame = build_frame(made, config, as_of)
    detection = detect(frame, {})
    found = statuses(frame, StatusFacts(made.accounts(), made.windows()), config, as_of)
    rhythms = read_rhythms(read_history(made, config.organisation.zone, last_complete_week(as_of)), config)
    return Pass(frame, detection, list(detection.spells()), found, rhythms)


def facts(made: ReportStore, config: Settings, as_of: date = AS_OF) -> Facts:
    """What the report is made from."""
    return read_facts(made, config, judged(made, config, as_of), as_of)


def report(made: ReportStore, config: Settings, as_of: date = AS_OF) -> Report:
    """The report as data."""
    return build_report(facts(made, config, as_of), config, as_of)
