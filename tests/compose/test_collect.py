"""What a whole folder tells."""

from __future__ import annotations

import json
import math
from dataclasses import asdict

from post_forge import compose
from post_forge.compose.collect import slots_of
from post_forge.model import Note
from tests.compose.builders import bullets, code, note, para, section
from tests.compose.samples import dns
from tests.compose.test_hooks import FILL
from tests.compose.test_texts import OPTIONS, RULES


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


def scored(*scores: str) -> list[compose.NoteFacts]:
    return [compose.NoteFacts(f"{number}", {}, {score: 1}) for number, score in enumerate(scores)]


def test_a_good_collection_keeps_the_usual_bar() -> None:
    assert compose.survey(scored("6", "2", "2", "2")).bar == math.inf
    assert compose.survey([]).bar == math.inf


def test_a_weak_collection_has_a_bar_that_one_unit_in_sixteen_reaches() -> None:
    assert compose.survey(scored("4", "3", *["2"] * 31)).bar == 2
    assert compose.survey(scored("4", "3", *["2"] * 30)).bar == 3
    assert compose.survey(scored(*["-1.5"] * 30)).bar == -1  # the floor


def test_like_notes_do_not_jump_over_the_bar_together() -> None:
    """A note more or less moves about one post, however much the notes are alike."""
    before: set[str] = set()
    for size in range(40, 60):
        collection = compose.survey(compose.facts(one) for one in snippets(size))
        found = {one.slug for one in snippets(size) if compose.compose(one, collection, OPTIONS, RULES).posts}
        assert len(found ^ before) <= 2 or not before
        before = found


def test_the_bar_is_part_of_the_view_and_never_of_the_text() -> None:
    written = dns()
    seen = compose.facts(written)
    low = compose.Collection(bar=3)
    assert compose.view(low, seen) == ("bar 3",)
    assert compose.view(compose.Collection(), seen) == ()
    strict = {post.id: post for post in compose.compose(written, compose.Collection(), OPTIONS, RULES).posts}
    for post in compose.compose(written, low, OPTIONS, RULES).posts:
        assert strict.get(post.id, post) == post


def test_facts_count_the_units_by_their_points() -> None:
    assert sum(compose.facts(dns()).scores.values()) == 4
    assert json.loads(json.dumps(asdict(compose.facts(dns()))))["scores"] == compose.facts(dns()).scores


def snippets(number: int) -> list[Note]:
    """Notes that are alike in every way but their words."""
    return [
        note(
            f"f{at}",
            para(f"Adds w{at}a w{at}b to the w{at}c of w{at}d w{at}e."),
            bullets(f"Use `sum` w{at}f over w{at}g values w{at}h.", f"Give w{at}i back w{at}j the w{at}k total."),
            code("def f(a):\n    return sum(a)", "py"),
            place=f"f{at}.md",
        )
        for at in range(number)
    ]


def test_thirty_snippets_give_some_posts() -> None:
    collection = compose.survey(compose.facts(one) for one in snippets(30))
    assert collection.bar < 4.5
    posts = [post for one in snippets(30) for post in compose.compose(one, collection, OPTIONS, RULES).posts]
    assert len(posts) == 2
    assert not any(compose.compose(one, compose.Collection(), OPTIONS, RULES).posts for one in snippets(30))


def test_what_an_earlier_note_says_in_the_same_words_is_a_copy() -> None:
    def told(name: str, words: str) -> Note:
        rest = [para(f"{one} {words}") for one in ("At noon the log says:", "At six the log says:")]
        return note(name, para(words), FILL, *rest, place=name)

    lost = "The retry pays twice because the answer was lost and not the request, and 40 customers call at night."
    other = "The cache keeps a stale price in the second region for 5 minutes, so the shop sells at a loss."
    first, second, third = told("a.md", lost), told("b.md", lost), told("c.md", other)
    collection = compose.survey(map(compose.facts, (first, second, third)))
    assert {slug for slug, _ in collection.copies} == {second.slug}
    assert compose.view(collection, compose.facts(first)) == ()
    assert any(one.startswith("copy") for one in compose.view(collection, compose.facts(second)))
    done = compose.compose(second, collection, OPTIONS, RULES)
    assert (done.posts, [one.rule for one in done.refusals]) == ((), ["unit.twin"])
    assert compose.compose(first, collection, OPTIONS, RULES).posts


def test_the_same_words_around_other_code_are_no_copy() -> None:
    def told(name: str, shown: str) -> Note:
        words = "The retry pays twice because the answer was lost and not the request, and 40 customers call at night."
        return note(name, para(words), FILL, code(shown), place=name)

    python = "with connection.begin():\n    answers.store(key, bank.charge(amount))\n    return answers.get(key)"
    sql = "INSERT INTO answers (key, amount)\nVALUES (:key, :amount)\nON CONFLICT (key) DO NOTHING;"
    first, second, third = told("a.md", python), told("b.md", sql), told("c.md", python)
    collection = compose.survey(map(compose.facts, (first, second, third)))
    assert {slug for slug, _ in collection.copies} == {third.slug}
    assert compose.compose(second, collection, OPTIONS, RULES).posts
