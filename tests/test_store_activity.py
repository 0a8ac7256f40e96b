import sqlite3
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.activity.linking import Linker
from monitor.records import (
    OWN_KINDS,
    Account,
    AccountKind,
    Interaction,
    InteractionKind,
    PlannedItem,
    Post,
    PostKind,
    Profile,
)
from monitor.settings import Settings
from monitor.store.contract import LabelRow, LinkRow
from monitor.store.sqlstore import SqlStore
from monitor.store.weeks import week_of
from tests.store_case import MOMENT, NOW, account, bring_in, days_after, fresh, post

WEEK = week_of(MOMENT.date())
TUESDAY, WEDNESDAY, THURSDAY = 2, 4, 8


@settings(max_examples=20, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 2), st.integers(0, 700), st.sampled_from(PostKind)), max_size=30),
    st.integers(0, 30),
    st.sampled_from(["UTC", "Europe/Amsterdam", "Pacific/Auckland"]),
)
def test_the_rollup_counts_what_the_posts_say(told: list[tuple[int, int, PostKind]], cut: int, zone: str) -> None:
    hours = [(whose, MOMENT + timedelta(hours=17 * hour), kind) for whose, hour, kind in told]
    with TemporaryDirectory() as folder, fresh(Path(folder)) as store:
        ids = [account(store, f"demo{number}") for number in range(3)]
        records = [(ids[a], post(str(n), published_at=t, kind=k)) for n, (a, t, k) in enumerate(hours)]
        bring_in(store, records[:cut])
        store.set_zone(zone)
        bring_in(store, records[cut:])
        rollup = store.weekly_rollup()
    rhythm = [(a, t, k) for a, t, k in hours if k != PostKind.PAGE]
    week = [(ids[a], week_of(t.astimezone(ZoneInfo(zone)).date()), t, k) for a, t, k in rhythm]
    everything, own = Counter((a, w) for a, w, _, _ in week), Counter((a, w) for a, w, _, k in week if k in OWN_KINDS)
    found = {(row.account_id, row.week): row for row in rollup.itertuples()}
    assert list(found) == sorted(everything)
    for key, row in found.items():
        times = [(int(t.timestamp()), k) for a, w, t, k in week if (a, w) == key]
        assert (row.posts, row.own) == (everything[key], own[key])
        assert row.replies == sum(k == PostKind.REPLY for _, k in times)
        assert row.reposts == sum(k == PostKind.REPOST for _, k in times)
        assert row.last_post_at == max(t for t, _ in times)
        assert row.last_own_at == max((t for t, k in times if k in OWN_KINDS), default=-1)
        weekdays = {t.astimezone(ZoneInfo(zone)).weekday() for a, w, t, _ in week if (a, w) == key}
        assert row.days == sum(1 << day for day in weekdays)


def test_the_rollup_is_whole_even_if_the_import_was_never_ended(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        own = account(store)
        run = store.begin_import("made_up", "a.csv", "a", NOW)
        store.add_batch(run, 50, NOW, [(own, post())], [])
        assert store.weekly_rollup()["posts"].tolist() == [1]


def test_frames_have_the_promised_types_even_without_rows(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        rollup = store.weekly_rollup()
        assert (rollup.dtypes == np.int64).all()
        assert len(rollup.columns) == 17
        assert (store.windows().dtypes == np.int64).all()
        for frame in (
            store.weekly_authors(),
            store.weekly_makers(),
            store.videos(),
            store.interactions(),
            store.posts(1),
        ):
            assert len(frame) == 0
        assert store.interactions()["answer_known"].dtype == bool
        assert str(store.posts(1)["published_at"].dt.tz) == "UTC"


def test_a_change_of_zone_moves_posts_to_their_new_week(tmp_path: Path) -> None:
    sunday_night = datetime(2012, 2, 5, 23, 30, tzinfo=UTC)
    with fresh(tmp_path) as store:
        own = account(store)
        bring_in(store, [(own, post(published_at=sunday_night))])
        assert store.weekly_rollup()["week"].tolist() == [WEEK]
        store.set_zone("Europe/Amsterdam")
        assert store.weekly_rollup()["week"].tolist() == [WEEK + 1]
        assert store.posts(own)["week"].tolist() == [WEEK + 1]
    with fresh(tmp_path) as store:
        bring_in(store, [(own, post("2", published_at=sunday_night))])
        assert store.weekly_rollup()["posts"].tolist() == [2], "the zone is remembered"


def test_days_are_those_of_the_zone_even_where_the_clock_changes(tmp_path: Path) -> None:
    # Cairo changed its clock in the night to Friday, Amsterdam on Sunday: 23:30 on those days is still that day.
    moments = {"Africa/Cairo": datetime(2010, 4, 30, 20, 30), "Europe/Amsterdam": datetime(2010, 3, 28, 21, 30)}
    for zone, moment in moments.items():
        with fresh(tmp_path, f"{moment.day}.sqlite3") as store:
            store.set_zone(zone)
            bring_in(store, [(account(store), post(published_at=moment.replace(tzinfo=UTC)))])
            local = moment.replace(tzinfo=UTC).astimezone(ZoneInfo(zone))
            assert (local.hour, local.minute) == (23, 30)
            assert store.weekly_rollup()["days"].tolist() == [1 << local.weekday()]


def test_a_change_of_zone_moves_posts_to_their_new_day_in_the_same_week(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        bring_in(store, [(account(store), post(published_at=datetime(2012, 1, 31, 23, 30, tzinfo=UTC)))])
        assert store.weekly_rollup()["days"].tolist() == [TUESDAY]
        store.set_zone("Europe/Amsterdam")
        assert store.weekly_rollup()["days"].tolist() == [WEDNESDAY]


def test_posts_come_oldest_first_and_only_from_the_weeks_asked_for(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        own = account(store)
        bring_in(store, [(own, post(str(n), published_at=days_after(7 * n), likes=n or None)) for n in (3, 0, 2, 1)])
        assert store.posts(own)["native_id"].tolist() == ["0", "1", "2", "3"]
        assert store.posts(own, WEEK + 1, WEEK + 2)["native_id"].tolist() == ["1", "2"]
        assert store.posts(own, last_week=WEEK)["likes"].isna().all()
        assert store.posts(own, WEEK + 3)["published_at"].iloc[0] == days_after(21)


def test_posts_with_a_theme_and_posts_without_words(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        own = account(store)
        bring_in(store, [(own, post(str(n), text=text)) for n, text in enumerate(("a", "b", None, "d"))])
        labels = [LabelRow(n + 1, "theme", value, None, "", "m") for n, value in enumerate(["Water", "", ""])]
        store.add_labels(labels)
        assert store.weekly_rollup()[["themed", "theme_judged"]].to_numpy().tolist() == [[1, 2]]


def test_who_wrote_the_own_posts_of_a_week(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        group = account(store, "group", platform="linkedin", kind=AccountKind.GROUP)
        records = [
            (group, post("1", author="Bo", published_at=days_after(1))),
            (group, post("2")),
            (group, post("3", kind=PostKind.REPLY, author="Bo")),
            (group, post("4", author="Bo")),
            (account(store), post("5", author="Al", published_at=days_after(7))),
        ]
        bring_in(store, records)
        rows = sorted(tuple(row) for row in store.weekly_authors().itertuples(index=False))
        first, later = int(days_after(1).timestamp()), int(days_after(7).timestamp())
        wrote = [(group, WEEK, "Bo", 2, first, THURSDAY + WEDNESDAY)]
        assert rows == sorted([*wrote, (account(store), WEEK + 1, "Al", 1, later, WEDNESDAY)])


def authors_kept(folder: Path) -> list[tuple[str, int]]:
    """What lies in the roll-up's table itself, before anybody asks for it."""
    with closing(sqlite3.connect(folder / "monitor.sqlite3")) as connection:
        return connection.execute("SELECT author, posts FROM weekly_author").fetchall()


def test_an_erased_author_leaves_the_rollup_too(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        own = account(store)
        bring_in(store, [(own, post("1", author="Bo Bloem")), (own, post("2", author="Al"))])
        assert store.erase_author("bo bloem", NOW) == 1
        assert authors_kept(tmp_path) == [("Al", 1)]
        assert store.weekly_rollup()["own"].tolist() == [2]


def test_of_an_erased_authors_links_nothing_is_left(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        group = account(store, platform="linkedin", kind=AccountKind.GROUP)
        bring_in(
            store, [(group, post(f"{n:02}", author=f"Bo {n // 20}", published_at=days_after(n))) for n in range(40)]
        )
        store.add_links([LinkRow(n + 1, "other", f"domain{n // 20}.example") for n in range(40)])
        store.save_shares({1: "yes", 40: "yes"})
        assert set(store.weekly_makers()["domain"]) == {"domain0.example", "domain1.example"}
        assert store.erase_author("Bo 0", NOW) == 20
        assert set(store.weekly_makers()["domain"]) == {"?", "domain1.example"}
        sql = "SELECT DISTINCT author, link_place, link_domain, shared FROM post ORDER BY author, shared"
        with closing(sqlite3.connect(tmp_path / "monitor.sqlite3")) as connection:
            assert connection.execute(sql).fetchall() == [
                (None, None, None, None),
                ("Bo 1", "other", "domain1.example", None),
                ("Bo 1", "other", "domain1.example", "yes"),
            ]
        bring_in(
            store, [(group, post("01", author="Bo 0", text="https://domain0.example", published_at=days_after(0)))]
        )
        for row in Linker(Settings(), store.accounts()).marks(store.unlabelled("m", 99)):
            assert row.domain is None


def test_retention_empties_the_rollup_too(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        own = account(store, kind=AccountKind.PERSONAL)
        bring_in(store, [(own, post("1", author="Bo")), (own, post("2", author="Bo", published_at=days_after(30)))])
        store.retain_since(days_after(10))
        assert authors_kept(tmp_path) == [("Bo", 1)]


def test_the_content_calendar_and_the_posts_around_it(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        own, other = account(store), account(store, "other")
        bring_in(store, [(own, PlannedItem(planned_at=days_after(n), title=f"p{n}")) for n in (7, 0)])
        bring_in(store, [(own, post("1", text="a", published_at=days_after(67))), (own, post("2", text="b"))])
        bring_in(store, [(own, post("3", published_at=days_after(68))), (own, post("4", kind=PostKind.REPLY))])
        bring_in(store, [(other, post("5"))])
        assert store.planned()["title"].tolist() == ["p0", "p7"]
        assert store.planned()["planned_at"].tolist() == [int(days_after(n).timestamp()) for n in (0, 7)]
        assert store.planned_posts()["text"].tolist() == ["b", "a"]
        assert set(store.planned_posts()["account_id"]) == {own}


def test_videos_carry_their_outing_label(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        channel = account(store, "channel", platform="youtube")
        bring_in(store, [(channel, post(str(n), kind=PostKind.VIDEO, published_at=days_after(n))) for n in range(4)])
        labels = [LabelRow(n + 1, "outing", value, None, "", "m") for n, value in enumerate(["yes", "no", "unknown"])]
        store.add_labels(labels)
        assert store.videos()["outing"].tolist()[:2] == [1, 0]
        assert store.videos()["outing"].isna().tolist() == [False, False, True, True]


def test_unknown_is_not_zero_in_profiles_and_interactions(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        own = account(store)
        records = [
            (own, Profile(observed_at=days_after(1), default_avatar=True, has_bio=False, followers=0)),
            (own, Profile(observed_at=MOMENT)),
            (own, Interaction(received_at=MOMENT, answered_at=days_after(1))),
            (own, Interaction(received_at=days_after(2), answer_known=False)),
        ]
        bring_in(store, records)
        profiles, said = store.profiles(), store.interactions()
        assert profiles["observed_at"].tolist() == [int(MOMENT.timestamp()), int(days_after(1).timestamp())]
        assert profiles[["default_avatar", "has_bio", "protected", "followers"]].iloc[0].isna().all()
        assert profiles[["default_avatar", "has_bio", "followers"]].iloc[1].tolist() == [1, 0, 0]
        assert said["answered_at"].tolist() == [int(days_after(1).timestamp()), -1]
        assert said["answer_known"].tolist() == [True, False]
        assert said["question"].isna().all()


def test_questions_are_told_from_remarks(tmp_path: Path) -> None:
    texts = {"Kan dat?": 1, "Echt? Ja": 1, "Wat?!": 1, "Hoe?\nGroet": 1, "Zie https://e.org/?a=1": 0, "Mooi!": 0}
    with fresh(tmp_path) as store:
        own = account(store)
        told = [Interaction(received_at=days_after(n), text=text) for n, text in enumerate(texts)]
        asked = Interaction(received_at=days_after(9), kind=InteractionKind.QUESTION, text="Mooi!")
        bring_in(store, [(own, said) for said in (*told, asked)])
        assert store.interactions()["question"].tolist() == [*texts.values(), 1]


def test_press_labels_reach_the_rollup_only_for_own_posts(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        own = account(store)
        kinds = [PostKind.ORIGINAL, PostKind.ARTICLE, PostKind.ORIGINAL, PostKind.REPOST]
        bring_in(store, [(own, post(str(n), kind=kind)) for n, kind in enumerate(kinds)])
        assert press(store) == (0, 0)
        values = ["yes", "no", "unknown", "yes"]
        store.add_labels([LabelRow(n + 1, "press", value, None, "", "m") for n, value in enumerate(values)])
        assert press(store) == (1, 2)
        store.add_labels([LabelRow(2, "press", "yes", None, "", "person")])
        assert press(store) == (2, 2)


def press(store: SqlStore) -> tuple[int, int]:
    row = store.weekly_rollup().iloc[0]
    return int(row["press_releases"]), int(row["press_judged"])


def test_what_has_no_time_and_what_only_stands_there_is_kept_but_in_no_week(tmp_path: Path) -> None:
    told = [
        Post(native_id="dated", published_at=MOMENT, kind=PostKind.VIDEO),
        Post(native_id="undated", published_at=None, kind=PostKind.VIDEO),
        Post(native_id="page", published_at=MOMENT, kind=PostKind.PAGE),
    ]
    with fresh(tmp_path) as store:
        channel = store.add_account(Account(platform="youtube", handle="made-up", kind=AccountKind.CHANNEL))
        bring_in(store, [(channel, one) for one in told])
        assert store.query("SELECT count(*) FROM v_post")[1] == [(3,)]
        assert store.weekly_rollup()["posts"].tolist() == [1]
        assert len(store.videos()) == len(store.posts(channel)) == 1
        store.set_zone("Pacific/Auckland")
        bring_in(store, [(channel, told[1].model_copy(update={"published_at": MOMENT}))])
        assert len(store.videos()) == 2
        bring_in(store, [(channel, told[1])])
        assert len(store.videos()) == 2
