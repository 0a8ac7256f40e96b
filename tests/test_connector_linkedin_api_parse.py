"""What answers of LinkedIn's API become: posts, counts, comments and the page itself."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from connectors._linkedin_ids import comment_id, post_id
from connectors.linkedin_api import Connector, LinkedInOptions
from monitor.records import Account, AccountKind, BadRow, Interaction, Post, PostKind, Profile, Record, Window
from monitor.sources.live import Page, Target
from monitor.sources.live_testing import check_live_declaration, parsed

AT = datetime(2026, 5, 7, 16, 41, 18, tzinfo=UTC)
MS = int(AT.timestamp() * 1000)
NUMBER = MS << 22
ABOUT = {"at": "2026-11-24T03:30:00+00:00", "page": "4711"}
TARGET = Target("linkedin", native_id="4711")
CONNECTOR = Connector(LinkedInOptions())
POST = {
    "id": f"urn:li:share:{NUMBER}",
    "author": "urn:li:organization:4711",
    "commentary": r"Kijk \(mee\) op https://example.org/a met @[Buur BV](urn:li:organization:5) {hashtag|\#|water}",
    "lifecycleState": "PUBLISHED",
    "lifecycleStateInfo": {"isEditedByAuthor": False},
    "createdAt": MS - 5000,
    "publishedAt": MS,
    "lastModifiedAt": MS + 60_000,
}


def read(kind: str, body: Any, target: Target = TARGET, **about: str) -> list[Record]:
    page = Page(kind, json.dumps(body).encode(), "https://api.linkedin.com/rest/x", {**ABOUT, **about})
    return parsed(CONNECTOR, page, target)


def only(kind: type, found: list[Record]) -> list[Any]:
    return [record for record in found if isinstance(record, kind)]


def post(**changes: Any) -> Post:
    (found,) = only(Post, read("posts", {"elements": [{**POST, **changes}]}))
    return found


def test_the_declaration_is_complete() -> None:
    check_live_declaration(Connector)
    declared = Connector.declaration
    assert (declared.post_days, declared.interaction_days, declared.raw_days) == (180, 2, 1)
    assert declared.obtain.index("export") < declared.obtain.index("Portability") < declared.obtain.index("Community")


# --- posts --------------------------------------------------------------------------------------------------
def test_a_post_as_people_see_it() -> None:
    one = post()
    assert one.native_id == f"share:{NUMBER}"
    assert one.published_at == AT
    assert one.text == "Kijk (mee) op https://example.org/a met Buur BV #water"
    assert one.url == f"https://www.linkedin.com/feed/update/urn:li:share:{NUMBER}/"
    assert one.links == ("https://example.org/a",)
    assert (one.kind, one.edited_at, one.likes) == (PostKind.ORIGINAL, None, None)


@pytest.mark.parametrize("urn", ["share:77", "ugcPost:77", "groupPost:12-77"])
def test_a_post_has_the_number_that_exports_give_it(urn: str) -> None:
    one = post(id=f"urn:li:{urn}")
    assert one.native_id == post_id(f"https://www.linkedin.com/feed/update/urn:li:{urn}/") == urn


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"reshareContext": {"parent": "urn:li:share:1", "root": "urn:li:share:1"}}, PostKind.QUOTE),
        ({"reshareContext": {"parent": "urn:li:share:1"}, "commentary": ""}, PostKind.REPOST),
        ({"reshareContext": {}}, PostKind.ORIGINAL),
        ({"content": {"media": {"id": "urn:li:video:1"}}}, PostKind.ORIGINAL),
    ],
)
def test_kinds(changes: dict[str, Any], kind: PostKind) -> None:
    assert post(**changes).kind is kind


def test_an_edit_has_its_time() -> None:
    edited = post(lifecycleStateInfo={"isEditedByAuthor": True})
    assert edited.edited_at == datetime(2026, 5, 7, 16, 42, 18, tzinfo=UTC)


def test_what_is_shown_with_a_post_gives_title_and_link() -> None:
    article = post(content={"article": {"source": "https://example.org/blog", "title": "Een blog"}}, commentary="Lees")
    assert (article.title, article.links) == ("Een blog", ("https://example.org/blog",))
    assert post(content={"poll": {"question": "Warm of koud?"}}).title == "Warm of koud?"


@pytest.mark.parametrize(
    "changes",
    [
        {"lifecycleState": "DRAFT"},
        {"lifecycleState": "PUBLISH_FAILED"},
        {"author": "urn:li:person:Zx12"},
        {"author": "urn:li:organization:5"},
    ],
)
def test_drafts_and_posts_of_others_are_left_out(changes: dict[str, Any]) -> None:
    assert not only(Post, read("posts", {"elements": [{**POST, **changes}]}))


@pytest.mark.parametrize("author", ["urn:li:organizationalPage:4711", None, "urn:li:something:9"])
def test_an_author_under_another_name_is_ours(author: str | None) -> None:
    assert post(author=author)


@pytest.mark.parametrize(
    "changes", [{"id": "urn:li:article:3"}, {"id": None}, {"publishedAt": "x", "createdAt": 10**30}]
)
def test_what_is_no_post_is_kept_aside(changes: dict[str, Any]) -> None:
    found = read("posts", {"elements": [{**POST, **changes}]})
    assert len(only(BadRow, found)) == 1
    assert not only(Post, found)


def test_posts_of_the_portability_product_are_the_same() -> None:
    told = {"results": {POST["id"]: {name: value for name, value in POST.items() if name != "id"}}, "errors": {}}
    (one,) = only(Post, read("dma_posts", told))
    assert one == post()


@pytest.mark.parametrize(
    "changes",
    [
        {"publishedAt": None, "createdAt": {"time": MS, "actor": "urn:li:person:x"}},
        {"publishedAt": None, "createdAt": None, "created": {"time": MS}},
        {"publishedAt": None, "createdAt": None, "firstPublishedAt": MS},
    ],
)
def test_times_in_other_places(changes: dict[str, Any]) -> None:
    assert post(**changes).published_at == AT


def test_words_inside_an_object() -> None:
    assert post(commentary={"text": r"Nog \#open", "attributes": []}).text == "Nog #open"


# --- counts -------------------------------------------------------------------------------------------------
KINDS = json.dumps({f"share:{NUMBER}": "quote", "ugcPost:5": "original"})


def test_statistics_are_counts_of_posts_that_are_known() -> None:
    totals = {"likeCount": 3, "commentCount": 2, "shareCount": 1, "impressionCount": 400, "clickCount": 7}
    rows = [
        {"share": POST["id"], "organizationalEntity": "urn:li:organization:4711", "totalShareStatistics": totals},
        {"ugcPost": "urn:li:ugcPost:5", "totalShareStatistics": {"likeCount": "x"}},
        {"share": "urn:li:share:6", "totalShareStatistics": totals},
    ]
    first, second = only(Post, read("counts", {"elements": rows}, kinds=KINDS))
    assert (first.likes, first.replies, first.reposts, first.views, first.clicks) == (3, 2, 1, 400, 7)
    assert (first.kind, first.published_at, first.text) == (PostKind.QUOTE, None, None)
    assert (second.native_id, second.likes) == ("ugcPost:5", None)


@pytest.mark.parametrize(
    ("reactions", "likes"),
    [
        ({"LIKE": {"reactionType": "LIKE", "count": 3}, "PRAISE": {"count": 2}}, 5),
        ([{"reactionType": "LIKE", "count": 3}], 3),
        ({}, 0),
        (None, None),
        ({"LIKE": {"count": None}}, None),
    ],
)
def test_reactions_of_all_sorts_are_added(reactions: Any, likes: int | None) -> None:
    told = {"results": {POST["id"]: {"reactionSummaries": reactions, "commentSummary": {"count": 4}}}}
    (one,) = only(Post, read("dma_counts", told, kinds=KINDS))
    assert (one.likes, one.replies, one.views) == (likes, 4, None)


def test_followers_are_a_profile() -> None:
    (profile,) = only(Profile, read("followers", {"firstDegreeSize": 1234}))
    assert (profile.followers, profile.observed_at) == (1234, datetime(2026, 11, 24, 3, 30, tzinfo=UTC))
    assert not only(Profile, read("followers", {"firstDegreeSize": None}))


# --- comments -----------------------------------------------------------------------------------------------
def comment(number: int, minutes: int, **more: Any) -> dict[str, Any]:
    return {
        "id": str(number),
        "commentUrn": f"urn:li:comment:(urn:li:activity:9,{number})",
        "actor": "urn:li:person:Zx12",
        "created": {"time": MS + minutes * 60_000},
        "message": {"attributes": [], "text": "Wat kost dat?"},
        "object": "urn:li:activity:9",
        **more,
    }


OURS = {"actor": "urn:li:organization:4711"}


def test_a_comment_of_another_and_not_our_own() -> None:
    rows = [comment(1, 0), comment(2, 5, **OURS)]
    (heard,) = only(Interaction, read("comments", {"elements": rows}, post=f"share:{NUMBER}", own="{}"))
    assert heard.native_id == comment_id("https://www.linkedin.com/x?commentUrn=urn:li:comment:(activity:9,1)")
    assert (heard.post_native_id, heard.received_at, heard.text) == (f"share:{NUMBER}", AT, "Wat kost dat?")
    assert (heard.author, heard.answered_at, heard.answer_known) == (None, None, True)
    assert "commentUrn=urn%3Ali%3Acomment" in (heard.url or "")


def test_the_first_answer_after_a_comment_counts() -> None:
    own = json.dumps({"comment:(activity:9,1)": [MS - 60_000, MS + 600_000, MS + 300_000]})
    (heard,) = only(Interaction, read("comments", {"elements": [comment(1, 0)]}, own=own))
    assert heard.answered_at == datetime(2026, 5, 7, 16, 46, 18, tzinfo=UTC)


def test_a_thread_that_was_not_read_leaves_the_answer_open() -> None:
    unread = json.dumps(["comment:(activity:9,1)"])
    (heard,) = only(Interaction, read("comments", {"elements": [comment(1, 0)]}, own="{}", unread=unread))
    assert (heard.answered_at, heard.answer_known) == (None, False)


@pytest.mark.parametrize("named", [True, False])
def test_a_reply_is_answered_in_the_thread_above_it(named: bool) -> None:
    above = {"parentComment": "urn:li:comment:(urn:li:activity:9,1)"} if named else {}
    own = json.dumps({"comment:(activity:9,1)": [MS + 600_000]})
    (heard,) = only(
        Interaction,
        read("replies", {"elements": [comment(3, 1, **above)]}, own=own, thread="comment:(activity:9,1)"),
    )
    assert heard.answered_at


def test_comments_of_the_portability_product() -> None:
    urn = "urn:li:comment:(urn:li:activity:9,1)"
    row = {"created": {"time": MS, "actor": "urn:li:person:Zx12"}, "message": {"text": "Wat kost dat?"}}
    ours = {"created": {"time": MS, "actor": "urn:li:organization:4711"}}
    told = {"results": {urn: row, "urn:li:comment:(urn:li:activity:9,2)": ours}}
    (heard,) = only(Interaction, read("comments", told, own="{}"))
    assert (heard.native_id, heard.text) == ("comment:(activity:9,1)", "Wat kost dat?")


def test_a_time_is_read_from_the_number_where_it_is_hidden() -> None:
    row = comment(NUMBER, 0, created=None)
    (heard,) = only(Interaction, read("comments", {"elements": [row]}, own="{}"))
    assert heard.received_at == AT


@pytest.mark.parametrize("row", [{}, {"id": "1"}, comment(1, 0, created=None, commentUrn=None)])
def test_what_is_no_comment_is_kept_aside(row: dict[str, Any]) -> None:
    found = read("comments", {"elements": [row]}, own="{}")
    assert len(only(BadRow, found)) == 1
    assert not only(Interaction, found)


# --- the page itself ----------------------------------------------------------------------------------------
def test_the_page_has_its_number() -> None:
    (page,) = only(Account, read("posts", {"elements": []}))
    assert (page.native_id, page.kind, page.url) == ("4711", AccountKind.PAGE, "https://www.linkedin.com/company/4711/")
    (company,) = only(Account, read("posts", {}, Target("linkedin", handle="verzonnen-bv", kind="company")))
    assert (company.native_id, company.handle, company.kind) == ("4711", "verzonnen-bv", None)


def test_a_page_that_was_looked_up_has_its_names() -> None:
    told = {"elements": [{"id": 4711, "vanityName": "verzonnen-bv", "localizedName": "Verzonnen BV"}]}
    (page,) = only(Account, read("organisation", told, Target("linkedin", handle="Verzonnen-BV")))
    assert (page.native_id, page.handle, page.name) == ("4711", "verzonnen-bv", "Verzonnen BV")


def test_the_end_of_a_portability_visit_says_how_far_it_saw() -> None:
    until = "2026-11-22T03:30:00+00:00"
    assert only(Window, read("end", {}, until=until)) == [Window(end=datetime(2026, 11, 22, 3, 30, tzinfo=UTC))]
    assert not only(Window, read("end", {}, until=until, since="2026-11-23T00:00:00+00:00"))
