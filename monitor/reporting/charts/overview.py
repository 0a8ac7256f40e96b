"""The charts of the whole organisation: the horror score of every week, and the worst symptom of every account."""

from __future__ import annotations

import numpy as np
from matplotlib.colors import ListedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from monitor.reporting.charts import canvas
from monitor.reporting.charts.canvas import HATCH, INK, LEGEND, PAPER, TITLE
from monitor.reporting.i18n import N_, Translator
from monitor.reporting.parts import Heat, ScoreSeries

HEAT = ("#eef3f1", "#f3d9a4", "#d9812e", "#8c1d18")
"""Nothing, mild, serious, the horror itself: each clearly darker than the one before."""


def score_figure(series: ScoreSeries, translator: Translator) -> Figure:
    """The horror score of every week."""
    figure = canvas.figure(2.3)
    axes = figure.add_axes((0.065, 0.16, 0.925, 0.66))
    edges = np.append(series.weeks, series.weeks[-1] + 1)
    axes.stairs(np.nan_to_num(series.values), edges, fill=True, color=HEAT[2], lw=0)
    axes.stairs(np.nan_to_num(series.values), edges, baseline=None, color=HEAT[3], lw=1.4)
    canvas.frame(axes, edges, series.most + 0.3, translator.text(N_("Horror score per week")), translator)
    axes.set_yticks(range(series.most + 1), [str(value) for value in range(series.most + 1)])
    canvas.unseen(axes, series.values, edges)
    canvas.months(axes, edges, translator)
    return figure


def heat_figure(heat: Heat, translator: Translator) -> Figure:
    """The worst symptom on each account in each week."""
    rows = max(1, len(heat.labels))
    height = 0.86 + 0.27 * rows
    figure = canvas.figure(height)
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
    canvas.months(axes, edges, translator)
    return figure


def _heat_heading(figure: Figure, height: float, t: Translator) -> None:
    words = (N_("nothing"), N_("mild"), N_("serious"), N_("the horror itself"), N_("not judged"))
    patches = [Patch(color=color, label=t.text(word)) for color, word in zip(HEAT, words, strict=False)]
    patches.append(Patch(facecolor=PAPER, edgecolor=HATCH, hatch="////", label=t.text(words[-1])))
    figure.text(0.01, 1 - 0.25 / height, t.text(N_("Symptoms by account and week")), va="center", **TITLE)
    anchor = (0.99, 1 - 0.25 / height)
    figure.legend(handles=patches, loc="center right", bbox_to_anchor=anchor, ncols=5, **LEGEND)


def _labels(heat: Heat) -> list[str]:
    """The rows' names as far as they can be drawn; one of which nothing is left is called by where it is."""
    others = heat.presences or ("",) * len(heat.labels)
    return [
        canvas.short(canvas.drawable(name) or canvas.drawable(other) or "?")
        for name, other in zip(heat.labels, others, strict=True)
    ]
