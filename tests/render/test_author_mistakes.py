"""What a layout's author gets wrong -> the line where it stands, and a hint that is true."""

# ruff: noqa: E501 - one mistake a line
from __future__ import annotations

import pytest
from scene import PORTRAIT, slide, text, workspace

from post_forge.errors import TemplateError
from post_forge.render import DeckView, lay_out, load_theme, markup

BASE = """\
{% import "parts.xml.jinja" as parts %}
<slide background="background" pad="page" gap="lg">
  {% block body required %}{% endblock %}
  <row align="center" gap="sm">
    <text style="handle" grow="1">{{ deck.handle }}</text>
  </row>
</slide>
"""
PARTS = """\
{% macro badge(label) %}
<row align-self="start" background="surface" radius="full" pad="sm">
  <text style="caption" color="accent">{{ label }}</text>
</row>
{% endmacro %}

{% macro bullets(items) %}
{% for item in items %}
<row gap="sm">
  <text style="body" grow="1">{{ item.text }}</text>
</row>
{% endfor %}
{% endmacro %}
"""
COVER = """\
{% extends "base.xml.jinja" %}

{% block body %}
<column grow="1" justify="center" gap="md">
  {{ parts.badge(deck.series) }}
  <text style="title" lines="5" fit="shrink">{{ slide.title }}</text>
  {% if slide.lead %}
  <text style="lead" color="muted">{{ slide.lead }}</text>
  {% endif %}
  {{ parts.bullets(slide.points) }}
  {% include "rest.xml.jinja" %}
</column>
{% endblock %}
"""
REST = """\
<row gap="md">
  <text style="caption">rest</text>
</row>
"""
FILES = {"base": BASE, "parts": PARTS, "cover": COVER, "rest": REST}
LEAD = '<text style="lead" color="muted">{{ slide.lead }}</text>'


def problems(folder, **changed):
    """What the author is told about the cover: `file:line`, message and hint of each problem."""
    theme = load_theme("mine", [workspace(folder, **{**FILES, **changed})])
    content = slide("cover", title=text("A title"), lead=text("A lead"), points=())
    try:
        made = markup(content, DeckView(series="Series", handle="@me"), theme, PORTRAIT)
        lay_out(made, theme, PORTRAIT)
    except TemplateError as error:
        return [
            (f"{one.source.path.rpartition('/')[2]}:{one.source.line}" if one.source else "", one.message, one.hint)
            for one in error.problems
        ]
    return []


def told(folder, file: str, old: str, new: str):
    assert FILES[file].count(old) == 1
    return problems(folder, **{file: FILES[file].replace(old, new)})


def test_without_mistakes_there_is_nothing_to_tell(tmp_path):
    assert problems(tmp_path) == []


MISTAKES = {
    "misspelled element": ("cover", "<column", "<colum", "cover:4", "unknown element <colum>", "'column'"),
    "misspelled attribute": ("cover", 'gap="md"', 'gapp="md"', "cover:4", "no attribute 'gapp'", "'gap'"),
    "bad choice": ("cover", '"center"', '"middel"', "cover:4", "'middel' is not allowed", "known: between, center"),
    "unknown colour": ("cover", '"muted"', '"mutted"', "cover:8", "no color token 'mutted'", "'muted'"),
    "unknown style": ("cover", '"title"', '"titel"', "cover:6", "no typography token 'titel'", "'title'"),
    "unknown length": ("cover", '"md"', '"mdd"', "cover:4", "'mdd' is not a length", "'md'"),
    "negative length": ("cover", 'gap="md"', 'gap="-5"', "cover:4", "'-5' is not a length", "plain digits"),
    "bad lines": ("cover", 'lines="5"', 'lines="5-2"', "cover:6", "'5-2' is not a number of lines", "2-4"),
    "style forgotten": ("cover", 'style="title" ', "", "cover:6", "needs the attribute 'style'", "style="),
    "misspelled field": ("cover", "slide.title", "slide.tittle", "cover:6", "a Slide has no 'tittle'", "'title'"),
    "misspelled deck field": ("base", "deck.handle", "deck.handel", "base:5", "has no 'handel'", "'handle'"),
    "unknown name": ("cover", "slide.lead }}", "slid.lead }}", "cover:8", "there is no name 'slid'", ""),
    "unknown macro": ("cover", "parts.badge", "parts.bage", "cover:5", "'bage'", ""),
    "element never closed": ("cover", "</column>", "", "cover:4", "<column> is never closed", "</column>"),
    "stray closing tag": ("cover", LEAD, LEAD + "\n</row>", "cover:9", "</row> closes nothing", "take it out"),
    "row inside text": ("cover", "{{ slide.lead }}<", "<row/><", "cover:8", "<row> cannot go inside <text>", "<br/>"),
    "words outside text": ("cover", LEAD, "hello", "cover:4", "the words 'hello' stand inside <column>", "<text>"),
    "mark outside text": ("cover", LEAD, "<b>x</b>", "cover:8", "unknown element <b>", "marks words inside <text>"),
    "if without endif": ("cover", "{% endif %}", "", "cover:", "endblock", ""),
    "mistake in a macro": ("parts", '"accent"', '"acent"', "parts:3", "no color token 'acent'", "'accent'"),
    "mistake in the base": ("base", "<row align", "<row aling", "base:4", "no attribute 'aling'", "'align'"),
    "mistake in an include": ("rest", "<row", "<rwo", "rest:1", "unknown element <rwo>", "'row'"),
    "missing template": ("cover", '"rest.xml', '"rset.xml', "cover:11", "no template 'rset.xml.jinja'", "rest.xml"),
    "bare ampersand": ("cover", LEAD, '<text style="lead">Q & A</text>', "cover:8", "a bare &", "&amp;"),
    "bare less-than": ("cover", LEAD, '<text style="lead">a < b</text>', "cover:8", "a bare <", "&lt;"),
    "value without quotes": ("cover", LEAD, "<text style=lead>x</text>", "cover:8", "this tag cannot be read", '"value"'),
    "html br": ("cover", "{{ slide.lead }}<", "x<br>y<", "cover:8", "<br> is never closed", "<br/>"),
    "attribute twice": ("cover", LEAD, '<text style="lead" style="body">x</text>', "cover:8", "given twice", "keep one"),
    "an if inside a tag": (
        "cover", LEAD, '<text style="lead"{% if slide.lead %} color="mutted"{% endif %}>x</text>', "cover:8", "'mutted'", "",
    ),
    "a tag over three lines": (
        "cover", LEAD, '<text\n    style="lead"\n    color="mutted">x</text>', "cover:8", "'mutted'", "'muted'",
    ),
    "type error": ("cover", "slide.lead }}", 'deck.number + "x" }}', "cover:8", "unsupported operand", ""),
    "a list printed": ("cover", "slide.lead }}", "slide.points }}", "cover:8", "a tuple cannot be printed", "loop"),
    "two roots": ("base", "</slide>", "</slide>\n<slide></slide>", "base:", "after </slide>", "one <slide>"),
    "document type": ("base", "<slide b", "<!DOCTYPE x><slide b", "", "a document type is not allowed", "take it out"),
    "entity": ("cover", LEAD, '<text style="lead">&nbsp;</text>', "cover:8", "a bare & or an entity", "&amp;"),
    "processing instruction": ("cover", LEAD, "<?php x ?>", "cover:4", "a processing instruction", "take it out"),
    "namespace": ("cover", LEAD, '<text xmlns="x" style="lead">x</text>', "cover:8", "no attribute 'xmlns'", "namespaces"),
    "namespaced element": ("cover", LEAD, "<svg:g/>", "cover:8", "unknown element <svg:g>", "namespaces"),
    "a cell outside a record": ("cover", LEAD, '<cell style="table">x</cell>', "cover:8", "<cell> stands outside", ""),
    "missing picture": ("cover", LEAD, '<image src="no.png" height="9"/>', "cover:8", "no picture 'no.png'", "folder"),
    "picture outside": ("cover", LEAD, '<image src="../../secret.png"/>', "cover:8", "there is no picture", "folder"),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_is_told_at_its_line_with_a_hint(tmp_path, mistake):
    file, old, new, place, message, hint = mistake
    found = told(tmp_path, file, old, new)
    name, _, line = place.partition(":")
    assert found
    assert any(
        (not place or where.startswith(f"{name}.xml.jinja:{line}")) and message in said and hint in advice
        for where, said, advice in found
    ), found


def test_a_mistake_in_a_loop_is_told_once_at_its_line(tmp_path):
    changed = FILES["cover"].replace("parts.bullets(slide.points)", "parts.bullets([slide, slide, slide])")
    looped = FILES["parts"].replace("item.text", "item.title").replace('<row gap="sm">', '<row gap="smm">')
    found = problems(tmp_path, cover=changed, parts=looped)
    assert [where for where, *_ in found] == ["parts.xml.jinja:9"]


def test_all_mistakes_of_a_slide_are_told_at_once(tmp_path):
    changed = COVER.replace('gap="md"', 'gapp="md"').replace('"muted"', '"mutted"').replace('"title"', '"titel"')
    assert [where for where, *_ in problems(tmp_path, cover=changed)] == [
        "cover.xml.jinja:4",
        "cover.xml.jinja:6",
        "cover.xml.jinja:8",
    ]


def test_tags_in_comments_and_strings_are_left_alone(tmp_path):
    quiet = '<!-- <colum> -->{# <colum> #}<text style="lead">{{ "<row> is text" }}</text>'
    assert told(tmp_path, "cover", LEAD, quiet) == []


def test_a_problem_names_the_file_as_the_author_would(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    theme = load_theme("mine", [workspace(tmp_path, cover="<slide>\n <colum/></slide>")])
    with pytest.raises(TemplateError) as caught:
        lay_out(markup(slide("cover"), DeckView(), theme, PORTRAIT), theme, PORTRAIT)
    assert str(caught.value.problems[0].source) == "themes/mine/slides/cover.xml.jinja:2:2"


def test_an_unknown_layout_names_the_closest_one(tmp_path):
    theme = load_theme("mine", [workspace(tmp_path)])
    with pytest.raises(TemplateError) as caught:
        markup(slide("covr"), DeckView(), theme, PORTRAIT)
    assert "'cover" in caught.value.problems[0].hint
