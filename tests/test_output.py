"""Files in output/: whole or not at all, only where they differ, removed only when they are ours."""

from __future__ import annotations

import json

import pytest

from post_forge import output
from post_forge.errors import WorkspaceError


def bundle(**texts: str) -> dict[str, bytes | None]:
    files: dict[str, bytes | None] = {name.replace("_", "."): text.encode() for name, text in texts.items()}
    names = sorted(files)
    files["post.json"] = json.dumps({"generator": "post-forge", "note": "a.md", "files": names}).encode()
    return files


def lying(folder) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_a_bundle_holds_exactly_its_files(tmp_path):
    output.write_bundle(tmp_path, bundle(x_txt="one", alt_txt="two"))
    output.write_bundle(tmp_path, bundle(x_txt="one"))
    assert lying(tmp_path) == {"x.txt", "post.json"}


def test_a_file_that_does_not_differ_is_not_written(tmp_path):
    first = output.write_bundle(tmp_path, bundle(x_txt="one", alt_txt="two"))
    second = output.write_bundle(tmp_path, bundle(x_txt="one", alt_txt="changed"))
    assert second["x.txt"] == first["x.txt"]
    assert second["alt.txt"] != first["alt.txt"]


def test_a_file_that_is_not_ours_is_never_touched(tmp_path):
    output.write_bundle(tmp_path, bundle(x_txt="one"))
    (tmp_path / "notes.txt").write_text("mine")
    output.write_bundle(tmp_path, bundle(alt_txt="two"))
    assert lying(tmp_path) == {"notes.txt", "alt.txt", "post.json"}
    output.remove_bundle(tmp_path)
    assert lying(tmp_path) == {"notes.txt"}


def test_a_file_in_the_way_is_named_and_left_alone(tmp_path):
    (tmp_path / "x.txt").write_text("mine")
    with pytest.raises(WorkspaceError) as caught:
        output.write_bundle(tmp_path, bundle(x_txt="one"))
    assert caught.value.problems[0].rule == "output.foreign"
    assert (tmp_path / "x.txt").read_text() == "mine"
    assert lying(tmp_path) == {"x.txt"}


def test_a_record_of_another_program_is_not_ours(tmp_path):
    (tmp_path / "post.json").write_text('{"generator": "other", "files": ["x.txt"]}')
    (tmp_path / "x.txt").write_text("mine")
    assert output.listed(tmp_path) == ()


def test_a_record_cannot_name_files_outside_its_folder(tmp_path):
    (tmp_path / "post").mkdir()
    (tmp_path / "precious.txt").write_text("mine")
    record = {"generator": "post-forge", "files": ["../precious.txt", "/etc/hostname", 7]}
    (tmp_path / "post" / "post.json").write_text(json.dumps(record))
    output.remove_bundle(tmp_path / "post")
    assert (tmp_path / "precious.txt").exists()


def test_what_a_killed_run_left_is_known_and_not_trusted(tmp_path):
    stamps = output.write_bundle(tmp_path, bundle(x_txt="one"))
    assert output.intact(tmp_path, stamps)
    (tmp_path / output.INTENT).write_text('{"files": ["x.txt", "slides/portrait/01.png", "post.json"]}')
    (tmp_path / "slides" / "portrait").mkdir(parents=True)
    (tmp_path / "slides" / "portrait" / "01.png").write_text("new")
    (tmp_path / "slides" / "portrait" / ".02.png.post-forge-draft").write_text("half")
    assert not output.intact(tmp_path, stamps)
    output.write_bundle(tmp_path, bundle(x_txt="one"))
    assert lying(tmp_path) == {"x.txt", "post.json"}


def test_what_a_killed_run_left_of_a_post_that_has_gone_is_found_and_removed(tmp_path):
    post = tmp_path / "note" / "post"
    post.mkdir(parents=True)
    (post / output.INTENT).write_text('{"files": ["x.txt", "post.json"]}')
    (post / "x.txt").write_text("new")
    assert output.bundles(tmp_path, ()) == {"note/post": ""}
    output.remove_bundle(post)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("change", ["edit", "delete", "touch"])
def test_a_changed_file_is_noticed(tmp_path, change):
    stamps = output.write_bundle(tmp_path, {**bundle(x_txt="one"), "slides/portrait/01.png": b"png"})
    assert output.intact(tmp_path, stamps)
    path = tmp_path / "slides" / "portrait" / "01.png"
    if change == "edit":
        path.write_bytes(b"edited")
    elif change == "delete":
        path.unlink()
    else:
        import os

        os.utime(path, ns=(1, 1))
    assert not output.intact(tmp_path, stamps)


def test_a_full_disk_is_told_as_such(tmp_path):
    device = tmp_path / "full"
    device.symlink_to("/dev/full")
    if not device.exists():
        pytest.skip("no /dev/full on this system")
    (tmp_path / "post").mkdir()
    (tmp_path / "post" / ".x.txt.post-forge-draft").symlink_to("/dev/full")
    with pytest.raises(WorkspaceError) as caught:
        output.write(tmp_path / "post" / "x.txt", b"one")
    assert "space" in str(caught.value)
