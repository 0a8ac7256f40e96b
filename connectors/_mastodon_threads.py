"""What others answered to a status, from the thread that hangs on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from connectors._iso_times import moment_of
from connectors._mastodon_posts import is_open
from connectors._values import Place, kept, mapping, sequence, text_of
from monitor.records import Anything, Interaction
from monitor.sources.html_text import html_to_text

CUT_AT = 60
"""So many answers a server shows without a token; what is below them is not known."""

Status = Mapping[str, Any]


def interactions(context: Any, about: Mapping[str, str], url: str) -> Iterator[Anything]:
    """What others said to the account in a thread.

    Args:
        context: The answer of `/statuses/ID/context`.
        about: `id` and `uri` of the status, `owner`: number of the account on its server.
        url: Where it came from.
    """
    below = [mapping(one) for one in sequence(mapping(context).get("descendants"))]
    own = {about["id"]: about["uri"]}
    own |= {str(one.get("id")): str(one.get("uri")) for one in below if _author(one) == about["owner"]}
    for line, status in enumerate(below, start=1):
        if is_open(status) and _author(status) != about["owner"] and _is_to(status, about["owner"], own):
            yield _interaction(status, below, own, about, Place(url, line, text_of(status.get("uri")) or ""))


def _interaction(
    status: Status, below: Sequence[Status], own: Mapping[str, str], about: Mapping[str, str], place: Place
) -> Anything:
    received, uri = moment_of(status.get("created_at")), text_of(status.get("uri"))
    if not received or not uri:
        return place.bad("has no time or no address that can be read")
    answered = _answered(status, below, about["owner"])
    author = mapping(status.get("account"))
    return kept(
        Interaction,
        place,
        native_id=uri,
        post_native_id=own.get(str(status.get("in_reply_to_id")), about["uri"]),
        author=text_of(author.get("display_name")) or text_of(author.get("acct")),
        received_at=received,
        answered_at=answered,
        answer_known=answered is not None or len(below) < CUT_AT,
        text=html_to_text(text_of(status.get("content"))),
        url=text_of(status.get("url")) or uri,
    )


def _answered(status: Status, below: Sequence[Status], owner: str) -> datetime | None:
    """When the account first answered it."""
    number = text_of(status.get("id"))
    answers = [one for one in below if number and one.get("in_reply_to_id") == number and _author(one) == owner]
    return min((at for at in (moment_of(one.get("created_at")) for one in answers) if at), default=None)


def _is_to(status: Status, owner: str, own: Mapping[str, str]) -> bool:
    """Whether it answers the account or names it; others may talk among themselves in the thread."""
    named = {text_of(mapping(one).get("id")) for one in sequence(status.get("mentions"))}
    return str(status.get("in_reply_to_id")) in own or owner in named


def _author(status: Status) -> str | None:
    return text_of(mapping(status.get("account")).get("id"))
