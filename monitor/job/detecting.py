"""The detect stage: weekly frame, verdicts, statuses and what changed, kept in one transaction."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from monitor.activity.history import read_history
from monitor.activity.rhythm.keeping import kept_rows
from monitor.activity.rhythm.reading import Rhythms, read_rhythms
from monitor.activity.weekly import frame_of
from monitor.activity.weeks import last_complete_week
from monitor.detector import Detection, detect
from monitor.job.session import Session
from monitor.statuses import StatusFacts, broken_exports, failures, statuses, visit_failures
from monitor.store.contract import AccountStatus, Spell, Transition
from monitor.transitions import codes_told_once, transitions


@dataclass(frozen=True)
class Judged:
    """What one pass over all accounts and weeks found.

    Attributes:
        frame: The weekly frame it was found in.
        changes: Transitions that were new; empty for a look back.
        rhythms: What is told of every account's rhythm.
    """

    frame: pd.DataFrame
    detection: Detection
    spells: list[Spell]
    statuses: list[AccountStatus]
    changes: tuple[Transition, ...] = ()
    rhythms: Rhythms | None = None


def judge_all(session: Session) -> Judged:
    """Judge every account in every week up to the last one complete before `session.as_of`; keeps nothing."""
    settings, store = session.settings, session.store
    history = read_history(store, settings.organisation.zone, last_complete_week(session.as_of))
    rhythms = read_rhythms(history, settings, store.rhythm_memory())
    frame = frame_of(history, settings, rhythms)
    detection = detect(frame, settings.symptoms, max(1, settings.detection.stale_days // 7))
    files = {i: account.files for i, account in zip(session.account_ids, settings.account, strict=True)}
    exports = broken_exports(store.newest_imports())
    told = store.accounts_of_exports(exports) if exports else {}
    broken = failures(exports, files, told) | visit_failures(store.visits())
    facts = StatusFacts(store.accounts(), store.windows(), broken, store.standings())
    found = statuses(frame, facts, settings, session.as_of)
    return Judged(frame, detection, list(detection.spells()), found, rhythms=rhythms)


def judge_and_keep(session: Session) -> Judged:
    """Judge, compare with the last pass, and store verdicts, statuses, scores and changes in one transaction."""
    judged, store = judge_all(session), session.store
    week = judged.detection.week
    if week < 0:
        return judged
    told = store.told(codes_told_once())
    changes = transitions(store.last_verdicts(), judged.spells, store.last_statuses(), judged.statuses, week, told=told)
    scores = judged.detection.scores
    added = store.save_detection(week, judged.spells, judged.statuses, scores, changes, session.now)
    if judged.rhythms is not None:
        store.save_rhythm(kept_rows(judged.rhythms, judged.frame))
        if judged.rhythms.memory is not None:
            store.keep_rhythm_memory(judged.rhythms.memory.pack(), judged.rhythms.memory.needed())
    return replace(judged, changes=tuple(added))


def unmentioned(session: Session, judged: Judged) -> list[str]:
    """One line for each configured account of which no export has told anything; a visit tells its own trouble."""
    profiled = set(session.store.profiles()["account_id"])
    empty = {s.account_id for s in judged.statuses if s.answer == "new"} - profiled
    return [
        f"account {account.platform} {account.label}: no export has mentioned it yet. "
        "Check its handle in config.toml, or write the export's name in its `files`"
        for i, account in zip(session.account_ids, session.settings.account, strict=True)
        if i in empty and not account.fetch
    ]
