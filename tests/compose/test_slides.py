"""What slides a chapter gives: each within its budget, each from the author's own words."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from post_forge.compose.slides import Page, chapter_pages, slide_words
from post_forge.compose.slides.alts import shown
from post_forge.compose.slides.page import WORDS
from post_forge.compose.slides.prose import capitalised
from post_forge.compose.units.chapters import read_chapters
from post_forge.model import Block, Slide, plain
from tests.compose.builders import bullets, directive, item, note, para, quote, section, steps, table


def pages(*content: Block, title: str = "Locks wait", opening: bool = False, roomy: bool = False) -> list[Page]:
    _, [chapter] = read_chapters(note("N", section(title, *content)), frozenset())
    return chapter_pages(chapter, "Databases", opening, "{shown} of {all} rows", roomy)


def slides(*content: Block, **options: bool) -> list[Slide]:
    return [page.slide for page in pages(*content, **options)]  # type: ignore[arg-type]


def layouts(*content: Block, **options: bool) -> list[str]:
    return [slide.layout for slide in slides(*content, **options)]


LONG = "A worker that holds a lock for more than a minute makes every other worker wait, and nobody sees the reason."
SHORT = "Nobody sees the reason."


def test_one_strong_sentence_is_a_statement() -> None:
    [slide] = slides(para("A lock that nobody releases stops the shop. " + SHORT))
    assert (slide.layout, str(slide.title), str(slide.lead)) == (
        "statement",
        "A lock that nobody releases stops the shop.",
        SHORT,
    )
    assert slide.kicker == "Locks wait"


def test_a_long_paragraph_is_cut_between_sentences_and_at_two_slides() -> None:
    found = slides(para(" ".join([LONG] * 6)))
    assert [slide.layout for slide in found] == ["text", "text"]
    for slide in found:
        assert all(str(text).endswith(".") for text in slide.paragraphs)


def test_a_sentence_too_long_for_a_slide_loses_its_brackets_or_stays_out() -> None:
    inside = "and this bracket goes on for so many words that the sentence as a whole cannot stand on a slide any more"
    [slide] = slides(para(f"A lock waits ({inside}, {inside}) and nobody sees it."))
    assert str(slide.title) == "A lock waits and nobody sees it."
    assert slides(para("word " * 60 + "end.")) == []


def test_what_leans_on_a_lost_sentence_is_lost_too() -> None:
    found = slides(para("word " * 60 + "end. It was long. Locks wait for each other."))
    assert [str(slide.title) for slide in found] == ["Locks wait for each other."]


def test_a_figure_in_a_sentence_is_set_large() -> None:
    [slide] = slides(para("At 30 requests each, that is **360ms** before the first byte."))
    assert (slide.layout, str(slide.title)) == ("number", "360ms")
    assert layouts(para("It takes 10–30% more.")) != ["number"]
    assert layouts(para("It was built in the 1980s for telephones.")) != ["number"]
    assert layouts(para("Disks of the 90s were slow.")) != ["number"]
    assert layouts(para("The gateway gives up after 90s.")) == ["number"]


def test_labels_are_titles_and_thin_neighbours_share_a_slide() -> None:
    trap, fix = para(f"**The Trap:** {LONG}"), para(f"**The Fix:** {LONG}")
    assert [str(slide.title) for slide in slides(trap, fix)] == ["The Trap", "The Fix"]
    [slide] = slides(para("**The Trap:** It waits for a lock."), para("**The Fix:** Give it a limit."), title="Locks")
    assert slide.layout == "cards"
    assert [(str(point.label), point.mark) for point in slide.points] == [("The Trap", "no"), ("The Fix", "yes")]


def test_short_items_share_slides_and_long_ones_stand_alone() -> None:
    assert layouts(bullets("Locks wait.", "Queues grow.", "Caches lie.")) == ["points"]
    assert layouts(bullets("**A:** Locks wait.", "**B:** Queues grow.")) == ["cards"]
    assert set(layouts(bullets(LONG + " " + LONG, LONG + " " + LONG))) == {"text"}


def test_a_list_is_split_into_slides_of_about_equal_size() -> None:
    found = slides(bullets(*[f"Rule number {number} is a short one." for number in range(7)]))
    assert [len(slide.points) for slide in found] == [4, 3]


def test_steps_keep_their_numbers_over_two_slides() -> None:
    found = slides(steps(*["Look at the oldest message first and at its age, then go on." for _ in range(5)]))
    assert [slide.layout for slide in found] == ["steps"] * len(found)
    assert [slide.more.get("start", "1") for slide in found][:2] == ["1", str(len(found[0].points) + 1)]
    assert sum(len(slide.points) for slide in found) == 5


def test_no_step_is_left_out_where_one_is_too_long() -> None:
    long = LONG.removesuffix(".") + " and nobody goes to look for it either."
    assert sum(len(slide.paragraphs) for slide in slides(steps("Open the door.", long, "Close the door."))) == 3
    assert slides(steps("Open the door.", "word " * 60 + "end.", "Close the door.")) == []


def test_pros_stand_beside_cons() -> None:
    pros, cons = bullets("It is free.", "It is quick."), bullets("It is blind.", "It is slow.")
    [slide] = slides(bullets(item("**Pros:**", pros), item("**Cons:**", cons)))
    assert slide.layout == "compare"
    assert slide.table
    assert slide.more["marks"] == "yes,no"


def test_claims_are_refuted_one_by_one() -> None:
    found = slides(bullets('**"It is fast."** It is not.', '**"It is safe."** Two of them wait.'))
    assert [(slide.layout, str(slide.title), str(slide.lead)) for slide in found] == [
        ("myth", "It is fast.", "It is not."),
        ("myth", "It is safe.", "Two of them wait."),
    ]


def test_a_question_shows_its_scenario_and_the_answers_first_words() -> None:
    first, *rest = slides(
        para("Locks wait. " + " ".join([LONG] * 2)),
        title="Users see errors for 5 minutes. Why?",  # type: ignore[arg-type]
    )
    assert (first.layout, str(first.title), str(first.lead)) == (
        "qa",
        "Users see errors for 5 minutes. Why?",
        "Locks wait.",
    )
    assert rest


def test_a_quotation_needs_a_name() -> None:
    words = "Never attribute to malice that which is adequately explained by haste."
    [slide] = slides(quote(words, by="R. Hanlon"))
    assert (slide.layout, str(slide.title), str(slide.by)) == ("quote", words, "R. Hanlon")
    assert layouts(quote(words)) == ["statement"]
    [cut] = slides(quote("The first sentence is short. W" + "ord " * 40 + "end.", by="X"))
    assert str(cut.title) == "The first sentence is short."


def test_the_author_may_break_a_slide_and_choose_a_layout() -> None:
    assert len(slides(para(SHORT), para("Locks wait."))) == 1
    assert len(slides(para(SHORT), directive("slide"), para("Locks wait."))) == 2
    assert layouts(directive("layout", "statement"), para("Why it waits: " + LONG[:60] + ".")) == ["statement"]


def test_the_opening_does_not_repeat_the_covers_title_above_prose() -> None:
    [slide] = slides(para(LONG), opening=True)
    assert str(slide.title) == ""
    [slide] = slides(bullets("Locks wait.", "Queues grow."), opening=True)
    assert str(slide.title) == "Locks wait"


def test_roomy_pages_hold_one_idea() -> None:
    words = "A lock waits for another lock. A queue grows for an hour. A cache lies to a user."
    assert len(slides(para(words))) == 1
    assert len(slides(para(words), roomy=True)) == 3


SAID = [SHORT, LONG, "It waits.", "Then it ends.", "word " * 50 + "end.", "短い文です。"]
ITEMS = [SHORT, LONG, "**A:** It waits.", "**The Fix:** " + LONG, "`x` — y"]
sentences = st.lists(st.sampled_from(SAID), max_size=8)
blocks = st.lists(
    st.one_of(
        sentences.map(lambda found: para(" ".join(found) or SHORT)),
        st.lists(st.sampled_from(ITEMS), min_size=1, max_size=9)
        .flatmap(lambda found: st.booleans().map(lambda ordered: bullets(*found, ordered=ordered))),
        st.just(table("A | B | C", "a | b | c", "d | e | f")),
        st.just(table("A | B", f"a | {SHORT * 3}", "d | e")),
    ),
    max_size=5,
)  # fmt: skip


@given(blocks, st.booleans(), st.booleans())
def test_no_slide_is_over_its_budget_and_no_sentence_is_cut(found: list[Block], opening: bool, roomy: bool) -> None:
    for slide in slides(*found, opening=opening, roomy=roomy):
        assert slide_words(slide) <= WORDS + 5
        for text in (*slide.paragraphs, slide.lead):
            assert not str(text) or str(text).endswith((".", "。", "y"))
        assert 2 <= len(slide.points) <= 5 or slide.layout not in {"cards", "points"}


def pages_of_question(title: str, *content: Block) -> list[Page]:
    _, chapters = read_chapters(note("Locks", section(title, *content)), frozenset())
    return chapter_pages(chapters[0], "Locks", True)


def test_a_question_never_stands_alone_where_an_answer_follows() -> None:
    scenario = "A worker takes a job from the table and holds it for longer than its lease allows. " * 2
    title = f"{scenario}Two workers run the same job at the same time, every night. What do you look at first of all?"
    answer = "Look at the lease before all else, because a worker that is paused cannot know that its time has run out."
    first, second, *_ = pages_of_question(title, para(answer))
    assert (first.slide.layout, second.slide.layout) == ("text", "qa")
    assert str(second.slide.title).endswith("What do you look at first of all?")
    assert answer in shown(second.slide)
    assert shown(first.slide) in title


def test_a_host_name_keeps_its_letters() -> None:
    assert str(capitalised(plain("pool.ntp.org uses it."))) == "pool.ntp.org uses it."
    assert str(capitalised(plain("the row is gone."))) == "The row is gone."


def test_a_label_that_only_files_its_text_stands_small_above_the_title() -> None:
    [first, _] = slides(para(f"**Example:** {LONG}"), table("A | B | C", "a | b | c", "d | e | f"))
    assert (str(first.title), first.kicker) == ("Locks wait", "Example")
    [fix, _] = slides(para(f"**The Fix:** {LONG}"), table("A | B | C", "a | b | c", "d | e | f"))
    assert (str(fix.title), fix.kicker) == ("The Fix", "Locks wait")


def test_a_line_that_leads_to_a_list_is_a_title_without_its_verb() -> None:
    items = bullets("Locks wait.", "Queues grow.", "Caches lie.")
    [slide] = slides(para("The costs of a lock are:"), items)
    assert str(slide.title) == "The costs of a lock"
    [slide] = slides(para("To hold a lock you need to:"), items)
    assert str(slide.title) == "Locks wait"
    [slide] = slides(para("What a lock is:"), items)
    assert str(slide.title) == "What a lock is"


def test_a_list_of_what_should_not_be_done_always_shows_its_title() -> None:
    items = bullets("Open the port to everybody on the Internet.", "Share the password of the root account with all.")
    for roomy in (False, True):
        found = slides(para("**Don’t**:"), items, roomy=roomy)
        assert [str(slide.title) for slide in found] == ["Don’t"] * len(found)


def test_one_card_among_many_is_not_crossed_out() -> None:
    items = bullets("**Cache:** It grows.", "**Queue:** It waits.", "**Lock risks:** It stays.")
    [slide] = slides(items)
    assert [point.mark for point in slide.points] == ["", "", ""]
