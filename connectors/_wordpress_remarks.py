"""Readers' comments out of answers of WordPress' REST interface, and when the site's writers answered. Pure."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from connectors._blog_notes import moment
from connectors._values import Place, count_of, kept, mapping, sequence, text_of
from connectors._wxr_parts import OWN_TYPES, Authors, Comment, Threads
from monitor.records import Anything, BadRow, Interaction, InteractionKind
from monitor.sources.html_text import html_line, html_to_text

FIELDS = "id,post,parent,author,author_name,date_gmt,content,link,type,status"


@dataclass(frozen=True)
class Remark:
    """What a walk must know of a comment.

    Attributes:
        post: Number of the post on the site.
        comment: The comment without its words.
    """

    post: str
    comment: Comment


@dataclass(frozen=True)
class Context:
    """What the comments of one answer mean, as the whole threads tell.

    Attributes:
        posts: Numbers under which the store knows the posts, by their numbers on the site.
        answers: When a comment was first answered, by its number; "" if it was not.
        own: Numbers of the comments that the site's writers wrote.
    """

    posts: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    own: frozenset[str] = frozenset()

    def about(self) -> dict[str, str]:
        """The same for `Page.about`."""
        told = {"posts": dict(self.posts), "answers": dict(self.answers), "own": sorted(self.own)}
        return {"threads": json.dumps(told, sort_keys=True)}

    @classmethod
    def of(cls, about: Mapping[str, str]) -> Context:
        """Out of `Page.about`."""
        told = mapping(json.loads(about.get("threads", "{}")))
        own = frozenset(one for one in sequence(told.get("own")) if isinstance(one, str))
        return cls(mapping(told.get("posts")), mapping(told.get("answers")), own)


def remarks_of(answer: Any) -> list[Remark]:
    """The comments of an answer that have a number and a time."""
    rows = map(mapping, sequence(answer))
    return [found for row in rows if _is_public(row) and (found := _remark(row))]


def _remark(row: Mapping[str, Any]) -> Remark | None:
    number, written = _number(row, "id"), moment(row.get("date_gmt"))
    if not number or not written:
        return None
    name = text_of(row.get("author_name")) or ""
    comment = Comment(number, _number(row, "parent"), written, name, _number(row, "author"), "")
    return Remark(_number(row, "post"), comment)


def contexts(remarks: Sequence[Remark], writers: Authors, posts: Mapping[str, str]) -> Context:
    """Put whole threads together.

    Args:
        remarks: All comments of the posts that are told of.
        writers: The site's writers.
        posts: As in `Context`.
    """
    of_post: dict[str, dict[str, Comment]] = defaultdict(dict)
    for remark in remarks:
        of_post[remark.post][remark.comment.number] = remark.comment
    answers, own = dict[str, str](), set[str]()
    for found in of_post.values():
        comments = sorted(found.values(), key=lambda comment: comment.written_at)
        threads = Threads(comments, writers)
        for comment in comments:
            if writers.wrote(comment.user_id, comment.author):
                own.add(comment.number)
            else:
                at = threads.answered_at(comment)
                answers[comment.number] = at.isoformat() if at else ""
    return Context({post: posts[post] for post in of_post if post in posts}, answers, frozenset(own))


def within(context: Context, remarks: Sequence[Remark]) -> Context:
    """The part of a context that some comments need."""
    numbers, posts = {one.comment.number for one in remarks}, {one.post for one in remarks}
    return Context(
        {post: known for post, known in context.posts.items() if post in posts},
        {number: at for number, at in context.answers.items() if number in numbers},
        context.own & numbers,
    )


def interactions(answer: Any, about: Mapping[str, str], where: str) -> Iterator[Anything]:
    """The comments of an answer that others wrote.

    Args:
        answer: The JSON of `wp/v2/comments`.
        about: Holds the answer's `Context`.
        where: Where it came from.
    """
    if not isinstance(answer, list):
        yield BadRow(file=where, reason="is no list of comments")
        return
    context = Context.of(about)
    for line, row in enumerate(map(mapping, answer), start=1):
        if _is_public(row) and _number(row, "id") not in context.own:
            yield _interaction(row, context, Place(where, line, str(row.get("id"))[:40]))


def _interaction(row: Mapping[str, Any], context: Context, place: Place) -> Anything:
    number, received = _number(row, "id"), moment(row.get("date_gmt"))
    if not number or not received:
        return place.bad("has no number or no time")
    return kept(
        Interaction,
        place,
        native_id=number,
        kind=InteractionKind.COMMENT,
        post_native_id=context.posts.get(_number(row, "post")),
        author=html_line(text_of(row.get("author_name"))),
        received_at=received,
        answered_at=moment(context.answers.get(number)),
        answer_known=number in context.answers,
        text=html_to_text(text_of(mapping(row.get("content")).get("rendered"))),
        url=text_of(row.get("link")),
    )


def _is_public(row: Mapping[str, Any]) -> bool:
    """Whether a person wrote it and everybody may read it; pingbacks are machines telling of links."""
    return row.get("status", "approved") == "approved" and str(row.get("type", "comment")) in OWN_TYPES


def _number(row: Mapping[str, Any], name: str) -> str:
    """A reference by number, "" for WordPress' 0 and for what is none."""
    number = count_of(row.get(name))
    return str(number) if number else ""
