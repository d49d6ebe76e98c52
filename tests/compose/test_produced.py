"""Each kind of content gives its own kind of slide, and what only looks like it does not."""

from __future__ import annotations

import pytest

from post_forge.compose.language.phrases import Phrases
from post_forge.compose.slides.alts import shown
from post_forge.compose.units.chapters import read_chapters
from post_forge.compose.units.choosing import plan
from post_forge.model import Block, Callout, Item, Listing, Picture, Slide
from tests.compose.builders import HERE, bullets, code, directive, item, note, para, quote, section, table, text
from tests.compose.test_slides import layouts, slides

WARNS = "A timeout that is longer than the caller's never fires, because the caller has gone."


def callout(words: str, kind: str = "warning", title: str = "") -> Callout:
    return Callout(kind, text(title), (para(words),), HERE)


def tasks(*items: tuple[str, bool]) -> Listing:
    return Listing(tuple(Item(text(words), (), HERE, checked) for words, checked in items), False, HERE)


def picture(
    target: str = "img/load.png", alt: str = "Load from eight to eight", size: tuple[int, int] = (1600, 900)
) -> Picture:
    return Picture(target, alt, HERE, *size)


def sides(slide: Slide) -> list[list[str]]:
    assert slide.table
    return [[str(row[at]) for row in slide.table.rows] for at in (0, 1)]


# ---- changes and terminals


def test_a_diff() -> None:
    [slide] = slides(code("-a = 1\n+a = 2", "diff", "pay.py"))
    assert (slide.layout, slide.code and slide.code.lang, slide.code and slide.code.title) == ("diff", "diff", "pay.py")


def test_a_long_diff_is_cut_before_a_hunk_and_never_inside_changed_lines() -> None:
    hunk = "\n".join(
        ["@@ -1,9 +1,9 @@", " a", *[f"-old {n}" for n in range(5)], *[f"+new {n}" for n in range(5)], " z"]
    )
    first, second = slides(code(f"{hunk}\n{hunk.replace('-1,9', '-40,9')}", "diff"))
    for slide in (first, second):
        assert slide.code
        assert slide.code.text.split("\n")[0] == " a"
        assert slide.code.text.split("\n")[-1] == " z"
    assert slides(code("\n".join(f"-old {n}" for n in range(60)), "diff")) == []


def test_a_terminal() -> None:
    [slide] = slides(code("me@box:~$ ulimit -n\n1024", "console"))
    assert (slide.layout, slide.code and slide.code.text) == ("terminal", "$ ulimit -n\n1024")
    assert layouts(code("$ ulimit -n\n1024", "bash")) == ["terminal"]
    assert layouts(code("ulimit -n", "bash")) == ["code"]


def test_a_long_session_is_cut_at_commands() -> None:
    one = "$ kubectl get pods\n" + "\n".join(f"pod-{n}   Running" for n in range(9))
    first, second = slides(code("\n".join([one, one]), "console"))
    assert first.code == second.code or (first.code and second.code and first.code.text == second.code.text == one)
    forty = "\n".join([one] * 4)
    [cut] = slides(code(forty, "console"))
    assert cut.code
    assert cut.code.text == f"{one}\n…"


def test_one_answer_too_long_for_two_slides_is_left_out() -> None:
    assert slides(code("$ dmesg\n" + "\n".join(f"line {n}" for n in range(60)), "console")) == []


# ---- boxes to tick


def test_a_task_list() -> None:
    [slide] = slides(tasks(("Every call has a timeout", True), ("An alert fires before the pool is empty", False)))
    assert slide.layout == "checklist"
    assert [(str(point.text), point.mark) for point in slide.points] == [
        ("Every call has a timeout", "yes"),
        ("An alert fires before the pool is empty", ""),
    ]


def test_boxes_may_be_drawn_as_characters() -> None:
    [slide] = slides(bullets("☑ Every call has a timeout", "☐ An alert fires"))
    assert (slide.layout, [point.mark for point in slide.points]) == ("checklist", ["yes", ""])


def test_a_list_of_verdicts_has_no_boxes() -> None:
    assert layouts(bullets("✅ Cheap and quick", "❌ Blind to failures")) == ["points"]
    assert layouts(bullets("Every call has a timeout", "An alert fires")) == ["points"]


def test_a_long_checklist_takes_two_slides_and_loses_nothing() -> None:
    found = slides(tasks(*[(f"Step number {n} has been looked at by somebody else", n < 3) for n in range(7)]))
    assert {slide.layout for slide in found} == {"checklist"}
    assert sum(len(slide.points) for slide in found) == 7


def test_tasks_too_long_for_rows_are_no_checklist() -> None:
    long = (
        "Every consumer records the ids that it has handled, in the very transaction in which it writes its effect, too"
    )
    assert "checklist" not in layouts(tasks((long, True), (long, False)))


# ---- callouts


@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        ("warning", "warning"),
        ("caution", "warning"),
        ("tip", "tip"),
        ("hint", "tip"),
        ("info", "note"),
        ("danger", "danger"),
    ],
)
def test_a_callout(kind: str, shown: str) -> None:
    [slide] = slides(callout(WARNS, kind))
    assert (slide.layout, slide.more, list(map(str, slide.paragraphs))) == ("callout", {"kind": shown}, [WARNS])


def test_its_own_title_is_shown_and_the_name_of_its_kind_is_not() -> None:
    assert str(slides(callout(WARNS, "tip", "Deadlines travel"))[0].title) == "Deadlines travel"
    assert not slides(callout(WARNS, "tip", "Tip"))[0].title
    assert not slides(callout(WARNS, "warning", "Warnung"))[0].title


def test_a_quotation_may_be_written_for_one() -> None:
    for words in (f"**Warning:** {WARNS}", f"⚠️ {WARNS}"):
        [slide] = slides(quote(words))
        assert (slide.layout, slide.more["kind"]) == ("callout", "warning")


@pytest.mark.parametrize(
    "block",
    [
        callout("Too short for one."),
        callout(" ".join([WARNS] * 4)),
        callout("It never fires, because the caller has gone by the time that it ends."),
        callout(WARNS, "question"),
        callout(WARNS, "example"),
        quote(WARNS),
        para(f"**Remark on this:** {WARNS}"),
    ],
)
def test_what_is_no_callout_slide(block: Block) -> None:
    assert "callout" not in layouts(block)


def test_what_a_callout_says_stays_in_the_post() -> None:
    _, [chapter] = read_chapters(note("N", section("Waits", callout(WARNS, "tip", "Deadlines"))), frozenset())
    [part] = chapter.parts
    assert [sentence.plain for sentence in part.entries[0].sentences] == [WARNS]  # type: ignore[union-attr]


# ---- pictures


def test_a_picture_has_its_alternative_text_for_a_caption() -> None:
    [slide] = slides(picture())
    assert (slide.layout, str(slide.caption), slide.picture and slide.picture.target) == (
        "picture",
        "Load from eight to eight",
        "img/load.png",
    )


@pytest.mark.parametrize("alt", ["", "img_2034.png", "image", "Screenshot 2024-05-01", "Locks wait", "chart"])
def test_what_says_nothing_is_no_caption(alt: str) -> None:
    [slide] = slides(picture(alt=alt))
    assert (slide.layout, str(slide.caption)) == ("picture", "")


@pytest.mark.parametrize(
    "block",
    [picture("img/logo.png"), picture("a/build-badge.png"), picture(size=(320, 240)), picture(size=(900, 60))],
)
def test_what_only_decorates_is_no_slide(block: Picture) -> None:
    assert slides(block) == []


# ---- two sides


PROS, CONS = ("It is free.", "It is quick."), ("It is blind.", "It is slow.", "It is old.")


def test_lists_below_two_bold_labels() -> None:
    [slide] = slides(para("**Pros:**"), bullets(*PROS), para("**Cons:**"), bullets(*CONS))
    assert slide.layout == "compare"
    assert sides(slide) == [[*PROS, ""], list(CONS)]
    assert slide.more == {"marks": "yes,no"}


def test_lists_below_labels_of_one_list() -> None:
    [slide] = slides(bullets(item("**Do**", bullets(*PROS)), item("**Don't**", bullets(*CONS))))
    assert (slide.layout, slide.more) == ("compare", {"marks": "yes,no", "winner": "0"})


def test_a_table_of_two_sides() -> None:
    [slide] = slides(table("Don't | Do", "Wait for ever | Set a timeout", "Guess | Measure"))
    assert (slide.layout, slide.more) == ("compare", {"marks": "no,yes", "winner": "1"})


def test_two_headings_of_one_section() -> None:
    below = (
        section("Pros", bullets(*PROS)),
        section("Cons", bullets(*CONS), para("Somebody measured the wait of both.")),
    )
    told = (para(WARNS), code("pool.size = 40", "python"), para("A larger pool moves the queue into the database."))
    whole = note("Pools", section("A larger pool", *told, *below))
    [unit], _ = plan(whole, frozenset(), "", Phrases())
    [slide] = [page.slide for page in unit.pages if page.slide.layout == "compare"]
    assert str(slide.title) == "A larger pool"
    assert sides(slide)[0][:2] == list(PROS)
    assert any("Somebody measured the wait of both." in shown(page.slide) for page in unit.pages)


@pytest.mark.parametrize(
    "blocks",
    [
        (para("**Pros:**"), bullets(*PROS)),
        (para("**Pros:**"), bullets("It is free."), para("**Cons:**"), bullets(*CONS)),
        (para("**Pros:**"), bullets(*PROS), para("**Limits:**"), bullets(*CONS)),
        (para("**Pros:**"), bullets(*PROS), para("It costs nothing else."), para("**Cons:**"), bullets(*CONS)),
        (para("**Pros:**"), bullets("word " * 20 + "end.", *PROS), para("**Cons:**"), bullets(*CONS)),
        (para("**Pros:**"), bullets(*PROS, *CONS), para("**Cons:**"), bullets(*CONS)),
        (table("Redis | Kafka", "quick | durable", "small | large"),),
        (table("Before | Rows", "1 | 2", "3 | 4"),),
    ],
)
def test_what_is_no_comparison(blocks: tuple[Block, ...]) -> None:
    assert "compare" not in layouts(*blocks)


# ---- myths


@pytest.mark.parametrize(
    "blocks",
    [
        (para("**Myth:** A larger pool is faster."), para("**Fact:** Beyond its cores it is slower.")),
        (bullets("**Myth:** A larger pool is faster.", "**Reality:** Beyond its cores it is slower."),),
        (para("**Myth:** A larger pool is faster. Beyond its cores it is slower."),),
        (table("Myth | Fact", "A larger pool is faster. | Beyond its cores it is slower."),),
        (table("Правда | Миф", "Beyond its cores it is slower. | A larger pool is faster."),),
    ],
)
def test_a_myth_and_its_fact(blocks: tuple[Block, ...]) -> None:
    [slide] = slides(*blocks)
    assert (slide.layout, str(slide.title), str(slide.lead)) == (
        "myth",
        "A larger pool is faster.",
        "Beyond its cores it is slower.",
    )


def test_a_myth_that_nobody_answers_is_no_claim() -> None:
    assert "myth" not in layouts(para("**Myth:** A larger pool is faster than a small one."))


# ---- parts of a deck


def test_parts_are_counted_where_there_are_several() -> None:
    from post_forge.compose.slides.deck import numbered

    part = Slide("divider", HERE, text("A"))
    assert [slide.more.get("number") for slide in numbered([part, part])] == ["1", "2"]
    assert [slide.more.get("number") for slide in numbered([part])] == [""]


def test_a_comment_before_a_heading_means_what_stands_below_it() -> None:
    whole = note("N", section("One", para("First."), directive("layout", "divider")), section("Two", para(WARNS)))
    _, [_, second] = read_chapters(whole, frozenset())
    assert second.parts[0].layout == "divider"


def test_the_folder_of_its_pictures_goes_with_a_deck() -> None:
    from dataclasses import replace

    from post_forge import compose
    from tests.compose.samples import dns
    from tests.compose.test_texts import NOWHERE, OPTIONS, RULES

    made = dns()
    sections = tuple(replace(one, blocks=(*one.blocks, picture())) for one in made.sections)
    for post in compose.compose(replace(made, sections=sections), NOWHERE, OPTIONS, RULES).posts:
        shown = any(slide.picture for slide in post.deck.slides)
        assert post.deck.pictures == (made.path.removesuffix(made.place) if shown else "")
