"""`<!-- layout: NAME -->`: any layout where the content allows it, an error at the comment's line where it does not."""

from __future__ import annotations

import pytest

from post_forge import compose
from post_forge.compose.safety import left_out
from post_forge.compose.slides.wishes import KNOWN
from post_forge.errors import Problem
from post_forge.model import Block, Picture
from tests.compose.builders import HERE, bullets, code, directive, item, note, para, quote, section, steps, table
from tests.compose.test_slides import layouts, slides
from tests.compose.test_texts import NOWHERE, OPTIONS, RULES

SHORT = "A wait needs an end, whoever waits."
LIST = bullets("Every call has a timeout", "The wait is measured")
CODE = code("$ ls\na", "console")
PICTURE = Picture("img/logo.png", "Our logo", HERE, 900, 900)


@pytest.mark.parametrize(
    ("layout", "block"),
    [
        ("statement", para(SHORT)),
        ("text", para(SHORT)),
        ("quote", para(SHORT)),
        ("myth", para(f"{SHORT} {SHORT}")),
        ("callout", para(SHORT)),
        ("callout", quote(SHORT)),
        ("divider", para(SHORT)),
        ("points", steps("Open it", "Close it")),
        ("steps", LIST),
        ("cards", LIST),
        ("checklist", LIST),
        ("recap", LIST),
        ("compare", table("Redis | Kafka", "quick | durable", "small | large")),
        ("compare", bullets(item("**Redis**", LIST), item("**Kafka**", LIST))),
        ("table", table("Do | Don't", "Wait with an end | Wait without", "Measure it | Guess it")),
        ("cards", table("System | What it does", "Redis | Keeps it", "Kafka | Passes it on")),
        ("code", CODE),
        ("code", code("-a\n+b", "diff")),
        ("terminal", CODE),
        ("diff", code("-a\n+b", "patch")),
        ("picture", PICTURE),
    ],
)
def test_what_the_author_asks_for_is_made(layout: str, block: Block) -> None:
    assert layout in layouts(directive("layout", layout), block)
    assert problems(directive("layout", layout), block) == []


@pytest.mark.parametrize(
    ("layout", "block"),
    [
        ("cover", para(SHORT)),
        ("end", para(SHORT)),
        ("qa", LIST),
        ("number", para(SHORT)),
        ("statement", LIST),
        ("statement", para("word " * 30 + "end.")),
        ("myth", para(SHORT)),
        ("quote", LIST),
        ("callout", LIST),
        ("callout", para(" ".join([SHORT] * 12))),
        ("steps", para(SHORT)),
        ("checklist", CODE),
        ("checklist", bullets("Only one")),
        ("compare", LIST),
        ("table", LIST),
        ("code", LIST),
        ("terminal", code("ls", "bash")),
        ("diff", code("a = 1", "python")),
        ("diagram", code("a = 1", "python")),
        ("picture", para(SHORT)),
        ("picture", Picture("a.png", "Load", HERE, 200, 100)),
    ],
)
def test_what_cannot_be_is_told_at_the_comment(layout: str, block: Block) -> None:
    [problem] = problems(directive("layout", layout), block)
    assert (problem.rule, problem.severity, problem.source) == ("post.layout", "error", directive("layout").source)
    assert repr(layout) in problem.message
    assert problem.hint == KNOWN[layout]
    assert layouts(directive("layout", layout), block) == layouts(block)  # and the usual slide is made


def test_a_slip_of_the_hand_is_told() -> None:
    [problem] = problems(directive("layout", "statment"), para(SHORT))
    assert "statment" in problem.message
    assert problem.hint == "did you mean 'statement'?"


def test_the_authors_own_layouts_are_known() -> None:
    assert problems(directive("layout", "timeline"), LIST, own=("timeline",)) == []
    assert layouts(directive("layout", "timeline"), LIST) == ["timeline"]


def test_a_comment_that_nothing_follows_is_told() -> None:
    [problem] = problems(para(SHORT), directive("layout", "callout"), code("", "python"))
    assert problem.rule == "post.layout"


def test_a_part_of_a_deck_begins_before_what_it_holds() -> None:
    [part, rest] = slides(directive("layout", "divider"), LIST)
    assert (part.layout, str(part.title), rest.layout) == ("divider", "Locks wait", "points")


def test_a_callout_says_what_its_label_says() -> None:
    [slide] = slides(directive("layout", "callout"), para(f"**The trap:** {SHORT}"))
    assert (slide.layout, slide.more["kind"], str(slide.title)) == ("callout", "warning", "The trap")


def test_the_problem_reaches_the_author() -> None:
    told = [para("A lock that nobody releases stops the shop for 10 minutes, and 20 workers wait."), LIST]
    wrong = note(
        "Locks", section("Locks wait", *told, directive("layout", "table"), para(SHORT), code("a = 1", "python"))
    )
    done = compose.compose(wrong, NOWHERE, OPTIONS, RULES)
    assert done.posts
    assert [problem.rule for problem in done.problems] == ["post.layout"]


def problems(*blocks: Block, own: tuple[str, ...] = ()) -> list[Problem]:
    from post_forge.compose.units.chapters import read_chapters
    from post_forge.compose.units.choosing import Unit
    from post_forge.model import plain

    _, chapters = read_chapters(note("N", section("Locks wait", *blocks)), frozenset())
    unit = Unit(plain("N"), "N", "n", chapters, (), "", "prose", HERE)
    return [problem if problem.source is None else _here(problem) for problem in left_out(unit, own)]


def _here(problem: Problem) -> Problem:
    from dataclasses import replace

    return replace(problem, source=HERE)
