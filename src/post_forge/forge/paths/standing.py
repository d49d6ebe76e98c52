"""The notes of a collection, its paths, what is out -> where each note stands: its place, what comes next, its badge.

A note that a path names stands in the first path that does; another one in its series, if it has one.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from post_forge import notes
from post_forge.config import Config
from post_forge.later import Later
from post_forge.model import Matter, Note

if TYPE_CHECKING:
    from post_forge import compose
else:
    compose = Later("post_forge.compose")

About = Mapping[str, Any]
"""What is remembered of a note for others to speak of it: plain values, as `about_note` makes them."""

_MINUTES = ("reading_time", "readingtime", "minutes", "read_time")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class _Line:
    """The topics of a path or a series in their order; `drafts` says that one may be announced."""

    title: str
    paths: tuple[str, ...]
    drafts: bool


def about_note(note: Note) -> dict[str, Any]:
    """What other notes' slides, paths and the schedule say of a note."""
    matter = note.matter
    return {
        "title": str(note.title),
        "series": matter.series,
        "level": matter.level,
        "minutes": minutes_of(note),
        "status": "private" if matter.private else matter.status,
        "updated": found[0] if (found := _DATE.search(matter.updated)) else "",
        "badge": matter.badge,
        "ai": matter.ai_assisted,
        "requires": list(matter.requires),
        "lang": note.lang,
    }


def minutes_of(note: Note) -> int:
    """Whole minutes, at least 1: what front matter gives, else worked out."""
    minutes = _written(note.matter) or compose.reading_minutes(note)
    return max(1, math.ceil(minutes - 0.5))


def _written(matter: Matter) -> float:
    """The minutes that front matter gives (`reading_time: 7`, `minutes: "7 min"`), 0 where it gives none."""
    keys = {key.lower().replace("-", "_"): value for key, value in matter.extra.items()}
    for name in _MINUTES:
        if found := _NUMBER.search(str(keys.get(name, ""))):
            return float(found[0].replace(",", "."))
    return 0.0


def standings(
    ordered: Sequence[str],
    found: notes.Found,
    curricula: Iterable[notes.Curriculum],
    about: Mapping[str, About],
    sent: Mapping[str, datetime],
    config: Config,
) -> dict[str, compose.Standing]:
    """Where each note stands, by its path. `ordered` are the notes in the collection's order, `sent` says when a post
    of a note went out last."""
    placed: dict[str, compose.Standing] = {}
    for line in (*_of_paths(found, curricula, about), *_of_series(ordered, about)):
        for number, path in enumerate(line.paths, 1):
            if path in placed:
                continue
            following = line.paths[number] if number < len(line.paths) else ""
            status = about[following]["status"] if following else ""
            named = status == "ready" or (status == "draft" and line.drafts)
            placed[path] = compose.Standing(
                number,
                len(line.paths),
                line.title,
                about[following]["title"] if named else "",
                named and status == "draft",
            )
    return {
        path: _said(placed.get(path) or compose.Standing(), one, sent.get(path), config) for path, one in about.items()
    }


def _said(standing: compose.Standing, about: About, sent: datetime | None, config: Config) -> compose.Standing:
    """The standing with the badge and with the notices that the collection asks for."""
    notice = config.notices.get("ai_assisted", "") if about["ai"] else ""
    figures = config.notices.get("figures", "")
    badge = about["badge"] or ("updated" if _is_rewritten(about["updated"], sent) else "")
    return compose.Standing(**{**asdict(standing), "badge": badge, "notice": notice, "figures": figures})


def _is_rewritten(updated: str, sent: datetime | None) -> bool:
    """Has the author rewritten it since it went out last?"""
    try:
        return bool(updated and sent) and date.fromisoformat(updated) > sent.date()  # type: ignore[union-attr]
    except ValueError:
        return False


def _of_paths(found: notes.Found, curricula: Iterable[notes.Curriculum], about: Mapping[str, About]) -> Iterator[_Line]:
    """The topics of each path; those that are private, or cannot be read, are nobody's business."""
    paths = {note.place: note.path for note in found.notes}
    for curriculum in curricula:
        named = dict.fromkeys(paths[stop.place] for stop in curriculum.stops)
        shown = tuple(path for path in named if path in about and about[path]["status"] != "private")
        yield _Line(curriculum.title or curriculum.name, shown, True)


def _of_series(ordered: Sequence[str], about: Mapping[str, About]) -> Iterator[_Line]:
    """The notes that name the same series, if there are two."""
    series: dict[str, list[str]] = {}
    for path in ordered:
        if path in about and about[path]["series"] and about[path]["status"] == "ready":
            series.setdefault(about[path]["series"], []).append(path)
    for title, members in series.items():
        if len(members) > 1:
            yield _Line(title, tuple(members), False)


def plain(standing: compose.Standing) -> dict[str, Any]:
    """As it is remembered with its note; nothing for one that says nothing."""
    return {key: value for key, value in asdict(standing).items() if value}
