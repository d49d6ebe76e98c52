"""Where a sentence ends."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from post_forge.compose.language import sentences, spans
from post_forge.model import plain
from tests.compose.builders import text


def pieces(words: str) -> list[str]:
    marked = text(words)
    return [str(spans.cut(marked, start, end)) for start, end in sentences.split(marked)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        ("Use e.g. Redis or i.e. a cache vs. a queue.", ["Use e.g. Redis or i.e. a cache vs. a queue."]),
        ("Python 3.11 is out. It costs 4.5 ms.", ["Python 3.11 is out.", "It costs 4.5 ms."]),
        ("Open app.py first. Then read it.", ["Open app.py first.", "Then read it."]),
        ("Wait ... and see. Done.", ["Wait ... and see.", "Done."]),
        ("It waits… Then it dies.", ["It waits…", "Then it dies."]),
        ('"No." She left. "Yes," he said.', ['"No."', "She left.", '"Yes," he said.']),
        ('He said "Stop. Now. At once." and left. Good.', ['He said "Stop. Now. At once." and left.', "Good."]),
        ("It fails (see below. Really.) twice. End.", ["It fails (see below. Really.) twice.", "End."]),
        ("It broke. (A lot.) We fixed it.", ["It broke.", "(A lot.)", "We fixed it."]),
        ("M. Brooker wrote it. He is right.", ["M. Brooker wrote it.", "He is right."]),
        ("Choose plan B. It is cheaper.", ["Choose plan B.", "It is cheaper."]),
        ("1. Open it", ["1. Open it"]),
        ("No. 5 is alive. No. That is wrong.", ["No. 5 is alive.", "No.", "That is wrong."]),
        ("Call `a. B. c` now. Then stop.", ["Call a. B. c now.", "Then stop."]),
        ("Run it. `dig` walks on.", ["Run it.", "dig walks on."]),
        ("It ends at example.com. See there.", ["It ends at example.com.", "See there."]),
        ("first line\nsecond line", ["first line", "second line"]),
        ("第一句。第二句！第三句？", ["第一句。", "第二句！", "第三句？"]),
        ("彼は「やめろ。」と言った。終わり。", ["彼は「やめろ。」と言った。", "終わり。"]),
        ("هل هذا صحيح؟ نعم. انتهى.", ["هل هذا صحيح؟", "نعم.", "انتهى."]),
        ("यह पहला है। यह दूसरा है।", ["यह पहला है।", "यह दूसरा है।"]),
        ('An unclosed "quote. Goes on.', ['An unclosed "quote.', "Goes on."]),
        ("", []),
    ],
)
def test_a_sentence_ends_where_a_reader_ends_it(words: str, expected: list[str]) -> None:
    assert pieces(words) == expected


@given(st.text(alphabet="ab .!?…\"'()。！「」؟।\n1B", max_size=120))
def test_the_pieces_are_the_text_in_its_order(words: str) -> None:
    found = sentences.split(plain(words))
    assert all(start < end for start, end in found)
    assert all(first[1] <= second[0] for first, second in pairwise(found))
    kept = "".join(words[start:end] for start, end in found)
    assert "".join(kept.split()) == "".join(words.split())


@given(st.text(max_size=200))
def test_any_text_can_be_split(words: str) -> None:
    for start, end in sentences.split(plain(words)):
        assert words[start:end].strip()


def test_a_long_text_takes_time_in_proportion() -> None:
    """Nothing in it may be quadratic: ten thousand sentences are split one by one."""
    assert len(pieces("It is so. " * 10_000)) == 10_000


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("It is told by G.K. Chesterton. A man waits.", ["It is told by G.K. Chesterton.", "A man waits."]),
        ("It began in the U.S. Navy in 1960.", ["It began in the U.S. Navy in 1960."]),
        ("It began in the U.S. The Navy knew.", ["It began in the U.S.", "The Navy knew."]),
        ("Nobody is awake at 3 a.m. Pages wait.", ["Nobody is awake at 3 a.m.", "Pages wait."]),
    ],
)
def test_initials_end_no_sentence(words: str, expected: list[str]) -> None:
    assert pieces(words) == expected
