"""Ghost exports. All texts here are made up; the real file is only counted."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.blog_ghost import Connector, GhostOptions
from monitor.errors import RefuseHostile, SkipSource
from monitor.records import Account, AccountKind, BadRow, Post, PostKind, Window
from monitor.sources.export import Export
from tests.connector_tools import damaged, survive
from tests.readback import CONTEXT, lone, only, records

CONNECTOR = Connector(GhostOptions(site="https://www.blog.example"))
EXPORTED = 1_388_530_800_000
"""31 December 2013, 23:00 UTC, in milliseconds."""


def post(number=1, **more) -> dict[str, object]:
    whole = {
        "id": f"id{number}",
        "title": "Stuk",
        "slug": f"stuk-{number}",
        "html": "<p>Tekst &amp; meer</p>",
        "status": "published",
        "type": "post",
        "published_at": "2013-01-01T10:00:00.000Z",
        "updated_at": "2013-02-01T10:00:00.000Z",
    }
    return whole | more


def ghost(*posts, wrapped=True, **tables) -> str:
    part = {
        "meta": {"exported_on": EXPORTED, "version": "5.0"},
        "data": {"posts": list(posts), "posts_authors": [], "posts_meta": [], "users": [], **tables},
    }
    return json.dumps({"db": [part]} if wrapped else part)


def read(tmp_path, document, connector=CONNECTOR):
    return records(connector, lone(tmp_path, document))


def one(tmp_path, **more) -> Post:
    (found,) = only(Post, read(tmp_path, ghost(post(**more))))
    return found


@pytest.mark.parametrize("wrapped", [True, False])
def test_article(tmp_path, wrapped):
    users = [{"id": "u1", "name": "Jan Jansen", "email": "jan@made-up.example"}, {"id": "u2", "name": "Piet"}]
    pairs = [
        {"post_id": "id1", "author_id": "u2", "sort_order": 1},
        {"post_id": "id1", "author_id": "u1", "sort_order": 0},
    ]
    settings = [{"key": "title", "value": "Verzonnen blog"}]
    document = ghost(post(), wrapped=wrapped, users=users, posts_authors=pairs, settings=settings)
    found = read(tmp_path, document)
    assert found == [
        Account(
            platform="blog",
            handle="blog.example",
            name="Verzonnen blog",
            kind=AccountKind.BLOG,
            url="https://www.blog.example",
        ),
        Post(
            native_id="id1",
            published_at=datetime(2013, 1, 1, 10, tzinfo=UTC),
            kind=PostKind.ARTICLE,
            author="Jan Jansen, Piet",
            title="Stuk",
            text="Tekst & meer",
            url="https://www.blog.example/stuk-1/",
            links=(),
            edited_at=datetime(2013, 2, 1, 10, tzinfo=UTC),
        ),
        Window(end=datetime(2013, 12, 31, 23, tzinfo=UTC)),
    ]


def test_without_the_site_nobody_is_named(tmp_path):
    found = read(tmp_path, ghost(post()), Connector(GhostOptions()))
    assert (only(Account, found)[0].handle, only(Post, found)[0].url) == (None, None)


def test_author_of_older_versions(tmp_path):
    document = ghost(post(author_id=7), users=[{"id": 7, "name": "Jan"}], posts_authors=None)
    assert only(Post, read(tmp_path, document))[0].author == "Jan"


@pytest.mark.parametrize("status", ["draft", "scheduled", "sent", None])
def test_only_published_entries(tmp_path, status):
    assert not only(Post, read(tmp_path, ghost(post(status=status))))


@pytest.mark.parametrize("page", [{"type": "page"}, {"type": None, "page": 1}, {"type": None, "page": True}])
def test_pages(tmp_path, page):
    document = ghost(post(1), post(2, **page))
    assert len(only(Post, read(tmp_path, document))) == 2
    assert len(only(Post, read(tmp_path, document, Connector(GhostOptions(pages=False))))) == 1


@pytest.mark.parametrize("published", ["2013-01-01T10:00:00.000Z", "2013-01-01 10:00:00", 1_357_034_400_000])
def test_times_of_all_versions(tmp_path, published):
    assert one(tmp_path, published_at=published).published_at == datetime(2013, 1, 1, 10, tzinfo=UTC)


@pytest.mark.parametrize("published", [None, "", "gisteren", [], 10**14])
def test_entry_without_a_date_is_kept_aside(tmp_path, published):
    (row,) = only(BadRow, read(tmp_path, ghost(post(1), post(2, published_at=published, title="Zonder"))))
    assert row.file.endswith(", post 2")
    assert row.excerpt == "Zonder"


LEXICAL = {
    "root": {
        "children": [
            {"type": "paragraph", "children": [{"type": "extended-text", "text": "Een <"}]},
            {
                "type": "paragraph",
                "children": [{"type": "link", "url": "https://a.example/", "children": [{"text": "twee"}]}],
            },
            {"type": "html", "html": "<p>drie</p>"},
        ]
    }
}
MOBILEDOC = {
    "cards": [["markdown", {"markdown": "drie"}]],
    "sections": [[1, "p", [[0, [], 0, "Een <"]]], [3, "ul", [[[0, [], 0, "twee"]]]], [10, 0]],
}


@pytest.mark.parametrize(
    "form",
    [
        {"lexical": json.dumps(LEXICAL)},
        {"mobiledoc": json.dumps(MOBILEDOC)},
        {"plaintext": "Een <\ntwee\ndrie"},
        {"markdown": "Een <\ntwee\ndrie"},
    ],
)
def test_text_of_all_versions(tmp_path, form):
    assert one(tmp_path, html=None, **form).text == "Een <\ntwee\ndrie"


def test_links(tmp_path):
    assert one(tmp_path, html=None, lexical=json.dumps(LEXICAL)).links == ("https://a.example/",)


@pytest.mark.parametrize(
    "broken",
    ["{", "[" * 5000, '{"root": 1}', '{"sections": [[1], [3, "ul"], [10, 99], 7]}', '{"root": {"children": [7]}}'],
)
def test_broken_text_is_no_text(tmp_path, broken):
    assert one(tmp_path, html=None, lexical=broken, mobiledoc=broken).text is None


@pytest.mark.parametrize(
    ("document", "words"),
    [
        (ghost(post())[:-20], "cut off"),
        (ghost(post()).replace('"posts": [', '"posts": 7, "x": ['), "no table of posts"),
    ],
)
def test_unusable_exports(tmp_path, document, words):
    with pytest.raises(SkipSource, match=words):
        read(tmp_path, document)


def test_too_deep(tmp_path):
    document = ghost(post()).replace('"<p>Tekst', "[" * 200_000 + '"<p>Tekst')
    with pytest.raises((RefuseHostile, SkipSource)):
        read(tmp_path, document)


@pytest.mark.parametrize("document", ["{}", "[]", "x", '{"data": {"posts": []}}', '{"db": []}', '{"meta": {"a": 1}}'])
def test_what_is_not_ours_is_not_claimed(tmp_path, document):
    assert CONNECTOR.identify(lone(tmp_path, document)) is None


def test_the_sports_club(shared_data):
    export = Export.open(shared_data / "blog/ghost/manyharrier_ghost-export.json")
    found = records(CONNECTOR, export)
    assert len(only(Post, found)) == 136
    assert not only(BadRow, found)
    assert min(one.published_at for one in only(Post, found)).date().isoformat() == "2013-07-31"
    assert max(one.published_at for one in only(Post, found)).date().isoformat() == "2019-10-01"
    end = only(Window, found)[0].end
    assert end is not None
    assert end.date().isoformat() == "2019-10-14"
    # 51 of them are pages: rules, trophies, details of races.
    assert len(only(Post, records(Connector(GhostOptions(pages=False)), export))) == 85


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(more=st.dictionaries(st.sampled_from([*post(), "lexical", "mobiledoc", "page", "author_id"]), values))
def test_any_values_in_an_entry(more):
    survive(CONNECTOR, {"ghost.json": ghost(post(**more)).encode()})


@given(table=values)
def test_any_values_in_the_other_tables(table):
    survive(CONNECTOR, {"ghost.json": ghost(post(), users=table, posts_authors=table, settings=table).encode()})


@given(document=damaged(ghost(post(1), post(2)).encode()))
def test_damaged(document):
    survive(CONNECTOR, {"ghost.json": document})


def test_context_is_the_limit(tmp_path):
    late = ghost(post()).replace(str(EXPORTED), "9999999999999")
    assert only(Window, read(tmp_path, late))[0].end == CONTEXT.now
