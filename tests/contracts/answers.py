"""Builds whatever a document allows as an answer, and checks answers against it.

hypothesis-jsonschema would do the first, but builds nothing for schemas that contain themselves (a status that reposts
a status) and does not run with the Hypothesis that we use.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from jsonschema import Draft202012Validator

from tests.contracts.building import Builder, Wishes
from tests.contracts.dialects import definitions
from tests.contracts.documents import Spec, loaded
from tests.contracts.formats import CHECKER
from tests.contracts.schema import reference

unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
"""Settings for tests that draw answers: a large one takes some hundredths of a second, more on a busy machine."""


def answers(
    spec: Spec,
    schema_name: str,
    *,
    overrides: Mapping[str, Any] | None = None,
    present: Iterable[str] = (),
    depth: int = 3,
    items: int = 3,
) -> SearchStrategy[Any]:
    """Answers that the document allows, as parsed JSON: optional members there or not, texts and times of any kind.

    Args:
        spec: A document (OpenAPI, discovery or lexicons), or what loads it.
        schema_name: A schema's name, or a call's for its whole answer: "GET /2/users/{id}/tweets",
            "youtube.videos.list", "app.bsky.feed.getAuthorFeed".
        overrides: Values or strategies by the name of a member, either everywhere ("id") or in one schema ("Post.id").
            They are taken as they are, whether the document allows them or not.
        present: Members, named likewise, that are never left out where the schema has them.
        depth: How many named schemas inside the first; inside those only what is required.
        items: The longest list, unless the document wants a longer one; deep inside lists are shorter.

    Raises:
        ValueError: The document has no such schema, or no member of such a name (when the first answer is drawn).
    """
    wishes = Wishes(dict(overrides or {}), frozenset(present), items)
    return st.deferred(lambda: Builder(definitions(loaded(spec)), wishes).root(schema_name, depth))


def check_answer(spec: Spec, schema_name: str, answer: Any) -> list[str]:
    """Tell every breach of an answer; none if the document allows it. Members that the document lacks are allowed."""
    return [f"{error.json_path}: {error.message}" for error in validator(spec, schema_name).iter_errors(answer)]


def validator(spec: Spec, schema_name: str) -> Draft202012Validator:
    """A validator of one schema, for checking many answers.

    Raises:
        ValueError: The document has no such schema.
    """
    known = definitions(loaded(spec))
    if schema_name not in known:
        raise ValueError(f"the document has no schema or call {schema_name!r}")
    return Draft202012Validator({**reference(schema_name), "$defs": known}, format_checker=CHECKER)
