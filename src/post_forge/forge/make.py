"""One post -> its files in output/: slides fitted and drawn, PDF, contact sheet, texts, alt texts, post.json.

Runs in a worker process. What was drawn before under the same key is kept as it lies there.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from post_forge import compose, output, render
from post_forge.config import Brand
from post_forge.errors import ForgeError, LayoutError, Problem
from post_forge.forge.state import MadeEntry, digest, plain
from post_forge.model import FORMATS, Deck, Drawn, Format, Post, Refusal, Slide
from post_forge.platforms import RULES

MOST_STEPS = 60  # how often one deck may be rearranged before it is given up
FRAME = {"cover", "recap", "end"}  # slides that show nothing of their own
LEAST = 2  # content slides without which there is no carousel


@dataclass(frozen=True, slots=True)
class Settings:
    """What all posts of one run share. `engine` is the digest of everything that pictures depend on."""

    theme: str
    formats: tuple[str, ...]
    folders: tuple[Path, ...]
    brand: Brand
    root: Path
    engine: str
    debug: bool = False


@dataclass(frozen=True, slots=True)
class Job:
    """One post to make. `before` is what was made of it last time, if that can be trusted."""

    post: Post
    key: str
    folder: Path
    settings: Settings
    before: MadeEntry | None = None
    ours: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Made:
    """What became of a job, and how many slides had to be drawn for it."""

    id: str
    entry: MadeEntry
    drawn: int = 0


def make(job: Job) -> Made:
    """Draw and write one post. Problems the author can mend are returned, not raised."""
    post = job.post
    try:
        theme = load_theme(post.deck.theme or job.settings.theme, job.settings)
        studio = Studio(theme, post, job.settings)
        deck, problems = fit_deck(post.deck, studio.check)
        if isinstance(deck, Refusal):
            output.remove_bundle(job.folder, job.ours)
            return Made(post.id, MadeEntry(post.note, job.key, problems=problems, refusal=deck))
        return _write(job, studio, replace(post, deck=deck, alts=tuple(map(compose.alt, deck.slides))), problems)
    except ForgeError as error:
        return Made(post.id, MadeEntry(post.note, "", problems=error.problems))


@lru_cache(8)
def load_theme(name: str, settings: Settings) -> render.Theme:
    """The theme with the brand's overrides; kept for the run. Raises TemplateError."""
    return render.load_theme(name, settings.folders, {"accent": settings.brand.accent} if settings.brand.accent else {})


@dataclass(slots=True)
class Studio:
    """Draws the slides of one post: knows the theme, the formats, and what a slide may know of its deck."""

    theme: render.Theme
    post: Post
    settings: Settings
    markups: dict[tuple[Slide, int, int, str], render.Markup] = field(default_factory=dict)

    @property
    def formats(self) -> list[Format]:
        return [FORMATS[name] for name in self.settings.formats]

    def markup(self, slide: Slide, number: int, total: int, format_: Format) -> render.Markup:
        brand, deck = self.settings.brand, self.post.deck
        view = render.DeckView(
            number=number,
            total=total,
            name=brand.name,
            handle=brand.handle or brand.name,
            avatar=str(self.settings.root / brand.avatar) if brand.avatar else "",
            lang=deck.lang,
            weights=tuple(compose.words(slide) for slide in deck.slides),
        )
        return render.markup(slide, view, self.theme, format_)

    def check(self, slide: Slide, number: int, total: int) -> tuple[Problem, ...]:
        """What keeps a slide from being drawn in the formats wanted: nothing, too much text, a missing glyph."""
        try:
            for format_ in self.formats:
                render.lay_out(self.markup(slide, number, total, format_), self.theme, format_)
        except LayoutError as error:
            return error.problems
        return ()


def fit_deck(
    deck: Deck, check: Callable[[Slide, int, int], tuple[Problem, ...]]
) -> tuple[Deck | Refusal, tuple[Problem, ...]]:
    """Rearrange a deck until every slide can be drawn: split, loosened or dropped as the composer says.

    Gives the deck, or the refusal of the whole post, and what the author should know.
    """
    slides = list(deck.slides)
    number, steps = 0, 0
    while number < len(slides):
        slide = slides[number]
        problems = check(slide, number + 1, len(slides))
        if not problems:
            number += 1
            continue
        steps += 1
        smaller = compose.relax(slide, problems) if steps < MOST_STEPS else None
        if smaller is None:
            return _refused(slide, problems[0]), ()
        slides[number : number + 1] = smaller
    if sum(slide.layout not in FRAME for slide in slides) < LEAST:
        first = deck.slides[0]
        return Refusal(str(first.title), "too little is left that fits on slides", first.source, "layout"), ()
    return replace(deck, slides=tuple(slides)), ()


def _refused(slide: Slide, problem: Problem) -> Refusal:
    rule = "font" if problem.rule.startswith("type.") else "layout"
    reason = f"{problem.message}; {problem.hint}" if problem.hint else problem.message
    return Refusal(str(slide.title), reason, slide.source, rule)


def _write(job: Job, studio: Studio, post: Post, problems: tuple[Problem, ...]) -> Made:
    """Draw what is not there yet and replace the files that differ."""
    files: dict[str, bytes | None] = {}
    keys: dict[str, tuple[tuple[str, str], ...]] = {}
    drawn_count = 0
    pages: list[Drawn] = []
    for format_ in studio.formats:
        drawn, count = draw_format(job, studio, post, format_)
        drawn_count += count
        keys[format_.name] = tuple((key, page.pixels) for key, page in drawn)
        for number, (_, page) in enumerate(drawn, 1):
            files[f"slides/{format_.name}/{number:02d}.png"] = page.png
        pages = pages or [page for _, page in drawn]
    document = digest(keys[studio.formats[0].name], post.alts, post.title, post.deck.lang)
    if job.before and job.before.document == document:
        files |= {"carousel.pdf": None, "contact-sheet.png": None}
    else:
        files["carousel.pdf"] = render.write_pdf(pages, post.alts, post.title, post.deck.lang)
        files["contact-sheet.png"] = render.contact_sheet([page.png for page in pages])
    files |= _texts(post)
    files[output.POST] = json.dumps(
        record(post, sorted(files), keys), ensure_ascii=False, indent=1, sort_keys=False
    ).encode()
    stamps = output.write_bundle(job.folder, files, job.ours)
    entry = MadeEntry(post.note, job.key, stamps, keys, document, problems)
    return Made(post.id, entry, drawn_count)


def draw_format(job: Job, studio: Studio, post: Post, format_: Format) -> tuple[list[tuple[str, Drawn]], int]:
    """Every slide of one format with its key, and how many had to be drawn. Kept ones are read from their file."""
    slides = post.deck.slides
    before = dict(enumerate(job.before.slides.get(format_.name, ()), 1)) if job.before else {}
    done: list[tuple[str, Drawn]] = []
    count = 0
    for number, slide in enumerate(slides, 1):
        markup = studio.markup(slide, number, len(slides), format_)
        key = digest(markup.key, format_.name, studio.settings.engine, studio.settings.debug)
        frame = render.lay_out(markup, studio.theme, format_)
        path = job.folder / f"slides/{format_.name}/{number:02d}.png"
        if number in before and before[number][0] == key:
            png, pixels = path.read_bytes(), before[number][1]
            done.append((key, Drawn(png, pixels, render.placed_lines(frame), format_.width, format_.height)))
        else:
            done.append((key, render.draw(frame, studio.theme, format_, debug=studio.settings.debug)))
            count += 1
    return done, count


def _texts(post: Post) -> dict[str, bytes | None]:
    """The files a person pastes from."""
    files: dict[str, bytes | None] = {
        f"{platform}.txt": ("\n---\n".join(parts) + "\n").encode() for platform, parts in post.texts.items()
    }
    files |= {f"{platform}.comment.txt": f"{text}\n".encode() for platform, text in post.comments.items()}
    alts = [f"{number}. {alt}" for number, alt in enumerate(post.alts, 1)]
    files["alt.txt"] = ("\n\n".join(alts) + "\n").encode()
    return files


def record(post: Post, files: list[str], keys: Mapping[str, tuple[tuple[str, str], ...]]) -> dict[str, Any]:
    """post.json: everything about the post that a person or a later stage needs, and nothing that changes by itself."""
    pixels = {name: [pixel for _, pixel in pairs] for name, pairs in keys.items()}
    content = digest(post.texts, post.comments, post.alts, pixels)
    return {
        "generator": output.GENERATOR,
        "id": post.id,
        "title": post.title,
        "kind": post.kind,
        "score": post.score,
        "note": post.note,
        "source": str(post.source),
        "lang": post.deck.lang,
        "theme": post.deck.theme,
        "content": content,
        "texts": {name: _text_record(name, parts) for name, parts in post.texts.items()},
        "comments": dict(post.comments),
        "hashtags": list(post.hashtags),
        "sources": plain({name: [str(place) for place in places] for name, places in post.sources.items()}),
        "slides": [
            {
                "number": number,
                "layout": slide.layout,
                "source": str(slide.source),
                "alt": alt,
                "text": compose.shown(slide),
            }
            for number, (slide, alt) in enumerate(zip(post.deck.slides, post.alts, strict=True), 1)
        ],
        "pixels": pixels,
        "files": files,
    }


def _text_record(platform: str, parts: tuple[str, ...]) -> dict[str, Any]:
    rules = RULES[platform]
    return {"parts": list(parts), "counts": [rules.count(part) for part in parts], "limit": rules.limit}
