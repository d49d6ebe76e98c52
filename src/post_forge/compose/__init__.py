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
    explain(note, collection, options, rules, fold)  why a note gives the posts it gives, unit by unit
    reading_minutes(note)                    how long the note takes to read
    WARNED                                   the networks that show a content warning
    mentioned(text, network, mentions)       the text with every alias as the network knows it
    place_of(note, collection, options, post, platform)  where the author's own text for a post belongs in its note
    claims(post)                             the sentences that an author should check, as far as the post shows them
    guide(note, options)                     the note as one long deck that keeps everything, or why there is none
    overview(name, title, about, stages, lang, source, options)  a path as a deck: its sections and topics
    split(slide), paged(deck)                the next way to show all of a slide; page numbers in the contents
    bookmarks(deck), linked(deck)            the outline of a long deck; the words of each slide that are links
    stand(post, standing)                    the post with its place in a series, the next topic, notices
    Showing(post)                            in which texts and on which slides words stand

No language model, no clock, no network; the only files read are templates and phrases.
"""

from post_forge.compose.claims import claims
from post_forge.compose.collect import facts, survey, view
from post_forge.compose.composing import compose
from post_forge.compose.explaining import Candidate, ExplainedUnit, Explanation, Fitted, explain
from post_forge.compose.guides import MOST_PAGES, guide, paged, split
from post_forge.compose.guides.bookmarks import bookmarks, linked
from post_forge.compose.identity import likeness
from post_forge.compose.omitting import Omitted
from post_forge.compose.overview import Milestone, Stage, overview
from post_forge.compose.placing import Place, place_of
from post_forge.compose.showing import Showing
from post_forge.compose.slides import slide_words as words
from post_forge.compose.slides.alts import alt, deck_words, shown
from post_forge.compose.slides.relaxing import relax
from post_forge.compose.standing import Standing, stand
from post_forge.compose.texts.mentions import mentioned
from post_forge.compose.texts.networks import WARNED
from post_forge.compose.twins import twins
from post_forge.compose.units.reading_time import reading_minutes
from post_forge.compose.values import Collection, Composed, NoteFacts, Options

__all__ = [
    "MOST_PAGES",
    "WARNED",
    "Candidate",
    "Collection",
    "Composed",
    "ExplainedUnit",
    "Explanation",
    "Fitted",
    "Milestone",
    "NoteFacts",
    "Omitted",
    "Options",
    "Place",
    "Showing",
    "Stage",
    "Standing",
    "alt",
    "bookmarks",
    "claims",
    "compose",
    "deck_words",
    "explain",
    "facts",
    "guide",
    "likeness",
    "linked",
    "mentioned",
    "overview",
    "paged",
    "place_of",
    "reading_minutes",
    "relax",
    "shown",
    "split",
    "stand",
    "survey",
    "twins",
    "view",
    "words",
]
