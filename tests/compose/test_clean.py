"""Verdicts, ornaments, formulas."""

from __future__ import annotations

import pytest

from post_forge.compose.units import clean
from post_forge.model import plain
from tests.compose.builders import text


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        ("x", "x"),
        ("n^2", "n²"),
        (r"O(n \log n)", "O(n log n)"),
        (r"a \le b \times 10^{6}", "a ≤ b × 10⁶"),
        ("x_1", "x₁"),
        (r"\text{cost} = 2", "cost = 2"),
        (r"\frac{a}{b}", None),
        (r"\sum_{i=0}^{n} x_i", None),
        ("x^{abc}", None),
    ],
)
def test_a_simple_formula_becomes_words(latex: str, expected: str | None) -> None:
    assert clean.formula_words(latex) == expected


def test_a_formula_that_stays_keeps_its_mark() -> None:
    assert not clean.has_formula(clean.ready(text("It is $n^2$ now.")))
    assert clean.has_formula(clean.ready(text(r"It is $\frac{a}{b}$ now.")))


@pytest.mark.parametrize(
    ("words", "mark"), [("✅ In place", "yes"), ("❌ No", "no"), ("⚠️ Careful", "warn"), ("Yes", "")]
)
def test_a_leading_sign_is_a_verdict(words: str, mark: str) -> None:
    found, rest = clean.verdict(plain(words))
    assert found == mark
    assert str(rest) == words.lstrip("✅❌⚠️ ")


def test_ornaments_at_the_ends_go() -> None:
    assert str(clean.bare(plain("🚀 Fast 🎉 and good ✨"))) == "Fast 🎉 and good"
    assert str(clean.bare(plain("→ next"))) == "→ next"


def test_brackets_that_send_the_reader_away_go() -> None:
    assert str(clean.without_pointers(plain("Use a queue (see this example)."))) == "Use a queue."
    assert str(clean.without_pointers(plain("It was measured [3]."))) == "It was measured."
    assert str(clean.without_pointers(plain("Use a queue (or two)."))) == "Use a queue (or two)."
