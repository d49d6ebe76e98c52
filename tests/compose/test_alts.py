"""Alternative texts and plain texts of slides."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from post_forge import compose
from post_forge.compose.slides.alts import limited
from post_forge.compose.units.mermaid import read
from post_forge.model import Deck, Grid, Picture, Point, Slide, plain
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


def test_a_diagram_is_told_in_words() -> None:
    drawn = read("graph LR\n C[Client] -->|POST /pay| G[Gateway]\n G --> S[(Store)]\n subgraph x[Our side]\n G\n end")
    slide = Slide("diagram", HERE, plain("The path"), diagram=drawn)
    said = "Our side (Gateway); Client to Gateway: POST /pay; Gateway to Store."
    assert compose.alt(slide) == f"The path. Diagram: {said}"
    assert compose.alt(slide, "de").startswith("The path. Diagramm: ")
    assert compose.shown(slide).split("\n") == ["The path", "Our side", "Client", "POST /pay", "Gateway", "Store"]


def test_a_sequence_is_told_in_its_order() -> None:
    drawn = read("sequenceDiagram\n A->>B: ask\n Note over A: waits\n loop often\n B-->>A: answer\n end")
    assert compose.alt(Slide("diagram", HERE, diagram=drawn)) == (
        "Diagram: A to B: ask; A: waits; loop often; B to A: answer."
    )


def test_changes_and_sessions_are_named_and_read_out() -> None:
    change = Slide("diff", HERE, plain("Wait"), code=code("-a\n+b", "diff", "wait.py"))
    assert compose.alt(change) == "Wait. Change, wait.py: 2 lines: -a +b."
    session = Slide("terminal", HERE, plain("Look"), code=code("$ ls\na", "console"))
    assert compose.alt(session) == "Look. Terminal: 2 lines: $ ls a."
    assert compose.alt(change, "de").startswith("Wait. Änderung, wait.py")


def test_boxes_say_whether_they_are_ticked() -> None:
    points = (Point(plain("Measured"), mark="yes"), Point(plain("Limited")))
    assert compose.alt(Slide("checklist", HERE, plain("Ship"), points=points)) == "Ship. ✓ Measured. ☐ Limited."


def test_a_comparison_is_read_side_by_side() -> None:
    rows = ((plain("Free"), plain("Blind")), (plain("Quick"), plain("")))
    grid = Grid((plain("Pros"), plain("Cons")), rows, ("left", "left"))
    slide = Slide("compare", HERE, plain("Pools"), table=grid, more={"marks": "yes,no"})
    assert compose.alt(slide) == "Pools. Pros: ✓ Free; ✓ Quick. Cons: ✗ Blind."


def test_a_callout_says_its_kind_and_a_part_its_number() -> None:
    slide = Slide("callout", HERE, paragraphs=(plain("It waits."),), more={"kind": "warning"})
    assert compose.alt(slide) == "Warning: It waits."
    assert compose.alt(slide, "de") == "Warnung: It waits."
    assert compose.alt(slide, "tlh") == "It waits."
    assert compose.alt(Slide("divider", HERE, plain("Locks"), more={"number": "2"})) == "2. Locks."


def test_a_picture_is_described_once() -> None:
    shown = Picture("load.png", "Load by hour", HERE)
    assert compose.alt(Slide("picture", HERE, plain("Noon"), picture=shown)) == "Noon. Load by hour."
    captioned = Slide("picture", HERE, plain("Noon"), picture=shown, caption=plain("Load by hour"))
    assert compose.alt(captioned) == "Noon. Load by hour."
