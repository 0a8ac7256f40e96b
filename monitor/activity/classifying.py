"""Labels for texts from a file, by the labeller of the nightly job: one JSON object a line in, one out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from monitor.activity.labels import LANGUAGE, OUTING, PRESS, Labeller
from monitor.activity.rules.finding import UNKNOWN, clues_in
from monitor.records import AccountKind, PostKind
from monitor.store.contract import LabelRow

POST, VIDEO = "post", "video"
_CODE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
ANSWERS: Mapping[str, bool | None] = {"yes": True, "no": False, UNKNOWN: None}
MOST_CHARACTERS = 2_000_000
"""Longest title or text taken; a longer one is no post."""
_AS: Mapping[str, Mapping[str, str]] = {
    POST: {"platform": "blog", "kind": AccountKind.BLOG, "post_kind": PostKind.ARTICLE},
    VIDEO: {"platform": "youtube", "kind": AccountKind.CHANNEL, "post_kind": PostKind.VIDEO},
}
"""What the labeller takes a text for."""


@dataclass(frozen=True)
class Text:
    """A text to be labelled.

    Attributes:
        id: Its name in the file: text or a whole number.
        title, text, url: "" if there is none.
        lang: Language as the file says, "" if it does not.
        kinds: `POST`, `VIDEO` or, if the file does not say, both.
    """

    id: str | int
    title: str
    text: str
    url: str
    lang: str
    kinds: tuple[str, ...]


def read_text(line: bytes) -> Text:
    """Read one line.

    Raises:
        ValueError: It is no such row; the message says why.
    """
    row = _object(line)
    name = row.get("id")
    if isinstance(name, bool) or not isinstance(name, str | int) or name == "":
        raise ValueError("there is no id (text or a whole number)")
    if isinstance(name, str) and _written(name) != name:
        raise ValueError("the id holds half a surrogate pair, which nothing can write")
    title, text, url, lang, kind = (_words(row, key) for key in ("title", "text", "url", "lang", "kind"))
    if not title.strip() and not text.strip():
        raise ValueError("there is neither a title nor a text")
    if kind not in {"", POST, VIDEO}:
        raise ValueError(f"kind is {kind[:40]!r}, not {POST} or {VIDEO}")
    if lang and not _CODE.fullmatch(lang):
        raise ValueError(f"lang is {lang[:40]!r}, not a code such as nl")
    return Text(name, title, text, url, lang, (kind,) if kind else (POST, VIDEO))


def _object(line: bytes) -> dict[str, Any]:
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ValueError(f"byte {error.start + 1} is not UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise ValueError("it is not JSON") from error
    if not isinstance(row, dict):
        raise ValueError("it is not a JSON object with id, title and text")
    return row


def _words(row: Mapping[str, Any], key: str) -> str:
    value = row.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValueError(f"{key} is not text")
    if len(value) > MOST_CHARACTERS:
        raise ValueError(f"{key} is longer than {MOST_CHARACTERS} characters")
    return _written(value)


def _written(value: str) -> str:
    """Text as it can be written: half a surrogate pair is legal in JSON and nowhere else."""
    return value.encode("utf-8", "replace").decode("utf-8")


def classify(texts: Iterable[Text], labeller: Labeller) -> Iterator[dict[str, Any]]:
    """Label texts, in their order.

    Yields:
        id, lang (code, or null when unknown), press and outing (true, false; null when the labeller abstains or the
        label does not go with the kind), probability (0 to 1 of the label that goes with the kind: press for a post,
        outing for a video; null if there is none), probabilities and reasons by label, and model.
    """
    batch = list(texts)
    found: list[dict[str, LabelRow]] = [{} for _ in batch]
    for kind in (POST, VIDEO):
        rows = [
            {"post_id": i, **_AS[kind], "title": one.title, "text": one.text, "url": one.url, "language": one.lang}
            for i, one in enumerate(batch)
            if kind in one.kinds
        ]
        for label in labeller.label(pd.DataFrame(rows)) if rows else ():
            found[label.post_id].setdefault(label.name, label)
    for one, labels in zip(batch, found, strict=True):
        yield _told(one, labels, labeller.model)


def _told(one: Text, labels: Mapping[str, LabelRow], model: str) -> dict[str, Any]:
    lang = labels[LANGUAGE].value if labels[LANGUAGE].value != UNKNOWN else one.lang
    judged = {name: labels[name] for name in (PRESS, OUTING) if name in labels}
    chances = {name: label.probability for name, label in judged.items()}
    return {
        "id": one.id,
        "lang": lang or None,
        **{name: ANSWERS[judged[name].value] if name in judged else None for name in (PRESS, OUTING)},
        "probability": next((chance for chance in chances.values() if chance is not None), None),
        "probabilities": chances,
        "reasons": {name: _reasons(label.words) for name, label in judged.items()},
        "model": model,
    }


def _reasons(words: str) -> list[str]:
    """The signs that were seen, strongest first, as "name +weight (words)"; or what else the labeller says."""
    clues = clues_in(words)
    told = [f"{clue.name} {clue.weight:+g}" + (f" ({clue.words})" if clue.words else "") for clue in clues]
    return told or [words or "no sign"]
