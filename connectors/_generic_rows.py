"""One row of a hand-made table -> records."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from operator import itemgetter
from typing import Any

from connectors._generic_columns import ACCOUNT_FIELDS, POST_COUNTS, PROFILE_COUNTS, PROFILE_FLAGS, SORTS
from connectors._generic_options import Map
from connectors._generic_times import Clock
from connectors._making import bad, reason_of
from connectors._values import count_of
from monitor.records import (
    Account,
    Anything,
    Interaction,
    InteractionKind,
    PlannedItem,
    Post,
    PostKind,
    Profile,
    content_key,
    typed_post,
)
from monitor.sources.tables import excerpt

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
YES, NO = frozenset({"true", "1", "yes", "ja", "y", "waar"}), frozenset({"false", "0", "no", "nee", "n", "onwaar"})
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d{1,3}")
_ROUNDED = re.compile(r"\d{15}0{3,}")
_EGG = "default_profile_images"


def sound_id(text: str) -> str | None:
    """Give an id unless a spreadsheet damaged it: 1.22158E+17, or 18 digits and more with only zeros after the 15th."""
    bare = text.strip()
    return None if not bare or _SCIENTIFIC.fullmatch(bare) or _ROUNDED.fullmatch(bare) else bare


@dataclass(frozen=True)
class Table:
    """How the rows of one table are read.

    Attributes:
        places: Field -> position of its column.
        width: Number of columns of the header.
        file: Name of the file, for messages.
        zone: Zone of times that name none.
        seen_at: When profiles were looked at, if no column says so.
    """

    map: Map
    places: Mapping[str, int]
    width: int
    file: str
    zone: tzinfo
    seen_at: datetime


class Rows:
    """Turns the rows of one table into records; remembers which accounts it has named."""

    def __init__(self, table: Table) -> None:
        self._table, self._clock = table, Clock(table.map.date_format, table.zone)
        whose = [table.places[field] for field in ACCOUNT_FIELDS if field in table.places]
        self._whose = itemgetter(*whose) if whose else _nobody
        self._keys: dict[Any, str] = {}
        self._named: set[str] = set()
        self._last: dict[str, tuple[datetime, int]] = {}
        self._kinds = {**POST_WORDS, **{word.casefold(): kind for word, kind in table.map.kinds.items()}}
        makers: dict[str, Callable[[Sequence[str], str], Anything]] = {
            "posts": self._post,
            "profiles": self._profile,
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
        read = {*POST_COUNTS, *PROFILE_COUNTS, *PROFILE_FLAGS, "kind", "native_id", "created_at"}
        copied = [field for field in fields if field not in read and not field.endswith("_at")]
        return [(field, self._table.places[field]) for field in copied if field in self._table.places]

    def records(self, line: int, cells: list[str]) -> tuple[Anything, ...]:
        """The records of one row: its account when it is new, and what the row says; or why it says nothing."""
        try:
            if len(cells) != self._table.width:
                cells = self._fitted(cells)
            whose = self._whose(cells)
            key = self._keys.get(whose)
            if key is not None:
                return (self._make(cells, key),)
            account = self._account(cells)
            record = self._make(cells, account.key)
        except (ValueError, OverflowError) as error:
            return (bad(reason_of(error), self._table.file, line, excerpt(cells)),)
        known = account.key in self._named
        self._named.add(account.key)
        self._keys[whose] = account.key
        return (record,) if known else (account, record)

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

    def _fixed(self) -> Account:
        """The one account of a table without a column for it."""
        settings = self._table.map
        if not settings.account:
            raise ValueError("names no account")
        handle = None if " " in settings.account.strip() else settings.account
        return Account(platform=settings.platform, handle=handle, name=settings.account, kind=settings.kind)

    # --- what the row says ----------------------------------------------------------------------------

    def _moment(self, cells: Sequence[str], field: str) -> datetime | None:
        text = self._cell(cells, field)
        return self._clock.read(text)[0] if text else None

    def _copied(self, cells: Sequence[str]) -> dict[str, Any]:
        return {field: cells[place] for field, place in self._texts}

    def _counts(self, cells: Sequence[str]) -> dict[str, Any]:
        return {field: count_of(cells[place]) for field, place in self._counted}

    def _post(self, cells: Sequence[str], key: str) -> Post:
        places = self._table.places
        moment, precision = self._clock.read(cells[places["published_at"]].strip())
        texts: dict[str, str | None] = {field: cells[place] for field, place in self._texts}
        native_id = sound_id(cells[places["native_id"]]) if "native_id" in places else None
        if native_id is None and not (texts.get("text") or texts.get("title") or texts.get("url")):
            native_id = self._numbered(cells, key, moment)
        if native_id is not None:
            texts["native_id"] = native_id
        others: dict[str, Any] = self._counts(cells) if self._counted else {}
        if "kind" in places:
            others["kind"] = _word(self._kinds, self._cell(cells, "kind"))
        if "edited_at" in places:
            others["edited_at"] = self._moment(cells, "edited_at")
        return typed_post(key, moment, precision, texts, others)

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

    def _profile(self, cells: Sequence[str], key: str) -> Profile:
        fields: dict[str, Any] = {field: cells[place] for field, place in self._texts}
        flags: dict[str, bool | None] = {field: _flag(self._cell(cells, field)) for field in PROFILE_FLAGS}
        if "bio" in self._table.places and flags["has_bio"] is None:
            flags["has_bio"] = bool(self._cell(cells, "bio"))
        if self._cell(cells, "avatar_url") and flags["default_avatar"] is None and self._is_x(key):
            flags["default_avatar"] = _EGG in self._cell(cells, "avatar_url")
        observed = self._moment(cells, "observed_at") or self._table.seen_at
        return Profile(account=key, observed_at=observed, **fields, **flags, **self._counts(cells))

    def _is_x(self, key: str) -> bool:
        return (key.partition("\t")[0] or self._table.map.platform) == "x"

    def _interaction(self, cells: Sequence[str], key: str) -> Interaction:
        received, _ = self._clock.read(self._cell(cells, "received_at"))
        return Interaction(
            account=key,
            native_id=sound_id(self._cell(cells, "native_id")),
            received_at=received,
            answered_at=self._moment(cells, "answered_at"),
            answer_known="answered_at" in self._table.places,
            kind=_word(SAID_WORDS, self._cell(cells, "kind")),
            **{field: cells[place] for field, place in self._texts},
        )

    def _planned(self, cells: Sequence[str], key: str) -> PlannedItem:
        planned, _ = self._clock.read(self._cell(cells, "planned_at"))
        native_id = sound_id(self._cell(cells, "native_id"))
        return PlannedItem(
            account=key,
            native_id=native_id,
            planned_at=planned,
            **{field: cells[place] for field, place in self._texts},
        )


def _nobody(cells: Sequence[str]) -> str:
    """What stands in for the account's cells in a table without a column for it."""
    return ""


def _word(words: Mapping[str, Any], text: str) -> Any:
    known = words.get(text.casefold())
    if known is None:
        raise ValueError(f"its kind {text[:40]!r} is unknown: say what it means under `kinds`")
    return known


def _flag(text: str) -> bool | None:
    word = text.casefold()
    return True if word in YES else False if word in NO else None
