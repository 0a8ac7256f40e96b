"""`monitor accounts`: all accounts of the store, and tables for config.toml that are valid whatever they are called."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.cli.account_tables import account_tables
from monitor.settings_file import load_settings
from tests.organisation import CONFIG, GOOD, Organisation
from tests.store_case import fresh

OTHERS = (
    "platform,account,account_id,account_name,account_kind,time,text\n"
    "x,stroom,17,Stroom op X,company,2013-01-31T09:30:00Z,een\n"
    "x,stroom,17,Stroom op X,company,2013-02-01T09:30:00Z,twee\n"
    "linkedin,Warm wonen,,,group,2013-02-01T09:30:00Z,drie\n"
)
WALL = '[{"timestamp": 1357000000, "data": [{"post": "made-up wall post"}]}]'
HOSTILE = (
    'quote"d',
    "back\\slash",
    "[[account]]",
    "# remark",
    "line\nbreak",
    "tab\tbed",
    "\x1b[31mred",
    "\u202egnp.exe",
    "\u2028",
    "\x7f",
    "🐟",
    "'''",
    '"""',
    "$name = 1",
    "env:",
    "keyring:with blank here",
    "https://an:geheim17@example.org/",
    "https://example.org/?token=a1b2c3d4e5f6g7h8",
)


@pytest.fixture
def office(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Organisation:
    """An account that config.toml names, two that an export names, and one that is called after its file."""
    office = Organisation(tmp_path / "office", capsys)
    office.drop("good.csv", GOOD)
    office.drop("others.csv", OTHERS)
    office.drop("profile_posts_1.json", WALL)
    assert office.run("import", str(office.inbox))[0] == 0
    return office


def paste(office: Organisation) -> str:
    """What `--toml` prints, put at the end of config.toml."""
    code, tables = office.run("accounts", "--toml")
    assert code == 0
    office.config.write_text(office.config.read_text(encoding="utf-8") + tables, encoding="utf-8")
    return tables


def test_all_accounts_are_listed_with_what_is_known_of_them(office: Organisation) -> None:
    code, told = office.run("accounts")
    assert code == 0
    lines = [line.split() for line in told.splitlines()]
    assert ["account", "platform", "name", "handle", "configured", "posts", "owner"] in lines
    assert ["1", "x", "Voorbeeld", "on", "X", "voorbeeld", "yes", "1", "An"] in lines
    assert any(line[1:] == ["x", "Stroom", "op", "X", "stroom", "no", "2", "nobody"] for line in lines)
    assert any(line[1:] == ["facebook", "profile_posts_1", "no", "1", "nobody"] for line in lines)
    assert "config.toml does not name 3 of them: `monitor accounts --toml` prints what to paste into it." in told


def test_an_account_that_left_the_config_is_not_configured_any_more(office: Organisation) -> None:
    office.config.write_text(CONFIG.partition("[[account]]")[0], encoding="utf-8")
    assert "config.toml does not name 4 of them" in office.run("accounts")[1]


def test_the_tables_name_the_others_and_leave_the_owners_open(office: Organisation) -> None:
    tables = office.run("accounts", "--toml")[1]
    named = tomllib.loads(tables)["account"]
    assert {"platform": "x", "handle": "stroom", "native_id": "17", "name": "Stroom op X", "kind": "company"} in named
    wall = next(one for one in named if one["platform"] == "facebook")
    assert (wall["name"], wall["files"]) == ("profile_posts_1", ["profile_posts_1", "profile_posts_1.*"])
    assert len(named) == 3
    assert tables.count('\n# owner = "who answers for it"\n# deputy = "the second person"\n') == 3
    assert "voorbeeld" not in tables


def test_pasted_tables_mean_the_accounts_that_are_there(office: Organisation) -> None:
    before = office.rows("SELECT account_id, native_id FROM v_post ORDER BY 1, 2")
    paste(office)
    code, told = office.run("accounts")
    assert code == 0
    assert " no " not in told
    assert "does not name" not in told
    assert office.run("accounts", "--toml") == (0, "# config.toml names every account of the store.\n")
    code, told = office.run("run")
    assert code == 0, told
    assert office.rows("SELECT account_id, native_id FROM v_post ORDER BY 1, 2") == before
    assert office.rows("SELECT count(*) FROM v_account") == [(4,)]


def test_a_pasted_table_that_gets_another_name_takes_its_posts_along(office: Organisation) -> None:
    tables = paste(office)
    text = office.config.read_text(encoding="utf-8")
    office.config.write_text(text.replace('name = "profile_posts_1"', 'name = "The wall"'), encoding="utf-8")
    assert 'name = "profile_posts_1"' in tables
    assert office.run("run")[0] == 0
    assert office.rows("SELECT count(*) FROM v_account") == [(4,)]
    assert office.rows("SELECT name, text FROM v_account JOIN v_post USING (account_id) WHERE name = 'The wall'") == [
        ("The wall", "made-up wall post")
    ]


def test_names_that_mean_harm_become_a_config_that_loads_and_a_list_that_steers_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from monitor.records import Account

    office = Organisation(tmp_path / "office", capsys)
    assert office.run("accounts")[0] == 0
    with fresh(office.folder / "data") as store:
        for number, name in enumerate(HOSTILE):
            store.add_account(Account(platform="x", handle=f"{name}{number}", name=name, url=name))
    tables = paste(office)
    assert all(char.isprintable() for char in tables.replace("\n", ""))
    assert "geheim17" not in tables
    code, told = office.run("accounts")
    assert code == 0, told
    # What config.toml would take for a secret or a reference to one names no account there.
    assert tables.count("has no name that could stand here") == 4
    assert "config.toml does not name 4 of them" in told
    assert "\x1b" not in told
    assert "\u202e" not in told


NAMES = (
    st.none() | st.sampled_from(HOSTILE) | st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=30)
)
ACCOUNTS = st.fixed_dictionaries(
    {
        "platform": st.sampled_from(["x", "blog", "a_1"]),
        "handle": NAMES,
        "native_id": NAMES,
        "name": NAMES,
        "kind": st.none() | st.sampled_from(["company", "personal", "group"]),
        "url": NAMES,
    }
)


@given(known=st.lists(ACCOUNTS, max_size=5), by_file=st.booleans())
def test_the_tables_are_a_config_whatever_accounts_are_called(
    tmp_path_factory: pytest.TempPathFactory, known: list[dict[str, Any]], by_file: bool
) -> None:
    config = tmp_path_factory.mktemp("config") / "config.toml"
    accounts = dict(enumerate(known, 1))
    first = account_tables(accounts, accounts if by_file else (), ())
    config.write_text(first, encoding="utf-8", newline="")
    settings = load_settings(config, {}, {})
    # Those that no table could name are told in a remark; none is passed over.
    assert len(settings.account) + first.count("has no name that could stand here") == len(known)
    again = account_tables(accounts, (), settings.account)
    config.write_text(first + again, encoding="utf-8", newline="")
    assert load_settings(config, {}, {})
