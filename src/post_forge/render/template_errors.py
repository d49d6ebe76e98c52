"""What stopped a layout's template -> problems, each at its line and column, and whatever else is wrong with it.

Jinja stops at the first mistake. What is left is looked for in a second rendering in which a name that does not exist
is noted and stands for nothing; and when a file cannot be read at all, in every file that it refers to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import TracebackType
from typing import Any

import jinja2
from jinja2.exceptions import SecurityError

from post_forge.errors import Problem, Source, did_you_mean
from post_forge.render.markup import SUFFIX, layouts
from post_forge.render.places import layout_file, layout_lines, lines_of, located
from post_forge.render.templates import Folders, environment
from post_forge.render.theme import Theme

LONGEST_MESSAGE = 300
TAGS = ("block", "call", "else", "elif", "extends", "filter", "for", "from", "if", "import", "include", "macro", "set")

QUOTED = re.compile(r"'([^'\n]{1,80})'")
_STATEMENT = re.compile(r"\{%[-+]?\s*(\w+)")
_REQUIRED = re.compile(r"Required block '(\w+)' not found\.?")
_BLOCK = re.compile(r"\{%[-+]?\s*block\s+(\w+)")
_REFERS = re.compile(r"""\{%[-+]?\s*(?:extends|include|import|from)\s+["']([^"'\n]{1,200})["']""")
_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
_LOCAL = re.compile(r"l_\d+_(\w+)")
_PAIRS = {name: f"end{name}" for name in ("block", "call", "filter", "for", "if", "macro", "raw", "with")}
_KNOWS = "a layout arranges what a slide says, and nothing else"


_UNKNOWN = re.compile(r"No (filter|test) named '(\w+)'(?: found)?")

Frames = list[tuple[Source, Mapping[str, Any]]]
"""Lines of templates, outermost first, each with the names known there."""


def problems(error: Exception, theme: Theme, name: str, context: Mapping[str, Any]) -> list[Problem]:
    """Every problem of a layout's templates, the one that stopped it first."""
    first = told(error, theme, name)
    if isinstance(error, jinja2.TemplateSyntaxError):
        return once([first, *_other_files(theme, name)])
    if type(error) is jinja2.UndefinedError:
        from post_forge.render.second_look import second_look

        return once([first, *second_look(theme, name, context)])
    return [first]


def once(found: list[Problem]) -> list[Problem]:
    """Each problem once, as it was told first."""
    return list({(one.message, one.source): one for one in reversed(found)}.values())[::-1]


def told(error: Exception, theme: Theme, name: str) -> Problem:
    """One problem. `name` is the layout that was asked for."""
    if isinstance(error, jinja2.TemplateSyntaxError):
        return _syntax(error, theme, name)
    if missing := _REQUIRED.fullmatch(str(error)):
        return _no_block(missing[1], theme, name)
    frames = list(_frames(error.__traceback__, theme))
    rule, message, hint, word = _said(error, frames, theme, name)
    place = _caller(frames) if message.startswith("parameter ") else frames[-1][0] if frames else None
    problem = Problem(rule, _short(message), place, _short(hint))
    if place is None:
        return replace(problem, source=layout_file(theme, name.removesuffix(SUFFIX)))
    return placed(problem, theme, word)


def tests_or_filters(theme: Theme, kind: str) -> list[str]:
    """The names of all tests, or of all filters."""
    known = environment(theme).tests if kind == "test" else environment(theme).filters
    return [name for name in known if name.isidentifier() and not name.startswith("_")]


def _no_block(block: str, theme: Theme, name: str) -> Problem:
    """A layout that leaves out a block of the one it extends: told in the layout, which has to write it."""
    place = layout_file(theme, name.removesuffix(SUFFIX))
    written = [] if place is None else _BLOCK.findall("\n".join(layout_lines(theme, name)))
    close = did_you_mean(block, written)
    near = re.search(r"'(\w+)'", close) if close.startswith("did you mean") else None
    hint = f"this layout calls it {near[1]!r}" if near else f"write {{% block {block} %}} ... {{% endblock %}}"
    problem = Problem("template.block", f"the block {block!r} is not filled", place, hint)
    for number, line in enumerate(layout_lines(theme, name), 1):
        if place and near and (found := re.search(rf"(?<=block ){near[1]}\b", line)):
            return replace(problem, source=Source(place.path, number, found.start() + 1), length=len(near[1]))
    return problem


def _said(error: Exception, frames: Frames, theme: Theme, name: str) -> tuple[str, str, str, str]:
    """Rule, message and hint of an error that stopped a template at work, and the word in its line that it is about."""
    message, _, hint = str(error).partition("\n")
    message = message.rstrip(".") or type(error).__name__
    match error:
        case jinja2.TemplateNotFound():
            asked = str(error.name)
            known = Folders(theme).list_templates() if asked != name else [one + SUFFIX for one in layouts(theme)]
            return "template.missing", f"there is no template {asked!r}", did_you_mean(asked, known), asked
        case SecurityError():
            return "template.sandbox", message, hint or _KNOWS, ""
        case jinja2.UndefinedError():
            if not hint and message.startswith("parameter "):
                hint = "the call leaves it out"
            elif not hint and (word := QUOTED.search(message)):
                hint = close_to(word[1], frames[-1][1] if frames else {})
            return "template.name", message, hint, ""
        case RecursionError():
            return "template.value", "the templates call each other without end", _circle(frames, theme), ""
        case jinja2.TemplateRuntimeError() if unknown := _UNKNOWN.fullmatch(message):
            names = tests_or_filters(theme, unknown[1])
            hint = did_you_mean(unknown[2], names)
            return "template.name", f"there is no {unknown[1]} {unknown[2]!r}", hint, unknown[2]
        case TypeError() if "for +" in message:
            hint = hint or "numbers are added with +, words are put together with ~"
    return "template.value", message, hint, ""


def _short(words: str) -> str:
    return words if len(words) <= LONGEST_MESSAGE else words[: LONGEST_MESSAGE - 1] + "…"


# ---- where ----------------------------------------------------------------------------------------------------------


def _frames(trace: TracebackType | None, theme: Theme) -> Iterator[tuple[Source, Mapping[str, Any]]]:
    """The lines of templates in a traceback (Jinja puts them there) and the names known at each; outermost first."""
    while trace:
        path = trace.tb_frame.f_code.co_filename
        if path.endswith(SUFFIX) and theme.file(path) is not None:
            yield Source(path, trace.tb_lineno), trace.tb_frame.f_locals
        trace = trace.tb_next


def _caller(frames: Frames) -> Source | None:
    """The line that called the macro in which the error is."""
    places = [place for place, _ in frames]
    return places[-2] if len(places) > 1 else places[-1] if places else None


def _circle(frames: Frames, theme: Theme) -> str:
    """Which files the templates go round in."""
    files = list(dict.fromkeys(theme.shown(place).path for place, _ in frames[-20:]))
    if len(files) > 1:
        return f"break the circle: {' -> '.join([*files, files[0]])}"
    return "a macro, an include or a block that calls itself never ends"


def close_to(name: str, known: Mapping[str, Any]) -> str:
    """The name that was probably meant, among those that exist at that line."""
    names = {match[1] for one in known if (match := _LOCAL.fullmatch(one))}
    names |= {one for one in known if one.isidentifier() and not one.startswith(("_", "l_"))}
    names -= {"environment", "context", name}
    return did_you_mean(name, names) if names else ""


def placed(problem: Problem, theme: Theme, word: str = "") -> Problem:
    """The problem with its column: where the word it is about stands, else where the line's first tag is."""
    if problem.source is None:
        return problem
    quoted = QUOTED.findall(problem.message)
    names = [re.escape(one) for one in ([word] if word else quoted)]
    before = r"(?<=\.)" if " has no " in problem.message or " in " in problem.message else r"(?<![\w.])"
    wanted = [re.compile(rf"{front}{one}(?!\w)") for one in names for front in (before, r"(?<!\w)")]
    return located(problem, theme, [*wanted, re.compile(r"\{[{%][^\n]*?[}%]\}"), re.compile(r"\S+")])


# ---- files that cannot be read ---------------------------------------------------------------------------------------


def _syntax(error: jinja2.TemplateSyntaxError, theme: Theme, name: str) -> Problem:
    message, _, hint = (error.message or "this template cannot be read").partition("\n")
    place = Source(error.filename or error.name or name, error.lineno)
    unclosed = _unclosed(place, theme)
    if unclosed and ("innermost block" in message or "Unexpected end" in message):
        tag, opened, met = unclosed
        hint = f"write {{% {_PAIRS[tag]} %}}" + (f" before {{% {met} %}} in line {place.line}" if met else "")
        problem = Problem("template.syntax", f"{{% {tag} %}} is never closed", opened, hint, length=len(tag) + 3)
        return located(problem, theme, [re.compile(r"\{%[-+]?\s*" + tag)])
    message = message.partition(". ")[0]
    quoted = QUOTED.search(message)
    if quoted and message.startswith("Encountered unknown tag"):
        message, hint = f"there is no tag '{quoted[1]}'", did_you_mean(quoted[1], TAGS)
        if quoted[1] in _PAIRS.values() or quoted[1] in TAGS:
            message, hint = f"{{% {quoted[1]} %}} closes nothing", "take it out, or open it before"
    elif unknown := _UNKNOWN.fullmatch(message.rstrip(".")):
        names = tests_or_filters(theme, unknown[1])
        message, hint = f"there is no {unknown[1]} {unknown[2]!r}", did_you_mean(unknown[2], names)
    elif "end of print statement" in message or "end of statement block" in message:
        hint = f"something is missing before {'}}' if 'print' in message else '%}'}"
    return placed(Problem("template.syntax", _short(message.rstrip(".")), place, hint), theme)


def _unclosed(place: Source, theme: Theme) -> tuple[str, Source, str] | None:
    """The innermost tag that is open where the error is: its name, its line, and the closing tag that came instead."""
    text = _COMMENT.sub(lambda match: "\n" * match[0].count("\n"), "\n".join(lines_of(theme, place)))
    open_tags: list[tuple[str, int]] = []
    for number, line in enumerate(text.split("\n"), 1):
        for match in _STATEMENT.finditer(line):
            tag = match[1]
            if tag in _PAIRS:
                open_tags.append((tag, number))
            elif open_tags and _PAIRS[open_tags[-1][0]] == tag:
                open_tags.pop()
            elif number >= place.line and tag in [_PAIRS[one] for one, _ in open_tags]:
                return open_tags[-1][0], Source(place.path, open_tags[-1][1]), tag
            elif number >= place.line and tag in _PAIRS.values():
                return None
    return (open_tags[-1][0], Source(place.path, open_tags[-1][1]), "") if open_tags else None


def _other_files(theme: Theme, name: str) -> Iterator[Problem]:
    """What else cannot be read, among the files that a layout refers to."""
    sandbox, seen, todo = environment(theme), {name}, [name]
    while todo:
        current = todo.pop()
        try:
            source, _, _ = Folders(theme).get_source(sandbox, current)
            sandbox.get_template(current)
        except jinja2.TemplateSyntaxError as error:
            yield _syntax(error, theme, name)
        except jinja2.TemplateNotFound:
            continue  # told when it is asked for
        named = _referred(source)
        todo += sorted((one for one in named if one not in seen), reverse=True)
        seen.update(named)


def _referred(source: str) -> set[str]:
    """The templates that a file names in plain words."""
    return set(_REFERS.findall(source))
