"""What post_forge.yaml says of texts, through a whole build: handles, links in comments and replies, bold letters."""

from __future__ import annotations

import json

import pytest

from post_forge import forge, platforms
from post_forge.errors import ConfigError
from tests.forge.conftest import RETRY, snapshot

POST = "retry/retries-multiply-the-load"
CONFIG = """\
brand: { name: Test, handle: "@test" }
mentions: { alice: { name: Alice Doe, x: alice_dev } }
utm: { campaign: "{post}" }
links: { linkedin: comment, instagram: comment, x: reply }
emphasis: unicode
"""


@pytest.fixture
def linked(notes):
    (notes / "post_forge.yaml").write_text(CONFIG)
    note = RETRY.replace("tags:", "url: https://example.org/retry\ntags:").replace(
        "A service", "As @alice saw, a service"
    )
    (notes / "content" / "retry.md").write_text(note)
    return notes


def text(root, name, post=POST):
    return (root / "output" / post / name).read_text("utf-8")


def test_the_link_stands_where_it_was_wished(linked, build):
    build(linked)
    address = "https://example.org/retry?utm_source={}&utm_medium=social&utm_campaign=retries-multiply-the-load"
    for name in ("linkedin", "instagram"):
        assert "example.org" not in text(linked, f"{name}.txt")
        assert text(linked, f"{name}.comment.txt") == address.format(name) + "\n"
    assert text(linked, "x.txt").endswith(f"\n---\n{address.format('x')}\n")
    assert address.format("mastodon") in text(linked, "mastodon.txt")
    record = json.loads(text(linked, "post.json"))
    for told in record["texts"].values():
        assert max(told["counts"]) <= told["limit"]


def test_texts_have_handles_and_slides_names(linked, build):
    build(linked)
    assert "As @alice_dev saw" in text(linked, "x.txt")
    assert "As Alice Doe saw" in text(linked, "linkedin.txt")
    assert "@alice" not in text(linked, "alt.txt")
    assert "@alice" in text(linked, "claims.md")


def test_bold_labels_are_set_and_counted(linked, build):
    build(linked)
    assert "𝗧𝗵𝗲 𝗳𝗶𝘅:" in text(linked, "linkedin.txt")
    told = json.loads(text(linked, "post.json"))["texts"]["linkedin"]
    assert told["counts"] == [platforms.count("linkedin", part) for part in told["parts"]]


def test_without_these_keys_texts_are_as_they_were(notes, build):
    build(notes)
    before = snapshot(notes / "output")
    (notes / "post_forge.yaml").write_text('brand: { name: Test, handle: "@test" }\nemphasis: none\nmentions: {}\n')
    build(notes)
    assert snapshot(notes / "output") == before


def test_an_edited_text_keeps_its_alias(linked):
    draft = forge.draft(forge.open_workspace(linked), POST, "x")
    assert forge.keep_text(draft, "Ask @alice.").changed
    assert forge.draft(forge.open_workspace(linked), POST, "x").text == "Ask @alice_dev."


@pytest.mark.parametrize(
    ("line", "place", "hint"),
    [
        ("mentions: { alice: { tweeter: a } }", "1:22", "known:"),
        ('mentions: { "al ice": { x: a } }', "1:13", "without the @"),
        ('utm: { campaign: "{psot}" }', "1:8", "did you mean 'post'"),
        ("utm: { campain: x }", "1:8", "did you mean 'campaign'"),
        ("links: { x: comment }", "1:10", "reply"),
        ("links: { linkdin: text }", "1:10", "did you mean 'linkedin'"),
        ("emphasis: bold", "1:1", "unicode"),
    ],
)
def test_a_mistake_is_told_at_its_place(notes, line, place, hint):
    (notes / "post_forge.yaml").write_text(line)
    with pytest.raises(ConfigError) as caught:
        forge.open_workspace(notes)
    (problem,) = caught.value.problems
    assert str(problem.source) == f"post_forge.yaml:{place}"
    assert hint in problem.hint
