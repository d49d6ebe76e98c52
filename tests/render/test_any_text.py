"""Any text in any layout: drawn whole, inside its box and with real letters, or refused with a reason."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ugly_look import Line, Look, lines_of, without_ornaments
from ugly_space import HANGING, sticks_out

from post_forge.errors import LayoutError
from post_forge.model import FORMATS, Code, Graph, Point, Slide, Span, Text
from post_forge.render import lay_out, layouts, load_theme, markup
from post_forge.render.boxes import Frame
from post_forge.render.gallery import Sample, gallery
from post_forge.render.theme import scale_of, scaled

THEMES = {name: load_theme(name) for name in ("night", "paper", "signal")}
SAMPLES = {name: [one for one in gallery() if one.size == "typical" and one.layout in layouts(theme)]
           for name, theme in THEMES.items()}  # fmt: skip

LATIN = "aAbcdeéÉfgghijijklmnñoOøpqrsßtuvwxyzZ ĂşŁőŒþðđħı"
GREEK = "αΑβγδεζηθικλμνξοπρσςτυφχψω άέήίόύώΐΰ"
CYRILLIC = "абвгдежзийклмнопрстуфхцчшщъыьэюя ЁЇҐљњћџѣ"
SIGNS = "0123456789 .,:;!?…–—-_'\"“”„«»()[]{}<>/\\|@#$€£¥₿%‰&*+=×÷±≤≥≠≈→←↑↓⇒•·✓✗§¶†°№™©½²³^~`"
MARKS = "\u0301\u0308\u0327\u0323\u0302\u030a\u0336\u20dd\u0489"
HIDDEN = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2069\ufe0e\ufe0f"
CONTROLS = "\t\n\r\0\x07\x1b\x7f\x85"
EMOJI = ("👩🏽‍💻", "👨‍👩‍👧‍👦", "🏳️‍🌈", "🇪🇸", "1️⃣", "❤️", "❤", "✅", "🔥🔥🔥", "👍🏿", "🫠", "🧑‍🚀", "\U0001f1e6")
OTHERS = ("缓存与数据库", "キャッシュ", "캐시", "مرحبا بالعالم", "שלום עולם", "कैश", "ก่อนเวลา", "ქართული", "አማርኛ")

PIECES = st.one_of(
    st.text(LATIN, max_size=60),
    st.text(GREEK, max_size=40),
    st.text(CYRILLIC, max_size=40),
    st.text(SIGNS, max_size=30),
    st.text(LATIN + MARKS, max_size=30),
    st.text(LATIN + HIDDEN + CONTROLS, max_size=30),
    st.lists(st.sampled_from(EMOJI), max_size=6).map(" ".join),
    st.text(max_size=30),
)
"""Mostly what the shipped fonts have: the rest is refused before it is drawn."""

HOSTILE = st.one_of(
    st.lists(PIECES, max_size=4).map("".join),
    st.sampled_from(OTHERS),
    st.integers(1, 400).map("x".__mul__),
    st.integers(1, 90).map(lambda count: "Ωμέγα " * count),
    st.sampled_from(["", " ", "\n", "\n\n\n", "a\nb\nc\nd", "{{ slide }}", "{% raw %}", "<b>&amp;", "]]>", "\\", "%s"]),
)  # fmt: skip
KINDS = st.sets(st.sampled_from(["strong", "emphasis", "code", "strike", "highlight"]), max_size=2)


def refield(slide: Slide, field: str, words: str, marks: frozenset) -> Slide:
    """The slide with other words in one of its fields."""
    text = Text((Span(words, marks),))
    match field:
        case "kicker":
            return replace(slide, kicker=words)
        case "code":
            assert slide.code is not None
            return replace(slide, code=replace(slide.code, text=words))
        case "points":
            return replace(slide, points=(replace(slide.points[0], text=text), *slide.points[1:]))
        case "labels":
            return replace(slide, points=(replace(slide.points[0], label=text), *slide.points[1:]))
        case "table":
            assert slide.table is not None
            first = (text, *slide.table.rows[0][1:])
            return replace(slide, table=replace(slide.table, rows=(first, *slide.table.rows[1:])))
        case "diagram":
            assert isinstance(slide.diagram, Graph)
            nodes = (replace(slide.diagram.nodes[0], label=text), *slide.diagram.nodes[1:])
            return replace(slide, diagram=replace(slide.diagram, nodes=nodes))
        case "paragraphs":
            return replace(slide, paragraphs=(text, *slide.paragraphs[1:]))
    return replace(slide, **{field: text})


FIELDS = ("title", "lead", "caption", "by", "paragraphs", "points", "kicker", "code", "table", "diagram")


def fields_of(slide: Slide) -> list[str]:
    """The fields that say something in a sample: those that its layout shows."""
    names = [name for name in FIELDS if getattr(slide, name)]
    if isinstance(slide.code, Code) and not slide.code.text.strip():
        names.remove("code")
    labels = any(isinstance(point, Point) and point.label for point in slide.points)
    return [*names, "labels"] if labels else names


@st.composite
def cases(draw, theme: str) -> tuple[Sample, str, str, Slide]:
    """A slide of the gallery with hostile words in one field, and which."""
    sample = draw(st.sampled_from(SAMPLES[theme]))
    field = draw(st.sampled_from(fields_of(sample.slide) or ["title"]))
    words = draw(HOSTILE)
    return sample, field, words, refield(sample.slide, field, words, frozenset(draw(KINDS)))


def laid_out(sample: Sample, slide: Slide, theme_name: str, format_name: str) -> Look | None:
    """The slide, or None where it is refused; a refusal says where, what and why."""
    theme, canvas = THEMES[theme_name], FORMATS[format_name]
    try:
        frame = lay_out(markup(slide, sample.deck, theme, canvas), theme, canvas)
    except LayoutError as error:
        for problem in error.problems:
            assert problem.source == slide.source
            assert problem.message
            assert problem.hint
        return None
    field = scaled(theme, scale_of(canvas)).on(frame.box.own("field", ""))
    return Look(sample.name, slide, sample.deck, theme, field, canvas, frame)


@pytest.mark.parametrize("theme", THEMES)
@given(data=st.data())
def test_any_words_are_drawn_whole_and_inside_their_box_or_refused(theme, data):
    sample, field, words, slide = data.draw(cases(theme))
    look = laid_out(sample, slide, theme, data.draw(st.sampled_from(list(FORMATS))))
    if look is None:
        return
    for line in lines_of(look):
        assert all(glyph.gid for glyph in line.set.glyphs), f"an empty box in {line.text!r}"
        check_ink(line)
    for frame in look.bare.walk():
        assert not [child for child in frame.children if child.box.style.place is None and sticks_out(child, frame)]
        check_whole(frame)
    if field == "diagram":
        assert not letters(words) - letters(" ".join(line.text for line in look.lines)), "the diagram leaves words out"
    elif field not in ("kicker", "labels", "caption", "by", "code") and sample.layout != "number":
        assert not letters(words) - letters(look.bare.box.says()), "the layout leaves words out"


def check_ink(line: Line) -> None:
    """The ink of a line stays in the frame that its text stands in: letters may hang over by what fonts do."""
    frame, slack = line.frame, 0.30 * line.size + 2
    if line.frame.box.element.name in ("codeblock", "diagram", "graph", "sequence"):
        slack += 10
    if line.text[0] in HANGING or line.text[-1] in HANGING:  # quotation marks stand in the margin
        slack += 0.09 * frame.width
    if unicodedata.category(line.text.strip()[0])[0] == "M":  # a mark without a letter below it
        slack += line.size
    assert line.left >= frame.x - slack, (line.text, line.left, frame.x)
    assert line.right <= frame.x + frame.width + slack, (line.text, line.right, frame.x + frame.width)
    tall = 0.75 * line.size
    assert line.top >= frame.y - tall, (line.text, line.top, frame.y)
    assert line.bottom <= frame.y + frame.height + tall, (line.text, line.bottom, frame.y + frame.height)


def check_whole(frame: Frame) -> None:
    """Every letter of a box stands on one of its lines, and every line that says something draws something."""
    if frame.box.element.name not in ("text", "cell", "banner") or frame.box.own("fit") == "clip":
        return
    lines = list(frame.content.text.lines) if frame.content else []
    said = "".join(word.text for word in frame.box.words)
    drawn = " ".join(line.text for line in lines)
    assert letters(said) == letters(drawn), (said, drawn)
    for line in lines:
        for x, width, word in line.words:
            if any(unicodedata.category(sign)[0] in "LN" for sign in word):
                assert any(x - 1 <= glyph.x <= x + width + 1 for glyph in line.glyphs), f"{word!r} has no glyph"


def letters(said: str) -> Counter[str]:
    """The letters and figures of some words, however they are capitalised and composed."""
    parts = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", said).upper().casefold())
    return Counter(sign for sign in parts if unicodedata.category(sign)[0] in "LN")


def frames_outside(frame: Frame) -> Iterator[Frame]:
    for child in frame.children:
        if sticks_out(child, frame):
            yield child
        yield from frames_outside(child)


@pytest.mark.parametrize("theme", THEMES)
def test_no_frame_of_the_gallery_stands_out_of_its_parent(theme):
    for sample in SAMPLES[theme]:
        look = laid_out(sample, sample.slide, theme, "portrait")
        assert look is not None
        outside = [one for one in frames_outside(without_ornaments(look.frame)) if one.box.style.place is None]
        assert not outside, sample.name
