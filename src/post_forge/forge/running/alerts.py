"""What the queue holds -> what a person has to know now, each thing told once, by webhook and mail.

What was told is kept in .post_forge/alerts.json, so that neither a restart nor the next run of cron tells it again;
what is over is forgotten there, and is told anew when it comes back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from post_forge.errors import ForgeError, Problem, as_warning
from post_forge.forge.publishing.channels import vault_of
from post_forge.forge.queueing.known import exists
from post_forge.forge.queueing.say import command_for
from post_forge.forge.running.messages import Message, send_message
from post_forge.forge.workspace import Workspace, read_state, write_state
from post_forge.later import Later

if TYPE_CHECKING:
    from post_forge import publish, queue
else:
    publish, queue = Later("post_forge.publish"), Later("post_forge.queue")

_FILE = "alerts.json"
_STATES: tuple[queue.State, ...] = ("failed", "unsure", "missed")
_MOST = 20  # told one by one; the others are counted


@dataclass(frozen=True, slots=True)
class Alert:
    """One thing that needs a person. `key` is the same as long as it is the same thing."""

    key: str
    message: str
    hint: str = ""


def wanting(
    deliveries: Iterable[queue.Delivery],
    circuits: Iterable[queue.Circuit],
    stuck: Iterable[queue.Delivery],
    problems: Iterable[Problem] = (),
) -> tuple[Alert, ...]:
    """What needs a person: what failed, was missed or is unsure, channels that stopped, leases that a wrong clock left,
    and problems that somebody else has found."""
    found = [
        Alert(
            f"{item.state} {item.id} {item.changed:%Y%m%dT%H%M%S}" if item.changed else f"{item.state} {item.id}",
            f"{item.id} is {item.state}" + (f": {item.reason}" if item.reason else ""),
            command_for(item),
        )
        for item in deliveries
        if item.state in _STATES
    ]
    found += [
        Alert(
            f"circuit {one.channel}",
            f"{one.channel}: nothing is sent there for now: {one.reason}",
            "`post-forge queue`",
        )
        for one in circuits
        if one.state != "closed"
    ]
    found += [
        Alert(f"stuck {item.id}", f"{item.id}: {item.worker} holds it for too long", f"post-forge queue free {item.id}")
        for item in stuck
    ]
    return (*found, *(Alert(_key(one), one.message, one.hint) for one in problems))


def _key(problem: Problem) -> str:
    """What stays the same of a problem while it is the same: a token that ends is told once, not once a day."""
    return f"{problem.rule} {problem.hint if problem.rule.startswith('token.') else problem.message}"


def message_of(alerts: Sequence[Alert], name: str) -> Message:
    """One message about several things."""
    many = f"{len(alerts)} things need" if len(alerts) > 1 else "something needs"
    lines = [f"- {one.message}" + (f"\n  {one.hint}" if one.hint else "") for one in alerts[:_MOST]]
    lines += [f"... and {len(alerts) - _MOST} more: post-forge queue"] if len(alerts) > _MOST else []
    return Message(f"Post Forge, {name}: {many} you", "\n".join(lines), [asdict(one) for one in alerts])


def send_alerts(workspace: Workspace, problems: Iterable[Problem] = ()) -> tuple[Problem, ...]:
    """Tell what is new among what needs a person; what cannot be told is a warning, and is tried again next time."""
    told = workspace.config.alerts
    if not (told.webhook or told.mail) or not exists(workspace):
        return ()
    try:
        alerts = _now(workspace, problems)
        known = set(_known(workspace))
        new = [alert for alert in alerts if alert.key not in known]
        went, wrong = send_message(workspace, message_of(new, workspace.root.name)) if new else (True, ())
        keys = sorted(alert.key for alert in alerts if alert.key in known or went)
        if keys != sorted(known):
            write_state(workspace.state / _FILE, {"told": keys})
    except ForgeError as error:
        return tuple(map(as_warning, error.problems))
    return wrong


def token_problems(workspace: Workspace, now: datetime) -> tuple[Problem, ...]:
    """Tokens that end within days, or have ended."""
    found: list[Problem] = []
    for channel in workspace.config.channels:
        if channel.platform in publish.LOCAL:
            continue
        try:
            tokens = vault_of(workspace, channel).load()
        except ForgeError as error:
            found += error.problems
            continue
        if problem := publish.token_problem(channel.name, channel.platform, tokens, now):
            found.append(as_warning(problem))
    return tuple(found)


def _now(workspace: Workspace, problems: Iterable[Problem]) -> tuple[Alert, ...]:
    now = datetime.now(UTC)
    with queue.open_store(workspace.config.database, workspace.state) as store:
        circuits = [store.circuit(channel.name) for channel in workspace.config.channels]
        return wanting(store.deliveries(states=_STATES), circuits, store.stuck(now), problems)


def _known(workspace: Workspace) -> list[str]:
    try:
        found = read_state(workspace.state / _FILE).get("told", [])
    except ForgeError:  # damaged: it costs a message that comes twice
        return []
    return [str(key) for key in found] if isinstance(found, list) else []
