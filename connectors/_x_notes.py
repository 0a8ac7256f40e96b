"""Full texts of long posts, which an X archive keeps apart from the posts and without their ids."""

from __future__ import annotations

import re
import tempfile
from datetime import datetime
from types import TracebackType

_MENTIONS = re.compile(r"^(?:\s*@\w+)+")
_TAIL = re.compile(r"(?:…|\.\.\.)?\s*(?:https?://t\.co/\w+\s*)*$")
_ENOUGH = 20
"""So many equal characters at the beginning make it the same text; two long posts of a thread share their second."""

_COMPARED = 1000


class LongTexts:
    """Texts by the second they were posted, kept in a temporary file so that memory stays small.

    A context manager; the file goes with it.
    """

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by __exit__
        self._places: dict[datetime, list[tuple[int, int]]] = {}

    def __enter__(self) -> LongTexts:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def __len__(self) -> int:
        """How many texts nobody has taken."""
        return sum(len(places) for places in self._places.values())

    def add(self, moment: datetime, text: str) -> None:
        """Keep a text under its second."""
        content = text.encode("utf-8", "replace")
        start = self._file.seek(0, 2)
        self._file.write(content)
        self._places.setdefault(moment.replace(microsecond=0), []).append((start, len(content)))

    def take(self, moment: datetime, short: str) -> str | None:
        """Give the text of that second which begins as `short` does, once; None if there is none."""
        places = self._places.get(moment, [])
        for place in places:
            text = self._text(place)
            if _same_beginning(short, text):
                places.remove(place)
                return text
        return None

    def _text(self, place: tuple[int, int]) -> str:
        self._file.seek(place[0])
        return self._file.read(place[1]).decode("utf-8")


def _same_beginning(short: str, long: str) -> bool:
    """Whether the cut text and the full one agree, leaving out whom they address and the link at the cut."""
    cut = _TAIL.sub("", _MENTIONS.sub("", short[:_COMPARED])).split()
    whole = _MENTIONS.sub("", long[:_COMPARED]).split()
    begin = " ".join(cut)[:_ENOUGH]
    return bool(begin) and " ".join(whole).startswith(begin)
