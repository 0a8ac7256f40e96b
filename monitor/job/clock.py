"""Which day it is for a run: today, or the day the settings pretend it is."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from monitor.settings import Settings

PRETENDED_HOUR = time(6, 0)


def as_of_day(settings: Settings, now: datetime) -> date:
    """The local day of a run: `detection.as_of`, else the day of `now` in the organisation's time zone."""
    return settings.detection.as_of or now.astimezone(settings.organisation.zone).date()


def run_moment(settings: Settings, now: datetime) -> datetime:
    """The moment of a run in UTC; for a pretended day its morning, so that a demo always gives the same."""
    if settings.detection.as_of is None:
        return now
    return datetime.combine(settings.detection.as_of, PRETENDED_HOUR, settings.organisation.zone).astimezone(UTC)
