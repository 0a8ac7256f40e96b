"""Times without a zone: kept, told once in one line with the option that settles them, and mended without doubling."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors._generic_options import GenericOptions
from connectors.blog_feed import Connector as BlogFeed
from connectors.blog_feed import FeedOptions
from connectors.generic_csv import Connector
from monitor.records import Doubt, Post
from monitor.sources.contract import Connector as Reader
from monitor.sources.export import Export
from tests.organisation import CONFIG, Organisation
from tests.readback import CONTEXT, lone, only, records, zipped

CONFIRMED = '[connectors.generic_csv]\ntimezone = "Europe/Amsterdam"\n'
MAP = """
[[connectors.generic_csv.map]]
name = "wall"
platform = "wall"
account = "wall"
columns = { published_at = "Posted", text = "Message" }
"""
WALL = "Posted,Message\n" + "".join(f"2013-01-{day:02} 09:30,post {day}\n" for day in range(1, 31))
TOLD = (
    'wall.csv: line 2: the times of the column Posted name no zone (the first is "2013-01-01 09:30"); 30 of them were '
    'read as Europe/Amsterdam. Write timezone = "Europe/Amsterdam" under [[connectors.generic_csv.map]] "wall" if that '
    "is right, else the right one"
)
META = (
    "Post ID,Page ID,Page name,Title,Description,Publish time,Permalink,Post type,Date\n"
    "10010000001,1700000017,Pagina,Hallo,,11/10/2013 21:00,https://www.facebook.com/x,Text,Lifetime\n"
)
GROUP = "group,date,author,title,text\nOnze groep,{},An,Vraag,\n"
RSS = (
    '<rss version="2.0"><channel><title>Blog</title><link>https://blog.example.org/</link><item><title>Een</title>'
    "<guid>https://blog.example.org/1</guid><pubDate>{}</pubDate></item></channel></rss>"
)


@pytest.fixture
def office(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Organisation:
    """An organisation that has confirmed no zone, with a table of a wall in its inbox."""
    office = Organisation(tmp_path / "office", capsys)
    configure(office, MAP)
    office.drop("wall.csv", WALL)
    office.drop("x.csv", "platform,account,time,text\nx,voorbeeld,2013-01-31T10:00:00Z,Hallo\n")
    return office


def configure(office: Organisation, more: str, confirmed: str = "") -> None:
    office.config.write_text(CONFIG.replace(CONFIRMED, confirmed) + more, encoding="utf-8")


def times(office: Organisation, which: str = "v_post where platform <> 'x'", column: str = "published_at") -> list[str]:
    return [moment for (moment,) in office.rows(f"SELECT {column} FROM {which} ORDER BY 1")]


# --- what a person meets ----------------------------------------------------------------------------------


def test_an_import_keeps_all_rows_and_asks_once_for_the_zone(office: Organisation) -> None:
    code, told = office.run("import", str(office.inbox / "wall.csv"))
    assert code == 1
    assert [line for line in told.splitlines() if "zone" in line] == [f"  to confirm: {TOLD}"]
    assert "30 new, 0 already known, 0 updated, 0 rejected" in told
    assert len(times(office)) == 30
    assert times(office)[0] == "2013-01-01T08:30:00Z"


def test_what_is_known_is_not_asked_again_and_stays_in_the_list_of_imports(office: Organisation) -> None:
    assert office.run("import", str(office.inbox))[0] == 1
    code, told = office.run("import", str(office.inbox))
    assert code == 0
    assert "zone" not in told
    code, told = office.run("imports")
    assert code == 0
    assert TOLD in told


def test_a_run_tells_it_once_with_an_exit_code_of_its_own(office: Organisation) -> None:
    code, told = office.run("run")
    assert code == 1
    assert [line for line in told.splitlines() if "zone" in line] == [f"to confirm: {TOLD}"]
    assert "skipped" not in told
    assert (office.folder / "reports" / "index.html").exists()
    code, told = office.run("run")
    assert code == 0
    assert "to confirm" not in told


def test_a_run_tells_programs_too(office: Organisation) -> None:
    code, told = office.run("run", "--json")
    summary = json.loads(told)
    assert (code, summary["exit_code"], summary["to_confirm"], summary["notes"]) == (1, 1, [TOLD], [])


def test_many_tables_are_one_line_a_run(office: Organisation) -> None:
    for number in range(7):
        office.drop(f"wall{number}.csv", WALL.replace("post", f"wall {number}"))
    code, told = office.run("run")
    (line,) = (line for line in told.splitlines() if line.startswith("to confirm: "))
    assert code == 1
    assert line == (
        f"to confirm: {TOLD} (the same holds for wall0.csv, wall1.csv, wall2.csv, wall3.csv, wall4.csv and 2 more)"
    )


def test_rejects_and_doubts_of_one_table_are_both_told(office: Organisation) -> None:
    office.drop("wall.csv", WALL + "31 Jan 09:30,no year\n")
    code, told = office.run("run")
    assert code == 1
    (skipped,) = (line for line in told.splitlines() if line.startswith("skipped: "))
    assert "has no year" in skipped
    assert "zone" not in skipped
    assert f"to confirm: {TOLD}" in told.splitlines()


# --- settling it --------------------------------------------------------------------------------------------


def test_confirming_the_zone_changes_nothing_but_the_exit_code(office: Organisation) -> None:
    office.run("import", str(office.inbox))
    before = times(office)
    configure(office, f'{MAP}timezone = "Europe/Amsterdam"\n')
    code, told = office.run("import", str(office.inbox))
    assert code == 0
    assert "0 new, 30 already known, 0 updated, 0 rejected" in told
    assert times(office) == before


@pytest.mark.parametrize("where", ["map", "connector"])
def test_the_right_zone_mends_the_times_and_doubles_nothing(office: Organisation, where: str) -> None:
    office.run("import", str(office.inbox))
    right = 'timezone = "America/Los_Angeles"\n'
    configure(office, *((MAP + right,) if where == "map" else (MAP, f"[connectors.generic_csv]\n{right}")))
    code, told = office.run("import", str(office.inbox))
    assert code == 0
    assert "0 new, 0 already known, 30 updated, 0 rejected" in told
    assert len(times(office)) == 30
    assert times(office)[0] == "2013-01-01T17:30:00Z"
    assert office.run("run")[0] == 0


MENDED = {
    "comments": (
        "platform,account,received_at,answered_at,text\nx,voorbeeld,2013-01-31 09:30,2013-01-31 10:30,Hoe?\n",
        "v_interaction",
        "received_at",
    ),
    "calendar": (
        "platform,account,planned_at,title\nx,voorbeeld,2013-01-31 09:30,Plan\n",
        "planned_item",
        "planned_at",
    ),
    "posts without words": (
        "platform,account,time,text\nx,voorbeeld,2013-01-31 09:30,\nx,voorbeeld,2013-01-31 09:30,\n",
        "v_post",
        "published_at",
    ),
}


@pytest.mark.parametrize("case", MENDED)
def test_whatever_has_no_id_is_mended_too(office: Organisation, case: str) -> None:
    content, view, column = MENDED[case]
    path = office.drop("table.csv", content)
    code, told = office.run("import", str(path))
    assert code == 1
    assert "under [connectors.generic_csv] if that is right" in told
    before = times(office, view, column)
    configure(office, "", '[connectors.generic_csv]\ntimezone = "America/New_York"\n')
    assert office.run("import", str(path))[0] == 0
    assert before == ["2013-01-31T08:30:00Z"] * len(before)
    assert times(office, view, column) == ["2013-01-31T14:30:00Z"] * len(before)


def test_two_columns_of_times_are_both_named(office: Organisation) -> None:
    path = office.drop("table.csv", MENDED["comments"][0])
    told = office.run("import", str(path))[1]
    assert "table.csv: line 2: the times of the columns received_at and answered_at name no zone" in told
    assert "; 2 of them were read as Europe/Amsterdam" in told


# --- what leaves no doubt ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written", ["2013-01-31T09:30:00+01:00", "2013-01-31 09:30Z", "2013-01-31 09:30 UTC", "2013-01-31"]
)
def test_a_stated_zone_or_a_day_leaves_no_doubt(office: Organisation, written: str) -> None:
    path = office.drop("table.csv", f"platform,account,time,text\nx,voorbeeld,{written},a\n")
    code, told = office.run("import", str(path))
    assert code == 0, told
    assert "to confirm" not in told


def test_a_table_that_breaks_off_still_asks(office: Organisation) -> None:
    long = WALL + "".join(f"2013-02-01 09:30,more {number}\n" for number in range(20_000))
    path = office.drop("wall.csv", long.encode() + "2013-01-31 09:30,Café\n".encode("cp1252"))
    code, told = office.run("import", str(path))
    assert code == 1
    assert "is not UTF-8 text" in told
    (line,) = (line for line in told.splitlines() if line.startswith("  to confirm: "))
    assert f"; {len(times(office))} of them were read as Europe/Amsterdam" in line


@settings(max_examples=60)
@given(rows=st.lists(st.sampled_from(["2013-01-31 09:30", "2013-01-31", "2013-01-31T09:30Z", "soon", ""]), max_size=8))
def test_as_many_are_told_as_were_kept_without_a_zone(
    tmp_path_factory: pytest.TempPathFactory, rows: list[str]
) -> None:
    out = io.StringIO()
    csv.writer(out).writerows([["account", "time", "text"], *(["a", one, f"post {n}"] for n, one in enumerate(rows))])
    export = lone(tmp_path_factory.mktemp("rows"), out.getvalue(), "rows.csv")
    doubts = only(Doubt, records(Connector(GenericOptions()), export))
    open_ones = [line for line, one in enumerate(rows, 2) if one == "2013-01-31 09:30"]
    assert [(doubt.line, doubt.what.partition("; ")[2].partition(" ")[0]) for doubt in doubts] == (
        [(open_ones[0], str(len(open_ones)))] if open_ones else []
    )


# --- other exports that name no zone ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "connector", "first"),
    [
        (
            "page.csv",
            META,
            "facebook_business",
            'line 2: the times of the column Publish time name no zone (the first is "11/10/2013 21:00")',
        ),
        ("group.csv", GROUP.format("2013-01-31 09:30"), "linkedin_group", "line 2: the times name no zone"),
        ("blog.xml", RSS.format("Thu, 31 Jan 2013 09:30:00"), "blog_feed", "the times name no zone"),
    ],
)
def test_other_exports_ask_too_and_have_an_option(
    office: Organisation, name: str, content: str, connector: str, first: str
) -> None:
    path = office.drop(name, content)
    code, told = office.run("import", str(path))
    assert code == 1
    (line,) = (line for line in told.splitlines() if line.startswith("  to confirm: "))
    assert f"{name}" in line
    assert first in line
    assert "; 1 of them was read as Europe/Amsterdam. Write timezone = " in line
    assert f"under [connectors.{connector}] if that is right" in line
    configure(office, f'{MAP}[connectors.{connector}]\ntimezone = "America/Los_Angeles"\n')
    code, told = office.run("import", str(path))
    assert (code, "0 new, 0 already known, 1 updated" in told) == (0, True), told


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("group.csv", GROUP.format("2013-01-31")),
        ("blog.xml", RSS.format("Thu, 31 Jan 2013 09:30:00 +0100")),
        ("blog.xml", RSS.format("Thu, 31 Jan 2013 09:30:00 GMT")),
        ("blog.xml", RSS.format("2013-01-31")),
    ],
)
def test_days_and_stated_zones_leave_no_doubt_there_either(office: Organisation, name: str, content: str) -> None:
    code, told = office.run("import", str(office.drop(name, content)))
    assert code == 0, told


def test_the_tables_of_one_zip_ask_together(tmp_path: Path) -> None:
    from connectors.facebook_business import BusinessOptions
    from connectors.facebook_business import Connector as Business

    packed = zipped(tmp_path, {"one.csv": META, "two.csv": META.replace("10010000001", "10010000002")})
    (doubt,) = only(Doubt, records(Business(BusinessOptions()), packed))
    assert doubt.file == "export.zip:one.csv"
    assert "; 2 of them were read as" in doubt.what


@pytest.mark.parametrize("stated", ["Mars", "europe/amsterdam ", ""])
@pytest.mark.parametrize("options", [GenericOptions, FeedOptions])
def test_a_zone_that_does_not_exist_is_refused(options: Callable[..., object], stated: str) -> None:
    with pytest.raises(ValueError, match="there is no time zone"):
        options(timezone=stated)


def test_names_from_outside_are_short_and_can_be_kept(tmp_path: Path) -> None:
    column = "When\x01\x1b[31m" + "x" * 500
    table = f'{column},Message\n"2013-01-31 09:30",a\n'
    reader: Reader = Connector(
        GenericOptions.model_validate(
            {"map": [{"name": "w", "account": "w", "columns": {"time": column, "text": "Message"}}]}
        )
    )
    export: Export = lone(tmp_path, table, "w.csv")
    (doubt,) = only(Doubt, list(reader.read(export, CONTEXT)))
    assert len(str(doubt)) < 500
    assert len(only(Post, list(reader.read(export, CONTEXT)))) == 1


def test_feeds_from_the_web_count_too(tmp_path: Path) -> None:
    reader = BlogFeed(FeedOptions(timezone="Europe/Amsterdam"))
    export = lone(tmp_path, RSS.format("Thu, 31 Jan 2013 09:30:00"), "feed.xml")
    assert only(Doubt, records(reader, export)) == []
