"""The notes that come with the program: every one gives a post, nothing is refused for want of room, code is right."""

from __future__ import annotations

import ast
import re
import shutil

import pytest

from post_forge import forge
from post_forge.shipped import CONTENT, ROOT

NOTES = sorted(path for path in CONTENT.glob("*.md") if path.name != "README.md")


@pytest.fixture(scope="module")
def checked(tmp_path_factory):
    root = tmp_path_factory.mktemp("workspace")
    shutil.copytree(CONTENT, root / "content")
    shutil.copy(ROOT / "post_forge.yaml", root)
    return forge.check(forge.open_workspace(root, remember=False))


def test_there_is_something_to_learn_from():
    assert len(NOTES) >= 14


def test_nothing_is_wrong_with_it(checked):
    assert [str(problem) for problem in checked.problems] == []


def test_no_unit_is_refused_because_it_does_not_fit(checked):
    assert [refusal for refusal in checked.refusals if refusal.rule in ("layout", "font")] == []


def test_most_units_become_posts(checked):
    assert checked.notes == len(NOTES)
    assert checked.posts >= 3 * len(checked.refusals)


@pytest.mark.parametrize("path", NOTES, ids=lambda path: path.stem)
def test_a_note_is_as_long_as_a_topic(path):
    assert 500 <= len(path.read_text(encoding="utf-8").split()) <= 1500


@pytest.mark.parametrize("path", NOTES, ids=lambda path: path.stem)
def test_python_in_a_note_parses(path):
    for block in re.findall(r"^```python\n(.*?)^```", path.read_text(encoding="utf-8"), re.M | re.S):
        ast.parse(block)


@pytest.mark.parametrize("path", [*NOTES, CONTENT / "README.md"], ids=lambda path: path.stem)
def test_links_between_notes_lead_somewhere(path):
    for target in re.findall(r"\]\(([^)#:]+\.md)", path.read_text(encoding="utf-8")):
        assert (path.parent / target).is_file(), target


def test_the_path_names_every_note_once():
    words = re.findall(r"[a-z0-9-]+", (CONTENT / "backend-starter.path.yaml").read_text(encoding="utf-8"))
    assert all(words.count(path.stem) >= 1 for path in NOTES)
