"""Column types that mean the same on every database.

SQLite keeps times as readable text (2012-02-01T09:00:00Z) and takes only the types that STRICT tables know;
PostgreSQL keeps TIMESTAMPTZ and 64-bit numbers.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

from monitor.records import stamp

Whole: TypeEngine[int] = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
"""Whole number, 64 bits."""

Real: TypeEngine[float] = sa.Double().with_variant(sa.REAL(), "sqlite")
"""Floating-point number, 64 bits."""

Identity: TypeEngine[str] = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
"""Text compared letter by letter, whatever the server's language, so that ranges of identities can be asked for."""


def to_text(moment: datetime) -> str:
    """Write an aware time as SQLite keeps it: UTC, to the second, sorting as it reads."""
    return f"{stamp(moment)}Z"


def to_seconds(moment: datetime) -> datetime:
    """An aware time as PostgreSQL gets it: UTC, to the second."""
    return moment.astimezone(UTC).replace(microsecond=0)


def from_text(text: str) -> datetime:
    """Read a time back."""
    return datetime.fromisoformat(text)


class UtcTime(TypeDecorator[datetime]):
    """An aware time in UTC, to the second."""

    impl = sa.Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "sqlite":
            return dialect.type_descriptor(sa.Text())
        return dialect.type_descriptor(sa.TIMESTAMP(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        return to_text(value) if dialect.name == "sqlite" else to_seconds(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return from_text(value) if isinstance(value, str) else value.astimezone(UTC)
