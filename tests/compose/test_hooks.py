"""The first line of a post."""

from __future__ import annotations

from dataclasses import replace

import pytest

from post_forge.compose.collect import slots_of
from post_forge.compose.hooks.finding import Hook, hooks, in_two
from post_forge.compose.hooks.scoring import led
from post_forge.compose.language import judge
from post_forge.compose.language.phrases import phrases_for
from post_forge.compose.units.choosing import Unit, plan
from post_forge.compose.values import Collection
from post_forge.model import Block, Section
from tests.compose.builders import bullets, note, para, section, steps, table
from tests.compose.samples import COMPARISON, NEGATIVE_CACHING, QUESTION
from tests.compose.test_units import long_section

PHRASES = phrases_for("en", ())


def of(written: Section) -> list[Hook]:
    return hooks(unit_of(written), PHRASES)


def unit_of(written: Section) -> Unit:
    """The unit made of one section, which stands in a long note."""
    whole = note("N", long_section("Locks wait"), long_section("Queues grow"), written)
    units, refused = plan(whole, slots_of(whole, Collection()), "", PHRASES)
    [unit] = [unit for unit in units if unit.name.endswith(str(written.title))] or [None]
    assert unit, refused
    return unit


def best(*content: Block | Section, title: str = "A lease on a job") -> str:
    return of(section(title, *content))[0].words


FILL = para(
    "A worker takes a job from the table and holds a lease on it. The lease ends after 30 seconds. "
    "Workers that need longer must ask again. Most of them never ask at all."
)


def test_a_question_opens_with_its_scenario() -> None:
    found = of(QUESTION)
    assert (
        found[0].words
        == "Your health check removes a dead host from DNS within 10 seconds. Users see errors for 5 minutes."
    )
    assert not found[0].asks
    assert found[1].asks


def test_a_trap_opens_with_what_goes_wrong() -> None:
    assert of(NEGATIVE_CACHING)[0].words == "You open the new URL before creating the record."


def test_a_claim_is_quoted_and_refuted() -> None:
    words = best(
        bullets(
            '**"Locks are slow."** A free lock takes a few nanoseconds.',
            '**"Locks are safe."** Two of them can wait for each other.',
            '**"Locks are fair."** Most of them are not, and a waiter may starve.',
        )
    )
    assert words == "“Locks are slow.”\nIt does not hold. A free lock takes a few nanoseconds."


def test_a_claim_that_is_partly_true_is_not_refuted() -> None:
    words = best(bullets('**"Locks are slow."** Sometimes they are.', '**"Locks are safe."** Sometimes.'), FILL, FILL)
    assert "It does not hold" not in words


def test_a_comparison_asks_and_shows_the_row_with_opposite_verdicts() -> None:
    assert of(COMPARISON)[0].words == ("Round robin or Weighted?\nSupports a canary – Round robin: No, Weighted: Yes.")


def test_a_table_of_attributes_is_no_choice() -> None:
    content = table("Record | Holds | Note", "A | An address | Cached 60 seconds", "MX | A mail server | Lowest wins")
    assert " or " not in best(FILL, content, FILL)


def test_else_the_title_leads_the_first_sentence() -> None:
    dull = para("Rows lie in a table beside a column for the time. " * 4)
    assert best(para("Jobs leave the table in pairs at noon. " * 2), dull, dull) == (
        "A lease on a job: Jobs leave the table in pairs at noon."
    )


def test_a_sentence_with_a_number_or_a_failure_needs_no_title() -> None:
    assert best(para("A lease of 30 seconds loses one job in ten at night."), FILL, FILL).startswith(
        "A lease of 30 seconds"
    )


def test_a_definition_is_the_last_resort() -> None:
    words = best(
        para("A lease is a kind of lock that ends by itself."), FILL, para("Nobody renews it, so two workers run.")
    )
    assert not words.startswith("A lease is")


def test_a_procedure_without_prose_opens_with_its_title_above_all_its_steps() -> None:
    words = best(
        steps(*[f"Ask server number {one} what it knows about the name." for one in ("one", "two", "three", "four")])
    )
    assert words == "A lease on a job"


@pytest.mark.parametrize(
    "words",
    [
        "It locks the row before it reads the value.",
        "However, the cache is cold and the users wait.",
        "See the manual for the whole list of codes.",
        "These are the reasons why the planner walks past:",
        "Too short.",
        "x" * 141,
        "As mentioned above the planner walks past your index.",
        "(In short, eight hours of talk for one of work.)",
        "no health checks, so a dead host keeps its share.",
    ],
)
def test_what_may_never_be_a_hook(words: str) -> None:
    assert judge.forbidden(words)


def test_a_hook_in_chinese_counts_wide_characters_twice() -> None:
    assert not judge.forbidden("分库分表之后主键如何处理这个问题你必然要面对吗")
    assert judge.forbidden("超时很常见。")


def test_all_candidates_keep_the_rules() -> None:
    for written in (QUESTION, NEGATIVE_CACHING, COMPARISON):
        for hook in of(written):
            assert not judge.forbidden(hook.words)


def test_a_long_hook_parts_at_a_semicolon() -> None:
    words = "At 500 calls a second the rule opens within 8 seconds; at 2 calls a second it needs half an hour."
    assert in_two(words) == (
        "At 500 calls a second the rule opens within 8 seconds.\nAt 2 calls a second it needs half an hour."
    )
    assert in_two("Short; and sweet.") == "Short; and sweet."


def test_the_chapters_first_sentence_goes_before_one_from_the_middle() -> None:
    queue = para("A queue in front of a full compartment hides the problem and makes it worse. It grows all day.")
    middle = bullets(
        "**The trap:** The newest request waits 50 seconds, its user left after 5, and nobody reads the answer.",
        "**The fix:** Bound the queue by the time that people will wait, say five seconds, and refuse the rest.",
    )
    assert best(queue, middle, FILL).endswith(
        "A queue in front of a full compartment hides the problem and makes it worse."
    )


def test_an_item_opens_only_where_nothing_else_does() -> None:
    items = bullets(
        "**Callers win:** A checkout falls back in under a millisecond instead of 2 seconds.",
        "**The callee wins:** A drowning service gets silence, which is what it needs to recover.",
        "**You win:** One state change in the log replaces ten thousand timeouts.",
    )
    words = best(
        para("Memory between calls spares everybody the wait for a service that has failed for minutes."), items
    )
    assert words.endswith("a service that has failed for minutes.")


def test_a_fix_is_no_trap() -> None:
    words = [hook.words for hook in of(section("Keys", FILL, bullets(
        "**The trap:** Two servers both read 99 and both write 100, so one request too many passes.",
        "**Rule of thumb:** If fewer than nine in ten queries name the key, it is the wrong key.",
    )))]  # fmt: skip
    assert "If fewer than nine in ten queries name the key, it is the wrong key." not in words


def test_a_short_question_brings_the_first_words_of_its_answer() -> None:
    found = of(section("Is it locked?", para("A row that is read is not locked. Two readers never wait."), FILL))
    assert found[0].words == "Is it locked?\nA row that is read is not locked."
    assert found[0].asks


def test_a_title_in_lower_case_may_lead() -> None:
    assert not judge.forbidden("cumsum: Creates a list of partial sums.")
    assert judge.forbidden("a scoped escape hatch for low-level code that you write.")


def test_an_item_that_is_no_sentence_opens_nothing() -> None:
    assert not of(
        section("Review techniques", steps(*[f"Input validation of the {one} kind here" for one in "abcdef"]))
    )


def test_a_step_of_several_opens_nothing() -> None:
    assert judge.forbidden("Brown butter tart: 1. Preheat the oven to 220 degrees.")
    assert judge.forbidden("Step 2: Commit the change and wait for the build to end.")
    assert not judge.forbidden("Redis 7: a function outlives the client that sent it to the server.")


def test_a_concrete_sentence_wins_over_a_dull_opening() -> None:
    dull = "Naming the owner of a job is very important. "
    told = "Two workers without a lease lose 40 minutes of work and fail in silence. "
    assert best(para(dull + told + SHORT), FILL, title="Owners") == told.strip()


def test_a_sentence_from_the_middle_that_leans_on_another_opens_nothing() -> None:
    dull = "Naming the owner of a job is very important. "
    told = "If worker A selects it first, the job fails 1,200 times in a night. "
    assert told.strip() not in [hook.words for hook in of(section("Owners", para(dull + told + SHORT), FILL))]


def test_a_sentence_that_repeats_its_heading_loses() -> None:
    echo = para("There are two reasons to give your workers a place to wait. Both of them cost some money.")
    told = para("Workers that spin waste 40 minutes of a core and block the machine. " + SHORT)
    words = [hook.words for hook in of(section("Give your workers a place to wait", echo, told, FILL))]
    assert words[0] == "Give your workers a place to wait"
    echoed = words.index("There are two reasons to give your workers a place to wait.")
    assert words.index("Workers that spin waste 40 minutes of a core and block the machine.") < echoed
    law = para("All locks are wrong, but some are useful. A lock that nobody needs costs nobody anything at all.")
    assert best(law, FILL, title="All locks are wrong").endswith("All locks are wrong, but some are useful.")


def test_what_should_not_be_done_opens_nothing() -> None:
    done = bullets(
        "Use a lease for every job of the table.", "Renew the lease every 10 seconds.", "Log the owner's name."
    )
    dont = bullets(
        "Crash the worker when 3 jobs fail.", "Lose the lease after 30 seconds.", "Retry 100 times a second."
    )
    found = of(section("Rules for leases", para("**Do**:"), done, para("**Don’t**:"), dont, FILL))
    assert not [hook.words for hook in found if "Crash" in hook.words or "Lose" in hook.words or "100" in hook.words]


SHORT = "Nobody sees it before the bill comes."


def test_a_livelier_hook_takes_the_place_of_a_flat_one_that_is_hardly_better() -> None:
    """A list of ways to share load: the first item is plain, the third says what surprises."""
    unit = unit_of(section("Sharing load", FILL))
    flat = Hook("Round Robin: Return several A records, shuffled.", 2.9, frozenset({"a"}), unit.source)
    lively = Hook(
        "Geo Routing: The server answers by where the resolver is — not the user.", 2.1, frozenset({"b"}), unit.source
    )
    far = replace(lively, score=1.5)
    same = replace(lively, used=flat.used)
    assert led(unit, [flat, lively]) == [lively, flat]
    assert led(unit, [flat, far]) == [flat, far]
    assert led(unit, [flat, same]) == [flat, same]
    assert led(unit, [lively, flat]) == [lively, flat]
