"""The queue's first tables: deliveries, attempts, receipts, journal, approvals, budgets, circuits."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def _text(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def _whole(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.Integer, nullable=False) for name in names]


def _moment(name: str, *, nullable: bool = True) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    _deliveries()
    _work()
    _journal()
    _limits()


def _deliveries() -> None:
    op.create_table(
        "post_forge_delivery",
        *_text("id", "post", "channel"),
        *_whole("round"),
        _moment("at", nullable=False),
        *_text("state", "content"),
        sa.Column("pinned", sa.Boolean, nullable=False),
        *_text("rules"),
        _moment("sent"),
        *_text("url", "reason", "before"),
        _moment("not_before"),
        *_whole("tries"),
        *_text("worker"),
        sa.Column("token", _NUMBER, nullable=False),
        _moment("leased_until"),
        _moment("changed"),
        sa.Column("intent", sa.JSON),
        sa.PrimaryKeyConstraint("id", name="pk_post_forge_delivery"),
        sa.UniqueConstraint("post", "channel", "round", name="uq_post_forge_delivery_post"),
    )
    op.create_index("ix_post_forge_delivery_state", "post_forge_delivery", ["state", "at"])
    due = sa.text("state IN ('approved', 'planned')")
    op.create_index(
        "ix_post_forge_delivery_due", "post_forge_delivery", ["at", "id"], sqlite_where=due, postgresql_where=due
    )
    op.create_table(
        "post_forge_approval",
        *_text("post", "content"),
        _moment("at", nullable=False),
        *_text("actor", "pixels"),
        sa.PrimaryKeyConstraint("post", "content", name="pk_post_forge_approval"),
    )


def _work() -> None:
    op.create_table(
        "post_forge_attempt",
        *_text("delivery"),
        *_whole("number"),
        *_text("worker"),
        sa.Column("token", _NUMBER, nullable=False),
        _moment("began", nullable=False),
        _moment("ended"),
        *_text("outcome", "reason"),
        sa.PrimaryKeyConstraint("delivery", "number", name="pk_post_forge_attempt"),
        sa.ForeignKeyConstraint(
            ["delivery"], ["post_forge_delivery.id"], name="fk_post_forge_attempt_delivery", ondelete="CASCADE"
        ),
    )
    op.create_table(
        "post_forge_receipt",
        *_text("delivery"),
        *_whole("number", "attempt"),
        *_text("step"),
        *_whole("part", "item"),
        sa.Column("visible", sa.Boolean, nullable=False),
        _moment("asked"),
        *_text("outcome"),
        _moment("answered"),
        *_text("remote", "url"),
        sa.Column("more", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("delivery", "number", name="pk_post_forge_receipt"),
        sa.ForeignKeyConstraint(
            ["delivery"], ["post_forge_delivery.id"], name="fk_post_forge_receipt_delivery", ondelete="CASCADE"
        ),
    )


def _journal() -> None:
    op.create_table(
        "post_forge_journal",
        sa.Column("number", _NUMBER, sa.Identity(), nullable=False),
        _moment("at", nullable=False),
        *_text("actor", "delivery", "event", "before", "after", "reason"),
        sa.Column("more", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_post_forge_journal"),
    )
    op.create_index("ix_post_forge_journal_delivery", "post_forge_journal", ["delivery"])
    op.create_index("ix_post_forge_journal_at", "post_forge_journal", ["at"])


def _limits() -> None:
    op.create_table(
        "post_forge_account",
        *_text("account", "name"),
        _moment("told"),
        sa.Column("remaining", sa.Integer),
        _moment("resets"),
        *_text("reason"),
        sa.PrimaryKeyConstraint("account", "name", name="pk_post_forge_account"),
    )
    op.create_table(
        "post_forge_spending",
        sa.Column("number", _NUMBER, sa.Identity(), nullable=False),
        *_text("account", "name"),
        _moment("at", nullable=False),
        *_whole("amount"),
        sa.PrimaryKeyConstraint("number", name="pk_post_forge_spending"),
    )
    op.create_index("ix_post_forge_spending_window", "post_forge_spending", ["account", "name", "at"])
    op.create_table(
        "post_forge_circuit",
        *_text("channel", "state"),
        *_whole("failures"),
        _moment("until"),
        *_text("reason"),
        _moment("changed"),
        *_whole("version"),
        sa.PrimaryKeyConstraint("channel", name="pk_post_forge_circuit"),
    )
