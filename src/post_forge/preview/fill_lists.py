"""A look at the workspace -> the list of its notes and posts, as far as it was asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo

from post_forge import forge
from post_forge.errors import Source
from post_forge.model import FORMATS, Refusal
from post_forge.preview.filling import Sight, post_url, short
from post_forge.preview.values import Choice, Filter
from post_forge.preview.values_lists import (
    NoteRow,
    PostRow,
    Posts,
    RefusedRow,
)

SOME = 24  # notes that are listed at a time
_ORDER = (
    "unsure",
    "failed",
    "missed",
    "publishing",
    "held",
    "approved",
    "planned",
    "published",
    "withdrawn",
    "skipped",
)
_MOST_TAGS = 60


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list was asked for."""

    query: str = ""
    kind: str = ""
    tag: str = ""
    state: str = ""
    problems: str = ""
    page: int = 1

    def address(self, **other: str) -> str:
        asked = {"q": self.query, "kind": self.kind, "tag": self.tag, "state": self.state, "problems": self.problems}
        query = urlencode({name: value for name, value in (asked | other).items() if value})
        return f"/posts?{query}" if query else "/posts"


@dataclass(frozen=True, slots=True)
class _Index:
    """What is asked of many posts at once."""

    states: Mapping[str, forge.Row]
    troubles: Mapping[str, int]


def posts_page(sight: Sight, wanted: Wanted) -> Posts:
    """The notes that match, some at a time. Only what is listed is looked at closely."""
    look = sight.look
    index = _Index(_states(sight), Counter(one.source.path for one in sight.studio.checks.problems(look) if one.source))
    found = [
        (note, chosen) for note in look.plan.notes.values() if (chosen := _matching(note, index, wanted)) is not None
    ]
    first, last = (0, len(found)) if sight.studio.manner.exported else (SOME * (wanted.page - 1), SOME * wanted.page)
    return Posts(
        wanted.query,
        _filters(look, index, wanted),
        tuple(_note_row(sight, note, posts, index, wanted) for note, posts in found[first:last]),
        len(found),
        sum(len(posts) for _, posts in found),
        sum(len(note.refusals) for note, _ in found) if not (wanted.kind or wanted.state) else 0,
        len(look.plan.notes),
        len(look.posts),
        wanted.address(page=str(wanted.page + 1)) if last < len(found) else "",
    )


def _matching(note: forge.NoteEntry, index: _Index, wanted: Wanted) -> tuple[forge.PostEntry, ...] | None:
    """The posts of a note that are wanted; None where it is not wanted at all."""
    if wanted.tag and wanted.tag not in note.tags:
        return None
    if wanted.problems and not (index.troubles.get(note.path) or (wanted.problems == "refused" and note.refusals)):
        return None
    words = wanted.query.casefold().split()
    own = _holds(f"{note.title} {note.path} {' '.join(note.tags)}", words)
    posts = tuple(
        post
        for post in note.posts
        if (not wanted.kind or post.kind == wanted.kind)
        and (not wanted.state or _state(post.id, index) == wanted.state)
        and (own or _holds(f"{post.title} {post.id}", words))
    )
    if posts:
        return posts
    narrowed = wanted.kind or wanted.state
    refused = any(_holds(refusal.title, words) for refusal in note.refusals)
    return () if not narrowed and (own or refused) else None


def _holds(text: str, words: Sequence[str]) -> bool:
    text = text.casefold()
    return all(word in text for word in words)


def _states(sight: Sight) -> dict[str, forge.Row]:
    """Of each post the delivery that is most worth telling."""
    found: dict[str, forge.Row] = {}
    for row in sight.studio.queue(sight.look).rows:
        known = found.get(row.delivery.post)
        if known is None or _ORDER.index(row.delivery.state) < _ORDER.index(known.delivery.state):
            found[row.delivery.post] = row
    return found


def _state(post: str, index: _Index) -> str:
    row = index.states.get(post)
    return row.delivery.state if row else "new"


def _note_row(
    sight: Sight, note: forge.NoteEntry, posts: Iterable[forge.PostEntry], index: _Index, wanted: Wanted
) -> NoteRow:
    look = sight.look
    slug = look.name_of(note)
    refused = note.refusals if not (wanted.kind or wanted.state) else ()
    return NoteRow(
        slug,
        note.title or note.path,
        sight.spot(Source(note.path, 1)),
        explain_url(look, note),
        tuple(_post_row(sight, post, index) for post in posts),
        tuple(refused_row(sight, refusal) for refusal in refused),
        note.tags,
        sight.troubles(note.problems),
    )


def explain_url(look: forge.Look, note: forge.NoteEntry) -> str:
    return f"/explain/{quote(look.name_of(note), safe='')}"


def _post_row(sight: Sight, post: forge.PostEntry, index: _Index) -> PostRow:
    look = sight.look
    canvas = FORMATS[look.settings.formats[0]]
    made = look.made.get(post.id)
    row = index.states.get(post.id)
    sheet = sight.studio.decks.warm(post.id)
    slides = len(next(iter(sheet.keys.values()))) if sheet else len(next(iter(made.slides.values()), ())) if made else 0
    cover = sight.studio.pictures.cover(look, post)
    return PostRow(
        post.id,
        post.title,
        post.kind,
        post_url(post.id),
        f"/pictures/{cover}.small.png",
        canvas.width,
        canvas.height,
        slides,
        post.score,
        _state(post.id, index),
        short(row.delivery.at.astimezone(ZoneInfo(row.zone))) if row else "",
        len(made.problems) if made else 0,
    )


def refused_row(sight: Sight, refusal: Refusal) -> RefusedRow:
    return RefusedRow(refusal.title, refusal.reason, refusal.rule, sight.spot(refusal.source))


def _filters(look: forge.Look, index: _Index, wanted: Wanted) -> tuple[Filter, ...]:
    notes = look.plan.notes.values()
    kinds = Counter(post.kind for note in notes for post in note.posts)
    tags = Counter(tag for note in notes for tag in note.tags)
    states = Counter(_state(post, index) for post in look.posts)
    troubled = sum(bool(index.troubles.get(note.path)) for note in notes)
    troubles = [("1", troubled), ("refused", sum(bool(note.refusals) for note in notes))]
    return (
        _filter("kind", "Type", "All types", kinds.most_common(), wanted.kind, wanted),
        _filter("tag", "Tag", "All tags", sorted(tags.most_common(_MOST_TAGS)), wanted.tag, wanted),
        _filter("state", "State", "All states", states.most_common(), wanted.state, wanted),
        _filter("problems", "Problems", "With and without", troubles, wanted.problems, wanted),
    )


_WORDS = {"1": "With problems", "refused": "With refusals", "new": "Not planned"}


def _filter(
    name: str, label: str, everything: str, counted: Iterable[tuple[str, int]], chosen: str, wanted: Wanted
) -> Filter:
    choices = [Choice("", everything, wanted.address(**{name: ""}), not chosen)]
    choices += [
        Choice(value, _WORDS.get(value, value), wanted.address(**{name: value}), value == chosen, count)
        for value, count in counted
        if count or value == chosen
    ]
    return Filter(name, label, tuple(choices))
