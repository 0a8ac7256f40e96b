"""Findings, statuses and changes in words."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from monitor.activity.weeks import week_of
from monitor.reporting.i18n import LANGUAGES, Translator
from monitor.reporting.names import AccountFacts, account_facts
from monitor.reporting.wording import DATA, STATUS_SENTENCES, finding_text, status_sentence, transition_text
from monitor.store.contract import AccountStatus, Transition
from monitor.symptoms.registry import all_symptoms

PAGE = AccountFacts(1, "facebook", "page", "Lampionnerie", owner="Jet Kluft", deputy="Bas Erik")
PERSON = AccountFacts(2, "x", "personal", hidden=True)
SINCE, WEEK = week_of(date(2013, 11, 11)), week_of(date(2013, 12, 29))
NUMBERS = {"days_silent": 71.4, "allowed_days": 30.0}


def test_a_finding_says_what_since_when_who_and_the_next_step() -> None:
    text = finding_text(PAGE, "HS4", "silent", NUMBERS, SINCE, WEEK, Translator("en"))
    assert text.title == "Facebook page forgotten"
    assert text.what == "No post for 71 days; up to 30 days would have been normal for this page."
    assert text.since == "Alarm since 11 November 2013 (7 weeks)."
    assert text.who == "Owner: Jet Kluft; second person: Bas Erik."
    assert text.next_step.startswith("Post something this week")
    assert ("days without a post", "71 days") in text.numbers
    assert text.sentence.startswith("Lampionnerie: No post for 71 days")


def test_a_beginning_that_nobody_saw_is_at_least_so_long() -> None:
    text = finding_text(PAGE, "HS4", "silent", NUMBERS, SINCE, WEEK, Translator("nl"), exact=False)
    assert text.since == "Alarm sinds 11 november 2013 of eerder (minstens 7 weken)."


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_variant_of_every_symptom_can_be_told(language: str) -> None:
    for symptom in all_symptoms():
        numbers = {one.name: 2.0 for one in symptom.evidence}
        for variant in symptom.variants:
            text = finding_text(PAGE, symptom.code, variant.name, numbers, SINCE, WEEK, Translator(language))
            assert text.what
            assert "{" not in text.what + text.next_step
            assert Translator(language).value(None) not in text.what


def test_an_account_without_an_owner_is_nobodys() -> None:
    text = finding_text(AccountFacts(1, "x", label="a"), "HS4", "silent", NUMBERS, SINCE, WEEK, Translator("nl"))
    assert text.who == "Niemand is verantwoordelijk voor dit account."


@pytest.mark.parametrize("answer", [*STATUS_SENTENCES])
def test_each_status_has_its_sentence(answer: str) -> None:
    status = AccountStatus(1, WEEK, answer, None, None, None)
    told = status_sentence(status, date(2013, 10, 1), date(2013, 12, 1), Translator("nl"))
    assert told
    assert "onbekend" not in told


def test_silent_without_any_post_is_told_so() -> None:
    status = AccountStatus(1, WEEK, "silent", None, None, None)
    assert status_sentence(status, None, None, Translator("en")) == "We looked, and there has never been a post."


@pytest.mark.parametrize(
    ("change", "subject", "in_body"),
    [
        ("begun", "Lampionnerie: Facebookpagina vergeten", "Al 71 dagen geen bericht"),
        ("worse", "Erger – Lampionnerie: Facebookpagina vergeten", "Volgende stap: Plaats deze week iets"),
        (
            "over",
            "Opgelost – Lampionnerie: Facebookpagina vergeten",
            "Dit is voorbij; het duurde vanaf 11 november 2013",
        ),
    ],
)
def test_changes_in_words(change: str, subject: str, in_body: str) -> None:
    text = transition_text(Transition(1, "HS4", change, WEEK, "silent", SINCE, NUMBERS), PAGE, Translator("nl"))
    assert text.subject == subject
    assert in_body in text.body
    assert "Verantwoordelijk: Jet Kluft" in text.body


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("begun", "Alarm since 11 November 2013 or earlier (at least 7 weeks)."),
        ("over", "it had lasted since 11 November 2013 or earlier (at least 6 weeks)."),
    ],
)
def test_changes_of_which_nobody_saw_the_beginning_say_so(change: str, said: str) -> None:
    one = Transition(1, "HS4", change, WEEK, "silent", SINCE, NUMBERS)
    assert said in transition_text(one, PAGE, Translator("en"), exact=False).sentence
    assert "or earlier" not in transition_text(one, PAGE, Translator("en")).sentence


@pytest.mark.parametrize(("variant", "title"), [("no_owner", "No owner"), ("no_deputy", "No second person")])
def test_a_missing_owner_and_a_missing_second_person_have_headings_of_their_own(variant: str, title: str) -> None:
    assert finding_text(PAGE, "HS18", variant, {}, SINCE, WEEK, Translator("en")).title == title
    told = transition_text(Transition(1, "HS18", "begun", WEEK, variant, SINCE, {}), PAGE, Translator("en"))
    assert told.subject == f"Lampionnerie: {title}"


@pytest.mark.parametrize("variant", ["stale", "failed", "gone"])
def test_data_alerts_say_what_to_do(variant: str) -> None:
    text = transition_text(Transition(1, DATA, "begun", WEEK, variant, SINCE, {}), PAGE, Translator("en"))
    assert text.subject.startswith("Lampionnerie: ")
    assert text.next_step
    assert text.sentence


def test_a_hidden_person_has_no_name_owner_or_link() -> None:
    accounts = pd.DataFrame(
        {"platform": ["x", "x"], "kind": ["personal", "company"], "name": ["Wobbe Zandstra", "Us"],
         "handle": ["wobbe", "us"], "owner": ["Wobbe Zandstra", None], "url": ["https://x.com/wobbe", "ftp://us"],
         "private": [False, True]},
        index=pd.Index([1, 2], name="id"),
    )  # fmt: skip
    facts = account_facts(accounts)
    assert [one.hidden for one in facts.values()] == [True, True]
    assert "obbe" not in repr(facts)
    shown = account_facts(accounts, show_persons=True)
    assert (shown[1].label, shown[1].url) == ("Wobbe Zandstra", "https://x.com/wobbe")
    assert shown[2].hidden, "a private account is nobody's business, whatever the settings"
    text = finding_text(facts[1], "HS3", "egg", {}, SINCE, WEEK, Translator("nl"))
    assert text.account == "een persoonlijk account op X (Twitter)"
    assert text.who == ""
