"""What the tests of rendering share: themes in a folder of their own, and letters that are half an em wide."""

from __future__ import annotations

import math
from pathlib import Path

from post_forge.errors import Source
from post_forge.model import FORMATS, Slide, Span, Text
from post_forge.render import DeckView, load_theme, markup
from post_forge.render.boxes import Frame
from post_forge.render.fitting import fit
from post_forge.render.layout import Session
from post_forge.render.parse import parse
from post_forge.render.values import Face, Glyph, Measure, Run, SetLine, SetText

PORTRAIT = FORMATS["portrait"]
NOTE = Source("content/retries.md", 12, 1)
NIGHT = load_theme("night")


def text(words: str, *marks: str) -> Text:
    return Text((Span(words, frozenset(marks)),))


def slide(layout: str, **fields) -> Slide:
    return Slide(layout, NOTE, **fields)


def half_em(runs: tuple[Run, ...], measure: Measure) -> SetText:
    """Greedy lines of characters that are half as wide as high; "¿" is in no font, long words are broken."""
    size = runs[0].face.size if runs else 10.0
    said = "".join(run.text for run in runs)
    if not said:
        return SetText((), 0.0, 0.0)
    most = max(1, int(measure.width / (size / 2) + 0.01)) if math.isfinite(measure.width) else 10**6
    lines: list[SetLine] = []
    for source, hard in enumerate(said.split("\n")):
        for line in broken(hard, most):
            baseline = measure.line * (len(lines) + 0.7)
            glyph = Glyph(0, 1, 0.0, 0.0, runs[0].color)
            lines.append(SetLine(line, 0.0, baseline, len(line) * size / 2, size, (glyph,), source=source))
    missing = ("¿",) if "¿" in said else ()
    return SetText(tuple(lines), max(line.width for line in lines), len(lines) * measure.line, missing)


def broken(hard: str, most: int) -> list[str]:
    lines, line = [], ""
    for word in hard.split(" "):
        longer = f"{line} {word}".strip()
        if len(longer) <= most:
            line = longer
            continue
        lines += [line] if line else []
        while len(word) > most:
            lines.append(word[:most])
            word = word[most:]
        line = word
    return [*lines, line]


def session(theme=NIGHT, rtl: bool = False) -> Session:
    return Session(theme, half_em, lambda face: 0.7 if isinstance(face, Face) else 0.0, rtl)


def laid_out(inside: str, theme=NIGHT, width: float = 400, height: float = 300, rtl: bool = False):
    """The frames of `<slide>inside</slide>` and what does not fit, with letters of half an em."""
    root = parse(f"<slide>{inside}</slide>", theme)
    made = session(theme, rtl)
    frame, overflows = fit(made, root, width, height)
    return frame, overflows


def tree(frame: Frame, depth: int = 0) -> str:
    """A frame and all below it as text: `row 0,0 400x300`, one a line, indented by depth."""
    own = f"{'  ' * depth}{frame.box.element.name} {frame.x:g},{frame.y:g} {frame.width:g}x{frame.height:g}"
    said = getattr(frame.content, "text", None)
    if isinstance(said, SetText):
        own += " | " + " / ".join(line.text for line in said.lines)
    return "\n".join([own, *(tree(child, depth + 1) for child in frame.children)])


def workspace(folder: Path, name: str = "mine", theme: str = "extends: night\n", **slides: str) -> Path:
    """A folder with one theme in it; keyword arguments are its layouts (`cover="..."`)."""
    home = folder / "themes" / name
    (home / "slides").mkdir(parents=True, exist_ok=True)
    (home / "theme.yaml").write_text(theme, "utf-8")
    for layout, source in slides.items():
        (home / "slides" / f"{layout}.xml.jinja").write_text(source, "utf-8")
    return folder


def rendered(theme, layout: str = "cover", deck: DeckView | None = None, **fields) -> str:
    return markup(slide(layout, **fields), deck or DeckView(), theme, PORTRAIT).text
