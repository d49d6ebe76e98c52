"""How sizes are chosen. Letters are half an em.

Below the sizes asked for here `step` goes on with 42/52, 40/50 after 46/56, `title` with 104/104 after 112/110.
"""

from __future__ import annotations

import pytest
from scene import NIGHT, laid_out

from post_forge.render.looks import breaks_word
from post_forge.render.values import SetLine, SetText

TITLE = NIGHT.typography["title"]


def sizes(inside: str, **room) -> list[float]:
    frame, overflows = laid_out(inside, **room)
    assert not overflows
    return [one.content.text.lines[0].size for one in frame.walk() if one.box.element.name in ("text", "codeblock")]


def title(words: str, lines: str = "2") -> str:
    return f'<text style="title" size="112" lines="{lines}" fit="shrink">{words}</text>'


def test_the_largest_size_that_fits_is_taken():
    assert sizes(title("a b"), width=900, height=1000) == [112]


def test_one_line_is_worth_one_step():
    # 16 letters: 896 px at 112 make one line of 900, 17 need the next step, 18 two lines
    assert sizes(title("a" * 8 + " " + "b" * 8), width=900, height=1000) == [104]
    assert sizes(title("a" * 9 + " " + "b" * 9), width=900, height=1000) == [112]


def test_a_title_shrinks_until_the_rest_has_its_room():
    rest = '<spacer height="{}"/>'
    words = title("a" * 9 + " " + "b" * 9)
    assert sizes(words + rest.format(780), width=900, height=1000) == [112]
    assert sizes(words + rest.format(792), width=900, height=1000) == [104]


def test_texts_of_one_style_share_their_size():
    body = '<text style="step" size="46" fit="shrink">{}</text>'
    assert sizes(body.format("a") + body.format("b"), width=900, height=200) == [46, 46]
    assert sizes(body.format("a") + body.format("bb " * 30), width=900, height=210) == [42, 42]


def test_the_title_is_settled_before_the_body():
    inside = title("aaaa bbbb") + '<text style="step" size="46" fit="shrink">' + "cc " * 40 + "</text>"
    assert sizes(inside, width=900, height=330) == [112, 42]


def test_steps_for_emergencies_come_last():
    # 60 letters make four lines at 84 and two at 60: of the usual sizes the one with the fewest lines is taken
    words = " ".join(["abcde"] * 10)
    assert sizes(title(words, "2-4"), width=900, height=1000)[0] >= 84
    assert sizes(title(words, "2"), width=900, height=1000) == [60]


def test_no_word_is_broken_while_a_smaller_size_keeps_it_whole():
    assert sizes(title("a" * 20, "2-4"), width=900, height=1000) == [90]


def test_rows_that_share_the_room_stay_even_if_a_smaller_size_makes_them_so():
    row = '<column grow="1"><text style="step" size="46" fit="shrink">{}</text></column>'
    frame, _ = laid_out(row.format("a") + row.format("b " * 38), width=900, height=200)
    first, second = frame.children
    assert first.height == second.height


def test_code_is_set_so_that_no_line_breaks():
    code = '<codeblock style="code" fit="shrink" size="37">{}</codeblock>'
    assert sizes(code.format("x" * 40), width=900, height=1000) == [37]
    assert sizes(code.format("x" * 56), width=900, height=1000) == [32]


def test_code_that_breaks_anyway_is_not_set_smaller_than_it_must():
    code = '<codeblock style="code" fit="shrink">' + "xxx " * 40 + "</codeblock>"
    assert sizes(code, width=900, height=1000) == [34]


def test_a_diagram_is_never_broken():
    inside = '<diagram style="diagram" fit="shrink">' + "x" * 60 + "</diagram>"
    frame, overflows = laid_out(inside, width=900, height=500)
    assert not overflows
    assert len(frame.children[0].content.text.lines) == 1
    _, overflows = laid_out(inside.replace("x" * 60, "x" * 90), width=900, height=500)
    assert overflows[0].what == "the width"


@pytest.mark.parametrize(
    ("words", "lines", "broken"),
    [
        ("one two", ["one", "two"], False),
        ("Cunningham's Law", ["Cunningham'", "s Law"], True),
        ("well-known fact", ["well-", "known fact"], False),
        ("overlong", ["over", "long"], True),
        ("a/b/c", ["a/", "b/c"], False),
        ("缓存穿透", ["缓存", "穿透"], False),
        ("say (it) now", ["say (it)", "now"], False),
    ],
)
def test_a_line_that_ends_inside_a_word_is_noticed(words, lines, broken):
    made = tuple(SetLine(line, 0.0, 0.0, 0.0, 10.0, ()) for line in lines)
    assert breaks_word(words, SetText(made, 0.0, 0.0)) == broken
