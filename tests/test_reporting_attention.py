"""The headline counts one whole, and calls nobody healthy who is silent or was not seen."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from monitor.reporting.pages import Pages, mail_body
from monitor.reporting.parts import Report
from tests import report_case
from tests.report_case import BEGIN, SUNDAY, ReportStore

OWNED = {"owner": "Jet Kluft", "deputy": "Bas Erik", "created": BEGIN}


def add(
    made: ReportStore, name: str, last: date | None = SUNDAY, seen: date | None = SUNDAY, every: int = 1, **more: str
) -> None:
    """A presence on a platform of its own, with a post every so many days until `last`."""
    account = made.account("hyves", name=name, kind="page", **OWNED | more)
    if last:
        made.posts_every(account, BEGIN, last, every, text="Hallo")
    if seen:
        made.window(account, BEGIN, seen)


def told(made: ReportStore, language: str = "en") -> Report:
    return report_case.report(made, report_case.settings(language))


def test_all_seen_and_nothing_wrong_is_healthy() -> None:
    made = ReportStore()
    add(made, "A")
    add(made, "B")
    add(made, "Closed", last=None, state="closed")
    this = told(made).this
    assert (this.headline, this.beside) == ("All 2 accounts are healthy.", "")


def test_a_silent_account_needs_attention_and_gets_a_card() -> None:
    made = ReportStore()
    add(made, "A")
    add(made, "Mute", last=None)
    add(made, "Late", last=date(2013, 6, 6), every=30)
    report = told(made)
    assert report.this.headline == "2 of 3 accounts need attention."
    assert {row.name for row in report.accounts if row.answer == "silent"} == {"Mute", "Late"}
    assert [(one.account, one.sentence) for one in report.quiet] == [
        ("Late", "Silent since 6 June 2013."),
        ("Mute", "Silent: there has never been a post."),
    ]
    assert report.quiet[0].who == "Owner: Jet Kluft; second person: Bas Erik."
    assert report.quiet[0].next_step == "Post something this week, or close it."
    for text in (Pages(report).index(), *mail_body(report)[1:]):
        assert "Silent since 6 June 2013." in text


def test_a_silent_account_with_a_severe_symptom_is_counted_once_and_has_one_card() -> None:
    report = told(report_case.store())
    assert next(row.answer for row in report.accounts if row.name == "Lampionnerie") == "silent"
    assert report.quiet == ()


def test_nothing_wrong_as_far_as_we_could_see() -> None:
    made = ReportStore()
    add(made, "A")
    add(made, "Old", last=date(2013, 6, 30), seen=date(2013, 6, 30))
    add(made, "Unseen", last=None, seen=None)
    this = told(made).this
    assert this.headline == "Nothing wrong on the 1 account we could see; 2 could not be judged."
    assert this.beside == "2 could not be judged: data too old (Old); no data yet (Unseen)."


def test_an_account_with_a_mild_finding_is_not_called_healthy() -> None:
    made = ReportStore()
    add(made, "A")
    add(made, "Nobody's", owner="", deputy="")
    report = told(made)
    assert report.this.headline == "Nothing serious; 1 of 2 accounts could do better."
    assert {one.account: one.mark for one in report.coverage if one.page} == {"A": "good", "Nobody's": "minor"}


def test_a_long_list_of_the_unseen_is_cut() -> None:
    made = ReportStore()
    add(made, "A")
    for place in range(7):
        add(made, f"Old {place}", last=date(2013, 6, 30), seen=date(2013, 6, 30))
    assert told(made).this.beside == (
        "7 could not be judged: data too old (Old 0, Old 1, Old 2, Old 3, Old 4 and 2 more)."
    )


def test_a_seasonal_account_may_rest_and_is_not_called_healthy() -> None:
    made = ReportStore()
    add(made, "A")
    add(made, "Feest", last=date(2013, 8, 31), state="seasonal")
    report = told(made)
    assert report.this.headline == "Nothing wrong on the 2 accounts we follow."
    assert report.this.beside == "1 is seasonal and silent now: Feest."
    assert report.quiet == ()
    assert {row.name: row.tag for row in report.accounts} == {"A": "", "Feest": ""}
    assert {one.account: one.mark for one in report.coverage if one.page} == {"A": "good", "Feest": "resting"}


def test_private_accounts_are_in_no_count() -> None:
    made = ReportStore()
    add(made, "A")
    made.account("hyves", name="Wobbe", kind="page", private=True, **OWNED)
    assert told(made).this.headline == "The one account we follow is healthy."


@pytest.mark.parametrize("language", ["nl", "en"])
def test_an_earlier_week_is_counted_as_it_was(language: str) -> None:
    made = ReportStore()
    add(made, "A")
    add(made, "Late", last=SUNDAY - timedelta(35))
    add(made, "Old", seen=SUNDAY - timedelta(70), last=SUNDAY - timedelta(70))
    config = report_case.settings(language, week_pages=14)
    views = {one.week.short: one for one in report_case.report(made, config).earlier}
    now, before, long_ago = (views[week] for week in ("2013-W52", "2013-W48", "2013-W40"))
    said = {"en": ("1 of 3", "not seen then (Old)", "All 3"), "nl": ("1 van de 3", "toen niet gezien (Old)", "Alle 3")}
    attention, unseen, healthy = said[language]
    assert now.headline.startswith(attention)
    assert "1" in before.headline
    assert unseen in before.beside
    assert long_ago.headline.startswith(healthy)
