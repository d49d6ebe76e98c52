"""Which names set two sides against each other."""

from __future__ import annotations

import pytest

from post_forge.compose.language.poles import mark_of, opposed, wins


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Pros", "Cons"),
        ("Advantages:", "Disadvantages:"),
        ("✅ Do", "❌ Don't"),
        ("Do", "Don’t"),
        ("The Good", "The Bad"),
        ("Before", "After"),
        ("When to use", "When not to use"),
        ("Use when", "Avoid when"),
        ("Yes", "No"),
        ("Myth", "Fact"),
        ("Pros of sharding", "Cons of sharding"),
        ("Ventajas", "Desventajas"),
        ("Vorteile", "Nachteile"),
        ("Плюсы", "Минусы"),
        ("优点", "缺点"),
        ("メリット", "デメリット"),
        ("장점", "단점"),
        ("Vantagens", "Desvantagens"),
        ("Avantages", "Inconvénients"),
        ("Cuándo usarlo", "Cuándo no usarlo"),
    ],
)
def test_opposite_names(first: str, second: str) -> None:
    found, turned = opposed(first, second), opposed(second, first)
    assert found
    assert turned
    assert found[0].better != found[1].better
    assert turned == (found[1], found[0])


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Pros", "Pros"),
        ("Pros", "Don't"),
        ("Before", "Cons"),
        ("Redis", "Kafka"),
        ("Pros of Redis", "Cons of Kafka"),
        ("Good morning", "Bad luck"),
        ("Doing", "Don't"),
        ("", ""),
        ("Before you ship", "After that"),
    ],
)
def test_what_is_not_opposed(first: str, second: str) -> None:
    assert opposed(first, second) is None


def test_marks_and_winners() -> None:
    def of(first: str, second: str) -> list[tuple[str, bool]]:
        return [(mark_of(pole), wins(pole)) for pole in opposed(first, second) or ()]

    assert of("Pros", "Cons") == [("yes", False), ("no", False)]
    assert of("Don't", "Do") == [("no", False), ("yes", True)]
    assert of("Before", "After") == [("", False), ("", True)]
    assert of("When to use", "When not to use") == [("yes", False), ("no", False)]
