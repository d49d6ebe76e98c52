"""The queue -> what a person looks at daily: what comes when, what waits for them, what stops it. And one delivery.

Looking changes nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from post_forge.errors import Problem, Source
from post_forge.forge.making import state
from post_forge.forge.pipeline import state_file
from post_forge.forge.queueing.known import Known, exists, for_planning, look
from post_forge.forge.queueing.pixels import look_alike
from post_forge.forge.queueing.say import command_for, find, possible
from post_forge.forge.ready import content_hash, record_of
from post_forge.forge.schedule import timetables, zone_of
from post_forge.forge.workspace import Workspace
from post_forge.later import Later

if TYPE_CHECKING:
    from post_forge import queue, schedule
else:
    queue, schedule = Later("post_forge.queue"), Later("post_forge.schedule")

PERSON = frozenset({"failed", "unsure", "missed"})
"""The states in which something went wrong, and nothing happens before a person says what."""

OVER = frozenset({"published", "withdrawn", "skipped"})
_ON_TIME = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Row:
    """One delivery as it is shown. `wants_approval`: it does not go out before somebody approves it."""

    delivery: queue.Delivery
    title: str
    zone: str
    wants_approval: bool

    @property
    def wants_person(self) -> bool:
        return self.delivery.state in PERSON

    @property
    def command(self) -> str:
        return command_for(self.delivery)

    def json(self) -> dict[str, Any]:
        item = self.delivery
        shown = schedule.delivery_json(for_planning(item), self.zone)
        more = {"state": item.state, "title": self.title, "wants_approval": self.wants_approval, "tries": item.tries}
        moments = {name: iso(getattr(item, name)) for name in ("not_before", "leased_until", "changed")}
        return {**shown, **more, "worker": item.worker, **moments, "possible": list(possible(item))}


@dataclass(frozen=True, slots=True)
class Listing:
    """What was asked for, in the order of time. `total` counts all there is, by state. `quotas` are what networks said
    of their budgets, `problems` what a person should know (stuck leases, channels that stopped)."""

    rows: tuple[Row, ...]
    total: Mapping[str, int]
    quotas: tuple[queue.Quota, ...]
    zone: str
    problems: tuple[Problem, ...]

    def month_text(self, year: int, month: int, width: int) -> str:
        waits = frozenset(row.delivery.id for row in self.rows if row.wants_approval)
        titles = {row.delivery.post: row.title for row in self.rows}
        shown = [for_planning(row.delivery) for row in self.rows]
        return schedule.month_text(shown, titles, self.zone, year, month, width=width, unapproved=waits)

    def json(self) -> dict[str, Any]:
        quotas = [{**asdict(item), "told": iso(item.told), "resets": iso(item.resets)} for item in self.quotas]
        rows = [row.json() for row in self.rows]
        return {"zone": self.zone, "states": dict(self.total), "deliveries": rows, "quotas": quotas}


@dataclass(frozen=True, slots=True)
class Shown:
    """One delivery with all that is known of it. `text` are the parts that go out, `folder` is where its pictures lie;
    `approval` is that of just these words, if there is one."""

    row: Row
    text: tuple[str, ...]
    folder: str
    approval: queue.Approval | None
    attempts: tuple[queue.Attempt, ...]
    receipts: tuple[queue.Receipt, ...]
    entries: tuple[queue.Entry, ...]
    problems: tuple[Problem, ...]

    def json(self) -> dict[str, Any]:
        approval = {"at": iso(self.approval.at), "actor": self.approval.actor} if self.approval else None
        return {
            **self.row.json(),
            "text": list(self.text),
            "folder": self.folder,
            "approval": approval,
            "attempts": [plain(item) for item in self.attempts],
            "receipts": [plain(item) for item in self.receipts],
            "journal": [plain(item) for item in self.entries],
        }


def listing(
    workspace: Workspace,
    now: datetime,
    *,
    channels: Collection[str] = (),
    states: Collection[str] = (),
    to_approve: bool = False,
    everything: bool = False,
) -> Listing:
    """What is in the queue: what is not over yet, or what is in these states, on these channels."""
    known = look(workspace, now)
    rows = rows_of(workspace, known, titles(workspace))
    total: dict[str, int] = {}
    for row in rows:
        total[row.delivery.state] = total.get(row.delivery.state, 0) + 1
    wanted = [
        row
        for row in rows
        if (not channels or row.delivery.channel in channels)
        and (row.delivery.state in states if states else everything or row.delivery.state not in OVER)
        and (not to_approve or row.wants_approval)
    ]
    quotas, problems = health(workspace, known, now)
    return Listing(tuple(wanted), total, quotas, zone_of(workspace)[0], (*known.problems, *problems))


def show(workspace: Workspace, name: str, now: datetime) -> tuple[Shown, ...]:
    """One delivery, or all of a post. Raises UsageError where there is none."""
    known = look(workspace, now)
    wanted = {item.id for item in find(known.deliveries, name)}
    rows = [row for row in rows_of(workspace, known, titles(workspace)) if row.delivery.id in wanted]
    if not exists(workspace):
        return tuple(_shown(workspace, row, known, (), (), ()) for row in rows)
    with queue.open_store(workspace.config.database, workspace.state) as store:
        return tuple(
            _shown(
                workspace,
                row,
                known,
                store.attempts(row.delivery.id),
                store.receipts(row.delivery.id),
                store.history(delivery=row.delivery.id),
            )
            for row in rows
        )


def plain(value: Any) -> dict[str, Any]:
    """A value of the queue for JSON: its moments as ISO 8601."""
    return {name: iso(item) if isinstance(item, datetime) else item for name, item in asdict(value).items()}


def titles(workspace: Workspace) -> dict[str, str]:
    """The posts' titles by id, as the last build has them."""
    notes = state.load(state_file(workspace)).notes.values()
    return {post.id: post.title for note in notes for post in note.posts}


def rows_of(workspace: Workspace, known: Known, named: Mapping[str, str]) -> list[Row]:
    """Every delivery as it is shown; `named` are the posts' titles by id."""
    zone = zone_of(workspace)[0]
    tables = {item.channel: item for item in timetables(workspace, zone)}
    required = {name for name, table in tables.items() if table.approval == "required"}
    return [
        Row(
            item,
            named.get(item.post, ""),
            tables[item.channel].zone if item.channel in tables else zone,
            item.state == "planned" and item.channel in required,
        )
        for item in known.deliveries
    ]


def _shown(
    workspace: Workspace,
    row: Row,
    known: Known,
    attempts: tuple[queue.Attempt, ...],
    receipts: tuple[queue.Receipt, ...],
    entries: tuple[queue.Entry, ...],
) -> Shown:
    item = row.delivery
    platform = next((one.platform for one in workspace.config.channels if one.name == item.channel), "")
    record = record_of(workspace, item.post)
    parts = record["texts"].get(platform, {}).get("parts", ()) if record else ()
    approval = next((one for one in known.approvals if (one.post, one.content) == (item.post, item.content)), None)
    problems: list[Problem] = []
    if record is None and item.state not in OVER:
        message = f"{item.id}: it is not in output/"
        problems.append(Problem("queue.unbuilt", message, None, "`post-forge build` makes it", "warning"))
    if record and platform and item.state in queue.OUT and item.content not in ("", content_hash(record, platform)):
        message = f"{item.id}: what went out is not what was built last"
        problems.append(Problem("queue.edited", message, severity="warning"))
    if record and approval and item.state not in OVER and not look_alike(workspace, item.post, record, approval.pixels):
        hint = f"look at {workspace.shown(workspace.output / item.post)}/contact-sheet.png"
        problems.append(Problem("queue.pixels", f"{item.id}: {_REDRAWN}", None, hint, "warning"))
    folder = workspace.shown(workspace.output / item.post) if record else ""
    return Shown(row, tuple(parts), folder, approval, attempts, receipts, entries, tuple(problems))


_REDRAWN = "its pictures are drawn a little differently than those that were approved (another version of the program)"


# ---- what a person should know -------------------------------------------------------------------------------------


def health(workspace: Workspace, known: Known, now: datetime) -> tuple[tuple[queue.Quota, ...], list[Problem]]:
    """Budgets, and warnings: leases that are stuck, channels that stopped or are gone, posts that nobody sends."""
    problems = [*_gone(workspace, known), *_overdue(workspace, known, now), *_redrawn(workspace, known)]
    if not exists(workspace):
        return (), problems
    with queue.open_store(workspace.config.database, workspace.state) as store:
        stuck, quotas = store.stuck(now), store.quotas()
        circuits = [store.circuit(channel.name) for channel in workspace.config.channels]
    for item in stuck:
        message = f"{item.id}: {item.worker} holds it until {iso(item.leased_until)}: a clock was wrong"
        hint = f"if that worker is not at work: `post-forge queue free {item.id}`"
        problems.append(Problem("queue.stuck", message, None, hint, "warning"))
    for item in known.deliveries:
        if item.state == "publishing" and not item.leased(now):
            message = f"{item.id}: it was left in the middle of being published"
            problems.append(Problem("queue.left", message, None, "the next worker looks whether it is out", "warning"))
    for one in circuits:
        if one.state != "closed":
            message = f"{one.channel}: nothing is sent there for now: {one.reason or 'it failed too often'}"
            hint = f"it is tried again at {iso(one.until)}" if one.until else ""
            problems.append(Problem("queue.circuit", message, None, hint, "warning"))
    return tuple(item for item in quotas if item.resets is None or item.resets > now), problems


def _gone(workspace: Workspace, known: Known) -> list[Problem]:
    mine = {channel.name for channel in workspace.config.channels}
    gone: dict[str, int] = {}
    for item in known.deliveries:
        if item.channel not in mine and item.state not in OVER:
            gone[item.channel] = gone.get(item.channel, 0) + 1
    hint = "bring the channel back, or take a plan without it: `post-forge schedule --take`"
    return [
        Problem("queue.channel", f"{count} in the queue for {name!r}, which is no channel any more",
                Source("post_forge.yaml"), hint, "warning")
        for name, count in sorted(gone.items())
    ]  # fmt: skip


def _overdue(workspace: Workspace, known: Known, now: datetime) -> list[Problem]:
    required = {item.channel for item in timetables(workspace, "UTC") if item.approval == "required"}
    late = [
        item
        for item in known.deliveries
        if item.state == "approved" or (item.state == "planned" and item.channel not in required)
        if item.at < now - _ON_TIME and not item.leased(now)
    ]
    if not late:
        return []
    first = f"; the first: {late[0].id}" if len(late) > 1 else f": {late[0].id}"
    message = f"{len(late)} whose time has passed {'were' if len(late) > 1 else 'was'} not sent{first}"
    hint = "is a worker running? `post-forge schedule` says what becomes of them"
    return [Problem("queue.overdue", message, None, hint, "warning")]


def _redrawn(workspace: Workspace, known: Known) -> list[Problem]:
    """Approved posts that a new version of the program draws otherwise: told once, however many they are."""
    waiting = {(item.post, item.content) for item in known.deliveries if item.state == "approved"}
    approved = {item.post: item.pixels for item in known.approvals if (item.post, item.content) in waiting}
    records = ((post, record_of(workspace, post)) for post in sorted(approved))
    changed = [post for post, record in records if record and not look_alike(workspace, post, record, approved[post])]
    if not changed:
        return []
    more = f" and {len(changed) - 3} more" if len(changed) > 3 else ""
    message = f"{', '.join(changed[:3])}{more}: {_REDRAWN}"
    hint = "look at contact-sheet.png in their folders; `post-forge queue approve` again makes this warning go"
    return [Problem("queue.pixels", message, None, hint, "warning")]


def iso(at: datetime | None) -> str | None:
    """A time as listings write it for programs: whole seconds, UTC as Z."""
    return at.isoformat("T", "seconds").replace("+00:00", "Z") if at else None
