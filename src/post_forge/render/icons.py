"""The signs that `icon` draws: polylines in a square of side 1, by name, and an arrow made to measure."""

from __future__ import annotations

Points = tuple[tuple[float, float], ...]

ICONS: dict[str, tuple[tuple[Points, bool], ...]] = {
    "check": ((((0.16, 0.54), (0.41, 0.78), (0.86, 0.24)), False),),
    "cross": ((((0.2, 0.2), (0.8, 0.8)), False), (((0.8, 0.2), (0.2, 0.8)), False)),
    "plus": ((((0.5, 0.18), (0.5, 0.82)), False), (((0.18, 0.5), (0.82, 0.5)), False)),
    "minus": ((((0.18, 0.5), (0.82, 0.5)), False),),
    "warn": ((((0.5, 0.16), (0.5, 0.58)), False), (((0.5, 0.7), (0.5, 0.84)), False)),
    "crosshair": ((((0.5, 0.0), (0.5, 1.0)), False), (((0.0, 0.5), (1.0, 0.5)), False)),
    "note": ((((0.5, 0.12), (0.5, 0.25)), False), (((0.5, 0.4), (0.5, 0.88)), False)),
    "tip": (
        (
            (
                (0.38, 0.64),
                (0.38, 0.56),
                (0.24, 0.42),
                (0.24, 0.24),
                (0.38, 0.1),
                (0.62, 0.1),
                (0.76, 0.24),
                (0.76, 0.42),
                (0.62, 0.56),
                (0.62, 0.64),
            ),
            True,
        ),
        (((0.38, 0.78), (0.62, 0.78)), False),
        (((0.42, 0.91), (0.58, 0.91)), False),
    ),
    "important": (
        (((0.5, 0.12), (0.5, 0.88)), False),
        (((0.17, 0.31), (0.83, 0.69)), False),
        (((0.83, 0.31), (0.17, 0.69)), False),
    ),
    "warning": (
        (((0.5, 0.1), (0.95, 0.88), (0.05, 0.88)), True),
        (((0.5, 0.36), (0.5, 0.6)), False),
        (((0.5, 0.68), (0.5, 0.76)), False),
    ),
    "danger": (
        (
            (
                (0.32, 0.07),
                (0.68, 0.07),
                (0.93, 0.32),
                (0.93, 0.68),
                (0.68, 0.93),
                (0.32, 0.93),
                (0.07, 0.68),
                (0.07, 0.32),
            ),
            True,
        ),
        (((0.34, 0.34), (0.66, 0.66)), False),
        (((0.66, 0.34), (0.34, 0.66)), False),
    ),
    "bookmark": ((((0.2, 0.1), (0.8, 0.1), (0.8, 0.9), (0.5, 0.66), (0.2, 0.9)), True),),
}
"""Polylines in a square of side 1, and whether they are closed. `arrow` is made to measure.

`note`, `tip`, `important`, `warning` and `danger` are the signs of a callout: told apart by their form alone.
"""


def arrow(width: float, height: float) -> tuple[tuple[Points, bool], ...]:
    """A shaft with an open head at 45 degrees whose half height is half the icon's height, in px."""
    middle, head = height / 2, height / 2
    tip = (width, middle)
    return (((0.0, middle), tip), False), (((width - head, 0.0), tip, (width - head, height)), False)
