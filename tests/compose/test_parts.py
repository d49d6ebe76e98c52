"""Blocks read as parts."""

from __future__ import annotations

import pytest

from post_forge.compose.units.parts import Reader
from post_forge.compose.values import CodePart, Entries, Part, Prose, QuotePart, TablePart
from post_forge.model import Block
from tests.compose.builders import (
    bullets,
    callout,
    code,
    directive,
    formula,
    item,
    para,
    quote,
    steps,
    table,
)


def read(*blocks: Block, answers: bool = False) -> list[Part]:
    reader = Reader(answers)
    reader.read(blocks)
    return reader.parts


def sentences(part: Part) -> list[str]:
    assert isinstance(part, Prose | QuotePart)
    return [one.plain for one in part.sentences]


def entries(part: Part) -> list[tuple[str, str, list[str]]]:
    assert isinstance(part, Entries)
    return [(one.name, one.role, [sentence.plain for sentence in one.sentences]) for one in part.entries]


def test_labelled_paragraphs_make_one_list() -> None:
    [part] = read(para("**The Trap:** It waits."), para("**The Fix:** Stop the job at once. Then wait."))
    assert entries(part) == [
        ("The Trap", "trap", ["It waits."]),
        ("The Fix", "fix", ["Stop the job at once.", "Then wait."]),
    ]


def test_a_label_on_a_line_of_its_own_names_what_follows() -> None:
    [part] = read(para("**The Fix:**"), steps("Open it.", "Close it."))
    assert isinstance(part, Entries)
    assert (part.title, part.role, part.ordered) == ("The Fix", "fix", True)


def test_a_line_with_a_colon_names_what_follows_and_is_no_sentence() -> None:
    prose, listing = read(para("Indexes cost. Index costs:"), bullets("Writes.", "Space."))
    assert sentences(prose) == ["Indexes cost."]
    assert isinstance(listing, Entries)
    assert listing.title == "Index costs"


def test_a_line_without_a_full_stop_before_code_leads_to_it() -> None:
    [part] = read(para("Using Nginx"), code("server {}", "nginx"))
    assert isinstance(part, CodePart)
    assert part.title == "Using Nginx"


def test_pointers_and_links_are_no_sentences() -> None:
    [part] = read(para("It fails. See the manual for details. [The paper](https://x.org) It costs money."))
    assert sentences(part) == ["It fails.", "The paper It costs money."]
    assert read(para("[The law on Wikipedia](https://x.org)")) == []
    assert read(para("Visit https://example.org now.")) == []


def test_lists_of_links_and_lists_after_see_also_are_left_out() -> None:
    links = bullets("[One](https://x.org/1)", "[Two](https://x.org/2)", "[Three](https://x.org/3)")
    assert read(links) == []
    assert read(para("See also:"), bullets("The KISS Principle", "Occam's Razor")) == []


def test_a_sentence_after_a_lost_one_knows_of_the_gap() -> None:
    reader = Reader()
    reader.read([para(r"It grows as $\frac{a}{b}$ does. It hurts. Costs $n^2$ rise.")])
    [part] = reader.parts
    assert isinstance(part, Prose)
    assert [(one.plain, one.gap) for one in part.sentences] == [("It hurts.", True), ("Costs n² rise.", False)]
    assert len(reader.formulas) == 1


def test_a_block_formula_is_counted_and_left_out() -> None:
    reader = Reader()
    reader.read([formula(r"\sum x"), para("It is.")])
    assert len(reader.parts) == 1
    assert len(reader.formulas) == 1


def test_an_answer_loses_the_quotation_marks_around_it() -> None:
    first, second = read(para('**Answer:** "It is gone.'), para('Look "here" first."'), answers=True)
    assert entries(first) == [("Answer", "answer", ["It is gone."])]
    assert sentences(second) == ['Look "here" first.']


def test_an_item_may_have_labels_verdicts_and_lists_below() -> None:
    [part] = read(
        bullets("✅ **Fast:** It is.", item("**Rule:** Keep it.", bullets("_Example:_ One day it was gone.")), "Plain.")
    )
    assert isinstance(part, Entries)
    assert [one.mark for one in part.entries] == ["yes", "", ""]
    assert [(one.name, one.role) for one in part.entries[1].below] == [("Example", "example")]


def test_a_list_of_headings_is_read_as_the_lists_below_them() -> None:
    parts = read(bullets(item("Make the crust", steps("Mix.", "Bake.")), item("Fill it", steps("Beat.", "Pour."))))
    assert [(part.title, part.ordered) for part in parts if isinstance(part, Entries)] == [
        ("Make the crust", True),
        ("Fill it", True),
    ]


def test_the_lesson_in_the_last_item_closes_the_list() -> None:
    listing, after = read(steps("Open it.", "Close it. The lesson: doors are doors."))
    assert entries(listing)[-1] == ("", "", ["Close it."])
    assert entries(after) == [("The lesson", "lesson", ["doors are doors."])]


def test_a_claim_in_quotation_marks_is_a_claim() -> None:
    [part] = read(bullets('**"More is faster."** It is not.'))
    assert entries(part) == [('"More is faster."', "claim", ["It is not."])]


def test_a_quotation_takes_the_name_below_it() -> None:
    [part] = read(quote("Never attribute to malice what is explained by haste.", "Robert J. Hanlon"))
    assert isinstance(part, QuotePart)
    assert sentences(part) == ["Never attribute to malice what is explained by haste."]
    assert str(part.by) == "Robert J. Hanlon"


def test_a_warning_is_a_trap_without_a_label() -> None:
    [part] = read(callout("warning", "It deletes everything."))
    assert entries(part) == [("", "trap", ["It deletes everything."])]


def test_a_chain_is_drawn_and_mermaid_is_never_shown() -> None:
    [chain] = read(code("client -> proxy -> server -> disk"))
    assert isinstance(chain, CodePart)
    assert chain.figure is not None
    [drawn] = read(code("graph TD\n  A --> B\n  A --> C\n", "mermaid"))
    assert isinstance(drawn, CodePart)
    assert drawn.diagram
    reader = Reader()
    reader.read([code("classDiagram\n  A <|-- B\n", "mermaid"), code("digraph { a -> b }", "dot")])
    assert reader.parts == []
    assert [what.partition(":")[0] for what, _ in reader.dropped] == ["mermaid", "figure"]


def test_a_drawing_is_no_code_and_a_wide_one_is_left_out() -> None:
    [part] = read(code("┌───┐\n│ a │\n└───┘"))
    assert isinstance(part, CodePart)
    assert part.diagram
    reader = Reader()
    reader.read([code("a ─────> b" + " " * 60 + "c ───> d\n|\nx")])
    assert [what for what, _ in reader.dropped] == ["diagram"]


def test_comments_steer_the_next_block() -> None:
    first, second = read(
        para("One."),
        directive("slide"),
        directive("layout", "statement"),
        para("Two."),
        directive("skip"),
        para("Three."),
    )
    assert (first.breaks, first.layout) == (False, "")
    assert (second.breaks, second.layout) == (True, "statement")


def test_tables_keep_the_line_that_led_to_them() -> None:
    [part] = read(para("Index types:"), table("Type | Use", "Hash | Equality"))
    assert isinstance(part, TablePart)
    assert part.title == "Index types"


@pytest.mark.parametrize(
    "line",
    [
        "The advantages of a queue are -",
        "The advantages of a queue are –",
        "There are several kinds of queue, e.g.",
        "There are several kinds of queue, such as",
        "Es gibt mehrere Arten, z. B.",
    ],
)
def test_a_line_that_only_leads_to_a_list_is_no_sentence(line: str) -> None:
    parts = read(para(f"Queues grow. {line}"), bullets("They keep the order.", "They keep the load even."))
    assert sentences(parts[0]) == ["Queues grow."]


def test_a_dash_in_a_sentence_leads_to_nothing() -> None:
    [part] = read(para("Queues grow – and nobody sees it. Use e.g. a limit."))
    assert sentences(part) == ["Queues grow – and nobody sees it.", "Use e.g. a limit."]


@pytest.mark.parametrize(
    "words",
    [
        "Below diagram shows a hierarchy of errors.",
        "The diagram below shows a hierarchy of errors.",
        "Pass the value to the query as shown below.",
        "We'll cover these situations below.",
        "The following may prove useful for the talk.",
        "If the above research was done, read it again.",
        "Use tools like this one to help you do that.",
        "Die Reihenfolge zeigt 下図.",
    ],
)
def test_a_sentence_about_what_is_not_there_stays_out(words: str) -> None:
    [part] = read(para(f"Queues grow. {words}"))
    assert sentences(part) == ["Queues grow."]


@pytest.mark.parametrize(
    "words",
    [
        "The job runs on the following day.",
        "A load above 80 % makes the queue grow.",
        "Latency falls below the limit of a second.",
        "Keep the list short and the table small.",
        "Following the request through the logs takes an hour.",
    ],
)
def test_words_that_only_look_like_pointing_stay(words: str) -> None:
    [part] = read(para(f"Queues grow. {words}"))
    assert sentences(part) == ["Queues grow.", words]


def test_a_procedure_keeps_a_step_that_points() -> None:
    [part] = read(steps("Run the following command.", "Wait for a minute."))
    assert [said for _, _, said in entries(part)] == [["Run the following command."], ["Wait for a minute."]]


def test_scraps_of_a_list_are_no_items() -> None:
    items = bullets(
        "Linters for shell scripts", "Etc...", "Source: [queue.py](https://example.org)", "To do this you will:"
    )
    [part] = read(items)
    assert [said for _, _, said in entries(part)] == [["Linters for shell scripts"]]
    [kept] = read(bullets("Retry: once", "Sources: the log and the trace", "and more memory than the job needs"))
    assert len(entries(kept)) == 3
