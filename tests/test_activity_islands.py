"""Where posts lead to and whether articles are shared: from a store to the columns of the frame."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from monitor.activity.labelling import label_new
from monitor.activity.shares import Shares, page_address
from monitor.activity.weekly import build_frame
from monitor.records import Account, AccountKind, Post, PostKind, Window
from monitor.settings import AccountSettings, Organisation, Settings, Theme
from monitor.store.sqlstore import SqlStore
from tests.fakes_activity import ZONE, FakeStore, local
from tests.store_case import bring_in, fresh

MONDAY = date(2012, 10, 1)
ARTICLE = "https://www.waterkracht.example/blog/regenton-legen"
TITLE = "Zo leeg je een regenton"


# --- shares, pure ------------------------------------------------------------------------------------------
def answer(
    days: float = 1, *, url: str | None = ARTICLE, title: str | None = TITLE, so_far: str | None = None, **said: Any
) -> str | None:
    """What is said of one article when one post came so many days after it."""
    row = {"post_id": 1, "published_at": local(MONDAY), "url": url, "title": title, "shared": so_far}
    post = {"platform": "x", "kind": "original", "title": None, "text": None, "links": (), "link_place": None} | said
    shares = Shares(pd.DataFrame([row]), ZONE)
    shares.look_at(pd.DataFrame([post | {"published_at": local(MONDAY) + round(days * 86_400)}]))
    return shares.answers()[1]


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({"links": (ARTICLE,)}, "yes"),
        ({"links": ("http://waterkracht.example/blog/Regenton-legen/?utm_source=x",)}, "yes"),
        ({"text": f"Lees {ARTICLE}!"}, "yes"),
        ({"text": "Nieuw: «ZO léég je een regenton»..."}, "yes"),
        ({"text": "Zo leeg je een emmer"}, "no"),
        ({"links": ("https://www.waterkracht.example/blog/",)}, "no"),
        ({"links": ("https://bit.ly/x",)}, None),
        ({"links": None, "text": "Kijk https://t.co/1"}, None),
        ({"links": None, "text": "Lekker weer"}, "no"),
        ({"links": None, "text": "Lekker weer", "platform": "facebook"}, None),
        ({"links": None}, None),
        ({"links": None, "kind": "repost"}, "no"),
        ({"links": (ARTICLE,), "kind": "repost"}, "yes"),
    ],
)
def test_a_share_leads_to_the_article_or_holds_its_whole_title(said: dict[str, Any], found: str | None) -> None:
    assert answer(**said) == found


@pytest.mark.parametrize(
    ("so_far", "said", "found"),
    [
        ("yes", {"links": None, "link_place": "other"}, "yes"),
        ("yes", {"links": None}, "yes"),
        ("yes", {"links": None, "text": "Lekker weer"}, "no"),
        ("no", {"links": None, "link_place": "other"}, "no"),
        ("no", {"links": None}, None),
    ],
)
def test_an_answer_stays_when_the_words_of_the_posts_go(so_far: str, said: dict[str, Any], found: str | None) -> None:
    assert answer(so_far=so_far, **said) == found


@pytest.mark.parametrize(("days", "found"), [(-1.01, "no"), (-1, "yes"), (0, "yes"), (6.99, "yes"), (7, "no")])
def test_a_share_counts_for_a_week(days: float, found: str) -> None:
    assert answer(days, links=(ARTICLE,)) == found


def test_the_week_is_one_of_the_wall_clock() -> None:
    before, after = datetime(2012, 10, 22, 12, tzinfo=ZONE), datetime(2012, 10, 29, 11, 59, tzinfo=ZONE)
    row = {"post_id": 1, "published_at": int(before.timestamp()), "url": ARTICLE, "title": None, "shared": None}
    post = {"platform": "x", "kind": "original", "title": None, "text": None, "links": [ARTICLE], "link_place": None}
    shares = Shares(pd.DataFrame([row]), ZONE)
    shares.look_at(pd.DataFrame([post | {"published_at": int(after.timestamp())}]))
    assert shares.answers() == {1: "yes"}


def test_what_has_no_name_cannot_be_found() -> None:
    assert answer(url=None, title="Korte titel") is None
    assert answer(url="https://waterkracht.example/", title=None) is None
    assert answer(url=None, text=TITLE) == "yes"


def test_pages_named_by_their_query_alone_are_pages() -> None:
    assert page_address("https://blog.example/?p=12") != page_address("https://blog.example/?p=13")
    assert answer(url="https://blog.example/?p=12", links=("http://blog.example/?p=12",)) == "yes"


# --- from the store to the frame -----------------------------------------------------------------------------
def settings(site: str | None = "https://waterkracht.example") -> Settings:
    blog = AccountSettings(platform="blog", handle="blog", url="https://waterkracht.example/blog", kind="blog")
    x = AccountSettings(platform="x", handle="waterkracht", kind="company")
    page = AccountSettings(platform="facebook", handle="waterkracht", kind="page")
    return Settings(organisation=Organisation(site=site), account=(blog, x, page))


def post(number: int, day: float, **more: Any) -> Post:
    moment = datetime.fromtimestamp(local(MONDAY) + round(day * 86_400), ZONE)
    return Post(**{"native_id": str(number), "published_at": moment, "links": ()} | more)


def article(number: int, day: float) -> Post:
    return post(number, day, kind=PostKind.ARTICLE, url=f"{ARTICLE}-{number}", title=f"{TITLE} {number}")


def brought(store: SqlStore, *records: tuple[int, Post], told: Settings | None = None) -> tuple[int, int, int]:
    """Import, label and give the numbers of blog, X account and page, which were watched for ten weeks."""
    told = told or settings()
    store.set_zone("Europe/Amsterdam")
    blog, x, page = store.sync_accounts(told.account)
    watched = Window(
        start=datetime.fromtimestamp(local(MONDAY, 0), ZONE),
        end=datetime.fromtimestamp(local(MONDAY, 0) + 70 * 86_400, ZONE),
    )
    bring_in(store, [*records, *((one, watched) for one in (blog, x, page))])
    label_new(store, told)
    return blog, x, page


def frame_of(store: SqlStore, told: Settings | None = None) -> pd.DataFrame:
    return build_frame(store, told or settings(), MONDAY + timedelta(70))


def test_an_article_counts_when_its_week_is_over(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        shared = post(3, 5, links=(f"{ARTICLE}-1",))
        blog, *_ = brought(store, (1, article(1, 1)), (1, article(2, 1)), (2, shared))
        told = frame_of(store).loc[blog][["articles_due", "articles_shared", "share_judged"]]
    assert told.to_numpy()[:4].tolist() == [[0, 0, 0], [2, 1, 2], [0, 0, 0], [0, 0, 0]]


def test_a_share_that_comes_in_later_or_too_late(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        blog, x, _ = brought(store, (1, article(1, 1)), (1, article(2, 1)))
        assert frame_of(store).loc[blog, "articles_shared"].sum() == 0
        late = [(x, post(3, 5, links=(f"{ARTICLE}-1",))), (x, post(4, 9, links=(f"{ARTICLE}-2",)))]
        brought(store, *late)
        assert frame_of(store).loc[blog, "articles_shared"].sum() == 1
        assert label_new(store, settings()) == 0


def test_where_a_company_account_was_not_looked_at_nothing_is_known_not_to_be_shared(tmp_path: Path) -> None:
    more = settings()
    unseen = AccountSettings(platform="mastodon", handle="wk@social.example", kind="company")
    told = more.model_copy(update={"account": (*more.account, unseen)})
    with fresh(tmp_path) as store:
        store.set_zone("Europe/Amsterdam")
        blog, x, page, other = store.sync_accounts(told.account)
        start = datetime.fromtimestamp(local(MONDAY, 0), ZONE)
        watched = Window(start=start, end=start + timedelta(70))
        records = [(blog, article(1, 1)), (blog, article(2, 1)), (x, post(3, 2, links=(f"{ARTICLE}-1",)))]
        bring_in(store, [*records, *((one, watched) for one in (blog, x, page)), (other, post(9, 0))])
        label_new(store, told)
        row = frame_of(store, told).loc[blog].iloc[1]
    assert row[["articles_due", "articles_shared", "share_judged"]].tolist() == [2, 1, 1]


def test_links_count_for_the_accounts_they_do_not_come_from(tmp_path: Path) -> None:
    own, elsewhere, hidden = "https://x.com/waterkracht/status/1", "https://krant.example", "https://bit.ly/1"
    posts = [post(n, 0, links=(link,)) for n, link in enumerate((own, ARTICLE, elsewhere, hidden))]
    on_page = [post(n, 0, links=(link,)) for n, link in enumerate((own, ARTICLE, elsewhere, hidden))]
    of_blog = [post(n, 0, kind=PostKind.ARTICLE, links=(link,)) for n, link in enumerate((own, ARTICLE, elsewhere))]
    records = [*((1, one) for one in of_blog), *((2, one) for one in posts), *((3, one) for one in on_page)]
    with fresh(tmp_path) as store:
        blog, x, page = brought(store, *records)
        told = frame_of(store)[["linking", "link_judged"]]
    assert [told.loc[account].iloc[0].tolist() for account in (blog, x, page)] == [[1, 3], [1, 3], [2, 3]]


def test_other_places_in_the_configuration_mark_all_posts_anew(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        _, x, _ = brought(store, (2, post(1, 0, links=("https://nieuw.example/x",))))
        assert frame_of(store).loc[x, "linking"].sum() == 0
        moved = settings("https://nieuw.example")
        assert label_new(store, moved) == 1
        assert frame_of(store, moved).loc[x, "linking"].sum() == 1


def test_without_a_site_or_another_account_links_mean_nothing() -> None:
    store = FakeStore()
    store.account("x", handle="waterkracht")
    store.post(1, MONDAY, place="other")
    alone = Settings(account=(AccountSettings(platform="x", handle="waterkracht"),))
    assert build_frame(store, alone, MONDAY + timedelta(14))[["linking", "link_judged"]].isna().all(axis=None)
    with_site = alone.model_copy(update={"organisation": Organisation(site="https://waterkracht.example")})
    assert build_frame(store, with_site, MONDAY + timedelta(14))["link_judged"].tolist()[0] == 1


def test_marks_and_labels_outlive_the_words_when_an_account_is_added(tmp_path: Path) -> None:
    ours = Organisation(site="https://www.waterkracht.example")
    theme = Theme(name="Water", keywords=("regenton",))
    with fresh(tmp_path) as store:
        blog = store.add_account(Account(platform="blog", handle="b"))
        x = store.add_account(Account(platform="x", handle="x", kind=AccountKind.PERSONAL))
        when = datetime(2012, 10, 2, 9, tzinfo=ZONE)
        article = Post(native_id="a", published_at=when, kind=PostKind.ARTICLE, url=ARTICLE, title=TITLE)
        bring_in(store, [(blog, article), (x, Post(native_id="1", published_at=when, text=f"{TITLE} {ARTICLE}"))])
        bring_in(store, [(x, Post(native_id="never", published_at=when))])
        before = Settings(organisation=ours, theme=(theme,))
        assert label_new(store, before) == 3
        told = "SELECT native_id, themes, link_place, shared FROM v_post ORDER BY native_id"
        kept = store.query(told)[1]
        assert [tuple(row) for row in kept] == [
            ("1", "Water", "own", None),
            ("a", "Water", None, "yes"),
            ("never", "", None, None),
        ]
        store.retain_since(when + timedelta(1))
        more = before.model_copy(update={"account": (AccountSettings(platform="x", handle="nog-een"),)})
        assert label_new(store, more) == 1
        assert store.query(told)[1] == kept
        assert label_new(store, more) == 0
