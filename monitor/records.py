"""What a connector yields: small, validated, immutable records.

A record knows nothing of the store. Unknown is always None, never zero or an empty string.
All times are aware and in UTC once validated.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
"""Nothing was posted before the web; an earlier time is a damaged one."""

LATEST_YEAR = 2200
LATEST = datetime(LATEST_YEAR, 1, 1, tzinfo=UTC)


def _in_utc(moment: datetime) -> datetime:
    """Bring an aware time to UTC and refuse naive and absurd ones.

    Raises:
        ValueError: The time has no zone or lies outside 1990-2200.
    """
    if moment.tzinfo is UTC and EARLIEST <= moment < LATEST:
        return moment
    if moment.tzinfo is None:
        raise ValueError("time without a zone")
    # Asked before the conversion, which overflows at the ends of the calendar.
    if EARLIEST.year - 1 <= moment.year <= LATEST_YEAR:
        moment = moment if moment.tzinfo is UTC else moment.astimezone(UTC)
    if moment < EARLIEST or moment.year >= LATEST_YEAR:
        raise ValueError(f"time {moment.isoformat()} is outside 1990-{LATEST_YEAR}")
    return moment


def _blank_is_unknown(value: Any) -> Any:
    """Turn empty and white-space text into None: an empty cell means unknown."""
    if isinstance(value, str) and (not value or value.isspace()):
        return None
    return value


def _storable(text: str | None) -> str | None:
    """Drop what no database takes: NUL characters and lone surrogates."""
    if text is None or (text.isascii() and "\0" not in text):
        return text
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


Moment = Annotated[datetime, AfterValidator(_in_utc)]
Text = Annotated[str | None, BeforeValidator(_blank_is_unknown), AfterValidator(_storable)]
GREATEST_COUNT = 2**62
"""Greatest count that every database takes."""
Count = Annotated[int | None, Field(ge=0, le=GREATEST_COUNT)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_]*$", max_length=40)]


class AccountKind(StrEnum):
    """What sort of presence an account is."""

    COMPANY = "company"
    PERSONAL = "personal"
    GROUP = "group"
    PAGE = "page"
    CHANNEL = "channel"
    BLOG = "blog"


class PostKind(StrEnum):
    """What sort of post it is; replies and reposts are counted apart from own posts."""

    ORIGINAL = "original"
    REPLY = "reply"
    REPOST = "repost"
    QUOTE = "quote"
    VIDEO = "video"
    ARTICLE = "article"
    PAGE = "page"
    """A standing page of a web site: kept, but no sign of life, so no rhythm counts it."""


OWN_KINDS = frozenset({PostKind.ORIGINAL, PostKind.QUOTE, PostKind.VIDEO, PostKind.ARTICLE})
"""Kinds that are the account's own voice."""


class Precision(StrEnum):
    """How exactly the source states the time of a post."""

    SECOND = "second"
    MINUTE = "minute"
    DAY = "day"


class InteractionKind(StrEnum):
    """What others said to the account."""

    COMMENT = "comment"
    MENTION = "mention"
    QUESTION = "question"
    DISCUSSION = "discussion"


class StandingState(StrEnum):
    """What the platform says of an account itself."""

    ACTIVE = "active"
    RENAMED = "renamed"
    """Readable, under another handle than the one we know."""
    SUSPENDED = "suspended"
    DELETED = "deleted"
    PROTECTED = "protected"
    MOVED = "moved"
    """Left for another account, which `detail` names."""


GONE = frozenset({StandingState.SUSPENDED, StandingState.DELETED, StandingState.PROTECTED, StandingState.MOVED})
"""States in which an account can no longer be watched."""


class Record(BaseModel):
    """Base of all records: immutable, and an unknown field is a mistake."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Account(Record):
    """One presence on one platform, as far as the export names it.

    `key` is the name by which the other records of the same export refer to it ("" if there is but one).
    If neither `native_id` nor `handle` is known, the person importing is asked whose it is.
    """

    key: str = ""
    platform: Slug
    native_id: Text = None
    handle: Text = None
    name: Text = None
    kind: AccountKind | None = None
    url: Text = None
    created_at: Moment | None = None


class Post(Record):
    """Something the account published.

    `native_id` is canonical for the platform, so that the same post from another source is the same
    post; None for a format without ids (the store then uses `content_key`).
    `published_at` is None when the source knows the post but not its time; such a post needs a `native_id`, is
    kept, and stands in no week.
    Counts are lifetime totals at the time of the export.
    """

    account: str = ""
    native_id: Text = None
    published_at: Moment | None
    precision: Precision = Precision.SECOND
    kind: PostKind = PostKind.ORIGINAL
    author: Text = None
    title: Text = None
    text: Text = None
    url: Text = None
    language: Text = None
    source_app: Text = None
    in_reply_to: Text = None
    links: tuple[str, ...] | None = None
    edited_at: Moment | None = None
    likes: Count = None
    reposts: Count = None
    replies: Count = None
    views: Count = None
    clicks: Count = None

    @model_validator(mode="after")
    def _has_an_identity(self) -> Post:
        if self.published_at is None and self.native_id is None:
            raise ValueError("neither a time nor an id, so it cannot be told from other posts")
        return self


class Profile(Record):
    """What the account looked like at one moment."""

    account: str = ""
    observed_at: Moment
    name: Text = None
    bio: Text = None
    has_bio: bool | None = None
    avatar_url: Text = None
    default_avatar: bool | None = None
    protected: bool | None = None
    followers: Count = None
    following: Count = None
    posts_total: Count = None


class Standing(Record):
    """What the platform said of the account itself at one moment: there, suspended, deleted, renamed, protected, moved.

    `detail` is a short English fact for people, such as the new handle.
    """

    account: str = ""
    observed_at: Moment
    state: StandingState
    detail: Text = None


class Interaction(Record):
    """Something others said to the account, and when the account first answered, if it did.

    `answer_known` is False when the source cannot tell whether there was an answer.
    """

    account: str = ""
    native_id: Text = None
    kind: InteractionKind = InteractionKind.COMMENT
    post_native_id: Text = None
    author: Text = None
    received_at: Moment
    answered_at: Moment | None = None
    answer_known: bool = True
    text: Text = None
    url: Text = None


class PlannedItem(Record):
    """An item of the content calendar.

    Attributes:
        calendar: What the calendar calls itself, None where the format has no such name; the importer puts the file's
            name behind it, so that a newer copy is known and no other calendar of the same name is taken for one.
        told_at: When this copy of the calendar was made; filled by the importer.
        series: What the ids of all items of a series begin with, before an "@".
        changed_at: When a person last changed the item, if the format tells.
        cancelled: It was taken out of the calendar and still stands in it.
    """

    account: str = ""
    native_id: Text = None
    planned_at: Moment
    title: Text = None
    calendar: Text = None
    told_at: Moment | None = None
    series: Text = None
    changed_at: Moment | None = None
    cancelled: bool = False


class Window(Record):
    """The span for which the export holds everything the account published.

    Absence of posts counts only inside such a span. `end` None means "until the export was made", which the
    importer then takes from the file's date, never later than now.
    """

    account: str = ""
    start: Moment | None = None
    end: Moment | None = None


class BadRow(Record):
    """A row that could not be read: kept aside with its place and reason, never an exception, never a loss.

    Attributes:
        item: Which item of a content calendar it is, so that it does not count as taken out; None if unknown.
    """

    file: str
    line: int | None = None
    reason: str
    excerpt: str = ""
    item: Text = Field(default=None, exclude=True)


class Doubt(Record):
    """What was read on an assumption that only a person can confirm: the records are kept, and this is told once.

    Attributes:
        line: Where it was first met, 1-based; None where a file has no useful lines.
        what: What was assumed, without a final stop.
        todo: How to confirm or correct it, one sentence.
    """

    file: str
    line: int | None = None
    what: str
    todo: str

    def __str__(self) -> str:
        place = f"{self.file}: line {self.line}" if self.line else self.file
        return f"{place}: {self.what}. {self.todo}"


Anything = Account | Post | Profile | Standing | Interaction | PlannedItem | Window | BadRow | Doubt
"""What `Connector.read` may yield."""


_UNKNOWN = {name: field.default for name, field in Post.model_fields.items()}
_ALL_FIELDS = set(_UNKNOWN)


def typed_post(
    account: str,
    published_at: datetime,
    precision: Precision,
    texts: Mapping[str, str | None],
    others: Mapping[str, Any],
) -> Post:
    """Make the post that `Post(...)` makes of the same fields, in half the time: tables bring them by the million.

    Args:
        account: Key of its account.
        published_at: Aware time.
        precision: How exactly the time is stated.
        texts: Fields of type Text.
        others: Any other fields, each of its own type.

    Raises:
        ValidationError: A value is none that a post may have (a time beyond 1990-2200, a huge count).
    """
    if not EARLIEST <= published_at < LATEST or not all(map(_is_sound, others.values())):
        return Post(account=account, published_at=published_at, precision=precision, **texts, **others)
    fields = {**_UNKNOWN, "account": account, "published_at": _in_utc(published_at), "precision": precision, **others}
    for name, text in texts.items():
        fields[name] = None if not text or text.isspace() else _storable(text)
    return _unchecked(fields)


def _is_sound(value: Any) -> bool:
    """Whether validation leaves the value as it is; said of kinds and counts only."""
    return value is None or isinstance(value, PostKind) or (isinstance(value, int) and 0 <= value <= GREATEST_COUNT)


def _unchecked(fields: dict[str, Any]) -> Post:
    """A post of exactly these fields: what pydantic's `model_construct` does, without its search for aliases."""
    post, put = Post.__new__(Post), object.__setattr__
    put(post, "__dict__", fields)
    put(post, "__pydantic_fields_set__", _ALL_FIELDS)
    put(post, "__pydantic_extra__", None)
    put(post, "__pydantic_private__", None)
    return post


@lru_cache(maxsize=1 << 14)
def _day(ordinal: int) -> str:
    return date.fromordinal(ordinal).isoformat()


_TWO_DIGITS = tuple(f"{number:02}" for number in range(60))


def stamp(moment: datetime) -> str:
    """Write an aware time in UTC to the second, `2012-02-01T09:00:00`, in a quarter of the time of `isoformat`."""
    if moment.tzinfo is not UTC:
        moment = moment.astimezone(UTC)
    clock = f"{_TWO_DIGITS[moment.hour]}:{_TWO_DIGITS[moment.minute]}:{_TWO_DIGITS[moment.second]}"
    return f"{_day(moment.toordinal())}T{clock}"


def content_key(published_at: datetime, *texts: str | None) -> str:
    """Give the identity of a post from a format without ids.

    Args:
        published_at: Aware time of publication, to the second.
        *texts: The texts that tell this post from another of the same second (title, text, url).

    Returns:
        `c:` and 24 hex digits; the same post exported twice gives the same key. White space and
        Unicode composition do not matter.
    """
    words = "\x1f".join([" ".join(unicodedata.normalize("NFC", text).split()) if text else "" for text in texts])
    told = f"{stamp(published_at)}\x1e{words}".encode("utf-8", "replace")
    return "c:" + hashlib.blake2b(told, digest_size=12).hexdigest()
