"""The parts of a text and the pictures of a carousel -> a thread with as many pictures as each part can have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from post_forge.publish.values import Part, Picture


def spread(parts: Sequence[Part], pictures: Sequence[Picture], most: int, title: str = "") -> tuple[Part, ...]:
    """The first `most` pictures to the first part, the next to the second (4 + 4 + 2). Where the pictures need more
    parts than the text has, further parts say which they are (`numbered`). No picture is left out, and their order
    stays."""
    if most < 1 or not parts:
        raise ValueError("a thread has a part, and a part has room for a picture")
    groups = [tuple(pictures[start : start + most]) for start in range(0, len(pictures), most)]
    total = max(len(parts), len(groups))
    texts = [*parts, *(Part(numbered(title, number, total)) for number in range(len(parts) + 1, total + 1))]
    groups += [()] * (total - len(groups))
    return tuple(replace(part, pictures=group) for part, group in zip(texts, groups, strict=True))


def numbered(title: str, number: int, total: int) -> str:
    """The words of a part that only carries pictures: "Retries multiply the load 3/3". With the number alone the thread
    of one day would say what that of another did, and X refuses the same words twice."""
    short = title if len(title) <= _LONGEST else title[:_LONGEST].rpartition(" ")[0] + " …"
    return f"{short} {number}/{total}".strip()


_LONGEST = 100  # characters: half of what X takes, where each counts two
