"""Diffs and terminals: what each line is, and how it is drawn."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scene import NIGHT, NOTE, PORTRAIT, slide

from post_forge.model import Code
from post_forge.render import DeckView, lay_out, load_theme, markup
from post_forge.render.codekinds import MINUS, code_lines, shown
from post_forge.render.paint import display_list
from post_forge.render.values import Fill

DIFF = """\
--- a/pay.py
+++ b/pay.py
@@ -1,3 +1,4 @@
 def pay(order):
-    send(order)
+    send(order, key=order.id)
+    # once
 done"""


def test_a_diff_loses_its_first_column_and_keeps_its_headers() -> None:
    assert shown(DIFF, "diff").split("\n") == [
        "--- a/pay.py",
        "+++ b/pay.py",
        "@@ -1,3 +1,4 @@",
        "def pay(order):",
        "    send(order)",
        "    send(order, key=order.id)",
        "    # once",
        "done",
    ]
    assert [line.role for line in code_lines(DIFF, "python", "diff")] == [
        "meta", "meta", "meta", "", "removed", "added", "added", "",
    ]  # fmt: skip
    assert [line.sign for line in code_lines(DIFF, "python", "diff")][3:] == ["", MINUS, "+", "+", ""]


def test_a_removed_line_of_dashes_is_no_header() -> None:
    assert [line.role for line in code_lines("--- a comment of SQL\n+SELECT 1", "sql", "diff")] == ["removed", "added"]


def test_old_and_new_lines_are_coloured_each_as_a_whole() -> None:
    """A string that is opened in a removed line does not run on into the new ones."""
    lines = code_lines('-x = """old\n+x = 1\n y = 2', "python", "diff")
    assert ("1", "number") in lines[1].parts
    assert any(kind == "number" for _, kind in lines[2].parts)


def test_what_was_typed_stands_out_from_what_was_answered() -> None:
    lines = code_lines("$ ls -l /tmp\ntotal 4\n> more\n# a word\n", "console", "console")
    assert [line.role for line in lines] == ["command", "output", "command", "comment", "output"]
    assert lines[0].parts[0] == ("$ ", "prompt")
    assert "".join(text for text, _ in lines[0].parts) == "$ ls -l /tmp"


@given(st.text("+-@ ab\n>$#", max_size=80), st.sampled_from(["code", "diff", "console"]))
def test_no_character_is_lost(text: str, kind: str) -> None:
    lines = code_lines(text, "python", kind)  # type: ignore[arg-type]
    assert "\n".join("".join(part for part, _ in line.parts) for line in lines) == shown(text, kind)  # type: ignore[arg-type]
    assert shown(text, kind).count("\n") == text.count("\n")  # type: ignore[arg-type]


def framed(layout: str, text: str, theme_name: str = "night"):
    theme = load_theme(theme_name)
    made = slide(layout, code=Code(text, "diff" if layout == "diff" else "console", NOTE, "pay.py"))
    return lay_out(markup(made, DeckView(2, 5), theme, PORTRAIT), theme, PORTRAIT)


def drawn(layout: str, text: str, theme_name: str = "night"):
    return display_list(framed(layout, text, theme_name), load_theme(theme_name))


@pytest.mark.parametrize("theme", ["night", "paper", "signal"])
def test_changes_are_told_by_sign_and_by_tint(theme: str) -> None:
    frame = framed("diff", " a\n-b\n+c\n+d", theme)
    sized = load_theme(theme).on(frame.box.own("field", ""))
    made = display_list(frame, sized)
    lines = [line.text for line in made.lines()]
    assert lines.count("+") == 2
    assert lines.count(MINUS) == 1
    look = sized.code
    tints = [op.color for op in made.ops if isinstance(op, Fill)]
    assert look["added"].color in tints
    assert look["removed"].color in tints
    assert look["added"].color != look["removed"].color


def test_a_diff_keeps_clear_of_its_signs() -> None:
    made = drawn("diff", "-old\n+new")
    placed = {line.text: line for line in made.lines()}
    assert placed["+"].x + placed["+"].width < placed["new"].x


def test_a_theme_without_looks_for_changes_draws_them_all_the_same() -> None:
    from dataclasses import replace

    from post_forge.render.theme import REQUIRED

    bare = replace(NIGHT, code={name: look for name, look in NIGHT.code.items() if name in REQUIRED["code"]})
    for layout in ("diff", "terminal"):
        made = slide(layout, code=Code("-a\n+b" if layout == "diff" else "$ ls\na", "", NOTE))
        assert display_list(lay_out(markup(made, DeckView(), bare, PORTRAIT), bare, PORTRAIT), bare).ops
