"""Real collections in many languages, where they lie beside the project: nothing raised, lines true, no markup left."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from post_forge import notes
from post_forge.model import Code, Note, Section
from post_forge.notes import FoundNote
from tests.notes.leftovers import leftovers, prose, texts

CORPUS = Path(__file__).parents[2] / "../shared/corpus"
pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of real notes is not beside the project")

COLLECTIONS = (
    "30s-python advanced-java-zh backend-shaped computer-atlas gyoogle-ko hacker-laws jbranchaud-til kaityo-zenn-ja "
    "kepano-vault ms-eng-playbook opensource-guide/_articles owasp-cheatsheets quartz-docs/.quartz/docs"
)
# What an author really wrote: prices, a file's own stray backtick, a quoted placeholder, arrows of ASCII.
MOST_LEFT = 12


def read_all(name: str) -> Iterator[tuple[FoundNote, Note]]:
    root = CORPUS.resolve() / name
    found = notes.find(root, root.parent)
    index = notes.read_index(found)
    assert found.notes
    for place in found.notes:
        result = notes.read(place, index=index, root=root)
        assert result.note is not None, result.problems
        yield place, result.note


@pytest.mark.parametrize("name", COLLECTIONS.split())
def test_lines_are_true_and_nothing_is_left(name: str) -> None:
    left: list[tuple[str, str]] = []
    slugs: list[str] = []
    wrong: list[str] = []
    for found, note in read_all(name):
        left += leftovers(note)
        slugs.append(note.slug)
        wrong += _wrong_lines(found, note)
        assert all(problem.severity == "warning" for problem in note.problems)
    assert len(set(slugs)) == len(slugs)
    assert not [kind for kind, _ in left if kind in {"bold", "heading", "wikilink", "shortcode", "footnote", "callout"}]
    assert len(left) <= MOST_LEFT, Counter(kind for kind, _ in left)
    assert len(wrong) <= 3, wrong


def _wrong_lines(found: FoundNote, note: Note) -> list[str]:
    text = found.absolute.read_text("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    lines = unicodedata.normalize("NFC", text).split("\n")
    wrong: list[str] = []
    for line, words in _beginnings(note):
        if words not in lines[line - 1]:
            wrong.append(f"{note.path}:{line}: {words!r} is not in {lines[line - 1][:60]!r}")
    return wrong


def _beginnings(part: object) -> Iterator[tuple[int, str]]:
    """(line, first two letters) of all that begins with words of its own."""
    text = getattr(part, "text", None)
    if isinstance(part, Section) and (found := re.search(r"\w{1,2}", part.heading)):
        yield part.source.line, found[0]
    elif not isinstance(part, (Note, Section, Code)) and hasattr(part, "source") and hasattr(text, "spans"):
        plain = [span for span in text.spans if not span.marks & {"code", "math"}]
        if plain and (found := re.match(r"[A-Za-z]{2}", plain[0].text)):
            yield part.source.line, found[0]
    for name in ("lead", "blocks", "items", "sections"):
        for inner in getattr(part, name, ()):
            yield from _beginnings(inner)


def test_languages_are_recognised() -> None:
    languages = {name: Counter(note.lang for _, note in read_all(name)) for name in COLLECTIONS.split()}
    assert languages["advanced-java-zh"]["zh"] >= 25
    assert languages["gyoogle-ko"]["ko"] >= 27
    assert languages["kaityo-zenn-ja"]["ja"] >= 20
    assert set(languages["opensource-guide/_articles"]) >= {
        "ar",
        "bn",
        "el",
        "fa",
        "hi",
        "ja",
        "ko",
        "ru",
        "ta",
        "zh-Hans",
    }
    assert set(languages["ms-eng-playbook"]) == set(languages["computer-atlas"]) == {"en"}


def test_the_habits_of_backend_notes_are_repaired() -> None:
    dns = next(note for found, note in read_all("backend-shaped") if found.place == "dns.md")
    assert (str(dns.title), dns.icon) == ("DNS", "🧭")
    assert [str(section.title) for section in dns.sections][3:] == [
        "DNSSEC in One Page", "Debugging Checklist", "Elite Interview Q&A", "Takeaways"
    ]  # fmt: skip
    assert sorted(problem.rule for problem in dns.problems) == ["note.chat", "note.fence"]
    assert not any("Anycast" in prose(text) for text in texts(dns))
