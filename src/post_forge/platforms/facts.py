"""What a network publishes about itself, as data: a value, where it stands, and who vouches for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

CHECKED = "2026-11-20"

Trust = Literal["documented", "measured", "third-party", "chosen"]


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a network's rules.

    `trust` says who vouches for it: the network's own documents or source ("documented"), a server that was run
    ("measured"), other people's documents ("third-party", an estimate), or nobody ("chosen": the network names no
    value and this program keeps to one). `checked` is the day the source was read.
    """

    name: str
    value: str
    source: str
    trust: Trust = "documented"
    checked: str = CHECKED
