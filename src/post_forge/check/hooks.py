"""The first lines of posts -> those that do not make a reader stop, and those that say what another has said."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from post_forge.check.values import Collection, Found, PostView
from post_forge.errors import Source

LONGEST = 140
_FOLDED = ("linkedin", "instagram")
_LEANS = re.compile(
    r"(?:it|its|this|that|these|those|they|them|so|but|however|also|therefore|thus|hence|see|for example|for "
    r"instance|e\.g\.|"
    r"as (?:mentioned|above|shown|seen)|in this (?:article|post|note|section|chapter))\b(?! is no\b)(?!['’]s\b)",
    re.IGNORECASE,
)
_DEFINES = re.compile(
    r"(?!when |if |while |where |once )(?:an? |the )?[\w.+/#-]+(?: [\w.+/#()-]+){0,3} (?:is|are) (?:an?|the|any) "
    r"(?:[\w-]+ ){0,4}?(?:type|kind|form|tool|library|framework|technique|method|process|concept|database|system"
    r"|platform|language|pattern|software|service|set|collection|store|server|engine|protocol|format|mechanism"
    r"|approach|algorithm|structure|capability|practice|term)s?\b(?! fail| that fail)",
    re.IGNORECASE,
)
_FILED = re.compile(
    r"(?:\d+(?:\.\d+)*[.):]\s|(?:part|chapter|section|lesson|day|episode|module) \d+\b|(?:introduction|overview|"
    r"summary|conclusion|"
    r"background|preface|notes?|getting started|table of contents)\s*[.:!]?$)",
    re.IGNORECASE,
)
_TIRED = re.compile(
    r"(?:thoughts|agree|unpopular opinion|hot take|let that sink in|read this twice|stop scrolling|you won['’]t "
    r"believe|in today['’]s (?:[\w-]+,? ){0,3}world|in (?:this|today['’]s) (?:post|article))\b[^\w]*",
    re.IGNORECASE,
)
_TAGS_ONLY = re.compile(r"(?:[#@][\w.@-]+[\s,]*)+$|https?://\S+$")
_FEW, _SHARE = 5, 10  # a beginning is worn where more than five posts, and more than every tenth, have it


def first_line(parts: Sequence[str]) -> str:
    """The first line of a text with words in it."""
    return next((line.strip() for line in "\n".join(parts[:1]).split("\n") if line.strip()), "")


def weakness(line: str, platform: str = "") -> str:
    """Why a first line is weak, or ""."""
    words = re.sub(r"^[^\w#@<`]+", "", line)
    if not words or _TAGS_ONLY.match(words):
        return "it is nothing but tags or an address"
    if words.endswith((":", "：")):
        return "it ends in a colon, and what it announces lies below the fold"
    if _LEANS.match(words):
        return f"it begins with {words.split()[0]!r}, which leans on something that the reader has not read"
    if _FILED.match(words):
        return "it is a filing label"
    if _TIRED.match(words):
        return "it says nothing of its own"
    if _DEFINES.match(line):  # a quoted claim is there to be contradicted
        return "it defines a word that the reader knows or does not care about"
    if platform in _FOLDED and len(line) > LONGEST:
        return f"it has {len(line)} characters, and {platform} shows about {LONGEST}"
    return ""


def weak(post: PostView) -> Iterator[Found]:
    """The first line of a text, once for all texts that share it."""
    told: set[str] = set()
    for platform, parts in post.texts.items():
        line = first_line(parts)
        why = weakness(line, platform) if line else ""
        if why and line not in told:
            told.add(line)
            source = _first_of(post, platform)
            yield Found(source, f"{platform}: the first line is weak: {why}: {_cut(line)!r}", _OPEN)


_OPEN = "open with what happened: who, what broke, which number"


def _first_of(post: PostView, platform: str) -> Source:
    own = post.by_hand.get(platform) or post.by_hand.get("")
    return Source(own.path, own.line + 1) if own else post.made_from(platform)


def repeated(collection: Collection) -> Iterator[Found]:
    """A first line that an earlier post has, and a beginning that too many share."""
    by_line: dict[str, list[PostView]] = defaultdict(list)
    by_start: dict[str, list[PostView]] = defaultdict(list)
    for post in collection.posts:
        line = first_line(next(iter(post.texts.values()), ()))
        words = re.findall(r"[\w'’-]+", line.casefold())
        if len(words) >= 3 and line.isascii():
            by_start[" ".join(words[:3])].append(post)
        if words:
            by_line[" ".join(words)].append(post)
    for posts in by_line.values():
        for post in posts[1:]:
            line = first_line(next(iter(post.texts.values()), ()))
            yield Found(_place(post), f"this post opens as {posts[0].id} does: {_cut(line)!r}", _OTHER)
    for start, posts in by_start.items():
        if len(posts) > max(_FEW, len(collection.posts) // _SHARE):
            message = f"{len(posts)} of {len(collection.posts)} posts begin with {start!r}"
            yield Found(_place(posts[0]), message, "let some of them begin otherwise")


_OTHER = "let one of them begin otherwise; `post-forge explain` shows what else could open it"


def _place(post: PostView) -> Source:
    return _first_of(post, next(iter(post.texts), ""))


def _cut(words: str) -> str:
    return words if len(words) <= 90 else words[:89] + "…"
