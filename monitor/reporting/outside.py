"""Text from outside, made safe to show: no control characters, no direction tricks, no active links.

Escaping for HTML is the templates' work (autoescape); this is what escaping cannot do.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

LONGEST_LINK = 2000
_TRICKS = re.compile("[\u200b\u200e\u200f\u061c\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]")
"""Characters that turn the direction of writing, hide, or annotate."""


def clean(text: str | None, most: int = 300) -> str:
    """Give one line of plain text: control and direction characters gone, white space single, cut at a word.

    Args:
        text: Anything; None gives "".
        most: Longest result in characters, the ellipsis included.
    """
    if not text:
        return ""
    visible = "".join(" " if _invisible(char) else char for char in _TRICKS.sub("", text[: most * 8]))
    line = " ".join(visible.split())
    if len(line) <= most:
        return line
    cut = line[: most - 1]
    space = len(cut) if line[most - 1] == " " else cut.rfind(" ")
    return (cut[:space] if space > most // 2 else cut).rstrip(" ,;:-") + "…"


def _invisible(char: str) -> bool:
    return unicodedata.category(char) in {"Cc", "Cs", "Co", "Zl", "Zp"}


def safe_link(url: str | None) -> str | None:
    """Give the address if it is an ordinary web address, else None.

    Only http and https with a host pass: `javascript:`, `data:`, `file:` and relative addresses do not.
    """
    if not url or len(url) > LONGEST_LINK or any(ord(char) <= 32 or ord(char) == 127 for char in url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme.lower() in {"http", "https"} and parts.hostname and "@" not in parts.netloc else None


def slug(text: str, most: int = 48) -> str:
    """Give a file name made of a-z, 0-9 and hyphens only; "" if nothing of the text fits."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:most].strip("-")
