"""File names -> how they are shown, how they sort, and the slug that output folders are named after."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from post_forge.notes.words import words

LONGEST_SLUG = 80  # bytes; file systems allow 255, and a suffix may be added

SUFFIXES = (".md", ".markdown", ".mdx")
_RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))})
_LATIN = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
_SPOKEN = {"c++": "cpp", "c#": "csharp", "f#": "fsharp", "&": "-and-"}
_EMPTY_NAMES = words("readme index note notes untitled new draft document page test temp copy file md part")
_CHUNKS = re.compile(r"([0-9]+)")

# What could move the cursor, hide text or turn its direction in a terminal.
UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


_CONTENTS = re.compile(r"readme(?:[._-][a-z-]+)?|summary|index|contents|toc")


def may_be_index(place: str) -> bool:
    """Whether a file could be a table of contents, by its name."""
    return _CONTENTS.fullmatch(without_suffix(PurePosixPath(place).name).lower()) is not None


def shown(name: str) -> str:
    """The name with line feeds, escapes and direction marks written out (`\\n`, `\\u202e`)."""
    return UNSAFE.sub(lambda match: match[0].encode("unicode_escape").decode("ascii"), name)


def natural(place: str) -> tuple[object, ...]:
    """A sort key: numbers by value (`2-x` before `10-x`), letters without case, the same on every machine."""
    parts = PurePosixPath(place).parts
    stem = without_suffix(parts[-1]) if parts else ""
    keys = tuple(_chunks(part) for part in (*parts[:-1], stem))
    return (keys, place)


def _chunks(name: str) -> tuple[tuple[int, int, str], ...]:
    folded = unicodedata.normalize("NFKC", name).casefold()
    return tuple(
        (0, int(chunk), "") if chunk.isdecimal() and chunk.isascii() else (1, 0, chunk)
        for chunk in _CHUNKS.split(folded)
        if chunk
    )


def without_suffix(name: str) -> str:
    """`two.dots..md` -> `two.dots.`; a name without a note's suffix stays."""
    suffix = PurePosixPath(name).suffix
    return name.removesuffix(suffix) if suffix.lower() in SUFFIXES else name


def slug_of(words: str) -> str:
    """One path segment of lower-case letters (of any script), digits and hyphens; at most 80 bytes of UTF-8."""
    text = unicodedata.normalize("NFC", words.lower()).translate(_LATIN)
    for written, spoken in _SPOKEN.items():
        text = text.replace(written, spoken)
    letters = "".join(_letter(character) for character in text)
    slug = re.sub(r"-{2,}", "-", letters).strip("-")
    if slug in _RESERVED:
        slug = f"{slug}-note"
    return _cut(slug or f"note-{_digest(words)}", words)


def _letter(character: str) -> str:
    if character.isascii():
        return character if character.isalnum() else "-"
    bare = unicodedata.normalize("NFD", character)
    if bare[0].isascii() and bare[0].isalnum():
        return bare[0]
    category = unicodedata.category(character)
    return unicodedata.normalize("NFC", character) if category[0] in "LN" or category in {"Mn", "Mc"} else "-"


def _cut(slug: str, words: str) -> str:
    """Long slugs end in a short hash of the whole name, so that two of them never meet."""
    if len(slug.encode()) <= LONGEST_SLUG:
        return slug
    room = LONGEST_SLUG - 9
    return f"{slug.encode()[:room].decode(errors='ignore').rstrip('-')}-{_digest(words)}"


def _digest(words: str) -> str:
    return hashlib.sha256(words.encode(errors="surrogatepass")).hexdigest()[:8]


def slugs(places: Sequence[str]) -> Mapping[str, str]:
    """A slug for each place, unique whatever the order: the file's name, with folders in front where two would meet.

    `README.md`, `index.md` and `note.md` say nothing by themselves, so the folder's name stands for them.
    """
    result: dict[str, str] = {}
    open_places = sorted(set(places))
    deepest = max((place.count("/") for place in open_places), default=0)
    for folders in range(deepest + 1):
        wanted = {place: slug_of(_words(place, folders)) for place in open_places}
        taken = Counter(wanted.values()) + Counter(result.values())
        result |= {place: slug for place, slug in wanted.items() if taken[slug] == 1}
        open_places = [place for place in open_places if place not in result]
    return result | {place: _with_hash(place) for place in open_places}


def _with_hash(place: str) -> str:
    """Names that differ only in case, suffix or punctuation are told apart by a hash of the place."""
    slug = slug_of(_words(place, place.count("/")))
    room = slug.encode()[: LONGEST_SLUG - 9].decode(errors="ignore").rstrip("-")
    return f"{room}-{_digest(place)}"


def _words(place: str, folders: int) -> str:
    *above, name = PurePosixPath(place).parts
    stem = without_suffix(name)
    if stem.lower() in {"readme", "index", "note"} and above:
        *above, stem = above
    kept = above[-folders:] if folders else []
    return "-".join([*kept, stem])


def readable(place: str) -> str:
    """A title made of a file name: `01_b-tree_index.md` -> `B-tree index`; a name with spaces stays as it is."""
    *above, name = PurePosixPath(place).parts
    stem = without_suffix(name)
    if stem.lower() in {"readme", "index"} and above:
        stem = above[-1]
    words = re.sub(r"^\d{4}-\d{2}-\d{2}[-_ ]+|^\d{1,3}[-_. )]+(?=\D)", "", shown(stem)) or stem
    if " " not in words:
        one_word = words.count("-") == 1 and words[0].isupper()  # Sci-fi
        words = words.replace("_", " ") if "_" in words or one_word else words.replace("-", " ")
    words = words.strip(" .-_") or stem
    return words[0].upper() + words[1:] if words[:1].islower() else words


def is_telling(title: str) -> bool:
    """Whether a title made of a file name says what the note is about: words, not a date or "Untitled 2"."""
    words = re.findall(r"[^\W\d_]{2,}", title.lower())
    return any(word not in _EMPTY_NAMES for word in words)
