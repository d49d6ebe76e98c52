"""A note from end to end: what the author writes wins, what is unsafe stays, what is left out is told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from post_forge import compose
from post_forge.compose.values import Finding
from post_forge.model import Post
from tests.compose.builders import by_hand, code, directive, note, para, section
from tests.compose.samples import dns
from tests.compose.test_texts import NOWHERE, OPTIONS, RULES, jobs
from tests.compose.test_units import long_section

LAW = note(
    "One law",
    para("Debugging is twice as hard as writing the code. Everyone who tried it at night knows that this is true."),
    para("If you write the code as cleverly as you can, you are not clever enough to find its mistakes."),
    para("Simple code is read by tired people. Nobody has ever complained that a program was too easy to read."),
)


def made(written: object, options: compose.Options = OPTIONS) -> compose.Composed:
    return compose.compose(written, NOWHERE, options, RULES)  # type: ignore[arg-type]


def only(written: object) -> Post:
    [post] = made(written).posts
    return post


@pytest.mark.parametrize(("matter", "reason"), [({"status": "draft"}, "draft"), ({"private": True}, "private")])
def test_a_draft_and_a_private_note_make_nothing_unless_forced(matter: dict[str, object], reason: str) -> None:
    written = replace(LAW, matter=replace(LAW.matter, **matter))  # type: ignore[arg-type]
    done = made(written)
    assert (done.posts, [one.rule for one in done.refusals]) == ((), ["note.status"])
    assert reason in done.refusals[0].reason
    assert made(written, replace(OPTIONS, force_private=True)).posts


def test_a_post_knows_where_it_comes_from() -> None:
    post = made(dns()).posts[0]
    assert (post.id, post.title, post.kind, post.note) == (
        "note/negative-caching",
        "Negative caching",
        "trap",
        "note.md",
    )
    assert post.source.line > 1
    assert all(source.line > 1 for sources in post.sources.values() for source in sources)
    assert post.score == sum(post.reasons.values())
    assert post.reasons["type"] == 4
    assert post.hooks[0] == "You open the new URL before creating the record."
    assert post.fingerprint
    assert not post.pinned


def secret(words: str) -> list[Finding]:
    at = words.find("hunter2")
    return [("a password", at, at + 7)] if at >= 0 else []


def test_a_unit_with_a_secret_is_refused_with_the_line() -> None:
    leak = section(
        "Queues grow", para("A queue of 5 million messages is lost."), code("a = 1\npw = 'hunter2'", "python")
    )
    written = replace(jobs("It is."), sections=(*jobs("It is.").sections[:1], *note("x", leak).sections))
    done = made(written, replace(OPTIONS, sensitive=secret))
    [refusal] = [one for one in done.refusals if one.rule == "unit.sensitive"]
    assert refusal.reason.endswith("a password")
    assert str(refusal.source.line) in refusal.reason
    assert all("hunter2" not in str(post) for post in done.posts)


def test_a_text_written_by_hand_is_taken_word_for_word() -> None:
    words = "**Mine**, as it stands.\n---\nThe second part."
    post = only(replace(LAW, lead=(*LAW.lead, by_hand("x", words), by_hand("", "For all the others."))))
    assert post.texts["x"] == ("**Mine**, as it stands.", "The second part.")
    assert post.texts["linkedin"] == ("For all the others.",)


def test_a_text_written_by_hand_that_is_too_long_is_an_error_with_its_line() -> None:
    [problem] = made(replace(LAW, lead=(*LAW.lead, by_hand("x", "word " * 80)))).problems
    assert (problem.rule, problem.severity) == ("post.length", "error")
    assert "400 characters of 280" in problem.message


def test_what_the_author_asks_for_is_not_judged() -> None:
    written = note(
        "N", long_section("Locks wait", directive("post", "Mine")), section("Small", para("A short line of words."))
    )
    post = {one.id: one for one in made(written).posts}["note/mine"]
    assert post.pinned
    assert set(post.texts) == set(RULES)


def test_question_link_series_and_tags_come_from_the_front_matter() -> None:
    written = replace(
        LAW,
        matter=replace(
            LAW.matter, question="Who reads yours?", url="https://example.org/law", hashtags=("Laws",), series="Laws"
        ),
    )
    post = only(written)
    assert "Who reads yours?" in post.texts["linkedin"][0]
    assert str(post.deck.slides[-1].title) == "Who reads yours?"
    assert post.texts["x"][0].endswith("https://example.org/law\n\n#Laws")
    assert "https" not in post.texts["instagram"][0]
    assert post.deck.slides[0].kicker == "Laws"


def test_a_weak_unit_is_refused_with_its_points() -> None:
    dull = note(
        "Overview of the tool",
        para("The tool has a menu with entries. The entries have names. The names have letters. " * 4),
    )
    done = made(dull)
    assert done.posts == ()
    assert [one.rule for one in done.refusals] == ["unit.score"]
    assert made(dull, replace(OPTIONS, least=-9)).posts


def test_what_the_slides_leave_out_is_told() -> None:
    written = replace(
        LAW,
        lead=(
            *LAW.lead,
            code("classDiagram\n  A <|-- B", "mermaid"),
            code("a ────> b" + " " * 60 + "c", ""),
            para(r"It grows as $\frac{a}{b}$ does."),
        ),
    )
    done = made(note("One law", *written.lead))
    assert sorted(problem.rule for problem in done.problems) == ["post.diagram", "post.formula", "post.mermaid"]
    assert all(problem.severity == "warning" and problem.source and problem.source.line for problem in done.problems)


def test_two_units_that_say_the_same_make_one_post() -> None:
    done = made(note("N", long_section("Locks wait"), long_section("Queues grow"), long_section("Caches lie")))
    assert len(done.posts) == 1
    assert {one.rule for one in done.refusals} == {"unit.twin"}


def test_equal_headings_make_posts_with_different_ids() -> None:
    first, second, third = (
        one.sections[0] for one in (jobs("x"), replace(jobs("x"), sections=jobs("x").sections[2:]), jobs("y"))
    )
    written = note(
        "N", *[replace(one, title=first.title) for one in (first, second)], replace(third, title=first.title)
    )
    identities = [post.id for post in made(written).posts]
    assert len(set(identities)) == len(identities)


def test_refusals_come_in_the_order_of_the_file() -> None:
    done = made(
        note("N", *[section(f"Part {number}", para("Too little.")) for number in range(4)], long_section("Locks wait"))
    )
    lines = [one.source.line for one in done.refusals]
    assert lines == sorted(lines)


def test_an_empty_note_makes_nothing() -> None:
    assert made(note("Nothing")) == compose.Composed()
