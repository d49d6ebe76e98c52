"""Pictures of notes: found wherever the notes lie, drawn again when they change, told when they are broken."""

from __future__ import annotations

import json

import pytest
from PIL import Image

NOTE = """\
# Pools

## A wait needs an end

At 14:02 every worker of the shop waited for a connection, and 200 threads stood still. Nothing in the log said why.

![Connections in use from eight to eight](img/load.png)

A pool without a timeout turns one slow query into an outage of everything behind it.

- **Too small**: Requests wait for a connection while the database is idle.
- **Too large**: Queries wait for each other inside the database.
"""


@pytest.fixture
def workspace(tmp_path):
    folder = tmp_path / "content" / "img"
    folder.mkdir(parents=True)
    (tmp_path / "post_forge.yaml").write_text("brand: { name: Ada }\n", encoding="utf-8")
    (tmp_path / "content" / "pools.md").write_text(NOTE, encoding="utf-8")
    Image.new("RGB", (1200, 700), "#2060ff").save(folder / "load.png")
    return tmp_path


def slides(workspace, report):
    [post] = report.posts
    record = json.loads((workspace / "output" / post / "post.json").read_bytes())
    return {slide["layout"]: slide for slide in record["slides"]}, record["pictures"]["portrait"]


def test_a_picture_has_a_slide_with_its_words(workspace, build):
    found, _ = slides(workspace, build(workspace))
    assert found["picture"]["source"] == "content/pools.md:7"
    assert "Connections in use from eight to eight" in found["picture"]["alt"]


def test_another_picture_of_the_same_name_is_drawn(workspace, build):
    _, before = slides(workspace, build(workspace))
    assert not build(workspace).made
    Image.new("RGB", (1200, 700), "#ff2020").save(workspace / "content" / "img" / "load.png")
    _, after = slides(workspace, build(workspace))
    assert sum(one != other for one, other in zip(before, after, strict=True)) == 1


def test_notes_may_lie_outside_the_workspace(workspace, build, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    report = build(elsewhere, path=workspace / "content")
    found, _ = slides(elsewhere, report)
    assert "picture" in found


def test_a_broken_one_is_told_at_its_line_and_the_rest_is_made(workspace, build):
    file = workspace / "content" / "img" / "load.png"
    Image.effect_noise((1200, 700), 90).save(file)
    file.write_bytes(file.read_bytes()[:20_000])
    report = build(workspace)
    [problem] = report.errors
    assert (problem.rule, str(problem.source)) == ("slide.picture", "content/pools.md:7")
    assert "img/load.png" in problem.message
    found, _ = slides(workspace, report)
    assert "picture" not in found
    assert build(workspace).errors == report.errors
