"""Delivery: each change once to each sink, nothing lost, no sink stops another."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.alerts.outbox import LARGEST_MESSAGE, deliver
from monitor.alerts.routes import Route, make_routes, sink_name
from monitor.errors import FixSettings, RetryLater
from monitor.secrets import remember
from monitor.settings import ReportSettings, Settings
from monitor.store.contract import Spell
from tests.fakes_outbox import NOW, WEEK, MemoryOutbox, MemorySink, accounts, page, person, settings, transition
from tests.test_alerts_sinks import PASSWORD, Mailbox, mail_server, mail_sink

pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")


def test_each_change_is_told_once() -> None:
    store, sink = MemoryOutbox(accounts(page()), transition(1)), MemorySink()
    first = deliver(store, settings(), NOW, [Route(sink)])
    second = deliver(store, settings(), NOW, [Route(sink)])
    assert [(one.sink, one.transition_ids, one.delivered) for one in first] == [("memory", (1,), True)]
    assert second == []
    assert len(sink.got) == 1
    store.waiting.append(transition(2, change="over"))
    deliver(store, settings(), NOW, [Route(sink)])
    assert [subject for subject, _, _ in sink.got][1] == "1 account is well again: Verzonnen Bouw"


@pytest.mark.parametrize(
    "error", [RetryLater("is busy"), FixSettings(["x"]), RuntimeError("stranger"), OSError(5, "x")]
)
def test_a_failing_sink_keeps_its_news_and_stops_no_other(error: Exception) -> None:
    store, broken, works = MemoryOutbox(accounts(page()), transition(1)), MemorySink("a", error), MemorySink("b")
    results = deliver(store, settings(), NOW, [Route(broken), Route(works)])
    assert [one.delivered for one in results] == [False, True]
    assert results[0].passing == isinstance(error, RetryLater)
    assert [one.id for one in store.undelivered("a")] == [1]
    assert store.failures[0][:2] == ("a", (1,))
    assert store.failures[0][2]
    broken.error = None
    assert [one.delivered for one in deliver(store, settings(), NOW, [Route(broken), Route(works)])] == [True]
    assert (len(broken.got), len(works.got)) == (1, 1)


def test_killed_between_sending_and_marking_repeats_and_loses_nothing() -> None:
    store, sink = MemoryOutbox(accounts(page()), transition(1)), MemorySink()
    store.crash_on_mark = True
    with pytest.raises(KeyboardInterrupt):
        deliver(store, settings(), NOW, [Route(sink)])
    store.crash_on_mark = False
    assert deliver(store, settings(), NOW, [Route(sink)])[0].delivered
    assert len(sink.got) == 2
    assert not store.undelivered("memory")


def test_a_server_that_was_down_gets_it_once_when_it_is_up() -> None:
    store, mailbox = MemoryOutbox(accounts(page("Café Zoë")), transition(1)), Mailbox()
    with mail_server(Mailbox()) as port:
        pass
    route = Route(mail_sink(port))
    assert not deliver(store, settings("nl"), NOW, [route])[0].delivered
    with mail_server(mailbox, port):
        assert deliver(store, settings("nl"), NOW, [route])[0].delivered
        assert deliver(store, settings("nl"), NOW, [route]) == []
    assert len(mailbox.got) == 1
    assert PASSWORD not in str(store.failures)


def test_many_changes_go_in_several_messages_and_a_failure_keeps_the_rest() -> None:
    total = 2 * LARGEST_MESSAGE + 5
    store = MemoryOutbox(
        accounts(*(page(f"P{n}") for n in range(total))), *(transition(n, n) for n in range(1, total + 1))
    )
    sink = MemorySink()
    assert len(deliver(store, settings(), NOW, [Route(sink)])) == 3
    assert not store.undelivered("memory")
    broken = MemorySink("broken", RetryLater("is busy"))
    assert len(deliver(store, settings(), NOW, [Route(broken)])) == 1
    assert len(store.undelivered("broken")) == total


def test_owners_hear_of_their_own_accounts_and_everybody_of_all(tmp_path: Path) -> None:
    rows = (
        page("Een", owner="An", owner_mail="env:MAIL_AN"),
        page("Twee", owner="Bo", owner_mail="env:MAIL_BO"),
        person("An zelf", owner="An", owner_mail="env:MAIL_AN"),
    )
    frame = accounts(*rows)
    made = make_routes(
        settings(to=["env:TEAM"], file=str(tmp_path / "a.log")), frame, lambda ref, key: f"json://{ref[4:]}"
    )
    assert [route.sink.name for route in made] == ["file", "env:TEAM", "env:MAIL_AN", "env:MAIL_BO"]
    sinks = {route.sink.name: MemorySink(route.sink.name) for route in made}
    store = MemoryOutbox(frame, transition(1, 1), transition(2, 2), transition(3, 3))
    deliver(store, settings(), NOW, [Route(sinks[route.sink.name], route.accounts) for route in made])
    team, an, bo = (sinks[name].got[0][1] for name in ("env:TEAM", "env:MAIL_AN", "env:MAIL_BO"))
    assert "Een" in team
    assert "Twee" in team
    assert "An zelf" not in team
    assert "Een" in an
    assert "Twee" not in an
    assert "An zelf" in an
    assert "Een" not in bo


def test_an_address_that_cannot_be_resolved_stops_nothing_else(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("NO_SUCH_ADDRESS", raising=False)
    config = settings(to=["env:NO_SUCH_ADDRESS"], file=str(tmp_path / "alerts.log"))
    store = MemoryOutbox(accounts(page()), transition(1))
    results = {one.sink: one for one in deliver(store, config, NOW)}
    assert results["file"].delivered
    assert "NO_SUCH_ADDRESS is not set" in str(results["env:NO_SUCH_ADDRESS"].error)
    assert "Verzonnen Bouw" in (tmp_path / "alerts.log").read_text()


def test_the_file_is_beside_the_settings_and_the_console_can_be_turned_off(tmp_path: Path) -> None:
    config = settings(file="data/alerts.log").model_copy(update={"folder": tmp_path})
    deliver(MemoryOutbox(accounts(page()), transition(1)), config, NOW)
    assert (tmp_path / "data" / "alerts.log").is_file()
    assert [route.sink.name for route in make_routes(settings(console=True), accounts())] == ["console"]
    assert make_routes(settings(), accounts()) == []


def test_the_same_address_is_one_sink_and_its_name_holds_no_secret() -> None:
    secret_address = f"mailto://u:{PASSWORD}@example.org/?to=an@example.org"
    before = sink_name(secret_address)
    remember("example")
    assert sink_name(secret_address) == before
    assert PASSWORD not in before
    assert sink_name("an@example.org") == sink_name("mailto://an@example.org") != sink_name("bo@example.org")
    assert sink_name("env:MAIL") == "env:MAIL"
    rows = accounts(page(owner_mail="an@example.org"), page(owner_mail=" an@example.org "), page(owner_mail=None))
    routes = make_routes(settings(), rows)
    assert [route.accounts for route in routes] == [frozenset({1, 2})]
    assert len(make_routes(settings(to=["an@example.org"]), rows)) == 1


@given(st.lists(st.lists(st.booleans(), min_size=2, max_size=2), max_size=8))
def test_whatever_fails_when_every_change_arrives_once_it_works(nights: list[list[bool]]) -> None:
    store = MemoryOutbox(accounts(page()))
    sinks = [MemorySink("a"), MemorySink("b")]
    for number, works in enumerate([*nights, [True, True]], start=1):
        store.waiting.append(transition(number, code=f"X{number}"))
        for sink, up in zip(sinks, works, strict=True):
            sink.error = None if up else RetryLater("is down")
        deliver(store, settings(), NOW, [Route(sink) for sink in sinks])
    for sink in sinks:
        told = [line for _, text, _ in sink.got for line in text.splitlines() if line.startswith("* ")]
        assert sorted(told) == sorted(f"* Verzonnen Bouw: X{number}" for number in range(1, len(nights) + 2))


@pytest.mark.parametrize(
    ("before", "said"),
    [
        (0, "Alarm since 29 April 2013 ("),
        (-1, "Alarm since 29 April 2013 or earlier (at least"),
        (None, "Alarm since 29 April 2013 or earlier (at least"),
    ],
)
def test_a_beginning_is_told_as_exactly_as_the_report_tells_it(before: int | None, said: str) -> None:
    store, sink = MemoryOutbox(accounts(page()), transition(1)), MemorySink()
    store.past = [Spell(1, "HS4", 1, "silent", "", WEEK - 4, WEEK, {})]
    if before is not None:
        store.past.append(Spell(1, "HS4", before, "", "", WEEK - 20, WEEK - 5, {}))
    deliver(store, settings(), NOW, [Route(sink)])
    assert said in sink.got[0][1]


def reporting(**report: object) -> Settings:
    config = settings()
    return config.model_copy(update={"report": ReportSettings.model_validate(report)})


@pytest.mark.parametrize("persons", [1, 4])
def test_a_few_persons_are_not_even_counted(persons: int) -> None:
    frame = accounts(page(), *(person(f"Jan {n}") for n in range(persons)))
    store, sink = MemoryOutbox(frame, transition(1), transition(2, 2, code="HS3")), MemorySink()
    deliver(store, settings(), NOW, [Route(sink)])
    ((subject, text, html),) = sink.got
    assert "Verzonnen Bouw" in subject
    assert not re.search("person", text + html)


def test_a_message_of_nothing_but_a_few_persons_is_not_sent_and_never_becomes_old_news() -> None:
    store, sink = MemoryOutbox(accounts(person()), transition(1, code="HS3")), MemorySink()
    assert deliver(store, settings(), NOW, [Route(sink)]) == []
    store.frame = accounts(*(person(f"Jan {n}") for n in range(5)))
    assert deliver(store, settings(), NOW, [Route(sink)]) == []
    store.waiting.append(transition(2, 2, code="HS3"))
    deliver(store, settings(), NOW, [Route(sink)])
    ((subject, text, _),) = sink.got
    assert subject == "Changes on personal accounts"
    assert text.startswith("1 change on a personal account")


def test_five_persons_are_counted_and_persons_who_are_shown_are_named() -> None:
    frame = accounts(*(person(f"Jan {n}") for n in range(5)))
    counted, named = MemorySink("counted"), MemorySink("named")
    deliver(MemoryOutbox(frame, transition(1, code="HS3")), settings(), NOW, [Route(counted)])
    assert "1 change on a personal account" in counted.got[0][1]
    few = accounts(person("Jan Bedacht"))
    deliver(MemoryOutbox(few, transition(1, code="HS3")), reporting(show_persons=True), NOW, [Route(named)])
    assert "Jan Bedacht" in named.got[0][1]


def test_a_private_account_is_never_counted_aloud() -> None:
    frame = accounts(*(person(f"Jan {n}") for n in range(6)), person("Piet", private=True))
    store, sink = MemoryOutbox(frame, transition(1, 7, code="HS18")), MemorySink()
    assert deliver(store, settings(), NOW, [Route(sink)]) == []
    assert sink.got == []


def test_an_owner_hears_of_an_own_account_however_few_there_are() -> None:
    store, sink = MemoryOutbox(accounts(person("An zelf")), transition(1, code="HS3")), MemorySink()
    deliver(store, settings(), NOW, [Route(sink, frozenset({1}))])
    assert "An zelf" in sink.got[0][1]
