"""What type a unit is (rule 9): the first that matches. Chapters in, a kind out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from post_forge.compose.language import lexicon
from post_forge.compose.units.chapters import Chapter
from post_forge.compose.values import CodePart, Entries, Entry, Prose, QuotePart, TablePart

QUESTION = ("?", "？", "؟")
_DIMENSION = re.compile(
    r"""^(?:|dimensions?|aspects?|features?|criteri(?:on|a)|propert(?:y|ies)|attributes?|characteristics?|factors?|metrics?|
    concerns?|question|area|topic|capabilit(?:y|ies)|quality|trade-?offs?|category|criterio|aspecto|característica|
    kriterium|merkmal|eigenschaft|critère|критерий|свойство|项目|維度|维度|特性|对比项|比较项|項目|観点|구분|항목|비교)$""",
    re.IGNORECASE | re.VERBOSE,
)
_ROLE_HEADING = re.compile(
    r"^The (problem|trap|risk|danger|attack|mistake|fix|solution|cause|pitfall|catch)\b", re.IGNORECASE
)
_NAME = re.compile(r"[^\W_]{2,}")


def entries_of(chapters: Sequence[Chapter], ordered: bool = True) -> list[Entry]:
    """All labelled entries and items, in order; without those of numbered lists if not `ordered`."""
    lists = (part for chapter in chapters for part in chapter.parts if isinstance(part, Entries))
    return [entry for part in lists if ordered or not part.ordered for entry in part.entries]


def sentences_of(chapters: Sequence[Chapter]) -> list[str]:
    """The sentences of the chapters' parts, and the rows of their tables."""
    words: list[str] = []
    for chapter in chapters:
        for part in chapter.parts:
            if isinstance(part, Entries):
                words.extend(sentence.plain for entry in part.entries for sentence in entry.walk())
            elif isinstance(part, Prose | QuotePart):
                words.extend(sentence.plain for sentence in part.sentences)
            elif isinstance(part, TablePart):
                words.extend(" ".join(map(str, row)) for row in part.table.rows)
    return words


def tables_of(chapter: Chapter) -> list[TablePart]:
    """The tables of a chapter."""
    return [part for part in chapter.parts if isinstance(part, TablePart)]


def roles_of(chapters: Sequence[Chapter]) -> set[str]:
    """Which roles occur, as labels of entries or as headings."""
    found: set[str] = {entry.role for entry in entries_of(chapters) if entry.name}
    found |= {below.role for entry in entries_of(chapters) for below in entry.below}
    found |= {part.role for chapter in chapters for part in chapter.parts if isinstance(part, Entries | CodePart)}
    for chapter in chapters[1:]:
        found.add(chapter_role(chapter))
    return found - {""}


def chapter_role(chapter: Chapter) -> str:
    """What a heading says its chapter is: "The Fix: Four Caches in a Row" a fix."""
    if found := _ROLE_HEADING.match(chapter.name):
        return lexicon.role_of(found.group(1))
    head = re.split(r"[:：(—–]", chapter.name, maxsplit=1)[0]
    return lexicon.role_of(head) if len(head.split()) <= 3 else ""


def says_nothing(chapter: Chapter) -> bool:
    """A generic heading that is no label either ("More detail", not "The Fix")."""
    return chapter.generic and not chapter_role(chapter)


def is_question(name: str) -> bool:
    """Does the title ask?"""
    return name.rstrip(' "”»').endswith(QUESTION)


def kind_of(name: str, chapters: Sequence[Chapter]) -> str:
    """qa, myth, trap, compare, cards, steps, list, code or prose."""
    if is_question(name):
        return "qa"
    entries = entries_of(chapters)
    claims = sum(1 for entry in entries if entry.role == "claim")
    if claims and claims * 3 >= len(entries):
        return "myth"
    roles = roles_of(chapters)
    if "fix" in roles and ("trap" in roles or lexicon.names_trap(name)):
        return "trap"
    tables = [part for chapter in chapters for part in tables_of(chapter)]
    if any(is_comparison(f"{name} {chapter.name}", part) for chapter in chapters for part in tables_of(chapter)):
        return "compare"
    if any(len(part.table.head) == 2 for part in tables):
        return "cards"
    return _by_shape(chapters, entries)


def is_comparison(name: str, part: TablePart) -> bool:
    """A table whose columns are set against each other: its rows are dimensions, or its title names two heads."""
    heads = [str(head).strip() for head in part.table.head]
    if len(heads) < 3 or not all(heads[1:3]):
        return False
    if _DIMENSION.match(heads[0]):
        return True
    said = {word.lower() for word in _NAME.findall(f"{name} {part.title}")}
    return sum(1 for head in heads[1:] if said & {word.lower() for word in _NAME.findall(head.split("(")[0])}) >= 2


def is_ordered(chapters: Sequence[Chapter]) -> bool:
    """Is the first list a numbered one?"""
    lists = (part for chapter in chapters for part in chapter.parts if isinstance(part, Entries))
    first = next(lists, None)
    return first is not None and first.ordered


def _by_shape(chapters: Sequence[Chapter], entries: Sequence[Entry]) -> str:
    lists = [part for chapter in chapters for part in chapter.parts if isinstance(part, Entries)]
    steps = sum(len(part.entries) for part in lists if part.ordered and len(part.entries) >= 3)
    if steps and steps * 2 >= len(entries):
        return "steps"
    if any(len(part.entries) >= 3 for part in lists) or len(entries) >= 4:
        return "list"
    codes = sum(1 for chapter in chapters for part in chapter.parts if isinstance(part, CodePart))
    return "code" if codes and word_count(chapters) < 60 else "prose"


def word_count(chapters: Sequence[Chapter]) -> int:
    """The words of the sentences and cells, without code."""
    return sum(_words(chapter) for chapter in chapters)


def _words(chapter: Chapter) -> int:
    total = 0
    for part in chapter.parts:
        if isinstance(part, Entries):
            total += sum(sentence.words for entry in part.entries for sentence in entry.walk())
            total += sum(len(entry.name.split()) for entry in part.entries)
        elif isinstance(part, TablePart):
            total += sum(len(str(cell).split()) for row in part.table.rows for cell in row)
        elif isinstance(part, Prose | QuotePart):
            total += sum(sentence.words for sentence in part.sentences)
    return total
