"""The chart of an account: its posts per week beside its own norm and goal, and its silence."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from monitor.reporting.charts import canvas
from monitor.reporting.charts.canvas import ALARM, GOAL, INK, NORM, OTHER, OWN, PAPER
from monitor.reporting.i18n import N_, Translator
from monitor.reporting.parts import AccountSeries


def account_figure(series: AccountSeries, translator: Translator) -> Figure:
    """Posts per week with the account's own norm and goal, above the time since its last post."""
    figure = canvas.figure(4.3)
    above = figure.add_axes((0.065, 0.47, 0.925, 0.44))
    below = figure.add_axes((0.065, 0.085, 0.925, 0.24))
    edges = np.append(series.weeks, series.weeks[-1] + 1)
    _posts(above, series, edges, translator)
    _silence(below, series, edges, translator)
    for axes in (above, below):
        canvas.unseen(axes, series.own, edges)
        canvas.months(axes, edges, translator)
    return figure


def _posts(axes: Axes, series: AccountSeries, edges: np.ndarray, t: Translator) -> None:
    known = np.nan_to_num(series.high)
    top = max(3.0, float(np.nanmax(np.append(series.posts, 0))), float(known.max()), series.goal or 0) * 1.08
    axes.stairs(known, edges, baseline=np.nan_to_num(series.low), fill=True, color=NORM, lw=0)
    axes.stairs(np.nan_to_num(series.posts), edges, fill=True, color=OTHER, lw=0)
    axes.stairs(np.nan_to_num(series.own), edges, fill=True, color=OWN, lw=0)
    axes.stairs(series.middle, edges, baseline=None, color=PAPER, lw=2.6)
    axes.stairs(series.middle, edges, baseline=None, color=INK, lw=1.1, ls=(0, (4, 2)))
    entries = [
        Patch(color=OWN, label=t.text(N_("own posts"))),
        Patch(color=OTHER, label=t.text(N_("replies and reposts"))),
        Patch(color=NORM, label=t.text(N_("own norm"))),
    ]
    if series.goal is not None:
        axes.axhline(series.goal, color=GOAL, lw=1.6)
        entries.append(Patch(color=GOAL, label=t.text(N_("goal: {goal:number} a week"), goal=series.goal)))
    canvas.frame(axes, edges, top, t.text(N_("Posts per week")), t)
    canvas.legend(axes, entries)


def _silence(axes: Axes, series: AccountSeries, edges: np.ndarray, t: Translator) -> None:
    silent = series.silent
    top = max(series.limit * 1.4, float(np.nanmax(np.append(silent, 0))) * 1.08)
    axes.stairs(np.nan_to_num(silent), edges, fill=True, color=OTHER, lw=0)
    long = np.where(silent > series.limit, silent, 0.0)
    axes.stairs(np.nan_to_num(long), edges, fill=True, color=ALARM, lw=0)
    axes.axhline(series.limit, color=INK, lw=1.0, ls=(0, (4, 2)))
    limit = t.text(N_("longer than {limit:days}"), limit=series.limit)
    canvas.frame(axes, edges, top, t.text(N_("Days since the last post, at the end of each week")), t)
    canvas.legend(axes, [Patch(color=ALARM, label=limit)])
