"""A unit as the beats of a text: its sentences in the note's order, each with what it is worth. Unit -> Beats."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from post_forge.compose.hooks.finding import Hook, poles_of
from post_forge.compose.language import judge, leaning, lexicon, spans
from post_forge.compose.language.questions import scenario_and_question
from post_forge.compose.slides.page import short, without_brackets
from post_forge.compose.slides.prose import capitalised
from post_forge.compose.slides.tables import Cells, chosen_column
from post_forge.compose.units import arrows, clean
from post_forge.compose.units.chapters import Chapter
from post_forge.compose.units.choosing import Unit
from post_forge.compose.units.kinds import chapter_role, is_question, says_nothing
from post_forge.compose.values import CodePart, Entries, Entry, Part, Prose, QuotePart, Role, Sentence, TablePart
from post_forge.errors import Source
from post_forge.model import Text, plain

_LONGEST_SENTENCE = 40
_LONGEST_CODE, _LONGEST_CHAIN = 60, 120
_LONGEST_HEADING, _LONGEST_ROW, _LONGEST_SIDE = 60, 120, 28
_MOST_ITEMS, _FEW_MORE, _LONGEST_ITEM = 5, 7, 240
_SCENE = 68.0
_URL = re.compile(r"https?://\S+$")
_WORTH: dict[str, float] = {
    "question": 100, "answer": 96, "trap": 92, "fix": 90, "claim": 92, "lesson": 84, "limit": 62, "concept": 64,
    "example": 18, "pro": 70, "con": 70,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of a beat: its words, what it is worth, whether it leans on the one before it."""

    words: str
    worth: float
    leans: bool
    used: bool
    source: Source


@dataclass(frozen=True, slots=True)
class Beat:
    """Sentences that belong together. `shape` is prose, item, step, row or code; `group` numbers the lists.

    `title` is the line that leads to the list ("Index costs"), printed above its first kept item; `number` an item's
    place in its list.
    """

    shape: str
    label: str
    lines: tuple[Line, ...]
    group: int
    role: Role = ""
    title: str = ""
    chapter: int = 0
    number: int = 1


def beats_of(unit: Unit, hook: Hook) -> list[Beat]:
    """The beats of a unit in the note's order, but what goes on from the hook's own sentence comes first.

    Sentences that the hook already says are marked as used.
    """
    beats = _Score(unit, hook).run()
    begun = [at for at, beat in enumerate(beats) if beat.shape == "prose" and any(line.used for line in beat.lines)]
    if begun and any(not line.used for line in beats[begun[0]].lines):
        beats.insert(0, beats.pop(begun[0]))
    return beats


class _Score:
    """Walks the chapters and gives each sentence its worth, by role, place and marks (rules 11, 18, 19)."""

    def __init__(self, unit: Unit, hook: Hook) -> None:
        self._unit = unit
        self._hook = hook
        self._beats: list[Beat] = []
        self._group = 0
        self._prose = 0
        self._chapter_number = 0
        self._list_title = ""

    def run(self) -> list[Beat]:
        if self._unit.kind == "qa":
            self._question()
        for number, chapter in enumerate(self._unit.chapters):
            self._chapter_number = number
            self._chapter(chapter)
        return self._beats

    def _question(self) -> None:
        _, question = scenario_and_question(self._unit.title)
        if question and self._hook.role == "qa" and not self._hook.asks and is_question(self._unit.name):
            line = Line(question, 100, False, False, self._unit.source)
            self._add(Beat("prose", "", (line,), 0, "question"))

    def _chapter(self, chapter: Chapter) -> None:
        """A chapter below the unit's own heading brings its heading as the label of its first words."""
        own = chapter.source == self._unit.source or chapter.slot or says_nothing(chapter)
        heading = "" if own or len(chapter.name) > _LONGEST_HEADING else chapter.name
        asks = is_question(chapter.name) and not own
        if asks:
            heading = self._asked(chapter)
        named = not chapter.generic or bool(lexicon.role_of(chapter.name))  # "Cons" says what its list is
        self._list_title = chapter.name if chapter.slot and named else ""
        if not self._beats and len(self._unit.name) <= _LONGEST_HEADING and self._unit.name not in self._hook.words:
            self._list_title = self._list_title or self._unit.name
        role = _role(chapter_role(chapter)) if not own else ""
        for place, part in enumerate(chapter.parts):
            self._list_title = self._list_title if place == 0 or chapter.slot else ""
            self._part(
                part, heading if place == 0 else "", "answer" if asks and place == 0 else role if place == 0 else ""
            )

    def _asked(self, chapter: Chapter) -> str:
        """A question among others, as the hook has not asked it already; a long scenario stays out."""
        _, question = scenario_and_question(chapter.title)
        if self._hook.source == chapter.source:
            return "" if self._hook.asks else question
        return chapter.name if len(chapter.name) <= 2 * _LONGEST_HEADING and question else ""

    def _part(self, part: Part, heading: str, role: Role) -> None:
        if isinstance(part, Prose | QuotePart):
            self._paragraph(part, heading, role)
        elif isinstance(part, Entries):
            self._list(part, heading, role)
        elif isinstance(part, TablePart):
            self._table(part, heading)
        elif isinstance(part, CodePart):
            self._code(part)

    # ---- prose

    def _paragraph(self, part: Prose | QuotePart, heading: str, role: Role) -> None:
        if self._unit.scene and self._chapter_number == 0:  # the hook has told it; the rest waits for what it teaches
            lines = self._lines(part.sentences, _SCENE)
            self._add(Beat("prose", "", lines, self._group))
            return
        base = _WORTH.get(role, 76.0 if self._prose == 0 else 66 - 3 * min(self._prose, 10))
        if heading and not role:
            base = max(base, 74 - min(self._prose, 6))
        if self._unit.kind == "qa" and self._prose == 0:
            base = _WORTH["answer"]
        self._prose += 1
        lines = self._lines(part.sentences, base)
        if lines:
            self._add(Beat("item" if heading and not role else "prose", heading, lines, self._group, role))
        self._group += 0 if heading and not role else 1

    def _lines(self, sentences: Sequence[Sentence], base: float, item: bool = False) -> tuple[Line, ...]:
        found: list[Line] = []
        lost = False
        for index, sentence in enumerate(sentences):
            words = sentence.plain
            if sentence.words > _LONGEST_SENTENCE:
                words = str(without_brackets(sentence.text))
                if len(words.split()) > _LONGEST_SENTENCE:
                    break
            if leaning.unresolved(words) and not item:
                lost = True
                continue
            goes_on = any(line.used for line in found) or (self._prose <= 1 and base < _WORTH["lesson"])
            later = 4 * index if goes_on else 14 + 4 * index  # what goes on from the hook or the opening comes first
            worth = base - (later if index else 0) + 2 * sum(judge.marks(words).values())
            if (sentence.gap or lost) and leaning.dangles(words):
                break
            lost = False
            used = sentence.plain in self._hook.used
            line = Line(words, worth, leaning.dangles(words), used, sentence.source)
            if found and judge.is_second_half(found[-1].words, words):  # "A junior ... A senior ...": both or none
                line = Line(f"{found[-1].words} {words}", found[-1].worth - 20, found[-1].leans, used, sentence.source)
                found.pop()
            found.append(line)
        return tuple(found)

    def _item_lines(self, sentences: Sequence[Sentence], base: float) -> list[Line]:
        """At most two sentences of an item; its second stays out if it makes the item long."""
        lines = list(self._lines(sentences, base, item=True))[:2]
        return lines[:1] if sum(len(line.words) for line in lines) > _LONGEST_ITEM else lines

    # ---- lists

    def _list(self, part: Entries, heading: str, role: Role) -> None:
        self._group += 1
        title = part.title or heading or self._list_title
        shape = "step" if part.ordered else "item"
        told = part.labelled or sum(1 for entry in part.entries if entry.role) >= 2  # trap, fix, limit: no list
        for index, entry in enumerate(part.entries):
            if not told and entry.sentences and entry.sentences[0].plain in self._hook.used:
                continue  # the hook has said it, label and all
            base = _WORTH.get(entry.role, 0) or _worth_of_item(index)
            answers = part.labelled and entry.role in {"answer", "question"}
            label = "" if entry.role in {"claim", "answer", "question"} else entry.name
            if answers or (role == "answer" and index == 0 and not entry.name):
                label, base = heading, _WORTH["answer"]
            lines = self._entry_lines(entry, base, told)
            if entry.name and not label and lines:  # what stood behind a colon now begins the line
                lines = (replace(lines[0], words=str(capitalised(plain(lines[0].words)))), *lines[1:])
            if shape == "step" and not told and not lines:
                if not label:
                    break  # a procedure is told up to the step that is too long, never around it
                lines, label = (Line(label, base, False, False, entry.source),), ""
            above = "" if answers or (label and label == title) else title
            self._add(Beat("prose" if told else shape, label, lines, self._group, entry.role, above, number=index + 1))
        self._group += 1

    def _entry_lines(self, entry: Entry, base: float, told: bool) -> tuple[Line, ...]:
        lines = list(self._lines(entry.sentences, base)) if told else self._item_lines(entry.sentences, base)
        if entry.role == "claim" and lines:
            claim = f"“{judge.bare_claim(entry.name)}”"
            if entry.name in self._hook.used:
                lines.insert(0, Line(claim, 0, False, True, entry.source))
            else:  # a false claim is never printed without what corrects it
                lines[0] = replace(lines[0], words=spans.glue([claim, lines[0].words]), leans=False)
        for index, below in enumerate(entry.below[:4]):
            if not below.sentences:
                continue
            words = spans.glue(sentence.plain for sentence in below.sentences)
            if below.name:
                words = f"{below.name}{spans.colon(below.name)}{words}"
            worth = _WORTH.get(below.role, base - 22) - 4 * index - len(words) / 20
            lines.append(Line(words, worth, leaning.dangles(words), False, below.source))
        return tuple(lines)

    def _add(self, beat: Beat) -> None:
        if beat.lines:
            self._beats.append(replace(beat, chapter=self._chapter_number))

    # ---- tables and code

    def _table(self, part: TablePart, heading: str) -> None:
        """At most four rows as "key: value"; the two sides of a comparison under their names (rule 21)."""
        self._group += 1
        context = f"{heading}\n{self._unit.name}"
        sides, told = side_names(part, context), told_column(part, context)
        for index, (key, value) in enumerate(table_lines(part, context)[:4]):
            line = Line(value, 79 - index, False, False, part.source)
            self._add(Beat("row", key, (line,), self._group, "", sides or part.title or heading or told))
        self._group += 1

    def _code(self, part: CodePart) -> None:
        """One line of code, if it is short; more has its place on the slides (rule 20)."""
        text = part.code.text.strip()
        if part.diagram and len(chain := arrows.one_line(text)) <= _LONGEST_CHAIN and chain:
            self._add(Beat("code", "", (Line(chain, 58, False, False, part.source),), self._group, part.role))
        if "\n" not in text and len(text) <= _LONGEST_CODE and not (part.diagram or _URL.match(text)):
            self._add(Beat("code", "", (Line(text, 58, False, False, part.source),), self._group, part.role))
        self._group += 1


def _worth_of_item(index: int) -> float:
    return 80.0 - index if index < _MOST_ITEMS else 30.0 if index < _FEW_MORE else 0.0


def table_lines(part: TablePart, context: str) -> list[tuple[str, str]]:
    """The rows as (first cell, value): both sides of a comparison, else the column that tells most."""
    table = part.table
    poles = poles_of(part, context)
    if poles and side_names(part, context):
        rows = [(_plain(row[0]), _both(row, poles)) for row in _telling(part, poles)]
    else:
        column = chosen_column(table, f"{part.title}\n{context}") if len(table.head) > 1 else 0
        rows = [(_plain(row[0]), _plain(row[column])) for row in table.rows if column]
    if len({key for key, _ in rows}) < len(rows):  # a table of combinations: its first cells name nothing
        return []
    return [(key, value) for key, value in rows if key and value and len(key) <= 40 and len(value) <= _LONGEST_ROW]


def told_column(part: TablePart, context: str) -> str:
    """The head of the column that the rows print: "Default limit" above "Go: None"."""
    head = part.table.head
    column = chosen_column(part.table, f"{part.title}\n{context}") if len(head) > 1 else 0
    return str(short(head[column], _LONGEST_SIDE)) if column else ""


def side_names(part: TablePart, context: str) -> str:
    """ "Block / Object", the title of rows that show two sides; "" where the table is no choice between two."""
    poles = poles_of(part, context)
    names = [str(short(part.table.head[column], _LONGEST_SIDE)) for column in poles] if poles else []
    return " / ".join(names) if names and all(names) else ""


def _telling(part: TablePart, poles: tuple[int, int]) -> Sequence[Cells]:
    """The rows with opposite verdicts if there are three, else all."""
    opposite = [row for row in part.table.rows if len({clean.verdict(row[column])[0] for column in poles}) == 2]
    return opposite if len(opposite) >= 3 else part.table.rows


def _both(row: Cells, poles: tuple[int, int]) -> str:
    """ "in place / rewrite the object", in the order of the names above."""
    cells = [_plain(row[column]) or str(row[column]).strip() for column in poles]
    return " / ".join(cells) if all(cells) else ""


def _plain(cell: Text) -> str:
    return str(clean.bare(cell)).replace("\n", " ")


def _role(role: str) -> Role:
    return role  # type: ignore[return-value]
