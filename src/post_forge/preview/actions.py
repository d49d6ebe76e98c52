"""What a person says on a page -> the same functions that the commands call, and what came of it.

Nothing is decided here: an action reads its fields, calls the forge and tells the answer. One that changes the
workspace holds its lock, or says who does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from post_forge import forge
from post_forge.errors import ForgeError, Problem, UsageError
from post_forge.preview.studio import Studio

QUEUE_VERBS = ("approve", "unapprove", "hold", "release", "skip", "deny", "look", "free", "move", "retry", "done")
_CONFLICTS = frozenset({"workspace.locked", "edit.changed", "schedule.changed", "queue.seen"})
_MOST_IDS = 500
_LONGEST = 100_000  # characters of one field
_SAID = {
    "approve": "Approved",
    "unapprove": "The approval is taken back",
    "hold": "Held",
    "release": "Released",
    "skip": "Skipped",
    "deny": "Noted: it is not out",
    "look": "A worker will look again",
    "free": "The lease is ended",
    "move": "Moved",
    "retry": "It will be tried again",
    "done": "Noted: it is out",
}

Given = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of an action. `again` asks for another look at the workspace, `more` is told beside the rest."""

    ok: bool
    message: str = ""
    problems: tuple[Problem, ...] = ()
    changed: tuple[Mapping[str, str], ...] = ()
    status: int = 200
    again: bool = False
    more: Mapping[str, Any] | None = None

    def json(self) -> dict[str, Any]:
        problems = [problem_json(one) for one in self.problems]
        changed = [dict(one) for one in self.changed]
        return {"ok": self.ok, "message": self.message, "changed": changed, "problems": problems, **(self.more or {})}

    def words(self) -> str:
        """All of it in one line, for a page without JavaScript."""
        told = [f"{one.message}; {one.hint}" if one.hint else one.message for one in self.problems]
        return ". ".join([*filter(None, [self.message]), *told])


def problem_json(problem: Problem) -> dict[str, Any]:
    found = asdict(problem)
    return {
        **{name: found[name] for name in ("rule", "severity", "message", "hint")},
        "source": str(problem.source or ""),
    }


def perform(studio: Studio, name: str, given: Given) -> Answer:
    """Do what was asked for. Nothing is raised for what a person, or a page, can get wrong."""
    look = studio.look()
    if look is None:
        return Answer(False, "the workspace cannot be read", studio.desk.problems, status=409)
    act = _ACTIONS.get(name)
    if act is None:
        return Answer(False, f"there is no action {name[:40]!r}", status=404)
    try:
        return act(studio, look, name, given)
    except ForgeError as error:
        clash = any(problem.rule in _CONFLICTS for problem in error.problems)
        busy = studio.busy()[0] if clash else ""
        more = {"busy": busy} if busy else None
        return Answer(False, problems=error.problems, status=409 if clash else 400, more=more, again=clash)


# ---- fields --------------------------------------------------------------------------------------------------------


def _text(given: Given, name: str) -> str:
    value = given.get(name, "")
    if not isinstance(value, str) or len(value) > _LONGEST:
        raise UsageError(Problem("usage.field", f"the field {name!r} is no text, or too long"))
    return value


def _ids(given: Given) -> list[str]:
    value = given.get("ids", given.get("id", ""))
    ids = [value] if isinstance(value, str) else value
    good = isinstance(ids, list) and 0 < len(ids) <= _MOST_IDS and all(isinstance(one, str) and one for one in ids)
    if not good:
        raise UsageError(Problem("usage.field", "name the deliveries: `ids`"))
    return list(ids)


def _day(given: Given) -> date | None:
    word = _text(given, "day")
    try:
        return date.fromisoformat(word) if word else None
    except ValueError:
        raise UsageError(Problem("usage.date", f"{word[:40]!r} is not a date")) from None


# ---- the queue -----------------------------------------------------------------------------------------------------


def _queue(studio: Studio, look: forge.Look, name: str, given: Given) -> Answer:
    ids = _ids(given)
    _unchanged(studio, look, ids, given.get("seen", ""))
    more = {one: _text(given, one) for one in ("when", "url", "reason")}
    if name not in ("move", "retry", "done"):
        more["when"] = ""
    if name == "move" and not more["when"]:
        raise UsageError(Problem("usage.when", "say when: `when`"))
    said = forge.say(look.workspace, name, ids, studio.now, **more)
    studio.queue_changed()
    changed = tuple({"id": one.after.id, "before": one.before.state, "after": one.after.state} for one in said.changed)
    errors = [problem for problem in said.problems if problem.severity == "error"]
    count = f": {len(changed)} posts" if len(changed) > 1 else ""
    message = _SAID[name] + count if changed else ""
    ok = not errors and bool(changed)
    return Answer(ok, message, said.problems, changed, 200 if changed or not errors else 400)


def _unchanged(studio: Studio, look: forge.Look, ids: list[str], seen: object) -> None:
    """Refuse to act on a delivery that is not any more what the page showed."""
    shown = [one for one in (seen if isinstance(seen, list) else [seen]) if isinstance(one, str) and one]
    if not shown:
        return
    studio.forget_queue()
    rows = {row.delivery.id: row for row in studio.queue(look).rows}
    now = {forge.seen_of(rows[one]) for one in ids if one in rows}
    if not set(shown) <= now:
        hint = "look at it as it is now, then do it again"
        raise UsageError(
            Problem("queue.seen", "it has changed meanwhile, in another window or by a command", hint=hint)
        )


def _take(studio: Studio, look: forge.Look, name: str, given: Given) -> Answer:
    del name
    shown = _text(given, "shown")
    found, problems = forge.proposed(look.workspace, studio.now)
    if found is None:
        errors = tuple(one for one in problems if one.severity == "error")
        return Answer(
            not errors, "" if errors else "The plan would change nothing", errors, status=400 if errors else 200
        )
    if shown and shown != found.digest:
        studio.plans.forget()
        raise UsageError(
            Problem("schedule.changed", "the plan is not the one that was shown any more", hint="look again")
        )
    taken = forge.take_plan(look.workspace, studio.now, shown=found.scheduled).taken
    studio.queue_changed()
    told = [(len(taken.added), "added"), (len(taken.changed), "changed"), (len(taken.dropped), "removed")]
    return Answer(
        True, "The plan is taken: " + (", ".join(f"{n} {word}" for n, word in told if n) or "nothing changed")
    )


# ---- texts ---------------------------------------------------------------------------------------------------------


def _edit(studio: Studio, look: forge.Look, name: str, given: Given) -> Answer:
    """Write a text into its note; refused where the note says something else by now."""
    del studio, name
    post, network, text, before = (_text(given, one) for one in ("post", "network", "text", "before"))
    text = text.replace("\r\n", "\n")
    with forge.lock(look.workspace, "preview"):
        draft = forge.draft(look.workspace, post, network)
        if before and _plain(before) != _plain(draft.text):
            hint = "copy what you wrote, load the page again and put it in"
            raise UsageError(
                Problem("edit.changed", "the note says something else by now; nothing was written", hint=hint)
            )
        edited = forge.keep_text(draft, text)
    message = f"Written into {edited.source}" if edited.changed else "Nothing has changed"
    return Answer(True, message, edited.problems, again=edited.changed, more={"counts": list(edited.counts)})


def _plain(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").strip().split("\n"))


def _count(studio: Studio, look: forge.Look, name: str, given: Given) -> Answer:
    del studio, look, name
    parts, counts, limit, problems = forge.counted(_text(given, "network"), _text(given, "text"))
    return Answer(True, problems=problems, more={"parts": list(parts), "counts": list(counts), "limit": limit})


# ---- the day, and files --------------------------------------------------------------------------------------------


def _day_of(studio: Studio, look: forge.Look, name: str, given: Given) -> Answer:
    """The day's post: made and kept; or passed over, for today or for good."""
    reason = _text(given, "reason") if name == "pass" else None
    if name == "pass" and not (reason or "").strip():
        raise UsageError(Problem("usage.skip", "a post is skipped for good: say why"))
    day = _day(given)
    if name != "keep":
        _kept(look, day)
    found = forge.today(look.workspace, day, another=name == "another", skip=reason)
    studio.events.tell("changed", {"pages": ["today"], "posts": [], "notes": []})
    title = found.record["title"]
    words = {"keep": f"It is in {look.workspace.shown(found.folder)}", "another": f"Today it is {title!r}"}
    return Answer(True, words.get(name, f"It will not come again; now it is {title!r}"), found.problems, again=True)


def _kept(look: forge.Look, day: date | None) -> None:
    """What is passed over is what was shown: the day's choice is written down first."""
    forge.today(look.workspace, day)


def _build(studio: Studio, look: forge.Look, name: str, given: Given) -> Answer:
    """Make the files of all posts, in the background."""
    del given
    busy, since = studio.busy()
    if busy:
        problem = Problem("workspace.locked", f"{busy} is at work since {since}", hint="wait until it has ended")
        return Answer(False, problems=(problem,), status=409, more={"busy": busy})

    def tell(done: int, total: int, what: str) -> None:
        studio.events.tell("progress", {"action": name, "done": done, "total": total, "what": what})

    def work() -> None:
        try:
            report = forge.build(look.workspace, forge.Wishes(progress=tell, jobs=1))
            words = f"{len(report.made)} posts made, {len(report.errors)} problems"
        except ForgeError as error:
            words = error.problems[0].message
        studio.events.tell("progress", {"action": name, "done": 1, "total": 1, "what": words})
        studio.queue_changed()
        studio.look_again_soon()

    studio.builds.submit(work)
    return Answer(True, "The files are being made")


_Act = Callable[[Studio, "forge.Look", str, Given], Answer]
_ACTIONS: dict[str, _Act] = {
    **dict.fromkeys(QUEUE_VERBS, _queue),
    "take": _take,
    "edit": _edit,
    "count": _count,
    **dict.fromkeys(("keep", "another", "pass"), _day_of),
    "build": _build,
}
