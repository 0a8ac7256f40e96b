"""LinkedIn's "little text" brought to plain text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors._linkedin_api_text import RESERVED, little_text, plain_text

texts = st.text() | st.text(alphabet=f"{RESERVED}ab |#\n") | st.text(alphabet="@[]()urn:li{hashtag|\\#}x ")


@pytest.mark.parametrize(
    ("little", "plain"),
    [
        ("Hallo", "Hallo"),
        (r"Wij zijn \(nog\) open \| dag en nacht \#open", "Wij zijn (nog) open | dag en nacht #open"),
        ("Met @[Water BV](urn:li:organization:4711) en #water", "Met Water BV en #water"),
        (r"Met @[Water \(NL\) \[de echte\]](urn:li:organization:4711)!", "Met Water (NL) [de echte]!"),
        (r"{hashtag|\#|water} {hashtag|#|warm\_wonen} {hashtag|＃|水}", "#water #warm_wonen #水"),
        (r"C:\dir en 5 \* 3 \~ 15 \\o\/", "C:\\dir en 5 * 3 ~ 15 \\o\\/"),
        (
            r"jan\@example.org @[geen vermelding] {hashtag} (zo maar)",
            "jan@example.org @[geen vermelding] {hashtag} (zo maar)",
        ),
        ("eerste regel\ntweede regel", "eerste regel\ntweede regel"),
        ("op het eind \\", "op het eind \\"),
        ("@[](urn:li:organization:1)", "@[](urn:li:organization:1)"),
        (r"@[a\](urn:li:person:x) b](urn:li:person:y)", "a](urn:li:person:x) b"),
    ],
)
def test_markup_is_read_as_people_see_it(little: str, plain: str) -> None:
    assert plain_text(little) == plain


@given(texts)
def test_what_was_escaped_comes_back(text: str) -> None:
    assert plain_text(little_text(text)) == text


@given(texts, texts)
def test_a_mention_in_a_text_is_its_name(before: str, name: str) -> None:
    if 0 < len(little_text(name)) <= 500:
        little = f"{little_text(before)} @[{little_text(name)}](urn:li:organization:4711)"
        assert plain_text(little) == f"{before} {name}"


@given(texts)
def test_any_text_gives_a_text_that_is_no_longer(text: str) -> None:
    assert len(plain_text(text)) <= len(text)


@pytest.mark.parametrize("piece", ["@[", "@[a](", "{hashtag|#|", "\\", "@[\\"])
def test_a_hostile_text_is_searched_once(piece: str) -> None:
    """A pattern that searched to the end from every beginning would need hours for this."""
    assert plain_text(piece * 100_000)
