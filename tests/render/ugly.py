"""What a program can see of an ugly slide, measured on its frames and its lines of text (px of a portrait)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from post_forge.render.boxes import Frame
from post_forge.render.paint import display_list
from post_forge.render.theme import Theme
from post_forge.render.values import Words

CAP, DESCENDER = 0.73, 0.24
"""How far letters reach above and below the baseline, in sizes."""


@dataclass(frozen=True)
class Ink:
    """The ink of one line of text."""

    left: float
    top: float
    right: float
    bottom: float
    size: float
    text: str

    def meets(self, other: Ink) -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


def inks(frame: Frame, theme: Theme) -> list[Ink]:
    """Every line of text that says something, from its capitals to its baseline."""
    found = []
    for op in display_list(frame, theme).words:
        for line in op.text.lines:
            left, base = op.x + line.x, op.y + line.baseline
            if line.text.strip():
                top = base - CAP * line.size
                found.append(Ink(left + line.ink[0], top, left + line.ink[1], base, line.size, line.text))
    return found


def touching_chips(frame: Frame, theme: Theme) -> Iterator[str]:
    """Code whose ground reaches the letters of the line above or below it."""
    for op in display_list(frame, theme).words:
        assert isinstance(op, Words)
        for above, below in zip(op.text.lines, op.text.lines[1:], strict=False):
            for chip in above.chips:
                if above.baseline + chip.bottom > below.baseline - CAP * below.size:
                    yield above.text
            for chip in below.chips:
                if below.baseline + chip.top < above.baseline + 0.1 * above.size:
                    yield below.text


def marks(frame: Frame) -> Iterator[tuple[float, float]]:
    """The heights at which something other than text can be seen: rules, signs, pictures, the edges of cards."""
    if frame.box.style.ornament:
        return
    end = frame.y + frame.height
    if frame.box.element.name in ("rule", "icon", "image", "codeblock", "diagram"):
        yield frame.y, end
    elif frame.box.style.paints() and frame.width < 1000:
        yield frame.y, frame.y + 3
        yield end - 3, end
    for child in frame.children:
        yield from marks(child)


def largest_hole(frame: Frame, theme: Theme, top: float, bottom: float) -> float:
    """The highest band between two heights in which nothing can be seen."""
    seen = [(ink.top, ink.bottom + DESCENDER * ink.size) for ink in inks(frame, theme)] + list(marks(frame))
    largest, at = 0.0, top
    for start, end in sorted((max(a, top), min(b, bottom)) for a, b in seen if b > top and a < bottom):
        largest = max(largest, start - at)
        at = max(at, end)
    return max(largest, bottom - at)


def last_ink(frame: Frame, theme: Theme, bottom: float) -> float:
    """How far down the slide something of its content can be seen."""
    seen = [(ink.top, ink.bottom) for ink in inks(frame, theme)] + list(marks(frame))
    return max(min(end, bottom) for start, end in seen if start < bottom)
