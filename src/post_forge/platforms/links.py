"""Find the links of a text as X and Mastodon find them, because both count a link as 23 characters.

The rules are those of twitter-text 3.1.0 (its regular expressions, re-expressed): what may stand before a link, which
labels a host name may have, that it ends in a known top-level domain, and which characters end a path. Mastodon uses
the same host names with its own paths and only with a scheme in front. A text is scanned once, host name by host
name, so that long texts without spaces (Chinese, minified code) cost no more than others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

Range = tuple[int, int]

_SPACE = "\t-\r \x85\xa0\u1680\u180e\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_DIRECTION = "\u202a-\u202e\u061c\u200e\u200f\u2066-\u2069"
_INVALID = "\ufffe\ufeff\uffff"
ACCENTED = (
    "\xc0-\xd6\xd8-\xf6\xf8-\xff\u0100-\u024f\u0253\u0254\u0256\u0257\u0259\u025b\u0263\u0268\u026f\u0272\u0289\u028b"
    "\u02bb\u0300-\u036f\u1e00-\u1eff"
)
_CYRILLIC = "\u0400-\u04ff"
_LETTERS = f"a-zA-Z0-9{_CYRILLIC}{ACCENTED}"
_MOST_IN_A_LINK, _MOST_IN_A_LABEL, _MOST_IN_A_TCO_SLUG = 4096, 63, 40  # characters, as twitter-text has them


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one network reads links: the schemes, whether `example.com` alone is one, and what follows the host name.

    `tail` has the groups `path` and nothing else; it matches the empty text.
    """

    scheme: re.Pattern[str]
    tail: re.Pattern[str]
    bare: bool


@cache
def x_dialect() -> Dialect:
    inside = rf"[{_LETTERS}!*';:=+,.$/%#\[\]\-\u2013_~@|&]"
    balanced = rf"\((?:{inside}+|{inside}*\({inside}+\){inside}*)\)"
    end = rf"[+\-{_LETTERS}=_#/]"
    query = r"\?[a-zA-Z0-9!?*'@();:&=+$/%#\[\]\-_.,~|]*[a-zA-Z0-9\-_&=#/]"
    path = rf"/(?:{inside}*(?:{balanced}{inside}*)*{end}|{balanced}|@{inside}+/)*"
    return Dialect(re.compile(r"https?://\Z", re.I), re.compile(rf"(?::[0-9]+)?(?P<path>{path})?(?:{query})?"), True)


@cache
def mastodon_dialect() -> Dialect:
    inside = r"[^\s<>()?]"
    balanced = rf"\((?:{inside}+|{inside}*\({inside}+\){inside}*)\)"
    end = rf"(?:[^\s()?!*\"'「」<>;:=,.$%\[\]~&|@]|{balanced})"
    wide = "\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\uffef\U00010000-\U0010fffd"
    query = rf"\?[a-zA-Z0-9!?*'();:&=+$/%#\[\]\-_.,~|@^{wide}]*[a-zA-Z0-9_&=#/\-{wide}]"
    path = rf"/(?:{inside}*(?:{balanced}{inside}*)*{end}|{inside}+/)*"
    scheme = r"(?:https?|dat|dweb|ipfs|ipns|ssb|gopher|gemini)://\Z"
    return Dialect(re.compile(scheme, re.I), re.compile(rf"(?::[0-9]+)?(?P<path>{path})?(?:{query})?"), False)


def links(text: str, dialect: Dialect) -> tuple[Range, ...]:
    """Where the links of a text stand, in its order, as ranges of characters (start, end)."""
    if "." not in text:
        return ()
    found: list[Range] = []
    used = 0
    for run in _host_runs().finditer(text):
        if "." not in run[0]:
            continue
        hosts = _Hosts(text, *run.span())
        for number in range(hosts.size):
            for start in hosts.starts(number, used):
                scheme = _scheme(text, start, used, dialect) if start == run.start() else start
                end = hosts.end(number, start)
                if end < 0 or not (scheme < start or _may_precede(text, start, used)):
                    continue
                tail = dialect.tail.match(text, end, end + _MOST_IN_A_LINK + 1)
                assert tail is not None  # it matches the empty text
                used = tail.end()
                found += _accepted(text, (scheme, start, end), tail, dialect)
                break
    return tuple(found)


def _accepted(text: str, places: tuple[int, int, int], tail: re.Match[str], dialect: Dialect) -> list[Range]:
    """The links in one match: one, or with no scheme every host name of Latin letters in it (none is possible)."""
    begin, start, end = places
    host = text[start:end]
    scheme = start - begin or len("https://")
    if not _host_is_valid(host) or scheme + tail.end() - begin > _MOST_IN_A_LINK:
        return []
    if begin < start:
        return _with_scheme(text, begin, tail.end())
    if not dialect.bare or (start and text[start - 1] in "-_./"):
        return []
    latin = [(start + first, start + last) for first, last in _latin_hosts(host)]
    if latin and tail["path"]:
        latin[-1] = (latin[-1][0], tail.end())
    return latin


def _with_scheme(text: str, begin: int, end: int) -> list[Range]:
    """A link with a scheme. X's own short links end with their slug."""
    short = re.match(r"https?://t\.co/([a-z0-9]+)(\?[\w!?*'@();:&=+$/%#\[\].,~|-]*[\w\-&=#/])?", text[begin:end], re.I)
    if short is None:
        return [(begin, end)]
    return [(begin, begin + short.end())] if len(short[1]) <= _MOST_IN_A_TCO_SLUG else []


def _scheme(text: str, start: int, used: int, dialect: Dialect) -> int:
    """Where a link with a scheme begins whose host name stands at `start`; `start` itself if there is none."""
    found = dialect.scheme.search(text, max(used, start - 12), start)
    return found.start() if found and _may_precede(text, found.start(), used) else start


def _may_precede(text: str, start: int, used: int) -> bool:
    """Whether a link may begin here: at the start of the text, or after a character that is part of no word."""
    if start == 0:
        return True
    before = text[start - 1]
    return start > used and not (before.isascii() and before.isalnum()) and before not in "@＠$#＃" + _INVALID


def _host_is_valid(host: str) -> bool:
    if host.startswith("xn--") and not any(_latin_hosts(host)):
        return False
    return all(1 <= _encoded_size(label) <= _MOST_IN_A_LABEL for label in host.split("."))


def _encoded_size(label: str) -> int:
    """The length of a label in punycode; the full stops of Chinese and Japanese count as dots in it."""
    words = re.split("[。．｡]", label)
    sizes = [len(word) if word.isascii() else len("xn--" + word.encode("punycode").decode()) for word in words]
    return sum(sizes) + len(sizes) - 1


def _latin_hosts(host: str) -> Iterator[Range]:
    """The parts of a host name that are names of Latin letters themselves: `のexample.com` holds `example.com`."""
    at = 0
    while labels := _latin_labels().search(host, at):
        stops = [labels.start() + index + 1 for index, letter in enumerate(labels[0]) if letter == "."]
        ends = (_domain_end(host, stop) for stop in reversed(stops))
        at = next((end for end in ends if end > 0), -1)
        if at < 0:
            at = labels.end()
        else:
            yield labels.start(), at


@cache
def _latin_labels() -> re.Pattern[str]:
    return re.compile(rf"(?:[\-a-zA-Z0-9{ACCENTED}]+\.)+")


@cache
def _host_runs() -> re.Pattern[str]:
    """Stretches of text that can hold a host name."""
    return re.compile(rf"[^!'#%&()*+,\\/:;<=>?@\[\]^{{|}}~${_SPACE}{_INVALID}{_DIRECTION}]+")


def _domain_end(text: str, at: int) -> int:
    """Where the longest top-level domain that begins at `at` ends; -1 if none does."""
    from post_forge.platforms.top_level_domains import LONGEST, TOP_LEVEL_DOMAINS

    words = text[at : at + LONGEST + 1].lower()
    for size in range(min(LONGEST, len(words)), 1, -1):
        if words[:size] in TOP_LEVEL_DOMAINS and not re.match(r"[0-9a-z@+-]", words[size:]):
            return at + size
    punycode = re.match(r"xn--[-0-9a-z]+", text[at : at + _MOST_IN_A_LINK], re.I)
    return at + punycode.end() if punycode else -1


class _Hosts:
    """The host names that one stretch of text can hold, found from its end to its start, in one pass.

    For the label with number i, `_last[i]` is the number of the label that is the top-level domain of the longest
    host name beginning in label i, or 0.
    """

    def __init__(self, text: str, start: int, end: int) -> None:
        self._text = text
        self._labels: list[Range] = []
        for label in text[start:end].split("."):
            self._labels.append((start, start + len(label)))
            start += len(label) + 1
        self.size = len(self._labels)
        self._ends = [_domain_end(text, first) if first < last else -1 for first, last in self._labels]
        self._last = [0] * self.size
        for number in range(self.size - 2, -1, -1):
            self._last[number] = self._find_last(number)

    def _find_last(self, number: int) -> int:
        inner = self._last[number + 1]
        first, last = self._labels[number + 1]
        if inner and self._is_label(first, last) and not (inner == number + 2 and "_" in self._text[first:last]):
            return inner
        return number + 1 if self._ends[number + 1] > 0 else 0

    def _is_label(self, first: int, last: int) -> bool:
        return first < last and self._text[first] not in "-_" and self._text[last - 1] not in "-_"

    def starts(self, number: int, used: int) -> Iterator[int]:
        """The places in label `number` where a host name can begin, in the order in which they are tried.

        The start of the text comes after the place behind it: twitter-text would rather read the first character as
        the one before the link ("éclair.com" holds "clair.com").
        """
        if not self._last[number]:
            return
        first, last = self._labels[number]
        places = range(max(first, used), last)
        for start in (1, 0, *places[2:]) if first == used == 0 and last > 1 else places:
            if start == first or not (self._text[start - 1].isascii() and self._text[start - 1].isalnum()):
                yield start

    def end(self, number: int, start: int) -> int:
        """Where the host name ends that begins at `start` in label `number`; -1 if none does."""
        last = self._last[number]
        stop = self._labels[number][1]
        if not last or not self._is_label(start, stop) or (last == number + 1 and "_" in self._text[start:stop]):
            return -1
        return self._ends[last]
