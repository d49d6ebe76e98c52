"""Hashtags (rule 33): one entity from the title, one field from tags or folder, one audience. Note, title -> tags."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from post_forge.compose.language.words import word_set
from post_forge.compose.texts.entities import ENTITIES, entity
from post_forge.model import Note

_NEVER = word_set(
    """coding programming tech developer code dev til notes note docs content topics src misc general readme
    index intermediate beginner advanced article articles snippets cheatsheets translations translation
    plugins features"""
)
_APART = re.compile(r"[\s\-_/.+&,:;'’\"()\[\]#]+")
_USABLE = re.compile(r"^\w{2,30}$")
_ACRONYMS = word_set(
    """ai api aws cd ci cli cpu css db dns gcp gpu html http https io ip jvm ml os qa rag sdk sql sre ssh tcp tdd
    tls udp ui url ux vm xml"""
)
MOST = 5


def hashtags(note: Note, title: str, audience: str) -> tuple[str, ...]:
    """The author's own tags, else up to three made ones, without the sign and without duplicates."""
    own = [made for tag in note.matter.hashtags if (made := tag_of(tag, keep=True))]
    if own:
        return tuple(dict.fromkeys(own))[:MOST]
    named = entity(title) or entity(str(note.title))
    field = next((made for tag in _field_words(note) if (made := tag_of(tag)) and made.lower() != named.lower()), "")
    return tuple(dict.fromkeys(tag for tag in (named, field, tag_of(audience, keep=True)) if tag))


def _field_words(note: Note) -> list[str]:
    """The note's tags, then the folders it lies in, the nearest first."""
    folders = [part for part in reversed(PurePosixPath(note.place).parts[:-1]) if not part.startswith(("_", "."))]
    return [*(tag.rstrip("/").rsplit("/", 1)[-1] for tag in note.matter.tags), *folders]


def tag_of(words: str, keep: bool = False) -> str:
    """A tag in CamelCase without spaces and hyphens; "" if nothing usable is left or it says nothing (#coding)."""
    words = words.strip().lstrip("#＃").strip()
    if words.lower() in ENTITIES:
        return ENTITIES[words.lower()]
    pieces = [piece for piece in _APART.split(words) if piece]
    made = pieces[0] if keep and len(pieces) == 1 else "".join(map(_capital, pieces))
    if not _USABLE.match(made) or made.isdigit() or len(pieces) > 4:
        return ""
    return "" if not keep and (made.lower() in _NEVER or _language_code(made)) else made


def _capital(piece: str) -> str:
    return piece.upper() if piece.lower() in _ACRONYMS else piece[:1].upper() + piece[1:]


def _language_code(tag: str) -> bool:
    return len(tag) == 2 and tag.lower() not in _ACRONYMS
