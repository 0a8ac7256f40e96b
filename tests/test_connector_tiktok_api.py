"""A TikTok account through the Display API: the suite, its videos, its words for trouble, and how far a walk goes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors._tiktok_rule import tiktok_ruling, user_ruling
from connectors.tiktok_api import Connector, TikTokOptions
from monitor.errors import GrantAccess
from monitor.records import Account, BadRow, Post, PostKind, Profile, Standing
from monitor.sources.caller import Reaction
from monitor.sources.http import Reply
from monitor.sources.live import Target
from tests.graph_case import asker, edges, office, parsed
from tests.live.nights import Ground, Nights
from tests.live.pages import documents
from tests.live.suite import LiveSuite
from tests.live.tiktok_world import NAME, OPEN_ID, TikTokWorld, told
from tests.live.world import START, Answered

CONNECTOR = Connector(TikTokOptions())
VIDEO = {"id": "7300000000000000001", "create_time": 1785661200, "video_description": "Kijk"}
__all__ = ["asker", "office"]


class TestSuite(LiveSuite):
    world = TikTokWorld


@dataclass
class OddWorld(TikTokWorld):
    """An account of which some lists are answered otherwise."""

    pages: list[dict[str, Any]] = field(default_factory=list)
    meant: Target | None = None

    @property
    def target(self) -> Target:
        return self.meant or super().target

    def answer(
        self, method: str, path: str, query: Mapping[str, str], headers: Mapping[str, str], body: bytes
    ) -> Answered:
        if method == "POST" and self.pages:
            return self.json(told(self.pages.pop(0)))
        return super().answer(method, path, query, headers, body)


@pytest.fixture
def nights(office: Ground) -> Nights:
    return office.begin(OddWorld())


# --- answers ------------------------------------------------------------------------------------------------
def reply(status: int, answer: Any, headers: dict[str, str] | None = None) -> Reply:
    body = answer if isinstance(answer, bytes) else json.dumps(answer).encode("utf-8", "surrogatepass")
    return Reply("https://open.tiktokapis.com/v2/video/list/", status, headers or {}, body)


@pytest.mark.parametrize(
    ("status", "answer", "reaction"),
    [
        (200, told({"videos": []}), Reaction.FINE),
        (200, {"data": {}}, Reaction.FINE),
        (200, {"error": {"code": "ok"}}, Reaction.RETRY),
        (200, [], Reaction.RETRY),
        (401, told({}, "access_token_invalid"), Reaction.TOKEN),
        (200, told({}, "access_token_invalid"), Reaction.TOKEN),
        (401, told({}, "scope_not_authorized"), Reaction.ACCESS),
        (401, told({}, "scope_permission_missed"), Reaction.ACCESS),
        (429, told({}, "rate_limit_exceeded"), Reaction.WAIT),
        (400, told({}, "invalid_params"), Reaction.REFUSED),
        (500, told({}, "internal_error"), Reaction.RETRY),
        (400, told({}, "something_new"), Reaction.REFUSED),
        (200, told({}, "something_new"), Reaction.REFUSED),
        (503, b"<html>", Reaction.RETRY),
        (404, b"<html>", Reaction.REFUSED),
        (403, b"<html>", Reaction.ACCESS),
    ],
)
def test_the_word_decides(status: int, answer: Any, reaction: Reaction) -> None:
    assert tiktok_ruling(reply(status, answer)).reaction is reaction


def test_a_token_that_has_ended_tells_how_to_get_the_next() -> None:
    ruling = tiktok_ruling(reply(401, told({}, "access_token_invalid", "The access token is invalid")))
    assert "The access token is invalid" in ruling.what
    assert "24 hours" in ruling.todo
    assert "grant_type=refresh_token" in ruling.todo


def test_a_limit_is_over_after_a_minute_or_when_it_is_said() -> None:
    date = {"date": "Fri, 20 Nov 2026 03:30:00 GMT"}
    limited = told({}, "rate_limit_exceeded")
    assert tiktok_ruling(reply(429, limited, date)).until == START + timedelta(minutes=1)
    assert tiktok_ruling(reply(429, limited, date | {"retry-after": "7"})).until == START + timedelta(seconds=7)


@given(status=st.integers(200, 599), answer=documents, error=documents)
def test_no_answer_makes_an_account_gone_or_breaks_the_rule(status: int, answer: Any, error: Any) -> None:
    for body in (answer, {"error": error}, {"data": answer, "error": {"code": error, "message": answer}}):
        for rule in (tiktok_ruling, user_ruling):
            assert rule(reply(status, body)).reaction is not Reaction.GONE


# --- videos -------------------------------------------------------------------------------------------------
def test_a_video() -> None:
    address = f"https://www.tiktok.com/@{NAME}/video/7300000000000000001"
    counts = {"view_count": 4000000000, "like_count": 5, "comment_count": 2, "share_count": 1}
    (made,) = parsed(
        CONNECTOR, "videos", told({"videos": [{**VIDEO, **counts, "share_url": f"{address}?utm_source=a"}]})
    )
    assert isinstance(made, Post)
    assert (made.native_id, made.text, made.url, made.kind) == (VIDEO["id"], "Kijk", address, PostKind.VIDEO)
    assert made.published_at == datetime.fromtimestamp(1785661200, UTC)
    assert (made.views, made.likes, made.replies, made.reposts) == (4000000000, 5, 2, 1)


@pytest.mark.parametrize(
    ("fields", "name", "wanted"),
    [
        ({"share_url": "https://www.tiktok.com/@a/photo/7300000000000000001"}, "kind", PostKind.ORIGINAL),
        ({"share_url": "https://["}, "url", None),
        ({"video_description": "", "title": "Titel"}, "text", "Titel"),
        ({"id": 7300000000000000001}, "native_id", "7300000000000000001"),
        ({"like_count": -1}, "likes", None),
    ],
)
def test_odd_videos(fields: dict[str, Any], name: str, wanted: Any) -> None:
    (made,) = parsed(CONNECTOR, "videos", told({"videos": [{**VIDEO, **fields}]}))
    assert getattr(made, name) == wanted


@pytest.mark.parametrize("broken", [{}, {"id": "x", "create_time": 5}, {**VIDEO, "create_time": "soon"}, None, 7])
def test_one_bad_row_costs_no_other(broken: Any) -> None:
    bad, good = parsed(CONNECTOR, "videos", told({"videos": [broken, VIDEO]}))
    assert isinstance(bad, BadRow)
    assert isinstance(good, Post)


def test_the_account() -> None:
    user = {"open_id": OPEN_ID, "username": NAME, "display_name": "Bouw", "follower_count": 7, "bio_description": ""}
    target = Target("tiktok", native_id=OPEN_ID, handle="oudenaam")
    account, profile, standing = parsed(CONNECTOR, "profile", told({"user": user}), target)
    assert isinstance(account, Account)
    assert isinstance(profile, Profile)
    assert isinstance(standing, Standing)
    assert (account.native_id, account.handle) == (OPEN_ID, NAME)
    assert (profile.followers, profile.has_bio) == (7, False)


# --- visits -------------------------------------------------------------------------------------------------
def test_without_the_finer_scopes_the_account_is_still_read(nights, asker) -> None:
    nights.world.scopes = ("user.info.basic", "video.list")
    assert nights.visit().result.status == "done"
    assert edges(nights)[:3] == ["", "", ""]
    assert [asked.method for asked in nights.asked[:3]] == ["GET", "GET", "POST"]
    assert {row["native_id"] for row in nights.ground.rows("posts")} == nights.world.post_ids()
    assert nights.connector.check(asker(nights.world)).whose == "account Verzonnen Bouw"


@pytest.mark.parametrize(
    ("target", "fits"),
    [
        (Target("tiktok", handle="@VerzonnenBouw"), True),
        (Target("tiktok", handle="andere"), False),
        (Target("tiktok", native_id=OPEN_ID, handle="oudenaam"), True),
        (Target("tiktok", native_id="-of-another-app", handle=NAME), True),
        (Target("tiktok", native_id="-of-another-app"), False),
        (Target("tiktok"), True),
    ],
)
def test_a_token_of_another_account_fills_no_account(asker, nights, target, fits) -> None:
    walk = nights.connector.pages(asker(nights.world, target))
    if fits:
        assert list(walk)
    else:
        with pytest.raises(GrantAccess, match="of another account"):
            list(walk)


def test_a_walk_goes_back_to_what_is_known_and_a_little_further(nights) -> None:
    nights.visit()
    nights.world.grow()
    visited = nights.visit()
    newest = max(said.at for said in nights.world.said[:-3])
    assert visited.reach
    assert visited.reach.start == newest.replace(microsecond=0) - timedelta(days=14)
    assert not visited.reach.full


def test_pages_out_of_order_end_no_walk_early(nights) -> None:
    nights.visit()
    rows = [nights.world.video(said) for said in nights.world.said]
    new = {**VIDEO, "id": "7399999999999999999", "create_time": int(START.timestamp())}
    nights.world.pages = [
        {"videos": rows[2:4], "has_more": True, "cursor": 1},
        {"videos": rows[:2] + rows[4:], "has_more": True, "cursor": 2},
        {"videos": [new], "has_more": False},
    ]
    nights.visit()
    # The first page was old throughout, so the walk ended there; a whole look finds what was behind it.
    assert len(nights.asked) == 2
    nights.world.pages = [
        {"videos": rows[3:4], "has_more": True, "cursor": 1},
        {"videos": rows[4:] + rows[:3], "has_more": True, "cursor": 2},
        {"videos": [new], "has_more": False},
    ]
    visited = nights.visit(full=True)
    assert new["id"] in {row["native_id"] for row in nights.ground.rows("posts")}
    assert [page.seen_since is None for page in nights.pages()[1:]] == [False, True, False]
    assert visited.reach
    assert visited.reach.full


def test_one_absurd_time_ends_no_walk_early(nights) -> None:
    nights.visit()
    nights.world.grow(9)
    rows = [nights.world.video(said) for said in nights.world.newest_first()]
    old = {**VIDEO, "id": "7399999999999999997", "create_time": int(START.timestamp()) - 10 * 365 * 86400}
    nights.world.pages = [{"videos": [rows[0], old], "has_more": True, "cursor": 0}]
    nights.visit()
    assert nights.world.post_ids() <= {row["native_id"] for row in nights.ground.rows("posts")}


def test_a_walk_that_breaks_promises_nothing(nights) -> None:
    nights.visit()
    nights.world.now += timedelta(days=60)
    for day in range(30):
        nights.world.say(START + timedelta(days=2 * day + 1))
    nights.visit([None, None, "401"])
    missed = nights.world.post_ids() - {row["native_id"] for row in nights.ground.rows("posts")}
    assert missed
    nights.visit(full=False)
    assert nights.world.post_ids() == {row["native_id"] for row in nights.ground.rows("posts")}


def test_more_without_a_cursor_is_not_the_end(nights) -> None:
    nights.world.pages = [{"videos": [VIDEO], "has_more": True}]
    visited = nights.visit()
    assert visited.reach
    assert (visited.reach.start, visited.reach.full) == (datetime.fromtimestamp(1785661200, UTC), False)
    assert visited.reach.ended
    assert nights.pages()[-1].memory is None


def test_a_list_that_never_shows_anything_proves_nothing(nights) -> None:
    nights.world.pages = [{"videos": [], "has_more": True, "cursor": number} for number in range(30)]
    visited = nights.visit()
    assert visited.reach
    assert not visited.reach.seen
    assert len(nights.asked) == 26


def test_a_time_in_the_future_hides_nothing(nights) -> None:
    rows = [nights.world.video(said) for said in nights.world.newest_first()]
    nights.world.pages = [{"videos": [{**VIDEO, "id": "7399999999999999998", "create_time": 2**32 + 5}, *rows]}]
    nights.visit()
    nights.world.grow(9)
    nights.visit()
    assert nights.world.post_ids() <= {row["native_id"] for row in nights.ground.rows("posts")}
