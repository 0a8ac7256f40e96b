"""What the words and numbers in the cells of a hand-made table mean."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from monitor.records import InteractionKind, PostKind

POST_WORDS: Mapping[str, PostKind] = {
    "": PostKind.ORIGINAL,
    **{kind.value: kind for kind in PostKind},
    **dict.fromkeys(("post", "tweet", "status", "message", "bericht"), PostKind.ORIGINAL),
    **dict.fromkeys(("answer", "comment", "reactie", "antwoord"), PostKind.REPLY),
    **dict.fromkeys(("retweet", "share", "boost", "gedeeld"), PostKind.REPOST),
}
"""What the words of a column `kind` mean without configuration."""
SAID_WORDS: Mapping[str, InteractionKind] = {
    "": InteractionKind.COMMENT,
    **{kind.value: kind for kind in InteractionKind},
    **dict.fromkeys(("reactie", "reply"), InteractionKind.COMMENT),
    "vraag": InteractionKind.QUESTION,
    "vermelding": InteractionKind.MENTION,
    "discussie": InteractionKind.DISCUSSION,
}
_YES, _NO = frozenset({"true", "1", "yes", "ja", "y", "waar"}), frozenset({"false", "0", "no", "nee", "n", "onwaar"})
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d{1,3}")
_ROUNDED = re.compile(r"\d{15}0{3,}")


def sound_id(text: str) -> str | None:
    """Give an id unless a spreadsheet damaged it: 1.22158E+17, or 18 digits and more with only zeros after the 15th."""
    bare = text.strip()
    return None if not bare or _SCIENTIFIC.fullmatch(bare) or _ROUNDED.fullmatch(bare) else bare


def word_in(words: Mapping[str, Any], text: str) -> Any:
    """Look a word up, in any case.

    Raises:
        ValueError: It is not there; the message says what to do.
    """
    known = words.get(text.casefold())
    if known is None:
        raise ValueError(f"its kind {text[:40]!r} is unknown: say what it means under `kinds`")
    return known


def flag_of(text: str) -> bool | None:
    """Read yes or no in Dutch or English; None for anything else."""
    word = text.casefold()
    return True if word in _YES else False if word in _NO else None
