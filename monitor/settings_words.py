"""Validation errors in plain words: the dotted place, what is wrong, what to write instead."""

from __future__ import annotations

import difflib
import types
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from enum import Enum
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from monitor.secrets import scrub

Place = tuple[int | str, ...]

_TYPES = {
    "string_type": 'must be text in quotes, such as "word"',
    "path_type": 'must be a path in quotes, such as "data/inbox"',
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "int_from_float": "must be a whole number",
    "float_type": "must be a number",
    "float_parsing": "must be a number",
    "finite_number": "must be an ordinary number",
    "date_type": "must be a date such as 2013-07-22",
    "date_parsing": "must be a date such as 2013-07-22",
    "date_from_datetime_parsing": "must be a date such as 2013-07-22",
    "date_from_datetime_inexact": "must be a date without a time, such as 2013-07-22",
    "tuple_type": 'must be a list, such as ["one", "two"]',
    "list_type": 'must be a list, such as ["one", "two"]',
    "set_type": 'must be a list, such as ["one", "two"]',
    "dict_type": "must be a table of its own",
    "model_type": "must be a table of its own",
    "model_attributes_type": "must be a table of its own",
}
_BOUNDS = {
    "greater_than": ("more than", "gt"),
    "greater_than_equal": ("at least", "ge"),
    "less_than": ("less than", "lt"),
    "less_than_equal": ("at most", "le"),
}


def dotted(place: Place) -> str:
    """Write a place as people do; tables and list items are counted from 1: `account[2].owner`."""
    text = ""
    for part in place:
        text += f"[{part + 1}]" if isinstance(part, int) else f"{'.' if text else ''}{part}"
    return text or "the file"


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known name that looks most like `word`, if any does."""
    by_folded = {name.casefold(): name for name in known}
    close = difflib.get_close_matches(word.casefold(), list(by_folded), 1, 0.6)
    return by_folded[close[0]] if close else None


def suggestion(word: str, known: Iterable[str]) -> str:
    """Advice for a name that is not known: the nearest right one, or all."""
    names = sorted(known)
    best = nearest(word, names)
    if best:
        return f"did you mean {best}?"
    return f"known are {', '.join(names)}" if names else "nothing can be set here"


def problems_of(error: ValidationError, model: type[BaseModel], base: Place = ()) -> Iterator[str]:
    """Give one sentence per mistake.

    Args:
        error: What pydantic found.
        model: The model that was validated.
        base: Where in the file the model's table stands.
    """
    for detail in error.errors(include_url=False):
        yield f"{dotted((*base, *detail['loc']))}: {_sentence(detail, model)}"


def _sentence(detail: ErrorDetails, model: type[BaseModel]) -> str:
    say = _SAYING.get(detail["type"], _misfit)
    return say(detail, model)


def _unknown(detail: ErrorDetails, model: type[BaseModel]) -> str:
    return f"unknown key, {suggestion(str(detail['loc'][-1]), fields_at(model, detail['loc'][:-1]))}"


def _missing(detail: ErrorDetails, model: type[BaseModel]) -> str:
    return f"is missing ({_description(model, detail['loc'])})"


def _bound(detail: ErrorDetails, _: type[BaseModel]) -> str:
    word, key = _BOUNDS[detail["type"]]
    return f"must be {word} {detail['ctx'][key]:g}, not {_shown(detail['input'])}"


def _empty(*_: object) -> str:
    return "must not be empty"


def _refused(detail: ErrorDetails, _: type[BaseModel]) -> str:
    return scrub(str(detail["ctx"]["error"]))


def _misfit(detail: ErrorDetails, model: type[BaseModel]) -> str:
    expected = _TYPES.get(detail["type"])
    if expected:
        return f"{expected}, not {_shown(detail['input'])}"
    meant = _description(model, detail["loc"])
    return f"{_shown(detail['input'])} does not fit{f' ({meant})' if meant else ''}"


def _choice(detail: ErrorDetails, model: type[BaseModel]) -> str:
    allowed = [str(value) for value in _values(annotation_at(model, detail["loc"]))]
    listed = ", ".join(allowed) or detail.get("ctx", {}).get("expected", "")
    best = nearest(str(detail["input"]), allowed)
    advice = f"; did you mean {best}?" if best else ""
    return f"must be one of {listed}, not {_shown(detail['input'])}{advice}"


def _values(annotation: Any) -> list[Any]:
    """Values of an enumeration or literal, looked for inside optional and list types."""
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return [member.value for member in annotation]
    found: list[Any] = []
    for part in get_args(annotation):
        found += [part] if isinstance(part, str | int) and not isinstance(part, type) else _values(part)
    return found


def _shown(value: Any) -> str:
    """A wrong value as messages show it: short, and never one that may be a secret."""
    if isinstance(value, Mapping):
        return "a table"
    if isinstance(value, list | tuple):
        return "a list"
    text = str(value) if isinstance(value, date) else scrub(repr(value))
    return text if len(text) <= 60 else f"{text[:57]}..."


_SAYING: Mapping[str, Callable[[ErrorDetails, type[BaseModel]], str]] = {
    "extra_forbidden": _unknown,
    "missing": _missing,
    **dict.fromkeys(_BOUNDS, _bound),
    "enum": _choice,
    "literal_error": _choice,
    "string_too_short": _empty,
    "too_short": _empty,
    "value_error": _refused,
}


def annotation_at(model: type[BaseModel], place: Place) -> Any:
    """The declared type of the key at `place`, None if there is none."""
    annotation: Any = model
    for part in place:
        if isinstance(part, int):
            annotation = next(iter(get_args(annotation)), None)
            continue
        field = _model_in(annotation).model_fields.get(part) if _model_in(annotation) else None
        annotation = field.annotation if field else None
    return annotation


def fields_at(model: type[BaseModel], place: Place) -> list[str]:
    """Names of the keys that the table at `place` may have."""
    table = _model_in(annotation_at(model, place))
    return [name for name, field in table.model_fields.items() if not field.exclude] if table else []


def _description(model: type[BaseModel], place: Place) -> str:
    parent = _model_in(annotation_at(model, place[:-1])) if place else None
    field = parent.model_fields.get(str(place[-1])) if parent else None
    return (field.description or "") if field else ""


def _model_in(annotation: Any) -> Any:
    """The model inside a type such as `Goal | None` or `tuple[Theme, ...]`; None if there is none."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    if get_origin(annotation) in {Union, types.UnionType, tuple, list}:
        return next((found for part in get_args(annotation) if (found := _model_in(part))), None)
    return None
