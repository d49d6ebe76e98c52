"""The value of one attribute, as written in a layout -> what it means under a theme.

A reader takes the written text and the theme and returns the meaning, or raises `WrongValueError` with a hint. Lengths
come out in px of the finished picture (the theme is scaled beforehand). What a reader accepts it can say in words: that
goes into the documentation, and into the hint of a mistake.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from post_forge.errors import did_you_mean
from post_forge.render.boxes import Length, Share
from post_forge.render.color import UnknownColorError, read_color
from post_forge.render.theme import Theme

Reader = Callable[[str, Theme], Any]
"""What the attributes of an element are read with. `accepts` asks one for its words."""

_NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)")
LONGEST = 3000
"""px at a canvas of 1080: no length in a layout is larger than this. The longest side of a picture is 1920."""
LARGEST = 10_000
"""No number or count in a layout is larger than this: it is a slip of the hand."""
MOST_PARTS = 200
"""The most values in one attribute."""


class WrongValueError(Exception):
    """An attribute's value cannot be read."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message, self.hint = message, hint


@dataclass(frozen=True, slots=True)
class Told:
    """A reader that says what it accepts, as it goes on after "it takes ..."."""

    read: Reader
    accepts: str

    def __call__(self, value: str, theme: Theme) -> Any:
        return self.read(value, theme)


def told(accepts: str) -> Callable[[Reader], Reader]:
    """Give a reader its words: `@told("a number of seconds")` above a function of the text and the theme."""
    return lambda read: Told(read, accepts)


def accepts(reader: Reader) -> str:
    """What a reader accepts, in words; for a plain function the first line of its docstring."""
    if isinstance(reader, Told):
        return reader.accepts
    said = (getattr(reader, "__doc__", "") or "").strip().partition("\n")[0].rstrip(".")
    return said[:1].lower() + said[1:] or "a value"


@told("any text")
def words(value: str, theme: Theme) -> str:  # noqa: ARG001 - a Reader
    """Any text."""
    return value


@told("a number")
def number(value: str, theme: Theme) -> float:  # noqa: ARG001 - a Reader
    """A plain number, not scaled."""
    if not _NUMBER.fullmatch(value) or abs(float(value)) > LARGEST:
        raise WrongValueError(f"{value!r} is not a number", f"write digits, up to {LARGEST:,}")
    return float(value)


@told("a number from 0 up")
def positive(value: str, theme: Theme) -> float:
    """A number that is not below zero."""
    found = float(number(value, theme))
    if found < 0:
        raise WrongValueError(f"{value!r} is below zero")
    return found


@told("numbers separated by spaces")
def numbers(value: str, theme: Theme) -> tuple[float, ...]:
    """Numbers separated by spaces."""
    return tuple(number(part, theme) for part in value.split())


@told("a whole number")
def count(value: str, theme: Theme) -> int:
    """A whole number."""
    found = positive(value, theme)
    if found != int(found):
        raise WrongValueError(f"{value!r} is not a whole number")
    return int(found)


@told("`yes` or `no`")
def truth(value: str, theme: Theme) -> bool:
    """`yes` or `no`."""
    return bool(choice("yes", "no")(value, theme) == "yes")


def choice(*known: str) -> Reader:
    """One of a few words."""

    def read(value: str, theme: Theme) -> str:  # noqa: ARG001 - a Reader
        if value not in known:
            raise WrongValueError(f"{value!r} is not allowed", did_you_mean(value, known))
        return value

    return Told(read, " or ".join(filter(None, [", ".join(f"`{one}`" for one in known[:-1]), f"`{known[-1]}`"])))


def token(group: str) -> Reader:
    """A token of one group of the theme."""

    def read(value: str, theme: Theme) -> Any:
        known: Mapping[str, Any] = getattr(theme, group)
        if value not in known:
            raise WrongValueError(f"no {group} token {value!r} in theme {theme.name!r}", did_you_mean(value, known))
        return known[value]

    return Told(read, f"a {group} token of the theme")


@told("a color token, one with an opacity (`accent/40`), or hex (`#c4ff3d`)")
def color(value: str, theme: Theme) -> str:
    """A colour: a token, `accent/40`, `accent/6 on background`, or hex."""
    try:
        return read_color(value, theme.color.get)
    except UnknownColorError as error:
        hint = error.why or did_you_mean(error.name, theme.color)
        raise WrongValueError(f"no color token {error.name!r} in theme {theme.name!r}", hint) from None


@told("a color or a gradient token")
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
        if not _NUMBER.fullmatch(digits) or not 0 <= float(digits) <= LONGEST:
            forms = "px as plain digits" + (", percent (50%)" if share else "")
            close = did_you_mean(value, tokens) if value[:1].isalpha() else f"write {forms} or a {group} token"
            if _NUMBER.fullmatch(digits) and float(digits) > LONGEST:
                close = f"no more than {LONGEST:,}"
            raise WrongValueError(f"{value!r} is not a length", close)
        return float(digits) * theme.scale if digits is value else Share(float(digits) / 100)

    return Told(read, "px (`24`)" + (", percent (`50%`)" if share else "") + f" or a {group} token")


def size(least: float, most: float) -> Reader:
    """px at a canvas of 1080 between two bounds, or a token of `space`."""

    def read(value: str, theme: Theme) -> float:
        found = float(_px(value, theme))
        if not least <= found / theme.scale <= most:
            raise WrongValueError(f"{value!r} is out of bounds", f"write px from {least:g} to {most:g}")
        return found

    return Told(read, f"px from {least:g} to {most:g}")


_px = length(share=False)


@told("one to four lengths, as in `24` or `24 40` (top, right, bottom, left)")
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


@told("a width and a color: `2 line`")
def border(value: str, theme: Theme) -> tuple[float, str]:
    """A width and a colour: `2 line`."""
    width, _, name = value.partition(" ")
    if not name.strip():
        raise WrongValueError(f"{value!r} is not a border", "write a width and a color: 2 line")
    return float(_px(width, theme)), color(name.strip(), theme)


@told("a shadow token, or `none`")
def shadow(value: str, theme: Theme) -> Any:
    """A shadow token, or `none`."""
    return None if value == "none" else token("shadow")(value, theme)


@told("0 to 1, or percent")
def opacity(value: str, theme: Theme) -> float:
    """0 (invisible) to 1, or percent."""
    digits = value.removesuffix("%")
    found = float(positive(digits, theme)) / (100 if digits != value else 1)
    if found > 1:
        raise WrongValueError(f"{value!r} is more than opaque", "write 0 to 1, or percent")
    return found


@told("a corner, a side or the middle: `top right`, `bottom`, `center`")
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


@told("two numbers, right and down: `-40 60`")
def offset(value: str, theme: Theme) -> tuple[float, float]:
    """How far to move from the place, right and down: `-40 60`."""
    parts = numbers(value, theme)
    if len(parts) != 2:
        raise WrongValueError(f"{value!r} is not an offset", "write two numbers, right and down: -40 60")
    return parts[0] * theme.scale, parts[1] * theme.scale


@told("`3` for at most three, `2-4` for two if it can be and four at most")
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

    def read(value: str, theme: Theme) -> tuple[Any, ...]:
        parts = value.split()
        if len(parts) > MOST_PARTS:
            raise WrongValueError(f"{len(parts)} values are too many", f"no more than {MOST_PARTS}")
        return tuple([reader(part, theme) for part in parts])

    return Told(read, f"values separated by spaces, each {accepts(reader)}")
