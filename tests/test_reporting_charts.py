"""Charts: same numbers, same bytes; nothing clipped; every odd series can be drawn."""

from __future__ import annotations

import io
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from matplotlib.figure import Figure
from PIL import Image

from monitor.activity.rhythm.states import Rhythm
from monitor.reporting.charts import account_figure, heat_figure, png, rhythm_figure, score_figure
from monitor.reporting.charts.rhythm import LOOKS
from monitor.reporting.forecast_parts import NOT_JUDGED, RhythmSeries
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


def rhythm(weeks: int = 104) -> RhythmSeries:
    """Every state, all marks, and a week of many posts."""
    place = np.arange(weeks)
    posts = place % 5.0
    posts[weeks // 2] = 80
    low, high = np.where(place < 8, np.nan, 0.5), np.where(place < 8, np.nan, 4.0)
    state = np.resize(np.repeat([NOT_JUDGED, *Rhythm], 9), weeks)
    return RhythmSeries(
        weeks=WEEKS[:weeks],
        posts=posts,
        low=low,
        high=high,
        level=np.full(weeks, 2.0),
        state=state,
        horror=1.0,
        ahead=26,
        next_post=(1.0, 3.0, 40.0),
        decline=int(WEEKS[max(0, weeks - 20)]),
        crossing=20.0,
    )


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
        lambda: rhythm_figure(rhythm(), t),
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
    assert clipped(rhythm_figure(rhythm(weeks), t)) == []
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


@pytest.mark.parametrize("language", LANGUAGES)
def test_headings_and_legends_of_the_rhythm_do_not_touch(language: str) -> None:
    figure = rhythm_figure(rhythm(), Translator(language))
    figure.canvas.draw()
    below = figure.axes[1]
    texts = [figure.texts[0], below._left_title, *figure.legends, below.get_legend()]  # type: ignore[attr-defined]
    boxes = [one.get_window_extent() for one in texts]
    for place, one in enumerate(boxes):
        assert not any(one.overlaps(other) for other in boxes[place + 1 :])


def test_states_can_be_told_apart_in_grey() -> None:
    """Each is clearly darker than the one before, and those that are near each other have different patterns."""
    shades = [
        int(shade[1:3], 16) * 0.3 + int(shade[3:5], 16) * 0.59 + int(shade[5:], 16) * 0.11
        for shade, _, _ in LOOKS.values()
    ]
    assert all(before - after > 20 for before, after in pairwise(shades))
    patterns = [pattern for _, pattern, _ in LOOKS.values()]
    assert all(before != after for before, after in pairwise(patterns))
    assert set(LOOKS) == set(Rhythm)


def test_a_rhythm_without_anything_to_foretell_can_be_drawn() -> None:
    nothing = np.full(104, np.nan)
    bare = replace(
        rhythm(),
        posts=nothing,
        low=nothing,
        high=nothing,
        level=nothing,
        state=np.full(104, NOT_JUDGED),
        next_post=None,
        decline=None,
        crossing=None,
    )
    figure = rhythm_figure(bare, Translator("nl"))
    assert png(figure).startswith(b"\x89PNG")
    assert len(figure.legends) == 1, "nothing is dated"


def test_one_week_of_many_posts_does_not_flatten_the_others() -> None:
    figure = rhythm_figure(rhythm(), Translator("nl"))
    above = figure.axes[0]
    assert above.get_ylim()[1] < 20
    assert "80" in [text.get_text() for text in above.texts]
