"""The sandbox, the places written into tags, and what a template may print."""

from __future__ import annotations

import pytest
from scene import NIGHT, PORTRAIT, rendered, slide, text, workspace

from post_forge.errors import TemplateError
from post_forge.model import Span, Text
from post_forge.render import DeckView, lay_out, layouts, load_theme, markup
from post_forge.render.templates import SourceMarks, environment


def shown(folder, source: str, **fields) -> str:
    theme = load_theme("mine", [workspace(folder, cover=source)])
    return rendered(theme, **fields)


ATTACKS = [
    "{{ ''.__class__.__mro__ }}",
    "{{ slide.__class__ }}",
    "{{ slide.__init__.__globals__ }}",
    "{{ slide['__class__'] }}",
    "{{ slide | attr('__class__') }}",
    "{{ ''.format.__globals__ }}",
    "{{ '{0.__class__}'.format(slide) }}",
    "{{ 'x' * 1000000000 }}",
    "{{ 'x'.ljust(1000000000) }}",
    "{{ '%1000000000d' % 1 }}",
    "{{ 9 ** 9 ** 9 }}",
    "{{ range(1000000000) | list }}",
    "{% for one in range(100000) %}{% endfor %}",
    "{{ 'x' | center(1000000000) }}",
    "{{ lipsum() }}",
    "{{ cycler }}",
    "{{ self.__init__ }}",
    "{{ environment }}",
    "{{ slide.more.update({'a': 'b'}) }}",
    "{% include '/etc/passwd' %}",
    "{% include '../../../../etc/passwd' %}",
    "{% include 'night/../../../../etc/passwd' %}",
    "{% import 'os' as os %}{{ os.system }}",
    "{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}",
    "{{ '<row/>' | safe }}",
    "{{ [1, 2] | random }}",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_template_cannot_leave_its_sandbox(tmp_path, attack):
    with pytest.raises(TemplateError) as caught:
        shown(tmp_path, f"<slide>\n{attack}</slide>")
    assert caught.value.problems[0].message


def test_content_is_never_markup(tmp_path):
    words = '</text><row at="x:1:1"/> & <b> "quoted" \' {{ 7 * 7 }}'
    made = shown(tmp_path, '<slide><text style="body" opacity="{{ slide.kicker }}">{{ slide.title }}</text></slide>',
                 title=text(words), kicker='1" grow="2')  # fmt: skip
    assert "<row" not in made
    assert 'grow="2"' not in made
    assert "{{ 7 * 7 }}" in made


def test_marks_are_printed_as_inline_markup(tmp_path):
    words = Text((Span("a<"), Span("b", frozenset({"strong", "code"})), Span("c\nd", frozenset({"highlight"}))))
    made = shown(tmp_path, '<slide><text style="body">{{ slide.title }}</text></slide>', title=words)
    assert ">a&lt;<b><code>b</code></b><mark>c<br/>d</mark></text>" in made


def test_control_characters_and_half_surrogates_are_dropped(tmp_path):
    made = shown(
        tmp_path, "<slide><text style='body'>{{ slide.title }}</text></slide>", title=text("a\x00\x1b\ud800b￾")
    )
    assert ">ab</text>" in made


def test_a_template_of_another_theme_is_named_with_its_theme(tmp_path):
    source = '{% extends "night/statement.xml.jinja" %}{% block ornament %}<spacer height="7"/>{% endblock %}'
    theme = load_theme("mine", [workspace(tmp_path, statement=source)])
    made = rendered(theme, "statement", title=text("One two three"))
    assert '<spacer at="mine/slides/statement' in made
    assert 'style="statement"' in made


def test_a_theme_has_the_layouts_of_the_one_it_extends(tmp_path):
    theme = load_theme("mine", [workspace(tmp_path, poster="<slide/>")])
    assert "poster" in layouts(theme)
    assert set(layouts(NIGHT)) < set(layouts(theme))
    assert not {"base", "parts"} & set(layouts(theme))


def test_places_count_lines_and_columns_from_one():
    marks = SourceMarks(environment(NIGHT))
    assert marks.preprocess("<a>\n  {# <b> #}<c/>\n{{ '<d>' }}<e\n f='1'/>", "x") == (
        '<a at="x:1:1">\n  {# <b> #}<c at="x:2:12"/>\n{{ \'<d>\' }}<e at="x:3:12"\n f=\'1\'/>'
    )


def test_an_undefined_name_is_an_error_even_when_nothing_is_printed(tmp_path):
    with pytest.raises(TemplateError):
        shown(tmp_path, "<slide>{% if nothing %}{% endif %}</slide>")


def test_a_layout_is_compiled_once_per_theme():
    assert environment(NIGHT) is environment(NIGHT)
    made = markup(slide("statement", title=text("One")), DeckView(), NIGHT, PORTRAIT)
    assert lay_out(made, NIGHT, PORTRAIT).box.element.name == "slide"
