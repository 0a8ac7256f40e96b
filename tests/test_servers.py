"""The servers that connector tests stand on: each answers as those tests expect, and is gone afterwards."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import feedparser
import pytest
import requests

from tests.servers import process
from tests.servers.mastodon import ACCOUNT, READER, Mastodon
from tests.servers.snac import Snac
from tests.servers.wordpress import BRAM, PACE, SEEDED, Site, published

pytestmark = pytest.mark.server
MOMENT = datetime(2019, 7, 1, 10, 30, tzinfo=UTC)
ODD = 'O\'Neil \\ "quoted" <b>&amp;</b> 🎉'
WP = "{http://wordpress.org/export/1.2/}"
"""Namespace of what only WordPress's export has."""


def ask(url: str, headers: Mapping[str, str] | None = None, **fields: Any) -> requests.Response:
    with requests.Session() as session:
        session.trust_env = False  # no proxy between us and loopback
        return session.get(url, params=fields, headers=headers, timeout=30)


def posts(site: Site, **fields: Any) -> requests.Response:
    return ask(f"{site.url}/wp-json/wp/v2/posts", **fields)


def test_wordpress_counts_and_pages(wordpress: Site) -> None:
    pages = [posts(wordpress, per_page=100, page=number) for number in (1, 2, 3)]
    assert {(page.headers["X-WP-Total"], page.headers["X-WP-TotalPages"]) for page in pages} == {(str(SEEDED), "3")}
    found = [post for page in pages for post in page.json()]
    assert [post["id"] for post in reversed(found)] == wordpress.ids()
    times = [published(number).strftime("%Y-%m-%dT%H:%M:%S") for number in range(SEEDED, 0, -1)]
    assert [post["date_gmt"] for post in found] == [post["modified_gmt"] for post in found] == times
    assert found[0]["content"]["rendered"].strip() == "<p>Text 250 🎉</p>"
    assert len({post["author"] for post in found}) == 2
    assert posts(wordpress, page=4, per_page=100).json()["code"] == "rest_post_invalid_page_number"


def test_wordpress_has_a_feed_that_its_front_page_names(wordpress: Site) -> None:
    address = f"{wordpress.url}/feed/"
    assert address in ask(wordpress.url).text
    answer = ask(address)
    feed = feedparser.parse(answer.content)
    assert [entry.title for entry in feed.entries] == [f"Beitrag {number} – Grüße" for number in range(250, 240, -1)]
    assert feed.entries[0].author == "Bram Bedacht"
    again = ask(address, {"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_wordpress_exports_all_posts(wordpress: Site) -> None:
    draft = wordpress.draft("Entwurf")
    items = ET.fromstring(wordpress.wxr()).findall("channel/item")
    states = {int(item.findtext(f"{WP}post_id", "")): item.findtext(f"{WP}status") for item in items}
    assert states == dict.fromkeys(wordpress.ids(), "publish") | {draft: "draft"}
    assert items[0].findtext(f"{WP}post_date_gmt") == published(1).strftime("%Y-%m-%d %H:%M:%S")


def test_wordpress_keeps_words_and_time_of_a_new_post(wordpress: Site) -> None:
    made = wordpress.publish(ODD, f"<p>{ODD}</p>", MOMENT, author=BRAM)
    [found] = posts(wordpress, after=MOMENT.replace(minute=0), before=MOMENT.replace(minute=59)).json()
    assert (found["id"], found["date_gmt"], found["date"]) == (made, "2019-07-01T10:30:00", "2019-07-01T12:30:00")
    assert wordpress.php("echo get_post($given['id'])->post_content;", id=made) == f"<p>{ODD}</p>"
    assert made in wordpress.ids()


def test_wordpress_tells_of_an_edit(wordpress: Site) -> None:
    chosen = wordpress.ids()[3]
    wordpress.edit(chosen, content="<p>Neu</p>", when=published(SEEDED) + PACE)
    [found] = posts(wordpress, modified_after=published(SEEDED).isoformat()).json()
    assert (found["id"], found["content"]["rendered"].strip()) == (chosen, "<p>Neu</p>")
    assert found["title"]["rendered"] == "Beitrag 4 – Grüße"


def test_wordpress_hides_what_is_trashed_and_forgets_what_is_deleted(wordpress: Site) -> None:
    trashed, deleted, draft = *wordpress.ids()[:2], wordpress.draft("Entwurf")
    wordpress.trash(trashed)
    wordpress.delete(deleted)
    answers = [ask(f"{wordpress.url}/wp-json/wp/v2/posts/{gone}").status_code for gone in (trashed, deleted, draft)]
    assert answers == [401, 404, 401]
    assert posts(wordpress).headers["X-WP-Total"] == str(len(wordpress.ids())) == "248"


def test_wordpress_shows_comments(wordpress: Site) -> None:
    chosen = wordpress.ids()[0]
    made = wordpress.comment(chosen, "Leser", "Schön 🎉", MOMENT)
    [found] = ask(f"{wordpress.url}/wp-json/wp/v2/comments", post=chosen).json()
    assert (found["id"], found["author_name"], found["date_gmt"]) == (made, "Leser", "2019-07-01T10:30:00")
    assert "Schön 🎉" in found["content"]["rendered"]


def test_wordpress_goes_back_to_its_seed(wordpress: Site) -> None:
    before = posts(wordpress, per_page=100).json()
    wordpress.delete(wordpress.ids()[-1])
    wordpress.publish("Neu", when=MOMENT)
    wordpress.restore()
    assert posts(wordpress, per_page=100).json() == before


def test_wordpress_says_why_code_failed(wordpress: Site) -> None:
    with pytest.raises(RuntimeError, match="WordPress says no"):
        wordpress.trash(999_999)


def statuses(server: Mastodon | Snac, **fields: Any) -> requests.Response:
    account = ask(f"{server.url}/api/v1/accounts/lookup", acct=ACCOUNT).json()["id"]
    return ask(f"{server.url}/api/v1/accounts/{account}/statuses", **fields)


def walk(answer: requests.Response) -> Iterator[list[dict[str, Any]]]:
    """All pages, by the links from one to the next."""
    yield answer.json()
    while "next" in answer.links:
        answer = ask(answer.links["next"]["url"])
        yield answer.json()


def test_mastodon_pages_with_links(mastodon: Mastodon) -> None:
    said = [mastodon.post(f"Satz {number}") for number in range(50)]
    pages = list(walk(statuses(mastodon, limit=100)))
    assert [len(page) for page in pages] == [40, 10]
    assert [status["id"] for page in pages for status in page] == said[::-1]
    assert [status["id"] for status in statuses(mastodon, min_id=said[-3]).json()] == [said[-1], said[-2]]


def test_mastodon_tells_time_and_edits(mastodon: Mastodon) -> None:
    said = mastodon.post("Früher", MOMENT, spoiler_text="Achtung")
    mastodon.edit(said, "Anders")
    [found] = statuses(mastodon).json()
    assert datetime.fromisoformat(found["created_at"]) == MOMENT
    assert (found["spoiler_text"], found["content"], bool(found["edited_at"])) == ("Achtung", "<p>Anders</p>", True)


def test_mastodon_forgets_what_is_deleted_and_starts_silent(mastodon: Mastodon) -> None:
    assert statuses(mastodon).json() == []
    boost = mastodon.boost(mastodon.post("Gehört", account=READER))
    said = mastodon.post("Weg")
    mastodon.delete(said)
    assert [status["id"] for status in statuses(mastodon).json()] == [boost]
    assert ask(f"{mastodon.url}/api/v1/statuses/{said}").status_code == 404


def test_mastodon_fails_when_asked_to(mastodon: Mastodon) -> None:
    mastodon.fail("/api/v1/accounts/*/statuses", 429, headers={"Retry-After": "7"})
    refused = statuses(mastodon)
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "7")
    assert statuses(mastodon).status_code == 200


def test_snac_ignores_paging(snac: Snac) -> None:
    for number in range(3):
        snac.post(f"Satz {number}")
    answer = statuses(snac, limit=1)
    found = answer.json()
    assert sorted("".join(filter(str.isdigit, status["content"])) for status in found) == ["0", "1", "2"]
    assert not answer.links
    oldest = min(status["id"] for status in found)
    assert statuses(snac, max_id=oldest).json() == found
    assert not any(status["id"].isdigit() for status in found), [status["id"] for status in found]


HOLDING = """
import pathlib, sys
from tests.servers import process
with process.running(sys.argv[3:], int(sys.argv[1]), pathlib.Path(sys.argv[2])):
    print("up", flush=True)
    input()
"""
"""A program that starts a server, says so and waits."""


def parent(folder: Path) -> tuple[list[str], int, Path]:
    """A server with a child of its own that holds a pipe open for as long as it lives: command, port, pipe."""
    pipe, port = folder / "pipe", process.free_port()
    os.mkfifo(pipe)
    words = 'sleep 600 >"$1" & exec "$2" -m http.server "$3" --bind 127.0.0.1'
    return ["sh", "-c", words, "sh", str(pipe), sys.executable, str(port)], port, pipe


def is_let_go(pipe: int) -> bool:
    """Whether nobody holds the other end any more, or will not in ten seconds."""
    return bool(select.select([pipe], [], [], 10)[0]) and os.read(pipe, 1) == b""


def test_a_server_ends_with_its_children(tmp_path: Path) -> None:
    command, port, path = parent(tmp_path)
    with process.running(command, port, tmp_path / "log"):
        pipe = os.open(path, os.O_RDONLY)
        assert ask(f"http://127.0.0.1:{port}").ok
    assert is_let_go(pipe)
    assert not process.listens(port)
    os.close(pipe)


def test_a_server_ends_when_the_tests_are_killed(tmp_path: Path) -> None:
    command, port, path = parent(tmp_path)
    words = [sys.executable, "-c", HOLDING, str(port), str(tmp_path / "log"), *command]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as tests:
        pipe = os.open(path, os.O_RDONLY)
        assert tests.stdout
        assert tests.stdout.readline() == b"up\n"
        tests.kill()
    assert is_let_go(pipe)
    os.close(pipe)


def test_a_server_that_ends_by_itself_is_quoted(tmp_path: Path) -> None:
    command = ["sh", "-c", "echo no room here; exit 3"]
    with (
        pytest.raises(RuntimeError, match="no room here"),
        process.running(command, process.free_port(), tmp_path / "log"),
    ):
        pass


def test_what_is_not_installed_skips_a_test_but_fails_it_in_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="needs not-there: install it"):
        process.need("install it", "sh", "not-there")
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="needs not-there: install it"):
        process.need("install it", "not-there")
