"""Slugs, display names and titles made of file names."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from post_forge.notes.names import LONGEST_SLUG, UNSAFE, is_telling, readable, shown, slug_of, slugs


@pytest.mark.parametrize(
    ("words", "slug"),
    [
        ("Café Crème", "cafe-creme"),
        ("B-Tree_Index", "b-tree-index"),
        ("Straße", "strasse"),
        ("[C++] 입출력", "cpp-입출력"),
        ("分布式锁", "分布式锁"),
        ("CON", "con-note"),
        ("com1", "com1-note"),
        ("two.dots.", "two-dots"),
        ("-rf", "rf"),
        ("Q&A", "q-and-a"),
        ("हिन्दी", "हिन्दी"),
    ],
)
def test_a_slug_is_one_plain_segment(words: str, slug: str) -> None:
    assert slug_of(words) == slug


def test_names_without_a_letter_get_a_slug_of_their_own() -> None:
    assert slug_of("!!!").startswith("note-")
    assert slug_of("!!!") != slug_of("???")


def test_long_names_are_cut_and_stay_apart() -> None:
    one, other = slug_of("n" * 200 + "a"), slug_of("n" * 200 + "b")
    assert one != other
    assert len(one.encode()) <= LONGEST_SLUG


def test_folders_are_added_where_two_would_meet() -> None:
    assert slugs(["ru/intro.md", "ja/intro.md", "solo.md"]) == {
        "ru/intro.md": "ru-intro", "ja/intro.md": "ja-intro", "solo.md": "solo"
    }  # fmt: skip


_NAMES = st.text("ab-_ .é中\u202e", min_size=1, max_size=6).filter(lambda name: name.strip(". "))
_PLACES = st.lists(_NAMES, min_size=1, max_size=3).map(lambda parts: "/".join(parts) + ".md")


@given(st.sets(_PLACES, max_size=12), st.randoms(use_true_random=False))
def test_slugs_are_unique_whatever_the_order(places: set[str], chance: random.Random) -> None:
    ordered = sorted(places)
    mixed = ordered[:]
    chance.shuffle(mixed)
    result = slugs(ordered)
    assert result == slugs(mixed)
    assert len(set(result.values())) == len(places)
    for slug in result.values():
        assert slug
        assert "/" not in slug
        assert not slug.startswith((".", "-"))
        assert len(slug.encode()) <= LONGEST_SLUG


@given(st.text(max_size=60))
def test_shown_names_hold_nothing_invisible(name: str) -> None:
    assert not UNSAFE.search(shown(name))


@pytest.mark.parametrize(
    ("place", "title"),
    [
        ("b-tree_index.md", "B-tree index"),
        ("01-caching.md", "Caching"),
        ("2024-05-01-retries.md", "Retries"),
        ("RSS Feed.md", "RSS Feed"),
        ("retry/README.md", "Retry"),
        ("Sci-fi.md", "Sci-fi"),
        ("404.md", "404"),
    ],
)
def test_a_file_name_becomes_a_title(place: str, title: str) -> None:
    assert readable(place) == title


def test_a_date_is_no_title() -> None:
    assert not is_telling(readable("2023-09-30.md"))
    assert not is_telling("Notes")
    assert is_telling("Kevin Kelly")
