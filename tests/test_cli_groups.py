"""`monitor group-count`: typed counts of a LinkedIn group, and what HS1 makes of them."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.organisation import GOOD, Organisation

GROUP = """
[[account]]
platform = "linkedin"
name = "Warm wonen"
kind = "group"
owner = "An"
deputy = "Bo"
since = 2012-01-09
"""
LIST = "linkedin-groups-counted.csv"


@pytest.fixture
def office(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Organisation:
    made = Organisation(tmp_path / "office", capsys)
    made.drop("good.csv", GOOD)
    told = made.config.read_text(encoding="utf-8") + GROUP
    made.config.write_text(told.replace('name = "Voorbeeld"\n', 'name = "Voorbeeld"\nteam = ["Voorbeeld", "An"]\n', 1))
    return made


def lines(office: Organisation) -> list[list[str]]:
    with (office.inbox / LIST).open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def discussions(office: Organisation) -> list[tuple[str | None, str]]:
    """Authors and days of the discussions that count."""
    sql = (
        "SELECT author, substr(published_at, 1, 10) FROM v_post"
        " WHERE platform = 'linkedin' AND kind <> 'page' ORDER BY 2, 1"
    )
    return [(author, day) for author, day in office.rows(sql)]


def test_a_first_count_says_since_when(office: Organisation) -> None:
    code, told = office.run("group-count", "Warm wonen", "2", "--since", "2013-12-20")
    assert code == 0, told
    assert "Warm wonen: 2 discussions until 2013-12-30 since 2013-12-20; noted in data/inbox" in told
    assert "only the number is judged" in told
    assert lines(office) == [
        ["group", "date", "count", "ours", "author"],
        ["Warm wonen", "2013-12-20", "", "", ""],
        ["Warm wonen", "2013-12-30", "2", "", ""],
    ]
    assert discussions(office) == [(None, "2013-12-23"), (None, "2013-12-28")]
    assert office.rows("SELECT count(*) FROM v_account WHERE platform = 'linkedin'") == [(1,)]
    assert office.rows("SELECT observed_from FROM v_window WHERE platform = 'linkedin'") == [("2013-12-19T23:00:00Z",)]


def test_a_first_count_without_a_beginning_is_refused(office: Organisation) -> None:
    code, told = office.run("group-count", "Warm wonen", "2")
    assert code == 2
    assert "--since" in told
    assert not (office.inbox / LIST).exists()
    assert office.run("group-count", "Warm wonen", "0", "--day", "2013-12-01")[0] == 0
    assert office.run("group-count", "Warm wonen", "2")[0] == 0
    assert len(discussions(office)) == 2


def test_own_and_members_discussions(office: Organisation) -> None:
    code, told = office.run("group-count", "Warm wonen", "3", "--by-us", "2", "--since", "2013-12-20")
    assert code == 0
    assert "2 of them our own" in told
    assert sorted(author or "" for author, _ in discussions(office)) == ["Voorbeeld", "Voorbeeld", "a member"]


def test_nobody_new_means_all_our_own(office: Organisation) -> None:
    assert office.run("group-count", "Warm wonen", "2", "--nobody-new", "--since", "2013-12-20")[0] == 0
    assert {author for author, _ in discussions(office)} == {"Voorbeeld"}


def test_the_same_twice_changes_nothing(office: Organisation) -> None:
    words = ("group-count", "Warm wonen", "2", "--since", "2013-12-20")
    office.run(*words)
    before = lines(office), discussions(office)
    code, told = office.run(*words)
    assert code == 0
    assert "stood in data/inbox" in told
    assert (lines(office), discussions(office)) == before


def test_typing_again_for_the_same_day_corrects(office: Organisation) -> None:
    office.run("group-count", "Warm wonen", "5", "--since", "2013-12-20")
    code, told = office.run("group-count", "Warm wonen", "1")
    assert code == 0
    assert "since 2013-12-20" in told
    assert discussions(office) == [(None, "2013-12-26")]
    office.run("group-count", "Warm wonen", "3", "--by-us", "0")
    assert len(discussions(office)) == 3
    assert {author for author, _ in discussions(office)} == {"a member"}
    office.run("group-count", "Warm wonen", "0")
    assert discussions(office) == []
    assert office.run("run")[0] == 0
    assert discussions(office) == []


def test_a_first_look_can_be_corrected_too(office: Organisation) -> None:
    assert office.run("group-count", "Warm wonen", "0")[0] == 0
    code, told = office.run("group-count", "Warm wonen", "2")
    assert (code, "--since" in told) == (2, True)
    assert office.run("group-count", "Warm wonen", "2", "--since", "2013-12-20")[0] == 0
    assert len(discussions(office)) == 2


def test_counts_go_on_where_a_list_ends(office: Organisation) -> None:
    office.config.write_text(office.config.read_text().replace('name = "Warm wonen"', 'handle = "Warm wonen"'))
    office.drop("lijst.csv", "group,date,author,title\nWarm wonen,2013-11-01,,\nWarm wonen,2013-12-01,Fenna,Vraag\n")
    assert office.run("run")[0] == 0
    code, told = office.run("group-count", "Warm wonen", "1", "--day", "2013-11-20")
    assert (code, "until 2013-12-01" in told) == (2, True)
    code, told = office.run("group-count", "Warm wonen", "1")
    assert (code, "since 2013-12-01" in told) == (0, True)
    assert office.rows("SELECT count(*) FROM v_window WHERE account = 'Warm wonen'") == [(1,)]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("warm wonne", "1"), "Did you mean"),
        (("Voorbeeld on X", "1"), "no LinkedIn group"),
        (("Warm wonen", "2", "--by-us", "3"), "cannot be our own"),
        (("Warm wonen", "2", "--by-us", "1", "--nobody-new"), "cannot be our own"),
        (("Warm wonen", "2", "--day", "2013-12-31"), "still to come"),
        (("Warm wonen", "2", "--day", "morgen"), "2013-12-30"),
        (("Warm wonen", "2", "--since", "2013-12-30"), "before this one"),
        (("Warm wonen", "-2"), ""),
        (("Warm wonen", "2000"), ""),
        (("Warm wonen",), ""),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    office: Organisation, words: tuple[str, ...], told: str
) -> None:
    code, said = office.run("group-count", *words)
    assert code == 2
    assert told in said
    assert not (office.inbox / LIST).exists()


def test_an_earlier_day_than_the_last_look_is_refused(office: Organisation) -> None:
    office.run("group-count", "Warm wonen", "4", "--since", "2013-12-01")
    code, told = office.run("group-count", "Warm wonen", "1", "--day", "2013-12-15")
    assert code == 2
    assert "--day 2013-12-30" in told
    assert "looked at on 2013-12-30" in told
    code, told = office.run("group-count", "Warm wonen", "5", "--since", "2013-12-02")
    assert (code, "2013-12-01" in told) == (2, True)
    assert len(discussions(office)) == 4


def test_own_discussions_need_a_name_of_our_own(office: Organisation) -> None:
    office.config.write_text(office.config.read_text().replace('team = ["Voorbeeld", "An"]\n', 'team = ["An"]\n'))
    code, told = office.run("group-count", "Warm wonen", "2", "--by-us", "1", "--since", "2013-12-01")
    assert code == 2
    assert 'add "Voorbeeld"' in told
    assert not (office.inbox / LIST).exists()


def test_without_a_team_only_the_number_is_judged(office: Organisation) -> None:
    office.config.write_text(office.config.read_text().replace('team = ["Voorbeeld", "An"]\n', ""))
    code, told = office.run("group-count", "Warm wonen", "2", "--by-us", "0", "--since", "2013-12-01")
    assert code == 0
    assert "organisation.team" in told


# --- the list -----------------------------------------------------------------------------------------------
def test_a_list_that_a_spreadsheet_saved_is_gone_on_with(office: Organisation) -> None:
    text = "\ufeffGroup;Date;Count;Ours;Author\r\nWarm wonen;20-12-2013;;;\r\nWarm wonen;27-12-2013;1;;"
    office.drop(LIST, text)
    code, told = office.run("group-count", "Warm wonen", "2")
    assert code == 0
    assert "since 2013-12-27" in told
    assert (office.inbox / LIST).read_text(encoding="utf-8").splitlines()[-1] == "Warm wonen;2013-12-30;2;;"
    assert len(discussions(office)) == 3


@pytest.mark.parametrize("content", [b"name,age\nx,1\n", b"group,date,count,ours,author\n\xff\xfe,\n", b'"\n', b"\0"])
def test_what_is_no_list_of_counts_is_left_as_it_is(office: Organisation, content: bytes) -> None:
    office.drop(LIST, content)
    code, told = office.run("group-count", "Warm wonen", "2", "--since", "2013-12-01")
    assert code == 1
    assert LIST in told
    assert "Move it out of the inbox" in told
    assert (office.inbox / LIST).read_bytes() == content


def test_a_list_that_cannot_be_written_loses_nothing(office: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    office.run("group-count", "Warm wonen", "1", "--since", "2013-12-20")
    before = (office.inbox / LIST).read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    code, told = office.run("group-count", "Warm wonen", "3")
    assert code == 1
    assert "No space left on device" in told
    assert (office.inbox / LIST).read_bytes() == before
    assert len(discussions(office)) == 1


def test_a_group_with_a_comma_and_quotes_in_its_name(office: Organisation) -> None:
    office.config.write_text(office.config.read_text().replace('"Warm wonen"', "'Warm, \"wonen\"; zuinig'"))
    assert office.run("group-count", 'Warm, "wonen"; zuinig', "1", "--since", "2013-12-20")[0] == 0
    assert len(discussions(office)) == 1
    assert office.rows("SELECT count(*) FROM v_account WHERE platform = 'linkedin'") == [(1,)]


# --- what HS1 makes of it -----------------------------------------------------------------------------------
def verdict(office: Organisation) -> tuple[str, str, dict[str, float]]:
    """The verdict that holds now, its variant, and its numbers."""
    assert office.run("run")[0] == 0
    sql = "SELECT verdict, variant, evidence FROM v_verdict WHERE code = 'HS1' AND newest = 1"
    ((found, variant, evidence),) = office.rows(sql)
    return found, variant, json.loads(evidence)


def counting(office: Organisation, *words: str) -> None:
    """Looks every other week of the autumn, each with the same count."""
    days = ["2013-09-02", "2013-09-16", "2013-09-30", "2013-10-14", "2013-10-28", "2013-11-11", "2013-11-25"]
    assert office.run("group-count", "Warm wonen", "0", "--day", "2013-08-19")[0] == 0
    for day in [*days, "2013-12-09", "2013-12-23", "2013-12-30"]:
        assert office.run("group-count", "Warm wonen", *words, "--day", day)[0] == 0


def test_a_group_in_which_members_begin_discussions_is_filled(office: Organisation) -> None:
    counting(office, "1", "--by-us", "0")
    found, _, evidence = verdict(office)
    assert found == "absent"
    assert (evidence["count_only"], evidence["member_discussions"]) == (0, 5)


def test_a_group_in_which_only_we_begin_discussions_is_unfilled(office: Organisation) -> None:
    counting(office, "3", "--nobody-new")
    found, variant, _ = verdict(office)
    assert (found, variant) == ("present", "unfilled")


def test_a_group_in_which_nobody_begins_anything_is_unfilled(office: Organisation) -> None:
    counting(office, "0")
    assert verdict(office)[0] == "present"


def test_of_a_mere_number_only_the_number_is_judged(office: Organisation) -> None:
    counting(office, "1")
    found, _, evidence = verdict(office)
    assert found == "absent"
    assert (evidence["count_only"], evidence["unknown_author_discussions"]) == (1, 5)


def test_a_group_that_nobody_looked_at_long_enough_cannot_be_judged(office: Organisation) -> None:
    assert office.run("group-count", "Warm wonen", "0", "--since", "2013-12-01")[0] == 0
    assert verdict(office)[0] == "cannot be judged"


def test_a_correction_turns_the_verdict(office: Organisation) -> None:
    office.run("group-count", "Warm wonen", "9", "--by-us", "0", "--since", "2013-08-19")
    assert verdict(office)[0] == "absent"
    office.run("group-count", "Warm wonen", "9", "--nobody-new")
    assert verdict(office)[0] == "present"
