"""The deck: cover, what weighs most in its order, recap, end."""

from __future__ import annotations

from post_forge import compose
from post_forge.compose.slides import Page
from post_forge.compose.slides.alts import shown
from post_forge.compose.slides.deck import COVER_LEAD, COVER_TITLE, END_TITLE, RECAP_ITEM, distinct, keep
from post_forge.compose.slides.rhythm import varied
from post_forge.compose.values import Role
from post_forge.model import Deck, Note, Post, Slide, plain
from tests.compose.builders import HERE, bullets, note, para, section
from tests.compose.samples import dns
from tests.compose.test_texts import NOWHERE, OPTIONS, RULES
from tests.compose.test_units import long_section


def page(title: str, weight: float, role: Role = "", layout: str = "text") -> Page:
    return Page(Slide(layout, HERE, plain(title)), weight, title, role)


def posts() -> dict[str, Post]:
    options = compose.Options(brand="Ship", credit="Text: J. Doe, CC BY 4.0")
    return {post.id: post for post in compose.compose(dns(), NOWHERE, options, RULES).posts}


def family() -> Note:
    """A note whose first family has three small children."""
    traps = [section(f"Trap number {name}", para(f"The {name} job runs twice and nobody sees it."),
                     para(f"**The Fix:** Give the {name} job a key.")) for name in ("one", "two", "three")]  # fmt: skip
    return note("Jobs", section("Jobs that hurt", *traps), long_section("Queues grow"), long_section("Caches lie"))


def decks() -> list[Deck]:
    return [post.deck for post in posts().values()]


def test_every_deck_has_a_cover_at_least_three_slides_and_an_end() -> None:
    for deck in decks():
        kinds = [slide.layout for slide in deck.slides]
        assert kinds[0] == "cover"
        assert kinds[-1] == "end"
        assert 3 <= len([kind for kind in kinds if kind not in {"cover", "recap", "end"}]) <= 7


def test_titles_and_leads_keep_their_limits() -> None:
    for deck in decks():
        cover, end = deck.slides[0], deck.slides[-1]
        assert 0 < len(str(cover.title)) <= COVER_TITLE
        assert len(str(cover.lead)) <= COVER_LEAD
        assert 0 < len(str(end.title)) <= END_TITLE
        for slide in deck.slides:
            assert slide.layout != "recap" or all(len(str(point.text)) <= RECAP_ITEM for point in slide.points)


def test_a_question_is_a_cover_that_asks() -> None:
    [post] = [post for post in posts().values() if post.kind == "qa"]
    assert str(post.deck.slides[0].title) == "Users see errors for 5 minutes. Why?"


def test_the_cover_names_what_is_inside() -> None:
    [post, *_] = compose.compose(family(), NOWHERE, OPTIONS, RULES).posts
    assert str(post.deck.slides[0].lead) == "Trap number one\u00a0· Trap number two\u00a0· Trap number three"


def test_the_cover_does_not_say_what_the_next_slide_says() -> None:
    for deck in decks():
        lead = str(deck.slides[0].lead)
        assert not lead or lead not in compose.shown(deck.slides[1])


def test_the_caption_adds_something_to_the_cover() -> None:
    for post in posts().values():
        assert str(post.deck.slides[0].title) != post.hooks[0]


def test_the_end_carries_question_and_credit() -> None:
    found = posts()
    trap = found["note/negative-caching"].deck.slides[-1]
    assert str(trap.title).endswith("?")
    assert str(trap.caption) == "Text: J. Doe, CC BY 4.0"
    assert trap.more["next"] == ""
    asked = next(post for post in found.values() if post.kind == "qa")
    assert not str(asked.deck.slides[-1].title).endswith("?")


def test_the_recap_is_the_titles_of_the_slides() -> None:
    [post, *_] = compose.compose(family(), NOWHERE, OPTIONS, RULES).posts
    titles = {str(slide.title) for slide in post.deck.slides}
    recaps = [slide for slide in post.deck.slides if slide.layout == "recap"]
    assert len(recaps) == 1
    assert {str(point.text) for point in recaps[0].points} <= titles


def test_the_lightest_pages_go_and_the_rest_keep_their_order() -> None:
    kept = keep([page("a", 0.2), page("b", 3), page("c", 0.5), page("d", 2), page("e", 2.5)], 3)
    assert [one.name for one in kept] == ["b", "d", "e"]


def test_a_trap_is_not_dropped_before_its_fix() -> None:
    kept = keep([page("x", 3), page("trap", 1.5, "trap"), page("fix", 3, "fix"), page("y", 2)], 3)
    assert [one.name for one in kept] == ["x", "trap", "fix"]


def test_half_a_procedure_is_not_kept() -> None:
    first, second = page("Do it", 1, layout="steps"), page("Do it", 1, layout="steps")
    kept = keep([page("a", 3), page("b", 3), page("c", 3), first, second], 4)
    assert [one.name for one in kept] == ["a", "b", "c"]


def test_language_and_theme_are_the_notes() -> None:
    body = para(
        "超时会导致崩溃，线程会被卡死 30 秒。大量的接口调用很慢，大量的线程被卡死。吞吐量大幅度下降，服务最终不可用。"
    )
    written = note(
        "超时",
        body,
        bullets("设置超时时间是必须的。", "限制重试次数是必须的。", "使用熔断器是必须的。"),
        lang="zh",
        theme="paper",
    )
    [post] = compose.compose(written, NOWHERE, compose.Options(least=0), RULES).posts
    assert (post.deck.lang, post.deck.theme) == ("zh", "paper")


def statement(words: str, title: str = "Locks") -> Page:
    return Page(Slide("statement", HERE, plain(words)), 3.0, title, heading=plain(title))


def test_three_statements_in_a_row_are_varied_and_none_is_lost() -> None:
    pages = [statement(f"Lock number {number} waits for the next one.") for number in range(4)]
    done = varied(pages)
    assert ["statement"] * 3 not in [[page.slide.layout for page in done[at : at + 3]] for at in range(len(done))]
    assert all(any(shown(page.slide) in shown(one.slide) for one in done) for page in pages)
    assert len(varied(pages[:3])) == 3  # a deck never falls below three


def test_a_page_that_says_what_another_says_goes() -> None:
    twice = [statement("A lock waits."), statement("A queue grows."), statement("A lock waits.")]
    assert [shown(page.slide) for page in distinct(twice)] == ["A lock waits.", "A queue grows."]
