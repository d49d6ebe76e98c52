"""Headings -> titles: what goes and what must stay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from post_forge.model import Span, Text, plain
from post_forge.notes.titles import clean_title, enumerators, note_title

COUNTED = enumerators(["A. One", "B. Two", "I. x", "II. y"])


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("🏗️ 2. Records", "Records"),
        ("2. 🔥 Step 1: Hot (Deep Architecture)", "Hot"),
        ("Strategy 1: Round Robin", "Round Robin"),
        ("A. Negative Caching (The Trap)", "Negative Caching"),
        ("QA 12: Why?", "Why?"),
        ("Q: Why?", "Why?"),
        ("Anti-Pattern 2: God table", "God table"),
        ("RULE #0 - Keep it up", "Keep it up"),
        ("Part 3/12: Locks", "Locks"),
        ("Step One: Go", "Go"),
        ("Step 2 — Build", "Build"),
        ("Option B: Queue", "Queue"),
        ("Day 12 | Locks", "Locks"),
        ("1️⃣ First", "First"),
        ("(2) Two", "Two"),
        ("1.2 Networking", "Networking"),
        ("1. 404 pages", "404 pages"),
        ("II. Next", "Next"),
        ("第一章 介绍", "介绍"),
        ("一、背景", "背景"),
        ("1、缓存", "缓存"),
        ("What it does:", "What it does"),
        ('"All of it"', "All of it"),
        ("「全部」", "全部"),
        ("Elite Q&A ($20k+ Tier)", "Elite Q&A"),
        ("GC (Beginner Foundation)", "GC"),
        ("Done ✅", "Done"),
    ],
)
def test_what_files_or_comments_is_taken_off(heading: str, title: str) -> None:
    assert str(clean_title(plain(heading), COUNTED).title) == title


@pytest.mark.parametrize(
    "heading",
    ["Pooling (PgBouncer)", "A04:2017", "3-2-1 rule", "12-factor apps", "2PC", "C. elegans", "5 reasons to wait",
     "404 Not Found", "404: Not Found", "E. F. Codd", "D. Three without C.", "2.5 million rows", "Q3 2024",
     "S3: basics", "TTL: a promise", "Step 1", "1st place", "C#", "1:1 meetings", "24/7 on-call",
     "9-5 job", "CAP (theorem)", "42",
     '"Exactly once" is a lie', "✅ vs ❌", "オープンソースの❤️です", "Τι σημαίνει;", "7 Habits",
     "Hyrum's Law (The Law of Implicit Interfaces)"],
)  # fmt: skip
def test_what_says_something_stays(heading: str) -> None:
    assert str(clean_title(plain(heading), frozenset({"A"})).title) == heading


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("🧭 DNS: Senior Backend Engineer Reference", "DNS"),
        ("Redis - The Complete Guide", "Redis"),
        ("Designing a guide", "Designing a guide"),
        ("Kafka: How it orders", "Kafka: How it orders"),
    ],
)
def test_the_label_of_a_note_goes(heading: str, title: str) -> None:
    assert str(note_title(plain(heading)).title) == title


def test_the_first_emoji_is_the_icon() -> None:
    assert clean_title(plain("🏗️ 2. Records 🚀")).icon == "🏗️"
    assert clean_title(plain("1️⃣ First")).icon == ""
    assert clean_title(plain("👩🏽‍💻🇺🇳 Team")).icon == "👩🏽‍💻"


def test_marks_survive_but_bold_all_through() -> None:
    heading = Text((Span("1. Use "), Span("SKIP", frozenset({"code"})), Span(" well", frozenset({"emphasis"}))))
    assert clean_title(heading).title == Text((Span("Use "), *heading.spans[1:]))
    assert clean_title(Text((Span("All", frozenset({"strong"})),))).title == plain("All")


@given(st.text('A1.:) (The Trap)🔥“”"x中—#', max_size=30))
def test_a_title_is_never_emptied_and_adds_nothing(heading: str) -> None:
    title = str(clean_title(plain(heading), COUNTED).title)
    assert bool(title.strip()) == bool(heading.strip())
    rest = iter(heading.replace("\n", " "))
    assert all(character in rest for character in title)


@given(st.text('A1.:) (The Trap)🔥“”"x中—#', max_size=30))
def test_cleaning_twice_is_cleaning_once_for_what_has_no_second_label(heading: str) -> None:
    once = clean_title(plain(heading), COUNTED).title
    assert len(str(clean_title(once, COUNTED).title)) <= len(str(once))
