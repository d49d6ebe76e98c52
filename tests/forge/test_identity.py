"""Identity: a renamed heading or file keeps its post's id; two notes of one name never meet."""

from __future__ import annotations

from post_forge.compose import likeness
from post_forge.forge.making.identity import Candidate, Known, settle

RETRY = tuple(range(100, 140))
QUEUE = tuple(range(500, 540))


def test_new_posts_get_the_ids_their_headings_suggest():
    assert settle([Candidate("retry/trap", "retry.md", RETRY)], {}) == {0: "retry/trap"}


def test_a_renamed_heading_keeps_the_id():
    known = {"retry/trap": Known("retry.md", RETRY)}
    assert settle([Candidate("retry/the-trap-of-retries", "retry.md", RETRY[5:])], known) == {0: "retry/trap"}


def test_a_renamed_file_keeps_the_id_of_each_of_its_posts():
    known = {"retry/trap": Known("retry.md", RETRY), "retry/fix": Known("retry.md", QUEUE)}
    candidates = [Candidate("retries/trap", "retries.md", RETRY), Candidate("retries/fix", "retries.md", QUEUE)]
    assert settle(candidates, known) == {0: "retry/trap", 1: "retry/fix"}


def test_an_edited_section_keeps_its_id_however_much_was_rewritten():
    known = {"retry/trap": Known("retry.md", RETRY)}
    assert settle([Candidate("retry/trap", "retry.md", QUEUE)], known) == {0: "retry/trap"}


def test_another_note_with_the_name_of_one_that_is_gone_does_not_take_over_its_posts():
    known = {"retry/trap": Known("old/retry.md", RETRY)}
    assert settle([Candidate("retry/trap", "retry.md", QUEUE)], known) == {0: "retry/trap-2"}


def test_two_posts_that_suggest_one_id_are_numbered_in_their_order():
    candidates = [Candidate("retry/trap", "retry.md", RETRY), Candidate("retry/trap", "retry.md", QUEUE)]
    assert settle(candidates, {}) == {0: "retry/trap", 1: "retry/trap-2"}


def test_an_id_that_an_unchanged_post_holds_is_not_given_away():
    known = {"retry/trap": Known("retry.md", RETRY)}
    assert settle([Candidate("retry/trap", "b.md", RETRY)], known, kept=["retry/trap"]) == {0: "retry/trap-2"}


def test_the_author_may_pin_an_id():
    known = {"retry/trap": Known("old.md", RETRY)}
    assert settle([Candidate("retry/trap", "new.md", QUEUE, pinned=True)], known) == {0: "retry/trap"}


def test_no_note_may_own_the_folder_of_the_days_copy():
    assert settle([Candidate("today/trap", "today.md", RETRY)], {}) == {0: "today-note/trap"}


def test_likeness_is_the_share_of_common_shingles():
    assert likeness((1, 2, 3), (2, 3, 4)) == 0.5
    assert likeness((), (1,)) == 0.0


def test_no_post_lives_in_the_folder_of_the_day():
    for pinned in (False, True):
        found = settle([Candidate("today/trap", "today.md", RETRY, pinned)], {"today/trap": Known("today.md", RETRY)})
        assert found == {0: "today-note/trap"}
