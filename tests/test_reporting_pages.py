"""The pages on disk: whole, safe, the same every time, and loading nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from monitor.errors import StoreTrouble
from monitor.reporting import html
from monitor.reporting.html import write_report
from monitor.reporting.i18n import LANGUAGES
from monitor.reporting.pages import GENERATOR, mail_body
from tests import golden, report_case
from tests.page_text import read_page

HEAVY = {"script", "iframe", "object", "embed", "form", "link", "base"}


def written(folder: Path, language: str = "nl", persons: int = 6, **report: object) -> dict[str, bytes]:
    made, config = report_case.store(persons), report_case.settings(language, **report)
    write_report(made, config, report_case.judged(made, config), report_case.AS_OF, folder)
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return written(tmp_path_factory.mktemp("report"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text_of_the_pages_is_as_it_was_read_and_approved(language: str, tmp_path: Path) -> None:
    for name, text in golden.texts(language, tmp_path).items():
        approved = (golden.FOLDER / name).read_text(encoding="utf-8")
        assert text == approved, f"{name} changed: read it, then `python -m tests.regenerate golden`"


def test_a_page_a_week_an_account_and_the_charts(files: dict[str, bytes]) -> None:
    names = set(files)
    assert {"index.html", "week-2013-W50.html", "week-2013-W52.html", "charts/heat.png", "charts/score.png"} <= names
    assert sum(name.startswith("account-") for name in names) == 6
    assert sum(name.startswith("charts/account-") and "-rhythm" not in name for name in names) == 6
    assert {name for name in names if "-rhythm" in name} >= {"charts/account-x-lampion-b-nieuws-b-rhythm.png"}
    assert all(content.startswith(b"\x89PNG") for name, content in files.items() if name.endswith(".png"))


def test_pages_are_whole_html_without_scripts_or_requests(files: dict[str, bytes]) -> None:
    for name, content in files.items():
        if name.endswith(".html"):
            page = read_page(content.decode())
            assert page.open_tags == [], name
            assert page.tags & HEAVY == set(), name
            assert set(page.loads) <= {"data:image/png;base64"}, name
            assert all(page.images), name
            assert b"url(" not in content
            assert b"@import" not in content


def test_every_link_leads_to_a_page_of_the_report_or_the_web(files: dict[str, bytes]) -> None:
    for name, content in files.items():
        if name.endswith(".html"):
            for link in read_page(content.decode()).links:
                assert link.startswith(("https://example.org/", "#")) or link in files, (name, link)


def test_hostile_text_stays_text(files: dict[str, bytes]) -> None:
    page = files["account-x-lampion-b-nieuws-b.html"].decode()
    assert "&lt;script&gt;alert(&#39;boo&#39;)&lt;/script&gt;" in page
    assert "Lampion &lt;b&gt;nieuws&lt;/b&gt;" in page
    everything = b"".join(files.values())
    assert b"javascript:" not in everything
    for trick in ("\u202e", "\x07"):
        assert trick not in page


@pytest.mark.parametrize("persons", [4, 6])
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_person_is_named_in_any_byte(persons: int, language: str, tmp_path: Path) -> None:
    files = written(tmp_path, language, persons)
    made, config = report_case.store(persons), report_case.settings(language)
    mail = "".join(mail_body(report_case.report(made, config)))
    # Of the charts all but the packed points is looked through: those hold any four letters by chance.
    told = b"\n".join(
        re.sub(rb"IDAT.*IEND|base64,[A-Za-z0-9+/=]+", b"", one, flags=re.DOTALL) for one in files.values()
    )
    everything = (told + "\n".join([mail, *files]).encode()).lower()
    for person in report_case.PERSONS:
        for part in (*person.lower().split(), person.lower().replace(" ", "")):
            assert part.encode() not in everything, part


def test_persons_have_pages_only_when_switched_on(tmp_path: Path) -> None:
    files = written(tmp_path, show_persons=True)
    assert "account-x-wobbe-zandstra.html" in files
    again = written(tmp_path)
    assert not any("wobbe" in name for name in again), "the pages of persons go when they are switched off"


def test_same_input_same_bytes_also_after_a_kill(
    files: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def kill(*_: object) -> bytes:
        raise KeyboardInterrupt

    with monkeypatch.context() as context:
        context.setattr(html, "score_figure", kill)
        with pytest.raises(KeyboardInterrupt):
            written(tmp_path)
    (tmp_path / "account-x-half.html.unfinished").write_bytes(b"half")
    assert written(tmp_path) == files
    assert written(tmp_path) == files


def test_old_pages_go_and_other_peoples_files_stay(tmp_path: Path) -> None:
    (tmp_path / "charts").mkdir()
    ours, theirs = tmp_path / "week-2012-W01.html", tmp_path / "week-2012-W02.html"
    ours.write_text(f'<meta name="generator" content="{GENERATOR}">', encoding="utf-8")
    theirs.write_text("minutes of the meeting", encoding="utf-8")
    notes = tmp_path / "charts" / "notes.txt"
    notes.write_text("mine", encoding="utf-8")
    written(tmp_path)
    assert not ours.exists()
    assert theirs.exists()
    assert notes.exists()


def test_a_folder_that_cannot_be_written_is_one_clear_message(tmp_path: Path) -> None:
    (tmp_path / "reports").write_text("a file", encoding="utf-8")
    with pytest.raises(StoreTrouble, match="the report cannot be written"):
        written(tmp_path / "reports")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_mail_is_short_safe_and_complete(language: str) -> None:
    report = report_case.report(report_case.store(), report_case.settings(language))
    subject, text, body = mail_body(report)
    assert "\n" not in subject
    page = read_page(body)
    assert page.open_tags == []
    assert page.loads == []
    assert page.tags & (HEAVY | {"style", "img"}) == set()
    assert "Lampion &lt;b&gt;nieuws&lt;/b&gt;" in body
    assert "Lampion <b>nieuws</b>" in text, "plain text is not escaped"
    assert len(text.split()) < 110 * len(report.top)


def test_the_page_says_its_language_and_that_it_is_made_up(files: dict[str, bytes]) -> None:
    for name, content in files.items():
        if name.endswith(".html"):
            assert b'<html lang="nl">' in content
            assert "Deze organisatie is verzonnen" in content.decode(), name


def test_the_mail_says_where_the_whole_report_is(tmp_path: Path) -> None:
    made = report_case.report(report_case.store(), report_case.settings("en"))
    place = tmp_path / "reports" / "index.html"
    assert all(f"is in {place}." in part for part in mail_body(made, place=place)[1:])


def test_an_active_account_is_not_green(files: dict[str, bytes]) -> None:
    everything = "".join(page.decode() for name, page in files.items() if name.endswith(".html"))
    assert '<span class="tag ">actief</span>' in everything
    assert 'good">actief' not in everything


def test_what_the_cards_leave_out_is_one_link_away(files: dict[str, bytes]) -> None:
    page = files["index.html"].decode()
    assert '<a href="#findings">en nog 3 bevindingen' in page
    assert 'id="findings"' in page
