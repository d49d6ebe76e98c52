"""Turn a note's sections into chapters: headings with their parts, and what the author's comments ask for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from post_forge.compose.language import lexicon
from post_forge.compose.units.parts import Reader
from post_forge.compose.units.recent import Recent
from post_forge.compose.values import Part
from post_forge.errors import Source
from post_forge.model import Block, Directive, Handwritten, Note, Section, Text

_STEERING = ("post", "skip")


@dataclass(frozen=True, slots=True)
class Chapter:
    """A heading and what stands directly below it; the chapters below it are its `children`.

    `slug` is set where the author began a post here (`<!-- post: slug -->`). `slot` marks a heading that many files
    share; its title is then the note's. `formulas` and `dropped` name what could not be used.
    """

    title: Text
    name: str
    level: int
    parts: tuple[Part, ...]
    source: Source
    children: tuple[Chapter, ...] = ()
    slug: str = ""
    slot: bool = False
    generic: bool = False
    handwritten: tuple[Handwritten, ...] = ()
    formulas: tuple[Source, ...] = ()
    dropped: tuple[tuple[str, Source], ...] = ()
    blocks: tuple[Block, ...] = field(default=(), repr=False)

    def walk(self) -> Iterator[Chapter]:
        """This chapter and all below it, in the order of the file."""
        yield self
        for child in self.children:
            yield from child.walk()


def read_chapters(note: Note, slots: frozenset[str]) -> tuple[Chapter | None, tuple[Chapter, ...]]:
    """The note's lead as a chapter (None if it is empty) and its top chapters, without those marked `skip`."""
    builder = _Builder(slots)
    blocks, slugs, skipped = builder.enter(note.lead, headed=False)
    lead = None
    if blocks and not skipped:
        lead = builder.chapter(note.title, str(note.title), 1, blocks, note_source(note), slugs)
    return lead, tuple(chapter for section in note.sections for chapter in builder.section(section))


def note_source(note: Note) -> Source:
    """Where the note begins; a text written by hand above its first heading moves nothing."""
    told = (block for block in note.lead if not isinstance(block, Handwritten))
    first = next(told, None) or next(iter(note.sections), None) or next(iter(note.lead), None)
    return Source(note.path, first.source.line if first else 1)


def above_of(chapters: Sequence[Chapter], at: int, family: Chapter) -> Chapter:
    """The chapter that one of those below a family belongs to."""
    return next((one for one in reversed(chapters[:at]) if one.level < chapters[at].level), family)


def posted(chapters: Sequence[Chapter]) -> Iterator[Chapter]:
    """Without chapters of references, contents and the like, at any depth."""
    for chapter in chapters:
        if not lexicon.is_never_posted(chapter.name) or chapter.slug:
            yield replace(chapter, children=tuple(posted(chapter.children)))


def heading_key(title: str) -> str:
    """How headings are compared: without case, marks and space at the ends."""
    return " ".join(title.casefold().split()).strip(" :.!?*#")


class _Builder:
    """Walks the sections in the order of the file, because a comment before a heading steers the section after it."""

    def __init__(self, slots: frozenset[str]) -> None:
        self._slots = slots
        self._pending: list[Directive] = []
        self._carried: list[Block] = []

    def enter(self, blocks: Sequence[Block], headed: bool = True) -> tuple[list[Block], str, bool]:
        """The blocks without steering at their ends, the slug of a post that begins here, and whether to skip.

        Steering that stands alone belongs to the heading above it; where there is none (`headed`), to the one below.
        """
        body = [*self._carried, *blocks]
        self._carried = []
        steering, self._pending = self._pending, []
        while headed and body and (first := _steering(body[0])):
            steering.append(first)
            body.pop(0)
        while body and (last := _steering(body[-1])):
            self._pending.insert(0, last)
            body.pop()
        while headed and body and isinstance(body[-1], Directive) and body[-1].name == "layout":
            self._carried.insert(0, body.pop())  # before the next heading: the first piece below that is meant
        while not headed and body and (first := _steering(body[0])):
            steering.append(first)
            body.pop(0)
        slug = next((one.value or "post" for one in steering if one.name == "post"), "")
        return body, slug, any(one.name == "skip" for one in steering)

    def section(self, section: Section) -> Iterator[Chapter]:
        blocks, slug, skipped = self.enter(section.blocks)
        own, begun = _split_at_posts(blocks)
        below = [chapter for child in section.sections for chapter in self.section(child)]
        if skipped:
            return
        started = [
            self.chapter(section.title, str(section.title), section.level + 1, rest, rest[0].source, name)
            for name, rest in begun
            if rest
        ]
        yield self.chapter(
            section.title, str(section.title), section.level, own, section.source, slug, (*started, *below)
        )

    def chapter(
        self,
        title: Text,
        name: str,
        level: int,
        blocks: Sequence[Block],
        source: Source,
        slug: str = "",
        children: tuple[Chapter, ...] = (),
    ) -> Chapter:
        """One chapter of these blocks."""
        answers = name.rstrip(' "”').endswith(("?", "？", "؟"))
        parts, formulas, dropped = _READ.of(blocks, answers, make=lambda: _read(blocks, answers))
        return Chapter(
            title,
            name,
            level,
            parts,
            source,
            children,
            slug,
            heading_key(name) in self._slots,
            lexicon.is_generic(name),
            tuple(block for block in blocks if isinstance(block, Handwritten)),
            formulas,
            dropped,
            tuple(blocks),
        )


_ReadParts = tuple[tuple[Part, ...], tuple[Source, ...], tuple[tuple[str, Source], ...]]
_READ = Recent[_ReadParts](800)


def _read(blocks: Sequence[Block], answers: bool) -> _ReadParts:
    """The parts of blocks, the formulas in them that cannot be written, and what was dropped."""
    reader = Reader(answers)
    reader.read(blocks)
    return tuple(reader.parts), tuple(reader.formulas), tuple(reader.dropped)


def _steering(block: Block) -> Directive | None:
    return block if isinstance(block, Directive) and block.name in _STEERING else None


def _split_at_posts(blocks: Sequence[Block]) -> tuple[list[Block], list[tuple[str, list[Block]]]]:
    """The blocks before the first `<!-- post: slug -->` inside a section, and each slug with the blocks after it."""
    own: list[Block] = []
    begun: list[tuple[str, list[Block]]] = []
    for block in blocks:
        if isinstance(block, Directive) and block.name == "post":
            begun.append((block.value or "post", []))
        elif begun:
            begun[-1][1].append(block)
        else:
            own.append(block)
    return own, begun
