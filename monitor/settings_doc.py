"""The commented config.toml and the config reference, both made from the models of the settings."""

from __future__ import annotations

import json
import types
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from monitor.settings import Settings

Models = Mapping[str, type[BaseModel]]

_OPENING = """\
# Settings of the Horror Scenario Monitor.
# A line that begins with "# " and a key shows the default or an example: remove the "# " to change it.
# Never write a secret in this file: put it in an environment variable and write "env:NAME" here.
"""
_REFERENCE_OPENING = """\
# Settings: config.toml

Made from the declarations by `monitor.settings_doc`; change the declarations, not this page.

Paths are relative to the folder of config.toml. Problems are listed all at once, with their place:
`account[2].owner` is the key `owner` of the second `[[account]]`. A secret is never written in the file:
write `env:NAME` (environment variable) or `keyring:NAME` (extra `keyring`).
"""
_TYPES = {str: "text", int: "whole number", float: "number", bool: "true or false", date: "date", Path: "path"}


def toml_value(value: Any) -> str:
    """Write a value as TOML: text, numbers, dates, lists and inline tables."""
    if isinstance(value, BaseModel):
        value = value.model_dump()
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        inside = ", ".join(f"{_key(str(key))} = {toml_value(item)}" for key, item in value.items() if item is not None)
        return f"{{ {inside} }}" if inside else "{}"
    if isinstance(value, list | tuple | set | frozenset):
        return f"[{', '.join(toml_value(item) for item in value)}]"
    if isinstance(value, int | float | date):
        return value.isoformat() if isinstance(value, date) else repr(value)
    return _quoted(str(value))


def _quoted(text: str) -> str:
    # JSON's escapes are TOML's, except that TOML wants DEL escaped and knows no surrogate pairs.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _key(name: str) -> str:
    return name if name.replace("_", "").replace("-", "").isalnum() and name.isascii() else _quoted(name)


def render_config(
    settings: Settings | None = None, symptoms: Models | None = None, connectors: Models | None = None
) -> str:
    """Write a commented config.toml.

    Args:
        settings: What differs from the defaults stands as a live line; everything else is commented out.
        symptoms: Model of each table `[symptoms.CODE]`; shown commented out.
        connectors: Model of each table `[connectors.NAME]`; shown commented out.

    Returns:
        Text that `load_settings` accepts as it stands and gives back the same settings.
    """
    settings = settings or Settings()
    parts = [_OPENING]
    for name, field in _fields(Settings):
        value = getattr(settings, name)
        item = _item_model(field)
        if item:
            parts += _array(name, item, value)
        elif isinstance(value, BaseModel):
            parts.append("\n".join([_title(type(value)), f"[{name}]", *_lines(type(value), value)]) + "\n")
    parts += _declared("symptoms", symptoms or {}, settings.symptoms)
    parts += _declared("connectors", connectors or {}, settings.connectors)
    return "\n".join(parts)


def _array(name: str, item: type[BaseModel], values: Iterable[BaseModel]) -> Iterator[str]:
    """Array of tables: live ones, or one commented example."""
    live = list(values)
    if not live:
        lines = [f"# [[{name}]]", *_lines(item, None)]
        yield "\n".join([_title(item), *lines]) + "\n"
    for number, value in enumerate(live):
        lines = [f"[[{name}]]", *(line for line in _lines(item, value) if number == 0 or not line.startswith("#"))]
        yield "\n".join([*([_title(item)] if number == 0 else []), *lines]) + "\n"


def _declared(name: str, models: Models, values: Mapping[str, Any]) -> Iterator[str]:
    for key, model in models.items():
        value = values.get(key)
        live = isinstance(value, BaseModel) and bool(value.model_dump(exclude_defaults=True))
        if list(_fields(model)):
            head = f"{'' if live else '# '}[{name}.{_key(key)}]"
            yield "\n".join([head, *_lines(model, value if live else None)]) + "\n"


def _title(model: type[BaseModel]) -> str:
    return f"# --- {_summary(model)}"


def _summary(model: type[BaseModel]) -> str:
    return (model.__doc__ or "").strip().partition("\n")[0].partition(": the table")[0].rstrip(".")


def _lines(model: type[BaseModel], value: BaseModel | None) -> Iterator[str]:
    """Give for each key its description and its line, commented out where it has its default."""
    for name, field in _fields(model):
        current = getattr(value, name) if value else field.get_default(call_default_factory=True)
        live = value is not None and (field.is_required() or current != field.get_default(call_default_factory=True))
        note = f"# {field.description}" if field.description else ""
        shown = current if live else _example(field)
        line = f"{_key(name)} = {toml_value(shown)}" if shown is not None else f"{_key(name)} is not set"
        yield from filter(None, [note, line if live else f"# {line}"])


def _example(field: FieldInfo) -> Any:
    """What a commented line shows: the default, else the declared example; None where there is neither."""
    default = field.get_default(call_default_factory=True)
    empty = default is PydanticUndefined or default is None or default == ()
    if empty and field.examples:
        return field.examples[0]
    return None if default is PydanticUndefined else default


def render_config_doc(symptoms: Models | None = None, connectors: Models | None = None) -> str:
    """Write the config reference as Markdown: one table per table of config.toml."""
    parts = [_REFERENCE_OPENING]
    for name, field in _fields(Settings):
        item = _item_model(field)
        model = item or field.annotation
        if isinstance(model, type) and issubclass(model, BaseModel):
            parts.append(_reference(f"[[{name}]]" if item else f"[{name}]", model, _summary(model)))
    for table, models in (("symptoms", symptoms or {}), ("connectors", connectors or {})):
        parts += [_reference(f"[{table}.{key}]", model, "") for key, model in models.items() if list(_fields(model))]
    return "\n".join(parts)


def _reference(head: str, model: type[BaseModel], summary: str) -> str:
    rows = [f"## `{head}`\n", *([f"{summary}.\n"] if summary else [])]
    rows += ["| key | type | default | meaning |", "|---|---|---|---|"]
    for name, field in _fields(model):
        cells = (f"`{name}`", _type_words(field.annotation), _default_words(field), field.description or "")
        rows.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(rows) + "\n"


def _default_words(field: FieldInfo) -> str:
    if field.is_required():
        return "(required)"
    default = field.get_default(call_default_factory=True)
    return "" if default is None or default == () else f"`{toml_value(default)}`"


def _type_words(annotation: Any) -> str:
    """A type in words; optional is told by the empty default."""
    origin, parts = get_origin(annotation), [part for part in get_args(annotation) if part is not type(None)]
    if origin is Literal:
        return " or ".join(f"`{part}`" for part in parts)
    if origin in {Union, types.UnionType}:
        return " or ".join(dict.fromkeys(_type_words(part) for part in parts))
    if origin in {tuple, list, set, frozenset}:
        return f"list of {_type_words(parts[0])}"
    return "table" if origin is dict else _class_words(annotation)


def _class_words(annotation: Any) -> str:
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        return " or ".join(f"`{member.value}`" for member in annotation)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return f"table with {', '.join(f'`{name}`' for name, _ in _fields(annotation))}"
    return _TYPES.get(annotation, "text")


def _fields(model: type[BaseModel]) -> Iterator[tuple[str, FieldInfo]]:
    return ((name, field) for name, field in model.model_fields.items() if not field.exclude)


def _item_model(field: FieldInfo) -> type[BaseModel] | None:
    """The model of an array of tables."""
    first = next(iter(get_args(field.annotation)), None)
    return first if isinstance(first, type) and issubclass(first, BaseModel) else None
