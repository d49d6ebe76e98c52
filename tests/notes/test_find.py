"""Which files are notes, in which order, and what is said about those that are not read."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from post_forge import notes
from tests.notes.making import write


def places(root: Path, **options: tuple[str, ...]) -> list[str]:
    return [note.place for note in notes.find(root, root, **options).notes]


def test_markdown_files_are_notes_and_files_about_the_project_are_not(tmp_path: Path) -> None:
    for place in ("a.md", "b.MARKDOWN", "c.mdx", "d.txt", "_draft.md", ".hidden.md", ".git2/x.md", "_inner/x.md",
                  "output/x.md", "sub/node_modules/x.md", ".venv/x.md", "LICENSE.md", "license-mit.md", "CHANGELOG.md",
                  "Contributing.md", "CODE_OF_CONDUCT.md", "SECURITY.md", "sub/deep/e.md"):  # fmt: skip
        write(tmp_path, place, "# T\n\ntext\n")
    assert places(tmp_path) == ["a.md", "b.MARKDOWN", "c.mdx", "sub/deep/e.md"]


def test_a_topic_may_be_called_security(tmp_path: Path) -> None:
    write(tmp_path, "security.md", "# Security\n")
    assert places(tmp_path) == ["security.md"]


def test_numbers_sort_by_value(tmp_path: Path) -> None:
    for place in ("10-x.md", "2-x.md", "b.md", "A.md", "1/20.md", "1/3.md"):
        write(tmp_path, place, "x")
    assert places(tmp_path) == ["1/3.md", "1/20.md", "2-x.md", "10-x.md", "A.md", "b.md"]


def test_patterns_choose_and_exclude(tmp_path: Path) -> None:
    for place in ("topics/a.md", "topics/deep/b.md", "drafts/c.md", "d.draft.md", "e.md"):
        write(tmp_path, place, "x")
    assert places(tmp_path, content=("topics/**",)) == ["topics/a.md", "topics/deep/b.md"]
    assert places(tmp_path, exclude=("drafts", "*.draft.md", "topics/deep/")) == ["e.md", "topics/a.md"]


def test_paths_are_shown_from_the_workspace(tmp_path: Path) -> None:
    write(tmp_path, "content/db/a.md", "x")
    found = notes.find(tmp_path / "content", tmp_path)
    assert (found.notes[0].path, found.notes[0].place, found.notes[0].slug) == ("content/db/a.md", "db/a.md", "a")
    single = notes.find(tmp_path / "content/db/a.md", tmp_path)
    assert (single.notes[0].path, single.notes[0].place) == ("content/db/a.md", "a.md")
    outside = notes.find(tmp_path / "content", tmp_path / "elsewhere/workspace")
    assert outside.notes[0].path == "../../content/db/a.md"


def test_a_missing_path_is_a_problem(tmp_path: Path) -> None:
    found = notes.find(tmp_path / "nowhere", tmp_path)
    assert not found.notes
    assert [str(problem.source) for problem in found.problems] == ["nowhere"]


def test_links_and_folders_that_look_like_notes_are_told_once_each(tmp_path: Path) -> None:
    root = tmp_path / "content"
    write(root, "a.md", "x")
    write(tmp_path, "secret.md", "x")
    (root / "dir.md").mkdir()
    for name, target in {"loop.md": "loop.md", "out.md": "../secret.md", "gone.md": "nowhere.md", "round": ".",
                         "outside": "..", "again.md": "a.md"}.items():  # fmt: skip
        (root / name).symlink_to(target)
    found = notes.find(root, tmp_path)
    assert [note.place for note in found.notes] == ["a.md"]
    said = {str(problem.source): problem.message for problem in found.problems}
    assert set(said) == {f"content/{n}" for n in ("dir.md", "gone.md", "loop.md", "out.md", "outside", "round")}
    assert "circle" in said["content/loop.md"]
    assert "nowhere" in said["content/gone.md"]
    assert "out of the collection" in said["content/out.md"]


def test_a_link_to_what_is_not_read_otherwise_is_followed(tmp_path: Path) -> None:
    write(tmp_path, "_vault/x.md", "x")
    write(tmp_path, "_single.md", "x")
    (tmp_path / "vault").symlink_to("_vault")
    (tmp_path / "single.md").symlink_to("_single.md")
    assert places(tmp_path) == ["single.md", "vault/x.md"]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the superuser may read everything")
def test_what_may_not_be_read_is_a_problem(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "x").chmod(0)
    write(tmp_path, "b/c.md", "x")
    (tmp_path / "b").chmod(0)
    try:
        found = notes.find(tmp_path, tmp_path)
    finally:
        (tmp_path / "b").chmod(0o755)
    assert not found.notes
    assert {str(problem.source) for problem in found.problems} == {"a.md", "b"}


def test_a_file_removed_after_it_was_found_is_a_problem(tmp_path: Path) -> None:
    path = write(tmp_path, "a.md", "x")
    found = notes.find(tmp_path, tmp_path)
    path.unlink()
    result = notes.read(found.notes[0], root=tmp_path)
    assert result.note is None
    assert "cannot be read" in result.problems[0].message


def test_names_cannot_break_a_terminal(tmp_path: Path) -> None:
    write(tmp_path, "new\nline.md", "# A\n")
    write(tmp_path, "a\u202eb.md", "# B\n")
    write(tmp_path, "[c] (d).md", "# C\n")
    found = notes.find(tmp_path, tmp_path)
    assert [note.path for note in found.notes] == ["[c] (d).md", "a\\u202eb.md", "new\\nline.md"]
    assert len(found.problems) == 2
    assert all(notes.read(note, root=tmp_path).note for note in found.notes)


@pytest.mark.skipif(os.name != "posix", reason="only POSIX names are bytes")
def test_a_name_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    try:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.md")).write_text("x", encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes UTF-8 names alone")
    found = notes.find(tmp_path, tmp_path)
    assert not found.notes
    assert "not UTF-8" in found.problems[0].message
    str(found.problems[0]).encode()


needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


@needs_git
def test_what_git_ignores_is_no_note(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    write(tmp_path, ".gitignore", "private/\n*.local.md\n")
    for place in ("a.md", "b.local.md", "private/c.md", "sub/d\n.md"):
        write(tmp_path, place, "x")
    assert places(tmp_path) == ["a.md", "sub/d\\n.md"]
    assert places(tmp_path / "private") == ["c.md"]  # asked for by name


@needs_git
def test_a_repository_inside_is_read_as_well(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    subprocess.run(["git", "init", "-q", str(tmp_path / "inner")], check=True)
    write(tmp_path, ".gitignore", "*.local.md\n")
    write(tmp_path, "inner/a.md", "x")
    write(tmp_path, "b.local.md", "x")
    assert places(tmp_path) == ["inner/a.md"]


def test_a_broken_repository_hides_nothing(tmp_path: Path) -> None:
    (tmp_path / ".git").write_text("gitdir: /nowhere\n")
    write(tmp_path, "a.md", "x")
    assert places(tmp_path) == ["a.md"]


def test_without_git_nothing_is_ignored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".git").mkdir()
    write(tmp_path, "a.md", "x")
    monkeypatch.setenv("PATH", "")
    assert places(tmp_path) == ["a.md"]


def test_a_readme_that_lists_notes_is_their_index(tmp_path: Path) -> None:
    write(tmp_path, "README.md", "# Notes\n\n- [A](a.md)\n- [B](sub/b.md)\n")
    write(tmp_path, "a.md", "x")
    write(tmp_path, "sub/b.md", "x")
    found = notes.find(tmp_path, tmp_path)
    assert [note.place for note in found.notes] == ["a.md", "sub/b.md"]
    assert [index.place for index in found.indexes] == ["README.md"]


def test_a_readme_that_is_the_text_itself_stays_a_note(tmp_path: Path) -> None:
    write(tmp_path, "README.md", "# Laws\n\n[Русский](ru.md)\n\n" + "A law says something about systems. " * 200)
    write(tmp_path, "ru.md", "x")
    assert places(tmp_path) == ["README.md", "ru.md"]


def test_folders_of_readmes_are_notes_with_a_slug_each(tmp_path: Path) -> None:
    for folder in ("retry", "cache", "deep/cache"):
        write(tmp_path, f"{folder}/README.md", f"# {folder}\n\ntext\n")
    slugs = {note.place: note.slug for note in notes.find(tmp_path, tmp_path).notes}
    assert slugs == {"cache/README.md": "cache", "deep/cache/README.md": "deep-cache", "retry/README.md": "retry"}


def test_other_tables_of_contents_are_indexes_only_if_they_are_nothing_else(tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        write(tmp_path, f"{name}.md", "x")
    write(tmp_path, "SUMMARY.md", "# Summary\n\n- [A](a.md)\n- [B](b.md)\n- [C](c.md)\n")
    rest = "and more. " * 60
    write(tmp_path, "index.md", "# Index\n\nAn index answers from [a tree](a.md) and [a hash](b.md), " + rest)
    found = notes.find(tmp_path, tmp_path)
    assert [note.place for note in found.notes] == ["a.md", "b.md", "c.md", "index.md"]
    assert [index.place for index in found.indexes] == ["SUMMARY.md"]
