"""claims.md beside a post: ticks that stay with their sentence, a tick that costs no drawing, a sheet that is ours."""

from __future__ import annotations

from post_forge import forge
from tests.forge.conftest import snapshot, times

SENTENCE = "Three layers that try three times each send 27 requests for one click."


def sheet_of(root):
    return next(path for path in root.glob("output/retry/*/claims.md") if SENTENCE in path.read_text("utf-8"))


def tick(path, words=SENTENCE):
    path.write_text(path.read_text("utf-8").replace(f"- [ ] {words}", f"- [x] {words}"), "utf-8")


def test_a_sheet_names_the_line_and_where_the_sentence_stands(notes, build):
    build(notes)
    lines = sheet_of(notes).read_text("utf-8").splitlines()
    at = lines.index(f"- [ ] {SENTENCE}")
    assert "content/retry.md:10" in lines[at + 1]
    assert "figure" in lines[at + 1]
    assert "linkedin" in lines[at + 1] or "every text" in lines[at + 1]


def test_a_tick_makes_nothing_again(notes, build):
    build(notes)
    tick(sheet_of(notes))
    before = times(notes / "output")
    assert build(notes).made == ()
    assert times(notes / "output") == before


def test_a_tick_outlives_a_change_of_another_sentence_and_goes_with_its_own(notes, build):
    build(notes)
    path, note = sheet_of(notes), notes / "content" / "retry.md"
    tick(path)
    note.write_text(note.read_text("utf-8").replace("up to a cap of 5 seconds", "up to a cap of 6 seconds"), "utf-8")
    report = build(notes)
    assert report.made
    text = path.read_text("utf-8")
    assert f"- [x] {SENTENCE}" in text
    assert "- [ ] Double the wait after every attempt, up to a cap of 6 seconds." in text
    note.write_text(note.read_text("utf-8").replace("send 27 requests for one", "send 27 calls for one"), "utf-8")
    build(notes)
    assert "- [ ] Three layers that try three times each send 27 calls for one click." in path.read_text("utf-8")


def test_a_sheet_that_went_is_written_again(notes, build):
    build(notes)
    path = sheet_of(notes)
    path.unlink()
    build(notes)
    assert path.is_file()


def test_the_sheet_goes_with_its_post(notes, build):
    build(notes)
    folder = sheet_of(notes).parent
    (notes / "content" / "retry.md").unlink()
    build(notes)
    assert not folder.exists()


def test_a_sheet_is_ours_when_all_else_is_forgotten(notes, build):
    build(notes)
    before = snapshot(notes / "output")
    (notes / ".post_forge" / "build.json").unlink()
    report = build(notes)
    assert not report.errors
    assert snapshot(notes / "output") == before


def test_todays_copy_has_no_second_sheet(notes):
    found = forge.today(forge.open_workspace(notes))
    assert found.record["claims"]
    assert not (found.folder / "claims.md").exists()
    assert (notes / "output" / found.record["id"] / "claims.md").is_file()
