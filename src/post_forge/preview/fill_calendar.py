"""A look at the workspace and its queue -> the values of the calendar and of the history."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from post_forge import forge
from post_forge.preview.filling import Sight, day_name, month_name, short
from post_forge.preview.values import Choice, Filter
from post_forge.preview.values_lists import (
    Calendar,
    ChannelView,
    DayView,
    History,
    PlanView,
    SentRow,
    SlotView,
    StepView,
)

_DAY = timedelta(days=1)
_SENT = frozenset({"published", "withdrawn", "unsure", "publishing", "failed"})
_SOME = 30  # rows of the history at a time
_LINES = 200  # lines of a plan that are shown
_GOOD, _BAD = frozenset({"sent", "found", "confirm", "succeed", "publish"}), frozenset({"not sent", "fail", "failed"})


@dataclass(frozen=True, slots=True)
class Span:
    """The days of a calendar: a month in whole weeks, or a week."""

    view: str
    first: date
    days: int
    month: date

    @property
    def last(self) -> date:
        return self.first + _DAY * (self.days - 1)


def month_of(day: date) -> Span:
    first = day.replace(day=1)
    after = (first + 31 * _DAY).replace(day=1)
    begin = first - _DAY * first.weekday()
    weeks = -(-(after - begin).days // 7)
    return Span("month", begin, weeks * 7, first)


def week_of(day: date) -> Span:
    begin = day - _DAY * day.weekday()
    return Span("week", begin, 7, begin.replace(day=1))


def read_span(month: str, week: str, present: date) -> Span:
    """`2026-12` or `2026-W49`; the month of today for what is neither."""
    try:
        if week:
            year, _, number = week.partition("-W")
            return week_of(date.fromisocalendar(int(year), int(number), 1))
        found = date.fromisoformat(f"{month}-01") if month else present
        return month_of(found if 1970 <= found.year < 3000 else present)
    except (ValueError, OverflowError):
        return month_of(present)


def calendar_page(sight: Sight, span: Span, channels: Sequence[str]) -> Calendar:
    """The days with their deliveries and free slots, each as its own channel's clocks show it."""
    studio, look = sight.studio, sight.look
    found = studio.queue(look)
    plan, told = studio.plans.get(look, wait=studio.manner.exported)
    known = [name for name in channels if name in found.timetables]
    chosen = set(known or found.timetables)
    rows = [row for row in found.rows if row.delivery.channel in chosen or not known]
    days = _days(sight, span, replace(found, rows=tuple(rows)), chosen)
    waiting = [row for row in rows if row.wants_person or row.wants_approval]
    return Calendar(
        "month" if span.view == "month" else "week",
        month_name(span.month)
        if span.view == "month"
        else f"{day_name(span.first)} to {day_name(span.last)} {span.last.year}",
        found.zone,
        days,
        tuple(_channel(sight, name, known, span) for name in found.timetables),
        sight.entries(sorted(waiting, key=lambda row: (not row.wants_person, row.delivery.at))),
        _address(span, span.first - _DAY if span.view == "week" else span.month - _DAY, known),
        _address(span, span.last + _DAY if span.view == "week" else span.month + 31 * _DAY, known),
        _address(span, sight.row_now(), known),
        _address(month_of(span.first + 6 * _DAY), span.first + 6 * _DAY if span.view == "week" else span.month, known),
        _address(week_of(span.month), _week_shown(span, sight.row_now()), known),
        _plan(plan) if plan and not studio.manner.exported else None,
        sight.troubles((*found.problems, *told)),
    )


def _week_shown(span: Span, present: date) -> date:
    return present if span.first <= present <= span.last else span.first if span.view == "week" else span.month


def _address(span: Span, day: date, channels: Sequence[str]) -> str:
    year, week, _ = day.isocalendar()
    asked = [("month", f"{day:%Y-%m}")] if span.view == "month" else [("week", f"{year}-W{week:02d}")]
    return f"/calendar?{urlencode([*asked, *(('channel', name) for name in channels)])}"


def _days(sight: Sight, span: Span, found: forge.QueueLook, chosen: set[str]) -> tuple[DayView, ...]:
    present, now = sight.row_now(), sight.studio.now
    by_day: dict[date, list[forge.Row]] = {}
    for row in found.rows:
        by_day.setdefault(row.delivery.at.astimezone(ZoneInfo(row.zone)).date(), []).append(row)
    slots: dict[date, list[SlotView]] = {}
    for slot in forge.free_slots(found, now, span.first, span.last) if sight.studio.token else ():
        if slot.channel in chosen:
            at = slot.at.astimezone(ZoneInfo(found.timetables[slot.channel].zone))
            slots.setdefault(slot.day, []).append(SlotView(slot.channel, f"{at:%Y-%m-%d %H:%M}", f"{at:%H:%M}"))
    dark = forge.blackout_days(found, span.first, span.last)
    days = [span.first + _DAY * number for number in range(span.days)]
    return tuple(
        DayView(
            day.isoformat(),
            day.day,
            day_name(day),
            sight.entries(sorted(by_day.get(day, ()), key=_clock)),
            tuple(slots.get(day, ())),
            span.view == "week" or day.month == span.month.month,
            day == present,
            day < present,
            _why(dark.get(day, ()), found),
        )
        for day in days
    )


def _clock(row: forge.Row) -> tuple[datetime, str]:
    return row.delivery.at.astimezone(ZoneInfo(row.zone)).replace(tzinfo=None), row.delivery.id


def _why(names: tuple[str, ...], found: forge.QueueLook) -> str:
    if not names:
        return ""
    return "No posts: blackout" if len(names) == len(found.timetables) else f"No posts on {', '.join(names)}: blackout"


def _channel(sight: Sight, name: str, chosen: Sequence[str], span: Span) -> ChannelView:
    table = sight.studio.queue(sight.look).timetables[name]
    platforms = {channel.name: channel.platform for channel in sight.look.workspace.config.channels}
    alone = list(chosen) == [name]
    day = span.first if span.view == "week" else span.month
    return ChannelView(
        name,
        platforms.get(name, ""),
        table.zone,
        _address(span, day, [] if alone else [name]),
        not chosen or name in chosen,
        table.approval == "required",
    )


def _plan(plan: forge.Proposal) -> PlanView:
    lines = plan.lines[:_LINES]
    more = (f"and {len(plan.lines) - _LINES} more",) if len(plan.lines) > _LINES else ()
    counts = plan.counts
    return PlanView(
        plan.digest, counts["added"], counts["removed"], counts["moved"], counts["changed"], (*lines, *more)
    )


# ---- what went out -------------------------------------------------------------------------------------------------


def history_page(sight: Sight, post: str, channel: str, page: int) -> History:
    """What went out or may be out, the newest first, each with what was tried and why."""
    found = sight.studio.queue(sight.look)
    rows = [row for row in found.rows if row.delivery.state in _SENT or (post and row.delivery.post == post)]
    counted = Counter(row.delivery.channel for row in rows)
    rows = [
        row
        for row in rows
        if (not post or row.delivery.post == post) and (not channel or row.delivery.channel == channel)
    ]
    rows.sort(key=lambda row: row.delivery.sent or row.delivery.at, reverse=True)
    first, last = (0, len(rows)) if sight.studio.manner.exported else (_SOME * (page - 1), _SOME * page)
    shown = rows[first:last]
    done = forge.tried(sight.look.workspace, [row.delivery.id for row in shown])
    more = _history_url(post, channel, page + 1) if last < len(rows) else ""
    choices = [Choice("", "All channels", _history_url(post, "", 1), not channel)]
    choices += [
        Choice(name, name, _history_url(post, name, 1), name == channel, count) for name, count in counted.most_common()
    ]
    filters = (Filter("channel", "Channel", tuple(choices)),) if len(counted) > 1 else ()
    return History(
        tuple(_sent(sight, row, done.get(row.delivery.id)) for row in shown), len(rows), found.zone, filters, more
    )


def _history_url(post: str, channel: str, page: int) -> str:
    asked = {"post": post, "channel": channel, "page": str(page) if page > 1 else ""}
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"/history?{query}" if query else "/history"


def _sent(sight: Sight, row: forge.Row, tried: forge.Tried | None) -> SentRow:
    entry = sight.entry(row)
    zone = ZoneInfo(row.zone)
    if row.delivery.sent:
        sent = row.delivery.sent.astimezone(zone)
        entry = replace(entry, at=sent.isoformat(timespec="minutes"), when=short(sent), time=f"{sent:%H:%M}")
    if tried is None:
        return SentRow(entry)
    attempts = tuple(
        StepView(short(one.began.astimezone(zone)), f"try {one.number}", one.reason, one.worker, _outcome(one.outcome))
        for one in tried.attempts
    )
    receipts = tuple(
        StepView(
            short((one.answered or one.asked).astimezone(zone)) if one.answered or one.asked else "",  # type: ignore[union-attr]
            f"{one.step} {one.part + 1}" + (f".{one.item + 1}" if one.item else "") + f": {one.outcome}",
            one.remote,
            "",
            _outcome(one.outcome),
            one.url if one.url.startswith(("https://", "http://")) else "",
        )
        for one in tried.receipts
    )
    journal = tuple(
        StepView(
            short(one.at.astimezone(zone)),
            one.event + (f": {one.before or 'new'} > {one.after or 'gone'}" if one.before != one.after else ""),
            one.reason,
            one.actor,
            _outcome(one.event),
        )
        for one in tried.entries
    )
    return SentRow(entry, attempts, receipts, journal)


def _outcome(word: str) -> Literal["", "good", "bad", "unknown"]:
    if word in _GOOD:
        return "good"
    if word in _BAD:
        return "bad"
    return "unknown" if word in ("unknown", "doubt", "suspect") else ""
