from __future__ import annotations

import datetime as dt
import io
from collections import Counter
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from connectors._generic_options import GenericOptions
from connectors._generic_words import sound_id
from connectors.generic_csv import Connector
from monitor.errors import SkipSource
from monitor.records import (
    Account,
    Anything,
    BadRow,
    Interaction,
    PlannedItem,
    Post,
    PostKind,
    Precision,
    Profile,
    Standing,
    StandingState,
)
from monitor.sources.contract import Context
from monitor.sources.ingest import import_path, plan
from tests.exports import lone
from tests.fakes import FakeSink

UTC = dt.UTC
CONTEXT = Context(dt.datetime(2026, 11, 22, tzinfo=UTC), ZoneInfo("Europe/Amsterdam"))
YAMMER = {
    "name": "yammer",
    "platform": "yammer",
    "when": ["Author", "Posted"],
    "columns": {"account": "Group", "published_at": "Posted", "author": "Author", "text": "Message"},
    "date_format": "%d-%m-%Y %H:%M",
    "timezone": "Europe/London",
}


def connector(*maps: dict[str, Any]) -> Connector:
    return Connector(GenericOptions.model_validate({"map": maps}))


def read(folder: Path, content: str | bytes, *maps: dict[str, Any], name: str = "file.csv") -> list[Anything]:
    export = lone(folder, content, name)
    reader = connector(*maps)
    match = reader.identify(export)
    assert match
    assert match.generic
    return list(reader.read(export, CONTEXT))


def of(kind: type[Any], found: list[Anything]) -> list[Any]:
    return [record for record in found if isinstance(record, kind)]


# --- the template --------------------------------------------------------------------------------------


def test_the_template_for_posts(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "Account,Time,Text,platform,id,kind,title,url,author,language,likes,views\n"
        'example,2013-01-31 09:30,Hello,hyves,17,retweet,A title,https://example.org/1,Jan,nl,3,"1,204"\n',
    )
    (account,), (post,) = of(Account, found), of(Post, found)
    assert (account.platform, account.handle) == ("hyves", "example")
    assert post == Post(
        account=account.key,
        native_id="17",
        published_at=dt.datetime(2013, 1, 31, 8, 30, tzinfo=UTC),
        precision=Precision.MINUTE,
        kind=PostKind.REPOST,
        title="A title",
        text="Hello",
        url="https://example.org/1",
        author="Jan",
        language="nl",
        likes=3,
        views=1204,
    )


def test_the_template_for_profiles(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "account,observed_at,bio,avatar_url,protected,followers,created_at,platform\n"
        "a,2013-01-31T00:00:00Z,,https://abs.twimg.com/sticky/default_profile_images/x.png,no,7,2012-01-01T00:00:00Z,x\n"
        "b,2013-01-31T00:00:00Z,Hi,https://pbs.twimg.com/1.png,ja,,,x\n",
    )
    first, second = of(Profile, found)
    assert (first.has_bio, first.default_avatar, first.protected, first.followers) == (False, True, False, 7)
    assert (second.has_bio, second.default_avatar, second.protected, second.followers) == (True, False, True, None)
    assert of(Account, found)[0].created_at == dt.datetime(2012, 1, 1, tzinfo=UTC)


# --- what became of an account ---------------------------------------------------------------------------


def stood(found: list[Anything]) -> list[tuple[StandingState, str | None]]:
    return [(standing.state, standing.detail) for standing in of(Standing, found)]


def test_a_table_of_states_alone(tmp_path: Path) -> None:
    head = "account,observed_at,platform,state,state_detail\n"
    found = read(
        tmp_path, f"{head}a,2014-01-31,x,Geblokkeerd,\nb,2014-01-31,x,renamed,@nieuw\na,2014-03-01,x,actief,\n"
    )
    assert stood(found) == [
        (StandingState.SUSPENDED, None),
        (StandingState.RENAMED, "@nieuw"),
        (StandingState.ACTIVE, None),
    ]
    assert [standing.account for standing in of(Standing, found)] == ["x\ta", "x\tb", "x\ta"]
    assert of(Standing, found)[0].observed_at.date() == dt.date(2014, 1, 31)
    assert len(of(Account, found)) == 2
    assert not of(Profile, found)


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("active actief Actief", StandingState.ACTIVE),
        ("renamed hernoemd", StandingState.RENAMED),
        ("suspended geblokkeerd geschorst", StandingState.SUSPENDED),
        ("deleted verwijderd opgeheven", StandingState.DELETED),
        ("protected besloten afgeschermd", StandingState.PROTECTED),
        ("moved verhuisd", StandingState.MOVED),
    ],
)
def test_states_in_dutch_and_english(tmp_path: Path, words: str, state: StandingState) -> None:
    rows = "".join(f"a,2014-01-31,{word}\n" for word in words.split())
    assert {told for told, _ in stood(read(tmp_path, f"account,observed_at,state\n{rows}"))} == {state}


def test_a_state_beside_a_profile(tmp_path: Path) -> None:
    head = "account,observed_at,bio,followers,state\n"
    found = read(tmp_path, f"{head}a,2014-01-31,Hi,7,besloten\nb,2014-01-31,Hi,8,\nc,2014-01-31,,,opgeheven\n")
    assert [profile.account for profile in of(Profile, found)] == ["other\ta", "other\tb"]
    assert stood(found) == [(StandingState.PROTECTED, None), (StandingState.DELETED, None)]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("a,2014-01-31,7,weg,", "its state 'weg' is unknown: write one of active, renamed, suspended, deleted"),
        ("a,2014-01-31,7,,to @b", "has a state_detail and no state: write one of active, renamed"),
    ],
)
def test_states_that_say_nothing_are_rejected_with_the_words_allowed(tmp_path: Path, row: str, told: str) -> None:
    (bad,) = read(tmp_path, f"account,observed_at,followers,state,state_detail\n{row}\n")
    assert isinstance(bad, BadRow)
    assert told in bad.reason
    assert "opgeheven" in bad.reason
    assert bad.line == 2


def test_a_state_in_a_mapped_table(tmp_path: Path) -> None:
    one = {
        "name": "lijst",
        "platform": "x",
        "yields": "profiles",
        "columns": {"account": "Wie", "time": "Gezien", "state": "Toestand", "state_detail": "Opmerking"},
    }
    found = read(tmp_path, "Wie,Gezien,Toestand,Opmerking\na,2014-01-31,verhuisd,naar @b\n", one)
    assert stood(found) == [(StandingState.MOVED, "naar @b")]


def test_the_template_for_interactions_and_the_calendar(tmp_path: Path) -> None:
    (said,) = of(
        Interaction,
        read(
            tmp_path,
            "account,received_at,answered_at,kind,author,text\na,2013-01-31T09:00Z,2013-01-31T10:00Z,vraag,Piet,Hoe?\n",
        ),
    )
    assert (said.kind.value, said.answer_known, said.answered_at) == (
        "question",
        True,
        dt.datetime(2013, 1, 31, 10, tzinfo=UTC),
    )
    (unknown,) = of(Interaction, read(tmp_path, "account,received_at,text\na,2013-01-31T09:00Z,Hoe?\n"))
    assert unknown.answer_known is False
    (planned,) = of(PlannedItem, read(tmp_path, "account,planned_at,title\na,2013-01-31,Newsletter\n"))
    assert (planned.title, planned.planned_at) == ("Newsletter", dt.datetime(2013, 1, 31, 11, tzinfo=UTC))


def test_accounts_are_named_once_however_they_are_spelled(tmp_path: Path) -> None:
    found = read(tmp_path, "account,time,text\nEx,2013-01-31,a\nex,2013-02-01,b\nOur wall,2013-02-01,c\n")
    accounts = of(Account, found)
    assert [(one.handle, one.name) for one in accounts] == [("Ex", None), (None, "Our wall")]
    assert len({post.account for post in of(Post, found)}) == 2


# --- maps ----------------------------------------------------------------------------------------------


def test_a_mapped_table(tmp_path: Path) -> None:
    found = read(tmp_path, "Group;Author;Posted;Message\nAll;Jan;04-07-2012 14:05;Hi; \n", YAMMER)
    (post,) = of(Post, found)
    assert (post.author, post.text) == ("Jan", "Hi")
    assert post.published_at == dt.datetime(2012, 7, 4, 13, 5, tzinfo=UTC)
    assert of(Account, found)[0].platform == "yammer"


def test_the_map_that_asks_for_most_is_taken(tmp_path: Path) -> None:
    narrow = {"name": "all", "columns": {"published_at": "Posted"}, "account": "x", "date_format": "%d-%m-%Y %H:%M"}
    found = read(tmp_path, "Group,Author,Posted,Message\nAll,Jan,04-07-2012 14:05,Hi\n", narrow, YAMMER)
    assert of(Account, found)[0].platform == "yammer"


def test_a_table_without_a_column_for_the_account(tmp_path: Path) -> None:
    one = {"name": "wall", "account": "Our wall", "columns": {"time": "When", "text": "What"}, "kind": "group"}
    found = read(tmp_path, "When,What\n2013-01-01,a\n2013-01-02,b\n", one)
    (account,) = of(Account, found)
    assert (account.key, account.name, account.handle, account.kind) == ("", "Our wall", None, "group")
    assert [post.account for post in of(Post, found)] == ["", ""]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"columns": {"published_at": "P", "account": "A", "colour": "C"}}, "posts have no colour"),
        ({"columns": {"account": "A"}}, "must name the column of published_at"),
        ({"columns": {"published_at": "P"}}, "must name the column of account"),
        ({"columns": {"published_at": "P"}, "account": "a", "date_format": "%d %b"}, "has no year"),
        ({"columns": {"published_at": "P"}, "account": "a", "timezone": "Mars"}, "there is no time zone 'Mars'"),
    ],
)
def test_wrong_maps_are_refused_with_their_reason(wrong: dict[str, Any], told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        GenericOptions.model_validate({"map": [{"name": "x", **wrong}]})


def test_unknown_columns_are_nobodys_and_the_message_shows_them(tmp_path: Path) -> None:
    path = lone(tmp_path, "投稿日,本文,いいね\n2013-01-01,x,1\n", "投稿.csv").path
    (planned,) = plan([path], [connector()])
    assert "its columns are: 投稿日, 本文, いいね" in str(planned.problem)
    assert "[[connectors.generic_csv.map]]" in str(planned.problem)
    mapped = {"name": "jp", "account": "a", "columns": {"time": "投稿日", "text": "本文", "likes": "いいね"}}
    (post,) = of(Post, read(tmp_path, "投稿日,本文,いいね\n2013-01-01,x,1\n", mapped))
    assert (post.text, post.likes) == ("x", 1)


# --- times ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "moment", "precision"),
    [
        ("2013-07-01T10:00:30Z", "2013-07-01T10:00:30", "second"),
        ("2013-07-01T10:00:30.250+0000", "2013-07-01T10:00:30.250", "second"),
        ("2013-07-01 10:00:30 UTC", "2013-07-01T10:00:30", "second"),
        ("2013-07-01T10:00:30-02:00", "2013-07-01T12:00:30", "second"),
        ("2013-07-01T10:00", "2013-07-01T08:00", "minute"),
        ("2013-07-01 10:00", "2013-07-01T08:00", "minute"),
        (" 2013-07-01 ", "2013-07-01T10:00", "day"),
    ],
)
def test_iso_times(tmp_path: Path, written: str, moment: str, precision: str) -> None:
    (post,) = of(Post, read(tmp_path, f"account,time,text\na,{written},x\n"))
    assert (post.published_at, post.precision) == (dt.datetime.fromisoformat(moment + "+00:00"), precision)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("", "has no time"),
        ("03/04/2012", "can be read in several ways"),
        ("3-4-12 10:00", "can be read in several ways"),
        ("12 March", "has no year"),
        ("Mar 12 10:00", "has no year"),
        ("yesterday", "has no year"),
        ("March 2012", "cannot be read"),
        ("0001-01-01T00:00:00+05:00", "outside 1990-2200"),
        ("9999-12-31", "outside 1990-2200"),
        ("20130101", "has no year"),
    ],
)
def test_times_that_need_a_guess_are_rejected_with_advice(tmp_path: Path, written: str, told: str) -> None:
    found = read(tmp_path, f"account,time,text\na,{written},x\nb,2013-01-01,y\n")
    (bad,) = of(BadRow, found)
    assert (bad.file, bad.line) == ("file.csv", 2)
    assert told in bad.reason
    assert len(of(Post, found)) == 1


@pytest.mark.parametrize(
    ("how", "written", "moment"),
    [
        ("%a %b %d %H:%M:%S %z %Y", "Mon Dec 31 17:41:16 +0000 2007", "2007-12-31T17:41:16"),
        ("unix", "1357034400", "2013-01-01T10:00:00"),
        ("unix_ms", "1357034400000", "2013-01-01T10:00:00"),
        ("%d/%m/%Y", "03/04/2012", "2012-04-03T10:00:00"),
    ],
)
def test_configured_times(tmp_path: Path, how: str, written: str, moment: str) -> None:
    one = {"name": "t", "account": "a", "columns": {"time": "When"}, "date_format": how, "when": ["What"]}
    found = read(tmp_path, f"When,What\n{written},x\nnonsense,y\n", one)
    (post,), (bad,) = of(Post, found), of(BadRow, found)
    assert post.published_at == dt.datetime.fromisoformat(moment + "+00:00")
    assert "not written as date_format says" in bad.reason


# --- damage --------------------------------------------------------------------------------------------


def test_damaged_ids_are_told_from_sound_ones() -> None:
    assert [sound_id(text) for text in ("1.22158E+17", "1,22158E+17", "122158000000000000", "", " ")] == [None] * 5
    assert sound_id("228735667216_10154890879532217") == "228735667216_10154890879532217"
    assert sound_id("297000000000000123") == "297000000000000123"
    assert sound_id("100000") == "100000"


def test_a_post_with_a_damaged_id_is_known_by_its_words(tmp_path: Path) -> None:
    found = read(tmp_path, "account,time,id,text\na,2013-01-01,1.22158E+17,x\na,2013-01-01,1.22158E+17,\n")
    (post,), (bad,) = of(Post, found), of(BadRow, found)
    assert (post.native_id, post.text) == (None, "x")
    assert "damaged by a spreadsheet" in bad.reason


def test_an_unquoted_delimiter_is_not_read_wrongly(tmp_path: Path) -> None:
    (bad,) = of(BadRow, read(tmp_path, "account,time,text\na,2013-01-01,one, two, three\n"))
    assert "has 5 cells under 3 columns" in bad.reason


def test_unknown_kinds_are_rejected_and_can_be_explained(tmp_path: Path) -> None:
    text = "account,time,text,kind\na,2013-01-01,x,rondvraag\n"
    (bad,) = of(BadRow, read(tmp_path, text))
    assert "rondvraag" in bad.reason
    explained = {
        "name": "k",
        "columns": {"account": "account", "time": "time", "kind": "kind"},
        "kinds": {"Rondvraag": "original"},
    }
    assert of(Post, read(tmp_path, text, explained))[0].kind == "original"


def test_posts_without_id_and_words_are_told_apart_by_their_number(tmp_path: Path) -> None:
    one = {"name": "counts", "columns": {"account": "who", "time": "when"}}
    rows = "a,2013-01-01T10:00\nb,2013-01-01T10:00\na,2013-01-01T10:00\na,2013-01-01T10:01\n"
    found = read(tmp_path, "who,when\n" + rows, one)
    sink = FakeSink()
    path = tmp_path / "file.csv"
    (result,) = import_path(path, [connector(one)], sink, CONTEXT)
    assert (len(of(Post, found)), result.new) == (4, 4)
    path.write_text("who,when\n" + rows + "a,2013-01-01T10:01\n")
    (again,) = import_path(path, [connector(one)], sink, CONTEXT)
    assert (again.new, again.known) == (1, 4)


@pytest.mark.parametrize("content", ["", "\n", "account\n", "account,time\na,b\n", "<html>", "[]", "a,b\n"])
def test_other_things_are_not_claimed(tmp_path: Path, content: str) -> None:
    assert connector(YAMMER).identify(lone(tmp_path, content or " ")) is None


def test_reading_what_was_not_claimed_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SkipSource, match="no columns that are known"):
        list(connector().read(lone(tmp_path, "a,b\n1,2\n"), CONTEXT))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.lists(
            st.text(st.characters(exclude_characters="\0"), max_size=12) | st.just("2013-01-01"), min_size=3, max_size=4
        ),
        max_size=5,
    )
)
def test_any_cells_give_records_or_bad_rows(tmp_path: Path, table: list[list[str]]) -> None:
    import csv

    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows([["account", "time", "text"], *table])
    found = read(tmp_path, buffer.getvalue().encode("utf-8", "replace"))
    rows = sum(1 for row in table if any(row))
    assert len(found) - len(of(Account, found)) == rows


# --- spreadsheets --------------------------------------------------------------------------------------


def test_a_spreadsheet_reads_like_a_csv(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    front = book.active
    assert front is not None
    front.append(["About", "this file"])
    page = book.create_sheet("Posts")
    page.append(["account", "time", "text", "id", "likes"])
    page.append(["a", dt.datetime(2013, 1, 31, 9, 30, 5), "hello", 17, 3])
    page.append([])
    page.append(["a", dt.date(2013, 2, 1), True, 1.22158e17, None])
    buffer = io.BytesIO()
    book.save(buffer)
    first, second = of(Post, read(tmp_path, buffer.getvalue(), name="book.xlsx"))
    assert (first.native_id, first.likes, first.precision) == ("17", 3, "second")
    assert first.published_at == dt.datetime(2013, 1, 31, 8, 30, 5, tzinfo=UTC)
    assert (second.native_id, second.text, second.likes) == (None, "true", None)


# --- real tables ---------------------------------------------------------------------------------------


def imported(path: Path, one: dict[str, Any]) -> tuple[FakeSink, Any]:
    sink = FakeSink()
    (result,) = import_path(path, [connector(one)], sink, CONTEXT)
    return sink, result


def test_220_deputies_of_whom_18_show_the_egg(shared_data: Path) -> None:
    one = {
        "name": "deputies",
        "platform": "x",
        "kind": "personal",
        "yields": "profiles",
        "columns": {
            "account": "screen_name",
            "account_id": "id_str",
            "created_at": "created_at",
            "avatar_url": "profile_image_url_https",
            "default_avatar": "default_profile_image",
            "protected": "protected",
            "followers": "followers_count",
            "following": "friends_count",
            "posts_total": "statuses_count",
        },
        "date_format": "%a %b %d %H:%M:%S %z %Y",
        "observed_at": dt.datetime(2023, 4, 6),
    }
    path = shared_data / "x" / "users" / "users_fr_parliament_2023-04-06.csv"
    sink, result = imported(path, one)
    profiles = [record for record in sink.kept.values() if isinstance(record, Profile)]
    assert (result.status, len(profiles), len(sink.accounts)) == ("done", 220, 220)
    assert Counter(profile.default_avatar for profile in profiles) == {True: 18, False: 202}
    assert sum(profile.protected is True for profile in profiles) == 5
    assert sum(profile.posts_total == 0 for profile in profiles) == 13
    del one["columns"]["default_avatar"]
    sink, _ = imported(path, one)
    assert sum(isinstance(one, Profile) and one.default_avatar is True for one in sink.kept.values()) == 18


def test_companies_of_which_one_shows_the_egg(shared_data: Path) -> None:
    one = {
        "name": "companies",
        "platform": "x",
        "yields": "profiles",
        "columns": {
            "account": "username",
            "account_id": "id",
            "created_at": "created_at",
            "avatar_url": "profile_image_url",
            "protected": "protected",
            "posts_total": "tweet_count",
        },
    }
    sink, result = imported(shared_data / "x" / "users" / "users_companies_api_v2_2022-11.csv", one)
    profiles = [record for record in sink.kept.values() if isinstance(record, Profile)]
    assert (result.status, result.rejected) == ("done", 0)
    assert sum(profile.default_avatar is True for profile in profiles) == 1
    assert sum(profile.posts_total == 0 for profile in profiles) == 9


def test_45248_posts_of_300_accounts(shared_data: Path) -> None:
    one = {
        "name": "accounts that end",
        "platform": "x",
        "timezone": "UTC",
        "columns": {"account": "account", "published_at": "timestamp", "kind": "type"},
    }
    sink, result = imported(shared_data / "x" / "timeseries" / "ira_posts_300_accounts.csv", one)
    assert (result.status, result.new, len(sink.accounts)) == ("done", 45_248, 300)


def test_19850_posts_of_82_pages(shared_data: Path) -> None:
    one = {
        "name": "pages",
        "platform": "facebook",
        "kind": "page",
        "columns": {
            "account_id": "page_id",
            "id": "post_id",
            "time": "created_time",
            "text": "message",
            "url": "link",
            "reposts": "shares",
            "likes": "react_like",
        },
    }
    sink, result = imported(shared_data / "facebook" / "page_posts" / "fb_news_posts_20K_83pages_short.csv", one)
    assert (result.status, result.new + result.known, len(sink.accounts)) == ("done", 19_850, 82)
