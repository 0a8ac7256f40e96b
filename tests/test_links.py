"""Where posts link to."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.activity.links import OwnPlaces, Place, link_marks, links_of, own_places, plain_address
from monitor.settings import AccountSettings, Organisation, Settings

OURS = own_places(
    Settings(
        organisation=Organisation(site="https://www.waterkracht.example.org/"),
        account=(
            AccountSettings(platform="x", handle="waterkracht"),
            AccountSettings(platform="youtube", native_id="UCdemo"),
            AccountSettings(platform="mastodon", handle="waterkracht@social.example.net"),
            AccountSettings(platform="facebook", url="https://www.facebook.com/Water.Kracht"),
            AccountSettings(platform="blog", url="https://verhalen.example.com/blog"),
        ),
    )
)


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("https://waterkracht.example.org/nieuws?x=1", Place.OWN_SITE),
        ("http://shop.WATERKRACHT.example.org", Place.OWN_SITE),
        ("https://verhalen.example.com/anders", Place.OWN_SITE),
        ("https://twitter.com/Waterkracht/status/12", Place.OWN_ACCOUNT),
        ("https://x.com/waterkracht", Place.OWN_ACCOUNT),
        ("https://x.com/waterkrachtfan", Place.ELSEWHERE),
        ("https://www.youtube.com/channel/UCdemo/videos", Place.OWN_ACCOUNT),
        ("https://m.facebook.com/water.kracht/posts/1", Place.OWN_ACCOUNT),
        ("https://social.example.net/@waterkracht/1", Place.OWN_ACCOUNT),
        ("https://www.youtube.com/watch?v=abc", Place.UNKNOWN),
        ("https://youtu.be/abc", Place.UNKNOWN),
        ("https://bit.ly/2abc", Place.UNKNOWN),
        ("https://notwaterkracht.example.org.evil.example/", Place.ELSEWHERE),
        ("https://krant.example/artikel", Place.ELSEWHERE),
        ("geen adres", Place.UNKNOWN),
        ("https://[broken", Place.UNKNOWN),
    ],
)
def test_every_link_has_its_place(url: str, place: Place) -> None:
    assert OURS.place(url) is place


def test_links_come_from_the_source_and_from_the_text() -> None:
    assert links_of(("https://a.example",), "https://b.example") == ["https://a.example", "https://b.example"]
    assert links_of(("https://a.example",), "https://t.co/1 and https://a.example") == ["https://a.example"]
    assert links_of((), "Foto! https://t.co/1") == []
    assert links_of(None, "Foto! https://t.co/1") == ["https://t.co/1"]
    assert links_of(None, "Kijk op www.a.example/x.") == ["www.a.example/x"]
    assert links_of(None, "Zie https://b.example/x, en verder.") == ["https://b.example/x"]
    assert links_of('["https://a.example", 3]', None) == ["https://a.example"]
    assert links_of("[broken", float("nan")) is None
    assert links_of(None, None) is None


def test_what_is_unknown_is_counted_nowhere() -> None:
    posts = pd.DataFrame(
        {
            "links": [("https://x.com/waterkracht", "https://elders.example"), None, None],
            "text": ["", None, "https://waterkracht.example.org"],
        },
        index=[7, 8, 9],
    )
    marks = link_marks(posts, OURS)
    assert marks.loc[7].to_list() == [0, 1, 1, 0]
    assert np.isnan(marks.loc[8]).all()
    assert marks.loc[9].to_list() == [1, 0, 0, 0]


def test_no_posts_give_no_marks() -> None:
    marks = link_marks(pd.DataFrame({"links": [], "text": []}), OwnPlaces())
    assert marks.shape == (0, 4)


@given(st.text())
def test_any_text_can_be_asked(url: str) -> None:
    assert OURS.place(url) in Place
    assert "://" not in plain_address("https://example.org/" + url.replace(":", ""))
