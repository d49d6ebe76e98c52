"""A long text as a thread: parts that fit, cut where a reader pauses."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from post_forge.platforms import RULES, count, split_thread
from post_forge.platforms.entities import unbreakable

THREADED = [name for name, rules in RULES.items() if rules.thread]
SENTENCE = "A queue hides the failure until it is full. "
LINKS = [
    "https://example.com/a/long/path?with=query",
    "#RateLimiting",
    "@alice.bsky.social",
    "example.org/x",
    "https://example.com/東京、大阪、京都",
]
WORDS = ["word", "e.g.", "東京の夜は長い。", "ロック、待つ", "👨‍👩‍👧‍👦", "e\u0301", "- item", "x" * 90]
GAPS = [". ", "! ", "\n", "\n\n", " ", "", "  ", "\t"]
long_texts = st.lists(st.sampled_from([*LINKS, *WORDS, *GAPS, *GAPS]), min_size=60, max_size=200).map("".join)


def _without_mark(part: str, number: int, total: int) -> str:
    assert part.endswith(f" {number}/{total}")
    return part[: -len(f" {number}/{total}")]


def _without_space(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("platform", THREADED)
@given(text=long_texts)
def test_parts_fit_and_hold_the_text_and_break_nothing(platform: str, text: str) -> None:
    rules = RULES[platform]
    parts = split_thread(text, rules)
    longest = max((text[start:end] for start, end in unbreakable(text)), key=rules.count, default="")
    if rules.count(longest) + len(" 99/99") <= rules.limit:
        assert all(rules.count(part) <= rules.limit for part in parts)
    bare = [_without_mark(part, number, len(parts)) for number, part in enumerate(parts, 1)] if parts[1:] else parts
    assert _without_space("".join(bare)) == _without_space(text)
    assert all(part == part.strip() and part for part in bare)
    joined = "\n".join(bare)
    for start, end in unbreakable(text):
        assert text[start:end] in joined


@pytest.mark.parametrize("platform", THREADED)
def test_a_text_that_fits_is_one_part_without_a_mark(platform: str) -> None:
    assert split_thread("  Short.\n", RULES[platform]) == ("Short.",)
    assert split_thread(" \n ", RULES[platform]) == ()


def test_a_part_ends_with_a_paragraph_that_fills_it_half() -> None:
    first, second = SENTENCE * 4, SENTENCE * 4
    parts = split_thread(f"{first}\n\n{second}", RULES["x"])
    assert parts == (f"{first.strip()} 1/2", f"{second.strip()} 2/2")


def test_a_small_paragraph_is_not_a_part_of_its_own() -> None:
    parts = split_thread("Hook.\n\n" + SENTENCE * 10, RULES["x"])
    assert parts[0].startswith("Hook.\n\nA queue")
    assert all(re.search(r"full\. \d/\d$", part) for part in parts)


def test_sentences_end_where_sentences_end() -> None:
    text = ("Use a cache, e.g. Redis or Memcached, as D. Knuth would in version 3.5 of it. " * 8).strip()
    parts = split_thread(text, RULES["x"], marks=False)
    assert len(parts) > 1
    assert all(part.endswith("of it.") for part in parts)


def test_chinese_and_japanese_sentences_need_no_space() -> None:
    parts = split_thread("キューは失敗を隠す。" * 40, RULES["x"], marks=False)
    assert len(parts) > 1
    assert all(part.endswith("。") for part in parts)


def test_without_marks_the_parts_are_the_text() -> None:
    parts = split_thread(SENTENCE * 30, RULES["bluesky"], marks=False)
    assert " ".join(parts) == (SENTENCE * 30).strip()


def test_more_than_nine_parts_have_room_for_their_marks() -> None:
    parts = split_thread("x" * 5_000, RULES["bluesky"])
    assert len(parts) == len([part for part in parts if count("bluesky", part) <= 300]) > 9
    assert parts[0].endswith(f" 1/{len(parts)}")
    assert parts[-1].endswith(f" {len(parts)}/{len(parts)}")


def test_a_link_longer_than_a_post_stays_whole() -> None:
    link = "https://example.com/" + "a" * 400
    parts = split_thread(f"{SENTENCE * 7}\n\n{link}\n\n{SENTENCE * 7}", RULES["bluesky"])
    assert any(part.startswith(link + " ") for part in parts)
    assert sum(count("bluesky", part) > 300 for part in parts) == 1
