"""One made post -> post.json: everything that a person or a later stage needs of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from post_forge import output
from post_forge.errors import Source
from post_forge.forge.making.state import digest, plain
from post_forge.forge.settings import Settings
from post_forge.later import Later
from post_forge.model import Post
from post_forge.shipped import TEMPLATES

if TYPE_CHECKING:
    from post_forge import compose, platforms, render
else:
    compose, platforms = (Later(f"post_forge.{name}") for name in ("compose", "platforms"))

_NOWHERE = Source("")


def record(
    post: Post,
    files: list[str],
    pictures: Mapping[str, tuple[str, ...]],
    theme: render.Theme,
    settings: Settings,
) -> dict[str, Any]:
    """post.json: everything about the post that a person or a later stage needs, and nothing that changes by itself.

    `pictures` are digests of what the slides show, by format: unlike the files, the same on every machine.
    """
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
        "content": digest(post.texts, post.comments, post.alts, pictures),
        "texts": _text_records(post.texts, post.warning),
        "variants": [_text_records(texts, post.warning) for texts in post.variants],
        "warning": post.warning,
        "comments": dict(post.comments),
        "hashtags": list(post.hashtags),
        "claims": [
            {"text": claim.words, "source": str(claim.source), "kinds": list(claim.kinds)} for claim in post.claims
        ],
        "sources": plain({name: [str(place) for place in places] for name, places in post.sources.items()}),
        "slides": [
            {
                "number": number,
                "layout": slide.layout,
                "source": str(slide.source),
                "alt": alt,
                "text": compose.shown(slide),
                "words": compose.words(slide),
            }
            for number, (slide, alt) in enumerate(zip(post.deck.slides, post.alts, strict=True), 1)
        ],
        "design": design(post, theme, settings),
        "pictures": pictures,
        "files": files,
    }


def _text_records(texts: Mapping[str, tuple[str, ...]], warning: str) -> dict[str, Any]:
    return {name: _text_record(name, parts, warning) for name, parts in texts.items()}


def _text_record(platform: str, parts: tuple[str, ...], warning: str) -> dict[str, Any]:
    rules = platforms.RULES[platform]
    above = rules.count(warning) if platform in compose.WARNED else 0  # a content warning counts with each part
    return {"parts": list(parts), "counts": [rules.count(part) + above for part in parts], "limit": rules.limit}


def design(post: Post, theme: render.Theme, settings: Settings) -> str:
    """The hash of what the slides show and how the author wants them to look: their contents, pictures and alternative
    texts, the theme, the brand, the first format.

    Approvals are bound to it. Neither the code that draws nor the themes that come with it are part of it: where a new
    version draws the same slides a little differently, only `pictures` change. Line numbers are no part of it either.
    """
    brand = settings.brand
    slides = [_without_places(plain(slide)) for slide in post.deck.slides]
    pictures = [slide.picture.target for slide in post.deck.slides if slide.picture]
    files = [settings.root / f"{post.deck.pictures}{name}" for name in pictures]
    files += [settings.root / name for name in (brand.avatar, brand.logo) if name]
    own = tuple(folder for folder in theme.folders.values() if not folder.is_relative_to(TEMPLATES))
    look = (theme.name, _bytes_below(own, settings.inputs), brand, post.deck.handle, settings.formats[0])
    return digest(slides, post.alts, post.deck.lang, look, [_bytes_of(file) for file in files])


def _without_places(value: Any) -> Any:
    """The plain value without the lines of the note that it came from (an edit elsewhere in the note moves them), and
    without the badge of a cover, which goes when the post has gone out."""
    if isinstance(value, dict):
        return {name: _without_places(part) for name, part in value.items() if name not in {"source", "badge"}}
    return [_without_places(part) for part in value] if isinstance(value, list) else value


@lru_cache(8)
def _bytes_below(folders: tuple[Path, ...], _inputs: str) -> str:
    """The hash of every file of the workspace's own themes; kept as long as the inputs of a run are the same."""
    return digest(*(_bytes_of(file) for folder in folders for file in _files(folder)))


def _files(folder: Path) -> Iterator[Path]:
    return (file for file in sorted(folder.rglob("*")) if file.is_file())


def _bytes_of(file: Path) -> str:
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError:
        return ""
