"""The page that tells which exports can be read, made from what the connectors declare."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Iterator
from typing import Any, get_args

from pydantic import BaseModel

from monitor.sources.contract import Declaration

_OPENING = """\
# Exports that can be read

Made from the declarations of the connectors; change those, not this page. `monitor connectors` shows the same.

Drop files, folders or ZIPs in `data/inbox/` as they were downloaded, in any number and under any name: they are
recognised by what is in them. Leave ZIPs packed, and do not open and save CSV files in a spreadsheet program first:
it damages ids and dates. An export that was read already is passed over; a newer export of the same account adds to it.

An export that does not say whose it is belongs to the only account of its platform in `config.toml`, or to the one
whose `files` patterns fit, such as `files = ["wall-*.csv"]`; otherwise you are asked, or a new account is made that is
named after the file.
"""
_WORDS = {
    "Account": "accounts",
    "Post": "posts",
    "Profile": "profiles",
    "Interaction": "comments and questions",
    "PlannedItem": "planned items",
    "Window": "the period it covers",
}


def render_connectors_doc(classes: Iterable[type[Any]]) -> str:
    """Write the page as Markdown.

    Args:
        classes: Connector classes, for example `registry.connector_classes().values()`.

    Returns:
        The page; same declarations, same bytes.
    """
    declared = sorted((cls.declaration for cls in classes), key=lambda one: (one.platform == "any", one.name))
    parts = [_OPENING, *_overview(declared)]
    for one in declared:
        parts += _section(one)
    return "\n".join(parts)


def _overview(declared: Iterable[Declaration]) -> Iterator[str]:
    yield "| export | network | gives | connector |"
    yield "|---|---|---|---|"
    for one in declared:
        yield f"| [{_cell(one.title)}](#{one.name}) | {one.platform} | {_gives(one)} | `{one.name}` |"
    yield ""


def _gives(one: Declaration) -> str:
    return ", ".join(_WORDS.get(name, name) for name in one.yields)


def _section(one: Declaration) -> Iterator[str]:
    yield f'<a id="{one.name}"></a>\n'
    yield f"## {one.title}\n"
    yield f"**How to obtain it.** {one.obtain}\n"
    yield f"**Format.** {one.since.rstrip('.')}.\n"
    if one.cannot:
        yield f"**What it does not tell.** {one.cannot.rstrip('.')}.\n"
    yield from _options(one)


def _options(one: Declaration) -> Iterator[str]:
    """The keys of its table in config.toml, if it has any."""
    if not one.options.model_fields:
        return
    about = inspect.getdoc(one.options) or ""
    more = "" if about.startswith("The table") else f" {about}"
    yield f"**Settings**, the table `[connectors.{one.name}]`.{more}\n"
    yield "| key | meaning |"
    yield "|---|---|"
    for name, field in one.options.model_fields.items():
        yield f"| `{name}` | {_cell(field.description or '')} |"
        for item in get_args(field.annotation):
            if isinstance(item, type) and issubclass(item, BaseModel):
                for inner, its in item.model_fields.items():
                    yield f"| `{name}.{inner}` | {_cell(its.description or '')} |"
    yield ""


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
