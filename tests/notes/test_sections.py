"""Headings of any level -> the title, the lead and the tree."""

from __future__ import annotations

from pathlib import Path

import pytest

from post_forge.model import Note, Section
from post_forge.notes.sectioning import MOST_SECTIONS
from tests.notes.making import note_of, read_file


def tree(note: Note) -> list[object]:
    def branch(section: Section) -> object:
        below = [branch(inner) for inner in section.sections]
        return (str(section.title), section.level, below) if below else (str(section.title), section.level)

    return [branch(section) for section in note.sections]


def test_the_h1_is_the_title_and_no_section(tmp_path: Path) -> None:
    note = note_of(tmp_path, "# Title\n\nlead\n\n## A\n\n### B\n\n## C\n")
    assert str(note.title) == "Title"
    assert len(note.lead) == 1
    assert tree(note) == [("A", 2, [("B", 3)]), ("C", 2)]


def test_levels_are_counted_from_the_tree(tmp_path: Path) -> None:
    assert tree(note_of(tmp_path, "text\n\n#### A\n\n###### B\n\n#### C\n")) == [("A", 2, [("B", 3)]), ("C", 2)]
    note = note_of(tmp_path, "#### Four\n\n# One\n\n###### Six\n\nSetext\n======\n\nUnder\n-----\n")
    assert tree(note) == [("Four", 2), ("One", 2, [("Six", 3)]), ("Setext", 2, [("Under", 3)])]


def test_a_first_heading_above_all_others_is_the_title(tmp_path: Path) -> None:
    note = note_of(tmp_path, "### Topic\n\nlead\n\n#### A\n\n#### B\n")
    assert (str(note.title), tree(note)) == ("Topic", [("A", 2), ("B", 2)])


def test_two_h1_under_a_given_title_are_sections(tmp_path: Path) -> None:
    note = note_of(tmp_path, "---\ntitle: Given\n---\n# A\n\n# B\n")
    assert (str(note.title), tree(note)) == ("Given", [("A", 2), ("B", 2)])
    assert tree(note_of(tmp_path, "# A\n\nx\n\n# B\n")) == [("B", 2)]


@pytest.mark.parametrize(
    ("text", "place", "title"),
    [
        ("---\ntitle: Given\n---\n# Heading\n", "file-name.md", "Given"),
        ("# Heading\n", "file-name.md", "Heading"),
        ("## First\n\n## Second\n", "file-name.md", "File name"),
        ("## First\n\n## Second\n", "2024-01-01.md", "First"),
        ("text\n", "b-tree_index.md", "B-tree index"),
        ("<h1 align=center>In HTML</h1>\n\ntext\n", "file-name.md", "In HTML"),
        ('# <span>Red</span> & "quotes" <script>x</script>\n', "a.md", 'Red & "quotes"'),
        ("# ![logo](logo.svg) Name\n", "a.md", "Name"),
        ("", "empty.md", "Empty"),
    ],
)
def test_where_the_title_comes_from(tmp_path: Path, text: str, place: str, title: str) -> None:
    assert str(note_of(tmp_path, text, place).title) == title


def test_what_was_written_is_kept_as_heading(tmp_path: Path) -> None:
    section = note_of(tmp_path, "# T\n\n## 🏗️ 2. `X` (The Trap)\n").sections[0]
    assert (section.heading, str(section.title), section.icon) == ("🏗️ 2. X (The Trap)", "X", "🏗️")


def test_a_rule_under_a_paragraph_makes_no_heading(tmp_path: Path) -> None:
    note = note_of(tmp_path, "# T\n\nA sentence that ends.\n---\n\ntwo\nlines\n---\n\nShort\n---\n")
    assert tree(note) == [("Short", 2)]
    assert len(note.lead) == 2


def test_a_heading_without_its_space_is_repaired(tmp_path: Path) -> None:
    result = read_file(tmp_path, "# T\n\n##Title\n\n#hashtag\n\n##123\n")
    assert result.note is not None
    assert [str(s.title) for s in result.note.walk()] == ["Title"]
    assert [(p.rule, str(p.source)) for p in result.problems] == [("note.heading", "topic.md:3")]


def test_headings_in_lists_and_quotes_are_bold_lines(tmp_path: Path) -> None:
    note = note_of(tmp_path, "# T\n\n1. #### One\n\n   text\n\n> ## Two\n")
    assert note.sections == ()
    assert len(note.lead) == 2


def test_sections_are_capped_and_it_is_told(tmp_path: Path) -> None:
    result = read_file(tmp_path, "# T\n\n" + "".join(f"## Part {n} x\n\ntext\n\n" for n in range(600)))
    assert result.note is not None
    assert sum(1 for _ in result.note.walk()) == MOST_SECTIONS - 1  # the H1 is one of them
    assert [p.rule for p in result.problems] == ["note.sections"]


def test_chat_is_left_out_and_advice_stays(tmp_path: Path) -> None:
    text = (
        "# Caching\n\nSure! Here is an improved version of your notes:\n\n## A\n\nRead the cache first.\n\n"
        "Let me know if you want me to expand this section.\n\nAs an AI language model, I cannot verify this.\n\n"
        "Great, that covers it! **Copy the block below to the end of your `dns.md` file.**\n\n"
        "Copy the `public` directory to your web server.\n\nSure, here a cache helps, but not for writes.\n\n"
        "Let me show what happens when it is cold.\n"
    )
    result = read_file(tmp_path, text)
    assert [(p.rule, p.source.line) for p in result.problems if p.source] == [("note.chat", n) for n in (3, 9, 11, 13)]
    assert result.note is not None
    assert len(result.note.sections[0].blocks) == 4


def test_the_summary_and_the_digest(tmp_path: Path) -> None:
    one = note_of(tmp_path, "---\ndescription: Short.\n---\n# T\n")
    assert one.summary == "Short."
    assert one.digest != note_of(tmp_path, "# T\n").digest
    assert len(one.digest) == 64
