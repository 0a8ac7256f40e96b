"""The charts: the only room that knows matplotlib. `canvas` holds what they share, other files one kind of chart."""

from monitor.reporting.charts.account import account_figure
from monitor.reporting.charts.canvas import DPI, drawable, png
from monitor.reporting.charts.overview import heat_figure, score_figure
from monitor.reporting.charts.rhythm import rhythm_figure

__all__ = ["DPI", "account_figure", "drawable", "heat_figure", "png", "rhythm_figure", "score_figure"]
