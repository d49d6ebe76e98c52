"""The claims of a post -> its sheet, claims.md: a box to tick for each, ticks kept while their sentence is the same."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from post_forge import output
from post_forge.later import Later
from post_forge.model import Post

if TYPE_CHECKING:
    from post_forge import compose
else:
    compose = Later("post_forge.compose")

_TICKED = re.compile(r"^\s*[-*+] \[[xX]\] +(.*\S)", re.MULTILINE)
_LARGEST = 1_000_000  # bytes of a sheet that are looked at
_HEAD = """\
# To check before it goes out: {title}

What the texts and slides say with a figure, a superlative or an absolute word. Tick what you have checked. A tick stays
while its sentence is the same; nothing else that is written here is kept.
"""


def sheet_file(post: Post, folder: Path) -> dict[str, bytes | None]:
    """The sheet of a finished post, with the ticks of the one that lies in `folder`; nothing without claims."""
    return {output.CLAIMS: sheet(post, ticked(folder)).encode()} if post.claims else {}


def sheet(post: Post, ticks: Collection[str] = ()) -> str:
    """The sheet as Markdown: each claim with where it stands in the note and in the post."""
    showing = compose.Showing(post)
    lines = [_HEAD.format(title=post.title)]
    for claim in post.claims:
        networks, slides = showing.networks(claim.words), showing.slides(claim.words)
        texts = ["every text"] if len(networks) == len(post.texts) else list(networks)
        pages = [f"slide {', '.join(map(str, slides))}"] if slides else []
        lines.append(f"- [{'x' if claim.words in ticks else ' '}] {claim.words}")
        about = (str(claim.source), ", ".join(claim.kinds), ", ".join(texts + pages))
        lines.append("      " + " · ".join(filter(None, about)))
    return "\n".join(lines) + "\n"


def ticked(folder: Path) -> frozenset[str]:
    """The sentences that are ticked in a folder's sheet; none where it cannot be read."""
    try:
        with (folder / output.CLAIMS).open("rb") as file:
            text = file.read(_LARGEST).decode(errors="replace")
    except OSError:
        return frozenset()
    return frozenset(" ".join(words.split()) for words in _TICKED.findall(text))
