"""`monitor schedule`: the job once a day, in a process that stays alive."""

from __future__ import annotations

import logging
import time as clock
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import schedule

log = logging.getLogger(__name__)


def is_due(local: datetime, at: time, last: date | None) -> bool:
    """Whether the daily job must run now.

    Asked every minute with the organisation's local time, so neither daylight saving nor a sleeping machine
    can make it miss a day or run twice.

    Args:
        local: The present local time.
        at: Time of day from which the job may run.
        last: Day of the last run, None if it never ran.
    """
    return local.time() >= at and last != local.date()


def run_daily(
    job: Callable[[], object],
    at: time,
    zone: ZoneInfo,
    *,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    sleep: Callable[[float], None] = clock.sleep,
    keep_going: Callable[[], bool] = lambda: True,
) -> None:
    """Run `job` once a day at `at` in `zone`, until `keep_going` says no.

    An error of the job is logged and the loop goes on: `schedule` itself would end at the first one. On a start later
    than `at` the job runs at once, for the night may have been missed.
    """
    scheduler = schedule.Scheduler()
    last: list[date | None] = [None]

    def tick() -> None:
        local = now().astimezone(zone)
        if is_due(local, at, last[0]):
            last[0] = local.date()
            _safely(job)

    scheduler.every().minute.do(tick)
    tick()
    while keep_going():
        scheduler.run_pending()
        sleep(5)


def _safely(job: Callable[[], object]) -> None:
    try:
        job()
    except Exception:
        log.exception("the nightly job failed; it will be tried again tomorrow")
