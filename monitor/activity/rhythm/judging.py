"""From running numbers to what is told: what the whole portfolio teaches about the scores of new weeks."""

from __future__ import annotations

import numpy as np

from monitor.activity.rhythm.alarm import LINES, Learned, steered
from monitor.activity.rhythm.beside import Beside, Grid, beside
from monitor.activity.rhythm.carried import Carried
from monitor.activity.rhythm.chance import SETTLED, chance, shifted
from monitor.activity.rhythm.episodes import NONE, excused_since
from monitor.activity.rhythm.follow import MOST_SILENT, Followed
from monitor.activity.rhythm.model import Model
from monitor.activity.rhythm.outcomes import Outcomes, outcomes
from monitor.activity.rhythm.portfolio import Portfolio, posts_by_week
from monitor.activity.rhythm.states import States
from monitor.activity.rhythm.window import LATE, MARGIN, Window


def judged(
    found: Followed, since: int, carried: Carried, portfolio: Portfolio, model: Model, wanted: float
) -> tuple[dict[str, np.ndarray], Learned, Carried]:
    """All columns but account and week of the new weeks, the portfolio's line in them, and what is carried on.

    Args:
        found: What was noted of the new weeks.
        since: The first of them.
        carried: What is known of the weeks before; it is used up.
        portfolio: Active weeks of the accounts.
        model: Coefficients.
        wanted: False alarms an account-year.
    """
    grid = Grid.of(found, since)
    fate, excused, onset = _fate(portfolio, carried, since, int(found.state.week[0]))
    near = beside(found, grid, carried, portfolio, fate)
    noted = found.numbers  # taken over and not copied: it is most of the room
    noted |= {"week": found.week, "part_people": grid.told(near.parts[0]), "part_siblings": grid.told(near.parts[1])}
    noted["score"] = noted["score"] + noted["part_people"] + noted["part_siblings"]
    score = grid.spread(noted["score"], -np.inf, carried.window.score)
    line, fired, steering = steered(score, fate.monitored, excused, wanted, model.rates_at(LINES), carried.steering)
    start = LATE - SETTLED
    shift, counted = shifted(
        score[:, start:], fate.monitored[:, start:], fate.dead[:, start:], model.chance, carried.counted
    )
    noted |= _told(noted, line, fired, shift, grid, model)
    noted["state"], noted["notice"] = _states(found, noted, carried.states)
    ever = carried.ever | fate.monitored.any(1)
    window = _window(near, score)
    people, states = carried.people, carried.states
    return noted, line, Carried(
        found.state, people, window, ever, steering, counted, near.weighed, onset, states
    )  # fmt: skip


def _fate(portfolio: Portfolio, carried: Carried, since: int, until: int) -> tuple[Outcomes, np.ndarray, np.ndarray]:
    """Outcomes and excused weeks of the last LATE and the new weeks, and the episodes that accounts are in."""
    first = since - LATE - MARGIN
    posts = posts_by_week(portfolio.weeks, len(portfolio.names), first, until)
    fate = outcomes(posts)
    onset = np.where(carried.onset == NONE, NONE, carried.onset - first)
    excused, onset = excused_since(posts, fate, onset, MARGIN)
    return fate.since(MARGIN), excused[:, MARGIN:], np.where(onset == NONE, NONE, onset + first)


def _told(
    noted: dict[str, np.ndarray], line: Learned, fired: np.ndarray, shift: np.ndarray, grid: Grid, model: Model
) -> dict[str, np.ndarray]:
    """What the portfolio's line and base rate say of each line."""
    week = grid.column - LATE
    return {
        "line": line.line[week],
        "over_line": noted["monitored"] & (noted["score"] >= line.line[week]),
        "alarm": fired[grid.row, grid.column],
        "chance_dormant_13w": chance(noted["score"], shift[week], model.chance),
        "false_alarm_rate": line.real_rate[week],
    }


def _window(near: Beside, score: np.ndarray) -> Window:
    """The last LATE weeks."""
    people, siblings = near.signals
    return Window(*(values[:, -LATE:].copy() for values in (near.own, score, people, siblings, near.short)))


def _states(found: Followed, noted: dict[str, np.ndarray], states: States) -> tuple[np.ndarray, np.ndarray]:
    """State and notice of each line, week by week."""
    state, notice = np.zeros(len(found.row), np.int8), np.zeros(len(found.row), bool)
    chosen = np.flatnonzero(noted["since_sustained"] < MOST_SILENT)
    weeks, begins = np.unique(found.week[chosen], return_index=True)
    for lines in np.split(chosen, begins[1:]) if len(weeks) else []:
        told = (noted[name][lines] for name in ("over_line", "chance_silence_normal", "quiet", "quarter"))
        state[lines], notice[lines] = states.update(found.row[lines], *told)
    return state, notice
