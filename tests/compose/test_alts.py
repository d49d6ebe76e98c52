"""Alternative texts and plain texts of slides."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from post_forge import compose
from post_forge.compose.alts import limited
from post_forge.model import Deck, Grid, Point, Slide, plain
from tests.compose.builders import HERE, code
from tests.compose.samples import dns
from tests.compose.test_texts import NOWHERE, OPTIONS, RULES


def test_words_in_reading_order() -> None:
    slide = Slide("text", HERE, plain("Locks"), "kicker", plain("They wait."), paragraphs=(plain("For ever."),))
    assert compose.alt(slide) == "Locks. They wait. For ever."
    assert compose.shown(slide) == "Locks\nThey wait.\nFor ever."
    assert compose.words(slide) == 5


def test_points_with_their_marks_and_numbers() -> None:
    points = (Point(plain("Free"), plain("Pro"), "yes"), Point(plain("Slow"), mark="no"))
    assert compose.alt(Slide("cards", HERE, plain("Choice"), points=points)) == "Choice. ✓ Pro: Free. ✗ Slow."
    steps = Slide("steps", HERE, plain("Do"), points=(Point(plain("Open")), Point(plain("Close"))), more={"start": "3"})
    assert compose.alt(steps) == "Do. 3. Open. 4. Close."


def test_code_and_tables_say_what_they_show() -> None:
    slide = Slide("code", HERE, plain("Pay"), code=code("x = 1\ny = 2", "python", "pay.py"))
    assert compose.alt(slide) == "Pay. Code, python, pay.py: 2 lines: x = 1 y = 2."
    grid = Grid((plain("Try"), plain("Wait")), ((plain("1"), plain("50 ms")),), ("left", "left"), note="1 of 2 rows")
    assert compose.alt(Slide("table", HERE, plain("Waits"), table=grid)) == (
        "Waits. Table with 1 rows: Try, Wait. 1, 50 ms. 1 of 2 rows."
    )


def test_every_slide_of_a_post_has_one() -> None:
    for post in compose.compose(dns(), NOWHERE, OPTIONS, RULES).posts:
        assert len(post.alts) == len(post.deck.slides)
        assert all(0 < len(alt) <= 1_000 for alt in post.alts)
        assert compose.deck_words(post.deck) == [compose.shown(slide) for slide in post.deck.slides]


@given(st.lists(st.sampled_from(["It waits.", "Then it ends.", "x" * 90, "短い文。"]), max_size=40).map(" ".join))
def test_a_long_one_ends_with_a_sentence(words: str) -> None:
    found = limited(words, 300)
    assert len(found) <= 300
    assert words.startswith(found.removesuffix("…").rstrip())


def test_a_deck_without_slides_says_nothing() -> None:
    assert compose.deck_words(Deck(())) == []


def test_the_decks_language_names_what_is_shown() -> None:
    slide = Slide("code", HERE, plain("Zahlen"), code=code("x = 1", "python"))
    assert compose.alt(slide, "de") == "Zahlen. Code, python: 1 Zeilen: x = 1."
    assert compose.alt(slide, "tlh") == compose.alt(slide)
