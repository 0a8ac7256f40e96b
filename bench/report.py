"""The report of 50 accounts against bare matplotlib saving the same pictures.

`python -m bench report` makes a store of made-up accounts through the store's own door and judges them. It then times,
in turns and in the same process, our whole report (model, 50 account pages with charts, the week pages, the index) and
a loop that draws and saves the same pictures and does nothing else. Best of some rounds, CPU seconds.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

import pandas as pd
from matplotlib.figure import Figure

from monitor.activity.history import read_history
from monitor.activity.rhythm.reading import Rhythms, read_rhythms
from monitor.activity.weekly import build_frame
from monitor.activity.weeks import last_complete_week
from monitor.detector import Detection, detect
from monitor.records import AccountKind, Post, PostKind, Window
from monitor.reporting.charts import DPI, account_figure, rhythm_figure
from monitor.reporting.html import read_facts, write_report
from monitor.reporting.i18n import Translator
from monitor.reporting.model import build_report
from monitor.reporting.parts import AccountView
from monitor.settings import AccountSettings, Goal, Organisation, Settings
from monitor.statuses import StatusFacts, statuses
from monitor.store.contract import AccountStatus, Spell
from monitor.store.sqlstore import SqlStore, open_store

AS_OF = date(2013, 12, 30)
BEGIN = datetime(2012, 1, 2, 10, tzinfo=UTC)
WEEKS = 104
ROUNDS = 3
MOST_RATIO = 1.5
SORTS = (
    ("x", AccountKind.COMPANY),
    ("facebook", AccountKind.PAGE),
    ("blog", AccountKind.BLOG),
    ("youtube", AccountKind.CHANNEL),
)


@dataclass(frozen=True)
class Judged:
    """One pass over all accounts and weeks."""

    frame: pd.DataFrame
    detection: Detection
    spells: list[Spell]
    statuses: list[AccountStatus]
    rhythms: Rhythms


def run(argv: Sequence[str]) -> int:
    """Make the store, measure, print; 0 if the limit holds."""
    parser = argparse.ArgumentParser(prog="python -m bench report", description=__doc__)
    parser.add_argument("--accounts", type=int, default=50)
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        settings = _settings(options.accounts)
        moment = datetime(2013, 12, 30, tzinfo=UTC)
        with open_store(f"sqlite:///{folder}/bench.sqlite3", backups=folder / "backups", now=moment) as store:
            _fill(store, settings, moment)
            ours, bare = _measure(store, settings, folder)
    print(f"bare matplotlib, figures of {options.accounts} accounts         {bare:.2f} s CPU")
    print(f"our report, {options.accounts} account pages, all else  {ours:.2f} s CPU")
    print(f"ratio {ours / bare:.2f} (at most {MOST_RATIO})")
    return 0 if ours / bare <= MOST_RATIO else 1


def _settings(accounts: int) -> Settings:
    made = tuple(
        AccountSettings(platform=platform, kind=kind, handle=f"account{n}", owner="Owner", goal=Goal(posts=2))
        for n in range(accounts)
        for platform, kind in [SORTS[n % len(SORTS)]]
    )
    return Settings(organisation=Organisation(name="Bench", made_up=True), account=made)


def _fill(store: SqlStore, settings: Settings, moment: datetime) -> None:
    store.set_zone(settings.organisation.timezone)
    ids = store.sync_accounts(settings.account)
    run_id = store.begin_import("bench", "bench", "bench", moment)
    for place, account in enumerate(ids):
        store.add_batch(run_id, 50, moment, [(account, one) for one in _records(place)], [])
    store.end_import(run_id, "done", "", moment)


def _records(place: int) -> Iterator[Post | Window]:
    """Two years of posts that grow rarer, in a rhythm of the account's own."""
    kind = PostKind.VIDEO if SORTS[place % len(SORTS)][0] == "youtube" else PostKind.ORIGINAL
    yield Window(start=BEGIN, end=BEGIN + timedelta(weeks=WEEKS))
    gap, at, number = timedelta(days=1 + place % 5), BEGIN, 0
    while at < BEGIN + timedelta(weeks=WEEKS):
        text = f"Made-up post {number} of account {place}, as long as posts are: some words, and then some more words."
        yield Post(native_id=f"{place}-{number}", published_at=at, kind=kind, title="A title", text=text)
        number, at, gap = number + 1, at + gap, gap * 1.02


def _measure(store: SqlStore, settings: Settings, folder: Path) -> tuple[float, float]:
    frame = build_frame(store, settings, AS_OF)
    detection = detect(frame, {})
    found = statuses(frame, StatusFacts(store.accounts(), store.windows()), settings, AS_OF)
    rhythms = read_rhythms(read_history(store, settings.organisation.zone, last_complete_week(AS_OF)), settings)
    judged = Judged(frame, detection, list(detection.spells()), found, rhythms)
    report = build_report(read_facts(store, settings, judged, AS_OF), settings, AS_OF)
    figures = [*_figures(report.views)]
    pairs = [
        (
            _cpu(lambda: write_report(store, settings, judged, AS_OF, _empty(folder / "ours"))),
            _cpu(lambda: _bare(figures, _empty(folder / "bare"))),
        )
        for _ in range(ROUNDS)
    ]
    return min(ours for ours, _ in pairs), min(bare for _, bare in pairs)


def _figures(views: Sequence[AccountView]) -> Iterator[Callable[[], Figure]]:
    """What draws each picture of the accounts' pages."""
    translator = Translator("nl")
    for view in views:
        if view.series is not None:
            yield partial(account_figure, view.series, translator)
        if view.rhythm is not None and view.rhythm.series is not None:
            yield partial(rhythm_figure, view.rhythm.series, translator)


def _bare(figures: Sequence[Callable[[], Figure]], folder: Path) -> None:
    """What bare matplotlib needs for the same pictures."""
    for place, draw in enumerate(figures):
        draw().savefig(folder / f"{place}.png", dpi=DPI)


def _empty(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder


def _cpu(work: Callable[[], object]) -> float:
    begin = time.process_time()
    work()
    return time.process_time() - begin


if __name__ == "__main__":
    import sys

    raise SystemExit(run(sys.argv[1:]))
