"""X (Twitter): archives in their three generations, and the analytics tables of one of the accounts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

from tests.samples.packing import zip_bytes
from tests.samples.timeline import EXPORTED
from tests.samples.x_formats import JAPANESE_COLUMNS, NEW_COLUMNS, analytics_new, analytics_old, archive, grailbird
from tests.samples.x_posts import (
    ALIVE,
    HELP,
    MEASURING,
    SHOP,
    STROOMDAUW,
    alive,
    between,
    company,
    measuring,
    shop,
    support,
)


def files() -> Iterator[tuple[str, bytes]]:
    """All files of X, path and content."""
    main = company()
    yield "x-archief-stroomdauw.zip", zip_bytes(archive(STROOMDAUW, main, EXPORTED, 2, "tweets"))
    october = datetime(2013, 10, 14, 9, 30, 0, tzinfo=UTC)
    for name, content in archive(HELP, support(), EXPORTED, 1, "tweet").items():
        yield f"x-archief-stroomdauwhulp/{name}", content
    yield "x-archief-dauwwinkel-oktober.zip", zip_bytes(archive(SHOP, shop(), october, 1, "tweets"), october)
    yield "x-archief-meetpostdauw.zip", grailbird(MEASURING, measuring(), EXPORTED)
    yield "x-archief-fennadauw.zip", zip_bytes(archive(ALIVE, alive(), EXPORTED, 1, "tweets"))
    old = between(main, date(2013, 3, 1), date(2013, 3, 31))
    yield "tweet_activity_metrics_stroomdauw_20130301_20130401_nl.csv", analytics_old(STROOMDAUW, old)
    new = between(main, date(2013, 10, 1), date(2013, 12, 29))
    yield "account_analytics_content_2013-10-01_2013-12-29.csv", analytics_new(STROOMDAUW, new, NEW_COLUMNS, "x.com")
    japanese = between(main, date(2013, 7, 1), date(2013, 9, 28))
    yield (
        "account_analytics_content_2013-07-01_2013-09-28.csv",
        analytics_new(STROOMDAUW, japanese, JAPANESE_COLUMNS, "x.com"),
    )
