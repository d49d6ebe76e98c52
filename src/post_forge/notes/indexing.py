"""A README that lists a collection, and `_collection.yaml` -> what they say about each note, and an order."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from html import unescape
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote

from post_forge.errors import Problem, Source, as_warning, did_you_mean
from post_forge.model import plain
from post_forge.notes.decoding import LARGEST, decode
from post_forge.notes.emoji import EMOJI
from post_forge.notes.fences import covered
from post_forge.notes.inline import read_inline
from post_forge.notes.names import SUFFIXES, may_be_index, without_suffix
from post_forge.notes.parser import parser
from post_forge.notes.titles import clean_title
from post_forge.notes.values import Found, FoundNote, Index, IndexEntry
from post_forge.notes.words import words
from post_forge.yamltext import Loaded, scan

_LINK = re.compile(
    r"(?<!!)\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\(\s*<?([^)>\s\"]+(?:\([^)\s]*\)[^)>\s\"]*)?|(?<=<)[^>]+)>?[^)]*\)"
)
_ANCHOR = re.compile(r"<a\s[^>]*href=[\"']([^\"']+)[\"'][^>]*>(.*?)</a>", re.IGNORECASE)
_WORDS = re.compile(r"[^\W_]+")
_PIPE = re.compile(r"(?<!\\)\|")
_AFTER = re.compile(r"\s*(?:[-–—:：|]+|\.{2,})\s*")
_NO_TITLE = words(
    "here link read open view notes note go more see docs doc readme click start this source details read more"
)
_KEYS = ("title", "credit", "licence", "license", "url", "order")


def is_index(readme: FoundNote, places: Collection[str]) -> bool:
    """Whether a file is a table of contents: by its name, and because it links to notes and says little beside.

    A README that is itself the text (with links to its translations) stays a note, and so does a note on indexes.
    """
    name = without_suffix(PurePosixPath(readme.place).name).lower()
    if not may_be_index(readme.place):
        return False
    text = _text(readme)
    linked = {place for _, _, place in _links(text, readme.place, places)} - {readme.place}
    if not linked:
        return False
    words = len(_WORDS.findall(re.sub(r"\]\([^)]*\)|<[^>]*>|https?://\S+", " ", text)))
    if name.startswith("readme"):
        return words <= 200 + 45 * len(linked)
    return len(linked) >= 3 and words <= 30 * len(linked)


def read_index(found: Found) -> Index:
    """Everything that the collection's index files say. What is wrong in them is in `problems`, as warnings."""
    places = frozenset(note.place for note in found.notes)
    index = Index()
    for file in found.indexes:
        if file.place.lower().endswith((".yaml", ".yml")):
            index = _with_collection(index, file, found)
        else:
            index = _with_readme(index, file, places)
    return index


def _text(file: FoundNote) -> str:
    try:
        with file.absolute.open("rb") as stream:
            return decode(stream.read(LARGEST), file.path)[0] or ""
    except OSError:
        return ""


# ---- README


def _links(text: str, place: str, places: Collection[str]) -> list[tuple[int, re.Match[str], str]]:
    """(line, link, the note it leads to) for each link to a note, in the order of the file."""
    lines = text.split("\n")
    result: list[tuple[int, re.Match[str], str]] = []
    for number, (line, code) in enumerate(zip(lines, covered(lines), strict=True)):
        if code or ("](" not in line and "<a" not in line):
            continue
        for match in [*_LINK.finditer(line), *_ANCHOR.finditer(line)]:
            target = match[2] if match.re is _LINK else match[1]
            if note := _note_at(target, place, places):
                result.append((number, match, note))
    return result


def _note_at(target: str, place: str, places: Collection[str]) -> str:
    """The place of the note that a relative link leads to; a link to a folder means its README."""
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|#|//", target):
        return ""
    path = unquote(unescape(target).split("#", 1)[0].split("?", 1)[0])
    folder = "" if path.startswith("/") else posixpath.dirname(place)
    joined = posixpath.normpath(posixpath.join(folder, path.lstrip("/")))
    candidates = [
        joined,
        *(joined + suffix for suffix in SUFFIXES),
        *(f"{joined}/{name}" for name in ("README.md", "readme.md", "index.md")),
    ]
    return next((candidate for candidate in candidates if candidate in places), "")


def _with_readme(index: Index, readme: FoundNote, places: Collection[str]) -> Index:
    text = _text(readme)
    lines = text.split("\n")
    entries = dict(index.entries)
    order = list(index.order)
    for number, match, place in _links(text, readme.place, places):
        if place not in order:
            order.append(place)
        said = _entry(lines[number], match, place)
        known = entries.get(place, IndexEntry())
        entries[place] = IndexEntry(known.title or said.title, known.icon or said.icon, known.summary or said.summary)
    return replace(index, title=index.title or _first_heading(lines), entries=entries, order=tuple(order))


def _first_heading(lines: Sequence[str]) -> str:
    heading = next((line for line in lines if line.startswith("# ")), "")
    return str(clean_title(plain(_plain(heading[2:]))).title)


def _entry(line: str, match: re.Match[str], place: str) -> IndexEntry:
    label = match[1] if match.re is _LINK else match[2]
    if _PIPE.search(line.strip().strip("|")):
        return _row_entry(line, label, match, place)
    title = _usable(label, place)
    after = line[match.end() :]
    said = _AFTER.match(after)
    summary = _plain(after[said.end() :]) if said and not _LINK.search(after) else ""
    icon = EMOJI.search(label) or EMOJI.search(line[: match.start()])
    return IndexEntry(title, icon[0] if icon else "", summary)


def _row_entry(line: str, label: str, match: re.Match[str], place: str) -> IndexEntry:
    """In a table the summary is the longest of the other cells, the icon a cell that holds nothing else."""
    cells = _PIPE.split(line.strip().strip("|"))
    others = [_plain(cell) for cell in cells if match[0] not in cell]
    icon = next((found[0] for cell in [*others, label] if (found := EMOJI.match(cell.strip()))), "")
    icon = icon or next((found[0] for cell in cells if match[0] in cell and (found := EMOJI.search(cell))), "")
    telling = [cell for cell in others if len(_WORDS.findall(cell)) >= 3 or len(cell) >= 12]
    title = _usable(label, place)
    if not title:
        short = [cell for cell in others if _WORDS.search(cell) and len(_WORDS.findall(cell)) <= 4]
        named = [cell for cell in short if not cell.strip(" .#").isdecimal()]
        title = str(clean_title(plain(named[0])).title) if named else ""
        telling = [cell for cell in telling if cell != named[0]] if named else telling
    return IndexEntry(title, icon, max(telling, key=len, default=""))


def _usable(label: str, place: str) -> str:
    """A link's label as a title, unless it is "here" or the file's own name."""
    words = str(clean_title(plain(_plain(label))).title)
    name = PurePosixPath(place).name
    if words.lower() in _NO_TITLE or words in {name, without_suffix(name), place} or not _WORDS.search(words):
        return ""
    return words if not words.strip(" .#").isdecimal() else ""


def _plain(markdown: str) -> str:
    tokens: list[Any] = []
    parse = parser()
    parse.inline.parse(markdown.strip(), parse, {}, tokens)
    return str(read_inline(tokens).text).replace("\n", " ").strip()


# ---- _collection.yaml


def _with_collection(index: Index, file: FoundNote, found: Found) -> Index:
    loaded, problems = scan(_text(file), file.path)
    problems = tuple(as_warning(problem) for problem in problems)
    if loaded is None or loaded.value is None:
        return replace(index, problems=(*index.problems, *problems))
    if not isinstance(loaded.value, dict):
        problem = _warning(
            "this file holds no keys and values and is ignored", Source(file.path, 1), "write `title: ...`"
        )
        return replace(index, problems=(*index.problems, *problems, problem))
    said = _Collection(file, loaded, found)
    return replace(
        index,
        title=index.title or said.text("title"),
        credit=index.credit or said.text("credit"),
        licence=index.licence or said.text("licence") or said.text("license"),
        url=index.url or said.text("url"),
        order=(*index.order, *(place for place in said.order() if place not in index.order)),
        problems=(*index.problems, *problems, *said.unknown(), *said.problems),
    )


def _warning(message: str, source: Source | None, hint: str = "") -> Problem:
    return Problem("note.collection", message, source, hint, "warning")


class _Collection:
    """The keys of one `_collection.yaml`; names in `order` are meant from its folder."""

    def __init__(self, file: FoundNote, loaded: Loaded, found: Found) -> None:
        self.file, self.loaded, self.found = file, loaded, found
        self.problems: list[Problem] = []

    def unknown(self) -> list[Problem]:
        strange = [key for key in self.loaded.value if key not in _KEYS]
        return [_warning(f"unknown key {key!r}", self.loaded.where(key), did_you_mean(key, _KEYS)) for key in strange]

    def text(self, key: str) -> str:
        value = self.loaded.value.get(key)
        if isinstance(value, (dict, list)):
            self.problems.append(_warning(f"{key} is text; this value was ignored", self.loaded.where(key)))
            return ""
        return "" if value is None else self.loaded.written.get((key,), str(value))

    def order(self) -> list[str]:
        names = self.loaded.value.get("order")
        if names is None:
            return []
        if not isinstance(names, list):
            self.problems.append(
                _warning("order is a list of file names", self.loaded.where("order"), "begin each with -")
            )
            return []
        return [place for number, name in enumerate(names) if (place := self.place(str(name), number))]

    def place(self, name: str, number: int) -> str:
        folder = posixpath.dirname(self.file.place)
        places = [note.place for note in self.found.notes]
        wanted = posixpath.normpath(posixpath.join(folder, name))
        if match := next((place for place in places if wanted in {place, without_suffix(place)}), ""):
            return match
        near = [posixpath.relpath(place, folder) if folder else place for place in places]
        self.problems.append(
            _warning(f"there is no note {name!r}", self.loaded.where("order", number), did_you_mean(name, near))
        )
        return ""
