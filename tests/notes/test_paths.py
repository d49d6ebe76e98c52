"""Path files: which notes, in which order; what is wrong is told at its line and the rest is kept."""

from __future__ import annotations

from textwrap import dedent

from post_forge import notes


def read(tmp_path, text: str, *names: str):
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("# Note\n\nWords.\n")
    (tmp_path / "way.path.yaml").write_text(dedent(text))
    return notes.read_paths(notes.find(tmp_path, tmp_path))


def test_a_path_orders_notes_by_section(tmp_path):
    text = """\
        title: Way
        sections:
          - title: One
            notes: [b, sub/c.md]
          - title: Two
            notes:
              - note: a
                optional: true
        """
    (curriculum,), problems = read(tmp_path, text, "a.md", "b.md", "sub/c.md")
    assert problems == ()
    assert curriculum.title == "Way"
    assert [(stop.place, stop.section, stop.optional) for stop in curriculum.stops] == [
        ("b.md", "One", False),
        ("sub/c.md", "One", False),
        ("a.md", "Two", True),
    ]


def test_a_note_may_be_named_without_its_folder(tmp_path):
    (curriculum,), _ = read(tmp_path, "notes: [c]\n", "sub/c.md")
    assert [stop.place for stop in curriculum.stops] == ["sub/c.md"]


def test_a_note_that_is_not_there_is_told_at_its_line(tmp_path):
    (curriculum,), (problem,) = read(tmp_path, "title: Way\nnotes:\n  - first\n  - secnd\n", "first.md", "second.md")
    assert [stop.place for stop in curriculum.stops] == ["first.md"]
    assert (str(problem.source).rpartition(":")[0], problem.severity) == ("way.path.yaml:4", "warning")
    assert "did you mean 'second'" in problem.hint


def test_a_path_that_says_nothing_is_told(tmp_path):
    _, (problem,) = read(tmp_path, "title: Way\nsections: 7\n", "a.md")
    assert "names no notes" in problem.message


def test_a_path_that_does_not_parse_is_told_and_hides_no_note(tmp_path):
    _, problems = read(tmp_path, "sections: [\n", "a.md")
    assert problems[0].severity == "warning"
    assert len(notes.find(tmp_path, tmp_path).notes) == 1
