"""The fixed phrases of a language."""

from __future__ import annotations

from pathlib import Path

import pytest

from post_forge import shipped
from post_forge.compose.language.phrases import phrases_for
from post_forge.errors import TemplateError

FILES = {path.stem: path.read_text("utf-8") for path in (shipped.TEMPLATES / "phrases").glob("*.yaml")}
LANGUAGES = sorted(lang for lang, content in FILES.items() if "questions:" in content)
"""Those of posts; the others have words for slides only."""


def test_a_language_without_a_file_has_no_phrases() -> None:
    found = phrases_for("tlh", ())
    assert found.question("trap", "a/b") == ""
    assert (found.save("a/b"), found.myth("It is so."), found.rows) == ("", "", "")


def test_a_region_takes_its_languages_phrases() -> None:
    assert phrases_for("en-GB", ()) == phrases_for("en", ())


def test_a_post_always_gets_the_same_question() -> None:
    phrases = phrases_for("en", ())
    asked = {phrases.question("trap", f"n/{number}") for number in range(40)}
    assert asked == set(phrases.questions["trap"])
    assert phrases.question("trap", "n/1") == phrases.question("trap", "n/1")
    assert phrases.question("prose", "n/1") == ""
    assert phrases.question("compare", "n/1") == ""
    assert "Redis" in phrases.question("compare", "n/1", a="Redis", b="Kafka")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_shipped_file_is_whole(lang: str) -> None:
    phrases = phrases_for(lang, ())
    assert set(phrases.questions) == {"compare", "steps", "trap", "code", "cards", "myth", "list", "risks"}
    for kind, wordings in phrases.questions.items():
        assert len(wordings) == 3
        assert all(("{a}" in one and "{b}" in one) == (kind == "compare") for one in wordings)
        assert all(len(one.format(a="PostgreSQL", b="Redis")) <= 90 for one in wordings)
    assert phrases.rows.format(shown=2, all=3) != phrases.rows
    assert phrases.or_.format(a="A", b="B")
    assert phrases.asked.format(n=3, topic="DNS")
    assert phrases.more.format(n=3)
    assert len(phrases.saves) == 3
    assert all((phrases.myth, *phrases.saves, phrases.recap))
    assert set(phrases.alt) == {"code", "diff", "terminal", "lines", "table", "diagram", "edge"}


@pytest.mark.parametrize("lang", sorted(FILES))
def test_every_shipped_file_has_the_words_of_slides(lang: str) -> None:
    words = phrases_for(lang, ()).slide
    assert list(words) == list(phrases_for("en", ()).slide)
    assert all(words.values())
    assert all(len(word) <= 18 for word in words.values())


def test_the_last_slide_says_one_of_three_things_always_the_same_for_a_post() -> None:
    phrases = phrases_for("en", ())
    assert {phrases.save(f"n/{number}") for number in range(40)} == set(phrases.saves)
    assert phrases.save("n/1") == phrases.save("n/1")


def workspace(tmp_path: Path, content: str) -> tuple[Path, ...]:
    (tmp_path / "phrases").mkdir()
    (tmp_path / "phrases" / "en.yaml").write_text(content, encoding="utf-8")
    return (tmp_path,)


def test_a_workspace_may_have_its_own(tmp_path: Path) -> None:
    found = phrases_for("en", workspace(tmp_path, "save: Keep this\nquestions:\n  trap:\n    - Seen it?\n"))
    assert (found.save("a/b"), found.question("trap", "a/b"), found.recap) == ("Keep this", "Seen it?", "")


@pytest.mark.parametrize(
    ("content", "rule", "said"),
    [
        ("save: [", "phrases.yaml", "cannot be read"),
        ("- a\n- b\n", "phrases.shape", "mapping"),
        ("saves: Keep\n", "phrases.unknown", "saves"),
        ("questions:\n  traps:\n    - Why?\n", "phrases.unknown", "traps"),
    ],
)
def test_a_mistake_in_it_is_told_with_its_file(tmp_path: Path, content: str, rule: str, said: str) -> None:
    with pytest.raises(TemplateError) as raised:
        phrases_for("en", workspace(tmp_path, content))
    [problem] = raised.value.problems
    assert problem.rule == rule
    assert said in problem.message
    assert problem.source
    assert problem.source.path.endswith("en.yaml")


def test_a_denial_is_the_same_for_the_same_claim_and_not_for_all() -> None:
    english = phrases_for("en", ())
    said = {english.myth(f"Claim number {number}.") for number in range(20)}
    assert said == set(english.myths)
    assert english.myth("Locks are slow.") == english.myth("Locks are slow.")
