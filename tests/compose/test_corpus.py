"""Notes that nobody here wrote: the promises hold for all of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from post_forge import compose, notes
from post_forge.compose.language import judge
from post_forge.model import Note
from post_forge.platforms import RULES

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="the collections of real notes are not beside the project")
MARKUP = re.compile(r"\*\*|^#{1,6} |^\s*\|.*\|\s*$|`{3}", re.MULTILINE)
COLLECTIONS = ["backend-shaped", "computer-atlas", "jbranchaud-til", "advanced-java-zh", "gyoogle-ko"]


def read(name: str) -> list[Note]:
    found = notes.find(CORPUS / name, CORPUS / name)
    index = notes.read_index(found)
    results = (notes.read(one, index=index, root=CORPUS / name) for one in found.notes)
    return [result.note for result in results if result.note]


@pytest.mark.parametrize("name", COLLECTIONS)
def test_the_promises_hold(name: str) -> None:
    written = read(name)
    collection = compose.survey(compose.facts(note) for note in written)
    posts = [post for note in written for post in compose.compose(note, collection, compose.Options(), RULES).posts]
    assert posts
    assert len({post.id for post in posts}) == len(posts)
    for post in posts:
        assert not judge.forbidden(post.hooks[0], title=post.kind == "steps" or post.hooks[0] == post.title), post.id
        assert list(post.texts) == list(RULES)
        for platform, parts in post.texts.items():
            assert all(RULES[platform].count(part) <= RULES[platform].limit for part in parts), (post.id, platform)
            assert not any(MARKUP.search(part) for part in parts), (post.id, platform)
        assert len(post.alts) == len(post.deck.slides) >= 5
        for slide in post.deck.slides:
            assert compose.words(slide) <= 50, (post.id, compose.shown(slide))
