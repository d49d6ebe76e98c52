"""A note as it was typed -> what its author would want to know: front matter, characters, links, pictures, rules."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator
from difflib import get_close_matches

from post_forge.check import walking
from post_forge.check.values import Found, NoteView
from post_forge.model import Handwritten, Picture

# What is never seen and does no work: no joiners (Persian, Indic scripts and emoji need them) and no direction marks.
INVISIBLE = re.compile("[\u200b\u2060\ufeff]")
_BREAKS_BY_THEM = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")  # Thai, Lao, Burmese, Khmer
_NAMES = {"\u200b": "zero-width space", "\u2060": "word joiner", "\ufeff": "byte order mark"}
_KEYS = [
    "title",
    "summary",
    "description",
    "id",
    "tags",
    "hashtags",
    "series",
    "level",
    "order",
    "channels",
    "question",
    "theme",
    "handle",
    "url",
    "lang",
    "publish_on",
    "ai_assisted",
    "status",
    "draft",
    "publish",
    "published",
    "private",
    "reading_time",
]
_DRAFTS = ("draft", "wip", "todo", "idea", "stub", "unpublished", "in progress", "in-progress", "hidden")
_STATES = (*_DRAFTS, "ready", "published", "done", "final", "live", "review")
_WEB = re.compile(r"(?<![\w/=%])http://[^\s<>()\[\]\"'`{}|\\^*]+")
_PRIVATE = re.compile(
    r"http://(?:[^/@]*@)?(?:localhost|[\w-]+(?=[:/]|$)|127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|169\.254\.|"
    r"0\.0\.0\.0|\[|"
    r"(?:[\w-]+\.)*(?:example(?:\.\w+)?|test|invalid|local|localhost|internal|svc|lan|onion|(?:your|"
    r"my)[\w-]*\.\w+)(?=[:/]|$)|"
    r"(?:www\.)?(?:w3\.org/(?:1999|2000|2001|200\d|TR)|schemas\.|xmlns|json-schema\.org|www\.sitemaps\.org|purl\.org))",
    re.IGNORECASE,
)
_USELESS = re.compile(
    r"(?:the |an? )?(?:image|img|picture|photo|screenshot|screen shot|figure|fig|diagram|alt(?: text)?|untitled|"
    r"pasted image|bild|imagen|"
    r"图片|图|이미지|画像)?[\s\-_.:#()\d]*(?:\.(?:png|jpe?g|gif|webp))?",
    re.IGNORECASE,
)
_FILE = re.compile(r"[\w.\-]+\.(?:png|jpe?g|gif|webp|svg)", re.IGNORECASE)
_ADDRESS = re.compile(r"[a-f0-9-]{12,}|IMG_\d+|DSC\d+", re.IGNORECASE)
_SENTENCE = re.compile(r"\w.*[.!?。！？][\"”')\]]?\s*$")


def invisible(view: NoteView) -> Iterator[Found]:
    """Characters that nobody sees: they come along when text is pasted, and break searches and lines."""
    for number, line in enumerate(view.lines, 1):
        if found := seen_by_nobody(line):
            count = len(INVISIBLE.findall(line))
            name = _NAMES.get(found[0], "invisible character")
            more = f" and {count - 1} more" if count > 1 else ""
            yield Found(view.at(number, found.start() + 1), f"an invisible character: {name}{more}", _FIX)


def seen_by_nobody(line: str) -> re.Match[str] | None:
    """The first invisible character of a line that does no work there."""
    return None if _BREAKS_BY_THEM.search(line) else INVISIBLE.search(line)


_FIX = "post-forge check --fix takes it out"


def status(view: NoteView) -> Iterator[Found]:
    """A status that is almost `draft`: the note would go out."""
    if found := misspelt_status(view):
        number, column, word, meant = found
        message = f"status: {word!r} is no status, so this note counts as ready"
        yield Found(view.at(number, column), message, f"did you mean {meant!r}?", len(word))


def misspelt_status(view: NoteView) -> tuple[int, int, str, str] | None:
    """(line, column, word, what was meant) of a status that nobody knows but that comes near to one for drafts."""
    for number, line in walking.matter_lines(view):
        found = re.match(r"(\s*[\"']?status[\"']?\s*[:=]\s*[\"']?)([\w -]+?)[\"']?\s*(?:#.*)?$", line, re.IGNORECASE)
        if found and found[2].lower() not in _STATES:
            close = get_close_matches(found[2].lower(), _STATES, n=1, cutoff=0.75)
            if close and close[0] in _DRAFTS:
                return number, len(found[1]) + 1, found[2], close[0]
    return None


def tags(view: NoteView) -> Iterator[Found]:
    """A tag that stands twice, whatever its case."""
    for key, words in (("tags", view.note.matter.tags), ("hashtags", view.note.matter.hashtags)):
        written = _written_tags(view, key) or list(words)
        counts = Counter(word.casefold() for word in written)
        twice = [word for word, count in counts.items() if count > 1]
        if twice:
            yield Found(walking.matter_line(view, key), f"front matter: {key} names {', '.join(twice)} twice", _TWICE)


_TWICE = "keep each once; post-forge check --fix does it"


def _written_tags(view: NoteView, key: str) -> list[str]:
    """The tags of a list on one line as it is written: reading leaves out those that stand twice."""
    for _, line in walking.matter_lines(view):
        if found := re.match(rf"{key}\s*[:=]\s*\[(.*)\]\s*$", line):
            return [word.strip().strip("\"'") for word in found[1].split(",") if word.strip()]
    return []


def keys(view: NoteView) -> Iterator[Found]:
    """A key that is almost one of ours; those of other programs are left alone."""
    for key in view.note.matter.extra:
        name = str(key).lower().replace("-", "_")
        close = get_close_matches(name, _KEYS, n=1, cutoff=0.84)
        if close and abs(len(name) - len(close[0])) <= 2 and name not in _OTHERS:
            source = walking.matter_line(view, str(key))
            yield Found(
                source, f"front matter: nothing reads the key {key!r}", f"did you mean {close[0]!r}?", len(str(key))
            )


_OTHERS = frozenset(
    [
        "titles",
        "tagline",
        "draft_id",
        "languages",
        "levels",
        "themes",
        "handles",
        "private_notes",
        "publisher",
        "publish_date",
    ]
)


def links(view: NoteView) -> Iterator[Found]:
    """Each address that is not https, once; those of machines of one's own and names of standards are no links."""
    seen: set[str] = set()
    spoken = {span.text for text, _ in walking.texts(view.note) for span in text.spans if "code" in span.marks}
    for number, line in [*walking.matter_lines(view), *walking.prose_lines(view)]:
        for found in _WEB.finditer(line):
            address = found[0].rstrip(".,;:!?")
            in_code = any(address in words for words in spoken) or line[: found.start()].count("`") % 2
            shown = re.search(r"!\[[^\]]*\]\($", line[: found.start()])  # a picture of the web: never fetched, and told
            if address not in seen and not shown and not in_code and not _PRIVATE.match(address):
                seen.add(address)
                message = f"this link is not https: {address[:90]}"
                yield Found(view.at(number, found.start() + 1), message, _HTTPS, len(address))


_HTTPS = "try the address with https:// in a browser, and write it so if it answers"


def alts(view: NoteView) -> Iterator[Found]:
    """A picture of the note whose alternative text is missing, empty or says nothing."""
    for block in walking.blocks(view.note):
        if not isinstance(block, Picture):
            continue
        alt = block.alt.strip()
        stem = re.escape(re.sub(r"\.\w+$", "", block.target.rpartition("/")[2]))
        silent = _USELESS.fullmatch(alt) or _FILE.fullmatch(alt) or _ADDRESS.fullmatch(alt)
        if silent or re.fullmatch(stem, alt, re.IGNORECASE):
            message = f"the alternative text {alt!r} says nothing" if alt else "this picture has no alternative text"
            yield Found(block.source, f"{message}: {block.target.rpartition('/')[2]}", _TELL)


_TELL = "say in a sentence what the picture shows: ![Requests a second rise until noon](load.png)"


def rules(view: NoteView) -> Iterator[Found]:
    """A line of dashes right below a sentence makes a heading of the sentence."""
    for number, line in swallowed(view):
        shown = line.strip()[:60]
        message = f"the line of dashes below makes a heading of this sentence: {shown!r}"
        yield Found(view.at(number, 1), message, "put an empty line before the dashes; post-forge check --fix does it")


def swallowed(view: NoteView) -> Iterator[tuple[int, str]]:
    """The sentences that a line of dashes below them makes headings of."""
    lines = list(walking.prose_lines(view))
    for (number, line), (after, below) in itertools.pairwise(lines):
        if after == number + 1 and re.fullmatch(r" {0,3}-{3,}\s*", below) and len(line.split()) >= 4:
            starts = re.match(r"\s*(?:[-*+>#|]|\d+[.)]\s|<)", line)
            if _SENTENCE.search(line) and not starts:
                yield number, line


def spaces(view: NoteView) -> Iterator[Found]:
    """Spaces at the ends of lines of a text that is sent as it stands: they count, and Markdown's meaning is not "
    "there."""
    for block in walking.blocks(view.note):
        if isinstance(block, Handwritten):
            for number, line in own_lines(view, block):
                if line.strip() and line != line.rstrip():
                    message = "spaces at the end of a line of your own text"
                    yield Found(view.at(number, len(line.rstrip()) + 1), message, _FIX.replace("it out", "them out"))


def own_lines(view: NoteView, block: Handwritten) -> Iterator[tuple[int, str]]:
    """The lines of a hand-written text as they stand in the file."""
    fence = re.match(r"\s*(`{3,}|~{3,})", view.line(block.source.line))
    for number in range(block.source.line + 1, len(view.lines) + 1):
        line = view.line(number)
        if fence and line.strip().startswith(fence[1]):
            return
        yield number, line
