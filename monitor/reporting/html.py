"""Writes the report: pages and charts in the reports folder, from the store and the weekly frame."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pandas as pd

from monitor.activity.labelling import PERSON
from monitor.activity.weeks import last_complete_week
from monitor.reporting.charts import account_figure, heat_figure, png, rhythm_figure, score_figure
from monitor.reporting.files import remove_stale, write_whole
from monitor.reporting.forecast_parts import RhythmView
from monitor.reporting.history import Facts, fading_ways, past_verdicts
from monitor.reporting.i18n import N_, Translator
from monitor.reporting.lone import LONE_AUTHOR
from monitor.reporting.model import build_report
from monitor.reporting.pages import Image, Pages
from monitor.reporting.parts import AccountView, PostRow, Report
from monitor.reporting.views import POSTS_SHOWN, post_rows
from monitor.settings import Settings
from monitor.store.contract import AccountStatus, ImportRun, LabelRow, ScoreWeek, Spell

if TYPE_CHECKING:
    from monitor.activity.rhythm.reading import Rhythms

RECENT_WEEKS = 13
"""Posts are looked for here first; only an account that posted little is read whole."""


class ReportStore(Protocol):
    """What the report reads of `monitor.store.contract.Store`."""

    def accounts(self) -> pd.DataFrame: ...

    def imports(self, most: int = 200) -> list[ImportRun]: ...

    def weekly_authors(self) -> pd.DataFrame: ...

    def posts(self, account_id: int, first_week: int | None = None, last_week: int | None = None) -> pd.DataFrame: ...

    def labels(self, post_id: int) -> list[LabelRow]: ...


class Scored(Protocol):
    """Something that has the horror score of every week."""

    @property
    def scores(self) -> list[ScoreWeek]: ...


class Judged(Protocol):
    """What one pass over all accounts and weeks found, kept in the store or not."""

    @property
    def frame(self) -> pd.DataFrame: ...

    @property
    def detection(self) -> Scored: ...

    @property
    def spells(self) -> list[Spell]: ...

    @property
    def statuses(self) -> list[AccountStatus]: ...

    @property
    def rhythms(self) -> Rhythms | None: ...


def read_facts(store: ReportStore, settings: Settings, judged: Judged, as_of: date) -> Facts:
    """Bring together what the report is made from."""
    first = last_complete_week(as_of) - settings.report.week_pages
    return Facts(
        accounts=store.accounts(),
        spells=judged.spells,
        statuses=judged.statuses,
        scores=judged.detection.scores,
        imports=store.imports(),
        frame=judged.frame,
        past=past_verdicts(judged.frame, settings, first),
        authors=store.weekly_authors() if any(one.code == LONE_AUTHOR for one in judged.spells) else None,
        rhythms=judged.rhythms,
        fading=fading_ways(judged.frame, settings),
    )


def write_report(store: ReportStore, settings: Settings, judged: Judged, as_of: date, out: Path) -> Path:
    """Write all pages and charts and remove those of earlier runs.

    Args:
        store: Accounts, imports, posts and labels are read from it.
        settings: The organisation's settings.
        judged: The verdicts of the day and the weekly frame they were found in.
        as_of: The local day of the report.
        out: The reports folder.

    Returns:
        The page to open. The same input gives the same bytes.

    Raises:
        StoreTrouble: The folder cannot be written.
    """
    report = build_report(read_facts(store, settings, judged, as_of), settings, as_of)
    return write_pages(report, store, settings, out)[0]


def write_pages(report: Report, store: ReportStore, settings: Settings, out: Path) -> list[Path]:
    """Write a report that was built, the index last: what it links to is there.

    Returns:
        Every file of the report, `index.html` first.
    """
    pages = Pages(report)
    written = [*_weeks(report, pages, out), *_accounts(report, pages, store, settings, out)]
    images, charts = _overviews(report, out)
    index = write_whole(out / "index.html", pages.index(images).encode())
    files = [index, *written, *charts]
    remove_stale(out, files)
    return files


def _weeks(report: Report, pages: Pages, out: Path) -> Iterable[Path]:
    views = report.earlier
    for place, view in enumerate(views):
        later = views[place - 1] if place else None
        earlier = views[place + 1] if place + 1 < len(views) else None
        yield write_whole(out / view.week.file, pages.week(view, earlier, later).encode())


def _accounts(report: Report, pages: Pages, store: ReportStore, settings: Settings, out: Path) -> Iterable[Path]:
    translator = Translator(report.language)
    for view in report.views:
        posts = _posts(view.row.id, report.this.week.number, store, settings, translator)
        stem = Path(view.row.page).stem
        image = rhythm = None
        if view.series is not None:
            drawn = png(account_figure(view.series, translator))
            yield write_whole(out / "charts" / f"{stem}.png", drawn)
            image = _account_image(drawn, view, translator)
        if view.rhythm is not None and view.rhythm.series is not None:
            drawn = png(rhythm_figure(view.rhythm.series, translator))
            yield write_whole(out / "charts" / f"{stem}-rhythm.png", drawn)
            rhythm = _rhythm_image(drawn, view, view.rhythm, translator)
        yield write_whole(out / view.row.page, pages.account(view, posts, image, rhythm).encode())


def _rhythm_image(drawn: bytes, view: AccountView, rhythm: RhythmView, t: Translator) -> Image:
    """The rhythm chart, told in words to those who cannot see it: what it shows is what the page says beside it."""
    shows = t.text(N_("Rhythm chart of {account}: posts per week, state and forecast."), account=view.row.name)
    return Image(
        source=_embedded(drawn),
        alt=" ".join([shows, rhythm.what, *(f"{name}: {value}." for name, value in rhythm.facts)]),
        caption=t.text(
            N_(
                "Bars: posts per week. Outlined: between the 10th and the 90th percentile of its last 52 healthy weeks,"
                " the week itself left out, so that a decline does not become its own norm. Below: the state, told by"
                " shade and pattern; empty: too little to judge. Right of “forecast”: the diamond is the middle of what"
                " its own rhythm expects of the next post, the band holds 8 of 10 cases; the triangle is the month in"
                " which it is down to a post a month, shown only if the model is sure enough. Grey: not observed."
            )
        ),
    )


def _account_image(drawn: bytes, view: AccountView, t: Translator) -> Image:
    return Image(
        source=_embedded(drawn),
        alt=t.text(N_("Chart of {account}: posts per week and days since the last post"), account=view.row.name),
        caption=t.text(
            N_(
                "Above: posts per week. The account's own norm is the middle half of its past year; dashed: the median."
                " Below: days since its last post. Grey: not observed."
            )
        ),
    )


def _overviews(report: Report, out: Path) -> tuple[list[Image], list[Path]]:
    t = Translator(report.language)
    if not report.heat.labels:
        return [], []
    heat, score = png(heat_figure(report.heat, t)), png(score_figure(report.scores, t))
    files = [write_whole(out / "charts" / "heat.png", heat), write_whole(out / "charts" / "score.png", score)]
    worst = t.text(N_("Heat map: the worst symptom on each account in each week"))
    caption = t.text(N_("Each row is an account, each column a week; the darker, the worse."))
    if report.heat.left_out:
        caption += " " + t.plural(
            "{n:number} account is left out.", "{n:number} accounts are left out.", report.heat.left_out
        )
    return [
        Image(_embedded(heat), worst, caption),
        Image(
            _embedded(score),
            t.text(N_("Chart: the horror score of each week")),
            t.text(N_("How many of the six symptoms are present on any account.")),
        ),
    ], files


def _embedded(drawn: bytes) -> str:
    return "data:image/png;base64," + b64encode(drawn).decode()


def _posts(
    account: int, week: int, store: ReportStore, settings: Settings, translator: Translator
) -> tuple[PostRow, ...]:
    posts = store.posts(account, week - RECENT_WEEKS, week)
    if len(posts) < POSTS_SHOWN:
        posts = store.posts(account, None, week)
    return post_rows(posts, lambda post, name: _words(store, post, name), settings.organisation.zone, translator)


def _words(store: ReportStore, post: int, name: str) -> tuple[str, str]:
    """What decided a label and which version spoke; a person's label goes first and has its own words."""
    label = next((one for one in store.labels(post) if one.name == name), None)
    if label is None:
        return "", ""
    return label.words, "" if label.model == PERSON else label.model
