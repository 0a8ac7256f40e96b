"""Facebook's download, on made-up files and on the real one."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors._mojibake import repaired
from connectors.facebook_download import Connector
from monitor.errors import RefuseHostile, SkipSource
from monitor.records import Account, AccountKind, Anything, BadRow, Post, PostKind, Window
from monitor.settings import Limits
from monitor.sources.contract import Options
from monitor.sources.export import Export
from tests.readback import CONTEXT, lone, only, records, zipped

CONNECTOR = Connector(Options())
T0 = 1_340_000_000


def damaged(text: str) -> str:
    """Text as Facebook writes it: every UTF-8 byte a character."""
    return text.encode().decode("latin-1")


def item(offset: int = 0, text: str | None = "Made up", **more: Any) -> dict[str, Any]:
    data: list[dict[str, Any]] = [{"post": text}, {}] if text else [{}]
    return {"timestamp": T0 + offset, "data": data, "title": "Made-up Works updated its status.", **more}


def link(url: str, **more: str) -> list[dict[str, Any]]:
    return [{"data": [{"external_context": {"url": url, **more}}]}]


def video(uri: str, **more: Any) -> dict[str, Any]:
    return {"uri": uri, "creation_timestamp": T0 + 50, "description": damaged("Café"), **more}


def test_the_real_download_has_60_posts(shared_data: Path) -> None:
    export = Export.open(shared_data / "facebook/download_your_information/profile_posts_1.json")
    found = records(CONNECTOR, export)
    posts = only(Post, found)
    assert len(posts) == 60
    assert not only(BadRow, found)
    assert only(Account, found)[0].kind is AccountKind.PAGE
    assert sum(bool(post.links) for post in posts) == 8
    assert sum(post.text is None for post in posts) == 6
    assert {post.title for post in posts if post.text is None and not post.links} == {
        "Earth LLC a adăugat o fotografie nouă.",
    }
    assert not any("â\x80" in (post.text or "") for post in posts)


def test_text_link_and_edit_are_read(tmp_path: Path) -> None:
    content = [
        item(0, damaged("Grüße aus Köln – mooi"), attachments=link("https://example.org/a", name=damaged("Één dag"))),
        item(10, None, attachments=[{"data": [{}]}]),
        {
            "timestamp": T0 + 20,
            "data": [{"post": "Edited"}, {"update_timestamp": T0 + 25}, {"update_timestamp": 2**60}],
        },
    ]
    first, second, third = only(Post, records(CONNECTOR, lone(tmp_path, json.dumps(content))))
    assert (first.text, first.title, first.links) == ("Grüße aus Köln – mooi", "Één dag", ("https://example.org/a",))
    assert first.published_at == datetime.fromtimestamp(T0, UTC)
    assert first.native_id is None
    assert (second.text, second.title) == (None, "Made-up Works updated its status.")
    assert (second.links, third.links) == ((), ()), "the download tells every shared page"
    assert third.edited_at == datetime.fromtimestamp(T0 + 25, UTC)
    assert third.title is None


def test_interface_language_does_not_change_a_post_with_text(tmp_path: Path) -> None:
    english, dutch = item(), item() | {"title": "Made-up Works heeft een status geplaatst."}
    read = [only(Post, records(CONNECTOR, lone(tmp_path, json.dumps([one]))))[0] for one in (english, dutch)]
    assert read[0] == read[1]


@pytest.mark.parametrize(
    "path",
    [
        "posts/your_posts_1.json",
        "your_facebook_activity/posts/your_posts__check_ins__photos_and_videos_1.json",
        "this_profile's_activity_across_facebook/posts/profile_posts_1.json",
        "pages/Made-up Works/posts/posts.json",
    ],
)
def test_every_generation_of_paths(tmp_path: Path, path: str) -> None:
    others = {"posts/other_people's_posts_to_your_timeline.json": json.dumps([item(5, "By a visitor")])}
    members = {path: json.dumps([item()]), **others, "messages/inbox/x.json": json.dumps([item()])}
    export = zipped(tmp_path, {f"facebook-madeup/{name}": text for name, text in members.items()})
    found = records(CONNECTOR, export)
    assert [post.text for post in only(Post, found)] == ["Made up"]
    assert (only(Account, found)[0].kind is AccountKind.PAGE) == ("this_profile" in path or "pages/" in path)


def test_videos_that_are_in_no_post_are_posts(tmp_path: Path) -> None:
    media = [{"data": [{"media": {"uri": "posts/media/1.mp4", "creation_timestamp": T0}}]}]
    videos = {
        "videos_v2": [video("posts/media/1.mp4"), video("posts/media/2.mp4"), video("x.mp4", creation_timestamp="?")]
    }
    members = {
        "your_facebook_activity/posts/your_posts_1.json": json.dumps([item(attachments=media)]),
        "your_facebook_activity/posts/your_videos.json": json.dumps(videos),
    }
    found = records(CONNECTOR, zipped(tmp_path, members))
    posts = only(Post, found)
    assert [post.kind for post in posts] == [PostKind.VIDEO, PostKind.VIDEO]
    assert [post.text for post in posts] == ["Made up", "Café"]
    assert "no time" in only(BadRow, found)[0].reason


def test_account_comes_from_profile_information(tmp_path: Path) -> None:
    profile = {
        "profile_v2": {
            "name": {"full_name": damaged("Verzonnen Café")},
            "username": "verzonnen",
            "emails": {"emails": ["secret@example.org"]},
            "profile_uri": "https://www.facebook.com/verzonnen",
        }
    }
    members = {
        "posts/your_posts_1.json": json.dumps([item()]),
        "profile_information/profile_information.json": json.dumps(profile),
    }
    account = only(Account, records(CONNECTOR, zipped(tmp_path, members)))[0]
    assert (account.name, account.handle) == ("Verzonnen Café", "verzonnen")
    assert account.url == "https://www.facebook.com/verzonnen"
    assert "secret" not in account.model_dump_json()


def test_several_pages_in_one_download_are_several_accounts(tmp_path: Path) -> None:
    members = {
        "pages/Eerste/posts/posts.json": json.dumps([item(0, "Een")]),
        "pages/Tweede/posts/posts.json": json.dumps([item(5, "Twee"), item(6, "Drie")]),
        "posts/your_posts_1.json": json.dumps([item(9, "Persoonlijk")]),
    }
    found = records(CONNECTOR, zipped(tmp_path, members))
    assert [(one.key, one.name) for one in only(Account, found)] == [
        ("", None),
        ("Eerste", "Eerste"),
        ("Tweede", "Tweede"),
    ]
    assert [post.account for post in only(Post, found)] == ["", "Eerste", "Tweede", "Tweede"]
    assert [window.account for window in only(Window, found)] == ["", "Eerste", "Tweede"]


def test_a_missing_part_ends_the_observed_window_at_its_newest_post(tmp_path: Path) -> None:
    part = json.dumps([item(900, "New"), item(0, "Old")])
    whole = only(Window, records(CONNECTOR, lone(tmp_path, part, "your_posts_1.json")))[0]
    second = only(Window, records(CONNECTOR, lone(tmp_path, part, "your_posts_2.json")))[0]
    assert whole.start == second.start == datetime.fromtimestamp(T0, UTC)
    assert (whole.end, second.end) == (None, datetime.fromtimestamp(T0 + 900, UTC))


def test_bad_items_are_kept_aside(tmp_path: Path) -> None:
    content = [item(), {"data": []}, 7, item() | {"timestamp": 5}, item() | {"timestamp": 10**30}, item(9, "Last")]
    found = records(CONNECTOR, lone(tmp_path, json.dumps(content)))
    assert [post.text for post in only(Post, found)] == ["Made up", "Last"]
    assert len(only(BadRow, found)) == 4
    assert all(bad.file == "something.dat" and bad.reason for bad in only(BadRow, found))


def test_a_cut_off_file_gives_what_came_before_and_says_so(tmp_path: Path) -> None:
    text = json.dumps([item(n, f"Post {n}") for n in range(50)])[:-200]
    found: list[Anything] = []
    with pytest.raises(SkipSource, match="cut off"):
        found.extend(CONNECTOR.read(lone(tmp_path, text), CONTEXT))
    assert len(only(Post, found)) > 40


def test_an_enormous_item_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "big.json"
    path.write_text(json.dumps([item(), item(1, "x" * 3_000_000)]))
    with pytest.raises(RefuseHostile, match="line_bytes"):
        list(CONNECTOR.read(Export.open(path, Limits(line_bytes=1000)), CONTEXT))


def test_a_folder_of_several_exports_is_left_to_be_split(tmp_path: Path) -> None:
    members = {"facebook/posts/your_posts_1.json": json.dumps([item()]), "twitter/data/tweets.js": "[]"}
    assert CONNECTOR.identify(zipped(tmp_path, members)) is None


def test_html_download_says_what_to_ask_for(tmp_path: Path) -> None:
    export = zipped(tmp_path, {"your_facebook_activity/posts/your_posts_1.html": "<html></html>"})
    with pytest.raises(SkipSource, match="JSON"):
        records(CONNECTOR, export)


@pytest.mark.parametrize(
    "content",
    ["", "[]", "[1]", '{"a": 1}', '[{"media": [{"uri": "a", "creation_timestamp": 1, "title": ""}]}]', "[" * 5000,
     '[{"timestamp": "2012-01-01", "data": []}]', '[{"timestamp": 1, "title": "only"}]', "a,b\n1,2\n"],
)  # fmt: skip
def test_other_files_are_not_claimed(tmp_path: Path, content: str) -> None:
    assert CONNECTOR.identify(lone(tmp_path, content or " ", "your_posts_1.json")) is None


def test_a_first_post_longer_than_the_part_looked_at_is_still_recognised(tmp_path: Path) -> None:
    export = lone(tmp_path, json.dumps([item(0, "y" * 100_000)]))
    assert [len(post.text or "") for post in only(Post, records(CONNECTOR, export))] == [100_000]


@given(st.text())
def test_damage_is_repaired_and_right_text_left_alone(text: str) -> None:
    if text.isascii() or any(ord(letter) > 255 for letter in text):
        assert repaired(text) == text
    assert repaired(text.encode("utf-8", "replace").decode("latin-1")) == text.encode("utf-8", "replace").decode()


@pytest.mark.parametrize("right", ["Grüße", "één café", "naïef €5", "Ã© en €", "漢字", "plain"])
def test_right_and_mixed_text_is_left_alone(right: str) -> None:
    assert repaired(right) == right


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["timestamp", "data", "attachments", "post", "media", "uri", "external_context", "url", "title"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@given(st.lists(JSON, max_size=5))
def test_no_json_makes_it_fail(tmp_path_factory: pytest.TempPathFactory, content: list[Any]) -> None:
    export = lone(tmp_path_factory.mktemp("any"), json.dumps([item(), *content]))
    found = records(CONNECTOR, export)
    assert len(only(Post, found)) + len(only(BadRow, found)) == 1 + len(content)


@given(st.binary(max_size=300))
def test_no_bytes_make_it_fail(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    export = lone(tmp_path_factory.mktemp("any"), b"[" + content)
    CONNECTOR.identify(export)
    with suppress(SkipSource):
        list(CONNECTOR.read(export, CONTEXT))
