"""`build --markup`: the markup of each slide beside its picture, and gone with the next plain build."""

from __future__ import annotations

from xml.etree import ElementTree

from post_forge import forge
from post_forge.shipped import CONTENT


def test_markup_is_written_beside_the_pictures_and_taken_away_again(tmp_path):
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "a.md").write_bytes((CONTENT / "retries-with-backoff.md").read_bytes())
    workspace = forge.open_workspace(tmp_path)
    first = forge.build(workspace)
    pictures = {path: path.stat().st_mtime_ns for path in tmp_path.glob("output/*/*/slides/*/*.png")}
    asked = forge.build(workspace, forge.Wishes(markup=True))
    assert asked.posts == first.posts
    assert asked.drawn == 0
    written = sorted(tmp_path.glob("output/*/*/slides/*/*.xml"))
    assert [path.with_suffix(".png") for path in written] == sorted(pictures)
    for path in written:
        root = ElementTree.fromstring(path.read_text("utf-8"))
        assert root.tag == "slide"
        assert all(one.get("at", "").count(":") == 2 for one in root.iter() if one.tag in ("row", "column", "text"))
    assert not forge.build(workspace, forge.Wishes(markup=True)).made
    assert forge.build(workspace).drawn == 0
    assert not list(tmp_path.rglob("*.xml"))
    assert {path: path.stat().st_mtime_ns for path in pictures} == pictures
