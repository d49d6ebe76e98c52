"""What an author should check before a post goes out (rule 36): figures, superlatives, absolutes. Post -> Claims."""

from __future__ import annotations

from post_forge.compose.language.claim_words import claims_in
from post_forge.compose.showing import Showing
from post_forge.compose.units.choosing import Unit
from post_forge.compose.units.pieces import pieces_of
from post_forge.model import Claim, Post


def claims_of(unit: Unit, post: Post) -> tuple[Claim, ...]:
    """The claims of a unit that stand in its post, each once, in the note's order. Code claims nothing."""
    found: dict[str, Claim] = {}
    for piece in pieces_of(unit):
        words = " ".join(piece.words.split())
        if words in found or piece.kind == "code":
            continue
        if kinds := claims_in(piece.prose, post.deck.lang):
            found[words] = Claim(words, piece.source, kinds)
    return _standing(tuple(found.values()), post)


def claims(post: Post) -> tuple[Claim, ...]:
    """The claims that still stand in a post after its slides were fitted."""
    return _standing(post.claims, post)


def _standing(candidates: tuple[Claim, ...], post: Post) -> tuple[Claim, ...]:
    if not candidates:
        return ()
    showing = Showing(post)  # an alias stands under other names there: "@" is enough to be listed
    return tuple(claim for claim in candidates if "@" in claim.words or showing.has(claim.words))
