"""What a hand-made table may hold: the fields of each sort, and the column names that need no configuration."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from monitor.sources.tables import normal

ACCOUNT_FIELDS = ("account", "account_id", "account_name", "account_kind", "platform")
"""Whose row it is: handle or name, the platform's number, what people call it, its kind, the network."""

TIME_WORDS = frozenset({"time", "timestamp"})
SYNONYMS = {"id": "native_id", "post_id": "post_native_id"}


@dataclass(frozen=True)
class Sort:
    """One sort of table.

    Attributes:
        time: The field with the time of a row.
        fields: All fields, those of the account left out.
        template: Fields that must be there for a table to be read without configuration.
        any_of: At least one of these as well, if there are any.
    """

    time: str
    fields: tuple[str, ...]
    template: tuple[str, ...]
    any_of: tuple[str, ...] = ()


_POST_TEXTS = ("kind", "author", "title", "text", "url", "language", "source_app", "in_reply_to", "edited_at")
POST_COUNTS = ("likes", "reposts", "replies", "views", "clicks")
PROFILE_FLAGS = ("has_bio", "default_avatar", "protected")
PROFILE_COUNTS = ("followers", "following", "posts_total")
STATE_FIELDS = ("state", "state_detail")
"""What became of the account: a word of `_generic_standing`, and for people such as its new name."""
SEEN_FIELDS = ("bio", "avatar_url", *PROFILE_FLAGS, *PROFILE_COUNTS)
"""What only somebody who saw the profile can tell."""
_PROFILE_FIELDS = ("name", "created_at", *SEEN_FIELDS, "state")

SORTS: Mapping[str, Sort] = {
    "posts": Sort(
        "published_at",
        ("native_id", "published_at", *_POST_TEXTS, *POST_COUNTS),
        ("account", "published_at", "text"),
    ),
    "profiles": Sort(
        "observed_at",
        ("observed_at", *_PROFILE_FIELDS, "state_detail"),
        ("account", "observed_at"),
        any_of=_PROFILE_FIELDS,
    ),
    "interactions": Sort(
        "received_at",
        ("native_id", "received_at", "answered_at", "kind", "post_native_id", "author", "text", "url"),
        ("account", "received_at"),
    ),
    "planned": Sort("planned_at", ("native_id", "planned_at", "title"), ("account", "planned_at")),
}
"""The sorts of table by the word used in the configuration."""


PLANNED_WORDS = {
    **dict.fromkeys(("date", "datum", "dag", "day", "when", "wanneer", "planned", "gepland", "gepland_op",
                     "planned_for", "publicatiedatum", "publish_date", "publication_date"), "planned_at"),
    **dict.fromkeys(("kanaal", "channel", "accounts", "kanalen"), "account"),
    **dict.fromkeys(("titel", "onderwerp", "subject", "item", "omschrijving", "description"), "title"),
    "platform": "platform",
}  # fmt: skip
"""What people call the columns of a content calendar of their own."""
_PUBLISHED = frozenset({"text", "tekst", "url", "link", "permalink", *POST_COUNTS})
"""Columns that say of a row that it was published: then it is no plan."""


def field_of(sort: str, word: str) -> str | None:
    """The field that a column or key of this name means; `time` is the time of every sort. None if there is none."""
    field = SORTS[sort].time if word in TIME_WORDS else SYNONYMS.get(word, word)
    return field if field in SORTS[sort].fields or field in ACCOUNT_FIELDS else None


def template_places(sort: str, header: Sequence[str]) -> dict[str, int] | None:
    """Positions of the fields in a table that follows our template; None if it does not."""
    places: dict[str, int] = {}
    for index, cell in enumerate(header):
        word = normal(cell).replace(" ", "_")
        field = field_of(sort, word)
        # A bare "time" says post; what was received, observed or planned must say so.
        if field and (sort == "posts" or word not in TIME_WORDS):
            places.setdefault(field, index)
    if sort == "planned":
        _add_calendar_words(places, header)
    wanted = SORTS[sort]
    enough = all(field in places for field in wanted.template)
    return places if enough and (not wanted.any_of or any(field in places for field in wanted.any_of)) else None


def _add_calendar_words(places: dict[str, int], header: Sequence[str]) -> None:
    """Find the columns of a content calendar as people make one in a spreadsheet: date, account, title."""
    words = [normal(cell).replace(" ", "_") for cell in header]
    if not _PUBLISHED.isdisjoint(words):
        return
    found = {PLANNED_WORDS[word]: index for index, word in reversed([*enumerate(words)]) if word in PLANNED_WORDS}
    if "title" in places or "title" in found:
        for field, index in found.items():
            places.setdefault(field, index)
