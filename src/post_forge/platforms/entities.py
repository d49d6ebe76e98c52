"""Find the tags, mentions and links of a text: what a network makes clickable and what must not be torn apart.

A tag is read generously, because a tag that is missed can be broken or escaped: "#" or "＃" after something that is
not part of a word, then letters, marks, digits and underscores of any script with at least one letter. So neither
"C#" nor "#42" is one.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache

from post_forge.platforms.links import ACCENTED, Range, links, mastodon_dialect, x_dialect

_JOINERS = "_\u200c\u200d\u00b7\u30fb\u05f3\u05f4"  # joiners that words of some scripts need
_CLOSERS = {")": "(", "]": "[", "}": "{"}
_CLOSING_PUNCTUATION = ".,;:!?'*’"
_SPOKEN = {"c++": "Cpp", "c#": "CSharp", "f#": "FSharp", ".net": "DotNet"}


def tags(text: str) -> tuple[Range, ...]:
    """Where the hashtags stand, with their "#"; never inside a link."""
    taken = web_links(text)
    found = []
    for sign in re.finditer(r"(?<![\w&/])[#＃]", text):
        end = _tag_end(text, sign.end())
        if any(letter.isalpha() for letter in text[sign.end() : end]) and not _inside(sign.start(), taken):
            found.append((sign.start(), end))
    return tuple(found)


def mentions(text: str) -> tuple[Range, ...]:
    """Where the mentions stand: `@name`, `@name.example.org`, `@name@host`; never inside a link or an address."""
    taken = web_links(text)
    return tuple(found.span() for found in _mention().finditer(text) if not _inside(found.start(), taken))


def web_links(text: str) -> tuple[Range, ...]:
    """Where the links with http:// or https:// stand, without the punctuation of the sentence around them."""
    if "://" not in text:
        return ()
    found = ((link.start(), _trimmed_end(text, *link.span())) for link in _web_link().finditer(text))
    return tuple(
        (start, end) for start, end in found if not text[start:end].endswith("/") or end - start > len("https://")
    )


def unbreakable(text: str) -> tuple[Range, ...]:
    """All ranges that must stay in one piece on whichever network, joined where they overlap, in order."""
    ranges = sorted(
        (*web_links(text), *links(text, x_dialect()), *links(text, mastodon_dialect()), *tags(text), *mentions(text))
    )
    joined: list[Range] = []
    for start, end in ranges:
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def mastodon_mentions(text: str) -> Iterator[tuple[int, int, str]]:
    """The mentions that Mastodon finds (its Account::MENTION_RE): start, end and the user's part of the name."""
    for found in _mastodon_mention().finditer(text):
        if not _no_mention_before().match(text, found.end()):
            yield found.start(), found.end(), found[1]


def camel_case_tag(words: str) -> str:
    """Words as one hashtag that screen readers read word by word: "rate limiting" becomes "#RateLimiting".

    Capitals stay ("PostgreSQL internals" is "#PostgreSQLInternals"), what a tag cannot hold separates words. Words
    without a letter make no tag: the result is then "".
    """
    named = " ".join(_SPOKEN.get(word.casefold(), word) for word in re.sub("['’]", "", words).split())
    pieces = "".join(letter if _in_a_tag(letter) and letter != "_" else " " for letter in named).split()
    name = "".join(piece[0].title() + piece[1:] for piece in pieces)
    return f"#{name}" if any(letter.isalpha() for letter in name) else ""


def _tag_end(text: str, start: int) -> int:
    end = start
    while end < len(text) and _in_a_tag(text[end]):
        end += 1
    return end


def _in_a_tag(letter: str) -> bool:
    return letter in _JOINERS or unicodedata.category(letter)[0] in "LM" or letter.isdecimal()


def _trimmed_end(text: str, start: int, end: int) -> int:
    """Where a link ends once the sentence's punctuation is taken off; a bracket stays if the link opened it."""
    link = text[start:end]
    spare = {closer: link.count(closer) - link.count(opener) for closer, opener in _CLOSERS.items()}
    while end > start and (text[end - 1] in _CLOSING_PUNCTUATION or spare.get(text[end - 1], 0) > 0):
        end -= 1
        if text[end] in spare:
            spare[text[end]] -= 1
    return end


def _inside(place: int, ranges: tuple[Range, ...]) -> bool:
    """Whether a place is in one of the ranges, which are in order and do not overlap."""
    before = bisect_right(ranges, (place, place)) - 1
    return any(start <= place < end for start, end in ranges[max(before, 0) : before + 2])


@cache
def _web_link() -> re.Pattern[str]:
    return re.compile(r"(?<![A-Za-z0-9])https?://[^\s<>\"“”„«»「」『』《》（）【】。、，；：！？…`\\^{}|]+", re.I)


@cache
def _mention() -> re.Pattern[str]:
    return re.compile(r"(?<![\w/@.+-])@\w(?:[\w.-]*\w)?(?:@[\w-]+(?:\.[\w-]+)+)?", re.ASCII)


@cache
def _mastodon_mention() -> re.Pattern[str]:
    return re.compile(r"(?<![=/\w])@([a-zA-Z0-9_]+(?:[a-zA-Z0-9_.-]+[a-zA-Z0-9_]+)?)(?:@[\w.-]+\w+)?")


@cache
def _no_mention_before() -> re.Pattern[str]:
    return re.compile(rf"[@＠{ACCENTED}]|://")
