"""What the charts share: colours, type, the frame, the time axis and the PNG. Same numbers and language, same bytes.

`Figure` objects without pyplot (which leaks in a loop), fixed axes and `stairs` (three times faster than bars with a
computed layout). Colours keep their order in grey print and for colour-blind eyes.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, get_font

from monitor.activity.weeks import week_start
from monitor.reporting.i18n import Translator

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
WIDTH = 9.2
DPI = 120
METADATA = {"Software": "Horror Scenario Monitor"}
"""In place of matplotlib's own line, which holds its version."""

ABOUT_MONTHS = 9
"""How many month names fit under a chart."""


TITLE: dict[str, Any] = {"fontsize": 10, "color": INK, "fontweight": "bold"}
LEGEND: dict[str, Any] = {
    "frameon": False,
    "fontsize": 8.5,
    "labelcolor": SOFT,
    "handlelength": 1.0,
    "handleheight": 0.9,
    "columnspacing": 1.3,
    "handletextpad": 0.5,
    "borderaxespad": 0,
}


def png(figure: Figure) -> bytes:
    """Draw a figure."""
    file = io.BytesIO()
    figure.savefig(file, format="png", dpi=DPI, metadata=METADATA)
    return file.getvalue()


def figure(height: float) -> Figure:
    """An empty figure, as wide as all charts, of a height in inches."""
    made = Figure(figsize=(WIDTH, height), facecolor=PAPER)
    FigureCanvasAgg(made)
    return made


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


def short(label: str) -> str:
    """A row's label that fits beside the heat map, with nothing that matplotlib reads as mathematics."""
    cut = label if len(label) <= 31 else label[:30].rstrip() + "…"
    return cut.replace("$", r"\$")


def frame(axes: Axes, edges: np.ndarray, top: float, title: str, t: Translator) -> None:
    """Give axes their limits, heading, whole-number ticks and grid; `edges` are those of the weeks."""
    axes.set(xlim=(edges[0], edges[-1]), ylim=(0, top))
    axes.set_title(title, loc="left", pad=7, **TITLE)
    axes.set_axisbelow(True)
    axes.grid(axis="y", color=GRID, lw=0.8)
    axes.tick_params(axis="y", length=0, labelsize=8.5, labelcolor=SOFT)
    ticks = whole_ticks(top)
    axes.set_yticks(ticks, [t.value(int(tick), "number") for tick in ticks])
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(SOFT)


def whole_ticks(top: float) -> list[int]:
    """Three or four whole numbers from 0 up to `top`, in steps of 1, 2 or 5 times a power of ten."""
    steps = (base * 10**power for power in range(10) for base in (1, 2, 5))
    step = next(step for step in steps if top / step < 4.5)
    return list(range(0, int(top) + 1, step))


def legend(axes: Axes, entries: Sequence[Artist]) -> None:
    """Put the legend at the right, in the line of the heading."""
    axes.legend(handles=list(entries), loc="lower right", bbox_to_anchor=(1, 1.03), ncols=len(entries), **LEGEND)


def unseen(axes: Axes, values: np.ndarray, edges: np.ndarray) -> None:
    """Grey the weeks of which nothing is known: absence of posts there means nothing."""
    top = axes.get_ylim()[1]
    axes.stairs(np.where(np.isnan(values), top, 0.0), edges, fill=True, color=BLIND, lw=0, zorder=0)


def months(axes: Axes, edges: np.ndarray, t: Translator) -> None:
    """Name as many months below the time axis as fit."""
    days = [(int(week), week_start(int(week))) for week in edges[:-1]]
    firsts = [(week, day) for week, day in days if day.day <= 7]
    step = next(step for step in (1, 2, 3, 6, 12, 24, 48) if len(firsts) / step <= ABOUT_MONTHS or step == 48)
    shown = [(week, t.value(day, "tick")) for week, day in firsts if (day.year * 12 + day.month - 1) % step == 0]
    shown = shown or [(days[0][0], t.value(days[0][1], "day"))]
    axes.set_xticks([week for week, _ in shown], [name for _, name in shown], fontsize=8.5, color=SOFT)
    axes.tick_params(axis="x", length=3, color=SOFT)
