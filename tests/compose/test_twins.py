"""Posts that say the same."""

from __future__ import annotations

from post_forge import compose
from post_forge.compose.twins import drop_twins
from post_forge.model import Deck, Post
from tests.compose.builders import HERE

RETRY = "A retry of a lost payment may charge the customer twice, because the answer was lost and not the request."
CACHE = "A stale price stayed in the second region, since the delete of the key went to the first region alone."
LOCKS = "Two workers that wait for each other never finish, and the pool of connections hangs until a timeout ends it."


def post(number: int, words: str, score: float = 5) -> Post:
    return Post(
        f"n/{number}", f"Title {number}", "prose", "n.md", HERE, {"linkedin": (words,)}, Deck(()), (), score=score
    )


def test_the_better_of_two_stays() -> None:
    first, second = post(1, RETRY, 5), post(2, f"{RETRY} It costs money.", 8)
    assert compose.twins([first, second, post(3, CACHE), post(4, LOCKS)]) == [(second, first)]
    kept, refused = drop_twins([first, second, post(3, CACHE), post(4, LOCKS)])
    assert [one.id for one in kept] == ["n/2", "n/3", "n/4"]
    assert [(one.title, one.rule) for one in refused] == [("Title 1", "unit.twin")]
    assert "Title 2" in refused[0].reason


def test_the_first_of_two_equals_stays() -> None:
    kept, _ = drop_twins([post(1, RETRY), post(2, RETRY), post(3, CACHE), post(4, LOCKS)])
    assert [one.id for one in kept] == ["n/1", "n/3", "n/4"]


def test_posts_with_other_words_are_no_twins() -> None:
    assert compose.twins([post(1, RETRY), post(2, CACHE), post(3, LOCKS)]) == []


def test_many_posts_are_compared_in_little_time() -> None:
    """A word that every post uses makes no pairs."""
    posts = [post(number, f"{RETRY} word{number} other{number} third{number} fourth{number}") for number in range(400)]
    assert len(compose.twins(posts)) >= 0
