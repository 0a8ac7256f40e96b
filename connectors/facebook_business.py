"""Content tables of Meta Business Suite (Facebook page and Instagram) and of the older Page Insights."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, tzinfo
from typing import ClassVar
from zoneinfo import ZoneInfo

from pydantic import Field

from connectors._days import FIRST_YEAR, LAST_YEAR
from connectors._days import span as span_of_days
from connectors._making import made
from connectors._meta_columns import Form, Layout, layout_of
from connectors._meta_ids import facebook_post_id, instagram_post_id, intact_id, page_id_of
from connectors._named_days import named_day
from connectors._span import Span
from connectors._values import cell, count_of
from connectors._zoneless import Zoneless, ZoneName, known_at
from monitor.errors import SkipSource
from monitor.records import Account, AccountKind, Anything, BadRow, Post, PostKind, Precision, Window
from monitor.sources.contract import Context, Declaration, Match, Options
from monitor.sources.export import Export
from monitor.sources.tables import Row, csv_rows, excerpt, head_rows
from monitor.sources.text import decode_head

COUNTS = ("likes", "reposts", "replies", "views", "clicks")
LIFETIME = "lifetime"
_US = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}) (\d{1,2}):(\d{2})(?::(\d{2}))?")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2})?")
_RANGE = re.compile(r"([A-Z][a-z]{2}-\d{2}-\d{4})_([A-Z][a-z]{2}-\d{2}-\d{4})")
_DAILY = re.compile(r"\ufeff?\"?sep=[,;]")


class BusinessOptions(Options):
    """The table `[connectors.facebook_business]`."""

    timezone: ZoneName = Field(
        None,
        description="zone of `Publish time`, which Meta does not state; without it the organisation's own is taken, "
        "and the import asks you to confirm that here. Compare one post with the page: if it is 9 hours off, write "
        "America/Los_Angeles",
        examples=["Europe/Amsterdam"],
    )
    until_export: bool = Field(
        False,
        description="true if the tables always run up to the day of the export, so that silence after the last post "
        "counts as seen; otherwise that is known only from the range of dates in Meta's own file name",
    )


class Connector:
    """Reads the content tables that Meta gives to whoever manages a page or an Instagram account."""

    declaration: ClassVar[Declaration] = Declaration(
        name="facebook_business",
        title="Meta Business Suite content (CSV), Facebook page or Instagram",
        platform="facebook",
        yields=("Account", "Post", "Window"),
        obtain=(
            "1. Open business.facebook.com as somebody who may see the page's insights. 2. Insights > Content. "
            "3. Choose Facebook or Instagram and the range of dates, at most 90 days; go back step by step. "
            "4. Export data > Published content > CSV. 5. Put the file in the inbox under the name Meta gave it, which "
            "tells the range of dates, and do not save it from a spreadsheet: that destroys the ids."
        ),
        since=(
            "Business Suite 2021 and later, 32 to 34 columns, header in any language (then without counts); also the "
            "Page Insights export on post level that it replaced, with two header lines, saved as CSV."
        ),
        richness=60,
        cannot=(
            "Counts are lifetime totals on the day of the export; those of a translated header or of a table by day "
            "are not read. Times have no zone: the import asks for it (option timezone). Texts of comments are not in "
            "it."
        ),
        options=BusinessOptions,
    )

    def __init__(self, options: Options) -> None:
        """Take the time zone of the tables and how far they reach."""
        self.options = options if isinstance(options, BusinessOptions) else BusinessOptions()

    def identify(self, export: Export) -> Match | None:
        """Claim an export of which every file is one of Meta's content tables, or its table of daily totals."""
        kinds = [_kind(export, name) for name in export.names[:200]]
        if not kinds or None in kinds:
            return None
        return Match(self.declaration.name, ", ".join(sorted({str(kind) for kind in kinds})))

    def read(self, export: Export, context: Context) -> Iterator[Anything]:
        """Stream each table: its accounts, posts, and per account the observed window."""
        stated = self.options.timezone
        zone = ZoneInfo(stated) if stated else context.timezone
        zoneless = Zoneless(zone, None if stated else f"[connectors.{self.declaration.name}]")
        tables = (_Table(export, name, context, self.options, zone, zoneless) for name in export.names)
        yield from zoneless.around(record for table in tables for record in table.records())


class _Table:
    """One table while it is read."""

    def __init__(
        self,
        export: Export,
        name: str,
        context: Context,
        options: BusinessOptions,
        zone: tzinfo,
        zoneless: Zoneless,
    ) -> None:
        layout = _layout(export, name)
        if layout is None:
            raise SkipSource(
                "holds daily totals of the page, not its posts", export.where(name), "Export Insights > Content instead"
            )
        self.export, self.name, self.context, self.options = export, name, context, options
        self.where, self.layout, self.times = export.where(name), layout, ""
        self.zone, self.zoneless = zone, zoneless
        self.spans: dict[str, Span] = {}

    def records(self) -> Iterator[Anything]:
        rows = csv_rows(self.export, self.name)
        header = next(rows, None)
        self.times = self._text(header, "time") if isinstance(header, Row) else ""
        for row in rows:
            if isinstance(row, BadRow):
                yield row
            elif not _explains(row):
                yield from self._row(row)
        for key, span in self.spans.items():
            yield self._window(key, span)

    def _row(self, row: Row) -> Iterator[Anything]:
        account = self._account(row)
        post = made(lambda: self._post(row, account.key), self.where, row.line, excerpt(row.cells))
        if isinstance(post, BadRow):
            yield post
            return
        if account.key not in self.spans:
            self.spans[account.key] = Span()
            yield account
        self.spans[account.key].see(post.published_at)
        self.zoneless.see(self.where, row.line, self.times, self._text(row, "time"))
        yield post

    def _text(self, row: Row, meaning: str) -> str:
        return cell(row.cells, self.layout.places.get(meaning))

    def _account(self, row: Row) -> Account:
        native = intact_id(self._text(row, "account_id")) or page_id_of(self._text(row, "post_id"))
        name, handle = self._text(row, "account_name"), self._text(row, "account_handle")
        instagram = self.layout.form is Form.INSTAGRAM
        return Account(
            key=f"{self.layout.form}:{native or handle or name}",
            platform="instagram" if instagram else "facebook",
            native_id=native,
            handle=handle,
            name=name,
            kind=AccountKind.COMPANY if instagram else AccountKind.PAGE,
        )

    def _post(self, row: Row, key: str) -> Post:
        permalink = self._text(row, "permalink")
        identify = instagram_post_id if self.layout.form is Form.INSTAGRAM else facebook_post_id
        written = self._text(row, "time")
        moment, precision = published(written, self.zone)
        post = Post(
            account=key,
            native_id=identify(self._text(row, "post_id"), permalink),
            published_at=moment,
            precision=precision,
            kind=_post_kind(self._text(row, "type")),
            text=max(self._text(row, "title"), self._text(row, "description"), key=len),
            url=permalink,
            **{count: self._count(row, count) for count in COUNTS},
        )
        return known_at(post, published(written, self.context.timezone)[0])

    def _count(self, row: Row, meaning: str) -> int | None:
        """A lifetime total; a row about one day gives none, since its numbers are that day's."""
        period = self._text(row, "date")
        return None if period and period.casefold() != LIFETIME else count_of(self._text(row, meaning))

    def _window(self, key: str, span: Span) -> Window:
        """The range in the file's name, else from the oldest to the newest post: the table itself does not say."""
        named = _named_range(self.name, replace(self.context, timezone=self.zone))
        first, last = named or (span.oldest, span.newest)
        return Window(account=key, start=first, end=None if self.options.until_export else last)


# --- recognising ----------------------------------------------------------------------------------------
def _kind(export: Export, name: str) -> str | None:
    layout = _layout(export, name)
    if layout:
        return f"{layout.form}, translated header" if layout.translated else str(layout.form)
    return "daily totals of a page" if _is_daily(decode_head(export, name)) else None


def _layout(export: Export, name: str) -> Layout | None:
    return layout_of(head_rows(export, name))


def _is_daily(head: str) -> bool:
    """Page totals by day: a line for spreadsheets, the name of the measure, then days and one number."""
    lines = head[:4000].splitlines()
    days = [line for line in lines if re.match(r'"?\d{4}-\d{2}-\d{2}T00:00:00"?[,;]"?\d', line)]
    return bool(_DAILY.match(head)) and bool(days)


def _explains(row: Row) -> bool:
    """The second header line of the older export: eight empty cells, then sentences."""
    return row.line <= 3 and len(row.cells) > 8 and not any(text.strip() for text in row.cells[:7])


# --- values ---------------------------------------------------------------------------------------------
def published(text: str, zone: tzinfo) -> tuple[datetime, Precision]:
    """Read a time such as 11/10/2025 21:00 (month first) or 2025-11-10 21:00.

    Raises:
        ValueError: It is neither.
    """
    if _ISO.fullmatch(text):
        return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC), Precision.MINUTE
    found = _US.fullmatch(text)
    if not found:
        raise ValueError(f"{text[:40]!r} is not a time like 11/30/2025 21:00; was the file saved by a spreadsheet?")
    month, day, year, hour, minute = (int(found[n]) for n in range(1, 6))
    if month > 12:
        raise ValueError(f"{text!r} has the day before the month, as a spreadsheet saves it; export the file again")
    return datetime(year, month, day, hour, minute, tzinfo=zone).astimezone(UTC), Precision.MINUTE


def _post_kind(text: str) -> PostKind:
    """Videos and reels are videos; everything else, shares included, is the page's own post."""
    return PostKind.VIDEO if any(word in text.casefold() for word in ("video", "reel")) else PostKind.ORIGINAL


def _named_range(name: str, context: Context) -> tuple[datetime, datetime] | None:
    """The range of dates that Meta writes into its file names (Mar-01-2025_May-29-2025_123.csv)."""
    found = _RANGE.search(name)
    try:
        first, last = (named_day(found[n]) for n in (1, 2)) if found else (None, None)
    except ValueError:
        return None
    if first is None or last is None or not FIRST_YEAR <= first.year <= last.year <= LAST_YEAR or first > last:
        return None
    return span_of_days(first, last, context.timezone, context.now)
