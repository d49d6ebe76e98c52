"""The next smaller way to show a slide that does not fit."""

from __future__ import annotations

from post_forge.model import Slide


def relax(slide: Slide, excess: float = 0.0) -> tuple[Slide, ...] | None:
    """Two slides, a roomier layout, () to drop it, None if it cannot be left out."""
    del slide, excess
    return ()
