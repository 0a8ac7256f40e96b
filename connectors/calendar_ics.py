"""A content calendar from any calendar program: an iCalendar file (.ics, RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, tzinfo
from typing import ClassVar

from connectors._calendar_item import Item, item_of, names_before, uid_of
from connectors._calendar_parts import ZONE, Part, calendar_name, parts
from connectors._calendar_rules import BarrenRule, horizon_of, times_of
from connectors._calendar_times import When, Zones, zone_of
from connectors._making import bad, reason_of, storable
from connectors._whose import Whose, account_of
from monitor.errors import SkipSource
from monitor.records import Account, Anything, Doubt, PlannedItem
from monitor.sources.contract import Context, Declaration, Match, Options
from monitor.sources.export import Export
from monitor.sources.text import decode_head, limited_lines, open_text

MOST_ITEMS = 100_000
"""Most items of one calendar, series written out."""
MOST_ZONES = 50
MOST_BARREN = 3
"""After so many rules without a single day the rest of the series is not tried: each takes seconds."""

ANY_PLATFORM = "other"
"""Platform of a calendar that is one account's: it may be of any."""


class Connector:
    """Reads the items of a calendar as what was planned for the accounts that they name."""

    declaration: ClassVar[Declaration] = Declaration(
        name="calendar_ics",
        title="content calendar of a calendar program (iCalendar, .ics)",
        platform="any",
        yields=("Account", "PlannedItem"),
        obtain=(
            "Keep the content calendar in any calendar program, one entry for each post, and export it as .ics (Google "
            "Calendar: Settings > Import & export > Export; Outlook: File > Save Calendar; Apple: File > Export; "
            "Nextcloud: the three dots beside the calendar > Export). Say for which account an entry is: put the "
            "account's name as in config.toml, its handle or its network in the category, the place, or before the "
            'title ("LinkedIn: Open day", "[Blog] Open day"); several accounts are several categories. A calendar of '
            'one account needs no names: write files = ["our-calendar*.ics"] under that [[account]]. Export it again, '
            "under the same name, each time you want the monitor to know what was moved or taken out."
        ),
        since="RFC 2445 (1998) and RFC 5545 (2009).",
        richness=30,
        cannot=(
            "Whether an entry was published: the posts tell that. An entry that names no account is kept aside. Series "
            "are written out up to 400 days ahead; one that recurs within a day is kept aside. An entry that is taken "
            "out or moved only after its time was over, or of which no newer copy was imported, counts as planned."
        ),
        names_accounts=True,
    )

    def __init__(self, options: Options) -> None:
        """There is nothing to choose."""

    def identify(self, export: Export) -> Match | None:
        """Claim a lone file that begins as a calendar does."""
        if not export.is_single:
            return None
        (name,) = export.names
        if not decode_head(export, name)[:200].lstrip().upper().startswith("BEGIN:VCALENDAR"):
            return None
        return Match("calendar_ics", "iCalendar file")

    def read(self, export: Export, context: Context) -> Iterator[Anything]:
        """Give the items of the calendar.

        Raises:
            SkipSource: It holds no items, or too many.
            RefuseHostile: A line is too long.
        """
        (name,) = export.names
        reading = _Reading(export.where(name), context)
        with _lines(export, name) as lines:
            title = calendar_name(lines)
        with _lines(export, name) as lines:
            reading.look_ahead(lines)
        with _lines(export, name) as lines:
            yield from reading.records(lines, title)


@contextmanager
def _lines(export: Export, name: str) -> Iterator[Iterator[str]]:
    with open_text(export, name) as text:
        yield limited_lines(text, export.where(name), export.limits.line_bytes)


class _Reading:
    """One calendar on its way: its zones and moved times are looked for first, then its items are read."""

    def __init__(self, where: str, context: Context) -> None:
        self._where, self._context = where, context
        self._whose = Whose(context.accounts)
        self._horizon = horizon_of(context.now)
        self._zones = Zones(context.timezone, {})
        self._moved: dict[str, set[datetime]] = {}
        self._named: set[str] = set()
        self._unknown_zone: tuple[int, str] | None = None
        self._given = self._barren = 0

    def look_ahead(self, lines: Iterable[str]) -> None:
        """Take the zones that the calendar defines, and the times of series that stand in it in another version too."""
        defined: dict[str, tzinfo] = {}
        later: list[Part] = []
        for part in parts(lines):
            found = zone_of(part) if part.kind == ZONE and len(defined) < MOST_ZONES else None
            if found:
                defined[found[0]] = found[1]
            elif any(line.upper().startswith("RECURRENCE-ID") for line in part.lines) and len(later) < MOST_ITEMS:
                later.append(part)
        self._zones = Zones(self._context.timezone, defined)
        for part in later:
            with suppress(ValueError, OverflowError):  # what is wrong with it is told when it is read
                item = item_of(part, self._zones)
                if item.instead:
                    self._moved.setdefault(item.uid, set()).add(item.instead)

    def records(self, lines: Iterable[str], calendar: str | None) -> Iterator[Anything]:
        """The items, and what was assumed.

        Raises:
            SkipSource: There are no items, or too many.
        """
        seen = False
        for part in parts(lines):
            if part.kind != ZONE:
                seen = True
                yield from self._of(part, calendar)
        if not seen:
            raise SkipSource("is a calendar without entries", self._where, "Export the calendar with its entries")
        yield from self._doubts()

    def _of(self, part: Part, calendar: str | None) -> Iterator[Anything]:
        try:
            item = item_of(part, self._zones)
            accounts, title = self._accounts(item)
            times = self._times(item)
            found = [
                _planned(item, account.key, title, calendar, slot, when) for account in accounts for slot, when in times
            ]
        except (ValueError, OverflowError) as error:
            row = bad(reason_of(error), self._where, part.line, " ".join(part.lines))
            yield row.model_copy(update={"item": uid_of(part)})
            return
        self._note_zone(part, item)
        self._given += len(found)
        if self._given > MOST_ITEMS:
            raise SkipSource(
                f"holds more than {MOST_ITEMS} entries, series written out", self._where, "Export a shorter period"
            )
        for account in accounts:
            if account.key not in self._named:
                self._named.add(account.key)
                yield account
        yield from found

    def _accounts(self, item: Item) -> tuple[list[Account], str | None]:
        """For which accounts an item is, and its title without their names.

        Raises:
            ValueError: It names none, or one that may be several.
        """
        before, bare = names_before(item.title)
        named = self._whose.all_of(before)
        if self._context.whole:
            return [Account(platform=ANY_PLATFORM)], bare if named else item.title
        found = named or self._whose.all_of(item.labels)
        if not found:
            raise ValueError(
                "does not say for which account it is: put the account's name in the category, the place, or before "
                f'the title as in "LinkedIn: Open day" ({self._whose.choice}), or name this file under `files` of the '
                "one account it is for"
            )
        return [account_of(one) for one in found], bare if named else item.title

    def _times(self, item: Item) -> list[tuple[datetime | None, When]]:
        """Times of an item up to the horizon, each with the time of the series that it stands for (None: no series)."""
        if item.instead:
            return [(item.instead, item.when)]
        if item.rule is None and not item.extra:
            return [(None, item.when)]
        if item.rule and self._barren >= MOST_BARREN:
            raise ValueError("was not tried: other entries recur on days that never come. Mend those first")
        try:
            times = times_of(item.when, item.rule, self._horizon)
        except BarrenRule:
            self._barren += 1
            raise
        slots = {when.moment: when for when in (*times, *item.extra) if when.moment <= self._horizon}
        gone = item.left_out | self._moved.get(item.uid, set())
        return [(slot, when) for slot, when in sorted(slots.items(), key=lambda pair: pair[0]) if slot not in gone]

    def _note_zone(self, part: Part, item: Item) -> None:
        if not item.when.known and self._unknown_zone is None:
            named = next((line for line in part.lines if "TZID=" in line.upper()), "")
            self._unknown_zone = part.line, storable(named.partition("=")[2].partition(":")[0][:80])

    def _doubts(self) -> Iterator[Doubt]:
        if self._unknown_zone:
            line, name = self._unknown_zone
            yield Doubt(
                file=self._where,
                line=line,
                what=f"the time zone {name!r} is unknown; its times were read as {self._context.timezone}",
                todo="Give those entries a zone such as Europe/Amsterdam in the calendar if that is wrong",
            )


def _planned(
    item: Item, account: str, title: str | None, calendar: str | None, slot: datetime | None, when: When
) -> PlannedItem:
    stamp = f"@{slot.astimezone(UTC):%Y%m%dT%H%M%SZ}" if slot else ""
    return PlannedItem(
        account=account,
        native_id=item.uid + stamp,
        planned_at=when.moment,
        title=title,
        calendar=f"ics:{calendar}" if calendar else None,
        series=item.uid if slot else None,
        changed_at=item.changed_at,
        cancelled=item.cancelled,
    )
