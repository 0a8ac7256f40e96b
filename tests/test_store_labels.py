from pathlib import Path

import pytest

from monitor.errors import FixQuery
from monitor.records import AccountKind
from monitor.store.contract import LabelRow
from tests.store_case import account, bring_in, days_after, fresh, only, post


def label(post_id: int, value: str, model: str, name: str = "press") -> LabelRow:
    return LabelRow(post_id, name, value, 0.5, "words", model)


def test_every_post_is_offered_once_to_each_version_of_the_rules(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        own = account(store, kind=AccountKind.COMPANY)
        bring_in(store, [(own, post(str(n), text=f"t{n}", published_at=days_after(n))) for n in range(5)])
        for model in ("rules 1", "rules 2"):
            seen: list[str] = []
            while len(posts := store.unlabelled(model, 2)):
                assert set(posts["kind"]) == {"company"}
                seen += posts["text"].tolist()
                store.add_labels([label(int(one), "no", model) for one in posts["post_id"]])
            assert sorted(seen) == ["t0", "t1", "t2", "t3", "t4"]
        bring_in(store, [(own, post("9", text="late"))])
        assert store.unlabelled("rules 2", 10)["text"].tolist() == ["late"]


def test_a_post_whose_text_changed_is_labelled_again(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        own = account(store)
        bring_in(store, [(own, post("1", text="a")), (own, post("2", text="b"))])
        for one in store.unlabelled("m", 10)["post_id"]:
            store.add_labels([label(int(one), "no", "m")])
        assert len(store.unlabelled("m", 10)) == 0
        bring_in(store, [(own, post("1", likes=4))])
        assert len(store.unlabelled("m", 10)) == 0, "likes say nothing to a labeller"
        bring_in(store, [(own, post("1", text="Persbericht: a"))])
        assert store.unlabelled("m", 10)["text"].tolist() == ["Persbericht: a"]


def test_a_person_is_right_for_ever(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        own = account(store)
        bring_in(store, [(own, post(text="a"))])
        store.add_labels([label(1, "yes", "m1")])
        store.add_labels([label(1, "no", "person")])
        store.add_labels([label(1, "yes", "m2")])
        bring_in(store, [(own, post(text="b"))], richness=90)
        store.add_labels([label(1, "yes", "m2")])
        assert [(one.value, one.model) for one in store.labels(1)] == [("no", "person"), ("yes", "m2")]
        assert only(store, own)["press"] == "no"
        store.add_labels([label(1, "unknown", "person")])
        assert only(store, own)["press"] == "unknown"


def test_the_language_of_a_label_goes_before_the_sources_unless_it_is_unknown(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        own = account(store)
        bring_in(store, [(own, post(language="en"))])
        for value, expected in (("unknown", "en"), ("nl", "nl")):
            store.add_labels([label(1, value, "m", "language")])
            assert store.posts(own)["language"].tolist() == [expected]


def test_themes_and_deciding_words_can_be_read(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        own = account(store)
        bring_in(store, [(own, post())])
        store.add_labels([LabelRow(1, "theme", "water;wind", None, "dijk, molen", "m")])
        found = only(store, own)
        assert (found["themes"], found["theme_words"]) == ("water;wind", "dijk, molen")


@pytest.mark.parametrize("number", [999_999, 0, -1, 2**63])
def test_a_correction_of_a_post_that_does_not_exist_is_refused(tmp_path: Path, number: int) -> None:
    with fresh(tmp_path) as store:
        with pytest.raises(FixQuery, match=rf"there is no post {number}.*`monitor posts ACCOUNT` lists them"):
            store.add_labels([label(number, "no", "person")])
        assert store.labels(1) == []
