"""What is mended, and that mending is safe: what an author meant stays, and a second run finds nothing to do."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from post_forge import forge, notes
from post_forge.check import FIXES, NoteView, fixed
from tests.check.planted import NOTE, fence, note

CORPUS = Path(__file__).parents[2] / "../shared/corpus"
PIECES = [
    "# A title\n",
    "## A section\n",
    "##Tight\n",
    "#hashtag\n",
    "The last one wins, and nobody is told.\n",
    "---\n",
    "***\n",
    "---\ntags: [a, A, b]\nstatus: darft\n---\n",
    "tags:\n  - a\n  - a\n",
    "- an item\n",
    "1. one\n",
    "> quoted\n",
    "\n",
    "```python\nprint(“x”)\n```\n",
    "```\n##Tight\nA sentence that ends here, as it does.\n---\n```\n",
    "~~~\n",
    "```post x\nA line.  \n#tag \n```\n",
    "zero\u200bwidth\n",
    "bell \x07\n",
    "می\u200cخواهم\n",
    "a | b\n--- | ---\n1 | 2\n",
]


def view(path: Path, text: str) -> NoteView:
    path.write_text(text, encoding="utf-8", newline="")
    found = notes.FoundNote(path, path.name, path.name, path.stem, 0, 0)
    result = notes.read(found, root=path.parent)
    assert result.note is not None
    return NoteView(result.note, text)


def mended(path: Path, text: str) -> str:
    first = view(path, text)
    return fixed(first, lambda rule: True, lambda changed: NoteView(first.note, changed))


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=12))
def test_a_second_run_finds_nothing_to_do(tmp_path_factory, pieces):
    path = tmp_path_factory.getbasetemp() / "fix.md"
    once = mended(path, "".join(pieces))
    assert mended(path, once) == once


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the collections of real notes are not beside the project")
def test_real_notes_keep_their_words(tmp_path):
    """Every fourth note of each collection: no word is lost, nothing is added but white space."""
    for path in sorted(CORPUS.rglob("*.md"))[::4]:
        text = path.read_text(encoding="utf-8", errors="replace").replace("\r\n", "\n").replace("\r", "\n")
        if "\ufffd" in text or "\0" in text:
            continue
        after = mended(tmp_path / "a.md", text)
        assert mended(tmp_path / "a.md", after) == after, path
        squeezed = ["".join(words.split()).replace("\u200b", "").replace("\ufeff", "") for words in (text, after)]
        if "tags" not in text[:2000]:
            assert squeezed[0] == squeezed[1], path


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (note(front="tags: [redis, caching, Redis]"), note(front="tags: [redis, caching]")),
        (note(front="tags:\n  - redis\n  - Redis\n  - sql"), note(front="tags:\n  - redis\n  - sql")),
        (
            note(fence("python", "x = “a”"), front="tags:\n  - redis\n  - Redis"),
            note(fence("python", 'x = "a"'), front="tags:\n  - redis"),
        ),
        (note(front="status: Drafft"), note(front="status: draft")),
        (note(front="status: published"), note(front="status: published")),
        (note("##Tight\n\nWords.\n"), note("## Tight\n\nWords.\n")),
        (note(fence("text", "##Tight")), note(fence("text", "##Tight"))),
        (note(fence("python", "x = “a”")), note(fence("python", 'x = "a"'))),
        (note(fence("python", 'x = "say “a”"')), note(fence("python", 'x = "say “a”"'))),
        (note("He said “x” and ‘y’.\n"), note("He said “x” and ‘y’.\n")),
        (note("http://redis.io\n"), note("http://redis.io\n")),
        (note("![](load.png)\n"), note("![](load.png)\n")),
    ],
)
def test_what_is_mended_and_what_is_not(tmp_path, before, after):
    assert mended(tmp_path / "a.md", before) == after


def test_a_rule_that_the_note_silences_is_not_mended(root):
    text = note("<!-- check: ignore note.heading -->\n\n##Tight\n\nA zero\u200bwidth space.\n")
    (root / NOTE).write_text(text, encoding="utf-8")
    checked = forge.check(forge.open_workspace(root, remember=False))
    (fix,) = forge.fixes(root, checked, forge.Wishes())
    assert fix.after.decode() == text.replace("\u200b", "")


def test_a_note_that_changed_meanwhile_is_left_alone(root):
    (root / NOTE).write_text(note("##Tight\n"), encoding="utf-8")
    workspace = forge.open_workspace(root, remember=False)
    found = tuple(forge.fixes(root, forge.check(workspace), forge.Wishes()))
    (root / NOTE).write_text("# Another\n", encoding="utf-8")
    (problem,) = forge.write_fixes(found, workspace)
    assert problem.rule == "fix.write"
    assert (root / NOTE).read_text(encoding="utf-8") == "# Another\n"


def test_mixed_line_ends_are_left_alone(root):
    (root / NOTE).write_bytes(note("##Tight\r\n\r\nWords.\n").encode())
    workspace = forge.open_workspace(root, remember=False)
    assert tuple(forge.fixes(root, forge.check(workspace), forge.Wishes())) == ()


def test_every_fix_has_its_turn():
    assert list(FIXES)[-1] == "note.rule-line"  # it adds lines, and blocks are looked for where they were
