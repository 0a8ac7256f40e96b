"""Everything the pages, the charts and the mail show, as plain frozen data in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import numpy as np

from monitor.reporting.forecast_parts import ForecastView, RhythmView
from monitor.reporting.wording import FindingText


@dataclass(frozen=True)
class WeekName:
    """A week in words, and the page that shows it."""

    number: int
    label: str
    short: str
    span: str
    file: str


@dataclass(frozen=True)
class Finding:
    """A present verdict of one account.

    `severity` is 1 to 3, `weeks` how long it has lasted, `page` the file of the account's page, `rank` how bad its way
    of showing is beside the others of its symptom (0: it is nearly over).
    """

    account_id: int
    code: str
    severity: int
    since_week: int
    weeks: int
    is_new: bool
    text: FindingText
    page: str
    rank: int = 1


@dataclass(frozen=True)
class Change:
    """Something that began, worsened or ended this week; `mark` is begun, worse or over."""

    mark: str
    word: str
    title: str
    account: str
    sentence: str
    page: str


@dataclass(frozen=True)
class SixTile:
    """One of the six symptoms of the horror scenario; `mark` is present, absent, unknown or withheld."""

    code: str
    title: str
    mark: str
    word: str
    where: str


@dataclass(frozen=True)
class Score:
    """The horror score: `value` of `most`, None if nothing could be judged; `trend` is up, down, same or none."""

    value: int | None
    most: int
    trend: str
    sentence: str
    trend_sentence: str
    tiles: tuple[SixTile, ...]
    note: str = ""


@dataclass(frozen=True)
class Presence:
    """A row of the coverage table; `mark` is good, minor, attention, missing, closed, resting, unknown or persons."""

    name: str
    account: str
    page: str
    owner: str
    goal: str
    state: str
    mark: str
    expected: bool


@dataclass(frozen=True)
class AccountRow:
    """An account in the list of accounts; `tag` is the colour of its status: bad, warn or none."""

    id: int
    name: str
    presence: str
    page: str
    owner: str
    answer: str
    status: str
    status_sentence: str
    last_post: str
    complete_until: str
    findings: int
    worst: int
    tag: str = ""


@dataclass(frozen=True)
class Quiet:
    """An account that needs attention for its silence alone."""

    account: str
    page: str
    sentence: str
    who: str
    next_step: str


@dataclass(frozen=True)
class Trouble:
    """Something we cannot see, and what to do about it."""

    account: str
    page: str
    title: str
    sentence: str
    next_step: str


@dataclass(frozen=True)
class Persons:
    """The personal accounts as one aggregate: never a name. `ways` counts how they are not alive."""

    total: int
    judged: int
    alive: int
    sentence: str
    ways: tuple[tuple[str, int], ...]
    next_step: str


@dataclass(frozen=True)
class PostRow:
    """A post behind a verdict; `labels`: label, words that decided, version that spoke ("" for a person)."""

    day: str
    kind: str
    title: str
    text: str
    link: str | None
    labels: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Strip:
    """A stretch of weeks of one verdict on the time line: offset and length in weeks; mark as in `SixTile`."""

    offset: int
    length: int
    mark: str


@dataclass(frozen=True)
class VerdictRow:
    """A symptom that applies to the account, with its verdict now and its time line."""

    code: str
    title: str
    mark: str
    word: str
    since: str
    why: str
    strips: tuple[Strip, ...]


@dataclass(frozen=True, eq=False)
class AccountSeries:
    """Weekly numbers of one account for its chart; float arrays of equal length, NaN = unknown.

    Attributes:
        weeks: Integer weeks, without gaps.
        own: Own posts.
        posts: Posts of every kind.
        low, middle, high: Lower quartile, median and upper quartile of own posts over the account's own past year,
            the week itself left out.
        silent: Days since the last post of any kind at the end of the week.
        goal: Own posts wanted a week, or None.
        limit: Days after which silence is called silence.
    """

    weeks: np.ndarray
    own: np.ndarray
    posts: np.ndarray
    low: np.ndarray
    middle: np.ndarray
    high: np.ndarray
    silent: np.ndarray
    goal: float | None
    limit: int


@dataclass(frozen=True, eq=False)
class Heat:
    """Symptoms over accounts and weeks: `values` (accounts, weeks) counts them, NaN where nothing could be judged.

    `presences` says of each account where it is, for a name that cannot be drawn.
    """

    weeks: np.ndarray
    labels: tuple[str, ...]
    values: np.ndarray
    left_out: int = 0
    presences: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class ScoreSeries:
    """The horror score of each week."""

    weeks: np.ndarray
    values: np.ndarray
    most: int


@dataclass(frozen=True)
class WeekView:
    """What a page says of one week.

    `beside` stands right below the headline: who could not be judged; `more` findings are not listed.
    """

    week: WeekName
    headline: str
    score: Score
    findings: tuple[Finding, ...]
    changes: tuple[Change, ...]
    persons: Persons | None = None
    more: int = 0
    beside: str = ""


@dataclass(frozen=True)
class AccountView:
    """What the page of one account says."""

    row: AccountRow
    facts: tuple[tuple[str, str], ...]
    link: str | None
    findings: tuple[Finding, ...]
    verdicts: tuple[VerdictRow, ...]
    timeline: tuple[str, str, int]
    series: AccountSeries | None = None
    rhythm: RhythmView | None = None


@dataclass(frozen=True)
class Report:
    """Everything the pages show.

    `this` is the week of the report, `top` the worst three to five things, `earlier` the weeks with pages of their own,
    newest first, `quiet` the accounts that need attention for their silence alone, `untold` how many findings `top`
    leaves out, `persons_note` what to say when there are personal accounts but too few to show.
    """

    language: str
    organisation: str
    made_up: bool
    as_of: date
    as_of_text: str
    this: WeekView
    complete: str
    complete_is_late: bool
    top: tuple[Finding, ...]
    coverage: tuple[Presence, ...]
    accounts: tuple[AccountRow, ...]
    troubles: tuple[Trouble, ...]
    imports: str
    earlier: tuple[WeekView, ...]
    views: tuple[AccountView, ...]
    heat: Heat
    scores: ScoreSeries
    quiet: tuple[Quiet, ...] = ()
    untold: int = 0
    persons_note: str = ""
    explained: tuple[tuple[str, str, str], ...] = field(default=())
    forecast: ForecastView | None = None
