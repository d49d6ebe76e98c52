"""theme.yaml, the themes it extends and a brand's overrides -> one tree of values that know where they were written."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from post_forge import yamltext
from post_forge.errors import ForgeError, Problem, Source, TemplateError, did_you_mean
from post_forge.render.theme import shown as shown_path
from post_forge.shipped import TEMPLATES

FILE = "theme.yaml"


@dataclass(frozen=True, slots=True)
class Written:
    """A value and where it stands. A map is a dict of Written, everything else stays as it was read."""

    value: Any
    source: Source | None = None

    def items(self) -> Iterator[tuple[str, Written]]:
        """The parts of a map; nothing for another value."""
        if isinstance(self.value, dict):
            yield from self.value.items()

    def get(self, name: str) -> Written | None:
        """One part of a map."""
        found = self.value.get(name) if isinstance(self.value, dict) else None
        return found if isinstance(found, Written) else None


def gather(name: str, folders: Sequence[Path], root: Path | None = None) -> tuple[Written, dict[str, Path]]:
    """The merged values of a theme and the folders it is made of, its own first. Raises TemplateError."""
    places = [*folders, *([TEMPLATES] if TEMPLATES not in folders else [])]
    chain: list[tuple[str, int]] = []
    layers: list[Written] = []
    found: dict[str, Path] = {}
    wanted, asked, start = name, None, 0
    while wanted or not layers:
        at, folder = _find(wanted, places, start, asked, [one for one, _ in chain])
        if (wanted, at) in chain:
            circle = " -> ".join([*(one for one, _ in chain), wanted])
            hint = "a theme extends another one, down to a theme that extends none"
            raise TemplateError(Problem("theme.extends", f"the themes extend each other: {circle}", asked, hint))
        chain.append((wanted, at))
        found[wanted if wanted not in found else f"{wanted}~{at}"] = folder
        layer = read(folder / FILE, root)
        layers.append(layer)
        parent = layer.get("extends")
        asked = parent.source if parent else None
        following = str(parent.value) if parent and parent.value else ""
        start = at + 1 if following == wanted else 0
        wanted = following
    merged = layers[-1]
    for layer in reversed(layers[:-1]):
        merged = merge(merged, layer)
    return merged, found


def _find(name: str, places: Sequence[Path], start: int, asked: Source | None, trail: list[str]) -> tuple[int, Path]:
    """The first folder that has the theme. A theme may extend one of its own name in a later folder."""
    for at in range(start, len(places)):
        folder = places[at] / "themes" / name
        if name and "/" not in name and ".." not in name and (folder / FILE).is_file():
            return at, folder
    if start:
        circle = " -> ".join([*trail, name])
        message = f"the themes extend each other: {circle}"
        raise TemplateError(Problem("theme.extends", message, asked, "there is no other theme of this name to extend"))
    known = sorted({file.parent.name for place in places for file in place.glob(f"themes/*/{FILE}")})
    message = f"there is no theme {name!r}"
    hint = did_you_mean(name, known) if known else "a theme is a folder themes/<name>/ with a theme.yaml"
    raise TemplateError(Problem("theme.missing", message, asked, hint))


def read(file: Path, root: Path | None = None) -> Written:
    """One theme.yaml, named as it is seen from `root`. Raises TemplateError with every problem of the file."""
    shown = shown_path(file, root)
    try:
        loaded = yamltext.load(file.read_text("utf-8-sig"), shown)
    except UnicodeDecodeError as error:
        problem = Problem("theme.encoding", f"not UTF-8 (byte {error.start})", Source(shown), "save it as UTF-8")
        raise TemplateError(problem) from None
    except ForgeError as error:
        raise TemplateError(*error.problems) from None
    if not isinstance(loaded.value, dict):
        problem = Problem("theme.value", "a theme is a map of token groups", Source(shown, 1), "begin with color:")
        raise TemplateError(problem)
    return _written(loaded.value, loaded, ())


def _written(value: Any, loaded: yamltext.Loaded, place: tuple[Any, ...]) -> Written:
    if isinstance(value, dict):
        value = {str(name): _written(part, loaded, (*place, name)) for name, part in value.items()}
    elif not isinstance(value, list):
        value = loaded.written.get(place, value) if value is not None else None
    return Written(value, loaded.where(*place))


def token_place(
    name: str, folders: Sequence[Path], root: Path, values: Mapping[str, str], color: str
) -> tuple[str, Source | None]:
    """The token of a theme that has a colour, and where it is written. `values` are all of them by name."""
    tree, _ = gather(name, folders, root)
    for token in (one for one, value in values.items() if value == color):
        group, _, part = token.rpartition(".")
        found = tree.get(group or "color")
        written = found.get(part) if found else None
        if written is not None:
            return token if group else f"color.{part}", written.source
    return "", None


HEADLINES = ("cover", "statement", "quote", "question", "number", "title", "scenario")
"""The styles that a brand's `display` font sets."""


def given(overrides: Mapping[str, Any], theme: Written = Written({})) -> Written:
    """A brand's overrides as values without a place. `accent` and `fonts` are short for color.accent and font.

    A theme whose accent is more than one colour says in its group `brand` which colours a brand's accent gives
    (`given` stands for it). The font `display` is that of headlines.
    """
    tree = {str(name): value for name, value in overrides.items() if value not in (None, "", {})}
    if "accent" in tree:
        accent = tree.pop("accent")
        own = theme.get("brand")
        named = {name: str(part.value).replace("given", accent) for name, part in own.items()} if own else {}
        tree["color"] = {**dict(tree.get("color", {})), **(named or {"accent": accent})}
    if "fonts" in tree:
        fonts = dict(tree.pop("fonts"))
        tree["font"] = {**dict(tree.get("font", {})), **fonts}
        if "display" in fonts:
            styles = dict(tree.get("typography", {}))
            tree["typography"] = {**{name: {"font": "display"} for name in HEADLINES}, **styles}
    return _plain(tree)


def _plain(value: Any) -> Written:
    if isinstance(value, Mapping):
        return Written({str(name): _plain(part) for name, part in value.items()})
    return Written(value)


def merge(base: Written, over: Written, depth: int = 0) -> Written:
    """The base with everything the other says put in its place, maps part by part; `null` takes a part of a token away.

    So a theme can do without the color that a mark has in the theme it extends.
    """
    if not isinstance(base.value, dict) or not isinstance(over.value, dict):
        return over
    merged = dict(base.value)
    for name, value in over.value.items():
        if value.value is None and depth > 1:
            merged.pop(name, None)
        else:
            merged[name] = merge(merged[name], value, depth + 1) if name in merged else value
    return Written(merged, over.source)


def digest(folders: Mapping[str, Path], overrides: Mapping[str, Any]) -> str:
    """SHA-256 over the files of the folders and the overrides (hex)."""
    made = hashlib.sha256(json.dumps(overrides, sort_keys=True, default=str).encode())
    for name, folder in folders.items():
        for file in sorted(path for path in folder.rglob("*") if path.is_file()):
            data = file.read_bytes()
            made.update(f"\0{name}/{file.relative_to(folder).as_posix()}\0{len(data)}\0".encode())
            made.update(data)
    return made.hexdigest()
