"""A post that asks for a day -> the slot it gets: on that day, or the first one after it that is free."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from post_forge.schedule.board import Board
from post_forge.schedule.slots import is_blackout, moment
from post_forge.schedule.values import Ready, Slot, Timetable


def asks_for_a_day(ready: Ready, today: date) -> bool:
    """Whether its day is still to come; a wish for a day that is over counts for nothing."""
    return ready.publish_on is not None and ready.publish_on >= today


def dated_slot(ready: Ready, timetable: Timetable, slots: Sequence[Slot], board: Board, now: datetime) -> Slot | None:
    """Its slot, or None where no slot from its day on is free. A wall-clock time of its own need not be in the
    timetable; blackouts and gaps hold for it as for all."""
    if ready.publish_on is None:
        return None
    own = _own_slot(ready, timetable, now)
    wanted = [slot for slot in slots if slot.day >= ready.publish_on and (own is None or slot.at > own.at)]
    for slot in [own, *wanted] if own else wanted:
        if board.is_free(slot.at) is None and board.kindred(slot.at, ready.topics) is None:
            return slot
    return None


def _own_slot(ready: Ready, timetable: Timetable, now: datetime) -> Slot | None:
    if ready.publish_on is None or ready.publish_at is None or is_blackout(timetable, ready.publish_on):
        return None
    at, moved = moment(ready.publish_on, ready.publish_at, ZoneInfo(timetable.zone))
    return Slot(at, timetable.channel, ready.publish_on, ready.publish_at, moved) if at > now else None
