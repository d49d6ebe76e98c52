"""What stands above the first heading of a note: an opening scene, or something that teaches. Chapter -> yes or no."""

from __future__ import annotations

import re

from post_forge.compose.language import judge, leaning
from post_forge.compose.units.chapters import Chapter
from post_forge.compose.units.kinds import word_count
from post_forge.compose.values import PicturePart, Prose

_SCENE = 110
_PAST = re.compile(
    r"\b(?:was|were|had|did|went|took|could|fell|ran|broke|sent|came|said|saw|found|got|made|rang|hung|bought|began)\b"
    r"|\b\w{2,}[^e\W]ed (?:an?|the|to|in|on|at|for|by|its|his|her|their|from|with|only|out|up|down|off|"
    r"and|\d+|\w+ing)\b"
    r"|\blost (?:an?|the|its|their|his|her)\b"
)


def teaches(lead: Chapter) -> bool:
    """Has what stands above the first heading more to give than a story: a list, a table, code, a label, many words?"""
    return any(not isinstance(part, Prose | PicturePart) for part in lead.parts) or word_count([lead]) > _SCENE


def is_scene(lead: Chapter) -> bool:
    """A short story in plain sentences in which something happened: a figure or a failure, told in the past."""
    said = [sentence.plain for part in lead.parts if isinstance(part, Prose) for sentence in part.sentences]
    words = " ".join(said)
    if not said or teaches(lead) or judge.forbidden(said[0]) or leaning.unresolved(words):
        return False
    return bool(_PAST.search(said[0])) and bool({"number", "failure"} & set(judge.marks(words)))
