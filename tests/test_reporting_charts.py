"""Charts: same numbers, same bytes; nothing clipped; every odd series can be drawn."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
import pytest
from matplotlib.figure import Figure
from PIL import Image

from monitor.reporting.charts import account_figure, heat_figure, png, score_figure
from monitor.reporting.i18n import LANGUAGES, Translator
from monitor.reporting.parts import AccountSeries, Heat, ScoreSeries
from monitor.reporting.series import _norm

WEEKS = np.arange(104930, 104930 + 104)


def series(weeks: int = 104) -> AccountSeries:
    own = np.arange(weeks, dtype=np.float64) % 5
    low, middle, high = _norm(own)
    return AccountSeries(WEEKS[:weeks], own, own + 2, low, middle, high, 7.0 * own, 2.0, 28)


def heat(rows: int) -> Heat:
    values = np.arange(rows * 104, dtype=np.float64).reshape(rows, 104) % 4
    values[:, :5] = np.nan
    return Heat(WEEKS, tuple(f"Account met een lange naam {place} $x_{place}$" for place in range(rows)), values)


def clipped(figure: Figure) -> list[str]:
    """Texts that reach outside the figure."""
    figure.canvas.draw()
    width, height = figure.get_size_inches() * figure.dpi
    texts = [
        one for one in figure.findobj(lambda part: hasattr(part, "get_text")) if one.get_text() and one.get_visible()
    ]
    boxes = [(one.get_text(), one.get_window_extent()) for one in texts]
    return [text for text, box in boxes if box.x0 < -1 or box.y0 < -1 or box.x1 > width + 1 or box.y1 > height + 1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_same_numbers_same_bytes(language: str) -> None:
    t = Translator(language)
    for draw in (
        lambda: account_figure(series(), t),
        lambda: heat_figure(heat(9), t),
        lambda: score_figure(scores(), t),
    ):
        assert png(draw()) == png(draw())


def scores() -> ScoreSeries:
    return ScoreSeries(WEEKS, np.arange(104.0) % 7, 6)


def test_the_picture_says_who_made_it_and_not_when() -> None:
    with Image.open(io.BytesIO(png(account_figure(series(), Translator("nl"))))) as image:
        assert image.info["Software"] == "Horror Scenario Monitor"
        assert set(image.info) <= {"Software", "dpi"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("weeks", [1, 2, 13, 104])
def test_no_label_is_clipped(language: str, weeks: int) -> None:
    t = Translator(language)
    assert clipped(account_figure(series(weeks), t)) == []
    for rows in (1, 9, 40):
        assert clipped(heat_figure(heat(rows), t)) == []
    assert clipped(score_figure(scores(), t)) == []


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("alrocar \N{SHALLOW PAN OF FOOD}", "alrocar"),
        ("솔플파티", "X, bedrijfsaccount"),
        ("\N{SHALLOW PAN OF FOOD} ...", "X, bedrijfsaccount"),
        ("Инициатива Ώρα Čáp", "Инициатива Ώρα Čáp"),
        ("", "X, bedrijfsaccount"),
    ],
)
def test_names_that_the_font_cannot_draw_are_drawn_without_boxes(name: str, shown: str) -> None:
    """Matplotlib warns of each character that it lacks, and warnings are errors here."""
    figure = heat_figure(replace(heat(1), labels=(name,), presences=("X, bedrijfsaccount",)), Translator("nl"))
    assert png(figure)
    assert figure.axes[0].get_yticklabels()[0].get_text() == shown


def test_a_name_that_cannot_be_drawn_has_a_row_of_its_own() -> None:
    figure = heat_figure(replace(heat(2), labels=("솔플파티", "b")), Translator("nl"))
    assert [label.get_text() for label in figure.axes[0].get_yticklabels()] == ["?", "b"]


def test_heading_and_legend_do_not_touch() -> None:
    for language in LANGUAGES:
        figure = account_figure(series(), Translator(language))
        figure.canvas.draw()
        for axes in figure.axes:
            legend = axes.get_legend()
            assert legend is not None
            title = axes._left_title.get_window_extent()  # type: ignore[attr-defined]
            assert title.x1 < legend.get_window_extent().x0


def test_a_series_of_which_nothing_is_known_can_be_drawn() -> None:
    nothing = np.full(104, np.nan)
    empty = replace(
        series(), own=nothing, posts=nothing, low=nothing, middle=nothing, high=nothing, silent=nothing, goal=None
    )
    assert png(account_figure(empty, Translator("en"))).startswith(b"\x89PNG")


def test_the_norm_of_a_week_knows_nothing_of_it() -> None:
    quiet = np.ones(60)
    loud = quiet.copy()
    loud[-1] = 100
    for before, after in zip(_norm(quiet), _norm(loud), strict=True):
        np.testing.assert_array_equal(before, after)
