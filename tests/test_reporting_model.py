"""The report as data: true, in order, and silent about persons."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.activity.weeks import week_of
from monitor.reporting.findings import worst
from monitor.reporting.history import Facts
from monitor.reporting.model import account_pages, build_report
from monitor.reporting.names import AccountFacts
from monitor.reporting.parts import Report
from monitor.reporting.scoring import score_series, told_scores
from monitor.store.contract import ScoreWeek, Spell
from monitor.symptoms.contract import Verdict
from tests import report_case

WEEK = week_of(date(2013, 12, 29))


@pytest.fixture(scope="module")
def report() -> Report:
    return report_case.report(report_case.store(), report_case.settings("en"))


def test_the_first_line_says_what_needs_attention(report: Report) -> None:
    assert report.this.headline == "3 of 5 accounts need attention."
    assert report.this.beside == "1 could not be judged: data too old (@lampion)."
    assert report.untold == len(report.this.findings) - len(report.top) == 3
    assert (report.this.score.value, report.this.score.most, report.this.score.trend) == (4, 6, "up")
    assert report.complete == (
        "Data complete until 29 December 2013 for 4 of 5 accounts; @lampion ends on 2 October 2013."
    )
    assert report.complete_is_late


def test_data_of_which_nothing_reaches_the_end_of_the_week_are_complete_until_the_last_look() -> None:
    later = report_case.AS_OF + timedelta(7)
    found = report_case.report(report_case.store(), report_case.settings("en"), later)
    assert found.complete == (
        "Data complete until 29 December 2013 for 4 of 5 accounts; @lampion ends on 2 October 2013."
    )
    assert found.complete_is_late


def test_data_of_a_seasonal_account_may_be_too_old_as_well() -> None:
    made = report_case.ReportStore()
    festival = made.account("x", handle="feest", kind="company", state="seasonal", created=report_case.BEGIN)
    made.window(festival, report_case.BEGIN, date(2013, 10, 2))
    found = report_case.report(made, report_case.settings("en"))
    assert [one.account for one in found.troubles] == ["@feest"]
    assert (found.complete, found.complete_is_late) == ("Data complete until 2 October 2013.", True)


def test_findings_stand_in_order_of_severity_and_age(report: Report) -> None:
    ranks = [(-one.severity, one.since_week) for one in report.this.findings]
    assert ranks == sorted(ranks)
    assert [one.code for one in report.top] == ["HS2", "HS4", "HS10", "HS5", "HS10"]
    assert {one.code for one in report.this.findings} == {"HS2", "HS4", "HS5", "HS10", "HS17", "HS18"}


def test_the_six_are_told_apart(report: Report) -> None:
    marks = {tile.code: tile.mark for tile in report.this.score.tiles}
    assert marks == dict.fromkeys(("HS2", "HS3", "HS4", "HS5"), "present") | {"HS1": "missing", "HS6": "absent"}
    assert next(tile.where for tile in report.this.score.tiles if tile.code == "HS3") == "3 personal accounts"


def test_coverage_shows_what_is_missing_closed_and_healthy(report: Report) -> None:
    marks = {(one.name, one.account): one.mark for one in report.coverage}
    assert marks[("LinkedIn, group", "–")] == "missing"
    assert marks[("Hyves, page", "Lampionhyve")] == "closed"
    assert marks[("YouTube, channel", "Lampion TV")] == "good"
    assert marks[("Mastodon, company account", "@lampion")] == "unknown"
    assert marks[("X (Twitter), personal accounts", "6 accounts")] == "persons"
    assert next(one.goal for one in report.coverage if one.goal != "–") == "2 posts a week"


def test_what_we_cannot_see_is_no_silence(report: Report) -> None:
    assert [(one.account, one.title) for one in report.troubles] == [("@lampion", "Our data are too old")]
    answers = {row.name: row.answer for row in report.accounts}
    assert answers["@lampion"] == "stale"
    assert answers["Lampionhyve"] == "closed"
    assert not any(one.text.account == "@lampion" for one in report.this.findings)


def test_a_week_page_tells_what_began_in_it(report: Report) -> None:
    made, config = report_case.store(), report_case.settings("en", week_pages=26)
    views = {one.week.short: one for one in report_case.report(made, config).earlier}
    assert len(views) == 26
    begun = [(one.account, one.title) for one in views["2013-W46"].changes if one.mark == "begun"]
    assert ("Lampionnerie", "Facebook page forgotten") in begun
    told = next(one for one in views["2013-W48"].findings if one.code == "HS4")
    assert told.text.what.startswith("No post for 43 days"), "the numbers are those of that week"
    assert told.weeks == 3


def test_what_ends_is_told_once() -> None:
    made, config = report_case.store(), report_case.settings("en", week_pages=4)
    made.posts_every(2, date(2013, 12, 17), report_case.SUNDAY, 2, text="We are back")
    views = report_case.report(made, config).earlier
    over = [(view.week.short, one.account) for view in views for one in view.changes if one.mark == "over"]
    assert over == [("2013-W51", "Lampionnerie")]


def test_persons_are_one_aggregate(report: Report) -> None:
    persons = report.this.persons
    assert persons is not None
    assert (persons.total, persons.judged, persons.alive) == (6, 6, 3)
    assert dict(persons.ways) == {"has fallen silent": 2, "still the default picture": 1}
    assert not any(name in repr(report) for person in report_case.PERSONS for name in (person, person.split()[1]))


def test_too_few_persons_are_not_shown_at_all() -> None:
    few = report_case.report(report_case.store(persons=4), report_case.settings("en"))
    assert few.this.persons is None
    assert few.persons_note.startswith("There are fewer than 5 personal accounts")
    tile = next(tile for tile in few.this.score.tiles if tile.code == "HS3")
    assert (tile.mark, tile.where) == ("withheld", "")
    assert (few.this.score.value, few.this.score.most) == (3, 5), "a score that counts HS3 would tell of four persons"
    assert few.scores.most == 5
    assert np.nanmax(few.scores.values) <= 3


def test_no_persons_at_all_are_no_secret() -> None:
    nobody = report_case.report(report_case.store(persons=0), report_case.settings("en"))
    tile = next(tile for tile in nobody.this.score.tiles if tile.code == "HS3")
    assert (tile.mark, nobody.this.score.most, nobody.this.score.note) == ("missing", 6, "")


def test_persons_are_shown_when_switched_on() -> None:
    shown = report_case.report(report_case.store(), report_case.settings("en", show_persons=True))
    assert report_case.PERSONS[0] in {row.name for row in shown.accounts}


def test_an_empty_organisation_has_a_report_too() -> None:
    made, config = report_case.ReportStore(), report_case.settings("nl")
    made.account("x", kind="company", name="Nieuw")
    empty = report_case.report(made, config)
    assert empty.this.headline == "Nog geen enkel account is te beoordelen."
    assert [row.answer for row in empty.accounts] == ["new"]


def test_no_account_at_all() -> None:
    made, config = report_case.store(), report_case.settings("nl")
    whole = report_case.facts(made, config)
    bare = Facts(whole.accounts.iloc[:0], [], [], [], [], whole.frame.iloc[:0])
    assert build_report(bare, config, report_case.AS_OF).accounts == ()


def test_cutting_the_future_off_changes_no_past_week() -> None:
    made, config = report_case.store(), report_case.settings("en", week_pages=5)
    now = {one.week.number: one for one in report_case.report(made, config).earlier}
    then = report_case.report(made, config, report_case.AS_OF - timedelta(14))
    assert then.this.findings == now[WEEK - 2].findings
    assert then.this.score == now[WEEK - 2].score


def test_worst_takes_each_account_once_before_any_twice(report: Report) -> None:
    one = report.this.findings[0]
    many = tuple(replace(one, account_id=place // 3, since_week=place) for place in range(12))
    assert [item.since_week for item in worst(many)] == [0, 1, 3, 6, 9]


def test_pages_of_accounts_have_names_of_their_own() -> None:
    facts = {place: AccountFacts(place, "x", "company", "Lampion!") for place in (1, 2)} | {
        3: AccountFacts(3, "x", "company", "灯笼"), 4: AccountFacts(4, "x", "personal", hidden=True)
    }  # fmt: skip
    assert account_pages(facts) == {1: "account-x-lampion.html", 2: "account-x-lampion-2.html", 3: "account-x.html"}


def spell(code: str, verdict: Verdict, first: int, last: int) -> Spell:
    return Spell(1, code, int(verdict), "", "", first, last, {})


def test_score_without_the_withheld() -> None:
    scores = [ScoreWeek(week, 2, ("HS2", "HS3")) for week in (1, 2)] + [ScoreWeek(week, 1, ("HS3",)) for week in (3, 4)]
    spells = [
        spell("HS3", Verdict.PRESENT, 1, 4),
        spell("HS2", Verdict.PRESENT, 1, 2),
        spell("HS2", Verdict.ABSENT, 3, 3),
        spell("HS4", Verdict.UNKNOWN, 1, 4),
        spell("HS18", Verdict.PRESENT, 1, 4),
    ]
    told = told_scores(scores, {"HS3"}, spells)
    assert told == [ScoreWeek(1, 1, ("HS2",)), ScoreWeek(2, 1, ("HS2",)), ScoreWeek(3, 0, ())]
    series = score_series(told, {"HS3"}, 0, 4)
    assert series.most == 5
    pd.testing.assert_series_equal(pd.Series(series.values), pd.Series([np.nan, 1.0, 1.0, 0.0, np.nan]))


def test_all_scores_are_told_where_nothing_is_withheld() -> None:
    scores = [ScoreWeek(1, 1, ("HS3",)), ScoreWeek(4, 0, ())]
    assert told_scores(scores, frozenset(), []) == scores


ENDS = st.integers(0, 9)
SPANS = st.tuples(st.sampled_from(["HS2", "HS3", "HS4"]), st.sampled_from(Verdict), ENDS, ENDS)


@given(st.lists(SPANS, max_size=12))
def test_a_week_is_told_if_any_other_symptom_was_judged_in_it(spans: list[tuple[str, Verdict, int, int]]) -> None:
    spells = [spell(code, verdict, min(ends), max(ends)) for code, verdict, *ends in spans]
    told = told_scores([ScoreWeek(week, 0, ()) for week in range(10)], {"HS3"}, spells)
    judged = [one for one in spells if one.code != "HS3" and one.verdict != Verdict.UNKNOWN]
    weeks = {week for one in judged for week in range(one.first_week, one.last_week + 1)}
    assert {one.week for one in told} == weeks


@pytest.mark.parametrize(
    ("language", "sentence", "trend"),
    [
        ("en", "Horror score unknown", "None of the six can be judged."),
        ("nl", "Horrorscore onbekend", "Geen van de zes is te beoordelen."),
    ],
)
def test_a_score_of_nothing_judged_is_unknown_and_not_zero(language: str, sentence: str, trend: str) -> None:
    made = report_case.ReportStore()
    made.account("x", handle="lampion", kind="company", created=date(2013, 12, 20))
    score = report_case.report(made, report_case.settings(language)).this.score
    assert (score.value, score.trend, score.sentence, score.trend_sentence) == (None, "none", sentence, trend)


def test_a_score_that_is_not_known_any_more_tells_what_it_was() -> None:
    made = report_case.ReportStore()
    page = made.account("facebook", name="Lampionnerie", kind="page", created=report_case.BEGIN)
    made.posts_every(page, report_case.BEGIN, date(2013, 10, 5), 2)
    made.window(page, report_case.BEGIN, date(2013, 10, 6))
    score = report_case.report(made, report_case.settings("en")).this.score
    assert score.value is None
    assert score.trend_sentence == "None of the six can be judged; 13 weeks ago it was 0."
