"""A plan -> why each post has its slot, why a slot is empty, and why a post has none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from textwrap import wrap

from post_forge.schedule.deciding import span
from post_forge.schedule.slots import is_blackout
from post_forge.schedule.values import Empty, Pass, Plan, Planned, Ready, Timetable
from post_forge.schedule.wording import DAY_NAMES, cut, on_day, padded, when, width_of

_UNPLANNED_SHOWN = 20
_IN = "    "
_ROOM = 24  # columns that a title needs beside its slot


def reasons(entry: Planned, ready: Ready, timetable: Timetable, titles: Mapping[str, str]) -> tuple[str, ...]:
    """Why this post has this slot, the deciding reason first."""
    told = [_deciding(entry, ready, timetable)]
    weekday = entry.slot.day.weekday()
    if weekday in timetable.days and entry.why not in ("pinned", "dated"):
        told.append(f"{DAY_NAMES[weekday]} takes {' or '.join(timetable.days[weekday])}")
    if entry.slot.moved:
        told.append(f"{entry.slot.clock:%H:%M} does not exist on this day: it moves forward with the clocks")
    if timetable.approval == "required":
        told.append(
            "approved" if entry.delivery.state == "approved" else "waits for approval; without it, it is missed"
        )
    told += [_passed(item, timetable, titles) for item in entry.passed]
    return tuple(told)


def _deciding(entry: Planned, ready: Ready, timetable: Timetable) -> str:
    if entry.why == "repeat":
        rest = span(timetable.repeat_after) if timetable.repeat_after else ""
        return f"nothing new is left for this slot; it has rested {rest}, and comes again in other words"
    if entry.why == "dated":
        asked = f"it asks for {ready.publish_on}"
        if entry.slot.day == ready.publish_on:
            return asked
        blackout = ready.publish_on is not None and is_blackout(timetable, ready.publish_on)
        return f"{asked}{', a day without posts' if blackout else ''}; this is the first free slot after it"
    if entry.why == "order" and timetable.order == "fresh":
        return "the freshest of those that waited for this slot"
    return {
        "kept": "as in the plan that was taken",
        "pinned": "a person put it there",
        "due": "its slot has come",
        "again": "it has lost its earlier slot and keeps its turn",
        "order": f"number {ready.place} in the collection's order, and the first slot free for it",
    }[entry.why]


def _passed(item: Pass, timetable: Timetable, titles: Mapping[str, str]) -> str:
    other = titles.get(item.other, item.other)
    moment = when(item.at, timetable.zone)
    if item.rule == "requires":
        return f"not before {moment}: it builds on {cut(other, 40)!r}"
    return f"not on {moment}: less than {span(timetable.kindred_gap)} from a kindred one, {cut(other, 40)!r}"


def explain_text(plan: Plan, posts: Iterable[Ready], timetables: Sequence[Timetable], *, width: int = 80) -> str:
    """The whole plan with its reasons, then the empty slots, then the posts without a slot."""
    by_id = {ready.post: ready for ready in posts}
    by_channel = {timetable.channel: timetable for timetable in timetables}
    wide = max((len(name) for name in by_channel), default=0)
    lines: list[str] = []
    unsorted: list[Planned | Empty] = [*plan.planned, *plan.empty]
    events = sorted(unsorted, key=lambda entry: (entry.slot.at, entry.slot.channel))
    for entry in events:
        timetable = by_channel[entry.slot.channel]
        start = f"{when(entry.slot.at, timetable.zone)}  {padded(timetable.channel, wide)}  "
        if not isinstance(entry, Planned):
            lines += _headed(start, f"(empty: {entry.reason})", width)
            continue
        lines += _headed(start, plan.titles[entry.delivery.post], width)
        told = reasons(entry, by_id[entry.delivery.post], timetable, plan.titles)
        lines += [line for reason in told for line in wrap(reason, width, initial_indent=_IN, subsequent_indent=_IN)]
    return "\n".join([*lines, *_unplanned(plan, width)])


def _headed(start: str, text: str, width: int) -> list[str]:
    """One line, or two where the terminal is too narrow for both."""
    room = width - width_of(start)
    return [start + cut(text, room)] if room >= _ROOM else [start.rstrip(), _IN + cut(text, width - len(_IN))]


def _unplanned(plan: Plan, width: int) -> list[str]:
    if not plan.unplanned:
        return []
    lines = ["", f"without a slot (looked up to {on_day(plan.until.date())}):"]
    for entry in plan.unplanned[:_UNPLANNED_SHOWN]:
        where = f" on {entry.channel}" if entry.channel else ""
        lines.append("  " + cut(f"{plan.titles.get(entry.post, entry.post)}{where}: {entry.reason}", width - 2))
    rest = len(plan.unplanned) - _UNPLANNED_SHOWN
    return [*lines, *([f"  ... and {rest:,} more"] if rest > 0 else [])]
