"""One run of the nightly job: import, fetch, label, detect, report, alert."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from monitor.activity.labelling import label_new
from monitor.job.alerting import alert
from monitor.job.detecting import Judged, judge_all, judge_and_keep, unmentioned
from monitor.job.fetching import Fetched, fetch_accounts, fetch_feeds
from monitor.job.heartbeat import ping
from monitor.job.importing import import_inbox, note_of, remark_on_dates, to_confirm, total
from monitor.job.interrupts import hearing
from monitor.job.lock import run_lock
from monitor.job.retention import keep_promises
from monitor.job.session import Session
from monitor.job.stages import Stages
from monitor.job.summary import RunSummary
from monitor.job.telling import told_counts
from monitor.reporting.html import write_report
from monitor.secrets import resolve
from monitor.sources.results import ImportOptions, ImportResult
from monitor.store.contract import Counted

Told = Callable[[ImportResult], None]


def run_once(
    session: Session,
    *,
    look_back: bool = False,
    options: ImportOptions | None = None,
    told: Told = lambda _: None,
) -> RunSummary:
    """Run the job once, holding the organisation's lock.

    Args:
        session: The organisation, opened.
        look_back: Judge as of an earlier day: the report goes to a folder of its own, nothing is kept, nobody alerted.
        options: How exports are imported (progress).
        told: Called with what became of each export.

    Returns:
        What was done. A stage that fails is in there and does not stop the others.

    Raises:
        RetryLater: Another run is busy.
    """
    with run_lock(session.folder), hearing():
        return _Run(session, look_back, options, told).go()


class _Run:
    def __init__(self, session: Session, look_back: bool, options: ImportOptions | None, told: Told) -> None:
        self._session, self._look_back, self._options, self._told = session, look_back, options, told
        self._stages = Stages()
        self._remarks: list[str] = []
        self._fetched = Fetched()
        self._doubts: list[str] = []
        self._began = datetime.now(UTC)

    def go(self) -> RunSummary:
        stages = self._stages
        counted = stages.run("import", self._import, Counted())
        counted += stages.run("fetch", self._fetch, Counted())
        stages.run("privacy", self._keep_promises, None)
        stages.run("label", lambda: label_new(self._session.store, self._session.settings), 0)
        judged: Judged | None = stages.run("detect", self._detect, None)
        report: Path | None = stages.run("report", lambda: self._report(judged), None)
        delivered = 0 if self._look_back else stages.run("alert", lambda: self._alert(judged), 0)
        summary = self._summary(counted, judged, report, delivered)
        return self._recorded(self._watched(summary))

    def _import(self) -> Counted:
        results = []
        for source in (import_inbox, fetch_feeds):
            for result in source(self._session, self._options):
                results.append(result)
                self._told(result)
                self._stages.notes += filter(None, [note_of(result)])
        self._remarks += remark_on_dates(results)
        self._doubts += to_confirm(results)
        return total(results)

    def _fetch(self) -> Counted:
        """Look at the accounts on their platforms; never while another day is pretended, for they are as they are."""
        if self._session.settings.detection.as_of:
            return Counted()
        results = []
        for result in fetch_accounts(self._session, options=self._options, fetched=self._fetched):
            results.append(result)
            self._told(result)
            self._stages.notes += filter(None, [note_of(result)])
        self._remarks += self._fetched.remarks
        self._doubts += to_confirm(results)
        return total(results)

    def _keep_promises(self) -> None:
        """Empty what is too old of persons or by a platform's terms; in trouble the next run tries it again."""
        if not self._look_back:
            keep_promises(self._session)

    def _detect(self) -> Judged:
        if self._look_back:
            return judge_all(self._session)
        judged = judge_and_keep(self._session)
        if self._stages.done[0].status != "failed":
            self._stages.notes += unmentioned(self._session, judged)
        return judged

    def _report(self, judged: Judged | None) -> Path | None:
        if judged is None:
            return None
        session = self._session
        folder = session.folder / session.settings.paths.reports
        if self._look_back:
            folder = folder / f"as-of-{session.as_of}"
        return write_report(session.store, session.settings, judged, session.as_of, folder)

    def _alert(self, judged: Judged | None) -> int:
        outcome = alert(self._session, judged)
        self._stages.notes += outcome.notes
        return outcome.delivered

    def _summary(self, counted: Counted, judged: Judged | None, report: Path | None, delivered: int) -> RunSummary:
        counts = told_counts(self._session, judged)
        return RunSummary(
            as_of=self._session.as_of,
            started_at=self._began,
            finished_at=datetime.now(UTC),
            stages=tuple(self._stages.done),
            counted=counted,
            score=counts.score,
            present=counts.present,
            transitions=counts.changes,
            delivered=delivered,
            deleted=self._fetched.deleted,
            spent=dict(self._fetched.spent),
            report=report,
            notes=tuple(self._stages.notes),
            doubts=tuple(self._doubts),
            remarks=tuple(self._remarks),
            exit_code=max(self._stages.exit_code, int(bool(self._doubts))),
        )

    def _watched(self, summary: RunSummary) -> RunSummary:
        """Tell the watching service that the run has ended, if one is configured."""
        address = self._session.settings.job.heartbeat
        if not address or self._look_back:
            return summary
        before = len(self._stages.notes)
        self._stages.run("heartbeat", lambda: ping(resolve(address)), None)
        late = self._stages.notes[before:]
        return replace(
            summary,
            stages=tuple(self._stages.done),
            notes=(*summary.notes, *late),
            exit_code=max(summary.exit_code, self._stages.exit_code),
        )

    def _recorded(self, summary: RunSummary) -> RunSummary:
        self._session.store.save_run(summary.started_at, summary.as_of.isoformat(), summary.stages, summary.exit_code)
        return summary
