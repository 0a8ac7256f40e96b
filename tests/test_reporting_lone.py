"""What the report says of accounts that hang on one person."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests import report_case
from tests.report_case import BEGIN, SUNDAY, ReportStore

PERSON = "Tjitske Oeverhout"


def lone_store() -> ReportStore:
    made = ReportStore()
    for platform, name in (("blog", "Lichtpunt"), ("mastodon", "Lampion"), ("facebook", "Winkel")):
        account = made.account(platform, name=name, created=BEGIN)
        author = "Bas Erik" if name == "Winkel" else PERSON
        made.posts_every(account, BEGIN, SUNDAY - timedelta(1), 5, text="Een lamp", author=author)
        made.posts_every(account, BEGIN, SUNDAY - timedelta(1), 40, text="Een lamp", author="Redactie")
        made.window(account, BEGIN, SUNDAY)
    return made


def sentences(language: str, **report: bool) -> dict[str, str]:
    told = report_case.report(lone_store(), report_case.settings(language, **report))
    return {one.text.account: one.text.what for one in told.this.findings if one.code == "HS11"}


def test_the_person_is_named_where_persons_are_shown() -> None:
    found = sentences("en", show_persons=True)
    assert f"That person is {PERSON}. The same person carries Lampion too." in found["Lichtpunt"]
    assert found["Winkel"].endswith("That person is Bas Erik.")
    assert "Had that person been away in the busiest 3 weeks on end" in found["Winkel"]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_no_person_is_named_unless_asked(language: str) -> None:
    found = sentences(language)
    assert set(found) == {"Lichtpunt", "Lampion", "Winkel"}
    assert not any(name in what for what in found.values() for name in (PERSON, "Bas Erik", "unknown", "onbekend"))
    assert "Lampion" in found["Lichtpunt"]
