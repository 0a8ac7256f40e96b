from datetime import timedelta
from pathlib import Path

import pytest

from monitor import __version__
from monitor.records import BadRow, Interaction, PlannedItem, PostKind, Precision, Profile, Window, content_key
from monitor.store.contract import Counted, LabelRow
from tests.store_case import MOMENT, NOW, account, bring_in, days_after, everything, fresh, only, post


def test_a_post_is_known_by_account_and_number(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        one, other = account(store, "one"), account(store, "other")
        counted, _ = bring_in(store, [(one, post("1")), (other, post("1")), (one, post("2"))])
        assert counted == Counted(new=3)
        assert bring_in(store, [(one, post("1")), (one, post("3"))])[0] == Counted(new=1, known=1)
        assert list(store.posts(one)["native_id"]) == ["1", "2", "3"]


def test_a_post_without_a_number_is_known_by_its_content(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        own = account(store)
        bring_in(store, [(own, post(None, text="Hallo  wereld"))])
        assert bring_in(store, [(own, post(None, text="Hallo wereld "))])[0].new == 0
        assert only(store, own)["native_id"] == content_key(MOMENT, None, "Hallo wereld", None)


def test_twice_in_one_batch_is_new_once(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        own = account(store)
        counted, _ = bring_in(store, [(own, post(text="a")), (own, post(title="t"))])
        assert counted == Counted(new=1, known=1)
        assert (only(store, own)["text"], only(store, own)["title"]) == ("a", "t")


def test_updated_means_that_a_reader_sees_a_difference(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        own = account(store)
        bring_in(store, [(own, post(text="a", likes=1))], richness=10)
        assert bring_in(store, [(own, post(text="a", likes=1))], richness=90)[0] == Counted(known=1)
        assert bring_in(store, [(own, post(text="b"))], richness=20)[0] == Counted(known=1)
        assert bring_in(store, [(own, post(likes=5))], richness=20)[0] == Counted(updated=1)
        assert (only(store, own)["text"], only(store, own)["likes"]) == ("a", 5)


def test_the_first_import_stays_the_first_and_the_richest_is_the_source(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        own = account(store)
        bring_in(store, [(own, post(text="a"))], richness=10, connector="poor")
        run = store.begin_import("rich", "later.zip", "later", NOW + timedelta(days=9))
        store.add_batch(run, 90, NOW + timedelta(days=9), [(own, post(text="b"))], [])
        store.end_import(run, "done", "", NOW + timedelta(days=9))
        found = only(store, own)
        assert (found["source"], found["first_seen_at"]) == ("rich", "2013-12-31T12:00:00Z")


def test_all_fields_come_back_as_they_went_in(tmp_path: Path) -> None:
    told = {
        "kind": PostKind.REPLY,
        "author": "Ann",
        "title": "t",
        "text": "x 🎉 \u2028 'y'",
        "url": "https://example.org/1",
        "language": "nl",
        "source_app": "web",
        "in_reply_to": "0",
        "links": ("https://example.org/a", "https://example.org/b"),
        "edited_at": days_after(1),
        "likes": 0,
        "reposts": 1,
        "replies": 2,
        "views": 2**62,
        "clicks": 4,
    }
    with fresh(tmp_path) as store:
        own = account(store)
        bring_in(store, [(own, post(**told))])
        found = only(store, own)
    expected = told | {
        "kind": "reply",
        "links": '["https://example.org/a", "https://example.org/b"]',
        "edited_at": "2012-02-02T09:00:07Z",
    }
    assert {name: found[name] for name in told} == expected


@pytest.mark.parametrize("with_id_first", [True, False])
@pytest.mark.parametrize("together", [True, False])
def test_a_post_that_came_with_and_without_a_number_is_one(tmp_path: Path, with_id_first: bool, together: bool) -> None:
    keyed = post(None, text="Wij zoeken collega's", title="Vacature", precision=Precision.MINUTE)
    keyed = keyed.model_copy(update={"published_at": MOMENT.replace(second=0)})
    told = [post("77", text="Wij zoeken collega's", likes=3), keyed]
    ordered = told if with_id_first else told[::-1]
    with fresh(tmp_path) as store:
        own = account(store)
        for records in [ordered] if together else [[ordered[0]], [ordered[1]]]:
            bring_in(store, [(own, one) for one in records])
        found = only(store, own)
        assert (found["native_id"], found["title"], found["likes"]) == ("77", "Vacature", 3)
        assert found["published_at"] == "2012-02-01T09:00:07Z", "the finer time"
        assert bring_in(store, [(own, one) for one in told])[0] == Counted(known=2)
        assert store.weekly_rollup()["posts"].tolist() == [1]


def test_white_space_and_composition_do_not_hide_a_twin(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        own = account(store)
        bring_in(store, [(own, post(None, text="Cafe\u0301  open"))])
        bring_in(store, [(own, post("5", text="Caf\u00e9 open"))])
        assert only(store, own)["native_id"] == "5"


def test_a_day_is_enough_for_a_twin_if_the_source_knows_no_better(tmp_path: Path) -> None:
    midnight = MOMENT.replace(hour=0, minute=0, second=0)
    with fresh(tmp_path) as store:
        own = account(store)
        bring_in(store, [(own, post("1", text="a")), (own, post("2", text="a", published_at=days_after(1)))])
        bring_in(store, [(own, post(None, text="a", published_at=midnight, precision=Precision.DAY))])
        assert sorted(store.posts(own)["native_id"]) == ["1", "2"]


def test_other_words_or_another_minute_or_account_are_another_post(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        own, other = account(store), account(store, "other")
        bring_in(store, [(own, post("1", text="a")), (other, post("2", text="b"))])
        later = MOMENT + timedelta(minutes=1)
        records = [(own, post(None, text="b")), (own, post(None, text="a", published_at=later)), (own, post(None))]
        assert bring_in(store, records)[0].new == 3
        assert len(store.posts(own)) == 4


def test_what_a_person_said_about_a_post_outlives_its_twin(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        own = account(store)
        bring_in(store, [(own, post(None, text="Persbericht: a"))])
        keyed = int(store.posts(own)["post_id"][0])
        store.add_labels(
            [LabelRow(keyed, "press", "no", None, "", "person"), LabelRow(keyed, "outing", "yes", 1, "", "m")]
        )
        bring_in(store, [(own, post("9", text="Persbericht: a"))], richness=90)
        found = only(store, own)
        assert (found["native_id"], found["press"], found["outing"]) == ("9", "no", None)
        assert [label.name for label in store.labels(found["post_id"])] == ["press"]


def test_rejects_are_kept_and_replaced_when_the_export_comes_again(tmp_path: Path) -> None:
    bad = [BadRow(file="a.csv", line=3, reason="no time", excerpt="x,y"), BadRow(file="a.csv", reason="cut off")]
    with fresh(tmp_path) as store:
        own = account(store)
        counted, run = bring_in(store, [(own, post())], rejects=bad)
        assert (counted.rejected, run.counted.rejected, run.status) == (2, 2, "partial")
        assert store.rejects(run.id) == bad
        _, again = bring_in(store, [(own, post())], rejects=bad[:1])
        _, other = bring_in(store, [], rejects=bad, fingerprint="another")
        assert [store.rejects(one) for one in (run.id, again.id, other.id)] == [[], bad[:1], bad]


def test_imports_are_remembered_with_what_came_in(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        own = account(store)
        assert store.known_export("print") is None
        _, run = bring_in(store, [(own, post()), (own, Window(start=MOMENT, end=days_after(5)))])
        assert store.known_export("print") == run
        assert run.counted == Counted(new=1), "a window is no record of the account's"
        assert (run.status, run.started_at, run.finished_at) == ("done", NOW, NOW)
        _columns, rows = store.query("SELECT observed_from, observed_until FROM v_import")
        assert rows == [("2012-02-01T09:00:07Z", "2012-02-06T09:00:07Z")]
        failed = store.begin_import("made_up", "b.csv", "other", NOW)
        store.end_import(failed, "failed", "cut off", NOW)
        assert store.known_export("other") is None
        assert [one.id for one in store.imports(1)] == [failed]


def test_another_version_of_the_program_reads_the_export_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with fresh(tmp_path) as store:
        bring_in(store, [])
        monkeypatch.setattr("monitor.store.sql_import.__version__", __version__ + ".next")
        assert store.known_export("print") is None


def test_an_import_left_running_is_marked_failed_by_the_next(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        left = store.begin_import("made_up", "a.csv", "a", NOW)
        bring_in(store, [], fingerprint="b")
        found = {run.id: run for run in store.imports()}[left]
        assert (found.status, found.message) == ("failed", "interrupted")


def test_profiles_interactions_and_plans_are_merged_like_posts(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        own = account(store)
        records = [
            (own, Profile(observed_at=MOMENT, bio="b", followers=3)),
            (own, Interaction(received_at=MOMENT, text="q", author="Bo", answer_known=False)),
            (own, PlannedItem(planned_at=MOMENT, title="p")),
        ]
        assert bring_in(store, records)[0] == Counted(new=3)
        before = everything(store)
        assert bring_in(store, records)[0] == Counted(known=3)
        assert everything(store) == before
        answered = Interaction(received_at=MOMENT, text="q", author="Bo", answered_at=days_after(1))
        poorer = [(own, Profile(observed_at=MOMENT, bio="other", default_avatar=True)), (own, answered)]
        assert bring_in(store, poorer, richness=10)[0] == Counted(updated=2)
        assert store.query("SELECT bio, followers, default_avatar FROM v_profile")[1] == [("b", 3, 1)]
        assert store.query("SELECT answered_at, answer_known FROM v_interaction")[1] == [("2012-02-02T09:00:07Z", 1)]


def test_windows_of_an_account_are_joined(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        own, other = account(store), account(store, "other")
        spans = [(0, 5), (3, 9), (20, 30), (25, 4000)]
        bring_in(store, [(own, Window(start=days_after(a), end=days_after(b))) for a, b in spans])
        bring_in(store, [(other, Window())])
        found = [tuple(row) for row in store.windows().itertuples(index=False)]
        seconds = [int(moment.timestamp()) for moment in (MOMENT, days_after(9), days_after(20), NOW)]
        assert found == [(own, *seconds[:2]), (own, *seconds[2:]), (other, -1, seconds[3])]
