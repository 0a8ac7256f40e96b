"""The weekly frame: each column as it is declared, and nothing from after the day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.activity.columns import COLUMNS
from monitor.activity.weekly import build_frame
from monitor.activity.weeks import week_of, week_start
from monitor.settings import Closure, Organisation, Settings, Theme
from tests.fakes_activity import FakeStore

MONDAY = date(2012, 10, 1)
AS_OF = date(2012, 12, 12)
LAST = date(2012, 12, 3)


def frame_of(store: FakeStore, as_of: date = AS_OF, **organisation: Any) -> pd.DataFrame:
    return build_frame(store, Settings(organisation=Organisation(**organisation)), as_of)


def test_has_the_declared_columns_in_their_types() -> None:
    store = FakeStore()
    store.posts_every(store.account(), MONDAY, LAST, 3)
    frame = frame_of(store)
    assert list(frame.columns) == [column.name for column in COLUMNS]
    assert {name: str(kind) for name, kind in frame.dtypes.items()} == {c.name: c.dtype for c in COLUMNS}
    assert [str(level.dtype) for level in frame.index.levels] == ["int64", "int64"]
    assert frame.index.names == ["account", "week"]


def test_rows_run_without_gaps_from_the_first_known_week_to_the_last_complete_one() -> None:
    store = FakeStore()
    opened, posting, watched, nothing, later = (store.account(created=date(2012, 9, 5)), store.account(),
                                                store.account(), store.account(),
                                                store.account(created=date(2013, 1, 1)))  # fmt: skip
    store.post(posting, date(2012, 10, 10))
    store.window(watched, date(2012, 11, 1), date(2012, 12, 31))
    frame = frame_of(store)
    firsts = {account: week_start(int(rows.index[0][1])) for account, rows in frame.groupby(level=0)}
    assert firsts == {
        opened: date(2012, 9, 3),
        posting: date(2012, 10, 8),
        watched: date(2012, 10, 29),
        nothing: LAST,
    }
    assert later not in firsts
    for _, rows in frame.groupby(level=0):
        weeks = rows.index.get_level_values(1)
        assert list(weeks) == list(range(weeks[0], week_of(LAST) + 1))


def test_the_beginning_is_known_of_a_date_or_of_an_export_that_goes_back_to_it() -> None:
    store = FakeStore()
    opened, whole, since = store.account(created=date(2012, 9, 5)), store.account(), store.account()
    store.window(whole, None, LAST)
    store.window(since, date(2012, 11, 1), LAST)
    known = frame_of(store)["beginning_known"].groupby(level=0).last()
    assert known.to_dict() == {opened: True, whole: True, since: False}


def test_an_empty_store_gives_an_empty_frame() -> None:
    store = FakeStore()
    store.account()
    empty = store.accounts().iloc[:0]
    store.accounts = lambda: empty  # type: ignore[method-assign]
    frame = frame_of(store)
    assert len(frame) == 0
    assert list(frame.columns) == [column.name for column in COLUMNS]


def test_counts_totals_and_silence() -> None:
    store = FakeStore()
    account = store.account(created=MONDAY)
    for kind in ("original", "quote", "reply", "repost", "reply"):
        store.post(account, MONDAY, kind=kind)
    store.post(account, MONDAY + timedelta(16), kind="reply", hour=12)
    frame = frame_of(store).loc[account]
    assert frame.iloc[0][["posts", "own", "replies", "reposts"]].tolist() == [5, 2, 2, 1]
    assert frame["posts_ever"].tolist() == [5, 5] + [6] * 8
    assert frame["own_ever"].tolist() == [2] * 10
    assert frame["days_silent"].iloc[:3].tolist() == [6.5, 13.5, 4.5]
    assert frame["own_days_silent"].iloc[:3].tolist() == [6.5, 13.5, 20.5]
    assert frame["age_days"].iloc[0] == 7


def test_before_the_first_post_silence_is_unknown() -> None:
    store = FakeStore()
    account = store.account(created=MONDAY)
    store.post(account, MONDAY + timedelta(8), kind="reply")
    frame = frame_of(store).loc[account]
    assert np.isnan(frame["days_silent"].iloc[0])
    assert frame["own_days_silent"].isna().all()


def test_an_account_with_the_wrong_opening_date_is_as_old_as_its_first_post() -> None:
    store = FakeStore()
    account = store.account(created=date(2012, 11, 1))
    store.post(account, MONDAY)
    assert frame_of(store).loc[account]["age_days"].iloc[0] == 7


# --- what was observed ---------------------------------------------------------------------------------
def observed(*windows: tuple[date | None, date]) -> list[float]:
    store = FakeStore()
    account = store.account(created=MONDAY)
    for first, last in windows:
        store.window(account, first, last)
    return frame_of(store).loc[account]["observed_weeks"].tolist()


def test_only_whole_weeks_are_observed() -> None:
    assert observed((date(2012, 10, 3), date(2012, 10, 27))) == [0, 1, 2, 0, 0, 0, 0, 0, 0, 0]


def test_windows_of_several_sources_are_joined() -> None:
    parts = (date(2012, 10, 1), date(2012, 10, 10)), (date(2012, 10, 11), date(2012, 10, 21))
    assert observed(*parts) == [1, 2, 3, 0, 0, 0, 0, 0, 0, 0]
    assert observed(parts[1], parts[0], (date(2012, 10, 2), date(2012, 10, 4))) == [1, 2, 3, 0, 0, 0, 0, 0, 0, 0]


def test_a_gap_of_a_day_breaks_the_run() -> None:
    assert observed((MONDAY, date(2012, 10, 17)), (date(2012, 10, 19), date(2013, 1, 1)))[:5] == [1, 2, 0, 1, 2]


def test_from_the_beginning_covers_the_first_week() -> None:
    assert observed((None, date(2012, 10, 14)))[:3] == [1, 2, 0]


def test_a_look_that_ended_is_told_by_its_age() -> None:
    store = FakeStore()
    account = store.account(created=MONDAY)
    store.window(account, date(2012, 10, 8), date(2012, 11, 28))
    ago = frame_of(store).loc[account]["weeks_unseen"]
    assert np.isnan(ago.iloc[0])
    assert ago.iloc[1:].tolist() == [0, 0, 0, 0, 0, 0, 0, 1, 2]


# --- who, and what they said ---------------------------------------------------------------------------
def test_discussions_by_members_own_team_and_unknown() -> None:
    store = FakeStore()
    group = store.account("linkedin", kind="group")
    for author in ("Jan de Vries", "@Piet", "A Member", None):
        store.post(group, MONDAY, author=author)
    row = frame_of(store, team=("jan DEVRIES", "piet")).loc[group].iloc[0]
    assert row[["discussions", "member_discussions", "unknown_author_discussions"]].tolist() == [4, 1, 1]


def test_themes_are_known_only_where_there_are_any() -> None:
    store = FakeStore()
    account = store.account("blog")
    for themes in ("Water", "", None):
        store.post(account, MONDAY, themes=themes)
    store.post(account, MONDAY, kind="reply", themes="Water")
    theme = Theme(name="Water", keywords=("water",))
    frame = build_frame(store, Settings(theme=(theme,)), AS_OF).loc[account]
    assert frame[["themed", "theme_judged"]].iloc[0].tolist() == [1, 2]
    assert frame_of(store)[["themed", "theme_judged"]].isna().all(axis=None)


def test_without_a_team_nobody_is_known_to_be_a_member() -> None:
    store = FakeStore()
    group, other = store.account("linkedin", kind="group"), store.account()
    store.post(group, MONDAY, author="A Member")
    store.post(other, MONDAY)
    frame = frame_of(store)
    row = frame.loc[group].iloc[0]
    assert row[["discussions", "member_discussions", "unknown_author_discussions"]].tolist() == [1, 0, 1]
    assert frame.loc[other]["discussions"].isna().all()


def test_comments_and_how_soon_they_were_answered() -> None:
    store = FakeStore()
    page = store.account("facebook", created=MONDAY)
    week = MONDAY + timedelta(14)
    store.interaction(page, week, answered=week)
    store.interaction(page, week, answered=week + timedelta(15))
    store.interaction(page, week)
    frame = frame_of(store).loc[page]
    assert frame["interactions_known"].tolist() == [False, False] + [True] * 8
    assert frame["comments"].isna().tolist() == [True, True] + [False] * 8
    row = frame.iloc[2]
    assert row["comments"] == 3
    assert [row[f"answered_within_{weeks}"] for weeks in range(4)] == [1, 1, 2, 2]


def test_an_answer_nobody_can_know_of_is_unknown() -> None:
    store = FakeStore()
    page = store.account("facebook", created=MONDAY)
    store.interaction(page, MONDAY, known=False)
    store.interaction(page, MONDAY + timedelta(7))
    frame = frame_of(store).loc[page]
    assert np.isnan(frame["answered_within_3"].iloc[0])
    assert frame["answered_within_3"].iloc[1] == 0


# --- facts, labels and looks ---------------------------------------------------------------------------
def test_facts_of_the_account() -> None:
    store = FakeStore()
    store.account(owner="An", deputy="An ", goal_posts=2.0, goal_per="week", state="seasonal")
    store.account(owner="An", deputy="Bo", goal_posts=4.0, goal_per="month", state="closing")
    store.account("youtube", goal_posts=0.5, goal_per="month", private=True)
    store.account("hyves", owner=" ")
    facts = frame_of(store).droplevel(1)
    assert facts["kind"].tolist() == ["company", "company", "channel", "unknown"]
    assert facts["judged"].tolist() == [True, False, False, True]
    assert facts["seasonal"].tolist() == [True, False, False, False]
    assert facts["has_owner"].tolist() == [True, True, False, False]
    assert facts["has_deputy"].tolist() == [False, True, False, False]
    assert facts["goal_posts"].tolist()[:3] == [2, 4, 1]
    assert facts["goal_weeks"].tolist()[:3] == [1, 4, 8]
    assert np.isnan(facts["goal_posts"].iloc[3])


def test_profiles_hold_until_another_tells_otherwise() -> None:
    store = FakeStore()
    person = store.account(kind="personal", created=MONDAY)
    store.profile(person, MONDAY + timedelta(7), default_avatar=1.0)
    store.profile(person, MONDAY + timedelta(21), has_bio=1.0, default_avatar=0.0)
    store.profile(person, MONDAY + timedelta(35), protected=1.0)
    frame = frame_of(store).loc[person]
    assert frame["profile_seen"].tolist() == [False] + [True] * 9
    assert frame["default_avatar"].iloc[1:].tolist() == [1, 1] + [0] * 7
    assert frame["has_bio"].iloc[3:].tolist() == [1] * 7
    assert frame["judged"].tolist() == [True] * 5 + [False] * 5


def test_press_labels_are_counted() -> None:
    store = FakeStore()
    blog = store.account("blog")
    for press in ("yes", "yes", "no", None):
        store.post(blog, MONDAY, press=press)
    assert frame_of(store).loc[blog].iloc[0][["own", "press_releases", "press_judged"]].tolist() == [4, 2, 3]


def test_the_last_ten_videos() -> None:
    store = FakeStore()
    store.account("youtube", created=MONDAY)
    channel, other = store.account("youtube", created=MONDAY), store.account(created=MONDAY)
    for day in range(8):
        store.post(channel, MONDAY + timedelta(day), kind="video", outing="yes")
    for day in range(14, 18):
        store.post(channel, MONDAY + timedelta(day), kind="video", outing=[None, "no", None, None][day - 14])
    frame = frame_of(store)
    rows = frame.loc[channel][["videos_recent", "videos_judged", "outings_recent"]]
    assert rows.iloc[:4].to_numpy().tolist() == [[7, 7, 7], [8, 8, 8], [10, 7, 6], [10, 7, 6]]
    assert frame.loc[channel]["last_video_outing"].isna().tolist() == [False, False] + [True] * 8
    assert frame.loc[1]["videos_recent"].eq(0).all()
    assert frame.loc[other]["videos_recent"].isna().all()


def test_holidays_and_closures_of_the_week() -> None:
    store = FakeStore()
    account = store.account(created=date(2012, 12, 17))
    closure = Closure(name="between the years", start=date(2012, 12, 27), end=date(2012, 12, 28))
    frame = build_frame(store, Settings(holidays=(closure,)), date(2013, 1, 8))
    assert frame.loc[account]["holiday_days"].tolist() == [0, 4, 1]


def test_weeks_are_counted_in_the_organisations_zone() -> None:
    store = FakeStore()
    account = store.account("youtube", created=MONDAY)
    store.post(account, MONDAY + timedelta(7), hour=0, kind="video", outing="no")
    videos = frame_of(store).loc[account]["videos_recent"]
    assert videos.tolist() == [0] + [1] * 9


# --- nothing from after the day ------------------------------------------------------------------------
FINAL_LATER = [f"answered_within_{weeks}" for weeks in range(1, 4)]
DAYS = st.integers(0, 100).map(lambda days: date(2012, 9, 3) + timedelta(days))


@st.composite
def stores(draw: st.DrawFn) -> FakeStore:
    store = FakeStore()
    for platform, kind in (("x", None), ("linkedin", "group"), ("youtube", None), ("facebook", None)):
        account = store.account(platform, kind=kind, created=draw(st.none() | DAYS))
        for day in draw(st.lists(DAYS, max_size=12)):
            post = draw(st.sampled_from(["original", "reply", "repost", "video"]))
            label = draw(st.sampled_from(["yes", "no", None]))
            store.post(
                account, day, kind=post, author=draw(st.sampled_from(["a", "b", None])), press=label, outing=label
            )
        for first, last in draw(st.lists(st.tuples(st.none() | DAYS, DAYS), max_size=3)):
            if first is None or first <= last:
                store.window(account, first, last)
        for day, wait in draw(st.lists(st.tuples(DAYS, st.none() | st.integers(0, 30)), max_size=4)):
            asks = draw(st.sampled_from([0.0, 1.0, float("nan")]))
            store.interaction(account, day, None if wait is None else day + timedelta(wait), question=asks)
        for day in draw(st.lists(DAYS, max_size=4)):
            store.plan(account, day)
        for day, state in draw(st.lists(st.tuples(DAYS, st.sampled_from([0.0, 1.0])), max_size=3)):
            store.profile(account, day, default_avatar=state, protected=1 - state)
    return store


@settings(max_examples=40, deadline=None)
@given(store=stores(), cut=DAYS)
def test_a_frame_of_the_past_is_the_frame_that_would_have_been_made_then(store: FakeStore, cut: date) -> None:
    whole = frame_of(store, date(2013, 1, 9), team=("b",))
    then = frame_of(store, cut, team=("b",))
    known = then[then[["posts_ever", "age_days"]].notna().all(axis=1)]
    shared = known.index.intersection(whole.index)
    columns = [column for column in then.columns if column not in FINAL_LATER]
    pd.testing.assert_frame_equal(then.loc[shared, columns], whole.loc[shared, columns], check_categorical=False)
    week = then.index.get_level_values(1).max() if len(then) else 0
    for account, rows in then.groupby(level=0):
        if len(rows) > 1:
            assert rows.index.equals(whole.loc[[account]].loc[(account, slice(None, week)), :].index)


@settings(max_examples=40, deadline=None)
@given(store=stores())
def test_rollup_and_frame_agree_on_every_post(store: FakeStore) -> None:
    frame = frame_of(store, date(2013, 1, 9))
    rollup = store.weekly_rollup()
    assert frame["posts"].sum() == rollup["posts"].sum()
    assert (frame["posts_ever"] >= frame["own_ever"]).all()
    assert (frame["own"] + frame["replies"] + frame["reposts"] == frame["posts"]).all()


@pytest.mark.parametrize("weekday", range(7))
def test_the_running_week_is_never_in_the_frame(weekday: int) -> None:
    store = FakeStore()
    account = store.account()
    store.post(account, MONDAY)
    store.post(account, MONDAY + timedelta(7))
    frame = frame_of(store, MONDAY + timedelta(7 + weekday))
    assert len(frame) == 1
