"""Render the text templates: templates/posts/<platform>.txt.jinja, in Jinja's sandbox, every name must exist."""

from __future__ import annotations

import re
import traceback
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from post_forge import shipped
from post_forge.errors import Problem, Source, TemplateError

if TYPE_CHECKING:
    from jinja2.sandbox import SandboxedEnvironment

_BLANK = re.compile(r"\n{3,}")
_TRAILING = re.compile(r"[ \t]+(?=\n|$)")


@lru_cache(maxsize=8)
def _environment(folders: tuple[Path, ...]) -> SandboxedEnvironment:
    from jinja2 import FileSystemLoader, StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    places = [str(folder / "posts") for folder in (*folders, shipped.TEMPLATES)]
    return SandboxedEnvironment(  # plain text, never markup: autoescaping would write &amp; into posts
        loader=FileSystemLoader(places),
        undefined=StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render(platform: str, values: Mapping[str, Any], folders: tuple[Path, ...]) -> str:
    """The text that the platform's template makes of the values; raises TemplateError with the template's file:line."""
    from jinja2 import TemplateError as JinjaError

    name = f"{platform}.txt.jinja"
    try:
        text = _environment(folders).get_template(name).render(values)
    except (JinjaError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as error:
        raise TemplateError(_problem(name, error, folders)) from error
    return _BLANK.sub("\n\n", _TRAILING.sub("", text)).strip()


def _problem(name: str, error: Exception, folders: tuple[Path, ...]) -> Problem:
    """The error at the line of the template where it happened."""
    from jinja2 import TemplateNotFound

    if isinstance(error, TemplateNotFound):
        hint = f"templates/posts/{error.name} is looked for in the workspace first, then among the shipped templates"
        return Problem("template.missing", f"no template {error.name}", Source(f"templates/posts/{name}"), hint)
    line = getattr(error, "lineno", 0) or 0
    path = getattr(error, "filename", None) or ""
    for frame in traceback.extract_tb(error.__traceback__):
        if frame.filename.endswith(".txt.jinja"):
            path, line = frame.filename, frame.lineno or line
    message = str(error) or type(error).__name__
    return Problem("template.post", message, Source(path or _find(name, folders), line))


def _find(name: str, folders: tuple[Path, ...]) -> str:
    for folder in (*folders, shipped.TEMPLATES):
        if (folder / "posts" / name).is_file():
            return str(folder / "posts" / name)
    return f"templates/posts/{name}"
