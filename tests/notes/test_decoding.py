"""Bytes -> text: what is repaired, what is refused, and that lines stay the author's lines."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from post_forge.notes.decoding import decode


def test_line_ends_and_byte_order_mark_are_made_one() -> None:
    assert decode(b"\xef\xbb\xbfa\r\nb\rc\n", "n.md") == ("a\nb\nc\n", ())


def test_letters_are_composed() -> None:
    assert decode("e\u0301".encode(), "n.md")[0] == "\u00e9"


def test_what_cannot_be_seen_goes_with_one_warning() -> None:
    text, problems = decode("ok\no\0ne \u202egpj\u202c \u200bx\u200dy \x85z".encode(), "n.md")
    assert text == "ok\none gpj x\u200dy  z"
    assert [(str(p.source), p.severity) for p in problems] == [("n.md:2:2", "warning")]
    assert "U+0000" in problems[0].message


@pytest.mark.parametrize(
    ("data", "place", "words"),
    [
        ("# ok\n".encode("utf-16"), "n.md", "is UTF-16"),
        ("# some words\n".encode("utf-16-le"), "n.md", "looks like UTF-16"),
        ("# ok".encode("utf-32"), "n.md", "is UTF-32"),
        ("# Caf\u00e9\n".encode("latin-1"), "n.md:1:6", "Latin-1"),
        (b"ok\r\nab\xff", "n.md:2:3", "0xff"),
        ("ページの説明をここに書きます。".encode("shift_jis"), "n.md:1:1", "Shift JIS"),
        ("分布式锁是控制分布式系统之间同步访问共享资源".encode("gb18030"), "n.md:1:1", "GB 18030"),
    ],
)
def test_other_encodings_are_refused_by_name(data: bytes, place: str, words: str) -> None:
    text, problems = decode(data, "n.md")
    assert text is None
    assert [str(problem.source) for problem in problems] == [place]
    assert words in problems[0].message
    assert problems[0].severity == "error"


@given(st.binary(max_size=300) | st.text(max_size=200).map(str.encode))
def test_every_text_is_clean_and_no_bytes_raise(data: bytes) -> None:
    text, problems = decode(data, "n.md")
    assert text is not None or problems
    if text is not None:
        assert not set(text) & {"\r", "\0", "\ufeff", "\u202e"}
        assert unicodedata.is_normalized("NFC", text)
        original = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
        assert text.count("\n") == original.count("\n")
