"""A path with its topics -> a deck that shows the whole way: a cover, each section with its topics, an end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from post_forge.compose.language import spans
from post_forge.compose.language.phrases import Phrases, phrases_for
from post_forge.compose.slides.alts import alt
from post_forge.compose.slides.typography import typeset_deck
from post_forge.compose.values import Options
from post_forge.errors import Source
from post_forge.model import Deck, Point, Post, Slide, Text, Verdict, plain

KIND = "overview"
_ROWS, _LEAD = 6, 150


@dataclass(frozen=True, slots=True)
class Stage:
    """A section of a path and its topics; `title` may be empty."""

    title: str
    about: str
    topics: tuple[Milestone, ...]


@dataclass(frozen=True, slots=True)
class Milestone:
    """One topic: `out` where a post of it went out, `coming` where it is being written."""

    title: str
    level: str
    minutes: int
    optional: bool = False
    out: bool = False
    coming: bool = False
    badge: str = ""


def overview(
    name: str, title: str, about: str, stages: Sequence[Stage], lang: str, source: Source, options: Options
) -> Post:
    """The overview of a path as a post without texts. `name` is the path file's without its ending.

    Raises TemplateError if a file of phrases cannot be used.
    """
    phrases = phrases_for(lang, options.templates)
    slides = [_cover(title, about, stages, phrases, source)]
    number = 1
    for stage in stages:
        slides += _stage(stage, number, title, phrases, source)
        number += len(stage.topics)
    slides.append(_end(name, title, stages, phrases, source, options))
    deck = typeset_deck(Deck(tuple(slides), lang), phrases.quotes)
    alts = tuple(alt(slide, lang, options.templates) for slide in deck.slides)
    return Post(f"{name}/{KIND}", title, KIND, source.path, source, {}, deck, alts)


def _cover(title: str, about: str, stages: Sequence[Stage], phrases: Phrases, source: Source) -> Slide:
    """The chip counts what is out; the line above says how long the way is."""
    topics = [topic for stage in stages for topic in stage.topics]
    minutes = sum(topic.minutes for topic in topics if not topic.optional)
    long = phrases.slide.get("minutes", "").format(n=minutes)
    out = sum(topic.out for topic in topics)
    lead = plain(about) if spans.width(about) <= _LEAD else Text()
    more = {"place": f"{out}/{len(topics)}"} if out else {}
    return Slide("cover", source, plain(title), long, lead=lead, more=more)


def _stage(stage: Stage, first: int, title: str, phrases: Phrases, source: Source) -> list[Slide]:
    """The topics of a section, at most six a slide; the first slide says what the section is about."""
    rows = [_row(topic, phrases) for topic in stage.topics]
    if not rows:
        return []
    size = -(-len(rows) // -(-len(rows) // _ROWS))
    slides = []
    for at in range(0, len(rows), size):
        more = {"kind": "topics", "start": str(first + at)}
        lead = plain(stage.about) if not at and spans.width(stage.about) <= _LEAD else Text()
        heading, kicker = (stage.title, title) if stage.title else (title, "")
        slides.append(
            Slide("contents", source, plain(heading), kicker, lead=lead, points=tuple(rows[at : at + size]), more=more)
        )
    return slides


def _row(topic: Milestone, phrases: Phrases) -> Point:
    words = phrases.slide
    told = [
        words.get(topic.level, "") if topic.level else "",
        words.get("minutes", "").format(n=topic.minutes),
        words.get("optional", "") if topic.optional else "",
        words.get("coming", "") if topic.coming else words.get(topic.badge, "") if topic.badge else "",
    ]
    mark: Verdict = "yes" if topic.out else "warn" if topic.coming else ""
    return Point(plain(" · ".join(filter(None, told))), plain(topic.title), mark)


def _end(name: str, title: str, stages: Sequence[Stage], phrases: Phrases, source: Source, options: Options) -> Slide:
    """What comes next: the first topic that is not out."""
    ahead = [topic for stage in stages for topic in stage.topics if not topic.out and not topic.optional]
    following = next((topic for topic in ahead if not topic.coming), None) or (ahead[0] if ahead else None)
    more = {"next": following.title} if following else {}
    if following and following.coming:
        more = {**more, "coming": "yes"}
    said = phrases.save(f"{name}/{KIND}") or title
    return Slide("end", source, plain(said), title, caption=plain(options.credit), more=more)
