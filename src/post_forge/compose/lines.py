"""What a line of a note is: a title for what follows, a link to elsewhere, the head of a list, a name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from post_forge.compose import judge, labels, leaning, lexicon, poles, spans
from post_forge.compose.values import Sentence
from post_forge.model import Listing, Text

_LONGEST_TITLE = 60
_NAME = re.compile(r"^\(?[A-ZÀ-Þ][\w.'’-]*(?:,? (?:[A-ZÀ-Þ][\w.'’-]*|of|de|da|van|von|der|the|and)){1,6}\)?$")


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
    title = line.rstrip(" :：")
    points = leaning.UNRESOLVED.search(title) or leaning.POINTER.match(title) or leaning.dangles(title)
    return title if len(title) <= _LONGEST_TITLE and not points else ""


def mostly_plain_labels(block: Listing) -> bool:
    """Do at least half of the items, and two, begin with a few words and a colon?"""
    labelled = sum(1 for item in block.items if labels.PLAIN.match(str(item.text)))
    return labelled >= 2 and labelled * 2 >= len(block.items)
