"""From records in the real store to verdicts and transitions in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest

from monitor.activity.columns import COLUMNS
from monitor.activity.weekly import build_frame
from monitor.activity.weeks import week_of
from monitor.coverage import coverage
from monitor.detector import detect
from monitor.records import AccountKind, Interaction, Post, PostKind, Profile, Window
from monitor.settings import AccountSettings, AccountState, Goal, Organisation, Settings
from monitor.statuses import StatusFacts, statuses
from monitor.store.contract import LabelRow, Transition
from monitor.store.sqlstore import SqlStore, open_store
from monitor.transitions import transitions
from tests import habits_case
from tests.fakes_activity import FakeStore

START = date(2012, 1, 2)
MONDAYS = [START + timedelta(7 * week) for week in range(60)]
NOON = timedelta(hours=12)
ACCOUNTS = (
    AccountSettings(platform="x", handle="company", owner="An", deputy="Bo", goal=Goal(posts=2), since=START),
    AccountSettings(platform="x", handle="an", kind=AccountKind.PERSONAL),
    AccountSettings(platform="facebook", handle="page", owner="An"),
    AccountSettings(platform="linkedin", handle="group", kind=AccountKind.GROUP, state=AccountState.SEASONAL),
    AccountSettings(platform="youtube", handle="channel"),
    AccountSettings(platform="blog", handle="blog", state=AccountState.CLOSED),
)
SETTINGS = Settings(organisation=Organisation(team=("an",)), account=ACCOUNTS)


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + NOON


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    with open_store(f"sqlite:///{tmp_path / 'm.sqlite3'}", backups=tmp_path / "b", now=at(START)) as opened:
        opened.set_zone("Europe/Amsterdam")
        yield opened


def fill(store: SqlStore) -> list[int]:
    """A company account that stops in week 30, an egg, a page with a comment, a group, a channel, a closed blog."""
    ids = store.sync_accounts(ACCOUNTS)
    company, person, page, group, channel, blog = ids
    last = MONDAYS[-1] + timedelta(6)
    batch = [(account, Window(start=at(START), end=at(last))) for account in ids[1:]]
    batch += [(company, Window(end=at(last)))]
    posts = [(company, day, PostKind.ORIGINAL) for day in MONDAYS[:30] for _ in range(3)]
    posts += [(page, day, PostKind.ORIGINAL) for day in MONDAYS] + [(group, day, PostKind.ORIGINAL) for day in MONDAYS]
    posts += [(channel, day, PostKind.VIDEO) for day in MONDAYS[::10]] + [(blog, MONDAYS[0], PostKind.ARTICLE)]
    batch += [
        (account, Post(native_id=str(number), published_at=at(day), kind=kind, author="An", text="made up"))
        for number, (account, day, kind) in enumerate(posts)
    ]
    batch += [(person, Profile(observed_at=at(MONDAYS[5]), default_avatar=True, has_bio=False))]
    batch += [(page, Interaction(native_id="c", received_at=at(MONDAYS[9]), answered_at=at(MONDAYS[10])))]
    run = store.begin_import("test", "test", "test", at(last))
    store.add_batch(run, 50, at(last), batch, [])
    store.end_import(run, "done", "", at(last))
    rows = store.unlabelled("rules", 1000)
    store.add_labels(LabelRow(int(post), "outing", "yes", None, "drinks", "rules") for post in rows["post_id"])
    return ids


def night(store: SqlStore, as_of: date) -> list[Transition]:
    """What the nightly job does between import and report."""
    frame = build_frame(store, SETTINGS, as_of)
    detection = detect(frame, {})
    now = statuses(frame, StatusFacts(store.accounts(), store.windows()), SETTINGS, as_of)
    changes = transitions(store.last_verdicts(), detection.spells(), store.last_statuses(), now, detection.week)
    return store.save_detection(detection.week, detection.spells(), now, detection.scores, changes, at(as_of))


def test_the_frame_of_the_real_store_has_the_declared_form(store: SqlStore) -> None:
    fill(store)
    frame = build_frame(store, SETTINGS, MONDAYS[-1] + timedelta(8))
    assert {name: str(kind) for name, kind in frame.dtypes.items()} == {c.name: c.dtype for c in COLUMNS}
    assert frame.groupby(level=0).size().tolist()[0] == 60


def test_a_store_without_anything_gives_an_empty_detection(store: SqlStore) -> None:
    assert night(store, START) == []
    assert store.spells() == []


def test_verdicts_statuses_and_scores_are_kept_and_told_once(store: SqlStore) -> None:
    company, person, page, group, channel, blog = fill(store)
    as_of = MONDAYS[-1] + timedelta(7)
    told = {(one.account_id, one.code, one.change): one.variant for one in night(store, as_of)}
    assert told[(company, "HS2", "begun")] == "nothing"
    assert told[(person, "HS3", "begun")] == "egg"
    assert told[(group, "HS1", "begun")] == "never_filled"
    assert told[(channel, "HS6", "begun")] == "half"
    assert (page, "HS4", "begun") not in told
    assert not [key for key in told if key[0] == blog]
    assert store.scores()[-1].codes == ("HS1", "HS2", "HS3", "HS6")
    assert {status.account_id: status.answer for status in store.statuses()}[company] == "silent"
    assert {status.account_id: status.answer for status in store.statuses()}[blog] == "closed"
    assert night(store, as_of) == []


def test_since_when_is_the_week_in_which_it_first_held(store: SqlStore) -> None:
    company, *_ = fill(store)
    night(store, MONDAYS[-1] + timedelta(7))
    spell = next(s for s in store.last_verdicts() if (s.account_id, s.code) == (company, "HS2"))
    assert spell.first_week == week_of(MONDAYS[35])


def test_an_earlier_night_is_no_news_after_a_later_one(store: SqlStore) -> None:
    fill(store)
    assert night(store, MONDAYS[20])
    later = [one for one in night(store, MONDAYS[45]) if one.code == "HS2"]
    assert [(one.change, one.since_week) for one in later] == [("begun", week_of(MONDAYS[35]))]
    assert night(store, MONDAYS[20]) == []


def test_coverage_of_the_real_store(store: SqlStore) -> None:
    fill(store)
    rows = {row.presence: row for row in coverage(store.accounts(), SETTINGS)}
    assert not any(row.missing for presence, row in rows.items() if presence != "linkedin:personal")
    assert rows["linkedin:personal"].missing
    assert rows["blog:blog"].state == "closed"


def test_the_fake_gives_the_same_frame_as_the_real_store(store: SqlStore) -> None:
    fill(store)
    fake = FakeStore()
    fake.accounts = store.accounts  # type: ignore[method-assign]
    for account, row in store.accounts().iterrows():
        for post in store.posts(int(account)).itertuples():
            day = post.published_at.tz_convert("Europe/Amsterdam")
            fake._posts.append(
                {"account_id": account, "published_at": int(day.timestamp()), "week": week_of(day.date()),
                 "kind": post.kind, "author": post.author, "press": post.press, "outing": post.outing,
                 "minute": day.minute}
            )  # fmt: skip
        fake._accounts.append({"id": account, "kind": row["kind"]})
    for name in ("windows", "profiles", "interactions"):
        setattr(fake, name, getattr(store, name))
    as_of = MONDAYS[-1] + timedelta(7)
    pd.testing.assert_frame_equal(build_frame(fake, SETTINGS, as_of), build_frame(store, SETTINGS, as_of))


def test_bad_habits_go_from_the_store_to_its_verdicts(store: SqlStore) -> None:
    bad, good = habits_case.fill(store)
    detection = habits_case.night(store)
    found = habits_case.verdicts(store)
    assert [found[bad, code] for code in habits_case.CODES] == [1] * 5
    assert [found[good, code] for code in habits_case.CODES] == [0] * 5
    spells = {one.code: one.evidence for one in detection.current() if one.account_id == bad}
    assert spells["HS13"]["median_hours"] > 8
    assert (spells["HS11"]["stops"], spells["HS11"]["remain"]) == (21, 0)
