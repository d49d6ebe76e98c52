"""Quotes that curl, dashes and ellipses; code as it was typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from post_forge.compose.slides.typography import typeset
from post_forge.model import Span, Text, plain

ENGLISH, GERMAN = "“”‘’", "„“‚‘"


@pytest.mark.parametrize(
    ("typed", "set_"),
    [
        ('answers "will the write survive?", not more', "answers “will the write survive?”, not more"),
        ('("quoted")', "(“quoted”)"),
        ("it's the server's", "it’s the server’s"),
        ("the servers' answers", "the servers’ answers"),
        ("he said 'wait' twice", "he said ‘wait’ twice"),
        ("in the '90s", "in the ’90s"),
        ('a 5" disk', 'a 5" disk'),  # no partner: an inch, perhaps
        ("\"'inner' and outer\"", "“‘inner’ and outer”"),
        ("wait 100-200 ms", "wait 100–200 ms"),
        ("on 2015-10-21", "on 2015-10-21"),
        ("call 3-2-1", "call 3-2-1"),
        ("UTF-8 and RFC-7231", "UTF-8 and RFC-7231"),
        ("version 1.2-3.4", "version 1.2-3.4"),
        ("it works -- mostly", "it works – mostly"),
        ("x - y", "x – y"),
        ("--flag and -v", "--flag and -v"),
        ("wait... what", "wait… what"),
        ("a....b", "a....b"),
        ("two  spaces", "two spaces"),
        ("", ""),
    ],
)
def test_english(typed: str, set_: str) -> None:
    assert str(typeset(plain(typed), ENGLISH)) == set_


def test_german_marks() -> None:
    assert str(typeset(plain("er sagt \"nein\" und 'ja'"), GERMAN)) == "er sagt „nein“ und ‚ja‘"


def test_code_and_mathematics_stay_as_typed() -> None:
    code = Span('print("a--b...", 1-2)', frozenset({"code"}))
    told = typeset(Text((Span('say "'), code, Span('" and wait...'))), ENGLISH)
    assert [span.text for span in told.spans] == ["say “", code.text, "” and wait…"]
    assert told.spans[1] is code


def test_a_language_without_marks_keeps_the_quotes() -> None:
    assert str(typeset(plain('"x"...'), "")) == '"x"…'


@given(st.text(alphabet="ab1 \"'-.“(\n", max_size=30))
def test_only_marks_change(words: str) -> None:
    made = str(typeset(plain(words), ENGLISH))

    def bare(text: str) -> str:
        return "".join(character for character in text if character in "ab1(\n")

    assert bare(made) == bare(words)
    assert str(typeset(plain(made), ENGLISH)).count('"') <= words.count('"')
