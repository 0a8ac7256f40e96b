"""Accounts read from their platforms by `monitor fetch`, `monitor run` and `monitor auth`, as people meet them."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.errors import AccountGone, AddCredit, RenewToken, RetryLater
from monitor.sources.ledger import Ledger
from monitor.sources.live import Estimate, LiveOptions, Reach, TokenFacts
from tests.live_case import Scripted, moment, page
from tests.organisation import CONFIG, Organisation

ACCOUNT = """
[[account]]
platform = "scripted"
handle = "{handle}"
name = "{handle}"
kind = "company"
fetch = true
{more}
"""


def steady(_visit):
    yield page(1, 2, 3, memory={"newest": 3})
    return Reach(full=True)


@pytest.fixture
def office(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Organisation:
    found = Organisation(tmp_path, capsys)
    config = CONFIG.replace("as_of = 2013-12-30", "").partition("[[account]]")[0]
    found.config.write_text(config + ACCOUNT.format(handle="demo", more=""), encoding="utf-8")
    return found


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Scripted]:
    """Replaces all connectors by one that does what it is told."""

    def install(script=steady, **more) -> Scripted:
        connector = Scripted(script, **more)
        monkeypatch.setattr("monitor.job.session.make_connectors", lambda _options: [connector])
        return connector

    return install


def test_fetch_brings_posts_in_and_asks_only_what_is_new(office, network):
    connector = network()
    code, told = office.run("fetch")
    assert code == 0, told
    assert "scripted demo: 4 new" in told
    code, told = office.run("fetch")
    assert "scripted demo: 0 new" in told
    first, second = connector.visits
    assert (first.past.full, first.past.memory, first.target.native_id) == (True, {}, None)
    assert (second.past.full, second.past.memory, second.target.native_id) == (False, {"newest": 3}, "77")
    assert second.past.seen_until is not None
    assert office.run("fetch", "--full")[0] == 0
    assert connector.visits[-1].past.full


def test_run_fetches_too_and_the_visit_is_in_the_store(office, network):
    network()
    code, told = office.run("run", "--json")
    assert code == 0, told
    summary = json.loads(told.strip().splitlines()[-1])
    assert [stage["name"] for stage in summary["stages"]][:3] == ["import", "fetch", "privacy"]
    assert summary["imported"]["new"] == 4
    assert office.rows("SELECT connector, status, account_id IS NOT NULL FROM v_import") == [
        ("scripted_api", "done", 1)
    ]


def test_nothing_is_asked_while_another_day_is_pretended(office, network):
    connector = network()
    text = office.config.read_text(encoding="utf-8")
    office.config.write_text(text.replace("[detection]", "[detection]\nas_of = 2013-12-30"), encoding="utf-8")
    office.run("run")
    code, told = office.run("fetch")
    assert (code, connector.visits) == (2, [])
    assert "detection.as_of" in told


def test_a_dry_run_asks_nothing(office, network):
    connector = network(book=lambda: Ledger("USD", 1))
    code, told = office.run("fetch", "--dry-run")
    assert code == 0
    assert "all of it" in told
    assert "Nothing was asked" in told
    assert connector.visits == []
    (row,) = json.loads(office.run("fetch", "--dry-run", "--json")[1])
    assert row == {"account": "scripted demo", "connector": "scripted_api", "asks": "all of it", "requests": 1,
                   "cost": 0.0, "unit": "USD"}  # fmt: skip


@pytest.mark.parametrize(
    ("error", "status", "answer"),
    [
        (RenewToken("the token has expired", "scripted", "Make a new one"), "failed", "failed"),
        (AddCredit("no credit left"), "failed", "failed"),
        (RetryLater("the server is busy"), "postponed", "new"),
        (AccountGone("suspended", "the platform has suspended it"), "done", "gone"),
    ],
)
def test_trouble_is_told_and_becomes_the_answer_of_the_account(office, network, error, status, answer):
    def script(_visit):
        raise error
        yield

    network(script)
    code, told = office.run("run")
    assert code == int(status != "done")
    if status != "done":
        assert error.what in told
    assert office.rows("SELECT status FROM v_import") == [(status,)]
    found = office.rows("SELECT answer, detail FROM v_account_status WHERE platform = 'scripted'")
    assert [row[0] for row in found] == [answer]


def test_a_token_that_works_again_ends_the_failure(office, network):
    def script(_visit):
        raise RenewToken("the token has expired")
        yield

    network(script)
    office.run("run")
    network()
    assert office.run("run")[0] == 0
    assert office.rows("SELECT answer FROM v_account_status WHERE platform = 'scripted'") != [("failed",)]


def test_one_account_in_trouble_stops_no_other(office, network):
    office.config.write_text(office.config.read_text() + ACCOUNT.format(handle="other", more=""), encoding="utf-8")

    def script(visit):
        if visit.target.handle == "demo":
            raise RenewToken("expired")
        yield page(5)
        return Reach()

    network(script)
    code, told = office.run("fetch")
    assert code == 1
    assert "scripted other: 2 new" in told
    assert office.run("fetch", "other")[0] == 0


def test_a_missing_token_is_one_clear_failure(office, network, monkeypatch):
    monkeypatch.delenv("SCRIPTED_TOKEN", raising=False)
    connector = network()
    declared = connector.declaration
    monkeypatch.setattr(Scripted, "declaration", declared.__class__(**{**vars(declared), "token_needed": True}))
    code, told = office.run("fetch")
    assert code == 1
    assert "there is no access token" in told
    assert "SCRIPTED_TOKEN" in told
    assert office.rows("SELECT status, account_id IS NOT NULL FROM v_import") == [("failed", 1)]


def test_the_token_reaches_the_visit_and_nothing_that_is_written(office, network, monkeypatch):
    monkeypatch.setenv("MY_TOKEN", "topsecret-0123456789")

    def script(visit):
        assert visit.token == "topsecret-0123456789"
        assert "topsecret" not in repr(visit)
        yield page(1, url=f"https://api.example.org/?k={visit.token}")
        raise RenewToken(f"the token {visit.token} is wrong")

    network(script, options=LiveOptions(token="env:MY_TOKEN"))
    code, told = office.run("fetch")
    assert code == 1
    assert "topsecret" not in told
    assert "topsecret" not in office.run("fetch", "--json")[1]
    for file in office.folder.rglob("*"):
        assert not file.is_file() or b"topsecret" not in file.read_bytes(), file


def test_a_feed_kept_as_a_secret_reaches_the_visit_and_nothing_that_is_written(office, network, monkeypatch):
    connector = network()
    secret = "https://example.org/feed?key=geheim-4711"
    more = 'feed = "env:OUR_FEED"'
    office.config.write_text(office.config.read_text().replace("fetch = true", f"fetch = true\n{more}"))
    assert office.run("fetch")[0] != 0
    assert connector.visits == []
    monkeypatch.setenv("OUR_FEED", secret)
    code, told = office.run("fetch")
    assert code == 0, told
    assert connector.visits[0].target.feed == secret
    assert "geheim" not in told


def test_what_was_spent_is_told(office, network):
    def script(visit):
        visit.ledger.allow(0.5)
        visit.ledger.spend(0.5)
        yield page(1)
        visit.ledger.allow(0.6)

    network(script, book=lambda: Ledger("USD", 1.0))
    code, told = office.run("fetch")
    assert code == 1
    assert "the limit of 1 USD a run is reached (0.5 spent)" in told
    assert "0.500 USD" in told
    assert office.rows("SELECT status FROM v_import") == [("postponed",)]


def test_a_limit_of_the_day_knows_what_was_spent_before(office, network):
    def script(visit):
        visit.ledger.allow(6)
        visit.ledger.spend(6)
        yield page(1)
        return Reach()

    network(script, book=lambda: Ledger("units", 10, "America/Los_Angeles"))
    assert office.run("fetch")[0] == 0
    code, told = office.run("fetch")
    assert code == 1
    assert "the limit of 10 units a day is reached (6 spent)" in told


def test_no_credit_stops_the_other_accounts_of_the_connector(office, network):
    office.config.write_text(office.config.read_text() + ACCOUNT.format(handle="other", more=""), encoding="utf-8")
    asked = []

    def script(visit):
        visit.ledger.allow(1)
        asked.append(visit.target.handle)
        visit.ledger.close("no credit left")
        raise AddCredit("no credit left")
        yield

    office.config.write_text(office.config.read_text() + "\n[fetch]\nworkers = 1\n", encoding="utf-8")
    network(script, book=lambda: Ledger("USD", 5))
    office.run("fetch")
    assert asked == ["demo"]


def test_cheap_visits_come_first(office, network, monkeypatch):
    office.config.write_text(office.config.read_text() + ACCOUNT.format(handle="other", more=""), encoding="utf-8")
    office.config.write_text(office.config.read_text() + "\n[fetch]\nworkers = 1\n", encoding="utf-8")
    connector = network()
    dear = lambda _self, target, _past: Estimate("all", 1, 9.0 if target.handle == "demo" else 0.1)  # noqa: E731
    monkeypatch.setattr(Scripted, "estimate", dear)
    office.run("fetch")
    assert [visit.target.handle for visit in connector.visits] == ["other", "demo"]


def test_what_an_export_has_seen_only_in_part_is_told_so(office, network):
    first = "platform,account,time,text\nscripted,demo,2013-03-01 09:30,Hallo\n"
    office.run("import", str(office.drop("late.csv", first)))
    connector = network()
    office.run("fetch")
    (visit,) = connector.visits
    assert visit.past.seen_until is not None
    assert visit.past.seen_from is not None
    assert visit.past.complete_until is None


def test_deleted_posts_and_ending_tokens_are_remarked_on(office, network):
    network()
    office.run("fetch")

    def script(_visit):
        yield page(1, 3)
        return Reach(
            full=True,
            ended="older posts are out of reach",
            token_expires=datetime.now(UTC) + timedelta(days=5, hours=1),
        )

    network(script)
    code, told = office.run("fetch", "--full")
    assert code == 0
    assert "1 posts are no longer there" in told
    assert "older posts are out of reach" in told
    assert "ends in 5 days" in told
    assert office.rows("SELECT count(*) FROM v_post WHERE deleted_at IS NOT NULL") == [(1,)]


def test_kept_answers_are_read_again_without_asking(office, network):
    connector = network()
    office.run("fetch")
    assert list((office.folder / "data" / "raw").rglob("*.gz"))
    code, told = office.run("fetch", "--reparse")
    assert code == 0
    assert "0 new" in told
    assert len(connector.visits) == 1


def test_reading_again_is_no_visit(office, network):
    network()
    office.run("fetch")

    def script(_visit):
        raise RenewToken("the token has expired")
        yield

    network(script)
    office.run("fetch")
    assert office.run("fetch", "--reparse")[0] == 0
    office.run("run")
    assert office.rows("SELECT answer FROM v_account_status WHERE platform = 'scripted'") == [("failed",)]


def test_what_an_export_says_of_a_server_does_not_lead_a_visit_there(office, network):
    text = "platform,account,url,time,text\nscripted,demo@evil.example,https://evil.example/@demo,2013-03-01,Hallo\n"
    config = office.config.read_text().replace('handle = "demo"', 'native_id = "demo"')
    office.config.write_text(config.replace('name = "demo"', 'name = "demo@evil.example"'), encoding="utf-8")
    office.run("import", str(office.drop("evil.csv", text)))
    connector = network()
    office.run("fetch")
    (visit,) = connector.visits
    assert (visit.target.url, visit.target.handle) == (None, None)


def test_rows_that_cannot_be_read_are_kept_aside_once(office, network):
    def script(_visit):
        yield page(1, -1)
        return Reach()

    network(script)
    office.run("fetch")
    office.run("fetch")
    assert office.rows("SELECT count(*) FROM v_reject") == [(1,)]


def test_a_platform_that_nobody_reads_is_told_with_the_names_there_are(office, network):
    network()
    office.config.write_text(office.config.read_text().replace('platform = "scripted"', 'platform = "hyves"'))
    code, told = office.run("fetch")
    assert code == 1
    assert "no connector reads hyves from its platform" in told
    assert "scripted_api" in told


def test_nothing_to_fetch_says_how(office, network):
    network()
    office.config.write_text(office.config.read_text().replace("fetch = true", ""))
    code, told = office.run("fetch")
    assert code == 0
    assert "fetch = true" in told


class Checking(Scripted):
    """Knows what its token is worth."""

    def check(self, visit) -> TokenFacts:
        if visit.token != "good":
            raise RenewToken("the token is not accepted", "", "Make a new one")
        return TokenFacts("@demo", datetime.now(UTC) + timedelta(days=30, hours=1), ("read.more",))


def test_auth_guides_and_checks(office, monkeypatch):
    monkeypatch.setattr("monitor.job.session.make_connectors", lambda _options: [Checking(steady)])
    monkeypatch.setenv("SCRIPTED_TOKEN", "good")
    code, told = office.run("auth", "scripted")
    assert code == 1
    assert "Nowhere: it is made up for tests." in told
    assert "speaks for @demo" in told
    assert "in 30 days" in told
    assert "it lacks: read.more" in told
    monkeypatch.setenv("SCRIPTED_TOKEN", "bad")
    code, told = office.run("auth", "scripted")
    assert code == 1
    assert "the token is not accepted" in told


def test_auth_without_a_name_gives_the_overview(office, network):
    network()
    code, told = office.run("auth")
    assert code == 0
    assert "SCRIPTED_TOKEN" in told
    code, told = office.run("auth", "hyves")
    assert code == 2
    assert "scripted" in told


def test_a_walk_is_made_again_in_full_once_a_month(office, network):
    connector = network()
    office.run("fetch")
    assert moment(0).year == 2013
    office.run("fetch")
    assert [visit.past.full for visit in connector.visits] == [True, False]
