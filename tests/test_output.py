"""Files in output/: whole or not at all, only where they differ, removed only when they are ours."""

from __future__ import annotations

import json
import os

import pytest

from post_forge import output
from post_forge.errors import WorkspaceError

PLACE = "note/post"


def bundle(**texts: str) -> dict[str, bytes | None]:
    files: dict[str, bytes | None] = {name.replace("_", "."): text.encode() for name, text in texts.items()}
    names = sorted(files)
    files["post.json"] = json.dumps({"generator": "post-forge", "note": "a.md", "files": names}).encode()
    return files


def lying(folder) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def out(tmp_path):
    """The folder output/ of a workspace."""
    (tmp_path / "output").mkdir()
    return tmp_path / "output"


@pytest.fixture
def post(out):
    """A post's folder, which is there already."""
    (out / PLACE).mkdir(parents=True)
    return out / PLACE


@pytest.fixture
def precious(tmp_path):
    """A folder outside output/ whose files have the names that a post's have."""
    folder = tmp_path / "precious"
    for name in ("x.txt", "post.json", "slides/portrait/01.png"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"mine: {name}")
    yield folder
    assert {name: (folder / name).read_text() for name in lying(folder)} == {
        name: f"mine: {name}" for name in ("x.txt", "post.json", "slides/portrait/01.png")
    }


def test_a_bundle_holds_exactly_its_files(out):
    output.write_bundle(out, PLACE, bundle(x_txt="one", alt_txt="two"))
    output.write_bundle(out, PLACE, bundle(x_txt="one"))
    assert lying(out / PLACE) == {"x.txt", "post.json"}


def test_a_file_that_does_not_differ_is_not_written(out):
    first = output.write_bundle(out, PLACE, bundle(x_txt="one", alt_txt="two"))
    second = output.write_bundle(out, PLACE, bundle(x_txt="one", alt_txt="changed"))
    assert second["x.txt"] == first["x.txt"]
    assert second["alt.txt"] != first["alt.txt"]


def test_a_file_that_is_not_ours_is_never_touched(out):
    output.write_bundle(out, PLACE, bundle(x_txt="one"))
    (out / PLACE / "notes.md").write_text("mine")
    output.write_bundle(out, PLACE, bundle(alt_txt="two"))
    assert lying(out / PLACE) == {"notes.md", "alt.txt", "post.json"}
    output.remove_bundle(out, PLACE)
    assert lying(out / PLACE) == {"notes.md"}


def test_a_file_in_the_way_is_named_and_left_alone(out, post):
    (post / "x.txt").write_text("mine")
    with pytest.raises(WorkspaceError) as caught:
        output.write_bundle(out, PLACE, bundle(x_txt="one"))
    assert [str(problem.source) for problem in caught.value.problems] == ["output/note/post/x.txt"]
    assert caught.value.problems[0].rule == "output.foreign"
    assert (post / "x.txt").read_text() == "mine"
    assert lying(post) == {"x.txt"}


@pytest.mark.parametrize("name", ["x.txt", "slides", "slides/portrait", "."])
def test_a_folder_for_a_file_or_a_file_for_a_folder_is_in_the_way(out, post, name):
    files = {**bundle(x_txt="one"), "slides/portrait/01.png": b"png"}
    if name == "x.txt":
        (post / name / "deep").mkdir(parents=True)
    else:
        if name == ".":
            post.rmdir()
        (post / name).parent.mkdir(parents=True, exist_ok=True)
        (post / name).write_text("mine")
    for again in range(2):
        with pytest.raises(WorkspaceError) as caught:
            output.write_bundle(out, PLACE, files, files if again else ())
        assert caught.value.problems[0].rule == "output.foreign"
    assert (post / name).exists()


@pytest.mark.parametrize("place", ["note/post/slides/portrait", "note/post/slides", "note/post", "note"])
def test_nothing_is_written_or_removed_through_a_link(out, precious, place):
    files = {**bundle(x_txt="one"), "slides/portrait/01.png": b"png"}
    link = out / place
    link.parent.mkdir(parents=True, exist_ok=True)
    target = precious / "slides" / "portrait" if place.endswith("portrait") else precious
    link.symlink_to(target / "slides" if place.endswith("slides") else target, target_is_directory=True)
    with pytest.raises(WorkspaceError) as caught:
        output.write_bundle(out, PLACE, files, ours=files)
    assert str(caught.value.problems[0].source) == f"output/{place}"
    assert "this link" in str(caught.value)
    if place in ("note", "note/post"):
        with pytest.raises(WorkspaceError):
            output.remove_bundle(out, PLACE, ours=files)
    else:
        output.remove_bundle(out, PLACE, ours=files)
    assert link.is_symlink()
    assert output.bundles(out, ()) == {}


def test_a_link_in_place_of_a_file_is_replaced_and_what_it_leads_to_is_not(out, precious):
    output.write_bundle(out, PLACE, bundle(x_txt="one"))
    for name in ("x.txt", ".x.txt.post-forge-draft", ".alt.txt.post-forge-draft"):
        (out / PLACE / name).unlink(missing_ok=True)
        (out / PLACE / name).symlink_to(precious / "x.txt")
    output.write_bundle(out, PLACE, bundle(x_txt="one", alt_txt="two"))
    assert (out / PLACE / "x.txt").read_text() == "one"
    assert not (out / PLACE / "x.txt").is_symlink()


def test_output_itself_may_be_a_link_to_another_disk(tmp_path):
    (tmp_path / "disk").mkdir()
    (tmp_path / "output").symlink_to(tmp_path / "disk", target_is_directory=True)
    output.write_bundle(tmp_path / "output", "today", bundle(x_txt="one"))
    output.write_bundle(tmp_path / "output", PLACE, bundle(x_txt="one"))
    assert lying(tmp_path / "disk") == {"today/x.txt", "today/post.json", "note/post/x.txt", "note/post/post.json"}


def test_a_record_of_another_program_is_not_ours(tmp_path):
    (tmp_path / "post.json").write_text('{"generator": "other", "files": ["x.txt"]}')
    (tmp_path / "x.txt").write_text("mine")
    assert output.listed(tmp_path) == ()


NOT_OURS = [
    "../precious.txt",
    "/etc/hostname",
    7,
    "notes.md",
    "a\0b",
    "slides",
    "",
    ".",
    "slides/../../../precious.txt",
]


@pytest.mark.parametrize("record", ["post.json", output.INTENT])
def test_a_record_cannot_name_files_that_this_program_does_not_make(out, post, record):
    (out / "note" / "precious.txt").write_text("mine")
    (post / "notes.md").write_text("mine")
    (post / record).write_text(json.dumps({"generator": "post-forge", "files": NOT_OURS}))
    output.write_bundle(out, PLACE, bundle(x_txt="one"), ours=[name for name in NOT_OURS if isinstance(name, str)])
    output.remove_bundle(out, PLACE, ours=[name for name in NOT_OURS if isinstance(name, str)])
    assert lying(out) == {"note/precious.txt", "note/post/notes.md"}


@pytest.mark.parametrize("place", ["../elsewhere", "note/../../elsewhere", "/tmp/elsewhere"])
def test_a_place_outside_output_is_refused(out, tmp_path, place):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "x.txt").write_text("mine")
    for act in (lambda: output.write_bundle(out, place, bundle(x_txt="one")), lambda: output.remove_bundle(out, place)):
        with pytest.raises(WorkspaceError):
            act()
    assert lying(tmp_path) == {"elsewhere/x.txt"}


def test_what_a_killed_run_left_is_known_and_not_trusted(out):
    stamps = output.write_bundle(out, PLACE, bundle(x_txt="one"))
    post = out / PLACE
    assert output.intact(post, stamps)
    (post / output.INTENT).write_text('{"files": ["x.txt", "slides/portrait/01.png", "post.json"]}')
    (post / "slides" / "portrait").mkdir(parents=True)
    (post / "slides" / "portrait" / "01.png").write_text("new")
    (post / "slides" / "portrait" / ".02.png.post-forge-draft").write_text("half")
    assert not output.intact(post, stamps)
    output.write_bundle(out, PLACE, bundle(x_txt="one"))
    assert lying(post) == {"x.txt", "post.json"}


def test_what_a_killed_run_left_of_a_post_that_has_gone_is_found_and_removed(out, post):
    (post / output.INTENT).write_text('{"files": ["x.txt", "post.json"]}')
    (post / "x.txt").write_text("new")
    assert output.bundles(out, ()) == {"note/post": ""}
    output.remove_bundle(out, PLACE)
    assert list(out.iterdir()) == []


@pytest.mark.parametrize("change", ["edit", "delete", "touch"])
def test_a_changed_file_is_noticed(out, change):
    stamps = output.write_bundle(out, PLACE, {**bundle(x_txt="one"), "slides/portrait/01.png": b"png"})
    assert output.intact(out / PLACE, stamps)
    path = out / PLACE / "slides" / "portrait" / "01.png"
    if change == "edit":
        path.write_bytes(b"edited")
    elif change == "delete":
        path.unlink()
    else:
        os.utime(path, ns=(1, 1))
    assert not output.intact(out / PLACE, stamps)


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_folder_that_cannot_be_written_is_told(out):
    output.write_bundle(out, PLACE, bundle(x_txt="one"))
    (out / PLACE).chmod(0o555)
    for act in (
        lambda: output.write_bundle(out, PLACE, bundle(alt_txt="two")),
        lambda: output.remove_bundle(out, PLACE),
    ):
        with pytest.raises(WorkspaceError, match=r"output/note/post.*permission denied"):
            act()
    (out / PLACE).chmod(0o755)
    assert lying(out / PLACE) >= {"x.txt", "post.json"}
