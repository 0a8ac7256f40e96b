"""The alert stage: what changed goes out, then the week's mail; what could not go is tried again in the next run."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.activity.weeks import last_complete_week
from monitor.alerts.outbox import deliver
from monitor.alerts.routes import Route, make_routes
from monitor.alerts.weekly import Mail, Mailed, send_weekly
from monitor.job.detecting import Judged
from monitor.job.session import Session
from monitor.reporting.html import read_facts
from monitor.reporting.model import build_report
from monitor.reporting.pages import mail_body


@dataclass(frozen=True)
class Alerted:
    """What became of the alerts.

    Attributes:
        delivered: Transitions that were told to at least one sink in this run.
        notes: One line for each sink that failed.
        mailed: Sinks that took the weekly mail in this run.
    """

    delivered: int
    notes: tuple[str, ...]
    mailed: tuple[str, ...] = ()


def alert(session: Session, judged: Judged | None = None) -> Alerted:
    """Deliver everything that waits.

    Args:
        session: The organisation, opened.
        judged: What this run found; without it there is no weekly mail.
    """
    routes = make_routes(session.settings, session.store.accounts())
    outcome = deliver(session.store, session.settings, session.now, routes)
    told = {number for one in outcome if one.delivered for number in one.transition_ids}
    mails = _weekly(session, judged, routes)
    failed = [_note("alerts", one.sink, one.error) for one in outcome if one.error]
    failed += [_note("weekly mail", one.sink, one.error) for one in mails if one.error]
    return Alerted(len(told), tuple(failed), tuple(one.sink for one in mails if not one.error))


def _note(what: str, sink: str, error: str) -> str:
    return f"{what}: {sink}: {error}. It is tried again in the next run"


def _weekly(session: Session, judged: Judged | None, routes: list[Route]) -> list[Mailed]:
    """Send the mail of the last complete week, unless nothing was judged yet or it is switched off."""
    if not session.settings.alerts.weekly or judged is None or judged.detection.week < 0:
        return []
    week = last_complete_week(session.as_of)
    return send_weekly(session.store, week, routes, lambda: _mail(session, judged))


def _mail(session: Session, judged: Judged) -> Mail:
    """The report of the week as a mail; like the report it keeps persons nameless unless they are switched on."""
    facts = read_facts(session.store, session.settings, judged, session.as_of)
    place = (session.folder / session.settings.paths.reports / "index.html").resolve()
    return mail_body(build_report(facts, session.settings, session.as_of), place=place)
