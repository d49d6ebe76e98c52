"""The texts of a post as one post, as a thread, below a warning, and a second time."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from post_forge import compose
from post_forge.model import Note, Post
from post_forge.platforms import RULES, split_thread
from tests.compose.builders import by_hand, note, para, section
from tests.compose.samples import dns
from tests.compose.test_texts import NOWHERE, OPTIONS
from tests.compose.test_units import long_section

SPLIT = replace(OPTIONS, split=split_thread)
ASKED = replace(SPLIT, threads=frozenset({"x"}))
LINK = "https://example.org/a/very/long/address/that/nobody/may/break?with=parameters&and=more"


def posts(written: Note, options: compose.Options = SPLIT) -> list[Post]:
    return list(compose.compose(written, NOWHERE, options, RULES).posts)


def with_matter(written: Note, **matter: object) -> Note:
    return replace(written, matter=replace(written.matter, **matter))  # type: ignore[arg-type]


def words_of(parts: tuple[str, ...]) -> str:
    return " ".join(re.sub(r" \d+/\d+$", "", part) for part in parts)


# ---- threads


def test_x_gets_a_single_post_unless_a_thread_is_asked_for() -> None:
    assert all(len(post.texts["x"]) == 1 for post in posts(dns()))
    assert any(len(post.texts["x"]) > 1 for post in posts(dns(), ASKED))
    assert all(len(post.texts["mastodon"]) == 1 for post in posts(dns(), ASKED))


def test_the_note_asks_for_a_thread_on_every_network_that_has_them_and_may_refuse_it() -> None:
    told = posts(with_matter(dns(), thread=True))
    assert any(len(post.texts["x"]) > 1 for post in told)
    assert any(len(post.texts["bluesky"]) > 1 for post in told)
    assert all(len(post.texts["linkedin"]) == 1 for post in told)
    assert all(len(post.texts["x"]) == 1 for post in posts(with_matter(dns(), thread=False), ASKED))


def test_every_part_fits_with_its_mark_and_the_first_one_opens_with_the_hook() -> None:
    for post in posts(with_matter(dns(), thread=True, url=LINK)):
        for network in ("x", "bluesky", "mastodon", "threads"):
            parts = post.texts[network]
            assert all(RULES[network].count(part) <= RULES[network].limit for part in parts), (post.id, network)
            assert parts[0].startswith(post.hooks[0])
            for number, part in enumerate(parts, 1):
                assert len(parts) == 1 or part.endswith(f" {number}/{len(parts)}"), part


def test_links_and_tags_are_never_broken_by_a_thread() -> None:
    broken = 0
    for post in posts(with_matter(dns(), thread=True, url=LINK)):
        whole = words_of(post.texts["x"])
        assert LINK in whole
        assert all(f"#{tag}" in whole for tag in post.hashtags[:1])
        broken += sum(part.count("https://") for part in post.texts["x"]) != 1
    assert not broken


def test_a_thread_tells_more_than_the_single_post() -> None:
    for single, thread in zip(posts(dns()), posts(dns(), ASKED), strict=True):
        assert len(words_of(thread.texts["x"])) >= len(words_of(single.texts["x"]))


# ---- content warnings


def test_a_warning_takes_its_room_on_mastodon_alone() -> None:
    warning = "databases, money, and how both are lost in one night " * 4
    plain, warned = posts(dns()), posts(with_matter(dns(), content_warning=warning))
    for before, after in zip(plain, warned, strict=True):
        room = RULES["mastodon"].limit - RULES["mastodon"].count(warning)
        assert RULES["mastodon"].count(after.texts["mastodon"][0]) <= room
        assert (after.warning, before.warning) == (warning, "")
        assert {name: after.texts[name] for name in RULES if name != "mastodon"} == {
            name: before.texts[name] for name in RULES if name != "mastodon"
        }


def test_a_channels_warning_takes_room_and_is_not_the_posts_own() -> None:
    options = replace(SPLIT, warning="work " * 60)
    room = RULES["mastodon"].limit - RULES["mastodon"].count(options.warning)
    for post in posts(dns(), options):
        assert RULES["mastodon"].count(post.texts["mastodon"][0]) <= room
        assert post.warning == ""


def test_a_hand_written_text_is_measured_with_the_warning() -> None:
    own = by_hand("mastodon", "word " * 90)
    written = note(
        "N", long_section("Locks wait"), long_section("Queues grow"), section("Jobs", para("A job fails."), own)
    )
    assert not compose.compose(written, NOWHERE, SPLIT, RULES).problems
    warned = with_matter(written, content_warning="x" * 60)
    assert [one.rule for one in compose.compose(warned, NOWHERE, SPLIT, RULES).problems] == ["post.length"]


# ---- the second time


def told_twice() -> list[Post]:
    found = [post for post in posts(dns()) if post.variants]
    assert found
    return found


def test_a_post_comes_again_in_other_words() -> None:
    for post in told_twice():
        for texts in post.variants:
            for network, parts in texts.items():
                assert parts != post.texts[network]
                assert not parts[0].startswith(post.hooks[0])
                assert all(RULES[network].count(part) <= RULES[network].limit for part in parts)


def test_the_second_text_is_the_same_every_time() -> None:
    assert [post.variants for post in posts(dns())] == [post.variants for post in posts(dns())]


def test_what_the_author_wrote_has_no_second_text() -> None:
    own = by_hand("", "Written by hand, once and for all.")
    trap = section("Jobs", para("A lease of 30 seconds loses one job in ten at night. Nobody sees it go."), own)
    written = note("N", long_section("Locks wait"), long_section("Queues grow"), trap)
    assert all(not post.variants for post in posts(written) if post.title == "Jobs")


@pytest.mark.parametrize("network", list(RULES))
def test_a_second_text_holds_the_authors_sentences(network: str) -> None:
    first = {line for post in told_twice() for line in post.texts[network][0].split("\n") if line}
    second = {line for post in told_twice() for one in post.variants for line in one.get(network, ("",))[0].split("\n")}
    assert second - first - {""}
