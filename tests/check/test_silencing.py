"""What a person silences is silent, and only there."""

from __future__ import annotations

import pytest

from post_forge import forge
from post_forge.check import below, is_named
from tests.check.planted import CONFIG, NOTE, note

LINK = "See [a](http://one.dev).\n"


def rules_of(root, **asked) -> list[tuple[str, int]]:
    checked = forge.check(forge.open_workspace(root, remember=False), asked=forge.Asked(**asked))
    return [(problem.rule, problem.source.line) for problem in checked.problems if problem.source]


def line_of(text: str, words: str) -> int:
    return text[: text.index(words)].count("\n") + 1


def test_a_comment_holds_for_its_section(root):
    text = note(f"## One\n\n<!-- check: ignore link.http -->\n\n{LINK}\n## Two\n\nSee [b](http://two.dev).\n")
    (root / NOTE).write_text(text, encoding="utf-8")
    assert rules_of(root) == [("link.http", line_of(text, "http://two.dev"))]


def test_a_comment_above_the_sections_holds_for_the_note(root):
    text = note(f"## One\n\n{LINK}\n## Two\n\nSee [b](http://two.dev).\n").replace(
        "# Retries\n", "# Retries\n\n<!-- check: ignore link -->\n", 1
    )
    (root / NOTE).write_text(text, encoding="utf-8")
    assert rules_of(root) == []


def test_a_comment_in_code_is_code(root):
    text = note(f"```html\n<!-- check: ignore link.http -->\n```\n\n`<!-- check: ignore link.http -->`\n\n{LINK}")
    (root / NOTE).write_text(text, encoding="utf-8")
    assert [rule for rule, _ in rules_of(root)] == ["link.http"]


def test_several_rules_and_those_that_silence_nothing(root):
    text = note(f"<!-- check: ignore link.http, code.yaml, nonsense -->\n\n{LINK}")
    (root / NOTE).write_text(text, encoding="utf-8")
    assert [rule for rule, _ in rules_of(root)] == ["check.unused", "check.unknown"]


def test_what_only_posts_or_other_notes_decide_is_not_called_unused(root):
    text = note("<!-- check: ignore hook.weak, post.twin, code.sql, time -->\n\nWords.\n", front="status: draft")
    (root / NOTE).write_text(text, encoding="utf-8")
    assert rules_of(root) == []


@pytest.mark.parametrize(
    ("key", "silent"),
    [
        ("ignore: [link.http]", True),
        ("ignore: [link]", True),
        ("folders: { content: [link.http] }", True),
        ("folders: { content/a.md: link.http }", True),
        ('folders: { "*/a.md": [link.http] }', True),
        ("folders: { content/b.md: [link.http] }", False),
        ("folders: { con: [link.http] }", False),
        ("ignore: [code]", False),
    ],
)
def test_a_key_silences_by_folder(root, key, silent):
    (root / "post_forge.yaml").write_text(f"{CONFIG}check: {{ {key} }}\n", encoding="utf-8")
    (root / NOTE).write_text(note(LINK), encoding="utf-8")
    assert ([rule for rule, _ in rules_of(root)] == []) is silent


@pytest.mark.parametrize(
    "keys",
    [
        "ignore: [link.htp]",
        "ignore:\n    - link.http\n    - link.htp",
        "folders: { content: link.htp }",
        "folders:\n    content:\n      - link\n      - link.htp",
    ],
)
def test_a_key_that_names_no_rule_is_told_at_its_place(root, keys):
    text = f"{CONFIG}check:\n  {keys}\n"
    (root / "post_forge.yaml").write_text(text, encoding="utf-8")
    assert rules_of(root) == [("check.unknown", line_of(text, "link.htp\n" if "- " in keys else "link.htp"))]


def test_silencing_makes_nothing_anew(root):
    """What is told is no part of what posts are made of."""
    before = forge.open_workspace(root, remember=False).config.digest
    (root / "post_forge.yaml").write_text(f"{CONFIG}check: {{ ignore: [link.http] }}\n", encoding="utf-8")
    assert forge.open_workspace(root, remember=False).config.digest == before


def test_names_and_folders():
    assert is_named("code.python", "code")
    assert not is_named("code.python", "cod")
    assert below("content/old/a.md", "content/old/")
    assert below("content/old/a.md", "./content/old")
    assert not below("content/older/a.md", "content/old")
