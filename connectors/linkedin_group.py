"""A LinkedIn group, written down by hand: no API and no export of groups exists.

Three forms: the CSV template `group,date,author,title,text,permalink,comments` (Dutch names are understood), a plain
list with a permalink, a day and an author on each line, and mere counts, `group,date,count,ours,author`, a line a look.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, tzinfo
from typing import ClassVar
from zoneinfo import ZoneInfo

from pydantic import Field

from connectors._days import moment_on, span
from connectors._linkedin_counted import Look, counted, look_of
from connectors._linkedin_ids import group_id, plain, post_id, time_of
from connectors._linkedin_template import Entry, entries, form_of, only_group, read_moment
from connectors._values import Place, Tally, count_of, kept
from connectors._whole import data_members
from connectors._zoneless import Zoneless, ZoneName, known_at
from monitor.records import Account, AccountKind, Anything, BadRow, Post, Precision, Window
from monitor.sources.contract import Context, Declaration, Match, Options
from monitor.sources.export import Export


class GroupOptions(Options):
    """The table `[connectors.linkedin_group]`."""

    timezone: ZoneName = Field(
        None,
        description="zone of typed times (2013-12-31 14:05; days alone need none); without it the organisation's is "
        "taken, and the import asks you to confirm that here",
        examples=["Europe/Amsterdam"],
    )


class Connector:
    """Reads the discussions of a group from a list that a member keeps."""

    declaration: ClassVar[Declaration] = Declaration(
        name="linkedin_group",
        title="LinkedIn group, written down by hand",
        platform="linkedin",
        yields=("Account", "Post", "Window"),
        obtain=(
            "LinkedIn has neither an API nor an export for groups, so a person looks. Quickest is to count: every week "
            "or so open the group, sort by newest, count the discussions since your last look, replies left out, and "
            "type `monitor group-count GROUP 3`, or `monitor group-count GROUP 3 --by-us 1` if your own team began one "
            "of the three; that is enough to judge whether the group is filled. Typing it again for the same day "
            "corrects it. To have the discussions themselves, a member writes them down: make a CSV file (UTF-8) with "
            "the header "
            "group,date,author,title,text,permalink,comments (or groep,datum,auteur,titel,tekst,permalink,reacties) "
            "and one line per discussion, replies left out; only group and date must be filled. Dates as 2013-12-31 or "
            "31-12-2013. The permalink comes from the three dots of the discussion > Copy link. Write one more line "
            "with only the group and the day you looked: the list counts as complete from its first day to its last, "
            "and in a group where nothing happened two such lines say so. Quicker: a text file with the group's name "
            "on the first line (group: Our group) and then a permalink, a day and an author on each line; without a "
            "day the time is read from the number in the permalink. Do not both count and write down the same "
            "discussions."
        ),
        since="any; the form is ours",
        richness=40,
        cannot=(
            "Everything nobody wrote down; likes and views; the number of members (use the generic table for it). Of "
            "counted discussions: their words, and the day of each (they are spread over the days since the last look)."
        ),
        options=GroupOptions,
    )

    def __init__(self, options: Options) -> None:
        """Take the time zone of typed times."""
        self.options = options if isinstance(options, GroupOptions) else GroupOptions()

    def identify(self, export: Export) -> Match | None:
        """Claim exports whose text files are all templates or lists of permalinks."""
        forms = {name: form_of(export, name) for name in data_members(export)}
        if not forms or not all(forms.values()):
            return None
        return Match(
            "linkedin_group", f"LinkedIn group, {' and '.join(sorted({str(form) for form in forms.values()}))}"
        )

    def read(self, export: Export, context: Context) -> Iterator[Anything]:
        """Give every group as it turns up, its discussions, and at the end the window of each."""
        stated = self.options.timezone
        zone = ZoneInfo(stated) if stated else context.timezone
        zoneless = Zoneless(zone, None if stated else f"[connectors.{self.declaration.name}]")
        files = (_File(export, name, context, zone, zoneless) for name in data_members(export))
        yield from zoneless.around(record for file in files for record in file.records())


class _File:
    """One file being read: remembers the groups and the days of each."""

    def __init__(self, export: Export, name: str, context: Context, zone: tzinfo, zoneless: Zoneless) -> None:
        self._export, self._name, self._context = export, name, context
        self._zone, self._zoneless = zone, zoneless
        self._days: dict[str, tuple[date, date]] = {}
        self._known: set[str] = set()
        self._looks: dict[str, dict[date, list[Look]]] = {}
        self._looked: dict[str, set[date]] = {}
        self._number = only_group(export, name)

    def records(self) -> Iterator[Anything]:
        """Accounts, posts, rejects, and the windows at the end."""
        tally = Tally()
        yield from tally.passing(self._entries())
        yield from self._windows() if tally.trustworthy else tally.moments()

    def _entries(self) -> Iterator[Anything]:
        form = form_of(self._export, self._name) or ""
        for entry in entries(self._export, self._name, form):
            if isinstance(entry, BadRow):
                yield entry
            else:
                yield from self._entry(entry)
        for key, looks in self._looks.items():
            yield from counted(key, looks, sorted(self._looked[key]), self._context.timezone)

    def _windows(self) -> Iterator[Window]:
        for key, (first, last) in self._days.items():
            start, end = span(first, last, self._context.timezone, self._context.now)
            yield from [Window(account=key, start=start, end=end)] if start <= end else []

    def _entry(self, entry: Entry) -> Iterator[Anything]:
        place = Place(self._export.where(self._name), entry.line, entry.shown)
        stated = read_moment(entry.get("date"), self._zone)
        link = plain(entry.get("permalink"))
        exact = time_of(post_id(link), self._context.now)
        if entry.get("date") and not stated:
            yield place.bad("has a date that cannot be read: write 2013-12-31 or 31-12-2013, always with the year")
        elif not stated and not exact:
            yield place.bad("has no date, and the permalink holds none")
        else:
            yield from self._dated(entry, place, link, stated, exact)

    def _dated(
        self, entry: Entry, place: Place, link: str, stated: date | datetime | None, exact: datetime | None
    ) -> Iterator[Anything]:
        published, precision = self._moment(stated, exact)
        key = entry.get("group")
        if key not in self._known:
            self._known.add(key)
            yield _account(key, group_id(link) if key else self._number)
        day = published.astimezone(self._context.timezone).date()
        if entry.is_count:
            yield from self._count(entry, place, key, day)
            return
        self._see(key, day)
        if entry.only_looked:
            self._looked.setdefault(key, set()).add(day)
        else:
            post = _post(entry, place, key, link, published, precision)
            if isinstance(post, Post) and isinstance(stated, datetime):
                post = self._timed(post, entry, place)
            yield post

    def _count(self, entry: Entry, place: Place, key: str, day: date) -> Iterator[BadRow]:
        """How many discussions there were since the last look."""
        if any(entry.get(name) for name in ("title", "text", "permalink", "comments")):
            yield place.bad("is either a discussion or a count, not both")
            return
        look = look_of(entry.get("count"), entry.get("ours"), entry.get("author"))
        if isinstance(look, str):
            yield place.bad(look)
            return
        self._see(key, day)
        self._looked.setdefault(key, set()).add(day)
        self._looks.setdefault(key, {}).setdefault(day, []).append(look)

    def _timed(self, post: Post, entry: Entry, place: Place) -> Post:
        """A post whose time was typed."""
        typed = entry.get("date")
        self._zoneless.see(place.file, place.line, "", typed)
        moment = read_moment(typed, self._context.timezone)
        return known_at(post, moment) if isinstance(moment, datetime) else post

    def _moment(self, stated: date | datetime | None, exact: datetime | None) -> tuple[datetime, Precision]:
        """The typed time; of a typed day the time in the permalink's number, if that lies on it."""
        if isinstance(stated, datetime):
            return stated, Precision.MINUTE
        if stated:
            return moment_on(stated, self._context.timezone, exact)
        assert exact is not None  # noqa: S101 - `_entry` lets nothing through without a time
        return exact, Precision.SECOND

    def _see(self, key: str, day: date) -> None:
        first, last = self._days.get(key, (day, day))
        self._days[key] = (min(first, day), max(last, day))


def _account(name: str, number: str | None) -> Account:
    """The group; its typed name stands for the handle, so that every list with that name means the same group."""
    return Account(
        key=name,
        platform="linkedin",
        native_id=number,
        handle=name,
        name=name,
        kind=AccountKind.GROUP,
        url=f"https://www.linkedin.com/groups/{number}/" if number else None,
    )


def _post(entry: Entry, place: Place, key: str, link: str, published: datetime, precision: Precision) -> Post | BadRow:
    return kept(
        Post,
        place,
        account=key,
        native_id=post_id(link),
        published_at=published,
        precision=precision,
        author=entry.get("author"),
        title=entry.get("title"),
        text=entry.get("text"),
        url=link,
        replies=count_of(entry.get("comments")),
    )
