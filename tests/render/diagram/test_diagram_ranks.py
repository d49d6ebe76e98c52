"""Rows, order, tracks and outlines, by hand."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from post_forge.render.diagram.channels import Net, tracks
from post_forge.render.diagram.column import outline
from post_forge.render.diagram.mesh import crossings, mesh
from post_forge.render.diagram.ports import spaced
from post_forge.render.diagram.ranks import Wire, backward, parts, ranks

PAIRS = st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=14)


def wires(*pairs: str) -> tuple[Wire, ...]:
    return tuple(Wire(int(one[0]), int(one[1]), one.endswith("!")) for one in pairs)


def rows(count: int, *pairs: str) -> list[int]:
    found = wires(*pairs)
    return ranks(count, found, backward(count, found))


def test_a_box_stands_below_all_that_lead_to_it():
    assert rows(4, "01", "02", "13", "23") == [0, 1, 1, 2]
    assert rows(4, "01", "12", "23", "03") == [0, 1, 2, 3]


def test_what_leads_in_late_stands_right_above():
    assert rows(4, "01", "12", "32") == [0, 1, 2, 1]


def test_the_wire_that_goes_back_is_the_authors_last():
    assert backward(3, wires("01", "12", "20")) == {2}
    assert backward(2, wires("01", "10", "11")) == {1}


@given(PAIRS)
def test_ranks_grow_along_every_other_wire(pairs):
    found = tuple(Wire(*pair) for pair in pairs)
    back = backward(9, found)
    rank = ranks(9, found, back)
    for number, wire in enumerate(found):
        if wire.start != wire.end:
            assert (rank[wire.start] < rank[wire.end]) == (number not in back)


def test_parts_that_nothing_joins():
    found = wires("01", "23")
    assert parts(5, found) == [[0, 1], [2, 3], [4]]
    assert ranks(5, found, frozenset(), apart=True) == [0, 1, 2, 3, 4]


def test_a_wire_passes_each_row_on_its_way():
    found = wires("01", "12", "02")
    made = mesh([0, 1, 2], found, frozenset(), [-1] * 3)
    assert [len(row) for row in made.rows] == [1, 2, 1]
    assert [(one.wire, one.label) for one in made.vertices if one.node < 0] == [(2, False)]


def test_labels_have_a_row_of_their_own():
    made = mesh([0, 1], wires("01!"), frozenset(), [-1, -1])
    assert [len(row) for row in made.rows] == [1, 1, 1]
    assert [vertex.label for vertex in made.vertices] == [False, False, True]


def test_rows_are_ordered_without_crossings():
    found = wires("03", "12", "04", "15")
    made = mesh([0, 0, 1, 1, 1, 1], found, frozenset(), [-1] * 6)
    assert crossings(made.rows, made.segments) == 0


def test_members_of_a_group_stand_side_by_side():
    found = wires("02", "13", "04", "15")
    made = mesh([0, 0, 1, 1, 1, 1], found, frozenset(), [0, 1, 0, 1, 0, 1])
    homes = [[made.vertices[one].group for one in row] for row in made.rows]
    assert homes in ([[0, 1], [0, 0, 1, 1]], [[1, 0], [1, 1, 0, 0]])


def test_nets_that_overlap_take_different_tracks():
    assert tracks([Net((0,), (50,)), Net((100,), (150,))]) == [0, 0]
    assert sorted(tracks([Net((0,), (100,)), Net((50,), (150,))])) == [0, 1]
    assert tracks([Net((10,), (10,)), Net((0,), (100,))]) == [0, 0]


def test_a_line_that_ends_where_another_begins_runs_below_it():
    upper, lower = tracks([Net((0,), (100,)), Net((100,), (200,))])
    assert upper > lower


@given(st.lists(st.floats(0, 300), min_size=1, max_size=6).map(sorted))
def test_ports_keep_their_order_and_distance(wanted):
    found = spaced(wanted, 30, 0, 300)
    assert all(other - one >= 30 - 1e-6 for one, other in pairwise(found))
    assert found[0] >= -1e-6
    assert found[-1] <= 300 + 1e-6


def test_a_chain_is_an_outline_without_indents():
    found = outline(3, wires("01", "12", "20"), frozenset({2}))
    assert found.order == (0, 1, 2)
    assert found.indents == (0, 0, 0)
    assert found.roles == ("step", "step", "lane")


def test_several_hang_on_their_parent():
    found = outline(4, wires("01", "02", "13"), frozenset())
    assert found.order == (0, 1, 3, 2)
    assert found.indents == (0, 1, 1, 1)
    assert found.roles == ("branch", "branch", "step")


def test_what_several_lead_to_stands_below_the_last_of_them():
    found = outline(4, wires("01", "02", "13", "23"), frozenset())
    assert found.order == (0, 1, 2, 3)
    assert found.lanes == (2,)


def test_too_many_lanes_or_a_torn_group_make_no_outline():
    assert outline(5, wires("01", "12", "23", "34", "02", "13", "24", "03"), frozenset()) is None
    assert outline(3, wires("01", "12"), frozenset(), (0, -1, 0)) is None
