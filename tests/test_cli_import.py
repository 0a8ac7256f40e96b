"""`monitor import`, and what the store keeps of it: `imports`, `rejects`, `label`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.organisation import GOOD, HEADER, Organisation

SECOND = '\n[[account]]\nplatform = "x"\nhandle = "tweede"\nname = "Second on X"\nkind = "company"\n'
NAMELESS = (
    'window.YTD.tweets.part0 = [ {"tweet": {"id_str": "297000000000000017", "created_at": '
    '"Thu Jan 31 09:30:00 +0000 2013", "full_text": "Whose am I"}} ]'
)
"""A lone tweets.js: it does not say whose posts it holds."""


@pytest.fixture
def office(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Organisation:
    return Organisation(tmp_path / "office", capsys)


@pytest.fixture
def labelled(office: Organisation) -> Organisation:
    """One post, judged by the rules and then corrected by a person."""
    path = office.drop("good.csv", GOOD)
    assert office.run("run")[0] == 0
    assert office.run("label", "1", "press", "yes")[0] == 0
    assert path.exists()
    return office


def test_a_file_is_new_once_and_then_known(office: Organisation) -> None:
    path = str(office.drop("good.csv", GOOD))
    code, told = office.run("import", path)
    assert (code, "1 new" in told) == (0, True)
    code, told = office.run("import", path)
    assert code == 0
    assert "already imported" in told
    assert "new" not in told
    assert office.rows("SELECT count(*) FROM v_post") == [(1,)]
    assert office.rows("SELECT count(*) FROM v_import") == [(1,)]


def test_force_reads_again_and_doubles_nothing(office: Organisation) -> None:
    path = str(office.drop("good.csv", GOOD))
    office.run("import", path)
    code, told = office.run("import", "--force", path)
    assert code == 0
    assert "0 new, 1 already known" in told
    assert office.rows("SELECT count(*) FROM v_post") == [(1,)]
    assert office.rows("SELECT count(*) FROM v_import") == [(2,)]


def test_an_account_of_the_config_is_filled_and_another_is_made_and_told(office: Organisation) -> None:
    path = office.drop("two.csv", GOOD + "x,elders,2013-02-01 10:00,Dag\n")
    code, told = office.run("import", str(path))
    assert code == 0
    assert "new account: x elders" in told
    assert "new account: x voorbeeld" not in told
    posts = office.rows("SELECT account, text FROM v_post ORDER BY text")
    assert posts == [("elders", "Dag"), ("Voorbeeld on X", "Hallo")]


def test_a_bad_row_is_kept_aside_and_can_be_looked_up(office: Organisation) -> None:
    path = office.drop("bad.csv", f"{GOOD}x,voorbeeld,2013-02-31 09:30,kapot\n")
    code, told = office.run("import", str(path))
    assert code == 1
    assert "1 new" in told
    assert "bad.csv, line 3" in told
    assert told.count("2013-02-31") == 1, "said once, at its row"
    code, listed = office.run("imports")
    assert (code, "bad.csv" in listed, "partial" in listed) == (0, True, True)
    code, kept = office.run("rejects", "1")
    assert code == 0
    (row,) = [line for line in kept.splitlines() if "bad.csv" in line]
    assert row.split()[1] == "3"
    assert "kapot" in row


def test_words_between_colons_stay_as_they_are(office: Organisation) -> None:
    """Terminals' short codes for pictures are other people's words to us."""
    code, told = office.run("import", str(office.drop("users.txt", "root:x:0:0:warning:\n")))
    assert code == 1
    assert "it begins with: root:x:0:0:warning:" in told


def test_an_account_given_by_hand_owns_what_does_not_say_whose_it_is(office: Organisation) -> None:
    office.config.write_text(office.config.read_text(encoding="utf-8") + SECOND, encoding="utf-8")
    path = str(office.drop("tweets.js", NAMELESS))
    code, told = office.run("import", path)
    assert code == 0
    assert "does not say whose it is" in told
    assert office.rows("SELECT configured FROM v_account JOIN v_post USING (account_id)") == [(0,)]
    assert office.run("import", path, "--account", "Second on X")[0] == 0
    assert office.rows("SELECT account, text FROM v_post") == [("Second on X", "Whose am I")]


def test_an_account_that_is_none_is_told_before_anything_is_read(office: Organisation) -> None:
    path = str(office.drop("good.csv", GOOD))
    code, told = office.run("import", path, "--account", "vorbeeld")
    assert code == 2
    assert "no such account" in told
    assert "Voorbeeld on X" in told, "the nearest is named"
    assert office.rows("SELECT count(*) FROM v_import") == [(0,)]


def test_observed_until_is_the_end_of_that_day_with_us(office: Organisation) -> None:
    path = str(office.drop("good.csv", GOOD))
    assert office.run("import", path, "--observed-until", "2013-06-30")[0] == 0
    assert office.rows("SELECT observed_until FROM v_window") == [("2013-06-30T22:00:00Z",)]


@pytest.mark.parametrize("day", ["yesterday", "2013-02-31", "30-12-2013", ""])
def test_observed_until_a_day_that_is_none_is_refused(office: Organisation, day: str) -> None:
    path = str(office.drop("good.csv", GOOD))
    code, told = office.run("import", path, "--observed-until", day)
    assert code == 2
    assert "--observed-until" in told
    assert "2013-12-30" in told, "an example of how to write it"
    assert office.rows("SELECT count(*) FROM v_import") == [(0,)]


def test_import_without_a_file_is_wrong_use(office: Organisation) -> None:
    assert office.run("import")[0] == 2


def test_a_label_shows_the_rules_and_what_a_person_made_of_it(labelled: Organisation) -> None:
    code, told = labelled.run("label", "1")
    assert code == 0
    (person,) = [line.split() for line in told.splitlines() if "person" in line]
    assert person[:2] == ["press", "yes"]
    assert any(line.split()[:1] == ["language"] for line in told.splitlines()), "what the rules found stays visible"


def test_a_correction_counts_in_the_posts(labelled: Organisation) -> None:
    code, told = labelled.run("posts", "voorbeeld", "--weeks", "60")
    assert code == 0
    (row,) = [line.split() for line in told.splitlines() if "Hallo" in line]
    assert row[:4] == ["1", "2013-01-31", "original", "yes"]


def test_a_correction_outlives_a_new_import_and_a_new_run(labelled: Organisation) -> None:
    path = str(labelled.inbox / "good.csv")
    assert "1 already known" in labelled.run("import", "--force", path)[1]
    assert labelled.run("run")[0] == 0
    code, told = labelled.run("label", "1")
    assert code == 0
    (person,) = [line.split() for line in told.splitlines() if "person" in line]
    assert person[:2] == ["press", "yes"]


def test_a_correction_can_be_corrected(labelled: Organisation) -> None:
    assert labelled.run("label", "1", "press", "no")[0] == 0
    told = labelled.run("label", "1")[1]
    (person,) = [line.split() for line in told.splitlines() if "person" in line]
    assert person[:2] == ["press", "no"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("1", "press", "maybe"), "yes, no"),
        (("1", "language", "Dutch"), "two-letter"),
        (("1", "theme", "no such theme"), "theme"),
        (("1", "pres", "yes"), "press"),
        (("1", "press"), "value"),
        (("999", "press", "yes"), "999"),
        (("first", "press", "yes"), "integer"),
    ],
    ids=["value", "language", "theme", "label", "no value", "no such post", "no number"],
)
def test_a_wrong_correction_is_refused_and_changes_nothing(
    labelled: Organisation, words: tuple[str, ...], told: str
) -> None:
    before = labelled.rows("SELECT * FROM v_label ORDER BY 1, 2, 3, 4")
    code, said = labelled.run("label", *words)
    assert code == 2
    assert told in said
    assert labelled.rows("SELECT * FROM v_label ORDER BY 1, 2, 3, 4") == before


def test_a_table_with_only_a_header_is_no_fault_of_the_program(office: Organisation) -> None:
    told = office.run("import", str(office.drop("empty.csv", HEADER)))[1]
    assert "empty.csv" in told
    assert "fault of the program" not in told
    assert office.rows("SELECT count(*) FROM v_post") == [(0,)]
