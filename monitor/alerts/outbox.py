"""Delivers what changed: every transition to every sink it concerns, marked only after the sink took it.

Killed between sending and marking, the next run sends again: a repeat is a nuisance, a lost alert a failure.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import islice
from typing import Protocol

import pandas as pd

from monitor.alerts.beginnings import Beginnings
from monitor.alerts.handing import hand_over
from monitor.alerts.messages import Letterhead, Message, compose
from monitor.alerts.routes import Route, make_routes
from monitor.reporting.i18n import Translator
from monitor.reporting.names import AccountFacts, account_facts
from monitor.reporting.persons import untold
from monitor.settings import Settings
from monitor.store.contract import Spell, Transition

log = logging.getLogger(__name__)

LARGEST_MESSAGE = 40
"""Most transitions in one message, so that a first run on hundreds of accounts is not refused for its size."""


class Outbox(Protocol):
    """What delivery needs of the store; `monitor.store.contract.Store` satisfies it."""

    def accounts(self) -> pd.DataFrame: ...
    def spells(self) -> list[Spell]: ...
    def undelivered(self, sink: str) -> list[Transition]: ...
    def mark_delivered(self, sink: str, transition_ids: Sequence[int], at: datetime) -> None: ...
    def mark_failed(self, sink: str, transition_ids: Sequence[int], at: datetime, why: str) -> None: ...


@dataclass(frozen=True)
class Delivery:
    """What became of one message to one sink.

    Attributes:
        sink: The sink's name.
        transition_ids: What the message told.
        error: None when the sink took it, else why not, without secrets.
        passing: Whether the failure may pass by itself.
    """

    sink: str
    transition_ids: tuple[int, ...]
    error: str | None = None
    passing: bool = False

    @property
    def delivered(self) -> bool:
        """Whether the sink took it."""
        return self.error is None


def deliver(store: Outbox, settings: Settings, now: datetime, routes: Iterable[Route] | None = None) -> list[Delivery]:
    """Send what the sinks have not taken yet.

    Args:
        store: Where transitions wait.
        settings: Language, organisation and addresses.
        now: Aware, UTC.
        routes: Sinks and what each hears; by default those of the settings and the accounts' owners.

    Returns:
        One result per message, failures included; a sink that fails stops no other.
    """
    accounts = store.accounts()
    chosen = make_routes(settings, accounts) if routes is None else list(routes)
    office = _Office(store, settings, accounts, now)
    return [delivery for route in chosen for delivery in office.serve(route)]


class _Office:
    """Composes and sends for one run."""

    def __init__(self, store: Outbox, settings: Settings, accounts: pd.DataFrame, now: datetime) -> None:
        self.store, self.now = store, now
        self.translator = Translator(settings.organisation.language)
        self.letterhead = Letterhead(settings.organisation.name, settings.organisation.made_up)
        self.facts = account_facts(accounts, settings.report.show_persons)
        self.named = account_facts(accounts, show_persons=True)
        self.untold = untold(self.facts, settings.report)

    @cached_property
    def _beginnings(self) -> Beginnings:
        """Read only when there is something to tell."""
        return Beginnings(self.store.spells())

    def _compose(self, batch: Sequence[Transition], route: Route) -> Message:
        return compose(batch, self._facts_for(route), self.letterhead, self.translator, self._beginnings.seen)

    def serve(self, route: Route) -> list[Delivery]:
        """Send a route everything that waits for it; after a failure the rest waits for the next run too."""
        mine = [one for one in self.store.undelivered(route.sink.name) if route.takes(one.account_id)]
        waiting = iter(self._tellable(route, mine))
        done: list[Delivery] = []
        while batch := list(islice(waiting, LARGEST_MESSAGE)):
            done.append(self._send(route, self._compose(batch, route)))
            if not done[-1].delivered:
                break
        return done

    def _tellable(self, route: Route, waiting: Sequence[Transition]) -> list[Transition]:
        """What may be told this way; the rest is settled without a word, or it would wait to be told as old news.

        Owners hear of their own accounts, whoever else may not.
        """
        silent = frozenset[int]() if route.accounts is not None else self.untold
        settled = [one.id for one in waiting if one.account_id in silent]
        if settled:
            self.store.mark_delivered(route.sink.name, settled, self.now)
        return [one for one in waiting if one.account_id not in silent]

    def _facts_for(self, route: Route) -> Mapping[int, AccountFacts]:
        """An owner may read the names of own personal accounts; everybody else only if the report shows persons."""
        return self.facts if route.accounts is None else self.named

    def _send(self, route: Route, message: Message) -> Delivery:
        name, ids = route.sink.name, message.transition_ids
        refused = hand_over(route.sink, message.subject, message.text, message.html)
        if refused is None:
            self.store.mark_delivered(name, ids, self.now)
            return Delivery(name, ids)
        self.store.mark_failed(name, ids, self.now, refused.why)
        log.warning("alert not delivered to %s: %s", name, refused.why)
        return Delivery(name, ids, refused.why, refused.passing)
