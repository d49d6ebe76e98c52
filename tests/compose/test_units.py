"""What becomes a unit, and what does not."""

from __future__ import annotations

from post_forge.compose.collect import slots_of
from post_forge.compose.language.phrases import phrases_for
from post_forge.compose.units.choosing import Unit, plan, topic
from post_forge.compose.values import Collection
from post_forge.model import Block, Note, Refusal, Section
from tests.compose.builders import bullets, code, directive, note, para, section, steps
from tests.compose.samples import dns

FILLER = (
    "A retry of a lost payment may charge the customer twice. The gateway waits 30 seconds before it gives up. "
    "Nobody sees the second charge until the end of the month. The bank then takes the money back with a fee."
)


def units(written: Note, *slots: str) -> tuple[list[Unit], list[Refusal]]:
    collection = Collection(frozenset(slots))
    return plan(written, slots_of(written, collection), "", phrases_for("en", ()))


def long_section(title: str, *content: Block | Section) -> Section:
    return section(
        title, *(para(FILLER.replace("payment", thing)) for thing in ("order", "refund", "loan", "gift")), *content
    )


def test_each_family_of_a_long_note_is_a_unit() -> None:
    found, refused = units(dns())
    assert [(unit.name, unit.kind) for unit in found] == [
        ("Negative caching", "trap"),
        ("Debugging a slow lookup", "steps"),
        ("Round robin vs weighted records", "compare"),
        (
            "Your health check removes a dead host from DNS within 10 seconds. Users see errors for 5 minutes. Why?",
            "qa",
        ),
    ]
    assert [(one.title, one.rule) for one in refused] == [("DNS: Senior Backend Engineer Reference", "unit.scene")]


def test_a_short_note_is_one_unit() -> None:
    found, _ = units(note("One law", para(FILLER), code("x = 1", "python")))
    assert [(unit.name, unit.whole) for unit in found] == [("One law", True)]


def test_where_headings_are_slots_the_file_is_the_unit() -> None:
    written = note(
        "Indexing",
        *(long_section(title) for title in ("The story so far", "Under load", "What it costs you", "A bit of history")),
    )
    found, _ = units(written, "the story so far", "under load", "what it costs you", "a bit of history")
    assert [unit.name for unit in found] == ["Indexing"]
    assert len(units(written)[0]) > 1


def test_a_generic_heading_never_stands_alone() -> None:
    written = note("Injection", long_section("Cost"), long_section("What it is"), long_section("Defence in depth"))
    assert "What it is" not in [unit.name for unit in units(written)[0]]


def test_too_little_is_refused_with_its_line() -> None:
    written = note(
        "N",
        long_section("Locks wait"),
        long_section("Queues grow"),
        long_section("Caches lie"),
        section("Clocks drift", para("Only one short line here.")),
    )
    _, refused = units(written)
    assert [(one.title, one.rule) for one in refused] == [("Clocks drift", "unit.stub")]
    assert refused[0].source.line > 1
    assert refused[0].reason == "too little for a post of its own"


def test_references_and_the_like_are_never_posted() -> None:
    written = note(
        "N",
        long_section("Locks wait"),
        long_section("Queues grow"),
        long_section("References"),
        long_section("See also"),
    )
    found, refused = units(written)
    assert [unit.name for unit in found] == ["Locks wait", "Queues grow"]
    assert refused == []


def test_small_siblings_make_one_family() -> None:
    traps = [
        section(
            f"Trap number {name}",
            para(f"The {name} job runs twice and nobody sees it."),
            para(f"**The Fix:** Give the {name} job a key."),
        )
        for name in ("first", "second", "third")
    ]
    written = note("Jobs", section("Jobs that hurt", *traps), long_section("Queues grow"), long_section("Caches lie"))
    assert [unit.name for unit in units(written)[0]] == ["Jobs that hurt", "Queues grow", "Caches lie"]


def test_a_strong_piece_leaves_its_family() -> None:
    names = [unit.name for unit in units(dns())[0]]
    assert "Negative caching" in names
    assert "Records you touch every week" not in names


def test_questions_stand_alone_and_short_ones_together() -> None:
    short = [section(f"Is number {number} a lock?", para("Yes, it is one. It waits.")) for number in range(3)]
    written = note("Locks", long_section("Locks wait"), long_section("Queues grow"), section("Interview Q&A", *short))
    found = units(written)[0]
    assert [(unit.name, unit.kind) for unit in found][-1] == ("3 questions about Locks", "qa")


def test_a_comment_begins_a_post_and_another_skips_a_section() -> None:
    written = note(
        "N",
        long_section("Locks wait", directive("post", "my-slug")),
        section("Small", para("Only one short line here.")),
        long_section("Queues grow", directive("skip")),
        long_section("Caches lie"),
    )
    found, _ = units(written)
    assert [(unit.name, unit.key, unit.pinned) for unit in found] == [
        ("Locks wait", "Locks wait", False),
        ("N: Small", "my-slug", True),
        ("Queues grow", "Queues grow", False),
    ]


def test_a_comment_inside_a_section_begins_a_post_there() -> None:
    written = note(
        "N",
        section("Locks wait", para(FILLER), directive("post", "mine"), para(FILLER)),
        long_section("Queues grow"),
        long_section("Caches lie"),
    )
    assert ("mine", True) in [(unit.key, unit.pinned) for unit in units(written)[0]]


def test_a_long_list_item_never_makes_a_unit_of_two_slides() -> None:
    written = note(
        "N", long_section("Locks wait"), long_section("Queues grow"), section("Steps", steps("Open it.", "Close it."))
    )
    assert "Steps" not in [unit.name for unit in units(written)[0]]


def test_a_title_of_one_word_takes_the_notes_topic_along() -> None:
    written = note(
        "Redis Cheat Sheet", long_section("Memory"), long_section("Two"), section("Checklist", bullets(*[FILLER] * 4))
    )
    assert "Redis: Checklist" in [unit.name for unit in units(written)[0]]


def test_the_topic_of_a_title() -> None:
    assert topic("DNS: Senior Backend Engineer Reference") == "DNS"
    assert topic("Bot Management Cheat Sheet") == "Bot Management"
    assert topic("Introduction to Locks") == "Locks"
    assert topic("A very long title that says everything there is to say") == ""


SCENE = para(
    "At 09:05 on the last Monday of the quarter nobody could log in. Twenty accountants had pressed Export within the "
    "same minute, and the pool had 20 connections."
)


def test_an_opening_scene_leads_into_the_first_chapter() -> None:
    written = note(
        "Pools", SCENE, long_section("One pool, one fate"), long_section("Queues grow"), long_section("Caches lie")
    )
    found, refused = units(written)
    assert [(unit.name, unit.scene) for unit in found] == [
        ("One pool, one fate", True),
        ("Queues grow", False),
        ("Caches lie", False),
    ]
    assert found[0].chapters[0].parts[0].source.line < found[0].source.line
    assert refused == []


def test_a_lead_that_teaches_nothing_is_refused_and_one_that_teaches_is_a_post() -> None:
    sections = (long_section("Locks wait"), long_section("Queues grow"), long_section("Caches lie"))
    _, refused = units(note("Pools", para(FILLER), *sections))  # nothing has happened: no scene
    assert [one.rule for one in refused] == ["unit.scene"]
    tips = bullets(*(f"**Tip {number}:** {FILLER}" for number in range(4)))
    found, _ = units(note("Pools", para(FILLER), tips, *sections))
    assert found[0].whole


def test_a_scene_opens_no_question() -> None:
    asked = section("Your pool is empty at noon. What do you look at first?", para(FILLER), para(FILLER))
    found, refused = units(note("Pools", SCENE, asked, long_section("Queues grow"), long_section("Caches lie")))
    assert not any(unit.scene for unit in found)
    assert [one.rule for one in refused] in ([], ["unit.scene"], ["unit.small"])
