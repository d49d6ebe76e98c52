"""YAML 1.2 as it was written, with places, and nothing that a hostile file can do."""

from __future__ import annotations

import math

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from post_forge.errors import ContentError
from post_forge.yamltext import DEEPEST, load, scan


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("09:00, 12:30", "09:00, 12:30"),
        ("4:5", "4:5"),
        ("12:30:45", "12:30:45"),
        ("no", "no"),
        ("on", "on"),
        ("y", "y"),
        ("true", True),
        ("False", False),
        ("~", None),
        ("null", None),
        ("", None),
        ("1.10", 1.1),
        ("0x1F", 31),
        ("0o17", 15),
        ("010", 10),
        ("1_000", "1_000"),
        ("2024-05-01", "2024-05-01"),
        ("-12", -12),
        ("+1.5e3", 1500.0),
        (".5", 0.5),
        (".inf", math.inf),
        ("-.INF", -math.inf),
        ("1e999", "1e999"),
        ("9" * 400, "9" * 400),
        ("'yes'", "yes"),
        ('"1"', "1"),
        ("!!str 1", "1"),
        ("=", "="),
        ("<<", "<<"),
    ],
)
def test_a_scalar_means_what_the_core_schema_says(written: str, value: object) -> None:
    loaded = load(f"key: {written}", "a.yaml").value["key"]
    assert loaded == value
    assert type(loaded) is type(value)


def test_not_a_number_is_a_number() -> None:
    assert math.isnan(load("a: .nan", "a.yaml").value["a"])


def test_keys_are_words_whatever_they_would_mean_as_values() -> None:
    assert list(load("no: 1\n404: 2\n1.10: 3\ntrue: 4\n", "a.yaml").value) == ["no", "404", "1.10", "true"]


def test_every_part_knows_its_place() -> None:
    text = "times:\n  - mon: ['09:00']\nhosts: {é: x}\n"
    loaded = load(text, "post_forge.yaml", first_line=5)
    assert str(loaded.keys["times",]) == "post_forge.yaml:5:1"
    assert str(loaded.positions["times", 0, "mon", 0]) == "post_forge.yaml:6:11"
    assert str(loaded.positions["hosts", "é"]) == "post_forge.yaml:7:12"
    assert str(loaded.where("times", 0, "mon", 7, "x")) == "post_forge.yaml:6:5"
    assert loaded.written["times", 0, "mon", 0] == "09:00"


def test_what_was_written_is_kept_beside_the_value() -> None:
    assert load("version: 1.10", "a.yaml").written["version",] == "1.10"


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("a: 1\nb: 2\na: 3", "f.yaml:3:1", "stands twice (first on line 1)"),
        ("title: Redis: a guide", "f.yaml:1:13", "not allowed"),
        ('a: "open', "f.yaml:1:4", "end of stream"),
        ("a: [1, 2\nb: 3", "f.yaml:1:4", "expected ',' or ']'"),
        ("a: !!python/object/apply:os.system ['id']", "f.yaml:1:4", "tag !!python/object/apply:os.system"),
        ("a: !Widget {b: c}", "f.yaml:1:4", "tag !Widget"),
        ("? [a, b]\n: c", "f.yaml:1:3", "cannot be a key"),
        ("title: {{ title }}", "f.yaml:1:9", "placeholder"),
        ("a: &x [*x]", "f.yaml:1:8", "inside the value that it names"),
        ("a: *nowhere", "f.yaml:1:4", "names no value above"),
        ("a: 1\n---\nb: 2", "f.yaml:2:1", "second YAML document"),
        ("é: \x07", "f.yaml:1:4", "control characters"),
        ("\ta: 1", "f.yaml:1:1", "cannot start any token"),
    ],
)
def test_a_mistake_is_named_with_its_place(text: str, place: str, words: str) -> None:
    with pytest.raises(ContentError) as caught:
        load(text, "f.yaml")
    problem = caught.value.problems[0]
    assert str(problem.source) == place
    assert words in problem.message
    assert problem.hint


def test_of_two_equal_keys_the_first_is_kept_and_all_mistakes_are_told() -> None:
    loaded, problems = scan("a: 1\na: {b: c}\nd: !x 1\ne: 5", "f.yaml")
    assert loaded is not None
    assert loaded.value == {"a": 1, "d": "1", "e": 5}
    assert [problem.source.line for problem in problems if problem.source] == [2, 3]


def test_what_stands_before_a_break_can_be_used() -> None:
    loaded, problems = scan("title: Kept\ntags: [a, b\nlast: x\n", "f.yaml")
    assert problems
    assert loaded is not None
    assert loaded.value == {"title": "Kept"}


def test_aliases_are_shared_and_a_bomb_is_refused() -> None:
    assert load("a: &x [1, 2]\nb: *x", "f.yaml").value == {"a": [1, 2], "b": [1, 2]}
    bomb = "a: &a [1,1,1,1,1,1,1,1,1]\n" + "".join(
        f"{chr(98 + i)}: &{chr(98 + i)} [{','.join(['*' + chr(97 + i)] * 9)}]\n" for i in range(8)
    )
    with pytest.raises(ContentError, match="more than 50,000 values"):
        load(bomb, "f.yaml")


@pytest.mark.parametrize("deep", ["x: " + "[" * 5000 + "]" * 5000, "x: " + "{a: " * 5000 + "1" + "}" * 5000])
def test_deep_nesting_costs_no_stack(deep: str) -> None:
    with pytest.raises(ContentError, match=f"more than {DEEPEST} deep"):
        load(deep, "f.yaml")


def test_an_empty_document_is_nothing() -> None:
    assert load("", "f.yaml").value is None
    assert load("# only a comment\n", "f.yaml").value is None


@given(st.text(max_size=200))
def test_no_text_raises_anything_but_problems(text: str) -> None:
    loaded, problems = scan(text, "f.yaml", first_line=3)
    assert loaded is not None or problems
    assert all(problem.source is not None and problem.source.line >= 3 for problem in problems)


_SCALARS = st.none() | st.booleans() | st.integers(-(10**12), 10**12) | st.text(max_size=20)
_KEYS = st.text("abcdefgh", min_size=1, max_size=6)
_TREES = st.recursive(
    _SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=3), max_leaves=12
)


@given(st.dictionaries(_KEYS, _TREES, max_size=4))
def test_what_is_written_in_quotes_comes_back(tree: dict[str, object]) -> None:
    written = yaml.safe_dump(tree, default_style='"', allow_unicode=True)
    assert load(written, "f.yaml").value == tree
