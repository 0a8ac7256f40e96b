"""Comments on a channel's videos: what others said, and when the channel first answered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from connectors._making import made
from connectors._values import count_of, mapping, sequence, text_of
from connectors._youtube import video_url
from connectors._youtube_api_values import id_of, items_of, moment_of, part
from monitor.records import Anything, Interaction, InteractionKind
from monitor.sources.live import Page, Target


@dataclass(frozen=True)
class Thread:
    """A comment and the replies that came with it.

    Attributes:
        total: How many replies it has; None if the answer does not say.
        replies: Those that came with it: all, or only some.
    """

    native_id: str | None
    comment: dict[str, Any]
    total: int | None
    replies: tuple[dict[str, Any], ...]

    @property
    def is_whole(self) -> bool:
        """Whether all replies came with it."""
        return self.total is not None and len(self.replies) >= self.total

    @property
    def active_at(self) -> datetime | None:
        """The newest time in it, by the platform's clock; None if it tells none."""
        parts = [self.comment, *self.replies]
        moments = [moment_of(one.get(name)) for one in parts for name in ("publishedAt", "updatedAt")]
        return max((one for one in moments if one), default=None)


def threads_of(answer: Any) -> list[Thread]:
    """The comments of a page."""
    return [thread_of(item) for item in items_of(answer)]


def thread_of(item: dict[str, Any]) -> Thread:
    """One of them."""
    snippet = part(item, "snippet")
    replies = [part(one, "snippet") for one in sequence(part(item, "replies").get("comments"))]
    comment = part(snippet, "topLevelComment")
    native_id = text_of(item.get("id")) or text_of(comment.get("id"))
    return Thread(native_id, part(comment, "snippet"), count_of(snippet.get("totalReplyCount")), tuple(replies))


def author_of(comment: dict[str, Any]) -> str | None:
    """Id of the channel that wrote it."""
    return text_of(mapping(comment.get("authorChannelId")).get("value"))


def first_answer(replies: Iterator[dict[str, Any]], channel: str | None, received: datetime) -> datetime | None:
    """When the channel first replied; a reply is never older than what it answers."""
    own = [moment_of(one.get("publishedAt")) for one in replies if channel and author_of(one) == channel]
    return min((max(one, received) for one in own if one), default=None)


# --- records ------------------------------------------------------------------------------------------------
def thread_records(answer: Any, page: Page, target: Target) -> Iterator[Anything]:
    """What others said; the channel's own comments are left out.

    Of a thread whose replies did not all come along it is not known whether it was answered.
    """
    channel = page.about.get("channel")
    for number, thread in enumerate(threads_of(answer), start=1):
        if not channel or author_of(thread.comment) != channel:
            replies = thread.replies if channel and thread.is_whole else None
            yield _record(thread, replies, channel, page, number)


def reply_records(answer: Any, page: Page, target: Target) -> Iterator[Anything]:
    """One comment once more, now with all its replies; `page.about` holds the comment."""
    thread = thread_of({"snippet": {"topLevelComment": {"snippet": dict(page.about), "id": page.about.get("thread")}}})
    replies = tuple(part(item, "snippet") for item in items_of(answer))
    is_whole = mapping(answer).get("nextPageToken") is None
    yield _record(thread, replies if is_whole else None, page.about.get("channel"), page, None)


def about_thread(thread: Thread) -> dict[str, str]:
    """What `reply_records` must know of the comment besides its replies."""
    names = ("videoId", "authorDisplayName", "publishedAt", "textDisplay")
    known = {name: text for name in names if (text := text_of(thread.comment.get(name)))}
    return {**known, "thread": thread.native_id or ""}


def _record(
    thread: Thread, replies: tuple[dict[str, Any], ...] | None, channel: str | None, page: Page, number: int | None
) -> Anything:
    shown = f"{thread.native_id} | {text_of(thread.comment.get('textDisplay'))}"
    return made(lambda: _interaction(thread, replies, channel), page.url, number, shown)


def _interaction(thread: Thread, replies: tuple[dict[str, Any], ...] | None, channel: str | None) -> Interaction:
    """One comment.

    Args:
        thread: The comment.
        replies: All its replies; None if they are not known.
        channel: Whose replies are answers.

    Raises:
        ValueError: It has no time or no id.
    """
    comment, video = thread.comment, id_of(thread.comment.get("videoId"))
    received = moment_of(comment.get("publishedAt"))
    if received is None or thread.native_id is None:
        raise ValueError("is a comment without an id or a time that can be read")
    return Interaction(
        native_id=thread.native_id,
        kind=InteractionKind.COMMENT,
        post_native_id=video,
        author=text_of(comment.get("authorDisplayName")),
        received_at=received,
        answered_at=None if replies is None else first_answer(iter(replies), channel, received),
        answer_known=replies is not None,
        text=text_of(comment.get("textDisplay")) or text_of(comment.get("textOriginal")),
        url=f"{video_url(video)}&lc={thread.native_id}" if video else None,
    )
