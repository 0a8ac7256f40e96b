"""Whether the beginning of what an alert tells was seen, or may lie further back than our data go. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from monitor.store.contract import Spell, Transition
from monitor.symptoms.contract import Verdict


class Beginnings:
    """Knows in which weeks each symptom of each account could be judged.

    Args:
        spells: Those of the last pass, as `Store.spells()`.
    """

    def __init__(self, spells: Iterable[Spell]) -> None:
        self._known: dict[tuple[int, str], list[Spell]] = {}
        for one in spells:
            if one.verdict != Verdict.UNKNOWN:
                self._known.setdefault((one.account_id, one.code), []).append(one)

    def seen(self, transition: Transition) -> bool:
        """Whether the week before `since_week` is known to have been otherwise; the report asks the same."""
        before = transition.since_week - 1
        known = self._known.get((transition.account_id, transition.code), ())
        return any(one.first_week <= before <= one.last_week for one in known)
