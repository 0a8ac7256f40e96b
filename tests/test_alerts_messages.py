"""What an alert says."""

from __future__ import annotations

import pytest

from monitor.alerts.messages import Letterhead, Message, compose
from monitor.reporting.i18n import Translator
from monitor.reporting.names import account_facts
from monitor.store.contract import Transition
from monitor.symptoms.registry import all_symptoms
from tests.fakes_outbox import WEEK, accounts, page, person, transition


def message(
    *waiting: Transition, rows: tuple[dict[str, object], ...], language: str = "en", persons: bool = False
) -> Message:
    facts = account_facts(accounts(*rows), persons)
    return compose(waiting, facts, Letterhead("Verzonnen Groep"), Translator(language))


def test_it_says_what_since_when_who_and_what_next() -> None:
    told = message(transition(7), rows=(page(owner="An", deputy="Bo"),))
    assert told.subject == "News about 1 account: Verzonnen Bouw"
    assert told.transition_ids == (7,)
    for part in ("For An", "33 days", "Alarm since 29 April 2013", "second person: Bo", "Next step: "):
        assert part in told.text
        assert part in told.html


def test_in_dutch() -> None:
    told = message(transition(1), transition(2, 2), rows=(page(), page("Tweede")), language="nl")
    assert told.subject == "Nieuws over 2 accounts: Verzonnen Bouw, Tweede"
    assert "Accounts zonder" in told.text
    assert "33 dagen" in told.text
    assert 'lang="nl"' in told.html


def test_groups_by_owner_with_the_ownerless_last_and_good_news_below_bad() -> None:
    rows = (page("Een", owner="Zoë"), page("Twee"), page("Drie", owner="an"), page("Vier", owner="Zoë"))
    told = message(
        transition(1, 1, "over"), transition(2, 2), transition(3, 3), transition(4, 4, "worse"), rows=rows
    )  # fmt: skip
    places = [
        told.text.index(part) for part in ("For an", "Drie: ", "For Zoë", "Worse – Vier", "Solved – Een", "without")
    ]
    assert places == sorted(places)


def test_a_long_list_of_accounts_is_counted_in_the_subject() -> None:
    rows = tuple(page(f"Pagina {n}") for n in range(1, 6))
    told = message(*(transition(n, n) for n in range(1, 6)), rows=rows)
    assert told.subject == "News about 5 accounts: Pagina 1, Pagina 2, Pagina 3 and 2 more"


def test_only_good_news_says_so() -> None:
    assert message(transition(1, change="over"), rows=(page(),)).subject == "1 account is well again: Verzonnen Bouw"


def test_of_several_changes_of_one_finding_the_newest_is_told_and_all_are_settled() -> None:
    told = message(transition(1), transition(2, change="worse"), transition(3, change="over"), rows=(page(),))
    assert told.transition_ids == (1, 2, 3)
    assert told.text.count("Verzonnen Bouw") == 1
    assert "Solved" in told.text


def test_persons_are_counted_and_never_named() -> None:
    rows = (page(), person(owner="Jan Bedacht"), page("Privé", private=True))
    waiting = (transition(1), transition(2, 2, code="HS3"), transition(3, 3))
    told = message(*waiting, rows=rows)
    everything = f"{told.subject} {told.text} {told.html}"
    assert "Jan" not in everything
    assert "Privé" not in everything
    assert "2 changes on personal accounts" in told.text
    assert told.transition_ids == (1, 2, 3)
    alone = message(transition(2, 2), rows=rows)
    assert alone.subject == "Changes on personal accounts"
    assert "Jan Bedacht" in message(transition(2, 2), rows=rows, persons=True).text


def test_text_from_outside_is_escaped() -> None:
    told = message(transition(1), rows=(page('<script>alert("x")</script>', owner="<b>"),))
    assert "<script>" not in told.html
    assert "&lt;script&gt;" in told.html
    assert "<b>" not in told.html
    assert "\n" not in message(transition(1), rows=(page("a\r\nBcc: x@example.org"),)).subject


def test_a_change_of_an_account_no_longer_known_is_still_told() -> None:
    assert message(transition(1, 99), rows=(page(),)).transition_ids == (1,)


@pytest.mark.parametrize("variant", ["stale", "failed", "gone"])
def test_data_alerts_speak_of_our_data(variant: str) -> None:
    told = message(transition(1, code="DATA", variant=variant, since_week=WEEK), rows=(page(),))
    assert "Next step" in told.text
    assert "HS4" not in told.text


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_symptom_can_be_told(language: str) -> None:
    for symptom in all_symptoms():
        for variant in symptom.variants:
            one = transition(1, code=symptom.code, variant=variant.name, evidence={})
            told = message(one, rows=(page(),), language=language)
            assert len(told.text) > 100
            assert "{" not in told.text


def test_a_demo_says_so() -> None:
    facts = account_facts(accounts(page()))
    told = compose([transition(1)], facts, Letterhead("Verzonnen Groep", made_up=True), Translator("nl"))
    assert "verzonnen" in told.text.splitlines()[-1]
