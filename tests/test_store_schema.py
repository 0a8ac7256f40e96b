import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from monitor.errors import FixSettings, RetryLater, StoreTrouble, UpgradeProgram
from monitor.store import schema
from monitor.store.database import Database
from monitor.store.sqlstore import open_store
from monitor.store.tables import Row
from tests.store_case import NOW, account, bring_in, fresh, only, post

SECOND = '''
"""A revision made up for the test."""
import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0007"
down_revision = "0006"

def upgrade():
    with op.batch_alter_table("post") as batch:
        batch.add_column(sa.Column("mood", sa.Text()))
    {more}
'''


def shape(file: Path) -> dict[str, list[str]]:
    """Every table and index of a database, its columns and constraints in any order."""
    with closing(sqlite3.connect(file)) as connection:
        found = connection.execute("SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'").fetchall()
    tables = {name: [part.strip(" \t\n()") for part in re.split(r"[,\n]", sql or "")] for name, sql in found}
    return {
        name: sorted(filter(None, lines)) for name, lines in tables.items() if not name.startswith(("v_", "alembic"))
    }


def test_a_new_store_equals_a_migrated_one(tmp_path: Path) -> None:
    fresh(tmp_path, "new.sqlite3").close()
    migrated = Database(f"sqlite:///{tmp_path / 'migrated.sqlite3'}")
    schema.migrate(migrated)
    assert shape(tmp_path / "migrated.sqlite3") == shape(tmp_path / "new.sqlite3")
    calendars = []
    for name in ("new", "migrated"):
        with closing(sqlite3.connect(tmp_path / f"{name}.sqlite3")) as connection:
            calendars.append(connection.execute("SELECT * FROM calendar_week ORDER BY week").fetchall())
    assert calendars[0] == calendars[1]
    with migrated.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Row.metadata) == []
    migrated.close()


def test_the_known_revisions_are_those_that_exist() -> None:
    script = ScriptDirectory.from_config(schema.alembic_config())
    assert [revision.revision for revision in script.walk_revisions()][::-1] == list(schema.KNOWN)
    assert script.get_current_head() == schema.HEAD == schema.KNOWN[-1]


def test_every_revision_imports_sqlmodel() -> None:
    folder = Path(schema.__file__).parent / "migrations"
    files = [*sorted((folder / "versions").glob("0*.py")), folder / "script.py.mako"]
    assert len(files) == len(schema.KNOWN) + 1
    assert all("\nimport sqlmodel" in file.read_text(encoding="utf-8") for file in files)


@pytest.fixture
def next_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The program as it may be one day, with one more revision; gives the file of that revision."""
    folder = tmp_path / "migrations"
    original = Path(schema.__file__).parent / "migrations"
    (folder / "versions").mkdir(parents=True)
    for file in (original / "env.py", *(original / "versions").glob("0*.py")):
        copy = folder / file.relative_to(original)
        copy.write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    revision = folder / "versions" / "0007_next.py"
    revision.write_text(SECOND.format(more=""), encoding="utf-8")
    config = schema.alembic_config()
    config.set_main_option("script_location", str(folder))
    monkeypatch.setattr(schema, "HEAD", "0007")
    monkeypatch.setattr(schema, "KNOWN", (*schema.KNOWN, "0007"))
    monkeypatch.setattr(schema, "alembic_config", lambda: config)
    return revision


def older_store(folder: Path) -> int:
    """A store of the version before, with one post; gives its account."""
    with pytest.MonkeyPatch.context() as before:
        before.setattr(schema, "HEAD", "0006")
        with fresh(folder) as store:
            own = account(store)
            bring_in(store, [(own, post(text="kept"))])
    return own


def test_roll_ups_of_the_schema_before_rhythm_are_filled_anew(tmp_path: Path) -> None:
    before = Database(f"sqlite:///{tmp_path / 'monitor.sqlite3'}")
    schema.migrate(before, "0003")
    with before.write() as connection:
        insert = "INSERT INTO account (id, platform, handle, state, private, configured) VALUES (1, 'x', 'a', '', 0, 0)"
        connection.exec_driver_sql(insert)
        connection.exec_driver_sql(
            "INSERT INTO import_run (id, connector, export, fingerprint, program, status, started_at, message, new,"
            " known, updated, rejected) VALUES (1, 'c', 'e', 'f', '1', 'done', '2012-02-01T10:00:00Z', '', 1, 0, 0, 0)"
        )
        connection.exec_driver_sql(
            "INSERT INTO post (account_id, native_id, published_at, precision, week, kind, author, richness,"
            " import_run_id, first_seen_at) VALUES (1, '1', '2012-02-01T09:00:00Z', 'second', 104933, 'original',"
            " 'Bo', 50, 1, '2012-02-01T10:00:00Z')"
        )
        connection.exec_driver_sql(
            "INSERT INTO weekly_activity VALUES (1, 104933, 1, 1, 0, 0, 0, 0, 0, 0, 1328086800, 1328086800)"
        )
        connection.exec_driver_sql("INSERT INTO weekly_author VALUES (1, 104933, 'Bo', 1)")
    before.close()
    with fresh(tmp_path) as store:
        wednesday = 4
        assert store.weekly_rollup()["days"].tolist() == [wednesday]
        assert store.weekly_authors()[["author", "last_post_at", "days"]].to_numpy().tolist() == [
            ["Bo", 1328086800, wednesday]
        ]


@pytest.mark.usefixtures("next_version")
def test_an_older_store_is_migrated_after_a_backup(tmp_path: Path) -> None:
    own = older_store(tmp_path)
    with fresh(tmp_path) as store:
        assert only(store, own)["text"] == "kept"
    copy = tmp_path / "backups" / "monitor-20131231T120000.sqlite3"
    assert [file.name for file in copy.parent.iterdir()] == [copy.name]
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [("0006",)]
        assert connection.execute("SELECT text FROM post").fetchall() == [("kept",)]
    with closing(sqlite3.connect(tmp_path / "monitor.sqlite3")) as connection:
        assert connection.execute("SELECT mood FROM post").fetchall() == [(None,)]


def test_a_migration_that_breaks_leaves_the_store_as_it_was(tmp_path: Path, next_version: Path) -> None:
    own = older_store(tmp_path)
    whole = next_version.read_text(encoding="utf-8")
    next_version.write_text(SECOND.format(more="op.execute('SELECT * FROM nowhere')"), encoding="utf-8")
    with pytest.raises(StoreTrouble):
        fresh(tmp_path)
    next_version.write_text(whole + "# repaired\n", encoding="utf-8")
    with fresh(tmp_path) as store:
        assert only(store, own)["text"] == "kept"


def test_an_up_to_date_store_is_not_copied(tmp_path: Path) -> None:
    for _ in range(2):
        fresh(tmp_path).close()
    assert not (tmp_path / "backups").exists()


def test_no_migration_without_a_backup(tmp_path: Path, next_version: Path) -> None:
    older_store(tmp_path)
    (tmp_path / "backups").write_text("in the way", encoding="utf-8")
    with pytest.raises(StoreTrouble, match="backup"):
        fresh(tmp_path)
    with closing(sqlite3.connect(tmp_path / "monitor.sqlite3")) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [("0006",)]


def test_a_store_of_a_newer_program_is_left_alone(tmp_path: Path) -> None:
    fresh(tmp_path).close()
    file = tmp_path / "monitor.sqlite3"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    before = file.read_bytes()
    with pytest.raises(UpgradeProgram, match="newer version") as refused:
        fresh(tmp_path)
    assert refused.value.exit_code == 2
    assert refused.value.todo
    assert file.read_bytes() == before


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "monitor.sqlite3")) as connection:
        connection.execute("CREATE TABLE bookmarks (a)")
    with pytest.raises(StoreTrouble, match="another program"):
        fresh(tmp_path)


def test_views_of_another_version_are_made_anew(tmp_path: Path) -> None:
    fresh(tmp_path).close()
    with closing(sqlite3.connect(tmp_path / "monitor.sqlite3")) as connection:
        connection.executescript(
            "DROP VIEW v_post; CREATE VIEW v_post AS SELECT 1 AS old; CREATE VIEW v_gone AS SELECT 1 AS old;"
            "UPDATE meta SET value = '0 old' WHERE name = 'views'"
        )
    with fresh(tmp_path) as store:
        assert "published_at" in store.query("SELECT * FROM v_post")[0]
        assert store.query("SELECT name FROM sqlite_master WHERE name = 'v_gone'")[1] == []


@pytest.mark.parametrize(
    "url",
    [
        "",
        "nonsense",
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite:///file:a?mode=memory&uri=true",
        "mysql://u:geheim@h/d",
    ],
)
def test_an_address_that_cannot_be_used_is_a_matter_of_settings(tmp_path: Path, url: str) -> None:
    with pytest.raises(FixSettings, match=r"store\.url") as refused:
        open_store(url, backups=tmp_path, now=NOW)
    assert "geheim" not in str(refused.value)


def test_a_server_that_is_not_there_is_trouble_without_the_password(tmp_path: Path) -> None:
    with pytest.raises((StoreTrouble, RetryLater)) as refused:
        open_store("postgresql://user:geheim@127.0.0.1:1/none", backups=tmp_path, now=NOW)
    assert "geheim" not in f"{refused.value} {refused.value!r}"
    assert "127.0.0.1" in str(refused.value)


def test_the_folder_of_the_store_is_made(tmp_path: Path) -> None:
    fresh(tmp_path / "new" / "folder").close()
    assert (tmp_path / "new" / "folder" / "monitor.sqlite3").is_file()


def test_settings_of_every_connection(tmp_path: Path) -> None:
    db = Database(f"sqlite:///{tmp_path / 'a.sqlite3'}")
    with db.read() as connection:
        found = {
            name: connection.execute(sa.text(f"PRAGMA {name}")).scalar() for name in ("journal_mode", "foreign_keys")
        }
    db.close()
    assert found == {"journal_mode": "wal", "foreign_keys": 1}
