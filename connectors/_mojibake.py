"""Repair of text whose UTF-8 bytes were written as Latin-1 characters, as Facebook's JSON does."""

from __future__ import annotations


def repaired(text: str) -> str:
    """Give the text that was meant; text that is right already, or only partly damaged, is left alone.

    Damaged text consists of Latin-1 characters only whose bytes are valid UTF-8; right text with letters beyond
    ASCII is practically never both.
    """
    if text.isascii():
        return text
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text
