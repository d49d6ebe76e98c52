"""What an element says, in words: set for its picture, told to a listener, and the markup of a slide to read.

The first is for plugins, which set words without knowing of runs and faces.
"""

from __future__ import annotations

import math
import re
from html import escape
from typing import Literal
from xml.parsers import expat

from post_forge.render.boxes import Box, Frame, Inline, read_place
from post_forge.render.elements import find
from post_forge.render.looks import run_of
from post_forge.render.sizes import Sizes
from post_forge.render.theme import Theme
from post_forge.render.values import Measure, SetText

LINE = 1.25
"""The distance of baselines, in sizes."""


def set_line(
    said: str,
    box: Box,
    session: Sizes,
    *,
    style: str = "caption",
    size: float = 0.0,
    color: str = "",
    weight: float = 0,
    width: float = math.inf,
    align: Literal["start", "center", "end"] = "start",
) -> SetText:
    """Words in a style of the theme, broken only where `width` (px) makes them. A character no font has is noted.

    `size` is px of the finished picture (0: the style's own), `color` one that was read, or a token of the theme.
    """
    theme = session.theme
    look = theme.typography[style]
    size = size or look.sizes[0][0]
    color = theme.color.get(color, color) or look.color or theme.color["text"]
    run = run_of(Inline(said), look, size, color, theme, weight)
    made = session.set_words((run,), Measure(width, size * LINE, align, lang=session.lang))
    for cluster in made.missing:
        session.missing.setdefault(cluster, box)
    return made


def told(frame: Frame) -> tuple[str, ...]:
    """What a listener is told of the elements of a slide that show more than words, in reading order."""
    found = []
    if not frame.box.style.ornament:
        if not frame.box.element.flow and (said := frame.box.element.leaf.alt(frame.box).strip()):
            found.append(said)
        found += [said for child in frame.children for said in told(child)]
    return tuple(found)


# ---- markup to read --------------------------------------------------------------------------------------------------

_SPACES = re.compile(r"\s+")


def readable(markup: str, theme: Theme) -> str:
    """The markup of a slide, a tag a line, indented; `at` says for each which line of which template wrote it."""
    writer = _Writer(theme)
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = writer.start, writer.end
    parser.CharacterDataHandler = writer.words
    parser.Parse(markup.encode("utf-8", "replace"), True)
    return "".join(writer.out).strip() + "\n"


class _Writer:
    """Writes what the parser reads. Words and the marks in them stay on the line of their element."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self.out: list[str] = []
        self.open: list[str] = []
        self.flat = 0
        self.pending = ""

    def start(self, tag: str, given: dict[str, str]) -> None:
        self.finish(">")
        if at := given.pop("at", ""):
            given["at"] = str(self.theme.shown(read_place(at)))  # last, where it is least in the way
        if not self.flat:
            self.out.append("\n" + "  " * len(self.open))
        self.pending = f"<{tag}" + "".join(f' {name}="{_quoted(value)}"' for name, value in given.items())
        self.open.append(tag)
        element = find(tag)
        if self.flat or (element and element.holds in ("words", "verbatim")):
            self.flat += 1

    def end(self, tag: str) -> None:
        empty = bool(self.pending)
        self.finish("/>")
        self.open.pop()
        if not empty:
            self.out.append(f"</{tag}>" if self.flat else "\n" + "  " * len(self.open) + f"</{tag}>")
        self.flat = max(0, self.flat - 1)

    def words(self, said: str) -> None:
        if self.flat:
            self.finish(">")
            holder = find(self.open[-self.flat])
            kept = said if holder and holder.holds == "verbatim" else _SPACES.sub(" ", said)
            self.out.append(escape(kept, quote=False))

    def finish(self, end: str) -> None:
        if self.pending:
            self.out.append(self.pending + end)
            self.pending = ""


def _quoted(value: str) -> str:
    """An attribute's value as it is read back: a line feed in it stays one."""
    return escape(value, quote=False).replace('"', "&quot;").replace("\n", "&#10;")
