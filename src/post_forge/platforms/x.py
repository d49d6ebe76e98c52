"""X: what a post may hold."""

from __future__ import annotations

from post_forge.model import Rules
from post_forge.platforms.counting import x_weighted
from post_forge.platforms.facts import Fact

# ---- rules ----

UNIT = "weighted characters"
FACTS = (
    Fact("limit", "280 weighted characters", "docs.x.com/fundamentals/counting-characters"),
    Fact("count", "twitter-text, configuration 3: NFC; 1 or 2 by code point; a link 23; an emoji 2, however it is made",
         "github.com/twitter/twitter-text config/v3.json @ 30e2430d; docs.x.com/fundamentals/counting-characters"),
    Fact("pictures", "4", "X API OpenAPI 2.167, media_ids"),
    Fact("alt", "1,000 characters", "X API OpenAPI 2.167, POST /2/media/metadata"),
    Fact("hashtags", "30 kept to", "no limit found", "chosen"),
    Fact("most_bytes", "5,000,000 bytes a picture (5 MB): JPG, PNG, GIF or WEBP",
         "docs.x.com x-api/media/quickstart/best-practices"),
    Fact("characters", "U+FFFE, U+FEFF and U+FFFF are refused", "github.com/twitter/twitter-text 3.1.0"),
)  # fmt: skip
RULES = Rules(
    name="x", limit=280, count=x_weighted, pictures=4, alt=1_000, hashtags=30, thread=True, most_bytes=5_000_000
)

# ---- publisher ----
