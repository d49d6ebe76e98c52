"""The element `text`: words with inline marks in one style of the theme, in the largest of its sizes that fits."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, cast

from post_forge.render import readers as read
from post_forge.render.boxes import Box, Frame, Inline
from post_forge.render.elements import Element, Group, Leaf, Painter, register
from post_forge.render.headlines import evened
from post_forge.render.looks import (
    LEAST_LINE,
    Script,
    breaks_word,
    capitals,
    direction_of,
    face_of,
    run_of,
    runs_right_to_left,
    script_of,
    splits,
)
from post_forge.render.sizes import Sizes
from post_forge.render.theme import TextStyle, Theme
from post_forge.render.values import Measure, Op, Run, SetText, Words

OPTICAL = 84
"""px from which on every line is shifted so that its first letter's ink stands on the left edge."""


USUAL = 2
"""Lines that a title wants. What wants more is large for its own sake, and not made smaller to stand on one line."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A set text and how far above the box's top its own top lies (px; the box may be trimmed to its capitals)."""

    text: SetText
    above: float = 0.0


def finish(own: dict[str, Any], theme: Theme) -> None:
    """Work out the steps of sizes, and which texts share a step."""
    style: TextStyle = own["style"]
    size = own.get("size")
    fit = own.get("fit", "fail")
    ladder = style.ladder()
    if size is not None:
        line = min(ladder, key=lambda step: abs(step[0] - size))
        top = (size, size * line[1] / line[0])
        ladder = (top, *(step for step in ladder if step[0] < size))
    own["ladder"] = ladder if fit == "shrink" else ladder[:1]
    own["tight"] = len(ladder) - len(style.tight) if size is None else sum(step not in style.tight for step in ladder)
    own["group"] = ("text", style.name, size) if len(own["ladder"]) > 1 else None
    own.setdefault("color", style.color or theme.color["text"])


class WordsLeaf(Leaf):
    """Sets words and says how much room they take."""

    def steps(self, box: Box) -> int:
        return len(box.style.own["ladder"])

    def group(self, box: Box) -> Group | None:
        return cast("Group | None", box.style.own["group"])

    def order(self, box: Box, session: Sizes) -> Sequence[int]:
        """For a headline: the wanted number of lines; one line where two are wanted and a step at most costs it."""
        own = box.style.own
        ladder, normal = own["ladder"], own["tight"]
        wanted, most = own.get("lines", (0, 0))
        width = session.kept.get(("width", id(box)))
        if not wanted or width is None:
            return ()
        counts: list[int] = []
        for step in range(len(ladder)):
            counts.append(self.count(box, width, step, session))
            if counts[-1] <= 1 or (step and counts[-1] <= wanted):  # fewer lines are not better
                counts += counts[-1:] * (len(ladder) - len(counts))
                break
        halves = [0] * len(ladder)
        if self.script(box, session) == "cjk":
            halves = [splits(self.set(box, width, step, session)) for step in range(len(ladder))]
        steps = sorted(
            range(len(ladder)), key=lambda step: (step >= normal, max(counts[step], wanted), halves[step], step)
        )
        if wanted == USUAL and len(ladder) > 1 and counts[0] > 1 and counts[1] == 1:
            steps = [1, *(step for step in steps if step != 1)]
        steps = [step for step in steps if counts[step] <= most] or steps
        lines = [max(count, wanted) for count in counts]
        return evened(ladder, steps, lines, lambda step: self.set(box, width, step, session), session.lang)

    def count(self, box: Box, width: float, step: int, session: Sizes) -> int:
        """How many lines the words take at a step."""
        return len(self.set(box, width, step, session).lines)

    def words(self, box: Box, session: Sizes) -> tuple[Inline, ...]:
        """The words as they are set: in the case of their style."""
        style: TextStyle = box.style.own["style"]
        if style.case != "upper":
            return box.words
        return tuple([word if "code" in word.marks else capitals(word, session.lang) for word in box.words])

    def width(self, box: Box, session: Sizes) -> float:
        return self.set(box, math.inf, session.step(box), session).width + 0.01

    def height(self, box: Box, width: float, session: Sizes) -> float:
        own = box.style.own
        text = self.set(box, width, session.step(box), session)
        if own.get("fit") == "clip":
            most = own.get("lines", (0, 1))[1]
            text = replace(
                text,
                lines=text.lines[:most],
                height=min(text.height, most * self.line(box, session.step(box), session)),
            )
        height = text.height - sum(self.trims(box, text, session))
        session.kept["measured", id(box)] = height
        session.kept.setdefault(("width", id(box)), width)
        return height

    def middle(self, box: Box, width: float, session: Sizes) -> float:
        """Half-way up the capitals of the first line: what stands beside the words is centred on it."""
        step = session.step(box)
        text = self.set(box, width, step, session)
        if not text.lines:
            return 0.0
        size = box.style.own["ladder"][step][0]
        cap = session.cap_height(face_of(box.style.own["style"], size, box.style.own.get("weight", 0))) * size
        return float(text.baselines[0] - cap / 2 - self.trims(box, text, session)[0])

    def script(self, box: Box, session: Sizes) -> Script:
        """Which room the script of its words needs."""
        key = ("script", id(box))
        found = session.kept.get(key)
        if found is None:
            found = session.kept[key] = script_of(box.says())
        return cast("Script", found)

    def line(self, box: Box, step: int, session: Sizes) -> float:
        """The distance of baselines at a step, in px."""
        size, line = box.style.own["ladder"][step]
        return float(max(line, size * LEAST_LINE[self.script(box, session)]))

    def trims(self, box: Box, text: SetText, session: Sizes) -> tuple[float, float]:
        """px between the line boxes' top and the capitals of the first line, and below the last baseline."""
        if box.style.own.get("trim") != "cap" or not text.lines:
            return 0.0, 0.0
        size = box.style.own["ladder"][session.step(box)][0]
        cap = session.cap_height(face_of(box.style.own["style"], size, box.style.own.get("weight", 0))) * size
        return text.baselines[0] - cap, text.height - text.baselines[-1]

    def fix(self, box: Box, width: float, height: float, session: Sizes) -> SetText:
        own = box.style.own
        session.kept["width", id(box)] = width
        step = session.step(box)
        text = self.set(box, width, step, session)
        for cluster in text.missing:
            session.missing.setdefault(cluster, box)
        wanted, most = own.get("lines", (0, 0))
        if own.get("fit") == "clip":
            text = self.clipped(box, text, width, max(1, most), session)
        elif most and len(text.lines) > most:
            line = self.line(box, step, session)
            session.overflow(
                box, len(text.lines) * line, most * line, f"the height ({len(text.lines)} lines where {most} fit)"
            )
        elif len(text.lines) > 1 and (
            (box.element.name == "cell" and 0 < wanted < len(text.lines))
            or breaks_word("".join(word.text for word in self.words(box, session)), text)
        ):
            session.blemish(box)
        above, below = self.trims(box, text, session)
        session.overflow(box, text.height - above - below, height, "the height")
        session.overflow(box, text.width, width, "the width (a word that cannot be broken)")
        return text

    def finish(self, box: Box, fixed: SetText, width: float, height: float, session: Sizes) -> Placed:
        del width, height
        return Placed(_recolored(fixed, box.style.own), self.trims(box, fixed, session)[0])

    def paint(self, frame: Frame, painter: Painter) -> Iterable[Op]:
        placed: Placed = frame.content
        if placed.text.lines:
            x, y = painter.corner(frame)
            yield Words(x, y - placed.above, placed.text)

    # ---- setting -----------------------------------------------------------------------------------------------

    def set(self, box: Box, width: float, step: int, session: Sizes) -> SetText:
        """The words at a step of the ladder, broken to a width."""
        key = ("set", id(box), width, step)
        found = session.kept.get(key)
        if found is None:
            size, line = box.style.own["ladder"][step][0], self.line(box, step, session)
            measure = self.measure(box, width, size, line, session)
            found = session.kept[key] = session.set_words(self.runs(box, step, session), measure)
        return cast("SetText", found)

    def measure(self, box: Box, width: float, size: float, line: float, session: Sizes) -> Measure:
        """How to break the words."""
        own = box.style.own
        style: TextStyle = own["style"]
        align: Literal["start", "center", "end"] = own.get("text-align", "start")
        if session.rtl and align != "center" and not runs_right_to_left(box.says()):
            align = "end" if align == "start" else "start"
        return Measure(
            width=width,
            line=line,
            align=align,
            balance=style.balance or bool(own.get("balance")),
            optical=size >= OPTICAL * session.theme.scale,
            lang=session.lang,
            direction=direction_of(box.says(), session.rtl),
        )

    def runs(self, box: Box, step: int, session: Sizes) -> tuple[Run, ...]:
        """The words with their looks."""
        key = ("runs", id(box), step)
        found = session.kept.get(key)
        if found is None:
            own = box.style.own
            size = own["ladder"][step][0]
            style: TextStyle = own["style"]
            if self.script(box, session) == "cjk" and style.tracking < 0:
                style = replace(style, tracking=0.0)
            weight = own.get("weight", 0)
            words = self.words(box, session)
            looks = {word.marks: word for word in words}
            like = {
                marks: run_of(word, style, size, own["color"], session.theme, weight) for marks, word in looks.items()
            }
            found = session.kept[key] = tuple([Run(word.text, *like[word.marks][1:]) for word in words])
        return cast("tuple[Run, ...]", found)

    def clipped(self, box: Box, text: SetText, width: float, most: int, session: Sizes) -> SetText:
        """The words that fit in `most` lines, with an ellipsis where the rest was."""
        if len(text.lines) <= most:
            return text
        words = "".join(word.text for word in self.words(box, session)).split(" ")
        start = min(len(words) - 1, sum(len(line.text.split(" ")) for line in text.lines[:most]))
        own, step = box.style.own, session.step(box)
        size, line = own["ladder"][step][0], self.line(box, step, session)
        measure = self.measure(box, width, size, line, session)
        for kept in range(start, -1, -1):
            said = " ".join(words[:kept]).rstrip(",;:.–—- ") + "…" if kept else words[0][: len(words[0]) // 2] + "…"
            run = run_of(Inline(said), own["style"], size, own["color"], session.theme, own.get("weight", 0))
            shorter = session.set_words((run,), measure)
            if len(shorter.lines) <= most:
                return shorter
        return replace(shorter, lines=shorter.lines[:most], height=most * line)


def _recolored(text: SetText, own: Mapping[str, Any]) -> SetText:
    """The first of three or more lines in its own colour."""
    color = own.get("first-color")
    if not color or len(text.lines) < 3:
        return text
    first = text.lines[0]
    glyphs = tuple(glyph._replace(color=color) if glyph.color == own["color"] else glyph for glyph in first.glyphs)
    return replace(text, lines=(replace(first, glyphs=glyphs), *text.lines[1:]))


TYPE = {
    "style": read.token("typography"),
    "color": read.color,
    "size": read.size(8, 1500),
    "weight": read.positive,
    "text-align": read.choice("start", "center", "end"),
    "lines": read.lines,
    "fit": read.choice("fail", "shrink", "clip"),
    "trim": read.choice("none", "cap"),
    "balance": read.truth,
    "first-color": read.color,
}
"""What text takes besides the attributes of every box."""

_STYLE = frozenset({"style"})
_CELL = "the words of one field of a record; it would rather shrink than take more lines than it wants"

register(
    Element(
        "text",
        "words",
        "words in one style",
        TYPE,
        leaf=WordsLeaf(),
        required=_STYLE,
        finish=finish,
        example='<text style="title" lines="2-4" fit="shrink">Retry <b>only</b> what can <mark>heal</mark></text>',
    )
)
register(
    Element(
        "cell",
        "words",
        _CELL,
        TYPE,
        leaf=WordsLeaf(),
        only_in=frozenset({"record"}),
        example='<table><record gap="md"><cell style="table-words" lines="2" fit="shrink">p99</cell></record></table>',
        required=_STYLE,
        finish=finish,
    )
)
