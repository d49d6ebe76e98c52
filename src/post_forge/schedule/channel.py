"""One channel's history and the posts that are ready -> its part of the plan.

remember   what went out stands on the board; what waits for a person is not planned
fix        what is due, and what a person pinned, stays whatever happens
dated      posts that ask for a day get theirs
keep       the rest of the plan that was taken stays, up to the first slot that has become free or is gone
fill       free slots take the post whose turn it is: displaced ones in their old order, new ones, repeats; a repeat
           that an earlier plan has there gives way to a new post

From the first freed slot on the sequence is kept, not the slots: those behind it move up, as in any queue.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from post_forge.schedule.board import Board
from post_forge.schedule.dated import asks_for_a_day, dated_slot
from post_forge.schedule.deciding import decide, span
from post_forge.schedule.ledger import STANDS, STOPS, Ledger
from post_forge.schedule.prerequisites import Prerequisites
from post_forge.schedule.slots import slot_at, slots, timetable_digest
from post_forge.schedule.values import (
    ANY,
    REST,
    WAITING,
    Delivery,
    Empty,
    Pass,
    Planned,
    Ready,
    Slot,
    State,
    Timetable,
    Unplanned,
)
from post_forge.schedule.waiting import Candidate, Key, Queue

_MOVED, _DISPLACED, _NEW, _REPEAT = range(4)  # whose turn comes first
_REPEATS: Key = (_REPEAT, 0, float("-inf"), 0)


class ChannelPlanner:
    """Plans one channel; `run` fills `planned`, `empty` and `unplanned`."""

    def __init__(
        self, timetable: Timetable, posts: Mapping[str, Ready], history: list[Delivery], now: datetime, until: datetime
    ) -> None:
        self.timetable, self.posts, self.now, self.until = timetable, posts, now, until
        self.name = timetable.channel
        self.rules = timetable_digest(timetable)
        self.slots = slots(timetable, now, until)
        self.by_moment = {slot.at: slot for slot in self.slots}
        self.board = Board(timetable.gap, timetable.kindred_gap)
        self.queue = Queue(timetable)
        self.history = sorted(history, key=lambda delivery: (delivery.at, delivery.id))
        self.ledger = Ledger(timetable, posts)
        self.prerequisites = Prerequisites(posts, self._can_come)
        self.queued: set[str] = set()
        self.reserved: dict[datetime, Delivery] = {}  # repeats that stay if no new post wants their slots,
        self.reserving: dict[str, list[datetime]] = {}  # and the same by post
        self.cut = until  # from here on slots are given anew
        self.planned: list[Planned] = []
        self.empty: list[Empty] = []
        self.unplanned: list[Unplanned] = []
        self.missed: list[Delivery] = []

    def run(self) -> None:
        self._remember()
        taken = self._fix()
        self._place_dated(taken)
        self._keep(taken)
        self._enqueue_new()
        self._fill()
        self._tell_unplanned()

    # ---- history, and the plan that was taken ----------------------------------------------------------------------

    def _remember(self) -> None:
        for delivery in self.history:
            if delivery.state in STANDS:
                ready = self.posts.get(delivery.post)
                at = min(delivery.at, delivery.sent or delivery.at)
                self.board.add(at, delivery.post, ready.topics if ready else ())
                self.prerequisites.stands(delivery.post, at)
                self.ledger.use(delivery)
            if delivery.state in STOPS:
                self.ledger.stopped[delivery.post] = delivery

    def _fix(self) -> dict[str, Delivery]:
        """Place what does not move; give back the deliveries ahead that may stay, by post and round."""
        waiting = [delivery for delivery in self.history if delivery.state in WAITING]
        if any(not delivery.pinned and delivery.rules != self.rules for delivery in waiting):
            self.cut = self.now
        if self.timetable.order == "fresh":
            self.cut = min(self.cut, self.now + self.timetable.settled)
        decisions = {item.delivery.id: item for item in decide(self.history, {self.name: self.timetable}, self.now)}
        ahead: dict[str, Delivery] = {}
        for delivery in waiting:
            ready = self.ledger.wanted(delivery)
            action = decisions[delivery.id].action if delivery.id in decisions else ""
            if ready is None or (
                (delivery.pinned or delivery.at <= self.now) and not self.ledger.can_go(delivery, ready)
            ):
                self._free(delivery.at)
            elif action == "missed":
                self.missed.append(replace(delivery, state="missed", reason=decisions[delivery.id].reason))
                self.ledger.stopped[delivery.post] = self.missed[-1]
            elif action == "move":
                self._enqueue_again(ready, delivery, _MOVED)
            elif delivery.pinned or delivery.at <= self.now:
                slot = self.by_moment.get(delivery.at) or slot_at(self.timetable, delivery.at)
                self._place(slot, ready, delivery, "pinned" if delivery.pinned else "due")
            else:
                ahead[delivery.id] = delivery
        left = {delivery.at for delivery in self.history} - {delivery.at for delivery in waiting}
        self._free(min((at for at in left if at > self.now), default=self.until))
        return ahead

    def _free(self, at: datetime) -> None:
        """A slot ahead is free that was not: those behind it move up."""
        if at > self.now:
            self.cut = min(self.cut, at)

    def _place_dated(self, ahead: dict[str, Delivery]) -> None:
        """Posts that ask for a day: the earliest wish first. They give up the slot that an earlier plan gave them."""
        today = slot_at(self.timetable, self.now).day
        wishes = [ready for ready in self.posts.values() if self._is_new(ready) and asks_for_a_day(ready, today)]
        for ready in sorted(wishes, key=lambda item: (str(item.publish_on), str(item.publish_at), item.place)):
            before = ahead.pop(f"{ready.post}@{self.name}", None)
            slot = dated_slot(ready, self.timetable, self.slots, self.board, self.now)
            if slot is not None and slot.day != ready.publish_on and before is not None:
                slot = self._as_before(ready, before) or slot  # its own day cannot be had; no reason to move about
            self.queued.add(ready.post)
            if slot is None:
                reason = f"it asks for {ready.publish_on}, and there is no free slot from then to {self.until.date()}"
                self.unplanned.append(Unplanned(ready.post, self.name, reason))
                continue
            if before is not None and before.at != slot.at:
                self._free(before.at)
            self._place(slot, ready, before, "dated")

    def _as_before(self, ready: Ready, before: Delivery) -> Slot | None:
        """The slot that an earlier plan gave to a dated post, if it is one from its day on and still free."""
        slot = self.by_moment.get(before.at)
        if slot is None or ready.publish_on is None or slot.day < ready.publish_on:
            return None
        return slot if not (self.board.is_free(slot.at) or self.board.kindred(slot.at, ready.topics)) else None

    def _keep(self, ahead: dict[str, Delivery]) -> None:
        """Leave in place what lies before the cut; the rest goes back into the queue, in its old order."""
        for delivery in sorted(ahead.values(), key=lambda item: (item.at, item.id)):
            ready, slot = self.posts[delivery.post], self.by_moment.get(delivery.at)
            early = slot is not None and delivery.at < self.cut
            if early and delivery.round > 1 and delivery.at > self.now + self.timetable.settled:
                self.reserved[delivery.at] = delivery
                self.reserving.setdefault(delivery.post, []).append(delivery.at)
            elif early and slot is not None and self._may_stay(delivery, ready, slot):
                self._place(slot, ready, delivery, "kept")
            else:
                self._free(delivery.at)
                self._enqueue_again(ready, delivery, _DISPLACED)

    def _may_stay(self, delivery: Delivery, ready: Ready, slot: Slot) -> bool:
        rest = self.ledger.rest_ends(ready.post, self.until) if ready.post in self.ledger.used else self.now
        free = self.board.is_free(slot.at) is None and self.board.kindred(slot.at, ready.topics) is None
        rested = rest is not None and rest <= slot.at
        goes = self.ledger.can_go(delivery, ready) and self.queue.takes(slot, ready)
        return rested and free and goes and self.prerequisites.allows(ready, slot.at)

    # ---- the queue -------------------------------------------------------------------------------------------------

    def _is_new(self, ready: Ready) -> bool:
        """Whether the post is for this channel, has never been there, and waits for nothing else."""
        known = (self.ledger.used, self.ledger.stopped, self.queued)
        return self.ledger.is_for(ready) and not any(ready.post in posts for posts in known)

    def _enqueue_again(self, ready: Ready, delivery: Delivery, turn: int) -> None:
        """Put a delivery back that has lost its slot. A repeat comes again by itself, when its rest is over."""
        if delivery.round > 1 or ready.post in self.ledger.used:
            return
        content = self.ledger.content(ready, delivery.content)
        key: Key = (turn, 0, delivery.at.timestamp(), ready.place)
        if turn == _MOVED and self.ledger.is_sure(ready, content):
            self.cut = self.now  # the next slot is its own, and all others give way
        elif turn == _MOVED:
            key = (_NEW, 1, float("-inf"), delivery.at.timestamp())  # what nobody approved must not block the others
        elif self.timetable.order == "fresh":
            key = self._key(ready, content)
        self.queued.add(ready.post)
        self._wait(Candidate(ready, key, "again", 1, content or "", before=delivery))

    def _can_come(self, ready: Ready) -> bool:
        """Whether a post may come to this channel by itself, some day."""
        stopped = ready.post in self.ledger.stopped
        return self.ledger.is_for(ready) and not stopped and self.queue.has_day_for(ready)

    def _wait(self, candidate: Candidate) -> None:
        """Into the queue, or aside until what it builds on has its slot."""
        if not self.prerequisites.hold(candidate):
            self.queue.add(candidate)

    def _enqueue_new(self) -> None:
        for ready in self.posts.values():
            if self._is_new(ready):
                content = self.ledger.content(ready)
                self._wait(Candidate(ready, self._key(ready, content), "order", 1, content or ""))
        for post in self.ledger.used:
            if post not in self.ledger.stopped:
                self._enqueue_repeat(post)

    def _enqueue_repeat(self, post: str) -> None:
        """A post that has rested comes again, if there is a text of it that was never sent here."""
        if self.reserving.get(post) or post not in self.ledger.used:
            return
        ready, free_from = self.posts.get(post), self.ledger.rest_ends(post, self.until)
        if ready is None or free_from is None or (content := self.ledger.content(ready)) is None:
            return
        if self.ledger.is_for(ready):
            key = (_REPEAT, 0, free_from.timestamp(), ready.place)
            self.queue.add(Candidate(ready, key, "repeat", self.ledger.next_round(post), content, free_from))

    def _key(self, ready: Ready, content: str | None) -> Key:
        unsure = 0 if self.ledger.is_sure(ready, content) else 1  # what is approved comes before what may never be
        return (_NEW, unsure, -ready.fresh if self.timetable.order == "fresh" else 0, ready.place)

    # ---- the plan --------------------------------------------------------------------------------------------------

    def _place(self, slot: Slot, ready: Ready, before: Delivery | None, why: str) -> None:
        """Give the slot to a post that is not in the queue."""
        content = self.ledger.content(ready, before.content if before else "")
        self._give(
            slot, Candidate(ready, (0, 0, 0, 0), why, before.round if before else 1, content or "", before=before)
        )

    def _give(self, slot: Slot, candidate: Candidate) -> None:
        """Give the slot to a candidate. What an earlier plan knows of it besides (a pin, a remark) is kept."""
        ready, content, before = candidate.ready, candidate.content, candidate.before
        approved = self.timetable.approval == "required" and content in ready.approved
        state: State = "approved" if approved else "planned"
        if before is None:
            delivery = Delivery(ready.post, self.name, slot.at, state, candidate.round, content, rules=self.rules)
        else:
            delivery = replace(before, at=slot.at, state=state, content=content, rules=self.rules)
        why = "kept" if candidate.why == "again" and before and before.at == slot.at else candidate.why
        self.planned.append(Planned(delivery, slot, why, tuple(candidate.passed)))
        self.board.add(slot.at, ready.post, ready.topics)
        self.ledger.use(delivery)
        self.prerequisites.stands(ready.post, slot.at)
        for freed in self.prerequisites.freed():
            self.queue.add(freed)

    def _fill(self) -> None:
        for slot in self.slots:
            if slot.at in self.board.moments:
                continue
            blocked = self.board.is_free(slot.at)
            if slot.at in self.reserved and self._keep_repeat(slot, blocked is None):
                continue
            candidate = None if blocked else self._whose_turn(slot)
            if candidate is None:
                self.empty.append(Empty(slot, self._why_empty(slot, blocked)))
                continue
            self._give(slot, candidate)
            self._enqueue_repeat(candidate.ready.post)
        last = max((entry.slot.at for entry in self.planned), default=self.now)
        self.empty = [entry for entry in self.empty if entry.slot.at < last]

    def _whose_turn(self, slot: Slot) -> Candidate | None:
        """A new post first, in whatever category the day takes; else a repeat."""
        return self.queue.first(slot, self.board, _REPEATS) or self.queue.first(slot, self.board)

    def _keep_repeat(self, slot: Slot, is_free: bool) -> bool:
        """Leave a repeat where an earlier plan has it, or give its slot to a new post; False where neither can be."""
        delivery = self.reserved.pop(slot.at)
        ready, later = self.posts[delivery.post], self.reserving[delivery.post]
        later.remove(slot.at)
        newer = self.queue.first(slot, self.board, _REPEATS) if is_free else None
        if newer is None and self._may_stay(delivery, ready, slot):
            self._place(slot, ready, delivery, "kept")
            self._enqueue_repeat(ready.post)
            return True
        while later:  # the rounds after this one cannot stay either
            del self.reserved[later.pop()]
        self._enqueue_repeat(ready.post)
        if newer is not None:
            self._give(slot, newer)
            self._enqueue_repeat(newer.ready.post)
        return newer is not None

    def _why_empty(self, slot: Slot, blocked: Pass | None) -> str:
        if blocked:
            return f"less than {span(self.timetable.gap)} from {blocked.other}"
        asked = self.queue.asked(slot.day.weekday())
        if any(self.queue.waits(name) for name in asked):
            return "every post that is left is kindred to one near, or rests"
        names = [name for name in asked if name not in (REST, ANY)]
        return f"no post of {' or '.join(names)} is left" if names else "no post is left"

    def _tell_unplanned(self) -> None:
        self.unplanned += self.ledger.waiting_for_a_person()
        self.unplanned += self.prerequisites.left(self.name)
        for candidate in self.queue.left:
            if candidate.why != "repeat":
                self.unplanned.append(self._left(candidate.ready))

    def _left(self, ready: Ready) -> Unplanned:
        if not any(self.timetable.times.values()):
            return Unplanned(ready.post, self.name, "the channel has no times", True)
        if not self.queue.has_day_for(ready):
            return Unplanned(ready.post, self.name, "no day of the timetable takes its categories", True)
        return Unplanned(ready.post, self.name, f"there is no free slot until {self.until.date()}")
