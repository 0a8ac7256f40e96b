"""What others answered to a post, from the thread that hangs on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from connectors._bluesky_posts import permalink, time_of
from connectors._bluesky_text import full_text
from connectors._values import Place, count_of, kept, mapping, sequence, text_of
from monitor.records import Anything, Interaction

DEPTH = 6
Node = Mapping[str, Any]


def interactions(answer: Any, owner: str, url: str) -> Iterator[Anything]:
    """What others said to the account in a thread: answers to its posts, not what they say among themselves.

    Args:
        answer: The answer of `getPostThread`.
        owner: DID of the account.
        url: Where it came from.
    """
    for line, (above, node) in enumerate(_nodes(mapping(mapping(answer).get("thread"))), start=1):
        view = mapping(node.get("post"))
        if _author(above) == owner and _author(node) != owner:
            yield _interaction(node, above, owner, Place(url, line, text_of(view.get("uri")) or ""))


def _nodes(top: Node) -> Iterator[tuple[Node, Node]]:
    """All posts below the first, each with the one above it; without recursion, for an answer may be deep."""
    waiting = [(top, mapping(below)) for below in sequence(top.get("replies"))]
    while waiting:
        above, node = waiting.pop(0)
        if mapping(node.get("post")):
            yield above, node
            waiting += [(node, mapping(below)) for below in sequence(node.get("replies"))]


def _interaction(node: Node, above: Node, owner: str, place: Place) -> Anything:
    view = mapping(node.get("post"))
    uri, received = text_of(view.get("uri")), time_of(view)
    if not uri or not received:
        return place.bad("has no time or no address that can be read")
    below = [mapping(one) for one in sequence(node.get("replies"))]
    answered = _first([time_of(mapping(one.get("post"))) for one in below if _author(one) == owner])
    author = mapping(view.get("author"))
    return kept(
        Interaction,
        place,
        native_id=uri,
        post_native_id=text_of(mapping(above.get("post")).get("uri")),
        author=text_of(author.get("displayName")) or text_of(author.get("handle")),
        received_at=received,
        answered_at=answered,
        answer_known=answered is not None or len(below) >= (count_of(view.get("replyCount")) or 0),
        text=full_text(mapping(view.get("record"))),
        url=permalink(uri),
    )


def _first(times: list[datetime | None]) -> datetime | None:
    return min((at for at in times if at), default=None)


def _author(node: Node) -> str | None:
    return text_of(mapping(mapping(node.get("post")).get("author")).get("did"))
