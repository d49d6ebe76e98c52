"""Gradients and grids of dots -> pictures and masks that are made once and kept."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from functools import lru_cache
from math import ceil, cos, floor, hypot, radians, sin

from PIL import Image, ImageMath

from post_forge.render.draw.canvas import Canvas
from post_forge.render.draw.colors import parse
from post_forge.render.values import Color, Dots, Gradient

Stops = tuple[tuple[float, Color], ...]
_STEPS = 4096  # places along a gradient that are told apart
_TILE = 4
_RIM = 0.6  # px over which a dot's edge fades


def draw_gradient(canvas: Canvas, op: Gradient) -> None:
    """A gradient over a rectangle; stops may be translucent."""
    x, y = floor(op.x + 0.5), floor(op.y + 0.5)
    width, height = floor(op.x + op.width + 0.5) - x, floor(op.y + op.height + 0.5) - y
    if width <= 0 or height <= 0 or not op.stops:
        return
    colors, mask = _gradient(width, height, op.stops, op.angle % 360)
    canvas.image.paste(colors, (x, y), mask)


@lru_cache(6)
def _gradient(width: int, height: int, stops: Stops, angle: float) -> tuple[Image.Image, Image.Image | None]:
    """The colours of a gradient and its mask, None when it covers."""
    paints = [parse(color) for _, color in stops]
    places = [place for place, _ in stops]
    bands = [_band(width, height, places, [paint.rgb[band] for paint in paints], angle) for band in range(3)]
    covers = all(paint.alpha == 255 for paint in paints)
    mask = None if covers else _band(width, height, places, [paint.alpha for paint in paints], angle)
    return Image.merge("RGB", bands), mask


def _band(width: int, height: int, places: Sequence[float], values: Sequence[int], angle: float) -> Image.Image:
    """One channel: exact values along the gradient's line, spread over the rectangle, dithered by one level."""
    if len(set(values)) == 1:
        return Image.new("L", (width, height), values[0])
    ramp = [value_at(places, values, (step + 0.5) / _STEPS) for step in range(_STEPS)]
    line = Image.frombytes("F", (_STEPS, 1), struct.pack(f"{_STEPS}f", *ramp))
    across, down = sin(radians(angle)), -cos(radians(angle))
    length = abs(width * across) + abs(height * down)  # the line's length as CSS has it: corner to corner
    right, below = across / length * _STEPS, down / length * _STEPS
    start = _STEPS / 2 - (right * width + below * height) / 2
    inside = (right, below, start, 0.0, 0.0, 0.5)
    spread = line.transform((width, height), Image.Transform.AFFINE, inside, Image.Resampling.NEAREST)
    noise = _noise(width, height)
    mixed: Image.Image = ImageMath.lambda_eval(lambda of: of["convert"](of["a"] + of["b"], "L"), a=spread, b=noise)
    return mixed


def value_at(places: Sequence[float], values: Sequence[float], place: float) -> float:
    """A value between stops, constant before the first and after the last."""
    if place <= places[0]:
        return values[0]
    for index in range(1, len(places)):
        if place < places[index]:
            share = (place - places[index - 1]) / (places[index] - places[index - 1])
            return values[index - 1] + (values[index] - values[index - 1]) * share
    return values[-1]


@lru_cache(2)
def _noise(width: int, height: int) -> Image.Image:
    """Thresholds between 0 and 1 (Bayer's order, 4 x 4) over a rectangle: a level is rounded up here, down there."""
    rows = []
    for y in range(_TILE):
        tile = [(_bayer(x, y) + 0.5) / _TILE**2 for x in range(_TILE)]
        rows.append((struct.pack(f"{_TILE}f", *tile) * ceil(width / _TILE))[: width * 4])
    data = b"".join(rows) * ceil(height / _TILE)
    return Image.frombytes("F", (width, height), data[: width * height * 4])


def _bayer(x: int, y: int) -> int:
    value = 0
    for bit in range(2):
        value = value * 4 + 2 * ((x >> bit ^ y >> bit) & 1) + (y >> bit & 1)
    return value


def draw_dots(canvas: Canvas, op: Dots) -> None:
    """Dots whose strength falls evenly from the top of the rectangle to nothing at its bottom."""
    x, y = floor(op.x + 0.5), floor(op.y + 0.5)
    width, height = floor(op.width + 0.5), floor(op.height + 0.5)
    if width > 0 and height > 0 and op.pitch >= 1 and op.radius > 0:
        for down, strip in _dots(width, height, op.pitch, op.radius):
            canvas.stamp(x, y + down, strip.im, parse(op.color))


@lru_cache(8)
def _dots(width: int, height: int, pitch: float, radius: float) -> tuple[tuple[int, Image.Image], ...]:
    """The mask of a grid in strips, each with its distance from the top: between the rows of dots nothing is painted.

    The first dot's centre lies half a pitch from the corner.
    """
    field = Image.new("L", (width, height), 0)
    dot = _dot(radius)
    line = Image.new("L", (width, dot.height), 0)
    for column in range(ceil(width / pitch)):
        line.paste(dot, (floor((column + 0.5) * pitch - dot.width / 2 + 0.5), 0))
    tops = []
    for row in range(ceil(height / pitch)):
        center = (row + 0.5) * pitch
        strength = max(0.0, 1 - center / height)
        tops.append(floor(center - dot.height / 2 + 0.5))
        field.paste(line.point([floor(level * strength + 0.5) for level in range(256)]), (0, tops[-1]))
    if dot.height > pitch:
        return ((0, field),)
    strips = [(max(0, top), min(height, top + dot.height)) for top in tops]
    return tuple([(top, field.crop((0, top, width, end))) for top, end in strips if end > top])


@lru_cache(16)
def _dot(radius: float) -> Image.Image:
    size = 2 * ceil(radius + _RIM)
    away = [(at + 0.5 - size / 2) for at in range(size)]
    cover = [min(1.0, max(0.0, (radius + _RIM - hypot(x, y)) / _RIM)) for y in away for x in away]
    return Image.frombytes("L", (size, size), bytes(floor(255 * value + 0.5) for value in cover))
