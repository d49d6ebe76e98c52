"""The plan that was taken and a new one -> what taking the new one would change, as values and as text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from post_forge.schedule.values import WAITING, Delivery, Plan
from post_forge.schedule.wording import cut, one_line, padded, when, width_of

_RUN = 4  # so many posts that move one after the other in their old order are told in one line
_SHOWN = 12  # so many added ones are listed, of the rest the last


@dataclass(frozen=True, slots=True)
class Change:
    """One delivery that is not what it was. `kind` is added, removed (with the reason), moved (another slot), or
    changed (same slot; other words, or approved, or no longer)."""

    kind: Literal["added", "removed", "moved", "changed"]
    before: Delivery | None
    after: Delivery | None
    reason: str = ""

    @property
    def delivery(self) -> Delivery:
        found = self.after or self.before
        assert found is not None, "a change is one of something"
        return found


@dataclass(frozen=True, slots=True)
class Diff:
    """The changes, channel by channel in the order of time, and how many deliveries stay as they are."""

    changes: tuple[Change, ...]
    same: int

    def count(self, kind: str) -> int:
        return sum(change.kind == kind for change in self.changes)


def diff(taken: Iterable[Delivery], plan: Plan) -> Diff:
    """What changes when `plan` is taken. Of `taken` only what is `planned` or `approved` counts."""
    before = {delivery.id: delivery for delivery in taken if delivery.state in WAITING}
    after = {delivery.id: delivery for delivery in plan.deliveries}
    reasons = {(entry.post, entry.channel): entry.reason for entry in plan.unplanned}
    changes = []
    for name in {**before, **after}:
        old, new = before.get(name), after.get(name)
        if old is not None and new is None:
            gone = "it is not ready any more" if old.post not in plan.titles else "it has no slot any more"
            changes.append(Change("removed", old, None, reasons.get((old.post, old.channel), gone)))
        elif new is not None and old is None:
            changes.append(Change("added", None, new))
        elif old is not None and new is not None and old.at != new.at:
            changes.append(Change("moved", old, new))
        elif old is not None and new is not None and (reason := _changed(old, new)):
            changes.append(Change("changed", old, new, reason))
    changes.sort(key=lambda change: (change.delivery.channel, change.delivery.at, change.delivery.id))
    return Diff(tuple(changes), len({**before, **after}) - len(changes))


def _changed(old: Delivery, new: Delivery) -> str:
    words = "its words have changed" if old.content != new.content else ""
    if old.state == new.state:
        return words
    if new.state == "missed":
        return f"missed: {new.reason}"
    told = "it is approved" if new.state == "approved" else "it is not approved any more"
    return f"{words}; {told}" if words else told


def diff_text(changes: Diff, plan: Plan, zones: Mapping[str, str], *, full: bool = False, width: int = 80) -> str:
    """The changes as lines of at most `width` columns: `+` added, `-` removed, `>` moved, `~` changed.

    `zones` holds the channels' time zones. Without `full` a run of posts that move in their old order is one line, and
    of many added ones the first are listed.
    """
    lines: list[str] = []
    for channel, group in groupby(changes.changes, key=lambda change: change.delivery.channel):
        zone = zones.get(channel, "UTC")
        lines.append(one_line(f"{channel} ({zone})"))
        writer = _Writer(plan.titles, zone, width)
        for run in _runs(list(group)):
            lines += writer.run(run, full)
    kinds = ("added", "removed", "moved", "changed")
    counts = [f"{changes.count(kind):,} {kind}" for kind in kinds if changes.count(kind)]
    return "\n".join([*lines, ", ".join([*counts, f"{changes.same:,} as before"])])


def _runs(changes: Sequence[Change]) -> Iterator[list[Change]]:
    """Neighbours of one kind; of moved ones only such as keep their order."""
    run: list[Change] = []
    for change in changes:
        if run and not _goes_on(run[-1], change):
            yield run
            run = []
        run.append(change)
    if run:
        yield run


def _goes_on(last: Change, change: Change) -> bool:
    if last.kind != change.kind:
        return False
    if last.before is None or change.before is None or change.kind != "moved":
        return True
    return last.before.at < change.before.at and _later(last) == _later(change)


def _later(change: Change) -> bool:
    return change.before is not None and change.delivery.at > change.before.at


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes the lines of one channel."""

    titles: Mapping[str, str]
    zone: str
    width: int

    def run(self, run: Sequence[Change], full: bool) -> list[str]:
        if not full and run[0].kind == "moved" and len(run) >= _RUN:
            return self.moved_together(run)
        if not full and run[0].kind == "added" and len(run) > _SHOWN:
            rest = len(run) - _SHOWN + 1
            left = f"  + ... and {rest:,} more, the last on {when(run[-1].delivery.at, self.zone)}"
            return [*(line for change in run[: _SHOWN - 1] for line in self.one(change)), left]
        return [line for change in run for line in self.one(change)]

    def moved_together(self, run: Sequence[Change]) -> list[str]:
        direction = "later" if _later(run[0]) else "earlier"
        head = f"  > {len(run):,} posts keep their order and go out {direction}; the first and the last:"
        return [head, *self.one(run[0]), *self.one(run[-1])]

    def one(self, change: Change) -> list[str]:
        mark = {"added": "+", "removed": "-", "moved": ">", "changed": "~"}[change.kind]
        delivery = change.delivery
        title = self.titles.get(delivery.post, delivery.post) + (" (again)" if delivery.round > 1 else "")
        start = f"  {mark} {when(delivery.at, self.zone)}  "
        lines = [start + cut(title, self.width - len(start))]
        note = f"was {when(change.before.at, self.zone)}" if change.kind == "moved" and change.before else change.reason
        return [*lines, " " * 6 + cut(note, self.width - 6)] if note else lines


def plan_text(plan: Plan, zones: Mapping[str, str], *, width: int = 80) -> str:
    """The plan as a list, one delivery a line: when (on the channel's clocks), where, what."""
    wide = max((len(entry.delivery.channel) for entry in plan.planned), default=0)
    lines = []
    for entry in plan.planned:
        delivery = entry.delivery
        start = f"{when(delivery.at, zones.get(delivery.channel, 'UTC'))}  {padded(delivery.channel, wide)}  "
        title = plan.titles.get(delivery.post, delivery.post)
        lines.append(start + cut(title, max(10, width - width_of(start))))
    return "\n".join(lines)
