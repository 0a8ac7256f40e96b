"""A LinkedIn member's own export: posts (`Shares.csv`), comments on others' posts, profile.

Alone or in the ZIP that LinkedIn makes. Contacts, messages and everything else about other people is never read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import ClassVar

from connectors._linkedin_ids import comment_id, plain, post_id
from connectors._linkedin_sheets import book_of, is_creator_book
from connectors._linkedin_tables import (
    COMMENTS,
    MEDIA,
    PROFILE,
    REPOSTS,
    SHARES,
    find_tables,
    member_number,
    read_time,
    table_rows,
    unquoted,
)
from connectors._values import Place, Tally, kept
from monitor.errors import SkipSource
from monitor.records import Account, AccountKind, Anything, BadRow, Post, PostKind, Profile, Window
from monitor.sources.contract import Context, Declaration, Match, Options
from monitor.sources.export import Export
from monitor.sources.tables import excerpt

_URL = re.compile(r"https?://[^\s<>\"]+")
_PICTURE = re.compile(r"profile.*(?:photo|picture|image)|profielfoto", re.IGNORECASE)
_KINDS = {SHARES: PostKind.ORIGINAL, COMMENTS: PostKind.REPLY, REPOSTS: PostKind.REPOST}


class Connector:
    """Reads what a member of the team posted under their own name, from their own export."""

    declaration: ClassVar[Declaration] = Declaration(
        name="linkedin_member",
        title="LinkedIn member export",
        platform="linkedin",
        yields=("Account", "Profile", "Post", "Window"),
        obtain=(
            "Each person does this for their own account: on LinkedIn open Me > Settings & Privacy > Data privacy > "
            "Get a copy of your data, choose the larger archive (the quick one lacks the posts), and wait for the "
            "mail, up to 24 hours. Hand over the ZIP, or only Shares.csv and Profile.csv out of it: nothing else is "
            "needed, and contacts and messages are never read."
        ),
        since="2015; Shares.csv and Shares_NUMBER.csv, with or without LinkedIn's odd quoting",
        richness=70,
        cannot=(
            "Reactions, impressions and comments received; articles (they come as web pages); reposts of before "
            "LinkedIn listed them. A profile picture is known only if its upload is listed."
        ),
    )

    def __init__(self, options: Options) -> None:
        """There is nothing to set."""

    def identify(self, export: Export) -> Match | None:
        """Claim tables of a member's export, and the creator analytics to say what to export instead."""
        tables = find_tables(export)
        kinds = sorted(set(tables) - {MEDIA})
        if kinds:
            return Match("linkedin_member", f"LinkedIn member export, {', '.join(kinds)}")
        if len(export.names) == 1 and is_creator_book(book_of(export, export.names[0])):
            return Match("linkedin_member", "LinkedIn creator analytics")
        return None

    def read(self, export: Export, context: Context) -> Iterator[Anything]:
        """Give the member, their profile, posts, comments and window.

        Raises:
            SkipSource: It is the creator analytics, which name the 50 best posts only.
        """
        tables = find_tables(export)
        if not tables:
            raise SkipSource(
                "is LinkedIn's creator analytics: totals and the 50 most seen posts only, from which no silence shows",
                export.name,
                "Ask the member for Settings > Data privacy > Get a copy of your data, and import that ZIP",
            )
        person = _person(export, tables.get(PROFILE, []))
        yield _member(tables, person)
        if person:
            yield _profile(export, tables, person, context)
        yield from _activity(export, tables)


def _activity(export: Export, tables: Mapping[str, list[str]]) -> Iterator[Anything]:
    """Posts, comments and reposts, and the window: without the table of posts nothing is known about silence."""
    tally = Tally()
    for kind in _KINDS:
        for table in tables.get(kind, []):
            yield from tally.passing(_posts(export, table, kind))
    if SHARES in tables and tally.trustworthy:
        yield Window()
    else:
        yield from tally.moments()
    if SHARES not in tables:
        yield Place(export.name).bad(
            "has no Shares.csv, so posts and silence are unknown: ask for the larger archive, the quick one lacks it"
        )


def _member(tables: Mapping[str, list[str]], person: Mapping[str, str]) -> Account:
    numbers = [number for names in tables.values() for one in names if (number := member_number(one))]
    return Account(
        platform="linkedin",
        native_id=next(iter(numbers), None),
        name=_name(person),
        kind=AccountKind.PERSONAL,
    )


def _name(person: Mapping[str, str]) -> str | None:
    return " ".join(part for part in (person.get("first name"), person.get("last name")) if part) or None


def _person(export: Export, names: Iterable[str]) -> dict[str, str]:
    """The one row of `Profile.csv`; {} if there is none or it cannot be read."""
    try:
        for name in names:
            for row in table_rows(export, name, PROFILE):
                if not isinstance(row, BadRow):
                    return row[1]
    except SkipSource:
        pass
    return {}


def _profile(export: Export, tables: Mapping[str, list[str]], person: Mapping[str, str], context: Context) -> Profile:
    bio = "\n".join(part for part in (person.get("headline"), person.get("summary")) if part)
    seen = export.modified(tables[PROFILE][0]) or context.now
    return Profile(
        observed_at=min(seen, context.now),
        name=_name(person),
        bio=bio,
        has_bio=bool(bio),
        default_avatar=False if _has_picture(export, tables.get(MEDIA, [])) else None,
    )


def _has_picture(export: Export, names: Iterable[str]) -> bool:
    """Whether the upload of a profile picture is listed; that none is listed proves nothing."""
    try:
        rows = (row for name in names for row in table_rows(export, name, MEDIA))
        return any(not isinstance(row, BadRow) and _PICTURE.search(row[1]["media description"][:300]) for row in rows)
    except SkipSource:
        return False


def _posts(export: Export, table: str, kind: str) -> Iterator[Post | BadRow]:
    for row in table_rows(export, table, kind):
        if isinstance(row, BadRow):
            yield row
        else:
            place = Place(export.where(table), row[0].line, excerpt(row[0].cells))
            yield _post(place, row[1], kind)


def _post(place: Place, cells: Mapping[str, str], kind: str) -> Post | BadRow:
    published = read_time(cells["date"])
    if not published:
        return place.bad("has no time that can be read (as 2025-12-31 23:59:59)")
    link = cells.get("sharelink") or cells.get("link") or ""
    text = unquoted(cells.get("sharecommentary") or cells.get("message") or "")
    shared = cells.get("sharedurl", "")
    comment = kind == COMMENTS
    return kept(
        Post,
        place,
        native_id=comment_id(link) if comment else post_id(link),
        published_at=published,
        kind=_KINDS[kind],
        text=text,
        url=plain(link),
        in_reply_to=post_id(link) if comment else None,
        links=tuple(dict.fromkeys([*([shared] if shared else []), *_URL.findall(text)])),
    )
