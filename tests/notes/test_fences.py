"""Fences that do not pair: which repair is made, and that lines stay the author's."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from post_forge.model import Code, Section
from post_forge.notes.fences import read_info, repair, scan
from post_forge.notes.report import Report
from tests.notes.making import note_of, read_file

WRAPPED = """# DNS

## One

```
plain
```

Text.

```markdown
---

## Two

Inside.

```bash
# not a heading
dig
```

## Three

After.
"""


def headings(root: Path, text: str) -> list[tuple[str, int]]:
    return [(str(section.title), section.source.line) for section in note_of(root, text).walk()]


def code_of(section: Section) -> list[str]:
    return [block.text for block in section.blocks if isinstance(block, Code)]


def test_a_chapter_wrapped_by_mistake_is_unwrapped(tmp_path: Path) -> None:
    assert headings(tmp_path, WRAPPED) == [("One", 3), ("Two", 14), ("Three", 23)]
    note = note_of(tmp_path, WRAPPED)
    assert code_of(note.sections[1]) == ["# not a heading\ndig"]
    assert [(p.rule, p.source.line) for p in note.problems if p.source] == [("note.fence", 11)]


def test_a_wrapper_with_both_ends_loses_both(tmp_path: Path) -> None:
    note = note_of(tmp_path, "# N\n\n```markdown\n## In\n\n```python\ny = 2\n```\n\nafter\n```\n\n## Out\n")
    assert [str(section.title) for section in note.walk()] == ["In", "Out"]
    assert code_of(note.sections[0]) == ["y = 2"]
    assert note.problems[0].hint == "delete this line and line 11"


def test_a_sample_of_markdown_that_pairs_is_left_alone(tmp_path: Path) -> None:
    result = read_file(
        tmp_path, "# N\n\n````markdown\n```python\nx\n```\n````\n\n```md\n## sample\n```\n\n~~~\n```\n~~~\n"
    )
    assert not result.problems


def test_a_fence_that_stays_open_ends_at_the_next_heading(tmp_path: Path) -> None:
    text = "# N\n\n```python\nx = 1\n# a comment\n\n## Next\n\ntext\n"
    assert headings(tmp_path, text) == [("Next", 7)]
    problem = note_of(tmp_path, text).problems[0]
    assert str(problem.source) == "topic.md:3"
    assert "closed before line 7" in problem.message


def test_a_fence_that_stays_open_ends_before_the_next_fence(tmp_path: Path) -> None:
    text = "# N\n\n```bash\nrun\n\nsome text\n\n```python\nx = 1\n```\n\n## Last\n"
    note = note_of(tmp_path, text)
    assert [str(section.title) for section in note.walk()] == ["Last"]
    assert note.problems[0].source is not None
    assert note.problems[0].source.line == 3


def test_a_fence_without_end_or_heading_is_told(tmp_path: Path) -> None:
    result = read_file(tmp_path, "# N\n\n```\nx\n")
    assert [p.message for p in result.problems] == ["this code fence is never closed; all that follows is code"]


@pytest.mark.parametrize(
    "text",
    [
        "1. a\n\n   ```sh\n   x\n   ```\n2. b\n",
        "- a\n  ```sh\n  never closed in its item\n\nafter\n\n```\ny\n```\n",
        "> ```\n> x\n\nafter\n\n```\ny\n```\n",
        "  ```\nnot indented\n  ```\n",
        "``` inline ``` text\n",
        "- ```sh\n  x\n  ```\n",
    ],
)
def test_fences_in_lists_and_quotes_end_with_them(tmp_path: Path, text: str) -> None:
    assert not [p for p in read_file(tmp_path, text).problems if p.rule == "note.fence"]


@pytest.mark.parametrize(
    ("info", "lang", "title", "focus"),
    [
        ("", "", "", ()),
        ("Python", "python", "", ()),
        ("c++", "c++", "", ()),
        ("yaml title='a b.yml' {1}", "yaml", "a b.yml", (1,)),
        ("ts {1,3-5} showLineNumbers", "ts", "", (1, 3, 4, 5)),
        ("{.sql .numberLines}", "sql", "", ()),
        ("rust,ignore", "rust,ignore", "", ()),
        ('title="x.py"', "", "x.py", ()),
        ("js {9-1}", "js", "", ()),
    ],
)
def test_info_strings(info: str, lang: str, title: str, focus: tuple[int, ...]) -> None:
    read = read_info(info)
    assert (read.lang, read.title, read.focus) == (lang, title, focus)


_LINES = st.sampled_from(
    ["```", "```py", "```markdown", "````", "~~~", "## H", "# c", "text", "", "- a", "  ```", "> ```"]
)


@given(st.lists(_LINES, max_size=25))
def test_repair_ends_and_keeps_every_line_and_its_number(lines: list[str]) -> None:
    report = Report("n.md")
    fixed, numbers = repair(list(lines), list(range(1, len(lines) + 1)), report)
    assert len(fixed) == len(numbers)
    for number, line in enumerate(lines, 1):
        assert any(n == number and text in (line, "") for text, n in zip(fixed, numbers, strict=True))
    assert numbers == sorted(numbers)
    if not any(fence.end is None or fence.again for fence in scan(lines)):
        assert fixed == lines
        assert not report.problems()
