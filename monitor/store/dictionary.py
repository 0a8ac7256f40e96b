"""docs/store.md, made from the declarations of the views."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from monitor.store.views import VERSION, View, ViewColumn, views
from monitor.store.worked_queries import QUERIES, Worked

_HEAD = f"""# The store, for analysts

<!-- Made from monitor/store/views.py and worked_queries.py; do not edit. -->

Everything the monitor knows is in one SQL database, `data/monitor.sqlite3` unless config.toml says otherwise. Read it
through the views below: they are a promise (version {VERSION}), the tables behind them are not.

- `monitor query "SELECT ..."` asks without being able to change anything. Any SQLite or PostgreSQL program reads too;
  on PostgreSQL give analysts a role that may SELECT from the views only.
- Times are in UTC: text such as `2012-02-01T09:00:00Z` on SQLite, TIMESTAMPTZ on PostgreSQL. Days and weeks are
  those of the organisation's time zone; weeks are ISO weeks, from Monday.
- `week` numbers the weeks one by one: 52 weeks earlier is `week - 52`.
- Empty (NULL) means unknown, never zero.
- No posts means silence only inside an observed span (`v_window`).
"""


def render_store_doc() -> str:
    """The store's dictionary as Markdown: every view with its columns, and the worked queries."""
    return "\n".join([_HEAD, *_contents(), *_each(_view(view) for view in views()), *_worked_queries()])


def _each(parts: Iterable[Iterator[str]]) -> Iterator[str]:
    for part in parts:
        yield from part


def _contents() -> Iterator[str]:
    yield "## Views\n"
    yield "| view | one row is |\n|---|---|"
    for view in views():
        yield f"| [`{view.name}`](#{view.name}) | {_cell(view.row)} |"
    yield ""


def _view(view: View) -> Iterator[str]:
    yield f"### {view.name}\n"
    yield f"One row is {view.row}.\n"
    yield "| column | type | unit | meaning |\n|---|---|---|---|"
    for column in view.columns:
        yield _column(column)
    yield ""


def _column(column: ViewColumn) -> str:
    return f"| `{column.name}` | {column.type} | {_cell(column.unit)} | {_cell(column.meaning)} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _worked_queries() -> Iterator[str]:
    yield "## Ten worked queries\n"
    for number, worked in enumerate(QUERIES, 1):
        yield from _worked(number, worked)


def _worked(number: int, worked: Worked) -> Iterator[str]:
    yield f"### {number}. {worked.question}\n"
    yield f"```sql\n{worked.sql}\n```\n"
    yield f"{worked.note}\n"
