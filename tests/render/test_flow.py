from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from post_forge.render.flow import aligned, columns, positions, shared, squeezed, uneven

lengths = st.lists(st.floats(0, 500), min_size=1, max_size=8)


def test_what_grows_alike_comes_out_alike():
    assert shared(300, [1, 1, 1], [10, 50, 100]) == [100, 100, 100]


def test_room_is_shared_in_proportion():
    assert shared(300, [1, 2, 0], [0, 0, 0]) == [100, 200, 0]


def test_nothing_gets_less_than_it_needs():
    assert shared(300, [1, 1, 1], [0, 0, 200]) == [50, 50, 200]


def test_too_little_room_gives_each_what_it_needs():
    assert shared(100, [1, 1], [80, 90]) == [80, 90]


@given(st.floats(0, 2000), st.lists(st.tuples(st.integers(0, 9), st.floats(0, 300)), min_size=1, max_size=8))
def test_shares_fill_the_room_and_respect_every_need(room, parts):
    grows, least = [grow for grow, _ in parts], [need if grow else 0.0 for grow, need in parts]
    found = shared(room, grows, least)
    assert all(own >= need - 1e-6 for own, need, grow in zip(found, least, grows, strict=True) if grow)
    if any(grows) and sum(least) <= room:
        assert sum(found) == pytest.approx(room)


def test_what_is_not_firm_gives_way_in_proportion():
    assert squeezed([100, 200, 100], [True, False, False], 60) == [100, 160, 80]


@given(lengths, st.floats(0, 3000), st.floats(0, 50), st.sampled_from(["start", "center", "end", "between"]))
def test_parts_never_overlap(parts, room, gap, justify):
    starts = positions(parts, room, gap, justify)
    for at in range(len(parts) - 1):
        assert starts[at + 1] >= starts[at] + parts[at] + gap - 1e-6


def test_justify_puts_the_free_room_where_it_says():
    assert positions([10, 10], 100, 20, "start") == [0, 30]
    assert positions([10, 10], 100, 20, "end") == [60, 90]
    assert positions([10, 10], 100, 20, "center") == [30, 60]
    assert positions([10, 10], 100, 20, "between") == [0, 90]


def test_align_puts_a_part_across_the_axis():
    assert [aligned(20, 100, align) for align in ("start", "center", "end")] == [0, 40, 80]


def test_columns_share_what_is_left_and_the_widest_gives_way():
    assert columns([100, 50], 200) == [125, 75]
    assert columns([50, 300, 400], 450) == [50, 200, 200]


@given(lengths, st.floats(0, 3000))
def test_columns_never_need_more_than_the_room(naturals, room):
    assert sum(columns(naturals, room)) <= room + 1e-6


def test_uneven_means_a_difference_that_is_seen():
    assert not uneven([100, 101, 300], [1, 1, 2])
    assert uneven([100, 110], [1, 1])
