"""`monitor init`: a folder of one's own, with or without questions."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from monitor.cli import main
from monitor.cli.app import app
from monitor.job.session import read_settings
from monitor.settings import Organisation


def made(folder: Path) -> dict[str, bytes | None]:
    """All there is in a folder; None for a folder."""
    found = sorted(folder.rglob("*"))
    return {str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None for path in found}


def answer(folder: Path, *answers: str) -> Result:
    """Run the questions with these answers, one a line."""
    result = CliRunner().invoke(app, ["init", str(folder)], input="".join(f"{line}\n" for line in answers))
    assert result.exception is None, result.output
    return result


def test_yes_makes_the_folder_and_a_config_of_defaults(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    office = tmp_path / "new" / "office"
    assert main(["init", str(office), "--yes"]) == 0
    assert set(made(office)) == {"config.toml", "data", "data/inbox", "reports"}
    settings = read_settings(office / "config.toml")
    assert settings.organisation == Organisation()
    assert settings.account == ()
    told = capsys.readouterr().out
    assert str(office / "config.toml") in told
    assert str(office / "data" / "inbox") in told
    assert main(["-c", str(office / "config.toml"), "status"]) == 0
    assert "run `monitor run`" in capsys.readouterr().out


def test_the_config_explains_every_table_in_comments(tmp_path: Path) -> None:
    assert main(["init", str(tmp_path), "-y"]) == 0
    text = (tmp_path / "config.toml").read_text(encoding="utf-8")
    for table in ("organisation", "detection", "report", "alerts", "symptoms.HS5", "connectors.blog_ghost"):
        assert f"[{table}]" in text
    assert '# timezone = "Europe/Amsterdam"' in text


def test_a_second_init_is_refused_and_changes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init", str(tmp_path), "--yes"]) == 0
    (tmp_path / "config.toml").write_text('[organisation]\nname = "Eigen werk"\n', encoding="utf-8")
    before = made(tmp_path)
    capsys.readouterr()
    for words in (["--yes"], []):
        assert main(["init", str(tmp_path), *words]) == 2
        told = capsys.readouterr()
        assert str(tmp_path / "config.toml") in told.err
        assert told.out == "", "nothing is asked that would be thrown away"
    assert made(tmp_path) == before


def test_what_lies_in_the_folder_already_is_left(tmp_path: Path) -> None:
    (tmp_path / "data" / "inbox").mkdir(parents=True)
    (tmp_path / "data" / "inbox" / "posts.csv").write_text("mine", encoding="utf-8")
    assert main(["init", str(tmp_path), "--yes"]) == 0
    assert made(tmp_path)["data/inbox/posts.csv"] == b"mine"


def test_a_place_that_is_a_file_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = tmp_path / "office"
    place.write_text("a file", encoding="utf-8")
    assert main(["init", str(place), "--yes"]) == 2
    assert str(place) in capsys.readouterr().err
    assert place.read_text(encoding="utf-8") == "a file"


def test_enter_at_every_question_gives_what_yes_gives(tmp_path: Path) -> None:
    answer(tmp_path / "asked", "", "", "", "", "")
    assert main(["init", str(tmp_path / "unasked"), "--yes"]) == 0
    assert made(tmp_path / "asked") == made(tmp_path / "unasked")


def test_an_account_is_kept(tmp_path: Path) -> None:
    organisation = ('Stroom "é" \\ BV', "en", "Europe/Brussels", "BE")
    account = ("X", "Company", "@stroom", "Stroom on X", "An", "Bo", "2.5")
    answer(tmp_path, *organisation, *account, "")
    settings = read_settings(tmp_path / "config.toml")
    told = settings.organisation
    assert (told.name, told.language, told.timezone, told.country) == organisation
    (kept,) = settings.account
    assert (kept.platform, kept.kind, kept.handle, kept.name) == ("x", "company", "stroom", "Stroom on X")
    assert (kept.owner, kept.deputy) == ("An", "Bo")
    assert kept.goal is not None
    assert (kept.goal.posts, kept.goal.per) == (2.5, "week")


def test_several_accounts_are_kept_and_what_is_left_open_stays_out(tmp_path: Path) -> None:
    blog = ("blog", "", "", "Our blog", "", "", "https://example.org/feed", "")
    answer(tmp_path, "", "", "", "", *blog, "linkedin", "group", "", "Our group", "", "", "", "")
    one, other = tomllib.loads((tmp_path / "config.toml").read_text(encoding="utf-8"))["account"]
    assert one == {"platform": "blog", "kind": "blog", "name": "Our blog", "feed": "https://example.org/feed"}
    assert other == {"platform": "linkedin", "kind": "group", "name": "Our group"}


BLOG = ("", "", "", "", "blog", "", "", "Our blog", "", "")


@pytest.mark.parametrize(
    ("before", "wrong", "right", "after"),
    [
        (("",), "fr", "en", ("", "", "")),
        (("", ""), "Mars/Olympus", "UTC", ("", "")),
        (("", "", ""), "Nederland", "BE", ("",)),
        (("", "", "", ""), "!?", "x", ("", "a", "", "", "", "", "")),
        (("", "", "", "", "x"), "shop", "company", ("a", "", "", "", "", "")),
        (("", "", "", "", "x", "", "a", "", "", ""), "many", "3", ("",)),
        (("", "", "", "", "x", "", "a", "", "", ""), "-1", "3", ("",)),
        (("", "", "", "", "x", "", "a", "", "", ""), "0", "3", ("",)),
        (("", "", "", "", "x", "", "a", "", "", ""), "nan", "3", ("",)),
        (BLOG, "our feed", "https://example.org/feed", ("", "")),
        (BLOG, "www.example.org/feed", "http://example.org/feed", ("", "")),
        (BLOG, "ftp://example.org/feed", "https://example.org/feed", ("", "")),
        (BLOG, "https:///feed", "https://example.org/feed", ("", "")),
        (BLOG, "https://example.org:port/", "https://example.org:8080/", ("", "")),
        (BLOG, "https://exam ple.org/feed", "https://example.org/feed", ("", "")),
        (BLOG, "https://an:geheim17@example.org/feed", "env:BLOG_FEED", ("", "")),
    ],
    ids=[
        "language",
        "zone",
        "country",
        "platform",
        "kind",
        "goal word",
        "goal below 0",
        "goal 0",
        "goal nan",
        "feed word",
        "feed without scheme",
        "feed by ftp",
        "feed nowhere",
        "feed port",
        "feed blank",
        "feed password",
    ],
)
def test_a_wrong_answer_is_asked_again(
    tmp_path: Path, before: tuple[str, ...], wrong: str, right: str, after: tuple[str, ...]
) -> None:
    asked = answer(tmp_path / "asked", *before, wrong, wrong, right, *after).output
    straight = answer(tmp_path / "straight", *before, right, *after).output
    assert made(tmp_path / "asked") == made(tmp_path / "straight")
    assert "Value error" not in asked
    assert len(asked.splitlines()) >= len(straight.splitlines()) + 2, "each time it says what to type"
    assert read_settings(tmp_path / "asked" / "config.toml")


def test_stopped_half_way_leaves_nothing(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["init", str(tmp_path / "office")], input="Ons\nnl\n")
    assert result.exit_code != 0
    assert not (tmp_path / "office").exists()


def test_a_feed_that_is_no_address_says_how_to_write_it(tmp_path: Path) -> None:
    told = answer(tmp_path, *BLOG, "geheim17 our feed", "", "", "").output
    assert "is no web address; write it as https://www.example.org/feed/" in told
