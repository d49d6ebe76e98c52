"""The elements `codeblock` and `diagram`: text in a monospaced face whose spaces and line ends are kept."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from post_forge.render import readers as read
from post_forge.render.boxes import Box, Frame
from post_forge.render.elements import Element, Group, Leaf, Painter, register
from post_forge.render.sizes import Sizes
from post_forge.render.theme import CodeLook, TextStyle, Theme
from post_forge.render.values import Face, Fill, Measure, Op, Run, SetText, Words

LOOSEST = 1.66
"""The largest distance of baselines in code, in sizes: few lines spread out to fill their window, but stay a block."""

WRAP_SIZE = 34
"""px above which code is not broken: rather smaller letters than broken lines."""

GUTTER = (40, 30)
"""px for the line numbers (at least), and between them and the code."""

BAR = 6
"""px of the bar at the left of the lines in focus."""

COLUMN = 0.6
"""em that a monospaced character takes; only a first guess, the text is measured."""


@dataclass(frozen=True, slots=True)
class SetCode:
    """Code at its place: px from the inner box's left and top, the numbers of its lines, the lines in focus."""

    text: SetText
    x: float
    y: float
    pitch: float
    numbers: tuple[tuple[float, SetText], ...] = ()
    focus: tuple[int, ...] = ()


def finish(own: dict[str, Any], theme: Theme) -> None:
    """Work out the steps of sizes."""
    style: TextStyle = own["style"]
    top = own.get("size", style.sizes[0][0])
    ladder = tuple(step for step in style.ladder() if step[0] <= top) or style.ladder()[-1:]
    own["ladder"] = ladder if own.get("fit") == "shrink" else ladder[:1]
    own["group"] = ("code", style.name, top) if len(own["ladder"]) > 1 else None
    own["looks"] = theme.code


class CodeLeaf(Leaf):
    """Code, coloured by kind, in the largest size at which no line breaks; long lines break at the smaller sizes."""

    def steps(self, box: Box) -> int:
        return len(box.style.own["ladder"])

    def group(self, box: Box) -> Group | None:
        return cast("Group | None", box.style.own["group"])

    def order(self, box: Box, session: Sizes) -> Sequence[int]:
        """The steps at which no line breaks. Where all break, a larger one is as good as the smallest (`WRAP_SIZE`)."""
        width = session.kept.get(("width", id(box)))
        ladder = box.style.own["ladder"]
        if width is None:
            return ()
        whole = [step for step in range(len(ladder)) if not self.breaks(box, width, step, session)]
        if whole:
            return whole
        most = WRAP_SIZE * session.theme.scale + 0.01
        return [step for step, (size, _) in enumerate(ladder) if size <= most] or [len(ladder) - 1]

    def width(self, box: Box, session: Sizes) -> float:
        step = session.step(box)
        return self.set(box, math.inf, step, session).width + self.gutter(box, session) + 0.01

    def height(self, box: Box, width: float, session: Sizes) -> float:
        step = session.step(box)
        known = self.known_lines(box, width, step, session)
        if known:
            return float(known * box.style.own["ladder"][step][1])
        return self.set(box, width - self.gutter(box, session), step, session).height

    def fix(self, box: Box, width: float, height: float, session: Sizes) -> None:
        step = session.step(box)
        room = width - self.gutter(box, session)
        session.kept["width", id(box)] = width
        self.check_breaks(box, width, step, session)
        needs = self.height(box, width, session)
        session.overflow(box, needs, height, "the height", "split it, or leave lines out")
        if self.known_lines(box, width, step, session):
            return
        text = self.set(box, room, step, session)
        for cluster in text.missing:
            session.missing.setdefault(cluster, box)
        session.overflow(box, text.width, room, "the width")

    def known_lines(self, box: Box, width: float, step: int, session: Sizes) -> int:
        """How many lines plain letters take where none breaks, or none may: that needs no setting. Else 0."""
        columns, cell = self.columns(box, session)
        room = width - self.gutter(box, session)
        whole = columns * cell * box.style.own["ladder"][step][0] <= room - 0.01
        if columns and (whole or self.may_not_break(box, width, step, session)):
            return self.code(box).count("\n") + 1
        return 0

    def finish(self, box: Box, fixed: None, width: float, height: float, session: Sizes) -> SetCode:
        del fixed
        step = session.step(box)
        text = self.set(box, width - self.gutter(box, session), step, session)
        size, line = box.style.own["ladder"][step]
        count = max(1, len(text.lines))
        pitch = max(line, min(height / count, LOOSEST * size))
        text = spread(text, pitch - line)
        x = self.gutter(box, session)
        y = max(0.0, (height - count * pitch) / 2)
        return SetCode(text, x, y, pitch, self.numbers(box, text, session), box.own("focus", ()))

    def check_breaks(self, box: Box, width: float, step: int, session: Sizes) -> None:
        """Lines that need not break do not."""
        if self.may_not_break(box, width, step, session):
            session.blemish(box)

    def may_not_break(self, box: Box, width: float, step: int, session: Sizes) -> bool:
        """Whether lines break at a step although a smaller one would do better: such a try is never taken."""
        ladder = box.style.own["ladder"]
        last = len(ladder) - 1
        if step == last or not self.breaks(box, width, step, session):
            return False
        large = ladder[step][0] > WRAP_SIZE * session.theme.scale + 0.01
        return bool(large or not self.breaks(box, width, last, session))

    def breaks(self, box: Box, width: float, step: int, session: Sizes) -> bool:
        """Whether a line of code has to go on in a second line at a step."""
        room = width - self.gutter(box, session)
        columns, cell = self.columns(box, session)
        if columns:
            return bool(columns * cell * box.style.own["ladder"][step][0] > room + 0.01)
        lines = self.set(box, room, step, session).lines
        return bool(lines) and len(lines) > lines[-1].source + 1

    def columns(self, box: Box, session: Sizes) -> tuple[int, float]:
        """The columns of the longest line and the width of one in em; no columns where the letters are not plain."""
        key = ("columns", id(box))
        if key not in session.kept:
            code, style = self.code(box), box.style.own["style"]
            widest = max(len(line) for line in code.split("\n")) if code.isascii() and "\t" not in code else 0
            face = code_face(style, 100.0, box.style.own["looks"]["text"])
            measure = Measure(math.inf, 100.0, wrap="code")
            probes = [session.set_words((Run(letter * 10, face, "#000000"),), measure).width for letter in "0iW"]
            even = probes[0] == probes[1] == probes[2]
            session.kept[key] = (widest, probes[0] / 1000) if even else (0, 0.0)
        return cast("tuple[int, float]", session.kept[key])

    def gutter(self, box: Box, session: Sizes) -> float:
        """px left of the code that the line numbers take."""
        if not box.own("numbers", False):
            return 0.0
        last = box.own("first", 1) + self.code(box).count("\n")
        least, gap = GUTTER
        return (max(least, len(str(last)) * 28 * COLUMN + 6) + gap) * session.theme.scale

    def code(self, box: Box) -> str:
        """The text inside, without the line ends around it that only the template has."""
        return "".join(word.text for word in box.words).strip("\n").rstrip()

    def set(self, box: Box, width: float, step: int, session: Sizes) -> SetText:
        """The code broken to a width at a step of the ladder."""
        key = ("set", id(box), width, step)
        found = session.kept.get(key)
        if found is None:
            _, line = box.style.own["ladder"][step]
            measure = Measure(width=max(1.0, width), line=line, wrap="code", lang=session.lang)
            found = session.kept[key] = session.set_words(self.runs(box, step, session), measure)
        return cast("SetText", found)

    def runs(self, box: Box, step: int, session: Sizes) -> tuple[Run, ...]:
        """One run per token, line feeds between the lines."""
        key = ("runs", id(box), step)
        if key in session.kept:
            return cast("tuple[Run, ...]", session.kept[key])
        from post_forge.render.type import highlight

        style: TextStyle = box.style.own["style"]
        size = box.style.own["ladder"][step][0]
        looks: dict[str, CodeLook] = box.style.own["looks"]
        faces: dict[str, Face] = {}
        runs: list[Run] = []
        focus, on_focus = box.own("focus", ()), looks.get("focus-text")
        for number, line in enumerate(highlight(self.code(box), box.own("lang", ""))):
            parts = [("\n", "text"), *line] if number else line
            lit = on_focus if number + 1 in focus else None
            for text, kind in parts:
                look = looks.get(kind) or looks["text"]
                if kind not in faces:
                    faces[kind] = code_face(style, size, look)
                runs.append(Run(text, faces[kind], (lit or look).color))
        session.kept[key] = tuple(runs)
        return tuple(runs)

    def numbers(self, box: Box, text: SetText, session: Sizes) -> tuple[tuple[float, SetText], ...]:
        """A number at the first line of each line of code: its right edge stands at the gutter's."""
        if not box.own("numbers", False):
            return ()
        style: TextStyle = box.style.own["style"]
        scale = session.theme.scale
        focus, first = box.own("focus", ()), box.own("first", 1)
        looks: dict[str, CodeLook] = box.style.own["looks"]
        room = self.gutter(box, session) - GUTTER[1] * scale
        found, seen = [], -1
        for line in text.lines:
            if line.source == seen:
                continue
            seen = line.source
            look = looks["line-number"]
            if seen + 1 in focus:
                look = looks.get("focus-text") or looks["focus-bar"]
            run = Run(str(first + seen), code_face(style, 28 * scale, look), look.color)
            number = session.set_words((run,), Measure(room, 28 * scale, "end"))
            found.append((line.baseline - number.lines[0].baseline, number))
        return tuple(found)

    def paint(self, frame: Frame, painter: Painter) -> Iterable[Op]:
        placed: SetCode = frame.content
        x, y = painter.corner(frame)
        y += placed.y
        yield from self.marks(frame, placed, y, painter)
        for down, number in placed.numbers:
            yield Words(x, y + down, number)
        yield Words(x + placed.x, y, placed.text)

    def marks(self, frame: Frame, placed: SetCode, y: float, painter: Painter) -> Iterable[Op]:
        """The band behind lines in focus, from edge to edge of the box, and the bar at its left."""
        lit = [at for at, line in enumerate(placed.text.lines) if line.source + 1 in placed.focus]
        for start, end in stretches(lit):
            top, height = y + start * placed.pitch, (end - start + 1) * placed.pitch
            yield Fill(frame.x, top, frame.width, height, painter.theme.code["focus"].color)
            bar = BAR * painter.theme.scale
            yield Fill(frame.x, top, bar, height, painter.theme.code["focus-bar"].color)


class DiagramLeaf(CodeLeaf):
    """A drawing made of characters: never broken, so set in a size at which its longest line fits."""

    def order(self, box: Box, session: Sizes) -> Sequence[int]:
        del box, session
        return ()

    def check_breaks(self, box: Box, width: float, step: int, session: Sizes) -> None:
        widest = self.set(box, math.inf, step, session).width
        session.overflow(box, widest, width, "the width", "draw it narrower, or as a list of steps")

    def set(self, box: Box, width: float, step: int, session: Sizes) -> SetText:
        del width
        return super().set(box, math.inf, step, session)

    def known_lines(self, box: Box, width: float, step: int, session: Sizes) -> int:
        del box, width, step, session
        return 0

    def finish(self, box: Box, fixed: None, width: float, height: float, session: Sizes) -> SetCode:
        placed = super().finish(box, fixed, width, height, session)
        _, line = box.style.own["ladder"][session.step(box)]
        text = self.set(box, width, session.step(box), session)
        return SetCode(
            text, max(0.0, (width - text.width) / 2), max(0.0, (height - text.height) / 2), line, (), placed.focus
        )


def code_face(style: TextStyle, size: float, look: CodeLook) -> Face:
    """The face of one kind of token."""
    weight = look.weight or style.weight
    return Face(style.family, size, weight, look.italic or style.italic, style.stretch, 0.0, style.features)


def spread(text: SetText, more: float) -> SetText:
    """The lines `more` px further apart, each in the middle of its line box."""
    if more <= 0:
        return text
    lines = tuple(replace(line, baseline=line.baseline + more * (at + 0.5)) for at, line in enumerate(text.lines))
    return replace(text, lines=lines, height=text.height + more * len(lines))


def stretches(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Sorted numbers as (first, last) of each unbroken stretch."""
    found: list[tuple[int, int]] = []
    for number in numbers:
        if found and number == found[-1][1] + 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found


_CODE = {
    "style": read.token("typography"),
    "lang": read.words,
    "size": read.length(share=False),
    "fit": read.choice("fail", "shrink"),
    "focus": read.each(read.count),
}
_NUMBERED = {**_CODE, "numbers": read.truth, "first": read.count}
_STYLE = frozenset({"style"})

register(Element("codeblock", "verbatim", "source code", _NUMBERED, leaf=CodeLeaf(), required=_STYLE, finish=finish))
register(
    Element("diagram", "verbatim", "a drawing of characters", _CODE, leaf=DiagramLeaf(), required=_STYLE, finish=finish)
)
