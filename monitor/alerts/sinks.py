"""Where messages can go: any Apprise address, the console, a file.

A sink either takes a message or raises: RetryLater for what may pass by itself, another MonitorError for what a person
must mend. No secret is ever part of a sink's name, an error or a log line.
"""

from __future__ import annotations

import logging
import os
import re
import sys
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol, TextIO

from monitor.errors import MonitorError, RetryLater
from monitor.secrets import scrub

MAIL_SCHEMES = ("mailto", "mailtos")
_SMTP_FINAL = re.compile(r"\(5\d\d, ")
_HTTP_FINAL = re.compile(r"error=4(?!08|29)\d\d\b|\b4(?!08|29)\d\d Client Error")
_DETAIL = re.compile(r"^(?:Socket Exception: )?(?P<what>.*)$", re.DOTALL)
_LOGGER = logging.getLogger("apprise")
_ONE_AT_A_TIME = threading.Lock()


class Sink(Protocol):
    """Something that takes messages.

    Attributes:
        name: Stable from run to run and without secrets; the store remembers under it what was taken.
    """

    @property
    def name(self) -> str: ...

    def send(self, subject: str, text: str, html: str) -> None:
        """Hand a message over; when this returns, the sink has it.

        Raises:
            RetryLater: It may go through next time as it is.
            MonitorError: It will not go through until a person changes something.
        """


class ConsoleSink:
    """Prints messages on the error output, so that what a command prints as its result stays clean."""

    name = "console"

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream

    def send(self, subject: str, text: str, html: str) -> None:
        """Print subject and text; a letter that the terminal cannot show becomes a question mark."""
        stream = self._stream or sys.stderr
        message = f"\n== {subject}\n{text}\n"
        encoding = getattr(stream, "encoding", None) or "utf-8"
        try:
            stream.write(message.encode(encoding, "replace").decode(encoding))
            stream.flush()
        except OSError as error:
            raise RetryLater(f"cannot print alerts ({error.strerror})", self.name) from error


class FileSink:
    """Appends messages to a file and makes sure that they are on the disk."""

    name = "file"

    def __init__(self, path: Path) -> None:
        self._path = path

    def send(self, subject: str, text: str, html: str) -> None:
        """Append subject and text.

        Raises:
            RetryLater: The file cannot be written now (disk full, locked, no rights).
        """
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("a", encoding="utf-8", errors="replace") as file:
                file.write(f"== {subject}\n{text}\n\n")
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise RetryLater(
                f"cannot be written ({error.strerror})", str(self._path), "Check the disk, the rights and alerts.file"
            ) from error


class AppriseSink:
    """Sends through one Apprise address: mail, Slack, Teams, and about two hundred other services.

    Args:
        name: Stable name without secrets, such as `env:ALERT_MAIL`.
        address: The address itself, secrets included; it stays inside this object.
    """

    def __init__(self, name: str, address: str) -> None:
        self.name = name
        self._address = address

    def __repr__(self) -> str:
        return f"AppriseSink({self.name!r})"

    def send(self, subject: str, text: str, html: str) -> None:
        """Send as HTML where the service is mail, else as text.

        Raises:
            RetryLater: The service cannot be reached, is busy or full.
            MonitorError: The address is none, or the service refuses it for good (wrong password, too large).
        """
        import apprise

        as_html = self._address.partition(":")[0].lower() in MAIL_SCHEMES
        kind = apprise.NotifyFormat.HTML if as_html else apprise.NotifyFormat.TEXT
        with _ONE_AT_A_TIME, _overheard() as lines:
            service = apprise.Apprise.instantiate(self._address)
            if service is None:
                raise MonitorError("is no address that Apprise knows", self.name, "See the examples in config.toml")
            carrier = apprise.Apprise()
            carrier.add(service)
            accepted = carrier.notify(body=html if as_html else text, title=subject, body_format=kind)
        if not accepted:
            raise _refusal(lines, self.name)


@contextmanager
def _overheard() -> Iterator[list[str]]:
    """Keep Apprise's log lines to ourselves: they are the only place that says why, and they can hold passwords."""
    lines: list[str] = []
    handler = _Collector(lines)
    level, propagate, others = _LOGGER.level, _LOGGER.propagate, _LOGGER.handlers[:]
    _LOGGER.handlers, _LOGGER.propagate = [handler], False
    _LOGGER.setLevel(logging.DEBUG)
    try:
        with warnings.catch_warnings():
            # Apprise loads its services on first use, and one of them still needs a module that Python 3.13 drops.
            warnings.simplefilter("ignore", DeprecationWarning)
            yield lines
    finally:
        _LOGGER.handlers, _LOGGER.propagate = others, propagate
        _LOGGER.setLevel(level)


class _Collector(logging.Handler):
    """Keeps the lines that tell of a failure."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__(logging.DEBUG)
        self._lines = lines

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        if record.levelno >= logging.WARNING or message.startswith("Socket Exception"):
            self._lines.append(scrub(message))


def _refusal(lines: list[str], name: str) -> MonitorError:
    """Say why a service did not take a message, and whether that may pass."""
    why = "; ".join(dict.fromkeys(_what(line) for line in lines)) or "the service did not say why"
    if any(_SMTP_FINAL.search(line) or _HTTP_FINAL.search(line) for line in lines):
        return MonitorError(
            f"refuses the message: {why[:400]}", name, "Check the address, its password and what the service allows"
        )
    return RetryLater(f"did not take the message: {why[:400]}", name)


def _what(line: str) -> str:
    found: Any = _DETAIL.match(line)
    return str(found["what"]).strip()
