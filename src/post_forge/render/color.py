"""Colour as a theme writes it -> `#rrggbb` or `#rrggbbaa`.

A theme derives its tints from one accent, so that a brand's own accent colours the whole theme:

    "#12151c"                        as it stands
    accent                           another token
    accent/40                        that token at 40 % opacity
    accent/6 on background           flattened: an opaque colour
    background or text on accent     whichever of the two is easier to read on the third
    accent else text on surface      the first that can be read there (contrast 4.5), else the easiest
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

_HEX = re.compile(r"#([0-9a-fA-F]{3}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})")
READABLE = 4.5
"""The least contrast of letters with their ground (WCAG 2.2, 1.4.3)."""

_FADED = re.compile(r"(.+)/(\d{1,3})")


class UnknownColorError(Exception):
    """`name` is neither a token nor a hex colour. `why` says what is wrong when it is not merely unknown."""

    def __init__(self, name: str, why: str = "") -> None:
        super().__init__(name)
        self.name, self.why = name, why


def hex_color(value: str) -> str | None:
    """`#ABC`, `#AABBCC` or `#AABBCCDD` in lower case and in full, or None where it is something else."""
    if not _HEX.fullmatch(value):
        return None
    digits = value[1:].lower()
    return "#" + ("".join(digit * 2 for digit in digits) if len(digits) == 3 else digits)


def channels(color: str) -> tuple[int, int, int, int]:
    """Red, green, blue and alpha, 0 to 255."""
    digits = color[1:] if len(color) == 9 else color[1:] + "ff"
    red, green, blue, alpha = (int(digits[at : at + 2], 16) for at in (0, 2, 4, 6))
    return red, green, blue, alpha


def faded(color: str, opacity: float) -> str:
    """The colour with its alpha multiplied by `opacity` (0 to 1)."""
    if opacity >= 1:
        return color
    alpha = round(channels(color)[3] * max(0.0, opacity))
    return color[:7] + f"{alpha:02x}"


def flattened(color: str, below: str) -> str:
    """The opaque colour seen when `color` lies on the opaque colour `below`."""
    *over, alpha = channels(color)
    under = channels(below)[:3]
    share = alpha / 255
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in zip(over, under, strict=True))


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two opaque colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: str) -> float:
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (value / 255 for value in channels(color)[:3])
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def read_color(value: str, token: Callable[[str], str | None]) -> str:
    """Any of the forms above; `token` answers what a token stands for. Raises UnknownColorError."""
    front, on, below = value.strip().partition(" on ")
    if not on:
        return _simple(front, token)
    ground = _simple(below.strip(), token)
    if " else " in front:
        wishes = [flattened(_simple(choice.strip(), token), ground) for choice in front.split(" else ")]
        good = (choice for choice in wishes if contrast(choice, ground) >= READABLE)
        return next(good, max(wishes, key=lambda choice: contrast(choice, ground)))
    choices = [flattened(_simple(choice.strip(), token), ground) for choice in front.split(" or ")]
    return max(choices, key=lambda choice: contrast(choice, ground)) if len(choices) > 1 else choices[0]


def _simple(value: str, token: Callable[[str], str | None]) -> str:
    match = _FADED.fullmatch(value)
    name, percent = (match[1], int(match[2])) if match else (value, 100)
    if percent > 100:
        raise UnknownColorError(value, "the opacity after the slash runs from 0 to 100")
    color = hex_color(name) or token(name)
    if color is None:
        raise UnknownColorError(name)
    return faded(color, percent / 100)


def resolve(colors: Mapping[str, str]) -> tuple[dict[str, str], dict[str, UnknownColorError]]:
    """Every token as a hex colour, and what is wrong with those that could not be made one (loops included)."""
    done: dict[str, str] = {}
    wrong: dict[str, UnknownColorError] = {}

    def look_up(name: str, trail: tuple[str, ...]) -> str | None:
        if name in done or name not in colors:
            return done.get(name)
        if name in trail:
            raise UnknownColorError(name, f"the colours refer to each other: {' -> '.join((*trail, name))}")
        done[name] = read_color(colors[name], lambda other: look_up(other, (*trail, name)))
        return done[name]

    for name in colors:
        try:
            look_up(name, ())
        except UnknownColorError as error:
            wrong[name] = error
    return done, wrong
