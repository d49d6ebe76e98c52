"""Chapters as slides: every page a chapter could give, and the deck made of those that are kept."""

from post_forge.compose.slides.page import Page, Place, short, slide_words
from post_forge.compose.slides.pages import both_sides, chapter_pages, wrong_layouts

__all__ = ["Page", "Place", "both_sides", "chapter_pages", "short", "slide_words", "wrong_layouts"]
