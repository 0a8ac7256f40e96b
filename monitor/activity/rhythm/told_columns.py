"""The columns of what is told of each account and week."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ToldColumn:
    """A column: its name, dtype, unit and meaning. NaN means not applicable or not to be told."""

    name: str
    dtype: str
    unit: str
    meaning: str


TOLD: tuple[ToldColumn, ...] = (
    ToldColumn("account", "category", "name", "the account"),
    ToldColumn("week", "int64", "week", "number of the week, counted as in the active weeks that were given"),
    ToldColumn("score", "float64", "log odds", "how likely dormancy begins within 8 weeks; compare with `line`"),
    ToldColumn("part_level", "float64", "log odds", "what posting seldom in the long run adds to the score"),
    ToldColumn("part_change", "float64", "log odds", "what a quieter new rhythm adds"),
    ToldColumn("part_gap", "float64", "log odds", "what the silence beside the account's own gaps adds"),
    ToldColumn("part_people", "float64", "log odds", "what the silence of its authors over all accounts adds"),
    ToldColumn("part_siblings", "float64", "log odds", "what silent accounts of the same organisation add"),
    ToldColumn("monitored", "bool", "yes/no", "sustained within the last 9 weeks and not dormant: alarms count here"),
    ToldColumn("line", "float64", "log odds", "score from which an alarm is due in this portfolio and week"),
    ToldColumn("over_line", "bool", "yes/no", "monitored, and the score reaches the line"),
    ToldColumn("alarm", "bool", "yes/no", "over the line, and no alarm in the 12 weeks before"),
    ToldColumn("state", "int8", "Rhythm", "0 healthy, 1 fading, 2 silent, 3 dormant, 4 revived"),
    ToldColumn("notice", "bool", "yes/no", "a bad state begins, and none of that state was told for a quarter"),
    ToldColumn("chance_dormant_13w", "float64", "chance", "that dormancy has begun or begins within 13 weeks"),
    ToldColumn("chance_silence_normal", "float64", "chance", "that a gap of this account is at least this long"),
    ToldColumn("next_early", "float64", "days", "from the end of the week; with 10 % the next post comes sooner"),
    ToldColumn("next_usual", "float64", "days", "with 50 % the next post comes sooner, given the silence so far"),
    ToldColumn("next_late", "float64", "days", "with 90 % the next post comes sooner, if the account still lives"),
    ToldColumn("usual_gap", "float64", "days", "median of the last 60 gaps between its active days"),
    ToldColumn("gaps_a_year", "float64", "1/year", "how many of those gaps there are in a year"),
    ToldColumn("decline_start", "float64", "week", "first week of the newest rhythm if it is slower by 30 % or more"),
    ToldColumn(
        "projected_horror", "float64", "week", "when it is down to a post a month; NaN unless 90 % of draws agree"
    ),
    ToldColumn(
        "false_alarm_rate", "float64", "1/account-year", "that the portfolio's line really gave, as far as known"
    ),
    ToldColumn("little_history", "bool", "yes/no", "younger than 26 weeks: the odds are little better than a guess"),
)
