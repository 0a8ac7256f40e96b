"""The rhythm chart of an account: its posts beside its own norm, the state it was in, and what may be expected.

Time runs through both parts and on into the forecast, right of the line "now". A state is told by its shade and by its
pattern, so that it can be read without colours.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from monitor.activity.rhythm.decline import HORROR
from monitor.activity.rhythm.states import Rhythm
from monitor.activity.weeks import week_start
from monitor.reporting.charts import canvas
from monitor.reporting.charts.canvas import ALARM, GOAL, INK, LEGEND, OTHER, OWN, PAPER, SOFT, TITLE
from monitor.reporting.forecast_parts import RhythmSeries
from monitor.reporting.forecast_words import STATE_WORDS
from monitor.reporting.i18n import N_, Translator

LOOKS: dict[int, tuple[str, str, str]] = {
    Rhythm.HEALTHY: ("#d6e8df", "", "#d6e8df"),
    Rhythm.REVIVED: ("#a9cbe2", "...", OWN),
    Rhythm.FADING: ("#e0a040", "////", "#6b3f00"),
    Rhythm.SILENT: ("#b8551f", "xxx", PAPER),
    Rhythm.DORMANT: ("#33130f", "", "#33130f"),
}
"""Shade, pattern and colour of the pattern of each state: each clearly darker than the one before."""
USUAL, USUAL_EDGE = "#ece7da", "#8b8064"
BEYOND = "#f4f6f8"
"""Ground of the weeks that have not come yet."""
WIDE_LEGEND = LEGEND | {"handlelength": 1.7}
"""Room for dashes."""
LEFT, WIDE = 0.065, 0.925
HEIGHT = 4.5
CROWDED, BUSY = 2.5, 0.75
"""A week with so many times the usual posts is cut off, its number on top, so that it does not flatten the others.
Usual is what the norm holds, and what that share of its active weeks does not exceed."""


def rhythm_figure(series: RhythmSeries, translator: Translator) -> Figure:
    """Posts per week and the rhythm's state, with what may be expected after the last week."""
    figure = canvas.figure(HEIGHT)
    above = figure.add_axes((LEFT, 0.345, WIDE, 0.485))
    below = figure.add_axes((LEFT, 0.105, WIDE, 0.085))
    now = float(series.weeks[-1] + 1)
    edges = np.arange(series.weeks[0], series.weeks[-1] + 2 + series.ahead)
    for axes in (above, below):
        axes.axvspan(now, edges[-1], color=BEYOND, lw=0, zorder=0)
        axes.axvline(now, color=SOFT, lw=1.0, zorder=4)
    _posts(above, series, edges, translator)
    _states(below, series, edges, translator)
    canvas.months(below, edges, translator)
    above.set_xticks([])
    return figure


def _posts(axes: Axes, series: RhythmSeries, edges: np.ndarray, t: Translator) -> None:
    past = edges[: len(series.weeks) + 1]
    top = _top(series)
    low, high = np.nan_to_num(series.low), np.nan_to_num(series.high)
    axes.stairs(high, past, baseline=low, fill=True, color=USUAL, lw=0, zorder=1)
    axes.stairs(np.nan_to_num(series.posts), past, fill=True, color=OTHER, lw=0, zorder=2)
    for edge in (series.low, series.high):
        axes.stairs(edge, past, baseline=None, color=USUAL_EDGE, lw=0.9, zorder=2.5)
    middle = series.weeks + 0.5
    axes.plot(middle, series.level, color=PAPER, lw=3.2, zorder=3)
    axes.plot(middle, series.level, color=OWN, lw=1.8, zorder=3)
    axes.hlines(series.horror, edges[0], edges[-1], color=ALARM, lw=1.3, ls=(0, (5, 2)), zorder=3)
    canvas.frame(axes, edges, top, "", t)
    canvas.unseen(axes, series.posts, past)
    _cut_off(axes, series, top, t)
    dated = [*_decline(axes, series, t), *_crossing(axes, series, t)]
    _now(axes, series, top, t)
    _heading(axes, series, dated, t)


def _top(series: RhythmSeries) -> float:
    """Top of the posts' scale."""
    busy = series.posts[series.posts > 0]
    usual = float(np.nanmax(np.append(series.high, [2, np.quantile(busy, BUSY) if len(busy) else 0])))
    most = float(np.nanmax(np.append(series.posts, 0)))
    return max(3.0, min(most, CROWDED * usual), 1.5 * series.horror) * 1.12


def _cut_off(axes: Axes, series: RhythmSeries, top: float, t: Translator) -> None:
    """Write the number of posts at the foot of the cut of each week that is too high for the scale."""
    high = np.flatnonzero(np.nan_to_num(series.posts) > top)
    told = high[np.diff(high, prepend=-1000) > max(3, len(series.weeks) // 26)]
    for week in told:
        number = t.value(int(series.posts[week]), "number")
        at = (float(series.weeks[week]) + 1.3, top * 0.985)
        axes.annotate(number, at, fontsize=8, color=SOFT, ha="left", va="top", zorder=5)


def _decline(axes: Axes, series: RhythmSeries, t: Translator) -> list[Artist]:
    if series.decline is None or series.decline < series.weeks[0]:
        return []
    axes.axvline(series.decline, color=GOAL, lw=1.6, ls=(0, (1, 1.5)), zorder=4)
    words = t.text(N_("slower since {since:day}"), since=week_start(series.decline))
    return [Line2D([], [], color=GOAL, lw=1.6, ls=(0, (1, 1.5)), label=words)]


def _crossing(axes: Axes, series: RhythmSeries, t: Translator) -> list[Artist]:
    if series.crossing is None or series.crossing > series.ahead:
        return []
    now = float(series.weeks[-1] + 1)
    at = now + series.crossing
    level = float(np.nan_to_num(series.level[-1]))
    axes.plot([now - 0.5, at], [level, HORROR], color=INK, lw=1.3, ls=(0, (2, 2)), zorder=3)
    axes.plot([at], [HORROR], color=ALARM, marker="v", ms=8, mec=PAPER, zorder=5, clip_on=False)
    words = t.text(N_("if it goes on like this: {by:month}"), by=week_start(int(at)))
    return [Line2D([], [], color=ALARM, marker="v", ms=6, ls=(0, (2, 2)), lw=1.3, label=words)]


def _now(axes: Axes, series: RhythmSeries, top: float, t: Translator) -> None:
    axes.annotate(
        t.text(N_("forecast")),
        (float(series.weeks[-1] + 1), top),
        xytext=(4, -3),
        textcoords="offset points",
        fontsize=8.5,
        color=SOFT,
        va="top",
        style="italic",
        zorder=5,
    )


def _heading(axes: Axes, series: RhythmSeries, dated: list[Artist], t: Translator) -> None:
    """Two lines above the posts: the heading, and what the marks mean."""
    axes.figure.text(LEFT, 0.958, t.text(N_("Rhythm and forecast: posts per week")), va="center", **TITLE)
    weekly = series.horror >= 1
    horror = N_("horror scenario: a post a week") if weekly else N_("horror scenario: a post a month")
    entries: list[Artist] = [
        Patch(color=OTHER, label=t.text(N_("posts"))),
        Line2D([], [], color=OWN, lw=1.8, label=t.text(N_("mean of 8 weeks"))),
        Line2D([], [], color=ALARM, lw=1.3, ls=(0, (5, 2)), label=t.text(horror)),
    ]
    if not np.isnan(series.high).all():
        entries.insert(2, Patch(fc=USUAL, ec=USUAL_EDGE, lw=0.9, label=t.text(N_("usual in its healthy weeks"))))
    figure = axes.figure
    figure.legend(handles=entries, loc="center left", bbox_to_anchor=(LEFT, 0.885), ncols=len(entries), **WIDE_LEGEND)
    if dated:
        figure.legend(
            handles=dated, loc="center right", bbox_to_anchor=(LEFT + WIDE, 0.958), ncols=len(dated), **WIDE_LEGEND
        )


def _states(axes: Axes, series: RhythmSeries, edges: np.ndarray, t: Translator) -> None:
    past = edges[: len(series.weeks) + 1]
    entries: list[Artist] = []
    for state, (shade, pattern, ink) in LOOKS.items():
        here = series.state == state
        if here.any():
            look: dict[str, Any] = {"facecolor": shade, "hatch": pattern, "edgecolor": ink}
            axes.stairs(here.astype(float), past, fill=True, lw=0, zorder=2, **look)
            entries.append(Patch(label=t.text(STATE_WORDS[state]), lw=0, **look))
    entries += _next_post(axes, series, t)
    axes.set(xlim=(edges[0], edges[-1]), ylim=(0, 1))
    axes.set_yticks([])
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(SOFT)
    axes.set_title(t.text(N_("State")), loc="left", pad=6, **TITLE)
    canvas.legend(axes, entries)


def _next_post(axes: Axes, series: RhythmSeries, t: Translator) -> list[Artist]:
    """The time in which the next post may be expected, from 10 to 90 %: its half before the middle is the darker."""
    if series.next_post is None:
        return []
    now = float(series.weeks[-1] + 1)
    early, usual, late = (now + weeks for weeks in series.next_post)
    end = now + series.ahead
    for begin, until, strength in ((early, usual, 0.55), (usual, late, 0.3)):
        width = max(min(until, end) - begin, 0.0)
        axes.add_patch(Rectangle((begin, 0.22), width, 0.56, color=OWN, alpha=strength, lw=0, zorder=5))
    if usual < end:
        axes.plot([usual], [0.5], color=OWN, marker="D", ms=5.5, mec=PAPER, mew=0.8, zorder=6)
    if late > end:
        axes.plot([end], [0.5], color=OWN, marker=">", ms=7, clip_on=False, zorder=6)
    return [Patch(color=OWN, alpha=0.35, lw=0, label=t.text(N_("next post expected")))]
