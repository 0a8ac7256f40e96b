"""Who answered whom: comments in threads to interactions with the account's first answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from monitor.records import Interaction


@dataclass(frozen=True)
class Spoken:
    """One comment.

    Attributes:
        fields: What an `Interaction` needs beside the answer.
        thread: Number of the comment that its thread begins with; None if it is not told.
        at: When it was made.
        ours: The account itself said it; None: Meta does not say who did.
    """

    fields: Mapping[str, object]
    thread: str | None
    at: datetime
    ours: bool | None


def interactions(spoken: Iterable[Spoken], *, whole: bool) -> Iterator[Interaction]:
    """Give what others said, oldest first, each with the account's next word in the same thread.

    An answer that is not there counts as not given only if everything is known: all comments of the thread, and of the
    later ones who made them.

    Args:
        spoken: Comments of one post, in any order.
        whole: There are no others.
    """
    threads: dict[str | None, list[Spoken]] = {}
    for one in sorted(spoken, key=lambda one: one.at):
        threads.setdefault(one.thread, []).append(one)
    found = [
        heard for thread, several in threads.items() for heard in _heard(several, whole=whole and thread is not None)
    ]
    yield from sorted(found, key=lambda heard: heard.received_at)


def _heard(thread: list[Spoken], *, whole: bool) -> Iterator[Interaction]:
    """Go back through a thread, with the account's next word at hand."""
    answer: datetime | None = None
    sure = whole
    for one in reversed(thread):
        if one.ours:
            answer, sure = one.at, True
        else:
            mine = None if one.thread is None else answer
            yield Interaction(
                **one.fields,
                received_at=one.at,
                answered_at=mine,
                answer_known=mine is not None or (sure and whole),
            )
            sure = sure and one.ours is False
