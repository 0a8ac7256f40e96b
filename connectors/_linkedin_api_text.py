r"""LinkedIn's "little text": the markup in which its APIs give the words of a post, brought to plain text.

A backslash stands before each character that the markup keeps for itself; `@[Name](urn:li:organization:1)` is a mention
and `{hashtag|\#|name}` a hashtag. (LinkedIn, "little Text Format" of the Posts API.)
"""

from __future__ import annotations

import re

RESERVED = "\\|{}@[]()<>#*_~"
"""Characters that are written with a backslash before them."""

_LONGEST_NAME, _LONGEST_URN, _LONGEST_TAG = 500, 200, 300
"""More than LinkedIn allows; an end keeps a hostile text from being searched over and over."""

_MARKUP = re.compile(
    rf"\\(?P<escaped>[{re.escape(RESERVED)}])"
    rf"|@\[(?P<name>(?:\\.|[^\]\\]){{1,{_LONGEST_NAME}}})\]\(urn:li:[^()\s]{{1,{_LONGEST_URN}}}\)"
    rf"|\{{hashtag\|\\?[#\uff03]\|(?P<tag>(?:\\.|[^}}|\\]){{1,{_LONGEST_TAG}}})\}}",
    re.DOTALL,
)
_ESCAPED = re.compile(rf"\\([{re.escape(RESERVED)}])")


def plain_text(little: str) -> str:
    """The text as people read it on LinkedIn: mentions by their names, hashtags with their sign.

    What is no markup stays as it is, so that a text which was plain already is damaged only where it has a backslash
    before one of the reserved characters.
    """
    return _MARKUP.sub(_read, little)


def little_text(text: str) -> str:
    """A plain text in LinkedIn's markup: the opposite of `plain_text`."""
    return re.sub(rf"([{re.escape(RESERVED)}])", r"\\\1", text)


def _read(found: re.Match[str]) -> str:
    if found["escaped"] is not None:
        return found["escaped"]
    if found["name"] is not None:
        return _unescaped(found["name"])
    return f"#{_unescaped(found['tag'])}"


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(r"\1", text)
