"""A path of the site and what it was asked for -> the page: its value filled, what stands around it, its HTML."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

from post_forge import forge
from post_forge.errors import ForgeError, Problem
from post_forge.preview import templates
from post_forge.preview.fill_calendar import calendar_page, history_page, read_span
from post_forge.preview.fill_lists import Wanted, posts_page
from post_forge.preview.fill_post import post_page, today_page
from post_forge.preview.fill_theme import theme_page
from post_forge.preview.fill_told import explain_page, problems_page
from post_forge.preview.filling import Sight
from post_forge.preview.studio import Studio
from post_forge.preview.values import Shell, Spot, Trouble, Wrong

PATIENCE = 0.15  # seconds that a page waits for the first look at the workspace
_LONGEST = 200  # characters of what a page is asked for

Query = Mapping[str, str]
Asked = Callable[[str], list[str]]


@dataclass(frozen=True, slots=True)
class Page:
    """A page that can be printed: its template, where it stands in the bar, its title, its value, its status.

    `seen` is the last event before it was filled: a browser that listens a moment later asks for what came since.
    """

    name: str
    here: str
    title: str
    value: Any
    status: int = 200
    seen: str = ""


class NoSuchPageError(Exception):
    """There is nothing at this path."""


def page_at(studio: Studio, path: str, query: Query, several: Asked = lambda _: []) -> Page:
    """The page of a path. What goes wrong while it is filled is a page, too."""
    seen = studio.events.last
    return replace(_page_at(studio, path, query, several), seen=seen)


def _page_at(studio: Studio, path: str, query: Query, several: Asked) -> Page:
    look = studio.look(PATIENCE)
    if look is None:
        return _not_yet(studio, path)
    sight = Sight(studio, look)
    try:
        return _filled(sight, path, query, several)
    except NoSuchPageError as nothing:
        hint = "It may have had another name before; the list of posts has what there is now."
        return Page("wrong", "", "Not here", Wrong(404, "There is nothing here", str(nothing) or path, hint), 404)
    except ForgeError as error:
        troubles = sight.troubles(error.problems)
        wrong = Wrong(409, "This page cannot be shown now", "It comes by itself once this is mended.", "", troubles)
        return Page("wrong", _here(path), "Cannot be shown", wrong, 409)


def _filled(sight: Sight, path: str, query: Query, several: Asked) -> Page:
    parts = [part for part in path.split("/") if part]
    simple: dict[str, tuple[str, Callable[[], Any]]] = {
        "": ("Today", lambda: today_page(sight, _day(query.get("day", "")))),
        "posts": ("Posts", lambda: posts_page(sight, _wanted(query))),
        "calendar": ("Calendar", partial(_calendar, sight, query, several)),
        "problems": ("Problems", lambda: problems_page(sight, _short(query, "severity"), _short(query, "rule"))),
        "theme": ("Theme", lambda: theme_page(sight, *(_short(query, one) for one in ("theme", "format", "size")))),
        "history": ("History", partial(_history, sight, query)),
    }
    first = parts[0] if parts else ""
    if len(parts) <= 1 and first in simple:
        title, fill = simple[first]
        name = first or "today"
        return Page(name, name, title, fill())
    if first == "posts" and len(parts) == 3:
        found = post_page(sight, f"{parts[1]}/{parts[2]}")
        if found is None and not sight.look.whole:
            return _reading(sight.look, "posts")
        if found is not None:
            return Page("post", "posts", found.post.title, found)
        raise NoSuchPageError(f"No post is called {parts[1]}/{parts[2]}.")
    if first == "explain" and len(parts) == 2:
        told = explain_page(sight, parts[1])
        if told is not None:
            return Page("explain", "posts", f"Why: {told.title}", told)
        raise NoSuchPageError(f"No note is called {parts[1]}.")
    raise NoSuchPageError


def _here(path: str) -> str:
    first = path.strip("/").partition("/")[0]
    return {"": "today", "explain": "posts"}.get(first, first)


def _calendar(sight: Sight, query: Query, several: Asked) -> Any:
    span = read_span(_short(query, "month"), _short(query, "week"), sight.row_now())
    return calendar_page(sight, span, several("channel"))


def _history(sight: Sight, query: Query) -> Any:
    return history_page(sight, _short(query, "post"), _short(query, "channel"), _number(query.get("page", "")))


def _wanted(query: Query) -> Wanted:
    query_, kind, tag, state, problems = (_short(query, name) for name in ("q", "kind", "tag", "state", "problems"))
    return Wanted(query_, kind, tag, state, problems, _number(query.get("page", "")))


def _short(query: Query, name: str) -> str:
    return query.get(name, "")[:_LONGEST]


def _number(word: str) -> int:
    return max(1, int(word)) if word.isascii() and word.isdecimal() and len(word) < 6 else 1


def _day(word: str) -> date | None:
    try:
        found = date.fromisoformat(word) if word else None
    except ValueError:
        raise NoSuchPageError(f"{word[:40]} is not a day.") from None
    if found and not 1970 <= found.year < 3000:
        raise NoSuchPageError(f"{word[:40]} is too far away.")
    return found


def _not_yet(studio: Studio, path: str) -> Page:
    """Nothing was read yet, or nothing can be."""
    if studio.desk.problems:
        troubles = tuple(map(_plain, studio.desk.problems))
        hint = "This page looks again by itself when the file is saved."
        wrong = Wrong(503, "The workspace cannot be read", "It says itself why:", hint, troubles)
        return Page("wrong", _here(path), "Cannot be read", wrong, 503)
    return _reading(None, _here(path))


def _reading(look: forge.Look | None, here: str) -> Page:
    far = f"{look.done:,} of {look.total:,} so far." if look else "This takes a moment the first time."
    return Page(
        "wrong", here, "Reading", Wrong(503, "Your notes are being read", far, "The page comes by itself."), 503
    )


def _plain(problem: Problem) -> Trouble:
    spot = Spot(str(problem.source)) if problem.source else None
    return Trouble(problem.rule, problem.severity, problem.message, problem.hint, spot)


# ---- as HTML -------------------------------------------------------------------------------------------------------


def shell_of(studio: Studio, page: Page, message: str = "") -> Shell:
    """What stands around a page."""
    look, manner = studio.desk.look, studio.manner
    busy, since = ("", "") if manner.exported else studio.busy()
    base = Shell(
        page.here,
        page.title,
        "",
        token=studio.token,
        epoch=studio.events.epoch,
        seen=page.seen,
        live=manner.live,
        read_only=manner.read_only,
        exported=manner.exported,
        busy=busy,
        since=since,
        message=message,
    )
    return _with_workspace(studio, look, base) if look else base


def _with_workspace(studio: Studio, look: forge.Look, base: Shell) -> Shell:
    config, sight = look.workspace.config, Sight(studio, look)
    rows = studio.queue(look).rows
    errors, warnings = studio.counts(look)
    avatar = studio.pictures.file(look.workspace.root / config.brand.avatar) if config.brand.avatar else ""
    return replace(
        base,
        brand=config.brand.name,
        handle=config.brand.handle,
        avatar=f"/pictures/{avatar}.png" if avatar else "",
        folder=look.workspace.root.name,
        waiting=sum(row.wants_person or row.wants_approval for row in rows),
        errors=errors,
        warnings=warnings,
        theme=config.theme,
        formats=config.formats,
        channels=tuple(channel.name for channel in config.channels),
        troubles=sight.troubles(look.problems),
    )


def html_of(studio: Studio, page: Page, link: templates.Link, *, block: str = "", message: str = "") -> str:
    """A page as HTML, or one block of it. Raises LookupError for a block that it does not have."""
    shell = shell_of(studio, page, message)
    return templates.render(page.name, {"page": page.value, "shell": shell}, link, block)
