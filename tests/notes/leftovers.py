"""What must not be left in the plain text of a note: Markdown, HTML, short codes, LaTeX, template tags."""

from __future__ import annotations

import re
from collections.abc import Iterator

from post_forge.model import Table, Text
from post_forge.notes.emoji import NAMED

SIGNS = {
    "bold": re.compile(r"\*\*(?=\S)[^*]+(?<=\S)\*\*"),
    "emphasis": re.compile(
        r"(?<![\w*])\*(?=[^\s*])[^*\n]{1,80}(?<=[^\s*])\*(?![\w*])|(?<!\w)_(?=[^\s_])[^_\n]{1,80}(?<=[^\s_])_(?!\w)"
    ),
    "code": re.compile(r"`"),
    "link": re.compile(r"\]\([^)\s]*\)|\]\[[^\]]*\]"),
    "wikilink": re.compile(r"\[\[|\]\]"),
    "heading": re.compile(r"^#{1,6} ", re.MULTILINE),
    "tag": re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>|<!--|-->", re.IGNORECASE),
    "entity": re.compile(r"&(?:[a-z]{2,8}|#\d+|#x[0-9a-f]+);", re.IGNORECASE),
    "shortcode": re.compile(r"\{\{|\{%|%\}|\}\}"),
    "attributes": re.compile(r"\{:|\{[.#]\w"),
    "emoji name": re.compile(":(?:" + "|".join(map(re.escape, NAMED)) + "):"),
    "latex": re.compile(r"\\(?:[a-zA-Z]{2,}|[()\[\]])|\$[^$\s][^$]*\$"),
    "table": re.compile(r"\|\s*:?-{3,}"),
    "container": re.compile(r"^(?::::|!!!|\?\?\?|///)", re.MULTILINE),
    "highlight": re.compile(r"==[^=\s][^=]*=="),
    "footnote": re.compile(r"\[\^\w+\]"),
    "comment": re.compile(r"%%"),
    "callout": re.compile(r"\[!\w+\]"),
    "fence": re.compile(r"^(?:```|~~~)", re.MULTILINE),
    "module": re.compile(r"^(?:import .* from |export (?:default|const))", re.MULTILINE),
}


def prose(text: Text) -> str:
    """The text without code and formulas, which may hold anything."""
    return "".join("\u25a1" if span.marks & {"code", "math"} else span.text for span in text.spans)


def texts(block: object) -> Iterator[Text]:
    """Every piece of prose in a block, a section or a note."""
    for name in ("title", "text", "by"):
        value = getattr(block, name, None)
        if isinstance(value, Text):
            yield value
    if isinstance(block, Table):
        for row in (block.head, *block.rows):
            yield from row
    for name in ("lead", "blocks", "items", "sections"):
        for inner in getattr(block, name, ()):
            yield from texts(inner)


def leftovers(block: object) -> Iterator[tuple[str, str]]:
    """(kind, the words round it) for everything that is no plain text."""
    for text in texts(block):
        words = prose(text)
        for kind, sign in SIGNS.items():
            for found in sign.finditer(words):
                yield kind, words[max(0, found.start() - 30) : found.end() + 30]
