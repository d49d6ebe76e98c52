"""Slides as PNG with their words -> one PDF: the pixels passed through, the words selectable, tagged, and unseen.

A page is drawn by its picture alone. Over it lie the slide's words in reading order, in a font without outlines,
stretched to the place where they are drawn, so that they can be searched, selected and read aloud. The same pages give
the same bytes. Lengths are px of the slide; a page is 0.75 pt a px.
"""

from post_forge.render.pdf.document import write_pdf
from post_forge.render.pdf.leading import Linked, leading
from post_forge.render.pdf.outline import Bookmark
from post_forge.render.pdf.page import Jump, Link, Page, PlacedText, page_of

__all__ = ["Bookmark", "Jump", "Link", "Linked", "Page", "PlacedText", "leading", "page_of", "write_pdf"]
