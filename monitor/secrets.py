"""Secrets by reference, and their removal from everything that is written down.

A setting says `env:NAME` or `keyring:NAME`; only `resolve` turns that into the secret, at the moment of use. What it
resolved is remembered in this process, so that `scrub` can take it out of log lines, messages and tracebacks.
"""

from __future__ import annotations

import logging
import os
import re
import traceback
from urllib.parse import quote, unquote, urlsplit

from monitor.errors import FixSettings

HIDDEN = "***"
KEYRING_SERVICE = "horror-scenario-monitor"
SHORT = 4
"""Secrets shorter than this are only removed as whole words: else "a" would empty every sentence."""

_REFERENCE = re.compile(r"(env|keyring):(\S+)")
_ENV_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_NAMES = r"pass(?:word|wd|phrase)?|pwd|token|access_token|secret|client_secret|api[_-]?key|key|sig|signature|auth"
_USERINFO = re.compile(r"://(?P<user>[^\s/:@?#]*):(?P<secret>[^\s/?#]*)@")
_QUERY = re.compile(rf"(?P<name>[?&;](?:{_NAMES})=)(?P<secret>[^\s&;#\"'<>]+)", re.IGNORECASE)
_HEADER = re.compile(r"(?P<name>\bauthorization\W{1,4}(?:\w+ )?)(?P<secret>[A-Za-z0-9._~+/=\-]{6,})", re.IGNORECASE)
_TOKEN = re.compile(r"(?=[^/]*\d)(?=[^/]*[A-Za-z])[A-Za-z0-9_\-]{20,}")
_KEY = re.compile(r"(?:\w+_)?(?:password|passwd|token|secret|api_key|private_key)", re.IGNORECASE)
_OPEN_SCHEMES = re.compile(r"(?:mailto|json|xml|form|ntfy|http)s?|syslog|dbus|gnome|windows|macosx", re.IGNORECASE)
"""Apprise schemes whose addresses hold nothing secret unless a login or a token stands in them; all others do."""


def is_reference(value: str) -> bool:
    """Whether a setting names a secret (`env:` or `keyring:`) instead of holding a value."""
    return value.startswith(("env:", "keyring:"))


def secret_key(name: str) -> bool:
    """Whether a key of a settings table is by its name one for a secret (`token`, `api_key`, `client_secret`)."""
    return bool(_KEY.fullmatch(name))


def url_secret(address: str) -> str | None:
    """Say which part of an address is a secret, in words; None when nothing is.

    Looks for a password before the host and for a token or password among the parameters.
    """
    if _USERINFO.search(address):
        return "a password"
    return "a token or password among its parameters" if _QUERY.search(address) else None


def address_secret(address: str) -> str | None:
    """Say which part of an alert or heartbeat address is a secret, in words; None when it is harmless.

    Harmless are addresses of plain services (mail, JSON, ntfy, web) without login, token or long random path.
    For other services the address itself is the credential.
    """
    if found := url_secret(address):
        return found
    scheme, _, rest = address.partition("://")
    if not rest:
        return "a password" if ":" in address.partition("@")[0] else None
    if not _OPEN_SCHEMES.fullmatch(scheme):
        return f"its access ({scheme}:// addresses are credentials themselves)"
    path = rest.partition("?")[0].split("/")[1:]
    return "a token in its path" if any(_TOKEN.fullmatch(part) for part in path) else None


def resolve(reference: str, where: str = "") -> str:
    """Give the secret behind `env:NAME` or `keyring:NAME`; any other value is given back as it is.

    Args:
        reference: The value of a setting.
        where: Dotted key of the setting, for the message.

    Raises:
        FixSettings: The name is unknown there, or the keyring cannot be used.
    """
    if not is_reference(reference):
        remember_parts(reference)
        return reference
    place = f"{where}: " if where else ""
    match = _REFERENCE.fullmatch(reference)
    if not match or (match[1] == "env" and not _ENV_NAME.fullmatch(match[2])):
        raise FixSettings([f"{place}{reference!r} is not a name of a secret; write env:NAME or keyring:NAME"])
    value = _from_environment(match[2], place) if match[1] == "env" else _from_keyring(match[2], place)
    remember(value)
    return value


def _from_environment(name: str, place: str) -> str:
    value = os.environ.get(name)
    if not value:
        raise FixSettings([f"{place}the environment variable {name} is not set; set it before starting the program"])
    return value


def _from_keyring(name: str, place: str) -> str:
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError as error:
        advice = "install it with pip install 'horror-scenario-monitor[keyring]', or use env:NAME"
        raise FixSettings([f"{place}keyring:{name} needs the extra keyring; {advice}"]) from error
    try:
        value: str | None = keyring.get_password(KEYRING_SERVICE, name)
    except KeyringError as error:
        kind = type(error).__name__
        raise FixSettings([f"{place}the keyring of this machine cannot be opened ({kind}); use env:NAME"]) from error
    if not value:
        raise FixSettings([f"{place}the keyring has no {name}; add it with: keyring set {KEYRING_SERVICE} {name}"])
    return value


def stored(name: str) -> str | None:
    """The secret of this name from the environment, else from the keyring where that extra is installed; None if none.

    Args:
        name: An environment variable, and the name under which `monitor auth` keeps the secret in the keyring.
    """
    value = os.environ.get(name) or _keyring_value(name)
    if value:
        remember(value)
    return value or None


def _keyring_value(name: str) -> str | None:
    """What the keyring holds, in silence: it is only one of the places to look."""
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        return None
    try:
        value: str | None = keyring.get_password(KEYRING_SERVICE, name)
    except KeyringError:
        return None
    return value


class Scrubber:
    """Remembers secrets and takes them out of text."""

    def __init__(self) -> None:
        self._known: set[str] = set()
        self._pattern: re.Pattern[str] | None = None

    def remember(self, secret: str) -> None:
        """Take note of a secret, also as it looks inside an address."""
        spellings = {secret, quote(secret, safe=""), unquote(secret)} - {""}
        if spellings - self._known:
            self._known |= spellings
            longest_first = sorted(self._known, key=len, reverse=True)
            self._pattern = re.compile("|".join(_as_pattern(word) for word in longest_first))

    def remember_parts(self, address: str) -> None:
        """Take note of the secret parts of an address: password, parameters and tokens in its path."""
        for found in (*_USERINFO.finditer(address), *_QUERY.finditer(address)):
            if found["secret"]:
                self.remember(found["secret"])
        for part in re.split(r"[/?#]", address.partition("://")[2]):
            if _TOKEN.fullmatch(part):
                self.remember(part)

    def scrub(self, text: str) -> str:
        """Give the text without any remembered secret, URL password, secret parameter or authorization header."""
        if self._pattern:
            text = self._pattern.sub(HIDDEN, text)
        text = _QUERY.sub(rf"\g<name>{HIDDEN}", _USERINFO.sub(rf"://\g<user>:{HIDDEN}@", text))
        # Platforms' answers are large and hardly ever hold this word; looking for it first is a hundred times quicker.
        return _HEADER.sub(rf"\g<name>{HIDDEN}", text) if "authorization" in text.lower() else text


def _as_pattern(secret: str) -> str:
    return re.escape(secret) if len(secret) >= SHORT else rf"(?<!\w){re.escape(secret)}(?!\w)"


_SCRUBBER = Scrubber()


def remember(secret: str) -> None:
    """Take note of a secret of this process, with the secret parts it has if it is an address."""
    _SCRUBBER.remember(secret)
    _SCRUBBER.remember_parts(secret)


def remember_parts(address: str) -> None:
    """Take note of the secret parts of an address that as a whole is none."""
    _SCRUBBER.remember_parts(address)


def scrub(text: str) -> str:
    """Take every secret known to this process out of a text."""
    return _SCRUBBER.scrub(text)


def host_of(address: str) -> str:
    """What may be shown of an address that holds a secret: scheme and host."""
    try:
        parts = urlsplit(address)
        return f"{parts.scheme}://{parts.hostname or HIDDEN}" if parts.scheme else HIDDEN
    except ValueError:
        return HIDDEN


class ScrubFilter(logging.Filter):
    """Takes secrets out of log records, tracebacks included; attach it to every handler."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Scrub the record in place and let it pass."""
        try:
            message = record.getMessage()
        except (TypeError, ValueError):
            message = str(record.msg)
        record.msg, record.args = scrub(message), ()
        if record.exc_info and record.exc_info[0]:
            record.exc_text = scrub("".join(traceback.format_exception(*record.exc_info)).rstrip("\n"))
        if record.stack_info:
            record.stack_info = scrub(record.stack_info)
        return True
