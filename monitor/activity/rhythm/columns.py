"""The columns of the weekly frame that tell an account's rhythm, which all accounts of the portfolio tell together."""

from __future__ import annotations

from monitor.activity.column import Column, Spread


def _rhythm(name: str, unit: str, meaning: str) -> Column:
    """A number of the account's rhythm; NaN where the model says nothing or has no such number."""
    return Column(f"rhythm_{name}", "float32", unit, meaning, Spread.STATE)


RHYTHM: tuple[Column, ...] = (
    _rhythm("state", "Rhythm", "0 healthy, 1 fading, 2 silent, 3 dormant, 4 revived; NaN where there is no rhythm"),
    _rhythm("over_line", "0/1", "the score of the early warning reaches the line from which an alarm is due"),
    _rhythm("unusual", "0/1", "silent for longer than its own gaps explain: rare, and rarer than false alarms may be"),
    _rhythm("silence_chance", "chance", "that a gap of this account is at least as long as its present silence"),
    _rhythm("dormant_chance", "chance", "that dormancy has begun or begins within 13 weeks"),
    _rhythm("usual_gap", "days", "median of the last gaps between its active days"),
    _rhythm("gaps_a_year", "1/year", "how many such gaps there are in a year"),
    _rhythm("next_early", "days", "from the end of the week; with 10 % the next post comes sooner"),
    _rhythm("next_usual", "days", "with 50 % the next post comes sooner"),
    _rhythm("next_late", "days", "with 90 % the next post comes sooner, if the account still lives"),
    _rhythm("decline_weeks", "weeks", "since its newest rhythm began, if that is slower by 30 % or more"),
    _rhythm("horror_weeks", "weeks", "from now until it is down to a post a month, if it goes on like this"),
    _rhythm("reason", "Part", "1 seldom in the long run, 2 slower, 3 silent beyond its gaps, 4 people, 5 siblings"),
    _rhythm("little_history", "0/1", "younger than 26 weeks: the odds are little better than a guess"),
)
