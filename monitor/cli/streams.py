"""Standard output and error that take any text, whatever the locale says."""

from __future__ import annotations

import codecs
import io
import sys


def speak_any_language() -> None:
    """Let no letter break a command: under the locale C write UTF-8, elsewhere escape what the encoding lacks.

    cron starts programs without a locale; the names and posts of an organisation are in any language.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            encoding = "utf-8" if _is_ascii(stream.encoding) else stream.encoding
            stream.reconfigure(encoding=encoding, errors="backslashreplace")


def _is_ascii(encoding: str) -> bool:
    return codecs.lookup(encoding).name == "ascii"
