"""What the store has promised about persons, and how records are cleared before they are kept. Pure.

Of an erased person only fingerprints stay: keyed hashes of names, from which no name can be read but by which a name
that comes again is known. Somebody who holds both the store and a guess can test the guess; nobody can list names.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b

from monitor.records import BadRow, Interaction, PlannedItem, Post, Profile
from monitor.sources.sink import ERASED
from monitor.store.asking import emptied
from monitor.store.contract import Kept
from monitor.store.rows import interaction_key, planned_key, post_key

MASK = "erased"
"""What stands in messages and file names where the name of an erased person stood."""

LONGEST_NAME = 5
"""Most words of a name that is looked for in messages and file names (Jan van der Berg has four)."""

_WORD = re.compile(r"[^\W_]+")

POST_WORDS = ("title", "text", "url", "links", "in_reply_to")
INTERACTION_WORDS = ("author", "text", "url")
PROFILE_WORDS = ("name", "bio", "avatar_url")
"""Fields that hold somebody's words, names and links."""
PLANNED_WORDS = ("title", "calendar")
"""Fields of the organisation's own words, in which a name may stand."""

LINK_MARKS = ("link_place", "link_domain", "shared")
"""What was made of a post's links. It outlives the words that go with age, but not those of an erased person."""


def squeezed(name: str) -> str:
    """A name without the differences that exports and file names make: case, spaces, signs, composition."""
    return "".join(_WORD.findall(unicodedata.normalize("NFKC", name).casefold()))


@dataclass(frozen=True)
class Discretion:
    """The promises, as of the begin of a batch.

    Attributes:
        fingerprints: Of everybody erased.
        salt: Key of the fingerprints.
        since: What is older loses its words, where persons are concerned; None: nothing does.
        personal: Ids of the accounts that belong to persons.
        groups: Ids of groups, whose posts are the words of their authors.
    """

    fingerprints: frozenset[str] = frozenset()
    salt: str = ""
    since: datetime | None = None
    personal: frozenset[int] = frozenset()
    groups: frozenset[int] = frozenset()

    @property
    def asked(self) -> bool:
        """Whether there is any promise to keep; without one nothing is looked at twice."""
        return bool(self.fingerprints) or self.since is not None

    def account_prints(self, platform: str, names: Iterable[str]) -> list[str]:
        """Fingerprints of the names (aliases) by which a platform's account is known."""
        return [fingerprint(self.salt, "account", platform, name) for name in names]

    def is_erased(self, platform: str, names: Sequence[str]) -> bool:
        """Whether any of these names was an erased person's."""
        return bool(self.fingerprints.intersection(self.account_prints(platform, names)))

    def is_erased_author(self, name: str | None) -> bool:
        """Whether this author was erased."""
        return bool(name) and fingerprint(self.salt, "author", squeezed(name or "")) in self.fingerprints

    def masked(self, text: str) -> str:
        """A message or file name without the names of erased persons."""
        if not self.fingerprints:
            return text
        return masked(text, lambda word: fingerprint(self.salt, "word", word) in self.fingerprints)

    def cleared(self, batch: Iterable[tuple[int, Kept]]) -> list[tuple[int, Kept]]:
        """The records that may be kept, with the words taken out that may not."""
        return [(account_id, self._cleared(account_id, one)) for account_id, one in batch if account_id != ERASED]

    def cleared_row(self, row: BadRow) -> BadRow:
        """A rejected row without names of erased persons."""
        words = {name: self.masked(getattr(row, name)) for name in ("file", "reason", "excerpt")}
        return row.model_copy(update=words)

    def _cleared(self, account_id: int, record: Kept) -> Kept:
        if isinstance(record, Interaction):
            gone = self._is_old(record.received_at) or self.is_erased_author(record.author)
            return bare_interaction(record) if gone else record
        if isinstance(record, PlannedItem) and self.fingerprints:
            record = self._masked_item(record)
        if account_id in self.personal:
            record = self._without_the_old(record)
        if isinstance(record, Post) and self.is_erased_author(record.author):
            return bare_post(record) if account_id in self.groups else bare_post(record, ())
        return record

    def _masked_item(self, item: PlannedItem) -> PlannedItem:
        said = {name: self.masked(getattr(item, name) or "") or None for name in PLANNED_WORDS}
        return item.model_copy(update={"native_id": planned_key(item), **said})

    def _without_the_old(self, record: Kept) -> Kept:
        """A record of a personal account."""
        if isinstance(record, Post) and self._is_old(record.published_at):
            return bare_post(record)
        if isinstance(record, Profile) and self._is_old(record.observed_at):
            return bare_profile(record)
        if isinstance(record, PlannedItem) and self._is_old(record.planned_at):
            return record.model_copy(update={"native_id": planned_key(record), "title": None})
        return record

    def _is_old(self, moment: datetime | None) -> bool:
        return self.since is not None and moment is not None and moment < self.since


def fingerprint(salt: str, *parts: str) -> str:
    """Keyed hash of a name and what kind of name it is; 40 hex digits."""
    return blake2b("\x1f".join(parts).encode("utf-8", "replace"), key=salt.encode(), digest_size=20).hexdigest()


# An identity that is made from the words is made before they go, so that the same record is known again.
def bare_post(post: Post, words: Sequence[str] = POST_WORDS) -> Post:
    """A post without its author and words; what it counts and when it was stays."""
    return post.model_copy(update={"native_id": post_key(post), "author": None, **dict.fromkeys(words)})


def bare_interaction(said: Interaction) -> Interaction:
    """An interaction of which only kind, times and answer are left, and whether it asked for one."""
    gone = dict.fromkeys(INTERACTION_WORDS) | {"text": emptied(said.text)}
    return said.model_copy(update={"native_id": interaction_key(said), **gone})


def bare_profile(profile: Profile) -> Profile:
    """A profile of which the flags and counts are left; that there was a description is one."""
    has_bio = True if profile.has_bio is None and profile.bio is not None else profile.has_bio
    return profile.model_copy(update={"has_bio": has_bio, **dict.fromkeys(PROFILE_WORDS)})


def masked(text: str, is_erased: Callable[[str], bool]) -> str:
    """Replace names in a text; a name is up to five words in a row whose letters together are an erased name's.

    Args:
        text: A message, file name or address.
        is_erased: Asked with squeezed names.
    """
    parts, done = [], 0
    for begin, end in _found(text, is_erased):
        parts += [text[done:begin], MASK]
        done = end
    return "".join([*parts, text[done:]])


def _found(text: str, is_erased: Callable[[str], bool]) -> Iterator[tuple[int, int]]:
    """Begin and end of each name, the longest first where several begin at one place."""
    words, place = list(_WORD.finditer(text)), 0
    while place < len(words):
        lengths = range(min(LONGEST_NAME, len(words) - place), 0, -1)
        run = next(
            (n for n in lengths if is_erased(squeezed(text[words[place].start() : words[place + n - 1].end()]))), 0
        )
        if run:
            yield words[place].start(), words[place + run - 1].end()
        place += run or 1
