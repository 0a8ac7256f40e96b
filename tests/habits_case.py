"""An organisation with bad habits: one author, nobody answered, a calendar not kept, posts about anything else."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from monitor.activity.labelling import label_new
from monitor.activity.weekly import build_frame
from monitor.detector import Detection, detect
from monitor.records import Interaction, InteractionKind, PlannedItem, Post, PostKind, Window
from monitor.settings import AccountSettings, Organisation, Settings, Theme
from monitor.statuses import StatusFacts, statuses
from monitor.store.contract import Kept
from monitor.store.sqlstore import SqlStore
from monitor.transitions import transitions

START = date(2013, 1, 7)
DAYS = [START + timedelta(7 * week) for week in range(40)]
AS_OF = DAYS[-1] + timedelta(7)
ACCOUNTS = (
    AccountSettings(platform="blog", handle="bad", owner="An", deputy="Bo", since=START),
    AccountSettings(platform="blog", handle="good", owner="An", deputy="Bo", since=START),
)
SETTINGS = Settings(
    organisation=Organisation(name="Voorbeeld"), account=ACCOUNTS, theme=(Theme(name="Water", keywords=("water",)),)
)
CODES = ("HS11", "HS12", "HS13", "HS14", "HS15")


def at(day: date, hour: int = 12) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def fill(store: SqlStore) -> list[int]:
    """Bring both accounts in and label their posts; gives the ids of the bad and the good one."""
    store.set_zone("Europe/Amsterdam")
    ids = store.sync_accounts(ACCOUNTS)
    batch: list[tuple[int, Kept]] = [(account, Window(start=at(START), end=at(AS_OF, 1))) for account in ids]
    for bad, account in zip((True, False), ids, strict=True):
        batch += [(account, record) for week, day in enumerate(DAYS) for record in _week(week, day, bad)]
    run = store.begin_import("made_up", "habits.csv", "habits", at(AS_OF))
    store.add_batch(run, 50, at(AS_OF), batch, [])
    store.end_import(run, "done", "", at(AS_OF))
    label_new(store, SETTINGS)
    return ids


def _week(week: int, day: date, bad: bool) -> list[Kept]:
    """Posts, a question and an item of the calendar."""
    author = "An" if bad or week % 2 else "Bo"
    about = "Vandaag schijnt de zon" if bad else "Zo bespaar je water"
    posts = [(at(day, 9 + n), PostKind.ORIGINAL) for n in range(7 if bad else 1)]
    posts += [] if bad else [(at(day + timedelta(1)), PostKind.REPLY)]
    records: list[Kept] = [
        Post(native_id=f"{week}-{n}", published_at=moment, kind=kind, author=author, text=f"{about} {week}")
        for n, (moment, kind) in enumerate(posts)
    ]
    answered = None if bad and week % 4 else at(day + timedelta(1 if bad else 0), 13)
    asked = Interaction(
        native_id=f"q{week}", kind=InteractionKind.QUESTION, received_at=at(day, 11), answered_at=answered, text="Hoe?"
    )
    title = "Regenton" if bad else "Water besparen"
    planned = PlannedItem(
        native_id=f"p{week}", planned_at=at(day + timedelta(4 if bad else 0)), title=title, told_at=at(START),
        calendar="habits",
    )  # fmt: skip
    return [*records, asked, planned]


def night(store: SqlStore) -> Detection:
    """What the nightly job does between labels and report."""
    frame = build_frame(store, SETTINGS, AS_OF)
    detection = detect(frame, {})
    now = statuses(frame, StatusFacts(store.accounts(), store.windows()), SETTINGS, AS_OF)
    changes = transitions(store.last_verdicts(), detection.spells(), store.last_statuses(), now, detection.week)
    store.save_detection(detection.week, detection.spells(), now, detection.scores, changes, at(AS_OF))
    return detection


def verdicts(store: SqlStore) -> dict[tuple[int, str], int]:
    """The newest verdict of each account and symptom, as the store keeps it."""
    found = {(one.account_id, one.code): (one.last_week, int(one.verdict)) for one in store.spells()}
    return {key: verdict for key, (_, verdict) in found.items() if key[1] in CODES}
