"""A slide's place in its deck -> what a layout may say about it: numbers, brand, language, the deck's rhythm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from post_forge.model import Slide
from post_forge.render.motif import RHYTHM, Motif

RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ks", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"})
"""Languages written from right to left (https://www.unicode.org/cldr, layout orientation)."""

PULSE = (1, 2, 4, 8, 16)
"""The gaps between the bars on a cover whose deck is too short for a rhythm of its own."""


@dataclass(frozen=True, slots=True)
class DeckView:
    """What a layout knows about the deck it stands in.

    `number` counts from 1. `title` is what the whole deck is about. `avatar` is a picture file (a path relative to
    `root`, or inside the theme), `root` the folder that relative pictures are looked for in, and `pictures` another:
    that of the notes, where it lies elsewhere. `layouts` are those of all slides of the deck. `motif` is what the
    cover's ornament shows, `pulse` the gaps between the bars of the one that shows the deck's rhythm. `logo` is a
    picture file in place of the disc, `logo_ratio` its width by its height, `footer` words in place of the handle.
    """

    number: int = 1
    total: int = 1
    handle: str = ""
    brand: str = ""
    monogram: str = ""
    avatar: str = ""
    series: str = ""
    title: str = ""
    lang: str = "en"
    direction: Literal["ltr", "rtl"] = "ltr"
    next: str = ""
    pulse: tuple[int, ...] = PULSE
    motif: Motif = RHYTHM
    layouts: tuple[str, ...] = ()
    root: str = ""
    pictures: str = ""
    logo: str = ""
    logo_ratio: float = 1.0
    footer: str = ""

    @property
    def progress(self) -> tuple[str, ...]:
        """One word per slide of the deck: done, current, future."""
        return tuple(
            "current" if place == self.number else "done" if place < self.number else "future"
            for place in range(1, self.total + 1)
        )


def direction_of(lang: str) -> Literal["ltr", "rtl"]:
    """The direction a language is written in."""
    return "rtl" if lang.lower().partition("-")[0] in RIGHT_TO_LEFT else "ltr"


def monogram_of(brand: str, handle: str = "") -> str:
    """One or two letters for the disc in the footer: the initials of the brand, else of the handle."""
    name = brand.strip() or handle.lstrip("@").partition("@")[0]
    words = [word for word in name.replace("-", " ").replace("_", " ").replace(".", " ").split() if word[0].isalnum()]
    if not words:
        return ""
    return (words[0][0] + words[1][0] if len(words) > 1 else words[0][:1]).upper()


def pulse_of(slides: Sequence[Slide]) -> tuple[int, ...]:
    """The rhythm of a deck: for each slide but the last how much it says, in powers of two from 1 to 16.

    The slides that say most get 16, those that say least 1. Drawn as gaps between bars it makes an ornament of the deck
    itself. Decks of fewer than five slides get `PULSE`.
    """
    if len(slides) < 5:
        return PULSE
    weights = [weight_of(slide) for slide in slides[:-1]]
    ranks = {weight: rank for rank, weight in enumerate(sorted(set(weights)))}
    most = max(1, len(ranks) - 1)
    return tuple(1 << (4 * ranks[weight] // most) for weight in weights)


def weight_of(slide: Slide) -> int:
    """Roughly how many words a slide shows; a line of code or a cell of a table counts as three."""
    texts = [slide.title, slide.lead, slide.by, slide.caption, *slide.paragraphs]
    texts += [text for point in slide.points for text in (point.label, point.text)]
    words = sum(len(str(text).split()) for text in texts)
    lines = slide.code.text.count("\n") + 1 if slide.code else 0
    cells = sum(len(row) for row in slide.table.rows) if slide.table else 0
    return words + 3 * (lines + cells)
