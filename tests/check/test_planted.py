"""Every rule of the table finds the fault that was planted for it, at its line; a rule without one fails here."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from post_forge import forge, notes, platforms
from post_forge.check import RULES, Tools, run
from post_forge.compose import likeness
from post_forge.forge.checking.views import twins_of
from tests.check.planted import CONFIG, PLANTS, VIEWS

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
TOLD = [rule for rule in RULES.values() if rule.level != "refusal"]
TOOLS = Tools(notes.sensitive, platforms.problems, twins_of, likeness)


def write(root: Path, files) -> None:
    for name, content in {"post_forge.yaml": CONFIG, **files}.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())


@pytest.mark.parametrize("rule", TOLD, ids=lambda rule: rule.id)
def test_a_planted_fault_is_found_at_its_line(rule, tmp_path):
    if rule.id in VIEWS:
        collection, place = VIEWS[rule.id]
        assert [found.source for found in run((), collection, TOOLS) if found.rule == rule.id] == [place]
        return
    plant = PLANTS[rule.id]
    if plant.as_user and os.geteuid() == 0:
        pytest.skip("permissions say nothing to root")
    write(tmp_path, plant.files)
    if plant.later:
        plant.later(tmp_path)
    try:
        _, checked = forge.check_folder(tmp_path, asked=forge.Asked(now=NOW))
    finally:
        if plant.as_user:
            (tmp_path / plant.path).chmod(0o644)
    found = [problem for problem in checked.problems if problem.rule == rule.id]
    places = [problem.source for problem in found if (problem.source.path if problem.source else "") == plant.path]
    assert places, f"not found; instead: {[str(problem) for problem in checked.problems]}"
    if plant.words:
        lines = (tmp_path / plant.path).read_text(encoding="utf-8", errors="replace").split("\n")
        said = [lines[place.line - 1] for place in places if place]
        assert any(plant.words.rstrip("\n") in line for line in said), said
    assert {problem.severity for problem in found} <= {"warning", rule.level}


def test_every_plant_has_its_rule():
    assert set(PLANTS) | set(VIEWS) == {rule.id for rule in TOLD}
