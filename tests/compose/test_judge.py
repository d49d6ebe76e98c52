"""Measures of sentences and units."""

from __future__ import annotations

from post_forge.compose.language import judge


def test_numbers_failures_and_contrast_speak_for_a_sentence() -> None:
    assert judge.marks("It loses 3 jobs a day, not two.") == {"number": 2, "failure": 2, "contrast": 1}
    assert judge.marks("A calm day.") == {}
    assert judge.marks("Four threads lost a third of all writes.")["number"] == 2


def test_a_version_is_no_number_with_a_unit() -> None:
    assert "number" not in judge.marks("Python 3.11 came out.")


def test_a_scene_beats_a_definition() -> None:
    scene = judge.hook_score("Your pool of 10 connections is empty, and the site hangs.", False)
    assert scene > judge.hook_score("A pool is a set of connections that are shared.", True) + 3


def test_a_hook_that_points_back_loses() -> None:
    assert judge.hook_score("With cart_items in that line the question is a single query.", False) < 0


def test_the_parts_of_a_units_score_have_names() -> None:
    parts = judge.unit_score("trap", "It loses 3 jobs a day.", 80, ["It loses 3 jobs a day."], fences=0)
    assert parts == {"type": 4, "number": 2, "failure": 2, "length": 2}
    weak = judge.unit_score("prose", "A calm day.", 20, ["A magical, revolutionary day as above."], fences=3)
    assert weak["type"] == 1
    assert weak["hype"] < 0
    assert (weak["unresolved"], weak["fences"]) == (-1, -1)


def test_a_clause_is_told_from_a_name() -> None:
    assert judge.is_clause("The lock is held by nobody.")
    assert not judge.is_clause("Implementing spare parts that can take over.")
    assert not judge.is_clause("The ability to go on even when a part fails.")
