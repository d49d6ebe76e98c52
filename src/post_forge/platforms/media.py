"""A network's rules and a picture's size -> how the picture is made ready for it. Decides, and touches no pixel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from post_forge.model import Rules

QUALITIES = (95, 92, 90, 85, 80, 75)
"""The steps of a JPEG, with colours at full resolution: below the last one letters wear visible dirt."""

Step = tuple[Literal["png", "jpeg"], int]
"""A kind of file and its quality (0 for PNG, which loses nothing)."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a picture is made ready: the first of `steps` with at most `limit` bytes (0: any), at `width` x `height` px.

    Without steps and reason the picture does as it is; a `reason` says why the network cannot have it at all.
    """

    width: int
    height: int
    steps: tuple[Step, ...] = ()
    limit: int = 0
    reason: str = ""

    @property
    def keep(self) -> bool:
        return not self.steps and not self.reason


def media_for(rules: Rules, size: int, width: int, height: int) -> Recipe:
    """How a PNG of `size` bytes and `width` x `height` px is made ready for a network.

    It is kept where it does. Else it is made smaller without loss where the network takes PNG, then a JPEG, step by
    step; one that is too wide, or has too many pixels, is scaled down. What has another shape than the network takes is
    never cropped: that would cut words off.
    """
    if reason := _misshapen(rules, width, height):
        return Recipe(width, height, reason=reason)
    wide, high = _scaled(rules, width, height)
    small = not rules.most_bytes or size <= rules.most_bytes
    if "png" in rules.kinds and small and wide == width:
        return Recipe(width, height)
    steps: list[Step] = [("png", 0)] if "png" in rules.kinds else []
    if "jpeg" in rules.kinds:
        steps += [("jpeg", quality) for quality in QUALITIES]
    return Recipe(wide, high, tuple(steps), rules.most_bytes)


def _misshapen(rules: Rules, width: int, height: int) -> str:
    narrow, broad = rules.ratios
    if not broad or narrow <= width / height <= broad:
        return ""
    return f"{rules.name} takes pictures from {narrow:g} to {broad:g} times as wide as high, and not {width} x {height}"


def _scaled(rules: Rules, width: int, height: int) -> tuple[int, int]:
    share = min(1.0, rules.widest / width) if rules.widest else 1.0
    if rules.most_pixels:
        share = min(share, (rules.most_pixels / (width * height)) ** 0.5)
    return (width, height) if share == 1 else (int(width * share), max(1, int(height * share)))
