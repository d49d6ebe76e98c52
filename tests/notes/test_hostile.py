"""Whatever a file holds, reading it ends, raises nothing, and gives a note or says why not."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from post_forge.model import Code, Item, Listing, Note, Paragraph, Section
from post_forge.notes import ReadResult
from tests.notes.making import read_file

BODY = "# Title\n\nFirst paragraph.\n\n## Section\n\n- one\n- two\n"


@pytest.mark.parametrize(
    "text",
    [
        "", " \n\t\n\n", "---\n", "---\n---\n", "+++\n", "{", "{}", "```", "#", "# \n", ">", "- ", "|",
        "|-|", "[^1]:", ":::",
        "!!!", "$$", "%%", "<!--", "<", "![", "[[", "{{", "{%", "\\", "\\(", "---\ntitle: x\n---", "![](a.png)",
        "<script>", "<pre>", "<table>", "> [!x]", "***", "===", "a\n===", ": b", "a\n: b", "1.", "[a]: b", "\x00",
        "---\n? [a]\n: b\n---\n", "---\n"+"a: "*100+"\n---\n", "+++\na = [[[[\n+++\n", "# "+"A"*5000,
        "|a"*60,
        "<img src=x onerror=alert(1)><iframe src='https://x.invalid'></iframe>",
        "&#x110000; &#0; &#xD800;", "\u202e\u2066x",
        "# Z" + "\u0335\u0321" * 200 + "algo", "\ud7ff\ue000\ufdd0\U0010ffff", "[a](<b c> 'd') ![[x.png|300|b]]",
    ],
)  # fmt: skip
@pytest.mark.parametrize("place", ["a.md", "a.mdx"])
def test_the_smallest_and_the_strangest(tmp_path: Path, text: str, place: str) -> None:
    result = read_file(tmp_path, text, place)
    assert result.note is not None
    assert str(result.note.title).strip()


BARE_UNITS = """
    [ ![ ![[a [[ [a]( [^ ] ( *a a** _a ~~a ==a ` `a``b $ $a $$ $$a {{ { {% \\( \\[ \\ %% : ::: @[a]( ^[ <a <b> <!--
    <div> <![CDATA[ & &amp; | > - # __init__ **「あ」** 👩🏽‍💻 a x
"""
LINES = ("a", "- a", "> a", "::: a", "!!! a\n    b", "a\n: b", "```py", "# a", "%%\na", "\\[\nx^2", "|a|")
UNITS = [*BARE_UNITS.split(), *(f"{line}\n" for line in LINES)]


@pytest.mark.parametrize("unit", UNITS)
def test_twenty_thousand_times_the_same(tmp_path: Path, unit: str) -> None:
    """What takes quadratic time would run into the time limit of the test run."""
    result = read_file(tmp_path, "# T\n\n" + unit * (60_000 // len(unit)))
    assert result.note is not None


def test_what_no_author_writes_is_refused(tmp_path: Path) -> None:
    for text in ("a\n" * 100_001, "[" * 60_001, "x" * 5_000_001):
        result = read_file(tmp_path, text)
        assert result.note is None
        assert [(p.rule, p.severity) for p in result.problems] == [("note.size", "error")]
    assert read_file(tmp_path, "word " * 200_000).note is not None


_PARTS = st.sampled_from(
    ["# T\n", "## 1. A (The Trap)\n", "text **b**\n", "- a\n", "  - b\n", "> q\n", "> [!note] x\n",
     "```py\n", "```\n", "````md\n",
     "| a | b |\n|-|-|\n", "| c |\n", "---\n", "\n", "::: tip\n", ":::\n", "!!! note\n", "    code\n",
     "<div>\n", "</div>\n",
     "<table>\n", "</table>\n", "<details><summary>s</summary>\n", "$$\n", "%%\n", "<!-- post: a -->\n",
     "<!--\n", "-->\n", "[^1]: f\n",
     "![](x.png)\n", "{% raw %}\n", "import a from 'b'\n", "<Tabs>\n", "title: x\n", "+++\n", "中文\n",
     "[[a|b]] ==c== $x$\n", "1. one\n"]
)  # fmt: skip


@given(st.lists(_PARTS, max_size=14), st.sampled_from(["a.md", "a.mdx"]))
def test_any_mixture_is_read(tmp_path: Path, parts: list[str], place: str) -> None:
    result = read_file(tmp_path, "".join(parts), place)
    assert result.note is not None
    assert all(1 <= source.line <= len(parts) * 2 + 1 for source in _sources(result.note))
    assert all(p.source is not None and p.source.line <= len(parts) * 2 + 1 for p in result.problems)


@given(st.text(max_size=300))
def test_any_text_is_read(tmp_path: Path, text: str) -> None:
    assert read_file(tmp_path, text.encode(errors="replace")).note is not None


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(tmp_path: Path, data: bytes) -> None:
    result = read_file(tmp_path, data)
    assert result.note is not None or [p.severity for p in result.problems] == ["error"]


_WORDS = st.text("abcdefgh", min_size=3, max_size=8)
_BLOCKS = st.one_of(
    _WORDS.map(lambda w: (f"{w} goes on\nover lines\n", w)),
    _WORDS.map(lambda w: (f"## {w} 1\n", w)),
    _WORDS.map(lambda w: (f"- {w} a\n\n  more\n", w)),
    _WORDS.map(lambda w: (f"> {w} said\n", w)),
    _WORDS.map(lambda w: (f"```py\n{w}\n```\n", "```py")),
    _WORDS.map(lambda w: (f"| {w} | b |\n|---|---|\n| c | d |\n", w)),
    _WORDS.map(lambda w: (f"::: note\n{w}\n:::\n", w)),
    _WORDS.map(lambda w: (f"{w}\n: meaning\n", w)),
    _WORDS.map(lambda w: (f"<p>\n{w}</p>\n", w)),
)


@given(st.lists(_BLOCKS, min_size=1, max_size=8), st.sampled_from(["", "---\ntitle: T\n---\n", "```md\n## x\n```py\n"]))
def test_every_block_stands_on_the_line_it_names(tmp_path: Path, blocks: list[tuple[str, str]], top: str) -> None:
    text = top + "\n".join(block for block, _ in blocks)
    result = read_file(tmp_path, text)
    assert result.note is not None
    lines = text.split("\n")
    for where, said in _said(result.note):
        assert said in lines[where - 1]


def _sources(note: Note) -> list[object]:
    found: list[object] = []
    waiting: list[object] = [note]
    while waiting:
        part = waiting.pop()
        if hasattr(part, "source"):
            found.append(part.source)
        for name in ("lead", "blocks", "sections", "items"):
            waiting += getattr(part, name, ())
    return found


def _said(note: Note) -> list[tuple[int, str]]:
    """(line, first word) of each part that begins with a word."""
    result: list[tuple[int, str]] = []
    waiting: list[object] = [note]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Section):
            result.append((part.source.line, part.heading.split()[0]))
        elif isinstance(part, (Paragraph, Item)) and part.text:
            result.append((part.source.line, str(part.text).split()[0].rstrip(":")))
        elif isinstance(part, Code):
            result.append((part.source.line, "```"))
        elif isinstance(part, Listing):
            assert part.items
        for name in ("lead", "blocks", "sections", "items"):
            waiting += getattr(part, name, ())
    return result


def test_a_result_can_go_to_another_process(tmp_path: Path) -> None:
    result = read_file(
        tmp_path, "---\ntags: [a]\nother: {x: [1]}\n---\n" + BODY + "\n| a |\n|-|\n| b |\n\n> q\n\n```\nx\n```\n"
    )
    copy: ReadResult = pickle.loads(pickle.dumps(result))
    assert copy == result


def test_reading_twice_gives_the_same(tmp_path: Path) -> None:
    assert read_file(tmp_path, BODY) == read_file(tmp_path, BODY)
