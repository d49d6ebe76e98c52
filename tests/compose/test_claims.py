"""Claims: what counts as one in which language, where it stands in the note, and that only what is shown is listed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from post_forge.compose import claims, compose
from post_forge.compose.language.claim_words import claims_in
from post_forge.compose.showing import Showing
from post_forge.compose.values import Collection, Options
from post_forge.model import Deck, Post, Slide, plain
from post_forge.platforms import RULES
from tests.compose.builders import HERE, text
from tests.compose.samples import dns


@pytest.mark.parametrize(
    ("words", "lang", "kinds"),
    [
        ("Half of the clients kept the old address.", "en", ("figure",)),
        ("It answers in 20 ms.", "en", ("figure",)),
        ("The retry comes twice.", "en", ("figure",)),
        ("UTF-8 over HTTP/2 with SHA-256 and IPv6.", "en", ()),
        ("Step 3 sends the request.", "en", ()),
        ("This is the fastest way.", "en", ("superlative",)),
        ("Test the request, honest guest: the rest is a manifest of interest.", "en", ()),
        ("It tries at most once and at least once.", "en", ()),
        ("Most teams forget it.", "en", ("superlative",)),
        ("A lock never expires.", "en", ("absolute",)),
        ("Only one of 3 wins, and it is the best.", "en", ("figure", "superlative", "absolute")),
        ("Das ist die schnellste Lösung.", "de", ("superlative",)),
        ("Er läuft nie ab.", "de", ("absolute",)),
        ("Es el más rápido.", "es", ("superlative",)),
        ("Это самый быстрый способ.", "ru", ("superlative",)),
        ("这是最快的方法。", "zh-TW", ("superlative",)),
        ("最后检查一下。", "zh", ()),
        ("Grant the least privilege.", "en", ()),
        ("速度提高了3倍。", "zh", ("figure",)),
        ("必ず失敗する。", "ja", ("absolute",)),
        ("الرد خلال ٣ ثوان", "ar", ("figure",)),
        ("It never fails.", "vi", ()),
        ("", "en", ()),
    ],
)
def test_what_a_sentence_claims(words, lang, kinds):
    assert claims_in(words, lang) == kinds


def posts() -> tuple[Post, ...]:
    return compose(dns(), Collection(), Options(), RULES).posts


def test_every_claim_stands_in_the_post_and_names_its_line():
    found = [(post, claim) for post in posts() for claim in post.claims]
    assert found
    for post, claim in found:
        assert Showing(post).has(claim.words)
        assert claim.source.path == "note.md"
        assert claim.source.line > 0


def test_a_slide_that_went_takes_its_claims_with_it():
    post = next(post for post in posts() if post.claims)
    bare = replace(post, texts={}, deck=replace(post.deck, slides=()))
    assert claims(post) == post.claims
    assert claims(bare) == ()


def shown(*slides: Slide, **texts: str) -> Showing:
    parts = {name: (words,) for name, words in texts.items()}
    return Showing(Post("a/b", "B", "list", "a.md", HERE, parts, Deck(slides), ()))


def test_words_are_found_whatever_their_case_and_marks():
    showing = shown(
        Slide("text", HERE, paragraphs=(text("A **lock** (of any kind) expires."),)), x="• Lock: a lock, 3 s"
    )
    assert showing.networks("a lock: 3 s") == ("x",)
    assert showing.slides("A lock (of any kind) expires.") == (1,)
    assert showing.slides("A lock expires") == ()
    assert not showing.has("lock expire")


def test_a_sentence_is_found_without_its_brackets():
    assert shown(x="A lock expires after 3 s.").has("A lock (of any kind) expires after 3 s.")


def test_a_row_is_found_by_its_cells():
    cells = ("Cost", "Free", "A provider")
    slide = Slide("points", HERE, title=plain("Cost"), lead=plain("Free"))
    assert shown(slide).slides(" | ".join(cells)) == (1,)
    assert shown(x="Cost: A provider").networks(" | ".join(cells)) == ("x",)
    assert not shown(x="Cost").has(" | ".join(cells))
