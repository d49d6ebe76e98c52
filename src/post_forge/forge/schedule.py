"""The workspace and the time -> the plan: what would go out when. Reads only; nothing is stored, nothing is sent.

The plan is made of what was built, of post_forge.yaml and of published.jsonl, so it is the same on every machine that
has these, and a pull request can show it.
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
from post_forge.forge import state
from post_forge.forge.pipeline import state_file
from post_forge.forge.published import FILE
from post_forge.forge.ready import ready_posts
from post_forge.forge.workspace import Workspace
from post_forge.later import Later

if TYPE_CHECKING:
    from post_forge import schedule
else:
    schedule = Later("post_forge.schedule")


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A plan with all it was made of. `zone` is the workspace's time zone; `history` what published.jsonl tells."""

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

    def diff_text(self, width: int) -> str:
        """What taking the plan would change."""
        return schedule.diff_text(schedule.diff(self.history, self.plan), self.plan, self.zones, width=width)

    def explain_text(self, width: int) -> str:
        return schedule.explain_text(self.plan, self.posts, self.timetables, width=width)

    def month_text(self, year: int, month: int, width: int) -> str:
        """What went out and what will in one month."""
        required = {item.channel for item in self.timetables if item.approval == "required"}
        waits = (item.id for item in self.plan.deliveries if item.channel in required and item.state == "planned")
        every = (*self.history, *self.plan.deliveries)
        return schedule.month_text(every, self.titles, self.zone, year, month, width=width, unapproved=frozenset(waits))

    def ics(self, name: str) -> str:
        """A calendar file of what went out and what will."""
        return schedule.to_ics((*self.history, *self.plan.deliveries), self.titles, self.plan.now, name=name)

    def json(self) -> dict[str, Any]:
        return schedule.plan_json(self.plan, self.posts, self.timetables)

    def simulate(self, days: int, outages: tuple[schedule.Outage, ...]) -> schedule.Simulation:
        """Play so many days with what is ready today."""
        start = self.plan.now
        return schedule.simulate(self.posts, self.timetables, start, days=days, outages=outages, history=self.history)

    def simulation_text(self, played: schedule.Simulation) -> str:
        return schedule.simulation_text(played, self.zone)

    def simulation_json(self, played: schedule.Simulation) -> dict[str, Any]:
        return schedule.simulation_json(played)


def scheduled(workspace: Workspace, now: datetime, horizon: timedelta | None = None) -> Scheduled:
    """Plan what was built. Raises WorkspaceError where nothing was, and where published.jsonl cannot be read whole."""
    zone, problems = _zone_of(workspace)
    history = published(workspace)
    posts, wrong = ready_posts(workspace, state.load(state_file(workspace)))
    if not posts:
        hint = "`post-forge build` makes posts of your notes; only what is made can be planned"
        raise WorkspaceError(Problem("schedule.posts", "no post is ready", hint=hint))
    made = tuple(
        schedule.read_timetable(channel.name, channel.timezone or zone, asdict(workspace.config.schedule_of(channel)))
        for channel in workspace.config.channels
    )
    planned = schedule.plan(posts, made, history, now, horizon=horizon or schedule.HORIZON)
    unknown = _unknown_categories(workspace, posts)
    return Scheduled(planned, posts, made, history, zone, (*problems, *wrong, *unknown))


def published(workspace: Workspace) -> tuple[schedule.Delivery, ...]:
    """What published.jsonl tells; nothing where there is no such file. Raises WorkspaceError for any line that is
    wrong: a plan that overlooks one could publish a post again."""
    try:
        text = (workspace.root / FILE).read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return ()
    except UnicodeDecodeError:
        raise WorkspaceError(Problem("published.line", "this file is not UTF-8", Source(FILE), "restore it")) from None
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise WorkspaceError(Problem("published.read", f"cannot read: {reason}", Source(FILE))) from None
    deliveries, problems = schedule.read_published(text, FILE)
    if problems:
        raise WorkspaceError(*problems)
    return deliveries


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


def _zone_of(workspace: Workspace) -> tuple[str, tuple[Problem, ...]]:
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
