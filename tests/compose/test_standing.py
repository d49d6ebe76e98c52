"""Where a note stands: a chip on the cover, the next topic on the last slide, notices; no other slide changes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from post_forge import compose
from post_forge.compose.standing import speaks_of_performance
from post_forge.model import Code, Deck, Post, Slide, plain
from tests.compose.builders import HERE, code, note, para, section

COVER = Slide("cover", HERE, plain("Retries multiply"), "Retries")
BODY = Slide("text", HERE, paragraphs=(plain("Three layers make 27 calls."),))
END = Slide("end", HERE, plain("Save it"), caption=plain("CC BY"), more={"next": ""})


def post(*slides: Slide) -> Post:
    deck = Deck(slides or (COVER, BODY, END))
    return Post("a/b", "T", "trap", "a.md", HERE, {}, deck, tuple(f"alt {n}" for n in range(len(deck.slides))))


def stood(**about) -> tuple[Slide, ...]:
    return compose.stand(post(), compose.Standing(**about)).deck.slides


def test_nothing_to_say_changes_nothing():
    made = post()
    assert compose.stand(made, compose.Standing()) is made


def test_the_cover_carries_the_place_and_of_what_it_is_a_part():
    cover, body, _ = stood(place=3, total=19, path="Backend starter")
    assert (cover.more["place"], cover.kicker) == ("3/19", "Backend starter · Retries")
    assert body is BODY


def test_where_both_have_no_room_the_kicker_says_what_the_place_is_counted_in():
    cover, *_ = stood(place=3, total=19, path="Everything about distributed systems")
    assert cover.kicker == "Everything about distributed systems"
    cover, *_ = stood(place=3, total=19, path="Everything there is about distributed systems")
    assert cover.kicker == "Retries"


@pytest.mark.parametrize("badge", ["new", "updated"])
def test_a_badge_is_a_chip_on_the_cover_alone(badge):
    cover, body, end = stood(badge=badge)
    assert cover.more["badge"] == badge
    assert cover.kicker == "Retries"
    assert "badge" not in {**body.more, **end.more}


def test_the_last_slide_names_the_next_topic():
    cover, body, end = stood(next="Circuit breakers")
    assert end.more == {"next": "Circuit breakers"}
    assert (cover, body) == (COVER, BODY)
    assert stood(next="Deadlocks", coming=True)[-1].more == {"next": "Deadlocks", "coming": "yes"}


def test_a_filing_title_is_named_by_what_it_is_about():
    assert stood(next="DNS: Senior Backend Engineer Reference")[-1].more["next"] == "DNS"


def test_the_collections_notice_stands_behind_the_credit():
    assert str(stood(notice="Written with AI")[-1].caption) == "CC BY · Written with AI"


def test_only_slides_that_changed_have_another_alternative_text():
    made = compose.stand(post(), compose.Standing(notice="Written with AI"))
    assert made.alts[:2] == ("alt 0", "alt 1")
    assert "Written with AI" in made.alts[2]


PERFORMANCE = [
    "The query took 360 ms before the index.",
    "Throughput rose to 12,000 requests per second.",
    "It is 5x faster than JSON.",
    "Latency at p99 fell to 80 ms.",
    "Writes are 30 % slower with two indexes.",
]
OTHERS = [
    "Set the timeout to 5 s.",
    "Retry after 100 ms.",
    "Three layers make 27 calls.",
    "An index of 40 GB does not fit into memory.",
    "The 90s were faster.",
]


@pytest.mark.parametrize("words", PERFORMANCE)
def test_a_slide_with_a_figure_of_performance_gets_the_notice(words):
    slide = replace(BODY, paragraphs=(plain(words),))
    assert speaks_of_performance(slide)
    made = compose.stand(post(COVER, slide, END), compose.Standing(figures="Depends on hardware."))
    assert [one.more.get("notice") for one in made.deck.slides] == [None, "Depends on hardware.", None]


@pytest.mark.parametrize("words", OTHERS)
def test_what_somebody_set_or_counted_is_no_figure_of_performance(words):
    assert not speaks_of_performance(replace(BODY, paragraphs=(plain(words),)))


def test_numbers_in_code_are_no_figures_of_performance():
    assert not speaks_of_performance(Slide("code", HERE, code=Code("took = 360 ms", "text", HERE)))


# ---- the overview of a path


def overview(*stages: compose.Stage, about: str = "") -> Post:
    return compose.overview("way", "Way", about, stages, "en", HERE, compose.Options())


def topics(count: int, **more) -> tuple[compose.Milestone, ...]:
    return tuple(compose.Milestone(f"Topic {number}", "beginner", 5, **more) for number in range(1, count + 1))


def test_an_overview_has_a_slide_for_each_section_with_its_topics_counted_on():
    made = overview(compose.Stage("First", "About it.", topics(2)), compose.Stage("Second", "", topics(3)))
    cover, first, second, end = made.deck.slides
    assert (cover.layout, end.layout, made.id, made.kind, made.texts) == (
        "cover",
        "end",
        "way/overview",
        "overview",
        {},
    )
    assert (str(first.title), str(first.lead), first.more["start"]) == ("First", "About it.", "1")
    assert (str(second.title), second.more["start"], len(second.points)) == ("Second", "3", 3)
    assert str(first.points[0].text) == "beginner · 5 min"


def test_a_topic_that_is_out_is_ticked_and_the_next_one_named():
    stages = compose.Stage("First", "", (*topics(1, out=True), compose.Milestone("Locks", "", 4, True)))
    made = overview(stages, compose.Stage("Then", "", (compose.Milestone("Queues", "advanced", 6),)))
    cover, first, _, end = made.deck.slides
    assert [point.mark for point in first.points] == ["yes", ""]
    assert str(first.points[1].text) == "4 min · optional"
    assert end.more["next"] == "Queues"
    assert cover.more["place"] == "1/3"


def test_a_topic_that_is_being_written_is_announced():
    made = overview(compose.Stage("", "", (compose.Milestone("Locks", "", 4, coming=True),)))
    assert made.deck.slides[1].points[0].mark == "warn"
    assert "coming" in str(made.deck.slides[1].points[0].text)
    assert made.deck.slides[-1].more == {"next": "Locks", "coming": "yes"}


def test_a_long_section_takes_several_slides():
    made = overview(compose.Stage("Long", "", topics(14)))
    assert [(len(slide.points), slide.more["start"]) for slide in made.deck.slides[1:-1]] == [
        (5, "1"),
        (5, "6"),
        (4, "11"),
    ]


# ---- the link to a guide


def linked(**matter) -> dict[str, tuple[str, ...]]:
    from post_forge.platforms import RULES

    words = "A cache of 800 keys fails at once, and the database dies. " * 3
    one = note("Caches", section("Expiry works like a starting gun", para(words), code("a = 1", "python"),
                                 para("**The trap:** 800 callers build one block in 2 seconds."),
                                 para("**The fix:** Let one of them rebuild it, others wait.")), **matter)  # fmt: skip
    options = compose.Options(guide="https://example.org/guides/{note}.pdf")
    posts = compose.compose(one, compose.Collection(), options, RULES).posts
    return posts[0].texts if posts else {}


def test_a_post_points_to_the_guide_of_its_note_where_its_author_gave_an_address():
    assert "The whole guide: https://example.org/guides/note.pdf" in linked(guide=True)["linkedin"][0]
    assert "https://example.org/g" in linked(guide=True, guide_url="https://example.org/g")["linkedin"][0]
    assert "guide" not in linked()["linkedin"][0]
    assert "The whole guide" not in linked(guide=True, url="https://example.org/n")["linkedin"][0]
