"""The store against a model in plain Python: whatever happens in whatever order, both say the same."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from post_forge.queue import (
    IN_DOUBT,
    OUT,
    SENDABLE,
    Intent,
    LeaseLost,
    Refusal,
    StoreError,
    next_state,
    open_store,
)
from tests.queue.builders import at, planned

POSTS = ("a", "b", "c")
LEASE = 2  # minutes


@dataclass
class Row:
    state: str = "planned"
    slot: float = 0
    before: str = "planned"
    lease: object = None
    until: float = 0
    visible: str = ""  # the outcome of the step that readers see
    sends: int = 0


class QueueMachine(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="post-forge-model-"))
        self.store = open_store("sqlite", self.folder)
        self.now = 0.0
        self.rows: dict[str, Row] = {}
        self.leases: list[tuple[str, object]] = []
        self.out: dict[str, int] = dict.fromkeys(POSTS, 0)  # what the network has
        self.entries = 0

    def teardown(self):
        self.store.close()
        shutil.rmtree(self.folder)

    def leased(self, row):
        return row.lease is not None and row.until > self.now

    # ---- what may happen --------------------------------------------------------------------------------------------

    @rule(minutes=st.sampled_from([0.5, 1, 3]))
    def time_passes(self, minutes):
        self.now += minutes

    @rule(posts=st.sets(st.sampled_from(POSTS)), slot=st.sampled_from([0, 5]))
    def a_plan_is_taken(self, posts, slot):
        self.store.take([planned(post, minutes=slot) for post in sorted(posts)], at(self.now), "plan")
        for post in POSTS:
            row = self.rows.get(post)
            if row is None and post in posts:
                self.rows[post] = Row(slot=slot)
            elif row and row.state in SENDABLE and not self.leased(row):
                if post not in posts:
                    del self.rows[post]
                elif (row.state, row.slot) != ("planned", slot) or self.lease_was_ended(post):
                    row.state, row.slot, row.lease = "planned", slot, None

    def lease_was_ended(self, post):
        return self.store.delivery(f"{post}@mastodon").worker == ""

    @rule(
        post=st.sampled_from(POSTS),
        event=st.sampled_from(["approve", "unapprove", "hold", "release", "skip", "miss", "retry", "look"]),
    )
    def a_person_speaks(self, post, event):
        row = self.rows.get(post)
        after = next_state(row.state, event, before=row.before) if row else None
        try:
            told = self.store.change(f"{post}@mastodon", event, at(self.now), "ana")
        except StoreError:
            busy = row and row.state == "publishing" and self.leased(row)
            assert row is None or busy or isinstance(after, Refusal)
            return
        assert after in ("planned", told.state)  # an approval that was kept may make it `approved`
        if event == "hold":
            row.before = row.state if row.state in SENDABLE else "planned"
        elif event in ("approve", "unapprove"):
            row.before = "approved" if event == "approve" else "planned"
        elif event == "retry":
            row.slot = self.now
        row.state, row.lease = told.state, None

    @rule(
        post=st.sampled_from(POSTS),
        event=st.sampled_from(["confirm", "deny"]),
    )
    def a_person_tells_what_is_true(self, post, event):
        """Nobody lies: `confirm` of what is out, `deny` of what is not."""
        row = self.rows.get(post)
        if row is None or (event == "confirm") != (self.out[post] > 0) or (row.state not in IN_DOUBT):
            return
        try:
            row.state = self.store.change(f"{post}@mastodon", event, at(self.now), "ana").state
        except StoreError:
            assert row.state == "publishing"
            return
        row.lease, row.visible = None, "not sent" if event == "deny" else row.visible

    @rule()
    def a_worker_claims(self):
        lease = self.store.claim(at(self.now), "w", LEASE * 60)
        free = {post: row for post, row in self.rows.items() if not self.leased(row)}
        opened = {post for post, row in free.items() if row.state == "publishing"}
        due = {post for post, row in free.items() if row.state in SENDABLE and row.slot <= self.now}
        if lease is None:
            assert not opened | due
            return
        post = lease.delivery.post
        assert post in (opened or due)
        assert lease.found_open == (post in opened)
        assert all(lease.token > other.token for _, other in self.leases)
        self.rows[post].lease, self.rows[post].until = lease, self.now + LEASE
        self.leases.append((post, lease))

    @precondition(lambda self: self.leases)
    @rule(which=st.integers(0, 9), fate=st.sampled_from(["answered", "reply lost", "never left", "killed"]))
    def a_worker_works(self, which, fate):
        """Also one that slept, with a lease that is another's by now: it must be stopped before it sends."""
        post, lease = self.leases[which % len(self.leases)]
        row = self.rows.get(post)
        mine = row is not None and row.lease is lease
        try:
            begun = self.store.begin(lease, Intent("key"), at(self.now))
        except (LeaseLost, StoreError):
            assert not mine
            return
        assert mine
        if row.state != "publishing":
            row.before = row.state
        row.state, row.until = "publishing", self.now + LEASE
        seen = [item for item in begun.receipts if item.visible]
        if any(item.outcome != "not sent" for item in seen):
            self.go_on(post, row, begun, seen)
        else:
            self.send(post, row, begun, fate)
        self.leases.remove((post, lease))

    def go_on(self, post, row, lease, seen):
        """Look first, and tell what is there."""
        there = self.out[post] > 0
        for item in seen:
            if item.outcome in ("open", "unknown"):
                lease = self.store.answer(lease, item, at(self.now), "sent" if there else "not sent")
        row.state = self.store.settle(lease, "publish" if there else "postpone", at(self.now)).state
        row.lease, row.visible = None, "sent" if there else "not sent"

    def send(self, post, row, lease, fate):
        lease, receipt = self.store.ask(lease, at(self.now), "post", visible=True)
        row.visible = "open"
        if fate != "never left":
            self.out[post] += 1
        if fate == "answered":
            lease = self.store.answer(lease, receipt, at(self.now), "sent")
            row.state, row.lease, row.visible = self.store.settle(lease, "publish", at(self.now)).state, None, "sent"
        elif fate == "never left":
            lease = self.store.answer(lease, receipt, at(self.now), "not sent")
            row.state, row.lease = self.store.settle(lease, "postpone", at(self.now)).state, None
            row.visible = "not sent"
        elif fate == "reply lost":
            row.state, row.lease = self.store.settle(lease, "doubt", at(self.now)).state, None

    # ---- what always holds ------------------------------------------------------------------------------------------

    @invariant()
    def both_say_the_same(self):
        kept = {item.post: item for item in self.store.deliveries()}
        assert {post: item.state for post, item in kept.items()} == {post: row.state for post, row in self.rows.items()}
        for post, row in self.rows.items():
            assert kept[post].leased(at(self.now)) == self.leased(row)

    @invariant()
    def nothing_is_out_twice_or_forgotten(self):
        for post, times in self.out.items():
            assert times <= 1
            if times:
                assert self.rows[post].state in IN_DOUBT | OUT

    @invariant()
    def the_journal_tells_how_every_state_came_about(self):
        last: dict[str, str] = {}
        for entry in self.store.history():
            assert last.get(entry.delivery, "") == entry.before
            last[entry.delivery] = entry.after
        for post, row in self.rows.items():
            assert last[f"{post}@mastodon"] == row.state


TestQueue = QueueMachine.TestCase
