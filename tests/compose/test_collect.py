"""What a whole folder tells."""

from __future__ import annotations

import json
from dataclasses import asdict

from post_forge import compose
from post_forge.compose.collect import slots_of
from tests.compose.builders import note, para, section


def topic(number: int, *titles: str) -> compose.NoteFacts:
    sections = [section(title, para("It fails.")) for title in titles]
    return compose.facts(note(f"Topic {number}", *sections, place=f"{number}.md"))


def test_facts_are_plain_values() -> None:
    facts = topic(1, "More detail", "More Detail ", "Locks")
    assert compose.NoteFacts(**json.loads(json.dumps(asdict(facts)))) == facts
    assert facts.headings == {"locks": 1, "more detail": 2}


def test_a_heading_in_five_files_is_a_slot() -> None:
    facts = [topic(number, "More detail", f"Own {number}") for number in range(5)]
    assert compose.survey(facts).slots == {"more detail"}
    assert compose.survey(facts[:4]).slots == frozenset()


def test_in_a_large_collection_it_takes_five_percent() -> None:
    facts = [topic(number, "More detail" if number < 9 else f"Own {number}") for number in range(200)]
    assert compose.survey(facts).slots == frozenset()
    facts = [topic(number, "More detail" if number < 10 else f"Own {number}") for number in range(200)]
    assert compose.survey(facts).slots == {"more detail"}


def test_a_note_sees_only_its_own_slots() -> None:
    collection = compose.Collection(frozenset({"more detail", "references"}))
    written = note("T", section("More detail", para("A.")), section("Twice", para("B.")), section("Twice", para("C.")))
    assert slots_of(written, collection) == {"more detail", "twice"}
    assert compose.view(collection, compose.facts(written)) == ("more detail",)
