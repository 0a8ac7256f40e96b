"""HS10 from the inbox to the verdict: what is told of accounts that stop, fade, rest, return, or are only seen late."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from monitor.activity.weeks import week_of
from monitor.job.detecting import judge_all
from monitor.job.run import run_once
from monitor.job.session import Session, open_session
from monitor.reporting.i18n import Translator
from monitor.reporting.names import AccountFacts
from monitor.reporting.wording import finding_text
from monitor.store.contract import Spell
from monitor.symptoms.contract import Verdict

BEGIN, END = date(2011, 1, 3), date(2013, 12, 29)
STOPPED, LAST_LOOK = date(2013, 10, 20), date(2013, 10, 20)
HEADER = "platform,account,time,text\n"
CONFIG = """
[organisation]
name = "Voorbeeld"
made_up = true

[detection]
as_of = 2013-12-30

[alerts]
console = false
file = "alerts.txt"
"""


def days(first: date, last: date, every: float, seed: int = 1) -> list[date]:
    """Days of posts so many days apart, give or take a third."""
    draw, found, at = np.random.default_rng(seed), [], 0.0
    while first + timedelta(at) <= last:
        found.append(first + timedelta(at))
        at += max(1.0, every * draw.uniform(0.67, 1.33))
    return found


def slackening(first: date, turn: date, last: date) -> list[date]:
    """A post every two days, and from the turn on a gap that is a tenth longer each time."""
    found, gap = days(first, turn, 2), 2.0
    while found[-1] + timedelta(gap) <= last:
        found.append(found[-1] + timedelta(gap))
        gap *= 1.1
    return found


def seasons() -> list[date]:
    """Nine weeks in spring, every year."""
    return [day for year in (2011, 2012, 2013) for day in days(date(year, 4, 4), date(year, 6, 5), 2, year)]


ACCOUNTS = {
    "stops": days(BEGIN, STOPPED, 3),
    "fades": slackening(BEGIN, date(2012, 12, 31), END),
    "monthly": days(BEGIN, END, 30),
    "fair": seasons(),
    "market": seasons(),
    "burst": days(BEGIN, END, 6) + days(date(2013, 9, 2), date(2013, 9, 15), 1) * 5,
    "new": days(date(2013, 10, 28), date(2013, 12, 8), 2),
    "back": days(BEGIN, date(2012, 6, 3), 3) + days(date(2013, 2, 4), END, 3),
    "christmas": days(BEGIN, date(2013, 12, 18), 3),
    "gone": days(BEGIN, date(2013, 3, 3), 3),
    **{f"steady{number}": days(BEGIN, END, 2 + number, number) for number in range(4)},
}


def table(handle: str, posts: list[date]) -> str:
    return "".join(f"x,{handle},{day}T12:00:00+01:00,made up {n} {handle}\n" for n, day in enumerate(posts))


@pytest.fixture(scope="module")
def organisation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fading")
    names = [*ACCOUNTS, "stale"]
    states = {"market": "seasonal"}
    told = [
        f'[[account]]\nplatform = "x"\nhandle = "{name}"\nstate = "{states.get(name, "active")}"\n' for name in names
    ]
    (folder / "config.toml").write_text(CONFIG + "\n" + "\n".join(told), encoding="utf-8")
    inbox = folder / "data" / "inbox"
    inbox.mkdir(parents=True)
    rows = "".join(table(name, posts) for name, posts in ACCOUNTS.items())
    (inbox / "posts.csv").write_text(HEADER + rows, encoding="utf-8")
    stale = inbox / "stale.csv"
    stale.write_text(HEADER + table("stale", days(BEGIN, LAST_LOOK, 3)), encoding="utf-8")
    moment = datetime(2013, 10, 21, 12, tzinfo=UTC).timestamp()
    os.utime(stale, (moment, moment))
    with open_session(folder / "config.toml") as session:
        run_once(session)
    return folder


@pytest.fixture
def session(organisation: Path) -> Iterator[Session]:
    with open_session(organisation / "config.toml") as opened:
        yield opened


def spells(session: Session, handle: str) -> list[Spell]:
    accounts = session.store.accounts()
    own = int(accounts.index[accounts["handle"] == handle][0])
    return [one for one in session.store.spells() if one.account_id == own and one.code == "HS10"]


def last(session: Session, handle: str) -> Spell:
    return spells(session, handle)[-1]


def weeks_present(session: Session, handle: str, since: date) -> int:
    first = week_of(since)
    present = [one for one in spells(session, handle) if one.verdict == Verdict.PRESENT and one.last_week >= first]
    return sum(one.last_week - max(one.first_week, first) + 1 for one in present)


def test_a_sudden_stop_is_told_within_three_weeks_and_becomes_dormant(session: Session) -> None:
    found = last(session, "stops")
    assert found.variant == "silent"
    assert found.first_week - week_of(STOPPED) in {1, 2, 3}
    assert found.evidence["days_silent"] > 60
    assert last(session, "gone").variant == "dormant"
    assert last(session, "gone").first_week - week_of(date(2013, 3, 3)) in {1, 2, 3}


def test_a_slow_fade_is_told_while_it_still_posts(session: Session) -> None:
    begun = next(one for one in spells(session, "fades") if one.verdict == Verdict.PRESENT)
    told = [one for one in session.store.told(["HS10"]) if one.account_id == begun.account_id]
    assert last(session, "fades").variant == "fading"
    assert [one.change for one in told] == ["begun"]
    posts_after = [day for day in ACCOUNTS["fades"] if week_of(day) > begun.first_week]
    assert len(posts_after) >= 3


@pytest.mark.parametrize("handle", ["monthly", "burst", "christmas", "steady0", "steady1", "steady2", "steady3"])
def test_an_account_inside_its_own_rhythm_is_left_alone(session: Session, handle: str) -> None:
    assert weeks_present(session, handle, date(2012, 1, 2)) == 0


def test_seasons_are_no_silence_from_the_second_year_on_or_from_the_first_if_declared(session: Session) -> None:
    assert weeks_present(session, "fair", date(2012, 4, 2)) == 0
    assert weeks_present(session, "market", BEGIN) == 0


def test_too_little_or_too_new_is_unknown(session: Session) -> None:
    assert (last(session, "monthly").verdict, last(session, "monthly").reason) == (Verdict.UNKNOWN, "few_posts")
    assert (last(session, "new").verdict, last(session, "new").reason) == (Verdict.UNKNOWN, "too_new")


def test_a_return_ends_it(session: Session) -> None:
    found = spells(session, "back")
    dormant = next(one for one in found if one.variant == "dormant")
    assert dormant.last_week <= week_of(date(2013, 2, 17))
    assert last(session, "back").verdict == Verdict.ABSENT


def test_where_nobody_looked_no_silence_is_told(session: Session) -> None:
    found = last(session, "stale")
    assert (found.verdict, found.reason) == (Verdict.UNKNOWN, "unobserved")
    assert weeks_present(session, "stale", BEGIN) == 0


def test_old_posts_that_come_in_today_revive_nobody(organisation: Path) -> None:
    with open_session(organisation / "config.toml") as opened:
        before = last(opened, "gone")
        old = opened.folder / "data" / "inbox" / "old.csv"
        more = [day + timedelta(1) for day in days(date(2012, 9, 3), date(2012, 12, 30), 2, 7)]
        old.write_text(HEADER + table("gone", more).replace("made up", "late"), encoding="utf-8")
        run_once(opened)
        after = last(opened, "gone")
    assert (after.verdict, after.variant) == (before.verdict, before.variant)
    assert abs(after.first_week - before.first_week) <= 1


@pytest.mark.parametrize("weeks", [60, 100, 140])
def test_cutting_history_off_changes_no_earlier_verdict(organisation: Path, session: Session, weeks: int) -> None:
    whole = judge_all(session).detection
    with open_session(organisation / "config.toml", BEGIN + timedelta(7 * weeks)) as then:
        past = judge_all(then).detection
    accounts = session.store.accounts()
    begun = accounts.index[accounts["handle"] != "new"]
    rows = past.heat(past.first_week, past.week).xs("HS10", level="code").loc[begun]
    same = whole.heat(past.first_week, past.week).xs("HS10", level="code").loc[rows.index]
    assert (rows.to_numpy() == same.to_numpy()).all()


def test_analysts_find_the_numbers_behind_the_sentence(session: Session) -> None:
    columns = "state, usual_gap, round(chance_silence, 6)"
    sql = f"SELECT {columns} FROM v_rhythm WHERE account = 'stops' ORDER BY week DESC LIMIT 1"
    ((state, usual, chance),) = session.store.query(sql)[1]
    found = last(session, "stops").evidence
    assert state == "silent"
    assert usual == found["usual_gap"]
    assert chance == pytest.approx(found["silence_chance"], rel=0.01)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_sentence_says_what_is_known_and_nothing_else(session: Session, language: str) -> None:
    found = last(session, "stops")
    account = AccountFacts(found.account_id, "x", label="Stops", owner="An")
    week = found.last_week
    text = finding_text(account, "HS10", found.variant, found.evidence, found.first_week, week, Translator(language))
    assert "nan" not in text.what
    assert Translator(language).value(None) not in text.what
    said = {"nl": "Plaatst normaal elke 3 dagen iets; nu al 7", "en": "Normally posts every 3 days; silent for 7"}
    assert text.what.startswith(said[language])
    bare = finding_text(
        account, "HS10", "silent", {"days_silent": 19.0, "usual_gap": 3.0}, week, week, Translator("en")
    )
    assert bare.what == "Normally posts every 3 days; silent for 19 days."
