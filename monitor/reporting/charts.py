"""The charts: the only room that knows matplotlib. Same numbers and language, same bytes.

`Figure` objects without pyplot (which leaks in a loop), fixed axes and `stairs` (three times faster than bars with a
computed layout). Colours keep their order in grey print and for colour-blind eyes.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import ListedColormap
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.patches import Patch

from monitor.activity.weeks import week_start
from monitor.reporting.i18n import N_, Translator
from monitor.reporting.parts import AccountSeries, Heat, ScoreSeries

INK, SOFT, GRID, PAPER = "#1d2733", "#5b6673", "#e3e6ea", "#ffffff"
OWN, OTHER, NORM, GOAL, ALARM, BLIND, HATCH = (
    "#1f5a8a",
    "#a8c6de",
    "#d9d3c3",
    "#a5480b",
    "#a5300f",
    "#eceef0",
    "#c9ced4",
)
HEAT = ("#eef3f1", "#f3d9a4", "#d9812e", "#8c1d18")
"""Nothing, mild, serious, the horror itself: each clearly darker than the one before."""

WIDTH = 9.2
DPI = 120
METADATA = {"Software": "Horror Scenario Monitor"}
"""In place of matplotlib's own line, which holds its version."""

ABOUT_MONTHS = 9
"""How many month names fit under a chart."""


def png(figure: Figure) -> bytes:
    """Draw a figure."""
    file = io.BytesIO()
    figure.savefig(file, format="png", dpi=DPI, metadata=METADATA)
    return file.getvalue()


def account_figure(series: AccountSeries, translator: Translator) -> Figure:
    """Posts per week with the account's own norm and goal, above the time since its last post."""
    figure = _figure(4.3)
    above = figure.add_axes((0.065, 0.47, 0.925, 0.44))
    below = figure.add_axes((0.065, 0.085, 0.925, 0.24))
    edges = np.append(series.weeks, series.weeks[-1] + 1)
    _posts(above, series, edges, translator)
    _silence(below, series, edges, translator)
    for axes in (above, below):
        _unseen(axes, series.own, edges)
        _months(axes, edges, translator)
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
    _frame(axes, edges, top, t.text(N_("Posts per week")), t)
    _legend(axes, entries)


def _silence(axes: Axes, series: AccountSeries, edges: np.ndarray, t: Translator) -> None:
    silent = series.silent
    top = max(series.limit * 1.4, float(np.nanmax(np.append(silent, 0))) * 1.08)
    axes.stairs(np.nan_to_num(silent), edges, fill=True, color=OTHER, lw=0)
    long = np.where(silent > series.limit, silent, 0.0)
    axes.stairs(np.nan_to_num(long), edges, fill=True, color=ALARM, lw=0)
    axes.axhline(series.limit, color=INK, lw=1.0, ls=(0, (4, 2)))
    limit = t.text(N_("longer than {limit:days}"), limit=series.limit)
    _frame(axes, edges, top, t.text(N_("Days since the last post, at the end of each week")), t)
    _legend(axes, [Patch(color=ALARM, label=limit)])


def score_figure(series: ScoreSeries, translator: Translator) -> Figure:
    """The horror score of every week."""
    figure = _figure(2.3)
    axes = figure.add_axes((0.065, 0.16, 0.925, 0.66))
    edges = np.append(series.weeks, series.weeks[-1] + 1)
    axes.stairs(np.nan_to_num(series.values), edges, fill=True, color=HEAT[2], lw=0)
    axes.stairs(np.nan_to_num(series.values), edges, baseline=None, color=HEAT[3], lw=1.4)
    _frame(axes, edges, series.most + 0.3, translator.text(N_("Horror score per week")), translator)
    axes.set_yticks(range(series.most + 1), [str(value) for value in range(series.most + 1)])
    _unseen(axes, series.values, edges)
    _months(axes, edges, translator)
    return figure


def heat_figure(heat: Heat, translator: Translator) -> Figure:
    """The worst symptom on each account in each week."""
    rows = max(1, len(heat.labels))
    height = 0.86 + 0.27 * rows
    figure = _figure(height)
    axes = figure.add_axes((0.262, 0.42 / height, 0.728, 0.27 * rows / height))
    edges = np.append(heat.weeks, heat.weeks[-1] + 1)
    cells = np.ma.masked_invalid(heat.values)
    axes.patch.set(facecolor=PAPER, hatch="////", edgecolor=HATCH)
    axes.pcolormesh(edges, np.arange(rows + 1), cells, cmap=ListedColormap(HEAT), vmin=-0.5, vmax=3.5)
    axes.hlines(np.arange(rows + 1), edges[0], edges[-1], color=PAPER, lw=2.2)
    axes.set(xlim=(edges[0], edges[-1]), ylim=(rows, 0))
    axes.set_yticks(np.arange(rows) + 0.5, _labels(heat), fontsize=8.5, color=INK)
    axes.tick_params(length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)
    _heat_heading(figure, height, translator)
    _months(axes, edges, translator)
    return figure


def _heat_heading(figure: Figure, height: float, t: Translator) -> None:
    words = (N_("nothing"), N_("mild"), N_("serious"), N_("the horror itself"), N_("not judged"))
    patches = [Patch(color=color, label=t.text(word)) for color, word in zip(HEAT, words, strict=False)]
    patches.append(Patch(facecolor=PAPER, edgecolor=HATCH, hatch="////", label=t.text(words[-1])))
    figure.text(0.01, 1 - 0.25 / height, t.text(N_("Symptoms by account and week")), va="center", **_TITLE)
    anchor = (0.99, 1 - 0.25 / height)
    figure.legend(handles=patches, loc="center right", bbox_to_anchor=anchor, ncols=5, **_LEGEND)


# --- shared ---------------------------------------------------------------------------------------------
_TITLE: dict[str, Any] = {"fontsize": 10, "color": INK, "fontweight": "bold"}
_LEGEND: dict[str, Any] = {
    "frameon": False,
    "fontsize": 8.5,
    "labelcolor": SOFT,
    "handlelength": 1.0,
    "handleheight": 0.9,
    "columnspacing": 1.3,
    "handletextpad": 0.5,
    "borderaxespad": 0,
}


def _figure(height: float) -> Figure:
    figure = Figure(figsize=(WIDTH, height), facecolor=PAPER)
    FigureCanvasAgg(figure)
    return figure


def _labels(heat: Heat) -> list[str]:
    """The rows' names as far as they can be drawn; one of which nothing is left is called by where it is."""
    others = heat.presences or ("",) * len(heat.labels)
    return [_short(drawable(name) or drawable(other) or "?") for name, other in zip(heat.labels, others, strict=True)]


def drawable(text: str) -> str:
    """A text without the characters that the charts' font lacks (emoji, Chinese, Korean): it would draw boxes.

    Always that font, which comes with matplotlib: what others this machine has would change the bytes of a chart. Of a
    text in such a script what is left may be a few dots, and then it is "".
    """
    kept = " ".join("".join(letter for letter in text if ord(letter) in _glyphs()).split())
    return kept if any(letter.isalnum() for letter in kept) else ""


@lru_cache(maxsize=1)
def _glyphs() -> frozenset[int]:
    """Code points that the charts' font can draw."""
    return frozenset(get_font(findfont(FontProperties())).get_charmap())


def _short(label: str) -> str:
    """A row's label that fits beside the heat map, with nothing that matplotlib reads as mathematics."""
    cut = label if len(label) <= 31 else label[:30].rstrip() + "…"
    return cut.replace("$", r"\$")


def _frame(axes: Axes, edges: np.ndarray, top: float, title: str, t: Translator) -> None:
    axes.set(xlim=(edges[0], edges[-1]), ylim=(0, top))
    axes.set_title(title, loc="left", pad=7, **_TITLE)
    axes.set_axisbelow(True)
    axes.grid(axis="y", color=GRID, lw=0.8)
    axes.tick_params(axis="y", length=0, labelsize=8.5, labelcolor=SOFT)
    ticks = _whole_ticks(top)
    axes.set_yticks(ticks, [t.value(int(tick), "number") for tick in ticks])
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(SOFT)


def _whole_ticks(top: float) -> list[int]:
    """Three or four whole numbers from 0 up to `top`, in steps of 1, 2 or 5 times a power of ten."""
    steps = (base * 10**power for power in range(10) for base in (1, 2, 5))
    step = next(step for step in steps if top / step < 4.5)
    return list(range(0, int(top) + 1, step))


def _legend(axes: Axes, entries: Sequence[Patch]) -> None:
    axes.legend(handles=list(entries), loc="lower right", bbox_to_anchor=(1, 1.03), ncols=len(entries), **_LEGEND)


def _unseen(axes: Axes, values: np.ndarray, edges: np.ndarray) -> None:
    """Grey the weeks of which nothing is known: absence of posts there means nothing."""
    top = axes.get_ylim()[1]
    axes.stairs(np.where(np.isnan(values), top, 0.0), edges, fill=True, color=BLIND, lw=0, zorder=0)


def _months(axes: Axes, edges: np.ndarray, t: Translator) -> None:
    days = [(int(week), week_start(int(week))) for week in edges[:-1]]
    firsts = [(week, day) for week, day in days if day.day <= 7]
    step = next(step for step in (1, 2, 3, 6, 12, 24, 48) if len(firsts) / step <= ABOUT_MONTHS or step == 48)
    shown = [(week, t.value(day, "tick")) for week, day in firsts if (day.year * 12 + day.month - 1) % step == 0]
    shown = shown or [(days[0][0], t.value(days[0][1], "day"))]
    axes.set_xticks([week for week, _ in shown], [name for _, name in shown], fontsize=8.5, color=SOFT)
    axes.tick_params(axis="x", length=3, color=SOFT)
