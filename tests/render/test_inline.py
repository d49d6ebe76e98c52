from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scene import NOTE, slide, text

from post_forge.model import Grid, Span, Text
from post_forge.render.inline import accent, cleaned, figure, figures, ghost, inline, longest, scale, side, unit


def accented(*spans) -> str:
    made = accent(Text(tuple(Span(words, frozenset(marks)) for words, *marks in spans)))
    return "".join(f"[{one.text}]" if "highlight" in one.marks else one.text for one in made.spans)


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("Retries without the storm", "Retries without the [storm]"),
        ("A retry is more load on a service that is already failing", "… [already failing]"),
        ("How many layers of your stack retry?", "How many layers of your stack [retry?]"),
        ("One to come back to", "One to come [back to]"),
        ("Caching", "Caching"),
        ("CAP theorem", "CAP [theorem]"),
        ("Done. Now go", "Done. [Now go]"),
        ("It is an investment in yourself, too.", "an investment in [yourself], too."),
        ("Stop it. Go", "Stop it. [Go]"),
        ("缓存穿透与雪崩", "缓存穿透与雪崩"),
        ("Redis 缓存 雪崩", "Redis 缓存 雪崩"),
        ("إعادة المحاولة دون عاصفة", "إعادة المحاولة دون [عاصفة]"),
        ("", ""),
    ],
)
def test_the_last_words_of_a_title_are_its_accent(words, shown):
    assert accented((words,)).endswith(shown.removeprefix("… "))


def test_what_the_author_marked_wins():
    assert accented(("A ",), ("big", "highlight"), (" title",)) == "A [big] title"
    assert accented(("A ",), ("big", "strong"), (" title",)) == "A [big] title"
    assert accented(("A ",), ("big", "emphasis"), (" title",)) == "A [big] title"


def test_a_title_that_is_all_bold_is_marked_by_nobody():
    assert accented(("A big title", "strong")) == "A big [title]"


def test_a_lonely_full_stop_is_no_accent():
    assert accented(("Create a file ",), ("deploy.yml", "code"), (".",)) == "Create a file deploy.yml."


def test_code_at_the_end_stays_code():
    assert accented(("Use ",), ("select", "code")) == "Use select"


@given(st.lists(st.tuples(st.text(max_size=20), st.sampled_from(["strong", "code", "highlight", ""])), max_size=5))
def test_an_accent_never_changes_the_words(spans):
    made = Text(tuple(Span(words, frozenset({mark} - {""})) for words, mark in spans))
    assert "".join(str(accent(made)).split()) == "".join(str(made).split())


@pytest.mark.parametrize(
    ("words", "set_as"),
    [
        ("Where are 820 ms lost?", "Where are 820_ms lost?"),
        ("5 GB/s, 3 mice, 12 %.", "5_GB/s, 3 mice, 12_%."),
        ("Login · Orders – done", "Login_· Orders_– done"),
        ("✅ In place ❌", "✓ In place ✗"),
    ],
)
def test_numbers_keep_their_units_and_dashes_their_line(words, set_as):
    assert str(inline(text(words))) == set_as.replace("_", "\u00a0")
    assert str(inline(text(words, "code"))) == f"<code>{words}</code>"


@given(st.text(max_size=60))
def test_cleaned_words_hold_nothing_that_xml_forbids(words):
    found = cleaned(words)
    assert all(character in "\t\n\r" or ord(character) >= 32 for character in found)
    assert not any(0xD800 <= ord(character) < 0xE000 for character in found)
    assert "\x00" not in inline(text(words))


@pytest.mark.parametrize(
    ("words", "number", "suffix"),
    [
        ("243×", "243", "×"),
        ("90 %", "90", "%"),
        ("99.99%", "99.99", "%"),
        ("1,000,000 requests", "1,000,000", "requests"),
        ("< 5 ms", "< 5", "ms"),
        ("10", "10", ""),
        ("nothing", "nothing", ""),
    ],
)
def test_a_figure_is_a_number_and_its_unit(words, number, suffix):
    assert figure(text(words)).spans[0].text == number
    assert unit(text(words)) == suffix


def test_a_figure_has_a_true_scale_when_it_compares():
    assert scale(text("243×")).share == pytest.approx(max(0.7, 100 / 243))
    assert scale(text("90 %")).whole
    assert scale(text("90 %")).share == 90
    assert scale(text("800 ms")) is None
    assert scale(text("150 %")) is None


@pytest.mark.parametrize(
    ("title", "glyph"),
    [
        ("Load grows 2× a try", "2×"),
        ("It costs 40 % more", "40%"),
        ("In 2024 all was well", ""),
        ("No", ""),
    ],
)
def test_the_ghost_is_a_short_figure_of_the_slide_or_nothing(title, glyph):
    assert ghost(slide("statement", title=text(title))) == glyph


def grid(*columns, align=()) -> Grid:
    rows = tuple(zip(*[[text(cell) for cell in column] for column in columns], strict=True))
    return Grid(tuple(text("h") for _ in columns), rows, align or ("left",) * len(columns))


def test_figures_stand_at_the_right_in_every_direction():
    made = grid(["a", "b"], ["10 ms", "1,600 ms"], ["12", "–"])
    assert [figures(made, column) for column in range(3)] == [False, True, True]
    assert [side(made, column) for column in range(3)] == ["start", "end", "end"]
    assert [side(made, column, "rtl") for column in range(3)] == ["start", "start", "start"]


def test_the_author_decides_about_words():
    assert side(grid(["a"], align=("right",)), 0) == "end"
    assert side(grid(["a"], align=("center",)), 0) == "center"


def test_words_with_digits_are_no_figures():
    assert not figures(grid(["503 Service Unavailable"]), 0)
    assert longest(grid(["abc", "abcd"])) == 4
    assert NOTE.line == 12
