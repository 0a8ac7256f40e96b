"""The commands that look and change nothing, on the demo organisation."""

from __future__ import annotations

import csv
import io
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from monitor import __version__
from monitor.cli import main
from monitor.sources.registry import connector_classes
from monitor.symptoms.registry import all_symptoms

BLOG = "Blog Stroomdauw"


class Demo:
    """The demo's folder and what the command line says about it."""

    def __init__(self, config: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.config, self._capsys = config, capsys

    def ask(self, *words: str) -> tuple[int, str, str]:
        """Run a command: exit code, standard output, standard error."""
        self._capsys.readouterr()
        code = main(["-c", str(self.config), *words])
        told = self._capsys.readouterr()
        assert "Traceback" not in told.out + told.err
        return code, told.out, told.err

    def shown(self, *words: str) -> str:
        """What a command that ends well prints."""
        code, out, err = self.ask(*words)
        assert (code, err) == (0, "")
        return out

    def refused(self, *words: str) -> str:
        """What a command says that is refused as wrong; it prints no results."""
        code, out, err = self.ask(*words)
        assert (code, out) == (2, "")
        return err

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        """Rows straight out of the store's file, past the command line."""
        with closing(sqlite3.connect(self.config.parent / "data" / "monitor.sqlite3")) as connection:
            return connection.execute(sql).fetchall()


@pytest.fixture(scope="session")
def demo_config(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo, run once for all tests of this file, which only look at it."""
    folder = tmp_path_factory.mktemp("demo") / "stroomdauw"
    assert main(["demo", str(folder)]) == 0
    return folder / "config.toml"


@pytest.fixture
def demo(demo_config: Path, capsys: pytest.CaptureFixture[str]) -> Demo:
    return Demo(demo_config, capsys)


def table(text: str) -> list[list[str]]:
    """Cells of the rows below a printed table's header."""
    lines = text.splitlines()
    rule = next(place for place, line in enumerate(lines) if line.strip() and set(line.strip()) == {"─"})
    rows = []
    for line in lines[rule + 1 :]:
        if not line.strip():
            break
        rows.append(re.split(r"\s{2,}", line.strip()))
    return rows


def test_demo_leaves_a_report_and_a_store(demo: Demo) -> None:
    page = demo.config.parent / "reports" / "index.html"
    assert "Stroomdauw" in page.read_text(encoding="utf-8")
    assert demo.rows("SELECT count(*) FROM v_reject") == [(0,)]
    assert demo.rows("SELECT count(DISTINCT account_id) FROM v_post")[0][0] > 20  # type: ignore[operator]


def test_demo_refuses_the_folder_of_a_real_organisation(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = tmp_path / "config.toml"
    config.write_text('[organisation]\nname = "Echt"\n', encoding="utf-8")
    assert main(["demo", str(tmp_path)]) == 2
    assert str(config) in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == [config]
    assert config.read_text(encoding="utf-8") == '[organisation]\nname = "Echt"\n'


def test_status_has_the_score_above_and_a_line_an_account(demo: Demo) -> None:
    shown = demo.shown("status")
    assert re.match(r"Stroomdauw, 2013-W52: horror score 6 of 6 \(\d a quarter ago\): HS1, HS2", shown)
    named = [str(name) for (name,) in demo.rows("SELECT account FROM v_account WHERE kind IS NOT 'personal'")]
    rows = {row[0]: row for row in table(shown)}
    assert sorted(rows) == sorted(named)
    assert len(table(shown)) == len(named)
    assert rows["Stroomdauw op Facebook"][1:4] == ["facebook", "silent", "2013-09-03"]
    assert "HS4 2013-09" in rows["Stroomdauw op Facebook"][4]
    assert rows["Stroomdauw op Hyves"][2] == "closed"
    assert rows["Onder de pomp"][4] == "-"


def test_status_tells_no_name_of_a_personal_account(demo: Demo) -> None:
    shown = demo.shown("status")
    persons = [str(name) for (name,) in demo.rows("SELECT handle FROM v_account WHERE kind = 'personal'") if name]
    assert persons
    assert not [name for name in persons if name in shown]
    assert "Personal accounts: " in shown


def test_status_as_of_an_earlier_day_is_judged_afresh_and_not_kept(demo: Demo) -> None:
    everything = "SELECT * FROM v_verdict ORDER BY 1, 2, 3, 4"
    before, now = demo.rows(everything), demo.shown("status")
    earlier = demo.shown("status", "--as-of", "2013-06-30")
    assert earlier.startswith("Stroomdauw, 2013-W25: horror score 4 of 6")
    facebook = next(row for row in table(earlier) if row[0] == "Stroomdauw op Facebook")
    assert facebook[2] == "active"
    assert "HS4" not in " ".join(facebook)
    assert max(row[3] for row in table(earlier)) <= "2013-06-30"
    assert demo.rows(everything) == before
    assert demo.shown("status") == now


def test_status_of_a_day_that_is_none(demo: Demo) -> None:
    said = demo.refused("status", "--as-of", "2013-02-31")
    assert "2013-02-31" in said
    assert "--as-of" in said


def test_posts_are_those_of_the_weeks_asked_for(demo: Demo) -> None:
    few, more = (table(demo.shown("posts", BLOG, "--weeks", weeks)) for weeks in ("13", "40"))
    assert [row[1] for row in more] == ["2013-04-25", "2013-06-18", "2013-08-13", "2013-09-24", "2013-11-12"]
    assert {row[3] for row in more} == {"yes"}, "all read as press releases"
    assert [row for row in more if row[1] >= "2013-10-01"] == few


def test_an_empty_list_of_posts_tells_how_far_back_the_last_one_is(demo: Demo) -> None:
    said = demo.shown("posts", BLOG, "--weeks", "2")
    assert said.startswith("no post in the last 2 weeks; the last one before is found with --weeks ")
    back = int(said.split()[-1])
    assert [row[1] for row in table(demo.shown("posts", BLOG, "--weeks", str(back)))] == ["2013-11-12"]
    assert demo.shown("posts", BLOG, "--weeks", str(back - 1)).startswith("no post in the last")


def test_posts_finds_an_account_by_number_and_in_any_case(demo: Demo) -> None:
    ((number,),) = demo.rows(f"SELECT account_id FROM v_account WHERE account = '{BLOG}'")
    wanted = demo.shown("posts", BLOG)
    assert demo.shown("posts", str(number)) == wanted
    assert demo.shown("posts", BLOG.upper()) == wanted


@pytest.mark.parametrize(
    ("wanted", "told"),
    [("Blog Stromdauw", BLOG), ("blog", "Open data"), ("qqqq", "no such account")],
    ids=["one letter missing", "several fit", "nothing like it"],
)
def test_posts_of_an_account_that_cannot_be_told(demo: Demo, wanted: str, told: str) -> None:
    said = demo.refused("posts", wanted)
    assert wanted in said
    assert told in said


def test_explain_tells_the_declaration_and_the_case_of_one_account(demo: Demo) -> None:
    shown = demo.shown("explain", "hs5", "--account", BLOG)
    symptom = next(one for one in all_symptoms() if one.code == "HS5")
    assert symptom.explanation in shown
    assert symptom.remedy in shown
    for name, field in symptom.thresholds.model_fields.items():
        assert f"{name} = {field.default}  # " in shown
    assert all(number.name in shown for number in symptom.evidence)
    assert re.search(r"2013-05-27 to 2013-12-29: present .*press_share 1\b", shown)
    posts = shown[shown.index("posts up to 2013-W52") :].splitlines()[1:]
    assert len(posts) == 20
    assert all(re.match(r"    \d{4}-\d\d-\d\d article press=(yes|no)", line) for line in posts)
    assert "2013-11-12" in posts[-1]


def test_explain_of_an_account_that_the_symptom_does_not_concern(demo: Demo) -> None:
    shown = demo.shown("explain", "HS5", "--account", "Stroomdauw op Facebook")
    assert "never judged" in shown
    assert "Verdicts:" not in shown


def test_explain_without_an_account_needs_no_organisation(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    nowhere = str(tmp_path / "nowhere.toml")
    assert main(["-c", nowhere, "explain", "HS1"]) == 0
    assert capsys.readouterr().out.startswith("HS1 ")
    assert main(["-c", nowhere, "explain", "HS1", "--account", "x"]) == 2
    assert nowhere in capsys.readouterr().err


def test_explain_of_a_symptom_that_is_none_lists_those_there_are(demo: Demo) -> None:
    said = demo.refused("explain", "HS99")
    assert all(symptom.code in said for symptom in all_symptoms())


def test_symptoms_lists_them_all_with_the_six_of_the_score(demo: Demo) -> None:
    rows = table(demo.shown("symptoms"))
    assert [row[0] for row in rows] == [symptom.code for symptom in all_symptoms()]
    assert [row[0] for row in rows if row[-1] == "yes"] == ["HS1", "HS2", "HS3", "HS4", "HS5", "HS6"]


def test_connectors_lists_all_and_how_to_obtain_each(demo: Demo) -> None:
    shown = demo.shown("connectors")
    for name, cls in connector_classes().items():
        assert f"({name}, {cls.declaration.platform})" in shown
        assert cls.declaration.obtain in shown


def test_connectors_tells_more_of_one(demo: Demo) -> None:
    shown, one = demo.shown("connectors", "blog_wxr"), connector_classes()["blog_wxr"].declaration
    assert one.since in shown
    assert one.cannot in shown
    assert "blog_ghost" not in shown


def test_connectors_of_a_name_that_is_none_lists_those_there_are(demo: Demo) -> None:
    said = demo.refused("connectors", "blog_wrx")
    assert "blog_wrx" in said
    assert "blog_wxr" in said


def test_imports_lists_the_latest_first(demo: Demo) -> None:
    ((total,),) = demo.rows("SELECT count(*) FROM v_import")
    rows = table(demo.shown("imports", "--most", "1000"))
    assert [int(row[0]) for row in rows] == list(range(int(str(total)), 0, -1))
    assert {row[4] for row in rows} == {"done"}
    assert table(demo.shown("imports", "--most", "3")) == rows[:3]
    hyves = next(row for row in rows if row[3] == "hyves-stroomdauw.csv")
    assert hyves[2] == "generic_csv"
    assert int(hyves[5]) > 0


def test_rejects_of_a_clean_import_are_none(demo: Demo) -> None:
    assert demo.shown("rejects", "1") == "import 1 kept no row aside\n"


@pytest.mark.parametrize("number", ["0", "9999"])
def test_rejects_of_an_import_that_is_none(demo: Demo, number: str) -> None:
    assert f"rejects {number}: there is no such import. `monitor imports` lists them by number" in demo.refused(
        "rejects", number
    )


def test_query_shows_a_table_or_csv(demo: Demo) -> None:
    sql = "SELECT platform, count(*) AS accounts FROM v_account GROUP BY platform ORDER BY platform"
    wanted = [[str(cell) for cell in row] for row in demo.rows(sql)]
    assert table(demo.shown("query", sql)) == wanted
    assert list(csv.reader(io.StringIO(demo.shown("query", sql, "--csv")))) == [["platform", "accounts"], *wanted]


def test_query_gives_csv_that_keeps_commas_quotes_and_unknown(demo: Demo) -> None:
    shown = demo.shown("query", """SELECT 'a,b' AS one, 'say "x"' AS two, NULL AS three, 'é' AS four""", "--csv")
    assert list(csv.reader(io.StringIO(shown))) == [["one", "two", "three", "four"], ["a,b", 'say "x"', "", "é"]]


def test_query_stops_at_the_most_rows_asked_for(demo: Demo) -> None:
    shown = demo.shown("query", "SELECT post_id FROM v_post ORDER BY post_id", "--csv", "--most", "4")
    assert len(shown.splitlines()) == 5


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM post",
        "delete from v_post",
        "WITH gone AS (SELECT 1) DELETE FROM post",
        "SELECT 1; DELETE FROM post",
        "DROP VIEW v_post",
        "UPDATE post SET text = ''",
        "SELECT * FROM no_such_view",
    ],
)
def test_query_can_only_read_and_says_what_can_be_asked(demo: Demo, sql: str) -> None:
    before = demo.rows("SELECT count(*), sum(length(text)) FROM v_post")
    assert "v_post" in demo.refused("query", sql)
    assert demo.rows("SELECT count(*), sum(length(text)) FROM v_post") == before


def test_version_and_wrong_commands(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.strip() == f"monitor {__version__}"
    assert main(["statsu"]) == 2
    said = capsys.readouterr()
    assert "statsu" in said.err
    assert said.out == ""
    assert main(["status", "--nonsense"]) == 2
    assert "--nonsense" in capsys.readouterr().err
