"""config.toml: all problems at once, in plain words, and no secret inside."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field

from monitor.errors import FixSettings
from monitor.settings import AccountState, Settings
from monitor.settings_file import load_settings
from monitor.symptoms.contract import Thresholds


class Numbers(Thresholds):
    """A made-up symptom's numbers."""

    weeks: int = Field(4, gt=0, description="weeks of silence")
    most: float = Field(1.0, gt=0, description="posts a week")


class Needy(BaseModel):
    """A made-up connector that cannot do without a column."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    column: str


MODELS = {"HS1": Numbers}
CONNECTORS = {"needy": Needy}


def load(tmp_path: Path, text: str) -> Settings:
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    return load_settings(path, MODELS, CONNECTORS)


def problems(tmp_path: Path, text: str) -> list[str]:
    with pytest.raises(FixSettings) as caught:
        load(tmp_path, text)
    assert caught.value.exit_code == 2
    assert caught.value.where.endswith("config.toml")
    return caught.value.problems


def test_empty_file_is_all_defaults(tmp_path):
    loaded = load(tmp_path, "")
    assert loaded.folder == tmp_path
    assert loaded.organisation.timezone == "Europe/Amsterdam"
    assert loaded.symptoms == {"HS1": Numbers()}
    assert loaded.connectors == {}


def test_good_file(tmp_path):
    loaded = load(
        tmp_path,
        '[[account]]\nplatform = "x"\nhandle = "madeup"\nsince = 2012-01-09\ngoal = { posts = 2, per = "month" }\n'
        'state = "seasonal"\n[symptoms.HS1]\nweeks = 6\n[connectors.needy]\ncolumn = "Tekst"\n',
    )
    account = loaded.account[0]
    assert (account.since, account.state) == (date(2012, 1, 9), AccountState.SEASONAL)
    assert account.goal is not None
    assert (account.goal.posts, account.goal.per) == (2, "month")
    assert loaded.symptoms["HS1"] == Numbers(weeks=6)
    assert loaded.connectors["needy"] == Needy(column="Tekst")


def test_byte_order_mark_and_windows_line_ends(tmp_path):
    path = tmp_path / "config.toml"
    path.write_bytes(b'\xef\xbb\xbf[organisation]\r\nname = "A"\r\n')
    assert load_settings(path, {}, {}).organisation.name == "A"


def test_everything_at_once(tmp_path):
    found = problems(
        tmp_path,
        'langauge = "nl"\n[organisation]\nname = 5\n[[account]]\nplatform = "x"\nhandle = "a"\n[[account]]\n'
        'platform = "x"\nhandle = "@A"\nonwer = "b"\n[[holidays]]\nname = "summer"\nstart = 2013-02-01\n'
        "end = 2013-01-01\n[symptoms.HS1]\nweek = 3\nweeks = 0\n[symptoms.HS11]\nx = 1\n[connectors.needy]\n",
    )
    assert "langauge: unknown key, did you mean organisation.language?" in found
    assert 'organisation.name: must be text in quotes, such as "word", not 5' in found
    assert "account[2].onwer: unknown key, did you mean owner?" in found
    assert "symptoms.HS1.week: unknown key, did you mean weeks?" in found
    assert "symptoms.HS1.weeks: must be more than 0, not 0" in found
    assert "symptoms.HS11: unknown key, did you mean HS1?" in found
    assert "connectors.needy.column: is missing ()" in found
    assert any(p.startswith("holidays[1].end: 2013-01-01 is before the start") for p in found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("folder = 'x'", "folder: unknown key"),
        ("[acount]", "acount: unknown key, did you mean account?"),
        ("[account]\nplatform='x'", "account: must be a list"),
        ("organisation = 3", "organisation: must be a table"),
        ("symptoms = 3", "symptoms: must be a table"),
        ("[symptoms]\nHS1 = 3", "symptoms.HS1: must be a table"),
        ("[connectors.nedy]\nx = 1", "connectors.nedy: unknown key, did you mean needy?"),
        ("[organisation]\ntimezone = 'Amsterdam'", "organisation.timezone: there is no time zone 'Amsterdam'"),
        ("[organisation]\nlanguage = 'de'", "organisation.language: must be one of nl, en, not 'de'"),
        ("[organisation]\nmade_up = 'perhaps'", "organisation.made_up: must be true or false, not 'perhaps'"),
        ("[organisation]\nteam = 'Jan'", "organisation.team: must be a list"),
        ("[report]\nweeks = 5", "report.weeks: must be at least 13, not 5"),
        ("[report]\nweeks = 20.5", "report.weeks: must be a whole number, not 20.5"),
        ("[detection]\nas_of = 'soon'", "detection.as_of: must be a date such as 2013-07-22, not 'soon'"),
        ("[detection]\ninventory = ['linkedin:grup']", "detection.inventory[1]: 'grup' is no kind of account"),
        ("[detection]\ninventory = ['linkedin']", 'detection.inventory[1]: must be "platform:kind"'),
        ("[job]\nat = '25:00'", "job.at: '25:00' does not fit (time of day"),
        ("[[theme]]\nname = 'a'\nkeywords = []", "theme[1].keywords: must not be empty"),
        (
            "[[account]]\nplatform = 'blog'\nname = 'B'\nfeed = 'our feed'",
            "account[1].feed: is no web address; write it as https://www.example.org/feed/",
        ),
        ("[[account]]\nhandle = 'a'", "account[1].platform: is missing (x, linkedin"),
        ("[[account]]\nplatform = 'x'", "account[1]: nothing says which account this is"),
        ("[[account]]\nplatform='x'\nhandle='a'\nstate='closd'", "not 'closd'; did you mean closed?"),
        (
            "[[account]]\nplatform='x'\nhandle='a'\nstate='closed'\ngoal={posts=1}",
            "account[1].goal: an account that is",
        ),
        ("[[account]]\nplatform='x'\nhandle='a'\ngoal={posts=0}", "account[1].goal.posts: must be more than 0, not 0"),
        (
            "[[account]]\nplatform='x'\nhandle='a'\ngoal={posts=inf}",
            "account[1].goal.posts: must be an ordinary number",
        ),
        ("[promises]\nanswer_days = inf", "promises.answer_days: must be an ordinary number, not inf"),
        ("[promises]\nanswer_days = nan", "promises.answer_days: must be an ordinary number, not nan"),
        ("[promises]\nanswer_days = 1e30", "promises.answer_days: must be at most 366, not 1e+30"),
        ("[promises]\nanswer_hours = 1e30", "promises.answer_hours: must be at most 8784, not 1e+30"),
        ("[symptoms.HS1]\nmost = inf", "symptoms.HS1.most: must be an ordinary number, not inf"),
        ("[[account]]\nplatform='x'\nhandle='a'\ndeputy='b'", "account[1].deputy: there is a deputy but no owner"),
        (
            "[[account]]\nplatform='x'\nnative_id='1'\n[[account]]\nplatform='x'\nnative_id='1'",
            "account[2].native_id: x 1 is already account[1]",
        ),
    ],
)
def test_one_problem_each(tmp_path, text, expected):
    found = problems(tmp_path, text)
    assert len(found) == 1
    assert expected in found[0]


def test_same_handle_on_two_platforms_is_fine(tmp_path):
    text = "[[account]]\nplatform='x'\nhandle='a'\n[[account]]\nplatform='blog'\nhandle='a'"
    assert len(load(tmp_path, text).account) == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a = 1\nb =\n", "line 2"),
        ("a = 1\na = 2\n", "line 2"),
        ('[organisation]\nname = "abc\n', "line 2"),
        ("[organisation\n", "line 1"),
        ('name = """abc', "the end of the file"),
    ],
)
def test_syntax_names_the_line(tmp_path, text, expected):
    (found,) = problems(tmp_path, text)
    assert found.startswith(expected)
    assert "is not valid TOML" in found


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "[report]\n[detection]\n[report]\n",
            "line 3, column 8: is not valid TOML: the table [report] stands here",
        ),
        ("[symptoms.HS2]\n[symptoms.HS2]\n", "the table [symptoms.HS2] stands here for the second time; put all its"),
        ('[organisation]\nname = "a"\nname = "b"\n', "the key is set here for the second time; keep one of the two"),
    ],
)
def test_what_stands_twice_is_told_in_words(tmp_path, text, told):
    (found,) = problems(tmp_path, text)
    assert told in found


def test_wrong_encoding_and_missing_file(tmp_path):
    path = tmp_path / "config.toml"
    with pytest.raises(FixSettings, match="monitor init"):
        load_settings(path, {}, {})
    path.write_bytes(b'[organisation]\nname = "caf\xe9"\n')
    with pytest.raises(FixSettings, match="line 2: is not UTF-8"):
        load_settings(path, {}, {})


@pytest.mark.parametrize(
    "text",
    [
        "[store]\nurl = 'postgresql://me:hunter2@db.example/x'",
        "[store]\nurl = 'postgresql://db.example/x?password=hunter2'",
        "[alerts]\nto = ['mailtos://me:hunter2@mail.example']",
        "[alerts]\nto = ['slack://hunter2/b/c']",
        "[[account]]\nplatform='x'\nhandle='a'\nowner_mail='mailto://me:hunter2@mail.example'",
        "[job]\nheartbeat = 'https://me:hunter2@ping.example/'",
        "[job]\nheartbeat = 'https://ping.example/hunter2f-8d5a-4f21-9d1d-0a1b2c3d4e5f'",
        "[organisation]\nsite = 'https://me:hunter2@www.example.org'",
        "[connectors.needy]\ncolumn = 'x'\napi_key = 'hunter2'",
    ],
)
def test_secrets_are_refused_and_not_repeated(tmp_path, text):
    found = problems(tmp_path, text)
    assert any("env:NAME" in problem for problem in found)
    assert "hunter2" not in "\n".join(found)


@pytest.mark.parametrize(
    "text",
    [
        "[store]\nurl = 'env:STORE'",
        "[store]\nurl = 'postgresql+psycopg://me@db.example/x'",
        "[alerts]\nto = ['env:A', 'keyring:b', 'mailto://localhost', 'json://localhost:8080']",
        "[job]\nheartbeat = 'http://127.0.0.1:9999/ping'",
    ],
)
def test_harmless_addresses_pass(tmp_path, text):
    assert isinstance(load(tmp_path, text), Settings)


def test_malformed_reference(tmp_path):
    assert "write env:NAME" in problems(tmp_path, "[alerts]\nto = ['env:two words']")[0]


keys = st.sampled_from(["organisation", "account", "theme", "alerts", "store", "symptoms", "connectors", "zzz", "to"])
leaves = st.one_of(st.integers(-5, 5), st.booleans(), st.text("abc:/@", max_size=8))
trees = st.recursive(
    leaves, lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(keys, inner, max_size=3))
)


@settings(max_examples=60, deadline=None)
@given(tree=st.dictionaries(keys, trees, max_size=4))
def test_any_tree_gives_settings_or_all_problems(tmp_path_factory, tree):
    from monitor.settings_doc import toml_value

    path = tmp_path_factory.mktemp("any") / "config.toml"
    path.write_text("".join(f"{key} = {toml_value(value)}\n" for key, value in tree.items()), encoding="utf-8")
    found = None
    try:
        loaded = load_settings(path, MODELS, CONNECTORS)
    except FixSettings as error:
        found = error.problems
    assert all(": " in problem for problem in found) if found is not None else isinstance(loaded, Settings)
