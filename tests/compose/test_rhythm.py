"""How slides follow one another."""

from __future__ import annotations

from post_forge.compose.slides.page import Page
from post_forge.compose.slides.rhythm import untitled, varied
from post_forge.compose.values import Role
from post_forge.model import Point, Slide, plain
from tests.compose.builders import HERE

LONG = (
    "A worker that holds a lock for more than a minute makes every other worker of the same shop wait for a long time."
)
COVER = Slide("cover", HERE, plain("Locks wait"))


def page(layout: str, title: str = "", words: str = "", kicker: str = "", role: Role = "", heading: str = "") -> Page:
    paragraphs = (plain(words),) if words else ()
    points = (Point(plain("One.")), Point(plain("Two."))) if layout in {"points", "steps", "cards"} else ()
    slide = Slide(layout, HERE, plain(title), kicker, paragraphs=paragraphs, points=points)
    return Page(slide, 1.0, title, role, plain(heading or title))


def titles(*pages: Page) -> list[tuple[str, str]]:
    return [(str(one.slide.title), one.slide.kicker) for one in untitled(pages, COVER)]


def test_a_title_that_the_slide_before_has_stands_small_above() -> None:
    assert titles(page("points", "Locks wait")) == [("", "Locks wait")]
    assert titles(page("points", "Queues"), page("code", "Queues")) == [("Queues", ""), ("", "Queues")]
    assert titles(page("text", "Queues"), page("code", "Queues", kicker="Example"))[1] == ("", "Example")


def test_a_list_that_goes_on_keeps_its_title_and_so_does_another_heading() -> None:
    assert titles(page("steps", "Queues"), page("steps", "Queues")) == [("Queues", ""), ("Queues", "")]
    assert titles(page("points", "Queues"), page("code", "Caches")) == [("Queues", ""), ("Caches", "")]


def test_what_should_not_be_done_always_says_so() -> None:
    assert titles(page("points", "Don’t"), page("text", "Don’t", LONG))[1] == ("Don’t", "")
    assert titles(page("points", "Cons"), page("text", "Cons", LONG))[1] == ("Cons", "")


def test_a_question_on_the_cover_is_not_asked_again() -> None:
    asked = Slide("qa", HERE, plain("Locks wait"), lead=plain("They do."), paragraphs=(plain("For a minute."),))
    [answer] = untitled([Page(asked, 4.0)], COVER)
    assert (answer.slide.layout, str(answer.slide.title), answer.slide.kicker) == (
        "statement",
        "They do.",
        "Locks wait",
    )
    other = Slide("qa", HERE, plain("Why do locks wait?"), lead=plain("They do."))
    assert untitled([Page(other, 4.0)], COVER)[0].slide is other


def layouts(*pages: Page) -> list[str]:
    return [one.slide.layout for one in varied(pages)]


def test_four_texts_in_a_row_are_told_in_other_ways() -> None:
    four = [page("text", "", LONG, heading="Locks") for _ in range(4)]
    assert layouts(*four) == ["text", "statement", "text", "statement"]
    assert [str(one.slide.title) for one in varied(four)][1] == LONG
    assert layouts(*four[:3]) == ["text"] * 3


def test_short_labelled_texts_become_cards() -> None:
    words = "A queue grows for an hour and nobody sees it."
    four = [page("text", f"Label {name}", words, heading="Locks") for name in "abcd"]
    shown = [one.slide for one in varied([*four, page("code", "Locks")])]
    assert [slide.layout for slide in shown] == ["cards", "text", "code"]
    assert [str(point.label) for point in shown[0].points] == ["Label a", "Label b", "Label c"]
    assert str(shown[1].title) == "Label d"
    assert len(varied(four)) == 3  # a deck never falls below three


def test_a_trap_and_its_fix_stay_texts_with_their_labels() -> None:
    four = [
        page("text", label, LONG, role="trap", heading="Locks") for label in ("Trap a", "Trap b", "Trap c", "Trap d")
    ]
    assert varied(four) == four
