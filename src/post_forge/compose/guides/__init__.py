"""A whole note as one long deck that keeps everything. Note -> Post of the kind `guide`, or why there is none."""

from post_forge.compose.guides.kept import lacking
from post_forge.compose.guides.making import MOST_PAGES, guide, paged
from post_forge.compose.guides.splitting import split

__all__ = ["MOST_PAGES", "guide", "lacking", "paged", "split"]
