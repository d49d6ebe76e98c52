"""Fonts for tests: the shipped ones, and fonts made here whose every glyph is a plain block of known width."""

from __future__ import annotations

import pytest
from block_fonts import HEBREW, block_font

from post_forge.render.type import FamilyFiles, FontBook
from post_forge.render.type.families import SHIPPED


@pytest.fixture(scope="session")
def book() -> FontBook:
    """The shipped fonts and nothing that happens to be installed."""
    return FontBook(SHIPPED)


@pytest.fixture(scope="session")
def block_files(tmp_path_factory) -> FamilyFiles:
    folder = tmp_path_factory.mktemp("fonts")
    letters = "".join(map(chr, range(32, 127)))
    return FamilyFiles((block_font(folder / "blocks.ttf", letters + HEBREW + "éﬁ\u00a0\u202f"),))


@pytest.fixture(scope="session")
def blocks(block_files) -> FontBook:
    """A book whose family "Blocks" has letters of half an em, ASCII and Hebrew."""
    return FontBook({**SHIPPED, "Blocks": block_files})
