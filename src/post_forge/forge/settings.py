"""What all posts of one run share: which theme, formats and brand, where templates lie, what they were made from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from post_forge.config import Brand


@dataclass(frozen=True, slots=True)
class Settings:
    """What all posts of one run share.

    `inputs` is a digest of everything that pictures depend on, by the files' times: when it is as it was, nothing is
    looked at. `engine` stands for the code that draws, and is part of the key of every slide. `networks` are those with
    a channel: only they get pictures of their own.
    """

    theme: str
    formats: tuple[str, ...]
    folders: tuple[Path, ...]
    brand: Brand
    root: Path
    inputs: str
    engine: str
    debug: bool = False
    networks: tuple[str, ...] = ()
    markup: bool = False
