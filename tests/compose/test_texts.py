"""Texts: within every limit, in the note's own sentences, in its order."""

from __future__ import annotations

import re
from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from post_forge import compose
from post_forge.compose.language.phrases import phrases_for
from post_forge.compose.texts.beats import Beat, Line
from post_forge.compose.texts.blocks import blocks_of
from post_forge.compose.texts.fitting import PROFILES, Tale, choose
from post_forge.compose.texts.writing import Ending, write
from post_forge.model import Note, Rules
from tests.compose.builders import HERE, bullets, note, para, section, steps, table
from tests.compose.samples import dns


def weighted(words: str) -> int:
    """As X counts: wide characters and bullets twice, links 23."""
    linked = re.sub(r"https?://\S+", "x" * 23, words)
    return sum(1 if ord(char) < 0x1100 else 2 for char in linked)


RULES: Mapping[str, Rules] = {
    "linkedin": Rules("linkedin", 3_000, len, 20, 1_000, 30, fold=140),
    "x": Rules("x", 280, weighted, 4, 1_000, 30),
    "mastodon": Rules("mastodon", 500, len, 4, 1_500, 30),
    "bluesky": Rules("bluesky", 300, len, 4, 1_000, 30),
    "threads": Rules("threads", 500, len, 20, 1_000, 1),
    "instagram": Rules("instagram", 2_200, len, 10, 1_000, 30),
}
OPTIONS = compose.Options(handle="@ship", brand="Ship")
NOWHERE = compose.Collection()


def line(words: str, worth: float, leans: bool = False, used: bool = False) -> Line:
    return Line(words, worth, leans, used, HERE)


def text_of(platform: str, beats: list[Beat], question: str = "", url: str = "", tags: tuple[str, ...] = ()) -> str:
    opening = ("A retry may charge the customer twice.", Tale(beats))
    made = write(platform, RULES[platform], [opening], Ending(question, url, tags), ())
    assert made
    return made.text


beats = st.lists(
    st.builds(
        Beat,
        st.sampled_from(["prose", "item", "step", "row", "code"]),
        st.sampled_from(["", "The Fix", "陷阱"]),
        st.lists(
            st.builds(
                Line, st.sampled_from(["It fails.", "Nobody sees it, " * 5, "这会失败。" * 20, "https://example.org/a/b"]),
                st.floats(0, 100), st.booleans(), st.booleans(), st.just(HERE),
            ),
            min_size=1, max_size=4,
        ).map(tuple),
        st.integers(0, 4),
        st.sampled_from(["", "trap", "fix"]),
        st.sampled_from(["", "Why it fails"]),
    ),
    max_size=8,
)  # fmt: skip


@given(beats, st.sampled_from(sorted(RULES)))
def test_no_text_is_ever_too_long(found: list[Beat], platform: str) -> None:
    text = text_of(platform, found, "Which one would you pick?", "https://example.org/note", ("Redis", "Databases"))
    rules = RULES[platform]
    assert rules.count(text) <= min(rules.limit, PROFILES[platform].aim)


@given(beats, st.integers(0, 600))
def test_what_a_line_leans_on_is_taken_with_it(found: list[Beat], room: int) -> None:
    taken = set(choose(Tale(found), room, PROFILES["x"], len))
    for at, index in taken:
        lines = found[at].lines
        assert not lines[index].used
        assert index == 0 or (at, index - 1) in taken or lines[index - 1].used


def test_a_torn_list_is_not_printed() -> None:
    items = [Beat("item", "", (line(f"Item number {number} is this long.", 80 - number),), 1) for number in range(5)]
    assert text_of("x", items).count("•") in {0, 3, 4, 5}
    assert choose(Tale(items), 60, PROFILES["x"], len) == []


def test_a_fix_brings_its_trap() -> None:
    found = [
        Beat("prose", "The Trap", (line("It waits for ever.", 10),), 1, "trap"),
        Beat("prose", "The Fix", (line("Set a limit.", 90),), 1, "fix"),
    ]
    assert sorted(choose(Tale(found), 200, PROFILES["x"], len)) == [(0, 0), (1, 0)]
    assert choose(Tale(found), 40, PROFILES["x"], len) == [(0, 0)]


def test_a_text_that_fits_no_list_shows_the_names_of_its_items() -> None:
    items = [Beat("item", f"Name {number}", (line("It is long and it goes on. " * 12, 80),), 1) for number in range(3)]
    assert "• Name 0\n• Name 1\n• Name 2" in text_of("x", items)


def test_paragraphs_hold_two_sentences_and_lists_keep_their_numbers() -> None:
    found = [
        Beat("prose", "", (line("One.", 9), line("Two.", 8), line("Three.", 7)), 0),
        Beat("step", "", (line("Second step.", 6),), 1, number=2),
        Beat("step", "", (line("Third step.", 5),), 1, number=3),
    ]
    blocks = blocks_of(found, [(0, 0), (0, 1), (0, 2), (1, 0), (2, 0)])
    assert [block.lines for block in blocks] == [("One. Two.",), ("Three.",), ("Second step.", "Third step.")]
    assert "2. Second step." in text_of("linkedin", found)


def test_the_link_stands_where_links_work_and_the_tags_come_last() -> None:
    for platform in RULES:
        text = text_of(platform, [], "Why?", "https://example.org/note", ("Redis", "Databases"))
        assert ("https://example.org/note" in text) == (platform != "instagram")
        assert text.splitlines()[-1].startswith("#Redis")
    assert "Why?" in text_of("linkedin", [], "Why?")
    assert "Why?" not in text_of("x", [], "Why?")


def test_where_nothing_fits_behind_a_hook_another_one_opens() -> None:
    long = Beat("prose", "", (line("It goes on and on, " * 20, 80),), 0)
    short = Beat("prose", "", (line("It says why.", 80),), 0)
    made = write(
        "x",
        RULES["x"],
        [("The first hook.", Tale([long])), ("The second hook.", Tale([short]))],
        Ending("", "", ()),
        (),
    )
    assert made
    assert made.text == "The second hook.\n\nIt says why."
    alone = write("x", RULES["x"], [("The first hook.", Tale([long]))], Ending("", "", ()), ())
    assert alone
    assert alone.text == "The first hook."


def test_what_a_list_leaves_out_is_counted_where_a_link_leads_to_it() -> None:
    items = [
        Beat("item", "", (line(f"Item {number} is short.", 80.0 if number < 3 else 0.0),), 1) for number in range(5)
    ]

    def text(url: str) -> str:
        ending = Ending("", url, (), "+ {n} more in the notes")
        made = write(
            "linkedin", RULES["linkedin"], [("A retry may charge the customer twice.", Tale(items))], ending, ()
        )
        assert made
        return made.text

    assert "• Item 2 is short.\n+ 2 more in the notes" in text("https://example.org/note")
    assert "more in the notes" not in text("")


def test_a_post_on_every_network_from_one_note() -> None:
    done = compose.compose(dns(), NOWHERE, OPTIONS, RULES)
    assert len(done.posts) == 4
    for post in done.posts:
        assert list(post.texts) == list(RULES)
        for platform, parts in post.texts.items():
            assert all(RULES[platform].count(part) <= RULES[platform].limit for part in parts)
            assert parts[0].startswith(post.hooks[:3])


def test_every_line_is_the_authors_or_a_fixed_phrase() -> None:
    """Rule 19: after marks, labels and bullets are taken off, each sentence stands in the note."""
    written = dns()
    source = " ".join(_all_words(written))
    for post in compose.compose(written, NOWHERE, OPTIONS, RULES).posts:
        question = str(post.deck.slides[-1].title)
        for text in post.texts["linkedin"]:
            for row in text.splitlines():
                bare = re.sub(r"^(?:•|\d+\.) ", "", row)
                if bare and bare != question and not bare.startswith("#") and " or " not in bare and "–" not in bare:
                    for sentence in re.split(r"(?<=[.!?]) |(?<=[\w)]): ", bare):
                        assert _letters(sentence) in _letters(source), sentence


def _letters(words: str) -> str:
    return "".join(char for char in words if char.isalnum())


def _all_words(written: object) -> list[str]:
    from post_forge.compose.safety import block_words

    assert isinstance(written, Note)
    blocks = [*written.lead, *(block for one in written.walk() for block in one.blocks)]
    return [
        *(words for block in blocks for words, _ in block_words(block)),
        *(str(one.title) for one in written.walk()),
    ]


def test_the_same_note_gives_the_same_posts() -> None:
    assert compose.compose(dns(), NOWHERE, OPTIONS, RULES) == compose.compose(dns(), NOWHERE, OPTIONS, RULES)


def jobs(words: str) -> Note:
    """Three families that have nothing in common; `words` stand in the second one."""
    return note(
        "Jobs",
        section(
            "Locks wait",
            para("A lock that nobody releases stops 40 workers. They hang until the lease of 30 seconds ends."),
            para("**The Trap:** The pool has 20 connections, and each worker holds one while it waits."),
            para("**The Fix:** Take the connection after the lock, and give it back before the slow call."),
        ),
        section(
            "Queues grow",
            para(words),
            steps(
                "Look at the age of the oldest message, and not at how many of them there are.",
                "Compare it with the same hour of the day before.",
                "Ask which consumer stopped reading, and since when.",
                "Add workers only then, and not more than the database can carry.",
            ),
        ),
        section(
            "Caches lie",
            para("A stale price of 3 euros was sold 900 times. The key had no lifetime, so it stayed for a month."),
            para("Deletes went to one region only. The other two never heard of the new price."),
            para("A lifetime of 5 minutes would have cost 2 euros. Nobody had asked what a wrong price costs."),
        ),
    )


def test_a_changed_section_changes_only_its_own_posts() -> None:
    """Rule 38."""
    before, after = (
        {post.id: post.texts for post in compose.compose(jobs(words), NOWHERE, OPTIONS, RULES).posts}
        for words in ("A queue of 5 million messages is lost time.", "A queue of 9 million messages is lost money.")
    )
    assert list(before) == list(after)
    assert len(before) == 3
    assert [one for one in before if before[one] != after[one]] == ["note/queues-grow"]


def test_no_markup_is_left_in_a_text() -> None:
    written = note(
        "Marks",
        para(
            "A **bold** start loses 3 of `N` jobs in _every_ run, and ==nobody== sees [the link](https://x.org) of it."
        ),
        bullets(
            "**Label:** A `code` item that goes on for some time.",
            "**Other:** A second item that goes on for some time.",
            "**Third:** And a third one, with **bold** words at its end.",
        ),
        para("It costs _money_. Nobody likes it, and nobody can say for how long it has been so in this shop."),
    )
    [post] = compose.compose(written, NOWHERE, OPTIONS, RULES).posts
    for parts in post.texts.values():
        assert not re.search(r"\*\*|`|==|\]\(|_", parts[0])


def test_a_short_text_tells_the_trap_with_its_fix_and_no_half_of_it() -> None:
    written = section(
        "Delete after the commit",
        para("Invalidation is two writes to two systems, and a reader fits in between. The order decides what stays."),
        bullets(
            "**The trap:** Deleting first leaves a gap until the commit, in which a reader puts the old value back.",
            "**The fix:** Commit first, then delete the key. Delete it instead of writing the new value, because two "
            "writers can finish in either order, and nobody sees it until the end of the month.",
        ),
    )
    posts = compose.compose(note("Caches", written), NOWHERE, OPTIONS, RULES).posts
    assert "The trap: Deleting first" in posts[0].texts["x"][0]
    assert "The fix: Commit first, then delete the key." in posts[0].texts["x"][0]


def test_a_sentence_about_a_list_needs_the_list() -> None:
    kind = "A wall of this kind keeps one hole in one part of the ship. " * 2
    items = bullets(*(f"**By kind {number}:** {kind}" for number in range(4)))
    opening = para("Walls cost capacity, so build few of them and build them well.")
    closing = para("Start with duration. Mixing 5 ms and 90 s in one pool is the commonest mistake of all.")
    written = section("Draw the walls", opening, items, closing)
    for post in compose.compose(note("Ships", written), NOWHERE, OPTIONS, RULES).posts:
        assert not post.texts["x"][0].split("\n\n#")[0].endswith("Start with duration.")


def test_rows_stand_under_the_name_of_their_column() -> None:
    rows = table("Client | Default limit", "requests | None", "httpx | 5 s for each phase", "aiohttp | 300 s in total")
    opening = para("Some clients wait without limit unless you say so, and a silent server holds 40 workers for good.")
    closing = para("Set the limit where the client is built. Nobody changes what nobody sees, so it stays for years.")
    written = section("Many defaults wait for ever", opening, rows, closing)
    [post] = compose.compose(note("Timeouts", written), NOWHERE, OPTIONS, RULES).posts
    assert "Default limit:\n\n• requests: None" in post.texts["linkedin"][0]


def test_a_list_ends_with_a_question_and_prose_with_what_the_author_said_last() -> None:
    items = bullets(*(f"Build wall {number} where one hole would fill one part of the ship." for number in range(4)))
    opening = para("Walls cost 5 % of the capacity, so build few of them and build them well.")
    [post] = compose.compose(note("Walls", section("Walls", opening, items)), NOWHERE, OPTIONS, RULES).posts
    assert str(post.deck.slides[-1].title) in phrases_for("en", ()).questions["list"]
