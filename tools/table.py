"""Print how good the posts of a folder are, measure by measure: a folder of notes in, a table out.

    python tools/table.py FOLDER ...          notes, composed here as `build` composes them, without pictures
    python tools/table.py WORKSPACE/output    posts that a build has written: fewer measures, for the notes are not read
    python tools/table.py --json FOLDER ...   the same figures for programs

It ends with 1 where a figure that must be 0 is not, or a share is not what it should be. What each measure counts
stands in docs/writing.md.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from post_forge import compose, notes
from post_forge.compose.collect import slots_of
from post_forge.compose.hooks.finding import hooks
from post_forge.compose.hooks.scoring import points_of
from post_forge.compose.language import judge, leaning, sentences, spans
from post_forge.compose.language.phrases import phrases_for
from post_forge.compose.slides.alts import shown, texts_of
from post_forge.compose.units.choosing import plan
from post_forge.model import Code, Note, Post, Span, Table, Text, plain
from post_forge.platforms import RULES

MUST_BE_ZERO = ("over", "markup", "hooks", "cut", "twins")
MOST_THIN, LEAST_STRONG, STRONG = 0.02, 0.9, 6.0
FEW_WORDS = 8
SAY_LITTLE = {"cover", "statement", "number", "divider", "end"}  # few words are what these are for
SHOW = {"code", "diff", "terminal", "diagram", "table", "picture"}
LEFT_OVER = {
    "Markdown": re.compile(
        r"\*\*|__\w|^#{1,6} |^\s*\|.*\|\s*$|`|!?\[[^\]\n]*\]\([^)\n]*\)|^\s*[-=*_]{4,}\s*$|~~|^> ", re.MULTILINE
    ),
    "HTML": re.compile(
        r"</?(?:a|b|i|p|br|hr|em|ul|ol|li|td|tr|th|div|img|sub|sup|kbd|code|span|table|strong|details|summary)\b"
        r"[^<>\n]*>|&(?:amp|lt|gt|nbsp|quot|#\d+);",
        re.IGNORECASE,
    ),
    "shortcode": re.compile(r"\{\{[<%]|\{%[^}\n]*%\}|\[\[[^\]\n]+\]\]|\{:[^}\n]*\}|^:::|^!!! ", re.MULTILINE),
    "LaTeX": re.compile(
        r"\\(?:frac|sum|int|left|right|begin|end|mathbb|mathrm|text|cdot|alpha|beta|theta|lambda|sqrt|times)\b|\$\$"
    ),
}


@dataclass
class Sheet:
    """What was counted in one folder. `faults` name each thing that must not be, with its post."""

    name: str
    notes: int = 0
    posts: int = 0
    slides: int = 0
    over: int = 0
    markup: int = 0
    hooks: int = 0
    cut: int = 0
    twins: int = 0
    thin: int = 0
    strong: int = 0
    strong_posts: int = 0
    bare: int = 0
    faults: list[str] = field(default_factory=list)

    def count(self, measure: str, found: Iterable[str]) -> None:
        for fault in found:
            setattr(self, measure, getattr(self, measure) + 1)
            self.faults.append(f"{measure}: {fault}")

    @property
    def failures(self) -> list[str]:
        """Why this sheet is not good enough."""
        found = [f"{name}: {getattr(self, name)}" for name in MUST_BE_ZERO if getattr(self, name)]
        if self.thin > MOST_THIN * self.slides:
            found.append(f"thin: {self.thin} of {self.slides} slides, at most {MOST_THIN:.0%} wanted")
        if self.strong_posts < LEAST_STRONG * self.strong:
            found.append(f"strong: {self.strong_posts} of {self.strong} units, at least {LEAST_STRONG:.0%} wanted")
        return found


# ---- a folder of notes


def of_notes(folder: Path) -> Sheet:
    """Compose a folder and measure it."""
    written = list(read(folder))
    collection = compose.survey(map(compose.facts, written))
    options = compose.Options(sensitive=notes.sensitive)
    sheet = Sheet(folder.name, len(written))
    everything: list[Post] = []
    for note in written:
        done = compose.compose(note, collection, options, RULES)
        measure(sheet, note, done.posts)
        count_strong(sheet, note, collection, done)
        everything += done.posts
    pairs = compose.twins(everything)
    sheet.count("twins", (f"{first.id} and {second.id}" for first, second in pairs))
    return sheet


def read(folder: Path) -> Iterator[Note]:
    """The notes below a folder, which may lie deep or in a hidden one."""
    root = heart(folder)
    found = notes.find(root, root)
    index = notes.read_index(found)
    for one in found.notes:
        if note := notes.read(one, index=index, root=root).note:
            yield note


def heart(folder: Path) -> Path:
    files = [path for path in folder.rglob("*.md*") if path.is_file() and path.name not in {"ORIGIN.md", "README.md"}]
    return Path(os.path.commonpath([path.parent for path in files])) if files else folder


def measure(sheet: Sheet, note: Note, posts: Sequence[Post]) -> None:
    """Count in the posts of a note what can be seen of each alone."""
    own = Original(note)
    for post in posts:
        sheet.posts += 1
        sheet.slides += len(post.deck.slides)
        sheet.count("over", over_limit(post.id, post.texts))
        sheet.count(
            "markup", (f"{post.id}: {left}" for text in words_of(post) for left in leftovers(own.without_code(text)))
        )
        sheet.count("hooks", weak_starts(post.id, post.hooks[0] if post.hooks else ""))
        sheet.count("cut", (f"{post.id}: {words}" for words in own.cut(post)))
        sheet.thin += sum(is_thin(slide.layout, shown(slide), bool(slide.code)) for slide in post.deck.slides)
        sheet.bare += is_bare(post)


def words_of(post: Post) -> list[str]:
    """Every text of a post: what goes to the networks, and what stands on its slides, code aside."""
    slides = ("\n".join(map(str, texts_of(slide))) for slide in post.deck.slides)
    return [*("\n".join(parts) for parts in post.texts.values()), *slides]


def count_strong(sheet: Sheet, note: Note, collection: compose.Collection, done: compose.Composed) -> None:
    """Of the units with a strong hook: how many became posts. One whose hook is strong is worth 6 points (rule 11)."""
    posts = {post.source for post in done.posts}
    not_ours = {one.title for one in done.refusals if one.rule in {"unit.twin", "unit.sensitive"}}
    phrases = phrases_for(note.lang, ())
    for unit in plan(note, slots_of(note, collection), "", phrases)[0]:
        found = hooks(unit, phrases)
        if found and sum(points_of(unit, found).values()) >= STRONG and unit.name not in not_ours:
            sheet.strong += 1
            sheet.strong_posts += unit.source in posts


# ---- the measures


def over_limit(post: str, texts: Any) -> Iterator[str]:
    """Each part of a text that is longer than its network allows, by the network's own count."""
    for network, parts in texts.items():
        for part in parts:
            if network in RULES and RULES[network].count(part) > RULES[network].limit:
                yield f"{post}: {network} has {RULES[network].count(part)} of {RULES[network].limit}"


def leftovers(text: str) -> Iterator[str]:
    """What a reader would see of the note's own markup."""
    for kind, pattern in LEFT_OVER.items():
        if found := pattern.search(text):
            yield f"{kind} {found[0].strip()[:40]!r}"


def weak_starts(post: str, hook: str) -> Iterator[str]:
    """A first line that leans on what stands before it, or leads to what does not follow."""
    first = hook.split("\n", 1)[0].strip()
    if not first or leaning.dangles(first) or hook.rstrip().endswith((":", "：")):
        yield f"{post}: {hook[:60]!r}"


def is_thin(layout: str, text: str, has_code: bool) -> bool:
    """Does a slide say less than 8 words and show nothing else?"""
    return layout not in SAY_LITTLE | SHOW and not has_code and spans.count_words(" ".join(text.split())) < FEW_WORDS


def is_bare(post: Post) -> bool:
    """Is X's text nothing but its hook?"""
    lines = [
        line for line in "\n".join(post.texts.get("x", ())).split("\n") if line and not line.startswith(("#", "http"))
    ]
    return bool(post.hooks) and "\n".join(lines) == post.hooks[0]


class Original:
    """A note as running text, to find what was taken from it."""

    def __init__(self, note: Note) -> None:
        pieces = [str(note.title), *_texts(note.lead)]
        for section in note.walk():
            pieces += [str(section.title), section.heading, *_texts(section.blocks)]
        pieces += [span.text for text in _spans((note.lead, note.sections)) for span in text if "strong" in span.marks]
        self._all = "\n" + "\n".join(map(_folded, pieces)) + "\n"
        codes = {span.text for text in _spans((note.lead, note.sections)) for span in text if "code" in span.marks}
        codes |= {line for block in _codes((note.lead, note.sections)) for line in block.text.split("\n")}
        self._codes = sorted((code.strip() for code in codes if len(code.strip()) > 1), key=len, reverse=True)

    def without_code(self, text: str) -> str:
        """The text without what the note itself sets as code: `**` is no leftover where it is the lesson."""
        for code in self._codes:
            text = text.replace(code, " ")
        return text

    def cut(self, post: Post) -> Iterator[str]:
        """The sentences of a post that end before the note's do, and those that a sign of ours cuts short."""
        for text in words_of(post):
            for line in text.split("\n"):
                said = plain(line.strip())
                ends = [str(spans.cut(said, start, end)) for start, end in sentences.split(said)]
                if ends and self._is_cut(ends[-1]):
                    yield repr(ends[-1][:70])

    def _is_cut(self, words: str) -> bool:
        shortened = words.endswith(("…", "..."))
        words = _folded(words)
        if shortened and words not in self._all:
            return True
        if len(words) < 12 or judge.is_complete(words):
            return False
        at = self._all.find(words)
        while at >= 0:
            following = self._all[at + len(words) :].lstrip(" *_`\"')]}")
            if not following or not following[0].isalnum() or _LEADS.match(following):  # what is in brackets may go
                return False  # somewhere the note ends it there, too
            at = self._all.find(words, at + 1)
        return words in self._all


_LEADS = re.compile(r"(?:is|are|looks like|sind|ist|son|es|sont|est)\s*[:：]")
"""What goes from a line that only leads to what stands below it, when it becomes a title."""


def _folded(words: str) -> str:
    """As texts are compared: one kind of quotes and dashes, single spaces, small letters."""
    words = unicodedata.normalize("NFKC", words)
    for many, one in (("“”„«»", '"'), ("‘’‚", "'"), ("–—", "-"), ("\u00a0", " ")):
        words = re.sub(f"[{many}]", one, words)
    return " ".join(words.replace("--", "-").split()).casefold()


def _texts(values: Any) -> list[str]:
    """The plain words of every text below some values, paragraph by paragraph."""
    found = []
    if isinstance(values, Text):
        return [str(values)]
    if isinstance(values, Table):
        return [str(cell) for row in (values.head, *values.rows) for cell in row]
    if isinstance(values, tuple):
        for value in values:
            found += _texts(value)
    elif hasattr(values, "__dataclass_fields__"):
        for name in values.__dataclass_fields__:
            found += _texts(getattr(values, name))
    return found


def _spans(values: Any) -> Iterator[tuple[Span, ...]]:
    if isinstance(values, Text):
        yield values.spans
    elif isinstance(values, tuple):
        for value in values:
            yield from _spans(value)
    elif hasattr(values, "__dataclass_fields__"):
        for name in values.__dataclass_fields__:
            yield from _spans(getattr(values, name))


def _codes(values: Any) -> Iterator[Code]:
    if isinstance(values, Code):
        yield values
    elif isinstance(values, tuple):
        for value in values:
            yield from _codes(value)
    elif hasattr(values, "__dataclass_fields__"):
        for name in values.__dataclass_fields__:
            yield from _codes(getattr(values, name))


# ---- posts that a build has written


def of_output(folder: Path) -> Sheet:
    """Measure post.json files. What needs the note (cut sentences, strong hooks, twins) is not looked at."""
    sheet = Sheet(folder.name)
    for file in sorted(folder.glob("*/*/post.json")):
        record = json.loads(file.read_text())
        sheet.posts += 1
        sheet.slides += len(record["slides"])
        sheet.count(
            "over",
            over_limit(
                record["id"], {name: [one] if isinstance(one, str) else one for name, one in record["texts"].items()}
            ),
        )
        sheet.count("hooks", weak_starts(record["id"], (record.get("hooks") or [""])[0]))
        sheet.thin += sum(is_thin(slide["layout"], slide["text"], False) for slide in record["slides"])
    return sheet


# ---- the table


def total(sheets: Sequence[Sheet]) -> Sheet:
    """All folders together."""
    whole = Sheet("all")
    for sheet in sheets:
        for name, value in asdict(sheet).items():
            if isinstance(value, int):
                setattr(whole, name, getattr(whole, name) + value)
    return whole


def line(sheet: Sheet) -> str:
    zero = " ".join(f"{getattr(sheet, name):>6}" for name in MUST_BE_ZERO)
    thin, strong = sheet.thin / max(1, sheet.slides), sheet.strong_posts / max(1, sheet.strong)
    share = f"{strong:>6.0%}" if sheet.strong else "     -"
    return f"{sheet.name[:22]:<22} {sheet.notes:>5} {sheet.posts:>5} {zero} {thin:>6.1%} {share} {sheet.bare:>6}"


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description="Measure the posts of folders.")
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--json", action="store_true")
    wanted = parser.parse_args(arguments)
    sheets = []
    for folder in wanted.folders:
        if not folder.is_dir():
            parser.error(f"{folder} is no folder")
        built = next(folder.glob("*/*/post.json"), None) is not None
        sheets.append(of_output(folder) if built else of_notes(folder.resolve()))
    failures = {sheet.name: sheet.failures for sheet in sheets if sheet.failures}
    if wanted.json:
        print(
            json.dumps(
                {"sheets": [asdict(sheet) for sheet in sheets], "failures": failures}, indent=1, ensure_ascii=False
            )
        )
        return 1 if failures else 0
    print(f"{'':<22} notes posts {' '.join(f'{name:>6}' for name in MUST_BE_ZERO)}   thin strong bare X")
    for sheet in [*sheets, *([total(sheets)] if len(sheets) > 1 else [])]:
        print(line(sheet))
    for sheet in sheets:
        for fault in sheet.faults[:20]:
            print(f"{sheet.name}: {fault}")
    for name, found in failures.items():
        print(f"FAILED {name}: {'; '.join(found)}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
