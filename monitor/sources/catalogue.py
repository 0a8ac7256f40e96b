"""The page that tells which exports and platforms can be read, made from what the connectors declare."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Iterator
from typing import Any, get_args

from pydantic import BaseModel

from monitor.sources.contract import Declaration
from monitor.sources.live import LiveDeclaration

_OPENING = """\
# What can be read

Made from the declarations of the connectors; change those, not this page. `monitor connectors` shows the same.

History comes from exports that a person downloads; platforms with an API keep it fresh every night without a hand. Both
tell about the same accounts and posts: a post that is in an export and on the platform is one post.

# Exports

Drop files, folders or ZIPs in `data/inbox/` as they were downloaded, in any number and under any name: they are
recognised by what is in them. Leave ZIPs packed, and do not open and save CSV files in a spreadsheet program first:
it damages ids and dates. An export that was read already is passed over; a newer export of the same account adds to it.

An export that does not say whose it is belongs to the only account of its platform in `config.toml`, or to the one
whose `files` patterns fit, such as `files = ["wall-*.csv"]`; otherwise you are asked, or a new account is made that is
named after the file.
"""
_OPENING_LIVE = """\
# Platforms

Write `fetch = true` under an `[[account]]` of config.toml and it is read from its platform on every run: first all that
the platform still gives, later only what is new. `monitor fetch --dry-run` says what would be asked and cost,
`monitor auth PLATFORM` how to obtain a token, and whether the one you have works. A token never stands in config.toml:
it is in an environment variable or in the keyring.
"""
_WORDS = {
    "Account": "accounts",
    "Post": "posts",
    "Profile": "profiles",
    "Standing": "whether the account is there",
    "Interaction": "comments and questions",
    "PlannedItem": "planned items",
    "Window": "the period it covers",
}


def render_connectors_doc(classes: Iterable[type[Any]]) -> str:
    """Write the page as Markdown.

    Args:
        classes: Connector classes, for example `registry.connector_classes().values()`.

    Returns:
        The page, exports first and then platforms; same declarations, same bytes.
    """
    declared = sorted((cls.declaration for cls in classes), key=lambda one: (one.platform == "any", one.name))
    exports = [one for one in declared if not isinstance(one, LiveDeclaration)]
    platforms = [one for one in declared if isinstance(one, LiveDeclaration)]
    parts = [_OPENING, *_overview("export", exports)]
    parts += [line for one in exports for line in _section(one)]
    parts += [_OPENING_LIVE, *_overview("platform", platforms)] if platforms else []
    parts += [line for one in platforms for line in _live_section(one)]
    return "\n".join(parts)


def _overview(what: str, declared: Iterable[Declaration]) -> Iterator[str]:
    yield f"| {what} | network | gives | connector |"
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


def _live_section(one: LiveDeclaration) -> Iterator[str]:
    yield f'<a id="{one.name}"></a>\n'
    yield f"## {one.title}\n"
    yield f"**How to set it up.** {one.obtain}\n"
    if one.token_name:
        need = "needed" if one.token_needed else "not needed, but more is told with one"
        scopes = f"; it must allow {', '.join(f'`{scope}`' for scope in one.scopes)}" if one.scopes else ""
        yield f"**Token.** {need[0].upper()}{need[1:]}. Environment variable `{one.token_name}`{scopes}.\n"
    yield f"**Price.** {(one.price or 'Free').rstrip('.')}.\n"
    yield f"**Interface.** {one.since.rstrip('.')}.\n"
    if one.cannot:
        yield f"**What it does not tell.** {one.cannot.rstrip('.')}.\n"
    yield from (f"{line}\n" for line in _terms(one))
    yield from _options(one)


def _terms(one: LiveDeclaration) -> Iterator[str]:
    """What the platform's terms let nobody keep for ever."""
    limits = (
        ("the words of posts", one.post_days),
        ("the words of what others said", one.interaction_days),
        ("raw answers", one.raw_days),
    )
    kept = [f"{what} {days} days" for what, days in limits if days is not None]
    if kept:
        yield f"**Kept, by the platform's terms.** {', '.join(kept)}; counts and times stay."


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
