"""Sequences: rows below each other, words on no other words, arrows between the right lifelines."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from figures import THEMES, element, frame_of, overlap, text
from hypothesis import assume, given
from hypothesis import strategies as st

from post_forge.errors import LayoutError
from post_forge.model import FORMATS, Band, Dialogue, Edge, Remark
from post_forge.render import draw_slide
from post_forge.render.diagram.stage import Stage
from post_forge.render.elements import Painter
from post_forge.render.theme import scale_of, scaled
from post_forge.render.values import Words

TALK = Dialogue(
    (text("client"), text("service")),
    (
        Edge(0, 1, text("POST /pay")),
        Edge(1, 1, text("store the key")),
        Edge(1, 0, text("reply lost"), "dashed", "cross"),
        Remark(text("timeout"), (0, 0)),
        Edge(0, 1, text("POST /pay, again")),
    ),
    (Band("loop", text("three times"), 4, 4),),
)


def stage(talk: Dialogue, theme: str = "night", size: str = "portrait", direction: str = "ltr") -> Stage:
    frame = frame_of(talk, theme, size, direction)
    sized = scaled(THEMES[theme], scale_of(FORMATS[size])).on(frame.box.own("field", ""))
    found = element(frame, "sequence")
    return Stage(found, found.content, Painter(sized, direction == "rtl"))


@st.composite
def dialogues(draw: st.DrawFn) -> Dialogue:
    count = draw(st.integers(1, 4))
    actor = st.integers(0, count - 1)
    words = st.sampled_from(["", "ok", "POST /charges (key: abc)", "a reply that takes rather more than one line"]).map(
        text
    )
    sent = st.builds(
        Edge, actor, actor, words, st.sampled_from(["solid", "dashed"]), st.sampled_from(["arrow", "cross", "none"])
    )
    ends = st.tuples(actor, actor).map(lambda pair: (min(pair), max(pair)))
    noted = st.builds(Remark, st.just(text("a note")), ends)
    events = draw(st.lists(st.one_of(sent, sent, noted), min_size=1, max_size=7))
    first = draw(st.integers(0, len(events) - 1))
    last = draw(st.integers(first, len(events) - 1))
    bands = (Band("alt", text("it is free"), first, last),) if draw(st.booleans()) else ()
    return Dialogue(tuple(text(f"actor {at}") for at in range(count)), tuple(events), bands)


@given(dialogues(), st.sampled_from(["night", "paper", "signal"]), st.sampled_from(["portrait", "landscape"]),
       st.sampled_from(["ltr", "rtl"]))  # fmt: skip
def test_nothing_lies_on_anything_else(talk, theme, size, direction):
    try:
        made = stage(talk, theme, size, direction)
    except LayoutError:
        assume(False)
    words = [op for op in made.words() if isinstance(op, Words)]
    rects = []
    for op in words:
        left = op.x + min(line.x for line in op.text.lines)
        right = op.x + max(line.x + line.width for line in op.text.lines)
        rects.append((left, op.y, right - left, op.text.height))
        assert made.x - 1 <= left
        assert right <= made.x + made.width + 1
    assert not any(overlap(one, other, 1.5) for one, other in combinations(rects, 2))
    rows = made.scene.made.rows
    assert all(one.low <= other.low for one, other in pairwise(rows))
    said = "".join(line.text for op in words for line in op.text.lines)
    assert all("".join(str(name).split()) in "".join(said.split()) for name in talk.actors)


def test_messages_run_from_actor_to_actor():
    made = stage(TALK)
    left, right = made.across(made.scene.made.lives[0]), made.across(made.scene.made.lives[1])
    first, row = made.events[0], made.scene.made.rows[0]
    assert [x for x, _ in made.points(first, row)] == [left, right]
    loop = made.points(made.events[1], made.scene.made.rows[1])
    assert loop[0][0] == loop[-1][0] == right
    assert loop[0][1] < loop[-1][1]


def test_right_to_left_the_first_actor_stands_at_the_right():
    made = stage(TALK, direction="rtl")
    assert made.across(made.scene.made.lives[0]) > made.across(made.scene.made.lives[1])


def test_a_frame_holds_its_events():
    made = stage(TALK)
    [(_, top, _, high)] = made.scene.made.frames
    row, before = made.scene.made.rows[4], made.scene.made.rows[3]
    assert before.low < top < row.top
    assert row.low < top + high


def test_every_line_is_text_of_the_picture():
    frame = frame_of(TALK)
    drawn = draw_slide(frame, THEMES["night"], FORMATS["portrait"])
    said = [line.text for line in drawn.lines]
    for words in ("client", "service", "POST /pay", "reply lost", "timeout", "loop three times"):
        assert words in said


def test_what_is_too_long_is_refused():
    many = Dialogue(TALK.actors, tuple(Edge(0, 1, text(f"message {at}")) for at in range(40)))
    with pytest.raises(LayoutError) as caught:
        frame_of(many)
    assert "<sequence>" in str(caught.value)
