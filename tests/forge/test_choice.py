"""The day's choice: kept for its date, no repeats before everything was used."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from post_forge.forge.making.choice import Choices, choose, from_plain, pass_over, skip, standing

TODAY = date(2026, 11, 20)
POSTS = ["a/one", "a/two", "b/one"]


def chosen(choices: Choices, day: date, posts: list[str] = POSTS, today: date = TODAY) -> tuple[str, Choices]:
    found = choose(choices, day, posts, today)
    assert found is not None
    return found


def test_a_date_keeps_its_post_whatever_is_added_before_it():
    post, choices = chosen(Choices(), TODAY)
    assert post == "a/one"
    assert chosen(choices, TODAY, ["0/new", *POSTS]) == ("a/one", choices)


def test_days_take_posts_in_the_collections_order():
    choices = Choices()
    taken = []
    for ahead in range(3):
        post, choices = chosen(choices, TODAY + timedelta(ahead), today=TODAY + timedelta(ahead))
        taken.append(post)
    assert taken == POSTS


@given(st.integers(1, 8), st.integers(1, 40))
def test_no_post_comes_again_before_all_others_have_come_as_often(count, days):
    posts = [f"note-{number}/post" for number in range(count)]
    choices, uses = Choices(), dict.fromkeys(posts, 0)
    for ahead in range(days):
        post, choices = chosen(choices, TODAY + timedelta(ahead), posts, TODAY + timedelta(ahead))
        assert uses[post] == min(uses.values())
        uses[post] += 1


def test_a_future_date_is_worked_out_as_if_the_days_between_had_taken_theirs():
    post, _ = chosen(Choices(), TODAY + timedelta(2))
    assert post == "b/one"
    choices = Choices()
    for ahead in range(3):
        post_then, choices = chosen(choices, TODAY + timedelta(ahead), today=TODAY + timedelta(ahead))
    assert post_then == post


def test_a_post_passed_over_comes_another_day():
    _, choices = chosen(Choices(), TODAY)
    choices = pass_over(choices, TODAY)
    second, choices = chosen(choices, TODAY)
    assert second == "a/two"
    tomorrow, _ = chosen(choices, TODAY + timedelta(1), today=TODAY + timedelta(1))
    assert tomorrow == "a/one"


def test_a_skipped_post_leaves_the_rotation_with_its_reason():
    _, choices = chosen(Choices(), TODAY)
    choices = skip(choices, TODAY, "out of date")
    assert choices.skipped == {"a/one": "out of date"}
    seen = set()
    for ahead in range(6):
        post, choices = chosen(choices, TODAY + timedelta(ahead), today=TODAY + timedelta(ahead))
        seen.add(post)
    assert seen == {"a/two", "b/one"}


def test_when_everything_was_passed_over_there_is_no_post():
    choices = Choices()
    for _ in POSTS:
        _, choices = chosen(choices, TODAY)
        choices = pass_over(choices, TODAY)
    assert choose(choices, TODAY, POSTS, TODAY) is None


def test_a_choice_whose_post_has_gone_is_made_again():
    _, choices = chosen(Choices(), TODAY)
    assert chosen(choices, TODAY, ["b/one"])[0] == "b/one"


def test_choices_come_back_from_their_file_as_they_were():
    _, choices = chosen(Choices(), TODAY)
    choices = skip(pass_over(choices, TODAY), TODAY, "reason")
    _, choices = chosen(choices, TODAY)
    assert from_plain(choices.plain()) == choices


def test_standing_counts_what_is_left():
    post, choices = chosen(Choices(), TODAY)
    assert standing(choices, post, POSTS) == (1, 3, 2)
