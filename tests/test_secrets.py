"""Secrets are found by name and never written down."""

from __future__ import annotations

import io
import logging
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import FixSettings
from monitor.secrets import Scrubber, ScrubFilter, address_secret, host_of, resolve, scrub, secret_key, url_secret


def test_environment(monkeypatch):
    monkeypatch.setenv("MADE_UP_TOKEN", "s3cr3t-value")
    assert resolve("env:MADE_UP_TOKEN") == "s3cr3t-value"
    assert scrub("it was s3cr3t-value, twice s3cr3t-value") == "it was ***, twice ***"


def test_literal_passes():
    assert resolve("sqlite:///data/monitor.sqlite3") == "sqlite:///data/monitor.sqlite3"


@pytest.mark.parametrize("reference", ["env:", "env:two words", "env:9LIVES", "keyring:"])
def test_malformed_reference(reference):
    with pytest.raises(FixSettings, match="env:NAME"):
        resolve(reference, "store.url")


def test_missing_variable_names_key_and_variable(monkeypatch):
    monkeypatch.delenv("NOT_THERE", raising=False)
    with pytest.raises(FixSettings, match=r"store\.url: the environment variable NOT_THERE is not set"):
        resolve("env:NOT_THERE", "store.url")


def test_keyring_missing(monkeypatch):
    monkeypatch.setitem(sys.modules, "keyring", None)
    with pytest.raises(FixSettings, match=r"horror-scenario-monitor\[keyring\]"):
        resolve("keyring:mail")


def test_keyring_found_and_absent(monkeypatch):
    keyring = pytest.importorskip("keyring", reason="needs the extra keyring")
    monkeypatch.setattr(keyring, "get_password", lambda service, name: {"mail": "pw-of-mail"}.get(name))
    assert resolve("keyring:mail") == "pw-of-mail"
    with pytest.raises(FixSettings, match="keyring set horror-scenario-monitor other"):
        resolve("keyring:other")


def test_keyring_without_backend(monkeypatch):
    keyring = pytest.importorskip("keyring", reason="needs the extra keyring")
    from keyring.errors import NoKeyringError

    def refuse(service, name):
        raise NoKeyringError("secret detail")

    monkeypatch.setattr(keyring, "get_password", refuse)
    with pytest.raises(FixSettings, match="cannot be opened") as caught:
        resolve("keyring:mail")
    assert "secret detail" not in str(caught.value)


def test_parts_of_an_address_are_secret_too(monkeypatch):
    monkeypatch.setenv("MADE_UP_MAIL", "mailtos://jan:p%40ss-w0rd@mail.example/?token=abcd9876")
    resolve("env:MADE_UP_MAIL")
    assert scrub("login failed with p@ss-w0rd") == "login failed with ***"
    assert scrub("parameter abcd9876 refused") == "parameter *** refused"


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("postgresql://me:hunter2@db.example/x", "postgresql://me:***@db.example/x"),
        ("redis://:hunter2@db.example", "redis://:***@db.example"),
        ("a://u:p@x b://v:q@y", "a://u:***@x b://v:***@y"),
        ("a://u:p@ss@host/", "a://u:***@host/"),
        ("GET https://x.example/?a=1&access_token=zzz&b=2", "GET https://x.example/?a=1&access_token=***&b=2"),
        ("Authorization: Bearer abcdef123", "Authorization: Bearer ***"),
        ("nothing at 10:30, mail a@b.example", "nothing at 10:30, mail a@b.example"),
    ],
)
def test_scrub_addresses(text, clean):
    assert scrub(text) == clean


def test_short_secret_only_as_a_word():
    scrubber = Scrubber()
    scrubber.remember("ab")
    assert scrubber.scrub("ab cab ab.") == "*** cab ***."


@given(secret=st.text(min_size=4, max_size=30), before=st.text(max_size=20), after=st.text(max_size=20))
def test_a_remembered_secret_never_survives(secret, before, after):
    scrubber = Scrubber()
    scrubber.remember(secret)
    assert secret not in scrubber.scrub(before + secret + after).replace("***", "\x00")


def test_filter_cleans_message_and_traceback(monkeypatch):
    monkeypatch.setenv("MADE_UP_LOG", "top-secret-42")
    secret = resolve("env:MADE_UP_LOG")
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.addFilter(ScrubFilter())
    logger = logging.Logger("made-up")
    logger.addHandler(handler)
    try:
        raise ValueError(f"refused {secret}")
    except ValueError:
        logger.exception("call to https://u:%s@x.example", "pw")
    logger.warning("uses %s", secret)
    logger.warning("wrong count %s %s", secret)  # noqa: PLE1206  the filter must survive such a call
    assert secret not in out.getvalue()
    assert "u:***@x.example" in out.getvalue()
    assert "Traceback" in out.getvalue()


@pytest.mark.parametrize(
    ("address", "harmless"),
    [
        ("mailto://localhost", True),
        ("mailto://localhost:2525?to=a@b.example", True),
        ("json://localhost:8080/alerts", True),
        ("https://monitor.example/ping/nightly", True),
        ("team@example.org", True),
        ("mailtos://me:pw@mail.example", False),
        ("slack://a/b/c", False),
        ("workflows://host/one/two", False),
        ("json://localhost/?token=x", False),
        ("https://ping.example/2f0c5f3e-8d5a-4f21-9d1d-0a1b2c3d4e5f", False),
        ("me:pw@mail.example", False),
    ],
)
def test_address_secret(address, harmless):
    assert (address_secret(address) is None) is harmless


def test_small_questions():
    assert url_secret("sqlite:///data/x.sqlite3") is None
    assert url_secret("postgresql://u:p@h/d") == "a password"
    assert secret_key("api_key")
    assert secret_key("bearer_token")
    assert not secret_key("keywords")
    assert host_of("https://u:p@x.example/secret") == "https://x.example"
    assert host_of("http://[broken") == "***"
