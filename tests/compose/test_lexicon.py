"""Words of structure."""

from __future__ import annotations

import pytest

from post_forge.compose.language import lexicon


@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("The Trap", "trap"),
        ("The Real Problem", "trap"),
        ("Fix", "fix"),
        ("Trade-off", "limit"),
        ("The Senior Answer", "answer"),
        ('"It is fast."', "claim"),
        ("解决方案", "fix"),
        ("Solución", "fix"),
        ("Clustered index", ""),
        ("Insecure network exposure", ""),
        ("Bad example", "trap"),
        ("The known limits", "limit"),
        ("A label of more than four words with trap", ""),
        ("", ""),
    ],
)
def test_a_label_says_what_its_text_is(label: str, role: str) -> None:
    assert lexicon.role_of(label) == role


@pytest.mark.parametrize("title", ["What It Is", "The Fix", "Pros", "How It Works", "More detail", "Overview"])
def test_generic_headings_say_nothing_alone(title: str) -> None:
    assert lexicon.is_generic(title)


@pytest.mark.parametrize("title", ["Rate limiting", "TTL Is a Promise", "Negative caching", "超时"])
def test_other_headings_say_something(title: str) -> None:
    assert not lexicon.is_generic(title)


@pytest.mark.parametrize(
    "title", ["References", "Table of Contents", "See also:", "参考文献", "[참고 자료]", "Learn next"]
)
def test_some_headings_are_never_posted(title: str) -> None:
    assert lexicon.is_never_posted(title)


def test_a_title_may_announce_what_goes_wrong() -> None:
    assert lexicon.names_trap("Production Anti-Patterns & Dangers: a list of traps")
    assert not lexicon.names_trap("Load balancing")


def test_a_quoted_term_is_no_claim() -> None:
    assert lexicon.role_of('"Locks are slow."') == "claim"
    assert lexicon.role_of('"Locks are slow"') == "claim"
    assert lexicon.role_of('"Lease"') == ""
    assert lexicon.role_of('"Lease" and "lock"') == ""
    assert lexicon.role_of("“锁很慢而且不安全”") == "claim"
