"""Accounts that hang on one person: who that is, where persons may be named, and which other accounts are theirs."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from monitor.activity.authors import top_authors
from monitor.activity.people import plain_name
from monitor.reporting.history import Facts
from monitor.reporting.i18n import N_, Translator
from monitor.reporting.outside import clean
from monitor.settings import Settings

LONE_AUTHOR = "HS11"
MOST_NAMED = 5
"""Other accounts of the same person that are told by name."""

WHO = N_("That person is {name:words}.")
ALSO = N_("The same person carries {accounts:words} too.")
MORE = N_("{accounts} and {more:accounts} more")


class LoneAuthors:
    """What may be said of the persons on whom accounts hang.

    Args:
        facts: What the store knows.
        settings: Whether persons are named, and whose names are no person's.
    """

    def __init__(self, facts: Facts, settings: Settings) -> None:
        self._facts, self._settings = facts, settings
        self._named = settings.report.show_persons
        self._of_week = lru_cache(maxsize=64)(self._top)

    def words(self, account: int, lone: Mapping[int, str], week: int, translator: Translator) -> str:
        """A sentence or two on the person of an account.

        Args:
            account: The account.
            lone: Names of all accounts that hang on one person that week and may be shown.
            week: The week.
            translator: The language.
        """
        top = self._of_week(week)
        name = top.get(account)
        if name is None:
            return ""
        same = plain_name(name)
        others = [lone[one] for one in sorted(lone) if one != account and plain_name(top.get(one, "")) == same]
        told = [translator.text(WHO, name=clean(name, 80))] if self._named else []
        return " ".join([*told, *([translator.text(ALSO, accounts=_listed(others, translator))] if others else [])])

    def _top(self, week: int) -> dict[int, str]:
        if self._facts.authors is None:
            return {}
        return top_authors(self._facts.authors, self._facts.accounts, self._settings.organisation, week)


def _listed(names: list[str], translator: Translator) -> str:
    shown = ", ".join(names[:MOST_NAMED])
    more = len(names) - MOST_NAMED
    return translator.text(MORE, accounts=shown, more=more) if more > 0 else shown
