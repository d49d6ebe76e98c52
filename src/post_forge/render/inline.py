"""Words of a note -> inline markup that is safe inside a layout; and the words of a title that carry its accent."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from markupsafe import Markup, escape

from post_forge.model import Grid, Slide, Span, Text

_TAGS = {"strong": "b", "emphasis": "i", "code": "code", "strike": "s", "highlight": "mark"}
_ORDER = ("highlight", "strike", "strong", "emphasis", "code")

_DROPPED = {
    **dict.fromkeys([*range(9), 11, 12, *range(14, 32), *range(127, 160)]),
    **dict.fromkeys([0xFFFE, 0xFFFF, *range(0xD800, 0xE000)]),
    0x2028: "\n",
    0x2029: "\n",
}


def cleaned(words: str) -> str:
    """Without the characters that XML forbids or that no font draws (control characters, half surrogates)."""
    return words.translate(_DROPPED) if not words.isascii() or not words.isprintable() else words


def inline(text: Text) -> Markup:
    """The spans as inline markup; a hard line break becomes `<br/>`. Links and mathematics keep their words only."""
    return Markup("").join(_span(span) for span in text.spans)


def _span(span: Span) -> Markup:
    said = cleaned(span.text)
    lines = (said if "code" in span.marks else _mannered(said)).split("\n")
    words = escape(lines[0]) if len(lines) == 1 else Markup("<br/>").join(escape(line) for line in lines)
    tags = [_TAGS[mark] for mark in _ORDER if mark in span.marks]
    opening = "".join(f"<{tag}>" for tag in tags)
    closing = "".join(f"</{tag}>" for tag in reversed(tags))
    return Markup(f"{opening}{words}{closing}") if tags else words  # noqa: S704 - the words are escaped


_SIGNS = {"✅": "✓", "☑": "✓", "✔": "✓", "❌": "✗", "❎": "✗", "✖": "✗"}
_COLORED = re.compile("([✅☑✔❌❎✖])\ufe0f?")
_HANGING = re.compile(r" (?=[·—–•] )")
_UNIT = re.compile(
    r"(?<=\d) (?=(?:%|‰|°[CF]?|×|[kMGTP]i?B(?:/s)?|[mµn]?s|min|h|px|[kMG]?Hz|[kMG]bit(?:/s)?|rps|req/s|€|£)(?!\w))"
)


def _mannered(words: str) -> str:
    """Words as they are set.

    A number keeps its unit; a dash or a dot between words stays on the line it follows; marks take the text's ink.
    """
    words = _UNIT.sub("\u00a0", words) if " " in words else words
    if words.isascii():
        return words
    return _HANGING.sub("\u00a0", _COLORED.sub(lambda found: _SIGNS[found[1]], words))


# ---- the accent of a title ---------------------------------------------------------------------------------------

_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
_LAST_WORDS = re.compile(r"(\S+\s+)?(\S+)\s*$")
SHORT = 4
LONG = 18
"""A last word of fewer letters than SHORT takes the word before it along; two words together have fewer than LONG."""


def accent(text: Text) -> Text:
    """The title with its accent phrase marked `highlight`.

    That is what the author marked (==mark==, else bold, else italics), else the last word, or two when the last one is
    short. Scripts that put no spaces between words get only the author's, a single word none.
    """
    if any("highlight" in span.marks for span in text.spans):
        return text
    for mark in ("strong", "emphasis"):
        marked = [span for span in text.spans if mark in span.marks]
        if marked and len(marked) < len([span for span in text.spans if span.text.strip()]):
            spans = (_moved(span, mark) for span in text.spans)
            return Text(tuple(spans))
    return _last_words(Text(tuple(replace(span, marks=span.marks - {"strong", "emphasis"}) for span in text.spans)))


def _moved(span: Span, mark: str) -> Span:
    rest = span.marks - {"strong", "emphasis"}
    return replace(span, marks=rest | {"highlight"} if mark in span.marks else rest)


def _last_words(text: Text) -> Text:
    words = str(text).split()
    if len(words) < 2 or _UNSPACED.search(str(text)) or "code" in text.spans[-1].marks:
        return text
    *front, last = text.spans
    match = _LAST_WORDS.search(last.text)
    if match is None or (match.start(2) == 0 and not front) or not any(map(str.isalnum, match[2])):
        return text
    if match[1] and len(words) > 2 and words[-2][-1] in ",;" and _is_short(words[-1]):
        return _marked(text, match.start(1), match.start(1) + len(words[-2].rstrip(",;")))
    pair = bool(match[1]) and len(words) > 2 and _pairs(words[-2], words[-1], len(words))
    start = match.start(1) if pair else match.start(2)
    marked = replace(last, text=last.text[start:].rstrip(), marks=last.marks | {"highlight"})
    return Text(tuple(span for span in (*front, replace(last, text=last.text[:start]), marked) if span.text))


def _marked(text: Text, start: int, end: int) -> Text:
    """The text with a part of its last span marked `highlight`."""
    *front, last = text.spans
    parts = (
        replace(last, text=last.text[:start]),
        replace(last, text=last.text[start:end], marks=last.marks | {"highlight"}),
        replace(last, text=last.text[end:].rstrip()),
    )
    return Text((*front, *(part for part in parts if part.text)))


def _is_short(word: str) -> bool:
    return sum(character.isalnum() for character in word) < SHORT


def _pairs(before: str, last: str, words: int) -> bool:
    """Whether the last two words are the accent together: a short last word, or a long title with two strong ones."""
    if before[-1] in ".,;:!?" or not before[0].isalnum():
        return False
    return _is_short(last) or (words > 5 and len(before) > 5 and len(before) + len(last) < LONG)


_FIGURE = re.compile(r"\s*([~≈<>≤≥+\-–−$€£¥]*\s?\d[\d.,:/\u00a0\u202f]*\d|[~≈<>≤≥+\-–−$€£¥]*\s?\d)\s*(.*)", re.DOTALL)


def figure(text: Text) -> Text:
    """A big number with its unit marked `highlight`: "243×", "90 %", "800 ms". Other words stay as they are."""
    said = str(text).rstrip(" .,;:")
    match = _FIGURE.fullmatch(said)
    if match is None or not match[2].strip():
        return Text((Span(said),))
    gap = "\u2009" if said[match.end(1) : match.end(1) + 1].isspace() else ""
    return Text((Span(match[1]), Span(gap + match[2].strip(), frozenset({"highlight"}))))


def unit(text: Text) -> str:
    """The unit of a big number, "" for a bare number and for other words."""
    return next((span.text.strip() for span in figure(text).spans if "highlight" in span.marks), "")


@dataclass(frozen=True, slots=True)
class Scale:
    """A figure as bars: `share` (percent) of a whole, or what one is (percent) of so many. `label` is the figure."""

    share: float
    whole: bool
    label: str


_TIMES = re.compile(r"\s*~?(\d+(?:[.,]\d+)?)\s*[×x]\s*")
_PERCENT = re.compile(r"\s*~?(\d+(?:[.,]\d+)?)\s*%\s*")


def scale(text: Text) -> Scale | None:
    """The true scale of "243×" (one beside 243) and of "90 %" (a part of the whole); None for other figures."""
    said = str(text)
    if match := _TIMES.fullmatch(said):
        times = float(match[1].replace(",", "."))
        return Scale(max(0.7, 100 / times), False, match[1]) if times > 1 else None
    if match := _PERCENT.fullmatch(said):
        share = float(match[1].replace(",", "."))
        return Scale(max(0.7, share), True, match[1]) if 0 < share <= 100 else None
    return None


_SHORT_FIGURE = re.compile(r"(?<![\w.,])[×x~]?\d{1,3}(?:[.,]\d)?\s?[%×x]?(?![\w.,]*\d)")
GHOST = 3
"""The most characters of the big glyph behind a statement."""


def ghost(slide: Slide) -> str:
    """The big glyph behind a statement: a short figure of its own words, "" where they hold none."""
    for text in (slide.title, slide.lead):
        for match in _SHORT_FIGURE.finditer(str(text)):
            found = match[0].replace(" ", "")
            if len(found) <= GHOST:
                return found
    return ""


# ---- tables ------------------------------------------------------------------------------------------------------

_FIGURES = re.compile(r"[~≈<>≤≥+\-–−±$€£¥]*\s?\d[\d.,:/×x\u00a0\u202f ]*\s?[%‰×°]?\s?(?:[A-Za-zµΩ/²³]{1,7})?")
_NONE = frozenset({"", "-", "–", "—", "n/a", "?"})


def figures(grid: Grid, column: int) -> bool:
    """Whether a column of a table holds figures (with or without a unit), and not words."""
    cells = [str(row[column]).strip() for row in grid.rows if column < len(row)]
    filled = [cell for cell in cells if cell.lower() not in _NONE]
    return bool(filled) and all(_FIGURES.fullmatch(cell) for cell in filled)


def side(grid: Grid, column: int, direction: str = "ltr") -> str:
    """Where the cells of a column stand: as the author said, else figures at the right and words at the start."""
    said = grid.align[column] if column < len(grid.align) else "left"
    if figures(grid, column) and said != "center":
        right = said == "right" or column > 0
        return "end" if right == (direction == "ltr") else "start"
    return {"left": "start", "right": "end", "center": "center"}[said]


@dataclass(frozen=True, slots=True)
class Column:
    """What a layout asks about a column of a table: whether it holds figures, and where its cells stand."""

    figures: bool
    side: str


def columns(grid: Grid, direction: str = "ltr") -> tuple[Column, ...]:
    """Every column of a table."""
    return tuple([Column(figures(grid, at), side(grid, at, direction)) for at in range(len(grid.head))])


def longest(grid: Grid) -> int:
    """The characters of the longest cell of a table."""
    return max((len(str(cell)) for row in grid.rows for cell in row), default=0)
