"""The weekly frame: everything the symptoms may read, one row per account and week.

Made in one pass over tables that the store keeps small (the weekly roll-ups, videos, interactions, profiles
and windows); posts are never scanned. Whatever happened after the last complete week before `as_of` is cut off first,
so that a frame of the past is the frame that would have been made then.
"""

from __future__ import annotations

from datetime import date
from typing import Protocol

import numpy as np
import pandas as pd

from monitor.activity import people
from monitor.activity.authors import author_columns
from monitor.activity.autopilot import machine_columns
from monitor.activity.calendar import holiday_days, week_starts
from monitor.activity.columns import COLUMNS
from monitor.activity.grid import NOWHERE, Grid, taken
from monitor.activity.history import History, from_beginning, read_history
from monitor.activity.islands import island_columns
from monitor.activity.observed import observed_weeks
from monitor.activity.people import account_columns
from monitor.activity.planned import planned_columns
from monitor.activity.rhythm.framing import rhythm_columns
from monitor.activity.rhythm.reading import Rhythms, read_rhythms
from monitor.activity.spoken import answer_columns
from monitor.activity.weeks import last_complete_week
from monitor.settings import Settings

DAY = 86_400
RECENT_VIDEOS = 10
ANSWERED_WEEKS = 4
THEMED = ("themed", "theme_judged")
COUNTS = ("posts", "own", "replies", "reposts", "press_releases", "press_judged")


class ActivityStore(Protocol):
    """What the weekly frame reads of `monitor.store.contract.Store`."""

    def accounts(self) -> pd.DataFrame: ...

    def weekly_rollup(self) -> pd.DataFrame: ...

    def weekly_authors(self) -> pd.DataFrame: ...

    def weekly_makers(self) -> pd.DataFrame: ...

    def videos(self) -> pd.DataFrame: ...

    def interactions(self) -> pd.DataFrame: ...

    def planned(self) -> pd.DataFrame: ...

    def planned_posts(self) -> pd.DataFrame: ...

    def profiles(self) -> pd.DataFrame: ...

    def windows(self) -> pd.DataFrame: ...


def build_frame(store: ActivityStore, settings: Settings, as_of: date) -> pd.DataFrame:
    """Build the weekly frame of all accounts.

    Args:
        store: Where the activity is kept.
        settings: Time zone, holidays and own team.
        as_of: The day on which the frame is made; nothing after the last week that was over before it is used.

    Returns:
        The columns of `monitor.activity.columns`; index (account, week), int64, sorted, without gaps inside an account.

    Raises:
        FixSettings: No public holidays are known of the organisation's country.
        StoreTrouble, RetryLater: From the store.
    """
    history = read_history(store, settings.organisation.zone, last_complete_week(as_of))
    return frame_of(history, settings, read_rhythms(history, settings))


def frame_of(history: History, settings: Settings, rhythms: Rhythms) -> pd.DataFrame:
    """Make the weekly frame of a history that was read.

    Args:
        history: What the store knows, cut off at the end of a week.
        settings: Time zone, holidays and own team.
        rhythms: What is told of the accounts' rhythm up to the same week.

    Returns:
        See `build_frame`.

    Raises:
        FixSettings: No public holidays are known of the organisation's country.
    """
    grid = history.grid
    starts = week_starts(grid.from_week, grid.last + ANSWERED_WEEKS, settings.organisation.zone)
    ends = starts[grid.week - grid.from_week + 1]
    columns = account_columns(grid, history.accounts)
    columns |= _time(grid, history, settings, starts, ends)
    columns |= _posts(grid, history, ends)
    columns |= _themes(grid, history, bool(settings.theme))
    columns |= island_columns(grid, history, columns["observed_weeks"], columns["own"], settings)
    columns |= machine_columns(grid, history.makers)
    columns |= _group(grid, history, columns["own"], settings.organisation.team)
    columns |= author_columns(grid, history.authors, history.accounts, settings.organisation, columns["own"])
    columns |= _videos(grid, history)
    columns |= _interactions(grid, history, starts)
    columns |= answer_columns(grid, history, columns["interactions_known"], settings, starts)
    days = settings.promises.calendar_days
    columns |= planned_columns(grid, history.planned, history.planned_posts, days, starts)
    columns |= _profiles(grid, history)
    columns |= rhythm_columns(grid, rhythms)
    columns["judged"] = columns["judged"] & ~(columns["protected"] == 1)
    return pd.DataFrame({c.name: columns[c.name] for c in COLUMNS}, index=grid.index(), copy=False)


Columns = dict[str, np.ndarray]


def _time(grid: Grid, history: History, settings: Settings, starts: np.ndarray, ends: np.ndarray) -> Columns:
    observed, unseen = observed_weeks(grid, history.windows, starts)
    begun = starts[grid.first - grid.from_week]
    opened = np.fmin(begun, history.opened)
    dated = ~np.isnan(history.opened) | np.isin(grid.accounts, from_beginning(history.windows))
    off = holiday_days(grid.from_week, grid.last, settings.organisation, settings.holidays).astype(np.float32)
    return {
        "age_days": ((ends - grid.spread(opened)) / DAY).astype(np.float32),
        "beginning_known": grid.spread(dated),
        "observed_weeks": observed,
        "weeks_unseen": unseen,
        "holiday_days": off[grid.week - grid.from_week],
    }


def _posts(grid: Grid, history: History, ends: np.ndarray) -> Columns:
    rollup, rows = history.rollup, history.rollup_rows
    columns = {name: grid.placed(rows, rollup[name].to_numpy()) for name in COUNTS}
    last = grid.latest(rows)
    columns["posts_ever"] = _so_far(grid, rows, rollup["posts"].to_numpy(), last)
    columns["own_ever"] = _so_far(grid, rows, rollup["own"].to_numpy(), last)
    columns["days_silent"] = _days_since(ends, rollup["last_post_at"].to_numpy(np.int64), last)
    own_at = rollup["last_own_at"].to_numpy(np.int64)
    columns["own_days_silent"] = _days_since(ends, own_at[own_at >= 0], grid.latest(rows[own_at >= 0]))
    return columns


def _themes(grid: Grid, history: History, configured: bool) -> Columns:
    """Posts that touch a theme; nobody knows without themes."""
    if not configured:
        return dict.fromkeys(THEMED, np.full(grid.size, np.nan, np.float32))
    return {name: grid.placed(history.rollup_rows, history.rollup[name].to_numpy()) for name in THEMED}


def _so_far(grid: Grid, rows: np.ndarray, counts: np.ndarray, last: np.ndarray) -> np.ndarray:
    """Running total of each account, from the events up to the last one."""
    total = np.concatenate(([0], np.cumsum(counts)))
    before = total[np.searchsorted(rows, grid.begin_of(rows))]
    return taken(total[1:] - before, last, 0)


def _days_since(ends: np.ndarray, moments: np.ndarray, last: np.ndarray) -> np.ndarray:
    """Days from the last event to the end of each week; NaN before the first."""
    days = np.append(moments.astype(np.float64), np.nan)[last]
    np.subtract(ends, days, out=days)
    days /= DAY
    return np.asarray(days)


def _group(grid: Grid, history: History, own: np.ndarray, team: tuple[str, ...]) -> Columns:
    """Discussions by whom; NaN for accounts that are no groups."""
    group = (history.accounts["kind"] == "group").to_numpy(bool)
    who = grid.ordinal(history.authors["account_id"].to_numpy(np.int64))
    told = history.authors[(who != NOWHERE) & np.append(group, False)[who]]
    rows = grid.rows(told["account_id"].to_numpy(np.int64), told["week"].to_numpy(np.int64))
    posts, inside = told["posts"].to_numpy(np.float64), rows != NOWHERE
    member, nameless = people.members(told["author"], team)
    by_members, by_known = (grid.sums(rows[some], posts[some]) for some in (inside & member, inside & ~nameless))
    columns = {
        "discussions": own,
        "member_discussions": by_members,
        "unknown_author_discussions": own - by_known,
    }
    spread = grid.spread(group)
    return {name: np.where(spread, values, np.float32(np.nan)) for name, values in columns.items()}


def _videos(grid: Grid, history: History) -> Columns:
    """The last ten videos, by running sums over the videos of each account, oldest first."""
    rows, outing = history.video_rows, history.videos["outing"].to_numpy(np.float64)
    nth = np.arange(len(rows)) - np.searchsorted(rows, grid.begins)[history.video_owners]
    recent = np.minimum(nth + 1, RECENT_VIDEOS)
    last = grid.latest(rows)
    channel = grid.spread((history.accounts["kind"] == "channel").to_numpy(bool))
    empty = np.where(channel, 0.0, np.nan).astype(np.float32)
    columns = {
        "videos_recent": taken(recent, last),
        "videos_judged": taken(_last_sum(~np.isnan(outing), recent), last),
        "outings_recent": taken(_last_sum(outing == 1, recent), last),
    }
    filled = {name: np.where(last == NOWHERE, empty, values) for name, values in columns.items()}
    return filled | {"last_video_outing": taken(outing, last)}


def _last_sum(flags: np.ndarray, width: np.ndarray) -> np.ndarray:
    """Sum over the last `width` events, this one included."""
    total = np.concatenate(([0], np.cumsum(flags)))
    here = np.arange(len(flags)) + 1
    return np.asarray(total[here] - total[here - width])


def _interactions(grid: Grid, history: History, starts: np.ndarray) -> Columns:
    """Comments and whether they were answered by the end of their week or of one of the next three."""
    rows = history.interaction_rows
    table = history.interactions
    answered, certain = table["answered_at"].to_numpy(np.int64), table["answer_known"].to_numpy(bool)
    known = grid.latest(rows) != NOWHERE
    columns = {"interactions_known": known, "comments": _where_known(known, grid.sums(rows))}
    unclear = grid.sums(rows[~certain]) > 0
    for weeks in range(ANSWERED_WEEKS):
        limit = starts[grid.week[rows] - grid.from_week + 1 + weeks]
        in_time = rows[(answered >= 0) & (answered < limit)]
        columns[f"answered_within_{weeks}"] = _where_known(known & ~unclear, grid.sums(in_time))
    return columns


def _where_known(known: np.ndarray, values: np.ndarray) -> np.ndarray:
    return np.where(known, values, np.float32(np.nan))


def _profiles(grid: Grid, history: History) -> Columns:
    rows, table = history.profile_rows, history.profiles
    states = ("default_avatar", "has_bio", "protected")
    columns = {name: grid.carry(rows, table[name].to_numpy(np.float64)) for name in states}
    return columns | {"profile_seen": grid.latest(rows) != NOWHERE}
