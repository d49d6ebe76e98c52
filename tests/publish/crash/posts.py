"""A number -> the post of that number: its id, its channel, what it says on each network. The same in every process."""

from __future__ import annotations

from dataclasses import replace

from post_forge.publish import Document, Outgoing, Part, Picture
from tests.publish.keeping import png

PER_ACCOUNT = 12
"""Posts of one account, about: nobody has hundreds in a minute, and a look reads all that are as new."""

THREADED = frozenset({"mastodon", "fork", "bluesky", "x", "threads", "snac", "pds"})


def name_of(number: int) -> str:
    return f"crash/post-{number:05d}"


def accounts(deliveries: int) -> int:
    return (deliveries - 1) // PER_ACCOUNT + 1


def channel_of(number: int, deliveries: int) -> str:
    """Neighbours are of different accounts: snac gives two posts of one account in the same microsecond one id, and
    keeps the later one only."""
    return f"a{number % accounts(deliveries)}"


def number_of(name: str) -> int:
    return int(name.rpartition("-")[2])


def texts_of(number: int, platform: str) -> tuple[str, ...]:
    """The parts' words, each only once in a world."""
    many = 2 if number % 7 == 3 and platform in THREADED else 1
    return tuple(f"{name_of(number)}, part {part + 1} of {many}" for part in range(many))


def outgoing(number: int, platform: str, delivery: str) -> Outgoing:
    """Mostly words, some threads, some pictures, on LinkedIn some documents."""
    pictures = _pictures(number, platform)
    texts = texts_of(number, platform)
    parts = tuple(Part(text, pictures if place == 0 else ()) for place, text in enumerate(texts))
    document = Document(b"%PDF-1.7", "A carousel") if platform == "linkedin" and number % 7 == 3 else None
    return Outgoing(delivery, parts, f"hash-{number}", document=document)


def _pictures(number: int, platform: str) -> tuple[Picture, ...]:
    count = 2 if number % 20 == 7 else 1 if number % 10 == 4 else 0
    if platform == "instagram":
        count = max(count, 1)
    found = tuple(Picture(png(10 + item), "image/png", f"Slide {item + 1}", 8, 8) for item in range(count))
    if platform not in ("instagram", "threads"):
        return found
    return tuple(
        replace(item, kind="image/jpeg", url=f"https://pictures.example.org/{item.digest}.jpg") for item in found
    )
