"""The value of one attribute, as written in a layout -> what it means under a theme.

A reader takes the written text and the theme and returns the meaning, or raises `WrongValueError` with a hint. Lengths
come out in px of the finished picture (the theme is scaled beforehand).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from post_forge.errors import did_you_mean
from post_forge.render.boxes import Length, Share
from post_forge.render.color import UnknownColorError, read_color
from post_forge.render.theme import Theme

Reader = Callable[[str, Theme], Any]

_NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)")
LARGEST = 10_000
"""No length, number or count in a layout is larger than this: it is a slip of the hand."""


class WrongValueError(Exception):
    """An attribute's value cannot be read."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message, self.hint = message, hint


def words(value: str, theme: Theme) -> str:  # noqa: ARG001 - a Reader
    """Any text."""
    return value


def number(value: str, theme: Theme) -> float:  # noqa: ARG001 - a Reader
    """A plain number, not scaled."""
    if not _NUMBER.fullmatch(value) or abs(float(value)) > LARGEST:
        raise WrongValueError(f"{value!r} is not a number", f"write digits, up to {LARGEST:,}")
    return float(value)


def positive(value: str, theme: Theme) -> float:
    """A number that is not below zero."""
    found = number(value, theme)
    if found < 0:
        raise WrongValueError(f"{value!r} is below zero")
    return found


def numbers(value: str, theme: Theme) -> tuple[float, ...]:
    """Numbers separated by spaces."""
    return tuple(number(part, theme) for part in value.split())


def count(value: str, theme: Theme) -> int:
    """A whole number."""
    found = positive(value, theme)
    if found != int(found):
        raise WrongValueError(f"{value!r} is not a whole number")
    return int(found)


def truth(value: str, theme: Theme) -> bool:
    """`yes` or `no`."""
    return bool(choice("yes", "no")(value, theme) == "yes")


def choice(*known: str) -> Reader:
    """One of a few words."""

    def read(value: str, theme: Theme) -> str:  # noqa: ARG001 - a Reader
        if value not in known:
            raise WrongValueError(f"{value!r} is not allowed", did_you_mean(value, known))
        return value

    return read


def token(group: str) -> Reader:
    """A token of one group of the theme."""

    def read(value: str, theme: Theme) -> Any:
        known: Mapping[str, Any] = getattr(theme, group)
        if value not in known:
            raise WrongValueError(f"no {group} token {value!r} in theme {theme.name!r}", did_you_mean(value, known))
        return known[value]

    return read


def color(value: str, theme: Theme) -> str:
    """A colour: a token, `accent/40`, `accent/6 on background`, or hex."""
    try:
        return read_color(value, theme.color.get)
    except UnknownColorError as error:
        hint = error.why or did_you_mean(error.name, theme.color)
        raise WrongValueError(f"no color token {error.name!r} in theme {theme.name!r}", hint) from None


def paint(value: str, theme: Theme) -> Any:
    """What a box is filled with: a gradient token or a colour."""
    return theme.gradient[value] if value in theme.gradient else color(value, theme)


def length(group: str = "space", *, share: bool = True) -> Reader:
    """px at a canvas of 1080, a token of a group of lengths, or percent of the parent's room."""

    def read(value: str, theme: Theme) -> Length:
        tokens: Mapping[str, float] = getattr(theme, group)
        if value in tokens:
            return tokens[value]
        digits = value[:-1] if share and value.endswith("%") else value
        if not _NUMBER.fullmatch(digits) or not 0 <= float(digits) <= LARGEST:
            forms = "px as plain digits" + (", percent (50%)" if share else "")
            close = did_you_mean(value, tokens) if value[:1].isalpha() else f"write {forms} or a {group} token"
            raise WrongValueError(f"{value!r} is not a length", close)
        return float(digits) * theme.scale if digits is value else Share(float(digits) / 100)

    return read


_px = length(share=False)


def insets(value: str, theme: Theme) -> tuple[float, float, float, float]:
    """One to four lengths: all; top-bottom and sides; top, sides, bottom; top, right, bottom, left."""
    parts = [float(_px(part, theme)) for part in value.split()]
    match parts:
        case [every]:
            return every, every, every, every
        case [ends, sides]:
            return ends, sides, ends, sides
        case [top, sides, bottom]:
            return top, sides, bottom, sides
        case [top, right, bottom, left]:
            return top, right, bottom, left
    raise WrongValueError(f"{value!r} holds {len(parts)} lengths", "write one to four: top right bottom left")


def border(value: str, theme: Theme) -> tuple[float, str]:
    """A width and a colour: `2 line`."""
    width, _, name = value.partition(" ")
    if not name.strip():
        raise WrongValueError(f"{value!r} is not a border", "write a width and a color: 2 line")
    return float(_px(width, theme)), color(name.strip(), theme)


def shadow(value: str, theme: Theme) -> Any:
    """A shadow token, or `none`."""
    return None if value == "none" else token("shadow")(value, theme)


def opacity(value: str, theme: Theme) -> float:
    """0 (invisible) to 1, or percent."""
    digits = value.removesuffix("%")
    found = positive(digits, theme) / (100 if digits != value else 1)
    if found > 1:
        raise WrongValueError(f"{value!r} is more than opaque", "write 0 to 1, or percent")
    return found


def place(value: str, theme: Theme) -> tuple[str, str]:  # noqa: ARG001 - a Reader
    """A corner, side or the middle of the layers: `top right`, `bottom`, `center`. Gives (horizontal, vertical)."""
    across, down = {"left": "start", "right": "end"}, {"top": "start", "bottom": "end"}
    parts = value.split()
    horizontal = [across[part] for part in parts if part in across]
    vertical = [down[part] for part in parts if part in down]
    rest = [part for part in parts if part not in across and part not in down and part != "center"]
    if rest or not parts or len(horizontal) > 1 or len(vertical) > 1:
        known = ("top", "bottom", "left", "right", "center")
        raise WrongValueError(f"{value!r} is not a place", did_you_mean(rest[0], known) if rest else "write: top right")
    return (horizontal or ["center"])[0], (vertical or ["center"])[0]


def offset(value: str, theme: Theme) -> tuple[float, float]:
    """How far to move from the place, right and down: `-40 60`."""
    parts = numbers(value, theme)
    if len(parts) != 2:
        raise WrongValueError(f"{value!r} is not an offset", "write two numbers, right and down: -40 60")
    return parts[0] * theme.scale, parts[1] * theme.scale


def lines(value: str, theme: Theme) -> tuple[int, int]:
    """How many lines: `3` at most three, `2-4` two if it can be, never more than four. Gives (wanted, most)."""
    first, dash, last = value.partition("-")
    wanted = count(first, theme)
    most = count(last, theme) if dash else wanted
    if not 0 < wanted <= most:
        raise WrongValueError(f"{value!r} is not a number of lines", "write 3 for at most three, 2-4 to prefer two")
    return wanted, most


def each(reader: Reader) -> Reader:
    """Several values separated by spaces, each read by the same reader."""
    return lambda value, theme: tuple([reader(part, theme) for part in value.split()])
