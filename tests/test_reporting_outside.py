"""Text from outside made safe to show."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.reporting.outside import clean, safe_link, slug


@given(st.text(), st.integers(2, 50))
def test_cleaned_text_is_one_short_visible_line(text: str, most: int) -> None:
    line = clean(text, most)
    assert len(line) <= most
    assert not any(ord(char) < 32 or 0x202A <= ord(char) <= 0x202E or 0x2066 <= ord(char) <= 0x2069 for char in line)
    assert line == line.strip()


def test_text_is_cut_at_a_word() -> None:
    assert clean("een twee drie vier", 14) == "een twee drie…"
    assert clean("Rindfleischetikettierung", 10) == "Rindfleis…"
    assert clean(None) == ""
    assert clean("a\u202egnp.exe\x07\nb") == "agnp.exe b"


@pytest.mark.parametrize("url", ["https://example.org/a?b=c#d", "http://example.org", "HTTPS://EXAMPLE.ORG/"])
def test_web_addresses_pass(url: str) -> None:
    assert safe_link(url) == url


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "file:///etc/passwd", "//example.org", "/a", "",
     None, "https://", "https://user:pass@example.org", "java\nscript:alert(1)", " https://example.org",
     "https://[::1", "vbscript:x", "https://a/" + "x" * 3000],
)  # fmt: skip
def test_other_addresses_do_not(url: str | None) -> None:
    assert safe_link(url) is None


@given(st.text())
def test_slugs_are_safe_file_names(text: str) -> None:
    assert set(slug(text)) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert len(slug(text)) <= 48
