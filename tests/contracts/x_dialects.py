"""X's two dialects: the names of before August 2026 and those since, told by one table.

The server answers requests in both. It drops names that it does not know, without an error, and a request that mixes
the dialects loses data: so a request is held against one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from tests.contracts.query import Request

Dialect = Literal["legacy", "current"]


@dataclass(frozen=True)
class Renaming:
    """What became of a parameter of the legacy dialect.

    Attributes:
        name: What the parameter is called now.
        values: Legacy value to the current one; None if the current dialect has no such value in this parameter.
        added: Values that only the current dialect has.
    """

    name: str
    values: Mapping[str, str | None]
    added: frozenset[str] = field(default=frozenset())


LEGACY: Mapping[str, Renaming] = {
    "tweet.fields": Renaming(
        "post.fields",
        {
            "author_id": None,
            "edit_history_tweet_ids": None,
            "in_reply_to_user_id": None,
            "note_tweet": "note_post",
            "referenced_tweets": None,
        },
        frozenset({"article_title", "note_post"}),
    ),
    "user.fields": Renaming(
        "user.fields",
        {"affiliation": None, "most_recent_tweet_id": None, "pinned_tweet_id": None},
        frozenset({"subscribes_to_you"}),
    ),
    "expansions": Renaming(
        "expansions",
        {
            "affiliation.user_id": "affiliation",
            "edit_history_tweet_ids": "edit_history_post_ids",
            "entities.note.mentions.username": "entities.mentions.username",
            "most_recent_tweet_id": "most_recent_post_id",
            "pinned_tweet_id": "pinned_post_id",
            "referenced_tweets.id": "referenced_posts",
            "referenced_tweets.id.attachments.media_keys": "attachments.media_keys",
            "referenced_tweets.id.author_id": "author_id",
        },
        frozenset(
            {
                "affiliation",
                "edit_history_post_ids",
                "most_recent_post_id",
                "pinned_post_id",
                "referenced_posts",
                "username",
            }
        ),
    ),
}
"""By the legacy name of the parameter. What is not listed is called the same in both dialects."""


def translated(request: Request) -> tuple[Request, list[str]]:
    """Bring a request in the legacy dialect into the current one, and tell what in it is not legacy."""
    renamed = {renaming.name for name, renaming in LEGACY.items() if renaming.name != name}
    breaches = [f"{name}: not in the legacy dialect" for name in request.query if name in renamed]
    query = {name: values for name, values in request.query.items() if name not in renamed}
    for name in query.keys() & LEGACY.keys():
        values = [value for text in query[name] for value in text.split(",")]
        breaches += [
            f"{name}: {value!r} is not in the legacy dialect" for value in values if value in LEGACY[name].added
        ]
    return replace(request, query=dict(_renamed(query))), breaches


def _renamed(query: Mapping[str, tuple[str, ...]]) -> list[tuple[str, tuple[str, ...]]]:
    made = []
    for name, texts in query.items():
        if name not in LEGACY:
            made.append((name, texts))
        elif values := [text for text in (_values(LEGACY[name], text) for text in texts) if text is not None]:
            made.append((LEGACY[name].name, tuple(values)))
    return made


def _values(renaming: Renaming, text: str) -> str | None:
    """A comma list in the current names, without those that have none; None if nothing is left."""
    values = text.split(",")
    kept = [renaming.values.get(value, value) for value in values]
    named = [value for value in kept if value is not None]
    # Two legacy names may have one successor; a name that was given twice stays a mistake.
    unique = dict.fromkeys(named) if len(set(values)) == len(values) else named
    return ",".join(unique) if named else None
