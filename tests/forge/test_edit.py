"""A text that is written back into its note: at the right place, nothing else touched, or not at all."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from post_forge import forge
from post_forge.compose import Place
from post_forge.errors import UsageError, WorkspaceError
from post_forge.forge.edit import insert
from tests.forge.conftest import RETRY, write_notes

POST = "retry/retries-multiply-the-load"
SHORT = """\
# Locks

## One

- **A**: Waits 30 seconds for a lock that nobody holds any more.
- **B**: Fails after 10 seconds, and tells the caller which lock it was.

## Two

A lock that never ends stops 40 workers. Give it a lifetime, and renew it.

A worker that dies keeps its lock. Nobody else can go on before it expires.
"""
WORDS = "Three layers, three tries each: 27 requests for one click.\n\n#Retries"


def edit(root: Path, words: str, post: str = POST, network: str = "x"):
    return forge.keep_text(forge.draft(forge.open_workspace(root), post, network), words)


def texts(root: Path, post: str = POST) -> dict[str, tuple[str, ...]]:
    return dict(forge.draft(forge.open_workspace(root), post, "x").named.post.texts)


def note_of(root: Path) -> Path:
    return root / "content" / "retry.md"


def test_a_text_stands_behind_its_own_section_and_changes_no_other(notes):
    before = texts(notes)
    edited = edit(notes, WORDS)
    assert edited.changed
    assert edited.problems == ()
    text = note_of(notes).read_text("utf-8")
    assert text.replace(f"```post x\n{WORDS}\n```\n\n", "") == RETRY
    assert text.index("Stop when the caller") < text.index("```post x") < text.index("## A retry needs a key")
    assert text.splitlines()[edited.source.line - 1] == "```post x"
    assert texts(notes) == {**before, "x": (WORDS,)}


def test_a_second_text_takes_the_place_of_the_first(notes):
    edit(notes, WORDS)
    edit(notes, "Another one, with ``` in it.")
    text = note_of(notes).read_text("utf-8")
    assert text.replace("````post x\nAnother one, with ``` in it.\n````\n\n", "") == RETRY
    edit(notes, "For Mastodon.", network="mastodon")
    assert texts(notes)["x"] == ("Another one, with ``` in it.",)
    assert texts(notes)["mastodon"] == ("For Mastodon.",)


def test_the_same_text_writes_nothing(notes):
    (made,) = texts(notes)["x"]
    before = note_of(notes).stat().st_mtime_ns
    assert not edit(notes, f"{made}\n").changed
    assert note_of(notes).stat().st_mtime_ns == before


def test_a_note_of_another_editor_keeps_its_bytes(notes):
    path = note_of(notes)
    path.write_bytes(b"\xef\xbb\xbf" + RETRY.replace("\n", "\r\n").encode())
    path.chmod(0o640)
    edit(notes, WORDS)
    data = path.read_bytes()
    block = f"```post x\n{WORDS}\n```\n\n".replace("\n", "\r\n").encode()
    assert data.replace(block, b"") == b"\xef\xbb\xbf" + RETRY.replace("\n", "\r\n").encode()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_last_line_without_its_end_gets_one(notes):
    path = note_of(notes)
    path.write_text(RETRY.rstrip("\n"), "utf-8")
    edit(notes, WORDS, "retry/a-retry-needs-a-key")
    assert path.read_text("utf-8") == f"{RETRY}\n```post x\n{WORDS}\n```\n"


def test_steering_above_the_next_heading_stays_there(notes):
    note_of(notes).write_text(RETRY.replace("## A retry", "<!-- post: keys -->\n\n## A retry"), "utf-8")
    edit(notes, WORDS)
    text = note_of(notes).read_text("utf-8")
    assert "```\n\n<!-- post: keys -->\n\n## A retry" in text
    assert texts(notes, "retry/keys")


def test_a_note_that_is_a_link_stays_one(notes):
    path, real = note_of(notes), notes / "content" / "_real.md"
    path.rename(real)
    path.symlink_to(real)
    edit(notes, WORDS)
    assert path.is_symlink()
    assert "```post x" in real.read_text("utf-8")


def test_a_text_that_is_too_long_is_refused_and_nothing_written(notes):
    with pytest.raises(UsageError) as caught:
        edit(notes, "word " * 100)
    assert "too long" in str(caught.value)
    assert note_of(notes).read_text("utf-8") == RETRY


@pytest.mark.parametrize("words", ["", "  \n\n ", "\u200b"])
def test_an_empty_text_is_refused(notes, words):
    with pytest.raises(UsageError, match="empty"):
        edit(notes, words)


def test_a_thread_may_have_parts_and_linkedin_may_not(notes):
    edit(notes, "One.\n---\nTwo.")
    assert texts(notes)["x"] == ("One.", "Two.")


def test_a_note_that_changed_meanwhile_is_left_alone(notes):
    draft = forge.draft(forge.open_workspace(notes), POST, "x")
    note_of(notes).write_text(RETRY + "\nOne more line.\n", "utf-8")
    with pytest.raises(WorkspaceError, match="changed meanwhile"):
        forge.keep_text(draft, WORDS)
    assert note_of(notes).read_text("utf-8") == RETRY + "\nOne more line.\n"
    assert [path.name for path in (notes / "content").iterdir() if path.name.startswith(".")] == []


def test_what_must_not_be_published_is_refused_with_its_reason(notes):
    with pytest.raises(WorkspaceError) as caught:
        edit(notes, "The password is hunter2: password = 'hunter2-and-more-9f8e7d'\nAKIAIOSFODNN7EXAMPLF")
    assert "would be refused" in str(caught.value)
    assert note_of(notes).read_text("utf-8") == RETRY


def test_a_note_of_one_piece_without_a_lead(tmp_path):
    write_notes(tmp_path)
    path = note_of(tmp_path)
    path.write_text(SHORT, "utf-8")
    ids = [post for post in forge.build(forge.open_workspace(tmp_path)).posts if post.startswith("retry/")]
    before = {post: texts(tmp_path, post) for post in ids}
    for post in ids:
        assert edit(tmp_path, WORDS, post).problems == ()
        assert edit(tmp_path, WORDS, post, "mastodon").problems == ()
    after = {post: {**words, "x": (WORDS,), "mastodon": (WORDS,)} for post, words in before.items()}
    assert {post: texts(tmp_path, post) for post in ids} == after


LINES = st.lists(st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"])), max_size=8)


@given(LINES, LINES.filter(any), st.sampled_from(["\n", "\r\n", "\r"]), st.booleans(), st.integers(0, 9))
def test_an_inserted_text_can_be_cut_out_again(lines, words, end, mark, stop):
    data = (b"\xef\xbb\xbf" if mark else b"") + "".join(line + end for line in lines).encode()
    text = "\n".join(words)
    made, line = insert(data, text, "x", Place(0, min(stop, len(lines)) if lines else 0))
    out = _lines(made)
    assert out[line - 1].endswith("post x")
    assert out[line : line + len(words)] == words
    rest = [*out[: line - 1], *out[line + len(words) + 1 :]]
    assert [one for one in rest if one] == [one for one in _lines(data) if one]
    assert insert(made, text, "x", Place(line, 0)) == (made, line)


def _lines(data: bytes) -> list[str]:
    return data.removeprefix(b"\xef\xbb\xbf").decode().replace("\r\n", "\n").replace("\r", "\n").split("\n")
