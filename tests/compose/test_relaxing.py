"""Every answer is smaller than its question, loses no sentence in the middle, and comes to an end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from post_forge import compose
from post_forge.compose.slides import slide_words
from post_forge.errors import Problem
from post_forge.model import Grid, Point, Slide, Text, plain
from tests.compose.builders import HERE, code, text

ONE, TWO, THREE = plain("It waits."), plain("It waits. Then it ends."), plain("A (b) c.")
words = st.sampled_from([Text(), ONE, TWO, THREE])
points = st.lists(st.builds(Point, st.sampled_from([ONE, TWO]), words), max_size=5).map(tuple)
grids = st.integers(1, 4).flatmap(
    lambda columns: st.integers(1, 7).map(
        lambda rows: Grid((plain("h"),) * columns, ((plain("c"),) * columns,) * rows, ("left",) * columns)
    )
)
listings = st.sampled_from([None, code("a = 1\nb = 2\n\nc = 3\nd = 4", "python"), code("x" * 300)])
LAYOUTS = """cover statement text points cards steps compare table code diagram qa quote number recap end myth unknown
    diff terminal checklist callout picture divider"""
layouts = st.sampled_from(LAYOUTS.split())
slides = st.builds(
    Slide, layouts, st.just(HERE), words, st.sampled_from(["", "Kicker"]), words, points,
    st.lists(words, max_size=3).map(tuple), listings, st.one_of(st.none(), grids), by=words, caption=words,
)  # fmt: skip


def weight(slide: Slide) -> tuple[int, int]:
    cells = len(slide.table.rows) * len(slide.table.head) if slide.table else 0
    rows = len(slide.code.text) if slide.code else 0
    return slide_words(slide) + cells + rows, len(slide.points) + len(slide.paragraphs)


@given(slides)
def test_relaxing_comes_to_an_end(slide: Slide) -> None:
    waiting, steps = [slide], 0
    while waiting:
        steps += 1
        assert steps < 200
        answer = compose.relax(waiting.pop())
        waiting.extend(answer or ())


@given(slides)
def test_an_answer_is_never_its_question_and_never_says_more(slide: Slide) -> None:
    answer = compose.relax(slide)
    if answer is not None:
        assert slide not in answer
        assert all(weight(one)[0] <= weight(slide)[0] + 3 for one in answer)


@given(slides)
def test_only_whole_sentences_are_left(slide: Slide) -> None:
    known = {"It waits.", "It waits. Then it ends.", "Then it ends.", "A (b) c.", "A c.", "c", "h", "— It waits.",
             "— It waits. Then it ends.", "— A (b) c."}  # fmt: skip
    for one in compose.relax(slide) or ():
        for found in (one.title, one.lead, *one.paragraphs, *(point.text for point in one.points)):
            assert not found or str(found) in known


def test_lists_are_halved_and_a_lone_card_becomes_a_text() -> None:
    cards = tuple(Point(plain(f"Sentence {number}."), plain(f"Label {number}")) for number in range(3))
    first, second = compose.relax(Slide("cards", HERE, plain("Costs"), "Indexes", points=cards)) or ()
    assert [str(point.label) for point in first.points] == ["Label 0", "Label 1"]
    assert (second.layout, str(second.title), str(second.paragraphs[0])) == ("text", "Label 2", "Sentence 2.")


def test_steps_go_on_counting() -> None:
    found = tuple(Point(plain(f"Step {number}.")) for number in range(5))
    first, second = compose.relax(Slide("steps", HERE, plain("Do"), points=found)) or ()
    assert (len(first.points), len(second.points), second.more) == (3, 2, {"start": "4"})


def test_an_answer_moves_to_its_own_slide() -> None:
    slide = Slide(
        "qa", HERE, plain("It fails at noon. Why?"), lead=plain("It waits."), paragraphs=(plain("For a lock."),)
    )
    question, answer = compose.relax(slide) or ()
    assert (question.layout, question.lead, question.paragraphs) == ("qa", Text(), ())
    assert [str(one) for one in answer.paragraphs] == ["It waits.", "For a lock."]
    [shorter] = compose.relax(question) or ()
    assert str(shorter.title) == "Why?"
    assert compose.relax(shorter) is None


def test_a_long_table_is_halved_then_narrowed_then_cards() -> None:
    row = (plain("a"), plain("b"), plain("c"))
    slide = Slide("table", HERE, plain("T"), table=Grid(row, (row,) * 6, ("left",) * 3))
    half, _ = compose.relax(slide) or ()
    [narrow] = compose.relax(half) or ()
    assert narrow.table
    assert len(narrow.table.head) == 2
    [cards] = compose.relax(narrow) or ()
    assert cards.layout == "cards"


def test_code_is_halved_between_blocks_and_never_made_smaller() -> None:
    slide = Slide("code", HERE, plain("T"), code=code("def a():\n    return 1\n\ndef b():\n    return 2", "python"))
    answer = compose.relax(slide) or ()
    assert [one.code.text for one in answer if one.code] == ["def a():\n    return 1", "def b():\n    return 2"]
    assert compose.relax(answer[0]) == ()


@pytest.mark.parametrize("layout", ["diagram", "unknown"])
def test_what_cannot_be_made_smaller_is_left_out(layout: str) -> None:
    assert compose.relax(Slide(layout, HERE, plain("T"), code=code("x"))) == ()


def test_the_cover_cannot_be_left_out() -> None:
    [without_lead] = compose.relax(Slide("cover", HERE, plain("T"), lead=plain("L."))) or ()
    assert without_lead.lead == Text()
    assert compose.relax(without_lead) is None


def test_a_missing_letter_is_not_mended_by_leaving_words_out() -> None:
    problem = Problem("type.glyph", "no font has this character")
    assert compose.relax(Slide("text", HERE, paragraphs=(text("It **waits**."),)), [problem]) is None


def test_a_session_is_cut_before_a_command_and_a_diff_before_a_hunk() -> None:
    session = Slide("terminal", HERE, code=code("$ ls\na\n\nb\nc\n$ pwd\n/tmp", "console"))
    assert [one.code and one.code.text for one in compose.relax(session) or ()] == ["$ ls\na\n\nb\nc", "$ pwd\n/tmp"]
    diff = Slide("diff", HERE, code=code("-a\n+b\n@@ -9 +9 @@\n-c\n+d", "diff"))
    assert [one.code and one.code.text for one in compose.relax(diff) or ()] == ["-a\n+b", "-c\n+d"]


def test_a_callout_that_does_not_fit_becomes_text() -> None:
    [less] = compose.relax(Slide("callout", HERE, ONE, paragraphs=(TWO,), more={"kind": "tip"})) or ()
    assert (less.layout, less.title, less.paragraphs) == ("text", ONE, (TWO,))


def test_a_picture_that_cannot_be_read_goes_and_the_deck_goes_on() -> None:
    broken = Problem("slide.picture", "cannot read the picture: truncated", HERE)
    assert compose.relax(Slide("picture", HERE, ONE), [broken]) == ()


def test_a_side_that_has_less_to_say_gets_no_empty_points() -> None:
    grid = Grid((plain("Pros"), plain("Cons")), ((ONE, TWO), (ONE, Text())), ("left", "left"))
    left, right = compose.relax(Slide("compare", HERE, table=grid)) or ()
    assert (len(left.points), len(right.points)) == (2, 1)
