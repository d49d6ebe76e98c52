"""One post -> its files in output/: slides fitted and drawn, PDF, contact sheet, texts, alt texts, post.json.

Runs in a worker process. What was drawn before under the same key is kept as it lies there.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from post_forge import config, output
from post_forge.errors import ForgeError, LayoutError, Problem, Source, TemplateError
from post_forge.forge.making.claims import sheet_file
from post_forge.forge.making.fitting import fit_post
from post_forge.forge.making.media import media_files
from post_forge.forge.making.record import record
from post_forge.forge.making.state import DOWNLOADS, MadeEntry, digest
from post_forge.forge.settings import Settings
from post_forge.later import Later
from post_forge.model import FORMATS, Format, Post, Refusal, Slide

if TYPE_CHECKING:
    from post_forge import compose, platforms, render
else:
    compose, platforms, render = (Later(f"post_forge.{name}") for name in ("compose", "platforms", "render"))

LONGEST_ALT = 1_000  # characters: what a listener has patience for
_AGAIN = "run the command again"


@dataclass(frozen=True, slots=True)
class Job:
    """One post to make. `before` is what was made of it last time, if that can be trusted; `post` is missing where
    its note changed while the run was at work."""

    id: str
    note: str
    post: Post | None
    key: str
    output: Path
    settings: Settings
    before: MadeEntry | None = None
    ours: tuple[str, ...] = ()

    @property
    def folder(self) -> Path:
        return self.output / self.id


@dataclass(frozen=True, slots=True)
class Made:
    """What became of a job, and how many slides had to be drawn for it."""

    id: str
    entry: MadeEntry
    drawn: int = 0


def make(job: Job) -> Made:
    """Draw and write one post. Problems the author can mend are returned, not raised."""
    post = job.post
    if post is None:
        return _failed(job, Problem("make.changed", "this note was changed meanwhile", Source(job.note), _AGAIN))
    try:
        studio = Studio(theme_of(post, job.settings), post, job.settings)
        refusal, problems = fit(studio)
        if refusal:
            output.remove_bundle(job.output, job.id, job.ours)
            return Made(post.id, MadeEntry(post.note, job.key, problems=problems, refusal=refusal))
        return _write(job, studio, studio.post, problems)
    except ForgeError as error:
        return _failed(job, *error.problems)
    except OSError as error:  # a picture or a template that went away meanwhile
        place = Source(str(error.filename)) if error.filename else post.source
        return _failed(job, Problem("make.read", f"cannot read: {error.strerror}", place, _AGAIN))


def fit(studio: Studio) -> tuple[Refusal | None, tuple[Problem, ...]]:
    """Make the studio's post the one that its slides show: rearranged until all fit, with alternative texts and claims.

    Gives the refusal instead where they cannot, and what the author should know. Raises ForgeError.
    """
    settings = studio.settings
    deck, problems = fit_post(studio.post, studio, settings.brand, settings.root)
    if isinstance(deck, Refusal):
        return deck, problems
    alts = tuple(compose.alt(slide, deck.lang, settings.folders) for slide in deck.slides)
    fitted = replace(studio.post, deck=deck, alts=alts)
    studio.post = replace(fitted, claims=compose.claims(fitted))
    return None, problems


def _failed(job: Job, *problems: Problem) -> Made:
    """Nothing was made; without a key it is tried again in the next run."""
    return Made(job.id, MadeEntry(job.note, "", problems=problems))


def theme_of(post: Post, settings: Settings) -> render.Theme:
    """The theme that a post is drawn in. Raises TemplateError; who named a theme that is missing is told."""
    try:
        return load_theme(post.deck.theme or settings.theme, settings)
    except TemplateError as error:
        named = Source(post.note) if post.deck.theme else config.where(settings.root, "theme")
        raise TemplateError(*(replace(one, source=one.source or named) for one in error.problems)) from None


def prepare(settings: Settings) -> None:
    """Load what every post needs, once, before workers are forked from this process."""
    with suppress(ForgeError):  # what is wrong with the theme is told by each post
        load_theme(settings.theme, settings)


@lru_cache(8)
def load_theme(name: str, settings: Settings) -> render.Theme:
    """The theme with the brand's overrides; kept for the run. Raises TemplateError."""
    return branded(name, settings, settings.brand.accent)


def branded(name: str, settings: Settings, accent: str) -> render.Theme:
    """The theme with the brand's fonts and an accent ("" for the theme's own). Raises TemplateError."""
    overrides: dict[str, Any] = {"accent": accent} if accent else {}
    if settings.brand.fonts:
        overrides["fonts"] = dict(settings.brand.fonts)
    return render.load_theme(name, settings.folders, overrides, settings.root)


@lru_cache(8)
def _proportion(path: str) -> float:
    return render.proportion_of(path)


@dataclass(slots=True)
class Studio:
    """Draws the slides of one post: knows the theme, the formats, and what a slide may know of its deck."""

    theme: render.Theme
    post: Post
    settings: Settings
    frames: dict[str, render.Frame] = field(default_factory=dict)
    markups: dict[tuple[Any, ...], tuple[Slide, render.Markup]] = field(default_factory=dict)

    @property
    def formats(self) -> list[Format]:
        return [FORMATS[name] for name in self.settings.formats]

    def markup(self, slide: Slide, number: int, total: int, format_: Format) -> render.Markup:
        """The markup of a slide; made once while neither the slide nor those around it change."""
        key = (number, total, format_.name, id(slide), *map(id, self.post.deck.slides))
        if key not in self.markups:  # holds the slide too, so that no other takes its id
            self.markups[key] = slide, render.markup(slide, self.view(number, total), self.theme, format_)
        return self.markups[key][1]

    def view(self, number: int, total: int) -> render.DeckView:
        """What the slide with this number may say about its deck."""
        brand, deck, root = self.settings.brand, self.post.deck, self.settings.root
        return render.DeckView(
            number=number,
            total=total,
            handle=deck.handle or brand.handle or brand.name,
            footer=brand.footer,
            logo=brand.logo,
            logo_ratio=_proportion(str(root / brand.logo)) if brand.logo else 1.0,
            brand=brand.name,
            monogram=render.monogram_of(brand.name, brand.handle),
            avatar=brand.avatar,
            title=self.post.title,
            lang=deck.lang,
            direction=render.direction_of(deck.lang),
            pulse=render.pulse_of(deck.slides),
            motif=render.motif_of(deck.slides),
            layouts=tuple(slide.layout for slide in deck.slides),
            root=str(root),
            pictures=str(self.settings.root / deck.pictures) if deck.pictures else "",
        )

    def frame(self, markup: render.Markup, format_: Format) -> render.Frame:
        """Lay a slide out, once. Raises LayoutError where it does not fit."""
        frame = self.frames.get(markup.key)
        if frame is None:
            frame = self.frames[markup.key] = render.lay_out(markup, self.theme, format_)
        return frame

    def check(self, slide: Slide, number: int, total: int) -> render.Fit:
        """Whether a slide can be drawn in all the formats wanted; the worst of them where it cannot."""
        try:
            for format_ in self.formats:
                self.frame(self.markup(slide, number, total, format_), format_)
            return render.Fit(True)
        except LayoutError:
            view = self.view(number, total)
            fits = [render.measure_slide(slide, view, self.theme, format_) for format_ in self.formats]
            return max(fits, key=lambda fit: (not fit.ok, fit.excess_px))


def _write(job: Job, studio: Studio, post: Post, problems: tuple[Problem, ...]) -> Made:
    """Draw what is not there yet and replace the files that differ."""
    files: dict[str, bytes | None] = {}
    made: dict[str, list[Page]] = {}
    for format_ in reversed(studio.formats):  # the first format comes last: the PDF is made of its pages
        pages = [_page(job, studio, post, format_, number) for number in range(1, len(post.deck.slides) + 1)]
        made[format_.name] = pages
        for number, page in enumerate(pages, 1):
            files[f"slides/{format_.name}/{number:02d}.png"] = page.png
            if studio.settings.markup:
                text = render.readable(page.markup.text, studio.theme)
                files[f"slides/{format_.name}/{number:02d}.xml"] = text.encode()
    post = replace(post, alts=tuple(whole_alt(alt, page.frame) for alt, page in zip(post.alts, pages, strict=True)))
    first = studio.formats[0]
    keys = {name: tuple(page.key for page in each) for name, each in made.items()}
    pictures = {name: tuple(page.markup.key for page in each) for name, each in made.items()}
    document = digest(keys[first.name], post.alts, post.title, post.deck.lang)
    whole = post.kind in DOWNLOADS
    book = f"{post.kind}.pdf" if whole else "carousel.pdf"
    if job.before and job.before.document == document:
        files |= {book: None, "contact-sheet.png": None}
    else:
        slides = [(page.png, page.frame) for page in pages]
        marks = (compose.bookmarks(post.deck), compose.linked(post.deck)) if whole else ()
        files[book] = render.document(slides, post.alts, post.title, post.deck.lang, studio.theme, first, *marks)
        files["contact-sheet.png"] = render.sheet([page.small or page.png for page in pages])
    own, unmade = ({}, ()) if whole else media_files(files, studio.settings, post)
    files |= own | text_files(post) | sheet_file(post, job.folder)
    names = sorted({*files, output.POST})
    files[output.POST] = json.dumps(
        record(post, names, pictures, studio.theme, studio.settings), ensure_ascii=False, indent=1
    ).encode()
    stamps = output.write_bundle(job.output, job.id, files, job.ours)
    drawn = sum(page.new for each in made.values() for page in each)
    return Made(post.id, MadeEntry(post.note, job.key, stamps, keys, document, (*problems, *unmade)), drawn)


def whole_alt(alt: str, frame: render.Frame) -> str:
    """A slide's alternative text with what its elements tell that show more than words (a chart, a code)."""
    whole = " ".join([alt, *render.told(frame)]).strip()
    return whole if len(whole) <= LONGEST_ALT else alt


@dataclass(frozen=True, slots=True)
class Page:
    """One slide in one format: its picture, the frame it was drawn from, and whether it was drawn just now."""

    key: str
    markup: render.Markup
    png: bytes
    frame: render.Frame
    new: bool
    small: Any = None


def _page(job: Job, studio: Studio, post: Post, format_: Format, number: int) -> Page:
    """Draw a slide, or read its file where the same was drawn before."""
    settings = studio.settings
    markup = studio.markup(post.deck.slides[number - 1], number, len(post.deck.slides), format_)
    key = page_key(markup, format_, settings)
    frame = studio.frame(markup, format_)
    before = job.before.slides.get(format_.name, ()) if job.before else ()
    if number <= len(before) and before[number - 1] == key:
        png = (job.folder / f"slides/{format_.name}/{number:02d}.png").read_bytes()
        return Page(key, markup, png, frame, False)
    drawn = render.draw_slide(frame, studio.theme, format_, debug=settings.debug, small=True)
    return Page(key, markup, drawn.png, frame, True, drawn.small)


def page_key(markup: render.Markup, format_: Format, settings: Settings) -> str:
    """The name of a slide's picture: another one where anything that it shows is different."""
    return digest(markup.key, format_.name, settings.engine, settings.debug)


def text_files(post: Post) -> dict[str, bytes | None]:
    """The files a person pastes from."""
    files: dict[str, bytes | None] = {
        f"{platform}.txt": ("\n---\n".join(parts) + "\n").encode() for platform, parts in post.texts.items()
    }
    files |= {f"{platform}.comment.txt": f"{text}\n".encode() for platform, text in post.comments.items()}
    files["alt.txt"] = ("\n\n".join(f"{number}. {alt}" for number, alt in enumerate(post.alts, 1)) + "\n").encode()
    return files
