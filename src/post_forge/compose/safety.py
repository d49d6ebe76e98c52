"""What of a unit must not leave the machine (rule 35), and what its slides cannot show. Unit -> Refusal, Problems."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from post_forge.compose.slides import wrong_layouts
from post_forge.compose.units.choosing import Unit
from post_forge.compose.values import Finding
from post_forge.errors import Problem, Source
from post_forge.model import Block, Code, Handwritten, Listing, Paragraph, Refusal, Table

_NOT_SHOWN = {
    "layout": ("post.layout", "nothing that a slide can show follows this comment"),
    "diagram": (
        "post.diagram",
        "this drawing is wider than 53 columns or longer than 22 lines and is left out of the slides",
    ),
}


def unsafe(unit: Unit, sensitive: Callable[[str], Sequence[Finding]]) -> Refusal | None:
    """The first thing in a unit's words or code that must not be published, or None."""
    by_hand = [piece for block in unit.handwritten for piece in block_words(block)]
    for number, chapter in enumerate(unit.chapters):
        pieces = [(chapter.name, chapter.source), *(piece for block in chapter.blocks for piece in block_words(block))]
        for words, source in [*pieces, *([] if number else by_hand)]:
            for kind, start, _ in sensitive(words) if words else ():
                line = source.line + words.count("\n", 0, start)
                where = Source(source.path, line)
                return Refusal(
                    unit.name, f"line {line} has what must not be published: {kind}", where, "unit.sensitive"
                )
    return None


def left_out(unit: Unit, layouts: Sequence[str] = ()) -> list[Problem]:
    """What a post's slides do not show although it stands in the unit, or not as the author asked.

    `layouts` are further ones that may be asked for, of the author's own themes.
    """
    found = []
    for chapter in unit.chapters:
        for what, source in chapter.dropped:
            kind, _, why = what.partition(": ")
            rule = "post.mermaid" if kind == "mermaid" else "post.diagram"
            rule, message = _NOT_SHOWN.get(kind) or (rule, f"this diagram is left out of the slides: {why}")
            found.append(Problem(rule, message, source, severity="warning"))
        if chapter.formulas:
            message = f"{len(chapter.formulas)} passages with formulas are left out: they cannot be drawn"
            found.append(Problem("post.formula", message, chapter.formulas[0], severity="warning"))
        found.extend(wrong_layouts(chapter, layouts))
    return found


def block_words(block: Block) -> Iterator[tuple[str, Source]]:
    """Every word of a block, code too, each piece with the line it begins on."""
    if isinstance(block, Paragraph):
        yield str(block.text), block.source
    elif isinstance(block, Code | Handwritten):  # the fence stands on the line before
        yield block.text, Source(block.source.path, block.source.line + 1)
    elif isinstance(block, Listing):
        for item in block.items:
            yield str(item.text), item.source
            for inner in item.blocks:
                yield from block_words(inner)
    elif isinstance(block, Table):
        for number, row in enumerate((block.head, *block.rows)):
            line = block.source.line + number + (1 if number else 0)  # the line of dashes below the head
            yield " ".join(map(str, row)), Source(block.source.path, line)
    else:
        yield str(getattr(block, "title", "")), block.source
        for inner in getattr(block, "blocks", ()):
            yield from block_words(inner)
