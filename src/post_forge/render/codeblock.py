"""The elements `codeblock` and `diagram`: text in a monospaced face whose spaces and line ends are kept.

A codeblock of the kind `diff` or `console` shows changes or a terminal session.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, cast

from post_forge.render import readers as read
from post_forge.render.boxes import Box, Frame
from post_forge.render.codekinds import CodeLine, code_lines, shown
from post_forge.render.codelook import SetCode, bands, code_face, spread, written
from post_forge.render.elements import Element, Group, Leaf, Painter, register
from post_forge.render.sizes import Sizes
from post_forge.render.theme import CodeLook, TextStyle, Theme
from post_forge.render.values import Face, Measure, Op, Run, SetText, Words

LOOSEST = 1.66
"""The largest distance of baselines in code, in sizes: few lines spread out to fill their window, but stay a block."""

WRAP_SIZE = 34
"""px above which code is not broken: rather smaller letters than broken lines."""

GUTTER = (40, 30)
"""px for the line numbers (at least), and between them and the code."""

COLUMN = 0.6
"""em that a monospaced character takes; only a first guess, the text is measured."""

SIGNS = 2.2
"""Columns that the signs of a diff take, the room between them and the code included."""

_STANDS_FOR = {"added": "focus", "removed": "line-number", "added-sign": "focus-bar", "removed-sign": "comment",
               "prompt": "operator", "command": "call", "output": "comment"}  # fmt: skip
"""What a theme that says nothing of changes and terminals draws them in."""


def finish(own: dict[str, Any], theme: Theme) -> None:
    """Work out the steps of sizes."""
    style: TextStyle = own["style"]
    top = own.get("size", style.sizes[0][0])
    ladder = tuple(step for step in style.ladder() if step[0] <= top) or style.ladder()[-1:]
    own["ladder"] = ladder if own.get("fit") == "shrink" else ladder[:1]
    own["group"] = ("code", style.name, top) if len(own["ladder"]) > 1 else None
    own["looks"] = {**{name: theme.code[other] for name, other in _STANDS_FOR.items()}, **theme.code}


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
        return self.set(box, math.inf, step, session).width + self.gutter(box, step, session) + 0.01

    def height(self, box: Box, width: float, session: Sizes) -> float:
        step = session.step(box)
        session.kept.setdefault(("width", id(box)), width)
        known = self.known_lines(box, width, step, session)
        if known:
            return float(known * box.style.own["ladder"][step][1])
        return self.set(box, width - self.gutter(box, step, session), step, session).height

    def fix(self, box: Box, width: float, height: float, session: Sizes) -> None:
        step = session.step(box)
        room = width - self.gutter(box, step, session)
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
        room = width - self.gutter(box, step, session)
        whole = columns * cell * box.style.own["ladder"][step][0] <= room - 0.01
        if columns and (whole or self.may_not_break(box, width, step, session)):
            return self.code(box).count("\n") + 1
        return 0

    def finish(self, box: Box, fixed: None, width: float, height: float, session: Sizes) -> SetCode:
        del fixed
        step = session.step(box)
        text = self.set(box, width - self.gutter(box, step, session), step, session)
        size, line = box.style.own["ladder"][step]
        count = max(1, len(text.lines))
        pitch = max(line, min(height / count, LOOSEST * size))
        text = spread(text, pitch - line)
        x = self.gutter(box, step, session)
        y = max(0.0, (height - count * pitch) / 2)
        beside = self.signs(box, text, session) if box.own("kind") == "diff" else self.numbers(box, text, session)
        roles = tuple([line.role for line in self.lines(box)])
        return SetCode(text, x, y, pitch, beside, box.own("focus", ()), roles)

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
        room = width - self.gutter(box, step, session)
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

    def gutter(self, box: Box, step: int, session: Sizes) -> float:
        """px left of the code that the line numbers, or the signs of a diff, take."""
        if box.own("kind") == "diff":
            return float(SIGNS * COLUMN * box.style.own["ladder"][step][0])
        if not box.own("numbers", False):
            return 0.0
        last = box.own("first", 1) + self.code(box).count("\n")
        least, gap = GUTTER
        return (max(least, len(str(last)) * 28 * COLUMN + 6) + gap) * session.theme.scale

    def code(self, box: Box) -> str:
        """The text as it is set."""
        return shown(written(box), box.own("kind", "code"))

    def lines(self, box: Box) -> tuple[CodeLine, ...]:
        """The lines with their parts and what they are."""
        return code_lines(written(box), box.own("lang", ""), box.own("kind", "code"))

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
        style: TextStyle = box.style.own["style"]
        size = box.style.own["ladder"][step][0]
        looks: dict[str, CodeLook] = box.style.own["looks"]
        faces: dict[tuple[str, int], Face] = {}
        runs: list[Run] = []
        focus, on_focus = box.own("focus", ()), looks.get("focus-text")
        for number, line in enumerate(self.lines(box)):
            parts = [("\n", "text"), *line.parts] if number else line.parts
            lit = on_focus if number + 1 in focus else looks.get(f"{line.role}-text")
            weight = looks["command"].weight if line.role == "command" else 0
            for text, kind in parts:
                look = looks.get(kind) or looks["text"]
                if (kind, weight) not in faces:
                    faces[kind, weight] = code_face(style, size, replace(look, weight=look.weight or weight))
                runs.append(Run(text, faces[kind, weight], (lit or look).color))
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
        room = self.gutter(box, session.step(box), session) - GUTTER[1] * scale
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
            found.append((line.baseline - number.baselines[0], number))
        return tuple(found)

    def signs(self, box: Box, text: SetText, session: Sizes) -> tuple[tuple[float, SetText], ...]:
        """A plus or a minus at the first line of each changed line of code, in the code's size."""
        style: TextStyle = box.style.own["style"]
        size = box.style.own["ladder"][session.step(box)][0]
        looks: dict[str, CodeLook] = box.style.own["looks"]
        lines = self.lines(box)
        found, seen = [], -1
        for line in text.lines:
            if line.source != seen and (sign := lines[line.source].sign):
                look = looks[f"{lines[line.source].role}-sign"]
                run = Run(sign, code_face(style, size, look), look.color)
                made = session.set_words((run,), Measure(math.inf, size))
                found.append((line.baseline - made.lines[0].baseline, made))
            seen = line.source
        return tuple(found)

    def paint(self, frame: Frame, painter: Painter) -> Iterable[Op]:
        placed: SetCode = frame.content
        x, y = painter.corner(frame)
        y += placed.y
        yield from bands(frame, placed, y, painter)
        for down, number in placed.numbers:
            yield Words(x, y + down, number)
        yield Words(x + placed.x, y, placed.text)


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


_CODE = {
    "style": read.token("typography"),
    "lang": read.words,
    "size": read.size(8, 400),
    "fit": read.choice("fail", "shrink"),
    "focus": read.each(read.count),
}
_NUMBERED = {**_CODE, "numbers": read.truth, "first": read.count, "kind": read.choice("code", "diff", "console")}
_STYLE = frozenset({"style"})

register(
    Element(
        "codeblock",
        "verbatim",
        "source code",
        _NUMBERED,
        leaf=CodeLeaf(),
        required=_STYLE,
        finish=finish,
        example='<codeblock style="code" lang="python" fit="shrink">retry(call, times=3)</codeblock>',
    )
)
register(
    Element(
        "diagram",
        "verbatim",
        "a drawing of characters",
        _CODE,
        leaf=DiagramLeaf(),
        required=_STYLE,
        finish=finish,
        example='<diagram style="diagram" fit="shrink">client --> server</diagram>',
    )
)
