"""A folder as a channel: it takes what the other networks would get, so it sets no limit of its own."""

from __future__ import annotations

import sys

from post_forge.model import Rules
from post_forge.platforms.facts import Fact

# ---- rules ----

UNIT = "characters"
FACTS: tuple[Fact, ...] = ()
_ANY = sys.maxsize
RULES = Rules(name="folder", limit=_ANY, count=len, pictures=_ANY, alt=_ANY, hashtags=_ANY, thread=True)

# ---- publisher ----
