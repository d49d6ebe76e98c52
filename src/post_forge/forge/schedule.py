"""The workspace and the time -> the plan: what would go out when. Reads only; nothing is stored, nothing is sent.

The plan is made of what was built, of post_forge.yaml, of published.jsonl and of the queue where there is one. Without
a queue it is the same on every machine that has the others, and a pull request can show it.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from post_forge import config
from post_forge.errors import Problem, Source, UsageError, WorkspaceError, did_you_mean
from post_forge.forge.making import state
from post_forge.forge.making.showing import unshown
from post_forge.forge.pipeline import state_file
from post_forge.forge.queueing.known import Known, look
from post_forge.forge.ready import ready_posts
from post_forge.forge.workspace import Workspace
from post_forge.later import Later

if TYPE_CHECKING:
    from post_forge import schedule
else:
    schedule = Later("post_forge.schedule")


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A plan with all it was made of. `zone` is the workspace's time zone; `history` all that the queue and
    published.jsonl know, the plan that was taken among it."""

    plan: schedule.Plan
    posts: tuple[schedule.Ready, ...]
    timetables: tuple[schedule.Timetable, ...]
    history: tuple[schedule.Delivery, ...]
    zone: str
    problems: tuple[Problem, ...] = ()

    @property
    def zones(self) -> dict[str, str]:
        return {timetable.channel: timetable.zone for timetable in self.timetables}

    @property
    def titles(self) -> dict[str, str]:
        return dict(self.plan.titles)

    @property
    def diff(self) -> schedule.Diff:
        """What taking the plan would change."""
        return schedule.diff(self.history, self.plan)

    @property
    def all(self) -> tuple[schedule.Delivery, ...]:
        """What has been, and what will be when the plan is taken."""
        known = {item.id for item in self.plan.deliveries}
        past = (item for item in self.history if item.state not in schedule.WAITING and item.id not in known)
        return (*past, *self.plan.deliveries)

    def diff_text(self, width: int) -> str:
        return schedule.diff_text(self.diff, self.plan, self.zones, width=width)

    def explain_text(self, width: int) -> str:
        return schedule.explain_text(self.plan, self.posts, self.timetables, width=width)

    def month_text(self, year: int, month: int, width: int) -> str:
        """What went out and what will in one month."""
        required = {item.channel for item in self.timetables if item.approval == "required"}
        waits = (item.id for item in self.plan.deliveries if item.channel in required and item.state == "planned")
        return schedule.month_text(
            self.all, self.titles, self.zone, year, month, width=width, unapproved=frozenset(waits)
        )

    def ics(self, name: str) -> str:
        """A calendar file of what went out and what will."""
        return schedule.to_ics(self.all, self.titles, self.plan.now, name=name)

    def json(self) -> dict[str, Any]:
        plan = schedule.plan_json(self.plan, self.posts, self.timetables)
        return {**plan, "diff": schedule.diff_json(self.diff, self.zones)}

    def simulate(self, days: int, outages: tuple[schedule.Outage, ...]) -> schedule.Simulation:
        """Play so many days with what is ready today."""
        start = self.plan.now
        return schedule.simulate(self.posts, self.timetables, start, days=days, outages=outages, history=self.history)

    def simulation_text(self, played: schedule.Simulation) -> str:
        return schedule.simulation_text(played, self.zone)

    def simulation_json(self, played: schedule.Simulation) -> dict[str, Any]:
        return schedule.simulation_json(played)


def scheduled(
    workspace: Workspace, now: datetime, horizon: timedelta | None = None, known: Known | None = None
) -> Scheduled:
    """Plan what was built. `known` is what the queue knows, if somebody has it open.

    Raises WorkspaceError where nothing was built, and where published.jsonl cannot be read whole; StoreError.
    """
    zone, problems = zone_of(workspace)
    known = known or look(workspace, now)
    posts, wrong = ready_posts(workspace, state.load(state_file(workspace)), known.approved)
    if not posts:
        hint = "`post-forge build` makes posts of your notes; only what is made can be planned"
        raise WorkspaceError(Problem("schedule.posts", "no post is ready", hint=hint))
    made = timetables(workspace, zone)
    planned = schedule.plan(posts, made, known.planned, now, horizon=horizon or schedule.HORIZON)
    unknown = [*_unknown_categories(workspace, posts), *_too_early(planned, posts, known.planned)]
    unknown += unshown(
        workspace, ((item.post, item.channel) for item in planned.deliveries if item.state in schedule.WAITING)
    )
    return Scheduled(planned, posts, made, known.planned, zone, (*problems, *known.problems, *wrong, *unknown))


def timetables(workspace: Workspace, zone: str) -> tuple[schedule.Timetable, ...]:
    """Each channel's timetable; `zone` is the workspace's."""
    return tuple(
        schedule.read_timetable(channel.name, channel.timezone or zone, asdict(workspace.config.schedule_of(channel)))
        for channel in workspace.config.channels
    )


def read_outage(words: str, zone: str) -> schedule.Outage:
    """`2027-03-01..2027-03-05`, `2027-03-28T01:00..2027-03-28T12:00`. Raises UsageError for anything else."""
    first, _, last = words.partition("..")
    try:
        at, until = (datetime.fromisoformat(part) for part in (first, last))
        info = ZoneInfo(zone)
        moments = (part if part.tzinfo else part.replace(tzinfo=info) for part in (at, until))
        found = schedule.Outage(*(moment.astimezone(UTC) for moment in moments))
        if found.first < found.last:
            return found
    except (ValueError, OverflowError):
        pass
    hint = "write --outage 2027-03-01..2027-03-05, or with times: 2027-03-28T01:00..2027-03-28T12:00"
    raise UsageError(Problem("usage.outage", f"{words!r} is not a span between two moments", hint=hint))


def zone_of(workspace: Workspace) -> tuple[str, tuple[Problem, ...]]:
    """The workspace's time zone, else the machine's, else UTC with a warning."""
    if workspace.config.timezone:
        return workspace.config.timezone, ()
    if name := machine_zone(os.environ.get("TZ"), Path("/etc/localtime"), Path("/etc/timezone")):
        return name, ()
    hint = "write `timezone: Europe/Madrid` (or yours) in post_forge.yaml"
    message = "this machine does not say which time zone it is in; UTC was taken"
    return "UTC", (Problem("config.timezone", message, Source(config.FILE), hint, "warning"),)


def machine_zone(variable: str | None, link: Path, file: Path) -> str:
    """The IANA name of the machine's time zone as TZ, /etc/localtime or /etc/timezone give it; "" where none does."""
    names = [(variable or "").removeprefix(":"), os.path.realpath(link).partition("zoneinfo/")[2]]
    with suppress(OSError, ValueError):
        names.append(file.read_text(encoding="ascii").strip())
    return next(filter(_is_zone, names), "")


def _is_zone(name: str) -> bool:
    try:
        return bool(name) and ZoneInfo(name) is not None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False


def _too_early(
    planned: schedule.Plan, posts: tuple[schedule.Ready, ...], history: tuple[schedule.Delivery, ...]
) -> list[Problem]:
    """What a date or a person puts before the topics that it builds on."""
    found = []
    for delivery, other in schedule.too_early(planned, posts, history):
        titles = [planned.titles.get(post, post) for post in (delivery.post, other)]
        message = f"{titles[0]!r} goes out on {delivery.channel} before what it builds on, {titles[1]!r}"
        hint = "give it a later date, or the other one an earlier one"
        found.append(Problem("schedule.requires", message, None, hint, "warning"))
    return found


def _unknown_categories(workspace: Workspace, posts: tuple[schedule.Ready, ...]) -> list[Problem]:
    """A day that asks for what no post is would stay empty for ever."""
    known = {category for ready in posts for category in ready.categories} | {schedule.ANY, schedule.REST}
    places: list[tuple[tuple[str, ...], Any]] = [(("schedule", "days"), workspace.config.schedule.days)]
    places += [(("channels", item.name, "days"), item.schedule.get("days", {})) for item in workspace.config.channels]
    return [
        Problem(
            "config.category",
            f"{days}: no post is of the category {name!r}",
            config.where(workspace.root, *place, days),
            did_you_mean(name.casefold(), known)[:200],
            "warning",
        )
        for place, wanted in places
        for days, names in wanted.items()
        for name in names
        if name.casefold() not in known
    ]
