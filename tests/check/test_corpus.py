"""Real notes: nothing that somebody wrote stops a rule, and looking at it changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from post_forge import forge, notes, platforms
from post_forge.check import Collection, NoteView, Tools, run, silences
from post_forge.compose import likeness
from post_forge.forge.checking.views import twins_of
from tests.check.planted import CONFIG

CORPUS = Path(__file__).parents[2] / "../shared/corpus"
TOOLS = Tools(notes.sensitive, platforms.problems, twins_of, likeness)
pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="the collections of real notes are not beside the project")


def test_no_real_note_stops_a_rule():
    seen = 0
    for path in sorted(CORPUS.rglob("*.md*")):
        found = notes.FoundNote(path, path.name, path.name, path.stem, 0, 0)
        note = notes.read(found, root=path.parent).note
        if note is None:
            continue
        view = NoteView(note, path.read_text(encoding="utf-8", errors="replace"))
        lines = len(view.lines)
        for problem in run((view,), Collection(()), TOOLS):
            assert problem.source is not None
            assert 1 <= problem.source.line <= lines, problem
            if problem.source.column:
                assert problem.source.column <= len(view.line(problem.source.line)) + 1, problem
        assert all(silence.first <= silence.last for silence in silences(view))
        seen += 1
    assert seen > 300


def test_looking_changes_nothing(tmp_path):
    (tmp_path / "post_forge.yaml").write_text(CONFIG, encoding="utf-8")
    checked = forge.check(forge.open_workspace(tmp_path, remember=False), forge.Wishes(CORPUS / "backend-shaped"))
    assert checked.notes == 3
    assert [path.name for path in tmp_path.rglob("*")] == ["post_forge.yaml"]
