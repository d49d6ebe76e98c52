"""What a claim costs, counted and never timed: one journey to a server, and no look through all that waits."""

from __future__ import annotations

from contextlib import contextmanager

import pytest
import sqlalchemy as sa

from post_forge.queue import open_store
from tests.queue.builders import INTENT, at, planned


@contextmanager
def statements(store):
    """The statements that reach the database meanwhile."""
    heard = []

    def hear(_connection, _cursor, statement, parameters, _context, _many):
        heard.append((statement, parameters))

    sa.event.listen(store.engine, "before_cursor_execute", hear)
    try:
        yield heard
    finally:
        sa.event.remove(store.engine, "before_cursor_execute", hear)


def test_a_claim_on_a_server_is_one_statement(ready_postgresql, folder):
    with open_store(ready_postgresql, folder) as store:
        store.take([planned("a"), planned("b")], at(), "schedule")
        with statements(store) as heard:
            assert store.claim(at(), "w1", 60).delivery.id == "a@mastodon"
        assert len(heard) == 1
        with statements(store) as heard:
            assert len(store.claim_many(at(), "w1", 60, 5)) == 1
        assert len(heard) == 1


@pytest.mark.parametrize("narrowed", [{}, {"channels": ["mastodon"]}])
def test_a_claim_looks_at_the_first_and_not_at_ten_thousand(store, narrowed):
    store.take([planned(f"n{number}") for number in range(10_000)], at(), "schedule")
    with statements(store) as heard:
        assert store.claim(at(), "w1", 60, **narrowed)
    explain = "EXPLAIN QUERY PLAN " if store.engine.dialect.name == "sqlite" else "EXPLAIN "
    with store.engine.connect() as connection:
        for statement, parameters in [item for item in heard if "ORDER BY" in item[0]]:
            plan = [" ".join(map(str, row)) for row in connection.exec_driver_sql(explain + statement, parameters)]
            due = "\n".join(plan)
            assert "post_forge_delivery_due" in due or "publishing" in str(parameters), due
            assert "Seq Scan" not in due, due
            assert "Hash" not in due, due


def test_open_work_and_what_is_due_are_claimed_together_and_no_more_than_asked(store):
    store.take([planned(f"n{number}") for number in range(6)], at(), "schedule")
    for lease in store.claim_many(at(), "w1", 60, 2):
        store.begin(lease, INTENT, at())
    taken = store.claim_many(at(5), "w2", 60, 4)
    assert [lease.delivery.id for lease in taken] == [f"n{number}@mastodon" for number in range(4)]
    assert [lease.found_open for lease in taken] == [True, True, False, False]
    assert len(store.claim_many(at(5), "w2", 60, 9)) == 2
