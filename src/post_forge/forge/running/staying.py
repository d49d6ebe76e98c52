"""A workspace -> a worker that stays up: it sends what is due, follows what is edited, and says when it needs a person.

Each round: read the configuration if it changed; where something is due or was edited, one pass (publish_pass); alerts;
the morning message; health; then sleep until the next moment (run_alarm). All that counts is in the queue, so a worker
may be killed at any point, and another may take over.
"""

from __future__ import annotations

import os
import traceback
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from post_forge import __version__, config
from post_forge.errors import ForgeError, Problem
from post_forge.forge.making.collect import collect
from post_forge.forge.publishing.one_pass import publish_due
from post_forge.forge.publishing.ready import look_ahead
from post_forge.forge.publishing.values import Pass, Sending, Surroundings
from post_forge.forge.running.alarm import LOOK_EVERY, Alarm
from post_forge.forge.running.alerts import send_alerts, token_problems
from post_forge.forge.running.health import notify, served, write_health
from post_forge.forge.running.log import Log
from post_forge.forge.running.morning import morning_due, send_morning
from post_forge.forge.workspace import Workspace, open_workspace
from post_forge.later import Later

if TYPE_CHECKING:
    from post_forge import queue
else:
    queue = Later("post_forge.queue")

_TOKENS_EVERY = timedelta(hours=6)
_AGAIN = timedelta(seconds=30)  # the shortest time between two passes that did the same


@dataclass(slots=True)
class Round:
    """What a worker remembers from round to round; none of it matters if it is lost. `next` is when it has to do
    something, `rests` until when it does not try again what it could not do."""

    workspace: Workspace
    seen: tuple[str, ...] = ()
    next: datetime | None = None
    rests: datetime | None = None
    error: str = ""
    last: datetime | None = None
    told: set[str] = field(default_factory=set)
    stamp: tuple[int, int] = (0, 0)
    tokens: tuple[Problem, ...] = ()
    checked: datetime | None = None


def run(workspace: Workspace, log: Log, sending: Sending = Sending(), around: Surroundings | None = None) -> None:
    """Work until the process is asked to end; whatever signal that is comes as an exception, and is passed on when
    what was under way has ended. Raises UsageError where the port of the health endpoint is taken."""
    around = replace(around or Surroundings(), told=log, in_time=True)
    now = Round(workspace, stamp=_stamp(workspace.root))
    health: dict[str, Any] = {}
    log("starts", {"workspace": workspace.root, "pid": os.getpid(), "version": __version__})
    every = float(os.environ.get("POST_FORGE_LOOK_EVERY") or LOOK_EVERY)
    try:
        with served(workspace.config.alerts.port, lambda: dict(health), around.clock), Alarm(every) as alarm:
            notify("READY=1")
            while True:
                one_round(now, log, sending, around)
                health |= _health(now, around.clock())
                if not write_health(now.workspace, health):
                    log("problem", {"message": "health.json cannot be written"})
                notify("WATCHDOG=1")
                alarm.set(now.next)
                alarm.wait()
    except BaseException as stop:
        notify("STOPPING=1")
        log("stops", {"why": type(stop).__name__})
        write_health(now.workspace, health | {"state": "stopped"})
        raise


def one_round(now: Round, log: Log, sending: Sending, around: Surroundings) -> None:
    """Look once, and do what there is to do. Never raises for what a user, a network or a disk can cause."""
    try:
        _reload(now, log)
        seen = _seen(now.workspace)
        at = around.clock()
        now.next = _awake(look_ahead(now.workspace, at), now.rests)  # a person may have moved or approved something
        if seen != now.seen or (now.next is not None and now.next <= at):
            if now.seen and seen != now.seen:
                log("changed", {"what": "notes, configuration or published.jsonl"})
            now.seen, now.last, now.error = seen, at, ""
            done = publish_due(now.workspace, sending, around)
            # What the pass itself has written is no news; what was edited meanwhile is.
            now.seen = (*seen[:2], _published(now.workspace)) if done.finished else ()
            now.rests = around.clock() + _AGAIN if done.next and done.next <= around.clock() else None
            now.next = _awake(done.next, now.rests)
            _tell(now, done, log)
        _messages(now, log, around.clock())
    except ForgeError as error:
        _failed(now, log, around.clock(), error.problems)
    except Exception as error:  # noqa: BLE001 - a mistake of the program must not end a worker that others rely on
        trace = "".join(traceback.format_exception(error))
        log("fails", {"bug": repr(error), "trace": trace})
        _failed(now, log, around.clock(), (Problem("run.bug", f"a mistake of the program: {error!r}"),))


def _reload(now: Round, log: Log) -> None:
    """Take over post_forge.yaml where it has changed; one with mistakes in it is told, and the old one stays."""
    stamp = _stamp(now.workspace.root)
    if stamp == now.stamp:
        return
    now.stamp = stamp
    try:
        now.workspace = open_workspace(now.workspace.root, remember=False)
        log("configured", {"channels": [channel.name for channel in now.workspace.config.channels]})
    except ForgeError as error:
        for problem in error.problems:
            log("problem", {"message": str(problem), "kept": "the configuration before"})
        for wrong in send_alerts(now.workspace, error.problems):
            log("problem", {"message": str(wrong)})


def _stamp(root: Path) -> tuple[int, int]:
    try:
        status = (root / config.FILE).stat()
    except OSError:
        return (0, 0)
    return status.st_size, status.st_mtime_ns


def _seen(workspace: Workspace) -> tuple[str, ...]:
    """What a plan depends on besides the queue and the clock, as far as a look at the files tells: the notes, the
    configuration, published.jsonl."""
    try:
        notes = collect(workspace, None).stamp
    except ForgeError as error:  # no content folder: told by the pass
        notes = str(error)
    return notes, repr(workspace.config), _published(workspace)


def _published(workspace: Workspace) -> str:
    file = workspace.root / queue.FILE
    return str(file.stat().st_size) if file.exists() else ""


def _awake(due: datetime | None, rests: datetime | None) -> datetime | None:
    """When the next pass is: what could not be done just now is not asked for again and again."""
    return max(due, rests) if due and rests else due


def _tell(now: Round, done: Pass, log: Log) -> None:
    for outcome in done.outcomes:
        if outcome.ended == "missed":
            log("missed", {key: value for key, value in outcome.json().items() if value})
    for problem in done.problems:
        if str(problem) not in now.told:
            log("problem", {"message": str(problem)})
    now.told = {str(problem) for problem in done.problems}
    left = sum(not outcome.good for outcome in done.outcomes)
    log("pass", {"published": len(done.outcomes) - left, "not": left, "next": done.next or "nothing lies ahead"})


def _messages(now: Round, log: Log, at: datetime) -> None:
    if now.checked is None or at - now.checked > _TOKENS_EVERY:
        now.checked, now.tokens = at, token_problems(now.workspace, at)
        for problem in now.tokens:
            log("problem", {"message": str(problem)})
    problems = list(send_alerts(now.workspace, now.tokens))
    if morning_due(now.workspace, at):
        went, wrong = send_morning(now.workspace, at)
        problems += wrong
        log("morning", {"sent": "yes" if went else "no"})
    for problem in problems:
        log("problem", {"message": str(problem)})


def _failed(now: Round, log: Log, at: datetime, problems: tuple[Problem, ...]) -> None:
    """Nothing could be done: it is tried again soon, and a person is told."""
    now.error = str(problems[0])
    now.next = now.rests = at + _AGAIN
    for problem in problems:
        log("fails", {"message": str(problem)})
    for wrong in send_alerts(now.workspace, problems):
        log("problem", {"message": str(wrong)})


def _health(now: Round, at: datetime) -> dict[str, Any]:
    moments = {"looked": at, "passed": now.last, "next": now.next}
    told = {name: value.isoformat("T", "seconds") if value else None for name, value in moments.items()}
    return {"state": "running", "pid": os.getpid(), "version": __version__, **told, "error": now.error}
