"""The merged values of theme.yaml -> a Theme: every token checked, all mistakes told at once."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from post_forge.errors import Problem, Source, TemplateError, did_you_mean
from post_forge.render.boxes import Shadow, Sweep
from post_forge.render.color import UnknownColorError, contrast, hex_color, read_color, resolve
from post_forge.render.theme import REQUIRED, CodeLook, Field, InlineLook, TextStyle, Theme
from post_forge.render.theme_file import Written, digest, gather, given, merge
from post_forge.render.tokens import unused
from post_forge.shipped import TEMPLATES

GROUPS = ("extends", *REQUIRED, "gradient", "shadow", "phrase", "field", "brand")

FIELD_GROUPS = ("color", "code", "inline", "typography")
"""What may be other on a field."""

_STEP = re.compile(r"(\d+(?:\.\d+)?)\s*/\s*(\d+(?:\.\d+)?)")
_STYLE = (
    "font",
    "size",
    "tight",
    "weight",
    "color",
    "tracking",
    "italic",
    "stretch",
    "features",
    "balance",
    "case",
    "inline",
)
_INLINE = ("color", "weight", "font", "italic", "scale", "tracking", "chip", "strike", "keep")

READABLE = {"text": 4.5, "muted": 4.5, "faint": 4.5, "accent": 3.0}
"""The least contrast of a colour with the background (WCAG 2.2, 1.4.3; the accent is used on large letters)."""


def load_theme(
    name: str,
    folders: Sequence[Path] = (),
    overrides: Mapping[str, Any] | None = None,
    root: Path | None = None,
) -> Theme:
    """Read `<folder>/themes/<name>/theme.yaml`, looking in the folders in turn and then among the shipped themes.

    `overrides` holds tokens in the shape of theme.yaml, and `accent` and `fonts` for short. Raises TemplateError with
    every problem and its place, as it is seen from `root` (the workspace).
    """
    merged, found = gather(name, folders, root)
    merged = merge(merged, given(overrides or {}, merged))
    reading = _Reading(merged, found, name)
    theme = reading.theme(digest(found, overrides or {}))
    if problems := [*reading.problems, *unused(merged, found, root)]:
        raise TemplateError(*problems)
    fields = {name: replace(one, theme=replace(one.theme, root=root)) for name, one in theme.fields.items()}
    return replace(theme, places=(*folders, TEMPLATES), root=root, fields=fields)


class _Reading:
    """Reads group by group and collects what is wrong."""

    def __init__(self, tree: Written, folders: dict[str, Path], name: str) -> None:
        self.tree, self.folders, self.name = tree, folders, name
        self.problems: list[Problem] = []
        self.color: dict[str, str] = {}
        self.font: dict[str, str] = {}

    def complain(self, message: str, source: Source | None, hint: str = "", rule: str = "theme.value") -> None:
        self.problems.append(Problem(rule, message, source, hint))

    def theme(self, digest: str) -> Theme:
        for name, value in self.tree.items():
            if name not in GROUPS:
                self.complain(f"a theme has no group {name!r}", value.source, did_you_mean(name, GROUPS), "theme.group")
            elif name != "extends" and not isinstance(value.value, dict):
                self.complain(f"{name} is a map of tokens", value.source, f"write {name}: {{ name: value }}")
        if any(problem.message.endswith("is a map of tokens") for problem in self.problems):
            raise TemplateError(*self.problems)  # what follows would blame every other token
        self.color = self.colors()
        self.font = {name: str(value.value) for name, value in self.group("font")}
        inline = {name: self.inline_look(name, value) for name, value in self.group("inline")}
        theme = Theme(
            name=self.name,
            folders=self.folders,
            digest=digest,
            color=self.color,
            gradient=self.each("gradient", self.gradient),
            font=self.font,
            typography=self.each("typography", self.style),
            inline=inline,
            space=self.each("space", self.length),
            radius=self.each("radius", self.length),
            shadow=self.each("shadow", self.shadow),
            code=self.each("code", self.code),
            phrase={
                lang: {key: str(word.value) for key, word in words.items()} for lang, words in self.group("phrase")
            },
            problems=self.faint_colors(),
            fields=self.fields(digest),
        )
        self.complete()
        return theme

    def fields(self, digest: str) -> dict[str, Field]:
        """The theme once more on each of its fields. What is wrong with them is told with all else."""
        return {name: self.field(name, value, digest) for name, value in self.group("field")}

    def field(self, name: str, value: Written, digest: str) -> Field:
        self.parts(f"field.{name}", value, ("for", *FIELD_GROUPS))
        asked = value.get("for")
        over = {group: part for group, part in value.items() if group in FIELD_GROUPS}
        tree = merge(Written({key: part for key, part in self.tree.items() if key != "field"}), Written(over))
        reading = _Reading(tree, self.folders, self.name)
        theme = reading.theme(digest)
        self.problems += [problem for problem in reading.problems if problem not in self.problems]
        return Field(theme, tuple(str(asked.value).split()) if asked else ())

    def group(self, name: str) -> list[tuple[str, Written]]:
        found = self.tree.get(name)
        return list(found.items()) if found else []

    def each(self, name: str, reader: Callable[[str, Written], Any]) -> dict[str, Any]:
        return {key: reader(f"{name}.{key}", value) for key, value in self.group(name)}

    def complete(self) -> None:
        """Every required token is there."""
        for group, names in REQUIRED.items():
            found = self.tree.get(group)
            source = (found.source if found else None) or self.tree.source
            written = [name for name, _ in self.group(group)]
            for name in sorted(set(names) - set(written)):
                known = [one for one in written if one not in names]
                hint = did_you_mean(name, known) if known else "every theme has it, or extends one that does"
                self.complain(f"the theme lacks the {group} token {name!r}", source, hint, "theme.token")

    # ---- colours -----------------------------------------------------------------------------------------------

    def colors(self) -> dict[str, str]:
        written = dict(self.group("color"))
        done, wrong = resolve({name: str(value.value) for name, value in written.items()})
        for name, error in wrong.items():
            hint = error.why or did_you_mean(error.name, written)
            self.complain(f"color.{name}: {error.name!r} is no color", written[name].source, hint)
        opaque = {"background"}
        for name in opaque & done.keys():
            if len(done[name]) > 7:
                self.complain("color.background has to be opaque", written[name].source, "write six digits")
        return done

    def tint(self, place: str, value: Written) -> str:
        """A colour that stands elsewhere in the theme; "" and a problem where it is none."""
        try:
            return read_color(str(value.value), self.color.get)
        except UnknownColorError as error:
            hint = error.why or did_you_mean(error.name, self.color)
            self.complain(f"{place}: {error.name!r} is no color", value.source, hint)
            return ""

    def faint_colors(self) -> tuple[Problem, ...]:
        ground = self.color.get("background", "")
        if not ground or len(ground) > 7:
            return ()
        found = []
        for name, least in READABLE.items():
            color = self.color.get(name, "")
            if hex_color(color) and len(color) == 7 and (ratio := contrast(color, ground)) < least:
                message = f"color.{name} {color} is hard to read on the background: contrast {ratio:.1f} of {least}"
                written = dict(self.group("color"))[name].source
                found.append(Problem("theme.contrast", message, written, "choose a lighter or darker one", "warning"))
        return tuple(found)

    # ---- values ------------------------------------------------------------------------------------------------

    def number(self, place: str, value: Written, least: float = 0.0, most: float = 10_000.0) -> float:
        try:
            found = float(value.value)
        except (TypeError, ValueError):
            found = math.nan
        if not least <= found <= most:
            self.complain(f"{place}: {value.value!r} is not a number from {least:g} to {most:g}", value.source)
            return least
        return found

    def truth(self, place: str, value: Written) -> bool:
        if str(value.value).lower() not in ("true", "false"):
            self.complain(f"{place}: {value.value!r} is neither true nor false", value.source)
        return str(value.value).lower() == "true"

    def length(self, place: str, value: Written) -> float:
        return self.number(place, value)

    def family(self, place: str, value: Written) -> str:
        name = str(value.value)
        if name not in self.font:
            self.complain(f"{place}: there is no font token {name!r}", value.source, did_you_mean(name, self.font))
        return self.font.get(name, "")

    def parts(self, place: str, value: Written, known: Sequence[str]) -> dict[str, Written]:
        if not isinstance(value.value, dict):
            self.complain(f"{place} is a map", value.source, f"it takes {', '.join(known)}")
            return {}
        for name, part in value.items():
            if name not in known:
                self.complain(f"{place} has no {name!r}", part.source, did_you_mean(name, known))
        return {name: part for name, part in value.items() if name in known}

    def gradient(self, place: str, value: Written) -> Sweep:
        parts = self.parts(place, value, ("angle", "stops"))
        stops = []
        for stop in (parts["stops"].value or ()) if "stops" in parts else ():
            at, _, color = str(stop).partition(" ")
            source = parts["stops"].source
            stops.append(
                (self.number(place, Written(at, source), 0, 100) / 100, self.tint(place, Written(color, source)))
            )
        if len(stops) < 2:
            self.complain(f"{place} needs two stops", value.source, 'write stops: ["0 background", "100 surface"]')
        angle = self.number(place, parts["angle"], -360, 360) if "angle" in parts else 180.0
        return Sweep(tuple(stops), angle)

    def shadow(self, place: str, value: Written) -> Shadow:
        parts = self.parts(place, value, ("color", "blur", "x", "y"))
        color = self.tint(place, parts["color"]) if "color" in parts else "#00000080"
        far = {name: self.number(f"{place}.{name}", parts[name], -200, 200) for name in ("x", "y") if name in parts}
        blur = self.number(f"{place}.blur", parts["blur"], 0, 200) if "blur" in parts else 24.0
        return Shadow(color, blur, **far)

    def code(self, place: str, value: Written) -> CodeLook:
        if not isinstance(value.value, dict):
            return CodeLook(self.tint(place, value))
        parts = self.parts(place, value, ("color", "weight", "italic"))
        color = self.tint(place, parts["color"]) if "color" in parts else ""
        weight = self.number(f"{place}.weight", parts["weight"], 1, 1000) if "weight" in parts else 0
        return CodeLook(color, int(weight), "italic" in parts and self.truth(f"{place}.italic", parts["italic"]))

    # ---- type --------------------------------------------------------------------------------------------------

    def style(self, place: str, value: Written) -> TextStyle:
        parts = self.parts(place, value, _STYLE)
        for needed in ("font", "size"):
            if needed not in parts:
                self.complain(f"{place} has no {needed}", value.source, "a style names at least a font and a size")
        inline = parts.get("inline")
        features = parts.get("features")
        return TextStyle(
            name=place.rpartition(".")[2],
            family=self.family(place, parts["font"]) if "font" in parts else "",
            sizes=self.steps(f"{place}.size", parts["size"]) if "size" in parts else ((40.0, 52.0),),
            tight=self.steps(f"{place}.tight", parts["tight"]) if "tight" in parts else (),
            color=self.tint(f"{place}.color", parts["color"]) if "color" in parts else "",
            features=tuple(str(one) for one in features.value) if features and features.value else (),
            inline={
                name: self.inline_look(f"{place}.{name}", look) for name, look in (inline.items() if inline else ())
            },
            **self.look(place, parts),
        )

    def look(self, place: str, parts: Mapping[str, Written]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name, least, most in (("weight", 1, 1000), ("stretch", 50, 200), ("tracking", -0.2, 0.5)):
            if name in parts:
                number = self.number(f"{place}.{name}", parts[name], least, most)
                found[name] = number if name == "tracking" else int(number)
        for name in ("italic", "balance"):
            if name in parts:
                found[name] = self.truth(f"{place}.{name}", parts[name])
        if "case" in parts:
            found["case"] = str(parts["case"].value)
            if found["case"] not in ("upper", "none"):
                self.complain(f"{place}.case: {found['case']!r} is no case", parts["case"].source, "upper or none")
        return found

    def steps(self, place: str, value: Written) -> tuple[tuple[float, float], ...]:
        """`40/52` or a list of such, from large to small."""
        found = []
        for step in value.value if isinstance(value.value, list) else [value.value]:
            match = _STEP.fullmatch(str(step).strip())
            if match is None:
                self.complain(f"{place}: {step!r} is not a size", value.source, "write size/line height: 40/52")
                continue
            found.append((float(match[1]), float(match[2])))
        if any(size < 8 for size, _ in found):
            self.complain(f"{place}: nobody reads letters of less than 8 px", value.source)
        if found != sorted(found, reverse=True):
            self.complain(f"{place}: the sizes run from large to small", value.source)
        return tuple(found) or ((40.0, 52.0),)

    def inline_look(self, place: str, value: Written) -> InlineLook:
        parts = self.parts(place, value, _INLINE)
        found: dict[str, Any] = {}
        for name in ("color", "chip"):
            if name in parts:
                found[name] = self.tint(f"{place}.{name}", parts[name])
        for name, least, most in (("weight", 1, 1000), ("scale", 0.2, 2), ("tracking", -0.2, 0.5)):
            if name in parts:
                number = self.number(f"{place}.{name}", parts[name], least, most)
                found[name] = int(number) if name == "weight" else number
        for name in ("italic", "strike", "keep"):
            if name in parts:
                found[name] = self.truth(f"{place}.{name}", parts[name])
        if "font" in parts:
            found["family"] = self.family(f"{place}.font", parts["font"])
        return InlineLook(**found)
