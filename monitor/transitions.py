"""What changed between two passes and is worth telling once: begun, worse, over. Pure.

UNKNOWN is no news: an account that had the symptom when we last could tell still has it for this purpose, so that a gap
in the data neither ends a symptom nor begins it anew. Running the same night twice gives nothing the second time.

A symptom that tells the same once in a quarter at most (`Symptom.repeat_weeks`) is held against what was told of it:
what returns too soon is told when the quarter is over, if it still holds then, and what was not told is never over.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from monitor.activity.weeks import week_of
from monitor.store.contract import AccountStatus, Spell, Transition
from monitor.symptoms.contract import Symptom, Verdict
from monitor.symptoms.registry import all_symptoms

DATA = "DATA"
"""Code of transitions that are about our data, not about the account."""

TROUBLES = ("stale", "failed", "gone")
"""Answers of a status that raise a data alert."""

Key = tuple[int, str]


def transitions(
    last: Iterable[Spell],
    new: Iterable[Spell],
    last_statuses: Iterable[AccountStatus],
    new_statuses: Iterable[AccountStatus],
    week: int,
    symptoms: Iterable[Symptom] | None = None,
    told: Iterable[Transition] = (),
) -> list[Transition]:
    """Compare the stored verdicts and statuses with those of a new pass.

    Args:
        last: `Store.last_verdicts()`: of every account and symptom the newest stored spell, and the newest known one
            if that is unknown; empty on the first run ever.
        new: All spells of the new pass, of each account and symptom oldest first.
        last_statuses: Stored statuses.
        new_statuses: Statuses of the new pass.
        week: The last week of the new pass.
        symptoms: To rank the ways in which a symptom shows; by default all.
        told: `Store.told(codes_told_once())`: what was told of the symptoms that repeat nothing too soon.

    Returns:
        Transitions in the order of account, code; none if the stored pass is of a later week (a look back is no news).
    """
    stored = sorted(last, key=lambda spell: spell.last_week)
    before = {(spell.account_id, spell.code): spell for spell in stored if spell.verdict != Verdict.UNKNOWN}
    known = {status.account_id: status for status in last_statuses}
    newest = stored[-1].last_week if stored else week
    newest = max([newest, *(status.week for status in known.values())])
    if newest > week:
        return []
    chosen = tuple(all_symptoms() if symptoms is None else symptoms)
    ranks, patient = _ranks(chosen), {one.code: one.repeat_weeks for one in chosen if one.repeat_weeks}
    said = _by_key_of(told)
    changes: list[Transition] = []
    for key, history in _by_key(new):
        if key[1] in patient:
            changes += _patient_change(before.get(key), history, week, ranks, said.get(key, []), patient[key[1]])
        else:
            changes += _change(before.get(key), history, week, ranks)
    changes += [change for status in new_statuses for change in _data_change(known.get(status.account_id), status)]
    return sorted(changes, key=lambda change: (change.account_id, change.code, change.change))


def codes_told_once() -> list[str]:
    """Codes of the symptoms that tell the same once in some weeks at most."""
    return [one.code for one in all_symptoms() if one.repeat_weeks]


def _ranks(symptoms: Iterable[Symptom]) -> dict[tuple[str, str], int]:
    return {(symptom.code, variant.name): variant.rank for symptom in symptoms for variant in symptom.variants}


def _by_key(spells: Iterable[Spell]) -> Iterator[tuple[Key, list[Spell]]]:
    histories: dict[Key, list[Spell]] = {}
    for spell in spells:
        histories.setdefault((spell.account_id, spell.code), []).append(spell)
    return iter(histories.items())


def _by_key_of(told: Iterable[Transition]) -> dict[Key, list[Transition]]:
    """What was told of each account and symptom, oldest first."""
    said: dict[Key, list[Transition]] = {}
    for one in sorted(told, key=lambda one: one.id):
        said.setdefault((one.account_id, one.code), []).append(one)
    return said


def _patient_change(
    before: Spell | None,
    history: list[Spell],
    week: int,
    ranks: Mapping[tuple[str, str], int],
    said: list[Transition],
    repeat_weeks: int,
) -> Iterator[Transition]:
    """The change of an account and symptom of which the same is told once in so many weeks."""
    now = history[-1]
    if now.last_week != week or now.verdict == Verdict.UNKNOWN:
        return
    last = said[-1] if said else None
    if now.verdict != Verdict.PRESENT:
        if last is not None and last.change != "over":
            yield _transition(now, "over", week, last.since_week, last.variant)
        return
    untold = last is None or last.change == "over"
    rank = ranks.get((now.code, now.variant), 0)
    if not rank:
        return
    known = [ranks.get((now.code, one), 0) for one in _shown(before, last)]
    lately = any(one.variant == now.variant and one.change != "over" and week - one.week < repeat_weeks for one in said)
    if (untold or rank > min(known, default=0)) and not lately:
        yield _transition(now, "begun" if untold else "worse", week, now.first_week, now.variant)


def _shown(before: Spell | None, last: Transition | None) -> Iterator[str]:
    """The ways in which it showed when it was last stored and last told."""
    if before is not None and before.verdict == Verdict.PRESENT:
        yield before.variant
    if last is not None:
        yield last.variant


def _change(
    before: Spell | None, history: list[Spell], week: int, ranks: Mapping[tuple[str, str], int]
) -> Iterator[Transition]:
    """The change of one account and symptom, if any.

    Compared with what was known when it was stored, never with what is known of that time by now: an export that comes
    in late may show that a symptom is old, and yet nobody has been told.
    """
    now = history[-1]
    if now.last_week != week or now.verdict == Verdict.UNKNOWN:
        return
    was, present = before is not None and before.verdict == Verdict.PRESENT, now.verdict == Verdict.PRESENT
    if present and not was:
        yield _transition(now, "begun", week, now.first_week, now.variant)
    elif present and before and ranks.get((now.code, now.variant), 0) > ranks.get((now.code, before.variant), 0):
        yield _transition(now, "worse", week, now.first_week, now.variant)
    elif was and before and not present:
        yield _transition(now, "over", week, before.first_week, before.variant)


def _transition(now: Spell, change: str, week: int, since: int, variant: str) -> Transition:
    return Transition(now.account_id, now.code, change, week, variant, since, dict(now.evidence))


def _data_change(before: AccountStatus | None, now: AccountStatus) -> Iterator[Transition]:
    """The change of one account's status, if it is about our data. One trouble after another is only begun."""
    answer, was = now.answer, before.answer if before else ""
    if answer in TROUBLES and answer != was:
        yield Transition(now.account_id, DATA, "begun", now.week, _variant(now), _since(now), {})
    elif before and was in TROUBLES and answer not in TROUBLES:
        yield Transition(now.account_id, DATA, "over", now.week, _variant(before), _since(before), {})


def _variant(status: AccountStatus) -> str:
    """The answer, with the reason behind it where one is known: failed_token, gone_suspended."""
    return f"{status.answer}_{status.reason}" if status.reason else status.answer


def _since(status: AccountStatus) -> int:
    return week_of(date.fromisoformat(status.since)) if status.since else status.week
