"""The early warning in words: odds, states, dates, and how well it did before. Never "dead": only odds."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from monitor.activity.rhythm.backtest import Tally
from monitor.activity.rhythm.states import Rhythm
from monitor.activity.weeks import week_start
from monitor.reporting.forecast_parts import NOT_JUDGED
from monitor.reporting.i18n import N_, Translator

STATE_WORDS: Mapping[int, str] = {
    NOT_JUDGED: N_("not judged"),
    Rhythm.HEALTHY: N_("healthy rhythm"),
    Rhythm.FADING: N_("fading"),
    Rhythm.SILENT: N_("unusually silent"),
    Rhythm.DORMANT: N_("dormant"),
    Rhythm.REVIVED: N_("posting again"),
}
STATE_MARKS: Mapping[int, str] = {
    Rhythm.HEALTHY: "good",
    Rhythm.FADING: "missing",
    Rhythm.SILENT: "attention",
    Rhythm.DORMANT: "attention",
}
"""Colour of a state's word, as the marks of the coverage table."""

SENTENCES: Mapping[int, str] = {
    Rhythm.HEALTHY: N_("It posts in its own rhythm."),
    Rhythm.FADING: N_("It still posts, but its rhythm looks like that of accounts about to stop."),
    Rhythm.SILENT: N_("It is silent for longer than its own rhythm explains."),
    Rhythm.DORMANT: N_("At most one post in 13 weeks: it has fallen silent."),
    Rhythm.REVIVED: N_("It posts again after having fallen silent."),
}
MOST_DAYS = 120
"""Days beyond which the next post is not announced: the account's own gaps say too little of so long a wait."""
EXPLAINED = N_("Holidays or a slow rhythm of its own explain it, so it is no finding.")
LITTLE = N_("Its first post is not half a year ago: odds are little better than a guess.")
NEVER_STEADY = N_("It never posted steadily enough to have a rhythm: that takes 10 posts in 8 weeks of half a year.")
LONG_AGO = N_("It has been silent for over a year; there is nothing to foretell.")
CANNOT_SEE = N_("We cannot see this account now, so there is no forecast.")
RESTS = N_("It is closed on purpose, so there is no forecast.")


@dataclass(frozen=True)
class Outlook:
    """What the newest week says of an account: columns of the rhythm's table, NaN where nothing may be told."""

    state: int
    chance: float
    usual: float
    late: float
    since: float
    crossing: float
    little: bool
    last: int


def odds_text(chance: float, t: Translator) -> str:
    """A chance as odds in tenths; finer would claim more than the calibration of the model can hold."""
    if chance < 0.05:
        return t.text(N_("less than 1 in 20"))
    return t.text(N_("about {n} in 10"), n=str(min(max(math.floor(chance * 10 + 0.5), 1), 9)))


def state_word(state: int, t: Translator) -> str:
    """A state in one or two words."""
    return t.text(STATE_WORDS[state])


def warns(state: int) -> bool:
    """Whether the state is one that a forecast warns of: dormant is a fact, and no forecast."""
    return state in (Rhythm.FADING, Rhythm.SILENT)


def outlook_text(one: Outlook, t: Translator, *, finding: bool) -> str:
    """What state the account is in, as sentences; `finding` says whether it is one of the symptoms found."""
    said = [SENTENCES[one.state]]
    if warns(one.state) and not finding:
        said.append(EXPLAINED)
    if one.little:
        said.append(LITTLE)
    return " ".join(t.text(words) for words in said)


def facts_of(one: Outlook, t: Translator) -> tuple[tuple[str, str], ...]:
    """Pairs of name and value: first the odds, then the dates that may be told; no odds of a fact, which dormant is."""
    odds = "" if one.state == Rhythm.DORMANT else odds_text(one.chance, t)
    since = "" if math.isnan(one.since) else t.value(week_start(int(one.since)), "date")
    crossing = "" if math.isnan(one.crossing) else t.value(week_start(int(one.crossing)), "month")
    told = (
        (N_("Odds that it falls silent within a quarter"), odds),
        (N_("Next post, in its own rhythm"), expected_text(one, t)),
        (N_("Slower since"), since),
        (N_("Down to a post a month"), crossing),
    )
    return tuple((t.text(name), value) for name, value in told if value)


def day_after(last: int, days: float) -> date:
    """The day on which so many days have gone by since the end of week `last`."""
    return week_start(last + 1) + timedelta(days=int(days))


def expected_text(one: Outlook, t: Translator) -> str:
    """When the next post may be expected; "" if there is no date to tell."""
    if one.state == Rhythm.DORMANT or not one.usual <= MOST_DAYS:
        return ""
    usual, late = day_after(one.last, one.usual), day_after(one.last, one.late)
    if usual == late:
        return t.text(N_("around {usual:date}"), usual=usual)
    if one.late > MOST_DAYS:
        return t.text(N_("around {usual:date}, or much later"), usual=usual)
    return t.text(N_("around {usual:date}, in 9 of 10 cases by {late:date}"), usual=usual, late=late)


# --- how well it did before -----------------------------------------------------------------------------
TOO_LITTLE = N_(
    "There is too little history to say how reliable this warning is here: "
    "whether an alarm came true is known half a year later."
)
NO_SILENCE = N_("On your own history: no account fell silent.")
NOT_KNOWN = N_("Too little time has passed to count false alarms.")
ASKED = N_("That is {rate:rate} a year, where at most {wanted:rate} was asked for.")
MORE_THAN_ASKED = N_("That is {rate:rate} a year: clearly more than the {wanted:rate} that was asked for.")
FEWER_THAN_ASKED = N_("That is {rate:rate} a year: clearly fewer than the {wanted:rate} that was asked for.")
ACCOUNT_TOO_LITTLE = N_("Nothing to test on yet: too little of its past is known or was steady.")


def tally_text(tally: Tally, t: Translator, *, one_account: bool = False) -> str:
    """How well the warning did, as sentences; where there is too little to say, that.

    Args:
        tally: Of the organisation or of one account.
        t: The language.
        one_account: Whether it is of one account: its rate of false alarms says nothing yet.
    """
    if not tally.testable:
        return t.text(ACCOUNT_TOO_LITTLE if one_account else TOO_LITTLE)
    said = [_announced(tally, t, one_account), _warning(tally, t), _false(tally, t)]
    said.append("" if one_account else _against(tally, t))
    if tally.open_alarms:
        said.append(
            t.plural(
                "Of {n:number} alarm it is not known yet whether it was right.",
                "Of {n:number} alarms it is not known yet whether they were right.",
                tally.open_alarms,
            )
        )
    return " ".join(part for part in said if part)


def _announced(tally: Tally, t: Translator, one_account: bool) -> str:
    if not tally.silences:
        return t.text(N_("This account was never silent for a quarter.") if one_account else NO_SILENCE)
    if one_account:
        return t.plural(
            "It fell silent {n:number} time; {announced:number} was announced, {before:number} before it began.",
            "It fell silent {n:number} times; {announced:number} were announced, {before:number} before it began.",
            tally.silences,
            announced=tally.announced,
            before=tally.before,
        )
    return t.plural(
        "On your own history: {announced:number} of {n:number} silence was announced, {before:number} before it began.",
        "On your own history: {announced:number} of {n:number} silences were announced, {before:number} before they "
        "began.",
        tally.silences,
        announced=tally.announced,
        before=tally.before,
    )


def _warning(tally: Tally, t: Translator) -> str:
    if not tally.announced:
        return ""
    weeks = round(tally.warning)
    if weeks > 0:
        ahead = N_("Typically the warning came {weeks:weeks} before the silence began.")
        return t.text(ahead, weeks=weeks)
    if weeks < 0:
        return t.text(
            N_("Typically the warning came after {weeks:weeks} of silence."),
            weeks=-weeks,
        )
    return t.text(N_("Typically the warning came as the silence began."))


def _false(tally: Tally, t: Translator) -> str:
    if not tally.calm_years:
        return t.text(NOT_KNOWN)
    return t.plural(
        "{n:number} false alarm in {years:number} account-years.",
        "{n:number} false alarms in {years:number} account-years.",
        tally.false_alarms,
        years=tally.calm_years,
    )


def _against(tally: Tally, t: Translator) -> str:
    if math.isnan(tally.rate):
        return ""
    said = {1: MORE_THAN_ASKED, 0: ASKED, -1: FEWER_THAN_ASKED}[tally.against_wanted]
    return t.text(said, rate=tally.rate, wanted=tally.wanted)
