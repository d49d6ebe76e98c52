"""The tokens of a theme -> those that nothing names: slips of the hand that would otherwise pass in silence.

A theme may have tokens of its own, for layouts of its own. What is neither required, nor named by a layout, nor by
another token, is nobody's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from post_forge.errors import Problem, did_you_mean
from post_forge.render.theme import REQUIRED
from post_forge.render.theme_file import FILE, Written, read
from post_forge.shipped import TEMPLATES

CLOSED = ("inline", "code")
"""Groups in which a token is a fixed role: the engine asks for these names and no others."""

THEMES = (TEMPLATES / "themes").resolve()
OPEN = ("color", "gradient", "font", "typography", "space", "radius", "shadow")
_WORD = re.compile(r"[\w-]+")


def unused(tree: Written, folders: Mapping[str, Path], root: Path | None = None) -> list[Problem]:
    """A problem for every token of a theme that nothing names. What is shipped is taken to be in order."""
    strangers = [one for one in _strangers(tree) if not _shipped(one[2], root)]
    found = [problem for one in strangers for problem in _unknown(*one)]
    own = [one for one in _own(tree) if not _shipped(one[2], root)]
    if own:
        named = _named(tree, folders)
        found += [_nobodys(group, name, value, tree) for group, name, value in own if name not in named]
    return found


def _shipped(value: Written, root: Path | None) -> bool:
    """Whether a token was not written by hand in a theme of the workspace."""
    if value.source is None:  # a brand has its say on every theme, whatever that asks for
        return True
    return Path(root or Path.cwd(), value.source.path).resolve().is_relative_to(THEMES)


def _strangers(tree: Written) -> Iterator[tuple[str, str, Written]]:
    """Tokens with a name that a closed group does not have."""
    for group in CLOSED:
        yield from ((group, name, value) for name, value in _group(tree, group) if name not in REQUIRED[group])
    for style, value in _group(tree, "typography"):
        inline = value.get("inline")
        for name, look in inline.items() if inline else ():
            if name not in REQUIRED["inline"]:
                yield f"typography.{style}.inline", name, look


@lru_cache(maxsize=1)
def _roles() -> frozenset[str]:
    """What code can be coloured by: the required kinds, and those that a shipped theme tells apart besides."""
    trees = (read(file) for file in sorted(THEMES.glob(f"*/{FILE}")))
    return frozenset({*REQUIRED["code"], *(name for tree in trees for name, _ in _group(tree, "code"))})


def _own(tree: Written) -> Iterator[tuple[str, str, Written]]:
    """Tokens of the open groups that are not required, and fixed words that a theme adds."""
    for group in OPEN:
        required = REQUIRED.get(group, ())
        yield from ((group, name, value) for name, value in _group(tree, group) if name not in required)


def _group(tree: Written, name: str) -> list[tuple[str, Written]]:
    found = tree.get(name)
    return list(found.items()) if found else []


def _unknown(group: str, name: str, value: Written) -> list[Problem]:
    known = _roles() if group == "code" else frozenset(REQUIRED["inline"])
    if name in known:
        return []
    message = f"{group} has no token {name!r}"
    return [Problem("theme.token", message, value.source, did_you_mean(name, known), length=len(name))]


def _nobodys(group: str, name: str, value: Written, tree: Written) -> Problem:
    known = {*REQUIRED.get(group, ()), *(one for one, _ in _group(tree, group))} - {name}
    hint = did_you_mean(name, known)
    if hint.startswith("known:"):
        hint = f"take it out, or name it in a layout; {hint}"
    message = f"nothing names the {group} token {name!r}"
    return Problem("theme.token", message, value.source, hint, length=len(name))


def _named(tree: Written, folders: Mapping[str, Path]) -> set[str]:
    """Every word in the theme's layouts and in the values of its tokens."""
    files = [file for folder in folders.values() for file in (folder / "slides").rglob("*.jinja")]
    words = {word for file in files for word in _WORD.findall(file.read_text("utf-8", "replace"))}
    return words | set(_words(tree))


def _words(value: Written) -> Iterator[str]:
    """The words in the values of a tree; its keys name nothing."""
    if isinstance(value.value, dict):
        for part in value.value.values():
            yield from _words(part)
    elif isinstance(value.value, list):
        yield from (word for one in value.value for word in _WORD.findall(str(one)))
    else:
        yield from _WORD.findall(str(value.value))
