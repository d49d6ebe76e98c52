"""A box tree whose texts have several sizes -> the frames with the largest sizes that fit.

Boxes of one group (texts of one style that shrink) take the same step. First each choice between boxes (`either`)
takes the first of its boxes with which the slide fits when all texts take their last step. Then the groups are settled
in reading order: each takes the best step with which the slide still fits when all later groups take their last one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import islice, product

from post_forge.render.boxes import Box, Frame
from post_forge.render.elements import Group
from post_forge.render.layout import Node, Session, frames
from post_forge.render.sizes import Overflow

MOST_CHOICES = 32
"""How many combinations of choices are looked at; no layout has as many."""

NEAR = 4
"""How many steps beyond a guess are tried."""


@dataclass(slots=True)
class Family:
    """The boxes that take the same step, and how many steps there are."""

    group: Group
    steps: int
    boxes: list[Box] = field(default_factory=list)


def families(root: Box) -> tuple[list[Family], dict[int, tuple[Group, ...]]]:
    """The groups of a slide in the order in which they are settled, and the groups inside each box (by its id)."""
    found: dict[Group, Family] = {}
    inside: dict[int, tuple[Group, ...]] = {}
    _collect(root, found, inside)
    return sorted(found.values(), key=lambda family: family.group[0] != "either"), inside


def _collect(box: Box, found: dict[Group, Family], inside: dict[int, tuple[Group, ...]]) -> tuple[Group, ...]:
    chooses = box.element.flow == "either"
    group: Group | None = ("either", id(box)) if chooses else box.element.leaf.group(box)
    held: tuple[Group, ...] = ()
    if group is not None:
        steps = max(1, len(box.children)) if chooses else box.element.leaf.steps(box)
        family = found.setdefault(group, Family(group, steps))
        family.steps = min(family.steps, steps)
        family.boxes.append(box)
        held = (group,)
    for child in box.children:
        below = _collect(child, found, inside)
        if below and below != held:
            held = tuple(dict.fromkeys(held + below))
    if held:
        inside[id(box)] = held
        if box.element.flow == "table":  # the columns of a record depend on every other one
            inside.update(dict.fromkeys(map(id, box.children), held))
    return held


def fit(session: Session, root: Box, width: float, height: float) -> tuple[Frame, tuple[Overflow, ...]]:
    """The frames of a slide, and what does not fit even with every text at its smallest."""
    groups, session.inside = families(root)
    session.steps = {family.group: 0 for family in groups}
    if not groups:
        return frames(session.run(root, width, height), session), tuple(session.overflows)
    node = session.attempt(root, width, height)
    if node is not None:
        wanted = {family.group: _order(session, family, root)[0] for family in groups}
        if wanted == session.steps:
            return frames(node, session), ()
        session.steps = wanted
        better = session.attempt(root, width, height)
        if better is not None:
            return frames(better, session), ()
    elif (likely := _likely(session, root, (width, height), groups)) is not None:
        return frames(likely, session), ()
    node, overflows = _search(session, root, (width, height), groups)
    return frames(node, session), overflows


def _likely(session: Session, root: Box, size: tuple[float, float], groups: Sequence[Family]) -> Node | None:
    """What `_search` nearly always finds, with fewer tries: every text at its best step but the last group.

    If that fits, it would fit with the last group at its smallest too, so each earlier group is settled. The step at
    which the last group fits is guessed from the heights measured in the first try, then walked to. None where this is
    no use, or where an order turns out to be another one once the boxes have their places.
    """
    body = next((family for family in reversed(groups) if family.steps > 1 and family.group[0] != "either"), None)
    if body is None or not all(box.element.leaf.foreseen for family in groups for box in family.boxes):
        return None
    first = dict(session.steps)
    orders = {family.group: _order(session, family, root) for family in groups}
    wanted = {group: order[0] for group, order in orders.items()}
    order = orders[body.group]
    at = _guess(session, groups, wanted, body, order)
    if at is None:
        return None

    def trial(index: int) -> bool:
        session.steps = wanted | {body.group: order[index]}
        return session.steps != first and session.attempt(root, *size) is not None

    found = _walk(trial, at, len(order))
    if found is None:
        return None
    session.steps = wanted | {body.group: order[found]}
    now = {family.group: _order(session, family, root) for family in groups}
    if list(now[body.group]) != list(order) or any(now[group][0] != wanted[group] for group in wanted):
        return None
    return session.run(root, *size)


def _walk(fits: Callable[[int], bool], start: int, count: int) -> int | None:
    """The first of `count` steps that fits, walking from the one that is likely to; None where it is not near."""
    if fits(start):
        while start and fits(start - 1):
            start -= 1
        return start
    return next((at for at in range(start + 1, min(count, start + NEAR)) if fits(at)), None)


def _guess(
    session: Session, groups: Sequence[Family], wanted: dict[Group, int], body: Family, order: Sequence[int]
) -> int | None:
    """Where in the order of the last group the slide will fit, going by areas; None where it hardly can."""
    needs, room = session.misfit
    if not isinstance(order, range) or not needs:
        return 0

    def saved(family: Family, step: int) -> float:
        found = 0.0
        for box in family.boxes:
            measured = session.kept.get(("measured", id(box)))
            if measured:
                (size, line), (least, close) = box.style.own["ladder"][0], box.style.own["ladder"][step]
                found += measured * (1 - least * close / (size * line))
        return found

    others = sum(saved(family, wanted[family.group]) for family in groups if family is not body)
    return next((at for at, step in enumerate(order) if needs - others - saved(body, step) <= room), None)


def _search(
    session: Session, root: Box, size: tuple[float, float], groups: Sequence[Family]
) -> tuple[Node, tuple[Overflow, ...]]:
    """Choose the boxes with which the smallest texts fit, then settle the texts one by one."""
    choices = [family for family in groups if family.group[0] == "either"]
    texts = [family for family in groups if family.group[0] != "either"]
    session.steps = {family.group: family.steps - 1 for family in texts}
    for picked in islice(product(*(range(family.steps) for family in choices)), MOST_CHOICES):
        session.steps |= {family.group: step for family, step in zip(choices, picked, strict=True)}
        node = session.run(root, *size)
        if not session.overflows:
            break
    else:
        return node, tuple(session.overflows)
    settled, accepted = dict(session.steps), frozenset(session.blemishes)
    for family in texts:
        for step in _order(session, family, root):
            if step == family.steps - 1:  # known to fit: this is how the group stands now
                session.steps[family.group] = step
                break
            session.steps[family.group] = step
            trial = session.attempt(root, *size, accepted)
            if trial is not None:
                node, settled = trial, dict(session.steps)
                break
    if settled != session.steps:
        node = session.run(root, *size)
    return node, ()


def _order(session: Session, family: Family, root: Box) -> Sequence[int]:
    """The steps of a group, the most welcome first."""
    boxes = family.boxes if len(family.boxes) == 1 else [box for box in family.boxes if box in _shown(session, root)]
    if len(boxes) != 1 or family.group[0] == "either":
        return range(family.steps)
    return boxes[0].element.leaf.order(boxes[0], session) or range(family.steps)


def _shown(session: Session, root: Box) -> frozenset[Box]:
    """Every box but those of choices that were not taken."""
    key = ("shown", tuple([step for group, step in session.steps.items() if group[0] == "either"]))
    if key not in session.kept:
        found: list[Box] = []
        todo = [root]
        while todo:
            box = todo.pop()
            found.append(box)
            todo.extend(session.shown(box))
        session.kept[key] = frozenset(found)
    return session.kept[key]  # type: ignore[no-any-return]
