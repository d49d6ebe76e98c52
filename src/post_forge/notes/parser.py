"""Markdown source -> markdown-it tokens, with every dialect that notes are written in.

markdown-it-py has task lists itself; footnotes and definition lists come from mdit-py-plugins; the rest of the
dialects are the rules of `dialects.py` and `callouts.py`.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

DEEPEST = 40  # levels; a list in a list takes two


@cache
def parser(mdx: bool = False) -> MarkdownIt:
    """One parser for all notes, made at first use. MDX has no indented code: what is indented stands in a component."""
    from markdown_it import MarkdownIt
    from mdit_py_plugins.deflist import deflist_plugin
    from mdit_py_plugins.footnote.index import footnote_def

    from post_forge.notes import callouts, dialects

    markdown = MarkdownIt("commonmark", {"maxNesting": DEEPEST, "tasklists": True})
    markdown.enable(["table", "strikethrough"])
    markdown.validateLink = lambda _: True  # type: ignore[method-assign,assignment]  # judged when read
    markdown.use(deflist_plugin)
    markdown.block.ruler.before("reference", "footnote_def", footnote_def, {"alt": ["paragraph", "reference"]})
    dialects.install(markdown)
    callouts.install(markdown)
    if mdx:
        markdown.disable("code")
    return markdown
