"""What an X archive tells of the account itself: suspended, protected, and open again."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors._x_standings import states
from monitor.records import Anything, BadRow, Post, Standing, StandingState
from tests.readback import only, records, zipped
from tests.x_archive_files import CONNECTOR, archive, tweet, ytd

ACTIVE, PROTECTED, SUSPENDED = StandingState.ACTIVE, StandingState.PROTECTED, StandingState.SUSPENDED


def suspension(day: int, action: Any = "Suspend") -> dict[str, Any]:
    return {"accountSuspension": {"timeStamp": f"2021-09-{day:02}T19:21:59.000Z", "action": action}}


def protection(day: int, action: Any = "Protect") -> dict[str, Any]:
    return {"protectedHistory": {"protectedAt": f"2021-09-{day:02}T19:21:59.000Z", "action": action}}


def read(folder: Path, *suspensions: Any, protections: tuple[Any, ...] = ()) -> list[Anything]:
    more = {"account_suspension": ytd("account_suspension", list(suspensions))}
    files = archive(tweet(), **more, protected_history=ytd("protected_history", list(protections)))
    return records(CONNECTOR, zipped(folder, files))


def told(found: list[Anything]) -> list[tuple[int, StandingState]]:
    return [(one.observed_at.day, one.state) for one in only(Standing, found)]


def test_an_account_that_was_never_suspended_says_nothing(tmp_path: Path) -> None:
    assert told(read(tmp_path)) == []


def test_suspensions_come_in_the_order_of_time(tmp_path: Path) -> None:
    found = read(tmp_path, suspension(9), suspension(20), suspension(10, "Unsuspend"))
    assert told(found) == [(9, SUSPENDED), (10, ACTIVE), (20, SUSPENDED)]
    assert only(Standing, found)[0].observed_at == datetime(2021, 9, 9, 19, 21, 59, tzinfo=UTC)
    assert not only(BadRow, found)


def test_a_protected_account_stays_protected_after_its_suspension(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        suspension(9),
        suspension(12, "Unsuspend"),
        protections=(protection(10), protection(15, "Unprotect")),
    )
    assert told(found) == [(9, SUSPENDED), (10, SUSPENDED), (12, PROTECTED), (15, ACTIVE)]


@pytest.mark.parametrize(
    "damaged",
    [
        suspension(9, "Pause"),
        suspension(9, ["Suspend"]),
        suspension(9, None),
        {"accountSuspension": {"timeStamp": "yesterday", "action": "Suspend"}},
        {"accountSuspension": {"action": "Suspend"}},
        {"accountSuspension": "Suspend"},
        {},
        7,
    ],
)
def test_a_damaged_entry_costs_itself_alone(tmp_path: Path, damaged: Any) -> None:
    found = read(tmp_path, damaged, suspension(11))
    (bad,) = only(BadRow, found)
    assert "data/account-suspension.js, entry 1" in bad.file
    assert "Suspend, Unsuspend" in bad.reason
    assert told(found) == [(11, SUSPENDED)]
    assert len(only(Post, found)) == 1


def test_a_year_beyond_all_records_is_rejected(tmp_path: Path) -> None:
    early = {"accountSuspension": {"timeStamp": "1821-09-09T19:21:59.000Z", "action": "Suspend"}}
    (bad,) = only(BadRow, read(tmp_path, early))
    assert "outside 1990-2200" in bad.reason


def test_a_damaged_file_costs_no_post(tmp_path: Path) -> None:
    files = archive(tweet(), account_suspension='window.YTD.account_suspension.part0 = [ {"acc')
    found = records(CONNECTOR, zipped(tmp_path, files))
    (bad,) = only(BadRow, found)
    assert "what it tells of the account is left out" in bad.reason
    assert len(only(Post, found)) == 1


@given(
    st.lists(
        st.tuples(
            st.datetimes(datetime(2015, 1, 1), datetime(2025, 1, 1), timezones=st.just(UTC)),
            st.sampled_from([SUSPENDED, PROTECTED]),
            st.booleans(),
        ),
        unique_by=lambda change: change[0],
    )
)
def test_the_state_at_a_moment_follows_from_the_last_word_of_each_history(changes: list[Any]) -> None:
    for moment, state in states(changes):
        last = {kind: began for _, kind, began in sorted(change for change in changes if change[0] <= moment)}
        expected = SUSPENDED if last.get(SUSPENDED) else PROTECTED if last.get(PROTECTED) else ACTIVE
        assert state == expected
    assert len(list(states(changes))) == len(changes)
