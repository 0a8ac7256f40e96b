"""The demo organisation: every form is recognised, nothing is rejected, and every symptom shows where it should."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest

from monitor.activity.labelling import label_new
from monitor.activity.weekly import build_frame
from monitor.detector import Detection, detect
from monitor.job.session import read_settings
from monitor.settings import Settings
from monitor.sources.accounts import Configured
from monitor.sources.contract import Context
from monitor.sources.ingest import import_paths, plan
from monitor.sources.registry import connector_classes, make_connectors
from monitor.sources.results import ImportOptions, ImportResult
from monitor.store.sqlstore import SqlStore, open_store
from monitor.symptoms.contract import Verdict
from tests.samples.build import FOLDER, every_file

ROOT = FOLDER.parents[1]
NOW = datetime(2013, 12, 30, 5, tzinfo=UTC)
LARGEST = 1_000_000
"""Bytes of one file; a sample is for looking at."""
ALL_OF_THEM = 2_500_000

PRESENT_AND_ABSENT = {
    "HS1": ("Waterbesparing in de praktijk", "Warm wonen in Zwaluwmeer"),
    "HS2": ("Stroomdauw op X", "Meetpost Zwaluwmeer"),
    "HS3": ("Lotte Veenstil", "Bram Stroomkade"),
    "HS4": ("Stroomdauw op Facebook", "Buurtbatterij Zwaluwmeer"),
    "HS5": ("Blog Stroomdauw", "Dagboek van de buurtbatterij"),
    "HS6": ("Stroomdauw op YouTube", "Zelf doen met Stroomdauw"),
    "HS11": ("Stroomdauw op LinkedIn", "Dagboek van de buurtbatterij"),
    "HS12": ("Meetpost Zwaluwmeer", "Stroomdauw helpt"),
    "HS15": ("Stroomdauw helpt", "Meetpost Zwaluwmeer"),
    "HS17": ("Stroomdauw op X", "Meetpost Zwaluwmeer"),
    "HS18": ("Stroomdauw op Facebook", "Meetpost Zwaluwmeer"),
}
"""By symptom an account that has it on 30 December 2013 and one that has not, as config.toml calls them."""

NEVER_FROM_A_FILE = {name for name, cls in connector_classes().items() if not hasattr(cls, "identify")}
"""Connectors that read no export."""


@dataclass(frozen=True)
class Demo:
    """Everything the demo gives."""

    settings: Settings
    results: list[ImportResult]
    detection: Detection
    frame: pd.DataFrame
    store: SqlStore
    ids: dict[str, int]

    def verdict(self, code: str, name: str) -> Verdict | None:
        """What is said today about an account; None if nothing."""
        found = [spell.verdict for spell in self.detection.current(code) if spell.account_id == self.ids[name]]
        return Verdict(found[0]) if found else None


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    settings = read_settings(ROOT / "config.toml")
    folder = tmp_path_factory.mktemp("demo")
    store = open_store(f"sqlite:///{folder / 'demo.sqlite3'}", backups=folder, now=NOW)
    store.set_zone(settings.organisation.timezone)
    ids = store.sync_accounts(settings.account)
    options = ImportOptions(configured=tuple(Configured(*pair) for pair in zip(ids, settings.account, strict=True)))
    context = Context(NOW, settings.organisation.zone)
    connectors = make_connectors(settings.connectors)
    results = list(import_paths([FOLDER], connectors, store, context, options, settings.limits, inbox=True))
    label_new(store, settings)
    assert settings.detection.as_of
    frame = build_frame(store, settings, settings.detection.as_of)
    named = {account.label: number for number, account in zip(ids, settings.account, strict=True)}
    yield Demo(settings, results, detect(frame, settings.symptoms), frame, store, named)
    store.close()


def test_the_organisation_says_that_it_is_made_up(demo: Demo) -> None:
    assert demo.settings.organisation.made_up
    assert "made up" in (FOLDER / "README.md").read_text(encoding="utf-8")


def test_every_sample_is_claimed_by_exactly_one_connector() -> None:
    connectors = make_connectors(read_settings(ROOT / "config.toml").connectors)
    planned = plan([FOLDER], connectors, inbox=True)
    readers = [one for one in connectors if one.declaration.name not in NEVER_FROM_A_FILE]
    assert [str(one.problem) for one in planned if one.problem] == []
    for one in planned:
        assert one.export is not None
        claims = [match for connector in readers if (match := connector.identify(one.export))]
        assert sum(not match.generic for match in claims) <= 1, one.name
        one.export.close()


def test_there_is_a_sample_for_every_connector_that_reads_files(demo: Demo) -> None:
    assert {result.connector for result in demo.results} == set(connector_classes()) - NEVER_FROM_A_FILE


def test_nothing_is_rejected_and_no_account_is_new(demo: Demo) -> None:
    assert [(one.name, one.status, one.message) for one in demo.results if one.status != "done"] == []
    assert [(one.name, one.rejected) for one in demo.results if one.rejected] == []
    assert [str(doubt) for one in demo.results for doubt in one.doubts] == []
    accounts = demo.store.accounts()
    assert accounts[~accounts["configured"].astype(bool)]["name"].to_list() == []


def test_every_configured_account_has_something_to_show(demo: Demo) -> None:
    posts = demo.frame.groupby(level=0)["posts_ever"].max()
    without = [name for name, number in demo.ids.items() if not posts.get(number, 0)]
    assert without == []


@pytest.mark.parametrize("code", PRESENT_AND_ABSENT)
def test_a_symptom_is_present_here_and_absent_there(demo: Demo, code: str) -> None:
    ill, well = PRESENT_AND_ABSENT[code]
    assert demo.verdict(code, ill) is Verdict.PRESENT
    assert demo.verdict(code, well) is Verdict.ABSENT


def test_questions_that_nobody_answered_since_the_summer(demo: Demo) -> None:
    told = {spell.account_id: spell for spell in demo.detection.spells() if spell.code == "HS13" and spell.verdict >= 0}
    page = demo.ids["Stroomdauw op Facebook"]
    assert set(told) == {page}, "of no other account any source tells questions"
    assert (told[page].verdict, told[page].variant) == (Verdict.PRESENT, "unanswered")


def test_the_content_calendar_was_not_kept(demo: Demo) -> None:
    judged = [spell for spell in demo.detection.spells() if spell.code == "HS14" and spell.verdict >= 0]
    last = {spell.account_id: spell for spell in judged if spell.last_week == demo.detection.week}
    missed, kept = (demo.ids[name] for name in ("Stroomdauw op X", "Dagboek van de buurtbatterij"))
    assert {account: spell.verdict for account, spell in last.items()} == {missed: 1, kept: 0}
    assert last[missed].evidence["due"] == 16


def test_the_organisation_slides_into_the_horror_scenario(demo: Demo) -> None:
    scores = demo.detection.scores
    assert scores[-1].codes == ("HS1", "HS2", "HS3", "HS4", "HS5", "HS6")
    assert min(score.score for score in scores[-78:-26]) < scores[-1].score


def test_nothing_is_said_about_an_account_nobody_looked_at(demo: Demo) -> None:
    assert demo.verdict("HS2", "Winkel van Stroomdauw") is Verdict.UNKNOWN
    assert demo.verdict("HS5", "Actieblog") is Verdict.UNKNOWN


def test_the_same_post_from_archive_and_analytics_is_one(demo: Demo) -> None:
    posts = demo.store.posts(demo.ids["Stroomdauw op X"])
    assert posts["native_id"].is_unique
    assert posts["views"].notna().any()
    assert posts["url"].notna().all()


def test_letters_damaged_by_facebook_are_whole_again(demo: Demo) -> None:
    texts = demo.store.posts(demo.ids["Stroomdauw op Facebook"])["text"]
    assert texts.str.contains("geïsoleerd").any()
    assert not texts.str.contains("Ã").any()


def test_a_long_post_has_its_whole_text(demo: Demo) -> None:
    texts = demo.store.posts(demo.ids["Stroomdauw op X"])["text"]
    assert texts.str.contains("controleer na een uur of het droog blijft").any()


def test_the_samples_are_those_the_generator_makes() -> None:
    made = {name: content for name, content in every_file() if content is not None}
    kept = {path.relative_to(FOLDER).as_posix(): path.read_bytes() for path in FOLDER.rglob("*") if path.is_file()}
    assert set(kept) - set(made) <= {"README.md", "stroomdauw_op_linkedin_content_1356998400.xls"}
    different = [name for name, content in made.items() if unpacked(kept.get(name, b"")) != unpacked(content)]
    assert different == []


def unpacked(content: bytes) -> object:
    """Members of a ZIP with their times: how well they are packed depends on the machine's zlib."""
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [(entry.filename, entry.date_time, archive.read(entry)) for entry in archive.infolist()]


def test_the_samples_are_small() -> None:
    sizes = {path: path.stat().st_size for path in Path(FOLDER).rglob("*") if path.is_file()}
    assert max(sizes.values()) < LARGEST
    assert sum(sizes.values()) < ALL_OF_THEM
