"""What LinkedIn counts of posts and pages: reactions, comments, impressions, followers. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from connectors._linkedin_api_values import elements_of, results_of
from connectors._linkedin_ids import post_id
from connectors._values import Place, count_of, kept, mapping, sequence, text_of
from monitor.records import BadRow, Post

_STATISTICS = {
    "likes": "likeCount",
    "replies": "commentCount",
    "reposts": "shareCount",
    "views": "impressionCount",
    "clicks": "clickCount",
}
Counts = dict[str, int | None]


def statistics(told: Any) -> dict[str, Counts]:
    """Counts by post, out of `organizationalEntityShareStatistics`."""
    found: dict[str, Counts] = {}
    for row in elements_of(told):
        native_id = post_id(text_of(row.get("share")) or text_of(row.get("ugcPost")) or "")
        totals = mapping(row.get("totalShareStatistics"))
        if native_id and totals:
            found[native_id] = {field: count_of(totals.get(name)) for field, name in _STATISTICS.items()}
    return found


def summaries(told: Any) -> dict[str, Counts]:
    """Counts by post, out of `dmaSocialMetadata`."""
    found: dict[str, Counts] = {}
    for urn, row in results_of(told).items():
        native_id = post_id(urn)
        if native_id and row:
            comments = count_of(mapping(row.get("commentSummary")).get("count"))
            found[native_id] = {"likes": _reactions(row.get("reactionSummaries")), "replies": comments}
    return found


def _reactions(told: Any) -> int | None:
    """All sorts of reactions together; unknown if one of them is."""
    if not isinstance(told, dict | list):
        return None
    each = told.values() if isinstance(told, dict) else sequence(told)
    counts = [count_of(mapping(one).get("count")) for one in each]
    known = [count for count in counts if count is not None]
    return sum(known) if len(known) == len(counts) else None


def counted(counts: Mapping[str, Counts], kinds: str, file: str) -> Iterator[Post | BadRow]:
    """The counts as posts of which the rest is known already.

    Args:
        counts: As told, by post.
        kinds: JSON: the posts that were asked about, and of what kind each is.
        file: Where they came from, for people.
    """
    known = mapping(_read(kinds))
    for line, (native_id, numbers) in enumerate(counts.items()):
        if native_id in known:
            place = Place(file, line, native_id)
            yield kept(Post, place, native_id=native_id, published_at=None, kind=known[native_id], **numbers)


def _read(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None
