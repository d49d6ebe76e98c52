"""The layouts of a theme -> Jinja templates in a sandbox, in which every opening tag knows its place.

`SourceMarks` writes ` at="theme/slides/cover.xml.jinja:12:5"` into each opening tag before Jinja compiles the file. The
mark survives loops, macros, includes and inheritance, so that a mistake found later in the markup names its line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from functools import lru_cache
from typing import Any

import jinja2
from jinja2.exceptions import SecurityError
from jinja2.ext import Extension
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from post_forge.errors import Problem, Source, TemplateError, did_you_mean
from post_forge.model import Text
from post_forge.render.inline import accent, cleaned, columns, figure, ghost, inline, longest, scale, unit
from post_forge.render.markup import SUFFIX, layouts
from post_forge.render.theme import Theme

MOST_TIMES = 1000

_TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}|<!--.*?-->|<([A-Za-z][\w:.-]*)(?=[\s/>{])", re.DOTALL)

FILTERS = (
    "abs attr batch capitalize count d default dictsort e escape first float groupby int items join last length list "
    "lower map max min reject rejectattr replace reverse round select selectattr slice sort string sum title trim "
    "truncate unique upper"
)
"""Jinja's own filters that a layout may use: none that is random, none that pads without bound."""

OWN_FILTERS: Mapping[str, Callable[..., Any]] = {
    "accent": accent,
    "columns": columns,
    "figure": figure,
    "ghost": ghost,
    "longest": longest,
    "scale": scale,
    "unit": unit,
}

STRING_METHODS = (
    "capitalize casefold count endswith find index isalnum isalpha isdecimal isdigit islower isnumeric isspace isupper "
    "lower lstrip partition removeprefix removesuffix replace rfind rpartition rsplit rstrip split splitlines "
    "startswith strip swapcase title upper"
)


_METHODS = frozenset(STRING_METHODS.split())


class SourceMarks(Extension):
    """Writes the place of each opening tag into it."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """The template's text with marks. Adds no line, so that Jinja's own line numbers stay true."""
        where, line, line_start, last = filename or name or "?", 1, 0, 0
        out: list[str] = []
        for match in _TAG.finditer(source):
            start = match.start()
            line += source.count("\n", last, start)
            line_start = source.rfind("\n", 0, start) + 1
            out.append(source[last:start])
            mark = f'<{match[1]} at="{where}:{line}:{start - line_start + 1}"' if match[1] else match[0]
            out.append(mark)
            line += match[0].count("\n")
            last = match.end()
        return "".join(out) + source[last:]


class Missing(jinja2.StrictUndefined):
    """A name that does not exist; its message says which names do."""

    @property
    def _undefined_message(self) -> str:
        if self._undefined_hint:
            return self._undefined_hint
        name, owner = str(self._undefined_name), self._undefined_obj
        if owner is jinja2.utils.missing:
            return f"there is no name {name!r} here"
        kind = type(owner).__name__
        if is_dataclass(owner):
            return f"a {kind} has no {name!r}\n{did_you_mean(name, [one.name for one in fields(owner)])}"
        if isinstance(owner, Mapping):
            return f"there is no key {name!r}\n{did_you_mean(name, map(str, owner)) if owner else 'nothing is in it'}"
        return f"a {kind} has no {name!r}"


class Sandbox(ImmutableSandboxedEnvironment):
    """Templates that compute on values and can do nothing else, in bounded room."""

    intercepted_binops = frozenset(["*", "**", "%"])

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Numbers only: a repeated text or a power could fill the memory."""
        if not all(isinstance(one, int | float) and abs(one) < 10**9 for one in (left, right)) or operator == "**":
            raise SecurityError(f"{operator} is for numbers only" if operator != "**" else "** is not allowed")
        return super().call_binop(context, operator, left, right)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """No underscore names, and of text only the methods that cannot grow it without bound."""
        if isinstance(obj, str) and attr not in _METHODS:
            return False
        return super().is_safe_attribute(obj, attr, value)


def printable(value: Any) -> Any:
    """What `{{ value }}` prints: words cleaned, marks as inline markup. A value of several parts is refused."""
    if isinstance(value, Markup | Missing):
        return value
    if value is None or isinstance(value, jinja2.Undefined):  # the second: an `if` without its `else`
        return ""
    if isinstance(value, str):
        return cleaned(value)
    if isinstance(value, Text):
        return inline(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return f"{value:g}" if isinstance(value, float) else value
    raise TypeError(f"a {type(value).__name__} cannot be printed\nprint one of its parts, or loop over it")


class Folders(jinja2.BaseLoader):
    """Finds `cover.xml.jinja` in the first theme that has it, `night/cover.xml.jinja` in that theme."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme

    def get_source(self, environment: jinja2.Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """The text of a template and the name it is known by in messages."""
        del environment
        front, slash, rest = template.partition("/")
        keys = [front] if slash and front in self.theme.folders else list(self.theme.folders)
        name = rest if slash and front in self.theme.folders else template
        for key in keys:
            folder = self.theme.folders[key] / "slides"
            file = (folder / name).resolve()
            if file.is_relative_to(folder.resolve()) and file.is_file():
                return file.read_text("utf-8-sig"), f"{key}/slides/{name}", lambda: True
        raise jinja2.TemplateNotFound(template)

    def list_templates(self) -> list[str]:
        """Every name that can be asked for."""
        folders = [folder / "slides" for folder in self.theme.folders.values()]
        found = {file.relative_to(one).as_posix() for one in folders for file in one.rglob(f"*{SUFFIX}")}
        return sorted(found)


@lru_cache(maxsize=8)
def environment(theme: Theme) -> jinja2.Environment:
    """The compiled layouts of a theme; each file is compiled when it is first used."""
    sandbox = Sandbox(
        loader=Folders(theme),
        extensions=[SourceMarks],
        autoescape=True,
        undefined=Missing,
        finalize=printable,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    kept = {name: sandbox.filters[name] for name in FILTERS.split() if name in sandbox.filters}
    sandbox.filters = {**kept, **OWN_FILTERS}
    sandbox.globals = {"range": _short_range, "namespace": jinja2.utils.Namespace, "dict": dict}
    return sandbox


def _short_range(*bounds: int) -> range:
    found = range(*bounds)
    if len(found) > MOST_TIMES:
        raise SecurityError(f"range of {len(found):,} is too long; a slide has room for {MOST_TIMES} at most")
    return found


def render(theme: Theme, layout: str, context: Mapping[str, Any]) -> str:
    """The markup of one slide. Raises TemplateError with the place in the template."""
    name = layout + SUFFIX
    try:
        return environment(theme).get_template(name).render(context)
    except Exception as error:  # noqa: BLE001 - whatever a template does wrong is its author's to mend
        raise TemplateError(_told(error, theme, name)) from None


def _told(error: Exception, theme: Theme, name: str) -> Problem:
    message, _, hint = str(error).partition("\n")
    rule, place = "template.value", _innermost(error, theme)
    match error:
        case jinja2.TemplateSyntaxError():
            rule = "template.syntax"
            place = Source(error.filename or error.name or name, error.lineno)
            message = error.message or "this template cannot be read"
        case jinja2.TemplateNotFound():
            rule, message = "template.missing", f"there is no template {error.name!r}"
            known = Folders(theme).list_templates() if error.name != name else [one + SUFFIX for one in layouts(theme)]
            hint = did_you_mean(str(error.name), known)
        case SecurityError():
            rule, hint = "template.sandbox", hint or "a layout arranges what a slide says, and nothing else"
        case jinja2.UndefinedError():
            rule = "template.name"
        case RecursionError():
            message, hint = "the templates call each other without end", "break the circle of macros or includes"
        case _:
            message = message or type(error).__name__
    return Problem(rule, message, theme.shown(place) if place else None, hint)


def _innermost(error: Exception, theme: Theme) -> Source | None:
    """The deepest line of a template in the traceback; Jinja has already put template lines there."""
    found, trace = None, error.__traceback__
    while trace:
        path = trace.tb_frame.f_code.co_filename
        if theme.file(path) is not None and path.endswith(SUFFIX):
            found = Source(path, trace.tb_lineno)
        trace = trace.tb_next
    return found
