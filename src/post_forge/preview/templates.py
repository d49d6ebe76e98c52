"""Values -> HTML: the templates of the pages, with the addresses they write, for the server and for exported files.

What notes hold is text: everything is escaped, and a name that a template does not know is an error.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from post_forge.shipped import TEMPLATES

if TYPE_CHECKING:
    from jinja2 import Environment

FOLDER = TEMPLATES / "preview"
STATIC = FOLDER / "static"
KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".ttf": "font/ttf"}
"""What is served of the static files, by ending, and as what."""

FONTS = tuple(
    TEMPLATES / "fonts" / name
    for name in ("inter/Inter.ttf", "inter/Inter-Italic.ttf", "jetbrains-mono/JetBrainsMono.ttf")
)
"""The letters of the pages are those that slides are drawn with."""

Link = Callable[[str], str]


@lru_cache(2)
def environment(folder: Path = FOLDER) -> Environment:
    """The templates; each is compiled when it is first used."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=True,
    )


def render(name: str, values: Mapping[str, Any], link: Link, block: str = "") -> str:
    """A page, or one of its blocks. Raises LookupError for a block that it does not have."""
    template = environment().get_template(f"pages/{name}.html.jinja")
    context = {**values, "link": link, "static": lambda file: link(static_path(file))}
    if not block:
        return template.render(context)
    whole = template.new_context(context)
    found = _blocks(name).get(block)
    if found is None:
        raise LookupError(block)
    return "".join(found(whole))


def prepare() -> None:
    """Compile every page: the first one that is asked for does not wait for it."""
    for file in sorted((FOLDER / "pages").glob("*.html.jinja")):
        environment().get_template(f"pages/{file.name}")
    static_files()


def _blocks(name: str) -> Mapping[str, Any]:
    """A page's blocks, and those of the frame around it."""
    env = environment()
    base, page = env.get_template("base.html.jinja"), env.get_template(f"pages/{name}.html.jinja")
    return {**base.blocks, **page.blocks}


def as_it_is(path: str) -> str:
    """The address of a path on the server."""
    return path


def static_path(name: str) -> str:
    """The path of a static file, with its version: it can be kept for ever."""
    return f"/static/{name}?v={version(name)}"


def version(name: str) -> str:
    """What tells one state of a static file from another."""
    return _version(name, _changed(name))


def _changed(name: str) -> int:
    try:
        return (STATIC / name).stat().st_mtime_ns
    except OSError:
        return 0


@lru_cache(64)
def _version(name: str, changed: int) -> str:
    del changed
    try:
        return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    except OSError:
        return "0"


@cache
def static_files() -> Mapping[str, Path]:
    """The files that are served below /static, by name: nothing else is looked for on the disk."""
    found = (path for path in STATIC.rglob("*") if path.suffix in KINDS and path.is_file())
    fonts = {f"fonts/{path.name}": path for path in FONTS if path.is_file()}
    return {path.relative_to(STATIC).as_posix(): path for path in found} | fonts
