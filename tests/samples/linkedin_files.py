"""LinkedIn: page exports (XLSX and XLS), members' exports, groups kept by hand."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

import openpyxl

from tests.samples import words
from tests.samples.packing import columns, csv_bytes, with_fixed_times, zip_bytes
from tests.samples.timeline import ZONE, moments, rng_of

PAGE_COLUMNS = (
    "Post title",
    "Post link",
    "Post type",
    "Campaign name",
    "Posted by",
    "Created date",
    "Campaign start date",
    "Campaign end date",
    "Audience",
    "Impressions",
    "Views (Excluding offsite video views)",
    "Offsite Views",
    "Clicks",
    "Click through rate (CTR)",
    "Likes",
    "Comments",
    "Reposts",
    "Follows",
    "Engagement rate",
    "Content Type",
)
METRIC_COLUMNS = (
    "Date",
    "Impressions (organic)",
    "Impressions (sponsored)",
    "Impressions (total)",
    "Unique impressions (organic)",
    "Clicks (organic)",
    "Clicks (sponsored)",
    "Clicks (total)",
    "Reactions (organic)",
    "Reactions (sponsored)",
    "Reactions (total)",
    "Comments (organic)",
    "Comments (sponsored)",
    "Comments (total)",
    "Reposts (organic)",
    "Reposts (sponsored)",
    "Reposts (total)",
    "Engagement rate (organic)",
    "Engagement rate (sponsored)",
    "Engagement rate (total)",
)
SHARE_COLUMNS = "Date,ShareLink,ShareCommentary,SharedUrl,MediaUrl,Visibility"
Sheet = list[list[object]]


def urn_number(at: datetime, salt: int) -> int:
    """An id as LinkedIn makes them: milliseconds since 1970, then 22 bits."""
    return int(at.timestamp() * 1000) << 22 | (salt * 7919) % (1 << 22)


def page_sheets(first: date, last: date) -> dict[str, Sheet]:
    """The two sheets of a page export for these days."""
    flow, rng = words.texts(words.LINKEDIN, rng_of(f"page {first}")), rng_of(f"page numbers {first}")
    times = [
        at
        for at in moments("linkedin page", ((date(2012, 3, 5), 1.3),), date(2013, 12, 30))
        if first <= at.astimezone(ZONE).date() <= last
    ]
    posts: Sheet = [["Aggregated engagement of all posts in the period (made-up demo data)"], list(PAGE_COLUMNS)]
    for number, at in enumerate(reversed(times)):
        link = f"https://www.linkedin.com/feed/update/urn:li:share:{urn_number(at, number)}/"
        seen, likes = rng.randint(80, 700), rng.randint(0, 22)
        posts.append(
            [
                next(flow),
                link,
                "Organic",
                "",
                "Sanne Rietvoorn",
                f"{at.astimezone(ZONE):%m/%d/%Y}",
                "",
                "",
                "All followers",
                seen,
                "",
                "",
                likes * 2,
                0.02,
                likes,
                rng.randint(0, 4),
                rng.randint(0, 3),
                0,
                0.03,
                "Post",
            ]
        )
    metrics: Sheet = [["Daily totals of the page (made-up demo data)"], list(METRIC_COLUMNS)]
    day = first
    while day <= last:
        seen = rng.randint(0, 60)
        metrics.append([f"{day:%m/%d/%Y}", seen, 0, seen, seen // 2, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0.01, 0, 0.01])
        day += timedelta(days=1)
    return {"Metrics": metrics, "All posts": posts}


def xlsx(book: dict[str, Sheet]) -> bytes:
    """An XLSX file without the time of the run."""
    workbook, packed = openpyxl.Workbook(), io.BytesIO()
    workbook.remove(workbook.active)
    for title, rows in book.items():
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(row)
    workbook.save(packed)
    return with_fixed_times(packed.getvalue())


def xls(book: dict[str, Sheet]) -> bytes | None:
    """An XLS file of the old kind; None where the library that can still write one is not installed."""
    try:
        import xlwt
    except ImportError:
        return None
    workbook, packed = xlwt.Workbook(), io.BytesIO()
    for title, rows in book.items():
        sheet = workbook.add_sheet(title)
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                sheet.write(r, c, value)
    workbook.save(packed)
    return packed.getvalue()


def shares(name: str, rate: float, since: date, until: date) -> list[tuple[datetime, str, str]]:
    """A member's posts: moment, link, text; some of several lines."""
    flow = words.texts(words.PERSONAL, rng_of("shares " + name))
    found = []
    for number, at in enumerate(moments("shares " + name, ((since, rate),), until)):
        text = next(flow)
        if number % 4 == 1:
            text = f"{text}\n\n{next(flow)}\n{next(flow)}"
        kind = "ugcPost" if number % 5 == 0 else "share"
        found.append((at, f"https://www.linkedin.com/feed/update/urn%3Ali%3A{kind}%3A{urn_number(at, number)}", text))
    return found[::-1]


def shares_table(posts: Sequence[tuple[datetime, str, str]]) -> bytes:
    """`Shares.csv` with LinkedIn's own quoting: every line of a commentary is closed and opened again."""
    lines = [SHARE_COLUMNS]
    for at, link, text in posts:
        commentary = '""\n""'.join(line.replace('"', '""""') for line in text.split("\n"))
        lines.append(f'{at:%Y-%m-%d %H:%M:%S},{link},"{commentary}","","",MEMBER_NETWORK')
    return ("\n".join(lines) + "\n").encode()


def member_zip(first: str, last: str, headline: str, posts: Sequence[tuple[datetime, str, str]]) -> bytes:
    """A member's whole export, as far as the monitor reads it."""
    profile = [
        columns("""
First Name,Last Name,Maiden Name,Address,Birth Date,Headline,Summary,Industry,Zip Code,
Geo Location,Twitter Handles,Websites,Instant Messengers
"""),
        [first, last, "", "", "", headline, "Verzonnen persoon (demo).", "", "", "Zwaluwmeer", "", "", ""],
    ]
    media = [
        ["Date/Time", "Media Description", "Media Link"],
        ["2012-03-05 09:10:00 UTC", "Profile photo upload", "https://media.example.org/1.png"],
    ]
    comments = [["Date", "Link", "Message"]]
    for number, (at, link, _) in enumerate(posts[::6]):
        own = urn_number(at + timedelta(hours=3), number)
        target = link.rsplit("%3A", 1)[1]
        comments.append(
            [
                f"{at + timedelta(hours=3):%Y-%m-%d %H:%M:%S}",
                f"https://www.linkedin.com/feed/update/urn%3Ali%3Ashare%3A{target}?commentUrn=urn%3Ali%3Acomment%3A%28share%3A{target}%2C{own}%29",
                "Dank, dat nemen we mee!",
            ]
        )
    return zip_bytes(
        {
            "Profile.csv": csv_bytes(profile),
            "Rich_Media.csv": csv_bytes(media),
            "Shares.csv": shares_table(posts),
            "Comments.csv": csv_bytes(comments),
        }
    )


def files() -> Iterator[tuple[str, bytes | None]]:
    """All files of LinkedIn but the groups, path and content (None: cannot be made here)."""
    yield "stroomdauw_op_linkedin_content_1388347200.xlsx", xlsx(page_sheets(date(2013, 1, 1), date(2013, 12, 29)))
    yield "stroomdauw_op_linkedin_content_1356998400.xls", xls(page_sheets(date(2012, 3, 5), date(2012, 12, 31)))
    fenna = shares("fenna", 0.8, date(2012, 3, 5), date(2013, 12, 20))
    yield "linkedin-fenna/Shares.csv", shares_table(fenna)
    bram = shares("bram", 0.6, date(2012, 3, 5), date(2013, 5, 20))
    yield "linkedin-bram.zip", member_zip("Bram", "Stroomkade", "Adviseur energie (verzonnen)", bram)
