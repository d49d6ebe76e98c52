"""Read the blocks of a section as parts: sentences, labelled entries, lists, code, tables, in the note's order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from post_forge.compose.language import judge, leaning, lexicon, sentences, spans
from post_forge.compose.units import admonitions, clean, diagrams, labels, lines
from post_forge.compose.units.myths import with_claims
from post_forge.compose.units.remarks import as_callout
from post_forge.compose.values import (
    CodePart,
    Entries,
    Entry,
    Part,
    PicturePart,
    Prose,
    QuotePart,
    Role,
    Sentence,
    TablePart,
)
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
    Picture,
    Quote,
    Table,
    Text,
)


class Reader:
    """Goes through blocks once and keeps what the next block needs: the line that led to it, a wished layout."""

    def __init__(self, answers: bool = False) -> None:
        self._answers = answers
        self.parts: list[Part] = []
        self.formulas: list[Source] = []
        self.dropped: list[tuple[str, Source]] = []
        self._title, self._role = "", ""
        self._layout, self._breaks, self._skip = "", False, False
        self._asked: Source | None = None
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
        self.parts = with_claims(self.parts)
        if self._asked:
            self.dropped.append(("layout", self._asked))

    def _steer(self, directive: Directive) -> None:
        if directive.name == "slide":
            self._breaks = True
        elif directive.name == "layout":
            self._layout, self._asked = directive.value, directive.source
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
        elif isinstance(block, Picture):
            self._lead_in()
            self._add(PicturePart(block, block.source, self._title))
        elif isinstance(block, Formula):
            self.formulas.append(block.source)

    def _add(self, part: Part) -> None:
        self.parts.append(replace(part, layout=self._layout, breaks=self._breaks, asked=self._asked))
        self._title, self._role = "", ""
        self._layout, self._breaks, self._asked = "", False, None

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
        return clean.unquoted(text) if self._answers else text

    def _prose(self, text: Text, source: Source) -> None:
        found = () if lines.only_joins(str(text)) else self.sentences(text, source)
        if found and lines.leads_in(found[-1].plain):
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
        if lines.leads_in(found[-1].plain):
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

    def sentences(self, text: Text, source: Source, item: bool = False) -> tuple[Sentence, ...]:
        """The sentences of a text; one with a formula that cannot be written is left out."""
        found, gap = list[Sentence](), False
        for start, end in sentences.split(text):
            whole = clean.bare(spans.cut(text, start, end))
            piece = clean.without_pointers(whole)
            plain = str(piece)
            if clean.has_formula(piece):
                self.formulas.append(source)
                gap = True
            elif lines.is_link(piece, plain) or (leaning.sends_away(str(whole), item) and not lines.leads_in(plain)):
                gap = True
            elif plain:
                found.append(Sentence(piece, plain, spans.count_words(plain), source, gap))
                gap = False
        return tuple(found)

    def _said(self, text: Text, source: Source, item: bool = False) -> tuple[Sentence, ...]:
        """What a label says: a first sentence of a word or two ("Multiple columns.") goes together with the next."""
        found = self.sentences(text, source, item)
        if len(found) < 2 or found[0].words > 3 or found[1].gap:
            return found
        both = spans.join((found[0].text, found[1].text))
        words = found[0].words + found[1].words
        return (Sentence(both, str(both), words, source, found[0].gap), *found[2:])

    # ---- lists

    def _listing(self, block: Listing) -> None:
        self._lead_in(short=True)
        if self._elsewhere or lines.all_links(block):
            self._title, self._role, self._elsewhere = "", "", False
            return
        if lines.is_grouped(block):
            for item in block.items:
                self._title = lines.as_title(str(clean.bare(item.text)).rstrip(":： ")) or self._title
                self.read(item.blocks)
            return
        plain_too = lines.mostly_plain_labels(block)
        entries = tuple(one for item in block.items if not lines.is_scrap(item) for one in self._item(item, plain_too))
        after = tuple(entry for entry in entries[1:] if entry.role == "lesson" and entry.source == entries[-1].source)
        entries = entries[: len(entries) - len(after)]  # "The lesson: ..." in the last item closes the whole list
        if any(entry.checked is not None for entry in entries):  # ☐ among ☑: both are boxes
            entries = tuple(replace(entry, checked=bool(entry.checked or entry.mark == "yes")) for entry in entries)
        if entries:
            self._add(Entries(entries, block.source, block.ordered, False, self._title, _role(self._role)))
        for entry in after:
            self._add_entry(entry)

    def _item(self, item: Item, plain_too: bool) -> Iterable[Entry]:
        checked, ready = clean.open_box(self._unquoted(clean.ready(item.text)))
        mark, text = clean.verdict(ready)
        checked = item.checked if item.checked is not None else checked
        below = self._below(item.blocks)
        pieces = labels.split_labels(clean.bare(text), plain_too)
        for index, (label, words) in enumerate(pieces):
            name = str(clean.bare(label))
            words = spans.trim(words, ",;，；、")
            found = (self._said if label else self.sentences)(words, item.source, True)
            last = index == len(pieces) - 1
            if found or name or (last and below):
                if len(found) == 1 and below and lines.leads_in(found[0].plain) and not name:
                    label = lines.lead_of(found[0].text)
                    found, name = (), str(label)
                elif not found and name:
                    found, label, name = self.sentences(label, item.source), Text(), "" if not below else name
                inside = below if last else ()
                role = lexicon.role_of(name)
                yield Entry(clean.bare(label), name, role, found, item.source, mark, inside, checked)

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
                self.parts.append(part)
        return tuple(entries)

    # ---- code, quotes, callouts

    def _code(self, block: Code) -> None:
        if not block.text.strip():
            return
        self._lead_in()
        try:
            figure = diagrams.figure(block)
        except diagrams.UndrawnError as error:
            kind = "mermaid" if block.lang in diagrams.MERMAID else "figure"
            self.dropped.append((f"{kind}: {error.why}", error.source))
            return
        is_diagram = figure is not None or diagrams.is_diagram(block)
        if is_diagram and figure is None:
            block = replace(block, text=diagrams.trimmed(block.text))
            if not diagrams.fits(block):
                self.dropped.append(("diagram", block.source))
                return
        self._add(CodePart(block, block.source, is_diagram, self._title, _role(self._role), figure=figure))

    def _lead_in(self, short: bool = False) -> None:
        """A line without a full stop right before code, a table (or a list, if it is `short`) leads to it: a title."""
        last = self.parts[-1] if self.parts and self._fresh else None
        if isinstance(last, Prose):
            found = last.sentences
        elif isinstance(last, Entries) and last.labelled and last.entries[-1].role in {"", "example"}:
            found = last.entries[-1].sentences
        else:
            return
        if not found or judge.is_complete(found[-1].plain) or (short and not lines.leads_short(found[-1].plain)):
            return
        title = lines.as_title(found[-1].plain)
        if isinstance(last, Prose):
            self.parts[-1:] = [replace(last, sentences=found[:-1])] if found[:-1] else []
        elif len(found) == 1:
            self.parts[-1:] = [replace(last, entries=last.entries[:-1])] if last.entries[:-1] else []
        else:
            return
        self._title = self._title or title

    def _quote(self, block: Quote) -> None:
        inner = Reader(self._answers)
        inner.read(block.blocks)
        found = tuple(one for part in inner.parts if isinstance(part, Prose) for one in part.sentences)
        if called := as_callout(block, inner.parts):
            self._called(*called)
        elif found and len(inner.parts) <= 2:
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
        self._called(block.kind, clean.bare(block.title), inner.parts)

    def _called(self, kind: str, label: Text, inside: Sequence[Part]) -> None:
        """What a callout says: its paragraphs are one entry; where more stands in it, each part is one of its own."""
        role = _role(lexicon.role_of(str(label)) or lexicon.CALLOUTS.get(kind, ""))
        known = admonitions.kind_of_word(kind)
        prose = [part for part in inside if isinstance(part, Prose)]
        if known and prose and len(prose) == len(inside):
            said = tuple(one for part in prose for one in part.sentences)
            self._add_entry(Entry(label, str(label), role, said, prose[0].source, callout=known))
            return
        for part in inside:
            if not isinstance(part, Prose):
                self.parts.append(part)
                continue
            self._add_entry(Entry(label, str(label), role, part.sentences, part.source))


def _role(role: str) -> Role:
    return role  # type: ignore[return-value]
