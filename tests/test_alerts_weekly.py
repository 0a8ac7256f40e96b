"""The weekly mail: once a week to each sink, tried again after a failure, in the organisation's language."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import date
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope

from monitor.alerts.routes import Route
from monitor.alerts.sinks import ConsoleSink
from monitor.alerts.weekly import Mailed, send_weekly
from monitor.errors import FixSettings, RetryLater
from monitor.job.run import run_once
from monitor.job.session import open_session
from monitor.job.summary import RunSummary
from tests.fakes_outbox import MemorySink
from tests.store_case import fresh
from tests.test_job_run import CONFIG, posts

MAIL = ("week 22", "text", "<p>text</p>")


@pytest.mark.parametrize("weeks", [[10, 10, 10], [10, 9, 10]])
def test_a_week_is_mailed_once_also_by_a_store_opened_anew(tmp_path: Path, weeks: list[int]) -> None:
    sink = MemorySink()
    for week in weeks:
        with fresh(tmp_path) as store:
            send_weekly(store, week, [Route(sink)], lambda: MAIL)
    assert sink.got == [MAIL]


def test_every_new_week_is_mailed_and_the_first_time_only_the_last_one(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        sink, late = MemorySink("a"), MemorySink("late")
        for week in (10, 11):
            assert send_weekly(store, week, [Route(sink)], lambda: MAIL) == [Mailed("a")]
        assert send_weekly(store, 11, [Route(sink), Route(late)], lambda: MAIL) == [Mailed("late")]
    assert (len(sink.got), len(late.got)) == (2, 1)


@pytest.mark.parametrize("error", [RetryLater("is busy"), FixSettings(["x"]), RuntimeError("stranger")])
def test_a_failing_sink_is_tried_again_and_stops_no_other(tmp_path: Path, error: Exception) -> None:
    broken, works = MemorySink("a", error), MemorySink("b")
    with fresh(tmp_path) as store:
        first = send_weekly(store, 10, [Route(broken), Route(works)], lambda: MAIL)
        assert [bool(one.error) for one in first] == [True, False]
        broken.error = None
        assert send_weekly(store, 10, [Route(broken), Route(works)], lambda: MAIL) == [Mailed("a")]
    assert (len(broken.got), len(works.got)) == (1, 1)


def test_console_and_owners_get_none_and_nothing_is_composed_for_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    owner = MemorySink()
    with fresh(tmp_path) as store:
        routes = [Route(ConsoleSink()), Route(owner, frozenset({1}))]
        assert send_weekly(store, 10, routes, lambda: pytest.fail("composed for nobody")) == []
    assert (owner.got, capsys.readouterr().err) == ([], "")


# --- through the whole job, to a real mail server on loopback ----------------------------------------------
class Mailbox:
    """A mail server's handler that keeps what came in, or says that it is busy."""

    def __init__(self) -> None:
        self.answer = "250 OK"
        self.got: list[Message] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:  # noqa: N802
        if self.answer.startswith("250"):
            assert isinstance(envelope.content, bytes)
            self.got.append(message_from_bytes(envelope.content))
        return self.answer

    def subjects(self) -> list[str]:
        return [str(make_header(decode_header(mail["Subject"]))) for mail in self.got]

    def weekly(self) -> list[str]:
        return [subject for subject in self.subjects() if "week" in subject]


@pytest.fixture
def mailbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    box = Mailbox()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    address = f"mailto://127.0.0.1:{port}/?from=monitor@example.org&to=an@example.org&mode=insecure"
    monkeypatch.setenv("WEEKLY_MAIL", address)
    yield box
    controller.stop()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "data" / "inbox").mkdir(parents=True)
    (tmp_path / "data" / "inbox" / "posts.csv").write_text(posts(range(0, 200, 2)))
    write(tmp_path)
    return tmp_path


def write(folder: Path, today: str = "2013-12-30", language: str = "en", weekly: str = "") -> None:
    """The organisation's settings, with a mail address and another day."""
    text = CONFIG.replace('file = "alerts.txt"', f'file = "alerts.txt"\nto = ["env:WEEKLY_MAIL"]\n{weekly}')
    text = text.replace("2013-12-30", today).replace('language = "en"', f'language = "{language}"')
    persons = "".join(
        f'\n[[account]]\nplatform = "x"\nhandle = "wobbe{n}"\nname = "Wobbe {n} Zandstra"\nkind = "personal"\n'
        for n in range(3)
    )
    (folder / "config.toml").write_text(text + persons)
    table = posts(range(0, 100, 5), "wobbe0").partition("\n")[2]
    (folder / "data" / "inbox" / "persons.csv").write_text(f"platform,account,time,text\n{table}")


def run(folder: Path, as_of: date | None = None) -> RunSummary:
    with open_session(folder / "config.toml", as_of) as session:
        return run_once(session, look_back=as_of is not None)


def test_the_job_mails_each_week_once_in_text_and_html(folder: Path, mailbox: Mailbox) -> None:
    for today in ("2013-12-30", "2013-12-30", "2014-01-02", "2014-01-06"):
        write(folder, today)
        run(folder)
    assert [subject.split(":")[0] for subject in mailbox.weekly()] == [
        "Voorbeeld, week 52 of 2013",
        "Voorbeeld, week 1 of 2014",
    ]
    first = mailbox.got[mailbox.subjects().index(mailbox.weekly()[0])]
    parts = {part.get_content_type(): part.get_payload(decode=True) for part in first.walk()}
    assert all(b"Voorbeeld on X" in bytes(parts[kind] or b"") for kind in ("text/plain", "text/html"))
    assert (folder / "alerts.txt").read_text().count("== Voorbeeld, week ") == 2


def test_the_subject_is_in_dutch_where_the_organisation_is(folder: Path, mailbox: Mailbox) -> None:
    write(folder, language="nl")
    run(folder)
    assert [subject.split(":")[0] for subject in mailbox.weekly()] == ["Voorbeeld, week 52 van 2013"]


def test_a_busy_server_gets_the_week_in_the_next_run(folder: Path, mailbox: Mailbox) -> None:
    mailbox.answer = "451 later"
    summary = run(folder)
    assert summary.exit_code == 1
    assert any(note.startswith("weekly mail: env:WEEKLY_MAIL") for note in summary.notes)
    mailbox.answer = "250 OK"
    for _ in range(2):
        assert not any("weekly mail" in note for note in run(folder).notes)
    assert len(mailbox.weekly()) == 1
    assert (folder / "alerts.txt").read_text().count("== Voorbeeld, week ") == 1


def test_looking_back_and_switched_off_mail_nothing(folder: Path, mailbox: Mailbox) -> None:
    run(folder, date(2013, 6, 3))
    write(folder, weekly="weekly = false")
    run(folder)
    assert mailbox.weekly() == []


def test_persons_are_as_nameless_in_the_mail_as_in_the_report(folder: Path, mailbox: Mailbox) -> None:
    run(folder)
    assert len(mailbox.weekly()) == 1
    told = "".join(str(part.get_payload(decode=True)) for mail in mailbox.got for part in mail.walk())
    assert "Voorbeeld on X" in told
    assert "obbe" not in told


def test_three_persons_are_in_no_mail_and_in_no_number(folder: Path, mailbox: Mailbox) -> None:
    eggs = "".join(f"x,wobbe{n},2013-10-01,no,yes,2012-10-01\n" for n in range(3))
    heading = "platform,account,observed_at,has_bio,default_avatar,created_at\n"
    (folder / "data" / "inbox" / "profiles.csv").write_text(heading + eggs)
    summary = run(folder)
    written = (folder / "alerts.txt").read_text()
    assert "personal" not in written
    assert "Wobbe" not in written
    with open_session(folder / "config.toml") as session:
        persons = "SELECT account_id FROM v_account WHERE kind = 'personal'"
        known = session.store.query(f"SELECT count(*) FROM v_transition WHERE account_id IN ({persons})")[1]
        kept = session.store.query("SELECT count(*) FROM v_transition")[1]
    assert known != [(0,)], "the case is about changes on persons"
    assert summary.transitions == kept[0][0] - known[0][0]
    assert summary.delivered == summary.transitions
