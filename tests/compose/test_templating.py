"""Text templates: the workspace's before the shipped, mistakes told with file and line, nothing reaches outside."""

from __future__ import annotations

from pathlib import Path

import pytest

from post_forge.compose.texts.templating import render
from post_forge.errors import TemplateError

VALUES = {"hook": "It waits.", "blocks": [], "question": "", "url": "", "tags": ["#Locks"], "more": ""}


def folder(tmp_path: Path, content: str, name: str = "x.txt.jinja") -> tuple[Path, ...]:
    (tmp_path / "posts").mkdir(exist_ok=True)
    (tmp_path / "posts" / name).write_text(content, encoding="utf-8")
    return (tmp_path,)


def test_the_workspaces_template_wins(tmp_path: Path) -> None:
    assert render("x", VALUES, ()) == "It waits.\n\n#Locks"
    assert render("x", VALUES, folder(tmp_path, "{{ hook | upper }} & <b>")) == "IT WAITS. & <b>"


def test_it_may_use_the_shipped_parts(tmp_path: Path) -> None:
    content = '{% from "parts.txt.jinja" import block %}{{ hook }}'
    assert render("x", VALUES, folder(tmp_path, content)) == "It waits."


@pytest.mark.parametrize(
    ("content", "line", "said"),
    [
        ("{{ hook }}\n{{ nobody }}", 2, "nobody"),
        ("a\nb\n{% if %}", 3, "Expected an expression"),
        ("a\n{{ hook / 2 }}", 2, "unsupported operand"),
        ('{% include "none.txt.jinja" %}', 1, "none.txt.jinja"),
        ("{{ hook.__class__.__mro__ }}", 1, "__class__"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, content: str, line: int, said: str) -> None:
    with pytest.raises(TemplateError) as raised:
        render("x", VALUES, folder(tmp_path, content))
    [problem] = raised.value.problems
    assert said in problem.message
    assert problem.source
    if "include" not in content:
        assert (problem.source.path, problem.source.line) == (f"{tmp_path.name}/posts/x.txt.jinja", line)


def test_an_unknown_platform_has_no_template() -> None:
    with pytest.raises(TemplateError, match="nowhere"):
        render("nowhere", VALUES, ())


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{% for a in range(1000) %}{% for b in range(1000) %}{% endfor %}{% endfor %}", "runs too long"),
        ("{{ 'x' * 999999999 }}", "for numbers only"),
        ("{{ '{:999999999}'.format(1) }}", "'format'"),
        ("{% set n = namespace(s='xxxx') %}{% for i in range(99) %}{% set n.s = n.s ~ n.s %}{% endfor %}", "too large"),
        ("{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}", "without end"),
        ("{% include 'x.txt.jinja' %}", "without end"),
        ("{{ " + "(" * 9000 + "1" + ")" * 9000 + " }}", "nested too deeply"),
    ],
)
def test_a_template_that_does_not_end_is_stopped(tmp_path: Path, content: str, said: str) -> None:
    with pytest.raises(TemplateError) as raised:
        render("x", VALUES, folder(tmp_path, content))
    assert said in raised.value.problems[0].message
    assert raised.value.problems[0].source


def test_a_problem_stands_under_its_word(tmp_path: Path) -> None:
    with pytest.raises(TemplateError) as raised:
        render("x", VALUES, folder(tmp_path, "{{ hook }} {{ nobody }}"))
    [problem] = raised.value.problems
    assert (problem.source.column, problem.length) == (15, 6)
