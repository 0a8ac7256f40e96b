"""The table `[connectors.generic_csv]` of config.toml."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, Self
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from connectors._generic_columns import ACCOUNT_FIELDS, SORTS, field_of
from connectors._zoneless import ZoneName
from monitor.records import AccountKind, PostKind, Slug
from monitor.sources.contract import Options
from monitor.sources.tables import normal

EPOCHS = ("unix", "unix_ms")
_WITHOUT_YEAR = "has no year (%Y or %y), so that nobody could tell which one is meant"
_ZONE_BY_NAME = "has %Z, of which Python reads the name but not the zone: write the letters themselves and set timezone"


class Map(BaseModel):
    """How to read one kind of table: an entry `[[connectors.generic_csv.map]]`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(min_length=1, description="what people call the table", examples=["yammer"])
    platform: Slug = Field("other", description="network of its accounts, if no column says so", examples=["yammer"])
    yields: Literal["posts", "profiles", "interactions", "planned"] = Field("posts", description="what a row is")
    when: tuple[str, ...] = Field(
        (),
        description="columns that tell this table from others; default: all that are named in `columns`",
        examples=[["Author", "Posted"]],
    )
    columns: dict[str, str] = Field(
        description="our field = your column",
        examples=[{"account": "Group", "published_at": "Posted", "author": "Author", "text": "Message"}],
    )
    date_format: tuple[str, ...] = Field(
        (),
        description="how dates are written, as Python's strptime has it, or unix or unix_ms; default: ISO 8601",
        examples=[["%d-%m-%Y %H:%M"]],
    )
    timezone: ZoneName = Field(
        None,
        description="zone of times that name none; without it they are read in the organisation's, and the import "
        "asks you to confirm that here",
        examples=["Europe/Amsterdam"],
    )
    kind: AccountKind | None = Field(None, description="kind of its accounts", examples=["group"])
    account: str | None = Field(None, description="the account, if no column names it", examples=["Our wall"])
    kinds: dict[str, PostKind] = Field(
        {}, description="what the words of the column `kind` mean", examples=[{"shared": "repost"}]
    )
    observed_at: datetime | None = Field(
        None, description="when profiles were looked at, if no column says so; default: the file's date"
    )

    @field_validator("date_format", mode="before")
    @classmethod
    def _one_or_many(cls, value: object) -> object:
        return (value,) if isinstance(value, str) else value

    @field_validator("date_format")
    @classmethod
    def _without_a_guess(cls, formats: tuple[str, ...]) -> tuple[str, ...]:
        for one in formats:
            if one not in EPOCHS and not any(sign in one for sign in ("%Y", "%y", "%G")):
                raise ValueError(f"{one!r} {_WITHOUT_YEAR}")
            if "%Z" in one.replace("%%", ""):
                raise ValueError(f"{one!r} {_ZONE_BY_NAME}")
        return formats

    @model_validator(mode="after")
    def _known_fields(self) -> Self:
        sort = SORTS[self.yields]
        unknown = [word for word in self.columns if field_of(self.yields, word) is None]
        if unknown:
            fields = ", ".join((*ACCOUNT_FIELDS, *sort.fields))
            raise ValueError(f"{self.yields} have no {', '.join(unknown)}; there are {fields}")
        if self.yields != "profiles" and sort.time not in self.fields:
            raise ValueError(f"`columns` must name the column of {sort.time}")
        if not self.account and not {"account", "account_id", "account_name"} & self.fields.keys():
            raise ValueError("`columns` must name the column of account, or `account` the account of all rows")
        return self

    @property
    def fields(self) -> dict[str, str]:
        """Our field -> their column, in its comparable form."""
        return {field_of(self.yields, word) or word: normal(column) for word, column in self.columns.items()}

    @property
    def signs(self) -> frozenset[str]:
        """Columns that must be there, in their comparable form."""
        return frozenset(normal(column) for column in self.when) | frozenset(self.fields.values())


class GenericOptions(Options):
    """Tables of your own: which columns they have and what these mean.

    For a table `Group,Author,Posted,Message` with dates such as 04-07-2012 14:05:

    ```toml
    [[connectors.generic_csv.map]]
    name = "yammer"
    platform = "yammer"
    columns = { account = "Group", published_at = "Posted", author = "Author", text = "Message" }
    date_format = "%d-%m-%Y %H:%M"
    timezone = "Europe/Amsterdam"
    ```

    A row is a post unless `yields` says profiles, interactions or planned.
    """

    timezone: ZoneName = Field(
        None,
        description="zone of times that name none, in all tables whose map names no other; without it they are read in "
        "the organisation's, and the import asks you to confirm that here",
        examples=["Europe/Amsterdam"],
    )
    map: tuple[Map, ...] = Field((), description="one entry for each kind of table")

    def zone_of(self, table: Map) -> ZoneInfo | None:
        """Zone of the times of a table that name none; None as long as nobody has said."""
        name = table.timezone or self.timezone
        return ZoneInfo(name) if name else None
