"""Compose posts: Note -> texts for six networks and a deck of slides, from the author's own sentences alone.

    facts(note)                              what a whole folder needs to know of one note
    survey(facts)                            the folder's Collection
    compose(note, collection, options, rules)  the posts, the refusals, the problems
    relax(slide, excess)                     the next smaller way to show a slide that does not fit
    view(collection, facts)                  what the collection decides about one note: equal views, equal posts
    alt(slide, lang)                         a slide's alternative text in the deck's language
    shown(slide), words(slide)               a slide's plain text, its number of words
    deck_words(deck)                         the plain text of every slide
    twins(posts)                             posts that say the same thing
    likeness(a, b)                           how much two fingerprints share

No language model, no clock, no network; the only files read are templates and phrases.
"""

from post_forge.compose.alts import alt, deck_words, shown
from post_forge.compose.collect import facts, survey, view
from post_forge.compose.composing import compose
from post_forge.compose.identity import likeness
from post_forge.compose.relaxing import relax
from post_forge.compose.slides import slide_words as words
from post_forge.compose.twins import twins
from post_forge.compose.values import Collection, Composed, NoteFacts, Options

__all__ = [
    "Collection",
    "Composed",
    "NoteFacts",
    "Options",
    "alt",
    "compose",
    "deck_words",
    "facts",
    "likeness",
    "relax",
    "shown",
    "survey",
    "twins",
    "view",
    "words",
]
