"""The table of measures: each of them finds the fault that it is for, and nothing in good notes."""

from __future__ import annotations

import importlib.util
import json
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from post_forge import compose
from post_forge.model import Deck, Post, Slide
from post_forge.platforms import RULES
from tests.compose.builders import HERE, bullets, code, note, para, section, text
from tests.compose.samples import dns
from tests.compose.test_texts import NOWHERE, OPTIONS

TOOL = Path(__file__).parents[2] / "tools" / "table.py"


@pytest.fixture(scope="module")
def table() -> ModuleType:
    spec = importlib.util.spec_from_file_location("quality_table", TOOL)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def made() -> Post:
    return compose.compose(dns(), NOWHERE, OPTIONS, RULES).posts[0]


def sheet(table: ModuleType, *posts: Post, of: object = None) -> object:
    found = table.Sheet("test")
    table.measure(found, of or dns(), posts)
    return found


def saying(words: str) -> Post:
    return replace(made(), texts={"linkedin": (words,)})


def test_a_good_post_has_no_fault(table: ModuleType) -> None:
    found = sheet(table, made())
    assert (found.posts, found.faults, found.failures) == (1, [], [])


@pytest.mark.parametrize("network", list(RULES))
def test_a_text_over_its_limit(table: ModuleType, network: str) -> None:
    long = replace(made(), texts={network: ("good", "word " * RULES[network].limit)})
    found = sheet(table, long)
    assert found.over == 1
    assert found.failures


@pytest.mark.parametrize(
    "words",
    [
        "The **bold** word.",
        "A `span` of code.",
        "## A heading",
        "A [link](https://example.org).",
        "a <b>tag</b> here",
        "a &amp; b",
        "{{< figure >}} here",
        "see [[another note]]",
        r"It grows as \frac{a}{b} does.",
        "| a | b |",
    ],
)
def test_markup_that_was_left_over(table: ModuleType, words: str) -> None:
    assert sheet(table, saying(words)).markup == 1


def test_markup_on_a_slide_counts_as_well(table: ModuleType) -> None:
    post = made()
    deck = replace(
        post.deck, slides=(*post.deck.slides, Slide("text", HERE, paragraphs=(text("x"), replace(text("y")))))
    )
    assert sheet(table, replace(post, deck=deck)).markup == 0
    shown = Slide("statement", HERE, title=replace(text("x"), spans=(replace(text("x").spans[0], text="A **word**."),)))
    assert sheet(table, replace(post, deck=replace(deck, slides=(shown,)))).markup == 1


def test_code_of_the_note_is_no_leftover(table: ModuleType) -> None:
    own = note("Markdown", section("Bold", para("Two stars `**` make a word bold."), code("a <b>tag</b>", "html")))
    assert sheet(table, saying("Two stars ** make a word bold, as a <b>tag</b> does."), of=own).markup == 0


@pytest.mark.parametrize(
    "hook", ["It locks the row.", "However, nobody waits.", "There are three reasons:", "这会失败。", ""]
)
def test_a_weak_first_line(table: ModuleType, hook: str) -> None:
    assert sheet(table, replace(made(), hooks=(hook,))).hooks == 1


def test_a_sentence_that_was_cut(table: ModuleType) -> None:
    whole = note("Cuts", section("One", para("The worker loses its lease after 30 seconds and runs on for an hour.")))
    assert sheet(table, saying("The worker loses its lease after 30 seconds"), of=whole).cut == 1
    assert sheet(table, saying("The worker loses its lease after…"), of=whole).cut == 1
    assert (
        sheet(table, saying("The worker loses its lease after 30 seconds and runs on for an hour."), of=whole).cut == 0
    )


def test_a_label_and_an_item_are_whole(table: ModuleType) -> None:
    whole = note(
        "Labels", section("One", bullets("**The lease ends early:** the worker runs on.", "No full stop here at all"))
    )
    for words in ("The lease ends early", "No full stop here at all", "• No full stop here at all"):
        assert sheet(table, saying(words), of=whole).cut == 0, words


def test_thin_slides_are_a_share(table: ModuleType) -> None:
    thin = Slide("text", HERE, paragraphs=(text("Two words."),))
    deck = Deck((Slide("cover", HERE, text("A")), thin, Slide("code", HERE), Slide("statement", HERE, text("B"))))
    found = sheet(table, replace(made(), deck=deck))
    assert (found.thin, found.slides) == (1, 4)
    assert "thin" in found.failures[0]


def test_a_strong_hook_that_makes_no_post_counts(table: ModuleType) -> None:
    found = table.Sheet("test")
    done = compose.compose(dns(), NOWHERE, OPTIONS, RULES)
    table.count_strong(found, dns(), NOWHERE, done)
    assert found.strong_posts == found.strong > 0
    table.count_strong(found, dns(), NOWHERE, compose.Composed())
    assert found.strong == 2 * found.strong_posts
    assert "strong" in found.failures[0]


def test_an_x_text_that_is_only_its_hook_is_told(table: ModuleType) -> None:
    post = made()
    assert sheet(table, post).bare == 0
    assert sheet(table, replace(post, texts={"x": (f"{post.hooks[0]}\n\n#Tag",)})).bare == 1


# ---- the command

TRAP = """# {title}

## What breaks

- **The Trap:** {trap}
- **The Fix:** {fix}

The answer was lost and not the request, so the second call repeats what the first one did. A key that the caller makes
before the first call tells the server that it has seen this one, and it gives back the answer of the first.
"""
RETRY = ("A retry pays the bill of 40 customers twice, and nobody sees it for a day.", "Send a key with every payment.")
CACHE = (
    "A stale price stays in the shop for 5 minutes and sells 300 shoes at a loss.",
    "Delete the key in both regions.",
)


def write(folder: Path, name: str, trap: str, fix: str) -> None:
    (folder / f"{name}.md").write_text(TRAP.format(title=name, trap=trap, fix=fix), encoding="utf-8")


def test_the_command_prints_a_row_a_folder(
    table: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, "Retries", *RETRY)
    assert table.main([str(tmp_path)]) == 0
    printed = capsys.readouterr().out
    assert printed.count(tmp_path.name[:22]) == 1
    assert table.main(["--json", str(tmp_path)]) == 0
    record = json.loads(capsys.readouterr().out)
    assert (record["sheets"][0]["posts"], record["failures"]) == (1, {})


def test_twins_of_a_folder_fail(table: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The composer drops copies itself, so that they have to be put back to be found."""
    write(tmp_path, "Retries", *RETRY)
    write(tmp_path, "Again", *RETRY)
    assert table.main([str(tmp_path)]) == 0
    survey = compose.survey
    monkeypatch.setattr(table.compose, "survey", lambda facts: replace(survey(facts), copies=frozenset()))
    assert table.main([str(tmp_path)]) == 1


def test_what_a_build_has_written_can_be_measured(table: ModuleType, tmp_path: Path) -> None:
    folder = tmp_path / "note" / "post"
    folder.mkdir(parents=True)
    slides = [{"layout": "text", "text": "One or two more words than eight stand here."}]
    record = {
        "id": "note/post",
        "hooks": ["A good first line that waits."],
        "texts": {"x": ["Short."]},
        "slides": slides,
    }
    (folder / "post.json").write_text(json.dumps(record))
    assert table.main([str(tmp_path)]) == 0
    (folder / "post.json").write_text(json.dumps({**record, "texts": {"x": ["word " * 200]}}))
    assert table.main([str(tmp_path)]) == 1
