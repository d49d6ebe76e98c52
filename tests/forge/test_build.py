"""The main job on real files: what is made, what is made again, what is taken away, what is left alone."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

from post_forge import compose, forge, render
from post_forge.forge.making import inputs
from post_forge.platforms import RULES
from tests.forge.conftest import CACHE, LOCKS, OUTBOX, RETRY, snapshot, times


def posts(root) -> set[str]:
    output = root / "output"
    return {path.parent.relative_to(output).as_posix() for path in output.glob("*/*/post.json")}


def touched(before: dict[str, int], after: dict[str, int]) -> set[str]:
    return {name for name in after if after[name] != before.get(name)}


def test_every_post_has_all_its_files(notes, build):
    report = build(notes)
    assert set(report.posts) == posts(notes) != set()
    for post in report.posts:
        folder = notes / "output" / post
        record = json.loads((folder / "post.json").read_bytes())
        assert set(record["files"]) == set(snapshot(folder))
        assert {"alt.txt", "carousel.pdf", "contact-sheet.png", *(f"{name}.txt" for name in RULES)} <= set(
            record["files"]
        )
        assert len(record["slides"]) == len(list((folder / "slides" / "portrait").glob("*.png"))) >= 4
        assert all(slide["alt"] for slide in record["slides"])
        for name, text in record["texts"].items():
            assert all(RULES[name].count(part) <= RULES[name].limit for part in text["parts"])
            assert (folder / f"{name}.txt").read_text(encoding="utf-8") == "\n---\n".join(text["parts"]) + "\n"


def test_the_same_notes_give_the_same_bytes_in_any_number_of_processes(notes, build, tmp_path):
    build(notes, jobs=1)
    first = snapshot(notes / "output")
    shutil.rmtree(notes / "output")
    shutil.rmtree(notes / ".post_forge")
    build(notes, jobs=3)
    assert snapshot(notes / "output") == first


def test_a_build_of_what_is_unchanged_writes_nothing(notes, build):
    build(notes)
    before = times(notes)
    report = build(notes)
    assert (report.made, report.drawn) == ((), 0)
    after = times(notes)
    assert touched(before, after) <= {".post_forge/lock"}


def test_touching_a_note_makes_nothing_again(notes, build):
    build(notes)
    before = times(notes / "output")
    os.utime(notes / "content" / "retry.md")
    assert build(notes).made == ()
    assert times(notes / "output") == before


def test_editing_a_section_makes_only_its_own_posts_again(notes, build):
    build(notes)
    before = times(notes / "output")
    (notes / "content" / "locks.md").write_text(LOCKS.replace("2 conflicts in 1,000", "3 conflicts in 1,000"))
    report = build(notes)
    assert report.made
    assert all(post.startswith("locks/") for post in report.made)
    changed = touched(before, times(notes / "output"))
    assert changed
    assert all(name.startswith("locks/") for name in changed)
    assert report.drawn < sum(name.endswith(".png") for name in before if name.startswith("locks/"))


def test_a_line_added_above_leaves_the_pictures_of_what_is_below(notes, build):
    build(notes)
    before = times(notes / "output")
    (notes / "content" / "locks.md").write_text(LOCKS.replace("# Locks\n", "# Locks\n\n<!-- a remark -->\n"))
    report = build(notes)
    changed = touched(before, times(notes / "output"))
    assert {name.rpartition("/")[2] for name in changed} <= {"post.json", "claims.md"}  # they name lines
    assert report.drawn == 0


def test_a_change_of_the_program_is_noticed(notes, monkeypatch, tmp_path):
    workspace = forge.open_workspace(notes)
    for name, module, digest in (
        ("COMPOSED_BY", compose, inputs.compose_inputs),
        ("DRAWN_BY", render, inputs.draw_inputs),
    ):
        places = getattr(inputs, name)
        assert all(place.exists() for place in places), "what is not there can never be seen to change"
        assert Path(module.__file__).parent in places
        shutil.copytree(places[0], tmp_path / name)
        monkeypatch.setattr(inputs, name, (tmp_path / name, *places[1:]))
        before = digest(workspace)
        assert digest(workspace) == before
        with (tmp_path / name / "__init__.py").open("a") as file:
            file.write("# another line\n")
        assert digest(workspace) != before


def test_a_theme_change_draws_its_slides_again(notes, build):
    build(notes)
    theme = notes / "templates" / "themes" / "mine"
    theme.mkdir(parents=True)
    (theme / "theme.yaml").write_text('extends: night\ncolor: { accent: "#ff8800" }\n')
    (notes / "post_forge.yaml").write_text('brand: { name: Test, handle: "@test" }\ntheme: mine\n')
    first = build(notes)
    assert first.drawn == first.slides
    (theme / "theme.yaml").write_text('extends: night\ncolor: { accent: "#ff5599" }\n')
    second = build(notes)
    assert second.drawn == second.slides
    os.utime(theme / "theme.yaml")
    assert build(notes).drawn == 0


def test_what_was_deleted_by_hand_is_made_again(notes, build):
    build(notes)
    before = snapshot(notes / "output")
    victim = next((notes / "output").rglob("03.png"))
    victim.unlink()
    assert len(build(notes).made) == 1
    assert snapshot(notes / "output") == before
    shutil.rmtree(notes / "output")
    build(notes)
    assert snapshot(notes / "output") == before


def test_a_note_that_goes_takes_its_posts_with_it_and_nothing_else(notes, build):
    build(notes)
    mine = notes / "output" / "locks" / "mine.txt"
    mine.write_text("not made by this program")
    kept = {name for name in snapshot(notes / "output") if name.startswith("retry/")}
    (notes / "content" / "locks.md").unlink()
    report = build(notes)
    assert all(post.startswith("locks/") for post in report.gone)
    assert report.gone
    assert set(snapshot(notes / "output")) == kept | {"locks/mine.txt"}


def test_a_note_that_goes_is_cleared_away_even_when_the_memory_of_it_is_lost(notes, build):
    build(notes)
    shutil.rmtree(notes / ".post_forge")
    (notes / "content" / "locks.md").unlink()
    build(notes)
    assert not (notes / "output" / "locks").exists()


def test_building_a_part_leaves_the_rest(notes, build):
    build(notes)
    (notes / "content" / "locks.md").unlink()
    report = build(notes, path=notes / "content" / "retry.md")
    assert report.notes == 1
    assert report.gone == ()
    assert (notes / "output" / "locks").is_dir()


def test_a_renamed_file_keeps_its_posts(notes, build):
    build(notes)
    before = posts(notes)
    (notes / "content" / "retry.md").rename(notes / "content" / "again-and-again.md")
    report = build(notes)
    assert posts(notes) == before
    assert (report.new, report.gone) == ((), ())


def test_a_renamed_heading_keeps_its_post(notes, build):
    build(notes)
    before = posts(notes)
    text = RETRY.replace("## Retries multiply the load", "## Layers that multiply")
    (notes / "content" / "retry.md").write_text(text)
    build(notes)
    assert posts(notes) == before


def test_one_bad_note_hides_no_other(notes, build):
    (notes / "content" / "bad.md").write_bytes(b"# caf\xe9\n\ntext\n")
    report = build(notes)
    assert [problem.source.path for problem in report.errors] == ["content/bad.md"]
    assert any(post.startswith("retry/") for post in report.posts)
    again = build(notes)
    assert [problem.source.path for problem in again.errors] == ["content/bad.md"]


def test_two_notes_of_one_name_never_meet(notes, build):
    for folder, text in (("a", CACHE), ("b", OUTBOX)):
        (notes / "content" / folder).mkdir()
        (notes / "content" / folder / "retry.md").write_text(text)
    report = build(notes)
    assert len(report.posts) == len(set(report.posts)) == len(posts(notes))
    sources = {json.loads((notes / "output" / post / "post.json").read_bytes())["note"] for post in report.posts}
    assert {"content/retry.md", "content/a/retry.md", "content/b/retry.md"} <= sources


def test_another_format_lies_beside_the_first(notes, build):
    report = build(notes, formats=("portrait", "square"))
    folder = notes / "output" / report.posts[0] / "slides"
    assert {path.name for path in folder.iterdir()} == {"portrait", "square"}


def test_check_writes_nothing(notes):
    before = snapshot(notes)
    checked = forge.check(forge.open_workspace(notes, remember=False))
    assert checked.posts
    assert snapshot(notes) == before


def test_a_note_that_says_nothing_is_refused_and_not_passed_over_in_silence(notes, build):
    for name, text in (("nothing", ""), ("blank", "  \n\n"), ("front", "---\ntitle: X\n---\n"), ("title", "# Title\n")):
        (notes / "content" / f"{name}.md").write_text(text)
    refused = {refusal.source.path for refusal in build(notes).refusals}
    assert refused >= {f"content/{name}.md" for name in ("nothing", "blank", "front", "title")}
