"""The early warning in the report: who is listed, in what words, with what dates, and how honest about itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from monitor.activity.rhythm.backtest import Tally
from monitor.activity.rhythm.next_post import LONGEST
from monitor.activity.rhythm.states import Rhythm
from monitor.activity.weeks import week_of
from monitor.reporting.forecast_parts import NOT_JUDGED
from monitor.reporting.forecast_words import (
    Outlook,
    day_after,
    expected_text,
    facts_of,
    odds_text,
    outlook_text,
    tally_text,
)
from monitor.reporting.i18n import LANGUAGES, Translator
from monitor.reporting.model import build_report
from monitor.reporting.pages import mail_body
from monitor.reporting.parts import Report
from monitor.reporting.rhythm_series import rhythm_series
from tests import report_case
from tests.rhythm_case import LAST

ONE = Outlook(
    state=Rhythm.FADING,
    chance=0.68,
    usual=4.5,
    late=30.0,
    since=LAST - 9.0,
    crossing=LAST + 20.0,
    little=False,
    last=LAST,
)
TALLY = Tally(30.0, 20.0, 7, 6, 2, 8, 4, 3.0, 0.5)
EN = Translator("en")


def report(language: str = "en", persons: int = 6, change: dict[str, object] | None = None) -> Report:
    """The made-up organisation's report; `change` are columns of the newest week's lines to be given other values."""
    made, config = report_case.store(persons), report_case.settings(language)
    facts = report_case.facts(made, config)
    assert facts.rhythms is not None
    table = facts.rhythms.table
    newest = table["week"] == facts.rhythms.last
    told = table.assign(**{name: table[name].mask(newest, value) for name, value in (change or {}).items()})
    return build_report(replace(facts, rhythms=replace(facts.rhythms, table=told)), config, report_case.AS_OF)


@pytest.fixture(scope="module")
def made() -> Report:
    return report()


# --- who is listed -------------------------------------------------------------------------------------
def test_those_over_the_line_are_listed_by_odds_with_owner_and_next_step(made: Report) -> None:
    assert made.forecast is not None
    rows = made.forecast.rows
    assert [row.account for row in rows] == ["Lampionnerie", "Lampion <b>nieuws</b>"]
    assert rows[0].odds == "about 9 in 10"
    assert rows[0].who == "Nobody owns this account."
    assert rows[1].who == "Owner: Jet Kluft; second person: Bas Erik."
    assert all(row.next_step and row.page.startswith("account-") for row in rows)
    assert rows[0].what == "Normally posts every 5 days; silent for 71 days."
    assert rows[0].facts[0] == ("Next post, in its own rhythm", "around 8 February 2014, or much later")


def test_nobody_is_listed_who_is_below_the_line_or_dormant_already() -> None:
    below: dict[str, object] = {"over_line": False, "chance_dormant_13w": 0.3}
    for change in (below, {"state": int(Rhythm.DORMANT)}, {"state": int(Rhythm.HEALTHY)}):
        found = report(change=change).forecast
        assert found is not None
        assert found.rows == ()
        assert found.line == ""
        assert found.nobody == "No account looks like falling silent."
    quieter = report(change=below).forecast
    assert quieter is not None
    assert quieter.quieter.startswith("2 accounts are quieter than their own rhythm explains")


def test_one_that_will_more_likely_stop_is_listed_though_the_line_is_wary() -> None:
    found = report(change={"over_line": False, "chance_dormant_13w": 0.6}).forecast
    assert found is not None
    assert {row.odds for row in found.rows} == {"about 6 in 10"}
    assert found.quieter == ""


def test_nobody_is_warned_of_odds_that_mean_nothing() -> None:
    found = report(change={"over_line": True, "chance_dormant_13w": 0.04}).forecast
    assert found is not None
    assert (found.rows, found.line) == ((), "")


def test_an_account_that_we_cannot_see_has_no_forecast(made: Report) -> None:
    stale = next(view.rhythm for view in made.views if view.row.name == "@lampion")
    assert stale is not None
    assert stale.what == "We cannot see this account now, so there is no forecast."
    assert stale.facts == ()
    assert stale.series is not None, "its past is shown all the same"
    assert stale.series.next_post is None


def test_an_account_that_was_never_steady_says_so_and_has_no_chart(made: Report) -> None:
    seldom = next(view.rhythm for view in made.views if view.row.name == "Lichtpunt")
    assert seldom is not None
    assert seldom.series is None
    assert "never posted steadily" in seldom.what


@pytest.mark.parametrize(("persons", "told"), [(4, ""), (6, "6 of 6 personal accounts may fall silent")])
def test_persons_are_counted_and_never_listed(persons: int, told: str) -> None:
    change = {"over_line": True, "state": int(Rhythm.FADING), "chance_dormant_13w": 0.6}
    found = report(persons=persons, change=change).forecast
    assert found is not None
    assert found.persons.startswith(told)
    assert bool(found.persons) == bool(told)
    text = repr(found)
    assert not any(part in text for name in report_case.PERSONS for part in name.split())


def test_without_rhythms_there_is_no_early_warning() -> None:
    made, config = report_case.store(), report_case.settings("en")
    told = build_report(replace(report_case.facts(made, config), rhythms=None), config, report_case.AS_OF)
    assert told.forecast is None
    assert all(view.rhythm is None for view in told.views)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_mail_has_one_line_of_it(language: str) -> None:
    told = report(language)
    assert told.forecast is not None
    _, text, html = mail_body(told)
    assert text.count(told.forecast.line) == 1
    assert "Lampion &lt;b&gt;nieuws&lt;/b&gt; (" in html


# --- words ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("chance", "said"),
    [
        (0.0, "less than 1 in 20"),
        (0.049, "less than 1 in 20"),
        (0.05, "about 1 in 10"),
        (0.249, "about 2 in 10"),
        (0.25, "about 3 in 10"),
        (0.949, "about 9 in 10"),
        (0.95, "about 9 in 10"),
        (1.0, "about 9 in 10"),
    ],
)
def test_odds_are_told_in_tenths(chance: float, said: str) -> None:
    assert odds_text(chance, EN) == said


def test_odds_and_dates_are_facts() -> None:
    assert facts_of(ONE, EN) == (
        ("Odds that it falls silent within a quarter", "about 7 in 10"),
        ("Next post, in its own rhythm", "around 3 January 2014, in 9 of 10 cases by 29 January 2014"),
        ("Slower since", "21 October 2013"),
        ("Down to a post a month", "May 2014"),
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", list(Rhythm))
def test_no_state_is_called_dead_and_nothing_is_unknown(state: Rhythm, language: str) -> None:
    t = Translator(language)
    for since, crossing in ((np.nan, np.nan), (LAST - 9.0, LAST + 3.0)):
        for little in (True, False):
            one = replace(ONE, state=state, since=since, crossing=crossing, little=little)
            said = outlook_text(one, t, finding=not little) + repr(facts_of(one, t))
            assert said
            for word in ("dead", "dood", "{", t.value(None), "nan"):
                assert word not in said


def test_no_date_is_told_that_the_model_does_not_give() -> None:
    bare = replace(ONE, since=np.nan, crossing=np.nan, usual=LONGEST, late=LONGEST)
    assert [name for name, _ in facts_of(bare, EN)] == ["Odds that it falls silent within a quarter"]
    assert expected_text(replace(ONE, late=LONGEST), EN) == "around 3 January 2014, or much later"
    assert expected_text(replace(ONE, late=4.9), EN) == "around 3 January 2014"
    assert facts_of(replace(bare, state=Rhythm.DORMANT), EN) == (), "dormant is a fact and no forecast"


def test_a_bad_state_that_is_no_finding_is_explained() -> None:
    assert "no finding" in outlook_text(ONE, EN, finding=False)
    assert "no finding" not in outlook_text(ONE, EN, finding=True)
    assert "no finding" not in outlook_text(replace(ONE, state=Rhythm.HEALTHY), EN, finding=False)


def test_days_are_counted_from_the_end_of_the_week() -> None:
    assert day_after(LAST, 0.3) == date(2013, 12, 30)
    assert day_after(LAST, 1.0) == date(2013, 12, 31)


def test_a_young_account_is_told_to_have_little_history() -> None:
    assert "little better than a guess" in outlook_text(replace(ONE, little=True), EN, finding=True)
    assert "guess" not in outlook_text(ONE, EN, finding=True)


# --- how honest ----------------------------------------------------------------------------------------
def test_how_it_did_is_told_in_counts() -> None:
    assert tally_text(TALLY, EN) == (
        "On your own history: 6 of 7 silences were announced, 2 before they began. "
        "Typically the warning came 3 weeks before the silence began. "
        "8 false alarms in 20 account-years. That is 0.4 a year, where at most 0.5 was asked for. "
        "Of 4 alarms it is not known yet whether they were right."
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"silences": 0, "calm_years": 0.0}, "There is too little history to say how reliable"),
        ({"silences": 0, "announced": 0}, "On your own history: no account fell silent. 8 false alarms"),
        ({"announced": 0, "before": 0}, "0 of 7 silences were announced, 0 before they began. 8 false alarms"),
        ({"warning": 0.0}, "the warning came as the silence began"),
        ({"warning": -2.0}, "the warning came after 2 weeks of silence"),
        ({"calm_years": 0.0, "open_alarms": 0}, "Too little time has passed to count false alarms."),
        ({"false_alarms": 40}, "That is 2 a year: clearly more than the 0.5 that was asked for."),
        ({"false_alarms": 1}, "That is 0.05 a year: clearly fewer than the 0.5 that was asked for."),
        ({"calm_years": 0.5}, "8 false alarms in 0.5 account-years. Of 4"),
    ],
)
def test_how_it_did_in_other_cases(change: dict[str, float], said: str) -> None:
    assert said in tally_text(replace(TALLY, **change), EN)  # type: ignore[arg-type]


def test_of_one_account_no_rate_is_told() -> None:
    one = tally_text(replace(TALLY, silences=1, announced=1, before=0), EN, one_account=True)
    assert one.startswith("It fell silent 1 time; 1 was announced, 0 before it began.")
    assert "asked for" not in one


# --- the numbers behind the chart ----------------------------------------------------------------------
def drawn(posts: list[float], states: list[int], **now: float) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What was told of an account, and its active weeks; `now` are columns of the newest line."""
    weeks = np.arange(LAST - len(posts) + 1, LAST + 1)
    empty = dict.fromkeys(("next_early", "next_usual", "next_late", "decline_start", "projected_horror"), np.nan)
    told = pd.DataFrame({"week": weeks, "state": states} | empty)
    told.loc[told["week"] == LAST, list(now)] = list(now.values())
    active = pd.DataFrame({"week": weeks, "posts": posts})
    return told[told["state"] != NOT_JUDGED], active[active["posts"] > 0]


NOWHERE = np.zeros(0, np.int64)


def test_a_decline_does_not_become_its_own_norm() -> None:
    posts = [4.0, 6.0] * 30 + [1.0] * 40
    told, active = drawn(posts, [Rhythm.HEALTHY] * 60 + [Rhythm.FADING] * 40)
    series = rhythm_series(told, active, LAST, 104, "blog", NOWHERE, forecast=True)
    assert series is not None
    assert (series.low[-40:] == 4).all()
    assert (series.high[-40:] == 6).all()
    assert np.isnan(series.low[:8]).all(), "8 healthy weeks are needed"


def test_the_norm_of_a_week_knows_nothing_of_it() -> None:
    told, active = drawn([2.0] * 59 + [50.0], [Rhythm.HEALTHY] * 60)
    series = rhythm_series(told, active, LAST, 104, "blog", NOWHERE, forecast=True)
    assert series is not None
    assert series.high[-1] == 2


def test_weeks_that_nobody_saw_are_unknown_and_no_silence() -> None:
    told, active = drawn([2.0] * 20 + [0.0, 2.0], [Rhythm.HEALTHY] * 22)
    series = rhythm_series(told, active, LAST, 104, "blog", np.array([LAST - 1]), forecast=True)
    assert series is not None
    assert np.isnan(series.posts[-2])
    assert np.isnan(series.level[-2])
    assert series.state[-2] == NOT_JUDGED
    assert series.level[-1] == 2


def test_what_is_foretold_is_counted_from_the_end_of_the_last_week() -> None:
    now = {"next_early": 7.0, "next_usual": 14.0, "next_late": 70.0, "projected_horror": LAST + 30.0}
    told, active = drawn([2.0] * 60, [Rhythm.FADING] * 60, **now, decline_start=LAST - 9.0)
    series = rhythm_series(told, active, LAST, 52, "x", NOWHERE, forecast=True)
    assert series is not None
    assert series.next_post == (1.0, 2.0, 10.0)
    assert (series.crossing, series.decline, series.ahead, series.horror) == (30.0, LAST - 9, 32, 1.0)
    assert len(series.weeks) == 52
    past = rhythm_series(told, active, LAST, 52, "x", NOWHERE, forecast=False)
    assert past is not None
    assert (past.next_post, past.crossing, past.ahead) == (None, None, 13)


def test_the_future_that_is_shown_ends_within_a_year() -> None:
    told, active = drawn(
        [2.0] * 60, [Rhythm.SILENT] * 60, next_early=9.0, next_usual=90.0, next_late=729.0, projected_horror=LAST + 90.0
    )
    series = rhythm_series(told, active, LAST, 104, "blog", NOWHERE, forecast=True)
    assert series is not None
    assert series.ahead == 52


def test_without_a_line_in_the_weeks_shown_nothing_is_drawn() -> None:
    told, active = drawn([2.0] * 60, [Rhythm.HEALTHY] * 30 + [NOT_JUDGED] * 30)
    assert rhythm_series(told, active, LAST, 26, "blog", NOWHERE, forecast=True) is None
    assert rhythm_series(told, active.iloc[:0], LAST, 104, "blog", NOWHERE, forecast=True) is None


def test_the_table_beside_the_chart_tells_the_same_weeks(made: Report) -> None:
    rhythm = next(view.rhythm for view in made.views if view.row.name.startswith("Lampion <b>"))
    assert rhythm is not None
    assert len(rhythm.weeks) == 13
    assert (rhythm.weeks[0].week, rhythm.weeks[0].posts, rhythm.weeks[0].usual) == ("23 Dec 2013", "0", "3–4")
    assert rhythm.weeks[0].state == "unusually silent"
    assert week_of(date(2013, 12, 23)) == LAST
