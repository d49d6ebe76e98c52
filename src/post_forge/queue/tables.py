"""The tables of the queue, for SQLite and PostgreSQL alike. All SQL of the program is in this folder.

Their names begin with `post_forge_`, so that they can lie in a database with others. Migrations make them
(`migrations/versions/`); a test compares what those make with what stands here.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Identity,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.types import TypeDecorator

from post_forge.queue.masking import storable
from post_forge.queue.values import utc

HEAD: Final = "0001"
"""The migration that makes the tables as they stand here."""

VERSION_TABLE: Final = "post_forge_version"


SENDABLE_SQL: Final = text("state IN ('approved', 'planned')")
"""The states that a worker can begin from, as the index of what is due says it."""


class Moment(TypeDecorator[datetime]):
    """An aware datetime in UTC. SQLite has no such type and keeps the text of a naive one, which sorts the same."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        value = utc(value)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Words(TypeDecorator[str]):
    """Text that both databases take."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's
        return None if value is None else storable(value)


def _words(name: str, *args: Any, **options: Any) -> Column[str]:
    return Column(name, Words, *args, nullable=False, **options)


metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)

# SQLite counts by itself only in a column of exactly INTEGER.
_Number = BigInteger().with_variant(Integer, "sqlite")

deliveries = Table(
    "post_forge_delivery",
    metadata,
    _words("id", primary_key=True),
    _words("post"),
    _words("channel"),
    Column("round", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    _words("state"),
    _words("content"),
    Column("pinned", Boolean, nullable=False),
    _words("rules"),
    Column("sent", Moment),
    _words("url"),
    _words("reason"),
    _words("before"),
    Column("not_before", Moment),
    Column("tries", Integer, nullable=False),
    _words("worker"),
    Column("token", _Number, nullable=False),
    Column("leased_until", Moment),
    Column("changed", Moment),
    Column("intent", JSON(none_as_null=True)),
    UniqueConstraint("post", "channel", "round"),
    Index("ix_post_forge_delivery_state", "state", "at"),
    # What a worker asks for again and again: the first that is due, whatever else waits.
    Index("ix_post_forge_delivery_due", "at", "id", sqlite_where=SENDABLE_SQL, postgresql_where=SENDABLE_SQL),
)

attempts = Table(
    "post_forge_attempt",
    metadata,
    _words("delivery", ForeignKey("post_forge_delivery.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    _words("worker"),
    Column("token", _Number, nullable=False),
    Column("began", Moment, nullable=False),
    Column("ended", Moment),
    _words("outcome"),
    _words("reason"),
)

receipts = Table(
    "post_forge_receipt",
    metadata,
    _words("delivery", ForeignKey("post_forge_delivery.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("attempt", Integer, nullable=False),
    _words("step"),
    Column("part", Integer, nullable=False),
    Column("item", Integer, nullable=False),
    Column("visible", Boolean, nullable=False),
    Column("asked", Moment),
    _words("outcome"),
    Column("answered", Moment),
    _words("remote"),
    _words("url"),
    Column("more", JSON, nullable=False),
)

journal = Table(
    "post_forge_journal",
    metadata,
    Column("number", _Number, Identity(), primary_key=True),
    Column("at", Moment, nullable=False),
    _words("actor"),
    _words("delivery", index=True),
    _words("event"),
    _words("before"),
    _words("after"),
    _words("reason"),
    Column("more", JSON, nullable=False),
    Index("ix_post_forge_journal_at", "at"),
)

approvals = Table(
    "post_forge_approval",
    metadata,
    _words("post", primary_key=True),
    _words("content", primary_key=True),
    Column("at", Moment, nullable=False),
    _words("actor"),
    _words("pixels"),
)

accounts = Table(  # a row to lock while its budget is looked at
    "post_forge_account",
    metadata,
    _words("account", primary_key=True),
    _words("name", primary_key=True),
    Column("told", Moment),
    Column("remaining", Integer),
    Column("resets", Moment),
    _words("reason"),
)

spendings = Table(
    "post_forge_spending",
    metadata,
    Column("number", _Number, Identity(), primary_key=True),
    _words("account"),
    _words("name"),
    Column("at", Moment, nullable=False),
    Column("amount", Integer, nullable=False),
    Index("ix_post_forge_spending_window", "account", "name", "at"),
)

circuits = Table(
    "post_forge_circuit",
    metadata,
    _words("channel", primary_key=True),
    _words("state"),
    Column("failures", Integer, nullable=False),
    Column("until", Moment),
    _words("reason"),
    Column("changed", Moment),
    Column("version", Integer, nullable=False),
)
