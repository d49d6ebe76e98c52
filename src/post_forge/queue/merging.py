"""What the queue knows and what published.jsonl tells -> what each has to learn from the other. Pure.

A post that either knows to be out is out. What the file knows to be in doubt is in doubt here too, unless it was
settled here since. So a new laptop or a job that has only the file never publishes what another machine did.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from post_forge.errors import Problem, Source
from post_forge.queue.published import FILE, Publication, Told
from post_forge.queue.states import IN_DOUBT, OUT, Event
from post_forge.queue.values import Delivery, delivery_id


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a delivery learns from the file. Its `publication` carries the round that it has here."""

    publication: Publication
    event: Event

    @property
    def id(self) -> str:
        return delivery_id(self.publication.post, self.publication.channel, self.publication.round)


@dataclass(frozen=True, slots=True)
class Merge:
    """`lessons` are for the queue, `lines` for the file."""

    lessons: tuple[Lesson, ...] = ()
    lines: tuple[Publication, ...] = ()
    problems: tuple[Problem, ...] = ()


def publication_of(delivery: Delivery, ids: tuple[str, ...] = ()) -> Publication | None:
    """The line that tells of a delivery: None for one that is not out and not in doubt."""
    told: Told
    if delivery.state in OUT:
        time, told = delivery.sent or delivery.at, "withdrawn" if delivery.state == "withdrawn" else "published"
    elif delivery.state in IN_DOUBT:
        time, told = delivery.changed or delivery.at, "unsure"
    else:
        return None
    return Publication(
        delivery.post,
        delivery.channel,
        time,
        delivery.url,
        delivery.content,
        delivery.at,
        delivery.round,
        told,
        ids,
    )


def merge(
    deliveries: Iterable[Delivery],
    told: Iterable[Publication],
    now: datetime,
    ids: Mapping[str, tuple[str, ...]] | None = None,
) -> Merge:
    """Compare the queue with what the file tells (as `settled` gives it). `ids` are the network's, by delivery.

    What a worker is publishing right now is left to it.
    """
    merger = _Merger(now, ids or {})
    groups: dict[tuple[str, str], tuple[list[Delivery], list[Publication]]] = {}
    for delivery in deliveries:
        groups.setdefault((delivery.post, delivery.channel), ([], []))[0].append(delivery)
    for item in told:
        groups.setdefault((item.post, item.channel), ([], []))[1].append(item)
    for key in sorted(groups):
        merger.compare(*groups[key])
    return Merge(tuple(merger.lessons), tuple(merger.lines), tuple(merger.problems))


class _Merger:
    def __init__(self, now: datetime, ids: Mapping[str, tuple[str, ...]]) -> None:
        self.now, self.ids = now, ids
        self.lessons: list[Lesson] = []
        self.lines: list[Publication] = []
        self.problems: list[Problem] = []

    def compare(self, mine: list[Delivery], told: list[Publication]) -> None:
        """One post on one channel."""
        by_round = {item.round: item for item in mine}
        told_out = [item for item in told if item.state in ("published", "withdrawn")]
        doubts = {item.round: item for item in told if item.state in ("unsure", "cleared")}
        for item in told_out:
            self._learn_out(item, by_round)
        for item in doubts.values():
            self._learn_doubt(item, by_round.get(item.round))
        for delivery in mine:
            self._tell(delivery, told_out, doubts.get(delivery.round))

    def _learn_out(self, item: Publication, by_round: dict[int, Delivery]) -> None:
        known = [(row, line) for row in by_round.values() if row.state in OUT and (line := publication_of(row))]
        same = next((row for row, line in known if line.same_as(item)), None)
        if same is not None:
            if item.state == "withdrawn" and same.state == "published":
                self._lesson(item, same.round, "withdraw")
            return
        row = by_round.get(item.round)
        if row is not None and row.state in OUT:
            rounds = {*by_round, *(lesson.publication.round for lesson in self.lessons if _alike(lesson, item))}
            message = f"{item.post} went out twice on {item.channel}: once from here, once from another machine"
            hint = "withdraw one of them on the network; the queue counts both"
            self.problems.append(Problem("published.twice", message, Source(FILE), hint, "warning"))
            self._lesson(item, max(rounds) + 1, "found")
        elif row is None or not _under_way(row, self.now):
            self._lesson(item, item.round, "found")

    def _learn_doubt(self, item: Publication, row: Delivery | None) -> None:
        if item.state == "cleared":
            if row is not None and _is_cleared(row, item):
                self._lesson(item, item.round, "deny")
        elif row is None or (row.state not in OUT | IN_DOUBT and not _settled_since(row, item)):
            self._lesson(item, item.round, "suspect")

    def _lesson(self, item: Publication, number: int, event: Event) -> None:
        told = Publication(
            item.post, item.channel, item.time, item.url, item.content, item.slot, number, item.state, item.ids
        )
        self.lessons.append(Lesson(told, event))

    def _tell(self, row: Delivery, told_out: list[Publication], doubt: Publication | None) -> None:
        line = publication_of(row, self.ids.get(row.id, ()))
        if line is None:
            if doubt and doubt.state == "unsure" and _settled_since(row, doubt):
                self.lines.append(
                    Publication(row.post, row.channel, row.changed or self.now, round=row.round, state="cleared")
                )
        elif row.state in OUT:
            known = next((item for item in told_out if item.same_as(line)), None)
            if known is None or (known.state, line.state) == ("published", "withdrawn"):
                self.lines.append(line)
        elif not _under_way(row, self.now):
            is_told = doubt is not None and (doubt.state == "unsure" or _is_cleared(row, doubt))
            if not is_told and all(item.round != row.round for item in told_out):
                self.lines.append(line)


def _alike(lesson: Lesson, item: Publication) -> bool:
    return (lesson.publication.post, lesson.publication.channel) == (item.post, item.channel)


def _under_way(row: Delivery, now: datetime) -> bool:
    return row.state == "publishing" and row.leased(now)


def _is_cleared(row: Delivery, word: Publication) -> bool:
    """Whether the file's word that it is not out is newer than the doubt here (which may be from the file too)."""
    newer = not row.tries or row.changed is None or row.changed <= word.time
    return row.state == "unsure" and word.state == "cleared" and newer


def _settled_since(row: Delivery, doubt: Publication) -> bool:
    """Whether the doubt was settled on this machine: a worker or a person said here that nothing is out."""
    return (row.tries > 0 or row.state == "failed") and row.changed is not None and row.changed >= doubt.time
