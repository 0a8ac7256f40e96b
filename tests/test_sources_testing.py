"""The conformance suite itself: it lets a good connector pass and catches each way of being bad."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any, ClassVar

import pytest

from connectors.generic_csv import Connector as Generic
from monitor.records import Account, Post, Profile
from monitor.sources.contract import Connector, Context, Options
from monitor.sources.export import Export
from monitor.sources.testing import ConnectorSuite, check_calm, check_damage, check_declaration, check_packing
from monitor.sources.testing import check_records as check_sample
from tests.exports import lone
from tests.fakes import made_connector

SAMPLE = Path(__file__).resolve().parents[1] / "data" / "samples" / "facebook-reacties.csv"
MOMENT = datetime(2013, 1, 1, tzinfo=UTC)


class TestGeneric(ConnectorSuite):
    connector: ClassVar[Connector] = Generic(Options())
    samples: ClassVar[tuple[Path, ...]] = (SAMPLE,)


def one_post(export: Export, context: Context) -> Iterator[Any]:
    yield Post(published_at=MOMENT, text=export.head(export.names[0]).decode("utf-8", "replace"))


def is_hello(export: Export) -> bool:
    return export.head(export.names[0])[:5] == b"hello" if export.names else False


def test_a_declaration_that_is_not_true_is_caught() -> None:
    with pytest.raises(AssertionError, match="not the module's"):
        check_declaration(type(made_connector(one_post)))


def test_claiming_anything_is_caught(tmp_path: Path) -> None:
    check_calm(made_connector(one_post, claims=is_hello), tmp_path)
    again = tmp_path / "again"
    again.mkdir()
    with pytest.raises(AssertionError, match="claims"):
        check_calm(made_connector(one_post), again)


@pytest.mark.parametrize(
    ("records", "told"),
    [
        ([], "gives nothing"),
        ([Profile(observed_at=MOMENT)], "not declared"),
        ([Post(account="who", published_at=MOMENT), Account(key="who", platform="x")], "not introduced"),
    ],
)
def test_bad_records_are_caught(tmp_path: Path, records: list[Any], told: str) -> None:
    with pytest.raises(AssertionError, match=told):
        check_sample(made_connector(lambda export, context: iter(records)), lone(tmp_path, "hello"))


def test_changing_ones_mind_is_caught(tmp_path: Path) -> None:
    number = count()
    bad = made_connector(lambda export, context: iter([Post(published_at=MOMENT, text=str(next(number)))]))
    with pytest.raises(AssertionError, match="second reading"):
        check_sample(bad, lone(tmp_path, "hello"))


def test_going_by_the_name_is_caught(tmp_path: Path) -> None:
    by_name = made_connector(one_post, claims=lambda export: export.names == ("file.csv",))
    with pytest.raises(AssertionError, match="under another name"):
        check_packing(by_name, lone(tmp_path, "hello"), tmp_path)


def test_breaking_on_a_cut_file_is_caught(tmp_path: Path) -> None:
    def fragile(export: Export, context: Context) -> Iterator[Any]:
        assert export.size(export.names[0]) == 5
        yield from one_post(export, context)

    with pytest.raises(AssertionError):
        check_damage(made_connector(fragile), lone(tmp_path, "hello"), tmp_path / "x", lambda content: content[:3])
