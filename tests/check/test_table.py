"""The table of rules: every id that a stage reports has its page, every page is in the documentation."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from post_forge.check import FIXES, RULES, page, pages
from post_forge.check.running import ASKING_RULES, COLLECTION_RULES, COMPARING_RULES, NOTE_RULES, POST_RULES
from post_forge.check.table import read_pages

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "post_forge"
STAGES = ("notes", "compose", "render", "platforms", "check")
AREAS = "note|path|post|unit|front|text|theme|template|phrases|brand|slide|font|yaml|config|platform"
_ID = re.compile(rf"\"((?:{AREAS})\.[a-z][a-z-]*[a-z])\"")
NEVER_TOLD = {
    "image.file",  # becomes template.picture or slide.picture
    "phrases.encoding",  # a file that is not UTF-8 is phrases.yaml before
    "platform.unknown",  # asked for by a program
    "slide.glyph", "slide.overflow",  # become refusals: font, layout
    "post.fields", "post.json", "config.json", "brand.json", "note.missing", "theme.yaml",
}  # fmt: skip


def test_every_rule_that_a_stage_reports_has_a_page():
    files = [file for stage in STAGES for file in (SOURCE / stage).rglob("*.py")]
    files += [SOURCE / "config_schema.py", SOURCE / "config.py", SOURCE / "yamltext.py"]
    said = {rule for file in files for rule in _ID.findall(file.read_text(encoding="utf-8"))}
    said |= {rule for file in files for rule in re.findall(r"f\"platform\.(\w+)\"", file.read_text(encoding="utf-8"))}
    said = {rule for rule in said if not rule.endswith((".md", ".yaml", ".jsonl"))}
    assert said - NEVER_TOLD - set(RULES) == set(), "write their pages in src/post_forge/check/pages/"


def test_every_function_has_its_row():
    functions = {*NOTE_RULES, *ASKING_RULES, *POST_RULES, *COLLECTION_RULES, *COMPARING_RULES}
    assert functions <= set(RULES)
    assert set(FIXES) == {rule.id for rule in RULES.values() if rule.fixable}


def test_the_documentation_has_the_pages_as_they_are():
    assert (ROOT / "docs" / "check.md").read_text(encoding="utf-8").endswith(f"-->\n\n{pages()}"), (
        "run python tools/check_pages.py"
    )


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.id)
def test_a_page_reads_as_it_is_written(rule):
    assert list(read_pages(page(rule) + "\n")) == [rule]
    assert rule.reason.endswith(".")
    assert page(rule) in pages()


def test_a_page_that_is_written_otherwise_is_refused():
    with pytest.raises(ValueError, match="not written as the others"):
        list(read_pages("### a.b\n\nIt is wrong.\n"))
