"""The words of `monitor explain`, from a symptom's declaration and an account's verdicts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from monitor.activity.weeks import week_end, week_label, week_start
from monitor.cli import common
from monitor.errors import FixQuery
from monitor.symptoms.contract import Symptom, Verdict
from monitor.symptoms.registry import all_symptoms

if TYPE_CHECKING:
    from monitor.job.session import Session

WORDS = {Verdict.UNKNOWN: "cannot be judged", Verdict.ABSENT: "absent", Verdict.PRESENT: "present"}
POSTS_SHOWN = 20


def find_symptom(code: str) -> Symptom:
    """The symptom of a code.

    Raises:
        FixQuery: There is none.
    """
    known = {symptom.code: symptom for symptom in all_symptoms()}
    if code not in known:
        raise FixQuery(f"there is no symptom {code!r}", "explain", f"There are: {', '.join(known)}")
    return known[code]


def explain_symptom(code: str) -> Iterator[str]:
    """Lines about a symptom, all from its declaration."""
    symptom = find_symptom(code)
    yield f"{symptom.code} {symptom.title} ({symptom.name})"
    yield f"  {symptom.explanation}"
    yield f"  Source: {symptom.source}"
    yield f"  Next step: {symptom.remedy}"
    yield f"  Cannot be judged: {symptom.cannot}"
    yield f"  Thresholds, in [symptoms.{symptom.code}] of config.toml:"
    for name, field in symptom.thresholds.model_fields.items():
        yield f"    {name} = {field.default}  # {field.description}"
    yield "  Numbers it shows:"
    for number in symptom.evidence:
        yield f"    {number.name} ({number.unit}): {number.meaning}"
    yield "  Columns of the weekly frame it reads: " + ", ".join(symptom.needs)


def explain_account(opened: Session, code: str, account_id: int) -> Iterator[str]:
    """Lines about the verdicts of one account on one symptom, and the posts behind the last."""
    spells = [s for s in opened.store.spells() if s.code == code and s.account_id == account_id]
    if not spells:
        yield "  This account was never judged on it (other platform or kind, or no run yet)."
        return
    yield "  Verdicts:"
    for spell in sorted(spells, key=lambda s: s.first_week):
        numbers = ", ".join(f"{name} {value:g}" for name, value in spell.evidence.items())
        span = f"{week_start(spell.first_week)} to {week_end(spell.last_week)}"
        why = spell.variant or spell.reason
        yield f"    {span}: {WORDS[Verdict(spell.verdict)]}{f' ({why})' if why else ''}  {numbers}"
    yield from _posts(opened, account_id, max(s.last_week for s in spells))


def _posts(opened: Session, account_id: int, week: int) -> Iterator[str]:
    found = opened.store.posts(account_id, None, week).tail(POSTS_SHOWN)
    yield f"  Last {len(found)} posts up to {week_label(week)}:"
    for post in common.records(found):
        text = " ".join((post["title"] or post["text"] or "").split())[:90]
        labels = f"press={post['press']} outing={post['outing']}"
        yield common.visible(f"    {post['published_at']:%Y-%m-%d} {post['kind']} {labels} {text}")
