"""Which accounts need attention, which could not be judged, and the headline that counts them over one whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from monitor.reporting.accounts import CLOSED_STATES, UNSEEN, Seen
from monitor.reporting.findings import SEVERE, Scene
from monitor.reporting.i18n import N_, Translator
from monitor.reporting.names import account_name
from monitor.reporting.parts import Quiet
from monitor.reporting.wording import status_word, who_sentence
from monitor.store.contract import AccountStatus

MOST_NAMES = 5
NOT_SEEN_THEN = N_("not seen then")
NAMES_AND_MORE = N_("{accounts} and {rest:number} more")
SILENT_SINCE = N_("Silent since {last:date}.")
SILENT_EVER = N_("Silent: there has never been a post.")
SILENT_STEP = N_("Post something this week, or close it.")


@dataclass(frozen=True)
class Tally:
    """The open accounts that may be shown, in a week.

    Attributes:
        everyone: Their ids: the denominator of every count.
        attention: Those with a severe finding, and the silent ones.
        unseen: Why the others could not be judged, in words, by account.
        resting: Silent ones that the organisation declared seasonal, without a severe finding.
        minor: Those with milder findings only.
    """

    everyone: frozenset[int]
    attention: frozenset[int]
    unseen: Mapping[int, str] = field(default_factory=dict)
    resting: frozenset[int] = frozenset()
    minor: frozenset[int] = frozenset()


def open_accounts(scene: Scene) -> frozenset[int]:
    """Accounts that may be shown and are not closed on purpose."""
    return frozenset(one.id for one in scene.accounts.values() if not one.hidden and one.state not in CLOSED_STATES)


def tally_now(worst: Mapping[int, int], statuses: Mapping[int, AccountStatus], scene: Scene) -> Tally:
    """Count by the newest statuses, the same that the list of accounts shows.

    Args:
        worst: Severity of the worst finding of each account that has one.
        statuses: The newest status of each account.
        scene: The accounts.
    """
    everyone = open_accounts(scene)
    answers = {one: statuses[one].answer if one in statuses else "new" for one in everyone}
    silent = frozenset(one for one in everyone if answers[one] == "silent")
    unseen = {one: status_word(answers[one], scene.translator) for one in everyone if answers[one] in UNSEEN}
    return _tally(everyone, worst, silent, unseen, scene)


def tally_then(worst: Mapping[int, int], silence: pd.Series, seen: pd.Series, silent_days: int, scene: Scene) -> Tally:
    """Count in an earlier week.

    Args:
        worst: Severity of the worst finding of that week, by account.
        silence: Days since the last post at the end of that week, NaN without any; index account.
        seen: Whether each was seen recently enough, same index.
        silent_days: Days after which silence is called silence; without any known post it is too.
        scene: The accounts.
    """
    everyone = open_accounts(scene) & {int(one) for one in silence.index}
    watched = seen.to_numpy(bool)
    long = ~(silence.to_numpy(np.float64) < silent_days)
    silent = everyone & {int(one) for one in silence.index[watched & long]}
    missed = everyone & {int(one) for one in silence.index[~watched]}
    word = scene.translator.text(NOT_SEEN_THEN)
    return _tally(everyone, worst, silent, dict.fromkeys(missed, word), scene)


def _tally(
    everyone: frozenset[int], worst: Mapping[int, int], silent: frozenset[int], unseen: Mapping[int, str], scene: Scene
) -> Tally:
    bad = frozenset(one for one, severity in worst.items() if severity >= SEVERE)
    seasonal = frozenset(one for one in silent if scene.accounts[one].state == "seasonal")
    attention = everyone & (bad | (silent - seasonal))
    return Tally(
        everyone=everyone,
        attention=attention,
        unseen={one: word for one, word in unseen.items() if one not in attention},
        resting=seasonal - attention,
        minor=(everyone & frozenset(worst)) - attention - frozenset(unseen),
    )


def headline(tally: Tally, t: Translator) -> str:
    """One sentence; nobody is called healthy who is silent or could not be judged."""
    total, missed = len(tally.everyone), len(tally.unseen)
    if tally.attention:
        return _attention(len(tally.attention), total, t)
    if missed == total:
        return t.text(N_("No account can be judged yet."))
    if tally.minor:
        return _nothing_serious(len(tally.minor), total, t)
    if missed:
        return _nothing_wrong_but(total - missed, missed, t)
    return _nothing_wrong(total, t) if tally.resting else _healthy(total, t)


def _attention(bad: int, total: int, t: Translator) -> str:
    return t.plural(
        "{bad:number} of {n:number} account needs attention.",
        "{bad:number} of {n:number} accounts need attention.",
        total,
        bad=bad,
    )


def _nothing_serious(minor: int, total: int, t: Translator) -> str:
    return t.plural(
        "Nothing serious; {minor:number} of {n:number} account could do better.",
        "Nothing serious; {minor:number} of {n:number} accounts could do better.",
        total,
        minor=minor,
    )


def _nothing_wrong_but(seen: int, missed: int, t: Translator) -> str:
    return t.plural(
        "Nothing wrong on the {n:number} account we could see; {missed:number} could not be judged.",
        "Nothing wrong on the {n:number} accounts we could see; {missed:number} could not be judged.",
        seen,
        missed=missed,
    )


def _nothing_wrong(seen: int, t: Translator) -> str:
    return t.plural(
        "Nothing wrong on the one account we follow.", "Nothing wrong on the {n:number} accounts we follow.", seen
    )


def _healthy(total: int, t: Translator) -> str:
    return t.plural("The one account we follow is healthy.", "All {n:number} accounts are healthy.", total)


def beside(tally: Tally, scene: Scene) -> str:
    """What stands right below the headline: who could not be judged and why, and who rests; "" for nobody."""
    t = scene.translator
    lines = []
    if tally.unseen:
        why = "; ".join(f"{word} ({_names(ids, scene)})" for word, ids in _by_word(tally.unseen).items())
        lines.append(_could_not(len(tally.unseen), why, t))
    if tally.resting:
        lines.append(_rest(len(tally.resting), _names(tally.resting, scene), t))
    return " ".join(lines)


def _by_word(unseen: Mapping[int, str]) -> dict[str, list[int]]:
    groups: dict[str, list[int]] = {}
    for account, word in sorted(unseen.items()):
        groups.setdefault(word, []).append(account)
    return groups


def _could_not(count: int, why: str, t: Translator) -> str:
    return t.plural("{n:number} could not be judged: {why}.", "{n:number} could not be judged: {why}.", count, why=why)


def _rest(count: int, names: str, t: Translator) -> str:
    return t.plural(
        "{n:number} is seasonal and silent now: {names}.",
        "{n:number} are seasonal and silent now: {names}.",
        count,
        names=names,
    )


def _names(accounts: frozenset[int] | list[int], scene: Scene) -> str:
    names = sorted((account_name(scene.accounts[one], scene.translator) for one in accounts), key=str.casefold)
    listed = ", ".join(names[:MOST_NAMES])
    if len(names) <= MOST_NAMES:
        return listed
    return scene.translator.text(NAMES_AND_MORE, accounts=listed, rest=len(names) - MOST_NAMES)


def quiet_ones(tally: Tally, seen: Seen) -> tuple[Quiet, ...]:
    """The accounts that need attention for their silence alone, longest silent first, those that never spoke last."""
    silent = [one for one in tally.attention if seen.severity(one) < SEVERE]
    days = {one: seen.day(seen.status(one).last_post_at) for one in silent}
    ordered = sorted(silent, key=lambda one: (days[one] is None, days[one] or "", one))
    return tuple(_quiet(one, seen) for one in ordered)


def _quiet(account_id: int, seen: Seen) -> Quiet:
    t, account = seen.scene.translator, seen.scene.accounts[account_id]
    last = seen.day(seen.status(account_id).last_post_at)
    return Quiet(
        account=account_name(account, t),
        page=seen.scene.pages.get(account_id, ""),
        sentence=t.text(SILENT_SINCE, last=last) if last else t.text(SILENT_EVER),
        who=who_sentence(account, t),
        next_step=t.text(SILENT_STEP),
    )
