"""What a run may say aloud of a pass: as in the report, persons are not counted where they are too few."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.job.detecting import Judged
from monitor.job.session import Session
from monitor.reporting.names import account_facts
from monitor.reporting.persons import untold, withheld_codes
from monitor.reporting.scoring import told_scores
from monitor.symptoms.contract import Verdict


@dataclass(frozen=True)
class Told:
    """Numbers of the last complete week.

    Attributes:
        score: Horror score, None when nothing could be judged.
        present: How many symptoms are present, counted per account.
        changes: How many transitions were new.
    """

    score: int | None = None
    present: int = 0
    changes: int = 0


def told_counts(session: Session, judged: Judged | None) -> Told:
    """Count what may be counted aloud; nothing when nothing was judged."""
    if judged is None:
        return Told()
    report = session.settings.report
    accounts = account_facts(session.store.accounts(), report.show_persons)
    silent, detection = untold(accounts, report), judged.detection
    scores = told_scores(detection.scores, withheld_codes(accounts, report), judged.spells)
    present = [one for one in detection.current() if one.verdict == Verdict.PRESENT]
    return Told(
        score=next((one.score for one in scores if one.week == detection.week), None),
        present=sum(one.account_id not in silent for one in present),
        changes=sum(one.account_id not in silent for one in judged.changes),
    )
