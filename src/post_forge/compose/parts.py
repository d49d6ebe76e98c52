"""Read the blocks of a section as parts: sentences, labelled entries, lists, code, tables, in the note's order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from post_forge.compose import clean, diagrams, judge, labels, leaning, lexicon, lines, sentences, spans
from post_forge.compose.values import CodePart, Entries, Entry, Part, Prose, QuotePart, Role, Sentence, TablePart
from post_forge.errors import Source
from post_forge.model import (
    Block,
    Callout,
    Code,
    Directive,
    Formula,
    Item,
    Listing,
    Paragraph,
    Quote,
    Span,
    Table,
    Text,
)

_TINY = 3
_QUOTES = '"“”'


class Reader:
    """Goes through blocks once and keeps what the next block needs: the line that led to it, a wished layout."""

    def __init__(self, answers: bool = False) -> None:
        self._answers = answers
        self.parts: list[Part] = []
        self.formulas: list[Source] = []
        self.dropped: list[tuple[str, Source]] = []
        self._title, self._role = "", ""
        self._layout, self._breaks, self._skip = "", False, False
        self._fresh = self._elsewhere = False

    def read(self, blocks: Iterable[Block]) -> None:
        """Add the parts of these blocks."""
        for block in blocks:
            if isinstance(block, Directive):
                self._steer(block)
            elif self._skip:
                self._skip = False
            else:
                before = len(self.parts)
                self._block(block)
                self._fresh = isinstance(block, Paragraph) and len(self.parts) >= before

    def _steer(self, directive: Directive) -> None:
        if directive.name == "slide":
            self._breaks = True
        elif directive.name == "layout":
            self._layout = directive.value
        elif directive.name == "skip":
            self._skip = True

    def _block(self, block: Block) -> None:
        if isinstance(block, Paragraph):
            self._paragraph(block.text, block.source)
        elif isinstance(block, Listing):
            self._listing(block)
        elif isinstance(block, Code):
            self._code(block)
        elif isinstance(block, Table):
            self._lead_in()
            self._add(TablePart(block, block.source, self._title))
        elif isinstance(block, Quote):
            self._quote(block)
        elif isinstance(block, Callout):
            self._callout(block)
        elif isinstance(block, Formula):
            self.formulas.append(block.source)

    def _add(self, part: Part) -> None:
        self.parts.append(replace(part, layout=self._layout, breaks=self._breaks))
        self._title, self._role = "", ""
        self._layout, self._breaks = "", False

    # ---- prose

    def _paragraph(self, text: Text, source: Source) -> None:
        pieces = labels.split_labels(self._unquoted(clean.ready(text)))
        if len(pieces) == 1 and not pieces[0][0]:
            self._prose(pieces[0][1], source)
            return
        for label, whole in pieces:
            words = self._unquoted(whole) if label else whole
            if label:
                self._labelled(label, words, source)
            else:
                self._prose(words, source)

    def _unquoted(self, text: Text) -> Text:
        """An answer wrapped in quotation marks, perhaps over several paragraphs, without the pair (rule 28)."""
        words = str(text)
        if not words or not self._answers:
            return text
        odd = words.count('"') % 2 == 1 or words.count("“") != words.count("”")
        starts, ends = words[0] in _QUOTES, words.rstrip()[-1:] in _QUOTES
        if starts and (odd or ends):
            return spans.trim(spans.cut(text, 1, len(words.rstrip()) - (1 if ends else 0)))
        return spans.trim(spans.cut(text, 0, len(words.rstrip()) - 1)) if ends and odd else text

    def _prose(self, text: Text, source: Source) -> None:
        found = self.sentences(text, source)
        if found and found[-1].plain.endswith((":", "：")):
            self._title, self._elsewhere = lines.as_title(found[-1].plain), lines.leads_away(found[-1].plain)
            found = found[:-1]
        else:
            self._title = self._title if not found else ""
        role = self._role
        if found:
            title = self._title
            if role:
                self._add_entry(Entry(Text(), "", _role(role), found, source))
            else:
                self._add(Prose(found, source))
            self._title = title
        self._role = ""

    def _labelled(self, label: Text, words: Text, source: Source) -> None:
        name = str(clean.bare(label)).strip()
        role = lexicon.role_of(name)
        found = self._said(words, source)
        if not found:  # a label on a line of its own belongs to what comes next
            self._title, self._role, self._elsewhere = lines.as_title(name), role, lines.leads_away(name)
            return
        after = ""
        if found[-1].plain.endswith((":", "：")):
            after, found = lines.as_title(found[-1].plain), found[:-1]
        if found:
            self._add_entry(Entry(clean.bare(label), name, role, found, source))
        self._title, self._role = after or ("" if found else name), role if not found or after else ""

    def _add_entry(self, entry: Entry) -> None:
        """Labelled paragraphs that follow one another make one list."""
        last = self.parts[-1] if self.parts else None
        if isinstance(last, Entries) and last.labelled and not self._breaks and not self._layout:
            self.parts[-1] = replace(last, entries=(*last.entries, entry))
        else:
            self._add(Entries((entry,), entry.source, labelled=True, role=entry.role))

    def sentences(self, text: Text, source: Source) -> tuple[Sentence, ...]:
        """The sentences of a text; one with a formula that cannot be written is left out and remembered."""
        found: list[Sentence] = []
        gap = False
        for start, end in sentences.split(text):
            whole = clean.bare(spans.cut(text, start, end))
            piece = clean.without_pointers(whole)
            plain = str(piece)
            if clean.has_formula(piece):
                self.formulas.append(source)
                gap = True
            elif (leaning.POINTER.match(str(whole)) and not plain.endswith((":", "："))) or lines.is_link(piece, plain):
                gap = True
            elif plain:
                found.append(Sentence(piece, plain, spans.count_words(plain), source, gap))
                gap = False
        return tuple(found)

    def _said(self, text: Text, source: Source) -> tuple[Sentence, ...]:
        """What a label says: a first sentence of a word or two ("Multiple columns.") goes together with the next."""
        found = self.sentences(text, source)
        if len(found) < 2 or found[0].words > _TINY or found[1].gap:
            return found
        both = spans.join((found[0].text, found[1].text))
        words = found[0].words + found[1].words
        return (Sentence(both, str(both), words, source, found[0].gap), *found[2:])

    # ---- lists

    def _listing(self, block: Listing) -> None:
        if self._elsewhere or lines.all_links(block):
            self._title, self._role, self._elsewhere = "", "", False
            return
        if lines.is_grouped(block):
            for item in block.items:
                self._title = lines.as_title(str(clean.bare(item.text)).rstrip(":： ")) or self._title
                self.read(item.blocks)
            return
        plain_too = lines.mostly_plain_labels(block)
        entries = tuple(entry for item in block.items for entry in self._item(item, plain_too))
        after = tuple(entry for entry in entries[1:] if entry.role == "lesson" and entry.source == entries[-1].source)
        entries = entries[: len(entries) - len(after)]  # "The lesson: ..." in the last item closes the whole list
        if entries:
            self._add(Entries(entries, block.source, block.ordered, False, self._title, _role(self._role)))
        for entry in after:
            self._add_entry(entry)

    def _item(self, item: Item, plain_too: bool) -> Iterable[Entry]:
        mark, text = clean.verdict(self._unquoted(clean.ready(item.text)))
        below = self._below(item.blocks)
        pieces = labels.split_labels(clean.bare(text), plain_too)
        for index, (label, words) in enumerate(pieces):
            name = str(clean.bare(label))
            words = spans.trim(words, ",;，；、")
            found = self._said(words, item.source) if label else self.sentences(words, item.source)
            last = index == len(pieces) - 1
            if found or name or (last and below):
                if len(found) == 1 and below and found[0].plain.endswith((":", "：")) and not name:
                    label = spans.trim(found[0].text, ":： ")
                    found, name = (), str(label)
                elif not found and name:
                    found, label, name = self.sentences(label, item.source), Text(), "" if not below else name
                yield Entry(
                    clean.bare(label), name, lexicon.role_of(name), found, item.source, mark, below if last else ()
                )

    def _below(self, blocks: Sequence[Block]) -> tuple[Entry, ...]:
        """What stands inside an item: its further paragraphs and nested lists as entries; code becomes a part."""
        inner = Reader(self._answers)
        inner.read(blocks)
        self.formulas.extend(inner.formulas)
        entries: list[Entry] = []
        for part in inner.parts:
            if isinstance(part, Entries):
                entries.extend(part.entries)
            elif isinstance(part, Prose):
                entries.append(Entry(Text(), "", "", part.sentences, part.source))
            elif isinstance(part, CodePart):
                self._later.append(part)
        return tuple(entries)

    @property
    def _later(self) -> list[Part]:
        return self.parts

    # ---- code, quotes, callouts

    def _code(self, block: Code) -> None:
        if not block.text.strip():
            return
        self._lead_in()
        chain = diagrams.chain(block)
        if chain:
            steps = tuple(self._chain_entry(words, block.source) for words in chain)
            self._add(Entries(steps, block.source, True, False, self._title, _role(self._role)))
        elif block.lang == "mermaid":
            self.dropped.append(("mermaid", block.source))
        else:
            is_diagram = diagrams.is_diagram(block)
            if is_diagram and not diagrams.fits(block):
                self.dropped.append(("diagram", block.source))
            else:
                self._add(CodePart(block, block.source, is_diagram, self._title, _role(self._role)))

    def _lead_in(self) -> None:
        """A line without a full stop right before code or a table leads to it: a title, and no sentence."""
        last = self.parts[-1] if self.parts and self._fresh else None
        if isinstance(last, Prose):
            found = last.sentences
        elif isinstance(last, Entries) and last.labelled and last.entries[-1].role in {"", "example"}:
            found = last.entries[-1].sentences
        else:
            return
        if not found or judge.is_complete(found[-1].plain):
            return
        title = lines.as_title(found[-1].plain)
        if isinstance(last, Prose):
            self.parts[-1:] = [replace(last, sentences=found[:-1])] if found[:-1] else []
        elif len(found) == 1:
            self.parts[-1:] = [replace(last, entries=last.entries[:-1])] if last.entries[:-1] else []
        else:
            return
        self._title = self._title or title

    def _chain_entry(self, words: str, source: Source) -> Entry:
        text = Text((Span(words),))
        return Entry(Text(), "", "", (Sentence(text, words, spans.count_words(words), source),), source)

    def _quote(self, block: Quote) -> None:
        inner = Reader(self._answers)
        inner.read(block.blocks)
        found = tuple(one for part in inner.parts if isinstance(part, Prose) for one in part.sentences)
        if found and len(inner.parts) <= 2:
            by = block.by or lines.signature(found)
            self._add(QuotePart(found[:-1] if by and not block.by else found, by, block.source))
        else:
            self.parts.extend(inner.parts)
        self.formulas.extend(inner.formulas)

    def _callout(self, block: Callout) -> None:
        inner = Reader(self._answers)
        inner.read(block.blocks)
        self.formulas.extend(inner.formulas)
        self.dropped.extend(inner.dropped)
        role = lexicon.role_of(str(block.title)) or lexicon.CALLOUTS.get(block.kind, "")
        for part in inner.parts:
            if isinstance(part, Prose):
                label = clean.bare(block.title)
                self._add_entry(Entry(label, str(label), _role(role), part.sentences, part.source))
            else:
                self.parts.append(part)


def _role(role: str) -> Role:
    return role  # type: ignore[return-value]
