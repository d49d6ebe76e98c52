"""Posts that are ready, timetables, history and the time -> the plan: which post goes to which channel when, and why.

One channel at a time (`channel.py`), because no channel waits for another. The plan depends on nothing else, so the
same arguments give the same plan on every machine, and a plan that was taken and is planned again stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from post_forge.schedule.channel import ChannelPlanner
from post_forge.schedule.values import WAITING, Delivery, Plan, Ready, Timetable, Unplanned, utc

HORIZON = timedelta(days=366)


def plan(
    posts: Sequence[Ready],
    timetables: Sequence[Timetable],
    history: Iterable[Delivery],
    now: datetime,
    *,
    horizon: timedelta = HORIZON,
    anew: bool = False,
) -> Plan:
    """Give every post that is ready a slot on every channel it is for, none of them in the past.

    `history` is everything remembered: what went out, what waits for a person, and the plan that was taken (deliveries
    `planned` or `approved`), which stays where it is while its slots exist; `anew` plans as if it had not been taken,
    but for what a person pinned. `horizon` is how far ahead slots are looked for.

    Raises ValueError for a `now` without a time zone, and for two posts with one id.
    """
    now = utc(now)
    by_id = {ready.post: ready for ready in posts}
    if len(by_id) != len(posts):
        raise ValueError("two posts have one id")
    by_channel: dict[str, list[Delivery]] = {timetable.channel: [] for timetable in timetables}
    for delivery in history:
        if delivery.channel in by_channel and not (anew and delivery.state in WAITING and not delivery.pinned):
            by_channel[delivery.channel].append(_in_utc(delivery))
    until = now + horizon
    planners = [ChannelPlanner(timetable, by_id, by_channel[timetable.channel], now, until) for timetable in timetables]
    for planner in planners:
        planner.run()
    planned = [entry for planner in planners for entry in planner.planned]
    unplanned = [entry for planner in planners for entry in planner.unplanned]
    return Plan(
        tuple(sorted(planned, key=lambda entry: (entry.slot.at, entry.slot.channel, entry.delivery.id))),
        tuple(sorted((entry for planner in planners for entry in planner.empty), key=lambda entry: entry.slot)),
        (*unplanned, *_for_no_channel(posts, [timetable.channel for timetable in timetables])),
        now,
        until,
        {ready.post: ready.title for ready in posts},
        tuple(delivery for planner in planners for delivery in planner.missed),
    )


def _in_utc(delivery: Delivery) -> Delivery:
    return delivery if delivery.at.tzinfo is UTC else replace(delivery, at=utc(delivery.at))


def _for_no_channel(posts: Iterable[Ready], channels: Sequence[str]) -> list[Unplanned]:
    return [
        Unplanned(ready.post, "", f"it is for {', '.join(ready.channels)}, and there is no such channel", True)
        for ready in posts
        if ready.channels and not {*ready.channels} & {*channels}
    ]
