"""Reads config.toml; every problem in it is told at once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from monitor.errors import FixSettings
from monitor.settings import Settings
from monitor.settings_checks import contradictions, literal_secrets
from monitor.settings_words import nearest, problems_of, suggestion

DECLARED = ("symptoms", "connectors")
"""Tables whose keys are declared by symptoms and connectors, not by the settings."""

MOST_BYTES = 4 * 2**20
_LINE = re.compile(r"(.*) \(at (?:line (\d+), column (\d+)|end of document)\)", re.DOTALL)
_TWICE = re.compile(r"Cannot declare \((.*)\) twice")

Models = Mapping[str, type[BaseModel]]


def load_settings(path: Path, symptoms: Models, connectors: Models) -> Settings:
    """Read and validate config.toml.

    Args:
        path: The file; `Settings.folder` becomes its folder, to which all its paths are relative.
        symptoms: Model of the table `[symptoms.CODE]`, by code.
        connectors: Model of the table `[connectors.NAME]`, by name.

    Returns:
        The settings; `symptoms` and `connectors` hold a validated model for every declared name whose
        model has defaults, and for every name the file sets.

    Raises:
        FixSettings: The file cannot be read, or anything in it is wrong; `problems` lists everything.
    """
    raw = _read(path)
    problems: list[str] = []
    tables = dict(raw)
    declared = {
        name: _declared(name, tables.pop(name, {}), models, problems)
        for name, models in zip(DECLARED, (symptoms, connectors), strict=True)
    }
    settings = _validated(tables, problems)
    problems += [*contradictions(raw), *literal_secrets(raw)]
    if problems or settings is None:
        raise FixSettings(list(dict.fromkeys(problems)), str(path))
    return settings.model_copy(update={"folder": path.absolute().parent, **declared})


def _read(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise FixSettings([f"cannot be read ({error.strerror}); make one with `monitor init`"], str(path)) from error
    if len(content) > MOST_BYTES:
        raise FixSettings([f"is larger than {MOST_BYTES} bytes; this is no configuration"], str(path))
    try:
        return tomllib.loads(content.decode("utf-8-sig").replace("\r\n", "\n"))
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise FixSettings([f"line {line}: is not UTF-8 text; save the file as UTF-8"], str(path)) from error
    except tomllib.TOMLDecodeError as error:
        raise FixSettings([_syntax(str(error))], str(path)) from error
    except RecursionError as error:
        raise FixSettings(["is nested too deeply; this is no configuration"], str(path)) from error


def _syntax(message: str) -> str:
    found = _LINE.fullmatch(message)
    if not found:
        return f"is not valid TOML: {message}"
    place = f"line {found[2]}, column {found[3]}" if found[2] else "the end of the file"
    return f"{place}: is not valid TOML: {_in_words(found[1])}"


def _in_words(message: str) -> str:
    """What people meet who paste into a file that has every table already, in words that say what to do."""
    twice = _TWICE.fullmatch(message)
    if twice:
        table = ".".join(re.findall(r"'([^']*)'", twice[1]))
        return f"the table [{table}] stands here for the second time; put all its keys under the first one"
    if message == "Cannot overwrite a value":
        return "the key is set here for the second time; keep one of the two"
    return message


def _validated(tables: dict[str, Any], problems: list[str]) -> Settings | None:
    # The folder is no key of the file, so a key of that name is as unknown as any other.
    if "folder" in tables:
        tables.pop("folder")
        problems.append("folder: unknown key; it is always the folder of this file")
    known = [name for name, field in Settings.model_fields.items() if not field.exclude]
    for name in [name for name in tables if name not in known]:
        tables.pop(name)
        problems.append(f"{name}: unknown key, {_advice(name, known)}")
    try:
        return Settings.model_validate(tables)
    except ValidationError as error:
        problems += problems_of(error, Settings)
        return None


def _advice(name: str, known: list[str]) -> str:
    """Where a key at the top belongs: in a table that has it, or under the name that looks most like it."""
    best = nearest(name, known)
    places = {key: table for table in known for key in _keys_of(table)}
    inside = None if best else nearest(name, places)
    return f"did you mean {places[inside]}.{inside}?" if inside else suggestion(name, known)


def _keys_of(table: str) -> set[str]:
    model = Settings.model_fields[table].annotation
    return set(model.model_fields) if isinstance(model, type) and issubclass(model, BaseModel) else set()


def _declared(place: str, raw: Any, models: Models, problems: list[str]) -> dict[str, BaseModel]:
    """Validate the tables `[place.NAME]`, adding what is wrong to `problems`."""
    if not isinstance(raw, Mapping):
        problems.append(f"{place}: must be a table of its own")
        return {}
    problems += [f"{place}.{name}: unknown key, {suggestion(name, models)}" for name in raw if name not in models]
    found: dict[str, BaseModel] = {}
    for name, model in models.items():
        if name in raw or not _needs_input(model):
            found.update(_one(place, name, raw.get(name, {}), model, problems))
    return found


def _one(
    place: str, name: str, raw: Any, model: type[BaseModel], problems: list[str]
) -> Iterator[tuple[str, BaseModel]]:
    try:
        yield name, model.model_validate(raw)
    except ValidationError as error:
        problems += problems_of(error, model, (place, name))


def _needs_input(model: type[BaseModel]) -> bool:
    return any(field.is_required() for field in model.model_fields.values())
