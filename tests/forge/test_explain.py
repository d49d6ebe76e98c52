"""What a person may call a note or a post, and what they are told when there is none of that name."""

from __future__ import annotations

import pytest

from post_forge import forge
from post_forge.errors import ContentError, UsageError
from tests.forge.conftest import snapshot

POST = "retry/retries-multiply-the-load"


def explain(root, name, base=None):
    return forge.explain(forge.open_workspace(root), base or root, name)


@pytest.mark.parametrize("name", ["retry", "retry.md", "content/retry.md", "./content/retry.md"])
def test_a_note_has_several_names(notes, name):
    assert explain(notes, name).explanation.path == "content/retry.md"


def test_a_file_is_seen_from_where_the_command_works(notes):
    assert explain(notes, "locks.md", notes / "content").explanation.path == "content/locks.md"


def test_a_post_names_its_unit(notes):
    found = explain(notes, POST)
    assert found.only == POST
    assert POST in found.ids.values()


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("rety", "did you mean 'retry'?"),
        ("retry/retries-multiply-the-lod", f"did you mean '{POST}'?"),
        ("locks/retries-multiply-the-load", f"did you mean '{POST}'?"),
        ("zzz", "notes here: locks, retry"),
        ("content", "name one note in it"),
        ("post_forge.yaml", "a note ends in .md"),
    ],
)
def test_a_name_that_is_none_is_told_with_the_one_that_was_meant(notes, name, hint):
    with pytest.raises(UsageError) as caught:
        explain(notes, name)
    assert hint in str(caught.value)


def test_two_notes_of_one_name_are_both_named(notes):
    for folder in ("one", "two"):
        (notes / "content" / folder).mkdir()
        (notes / "content" / folder / "same.md").write_text("# Same\n\nWords.\n")
    with pytest.raises(UsageError) as caught:
        explain(notes, "same")
    assert "one/same.md, two/same.md" in str(caught.value)
    assert explain(notes, "two/same").explanation.path == "content/two/same.md"


def test_a_note_that_cannot_be_read_says_why(notes):
    (notes / "content" / "bad.md").write_bytes(b"# caf\xe9\n")
    with pytest.raises(ContentError, match="not UTF-8"):
        explain(notes, "bad")


def test_nothing_is_written_and_a_build_is_not_needed(notes):
    before = snapshot(notes)
    found = explain(notes, "retry")
    assert snapshot(notes) == {**before, ".post_forge/config.json": snapshot(notes)[".post_forge/config.json"]}
    assert all(found.slides[post.id] > 2 for post in found.explanation.posts if post.id not in found.refused)


def test_ids_are_those_that_the_build_gave(notes, build):
    build(notes)
    path = notes / "content" / "retry.md"
    path.write_text(path.read_text("utf-8").replace("## Retries multiply the load", "## Retries add load"), "utf-8")
    build(notes)
    assert POST in explain(notes, "retry").ids.values()
    assert explain(notes, POST).only == POST
