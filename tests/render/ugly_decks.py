"""A folder of notes -> the slides of its posts as a build would draw them, to be looked at; the gallery likewise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from ugly_look import Look, look
from ugly_mistakes import NEVER, Count, judge

from post_forge import forge
from post_forge.errors import ForgeError
from post_forge.forge.making.collect import collect
from post_forge.forge.making.fitting import fit_deck
from post_forge.forge.making.make import Studio, theme_of
from post_forge.forge.making.plan import plan
from post_forge.forge.making.state import State
from post_forge.forge.pipeline import settings_of
from post_forge.forge.workspace import Workspace
from post_forge.model import FORMATS, Deck, Post
from post_forge.render import Theme, layouts
from post_forge.render.gallery import gallery

CONFIGURATION = 'brand: { name: Ship Daily, handle: "@shipdaily" }\n'


def gallery_looks(theme: Theme, format_name: str = "portrait", sizes: Sequence[str] = ()) -> Iterator[Look]:
    """Every slide of the gallery (or some sizes of it) that a theme can show, and that fits the format."""
    has = set(layouts(theme))
    for sample in gallery():
        if sample.layout in has and (not sizes or sample.size in sizes):
            name = f"{theme.name}/{format_name}/{sample.name}"
            try:
                yield look(sample.slide, sample.deck, theme, FORMATS[format_name], name)
            except ForgeError:  # refused for the format, or broken: the golden test says which
                continue


def posts_of(folder: Path, workspace: Path, most: int = 0) -> list[Post]:
    """The posts of a collection, in its order; with `most` about so many, evenly from first to last."""
    opened = forge.open_workspace(workspace, remember=False)
    planned = plan(opened, collect(opened, folder.resolve()), State())
    posts = [planned.posts[entry.id] for _, entry in planned.entries() if entry.id in planned.posts]
    step = max(1, len(posts) // most) if most else 1
    return posts[::step][: most or None]


def deck_looks(post: Post, workspace: Path, theme_name: str) -> list[Look]:
    """The slides of one post in a theme, in their order; none where the post is refused."""
    studio = studio_of(post, forge.open_workspace(workspace, remember=False), theme_name)
    deck, _ = fit_deck(post.deck, studio.check)
    if not isinstance(deck, Deck):
        return []
    studio.post = replace(post, deck=deck)
    total = len(deck.slides)
    return [
        look(slide, studio.view(at, total), studio.theme, FORMATS["portrait"], f"{theme_name}/{post.id}/{at:02d}")
        for at, slide in enumerate(deck.slides, 1)
    ]


def studio_of(post: Post, workspace: Workspace, theme_name: str) -> Studio:
    settings = replace(settings_of(workspace), theme=theme_name)
    return Studio(theme_of(replace(post, deck=replace(post.deck, theme="")), settings), post, settings)


def judge_posts(posts: Sequence[Post], workspace: Path, theme_name: str, only: frozenset[str] = frozenset()) -> Count:
    """What is found on the slides of some posts, in one theme."""
    count = Count()
    for post in posts:
        judge(deck_looks(post, workspace, theme_name), count, decks=True, only=only)
    return count


# ---- what is held ----------------------------------------------------------------------------------------------------

HELD = Path(__file__).with_name("ugly_held.txt")
SAMPLE_POSTS = 8
"""Posts of the sample content that are looked at in a test, evenly from its first to its last."""


def counted(theme: Theme, posts: Sequence[Post], workspace: Path) -> dict[str, Count]:
    """The two counts that are held for a theme: of the gallery, and of the sample content."""
    return {
        f"gallery/{theme.name}": judge(list(gallery_looks(theme)), Count()),
        f"content/{theme.name}": judge_posts(posts, workspace, theme.name),
    }


def held(file: Path = HELD) -> dict[tuple[str, str], int]:
    """How many slides may have a mistake: by (place, number). What is not there is not allowed at all."""
    lines = file.read_text("utf-8").splitlines() if file.is_file() else []
    parts = (line.split() for line in lines if line and not line.startswith("#"))
    return {(place, number): int(most) for place, number, most in parts}


def hold(counts: Mapping[str, Count], file: Path = HELD) -> None:
    """Write down what was counted where it is less than what was allowed; a figure is never raised here."""
    known, fresh = held(file), not file.is_file()
    lines = ["# Slides that may have a mistake: where, its number, how many. A figure may only fall."]
    for place, count in sorted(counts.items()):
        for number, found in sorted(count.slides.items()):
            most = found if fresh else min(found, known.get((place, number), 0))
            if most and number not in NEVER:
                lines.append(f"{place} {number} {most}")
    file.write_text("\n".join([*lines, ""]), "utf-8")
