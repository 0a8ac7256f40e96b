"""One row of a hand-made table -> records."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from operator import itemgetter
from typing import Any, TypeVar

from connectors._generic_columns import (
    ACCOUNT_FIELDS,
    POST_COUNTS,
    PROFILE_COUNTS,
    PROFILE_FLAGS,
    SEEN_FIELDS,
    SORTS,
    STATE_FIELDS,
)
from connectors._generic_standing import standing_of
from connectors._generic_table import Table
from connectors._generic_times import Clock, Stated
from connectors._generic_words import POST_WORDS, SAID_WORDS, flag_of, sound_id, word_in
from connectors._making import bad, reason_of
from connectors._values import count_of
from connectors._whose import Whose, account_of
from monitor.records import (
    Account,
    Anything,
    Interaction,
    PlannedItem,
    Post,
    Profile,
    Standing,
    content_key,
    typed_post,
)
from monitor.sources.tables import excerpt

_EGG = "default_profile_images"
R = TypeVar("R", Post, Interaction, PlannedItem)


class Rows:
    """Turns the rows of one table into records; remembers which accounts it has named."""

    def __init__(self, table: Table) -> None:
        self._table, self._clock = table, Clock(table.map.date_format, table.zone)
        self._home = Clock(table.map.date_format, table.home) if str(table.home) != str(table.zone) else None
        self._assumed: list[tuple[str, str]] = []
        whose = [table.places[field] for field in ACCOUNT_FIELDS if field in table.places]
        self._whose = itemgetter(*whose) if whose else _nobody
        self._keys: dict[Any, str] = {}
        self._named: set[str] = set()
        self._last: dict[str, tuple[datetime, int]] = {}
        self._kinds = {**POST_WORDS, **{word.casefold(): kind for word, kind in table.map.kinds.items()}}
        makers: dict[str, Callable[[Sequence[str], str], tuple[Anything, ...]]] = {
            "posts": self._post,
            "profiles": self._look,
            "interactions": self._interaction,
            "planned": self._planned,
        }
        self._make = makers[table.map.yields]
        self._texts = self._fields_beside(SORTS[table.map.yields].fields)
        self._counted = [
            (field, table.places[field]) for field in (*POST_COUNTS, *PROFILE_COUNTS) if field in table.places
        ]

    def _fields_beside(self, fields: Sequence[str]) -> list[tuple[str, int]]:
        """Fields that are copied as they are, with the position of each."""
        read = {*POST_COUNTS, *PROFILE_COUNTS, *PROFILE_FLAGS, "kind", "native_id", "created_at", *STATE_FIELDS}
        copied = [field for field in fields if field not in read and not field.endswith("_at")]
        return [(field, self._table.places[field]) for field in copied if field in self._table.places]

    def records(self, line: int, cells: list[str]) -> tuple[Anything, ...]:
        """The records of one row: its account when it is new, and what the row says; or why it says nothing."""
        self._assumed.clear()
        try:
            found = self._records(cells if len(cells) == self._table.width else self._fitted(cells))
        except (ValueError, OverflowError) as error:
            return (bad(reason_of(error), self._table.file, line, excerpt(cells)),)
        for field, text in self._assumed:
            self._table.zoneless.see(self._table.file, line, self._table.header[self._table.places[field]], text)
        return found

    def _records(self, cells: Sequence[str]) -> tuple[Anything, ...]:
        whose = self._whose(cells)
        key = self._keys.get(whose)
        if key is not None:
            return self._make(cells, key)
        account = self._account(cells)
        found = self._make(cells, account.key)
        known = account.key in self._named
        self._named.add(account.key)
        self._keys[whose] = account.key
        return found if known else (account, *found)

    def _fitted(self, cells: list[str]) -> list[str]:
        """Fill up a short row; a long one has an unquoted delimiter in it and would be read wrongly."""
        if any(cell.strip() for cell in cells[self._table.width :]):
            raise ValueError(
                f"has {len(cells)} cells under {self._table.width} columns: put texts that hold the delimiter in quotes"
            )
        return [*cells, *[""] * (self._table.width - len(cells))]

    def _cell(self, cells: Sequence[str], field: str) -> str:
        place = self._table.places.get(field)
        return "" if place is None else cells[place].strip()

    # --- the account ----------------------------------------------------------------------------------

    def _account(self, cells: Sequence[str]) -> Account:
        """The account a row names; called once for each way in which an account is written."""
        handle, native_id, name = (self._cell(cells, field) for field in ("account", "account_id", "account_name"))
        if not handle and not native_id and not name:
            return self._fixed()
        if native_id and sound_id(native_id) is None:
            raise ValueError(f"the id of its account was damaged by a spreadsheet ({native_id[:40]})")
        if self._table.whose and not self._cell(cells, "platform"):
            return self._called(native_id or handle or name, self._table.whose)
        platform = self._cell(cells, "platform").casefold().replace(" ", "_") or self._table.map.platform
        spaced = " " in handle
        return Account(
            key="\t".join((platform, native_id or handle.casefold() or name)),
            platform=platform,
            handle=None if spaced else handle,
            native_id=native_id,
            name=name or (handle if spaced else self._cell(cells, "name")),
            kind=self._cell(cells, "account_kind").casefold() or self._table.map.kind,
            created_at=self._moment(cells, "created_at"),
        )

    def _called(self, word: str, whose: Whose) -> Account:
        """The account of config.toml that a content calendar calls so."""
        known = whose.one(word)
        if known is None:
            raise ValueError(f"names the account {word[:40]!r}, which is none that we know ({whose.choice})")
        return account_of(known)

    def _fixed(self) -> Account:
        """The one account of a table without a column for it."""
        settings = self._table.map
        if not settings.account:
            raise ValueError("names no account")
        handle = None if " " in settings.account.strip() else settings.account
        return Account(platform=settings.platform, handle=handle, name=settings.account, kind=settings.kind)

    # --- when it was ----------------------------------------------------------------------------------

    def _read(self, text: str, field: str) -> Stated:
        stated = self._clock.read(text)
        if not stated.zoned:
            self._assumed.append((field, text))
        return stated

    def _moment(self, cells: Sequence[str], field: str) -> datetime | None:
        text = self._cell(cells, field)
        return self._read(text, field).moment if text else None

    def _known(self, record: R, written: str, *texts: str | None) -> R:
        """Give a record without an id the identity it has where its time is taken in the organisation's own zone.

        So it is the same record before and after somebody names another zone, and its time is mended, not doubled.

        Args:
            record: The record.
            written: Its time as it is written.
            *texts: What the store makes its identity of beside the time, in the same order.
        """
        if self._home is None or record.native_id is not None:
            return record
        return record.model_copy(update={"native_id": content_key(self._home.read(written).moment, *texts)})

    # --- what the row says ----------------------------------------------------------------------------

    def _counts(self, cells: Sequence[str]) -> dict[str, Any]:
        return {field: count_of(cells[place]) for field, place in self._counted}

    def _post(self, cells: Sequence[str], key: str) -> tuple[Post]:
        places, written = self._table.places, cells[self._table.places["published_at"]].strip()
        moment, precision, _ = self._read(written, "published_at")
        texts: dict[str, str | None] = {field: cells[place] for field, place in self._texts}
        fields: dict[str, Any] = {}
        native_id = sound_id(cells[places["native_id"]]) if "native_id" in places else None
        if native_id is None and not (texts.get("text") or texts.get("title") or texts.get("url")):
            native_id = self._numbered(cells, key, self._home.read(written).moment if self._home else moment)
        if "kind" in places:
            fields["kind"] = word_in(self._kinds, self._cell(cells, "kind"))
        if "edited_at" in places:
            fields["edited_at"] = self._moment(cells, "edited_at")
        if self._counted:
            fields.update(self._counts(cells))
        if native_id is not None:
            texts["native_id"] = native_id
        post = typed_post(key, moment, precision, texts, fields)
        return (self._known(post, written, post.title, post.text, post.url),)

    def _numbered(self, cells: Sequence[str], key: str, moment: datetime) -> str | None:
        """Tell posts without id and words apart when they share a moment: the first, the second ... of it.

        Looks at neighbouring rows of the account only, so that memory does not grow with the table: such a table
        must be in the order of time, as exports are.
        """
        if self._cell(cells, "native_id"):
            raise ValueError("its id was damaged by a spreadsheet, and it has no title, text or url to know it by")
        last, number = self._last.get(key, (None, 0))
        number = number + 1 if last == moment else 1
        self._last[key] = (moment, number)
        return content_key(moment, f"number {number} of this moment") if number > 1 else None

    def _look(self, cells: Sequence[str], key: str) -> tuple[Profile | Standing, ...]:
        """What the account looked like, and what became of it. A row that tells only the latter saw no profile."""
        observed = self._moment(cells, "observed_at") or self._table.seen_at
        standing = standing_of(key, observed, self._cell(cells, "state"), self._cell(cells, "state_detail"))
        if standing is None:
            return (self._profile(cells, key, observed),)
        seen = any(self._cell(cells, field) for field in SEEN_FIELDS)
        return (self._profile(cells, key, observed), standing) if seen else (standing,)

    def _profile(self, cells: Sequence[str], key: str, observed: datetime) -> Profile:
        fields: dict[str, Any] = {field: cells[place] for field, place in self._texts}
        flags: dict[str, bool | None] = {field: flag_of(self._cell(cells, field)) for field in PROFILE_FLAGS}
        if "bio" in self._table.places and flags["has_bio"] is None:
            flags["has_bio"] = bool(self._cell(cells, "bio"))
        if self._cell(cells, "avatar_url") and flags["default_avatar"] is None and self._is_x(key):
            flags["default_avatar"] = _EGG in self._cell(cells, "avatar_url")
        return Profile(account=key, observed_at=observed, **fields, **flags, **self._counts(cells))

    def _is_x(self, key: str) -> bool:
        return (key.partition("\t")[0] or self._table.map.platform) == "x"

    def _interaction(self, cells: Sequence[str], key: str) -> tuple[Interaction]:
        written = self._cell(cells, "received_at")
        said = Interaction(
            account=key,
            native_id=sound_id(self._cell(cells, "native_id")),
            received_at=self._read(written, "received_at").moment,
            answered_at=self._moment(cells, "answered_at"),
            answer_known="answered_at" in self._table.places,
            kind=word_in(SAID_WORDS, self._cell(cells, "kind")),
            **{field: cells[place] for field, place in self._texts},
        )
        return (self._known(said, written, said.kind.value, said.author, said.text, said.url, said.post_native_id),)

    def _planned(self, cells: Sequence[str], key: str) -> tuple[PlannedItem]:
        written = self._cell(cells, "planned_at")
        item = PlannedItem(
            account=key,
            native_id=sound_id(self._cell(cells, "native_id")),
            planned_at=self._read(written, "planned_at").moment,
            **{field: cells[place] for field, place in self._texts},
        )
        return (self._known(item, written, item.title),)


def _nobody(cells: Sequence[str]) -> str:
    """What stands in for the account's cells in a table without a column for it."""
    return ""
