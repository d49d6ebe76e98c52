"""What a line of a note is: a title for what follows, a link to elsewhere, the head of a list, a name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from post_forge.compose.language import judge, leaning, lexicon, poles, spans
from post_forge.compose.units import labels
from post_forge.compose.values import Sentence
from post_forge.model import Item, Listing, Text

_LONGEST_TITLE = 60
_LEADS_IN = re.compile(
    r"[:：]$|\s[-–—]+$|(?<=\w)[–—]$|(?:^|[\s,;(])(?:e\.\s?g\.|i\.\s?e\.|such as|for example|for instance|namely|"
    r"z\.\s?B\.|p\.\s?ej\.|zum Beispiel|por ejemplo|par exemple|например|例如|比如)[,.:]?$",
    re.IGNORECASE,
)
"""How a line ends that only leads to what stands below it."""
_ENDS_OPEN = re.compile(
    r"\b(?:includes?|including|are|is|contains?|like|with|to|by|for|of|as|following|follows|below|either|both)$",
    re.IGNORECASE,
)
_JOINS = re.compile(r"^(?:or|and|then|to|vs|becomes|and then|or even|oder|und|ou|et|o|y|или|и)[.:,]?$", re.IGNORECASE)
_MOSTLY = 0.3
_AND_SO_ON = re.compile(
    r"^(?:[(\[]?(?:and )?(?:etc\.?|so on|more|many more|others?|usw\.?|u\.\s?a\.|y más|и т\.\s?д\.?|等等?|など|등)"
    r"[)\]]?[.…!]*|[.…]+)$",
    re.IGNORECASE,
)
_NAME = re.compile(r"^\(?[A-ZÀ-Þ][\w.'’-]*(?:,? (?:[A-ZÀ-Þ][\w.'’-]*|of|de|da|van|von|der|the|and)){1,6}\)?$")


def leads_in(line: str) -> bool:
    """Does the line only lead to what stands below it ("The advantages are:", "There are several kinds, e.g.")?"""
    return bool(_LEADS_IN.search(line))


def leads_short(line: str) -> bool:
    """Does a line without a full stop lead to the list below it ("This includes", "The value is")?"""
    return bool(_ENDS_OPEN.search(line)) and len(line) <= _LONGEST_TITLE


def only_joins(line: str) -> bool:
    """A word between two blocks of code ("or")."""
    return bool(_JOINS.match(line))


def lead_of(text: Text) -> Text:
    """The line without what makes it lead on: its colon or dash, its "such as"."""
    found = _LEADS_IN.search(str(text))
    return spans.trim(spans.cut(text, 0, found.start()), ":： ,;-–—") if found else text


def leads_away(line: str) -> bool:
    """Does the line announce a list of links ("See also:")?"""
    return lexicon.is_never_posted(line.rstrip(" :："))


def is_link(text: Text, plain: str) -> bool:
    """A line that only names a link ("The paper on Wikipedia")."""
    share = spans.linked(text)
    if "://" in plain and not any("code" in span.marks for span in text.spans):
        return True
    return share > 0.9 or (share > 0.5 and not judge.is_complete(plain))


def all_links(block: Listing) -> bool:
    """A list of links to elsewhere: most of its items are nothing but a link."""
    links = sum(1 for item in block.items if spans.linked(item.text) > 0.8)
    return links * 10 >= 6 * len(block.items)


def is_scrap(item: Item) -> bool:
    """An item that says nothing: "Etc...", a line that leads to the next items, the label of a link ("Source: ...")."""
    words = str(item.text).strip()
    if item.blocks:
        return False
    if _AND_SO_ON.match(words) or leads_in(words):
        return True
    label, colon, rest = words.partition(":")
    return bool(colon and rest.strip()) and lexicon.is_never_posted(label) and spans.linked(item.text) > _MOSTLY


def is_grouped(block: Listing) -> bool:
    """A list whose items are the headings of lists of their own."""
    heads = [
        item
        for item in block.items
        if any(isinstance(inner, Listing) and len(inner.items) > 1 for inner in item.blocks)
    ]
    if len(block.items) == 2 and poles.opposed(str(block.items[0].text), str(block.items[1].text)):
        return False
    if any(lexicon.role_of(str(item.text).rstrip(":： ")) in {"pro", "con"} for item in block.items):
        return False
    return len(heads) * 2 >= len(block.items) and all(
        len(str(item.text)) <= _LONGEST_TITLE and not judge.is_complete(str(item.text)) for item in heads
    )


def signature(sentences: Sequence[Sentence]) -> Text:
    """The name under a quotation, where it stands as a last line of its own ("Robert J. Hanlon")."""
    last = sentences[-1]
    return spans.trim(last.text, "()") if len(sentences) > 1 and _NAME.match(last.plain) else Text()


def as_title(line: str) -> str:
    """A line that ends in a colon as the title of what it leads to; too long a line is none."""
    title = line.rstrip(" :：-–—")
    points = leaning.unresolved(title) or leaning.POINTER.match(title) or leaning.dangles(title)
    return title if len(title) <= _LONGEST_TITLE and not points else ""


def mostly_plain_labels(block: Listing) -> bool:
    """Do at least half of the items, and two, begin with a few words and a colon?"""
    labelled = sum(1 for item in block.items if labels.PLAIN.match(str(item.text)))
    return labelled >= 2 and labelled * 2 >= len(block.items)
