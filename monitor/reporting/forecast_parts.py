"""What the pages, the chart and the mail show of the early warning, as plain frozen data in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class ForecastRow:
    """An account that may fall silent.

    Attributes:
        account: What to call it; `page` is its file.
        state: Its state in words; `mark` is the colour of the word: good, attention, warn or none.
        odds: The odds that it falls silent, in words.
        what: How it shows, as a sentence.
        facts: Pairs of name and value: next post and dates.
        who: Whose it is, as a sentence.
        next_step: What to do.
    """

    account: str
    page: str
    state: str
    mark: str
    odds: str
    what: str
    facts: tuple[tuple[str, str], ...]
    who: str
    next_step: str


@dataclass(frozen=True)
class ForecastView:
    """The early warning of the whole organisation.

    Attributes:
        rows: The accounts that may fall silent, by odds; `more` are not listed.
        nobody: What to say where there is no row; "" otherwise.
        quieter: How many others are quieter than usual without looking like those that stop; "" for none.
        honesty: How well the warning did on the organisation's own past, as sentences.
        persons: How many personal accounts may fall silent, as a sentence; "" where nothing may be said.
        unjudged: How many accounts have no forecast, as a sentence; "" for none.
        line: All in one line, for the mail; "" where there is nothing to warn of.
    """

    rows: tuple[ForecastRow, ...]
    more: int
    nobody: str
    quieter: str
    honesty: str
    persons: str
    unjudged: str
    line: str


@dataclass(frozen=True, eq=False)
class RhythmSeries:
    """Weekly numbers of one account for its rhythm chart; arrays of equal length, NaN = unknown.

    Attributes:
        weeks: Integer weeks, without gaps.
        posts: Posts of every kind.
        low, high: 10 and 90 % of the posts a week over the account's own last 52 healthy weeks, the week itself left
            out.
        level: Mean posts a week over the last 8 weeks.
        state: A `Rhythm`; NOT_JUDGED where there was too little to judge.
        horror: Posts a week at which the horror scenario begins.
        ahead: Weeks of the future that are shown.
        next_post: Weeks from the end of the last week until the next post has come with a chance of 10, 50 and 90 %;
            None if no forecast may be told.
        decline: First week of a slower rhythm that lasts until now, or None.
        crossing: Weeks from the end of the last week until it is down to a post a month, or None.
    """

    weeks: np.ndarray
    posts: np.ndarray
    low: np.ndarray
    high: np.ndarray
    level: np.ndarray
    state: np.ndarray
    horror: float
    ahead: int
    next_post: tuple[float, float, float] | None = None
    decline: int | None = None
    crossing: float | None = None


NOT_JUDGED = -1


@dataclass(frozen=True)
class RhythmWeek:
    """A line of the table beside the chart."""

    week: str
    posts: str
    usual: str
    state: str


@dataclass(frozen=True)
class RhythmView:
    """What the page of an account says of its rhythm.

    Attributes:
        state: The state in words; `mark` as in `ForecastRow`.
        what: What that means, as sentences, or why there is no forecast.
        facts: Pairs of name and value: odds, next post, date.
        tested: How well the warning did on this account's own past, as sentences.
        past: Its silences, each in a sentence.
        weeks: The last weeks in numbers, newest first.
        series: What the chart draws; None without a rhythm to draw.
    """

    state: str
    mark: str
    what: str
    facts: tuple[tuple[str, str], ...] = ()
    tested: str = ""
    past: tuple[str, ...] = ()
    weeks: tuple[RhythmWeek, ...] = ()
    series: RhythmSeries | None = None
