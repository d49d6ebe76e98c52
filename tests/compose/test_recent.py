"""What is kept of what was made, and for how long."""

from __future__ import annotations

from post_forge.compose.language.words import AnyCase
from post_forge.compose.units.recent import Recent


def test_the_very_same_values_give_what_was_made_of_them() -> None:
    kept, made = Recent[list[int]](10), []
    value = ["a"]
    for _ in range(3):
        kept.of([value], "rest", make=lambda: made.append(1) or [len(made)])
    assert made == [1]
    kept.of([value], "another", make=lambda: made.append(1) or [len(made)])
    kept.of([["a"]], "rest", make=lambda: made.append(1) or [len(made)])
    assert len(made) == 3


def test_no_more_than_so_many_are_kept_and_none_takes_the_place_of_another() -> None:
    kept = Recent[str](4)
    for number in range(50):  # each value is gone after its turn: its address may be used again
        assert kept.of([[number]], make=lambda number=number: str(number)) == str(number)
    assert len(kept._kept) == 4


def test_words_of_any_case_are_found() -> None:
    found = AnyCase(r"\b(?:fails?|never)\b")
    assert found.search("It NEVER Fails")
    assert found.findall("It NEVER Fails") == ["never", "fails"]
    assert not found.match("It NEVER Fails")
