"""Front matter of three kinds, its mistakes, and that what was held back stays back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.notes.making import note_of, read_file

BODY = "# Title\n\nFirst paragraph.\n"


def warnings(root: Path, text: str) -> list[str]:
    return [f"{p.source}: {p.message}" for p in read_file(root, text).problems]


def test_yaml_is_read_as_written(tmp_path: Path) -> None:
    text = (
        "---\ntitle: 1.10\nsummary: 2024-01-01\ntags: [db, 2024]\norder: 3\nlevel: Advanced\nauthor: {name: A}\n---\n"
    )
    matter = note_of(tmp_path, text + BODY).matter
    assert (matter.title, matter.summary, matter.tags) == ("1.10", "2024-01-01", ("db", "2024"))
    assert (matter.order, matter.level, matter.status) == (3.0, "advanced", "ready")
    assert matter.extra == {"author": {"name": "A"}}


def test_toml_and_json_are_read(tmp_path: Path) -> None:
    toml = note_of(tmp_path, '+++\ntitle = "T"\ndate = 2024-05-01\ntags = ["a"]\n[extra]\nlead = "x"\n+++\n' + BODY)
    assert (toml.matter.title, toml.matter.tags) == ("T", ("a",))
    assert toml.matter.extra == {"date": "2024-05-01", "extra": {"lead": "x"}}
    json = note_of(tmp_path, '{\n "title": "J", "tags": "a, b"\n}\n\n' + BODY)
    assert (json.matter.title, json.matter.tags) == ("J", ("a", "b"))
    assert json.lead[0].source.line == 7


def test_lines_are_counted_from_the_top_of_the_file(tmp_path: Path) -> None:
    note = note_of(tmp_path, "---\ntitle: T\n---\n\ntext\n\n## Section\n")
    assert note.lead[0].source.line == 5
    assert note.sections[0].source.line == 7


@pytest.mark.parametrize(
    "keys",
    ["draft: true", "draft: yes", "publish: false", "published: no", "status: draft", "Status: WIP", "draft: 'true'"],
)
def test_what_is_not_ready_is_a_draft(tmp_path: Path, keys: str) -> None:
    assert note_of(tmp_path, f"---\n{keys}\n---\n{BODY}").matter.status == "draft"


def test_words_of_other_programs_mean_nothing(tmp_path: Path) -> None:
    text = "---\nstatus: reviewed\ntype: [x]\npublished: true\ncategories: {a: b}\n---\n"
    result = read_file(tmp_path, text + BODY)
    assert result.note is not None
    assert result.note.matter.status == "ready"
    assert not result.problems


def test_private_is_private(tmp_path: Path) -> None:
    assert note_of(tmp_path, f"---\nprivate: on\n---\n{BODY}").matter.private


@pytest.mark.parametrize("held", ["draft: true", "publish: false", "private: yes", "status: draft"])
def test_a_typing_error_publishes_no_draft(tmp_path: Path, held: str) -> None:
    broken = f'---\ntitle: "open\n{held}\n---\n'
    note = note_of(tmp_path, broken + BODY)
    assert note.matter.status == "draft"
    assert str(note.title) == "Title"
    assert note.problems[0].rule == "note.front-matter"


def test_a_broken_end_keeps_the_keys_before_it(tmp_path: Path) -> None:
    result = read_file(tmp_path, f"---\ntitle: Kept\nsub: a: b\n---\n{BODY}")
    assert result.note is not None
    assert result.note.matter.title == "Kept"
    assert [str(problem.source) for problem in result.problems] == ["topic.md:3:7"]


@pytest.mark.parametrize(
    ("front", "said"),
    [
        ("title: [a]", "topic.md:2:1: front matter: title is text"),
        ("level: expert", "topic.md:2:1: front matter: level is beginner, intermediate or advanced"),
        ("order: first", "topic.md:2:1: front matter: order is a number"),
        ("a: 1\ntags: {b: c}", "topic.md:3:1: front matter: tags is a list of words"),
        ("draft: maybe", "topic.md:2:1: front matter: draft is true or false"),
        ("- a\n- b", "topic.md:2: front matter is not a list of keys and values"),
        ("title: A\ntitle: B", "topic.md:3:1: front matter: the key 'title' stands twice"),
    ],
)
def test_a_wrong_value_is_ignored_with_its_line(tmp_path: Path, front: str, said: str) -> None:
    messages = warnings(tmp_path, f"---\n{front}\n---\n{BODY}")
    assert len(messages) == 1
    assert messages[0].startswith(said)


def test_toml_and_json_mistakes_have_a_line(tmp_path: Path) -> None:
    assert warnings(tmp_path, "+++\na = 1\nb = x\n+++\n" + BODY)[0].startswith("topic.md:3:5: ")
    assert warnings(tmp_path, '{\n "title": "J",\n "tags": [1 2]\n}\n\n' + BODY)[0].startswith("topic.md:3:13: ")
    assert warnings(tmp_path, '+++\norder = "x"\n+++\n' + BODY)[0].startswith("topic.md:2: ")


@pytest.mark.parametrize("deep", ["---\nx: {0}\n---\n", "+++\nx = {0}\n+++\n", '{{"x": {0}}}\n\n'])
def test_deep_nesting_is_told_and_the_body_kept(tmp_path: Path, deep: str) -> None:
    result = read_file(tmp_path, deep.format("[" * 5000 + "]" * 5000) + BODY)
    assert result.note is not None
    assert str(result.note.title) == "Title"
    assert len(result.problems) == 1


@pytest.mark.parametrize(
    "text",
    [
        "---\n\nA rule, then text.\n\n---\n\nmore\n",
        "---\nOne line: with a colon and more words\nthat go on\n---\n",
        "---\n",
    ],
)
def test_a_rule_at_the_top_is_no_front_matter(tmp_path: Path, text: str) -> None:
    result = read_file(tmp_path, text)
    assert result.note is not None
    assert not result.problems
    assert result.note.matter.extra == {}


def test_front_matter_without_an_end(tmp_path: Path) -> None:
    result = read_file(tmp_path, "---\ntitle: Open\ntags: [a, b]\n\n# H\n\ntext\n")
    assert result.note is not None
    assert result.note.matter.title == "Open"
    assert "never ends" in result.problems[0].message
    assert result.note.lead[0].source.line == 7


@pytest.mark.parametrize("text", ["{% include a %}\n\ntext\n", "{{ x }}\n\ntext\n", "{:toc}\n\ntext\n"])
def test_a_template_tag_at_the_top_is_no_json(tmp_path: Path, text: str) -> None:
    result = read_file(tmp_path, text)
    assert result.note is not None
    assert not result.problems
    assert result.note.lead[0].source.line == 3


def test_the_icon_of_front_matter(tmp_path: Path) -> None:
    assert note_of(tmp_path, "---\ntitle: T\nemoji: 🤖\n---\ntext\n").icon == "🤖"


@pytest.mark.parametrize("key", ["url", "guide_url"])
@pytest.mark.parametrize("words", ["javascript:alert(5)", "file:///etc/passwd", "https://", "/a/page", "https://[x"])
def test_what_no_browser_should_open_is_no_address(tmp_path: Path, key: str, words: str) -> None:
    text = f"---\ntitle: T\n{key}: '{words}'\n---\ntext\n"
    assert getattr(note_of(tmp_path, text).matter, key) == ""
    (told,) = warnings(tmp_path, text)
    assert f".md:3:1: front matter: {key} is an address that begins with https:// or http://; this value" in told


@pytest.mark.parametrize("words", ["https://example.org/a?b=c#d", "http://example.org", "https://bücher.example/ä"])
def test_a_web_address_is_taken_as_written(tmp_path: Path, words: str) -> None:
    assert note_of(tmp_path, f"---\nurl: {words}\n---\ntext\n").matter.url == words
