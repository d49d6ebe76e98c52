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
    Fact("kinds", "JPEG only", "developers.facebook.com/docs/instagram-platform/content-publishing"),
    Fact("most_bytes", "8,000,000 bytes a picture (8 MB), sRGB",
         "developers.facebook.com/docs/instagram-platform reference/ig-user/media"),
    Fact("widest", "1,440 px", "developers.facebook.com/docs/instagram-platform reference/ig-user/media"),
    Fact("ratios", "from 4:5 to 1.91:1", "developers.facebook.com/docs/instagram-platform reference/ig-user/media"),
)  # fmt: skip
RULES = Rules(
    name="instagram", limit=2_200, count=utf16_units, pictures=10, alt=1_000, hashtags=30, fold=125, mentions=20,
    kinds=("jpeg",), most_bytes=8_000_000, widest=1_440, ratios=(0.8, 1.91),
)  # fmt: skip

# ---- publisher ----
