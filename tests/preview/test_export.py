"""The pages as files: every address leads somewhere inside, nothing of this machine is told, whole or not at all."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.preview.conftest import run


@pytest.fixture(scope="module")
def exported(planned_workspace, tmp_path_factory) -> Path:
    target = tmp_path_factory.mktemp("exported") / "pages"
    run(planned_workspace, "preview", "--export", str(target))
    return target


def test_every_address_leads_to_a_file_inside(exported):
    pages = list(exported.rglob("*.html"))
    assert {"index.html", "posts.html", "calendar.html", "problems.html", "theme.html", "history.html"} <= {
        page.relative_to(exported).as_posix() for page in pages
    }
    for page in pages:
        text = page.read_text(encoding="utf-8")
        addresses = re.findall(r'(?:href|src|action)="([^"]+)"', text)
        addresses += [one.split()[0] for group in re.findall(r'srcset="([^"]+)"', text) for one in group.split(",")]
        for address in addresses:
            if address.startswith(("https://", "http://", "#")):
                continue
            assert not address.startswith("/"), (page, address)
            target = (page.parent / unquote(address.partition("#")[0].partition("?")[0])).resolve()
            assert target.is_relative_to(exported.resolve()), (page, address)
            assert target.is_file(), (page, address)


def test_nothing_of_this_machine_is_told(exported, planned_workspace):
    for page in exported.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert str(planned_workspace) not in text
        assert "vscode://" not in text
        assert 'studio-token" content=""' in text
        assert "data-events" not in text


def test_again_replaces_what_was_exported_and_nothing_else(exported, planned_workspace, tmp_path):
    (exported / "left.html").write_text("old", encoding="utf-8")
    run(planned_workspace, "preview", "--export", str(exported))
    assert not (exported / "left.html").exists()
    assert not list(exported.parent.glob(".*"))
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "dear.txt").write_text("dear", encoding="utf-8")
    run(planned_workspace, "preview", "--export", str(mine), code=2)
    assert (mine / "dear.txt").read_text() == "dear"
