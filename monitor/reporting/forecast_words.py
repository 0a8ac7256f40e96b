"""The early warning in words: odds, states, dates, and how well it did before. Never "dead": only odds."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from monitor.activity.rhythm.backtest import Tally
from monitor.activity.rhythm.next_post import LONGEST
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
    Rhythm.HEALTHY: N_("It posts as it usually does."),
    Rhythm.FADING: N_("It still posts, but less than it used to."),
    Rhythm.SILENT: N_("No post for {quiet:days}: longer than its own rhythm explains."),
    Rhythm.DORMANT: N_("At most one post in 13 weeks: it has fallen silent."),
    Rhythm.REVIVED: N_("It posts again after having fallen silent."),
}
ODDS = N_("The odds are {odds} that a quarter of silence (at most one post) begins within the next 13 weeks.")
ODDS_ALREADY = N_("The odds are {odds} that a quarter of silence (at most one post) has begun or begins soon.")
PAUSES = N_("Of 100 of its own pauses about {n:number} last this long.")
NO_PAUSE = N_("Of 100 of its own pauses fewer than one lasts this long.")
SLOWER = N_("Slower since the week of {since:date}.")
CROSSING = N_("If it goes on like this, it is down to a post a month around {by:month}.")
NEXT_POST = N_("Its next post, in its own rhythm: {expected}.")
LITTLE = N_("Little history: these odds are hardly better than a guess.")
REASONS: Mapping[str, str] = {
    "part_level": N_("It has long been posting in few weeks only."),
    "part_change": N_("Its newest rhythm is the slowest in a long time."),
    "part_gap": N_("The present pause is long for its rhythm."),
    "part_people": N_("Those who write it have fallen silent elsewhere too."),
    "part_siblings": N_("Other accounts of the organisation have fallen silent too."),
}
"""What weighs most in the odds, by the column of the rhythm's table."""
STEPS: Mapping[int, str] = {
    Rhythm.FADING: N_("Ask who writes it what is missing, time or subjects, and plan the next two posts now."),
    Rhythm.SILENT: N_("Post something this week, or tell the followers until when it rests."),
    Rhythm.DORMANT: N_("Decide: begin again with a plan and a person, or close it."),
}
NEVER_STEADY = N_("It never posted steadily enough to have a rhythm: that takes 10 posts in 8 weeks of half a year.")
LONG_AGO = N_("It has been silent for over a year; there is nothing to foretell.")
CANNOT_SEE = N_("We cannot see this account now, so there is no forecast.")
RESTS = N_("It is closed on purpose, so there is no forecast.")


@dataclass(frozen=True)
class Outlook:
    """What the newest week says of an account: the columns of the rhythm's table, and the days since its last post."""

    state: int
    chance: float
    pause: float
    quiet: float
    usual: float
    late: float
    since: float
    crossing: float
    reason: str
    little: bool
    last: int


def odds_text(chance: float, t: Translator) -> str:
    """A chance as odds in tenths; finer would claim more than the calibration of the model can hold."""
    if chance < 0.05:
        return t.text(N_("less than 1 in 20"))
    if chance >= 0.95:
        return t.text(N_("more than 9 in 10"))
    return t.text(N_("about {n} in 10"), n=str(min(max(math.floor(chance * 10 + 0.5), 1), 9)))


def state_word(state: int, t: Translator) -> str:
    """A state in one or two words."""
    return t.text(STATE_WORDS[state])


def warns(state: int) -> bool:
    """Whether the state is one that a forecast warns of: dormant is a fact, and no forecast."""
    return state in (Rhythm.FADING, Rhythm.SILENT)


def outlook_text(one: Outlook, t: Translator) -> str:
    """Everything that the numbers say, as sentences."""
    said = [t.text(SENTENCES[one.state], quiet=one.quiet)]
    if one.state == Rhythm.SILENT:
        said.append(t.text(PAUSES if one.pause >= 0.01 else NO_PAUSE, n=round(one.pause * 100)))
    if one.state != Rhythm.DORMANT:
        said.append(t.text(ODDS_ALREADY if one.state == Rhythm.SILENT else ODDS, odds=odds_text(one.chance, t)))
    if one.state == Rhythm.FADING:
        said.append(t.text(REASONS[one.reason]))
    if warns(one.state):
        said += [words for words in (slower_text(one, t), crossing_text(one, t)) if words]
    if one.little:
        said.append(t.text(LITTLE))
    return " ".join(said)


def slower_text(one: Outlook, t: Translator) -> str:
    """Since when the rhythm is slower; "" if it is not."""
    return "" if math.isnan(one.since) else t.text(SLOWER, since=week_start(int(one.since)))


def crossing_text(one: Outlook, t: Translator) -> str:
    """When it is down to a post a month; "" if the model gives no date."""
    return "" if math.isnan(one.crossing) else t.text(CROSSING, by=week_start(int(one.crossing)))


def step_text(state: int, t: Translator) -> str:
    """What to do about a state; "" if nothing needs doing."""
    return t.text(STEPS.get(state, ""))


def day_after(last: int, days: float) -> date:
    """The day on which so many days have gone by since the end of week `last`."""
    return week_start(last + 1) + timedelta(days=int(days))


def expected_text(one: Outlook, t: Translator) -> str:
    """When the next post may be expected; "" if there is no date to tell."""
    if one.state == Rhythm.DORMANT or not one.usual < LONGEST:
        return ""
    usual, late = day_after(one.last, one.usual), day_after(one.last, one.late)
    if usual == late:
        return t.text(N_("around {usual:date}"), usual=usual)
    if not one.late < LONGEST:
        return t.text(N_("around {usual:date}, or much later"), usual=usual)
    return t.text(N_("around {usual:date}, in 9 of 10 cases by {late:date}"), usual=usual, late=late)


def warning_text(one: Outlook, t: Translator) -> str:
    """What the numbers say and when the next post may be expected, as sentences."""
    expected = expected_text(one, t)
    next_post = t.text(NEXT_POST, expected=expected) if expected else ""
    return f"{outlook_text(one, t)} {next_post}".strip()


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
        return t.text(N_("This account did not fall silent.") if one_account else NO_SILENCE)
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
