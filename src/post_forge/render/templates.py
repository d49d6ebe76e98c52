"""The layouts of a theme -> Jinja templates in a sandbox, in which every opening tag knows its place.

`SourceMarks` writes ` at="theme/slides/cover.xml.jinja:12:5"` into each opening tag before Jinja compiles the file. The
mark survives loops, macros, includes and inheritance, so that a mistake found later in the markup names its line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import is_dataclass
from functools import lru_cache
from typing import Any

import jinja2
from jinja2.environment import TemplateModule
from jinja2.ext import Extension
from markupsafe import Markup

from post_forge.compiled import kept_code
from post_forge.errors import TemplateError, did_you_mean
from post_forge.model import Text
from post_forge.render.inline import accent, cleaned, columns, figure, ghost, inline, longest, scale, unit
from post_forge.render.markup import SUFFIX
from post_forge.render.theme import Theme
from post_forge.sandbox import Sandbox, counted

# Jinja's tags, comments and the strings inside them are passed over; what is never closed reaches to the end of the
# file, so that no template makes this look at its text more than once.
_STRINGS = r""" (?> "(?:[^"\\]|\\.){0,500}" | '(?:[^'\\]|\\.){0,500}' | (?!%s). )*+ (?: %s | \Z)"""
_TAG = re.compile(
    rf"""
      \{{% {_STRINGS % ("%}", "%}")}
    | \{{\{{ {_STRINGS % ("}}", "}}")}
    | \{{\# .*? (?: \#\}} | \Z)
    | <!-- .*? (?: --> | \Z)
    | <([A-Za-z][\w:.-]*+) (?= [\s/>{{])
    """,
    re.DOTALL | re.VERBOSE,
)

OWN_FILTERS: Mapping[str, Callable[..., Any]] = {
    "accent": accent,
    "columns": columns,
    "figure": figure,
    "ghost": ghost,
    "longest": longest,
    "scale": scale,
    "unit": unit,
}


LONGEST_NAME = 200
"""Characters of a template's name; nobody has a file of a longer one."""


class SourceMarks(Extension):
    """Writes the place of each opening tag into it."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """The template's text with marks. Adds no line, so that Jinja's own line numbers stay true."""
        where, line, line_start, last = filename or name or "?", 1, 0, 0
        out: list[str] = []
        for match in _TAG.finditer(source):
            start = match.start()
            line += source.count("\n", last, start)
            line_start = source.rfind("\n", line_start, start) + 1 or line_start
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
        return self._undefined_hint or what_is_missing(str(self._undefined_name), self._undefined_obj)


def what_is_missing(name: str, owner: Any) -> str:
    """What is said of a name that its owner (Jinja's `missing` for the template itself) does not have, and a hint."""
    if owner is jinja2.utils.missing:
        return f"there is no name {name!r} here"
    if isinstance(owner, TemplateModule):
        known = [one for one in vars(owner) if not one.startswith("_")]
        there = vars(owner)["__name__"]
        return f"there is no macro {name!r} in {there}\n{did_you_mean(name, known) if known else 'it has none'}"
    kind = type(owner).__name__
    if is_dataclass(owner):
        return f"a {kind} has no {name!r}\n{did_you_mean(name, fields_of(owner))}"
    if isinstance(owner, Mapping):
        hint = did_you_mean(name, map(str, owner)) if owner else "nothing is in it"
        return f"there is no key {name!r}\n{hint}; one that may be missing is asked for with .get({name!r})"
    return f"a {kind} has no {name!r}"


def fields_of(value: Any) -> list[str]:
    """What a template may read of a value of the model."""
    return [name for name in dir(value) if not name.startswith("_") and not callable(getattr(value, name))]


def printable(value: Any) -> Any:
    """What `{{ value }}` prints: words cleaned, marks as inline markup. A value of several parts is refused."""
    if isinstance(value, Markup):
        return value
    if value is None or type(value) is jinja2.Undefined:  # the second: an `if` without its `else`
        return ""
    if isinstance(value, jinja2.Undefined):
        return value  # printing it is the error
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
            try:
                file = (folder / name).resolve()
                if file.is_relative_to(folder.resolve()) and file.is_file():
                    known_as = f"{key}/slides/{name}"
                    return _decoded(file.read_bytes(), template, known_as), known_as, lambda: True
            except (OSError, ValueError) as error:  # a name that no file can have, a file that may not be read
                if not isinstance(error, FileNotFoundError) and len(template) < LONGEST_NAME:
                    raise
        raise jinja2.TemplateNotFound(template)

    def list_templates(self) -> list[str]:
        """Every name that can be asked for."""
        folders = [folder / "slides" for folder in self.theme.folders.values()]
        found = {file.relative_to(one).as_posix() for one in folders for file in one.rglob(f"*{SUFFIX}")}
        return sorted(found)


def _decoded(data: bytes, name: str, known_as: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"this template is not UTF-8 (byte {error.start + 1})\nsave it as UTF-8"
        raise jinja2.TemplateSyntaxError(message, data[: error.start].count(b"\n") + 1, name, known_as) from None


@lru_cache(maxsize=8)
def environment(theme: Theme) -> Sandbox:
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
        bytecode_cache=kept_code(__file__),
        cache_size=-1,
    )
    sandbox.filters |= OWN_FILTERS
    return sandbox


def render(theme: Theme, layout: str, context: Mapping[str, Any]) -> str:
    """The markup of one slide. Raises TemplateError with every problem that can be found, each at its place."""
    name = layout + SUFFIX
    try:
        with counted():
            return environment(theme).get_template(name).render(context)
    except Exception as error:  # noqa: BLE001 - whatever a template does wrong is its author's to mend
        from post_forge.render.template_errors import problems

        found = problems(error, theme, name, context)
        raise TemplateError(*found) from None
