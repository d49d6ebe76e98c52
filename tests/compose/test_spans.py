"""Texts cut and joined with their marks."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from post_forge.compose.language import spans
from post_forge.model import Mark, Span, Text, plain
from tests.compose.builders import text

marks: st.SearchStrategy[frozenset[Mark]] = st.sets(st.sampled_from(["strong", "code"])).map(frozenset)
texts = st.lists(st.builds(Span, st.text(alphabet="ab c。", min_size=1, max_size=6), marks), max_size=6).map(
    lambda found: Text(tuple(found))
)


@given(texts, st.integers(0, 40), st.integers(0, 40))
def test_a_cut_is_the_slice_of_the_words(whole: Text, start: int, end: int) -> None:
    assert str(spans.cut(whole, start, end)) == str(whole)[start : max(end, 0)]


@given(texts, st.integers(0, 40))
def test_two_cuts_lose_no_mark(whole: Text, at: int) -> None:
    def marked(part: Text) -> list[tuple[str, frozenset[Mark]]]:
        return [(char, span.marks) for span in part.spans for char in span.text]

    assert marked(spans.cut(whole, 0, at)) + marked(spans.cut(whole, at, 10_000)) == marked(whole)


def test_a_range_can_be_taken_out() -> None:
    whole = text("Keep (drop) **this** one")
    assert spans.without(whole, [(4, 11)]) == text("Keep **this** one")


def test_chinese_and_japanese_sentences_join_without_a_space() -> None:
    assert str(spans.join((plain("第一。"), plain("第二。")))) == "第一。第二。"
    assert str(spans.join((plain("One."), plain("Two.")))) == "One. Two."
    assert spans.glue(["第一。", "第二。", "ok.", "Yes."]) == "第一。第二。ok. Yes."


def test_two_wide_characters_count_as_a_word() -> None:
    assert spans.count_words("one two-three — 4") == 3
    assert spans.count_words("四个字符") == 2
    assert spans.count_words("用 Redis 缓存") == 3
    assert spans.width("ab四") == 4


def test_the_colon_is_as_wide_as_its_script() -> None:
    assert spans.colon("Trap") == ": "
    assert spans.colon("陷阱") == "："


def test_trimming_takes_marks_along() -> None:
    assert spans.trim(text("  **a:** "), ":") == text("**a**")
