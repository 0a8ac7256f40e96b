"""Every kind of bad input as a communication officer meets it: through the command line, with a real store."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from monitor.sources.contract import Connector
from monitor.sources.registry import make_connectors
from tests.exports import zipped
from tests.fakes import made_connector
from tests.organisation import GOOD, HEADER, Organisation

ROOT = Path(__file__).parents[1]
MEGABYTE = 2**20
MOST_MEMORY = 300 * MEGABYTE
ARCHIVE = {
    "data/account.js": 'window.YTD.account.part0 = [{"account": {"username": "voorbeeld", "accountId": "17"}}]',
    "data/tweets.js": 'window.YTD.tweets.part0 = [ {"tweet": {"id_str": "297000000000000017", "created_at": '
    '"Thu Jan 31 09:30:00 +0000 2013", "full_text": "From an archive"}} ]',
}
ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
XML_BOMB = (
    f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY e0 "lol">{ENTITIES}]><rss version="2.0"><channel>'
    "<title>&e11;</title><link>http://example.org/</link><item><title>&e11;</title>"
    "<pubDate>Mon, 07 Jan 2013 10:00:00 GMT</pubDate></item></channel></rss>"
)


@pytest.fixture
def office(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Organisation:
    """An organisation that has imported one good file."""
    office = Organisation(tmp_path / "office", capsys)
    office.drop("good.csv", GOOD)
    assert office.run("import", str(office.inbox))[0] == 0
    return office


def cut_zip(path: Path) -> None:
    path.write_bytes(zipped(path, ARCHIVE).read_bytes()[:-40])


def climbing_zip(path: Path) -> None:
    with zipfile.ZipFile(zipped(path, ARCHIVE), "a") as archive:
        archive.writestr(zipfile.ZipInfo("../../somewhere.csv"), GOOD)


def bomb(path: Path) -> None:
    zipped(path, {"zeros.csv": bytes(20 * MEGABYTE)})


def of(content: str | bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(content.encode() if isinstance(content, str) else content)


BAD: dict[str, tuple[str, Callable[[Path], object], tuple[str, ...]]] = {
    "empty": ("bad.csv", of(b""), ("the file is empty", "Export it again")),
    "Windows-1252": (
        "bad.csv",
        of((GOOD + "x,voorbeeld,2013-02-01 09:30,Café\n").encode("cp1252")),
        ("line 3 is not UTF-8 text", "Save or export it again as UTF-8"),
    ),
    "binary": ("bad.csv", of(bytes(range(256)) * 9), ("is recognised by no connector; it is no text",)),
    "zeros in a text": ("bad.csv", of(f"{GOOD}x,a,\0\0\n"), ("line 3 holds a NUL character", "again as UTF-8 text")),
    "truncated ZIP": ("bad.zip", cut_zip, ("is a damaged or cut-off ZIP", "Download it again")),
    "climbing ZIP": ("bad.zip", climbing_zip, ("has a path that leaves the ZIP", "Do not trust this file")),
    "ZIP bomb": ("bad.zip", bomb, ("would unpack from", "limits.ratio")),
    "entity bomb": ("bad.xml", of(XML_BOMB), ("declares the entity 'e0'", "Do not trust this file")),
    "Japanese header": (
        "bad.csv",
        of("アカウント,投稿日,本文\nvoorbeeld,2013-01-01,x\n"),
        ("its columns are: アカウント, 投稿日, 本文", "[[connectors.generic_csv.map]]"),
    ),
    "no year": ("bad.csv", of(f"{HEADER}x,voorbeeld,31 Jan 09:30,a\n"), ("line 2", "has no year: add it")),
    "two readings": ("bad.csv", of(f"{HEADER}x,voorbeeld,03/04/2012,a\n"), ("line 2", "several ways", "date_format")),
    "no time": ("bad.csv", of(f"{HEADER}x,voorbeeld,,a\n"), ("line 2", "has no time")),
    "damaged id": (
        "bad.csv",
        of("platform,account,time,text,id\nx,voorbeeld,2013-01-31,,1.2E+17\n"),
        ("line 2", "its id was damaged by a spreadsheet"),
    ),
    "nobody's": ("bad.csv", of("naam,leeftijd\nJan,30\n"), ("is recognised by no connector", "tried: blog_feed, ")),
    "cut JSON": (
        "bad.zip",
        lambda path: zipped(path, {**ARCHIVE, "data/tweets.js": 'window.YTD.tweets.part0 = [ {"tweet": {"id'}),
        ("bad.zip:data/tweets.js", "cut off", "Export it again"),
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_one_clear_message_and_all_else_comes_in(office: Organisation, case: str) -> None:
    name, make, expected = BAD[case]
    make(office.inbox / name)
    office.drop("later.csv", GOOD.replace("Hallo", "Later"))
    code, told = office.run("import", str(office.inbox))
    assert code == 1
    about = [line for line in told.splitlines() if name in line]
    assert about, told
    assert all(part in " ".join(about) for part in expected), told
    assert len(told.splitlines()) == 3 + told.count("  rejected: ")
    assert office.texts() == {"Hallo", "Later"}


def test_every_kind_at_once_still_ends_in_a_report(office: Organisation) -> None:
    for number, (name, make, _) in enumerate(BAD.values()):
        make(office.inbox / f"{number:02}-{name}")
    office.drop("later.csv", GOOD.replace("Hallo", "Later"))
    code, told = office.run("run")
    skipped = [line for line in told.splitlines() if line.startswith("skipped: ")]
    assert code == 1
    assert len(skipped) == len(BAD)
    for number, (name, _, _) in enumerate(BAD.values()):
        assert sum(f"{number:02}-{name}" in line for line in skipped) == 1
    assert "Voorbeeld on X" in (office.folder / "reports" / "index.html").read_text(encoding="utf-8")
    assert office.texts() == {"Hallo", "Later"}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings_that_leave_no_doubt_are_read(office: Organisation, encoding: str) -> None:
    office.drop("coded.csv", GOOD.replace("Hallo", "Één café").encode(encoding))
    assert office.run("import", str(office.inbox))[0] == 0
    assert office.texts() == {"Hallo", "Één café"}


def test_a_time_without_zone_is_the_organisations(office: Organisation) -> None:
    assert office.rows("SELECT published_at FROM v_post") == [("2013-01-31T08:30:00Z",)]
    assert "without a zone they are taken in the time zone" in " ".join(
        office.run("connectors", "generic_csv")[1].split()
    )


MEASURED = """
import re, resource, sys
from pathlib import Path
from monitor.cli import main
code, status = main(sys.argv[1:]), Path("/proc/self/status")
# What the kernel counts for a process includes its parent's memory before exec; this does not.
own = re.search(r"VmHWM:\\s+(\\d+)", status.read_text()) if status.exists() else None
most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1024 if sys.platform == "darwin" else 1)
print("peak", int(own[1]) if own else most)
sys.exit(code)
"""


def heavy(folder: Path, *words: str) -> tuple[int, str, int]:
    """Run a command in a process of its own: exit code, what it says, and its peak of memory in bytes."""
    command = [sys.executable, "-c", MEASURED, "-c", str(folder / "config.toml"), *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    told, _, peak = done.stdout.rpartition("peak ")
    return done.returncode, told + done.stderr, int(peak) * 1024


def test_a_line_of_100_megabytes_and_a_bomb_take_little_memory(office: Organisation) -> None:
    line = b"x" * 100 * 10**6
    office.drop("line.csv", GOOD.encode() + b"x,voorbeeld,2013-02-01 09:30," + line)
    office.drop("first.csv", line)
    rss = b'<?xml version="1.0"?><rss version="2.0"><channel><title>t</title><link>http://example.org/</link><item><title>'
    office.drop("line.xml", rss + line + b"</title></item></channel></rss>")
    zipped(
        office.inbox / "line.zip",
        {**ARCHIVE, "data/tweets.js": b'window.YTD.tweets.part0 = [ "' + line},
        zipfile.ZIP_STORED,
    )
    zipped(office.inbox / "bomb.zip", {"zeros.csv": bytes(200 * MEGABYTE)})
    del line
    office.drop("later.csv", GOOD.replace("Hallo", "Later"))
    code, told, memory = heavy(office.folder, "import", str(office.inbox))
    assert code == 1
    assert "line.csv (generic_csv)" in told
    assert "line 3 is longer than 8388608 characters. Raise limits.line_bytes if you trust it" in told
    assert "first.csv: first.csv: is recognised by no connector" in told
    assert "line.xml, line 1: holds an element of over 8388608 bytes" in told
    assert "line.zip:data/tweets.js: holds an element of over 8388608 characters" in told
    assert "bomb.zip:zeros.csv: would unpack from" in told
    assert office.texts() == {"Hallo", "Later"}
    assert memory < MOST_MEMORY


def test_two_connectors_that_claim_one_file_are_both_named(
    office: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    def with_rivals(options: object) -> list[Connector]:
        return [*make_connectors({}), *(made_connector(lambda export, context: iter(()), n) for n in ("one", "two"))]

    monkeypatch.setattr("monitor.job.session.make_connectors", with_rivals)
    code, told = office.run("import", str(office.drop("twice.csv", GOOD.replace("Hallo", "Twice"))))
    assert code == 1
    assert "twice.csv: is claimed by one (made one) and two (made two)" in told
    assert office.texts() == {"Hallo"}


def test_a_connector_that_breaks_stops_nobody_and_shows_no_traceback(
    office: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> object:
        raise KeyError("secret of the file")

    monkeypatch.setattr("connectors.blog_wxr.Connector.identify", broken)
    monkeypatch.setattr("connectors.generic_csv.Connector.read", broken)
    code, told = office.run("import", str(office.drop("b.csv", GOOD.replace("Hallo", "B"))))
    assert code == 1
    assert "the connector generic_csv broke on this file (KeyError)" in told
    assert "secret" not in told


def test_an_account_that_no_file_mentions_is_told_with_what_to_do(office: Organisation) -> None:
    config = office.config.read_text(encoding="utf-8") + '\n[[account]]\nplatform = "facebook"\nhandle = "voorbeld"\n'
    office.config.write_text(config, encoding="utf-8")
    code, told = office.run("run")
    assert code == 1
    (line,) = [line for line in told.splitlines() if line.startswith("skipped: ")]
    assert "account facebook voorbeld: no export has mentioned it yet. Check its handle" in line


def test_unknown_keys_are_listed_at_once_with_the_nearest_right_name(office: Organisation) -> None:
    before = office.texts()
    office.config.write_text(
        '[organisation]\ntimezon = "Europe/Amsterdam"\n[[account]]\nplatform = "x"\nhandel = "a"\nname = "A"\n'
        '[limits]\nfile_byte = 3\n[symptoms.HS2]\nwekes = 3\n[jbo]\nat = "06:00"\n',
        encoding="utf-8",
    )
    code, told = office.run("run")
    assert code == 2
    for wrong, right in (
        ("organisation.timezon", "timezone"),
        ("account[1].handel", "handle"),
        ("limits.file_byte", "file_bytes"),
        ("symptoms.HS2.wekes", "weeks"),
        ("jbo", "job"),
    ):
        assert f"{wrong}: unknown key, did you mean {right}?" in told
    assert office.texts() == before
    assert not (office.folder / "reports").exists()


@pytest.mark.parametrize("words", [("run",), ("status",), ("import", "x.csv"), ("query", "SELECT 1")])
def test_a_configuration_that_is_not_there_is_told_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    office = Organisation(tmp_path / "office", capsys)
    office.config.unlink()
    code, told = office.run(*words)
    assert code == 2
    assert "config.toml: the settings have problems:\n  there is no such file; make one with `monitor init`" in told
    assert list(office.folder.iterdir()) == [office.folder / "data"]


def test_an_export_that_is_not_there(office: Organisation) -> None:
    code, told = office.run("import", str(office.folder / "nowhere.csv"))
    assert code == 1
    assert "nowhere.csv: cannot be read (No such file or directory). Check the name and the rights" in told


def test_an_empty_inbox_is_no_error_and_told_kindly(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    office = Organisation(tmp_path / "office", capsys)
    office.config.unlink()
    assert office.run("init", str(office.folder), "--yes")[0] == 0
    code, told = office.run("run")
    assert code == 0
    assert f"nothing to import: {office.inbox} is empty; `monitor connectors` tells" in told


def test_a_folder_of_many_kinds_of_exports_comes_in_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Also when one of them, unpacked, is known by its folders wherever they lie."""
    office = Organisation(tmp_path / "office", capsys)
    mixed = office.inbox / "mixed"
    takeout = mixed / "takeout" / "Takeout" / "YouTube and YouTube Music" / "video metadata"
    takeout.mkdir(parents=True)
    header = "Video ID,Channel ID,Video Title (Original),Privacy,Video Publish Timestamp"
    row = f"abcdefghij1,UC{'a' * 22},Made up,Public,2013-02-01T09:30:00+00:00"
    (takeout / "videos.csv").write_text(f"{header}\n{row}\n", encoding="utf-8")
    for name, content in ARCHIVE.items():
        path = mixed / "archive" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    zipped(
        mixed / "again.zip", {n: c.replace("From an archive", "Packed").replace("17", "18") for n, c in ARCHIVE.items()}
    )
    (mixed / "own.csv").write_text(GOOD, encoding="utf-8")
    (mixed / "none.csv").write_text("naam,leeftijd\nJan,30\n", encoding="utf-8")
    code, told = office.run("import", str(mixed))
    assert code == 1
    assert "none.csv: is recognised by no connector" in told
    titles = {title for (title,) in office.rows("SELECT title FROM v_post WHERE title IS NOT NULL")}
    assert titles == {"Made up"}
    assert office.texts() - {None} == {"From an archive", "Packed", "Hallo"}


def test_nothing_from_outside_steers_the_terminal(office: Organisation) -> None:
    evil = "\x1b]0;mine\x07\x1b[31m\u202e\x9b31m"
    office.drop("evil\x1b[2J\nname.csv", "naam,leeftijd\nJan,30\n")
    table = f"platform,account,account_name,time,text\nx,evil,{evil}Naam,2013-12-20 09:30,{evil}tekst\n"
    office.drop("evil.csv", table + f"x,evil,{evil}Naam,{evil},a\n")
    commands = (
        ("import", str(office.inbox)),
        ("run",),
        ("status",),
        ("posts", "evil"),
        ("imports",),
        ("rejects", "3"),
        ("explain", "HS2", "--account", "evil"),
        ("query", "SELECT text, author FROM v_post"),
        ("posts", f"{evil}nobody"),
    )
    for words in commands:
        told = office.run(*words)[1]
        assert all(c.isprintable() or c in "\n\t" for c in told), (words, told)
    assert "evil?[2J?name.csv" in office.run("import", str(office.inbox))[1]


@pytest.mark.parametrize("settings", [{"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, {}])
def test_any_letter_is_printed_under_any_locale(office: Organisation, settings: dict[str, str]) -> None:
    office.drop("letters.csv", GOOD.replace("Hallo", "Één café 🎉 日本"))
    assert office.run("import", str(office.inbox))[0] == 0
    code = "import sys; from monitor.cli import main; sys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-c", code, "-c", str(office.config), "posts", "voorbeeld", "--weeks", "200"]
    bare = {"PATH": os.environ["PATH"], **settings}  # no HOME either, as under cron
    done = subprocess.run(command, env=bare, capture_output=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    assert "Één café 🎉 日本" in done.stdout.decode("utf-8")


def test_a_reader_that_goes_away_is_no_fault(office: Organisation) -> None:
    """As `monitor connectors | head -1` does."""
    reading, writing = os.pipe()
    os.close(reading)
    code = "import sys; from monitor.cli import main; sys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-c", code, "-c", str(office.config), "query", "SELECT * FROM v_account_week"]
    done = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, check=False, cwd=ROOT)
    os.close(writing)
    assert done.returncode in {0, 1}
    assert done.stderr == b""


def test_help_loads_nothing_heavy() -> None:
    looking = ["status", "query", "posts", "imports", "rejects", "connectors", "symptoms", "explain"]
    names = ["run", "import", "label", "init", "schedule", "demo", *looking]
    heavy = {"pandas", "numpy", "matplotlib", "sqlalchemy", "rich.console", "apprise", "requests"}
    code = (
        "import sys; from monitor.cli import main\n"
        f"codes = [main([name, '--help']) for name in {names!r}] + [main(['--help'])]\n"
        f"print('loaded:', codes, sorted({heavy!r} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.endswith(f"loaded: {[0] * (len(names) + 1)} []\n")
    assert done.stdout.count("Usage: monitor") == len(names) + 1


def test_a_command_that_is_wrong_says_so_in_one_line_and_ends_with_two(office: Organisation) -> None:
    for words in (("frobnicate",), ("run", "--frob"), ("import",), ("posts", "voorbeeld", "--weeks", "many")):
        code, told = office.run(*words)
        assert code == 2
        assert told.splitlines()[-1].startswith("Error: ")
