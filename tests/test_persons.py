"""Persons: their data given to them, taken out for good, and emptied with age. Everybody here is made up."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from monitor.cli import main
from monitor.job.run import run_once
from monitor.job.session import open_session
from monitor.records import PlannedItem
from tests.store_case import NOW, account, bring_in, days_after, fresh, post
from tests.test_job_run import CONFIG, day, posts
from tests.test_store_planned import told

PERSONS = """
[[account]]
platform = "x"
handle = "wobbezandstra"
name = "Wobbe Zandstra"
kind = "personal"

[[account]]
platform = "x"
handle = "tjitskeo"
name = "Tjitske Oeverhout"
kind = "personal"

[[account]]
platform = "linkedin"
handle = "Lampionnen"
name = "Lampionnen"
kind = "group"
owner = "An"
deputy = "Bo"
"""
NAMES = ("obbezandstra", "Wobbe", "Zandstra", "Mijn lampion", "Vouwt graag")
"""What would betray Wobbe anywhere."""

TABLES = {
    "x-archief-wobbezandstra.csv": posts(range(0, 300, 3), "wobbezandstra").replace("made-up post", "Mijn lampion"),
    "tweets.csv": posts(range(0, 300, 30), "tjitskeo"),
    "profiles.csv": "platform,account,observed_at,name,bio,default_avatar,avatar_url\n"
    f"x,wobbezandstra,{day(20)},Wobbe Zandstra,Vouwt graag,0,https://pic.example.org/wobbezandstra.jpg\n"
    f"x,tjitskeo,{day(20)},Tjitske,Zeilt,1,\n",
    "comments.csv": "platform,account,received_at,answered_at,author,text,url\n"
    f"x,voorbeeld,{day(10)},{day(11)},Gijs Verzonnen,Waar blijft het pakje?,https://x.example.org/gijs/1\n"
    f"x,voorbeeld,{day(200)},,gijs  verzonnen,Nog steeds niets gehoord,\n"
    f"x,voorbeeld,{day(210)},,Annet Bedacht,Mooi!,\n",
    "group.csv": "platform,account,time,author,title,text,url\n"
    f"linkedin,Lampionnen,{day(40)},Gijs Verzonnen,Wie vouwt er mee?,,https://www.linkedin.com/groups/1/1-1\n"
    f"linkedin,Lampionnen,{day(50)},Annet Bedacht,Papier gezocht,,https://www.linkedin.com/groups/1/1-2\n",
}


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The organisation after its first run."""
    made = tmp_path_factory.mktemp("organisation")
    (made / "config.toml").write_text(CONFIG + PERSONS)
    inbox = made / "data" / "inbox"
    inbox.mkdir(parents=True)
    (inbox / "posts.csv").write_text(posts(range(0, 200, 2)))
    for name, table in TABLES.items():
        (inbox / name).write_text(table)
    assert run(made) == []
    return made


@pytest.fixture
def folder(judged: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return shutil.copytree(judged, tmp_path / "organisation")


def run(folder: Path) -> list[str]:
    """Run the job; gives what was skipped."""
    with open_session(folder / "config.toml") as session:
        return list(run_once(session).notes)


def monitor(folder: Path, *words: str) -> int:
    return main(["-c", str(folder / "config.toml"), *words])


def rows(folder: Path, sql: str) -> list[tuple[Any, ...]]:
    with open_session(folder / "config.toml") as session:
        return session.store.query(sql)[1]


def file_bytes(folder: Path) -> bytes:
    """The store's file and its log, as somebody who steals the disk reads them."""
    files = [path for path in (folder / "data").iterdir() if path.name.startswith("monitor.sqlite3")]
    assert files
    return b"".join(path.read_bytes() for path in files)


def traces(folder: Path, names: tuple[str, ...] = NAMES) -> list[str]:
    found = file_bytes(folder)
    return [name for name in names if name.encode() in found or name.casefold().encode() in found]


def verdicts(folder: Path) -> list[tuple[Any, ...]]:
    return rows(folder, "SELECT account_id, code, verdict, variant, reason, first_week, last_week, evidence"
                " FROM v_verdict ORDER BY 1, 2, 6")  # fmt: skip


# --- export ---------------------------------------------------------------------------------------------
def test_a_person_gets_everything_that_is_kept(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = folder / "wobbe.json"
    assert monitor(folder, "person", "export", "wobbe zandstra", "--out", str(out)) == 0
    told = json.loads(out.read_text())
    assert told["account"]["handle"] == "wobbezandstra"
    assert "handle:wobbezandstra" in told["account"]["known_as"]
    assert (len(told["posts"]), told["profiles"][0]["bio"]) == (100, "Vouwt graag")
    assert told["posts"][0]["published_at"] == "2013-01-01T09:00:00+00:00"
    assert {one["code"] for one in told["verdicts"]} >= {"HS3"}
    assert {one["post_id"] for one in told["labels"]} == {one["id"] for one in told["posts"]}
    assert "tjitske" not in out.read_text().casefold()
    assert out.stat().st_mode & 0o077 == 0
    assert monitor(folder, "person", "export", "Wobbe Zandstra") == 0
    assert json.loads(capsys.readouterr().out)["posts"] == told["posts"]


def test_an_author_gets_what_is_kept_under_the_name(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert monitor(folder, "person", "export", "GIJS VERZONNEN", "--author") == 0
    told = json.loads(capsys.readouterr().out)
    assert [one["text"] for one in told["interactions"]] == [
        "Waar blijft het pakje?",
        "Nog steeds niets gehoord",
    ]
    assert [(one["account_name"], one["title"]) for one in told["posts"]] == [("Lampionnen", "Wie vouwt er mee?")]
    assert monitor(folder, "person", "export", "Niemand", "--author") == 2


@pytest.mark.parametrize("command", [["export"], ["erase", "--yes"]])
def test_an_account_of_the_organisation_is_no_person(
    folder: Path, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert monitor(folder, "person", command[0], "voorbeeld", *command[1:]) == 2
    assert 'kind = "personal"' in capsys.readouterr().err
    assert monitor(folder, "person", command[0], "nobody", *command[1:]) == 2
    assert rows(folder, "SELECT count(*) FROM v_account") == [(4,)]


# --- erasure of an account ------------------------------------------------------------------------------
def test_an_erased_person_leaves_no_trace_and_nobody_else_is_touched(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    others = "SELECT account_id, published_at, text, press FROM v_post WHERE account_id <> 2 ORDER BY post_id"
    before = rows(folder, others)
    assert traces(folder) == list(NAMES)
    assert monitor(folder, "person", "erase", "wobbezandstra", "--yes") == 0
    assert traces(folder) == []
    told = capsys.readouterr().out
    assert "still there: exports in data/inbox" in told
    assert "config.toml" in told
    assert rows(folder, others) == before
    with closing(sqlite3.connect(folder / "data" / "monitor.sqlite3")) as plain:
        assert plain.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert plain.execute("PRAGMA foreign_key_check").fetchall() == []


def test_what_was_erased_stays_erased(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    monitor(folder, "person", "erase", "Wobbe Zandstra", "--yes")
    assert run(folder) == []
    inbox = folder / "data" / "inbox"
    capsys.readouterr()
    assert monitor(folder, "import", "--force", str(inbox)) == 0
    told = capsys.readouterr().out
    assert told.count("left out: what belongs to an erased person") == 2
    assert "x-archief-wobbezandstra.csv (generic_csv): 0 new, 0 already known, 0 updated, 0 rejected" in told
    (folder / "config.toml").write_text(CONFIG)
    more = posts(range(300, 400, 3), "@WobbeZandstra").replace("made-up post", "Mijn lampion")
    (inbox / "x-archief-wobbezandstra.csv").write_text(more)
    assert run(folder) == []
    assert rows(folder, "SELECT count(*) FROM v_post WHERE text LIKE 'Mijn%'") == [(0,)]
    assert rows(folder, "SELECT handle FROM v_account WHERE kind = 'personal'") == [("tjitskeo",)]
    assert traces(folder) == []


def test_rows_kept_aside_go_with_the_person(folder: Path) -> None:
    broken = TABLES["x-archief-wobbezandstra.csv"] + "x,wobbezandstra,no time,Mijn lampion is stuk\n"
    (folder / "data" / "inbox" / "x-archief-wobbezandstra.csv").write_text(broken)
    run(folder)
    assert "Mijn lampion is stuk" in str(rows(folder, "SELECT excerpt FROM v_reject"))
    monitor(folder, "person", "erase", "Wobbe Zandstra", "--yes")
    assert traces(folder) == []
    assert run(folder) == []
    assert traces(folder) == []


def test_nothing_is_erased_without_a_yes(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", __import__("io").StringIO("n\n"))
    assert monitor(folder, "person", "erase", "Wobbe Zandstra") == 1
    assert rows(folder, "SELECT count(*) FROM v_post WHERE account_id = 2") == [(100,)]


def test_posts_that_get_an_erased_ones_number_are_labelled(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        person = account(store, "wobbe", kind="personal")
        bring_in(store, [(person, post(str(n), text="Hallo")) for n in range(5)])
        assert len(store.unlabelled("rules", 10)) == 5
        store.add_labels([])
        with store._db.write() as connection:
            store._db.run_many(connection, "UPDATE post SET label_model = ?", [("rules",)])
        assert store.unlabelled("rules", 10).empty
        store.erase_person(person, post().published_at)  # type: ignore[arg-type]
        other = account(store, "firm")
        bring_in(store, [(other, post("1", text="Nieuws"))])
        assert len(store.unlabelled("rules", 10)) == 1


def test_who_gets_an_erased_ones_number_is_read_from_the_beginning(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        first, other = account(store, "wobbe"), account(store, "other")
        for own in (first, other):
            store.note(f"visit:x_api:{own}", f"watermark of {own}")
        store.erase_person(other, NOW)
        assert store.noted(f"visit:x_api:{first}")
        assert account(store, "newcomer") == other
        assert store.noted(f"visit:x_api:{other}") is None


def test_a_reader_in_the_way_is_told_and_the_next_run_finishes(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(sqlite3.connect(folder / "data" / "monitor.sqlite3", isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM post").fetchall()
        assert monitor(folder, "person", "erase", "Wobbe Zandstra", "--yes") == 0
        assert "unused parts of the store's file" in capsys.readouterr().out
        assert traces(folder)
        reader.execute("COMMIT")
    run(folder)
    assert traces(folder) == []


# --- erasure of an author -------------------------------------------------------------------------------
def test_an_author_goes_and_the_counts_stay(folder: Path) -> None:
    counts = "SELECT count(*), count(answered_at) FROM v_interaction"
    before = rows(folder, counts)
    assert monitor(folder, "person", "erase", "Gijs Verzonnen", "--author", "--yes") == 0
    gone = ("Verzonnen", "blijft het pakje", "steeds niets gehoord", "vouwt er mee")
    for _ in range(2):
        assert traces(folder, gone) == []
        assert rows(folder, counts) == before
        assert rows(folder, "SELECT author, text FROM v_interaction ORDER BY received_at") == [
            (None, "?"),
            (None, ""),
            ("Annet Bedacht", "Mooi!"),
        ]
        assert rows(folder, "SELECT author, title FROM v_post WHERE platform = 'linkedin' ORDER BY published_at") == [
            (None, None),
            ("Annet Bedacht", "Papier gezocht"),
        ]
        assert monitor(folder, "import", "--force", str(folder / "data" / "inbox")) == 0


def test_an_author_not_yet_here_is_left_out_later(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert monitor(folder, "person", "erase", "Pim Later", "--author", "--yes") == 0
    assert "Nothing is kept" in capsys.readouterr().out
    table = f"platform,account,received_at,author,text\nx,voorbeeld,{day(220)},Pim Later,Tot later\n"
    (folder / "data" / "inbox" / "later.csv").write_text(table)
    run(folder)
    assert traces(folder, ("Pim Later", "Tot later")) == []
    assert rows(folder, "SELECT count(*) FROM v_interaction") == [(4,)]


def test_a_name_goes_from_the_calendar_too_and_newer_copies_are_still_of_it(tmp_path: Path) -> None:
    def copy(made: float, *days: float) -> list[PlannedItem]:
        said = {"title": "Gijs Verzonnen vertelt", "calendar": "ics:Van Gijs Verzonnen file:gijs-verzonnen"}
        return [told((made, planned, None), native_id=str(planned), **said) for planned in days]

    with fresh(tmp_path) as store:
        own = account(store)
        bring_in(store, [(own, one) for one in copy(0, 20, 25)])
        bring_in(store, [(own, told((0, 30, None), native_id="30", title=None))])
        store.erase_author("Gijs Verzonnen", NOW)
        assert store.planned()["title"].tolist() == ["erased vertelt", "erased vertelt", None]
        bring_in(store, [(own, one) for one in copy(10, 25, 28)])
        assert store.newest_copy("file:gijs-verzonnen") == days_after(10)
        assert store.take_out_of_calendar("ics:Van Gijs Verzonnen file:gijs-verzonnen", {own}, days_after(10)) == 1
        held = json.dumps(store.person_data(own)["planned_items"], default=str)
        assert "Verzonnen" not in held
        assert "verzonnen" not in held
        assert held.count("ics:Van erased file:erased") == 3


# --- retention ------------------------------------------------------------------------------------------
def keep_for(folder: Path, months: int | None) -> None:
    setting = f"\n[privacy]\nretention_months = {months}\n" if months else ""
    (folder / "config.toml").write_text(CONFIG + PERSONS + setting)


PERSONAL = "SELECT count(*), count(text), count(url), count(author) FROM v_post WHERE account_id IN (2, 3)"


def test_what_is_old_is_emptied_and_no_verdict_changes(folder: Path) -> None:
    before, others = verdicts(folder), rows(folder, "SELECT * FROM v_post WHERE account_id = 1 ORDER BY 1")
    weeks = rows(folder, "SELECT account_id, week, posts, own, replies, reposts FROM v_account_week ORDER BY 1, 2")
    keep_for(folder, 6)
    for _ in range(2):
        assert run(folder) == []
        old = "published_at < '2013-06-30T05:00:00Z'"
        assert rows(folder, f"{PERSONAL} AND {old}") == [(66, 0, 0, 0)]
        assert rows(folder, f"{PERSONAL} AND NOT {old}")[0][:2] == (44, 44)
        assert rows(folder, "SELECT text, author, answered_at IS NULL FROM v_interaction ORDER BY received_at") == [
            ("?", None, 0),
            ("Nog steeds niets gehoord", "gijs  verzonnen", 1),
            ("Mooi!", "Annet Bedacht", 1),
        ]
        assert rows(folder, "SELECT name, bio, avatar_url, has_bio, default_avatar FROM v_profile ORDER BY 5") == [
            (None, None, None, 1, 0),
            (None, None, None, 1, 1),
        ]
        assert verdicts(folder) == before
        assert rows(folder, "SELECT * FROM v_post WHERE account_id = 1 ORDER BY 1") == others
        again = rows(folder, "SELECT account_id, week, posts, own, replies, reposts FROM v_account_week ORDER BY 1, 2")
        assert again == weeks
        assert monitor(folder, "import", "--force", str(folder / "data" / "inbox")) == 0


def test_old_words_never_come_in_once_they_are_not_kept(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    keep_for(folder, 6)
    run(folder)
    assert traces(folder, ("Waar blijft het pakje",)) == []
    capsys.readouterr()
    monitor(folder, "import", "--force", str(folder / "data" / "inbox" / "comments.csv"))
    assert "0 new, 3 already known, 0 updated" in capsys.readouterr().out
    assert traces(folder, ("Waar blijft het pakje",)) == []


def test_kept_without_the_setting_and_again_when_it_goes(folder: Path) -> None:
    assert rows(folder, PERSONAL) == [(110, 110, 0, 0)]
    keep_for(folder, 6)
    run(folder)
    keep_for(folder, None)
    run(folder)
    assert monitor(folder, "import", "--force", str(folder / "data" / "inbox")) == 0
    assert rows(folder, PERSONAL)[0][1] == 110


def test_looking_back_empties_nothing(folder: Path) -> None:
    keep_for(folder, 6)
    assert monitor(folder, "run", "--as-of", "2013-12-01") == 0
    assert rows(folder, PERSONAL)[0][1] == 110


def test_a_month_is_the_least(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "config.toml").write_text(CONFIG + "\n[privacy]\nretention_months = 0\n")
    assert monitor(folder, "status") == 2
    assert "privacy.retention_months: must be at least 1" in capsys.readouterr().err
