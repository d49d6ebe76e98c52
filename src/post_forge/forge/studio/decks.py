"""A post -> its slides as they can be drawn now, kept warm: an edit lays out and draws only the slides that changed.

Where a post cannot be drawn any more (its note, a picture or the theme is broken) the last slides that could be are
kept, with the reason beside them.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from post_forge.errors import ForgeError, Problem
from post_forge.forge.making.inputs import stamps
from post_forge.forge.making.make import Studio, fit, page_key, theme_of, whole_alt
from post_forge.forge.making.state import digest
from post_forge.forge.studio.desk import Desk, Look
from post_forge.later import Later
from post_forge.model import FORMATS, Post, Refusal

if TYPE_CHECKING:
    from post_forge import render
else:
    render = Later("post_forge.render")

_KEPT = 16  # decks in memory with their frames, about 1 MB each


@dataclass(frozen=True, slots=True)
class Sheet:
    """A post's slides: `keys` name their pictures, by format. `problems` is what the author should know; `stopped` why
    it cannot be drawn as it is now: everything else is then as it was when it could."""

    post: Post
    keys: Mapping[str, tuple[str, ...]]
    problems: tuple[Problem, ...]
    token: str
    stopped: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class _Kept:
    sheet: Sheet
    studio: Studio
    markups: Mapping[str, tuple[render.Markup, ...]]


class Decks:
    """The slides of the posts that somebody looks at. One at a time is laid out or drawn: who asks waits."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._glimpsed: tuple[str, _Kept] | None = None
        self._lock = threading.RLock()

    def sheet(self, look: Look, name: str) -> Sheet | None:
        """The slides of a post. None where there is no such post and never was one; or where it cannot be drawn and
        never could: `trouble_of` says why."""
        with self._lock:
            found = self._sheet(look, name)
            if name in self._kept:
                self._kept.move_to_end(name)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
            return found

    def warm(self, name: str) -> Sheet | None:
        """The slides of a post as they were last looked at, if that was lately."""
        kept = self._kept.get(name)
        return kept.sheet if kept else None

    def glimpse(self, look: Look, name: str, post: Post) -> Sheet | None:
        """The slides that a note just saved gives a post which somebody looks at, before it is read as a whole. The
        sheet stays what it was until then. None where they cannot be drawn: the whole reading says why."""
        with self._lock:
            before = self._kept.get(name)
            if before is None:
                return None
            try:
                made, _ = _laid_out(look, post, before)
            except ForgeError:
                return None
            self._glimpsed = (name, made) if made else None
            return made.sheet if made else None

    def picture(self, look: Look, name: str, format_: str, number: int, key: str) -> bytes | None:
        """The PNG of a slide, as long as it is the one that `key` names."""
        with self._lock:
            kept = self._found(name, format_, number, key)
            if kept is None:
                self.sheet(look, name)
                kept = self._found(name, format_, number, key)
            return self._draw(kept, format_, number) if kept else None

    def document(self, look: Look, name: str) -> tuple[Sheet, dict[str, list[bytes]], bytes] | None:
        """A post's pictures by format, and its carousel as a PDF."""
        with self._lock:
            sheet = self.sheet(look, name)
            kept = self._kept.get(name)
            if sheet is None or kept is None:
                return None
            drawn = {
                format_: [self._draw(kept, format_, number) for number in range(1, len(keys) + 1)]
                for format_, keys in sheet.keys.items()
            }
            first, post = next(iter(drawn)), sheet.post
            frames = [kept.studio.frame(markup, FORMATS[first]) for markup in kept.markups[first]]
            pages = list(zip(drawn[first], frames, strict=True))
            pdf = render.document(pages, post.alts, post.title, post.deck.lang, kept.studio.theme, FORMATS[first])
            return sheet, drawn, pdf

    def trouble_of(self, look: Look, name: str) -> tuple[Problem, ...]:
        """Why a post has no slides."""
        with self._lock:
            try:
                return self._made(look, name, None)[1]
            except (ForgeError, KeyError) as error:
                return error.problems if isinstance(error, ForgeError) else ()

    # ---- one after the other -----------------------------------------------------------------------------------------

    def _found(self, name: str, format_: str, number: int, key: str) -> _Kept | None:
        """The deck that has this slide, among those that are warm."""
        glimpsed = self._glimpsed[1] if self._glimpsed and self._glimpsed[0] == name else None
        warm = (self._kept.get(name), glimpsed)
        return next((one for one in warm if one is not None and _names(one.sheet, format_, number, key)), None)

    def _sheet(self, look: Look, name: str) -> Sheet | None:
        kept = self._kept.get(name)
        entry = look.posts.get(name, (None, None))[1]
        if entry is None:
            return self._stopped(name, _gone(look, kept.sheet.post)) if kept else None
        token = digest(entry.key, look.settings.inputs, stamps(look.workspace.root / one for one in entry.pictures))
        if kept is not None and kept.sheet.token == token and not kept.sheet.stopped:
            return self._said(look, kept.sheet)
        try:
            made, problems = self._made(look, name, self._nearest(name))
        except ForgeError as error:
            return self._stopped(name, error.problems)
        if made is None:
            return self._stopped(name, problems)
        self._kept[name] = replace(made, sheet=replace(made.sheet, token=token))
        return self._said(look, self._kept[name].sheet)

    def _said(self, look: Look, sheet: Sheet) -> Sheet:
        """The sheet, with what stops its note from being read, if it cannot be any more."""
        note = look.plan.notes.get(sheet.post.note)
        errors = tuple(one for one in note.problems if one.severity == "error") if note else ()
        return replace(sheet, stopped=errors) if errors else sheet

    def _stopped(self, name: str, problems: tuple[Problem, ...]) -> Sheet | None:
        kept = self._kept.get(name)
        if kept is None:
            return None
        self._kept[name] = replace(kept, sheet=replace(kept.sheet, stopped=problems))
        return self._kept[name].sheet

    def _nearest(self, name: str) -> _Kept | None:
        """The deck that most slides can be taken from."""
        return self._glimpsed[1] if self._glimpsed and self._glimpsed[0] == name else self._kept.get(name)

    def _made(self, look: Look, name: str, before: _Kept | None) -> tuple[_Kept | None, tuple[Problem, ...]]:
        post = self._desk.post(look, name)
        if post is None:
            return None, look.posts[name][0].problems
        return _laid_out(look, post, before)

    def _draw(self, kept: _Kept, format_: str, number: int) -> bytes:
        markup, canvas = kept.markups[format_][number - 1], FORMATS[format_]
        frame = kept.studio.frame(markup, canvas)
        return render.draw_slide(frame, kept.studio.theme, canvas).png


def _laid_out(look: Look, post: Post, before: _Kept | None) -> tuple[_Kept | None, tuple[Problem, ...]]:
    """A post with its slides fitted and laid out; slides that are as they were before are taken from there."""
    settings = look.settings
    theme = theme_of(post, settings)
    frames = dict(before.studio.frames) if before and before.studio.theme is theme else {}
    studio = Studio(theme, post, settings, frames)
    refusal, problems = fit(studio)
    if refusal:
        return None, (_as_problem(refusal), *problems)
    slides = studio.post.deck.slides
    markups = {
        format_.name: tuple(
            studio.markup(slide, number, len(slides), format_) for number, slide in enumerate(slides, 1)
        )
        for format_ in studio.formats
    }
    used = {markup.key for each in markups.values() for markup in each}
    studio.frames = {key: frame for key, frame in studio.frames.items() if key in used}
    studio.markups = {}
    first = studio.formats[0]
    frames_ = (studio.frame(markup, first) for markup in markups[first.name])
    alts = tuple(whole_alt(alt, frame) for alt, frame in zip(studio.post.alts, frames_, strict=True))
    studio.post = replace(studio.post, alts=alts)
    keys = {
        format_.name: tuple(page_key(markup, format_, settings) for markup in markups[format_.name])
        for format_ in studio.formats
    }
    return _Kept(Sheet(studio.post, keys, problems, ""), studio, markups), problems


def _names(sheet: Sheet, format_: str, number: int, key: str) -> bool:
    keys = sheet.keys.get(format_, ())
    return 0 < number <= len(keys) and keys[number - 1] == key


def _as_problem(refusal: Refusal) -> Problem:
    return Problem(refusal.rule, f"{refusal.title!r} makes no post: {refusal.reason}", refusal.source)


def _gone(look: Look, post: Post) -> tuple[Problem, ...]:
    """Why a post is not among the notes any more."""
    note = look.plan.notes.get(post.note)
    if note is None:
        return (Problem("post.gone", f"the note {post.note} is not there any more", None, "move it back, or go on"),)
    told = [*_refused(note.refusals, post), *(one for one in note.problems if one.severity == "error")]
    gone = Problem("post.gone", "nothing in its note makes this post any more", post.source)
    return tuple(told) or (gone,)


def _refused(refusals: tuple[Refusal, ...], post: Post) -> Iterator[Problem]:
    for refusal in refusals:
        if refusal.title == post.title or refusal.source.line == post.source.line:
            yield _as_problem(refusal)
