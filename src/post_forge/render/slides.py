"""Markup -> frames -> a drawn slide: the steps of rendering one slide, in their order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from post_forge.errors import LayoutError, Problem, TemplateError
from post_forge.model import Drawn, Format, Slide
from post_forge.render.boxes import Box, Frame
from post_forge.render.deck import DeckView
from post_forge.render.fitting import fit
from post_forge.render.layout import Session
from post_forge.render.markup import Markup, markup
from post_forge.render.paint import display_list
from post_forge.render.parse import parse
from post_forge.render.sizes import Overflow
from post_forge.render.theme import Theme, scale_of, scaled
from post_forge.render.values import Face, Measure, Run, SetText

if TYPE_CHECKING:
    from post_forge.render.type import FontBook, ScriptGap

QUOTED = 40
"""Characters of a text that a message repeats."""

MOST_PAINT = 60
"""How many times its own area a slide may be painted; the shipped layouts stay below 5."""


@dataclass(frozen=True, slots=True)
class Fit:
    """Whether a slide can be laid out. `excess_px` is how many px too high or wide its worst part is."""

    ok: bool
    problems: tuple[Problem, ...] = ()
    excess_px: float = 0.0


@lru_cache(maxsize=8)
def book_of(theme: Theme) -> FontBook:
    """The font book of a theme: the shipped families, the installed ones, its own and the workspace's in `fonts/`.

    What the workspace has is also looked at for letters that no other font has.
    """
    from post_forge.render.type import book_with, default_book, families_of

    workspace = families_of(theme.root / "fonts") if theme.root else {}
    own = dict(workspace)
    for folder in reversed(list(theme.folders.values())):
        own |= families_of(folder / "fonts")
    return book_with(own, tuple(workspace)) if own else default_book()


def has_font(theme: Theme, name: str) -> str:
    """ "" where the theme can be set in a family, else a hint: the names that were perhaps meant."""
    try:
        book_of(theme).files(name)
    except TemplateError as error:
        return error.problems[0].hint or "name another family"
    return ""


def lay_out(markup: Markup, theme: Theme, canvas: Format, book: FontBook | None = None) -> Frame:
    """The frames of a slide at their places.

    Raises TemplateError for mistakes in the layout (all of them, each at its place in the template) and LayoutError
    when the content does not fit or a character has no glyph (at the line of the note).
    """
    frame, session, overflows = _laid_out(markup, theme, canvas, book)
    if problems := _misfits(session, overflows, markup, theme, book):
        raise LayoutError(*dict.fromkeys(problems))
    _limit_paint(frame, theme, canvas)
    return frame


def _limit_paint(frame: Frame, theme: Theme, canvas: Format) -> None:
    """Refuse a slide that paints its own area over and over: it would take minutes. Raises TemplateError."""
    painted = [one for one in frame.walk() if one.box.style.paints()]
    times = sum(one.width * one.height for one in painted) / (canvas.width * canvas.height)
    if times > MOST_PAINT:
        largest = max(painted, key=lambda one: one.width * one.height)
        message = f"this layout paints {times:.0f} times the area of the slide"
        place = theme.shown(largest.box.source)
        raise TemplateError(Problem("template.paint", message, place, "use fewer large boxes"))


def measure_slide(
    slide: Slide,
    deck: DeckView,
    theme: Theme,
    canvas: Format,
    book: FontBook | None = None,
) -> Fit:
    """Lay a slide out without drawing it. Raises TemplateError for mistakes in the layout, nothing else."""
    made = markup(slide, deck, theme, canvas)
    _, session, overflows = _laid_out(made, theme, canvas, book)
    problems = _misfits(session, overflows, made, theme, book)
    excess = max((one.over for one in overflows), default=0.0)
    return Fit(not problems, tuple(dict.fromkeys(problems)), excess)


def draw_slide(
    frame: Frame,
    theme: Theme,
    canvas: Format,
    book: FontBook | None = None,
    debug: bool = False,
    small: bool = False,
) -> Drawn:
    """Paint the frames of a slide; `debug` outlines every box, `small` also gives it in the size of a contact sheet."""
    from post_forge.render import draw

    book = book or book_of(theme)
    sized = scaled(theme, scale_of(canvas)).on(frame.box.own("field", ""))
    made = display_list(frame, sized, debug)
    image = draw.paint(made.ops, canvas.width, canvas.height, sized.color["background"], book)
    reduced = draw.small(image) if small else None
    return Drawn(draw.encode_png(image), tuple(made.lines()), canvas.width, canvas.height, reduced)


def missing_scripts(words: str, theme: Theme) -> tuple[ScriptGap, ...]:
    """The scripts in some words that no font of the theme has, nor what it falls back to, nor any font package."""
    from post_forge.render.type import missing_scripts as missing

    return () if words.isascii() else missing(words, book_of(theme), dict.fromkeys(theme.font.values()))


def _laid_out(
    markup: Markup,
    theme: Theme,
    canvas: Format,
    book: FontBook | None,
) -> tuple[Frame, Session, tuple[Overflow, ...]]:
    sized = scaled(theme, scale_of(canvas)).on(markup.field)
    root = parse(markup.text, sized, markup.layout)
    if markup.field:
        root = replace(root, style=replace(root.style, own={**root.style.own, "field": markup.field}))
    fonts = book or book_of(theme)
    session = _session(root, sized, fonts)
    session.roots = markup.roots
    frame, overflows = fit(session, root, canvas.width, canvas.height)
    pictures = [
        replace(problem, rule="template.picture", message=_named(problem, box), source=theme.shown(box.source))
        for box, problem in session.wrong.items()
        if box.own("src") != markup.picture
    ]
    if session.problems or pictures:
        raise TemplateError(*session.problems, *pictures)
    return frame, session, overflows


def _session(root: Box, theme: Theme, book: FontBook) -> Session:
    from post_forge.render.type import set_text

    def set_words(runs: tuple[Run, ...], measure: Measure) -> SetText:
        return set_text(runs, measure, book)

    def cap_height(face: Face) -> float:
        return book.metrics(face).cap_height

    return Session(theme, set_words, cap_height, root.own("direction") == "rtl", root.own("lang", ""))


# ---- what the author reads -----------------------------------------------------------------------------------------


def _misfits(
    session: Session, overflows: Sequence[Overflow], markup: Markup, theme: Theme, book: FontBook | None
) -> list[Problem]:
    """Why a slide cannot be drawn: a picture of the note that cannot be read, what is too large, what no font has."""
    pictures = {
        Problem("slide.picture", _named(problem, box), markup.source, problem.hint)
        for box, problem in session.wrong.items()
    }
    too_large = [_told(one, markup, theme) for one in overflows]
    return [*pictures, *too_large, *_unknown_glyphs(session.missing, markup, theme, book or book_of(theme))]


def _named(problem: Problem, box: Box) -> str:
    name = repr(box.own("src"))
    return problem.message if name in problem.message else f"{problem.message} ({name})"


def _told(overflow: Overflow, markup: Markup, theme: Theme) -> Problem:
    longest = max(overflow.box.walk(), key=lambda box: sum(len(word.text) for word in box.words))
    said = " ".join("".join(word.text for word in longest.words).split())
    largest = f"; its longest text has {len(said)} characters: {_shortened(said)!r}" if said else ""
    message = (
        f"this {markup.layout} slide does not fit: {overflow.what} of <{overflow.box.element.name}> is "
        f"{overflow.needs:.0f} px, {overflow.over:.0f} px over the limit of {overflow.room:.0f} px{largest}"
    )
    place = theme.shown(longest.source if said else overflow.box.source)
    hint = f"{overflow.hint or 'shorten it, or spread it over two slides'}; laid out by {place}"
    return Problem("slide.overflow", message, markup.source, hint)


def _unknown_glyphs(missing: dict[str, Box], markup: Markup, theme: Theme, book: FontBook) -> list[Problem]:
    if not missing:
        return []
    shown = ", ".join(f"{cluster!r} ({_code_points(cluster)})" for cluster in list(missing)[:8])
    more = f" and {len(missing) - 8} more" if len(missing) > 8 else ""
    place = theme.shown(next(iter(missing.values())).source)
    message = f"no font has {shown}{more}"
    return [Problem("slide.glyph", message, markup.source, f"{_install(missing, book)}; laid out by {place}")]


def _install(missing: Iterable[str], book: FontBook) -> str:
    from post_forge.render.type import missing_scripts

    packages = dict.fromkeys(gap.package for gap in missing_scripts(" ".join(missing), book) if gap.package)
    if packages:
        return "install " + ", ".join(packages)
    return "write it in other characters, or name a font in the theme that has them"


def _code_points(cluster: str) -> str:
    return " ".join(f"U+{ord(character):04X}" for character in cluster)


def _shortened(words: str) -> str:
    return words if len(words) <= QUOTED else words[: QUOTED - 1].rstrip() + "…"
