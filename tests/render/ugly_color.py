"""Ugly mistakes of colour and drawing: weak contrast, two accents, two fields, lying charts, lines that stay short."""

from __future__ import annotations

import colorsys
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from PIL import Image
from ugly_look import Line, Look

from post_forge.render import draw
from post_forge.render.banner import BannerLeaf
from post_forge.render.color import channels, contrast, faded, flattened
from post_forge.render.inline import scale
from post_forge.render.paint import display_list
from post_forge.render.slides import book_of
from post_forge.render.values import Fill, Op, Stroke, Words

LEAST_CONTRAST = 4.5
HUES, VIVID = 30, 0.45
"""Degrees within which two colours are one hue; how saturated a colour is that counts as one."""
MOST_ACCENT = 0.12
FIELD = 0.02
SHORT = 14
SMALL = 10
"""How much smaller the picture is that areas are counted on."""
CHART = range(36, 72)
"""px that a bar of a chart is high."""


@lru_cache(4)
def ground(look: Look) -> Image.Image:
    """The slide as it is painted, without its letters."""
    ops: list[Op] = []
    for op in display_list(look.frame, look.field).ops:
        if isinstance(op, Words):
            lines = tuple(replace(line, glyphs=()) for line in op.text.lines)
            ops.append(replace(op, text=replace(op.text, lines=lines)))
        else:
            ops.append(op)
    return painted(look, ops)


def painted(look: Look, ops: list[Op]) -> Image.Image:
    canvas, theme = look.canvas, look.field
    return draw.paint(ops, canvas.width, canvas.height, theme.color["background"], book_of(look.theme)).convert("RGB")


def weak_contrast(look: Look) -> Iterator[str]:
    """9: letters that are hard to tell from what is really below them."""
    below = ground(look)
    before = None
    for line in look.lines:
        opacity = opacity_of(look, line)
        goes_on = before is not None and before.frame is line.frame and before.set.source == line.set.source
        in_code = line.frame.box.element.name == "codeblock"
        letters = line.letters[1:] if goes_on and in_code else line.letters  # the sign of a line that goes on
        worst = min((contrast_of(below, letter, opacity) for letter in letters), default=LEAST_CONTRAST)
        before = line
        if worst < LEAST_CONTRAST - 0.01:
            yield f"{line.text!r} has a contrast of {worst:.1f}"


def contrast_of(below: Image.Image, letter, opacity: float) -> float:
    """The contrast of a letter with the ground in its middle and beside it, the weakest of the three."""
    found = []
    middle = (letter.top + letter.bottom) / 2
    for x in (letter.left, (letter.left + letter.right) / 2, letter.right):
        place = (min(below.width - 1, max(0, int(x))), min(below.height - 1, max(0, int(middle))))
        red, green, blue = below.getpixel(place)[:3]  # type: ignore[index, misc]
        under = f"#{red:02x}{green:02x}{blue:02x}"
        found.append(contrast(flattened(faded(letter.color, opacity), under), under))
    return sorted(found)[1]  # one of the three may fall on the edge of a chip


def opacity_of(look: Look, line: Line) -> float:
    opacity, frame = 1.0, line.frame
    while frame is not None:
        opacity *= frame.box.style.opacity
        frame = look.parents.get(id(frame))
    return opacity


def hue_of(color: str) -> float | None:
    """The hue of a colour in degrees; None for one that is grey, pale or dark."""
    red, green, blue, alpha = channels(color)
    hue, saturation, value = colorsys.rgb_to_hsv(red / 255, green / 255, blue / 255)
    vivid = saturation > VIVID and value > 0.35 and alpha > 128
    return hue * 360 if vivid else None


def hues(look: Look) -> list[tuple[float, str]]:
    """The hues of grounds, signs and words, each once; tokens of code are not counted."""
    colors = [line.letters[0].color for line in look.text_lines if line.letters]
    colors += [letter.color for line in look.text_lines for letter in line.letters]
    for op in look.ops:
        if isinstance(op, Stroke) or (isinstance(op, Fill) and op.color and op.width * op.height > 100):
            colors.append(op.color)
    found: list[tuple[float, str]] = []
    for color in dict.fromkeys(colors):
        hue = hue_of(color)
        if hue is not None and all(min(abs(hue - one), 360 - abs(hue - one)) > HUES for one, _ in found):
            found.append((hue, color))
    return found


def two_accents(look: Look) -> Iterator[str]:
    """7: more than one accent hue; more accent than a tenth of the slide where the theme has one ground only."""
    found = hues(look)
    if len(found) > 1 and not look.theme.fields:  # where grounds are vivid, 8 tells
        yield f"{len(found)} hues: {', '.join(color for _, color in found)}"
    if not look.theme.fields and look.slide.layout not in ("recap", "table"):
        share = area(look, [look.field.color["accent"]])[0]
        if share > MOST_ACCENT:
            yield f"{share:.0%} of the slide are accent"


def area(look: Look, colors: list[str]) -> list[float]:
    """The share of the picture that each colour takes as a ground."""
    small = ground(look).reduce(SMALL)
    seen = small.getcolors(small.width * small.height) or []
    wanted = [channels(color)[:3] for color in colors]
    found = [sum(count for count, pixel in seen if near(pixel, color)) for color in wanted]
    return [count / (small.width * small.height) for count in found]


def near(pixel: tuple[int, ...], color: tuple[int, ...]) -> bool:
    return sum((a - b) ** 2 for a, b in zip(pixel, color, strict=True)) < 40**2


def two_fields(look: Look) -> Iterator[str]:
    """8: more than one of a theme's grounds on one slide, as an area."""
    colors = dict.fromkeys(one.theme.color["background"] for one in look.theme.fields.values())
    vivid = [color for color in colors if hue_of(color) is not None]
    if len(vivid) < 2:
        return
    shares = dict(zip(vivid, area(look, vivid), strict=True))
    taken = {color: share for color, share in shares.items() if share > FIELD}
    if len(taken) > 1:
        yield ", ".join(f"{share:.0%} {color}" for color, share in taken.items())


def short_banner(look: Look) -> Iterator[str]:
    """20: a stretched line that does not reach the right edge, where no disc ends it."""
    for group in look.groups:
        frame = group[0].frame
        if group[0].style == "number":  # as large as the slide is high
            continue
        if frame.box.element.name != "banner" or not isinstance(frame.box.element.leaf, BannerLeaf):
            continue
        width = frame.width
        short = [line for line in group if width - (line.right - line.left) > SHORT]
        if len(short) > (1 if frame.box.own("disc") else 0):
            rest = max(width - (line.right - line.left) for line in short)
            yield f"{short[0].text!r} ends {rest:.0f} px before the right edge"


def lying_chart(look: Look) -> Iterator[str]:
    """21: the bars of a number are not as long as the number says."""
    true = scale(look.slide.title) if look.slide.layout == "number" else None
    if true is None:
        return
    bars = [
        op
        for op in look.ops
        if isinstance(op, Fill)
        and op.color
        and look.header_bottom < op.y < look.footer_top
        and round(op.height) in CHART
        and op.width < look.canvas.width
    ]
    if len(bars) < 2:
        return
    whole, part = max(bar.width for bar in bars), min(bar.width for bar in bars)
    wanted = max(6.0, whole * true.share / 100)
    if abs(part - wanted) > 1.01:
        yield f"a bar of {part:.0f} px beside one of {whole:.0f}: {wanted:.0f} would be true"
