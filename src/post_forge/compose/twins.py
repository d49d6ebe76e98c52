"""Find posts that say the same thing twice (rule 34): TF-IDF cosine of 0.30, or half the words of one in the other."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from post_forge.model import Post, Refusal

COSINE, WITHIN, CONTAINED = 0.30, 0.26, 0.50
_WORD = re.compile(
    r"(?:[^\W\d_]|[\u0300-\u036f\u0591-\u07ff\u0900-\u0eff\u200c\u200d]){4,}|[\u3040-\u9fff]{2}|[\uac00-\ud7af]{2,}"
)
"""A word, with the vowel signs of its script; of Chinese and Japanese two characters."""
_NOT_SAID = re.compile(r"#\w+|https?://\S+")
_LEAST_WORDS = 12
_FEW, _MANY = 12, 80
"""Posts that may share a word and still be told by it; posts among which a word is weighed at least: two of one note
share its words, and would else be told apart by whatever only one of them has."""


def twins(posts: Sequence[Post], cosine: float = COSINE) -> list[tuple[Post, Post]]:
    """Pairs that say the same; the better of each pair (the higher score, else the first) stands first."""
    bags = [_bag(post) for post in posts]
    places: dict[str, list[int]] = defaultdict(list)
    for index, bag in enumerate(bags):
        for word in bag:
            places[word].append(index)
    weights = [_weighted(bag, places, max(len(posts), _MANY)) for bag in bags]
    shared: dict[tuple[int, int], float] = defaultdict(float)
    for word, where in places.items():
        if len(where) > max(_FEW, len(posts) // 4):
            continue  # a word of every fourth post says nothing, and pairs of all with all cost too much
        for at, first in enumerate(where):
            for second in where[at + 1 :]:
                shared[first, second] += weights[first][word] * weights[second][word]
    pairs = []
    for (first, second), product in sorted(shared.items()):
        if product >= cosine or _contained(bags[first], bags[second]):
            better = (second, first) if posts[second].score > posts[first].score else (first, second)
            pairs.append((posts[better[0]], posts[better[1]]))
    return pairs


def drop_twins(posts: Sequence[Post]) -> tuple[list[Post], list[Refusal]]:
    """The posts of one note without the lesser of each pair, and why those went.

    What is rare in the collection cannot be known here, so a smaller likeness is enough.
    """
    gone: dict[str, Refusal] = {}
    for better, lesser in twins(posts, WITHIN):
        if better.id not in gone and lesser.id not in gone:
            reason = f"it says what {better.title!r} says (line {better.source.line})"
            gone[lesser.id] = Refusal(lesser.title, reason, lesser.source, "unit.twin")
    return [post for post in posts if post.id not in gone], list(gone.values())


def _bag(post: Post) -> Counter[str]:
    """The words of the longest text and the title, without their endings, the closing question, tags and links."""
    longest = max((parts for parts in post.texts.values()), key=lambda parts: sum(map(len, parts)), default=())
    said = _NOT_SAID.sub(" ", " ".join([post.title, *longest]))
    asked = str(post.deck.slides[-1].title) if post.deck.slides else ""
    return Counter(_stem(word) for word in _WORD.findall(said.replace(asked, " ").lower() if asked else said.lower()))


def _stem(word: str) -> str:
    return re.sub(r"(?:ings?|ed|es|s)$", "", word) if len(word) > 5 else word.rstrip("s")


def _weighted(bag: Counter[str], places: dict[str, list[int]], total: int) -> dict[str, float]:
    raw = {word: (1 + math.log(count)) * math.log((1 + total) / len(places[word])) for word, count in bag.items()}
    length = math.sqrt(sum(value * value for value in raw.values())) or 1.0
    return {word: value / length for word, value in raw.items()}


def _contained(first: Counter[str], second: Counter[str]) -> bool:
    """Are half of the words of the smaller one in the other?"""
    small, large = sorted((set(first), set(second)), key=len)
    return len(small) >= _LEAST_WORDS and len(small & large) >= CONTAINED * len(small)
