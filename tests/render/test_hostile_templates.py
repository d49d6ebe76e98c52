"""Templates that never end, or would fill the memory -> a problem at their line, before either happens."""

from __future__ import annotations

import re

import pytest
from scene import PORTRAIT, slide, text, workspace

from post_forge.errors import LayoutError, TemplateError
from post_forge.render import DeckView, draw_slide, lay_out, load_theme, markup
from post_forge.render.templates import SourceMarks, environment
from post_forge.sandbox import LONGEST

GROWING = "{% set n = namespace(it=START) %}{% for turn in range(99) %}{% set n.it = STEP %}{% endfor %}"


def growing(start: str, step: str) -> str:
    return GROWING.replace("START", start).replace("STEP", step)


def problems(folder, source: str, **others: str):
    """What is told of a layout with this source."""
    theme = load_theme("mine", [workspace(folder / "templates", cover=source, **others)], root=folder)
    try:
        made = markup(slide("cover", title=text("A title")), DeckView(), theme, PORTRAIT)
        draw_slide(lay_out(made, theme, PORTRAIT), theme, PORTRAIT)
    except (TemplateError, LayoutError) as error:
        return error.problems
    return ()


HOSTILE = {
    "ranges in ranges": ("{% for a in range(999) %}{% for b in range(999) %}{% endfor %}{% endfor %}", "runs too long"),
    "a huge range": ("{% for a in range(1000000000) %}{% endfor %}", "too long"),
    "a macro that calls itself twice": (
        "{% macro f(n) %}{% if n %}{{ f(n - 1) }}{{ f(n - 1) }}{% endif %}{% endmacro %}{{ f(50) }}", "runs too long",
    ),
    "a macro without end": ("{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}", "without end"),
    "blocks that double": (
        "".join(
            f"{{% block b{at} %}}{{{{ self.b{at + 1}() ~ self.b{at + 1}() }}}}{{% endblock %}}" for at in range(40)
        )
        + "{% block b40 %}x{% endblock %}",
        "runs too long",
    ),
    "includes itself": ("{% include 'cover.xml.jinja' %}", "without end"),
    "imports itself": ("{% import 'cover.xml.jinja' as again %}", "without end"),
    "words that double": (growing("'xxxxxxxxxx'", "n.it ~ n.it"), "too large"),
    "words that are added": (growing("'xxxxxxxxxx'", "n.it + n.it"), "too large"),
    "words that are joined": (growing("'xxxxxxxxxx'", "[n.it, n.it, n.it] | join"), "too large"),
    "words that are replaced": (growing("'xxxxxxxxxx'", "n.it | replace('x', n.it)"), "too large"),
    "words that replace by method": (growing("'xxxxxxxxxx'", "n.it.replace('x', n.it)"), "too large"),
    "lists that double": (growing("[1]", "n.it + n.it"), "too large"),
    "lists that hold themselves": (growing("[1]", "[n.it, n.it]") + "{{ n.it == n.it }}", "too large"),
    "tuples that hold themselves": (growing("(1, 2)", "(n.it, n.it)"), "too large"),
    "maps that hold themselves": (growing("{}", "dict(a=n.it, b=n.it)"), "too large"),
    "a padded batch": ("{{ [1] | batch(1000000000, 'x') | list }}", "too large"),
    "a sliced list": ("{{ [1] | slice(1000000000) | list }}", "too large"),
    "lists that are summed": ("{{ [[1], [2]] | sum(start=[]) }}", "for numbers"),
    "repeated words": ("{{ 'x' * 1000000000 }}", "for numbers only"),
    "a wide format": ("{{ '{:1000000000}'.format(1) }}", "'format'"),
    "powers": ("{{ 9 ** 9 ** 9 }}", "not allowed"),
    "endless output": ("{% for a in range(999) %}" + "x" * 999 + "{% endfor %}", "too large"),
    "deep brackets": ("{{ " + "(" * 9000 + "1" + ")" * 9000 + " }}", "nested too deeply"),
    "deep loops": ("{% for a in [1] %}" * 30 + "{% endfor %}" * 30, "nested too deeply"),
    "a huge file": ("<spacer/>" * 20_000, "characters"),
    "boxes without number": ("{% for a in range(999) %}<row><row/></row>{% endfor %}", "boxes"),
    "deep boxes": ("<row>" * 99 + "</row>" * 99, "boxes deep"),
    "a name of a file that cannot be": ("{% include '" + "x" * 5000 + "' %}", "no template"),
    "dots without number": ('<dots height="900" pitch="0.01"/>', "out of bounds"),
    "huge dots": ('<dots height="900" dot="2000"/>', "out of bounds"),
    "huge letters": ('<text ornament="yes" style="body" size="2500">M</text>', "out of bounds"),
    "huge boxes": ('<column width="9999" height="10" background="line"/>', "not a length"),
    "paint over paint": (
        '<layers grow="1">{% for a in range(300) %}<column background="line" radius="{{ a }}"/>{% endfor %}</layers>',
        "times the area",
    ),
    "values without number": ('<segments height="9" colors="' + "line " * 5000 + '"/>', "too many"),
    "words without end": (growing("'word '", "n.it ~ n.it if n.it | length < 50000 else n.it")
                          + '<text style="body" fit="shrink">{{ n.it }}</text>', "does not fit"),
    "entities in entities": ('<!DOCTYPE a [<!ENTITY b "xx"><!ENTITY c "&b;&b;">]>', "document type"),
}  # fmt: skip


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE.keys())
def test_it_ends_in_a_problem_at_its_place(tmp_path, hostile):
    source, said = hostile
    front, back = ("", "") if "{% block" in source or "DOCTYPE" in source else ("<slide>\n", "\n</slide>")
    found = problems(tmp_path, f"{front}{source}{back or '<slide/>'}")
    assert any(said in problem.message for problem in found), found
    assert all(problem.source and problem.source.line for problem in found)


def test_templates_that_extend_each_other_name_the_circle(tmp_path):
    [problem] = problems(tmp_path, "{% extends 'other.xml.jinja' %}", other="{% extends 'cover.xml.jinja' %}")
    assert "without end" in problem.message
    assert "templates/themes/mine/slides/other.xml.jinja" in problem.hint


def test_one_slip_in_a_loop_is_not_told_a_thousand_times(tmp_path):
    assert len(problems(tmp_path, "<slide>" + "<rwo/>\n" * 1400 + "</slide>")) <= 50


def test_a_text_of_the_longest_length_is_no_mistake(tmp_path):
    said = "{% set t %}{% for a in range(100) %}" + "x" * (LONGEST // 200) + "{% endfor %}{% endset %}{{ t | length }}"
    theme = load_theme("mine", [workspace(tmp_path, cover=f'<slide><text style="body">{said}</text></slide>')])
    assert str(LONGEST // 2) in markup(slide("cover"), DeckView(), theme, PORTRAIT).text


@pytest.mark.parametrize("unit", ["{{", "{%", "<!--", "{#", '{{ "', "{{ '\\'", "<a", "<", "\n<a>"])
def test_marks_are_written_in_one_go_over_any_text(unit, tmp_path):
    theme = load_theme("mine", [workspace(tmp_path)])
    marked = SourceMarks(environment(theme)).preprocess(unit * 9000, "x")
    assert re.sub(r' at="x:\d+:\d+"', "", marked) == unit * 9000


def test_every_step_is_counted_anew_for_each_slide(tmp_path):
    source = "<slide>{% for a in range(900) %}{% for b in range(20) %}{% endfor %}{% endfor %}</slide>"
    theme = load_theme("mine", [workspace(tmp_path, cover=source)])
    for _ in range(3):
        assert markup(slide("cover"), DeckView(), theme, PORTRAIT).text
