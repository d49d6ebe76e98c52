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
    from post_forge.sandbox import Sandbox

_BLANK = re.compile(r"\n{3,}")
_TRAILING = re.compile(r"[ \t]+(?=\n|$)")


@lru_cache(maxsize=8)
def _environment(folders: tuple[Path, ...]) -> Sandbox:
    from jinja2 import FileSystemLoader, StrictUndefined

    from post_forge.compiled import kept_code
    from post_forge.sandbox import Sandbox

    places = [str(folder / "posts") for folder in (*folders, shipped.TEMPLATES)]
    return Sandbox(  # plain text, never markup: autoescaping would write &amp; into posts
        loader=FileSystemLoader(places),
        undefined=StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=kept_code(__file__),
    )


def render(platform: str, values: Mapping[str, Any], folders: tuple[Path, ...]) -> str:
    """The text that the platform's template makes of the values; raises TemplateError with the template's file:line."""
    from post_forge.sandbox import counted

    name = f"{platform}.txt.jinja"
    try:
        with counted():
            text = _environment(folders).get_template(name).render(values)
    except Exception as error:
        raise TemplateError(_problem(name, error, folders)) from error
    if " \n" in text or "\t" in text:
        text = _TRAILING.sub("", text)
    return _BLANK.sub("\n\n", text).strip()


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
    message, _, hint = (getattr(error, "message", None) or str(error) or type(error).__name__).partition("\n")
    if isinstance(error, RecursionError):
        message, hint = "the templates call each other without end", "break the circle of macros or includes"
    file = Path(path) if path else _find(name, folders)
    column, length = _column(message, file, line)
    return Problem("template.post", message, Source(_shown(file, folders), line, column), hint, length=length)


def _column(message: str, file: Path, line: int) -> tuple[int, int]:
    """Column and length of the word in a line that the message quotes; (0, 1) where there is none."""
    quoted = re.search(r"'([^'\n]+)'", message)
    try:
        said = file.read_text("utf-8", "replace").split("\n")[line - 1] if line else ""
    except (OSError, IndexError):
        said = ""
    found = re.search(rf"(?<!\w){re.escape(quoted[1])}(?!\w)", said) if quoted else None
    return (found.start() + 1, found.end() - found.start()) if found else (0, 1)


def _find(name: str, folders: tuple[Path, ...]) -> Path:
    files = (folder / "posts" / name for folder in (*folders, shipped.TEMPLATES))
    return next((file for file in files if file.is_file()), Path("templates/posts") / name)


def _shown(file: Path, folders: tuple[Path, ...]) -> str:
    """A template's path as a person would write it: from the workspace, whose templates/ comes first."""
    for folder in folders:
        if folder != shipped.TEMPLATES and file.is_relative_to(folder):
            return file.relative_to(folder.parent).as_posix()
    return file.relative_to(Path.cwd()).as_posix() if file.is_relative_to(Path.cwd()) else file.as_posix()
