"""What a layout's author gets wrong -> the line where it stands, and a hint that is true."""

# ruff: noqa: E501 - one mistake a line
from __future__ import annotations

import pytest
from scene import PORTRAIT, slide, text, workspace

from post_forge.errors import LayoutError, TemplateError
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
    return problems_of(workspace(folder, **{**FILES, **changed}))


def problems_of(root):
    theme = load_theme("mine", [root])
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
    "words outside text": ("cover", LEAD, "hello", "cover:8", "the words 'hello' stand inside <column>", "<text>"),
    "mark outside text": ("cover", LEAD, "<b>x</b>", "cover:8", "unknown element <b>", "marks words inside <text>"),
    "if without endif": ("cover", "{% endif %}", "", "cover:7", "{% if %} is never closed", "before {% endblock %} in line 13"),
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
        "cover", LEAD, '<text\n    style="lead"\n    color="mutted">x</text>', "cover:10", "'mutted'", "'muted'",
    ),
    "type error": ("cover", "slide.lead }}", 'deck.number + "x" }}', "cover:8", "unsupported operand", ""),
    "a list printed": ("cover", "slide.lead }}", "slide.points }}", "cover:8", "a tuple cannot be printed", "loop"),
    "two roots": ("base", "</slide>", "</slide>\n<slide></slide>", "base:", "after </slide>", "one <slide>"),
    "document type": ("base", "<slide b", "<!DOCTYPE x><slide b", "base:2", "a document type is not allowed", "take it out"),
    "entity": ("cover", LEAD, '<text style="lead">&nbsp;</text>', "cover:8", "a bare & or an entity", "&amp;"),
    "processing instruction": ("cover", LEAD, "<?php x ?>", "cover:8", "a processing instruction", "take it out"),
    "namespace": ("cover", LEAD, '<text xmlns="x" style="lead">x</text>', "cover:8", "no attribute 'xmlns'", "namespaces"),
    "namespaced element": ("cover", LEAD, "<svg:g/>", "cover:8", "unknown element <svg:g>", "namespaces"),
    "a cell outside a record": ("cover", LEAD, '<cell style="table">x</cell>', "cover:8", "<cell> stands outside", ""),
    "unknown filter": ("cover", "slide.lead }}", "slide.lead | uper }}", "cover:8", "no filter 'uper'", "'upper'"),
    "unknown tag": ("cover", "{% if slide.lead %}", "{% iff slide.lead %}", "cover:7", "there is no tag 'iff'", "'if'"),
    "loop never closed": ("parts", "{% endfor %}", "", "parts:8", "{% for %} is never closed", "before {% endmacro %} in line 13"),
    "endif too many": ("cover", "{% endif %}", "{% endif %}{% endif %}", "cover:9", "{% endif %} closes nothing", "take it out"),
    "half an expression": ("cover", "slide.lead }}", "slide.lead | }}", "cover:8", "expected token", "missing before }}"),
    "call without its argument": ("cover", "badge(deck.series)", "badge()", "cover:5", "'label' was not provided", "the call"),
    "call with too many": ("cover", "badge(deck.series)", "badge(1, 2)", "cover:5", "not more than 1 argument", ""),
    "mistake inside a call block": (
        "cover", "{{ parts.badge(deck.series) }}",
        "{% macro box() %}<row>{{ caller() }}</row>{% endmacro %}\n{% call box() %}\n<text style=\"titel\">x</text>{% endcall %}",
        "cover:7", "no typography token 'titel'", "'title'",
    ),
    "missing key": ("cover", "slide.lead }}", "slide.more.knd }}", "cover:8", "there is no key 'knd'", ".get('knd')"),
    "words and numbers added": ("cover", "slide.lead }}", 'deck.number + "x" }}', "cover:8", "unsupported operand", "with ~"),
    "html": ("cover", LEAD, "<div/>", "cover:8", "unknown element <div>", "<column>"),
    "block not filled": ("cover", "{% block body %}", "{% block boddy %}", "cover:3", "the block 'body' is not filled", "'boddy'"),
    "after the slide": ("base", "</slide>", "</slide>\nwords", "base:7", "after </slide>", "one <slide>"),
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


def places(folder, **changed):
    """Where each problem stands, with its column and how much is underlined."""
    theme = load_theme("mine", [workspace(folder / "templates", **{**FILES, **changed})], root=folder)
    with pytest.raises(TemplateError) as caught:
        lay_out(markup(slide("cover", title=text("A"), lead=text("B")), DeckView(), theme, PORTRAIT), theme, PORTRAIT)
    return [
        (one.source.path.rpartition("/")[2], one.source.line, one.source.column, one.length)
        for one in caught.value.problems
    ]


@pytest.mark.parametrize(
    ("file", "old", "new", "column", "length"),
    [
        ("cover", '"muted"', '"mutted"', 29, 6),
        ("cover", 'gap="md"', 'gapp="md"', 35, 4),
        ("cover", "slide.title", "slide.tittle", 55, 6),
        ("cover", "slide.lead }}", "slid.lead }}", 39, 4),
        ("cover", "<column", "<colum", 1, 6),
        ("parts", '"accent"', "\"{{ 'acent' }}\"", 25, 5),
        ("parts", "{{ label }}", "{{ lable }}", 43, 5),
        ("base", "<slide b", "<!DOCTYPE x><slide b", 1, 9),
        ("rest", "rest<", "&nbsp;<", 25, 1),
    ],
)
def test_the_caret_stands_under_the_very_word(tmp_path, file, old, new, column, length):
    assert FILES[file].count(old) == 1
    found = places(tmp_path, **{file: FILES[file].replace(old, new)})
    assert [(name.partition(".")[0], *rest) for name, _, *rest in found] == [(file, column, length)]


def test_names_that_do_not_exist_are_told_all_at_once_with_what_else_is_wrong(tmp_path):
    cover = COVER.replace("slide.title", "slide.tittle").replace("slide.lead }}", "slid.lead }}")
    cover = cover.replace('"muted"', '"mutted"').replace("parts.badge", "parts.bage")
    told_of = problems(tmp_path, cover=cover, rest=REST.replace(">rest<", ">{{ dek }}<"))
    assert {(where, hint) for where, _, hint in told_of} == {
        ("cover.xml.jinja:5", "did you mean 'badge'?"),
        ("cover.xml.jinja:6", "did you mean 'title'?"),
        ("cover.xml.jinja:8", "did you mean 'slide'?"),
        ("cover.xml.jinja:8", "did you mean 'muted'?"),
        ("rest.xml.jinja:2", "did you mean 'deck'?"),
    }


def test_what_an_unknown_name_leads_to_is_no_mistake_of_its_own(tmp_path):
    cover = '<slide>\n<text style="body" size="{{ slide.sise }}" color="{{ slide.colour }}">{{ slide.titel | upper }}</text></slide>'
    assert [message for _, message, _ in problems(tmp_path, cover=cover)] == [
        "a Slide has no 'sise'",
        "a Slide has no 'colour'",
        "a Slide has no 'titel'",
    ]


def test_files_that_cannot_be_read_are_told_all_at_once(tmp_path):
    found = problems(
        tmp_path,
        cover=COVER.replace("{{ slide.title }}", "{{ slide.. }}"),
        parts=PARTS.replace("{{ label }}", "{{ label | }}"),
        rest=REST.replace(">rest<", ">{% if %}<"),
    )
    assert [where for where, *_ in found] == ["cover.xml.jinja:6", "parts.xml.jinja:3", "rest.xml.jinja:2"]


def test_a_file_that_is_not_utf8_is_told_at_its_line(tmp_path):
    root = workspace(tmp_path, **FILES)
    (root / "themes" / "mine" / "slides" / "rest.xml.jinja").write_bytes(
        b'<row>\n<text style="body">caf\xe9</text></row>'
    )
    assert [(where, hint) for where, _, hint in problems_of(root)] == [("rest.xml.jinja:2", "save it as UTF-8")]


def test_an_empty_layout_and_one_that_is_missing_have_a_place(tmp_path):
    assert [where for where, *_ in problems(tmp_path, cover="")] == ["cover.xml.jinja:1"]
    theme = load_theme("mine", [workspace(tmp_path)])
    with pytest.raises(TemplateError) as caught:
        markup(slide("postcrd"), DeckView(), theme, PORTRAIT)
    assert str(caught.value.problems[0].source) == "content/retries.md:12:1"


def test_where_the_words_are_too_many_the_note_comes_first(tmp_path):
    theme = load_theme("mine", [workspace(tmp_path / "templates", **FILES)], root=tmp_path)
    made = markup(slide("cover", title=text("word " * 900)), DeckView(), theme, PORTRAIT)
    with pytest.raises(LayoutError) as caught:
        lay_out(made, theme, PORTRAIT)
    for problem in caught.value.problems:
        assert str(problem.source) == "content/retries.md:12:1"
        assert "laid out by templates/themes/mine/slides/cover.xml.jinja:6:3" in problem.hint


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
