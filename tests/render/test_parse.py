from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scene import NIGHT

from post_forge.errors import TemplateError
from post_forge.render.boxes import Share, read_place
from post_forge.render.elements import ELEMENTS, Element, Leaf, attributes, everything, register
from post_forge.render.parse import parse
from post_forge.render.readers import WrongValueError


def style(attributes: str):
    return parse(f"<slide><column grow='1' {attributes}/></slide>", NIGHT).children[0].style


def test_attributes_are_read_under_the_theme():
    made = style('pad="1 2 3" width="50%" gap="md" border="2 line" radius="lg" background="accent/40" opacity="50%"')
    assert made.pad == (1, 2, 3, 2)
    assert isinstance(made.width, Share)
    assert made.gap == 24
    assert made.border == (2, NIGHT.color["line"])
    assert made.background == "#c4ff3d66"
    assert made.opacity == 0.5


@pytest.mark.parametrize(
    ("value", "found"),
    [("top right", ("end", "start")), ("bottom", ("center", "end")), ("center", ("center", "center"))],
)
def test_a_place_is_a_corner_a_side_or_the_middle(value, found):
    assert style(f'place="{value}"').place == found


@pytest.mark.parametrize(
    "attribute",
    [
        'pad="1 2 3 4 5"', 'pad=""', 'border="2"', 'border="x line"', 'place="top bottom"', 'place="up"', 'offset="3"',
        'grow="-1"', 'grow="1e9"', 'width="-3"', 'width="50 %"', 'width="nan"', 'opacity="2"', 'ornament="maybe"',
        'height="99999"', 'shadow="big"', 'background="acent"', 'max-width="inf"',
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_meant_is_refused(attribute):
    with pytest.raises(TemplateError):
        style(attribute)


def test_words_keep_their_marks():
    box = parse('<slide><text style="body"> one <b>two <i>three</i></b>\n<code>x  y</code>! </text></slide>', NIGHT)
    found = [(word.text, "".join(sorted(word.marks))) for word in box.children[0].words]
    assert found == [("one ", ""), ("two ", "b"), ("three", "bi"), (" x y", "code"), ("!", "")]


def test_the_space_before_a_mark_stands_outside_it():
    box = parse('<slide><text style="body">Use <code>now()</code> only</text></slide>', NIGHT)
    assert [word.text for word in box.children[0].words] == ["Use ", "now()", " only"]


def test_verbatim_text_keeps_its_spaces():
    box = parse('<slide><codeblock style="code">\n  a\n    b\n</codeblock></slide>', NIGHT)
    assert "".join(word.text for word in box.children[0].words) == "\n  a\n    b\n"


def test_a_place_may_hold_colons():
    assert str(read_place("C:/a:b.jinja:3:4")) == "C:/a:b.jinja:3:4"
    assert read_place("nowhere").line == 0


def test_boxes_too_deep_are_refused():
    with pytest.raises(TemplateError, match="boxes deep"):
        parse("<slide>" + "<row>" * 100 + "</row>" * 100 + "</slide>", NIGHT)


def test_a_plugin_adds_an_element_by_the_same_door(monkeypatch):
    class Square(Leaf):
        def width(self, box, session):
            return box.own("side")

        def height(self, box, width, session):
            return box.own("side")

    monkeypatch.setitem(ELEMENTS, "square", None)  # taken out again after the test
    register(Element("square", "nothing", "a square", {"side": lambda value, theme: float(value)}, leaf=Square()))
    assert parse('<slide><square side="7"/></slide>', NIGHT).children[0].own("side") == 7


def test_every_element_says_what_it_is_and_reads_its_attributes():
    for element in everything().values():
        assert element.summary
        for reader in attributes(element).values():
            with suppress(WrongValueError):  # and nothing else
                reader("", NIGHT)


tags = st.sampled_from(["slide", "row", "text", "b", "br", "codeblock", "image", "colum", "cell", "x:y", "either"])
values = st.text(st.characters(exclude_characters='<&"'), max_size=8)


@st.composite
def markups(draw, depth: int = 0) -> str:
    tag = draw(tags)
    given_ = "".join(
        f' {name}="{draw(values)}"' for name in draw(st.sets(st.sampled_from(["pad", "style", "grow", "y"])))
    )
    inside = "".join(draw(st.lists(markups(depth + 1), max_size=3))) if depth < 3 else draw(values)
    return f"<{tag}{given_}>{inside}</{tag}>" if draw(st.booleans()) else f"<{tag}{given_}>"


@given(st.one_of(markups(), st.text(max_size=40)))
def test_any_markup_is_a_tree_or_a_template_error(made):
    with suppress(TemplateError):  # and nothing else
        parse(made, NIGHT)
