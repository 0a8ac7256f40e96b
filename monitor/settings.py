"""The settings of one organisation: config.toml as a frozen, validated model.

The descriptions of the fields are the config reference; docs and the commented config.toml are made from them.
Secrets are never in the file: a value `env:NAME` or `keyring:NAME` says where to find one.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from monitor.records import AccountKind, Slug

CLOCK = r"^([01]\d|2[0-3]):[0-5]\d$"
"""A time of day."""


class Table(BaseModel):
    """Base of all tables of config.toml: immutable; an unknown key is a mistake, and so is a number without end."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Limits(Table):
    """How much an export may ask of this machine: the table `[limits]`."""

    file_bytes: int = Field(4 * 2**30, gt=0, description="largest single file read, unpacked, in bytes")
    total_bytes: int = Field(16 * 2**30, gt=0, description="largest total of a folder or ZIP, unpacked, in bytes")
    members: int = Field(200_000, gt=0, description="most files in a folder or ZIP")
    ratio: int = Field(200, gt=1, description="largest unpacked over packed size of a ZIP member above 10 MB")
    line_bytes: int = Field(8 * 2**20, gt=0, description="longest line or record of a text file, in bytes")


class Theme(Table):
    """A key message of the organisation: the table `[[theme]]`."""

    name: str = Field(min_length=1, description="what people call the theme", examples=["Sustainability"])
    keywords: tuple[str, ...] = Field(
        min_length=1,
        description="words or phrases that touch it, any language",
        examples=[["sustainable", "duurzaam"]],
    )


class Organisation(Table):
    """Who we are: the table `[organisation]`."""

    name: str = Field("Our organisation", description="name on the reports")
    timezone: str = Field("Europe/Amsterdam", description="zone in which weeks and days are counted")
    language: Literal["nl", "en"] = Field("nl", description="language of reports and alerts")
    country: str = Field("NL", pattern="^[A-Z]{2}$", description="country whose public holidays count")
    subdivision: str | None = Field(None, description="part of the country, if its holidays differ", examples=["BY"])
    site: str | None = Field(None, description="address of the own web site", examples=["https://www.example.org"])
    team: tuple[str, ...] = Field(
        (),
        description="names and handles of our own people, as exports spell them",
        examples=[["Jan Jansen", "janjansen"]],
    )
    names: tuple[str, ...] = Field(
        (), description="other spellings of the organisation's name, used to read posts", examples=[["Example Ltd"]]
    )
    newsroom: tuple[str, ...] = Field(
        (),
        description="names or handles of accounts that hold our own press releases (the feed of the press room): "
        "a post that repeats one is a press release",
        examples=[["Newsroom"]],
    )
    made_up: bool = Field(False, description="true for a demo: every page says so")

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        if name not in available_timezones():
            raise ValueError(f"there is no time zone {name!r}; for the Netherlands write Europe/Amsterdam")
        return name

    @property
    def zone(self) -> ZoneInfo:
        """The time zone as an object."""
        return ZoneInfo(self.timezone)


class Promises(Table):
    """What we promised ourselves towards those who speak to us: the table `[promises]`."""

    office_from: str = Field("09:00", pattern=CLOCK, description="time at which the office opens")
    office_until: str = Field("17:00", pattern=CLOCK, description="time at which it closes")
    office_days: tuple[int, ...] = Field(
        (1, 2, 3, 4, 5), min_length=1, description="days on which it is open, 1 Monday to 7 Sunday; holidays it is not"
    )
    answer_hours: float = Field(4, gt=0, le=366 * 24, description="office hours within which people get a first answer")
    answer_days: float = Field(2, gt=0, le=366, description="working days after which a question counts as unanswered")
    calendar_days: int = Field(
        2,
        ge=0,
        le=28,
        description="days by which an item of the content calendar may be late; the calendar is a table "
        "`date,account,title` or an .ics file in the inbox",
    )

    @field_validator("office_days")
    @classmethod
    def _days_of_the_week(cls, days: tuple[int, ...]) -> tuple[int, ...]:
        if not set(days) <= set(range(1, 8)):
            raise ValueError("a day is a number from 1 (Monday) to 7 (Sunday)")
        return tuple(sorted(set(days)))

    @model_validator(mode="after")
    def _opens_before_it_closes(self) -> Promises:
        if self.office_from >= self.office_until:
            raise ValueError("office_from must be before office_until")
        return self


class AccountState(StrEnum):
    """What the organisation wants with an account; the last two are judged by nobody."""

    ACTIVE = "active"
    SEASONAL = "seasonal"
    CLOSING = "closing"
    CLOSED = "closed"


class Goal(Table):
    """How often an account should post: `goal = { posts = 2, per = "week" }`."""

    posts: float = Field(gt=0, description="own posts wanted in one period")
    per: Literal["week", "month"] = Field("week", description="the period")


class AccountSettings(Table):
    """One account of the organisation: the table `[[account]]`."""

    platform: Slug = Field(
        description="x, linkedin, facebook, blog, youtube, mastodon, bluesky, instagram, tiktok or any other word",
        examples=["x"],
    )
    handle: str | None = Field(
        None, description="name on the platform, as in its address (without @)", examples=["exampleorg"]
    )
    native_id: str | None = Field(
        None, description="the platform's own number of the account, if known", examples=["1234567890"]
    )
    name: str | None = Field(None, description="what the organisation calls the account", examples=["Company account"])
    kind: AccountKind | None = Field(
        None, description="company, personal, group, page, channel or blog", examples=["company"]
    )
    url: str | None = Field(None, description="where the account is", examples=["https://x.com/exampleorg"])
    feed: str | None = Field(
        None,
        description="address of a feed read on every run (blog: RSS, Atom, JSON Feed, or the page that names it)",
        examples=["https://www.example.org/feed/"],
    )
    fetch: bool | str = Field(
        False,
        description="read it from its platform on every run: true, or the name of a connector (`monitor connectors`)",
        examples=[True],
    )
    token: str | None = Field(
        None,
        description="where the access token of this account is (env:NAME or keyring:NAME), if it has one of its own",
        examples=["env:FACEBOOK_PAGE_TOKEN"],
    )
    owner: str | None = Field(None, description="who answers for it", examples=["Jan Jansen"])
    owner_mail: str | None = Field(
        None, description="where alerts for the owner go (an Apprise address or env:NAME)", examples=["env:MAIL_JAN"]
    )
    deputy: str | None = Field(None, description="the second person beside the owner", examples=["Piet Pietersen"])
    goal: Goal | None = Field(
        None, description="own posts wanted a week or a month", examples=[{"posts": 2, "per": "week"}]
    )
    state: AccountState = Field(AccountState.ACTIVE, description="active, seasonal, closing or closed on purpose")
    since: date | None = Field(
        None, description="when the account was opened, if the exports do not say so", examples=[date(2012, 1, 9)]
    )
    private: bool = Field(False, description="a person's private account: never judged")
    files: tuple[str, ...] = Field(
        (), description="inbox files that hold this account (patterns such as wall-*.csv)", examples=[["wall-*.csv"]]
    )

    @property
    def label(self) -> str:
        """How messages call the account."""
        return self.name or self.handle or self.native_id or self.platform


class Closure(Table):
    """A period in which quiet is normal: the table `[[holidays]]`."""

    name: str = Field(description="what it is (summer holiday, fair week)", examples=["Summer holiday"])
    start: date = Field(description="first day", examples=[date(2013, 7, 22)])
    end: date = Field(description="last day", examples=[date(2013, 8, 9)])


class StoreSettings(Table):
    """Where everything is kept: the table `[store]`."""

    url: str = Field(
        "sqlite:///data/monitor.sqlite3", description="SQLAlchemy address, or env:NAME if it holds a password"
    )


class Paths(Table):
    """Folders, relative to config.toml: the table `[paths]`."""

    inbox: Path = Field(Path("data/inbox"), description="where people drop exports")
    reports: Path = Field(Path("reports"), description="where reports and charts go")
    raw: Path = Field(Path("data/raw"), description="where raw answers of platforms are kept for a while")
    backups: Path = Field(Path("data/backups"), description="where the store is copied before its form changes")


class FetchSettings(Table):
    """How accounts are read from their platforms: the table `[fetch]`."""

    workers: int = Field(4, ge=1, le=32, description="most accounts read at once; a host is asked once at a time")
    pause: float = Field(0.2, ge=0, le=60, description="seconds between two requests to the same host")
    contact: str | None = Field(
        None,
        description="address or mail shown to servers, so that they know whom to ask; default: organisation.site",
        examples=["webmaster@example.org"],
    )
    raw_days: int = Field(30, ge=0, description="days for which raw answers are kept; 0: none are")


class Sensitivity(StrEnum):
    """How readily the early warning speaks."""

    CALM = "calm"
    BALANCED = "balanced"
    EAGER = "eager"


class Detection(Table):
    """How weeks are judged: the table `[detection]`."""

    as_of: date | None = Field(
        None, description="pretend today is this day (for demos and trials)", examples=[date(2013, 12, 29)]
    )
    stale_days: int = Field(14, gt=0, description="after how many days without a fresh look an account is stale")
    silent_days: int = Field(28, gt=0, description="after how many observed days without a post an account is silent")
    sensitivity: Sensitivity = Field(
        Sensitivity.BALANCED,
        description=(
            "how readily the early warning (HS10) speaks, by the false alarms it may give: calm, one per account in "
            "four years; balanced, one in two years; eager, one a year"
        ),
    )
    inventory: tuple[str, ...] = Field(
        (
            "linkedin:group",
            "linkedin:personal",
            "x:company",
            "x:personal",
            "facebook:page",
            "blog:blog",
            "youtube:channel",
        ),
        description="presences (platform:kind) that a healthy organisation has; missing ones are reported",
    )


class ReportSettings(Table):
    """What the report shows: the table `[report]`."""

    show_persons: bool = Field(False, description="name personal accounts instead of one aggregate")
    minimum_group: int = Field(5, ge=2, description="smallest number of personal accounts shown as an aggregate")
    weeks: int = Field(104, ge=13, le=1040, description="weeks of history on the charts")
    week_pages: int = Field(26, ge=1, description="how many weekly pages are kept up to date")


class AlertSettings(Table):
    """Who is told: the table `[alerts]`."""

    to: tuple[str, ...] = Field(
        (),
        description="Apprise addresses or env:NAME (mailtos://, slack://, workflows:// ...)",
        examples=[["env:ALERTS_MAIL", "env:ALERTS_SLACK"]],
    )
    file: Path | None = Field(None, description="also append every alert to this file", examples=["data/alerts.log"])
    console: bool = Field(True, description="also print alerts")
    weekly: bool = Field(
        True, description="also send the week in one mail, once it is complete, to `to` and `file` (not to owners)"
    )


class PrivacySettings(Table):
    """What is kept of persons: the table `[privacy]`."""

    retention_months: int | None = Field(
        None,
        ge=1,
        le=1200,
        description="months after which texts, names and links of personal accounts and of what others said are "
        "emptied, counts and times stay; not set: kept",
        examples=[24],
    )


class JobSettings(Table):
    """The nightly job: the table `[job]`."""

    at: str = Field(
        "06:00",
        pattern=CLOCK,
        description="time of day for `monitor schedule`, in the organisation's time zone",
    )
    heartbeat: str | None = Field(
        None, description="address pinged at the end of a run (or env:NAME)", examples=["env:HEARTBEAT"]
    )
    log: Path | None = Field(None, description="also write log lines to this file", examples=["data/monitor.log"])


class Settings(Table):
    """Everything in config.toml.

    `symptoms` and `connectors` hold, by code or name, the validated models that each declaration supplies.
    """

    folder: Path = Field(Path(), exclude=True, description="where config.toml lies; not a key of the file")
    organisation: Organisation = Organisation()
    promises: Promises = Promises()
    account: tuple[AccountSettings, ...] = ()
    theme: tuple[Theme, ...] = ()
    holidays: tuple[Closure, ...] = ()
    store: StoreSettings = StoreSettings()
    paths: Paths = Paths()
    fetch: FetchSettings = FetchSettings()
    detection: Detection = Detection()
    report: ReportSettings = ReportSettings()
    alerts: AlertSettings = AlertSettings()
    privacy: PrivacySettings = PrivacySettings()
    job: JobSettings = JobSettings()
    limits: Limits = Limits()
    symptoms: dict[str, Any] = {}
    connectors: dict[str, Any] = {}
