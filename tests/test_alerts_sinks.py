"""Sinks against real servers on loopback: mail, a web hook; console and file."""

from __future__ import annotations

import io
import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword
from pytest_httpserver import HTTPServer

from monitor.alerts.sinks import AppriseSink, ConsoleSink, FileSink
from monitor.errors import MonitorError, RetryLater
from monitor.secrets import remember

PASSWORD = "sesam-open-u-4711"
SUBJECT = "2 accounts vragen aandacht: Café Zoë – Bouw"
TEXT = "Café: 33 dagen stil"
HTML = "<p>Café: <b>33</b> dagen stil</p>"

pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")


@dataclass
class Mailbox:
    """A mail server's handler: what came in, and what it answers to a recipient."""

    answer: str = "250 OK"
    got: list[Envelope] = field(default_factory=list)

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        if self.answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.answer

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:  # noqa: N802
        self.got.append(envelope)
        return "250 OK"

    def last(self) -> Message:
        content = self.got[-1].content
        assert isinstance(content, bytes)
        return message_from_bytes(content)


def _login(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    right = isinstance(data, LoginPassword) and (data.login, data.password) == (b"u", PASSWORD.encode())
    return AuthResult(success=right, handled=False)


@contextmanager
def mail_server(mailbox: Mailbox, port: int = 0) -> Iterator[int]:
    """A real mail server that wants a login and takes at most 4,000 bytes; gives its port."""
    controller = Controller(
        mailbox, hostname="127.0.0.1", port=port or _free_port(), authenticator=_login, auth_required=True,
        auth_require_tls=False, data_size_limit=4000,
    )  # fmt: skip
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


def _free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def mail_sink(port: int, password: str = PASSWORD) -> AppriseSink:
    remember(password)
    address = f"mailto://u:{password}@127.0.0.1:{port}/?from=monitor@example.org&to=an@example.org&mode=insecure"
    return AppriseSink("env:ALERT_MAIL", address)


@pytest.fixture
def secretless(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> Iterator[Callable[..., None]]:
    """A check that the password is nowhere: not in the log, not on the terminal, not in what it is given."""

    def check(*things: object) -> None:
        printed = capfd.readouterr()
        everything = [caplog.text, printed.out, printed.err, *(f"{thing} {thing!r}" for thing in things)]
        assert PASSWORD not in "".join(everything)

    with caplog.at_level(1):
        yield check


def test_mail_arrives_as_text_and_html_with_a_utf8_subject(secretless: Callable[..., None]) -> None:
    mailbox = Mailbox()
    with mail_server(mailbox) as port:
        sink = mail_sink(port)
        sink.send(SUBJECT, TEXT, HTML)
    mail = mailbox.last()
    assert mailbox.got[-1].rcpt_tos == ["an@example.org"]
    assert str(make_header(decode_header(mail["Subject"]))) == SUBJECT
    parts = {part.get_content_type(): part.get_payload(decode=True) for part in mail.walk() if not part.is_multipart()}
    assert {"text/plain", "text/html"} <= parts.keys()
    assert all("Café".encode() in bytes(body) for body in parts.values())
    secretless(sink, mail.as_string())


def test_a_wrong_password_is_for_a_person_to_mend(secretless: Callable[..., None]) -> None:
    mailbox = Mailbox()
    with mail_server(mailbox) as port, pytest.raises(MonitorError, match=r"535.*password") as caught:
        mail_sink(port, PASSWORD + "x").send(SUBJECT, TEXT, HTML)
    assert not isinstance(caught.value, RetryLater)
    assert not mailbox.got
    secretless(caught.value, caught.getrepr(showlocals=False))


def test_a_message_that_is_too_large_is_refused_for_good() -> None:
    with mail_server(Mailbox()) as port, pytest.raises(MonitorError, match="552") as caught:
        mail_sink(port).send(SUBJECT, TEXT, "<p>" + "x" * 9000 + "</p>")
    assert not isinstance(caught.value, RetryLater)


def test_a_full_mailbox_may_pass(secretless: Callable[..., None]) -> None:
    with (
        mail_server(Mailbox(answer="452 4.2.2 mailbox full")) as port,
        pytest.raises(RetryLater, match="full") as caught,
    ):
        mail_sink(port).send(SUBJECT, TEXT, HTML)
    secretless(caught.value)


def test_a_server_that_is_down_may_come_back(secretless: Callable[..., None]) -> None:
    sink, mailbox = mail_sink(port := _free_port()), Mailbox()
    with pytest.raises(RetryLater, match="refused") as caught:
        sink.send(SUBJECT, TEXT, HTML)
    with mail_server(mailbox, port):
        sink.send(SUBJECT, TEXT, HTML)
    assert len(mailbox.got) == 1
    secretless(caught.value)


def hook(server: HTTPServer) -> AppriseSink:
    remember(PASSWORD)
    return AppriseSink("env:HOOK", f"json://u:{PASSWORD}@{server.host}:{server.port}/hook")


def test_a_web_hook_gets_text(httpserver: HTTPServer, secretless: Callable[..., None]) -> None:
    httpserver.expect_request("/hook", method="POST").respond_with_data("ok")
    sink = hook(httpserver)
    sink.send(SUBJECT, TEXT, HTML)
    request, _ = httpserver.log[0]
    assert request.json is not None
    assert (request.json["title"], request.json["message"]) == (SUBJECT, TEXT)
    secretless(sink)


@pytest.mark.parametrize(("status", "passing"), [(500, True), (503, True), (429, True), (401, False), (404, False)])
def test_what_a_web_hook_answers_decides(
    httpserver: HTTPServer, secretless: Callable[..., None], status: int, passing: bool
) -> None:
    httpserver.expect_request("/hook").respond_with_data("no", status=status)
    with pytest.raises(MonitorError) as caught:
        hook(httpserver).send(SUBJECT, TEXT, HTML)
    assert isinstance(caught.value, RetryLater) is passing
    secretless(caught.value)


@pytest.mark.parametrize("address", ["nonsense://x", "", "mailto://", "geen adres"])
def test_what_is_no_address_says_so_without_showing_it(address: str, secretless: Callable[..., None]) -> None:
    remember(PASSWORD)
    with pytest.raises(MonitorError, match="no address") as caught:
        AppriseSink("env:WRONG", address + PASSWORD).send(SUBJECT, TEXT, HTML)
    secretless(caught.value)


def test_apprises_own_logger_is_left_as_it_was() -> None:
    logger = logging.getLogger("apprise")
    before = (logger.level, logger.propagate, logger.handlers[:])
    with pytest.raises(MonitorError):
        AppriseSink("x", "nonsense://x").send(SUBJECT, TEXT, HTML)
    assert (logger.level, logger.propagate, logger.handlers) == before


def test_the_file_keeps_every_message(tmp_path: Path) -> None:
    sink = FileSink(tmp_path / "new" / "alerts.log")
    sink.send(SUBJECT, TEXT, HTML)
    sink.send("Tweede", "lone surrogate \ud800", HTML)
    text = (tmp_path / "new" / "alerts.log").read_text(encoding="utf-8")
    assert text.index(SUBJECT) < text.index(TEXT) < text.index("Tweede")


def test_a_file_that_cannot_be_written_is_tried_again(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(RetryLater, match=r"alerts\.file"):
        FileSink(tmp_path / "file" / "alerts.log").send(SUBJECT, TEXT, HTML)


def test_the_console_prints_even_where_letters_are_missing(capsys: pytest.CaptureFixture[str]) -> None:
    ConsoleSink().send(SUBJECT, TEXT, HTML)
    assert SUBJECT in capsys.readouterr().err
    with ExitStack() as stack:
        narrow = stack.enter_context(io.TextIOWrapper(io.BytesIO(), encoding="ascii"))
        ConsoleSink(narrow).send(SUBJECT, TEXT, HTML)
        narrow.seek(0)
        assert "Caf? Zo?" in narrow.read()
