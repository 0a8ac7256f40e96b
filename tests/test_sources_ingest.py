from __future__ import annotations

import os
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.errors import SkipSource, StoreTrouble
from monitor.records import Account, AccountKind, BadRow, Post, Profile, Window
from monitor.settings import AccountSettings, Limits
from monitor.sources.contract import Connector, Context
from monitor.sources.export import Export
from monitor.sources.ingest import Configured, ImportOptions, ImportResult, Question, import_path, import_paths, plan
from monitor.sources.tables import Row, csv_rows, head_rows
from tests.exports import foldered, zipped
from tests.fakes import FakeSink, made_connector

NOW = datetime(2013, 6, 1, 12, tzinfo=UTC)
CONTEXT = Context(NOW)
MADE = datetime(2013, 5, 1, tzinfo=UTC)


def read_lines(export: Export, context: Context) -> Iterator[Any]:
    """A table `kind,account,when`: one record a row."""
    (name,) = export.names
    for row in csv_rows(export, name):
        assert isinstance(row, Row)
        kind, account, when, *_ = [*row.cells, ""]
        if row.line > 1:
            yield MAKERS[kind](f"{export.where(name)}", row.line, account, when)


def cut(where: str, line: int, account: str, when: str) -> Any:
    raise SkipSource("is cut off", where, "Export it again")


def boom(where: str, line: int, account: str, when: str) -> Any:
    raise KeyError("secret detail")


MAKERS: dict[str, Callable[[str, int, str, str], Any]] = {
    "account": lambda where, line, account, when: Account(key=account, platform="x", handle=account or None),
    "post": lambda where, line, account, when: Post(account=account, published_at=moment(when), text=str(line)),
    "profile": lambda where, line, account, when: Profile(account=account, observed_at=moment(when)),
    "window": lambda where, line, account, when: Window(account=account, start=moment(when)),
    "bad": lambda where, line, account, when: BadRow(file=where, line=line, reason="no date"),
    "odd": lambda where, line, account, when: "no record",
    "cut": cut,
    "boom": boom,
}
moment = datetime.fromisoformat


def is_lines(export: Export) -> bool:
    return export.is_single and head_rows(export, export.names[0], 1)[:1] == [["kind", "account", "when"]]


LINES = made_connector(read_lines, "lines", is_lines)


def written(path: Path, *rows: str, made: datetime = MADE) -> Path:
    path.write_text("\n".join(["kind,account,when", *rows]) + "\n")
    os.utime(path, (made.timestamp(), made.timestamp()))
    return path


def imported(
    path: Path, sink: FakeSink, options: ImportOptions | None = None, connectors: list[Connector] | None = None
) -> ImportResult:
    (result,) = import_path(path, connectors or [LINES], sink, CONTEXT, options)
    return result


def day(number: int) -> str:
    return f"2013-04-{number:02}T10:00:00+00:00"


# --- what comes in -------------------------------------------------------------------------------------


def test_an_export_comes_in_once(tmp_path: Path) -> None:
    sink = FakeSink()
    path = written(tmp_path / "a.csv", "account,example,", f"post,example,{day(1)}", f"post,example,{day(2)}")
    first = imported(path, sink)
    assert (first.status, first.new, first.known, first.connector) == ("done", 2, 0, "lines")
    assert first.created == ("x example",)
    again = imported(path, sink)
    assert (again.status, again.message, len(sink.runs)) == ("known", "already imported", 1)
    forced = imported(path, sink, ImportOptions(force=True))
    assert (forced.status, forced.new, forced.known) == ("done", 0, 2)
    assert len(sink.posts()) == 2
    assert len(sink.accounts) == 1


def test_a_nameless_export_of_which_nothing_came_in_leaves_no_account(tmp_path: Path) -> None:
    sink = FakeSink()
    path = written(tmp_path / "a.csv", "account,,", "cut,,")
    result = imported(path, sink)
    assert (result.status, result.created, sink.accounts) == ("failed", (), {})
    mended = imported(written(path, "account,,", f"post,,{day(1)}"), sink)
    assert (mended.status, mended.new, len(sink.accounts)) == ("done", 1, 1)
    assert mended.created[0].startswith("x a (the export does not say whose it is")


@pytest.mark.parametrize(
    ("rows", "status"),
    [
        (("account,,", f"post,,{day(1)}", "cut,,"), "partial"),
        (("account,example,", "cut,,"), "failed"),
        (("account,,",), "done"),
    ],
    ids=["something came in", "it has a name of its own", "it is whole"],
)
def test_other_accounts_stay(tmp_path: Path, rows: tuple[str, ...], status: str) -> None:
    sink = FakeSink()
    result = imported(written(tmp_path / "a.csv", *rows), sink)
    assert (result.status, len(result.created), len(sink.accounts)) == (status, 1, 1)


def test_an_account_of_an_earlier_import_outlives_a_broken_one(tmp_path: Path) -> None:
    sink = FakeSink()
    path = written(tmp_path / "a.csv", "account,,")
    imported(path, sink)
    assert imported(written(path, "account,,", "cut,,"), sink).status == "failed"
    assert len(sink.accounts) == 1


def test_batches_are_bounded(tmp_path: Path) -> None:
    sink = FakeSink()
    path = written(tmp_path / "a.csv", *[f"post,,{day(1 + n % 28)}" for n in range(25)], *["bad,,"] * 25)
    result = imported(path, sink, ImportOptions(batch=10))
    assert max(sink.batches) <= 11
    assert (result.new, result.rejected, len(result.rejects), len(sink.rejects)) == (25, 25, 5, 25)
    assert "25 rejected, the first because line 27: no date" in result.message


def test_progress_reaches_its_end_and_never_goes_beyond(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    path = written(tmp_path / "a.csv", *[f"post,,{day(1)}"] * 50)
    imported(path, FakeSink(), ImportOptions(progress=lambda *seen: told.append(seen)))
    size = path.stat().st_size
    assert told[-1] == ("a.csv", size, size)
    assert all(0 < done <= size for _, done, _ in told)


# --- accounts ------------------------------------------------------------------------------------------


def configured(sink: FakeSink, **values: Any) -> Configured:
    settings = AccountSettings(platform="x", **values)
    account = Account(platform="x", handle=settings.handle, native_id=settings.native_id, name=settings.name)
    return Configured(sink.add_account(account), settings)


def test_a_nameless_export_makes_one_account_named_after_its_file_for_good(tmp_path: Path) -> None:
    sink = FakeSink()
    result = imported(written(tmp_path / "wall.csv", f"post,,{day(1)}"), sink)
    assert "the export does not say whose it is" in result.created[0]
    assert 'files = ["wall.csv"]' in result.created[0]
    imported(written(tmp_path / "wall.csv", f"post,,{day(1)}", f"post,,{day(2)}"), sink)
    assert len(sink.accounts) == 1
    assert len(sink.posts(1)) == 2


def test_a_nameless_export_is_the_only_configured_account(tmp_path: Path) -> None:
    sink = FakeSink()
    one = configured(sink, handle="example")
    result = imported(written(tmp_path / "wall.csv", f"post,,{day(1)}"), sink, ImportOptions(configured=[one]))
    assert (len(sink.posts(one.id)), result.created) == (1, ())


def test_of_several_configured_accounts_the_file_patterns_choose(tmp_path: Path) -> None:
    sink = FakeSink()
    one = configured(sink, handle="one", files=("one-*.csv",))
    two = configured(sink, handle="two", files=("TWO-*.csv",))
    options = ImportOptions(configured=[one, two])
    imported(written(tmp_path / "two-may.csv", f"post,,{day(1)}"), sink, options)
    assert len(sink.posts(two.id)) == 1
    both = ImportOptions(configured=[one, Configured(two.id, AccountSettings(platform="x", files=("one*",)))])
    result = imported(written(tmp_path / "one-may.csv", f"post,,{day(3)}"), sink, both)
    assert result.status == "failed"
    assert "narrower" in result.message


def test_what_was_made_for_an_export_joins_the_account_it_is_given_to_later(tmp_path: Path) -> None:
    sink = FakeSink()
    path = written(tmp_path / "wall.csv", f"post,,{day(1)}")
    imported(path, sink)
    one = configured(sink, handle="one", files=("wall.csv",))
    result = imported(path, sink, ImportOptions(configured=[one]))
    assert (result.known, result.new) == (1, 0)
    assert list(sink.accounts) == [one.id]
    assert len(sink.posts(one.id)) == len(sink.posts()) == 1


def test_a_pattern_inside_a_zip_and_on_a_folder(tmp_path: Path) -> None:
    sink = FakeSink()
    one = configured(sink, handle="one", files=("pages/a.csv",))
    two = configured(sink, handle="two", files=("b.csv",))
    text = f"kind,account,when\npost,,{day(1)}\n"
    path = zipped(tmp_path / "both.zip", {"pages/a.csv": text, "pages/b.csv": text + f"post,,{day(2)}\n"})
    results = import_path(path, [LINES], sink, CONTEXT, ImportOptions(configured=[one, two]))
    assert [result.status for result in results] == ["done", "done"]
    assert (len(sink.posts(one.id)), len(sink.posts(two.id))) == (1, 2)


def test_a_chosen_account_takes_the_export_and_its_name_for_good(tmp_path: Path) -> None:
    sink = FakeSink()
    mine = sink.add_account(Account(platform="x", handle="mine"))
    path = written(tmp_path / "a.csv", f"account,,{day(1)}", f"post,,{day(1)}")
    assert imported(path, sink, ImportOptions(account=mine)).created == ()
    assert len(sink.posts(mine)) == 1


def test_a_new_mapping_imports_the_same_file_again(tmp_path: Path) -> None:
    sink = FakeSink()
    path = written(tmp_path / "a.csv", f"post,,{day(1)}")
    imported(path, sink)
    mine = sink.add_account(Account(platform="x", handle="mine"))
    imported(path, sink, ImportOptions(account=mine))
    assert [run.status for run in sink.runs] == ["done", "done"]
    assert len(sink.posts(mine)) == 1


def test_a_person_is_asked_once_when_the_account_is_not_clear(tmp_path: Path) -> None:
    sink = FakeSink()
    two = [configured(sink, handle="one"), configured(sink, handle="two")]
    asked: list[Question] = []

    def asker(question: Question) -> int | None:
        asked.append(question)
        return two[1].id

    options = ImportOptions(configured=two, asker=asker)
    imported(written(tmp_path / "wall.csv", f"post,,{day(1)}"), sink, options)
    imported(written(tmp_path / "wall.csv", f"post,,{day(2)}"), sink, options)
    assert len(asked) == 1
    assert (asked[0].export, [one.id for one in asked[0].candidates]) == ("wall.csv", [one.id for one in two])
    assert len(sink.posts(two[1].id)) == 2


def test_a_named_account_is_found_whatever_its_file_is_called(tmp_path: Path) -> None:
    sink = FakeSink()
    one = configured(sink, handle="Example")
    configured(sink, handle="other")
    imported(written(tmp_path / "a.csv", "account,@example,", f"post,@example,{day(1)}"), sink)
    assert len(sink.posts(one.id)) == 1


def test_a_named_account_nobody_knows_never_slips_into_the_only_configured_one(tmp_path: Path) -> None:
    sink = FakeSink()
    one = configured(sink, handle="company")
    path = written(tmp_path / "a.csv", "account,employee,", f"post,employee,{day(1)}")
    result = imported(path, sink, ImportOptions(configured=[one]))
    assert (len(sink.posts(one.id)), result.created) == (0, ("x employee",))


def test_kinds_tell_configured_accounts_apart(tmp_path: Path) -> None:
    def read(export: Export, context: Context) -> Iterator[Any]:
        yield Account(platform="x", kind=AccountKind.PERSONAL)
        yield Post(published_at=MADE)

    sink = FakeSink()
    both = [configured(sink, handle="a", kind="company"), configured(sink, handle="b", kind="personal")]
    imported(written(tmp_path / "a.csv"), sink, ImportOptions(configured=both), [made_connector(read)])
    assert len(sink.posts(both[1].id)) == 1


def test_an_account_with_only_a_name_is_found_again_by_it(tmp_path: Path) -> None:
    def read(export: Export, context: Context) -> Iterator[Any]:
        for number, name in enumerate(["Page One", "Page Two"]):
            yield Account(key=name, platform="x", name=name)
            yield Post(account=name, published_at=MADE + timedelta(days=number))

    sink = FakeSink()
    ours = configured(sink, name="page one")
    options = ImportOptions(configured=[ours])
    for name in ("a.csv", "b.csv"):
        imported(written(tmp_path / name, f"post,,{name}"), sink, options, [made_connector(read)])
    assert (len(sink.accounts), len(sink.posts(ours.id)), len(sink.posts(2))) == (2, 1, 1)


def test_an_export_with_only_the_name_finds_the_account_that_another_named_in_full(tmp_path: Path) -> None:
    def full(export: Export, context: Context) -> Iterator[Any]:
        yield Account(platform="x", native_id="17", name="Our Page")
        yield Post(published_at=MADE)

    def named(export: Export, context: Context) -> Iterator[Any]:
        yield Account(key="1", platform="x", name="our page")
        yield Post(account="1", published_at=MADE + timedelta(days=1))

    sink = FakeSink()
    imported(written(tmp_path / "a.csv", "1"), sink, connectors=[made_connector(full)])
    imported(written(tmp_path / "b.csv", "2"), sink, connectors=[made_connector(named)])
    assert (len(sink.accounts), len(sink.posts(1))) == (1, 2)


# --- windows -------------------------------------------------------------------------------------------


def spans(result: ImportResult) -> list[tuple[int, datetime | None, datetime]]:
    return [(span.account_id, span.start, span.end) for span in result.spans]


def test_without_a_window_the_posts_and_the_date_of_the_file_tell_it(tmp_path: Path) -> None:
    sink = FakeSink()
    path = written(tmp_path / "a.csv", f"post,,{day(9)}", f"post,,{day(3)}", f"post,,{day(5)}")
    assert spans(imported(path, sink)) == [(1, datetime.fromisoformat(day(3)), MADE)]
    assert sink.windows == [(1, Window(start=datetime.fromisoformat(day(3)), end=MADE))]


def test_a_window_never_ends_after_now_nor_before_its_newest_post(tmp_path: Path) -> None:
    future = written(tmp_path / "a.csv", f"post,,{day(3)}", made=NOW + timedelta(days=400))
    assert spans(imported(future, FakeSink()))[0][2] == NOW
    old = written(tmp_path / "b.csv", f"post,,{day(3)}", made=datetime(2012, 1, 1, tzinfo=UTC))
    assert spans(imported(old, FakeSink()))[0][2] == datetime.fromisoformat(day(3))


def test_a_stated_start_is_kept_and_a_persons_word_for_the_end_goes_over_all(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", "account,e,", "window,e,2012-01-01T00:00:00+00:00", f"post,e,{day(3)}")
    until = datetime(2013, 5, 20, tzinfo=UTC)
    result = imported(path, FakeSink(), ImportOptions(observed_until=until))
    assert spans(result) == [(1, datetime(2012, 1, 1, tzinfo=UTC), until)]


def test_profiles_alone_observe_no_posts(tmp_path: Path) -> None:
    assert imported(written(tmp_path / "a.csv", f"profile,,{day(3)}"), FakeSink()).spans == ()


def test_a_mostly_unreadable_export_shows_no_silence(tmp_path: Path) -> None:
    assert imported(written(tmp_path / "a.csv", f"post,,{day(3)}", "bad,,", "bad,,"), FakeSink()).spans == ()
    assert imported(written(tmp_path / "b.csv", f"post,,{day(3)}", "bad,,"), FakeSink()).spans


def test_an_export_that_was_cut_off_observed_nothing_for_sure(tmp_path: Path) -> None:
    sink = FakeSink()
    result = imported(written(tmp_path / "a.csv", f"post,,{day(3)}", "cut,,"), sink)
    assert (result.spans, sink.windows) == ((), [])


# --- what goes wrong -----------------------------------------------------------------------------------


def test_what_came_before_the_cut_is_kept(tmp_path: Path) -> None:
    sink = FakeSink()
    result = imported(written(tmp_path / "a.csv", f"post,,{day(3)}", "cut,,", f"post,,{day(4)}"), sink)
    assert (result.status, result.new, len(sink.posts())) == ("partial", 1, 1)
    assert result.message.startswith("a.csv: is cut off. Export it again (what came before is kept: 1 new")
    assert sink.runs[0].status == "partial"


def test_a_file_that_gives_nothing_failed(tmp_path: Path) -> None:
    sink = FakeSink()
    result = imported(written(tmp_path / "a.csv", "cut,,"), sink)
    assert (result.status, result.message) == ("failed", "a.csv: is cut off. Export it again")
    assert imported(tmp_path / "a.csv", sink).status == "failed"


@pytest.mark.parametrize(
    ("row", "told"), [("boom,,", "KeyError"), ("odd,,", "no record"), ("post,who,", "never named")]
)
def test_a_broken_connector_is_named_and_stops_nobody(tmp_path: Path, row: str, told: str) -> None:
    sink = FakeSink()
    row = row + day(1) if row.startswith("post") else row
    written(tmp_path / "a.csv", f"post,,{day(3)}", row)
    written(tmp_path / "b.csv", f"post,,{day(4)}")
    broken, fine = import_paths([tmp_path], [LINES], sink, CONTEXT, inbox=True)
    assert (broken.status, fine.status) == ("failed", "done")
    assert "a.csv: the connector lines" in broken.message
    assert told in broken.message
    assert "secret detail" not in broken.message
    assert len(sink.posts()) == 2


def test_trouble_with_the_store_is_not_the_files_fault(tmp_path: Path) -> None:
    def full() -> None:
        raise StoreTrouble("the disk is full", "monitor.sqlite3", "Make room")

    sink = FakeSink(fail=full)
    with pytest.raises(StoreTrouble, match="disk is full"):
        imported(written(tmp_path / "a.csv", f"post,,{day(3)}"), sink)
    sink.fail = lambda: None
    assert imported(tmp_path / "a.csv", sink).new == 1


# --- the plan ------------------------------------------------------------------------------------------


def named(*suffixes: str, generic: bool = False, name: str = "") -> Connector:
    """A connector for exports that hold all these members, lone or not."""
    return made_connector(
        lambda export, context: iter([Account(platform="x", handle="a")]),
        name or "_".join(suffixes).replace(".", "_"),
        lambda export: all(export.find(suffix) for suffix in suffixes),
        generic=generic,
    )


def shape(path: Path, *connectors: Connector, inbox: bool = False) -> dict[str, str]:
    """Name of each planned export -> its connector, or the kind of problem."""
    planned = plan([path], connectors, Limits(), inbox)
    return {
        one.name: one.connector.declaration.name if one.connector else type(one.problem).__name__ for one in planned
    }


def test_a_whole_folder_goes_before_its_files(tmp_path: Path) -> None:
    files = {"data/tweets.js": "[]", "data/media/1.jpg": "x", "README.txt": "x"}
    whole = named("tweets.js", "1.jpg", name="whole")
    single = named("tweets.js", generic=True, name="single")
    assert shape(foldered(tmp_path / "a", files), whole, single) == {"a": "whole"}
    assert shape(zipped(tmp_path / "a.zip", files), whole, single) == {"a.zip": "whole"}


@pytest.mark.parametrize("packed", [False, True])
def test_folders_inside_are_tried_as_wholes_then_files_alone(tmp_path: Path, packed: bool) -> None:
    files = {"one/a.js": "1", "one/b.js": "2", "two/deep/a.js": "3", "two/deep/b.js": "4", "c.csv": "a,b", "d.jpg": "x"}
    path = zipped(tmp_path / "all.zip", files) if packed else foldered(tmp_path / "all", files)
    pair = made_connector(
        lambda export, context: iter(()), "pair", lambda export: sorted(export.names) == ["a.js", "b.js"]
    )
    table = made_connector(lambda export, context: iter(()), "table", lambda export: export.names == ("c.csv",))
    found = shape(path, pair, table)
    assert sorted(found.values()) == ["pair", "pair", "table"]
    assert not any("d.jpg" in name for name in found)


def test_a_specific_claim_goes_before_a_generic_one(tmp_path: Path) -> None:
    path = foldered(tmp_path / "x", {"a.csv": "a,b"}) / "a.csv"
    assert shape(path, named("a.csv", generic=True, name="any"), named("a.csv", name="own")) == {"a.csv": "own"}
    assert shape(path, named("a.csv", generic=True, name="any")) == {"a.csv": "any"}


def test_two_claims_name_both(tmp_path: Path) -> None:
    path = foldered(tmp_path / "x", {"a.csv": "a,b"}) / "a.csv"
    (planned,) = plan([path], [named("a.csv", name="one"), named("a.csv", name="two")])
    assert str(planned.problem).startswith("a.csv: is claimed by one (made one) and two (made two)")


def test_a_connector_that_breaks_while_looking_claims_nothing(tmp_path: Path) -> None:
    def broken(export: Export) -> bool:
        raise ValueError("oops")

    path = foldered(tmp_path / "x", {"a.csv": "a,b"}) / "a.csv"
    bad = made_connector(lambda export, context: iter(()), "bad", broken)
    assert shape(path, bad, named("a.csv", name="own")) == {"a.csv": "own"}


def test_nobody_claims_says_what_was_seen_and_tried(tmp_path: Path) -> None:
    path = tmp_path / "投稿.csv"
    path.write_text("投稿日,本文,いいね\n2013-01-01,x,1\n")
    (planned,) = plan([path], [LINES])
    assert str(planned.problem) == (
        "投稿.csv: is recognised by no connector; its columns are: 投稿日, 本文, いいね; tried: lines. "
        "To read a table of your own, name its columns under [[connectors.generic_csv.map]] in config.toml"
    )


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "the file is empty"),
        ("naïve,café\n".encode("cp1252"), "line 1 is not UTF-8 text"),
        (b"hello world", "it begins with: hello world"),
        (b"\x89PNG\r\n\0\0\0\r", "is recognised by no connector"),
        (b"PK\x03\x04 cut", "damaged or cut-off ZIP"),
    ],
)
def test_unusable_files_say_why_in_one_line(tmp_path: Path, content: bytes, told: str) -> None:
    (tmp_path / "bad.dat").write_bytes(content)
    written(tmp_path / "good.csv", f"post,,{day(1)}")
    sink = FakeSink()
    bad, good = import_paths([tmp_path], [LINES], sink, CONTEXT, inbox=True)
    assert (bad.status, bad.name) == ("failed", "bad.dat")
    assert told in bad.message
    assert "\n" not in bad.message
    assert (good.status, len(sink.posts())) == ("done", 1)


def test_a_bomb_stops_nobody(tmp_path: Path) -> None:
    zipped(tmp_path / "bomb.zip", {"zeros.csv": b"\0" * (20 * 2**20)})
    written(tmp_path / "good.csv", f"post,,{day(1)}")
    bad, good = import_paths([tmp_path], [LINES], FakeSink(), CONTEXT, inbox=True)
    assert ("would unpack" in bad.message, good.status) == (True, "done")


def test_an_inbox_is_never_an_export_and_passes_over_what_is_not_meant(tmp_path: Path) -> None:
    inbox = foldered(tmp_path / "inbox", {"README.md": "x", ".hidden": "x", "a.csv": "kind,account,when\n"})
    (inbox / "empty").mkdir()
    assert shape(inbox, named("a.csv", name="any"), inbox=True) == {"a.csv": "any"}
    assert plan([tmp_path / "not there"], [LINES], inbox=True) == []


def test_zips_in_folders_are_exports_of_their_own(tmp_path: Path) -> None:
    folder = foldered(tmp_path / "takeout", {"notes.txt": "x"})
    zipped(folder / "one.zip", {"a.js": "1"})
    zipped(folder / "two.zip", {"a.js": "2"})
    own = named("a.js", name="own")
    assert shape(folder, own) == {"notes.txt": "NobodyClaims", "one.zip": "own", "two.zip": "own"}
    (folder / "a.js").write_text("3")
    assert shape(folder, own) == {"takeout": "own", "one.zip": "own", "two.zip": "own"}


def test_a_zip_inside_a_zip_says_what_to_do(tmp_path: Path) -> None:
    inner = zipped(tmp_path / "inner.zip", {"a.js": "1"}).read_bytes()
    outer = zipped(tmp_path / "outer.zip", {"inner.zip": inner}, zipfile.ZIP_STORED)
    (planned,) = plan([outer], [named("a.js")])
    assert str(planned.problem) == "outer.zip:inner.zip: is a ZIP inside a ZIP. Unpack the outer one into the inbox"


def test_a_folder_nobody_knows_gives_one_message(tmp_path: Path) -> None:
    folder = foldered(tmp_path / "holiday", {f"{n}.txt": "x" for n in range(30)})
    (planned,) = plan([folder], [LINES])
    assert "holiday: is recognised by no connector; it holds 30 files (0.txt, 1.txt" in str(planned.problem)


def test_the_same_path_twice_is_one(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv")
    assert len(plan([path, tmp_path / "." / "a.csv"], [LINES])) == 1


def test_more_zips_than_may_be_open(tmp_path: Path) -> None:
    for number in range(40):
        zipped(tmp_path / f"{number}.zip", {"a.js": str(number)})
    before = len(list(Path("/proc/self/fd").iterdir()))
    planned = plan([tmp_path], [named("a.js")], inbox=True)
    assert len(planned) == 40
    assert len(list(Path("/proc/self/fd").iterdir())) < before + 5
    assert all(one.export and one.export.head("a.js") for one in planned)
