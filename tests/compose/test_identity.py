"""Slugs and fingerprints."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from post_forge.compose.identity import fingerprint, likeness, slug, unique

STORY = [
    "A retry of a lost payment may charge the customer twice.",
    "The gateway waits for thirty seconds before it gives up on the bank.",
    "Nobody sees the second charge until the end of the month.",
    "A key that the client makes once turns both requests into one.",
]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Negative Caching (The Trap)", "negative-caching-the-trap"),
        ("Straße & Café", "strasse-cafe"),
        ("データベース", "データベース"),
        ("ओपन सोर्स", "ओपन-सोर्स"),
        ("Что это?", "что-это"),
        ("../../etc/passwd", "etc-passwd"),
        ("!!!", "post"),
    ],
)
def test_a_slug_is_lower_case_in_its_own_script(words: str, expected: str) -> None:
    assert slug(words) == expected


@given(st.text(max_size=200))
def test_a_slug_is_a_file_name(words: str) -> None:
    found = slug(words)
    assert 0 < len(found) <= 60
    assert not set(found) & set(' /\\:*?"<>|.\n\x00')
    assert found == found.strip("-")


def test_equal_headings_get_numbers() -> None:
    taken: set[str] = set()
    assert [unique("a", taken) for _ in range(3)] == ["a", "a-2", "a-3"]


def test_a_post_is_known_again_by_its_words() -> None:
    before = fingerprint(STORY)
    assert fingerprint(STORY) == before
    assert likeness(before, fingerprint([*STORY[:3], "A key turns both into one."])) > 0.5
    assert likeness(before, fingerprint(["A stale price stayed in the second region for a month."])) < 0.1
    assert likeness((), ()) == 0
