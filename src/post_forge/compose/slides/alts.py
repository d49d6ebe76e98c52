"""Alternative texts (one per slide, from its own content): the words in reading order, or what is shown."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from post_forge.compose.language import sentences
from post_forge.compose.language.phrases import phrases_for
from post_forge.compose.slides.narrating import labels, told
from post_forge.model import Deck, Slide, Text, plain

LONGEST = 1_000
_ALT = {
    "code": "Code",
    "diff": "Change",
    "terminal": "Terminal",
    "lines": "{n} lines",
    "table": "Table with {n} rows",
    "diagram": "Diagram",
    "edge": "{a} → {b}",
}
_MARKS = {"yes": "✓ ", "no": "✗ ", "warn": "! ", "": ""}


def alt(slide: Slide, lang: str = "en", templates: tuple[Path, ...] = ()) -> str:
    """What a listener needs to know of a slide, in at most 1,000 characters, cut between sentences.

    What is not the author's own ("Code", "3 lines") is said in the deck's language; `templates` are the folders that
    may hold phrases of their own.
    """
    phrases = phrases_for(lang, templates)
    words = dict(_ALT) | dict(phrases.alt)
    lines = [_named(slide, phrases.slide), str(slide.lead), *map(str, slide.paragraphs), *_points(slide)]
    if slide.table:
        lines.extend(_sides(slide) if slide.layout == "compare" else _table(slide, words))
    if slide.code:
        lines.append(_code(slide, words))
    if slide.diagram:
        lines.append(told(slide.diagram, words))
    if slide.picture and slide.picture.alt.strip() not in (str(slide.caption), str(slide.title)):
        lines.append(slide.picture.alt)
    lines.extend(str(text) for text in (slide.by, slide.caption) if text)
    return limited(" ".join(_closed(line.strip().replace("\n", " ")) for line in lines if line.strip()), LONGEST)


def _named(slide: Slide, words: Mapping[str, str]) -> str:
    """The title, behind the kind of a callout ("Warning") or the number of a part."""
    number = slide.more.get("number", "") if slide.layout == "divider" else ""
    kind = words.get(slide.more.get("kind", ""), "") if slide.layout == "callout" else ""
    before = f"{number}. " if number else f"{kind}: " if kind else ""
    return before + str(slide.title)


def _points(slide: Slide) -> list[str]:
    marks = _MARKS | {"": "☐ "} if slide.layout == "checklist" else _MARKS
    lines = []
    for number, point in enumerate(slide.points, start=int(slide.more.get("start", "1"))):
        lead = f"{number}. " if slide.layout == "steps" else marks[point.mark]
        lines.append(lead + ": ".join(str(text) for text in (point.label, point.text) if text))
    return lines


def _sides(slide: Slide) -> list[str]:
    """The two sides of a comparison one after the other, as they are read."""
    assert slide.table is not None
    marks = slide.more.get("marks", "").split(",")
    lines = []
    for at, head in enumerate(slide.table.head):
        mark = _MARKS.get(marks[at], "") if at < len(marks) else ""
        said = [f"{mark}{row[at]}" for row in slide.table.rows if row[at]]
        lines.append(f"{head}: " + "; ".join(said))
    return lines


def _table(slide: Slide, words: dict[str, str]) -> list[str]:
    assert slide.table is not None
    grid = slide.table
    lines = [words["table"].format(n=len(grid.rows)) + ": " + ", ".join(map(str, grid.head))]
    lines.extend(", ".join(str(cell) for cell in row) for row in grid.rows)
    return [*lines, grid.note] if grid.note else lines


def _code(slide: Slide, words: dict[str, str]) -> str:
    assert slide.code is not None
    code = slide.code
    count = words["lines"].format(n=code.text.count("\n") + 1)
    if slide.layout == "diagram":
        return f"{words['diagram']}: {code.text}" if len(code.text) < 600 else f"{words['diagram']}, {count}"
    shows_itself = slide.layout in {"diff", "terminal"}  # the word for it says more than the name of the language
    named = [words[slide.layout]] if shows_itself else [words["code"], code.lang]
    what = ", ".join(filter(None, [*named, code.title]))
    return f"{what}: {count}: {code.text}"


def _closed(line: str) -> str:
    return line if line[-1:] in ".!?:;…。！？؟।" else line + "."


def limited(words: str, most: int) -> str:
    """The text up to the last sentence that ends within `most` characters; a longer first one up to a word."""
    if len(words) <= most:
        return words
    ends = [end for _, end in sentences.split(plain(words)) if end <= most]
    if ends and ends[-1] > most // 3:
        return words[: ends[-1]]
    head = words[: most - 1]
    return (head.rsplit(" ", 1)[0] if " " in head[most // 2 :] else head).rstrip() + "…"


def deck_words(deck: Deck) -> list[str]:
    """What stands on each slide, as plain text."""
    return [shown(slide) for slide in deck.slides]


def shown(slide: Slide) -> str:
    """What stands on a slide in reading order, a line for each text; code as it is."""
    lines = [str(text) for text in texts_of(slide)]
    if slide.diagram:
        lines += [str(label).replace("\n", " ") for label in labels(slide.diagram)]
    return "\n".join([*lines, slide.code.text] if slide.code else lines)


def texts_of(slide: Slide) -> list[Text]:
    """Every text of a slide in reading order, without kicker and code."""
    texts = [slide.title, slide.lead, *slide.paragraphs]
    texts += [text for point in slide.points for text in (point.label, point.text)]
    if slide.table:
        texts += [*slide.table.head, *(cell for row in slide.table.rows for cell in row), plain(slide.table.note)]
    return [text for text in (*texts, slide.by, slide.caption) if text]
