"""Threads: what a post may hold."""

from __future__ import annotations

from post_forge.model import Rules
from post_forge.platforms.counting import threads_length
from post_forge.platforms.facts import Fact

# ---- rules ----

UNIT = "characters"
FACTS = (
    Fact("limit", "500 characters", "developers.facebook.com/documentation/threads/posts (2026-04-14)"),
    Fact("count", "an emoji counts its UTF-8 bytes; all else UTF-16 code units (what a character is, Meta leaves open)",
         "developers.facebook.com/documentation/threads/posts (2026-04-14)"),
    Fact("pictures", "2 to 20 in a carousel", "github.com/fbsamples/threads_api @ 44df04d4, Postman collection"),
    Fact("alt", "1,000 characters kept to", "no limit found", "chosen"),
    Fact("hashtags", "1: only one becomes a topic",
         "ayrshare.com/docs/apis/post/social-networks/threads", "third-party"),
    Fact("links", "5 different ones; more are refused since 2025-12-22",
         "developers.facebook.com/documentation/threads/create-posts/text-attachments (2026-07-02)"),
    Fact("most_bytes", "8,000,000 bytes a picture (8 MB): JPEG or PNG",
         "ayrshare.com/docs/media-guidelines/threads", "third-party"),
    Fact("widest", "1,440 px; wider pictures are scaled down", "ayrshare.com/docs/media-guidelines/threads",
         "third-party"),
    Fact("ratios", "from 1:10 to 10:1", "ayrshare.com/docs/media-guidelines/threads", "third-party"),
)  # fmt: skip
RULES = Rules(
    name="threads", limit=500, count=threads_length, pictures=20, alt=1_000, hashtags=1, thread=True, links=5,
    most_bytes=8_000_000, widest=1_440, ratios=(0.1, 10.0),
)  # fmt: skip

# ---- publisher ----
