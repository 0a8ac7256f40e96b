"""LinkedIn member exports, made up by us, and the real shares kept beside the project."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors._linkedin_ids import comment_id, group_id, post_id, time_of
from connectors._linkedin_tables import unquoted
from connectors.linkedin_member import Connector
from monitor.errors import SkipSource
from monitor.records import Account, AccountKind, BadRow, Post, PostKind, Profile, Window
from monitor.sources.contract import Options
from monitor.sources.export import Export
from tests.connector_tools import damaged, survive, words
from tests.exports import foldered
from tests.readback import CONTEXT, lone, only, records, table, zipped

CONNECTOR = Connector(Options())
SHARES = "Date,ShareLink,ShareCommentary,SharedUrl,MediaUrl,Visibility"
LINK = "https://www.linkedin.com/feed/update/urn%3Ali%3Ashare%3A7345821826846990338"
TIME = "2025-07-01 14:33:22"
AT = datetime(2025, 7, 1, 14, 33, 22, tzinfo=UTC)
PROFILE = table([["First Name", "Last Name", "Headline", "Summary"], ["Fenna", "Verzonnen", "Adviseur", ""]])
COMMENTS = table(
    [
        ["Date", "Link", "Message"],
        [TIME, f"{LINK}?commentUrn=urn%3Ali%3Acomment%3A%28share%3A7345821826846990338%2C99%29", "Goed punt"],
    ]
)
NOTES = 'Notes:\n"When importing your data, all is imported as it is."\n\n'


def share(text: str = "Wij bestaan", at: str = TIME, link: str = LINK, shared: str = "") -> str:
    """A row of `Shares.csv` in LinkedIn's own quoting."""
    quoted = '""\n""'.join(line.replace('"', '""') for line in text.split("\n"))
    return f'{at},{link},"{quoted}","{shared}","",MEMBER_NETWORK\n'


def shares(*rows: str) -> str:
    return f"{SHARES}\n{''.join(rows)}"


# --- the real exports ----------------------------------------------------------------------------------


def test_the_real_shares_are_all_read(shared_data: Path) -> None:
    found = records(CONNECTOR, Export.open(shared_data / "linkedin/data_export/Shares.csv"))
    posts = only(Post, found)
    assert len(posts) == 202
    assert not only(BadRow, found)
    # One share stands there five times, once for each preview picture of its film: the store will make one of them.
    assert len({post.native_id for post in posts}) == 198
    assert (min(p.published_at for p in posts).date(), max(p.published_at for p in posts).date()) == (
        datetime(2015, 11, 5, tzinfo=UTC).date(),
        datetime(2025, 7, 1, tzinfo=UTC).date(),
    )
    assert not [post for post in posts if '"\n"' in (post.text or "") or '""' in (post.text or "")]


def test_the_time_in_the_real_ids_is_the_stated_time(shared_data: Path) -> None:
    posts = only(Post, records(CONNECTOR, Export.open(shared_data / "linkedin/data_export/Shares.csv")))
    apart = [
        abs((post.published_at - moment).total_seconds())
        for post in posts
        if (moment := time_of(post.native_id, CONTEXT.now))
    ]
    assert len(apart) == 202
    assert max(apart) <= 1


def test_dates_from_before_the_web_are_rejected(shared_data: Path) -> None:
    found = records(CONNECTOR, Export.open(shared_data / "linkedin/synthetic_export_by_third_party"))
    assert not only(Post, found)
    assert {"outside 1990-2200" in row.reason for row in only(BadRow, found)} == {True}
    assert not only(Window, found), "an unreadable table shows no silence"
    assert only(Account, found)[0].name == "Ada Byron-Lovelace"
    assert only(Profile, found)[0].has_bio is True


@pytest.mark.parametrize("name", ["Connections.csv", "Profile.csv", "Rich_Media.csv", "Company Follows.csv"])
def test_tables_about_others_are_not_claimed_alone(shared_data: Path, name: str) -> None:
    path = shared_data / "linkedin/synthetic_export_by_third_party" / name
    assert CONNECTOR.identify(Export.open(path)) is None


def test_the_real_creator_analytics_are_refused_with_advice(shared_data: Path) -> None:
    path = shared_data / "linkedin/creator_analytics/Content_2023-08-07_2024-08-05.xlsx"
    with pytest.raises(SkipSource, match="Get a copy of your data"):
        records(CONNECTOR, Export.open(path))


# --- forms ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("shares_name", ["Shares.csv", "Shares_1234567.csv"])
@pytest.mark.parametrize("top", ["", "Complete_LinkedInDataExport/"])
@pytest.mark.parametrize("packed", [True, False])
def test_zip_folder_and_top_folder_are_alike(tmp_path: Path, top: str, packed: bool, shares_name: str) -> None:
    files = {f"{top}{shares_name}": shares(share()), f"{top}Profile.csv": PROFILE, f"{top}Comments.csv": COMMENTS}
    files |= {f"{top}messages.csv": "FROM,CONTENT\nsomebody,secret\n", f"{top}Connections.csv": "First Name\nsecret\n"}
    export = zipped(tmp_path, files) if packed else Export.open(foldered(tmp_path / "export", files))
    found = records(CONNECTOR, export)
    member = only(Account, found)[0]
    assert (member.name, member.kind) == ("Fenna Verzonnen", AccountKind.PERSONAL)
    assert member.native_id == ("1234567" if "_" in shares_name else None)
    assert [post.kind for post in only(Post, found)] == [PostKind.ORIGINAL, PostKind.REPLY]
    assert only(Window, found) == [Window()]
    assert only(Profile, found)[0].bio == "Adviseur"
    assert "secret" not in repr(found)


def test_a_lone_table_is_known_by_its_columns(tmp_path: Path) -> None:
    post = only(Post, records(CONNECTOR, lone(tmp_path, shares(share(shared="https://example.org/a")))))[0]
    assert (post.native_id, post.published_at) == ("share:7345821826846990338", AT)
    assert post.url == "https://www.linkedin.com/feed/update/urn:li:share:7345821826846990338"
    assert post.links == ("https://example.org/a",)


def test_a_note_before_the_header_is_passed_over(tmp_path: Path) -> None:
    found = records(CONNECTOR, lone(tmp_path, NOTES + shares(share())))
    assert len(only(Post, found)) == 1
    assert not only(BadRow, found)


def test_comments_are_replies_that_name_what_they_answer(tmp_path: Path) -> None:
    found = records(CONNECTOR, lone(tmp_path, COMMENTS))
    post = only(Post, found)[0]
    assert (post.kind, post.in_reply_to) == (PostKind.REPLY, "share:7345821826846990338")
    assert post.native_id == "comment:(share:7345821826846990338,99)"
    assert only(Window, found) == [Window(start=AT, end=AT)], "comments alone show no silence"


def test_a_table_with_the_same_columns_of_another_network_is_left_alone(tmp_path: Path) -> None:
    body = table([["Date", "Link", "Message"], [TIME, "https://example.org/1", "Dag"]])
    assert CONNECTOR.identify(lone(tmp_path, body)) is None


def test_the_quick_archive_lacks_the_posts_and_says_so(tmp_path: Path) -> None:
    found = records(CONNECTOR, zipped(tmp_path, {"Profile.csv": PROFILE, "Connections.csv": "First Name\nx\n"}))
    assert only(Account, found)[0].name == "Fenna Verzonnen"
    assert "larger archive" in only(BadRow, found)[0].reason
    assert not only(Window, found)


@pytest.mark.parametrize(("upload", "default"), [("Profile photo upload", False), ("Feed photo", None)])
def test_an_uploaded_profile_picture_is_no_egg(tmp_path: Path, upload: str, default: bool | None) -> None:
    media = table([["Date/Time", "Media Description", "Media Link"], [TIME, upload, "https://example.org/1.png"]])
    files = {"Shares.csv": shares(share()), "Profile.csv": PROFILE, "Rich_Media.csv": media}
    assert only(Profile, records(CONNECTOR, zipped(tmp_path, files)))[0].default_avatar is default


@pytest.mark.parametrize("name", ["b/Shares.csv", "page.xlsx", "b/anything.csv", "outbox.json"])
def test_an_export_among_others_is_not_claimed_with_them(tmp_path: Path, name: str) -> None:
    files = {"a/Shares.csv": shares(share()), "a/Jobs/Saved.csv": "x\n", "a/Articles/1.html": "", "README.txt": "x"}
    assert CONNECTOR.identify(zipped(tmp_path, files)) is not None
    assert CONNECTOR.identify(zipped(tmp_path, {**files, name: shares(share())})) is None


# --- quoting, times, ids -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("parsed", "text"),
    [
        ('een"\n"twee"\n""\n"drie', "een\ntwee\n\ndrie"),
        ('zeg "ja""\n"en "nee"', 'zeg "ja"\nen "nee"'),
        ("een\ntwee", "een\ntwee"),
        ('"een"\ntwee', '"een"\ntwee'),
        ("een\r\ntwee", "een\ntwee"),
        ('"een"', '"een"'),
        ("", ""),
    ],
)
def test_linkedins_quoting_is_undone_and_other_quotes_are_left(parsed: str, text: str) -> None:
    assert unquoted(parsed) == text


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("2025-07-01 14:33:22", AT),
        ("2025-07-01 14:33:22 UTC", AT),
        ("2025-07-01 14:33", AT.replace(second=0)),
        ("07/01/25, 2:33 PM", AT.replace(second=0)),
    ],
)
def test_times_are_utc(tmp_path: Path, stated: str, expected: datetime) -> None:
    quoted = f'"{stated}"'
    found = records(CONNECTOR, lone(tmp_path, shares(share(at=quoted))))
    assert only(Post, found)[0].published_at == expected


@pytest.mark.parametrize("stated", ["", "01-07 14:33", "2025-02-30 10:00:00", "1842-01-11 00:00:00 UTC"])
def test_a_time_that_cannot_be_read_is_rejected_with_its_line(tmp_path: Path, stated: str) -> None:
    found = records(CONNECTOR, lone(tmp_path, shares(share("een\ntwee"), share(at=stated))))
    assert [row.line for row in only(BadRow, found)] == [4]
    assert len(only(Post, found)) == 1


@pytest.mark.parametrize(
    ("link", "native_id"),
    [
        ("feed/update/urn%3Ali%3Ashare%3A7345821826846990338", "share:7345821826846990338"),
        ("feed/update/urn:li:ugcPost:12345/", "ugcPost:12345"),
        ("feed/update/urn%253Ali%253Aactivity%253A12345", "activity:12345"),
        ("posts/wij_dag-activity-7000000000000000000-AbCd?utm_source=x", "activity:7000000000000000000"),
        ("feed/update/urn:li:groupPost:8138-7000000000000000000", "groupPost:8138-7000000000000000000"),
        ("groups/8138/8138-7000000000000000000", "groupPost:8138-7000000000000000000"),
        ("groups/8138/", None),
        ("in/somebody", None),
        ("", None),
    ],
)
def test_permalinks_of_all_forms_give_one_id(link: str, native_id: str | None) -> None:
    assert post_id(f"https://www.linkedin.com/{link}") == native_id


def test_group_and_comment_numbers() -> None:
    assert group_id("https://www.linkedin.com/groups/8138/8138-7000000000000000000") == "8138"
    assert group_id("https://www.linkedin.com/groups/Wij-bestaan-8138") == "8138"
    assert group_id(LINK) is None
    assert comment_id("x?commentUrn=urn:li:comment:(urn:li:activity:1,2)") == "comment:(activity:1,2)"
    assert comment_id("x?commentUrn=urn:li:comment:(activity:0)") is None


@pytest.mark.parametrize("number", ["share:1", "share:99999999999999999999", "no", None])
def test_an_id_outside_linkedins_time_holds_none(number: str | None) -> None:
    assert time_of(number, CONTEXT.now) is None


lines = st.lists(words.map(str.strip), min_size=1, max_size=4).map("\n".join)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(lines, st.integers(10**8, 17 * 10**8), st.integers(1, 10**19)), min_size=1, max_size=5))
def test_what_is_written_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, int, int]]
) -> None:
    # Before 1990 nothing is accepted; LinkedIn's quoting is what real exports have.
    times = [datetime.fromtimestamp(stamp + 7 * 10**8, UTC) for _, stamp, _ in rows]
    body = shares(
        *(
            share(text, f"{at:%Y-%m-%d %H:%M:%S}", f"https://www.linkedin.com/feed/update/urn%3Ali%3Ashare%3A{number}")
            for (text, _, number), at in zip(rows, times, strict=True)
        )
    )
    posts = only(Post, records(CONNECTOR, lone(tmp_path_factory.mktemp("shares"), body)))
    assert [(post.native_id, post.published_at, post.text) for post in posts] == [
        (f"share:{number}", at, text) for (text, _, number), at in zip(rows, times, strict=True)
    ]


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_garbage_is_refused_or_rejected(data: st.DataObject) -> None:
    media = table([["Date/Time", "Media Description"], [TIME, "Profile photo upload"]])
    files = {"Shares.csv": shares(share("een\ntwee"), share()), "Profile.csv": PROFILE, "Comments.csv": COMMENTS}
    whole = {name: text.encode() for name, text in {**files, "Rich_Media.csv": media}.items()}
    name = data.draw(st.sampled_from(sorted(whole)))
    survive(CONNECTOR, {**whole, name: data.draw(damaged(whole[name]))})
    survive(CONNECTOR, {"x": data.draw(damaged(whole["Shares.csv"]))})
