"""A guide keeps everything: every word of a note stands on a slide, in the note's order, on at most 60 pages."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from post_forge import compose
from post_forge.compose.guides.kept import lacking
from post_forge.compose.guides.reading import stretches
from post_forge.compose.guides.splitting import split
from post_forge.model import (
    Block,
    Callout,
    Code,
    Grid,
    Listing,
    Note,
    Paragraph,
    Picture,
    Point,
    Post,
    Quote,
    Refusal,
    Slide,
    Table,
    Text,
    plain,
)
from post_forge.notes import find, read, sensitive
from tests.compose.builders import (
    HERE,
    bullets,
    by_hand,
    callout,
    code,
    directive,
    formula,
    item,
    note,
    para,
    quote,
    section,
    steps,
    table,
    text,
)

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "../shared/corpus"
OPTIONS = compose.Options(sensitive=sensitive)
WORD = re.compile(r"\w+")


def guide_of(*content, title="Queues", options=OPTIONS, **matter):
    return compose.guide(note(title, *content, **{"guide": True, **matter}), options)


def deck_of(*content, **matter):
    made = guide_of(*content, **matter)
    assert isinstance(made, Post), made
    return made.deck


def layouts(deck):
    return [slide.layout for slide in deck.slides]


def said(slide: Slide) -> list[str]:
    """The words of a slide, told apart from the code that is tested."""
    texts = [slide.title, slide.lead, *slide.paragraphs, slide.by, slide.caption]
    texts += [one for point in slide.points for one in (point.label, point.text)]
    if slide.table:
        texts += [*slide.table.head, *(cell for row in slide.table.rows for cell in row)]
    return WORD.findall(" ".join([*map(str, texts), slide.code.text if slide.code else ""]).casefold())


def words_in(block: Block) -> list[str]:
    """The words of a block, straight from the model."""
    if isinstance(block, Paragraph):
        return WORD.findall(str(block.text).casefold())
    if isinstance(block, Listing):
        return [word for one in block.items for word in [*WORD.findall(str(one.text).casefold()), *inside(one.blocks)]]
    if isinstance(block, Code):
        return WORD.findall(block.text.casefold())
    if isinstance(block, Table):
        cells = [*block.head, *(cell for row in block.rows for cell in row)]
        return WORD.findall(" ".join(map(str, cells)).casefold())
    if isinstance(block, Quote):
        return [*inside(block.blocks), *WORD.findall(str(block.by).casefold())]
    if isinstance(block, Callout):
        return [*WORD.findall(str(block.title).casefold()), *inside(block.blocks)]
    return []


def inside(blocks) -> list[str]:
    return [word for block in blocks for word in words_in(block)]


def words_of(one: Note) -> list[str]:
    """Every word below the title of a note, headings too."""
    found = inside(one.lead)
    for part in one.walk():
        found += [*WORD.findall(str(part.title).casefold()), *inside(part.blocks)]
    return found


# ---- everything is kept


def test_every_word_of_the_sample_notes_stands_on_some_slide():
    found = find(ROOT / "content", ROOT)
    pages = []
    for file in found.notes:
        one = read(file, index=None, root=ROOT / "content").note
        assert one is not None
        made = compose.guide(replace(one, matter=replace(one.matter, guide=True)), OPTIONS)
        assert isinstance(made, Post), made
        shown = Counter(word for slide in made.deck.slides if slide.layout != "contents" for word in said(slide))
        drawn = {word for slide in made.deck.slides if slide.diagram for word in [compose.shown(slide)]}
        missing = Counter(words_of(one)) - shown
        assert not {word: count for word, count in missing.items() if not any(word in label for label in drawn)}, file
        assert lacking(list(stretches(one)), made.deck.slides) == ()
        pages.append(len(made.deck.slides))
    assert max(pages) <= 60


@pytest.mark.skipif(not CORPUS.is_dir(), reason="no corpus beside the project")
@pytest.mark.parametrize("name", ["computer-atlas", "gyoogle-ko", "ms-eng-playbook", "owasp-cheatsheets"])
def test_real_notes_are_kept_whole_or_refused_with_a_reason(name):
    root = CORPUS / name
    kept = 0
    for file in find(root, root).notes[:25]:
        one = read(file, index=None, root=root).note
        if one is None:
            continue
        wanted = replace(one, matter=replace(one.matter, guide=True, status="ready", private=False))
        made = compose.guide(wanted, OPTIONS)
        if isinstance(made, Refusal):
            assert made.rule != "guide.kept", made  # a word was about to be lost
            assert made.reason
            assert made.source.line
        else:
            kept += 1
            assert len(made.deck.slides) <= 60
    assert kept >= 5


def test_all_kinds_of_blocks_are_shown_in_their_order():
    deck = deck_of(
        para("A queue hides a slow worker. It does so until it is full."),
        section(
            "What a queue does",
            para("Work waits in it."),
            bullets("First in, first out", "**Priority**: the urgent one first", item("Two kinds:", bullets("a", "b"))),
            steps("Take one", "Work on it", "Acknowledge"),
            code("def take(queue):\n    return queue.pop()", "python"),
            table("Queue | Order", "FIFO | by arrival", "LIFO | the last one first"),
            quote("Queues are everywhere.", by="A. K. Erlang"),
            callout("warning", "A queue without a limit is a leak.", "Limits"),
        ),
        section("When it is full", para("Refuse early."), section("Backpressure", para("Tell the sender to wait."))),
    )
    told = " ".join(word for slide in deck.slides[2:] for word in said(slide))
    order = "work waits|first in first out|priority|two kinds|a b|take one|acknowledge|def take|fifo|erlang|leak|refuse"
    places = [told.find(words) for words in order.split("|")]
    assert -1 not in places
    assert places == sorted(places), list(zip(order.split("|"), places, strict=True))
    assert {"cover", "contents", "divider", "steps", "code", "table", "end"} <= set(layouts(deck))


def test_a_steering_comment_and_a_text_by_hand_are_no_content():
    deck = deck_of(
        section("One", para("Kept."), directive("skip"), para("Left out."), para("Kept as well.")),
        section("Two", by_hand("x", "Only for X."), para("Shown.")),
        section("Three", directive("skip"), para("Never seen.")),
    )
    told = " ".join(word for slide in deck.slides for word in said(slide))
    assert "kept as well" in told
    assert "shown" in told
    assert "left out" not in told
    assert "only for" not in told
    assert "never seen" not in told
    assert "three" not in told


def test_a_table_of_contents_of_the_note_gives_way_to_the_guides_own():
    deck = deck_of(section("Contents", bullets("One", "Two")), section("One", para("a")), section("Two", para("b")))
    assert [slide.layout for slide in deck.slides].count("contents") == 1
    assert [slide.more.get("number") for slide in deck.slides if slide.layout == "divider"] == ["1", "2"]


# ---- the frame


def test_parts_open_with_numbered_dividers_and_the_contents_name_their_pages():
    content = [section(f"Part {name}", para(f"Text of {name}. " * 30)) for name in "ABC"]
    deck = compose.paged(deck_of(*content))
    contents = deck.slides[1]
    assert contents.layout == "contents"
    assert str(contents.title) == "Contents"
    assert [str(point.label) for point in contents.points] == ["Part A", "Part B", "Part C"]
    for number, point in enumerate(contents.points, 1):
        page = deck.slides[int(str(point.text)) - 1]
        assert (page.layout, page.more["number"], str(page.title)) == ("divider", str(number), str(point.label))


def test_the_outline_leads_to_the_parts_and_to_the_headings_inside():
    deck = deck_of(
        section("One", para("a. " * 60), section("Inside", bullets("x is one", "y is two"))), section("Two", para("b"))
    )
    marks = compose.bookmarks(deck)
    titles = [(title, level) for title, _, level in marks]
    assert titles == [("Queues", 0), ("Contents", 0), ("One", 0), ("Inside", 1), ("Two", 0)]
    assert all(str(deck.slides[page - 1].title) == title for title, page, _ in marks)


def test_a_note_without_parts_has_no_contents():
    assert layouts(deck_of(para("One thing alone. It is enough."))) == ["cover", "text", "end"]


def test_a_short_opening_stands_on_the_divider():
    deck = deck_of(section("One", para("In short, it waits."), para("More.")), section("Two", para("b")))
    divider = next(slide for slide in deck.slides if slide.layout == "divider")
    assert str(divider.lead) == "In short, it waits."


def test_a_heading_stands_above_what_follows_it_and_returns_after_a_list_that_a_line_led_to():
    deck = deck_of(
        section("Limits", section("By rate", para("Ten a second. " * 20), para("Three ways:"), bullets("one", "two"),
                                   para("And more words than one slide holds. " * 8))),
    )  # fmt: skip
    body = deck.slides[1:-1]
    listed = next(slide for slide in body if slide.layout == "points")
    assert str(listed.title) == "Three ways"
    assert body[-1].kicker == "By rate"


def test_no_heading_is_lost_that_has_nothing_below_it():
    deck = deck_of(section("One", section("Two", section("Three", para("a")))), section("Four", para("b")))
    told = [word for slide in deck.slides for word in said(slide)]
    assert {"one", "two", "three", "four"} <= set(told)


# ---- splitting


def test_prose_is_split_at_the_ends_of_sentences():
    deck = deck_of(para(" ".join(f"Sentence number {n} tells of a queue that is full again." for n in range(20))))
    texts = [str(one) for slide in deck.slides if slide.layout == "text" for one in slide.paragraphs]
    assert len(texts) > 3
    assert all(one.startswith("Sentence") and one.endswith(".") for one in texts)


def test_a_table_keeps_its_head_on_every_slide_and_all_its_rows():
    rows = [f"row {number} | {number}" for number in range(17)]
    deck = deck_of(table("Name | Value", *rows))
    grids = [slide.table for slide in deck.slides if slide.table]
    assert len(grids) > 2
    assert all([str(cell) for cell in grid.head] == ["Name", "Value"] for grid in grids)
    assert [str(row[0]) for grid in grids for row in grid.rows] == [f"row {number}" for number in range(17)]


def test_a_wide_table_has_a_slide_for_each_row_with_the_names_of_its_columns():
    long = "a text that is much too long to stand in a narrow column of a table"
    deck = deck_of(
        table("Store | Reads | Writes | Best for", f"Redis | fast | fast | {long}", f"Disk | slow | ok | {long}")
    )
    shown = [slide for slide in deck.slides if slide.layout == "cards"]
    assert [str(slide.title) for slide in shown] == ["Store: Redis", "Store: Disk"]
    assert [str(point.label) for point in shown[0].points] == ["Reads", "Writes", "Best for"]


def test_code_is_cut_at_blank_lines_and_loses_none():
    functions = "\n\n\n".join(f"def step_{n}(x):\n    y = x + {n}\n    z = y * 2\n    return z" for n in range(9))
    deck = deck_of(code(functions, "python"))
    pieces = [slide.code.text for slide in deck.slides if slide.code]
    assert len(pieces) > 2
    assert all(piece.startswith("def ") and piece.rstrip().endswith("return z") for piece in pieces)
    assert "\n\n\n".join(pieces) == functions


def test_steps_go_on_counting():
    deck = deck_of(steps(*(f"Do thing {number} and then look at what it did" for number in range(1, 9))))
    shown = [slide for slide in deck.slides if slide.layout == "steps"]
    starts = [int(slide.more.get("start", "1")) for slide in shown]
    assert starts == [1 + sum(len(slide.points) for slide in shown[:at]) for at in range(len(shown))]


# ---- refusals


def test_a_note_that_asks_for_none_has_none():
    assert compose.guide(note("Queues", para("a")), OPTIONS) is None
    assert guide_of(para("a"), private=True) is None
    assert guide_of(para("a"), status="draft") is None


def test_more_than_sixty_pages_are_refused_with_their_number():
    made = guide_of(*(section(f"Part {n}", para("One word after another fills a page. " * 60)) for n in range(30)))
    assert isinstance(made, Refusal)
    assert made.rule == "guide.pages"
    assert re.search(r"would have \d{2,3} pages, and at most 60", made.reason)


@pytest.mark.parametrize(
    "block",
    [
        formula(r"\int_0^1 \frac{x}{2} dx"),
        para(r"The sum is $\sum_{i=0}^{n} \frac{1}{i}$ at most."),
        code("classDiagram\n  A <|-- B", "mermaid"),
        code("\n".join("│" + "─" * 80 + "│" for _ in range(3))),
    ],
    ids=["formula", "formula in a text", "diagram", "wide drawing"],
)
def test_what_no_slide_can_show_refuses_the_guide_at_its_line(block):
    made = guide_of(section("One", para("a"), block))
    assert isinstance(made, Refusal)
    assert made.rule == "guide.shown"
    assert made.source.line == 13 + (0 if not isinstance(block, Code) or block.lang != "mermaid" else 1)
    assert "<!-- skip -->" in made.reason
    assert isinstance(guide_of(section("One", para("a"), directive("skip"), block)), Post)


def test_a_secret_refuses_the_guide_at_its_line():
    made = guide_of(section("One", para("a"), para("Write to jane.roe@northbank.com for the key.")))
    assert isinstance(made, Refusal)
    assert made.rule == "guide.sensitive"
    assert made.source.line == 13


def test_a_decoration_is_left_out_and_a_picture_is_shown():
    logo, chart = (Picture(name, name, HERE, 900, 600) for name in ("logo.png", "load.png"))
    deck = deck_of(section("One", para("a"), logo, chart), section("Two", para("b")))
    assert [slide.picture.target for slide in deck.slides if slide.picture] == ["load.png"]


# ---- nothing is lost where a slide does not fit

WORDS = st.text("abcdefgh ", min_size=1, max_size=60).map(lambda words: words.strip() or "a").map(plain)
TEXTS = st.lists(WORDS, min_size=1, max_size=3).map(lambda some: text(". ".join(str(one) for one in some) + "."))


@st.composite
def slides(draw) -> Slide:
    layout = draw(
        st.sampled_from(["text", "points", "steps", "cards", "table", "code", "statement", "divider", "quote"])
    )
    base = Slide(layout, HERE, draw(st.one_of(st.just(Text()), WORDS)), "above")
    if layout == "table":
        return replace(draw_table(draw), title=base.title)
    if layout == "code":
        lines = draw(st.lists(st.text("abc ()=", max_size=30), min_size=2, max_size=12))
        return replace(base, code=Code("a\n" + "\n".join(lines) + "\nb", "python", HERE))
    if layout in {"points", "steps", "cards"}:
        points = draw(st.lists(st.tuples(TEXTS, WORDS), min_size=1, max_size=5))
        labelled = layout != "points"
        return replace(base, points=tuple(Point(words, label if labelled else Text()) for words, label in points))
    if layout == "text":
        return replace(base, paragraphs=tuple(draw(st.lists(TEXTS, min_size=1, max_size=3))))
    if layout == "quote":
        return replace(base, title=draw(WORDS), by=draw(WORDS))
    return replace(base, title=draw(WORDS), lead=draw(TEXTS))


def draw_table(draw) -> Slide:
    rows = draw(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=4))
    return Slide("table", HERE, table=Grid((plain("x"), plain("y")), tuple(rows), ("left", "left")))


@given(slides())
def test_a_slide_that_does_not_fit_is_split_without_losing_a_word(slide):
    before = Counter(said(slide))
    waiting, shown, splits = [slide], Counter(), 0
    while waiting:
        smaller = split(waiting[0])
        splits += 1
        assert splits < 200, "splitting comes to an end"
        if smaller is None:
            shown.update(said(waiting.pop(0)))
        else:
            waiting[:1] = smaller
    assert not before - shown
