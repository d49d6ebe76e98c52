"""Every layout of every shipped theme with any content: a slide inside its picture, or a LayoutError that says why."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scene import NOTE, PORTRAIT, session, slide, text

from post_forge.errors import LayoutError, Problem
from post_forge.model import FORMATS, Code, Grid, Picture, Point, Slide, Span, Text
from post_forge.render import DeckView, direction_of, lay_out, layouts, load_theme, markup, measure_slide
from post_forge.render.boxes import Frame
from post_forge.render.fitting import fit
from post_forge.render.paint import display_list
from post_forge.render.parse import parse
from post_forge.render.theme import REQUIRED
from post_forge.render.values import Words
from post_forge.shipped import TEMPLATES

THEMES = {file.parent.name: load_theme(file.parent.name) for file in TEMPLATES.glob("themes/*/theme.yaml")}
NAMES = ("cover", "statement", "text", "points", "cards", "steps", "compare", "table", "code", "diagram", "qa", "quote",
         "number", "recap", "end", "myth",
         "diff", "terminal", "checklist", "callout", "picture", "divider")  # fmt: skip
DIFF = """\
@@ -4,6 +4,7 @@ def call(fn):
 def call(fn, tries=5):
-    wait(2 ** n)
+    wait(random.uniform(0, 2 ** n))
+
     return fn()"""
SESSION = """\
$ ulimit -n
1024
$ sysctl fs.file-max \\
> fs.nr_open
fs.file-max = 9223372036854775807"""
PICTURES = TEMPLATES.parent / "docs" / "pictures"
CODE = """\
def call(fn, tries=5):
    for n in range(tries):
        try:
            return fn()
        except OSError:
            wait(n)"""


def full(layout: str) -> Slide:
    """A slide that says something typical in every field."""
    points = tuple(Point(text("Wait, then try again."), text(label), mark) for label, mark in
                   (("503", "yes"), ("timeout", "yes"), ("400", "no")))  # fmt: skip
    head, rows = (
        (text("Fixed"), text("Random")),
        ((text("In step"), text("Spread out")), (text("10 ms"), text("20 ms"))),
    )
    code = {"diff": Code(DIFF, "diff", NOTE, "call.py"), "terminal": Code(SESSION, "console", NOTE, "prod")}
    return slide(
        layout,
        title=text("243×" if layout == "number" else "Retry only what can heal"),
        kicker="Resilience",
        lead=text("Careless retries turn a hiccup into an outage."),
        points=points,
        paragraphs=(text("Backoff spaces the waves out."),),
        code=code.get(layout, Code(CODE, "python", NOTE, "call.py", (2, 3))),
        table=Grid(head, rows, ("left", "right"), focus=1, note="2 of 4 rows"),
        by=text("Marc Brooker"),
        caption=text("AWS Architecture Blog"),
        picture=Picture("carousel.png", "A carousel", NOTE) if layout == "picture" else None,
        more={"winner": "1", "marks": "no,yes", "next": "Circuit breakers", "kind": "warning", "number": "2"},
    )


NEEDED = {"code": "code", "diagram": "code", "diff": "code", "terminal": "code", "picture": "picture", "table": "table",
          "compare": "table"}  # fmt: skip
TITLED = ("cover", "statement", "quote", "number", "end", "qa", "myth", "divider")


def bare(layout: str) -> Slide:
    """A slide with nothing but what its layout is for."""
    whole = full(layout)
    if layout in NEEDED:
        return slide(layout, **{NEEDED[layout]: getattr(whole, NEEDED[layout])})
    if layout in TITLED:
        return slide(layout, title=whole.title)
    said = layout in ("text", "callout")
    return slide(layout, paragraphs=whole.paragraphs) if said else slide(layout, points=whole.points)


def inside(frame: Frame, width: float, height: float) -> None:
    """Nothing but ornaments reaches out of the picture, and no text out of its margins."""
    if frame.box.style.ornament:
        return
    assert frame.x >= -0.6
    assert frame.y >= -0.6
    assert frame.x + frame.width <= width + 0.6
    assert frame.y + frame.height <= height + 0.6
    for child in frame.children:
        inside(child, width, height)


def check(
    made: Slide, theme_name: str = "night", format_name: str = "portrait", lang: str = "en", direction: str = ""
) -> Frame:
    theme, canvas = THEMES[theme_name], FORMATS[format_name]
    view = DeckView(
        3, 9, "@shipdaily", "Ship Daily", "SD", lang=lang, direction=direction or direction_of(lang), next="Next",
        title="Retries without the storm", root=str(PICTURES),
    )  # fmt: skip
    frame = lay_out(markup(made, view, theme, canvas), theme, canvas)
    inside(frame, canvas.width, canvas.height)
    for op in display_list(frame, theme).words:
        for line in op.text.lines:
            assert op.x + line.x + line.ink[0] >= 40
            assert op.x + line.x + line.ink[1] <= canvas.width - 40
            assert 0 < op.y + line.baseline < canvas.height
    return frame


@pytest.mark.parametrize("theme", THEMES)
def test_a_theme_has_every_layout(theme):
    assert set(NAMES) <= set(layouts(THEMES[theme]))


@pytest.mark.parametrize("content", [full, bare])
@pytest.mark.parametrize("format_name", FORMATS)
@pytest.mark.parametrize("layout", NAMES)
@pytest.mark.parametrize("theme", THEMES)
def test_a_layout_composes_with_everything_and_with_its_own_alone(theme, layout, format_name, content):
    check(content(layout), theme, format_name)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("layout", NAMES)
def test_a_layout_composes_with_nothing(layout, theme):
    blank = Grid((Text(),), ((Text(),),), ("left",))
    for made in (
        slide(layout, code=Code("", "", NOTE), table=Grid((), (), ())),
        slide(layout, code=Code("\n", "", NOTE), table=blank, points=(Point(Text()),), paragraphs=(Text(),)),
    ):
        check(made, theme)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("layout", NAMES)
def test_a_layout_runs_from_right_to_left(layout, theme):
    forward, mirrored = check(full(layout), theme), check(full(layout), theme, direction="rtl")
    for one, other in zip(forward.walk(), mirrored.walk(), strict=True):
        assert one.y == other.y
        assert one.x == pytest.approx(1080 - other.x - other.width)


@pytest.mark.parametrize("layout", NAMES)
def test_hebrew_begins_at_the_right(layout):
    """Without a font for it: only where boxes stand, with letters half an em wide."""
    made = slide(
        layout, title=text("שלום עולם"), points=(Point(text("אחת"), text("שם")),) * 2, paragraphs=(text("עוד"),)
    )
    theme, view = THEMES["night"], DeckView(2, 5, lang="he", direction="rtl")
    code = Code("x = 1", "python", NOTE)
    made = replace(made, code=code, table=Grid((text("א"), text("ב")), ((text("ג"), text("ד")),), ("left", "left")))
    root = parse(markup(made, view, theme, PORTRAIT).text, theme)
    frame, overflows = fit(session(theme, rtl=True), root, 1080, 1350)
    assert not overflows
    titles = [one for one in frame.walk() if one.box.says() == "שלום עולם" and one.box.element.name == "text"]
    for one in titles:
        edge = 936 if layout == "callout" else 990  # a callout's words stand inside its frame
        assert one.x + one.width == pytest.approx(edge, abs=1)


@pytest.mark.parametrize("layout", NAMES)
def test_a_single_slide_needs_neither_numbers_nor_a_brand(layout):
    theme = THEMES["night"]
    frame = lay_out(markup(full(layout), DeckView(root=str(PICTURES)), theme, PORTRAIT), theme, PORTRAIT)
    assert not any(line.text.startswith("01") for line in display_list(frame, theme).lines())


@pytest.mark.parametrize("layout", NAMES)
def test_every_language_has_its_words_or_none(layout):
    for lang in ("de", "xx", "pt-BR"):
        check(full(layout), lang=lang)


@pytest.mark.parametrize("theme", THEMES)
def test_layouts_use_required_tokens_only(theme):
    """Besides them only what the theme itself defines, which every theme that extends it has too."""
    own = THEMES[theme]
    used = " ".join(file.read_text("utf-8") for file in TEMPLATES.glob(f"themes/{theme}/slides/*.jinja"))
    for style in re.findall(r'style="([\w-]+)"', used):
        assert style in REQUIRED["typography"], style
        assert style in own.typography, style
    for color in re.findall(r'(?:color|background)="([a-z-]+)"', used):
        assert color in REQUIRED["color"] or (theme != "night" and color in own.color), color


WORDS = st.one_of(
    st.text(max_size=60),
    st.text("abc é-–’ß", max_size=120),
    st.sampled_from(
        [
            "word " * 30,
            "x" * 90,
            "a\nb\nc",
            "缓存" * 20,
            "مرحبا بالعالم",
            "👩🏽‍💻 ok",
            "\u202e abc",
            "​",
            "{{ 1 }}",
            "<b>&",
        ]
    ),
)
MARKS = st.sets(st.sampled_from(["strong", "emphasis", "code", "strike", "highlight", "math"]), max_size=2)
TEXTS = st.builds(lambda parts: Text(tuple(Span(words, frozenset(marks)) for words, marks in parts)),
                  st.lists(st.tuples(WORDS, MARKS), max_size=3))  # fmt: skip
POINTS = st.builds(Point, TEXTS, TEXTS, st.sampled_from(["", "yes", "no", "warn"]))


@st.composite
def grids(draw, columns: int | None = None) -> Grid:
    count = columns or draw(st.integers(1, 5))
    row = st.lists(TEXTS, min_size=count, max_size=count).map(tuple)
    align = draw(st.lists(st.sampled_from(["left", "center", "right"]), min_size=count, max_size=count))
    rows = draw(st.lists(row, min_size=1, max_size=7))
    return Grid(draw(row), tuple(rows), tuple(align), draw(st.integers(-1, 7)), draw(WORDS))


@st.composite
def slides(draw) -> Slide:
    layout = draw(st.sampled_from(NAMES))
    codes = st.builds(lambda words, lang, title, focus: Code(words, lang, NOTE, title, tuple(focus)),
                      st.one_of(WORDS, st.sampled_from([DIFF, SESSION])),
                      st.sampled_from(["python", "", "sql", "no such language"]), WORDS,
                      st.lists(st.integers(1, 9), max_size=3))  # fmt: skip
    return slide(
        layout,
        title=draw(TEXTS),
        kicker=draw(WORDS),
        lead=draw(TEXTS),
        points=tuple(draw(st.lists(POINTS, max_size=6))),
        paragraphs=tuple(draw(st.lists(TEXTS, max_size=4))),
        code=draw(codes),
        table=draw(grids(2 if layout == "compare" else None)),
        by=draw(TEXTS),
        caption=draw(TEXTS),
        more={
            "winner": draw(st.sampled_from(["", "0", "1", "x"])),
            "marks": draw(WORDS),
            "next": draw(WORDS),
            "kind": draw(st.sampled_from(["note", "tip", "danger", "no such kind"])),
            "number": draw(st.sampled_from(["", "1", "12"])),
        },
    )


@given(slides(), st.sampled_from(list(THEMES)), st.sampled_from(list(FORMATS)),
       st.sampled_from(["en", "ar", "zh", "xx"]))  # fmt: skip
def test_any_content_is_laid_out_inside_the_picture_or_refused_with_a_reason(made, theme, format_name, lang):
    told: tuple[Problem, ...] = ()
    try:
        check(made, theme, format_name, lang)
    except LayoutError as error:
        told = error.problems
    assert all(problem.source == NOTE and problem.message for problem in told)


@given(slides())
def test_measuring_never_raises_for_content(made):
    fit = measure_slide(made, DeckView(2, 5), THEMES["night"], PORTRAIT)
    assert fit.ok == (not fit.problems)
    assert fit.ok or fit.excess_px > 0 or fit.problems[0].rule == "slide.glyph"


@pytest.mark.parametrize("theme", THEMES)
def test_no_text_overlaps_another(theme):
    for layout in NAMES:
        frame = check(full(layout), theme)
        boxes = []
        for op in display_list(frame, THEMES[theme]).words:
            assert isinstance(op, Words)
            for line in op.text.lines:
                top, left = op.y + line.baseline - 0.6 * line.size, op.x + line.x
                boxes.append((left, top, left + line.width, op.y + line.baseline, line.text))
        for at, one in enumerate(boxes):
            for other in boxes[at + 1 :]:
                apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
                assert apart, (layout, one, other)
