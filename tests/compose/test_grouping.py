"""How the items of a list are shared out over slides."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from post_forge.compose.slides.grouping import grouped


def sizes(costs: list[int], most: int = 38, largest: int = 5) -> list[int]:
    return [len(group) for group in grouped(costs, lambda cost: cost, most, largest)]


@pytest.mark.parametrize(
    ("costs", "expected"),
    [
        ([15, 15, 15], [2, 1]),  # 45 words are too many for one slide
        ([12, 12, 12, 12, 12], [3, 2]),
        ([10] * 5, [3, 2]),
        ([10] * 6, [3, 3]),
        ([5] * 7, [4, 3]),
        ([18] * 4, [2, 2]),
        ([22, 16, 14, 10, 12], [2, 3]),
        ([30, 30], [1, 1]),  # two long ones stay apart
        ([30, 30, 30], [1, 1, 1]),
        ([20, 20, 20], [1, 1, 1]),
        ([], []),
        ([90], [1]),
    ],
)
def test_groups_are_few_and_even_and_no_item_is_alone_that_need_not_be(costs: list[int], expected: list[int]) -> None:
    assert sizes(costs) == expected


@given(st.lists(st.integers(1, 60), max_size=40), st.integers(20, 40), st.integers(2, 5))
def test_every_item_is_there_in_its_order_and_no_group_is_too_full(costs: list[int], most: int, largest: int) -> None:
    groups = list(grouped(costs, lambda cost: cost, most, largest))
    assert [cost for group in groups for cost in group] == costs
    for group in groups:
        assert len(group) <= largest
        assert len(group) == 1 or sum(group) <= most
