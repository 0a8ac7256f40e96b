"""XML of strangers is read element by element, safely. All documents are made up."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import RefuseHostile, SkipSource
from monitor.sources.xml_stream import elements, flaw, local, text_of

RSS = frozenset({"rss", "channel"})
BOMB = b'<!DOCTYPE r [<!ENTITY a "x"><!ENTITY b "&a;&a;">]><rss><channel><item>&b;</item></channel></rss>'


def read(document: bytes, limit: int = 1000):
    return list(elements(io.BytesIO(document), "made-up.xml", RSS, limit))


def test_elements_with_lines_and_namespaces():
    document = b'<rss xmlns:d="urn:d">\n<channel>\n<title>T</title>\n<item>\n<d:x a="1">v</d:x></item></channel></rss>'
    found = read(document)
    assert [(f.line, f.element.tag) for f in found] == [(3, "title"), (4, "item")]
    assert text_of(found[1].element.find("{urn:d}x")) == "v"
    assert local("{urn:d}x") == "x"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1", "windows-1252"])
def test_encodings(encoding):
    document = f'<?xml version="1.0" encoding="{encoding}"?><rss><title>café</title></rss>'.encode(encoding)
    assert text_of(read(document)[0].element) == "café"


def test_control_characters_do_no_harm():
    assert text_of(read(b"<rss><title>a\x0bb\x00c</title></rss>")[0].element) == "abc"


def test_entity_bomb_is_refused():
    with pytest.raises(RefuseHostile, match="declares the entity"):
        read(BOMB)
    with pytest.raises(RefuseHostile, match="declares the entity"):
        flaw(io.BytesIO(BOMB), "bomb.xml")


def test_external_things_are_not_fetched():
    document = b'<!DOCTYPE rss SYSTEM "file:///etc/hostname"><rss><title>t</title></rss>'
    assert text_of(read(document)[0].element) == "t"


def test_too_deep_and_too_large():
    with pytest.raises(RefuseHostile, match="nested too deeply"):
        read(b"<rss><item>" + b"<b>" * 300)
    with pytest.raises(RefuseHostile, match="over 1000 bytes"):
        read(b"<rss><item>" + b"x" * 200_000)


def test_cut_off_gives_what_came_before():
    document = b"<rss><title>a</title><item>" + b" " * 70_000
    found = []

    def walk():
        for item in elements(io.BytesIO(document), "cut.xml", RSS, 10**6):
            found.append(item.element.tag)  # noqa: PERF401  what came before the error counts

    with pytest.raises(SkipSource, match="line 1"):
        walk()
    assert found == ["title"]
    assert flaw(io.BytesIO(b"<rss><title>a</title>"), "cut.xml")
    assert flaw(io.BytesIO(b"<rss/>"), "whole.xml") is None


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(document):
    try:
        found = read(document)
    except SkipSource:
        found = []
    assert all(item.line >= 1 for item in found)


@given(
    st.lists(st.text(st.characters(codec="utf-8", exclude_characters="<>&\r", exclude_categories=["Cc", "Cs", "Cn"])))
)
def test_texts_survive(texts):
    document = "<rss><channel>" + "".join(f"<item>{text}</item>" for text in texts) + "</channel></rss>"
    assert [f.element.text or "" for f in read(document.encode(), 10**6)] == texts
