"""Typesetting: runs of text -> glyphs at fixed places.

book = default_book()                      # or book_with({"Brand": FamilyFiles((Path("Brand.ttf"),))})
text = set_text(runs, measure, book)       # SetText; text.missing must be empty before it is drawn
book.metrics(face).baseline(size, line)    # where a baseline lies in a line box
missing_scripts("مرحبا", book)             # what to install, when no font has a script
highlight("x = 1", "python")               # lines of (text, kind)
"""

from post_forge.render.type.families import book_with, default_book, families_of
from post_forge.render.type.fonts import FamilyFiles, FontBook, Metrics
from post_forge.render.type.highlight import highlight
from post_forge.render.type.missing import missing_scripts
from post_forge.render.type.scripts import ScriptGap
from post_forge.render.type.setting import set_text

__all__ = [
    "FamilyFiles",
    "FontBook",
    "Metrics",
    "ScriptGap",
    "book_with",
    "default_book",
    "families_of",
    "highlight",
    "missing_scripts",
    "set_text",
]
