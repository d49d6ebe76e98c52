"""A small workspace with two notes that each give a post."""

from __future__ import annotations

import pytest

from tests.check.planted import CONFIG, NOTE, OTHER, note


@pytest.fixture
def root(tmp_path):
    (tmp_path / "content").mkdir()
    (tmp_path / "post_forge.yaml").write_text(CONFIG, encoding="utf-8")
    (tmp_path / NOTE).write_text(note(), encoding="utf-8")
    (tmp_path / "content" / "b.md").write_text(OTHER, encoding="utf-8")
    return tmp_path
