"""Mastodon archives, made up by us, and the real outbox kept beside the project."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.mastodon_outbox import Connector
from monitor.errors import SkipSource
from monitor.records import Account, BadRow, Doubt, Post, PostKind, Profile, Standing, StandingState, Window
from monitor.sources.contract import Options
from monitor.sources.export import Export
from tests.connector_tools import damaged, survive, words
from tests.exports import foldered
from tests.readback import CONTEXT, lone, only, records, zipped

CONNECTOR = Connector(Options())
US = "https://social.example.org/users/wij"
PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
FOLLOWERS = f"{US}/followers"
AT = datetime(2024, 5, 6, 9, 30, 1, tzinfo=UTC)
STAMP = "2024-05-06T09:30:01Z"


def note(number: int = 1, **fields: Any) -> dict[str, Any]:
    known = {"id": f"{US}/statuses/{number}", "type": "Note", "published": STAMP, "content": "<p>Wij bestaan</p>"}
    return {**known, "url": f"https://social.example.org/@wij/{number}", "inReplyTo": None, **fields}


def create(thing: Any, to: Any = (PUBLIC,), cc: Any = (FOLLOWERS,)) -> dict[str, Any]:
    return {"id": "x/activity", "type": "Create", "actor": US, "published": STAMP, "to": to, "cc": cc, "object": thing}


def announce(**fields: Any) -> dict[str, Any]:
    theirs = "https://elsewhere.example.org/users/zij/statuses/9"
    known = {"id": f"{US}/statuses/7/activity", "type": "Announce", "actor": US, "published": STAMP, "to": [PUBLIC]}
    return {**known, "cc": [FOLLOWERS], "object": theirs, **fields}


def outbox(*activities: Any) -> str:
    head = {"@context": ["https://www.w3.org/ns/activitystreams", {"toot": "http://joinmastodon.org/ns#"}]}
    body = {**head, "id": "outbox.json", "type": "OrderedCollection", "totalItems": 2, "orderedItems": activities}
    return json.dumps(body)


def actor(**fields: Any) -> str:
    known = {"id": US, "type": "Person", "preferredUsername": "wij", "name": "Wij", "published": "2023-01-02T00:00:00Z"}
    icon = {"type": "Image", "url": "avatar.png"}
    return json.dumps({**known, "summary": "<p>Verzonnen</p>", "icon": icon, "url": "https://x.example/@wij", **fields})


def one(tmp_path: Path, **fields: Any) -> Post:
    return only(Post, records(CONNECTOR, lone(tmp_path, outbox(create(note(**fields))))))[0]


# --- the real outbox ------------------------------------------------------------------------------------


def test_the_real_outbox_is_all_read(shared_data: Path) -> None:
    found = records(CONNECTOR, Export.open(shared_data / "other/mastodon/outbox_first40_public.json"))
    kinds = [post.kind for post in only(Post, found)]
    assert (len(kinds), kinds.count(PostKind.ORIGINAL), kinds.count(PostKind.REPOST)) == (40, 32, 8)
    assert not only(BadRow, found)
    assert only(Account, found)[0].handle == "dealingwith@indieweb.social"
    assert not [post for post in only(Post, found) if "<" in (post.text or "")]


# --- forms ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("top", ["", "archive-20240506/"])
@pytest.mark.parametrize("packed", [True, False])
def test_zip_folder_and_top_folder_are_alike(tmp_path: Path, top: str, packed: bool) -> None:
    files = {"outbox.json": outbox(create(note())), "actor.json": actor(), "likes.json": "{}", "avatar.png": "png"}
    members = {f"{top}{name}": text for name, text in files.items()}
    export = zipped(tmp_path, members) if packed else Export.open(foldered(tmp_path / "export", members))
    found = records(CONNECTOR, export)
    account = only(Account, found)[0]
    assert (account.native_id, account.handle, account.name) == (US, "wij@social.example.org", "Wij")
    assert account.created_at == datetime(2023, 1, 2, tzinfo=UTC)
    assert only(Window, found) == [Window(start=datetime(2023, 1, 2, tzinfo=UTC))]
    profile = only(Profile, found)[0]
    assert (profile.bio, profile.has_bio, profile.default_avatar) == ("Verzonnen", True, False)
    assert profile.observed_at <= CONTEXT.now or not packed
    assert len(only(Post, found)) == 1


def test_a_lone_file_is_known_by_its_contents(tmp_path: Path) -> None:
    account = only(Account, records(CONNECTOR, lone(tmp_path, outbox(create(note())))))[0]
    assert (account.native_id, account.handle, account.created_at) == (US, "wij@social.example.org", None)


@pytest.mark.parametrize(
    "body",
    [
        json.dumps({"id": "likes.json", "type": "OrderedCollection", "orderedItems": ["https://x.example/1"]}),
        json.dumps({"type": "Create", "orderedItems": []}),
        actor(),
        "[]",
        "niets",
    ],
)
def test_other_files_are_not_claimed(tmp_path: Path, body: str) -> None:
    assert CONNECTOR.identify(lone(tmp_path, body)) is None


@pytest.mark.parametrize("name", ["b/outbox.json", "shares.csv", "b/actor.json"])
def test_an_archive_among_other_exports_is_not_claimed_with_them(tmp_path: Path, name: str) -> None:
    files = {"a/outbox.json": outbox(create(note())), "a/actor.json": actor(), "a/likes.json": "{}", "readme.txt": "x"}
    assert CONNECTOR.identify(zipped(tmp_path, files)) is not None
    assert CONNECTOR.identify(zipped(tmp_path, {**files, name: outbox()})) is None


def test_an_empty_outbox_is_a_window_without_posts(tmp_path: Path) -> None:
    found = records(CONNECTOR, zipped(tmp_path, {"outbox.json": outbox(), "actor.json": actor()}))
    assert (len(only(Post, found)), len(only(Window, found))) == (0, 1)


@pytest.mark.parametrize(
    ("change", "default"),
    [({"icon": None}, None), ({"icon": {"url": "https://x.example/avatars/original/missing.png"}}, True)],
)
def test_avatars(tmp_path: Path, change: dict[str, Any], default: bool | None) -> None:
    found = records(CONNECTOR, zipped(tmp_path, {"outbox.json": outbox(), "actor.json": actor(**change)}))
    assert only(Profile, found)[0].default_avatar is default


def test_an_actor_without_an_avatar_has_no_icon_at_all(tmp_path: Path) -> None:
    bare = json.dumps({"id": US, "preferredUsername": "wij", "summary": ""})
    profile = only(Profile, records(CONNECTOR, zipped(tmp_path, {"outbox.json": outbox(), "actor.json": bare})))[0]
    assert (profile.default_avatar, profile.has_bio) == (True, False)


# --- privacy -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("to", "cc", "public"),
    [
        ([PUBLIC], [FOLLOWERS], True),
        ([FOLLOWERS], [PUBLIC], True),
        (["as:Public"], [], True),
        (PUBLIC, None, True),
        ([FOLLOWERS], [], False),
        (["https://x.example/users/zij"], [], False),
        ([], [], False),
        (None, None, False),
    ],
)
def test_only_what_anybody_may_see_is_read(tmp_path: Path, to: Any, cc: Any, public: bool) -> None:
    found = records(CONNECTOR, lone(tmp_path, outbox(create(note(content="geheim"), to, cc), create(note(2)))))
    assert len(only(Post, found)) == 1 + public
    assert ("geheim" in repr(found)) is public
    assert not only(BadRow, found)


# --- fields -----------------------------------------------------------------------------------------------


def test_a_post_with_everything(tmp_path: Path) -> None:
    content = (
        '<p>Zon &amp; wind, <a href="https://example.org/a">lees</a><br>met <a href="https://social.example.org/@zij" '
        'class="u-url mention">@zij</a> <a href="https://social.example.org/tags/zon">#zon</a></p>'
    )
    tags = [
        {"type": "Mention", "href": "https://social.example.org/users/zij", "name": "@zij@social.example.org"},
        {"type": "Hashtag", "href": "https://social.example.org/tags/zon", "name": "#zon"},
    ]
    post = one(
        tmp_path,
        content=content,
        contentMap={"nl": content},
        summary="Weer",
        tag=tags,
        updated="2024-05-07T00:00:00Z",
        likes={"totalItems": 3},
        shares={"totalItems": 2},
    )
    assert (post.native_id, post.url) == (f"{US}/statuses/1", "https://social.example.org/@wij/1")
    assert (post.text, post.title, post.language) == ("Zon & wind, lees\nmet @zij #zon", "Weer", "nl")
    assert post.links == ("https://example.org/a",)
    assert (post.likes, post.reposts, post.replies) == (3, 2, None)
    assert (post.published_at, post.edited_at) == (AT, datetime(2024, 5, 7, tzinfo=UTC))


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({}, PostKind.ORIGINAL),
        ({"type": "Question"}, PostKind.ORIGINAL),
        ({"type": "Article", "name": "Titel"}, PostKind.ARTICLE),
        ({"inReplyTo": "https://x.example/users/zij/statuses/3"}, PostKind.REPLY),
        ({"inReplyTo": f"{US}/statuses/3"}, PostKind.ORIGINAL),
        ({"inReplyTo": "https://social.example.org/users/wijzelf/statuses/3"}, PostKind.REPLY),
        ({"quoteUrl": "https://x.example/3"}, PostKind.QUOTE),
    ],
)
def test_kinds_and_own_threads(tmp_path: Path, fields: dict[str, Any], kind: PostKind) -> None:
    assert one(tmp_path, **fields).kind is kind


@pytest.mark.parametrize("thing", ["https://x.example/9", {"id": "https://x.example/9", "type": "Note"}])
def test_reposts_have_the_id_of_the_activity(tmp_path: Path, thing: Any) -> None:
    post = only(Post, records(CONNECTOR, lone(tmp_path, outbox(announce(object=thing)))))[0]
    assert (post.kind, post.native_id, post.url) == (
        PostKind.REPOST,
        f"{US}/statuses/7/activity",
        "https://x.example/9",
    )


def test_votes_and_other_activities_are_no_posts(tmp_path: Path) -> None:
    vote = {"id": "v", "type": "Note", "name": "Ja", "inReplyTo": "https://x.example/3", "published": STAMP}
    other = {"type": "Like", "to": [PUBLIC], "object": "https://x.example/3"}
    found = records(CONNECTOR, lone(tmp_path, outbox(create(vote), other, create(note()))))
    assert len(only(Post, found)) == 1
    assert not only(BadRow, found)


# --- damage ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("activity", "reason"),
    [
        (create("https://x.example/1"), "without its text"),
        ({**create(note(published="gisteren")), "published": None}, "no time"),
        (create(note(published="1969-01-01T00:00:00Z")), ""),
        (announce(published=None), "no time"),
    ],
)
def test_what_cannot_be_read_is_kept_aside_with_its_reason(tmp_path: Path, activity: Any, reason: str) -> None:
    found = records(CONNECTOR, lone(tmp_path, outbox(activity, create(note(2)))))
    if reason:
        assert reason in only(BadRow, found)[0].reason
        assert "entry 1" in only(BadRow, found)[0].file
    assert {post.published_at for post in only(Post, found)} == {AT}


def test_an_outbox_cut_off_gives_what_came_before(tmp_path: Path) -> None:
    export = lone(tmp_path, outbox(create(note()), create(note(2)))[:-80])
    stream = CONNECTOR.read(export, CONTEXT)
    assert isinstance(next(stream), Account)
    assert isinstance(next(stream), Post)
    with pytest.raises(SkipSource, match="cut off"):
        list(stream)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(words, st.integers(631152000, 1_790_000_000)), max_size=5))
def test_what_is_written_is_read_back(tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, int]]) -> None:
    times = [datetime.fromtimestamp(stamp, UTC) for _, stamp in rows]
    escaped = [text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") for text, _ in rows]
    notes = [
        create(note(number, content=f"<p>{text}</p>", published=f"{at:%Y-%m-%dT%H:%M:%SZ}"))
        for number, (text, at) in enumerate(zip(escaped, times, strict=True))
    ]
    posts = only(Post, records(CONNECTOR, lone(tmp_path_factory.mktemp("outbox"), outbox(*notes))))
    assert [(post.text, post.published_at) for post in posts] == [
        (" ".join(text.split()), at) for (text, _), at in zip(rows, times, strict=True)
    ]


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_garbage_is_refused_or_rejected(data: st.DataObject) -> None:
    whole = {"outbox.json": outbox(create(note()), announce()).encode(), "actor.json": actor().encode()}
    name = data.draw(st.sampled_from(sorted(whole)))
    survive(CONNECTOR, {**whole, name: data.draw(damaged(whole[name]))})
    survive(CONNECTOR, {"x": data.draw(damaged(whole["outbox.json"]))})


shapes = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6) | st.just(PUBLIC),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "name", "href", "nl"]), inner),
    max_leaves=5,
)
FIELDS = st.sampled_from(
    ["id", "content", "contentMap", "tag", "inReplyTo", "published", "url", "likes", "summary", "type"]
)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(FIELDS, shapes), shapes, shapes)
def test_fields_of_any_shape_are_read_or_rejected(fields: dict[str, Any], to: Any, other: Any) -> None:
    files = {
        "outbox.json": outbox(
            create(note(**fields), [PUBLIC]), create(note(), to), create(other), announce(object=other)
        )
    }
    files["actor.json"] = actor(summary=to, icon=other, preferredUsername=other)
    survive(CONNECTOR, {name: text.encode() for name, text in files.items()})


# --- what became of the account --------------------------------------------------------------------------

NEW = "https://elders.example.org/users/wij"


@pytest.mark.parametrize(
    ("fields", "state", "detail"),
    [
        ({}, StandingState.ACTIVE, None),
        ({"memorial": False}, StandingState.ACTIVE, None),
        ({"movedTo": NEW}, StandingState.MOVED, f"to {NEW}"),
        ({"movedTo": {"id": NEW}}, StandingState.MOVED, f"to {NEW}"),
        ({"suspended": True}, StandingState.SUSPENDED, None),
        ({"suspended": True, "movedTo": NEW}, StandingState.SUSPENDED, None),
        ({"suspended": False, "movedTo": None}, StandingState.ACTIVE, None),
        ({"suspended": "no", "movedTo": 7}, StandingState.ACTIVE, None),
    ],
)
def test_the_actor_tells_what_became_of_it(
    tmp_path: Path, fields: dict[str, Any], state: StandingState, detail: str | None
) -> None:
    found = records(CONNECTOR, zipped(tmp_path, {"outbox.json": outbox(create(note())), "actor.json": actor(**fields)}))
    (standing,), (profile,) = only(Standing, found), only(Profile, found)
    assert (standing.state, standing.detail, standing.observed_at) == (state, detail, profile.observed_at)
    assert not only(Doubt, found)


def test_a_memorial_can_be_read_and_is_told(tmp_path: Path) -> None:
    files = {"outbox.json": outbox(create(note())), "actor.json": actor(memorial=True)}
    found = records(CONNECTOR, zipped(tmp_path, files))
    (standing,), (doubt,) = only(Standing, found), only(Doubt, found)
    assert (standing.state, standing.detail) == (StandingState.ACTIVE, "a memorial: nobody can log in any more")
    assert "actor.json: its server made the account a memorial" in str(doubt)


def test_an_outbox_alone_tells_nothing_of_the_account(tmp_path: Path) -> None:
    assert not only(Standing, records(CONNECTOR, lone(tmp_path, outbox(create(note())))))
