"""A post and where its note stands -> the post that says so: a chip on the cover, the next topic on the last slide,
the collection's notices."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from post_forge.compose.language import spans
from post_forge.compose.slides.alts import alt, shown
from post_forge.compose.slides.page import short
from post_forge.compose.units.choosing import topic
from post_forge.model import Post, Slide, plain

_NEXT, _KICKER = 60, 38
_PERFORMANCE = re.compile(
    r"(?<![\w.])\d[\d.,  ]*(?:\s?(?:ns|µs|μs|ms|s|sec|seconds?|milliseconds?|microseconds?)\b"
    r"|\s?(?:k|M)?\s?(?:req(?:uests?)?|quer(?:y|ies)|ops?|operations?|messages?|events?|rows?|calls?|transactions?|"
    r"writes?|reads?|[KMGT]i?B|bytes?)\s?(?:/\s?s(?:ec)?\b|/\s?second|per second|a second)"
    r"|\s?(?:rps|qps|tps|iops|ops/s|[KMG]bit/s|[KMG]bps)\b"
    r"|\s?[x×]\s(?:as\s)?(?:faster|slower|fast|quicker|the throughput)"
    r"|\s?(?:times|%|percent) (?:as )?(?:faster|slower|fast))"
    r"|\bp(?:50|90|95|99|99\.9)\b",
    re.IGNORECASE,
)
"""How long something took, or how many a second: what another machine would not repeat."""
_DECADE = re.compile(r"\b(?:(?:1[5-9]|20)\d0s|the \d0s)\b", re.IGNORECASE)
_MEASURED = re.compile(
    r"\b(?:took|takes?|measured|benchmark\w*|latenc\w+|throughput|faster|slower|p\d{2}|median|mean|average|per second|"
    r"a second|/\s?s(?:ec)?\b|rps|qps|tps|iops|dauert\w*|gemessen|latenz\w*|tarda\w*|latencia|prend|mesur\w+|"
    r"延迟|吞吐|耗时|レイテンシ|지연)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a note stands in its path or series, and what else the collection says of it.

    `place` of `total` counts from 1 (0: in none), `path` is the path's or the series' title. `next` is the title of the
    topic after it, `coming` says that this is still being written. `badge` is new, updated or empty. `notice` stands on
    the last slide, `figures` on every slide with figures of performance. `note` is the note's title, for its guide.
    """

    place: int = 0
    total: int = 0
    path: str = ""
    next: str = ""
    coming: bool = False
    badge: str = ""
    notice: str = ""
    figures: str = ""


def stand(post: Post, standing: Standing, templates: tuple[Path, ...] = ()) -> Post:
    """The post with what its standing says; itself where that is nothing. Slides that say nothing of it stay equal."""
    slides = tuple(_stood(slide, standing) for slide in post.deck.slides)
    if slides == post.deck.slides:
        return post
    pairs = zip(post.deck.slides, slides, post.alts, strict=True)
    alts = tuple(said if before == after else alt(after, post.deck.lang, templates) for before, after, said in pairs)
    return replace(post, deck=replace(post.deck, slides=slides), alts=alts)


def _stood(slide: Slide, standing: Standing) -> Slide:
    if slide.layout == "cover":
        return _cover(slide, standing)
    if slide.layout == "end":
        return _end(slide, standing)
    if standing.figures and speaks_of_performance(slide):
        return replace(slide, more={**slide.more, "notice": standing.figures})
    return slide


def _cover(slide: Slide, standing: Standing) -> Slide:
    """The place as `3/19` and the badge; the kicker says of what it is a part, before what it said."""
    more = dict(
        _told(("place", f"{standing.place}/{standing.total}" if standing.place else ""), ("badge", standing.badge))
    )
    if not more:
        return slide
    path = standing.path if standing.place else ""
    both = " · ".join(dict.fromkeys(filter(None, (path, slide.kicker))))
    kicker = next((words for words in (both, path) if words and spans.width(words) <= _KICKER), slide.kicker or path)
    return replace(slide, kicker=kicker, more={**slide.more, **more})


def _end(slide: Slide, standing: Standing) -> Slide:
    following = _short(standing.next)
    told = _told(("next", following), ("coming", "yes" if following and standing.coming else ""))
    said = " · ".join(filter(None, (str(slide.caption), standing.notice)))
    caption = slide.caption if said == str(slide.caption) else plain(said)
    more = {**slide.more, **dict(told)}
    return slide if (caption, more) == (slide.caption, slide.more) else replace(slide, caption=caption, more=more)


def _short(title: str) -> str:
    """The title of a topic as an end slide can say it; a filing title by what it is about."""
    return topic(title) or str(short(plain(title), _NEXT)) or (title if spans.width(title) <= 2 * _NEXT else "")


def _told(*pairs: tuple[str, str]) -> Iterator[tuple[str, str]]:
    return (pair for pair in pairs if pair[1])


def speaks_of_performance(slide: Slide) -> bool:
    """Does it show a duration or a rate that was measured? A limit that somebody set ("wait 5 s") is none."""
    said = shown(slide) if slide.code is None else "\n".join((str(slide.title), str(slide.caption)))
    said = _DECADE.sub("", said)
    return bool(_PERFORMANCE.search(said) and _MEASURED.search(said))
