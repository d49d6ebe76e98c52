"""A plan, a diff, a simulation -> plain values for JSON. Moments are ISO 8601 with their offset."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from post_forge.schedule.diffing import Diff
from post_forge.schedule.explaining import reasons
from post_forge.schedule.simulating import Simulation
from post_forge.schedule.values import Delivery, Plan, Ready, Timetable


def plan_json(plan: Plan, posts: Iterable[Ready], timetables: Sequence[Timetable]) -> dict[str, Any]:
    """The plan with the reasons for every slot; `at` is in UTC, `local` what the channel's clocks show."""
    by_id = {ready.post: ready for ready in posts}
    by_channel = {timetable.channel: timetable for timetable in timetables}
    return {
        "now": _moment(plan.now),
        "until": _moment(plan.until),
        "planned": [
            {
                **delivery_json(entry.delivery, by_channel[entry.delivery.channel].zone),
                "title": plan.titles.get(entry.delivery.post, ""),
                "why": entry.why,
                "reasons": list(
                    reasons(entry, by_id[entry.delivery.post], by_channel[entry.delivery.channel], plan.titles)
                ),
            }
            for entry in plan.planned
        ],
        "missed": [delivery_json(item, by_channel[item.channel].zone) for item in plan.missed],
        "empty": [
            {"channel": entry.slot.channel, "at": _moment(entry.slot.at), "reason": entry.reason}
            for entry in plan.empty
        ],
        "unplanned": [
            {
                "post": entry.post,
                "channel": entry.channel,
                "title": plan.titles.get(entry.post, ""),
                "reason": entry.reason,
                "wants_person": entry.wants_person,
            }
            for entry in plan.unplanned
        ],
    }


def delivery_json(delivery: Delivery, zone: str) -> dict[str, Any]:
    return {
        "id": delivery.id,
        "post": delivery.post,
        "channel": delivery.channel,
        "round": delivery.round,
        "state": delivery.state,
        "at": _moment(delivery.at),
        "local": delivery.at.astimezone(ZoneInfo(zone)).isoformat("T", "minutes"),
        "zone": zone,
        "sent": _moment(delivery.sent) if delivery.sent else None,
        "content": delivery.content,
        "pinned": delivery.pinned,
        "url": delivery.url,
        "reason": delivery.reason,
    }


def diff_json(changes: Diff, zones: Mapping[str, str]) -> dict[str, Any]:
    return {
        "same": changes.same,
        "changes": [
            {
                "kind": change.kind,
                "reason": change.reason,
                "before": _moment(change.before.at) if change.before else None,
                "delivery": delivery_json(change.delivery, zones.get(change.delivery.channel, "UTC")),
            }
            for change in changes.changes
        ],
    }


def simulation_json(simulation: Simulation) -> dict[str, Any]:
    return {
        "first": _moment(simulation.first),
        "last": _moment(simulation.last),
        "outages": [{"first": _moment(item.first), "last": _moment(item.last)} for item in simulation.outages],
        "clock_changes": [
            {
                "at": _moment(item.at),
                "zone": item.zone,
                "before": int(item.before.total_seconds()),
                "after": int(item.after.total_seconds()),
            }
            for item in simulation.transitions
        ],
        "channels": {
            name: {
                "zone": tally.zone,
                "slots": tally.slots,
                "on_time": tally.on_time,
                "late": tally.late,
                "repeats": tally.repeats,
                "missed": tally.missed,
                "moved": tally.moved,
                "empty": tally.empty,
                "dry_from": _moment(tally.dry_from) if tally.dry_from else None,
            }
            for name, tally in simulation.tallies.items()
        },
    }


def _moment(at: datetime) -> str:
    return at.isoformat("T", "seconds").replace("+00:00", "Z")
