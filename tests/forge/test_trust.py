"""What a build believes: nothing that was edited, planted or taken away behind its back, and no link."""

from __future__ import annotations

import json
import os
import shutil

import pytest

from post_forge import forge
from post_forge.errors import ConfigError, UsageError, WorkspaceError
from post_forge.forge.making import state
from post_forge.forge.making.collect import collect
from post_forge.forge.making.plan import plan
from post_forge.forge.pipeline import Recomposer, state_file
from tests.forge.conftest import CACHE, LOCKS, RETRY, snapshot


def ids(root) -> set[str]:
    return {path.parent.relative_to(root / "output").as_posix() for path in root.glob("output/*/*/post.json")}


def test_an_edited_memory_is_not_believed(notes, build, tmp_path_factory):
    build(notes)
    before = snapshot(notes / "output")
    precious = tmp_path_factory.mktemp("precious") / "x.txt"
    precious.write_text("mine")
    path = notes / ".post_forge" / "build.json"
    value = json.loads(path.read_bytes())
    outside = os.path.relpath(precious.parent, notes / "output")
    value["made"][outside] = {"note": "content/gone.md", "key": "", "files": {"x.txt": [4, 0]}, "slides": {}}
    path.write_text(json.dumps(value, separators=(",", ":")))
    build(notes)
    assert precious.read_text() == "mine"
    assert snapshot(notes / "output") == before


def test_a_memory_that_names_other_places_deletes_nothing(notes, build, tmp_path_factory):
    """Even where its digest is right, as in a folder that came from somebody else."""
    build(notes)
    precious = tmp_path_factory.mktemp("precious") / "x.txt"
    precious.write_text("mine")
    known = state.load(notes / ".post_forge" / "build.json")
    place = os.path.relpath(precious.parent, notes / "output")
    entry = state.MadeEntry("content/gone.md", "", {"x.txt": (4, 0), "../../post_forge.yaml": (1, 0)})
    for post in (place, str(precious.parent)):
        made = {**known.made, post: entry, "gone/post": entry}
        state.save(notes / ".post_forge" / "build.json", state.State(**{**_fields(known), "made": made}))
        report = build(notes)
        assert [problem.rule for problem in report.errors] == ["output.foreign"]
    assert precious.read_text() == "mine"
    assert (notes / "post_forge.yaml").exists()


def _fields(known: state.State) -> dict:
    return {name: getattr(known, name) for name in state.State.__dataclass_fields__}


@pytest.mark.parametrize("damage", ["", "{", "[]", "null", '{"version": 2}', '{"version": 99, "notes": 5}'])
def test_a_damaged_memory_costs_time_only(notes, build, damage):
    build(notes)
    before = snapshot(notes / "output")
    (notes / ".post_forge" / "build.json").write_text(damage)
    (notes / ".post_forge" / "config.json").write_text(damage)
    assert build(notes).errors == ()
    assert snapshot(notes / "output") == before


def test_a_post_replaced_by_a_link_is_an_error_and_the_others_are_made(notes, build, tmp_path_factory):
    posts = build(notes).posts
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    shutil.copytree(notes / "output" / posts[0], elsewhere / "kept")
    for text in elsewhere.glob("kept/*.txt"):
        text.write_text("mine")
    before = snapshot(elsewhere)
    shutil.rmtree(notes / "output" / posts[0])
    (notes / "output" / posts[0]).symlink_to(elsewhere / "kept", target_is_directory=True)
    shutil.rmtree(notes / "output" / posts[1])
    report = build(notes)
    assert [str(problem.source) for problem in report.errors] == [f"output/{posts[0]}"]
    assert report.made == (posts[1],)
    for note in (notes / "content").glob("*.md"):
        note.unlink()
    build(notes)
    assert snapshot(elsewhere) == before


@pytest.mark.parametrize("name", ["lock", "build.json", ".build.json.tmp", "config.tmp", ".today.json.tmp"])
def test_a_link_planted_in_the_memory_is_not_written_through(notes, name, tmp_path_factory):
    precious = tmp_path_factory.mktemp("precious") / "x.txt"
    precious.write_text("mine")
    (notes / ".post_forge").mkdir()
    (notes / ".post_forge" / name).symlink_to(precious)
    if name == "lock":
        with pytest.raises(WorkspaceError, match="cannot write"):
            forge.today(forge.open_workspace(notes))
    else:
        forge.today(forge.open_workspace(notes))
    assert precious.read_text() == "mine"


def test_a_content_folder_that_was_renamed_takes_no_posts_with_it(notes, build):
    (notes / "post_forge.yaml").write_text("content: content\n")
    before = ids(notes) if build(notes) else set()
    (notes / "content").rename(notes / "topics")
    with pytest.raises(ConfigError) as caught:
        build(notes)
    assert str(caught.value.problems[0].source) == "post_forge.yaml:1:1"
    assert ids(notes) == before != set()


def test_what_is_gone_from_a_folder_beside_the_workspace_is_removed(tmp_path, build):
    root, beside = tmp_path / "workspace", tmp_path / "beside"
    root.mkdir()
    beside.mkdir()
    (beside / "locks.md").write_text(LOCKS)
    (beside / "retry.md").write_text(RETRY)
    build(root, path=beside)
    (beside / "locks.md").unlink()
    report = build(root, path=beside)
    assert {post.split("/")[0] for post in report.gone} == {"locks"}
    assert {post.split("/")[0] for post in ids(root)} == {"retry"}


def test_a_file_that_is_no_note_is_wrong_usage(notes, build):
    with pytest.raises(UsageError, match="not a note"):
        build(notes, path=notes / "post_forge.yaml")


@pytest.mark.parametrize("change", ["shorter", "other", "gone"])
def test_a_note_that_changes_while_posts_are_made_is_told_and_made_the_next_time(notes, build, change):
    build(notes)
    workspace = forge.open_workspace(notes)
    planned = plan(workspace, collect(workspace, None), state.load(state_file(workspace)))
    note, post = next(entry for entry in planned.entries() if entry[0].path == "content/retry.md")
    path = notes / "content" / "retry.md"
    if change == "gone":
        path.unlink()
    else:
        path.write_text("# Retries\n\nShort.\n" if change == "shorter" else RETRY.replace("10 %", "20 %"))
    assert Recomposer(workspace, planned).post(note, post) is None


def test_what_an_interrupted_build_finished_is_not_made_again(notes, build):
    def stop(done: int, total: int, what: str) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(notes, progress=stop)
    report = build(notes)
    assert len(report.posts) - len(report.made) >= 1


# ---- identity: `id:` in front matter


def test_an_id_in_front_matter_names_the_posts_whatever_the_file_is_called(notes, build):
    path = notes / "content" / "retry.md"
    path.write_text(RETRY.replace("---\n", "---\nid: Again and Again\n", 1))
    build(notes)
    assert {post.split("/")[0] for post in ids(notes)} == {"again-and-again", "locks"}
    before = ids(notes)
    path.unlink()
    other = CACHE.replace("# Caches", "---\nid: again and again\n---\n\n# Something else")
    kept = other.replace("## One miss becomes a thousand", "## A retry needs a key")
    (notes / "content" / "renamed.md").write_text(kept)
    build(notes)
    assert ids(notes) & before >= {"again-and-again/a-retry-needs-a-key"}


def test_an_id_that_is_added_later_changes_nothing_that_has_an_identity(notes, build):
    build(notes)
    before = ids(notes)
    (notes / "content" / "retry.md").write_text(RETRY.replace("---\n", "---\nid: other\n", 1))
    build(notes)
    assert ids(notes) == before


@pytest.mark.parametrize("name", ["../../evil", "/tmp/evil", "today", "today/slides", "..", ".post_forge", '"a\\0b"'])
def test_an_id_leads_nowhere_but_to_its_own_folder(notes, build, name):
    (notes / "content" / "retry.md").write_text(RETRY.replace("---\n", f"---\nid: {name}\n", 1))
    before = {path.name for path in notes.parent.iterdir()}
    report = build(notes)
    forge.today(forge.open_workspace(notes))
    build(notes)
    assert {path.name for path in notes.parent.iterdir()} == before
    assert {path.name for path in notes.iterdir()} == {"content", "output", "post_forge.yaml", ".post_forge"}
    folders = {post.split("/")[0] for post in report.posts}
    assert "today" not in folders
    assert {path.name for path in (notes / "output").iterdir()} == {*folders, "today"}


def test_two_notes_of_one_id_are_told_and_both_made(notes, build):
    for name, text in (("retry", RETRY), ("locks", LOCKS)):
        front = text if text.startswith("---\n") else f"---\ntags: [a]\n---\n\n{text}"
        (notes / "content" / f"{name}.md").write_text(front.replace("---\n", "---\nid: same\n", 1))
    report = build(notes)
    assert {json.loads((notes / "output" / post / "post.json").read_bytes())["note"] for post in report.posts} == {
        "content/retry.md",
        "content/locks.md",
    }
    told = [problem for problem in report.problems if problem.rule == "note.id"]
    assert [problem.severity for problem in told] == ["warning"]
    assert [problem.rule for problem in build(notes).problems if problem.rule == "note.id"] == ["note.id"]


# ---- today, where a template is wrong


def break_layout(root, text: str) -> None:
    slides = root / "templates" / "themes" / "mine" / "slides"
    slides.mkdir(parents=True, exist_ok=True)
    (slides.parent / "theme.yaml").write_text("extends: night\n")
    (root / "post_forge.yaml").write_text("theme: mine\n")
    (slides / "cover.xml.jinja").write_text(text)


def test_a_mistake_in_a_template_does_not_change_what_was_chosen(notes):
    chosen = forge.today(forge.open_workspace(notes)).record["id"]
    before = (notes / ".post_forge" / "today.json").read_bytes()
    break_layout(notes, "<slide><txt/></slide>")
    with pytest.raises(WorkspaceError, match=r"cover\.xml\.jinja:1"):
        forge.today(forge.open_workspace(notes))
    assert (notes / ".post_forge" / "today.json").read_bytes() == before
    shutil.rmtree(notes / "templates" / "themes" / "mine" / "slides")
    assert forge.today(forge.open_workspace(notes)).record["id"] == chosen


def test_a_note_that_cannot_be_made_makes_room_and_is_reported(notes):
    text = LOCKS.replace("# Locks", "---\ntheme: nowhere\norder: 1\n---\n\n# Locks")
    (notes / "content" / "locks.md").write_text(text)
    (notes / "content" / "retry.md").write_text(RETRY.replace("---\n", "---\norder: 2\n", 1))
    found = forge.today(forge.open_workspace(notes))
    assert found.record["note"] == "content/retry.md"
    assert [(problem.rule, str(problem.source)) for problem in found.problems] == [
        ("theme.missing", "content/locks.md")
    ]


def test_a_theme_that_is_missing_is_told_once_where_it_is_named(notes, build):
    (notes / "post_forge.yaml").write_text("formats: [portrait]\ntheme: nite\n")
    report = build(notes)
    assert [str(problem.source) for problem in report.errors] == ["post_forge.yaml:2:1"]
    with pytest.raises(WorkspaceError) as caught:
        forge.today(forge.open_workspace(notes))
    assert sum(problem.rule == "theme.missing" for problem in caught.value.problems) == 1
