"""The conformance suite of connectors to live interfaces.

    class TestMine(LiveSuite):
        world = MyWorld

pytest collects the checks. See README.md.
"""

from __future__ import annotations

import gzip
import logging
from collections.abc import Iterator
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.records import Record
from monitor.secrets import ScrubFilter
from monitor.sources.live import Past
from monitor.sources.live_testing import check_live_declaration, check_parse, parsed
from monitor.sources.visiting import SAVED
from tests.live.faults import FAULTS, LASTING, PASSING
from tests.live.nights import Ground, Nights, ground
from tests.live.pages import broken_pages
from tests.live.paging import Mischief
from tests.live.snapshots import Snapshot, snapshot
from tests.live.world import OLDER, World

EXAMPLES = 200
CALM = [HealthCheck.too_slow, HealthCheck.differing_executors]
"""One of the checks is inherited by every connector's class, so several classes run it."""

MOST_REQUESTS = 150
"""More than any walk through the short history of a world can need, however badly it is cut."""

MANY = World.size + 2
"""Posts of a day that are more than a page."""

TOLD_TO_WAIT = {"429 in the platform's words", "429 with Retry-After"}

some_faults = st.tuples(st.none() | st.sampled_from(sorted(FAULTS)), st.integers(1, 5))
drawn_faults = st.lists(some_faults, max_size=5).map(
    lambda runs: [fault for fault, count in runs for _ in range(count)]
)
"""What goes wrong in a visit, request by request; five times in a row is more than a visit endures."""


class LiveSuite:
    """Inherit, name the class Test..., and set `world`."""

    world: ClassVar[type[World]]

    @pytest.fixture(scope="class")
    @classmethod
    def ground(cls, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
        with ground(tmp_path_factory.mktemp("live")) as made:
            yield made

    @pytest.fixture
    def nights(self, ground: Ground) -> Nights:
        return ground.begin(self.world())

    # --- what a visit brings ------------------------------------------------------------------------------
    def test_declaration(self, nights: Nights) -> None:
        check_live_declaration(type(nights.connector))
        for past in (Past(), Past({}, nights.world.now, full=False)):
            estimate = nights.connector.estimate(nights.world.target, past)
            assert estimate.what
            assert estimate.requests >= 1

    def test_a_first_night(self, nights: Nights) -> None:
        visited = nights.visit()
        assert visited.result.status == "done", visited.result.message
        assert_all_there(nights)
        assert [row["state"] for row in nights.ground.rows("standings")] == ["active"]
        assert nights.pauses == []
        assert visited.reach
        assert bool(nights.ground.rows("windows")) == visited.reach.seen

    def test_the_same_night_again_changes_nothing(self, nights: Nights) -> None:
        nights.visit()
        before = snapshot(nights.ground)
        again = nights.visit(full=True)
        assert (again.result.new, again.result.updated, again.deleted) == (0, 0, 0)
        assert snapshot(nights.ground) == before

    def test_a_second_night_asks_little_and_misses_nothing(self, nights: Nights) -> None:
        nights.visit()
        whole = len(nights.asked)
        nights.world.grow()
        assert nights.visit().result.status == "done"
        assert len(nights.asked) <= nights.world.little
        assert len(nights.asked) < whole
        assert_all_there(nights)

    def test_a_long_absence_misses_nothing(self, nights: Nights) -> None:
        nights.visit()
        nights.world.grow(3 * MANY)
        nights.visit()
        assert_all_there(nights)

    @pytest.mark.parametrize("before", [2, 3])
    def test_a_visit_goes_on_where_exports_end_also_if_it_breaks_off(self, nights: Nights, before: int) -> None:
        known = nights.world.said[OLDER // 2]
        nights.known_until(known.at)
        nights.visit([None] * before + ["401"], full=False)
        nights.world.grow(MANY)
        nights.visit(full=False)
        newer = {nights.world.post_id(said) for said in nights.world.said if said.at > known.at}
        assert newer <= {row["native_id"] for row in nights.ground.rows("posts")}

    # --- what may go wrong --------------------------------------------------------------------------------
    @pytest.mark.parametrize("fault", sorted(FAULTS))
    @pytest.mark.parametrize(("night", "before"), [(1, 2), (2, 1)])
    def test_a_fault(self, ground: Ground, fault: str, night: int, before: int) -> None:
        clean, nights, faults = self._clean(ground), ground.begin(self.world()), [None] * before + [fault]
        for number in (1, 2):
            nights.world.grow(MANY)
            visited = nights.visit(faults if number == night else ())
            if number == night and fault in TOLD_TO_WAIT - nights.world.halting and len(nights.asked) > before:
                assert max(nights.pauses) >= 2
            ends = fault in LASTING.keys() | nights.world.halting
            assert visited.result.status == "done" or ends, visited.result.message
        nights.world.grow(MANY)
        assert nights.visit().result.status == "done"
        assert snapshot(ground) == clean

    @pytest.mark.parametrize("night", [1, 2])
    @pytest.mark.parametrize("after", [1, 3, 4, 6, 9])
    @pytest.mark.parametrize("saved", [1, SAVED])
    def test_a_program_that_is_killed(
        self, ground: Ground, night: int, after: int, saved: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        clean, nights = self._clean(ground), ground.begin(self.world(), direct=True)
        monkeypatch.setattr("monitor.sources.visiting.SAVED", saved)
        for number in (1, 2, 3):
            nights.world.grow(MANY)
            if number == night:
                nights.kill(after)
            else:
                assert nights.visit().result.status == "done"
        assert snapshot(ground) == clean

    @pytest.mark.parametrize("fault", sorted(PASSING))
    def test_trouble_that_lasts_is_left_to_the_next_night(self, nights: Nights, fault: str) -> None:
        visited = nights.visit([fault] * MOST_REQUESTS)
        assert visited.result.status == "postponed", visited.result.message
        assert len(nights.asked) == (1 if fault in nights.world.halting else 5)

    @pytest.mark.parametrize("fault", sorted(LASTING))
    def test_what_a_person_must_mend_is_not_tried_again(self, nights: Nights, fault: str) -> None:
        visited = nights.visit([fault] * MOST_REQUESTS)
        assert visited.result.status in {"failed", "partial"}
        assert nights.ground.rows("standings") == []
        assert len(nights.asked) == 1
        assert nights.pauses == []

    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=CALM)
    @given(first=drawn_faults, second=drawn_faults, anew=st.booleans())
    def test_faults(self, ground: Ground, first: list[str | None], second: list[str | None], anew: bool) -> None:
        clean, nights = self._clean(ground), ground.begin(self.world(), direct=True)
        nights.world.grow(MANY)
        nights.visit(first)
        nights.world.grow(MANY)
        nights.visit(second, full=anew or None)
        nights.world.grow(MANY)
        visited = nights.visit()
        assert visited.result.status == "done", visited.result.message
        assert snapshot(ground) == clean

    def _clean(self, ground: Ground) -> Snapshot:
        """What a store knows after three nights without faults."""
        if ground.clean is None:
            nights = ground.begin(self.world())
            for _ in range(3):
                nights.world.grow(MANY)
                nights.visit()
            ground.clean = snapshot(ground)
        return ground.clean

    @pytest.mark.parametrize("mischief", list(Mischief))
    def test_paging_gone_wrong(self, nights: Nights, mischief: Mischief) -> None:
        if mischief not in nights.world.mischiefs:
            pytest.skip("this platform's paging cannot go wrong in this way")
        for _ in range(2):
            nights.world.mischief = mischief
            visited = nights.visit()
            assert visited.result.status == "done", visited.result.message
            assert len(nights.asked) < MOST_REQUESTS
            assert_all_there(nights)
            nights.world.grow()
        again = nights.visit(full=True)
        assert_all_there(nights)
        assert again.deleted == 0

    # --- deletions and edits ------------------------------------------------------------------------------
    def test_only_a_whole_look_tells_what_was_deleted(self, nights: Nights) -> None:
        nights.visit()
        gone = [nights.world.said[position] for position in (1, -2)]
        for said in gone:
            nights.world.delete(said.number)
        nights.world.grow(1)
        nights.visit(full=False)
        assert deleted(nights) == set()
        nights.visit([None, None, None, "401"], full=True)
        assert deleted(nights) == set()
        visited = nights.visit(full=True)
        wanted = {nights.world.post_id(said) for said in gone} if nights.world.sees_deletions else set()
        assert deleted(nights) == wanted
        assert visited.deleted == len(wanted)

    def test_a_whole_look_tells_what_was_changed(self, nights: Nights) -> None:
        nights.visit()
        said = nights.world.said[0]
        nights.world.edit(said.number, "Ganz anders: Übung 🎈")
        nights.world.grow(1)
        nights.visit(full=True)
        (row,) = [row for row in nights.ground.rows("posts") if row["native_id"] == nights.world.post_id(said)]
        if nights.world.sees_edits:
            assert "Ganz anders: Übung 🎈" in (row["text"], row["title"])

    # --- secrets ------------------------------------------------------------------------------------------
    @pytest.mark.parametrize("fault", [None, *sorted(FAULTS)])
    def test_the_token_stands_nowhere(
        self, nights: Nights, fault: str | None, caplog: pytest.LogCaptureFixture
    ) -> None:
        token = nights.world.token
        if token is None:
            pytest.skip("this platform is read without a token")
        caplog.handler.addFilter(ScrubFilter())
        caplog.set_level(logging.DEBUG)
        visited = nights.visit([None, None, fault])
        pages = [f"{page.url} {dict(page.about)} {page.memory} {page!r}" for page in nights.pages()]
        raw = [gzip.decompress(file.read_bytes()).decode() for file in nights.ground.folder.glob("raw/*/*/*.gz")]
        assert token not in "\n".join([*pages, *raw, visited.result.message, caplog.text, nights.ground.dump()])
        assert raw
        assert all(asked.holds(token) for asked in nights.asked)

    def test_no_redirect_carries_the_token(self, nights: Nights) -> None:
        for before in range(4):
            nights.visit([None] * before + ["redirect elsewhere"])
            for asked in nights.ground.elsewhere.asked:
                assert not asked.holds(nights.world.token or "Authorization")
                assert "authorization" not in asked.headers

    # --- parsing ------------------------------------------------------------------------------------------
    def test_pages_parse_alone(self, nights: Nights) -> None:
        nights.visit()
        check_parse(nights.connector, nights.pages(), nights.world.target)

    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=CALM)
    @given(data=st.data())
    def test_no_page_breaks_the_parser(self, ground: Ground, data: st.DataObject) -> None:
        if not ground.pages:
            nights = ground.begin(self.world())
            nights.visit()
            ground.pages = nights.pages()
        page = data.draw(broken_pages(ground.pages))
        world = self.world()
        assert all(
            isinstance(record, Record) for record in parsed(world.connector("http://127.0.0.1:9"), page, world.target)
        )


def assert_all_there(nights: Nights) -> None:
    """Everything that is on the platform is in the store, and nothing of it is marked as deleted."""
    rows = nights.ground.rows("posts")
    assert {row["native_id"] for row in rows} == nights.world.post_ids()
    assert {row["native_id"] for row in nights.ground.rows("interactions")} == nights.world.heard_ids()
    assert not [row for row in rows if row["deleted_at"]]


def deleted(nights: Nights) -> set[str]:
    """Posts that are marked as deleted."""
    return {row["native_id"] for row in nights.ground.rows("posts") if row["deleted_at"]}
