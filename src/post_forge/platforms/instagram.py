"""Instagram: what a caption may hold."""

from __future__ import annotations

from post_forge.model import Rules
from post_forge.platforms.counting import utf16_units
from post_forge.platforms.facts import Fact

# ---- rules ----

UNIT = "UTF-16 units"
FACTS = (
    Fact("limit", "2,200 characters", "developers.facebook.com/docs/instagram-platform reference/ig-user/media"),
    Fact("count", "UTF-16 code units, the strictest reading (Meta does not say what a character is)",
         "developers.buffer.com/guides/character-limits", "third-party"),
    Fact("pictures", "2 to 10 in a carousel, all cropped to the ratio of the first",
         "developers.facebook.com/docs/instagram-platform/content-publishing"),
    Fact("alt", "1,000 characters", "docs.upload-post.com/resources/character-limits", "third-party"),
    Fact("hashtags", "30; other tools report 5 since the end of 2025",
         "developers.facebook.com/docs/instagram-platform reference/ig-user/media"),
    Fact("mentions", "20", "developers.facebook.com/docs/instagram-platform reference/ig-user/media"),
    Fact("fold", "about 125 characters", "github.com/coreyhaines31/marketingskills platform-limits", "third-party"),
)  # fmt: skip
RULES = Rules(
    name="instagram", limit=2_200, count=utf16_units, pictures=10, alt=1_000, hashtags=30, fold=125, mentions=20
)

# ---- publisher ----
