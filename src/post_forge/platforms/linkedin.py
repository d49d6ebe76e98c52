"""LinkedIn: what a post may hold, and the text as its Posts API wants it written."""

from __future__ import annotations

import re

from post_forge.model import Rules
from post_forge.platforms.counting import utf16_units
from post_forge.platforms.entities import tags
from post_forge.platforms.facts import Fact

# ---- rules ----

UNIT = "UTF-16 units"
FACTS = (
    Fact("limit", "3,000 characters", "ayrshare.com/docs/apis/post/social-networks/linkedin", "third-party"),
    Fact("count", "UTF-16 code units (emoji and bold Unicode letters are two and more)",
         "developers.buffer.com/guides/character-limits", "third-party"),
    Fact("pictures", "2 to 20 in a multiImage post; a carousel is one PDF instead, of 300 pages at most",
         "learn.microsoft.com/linkedin/marketing/community-management/shares/multiimage-post-api, documents-api"),
    Fact("alt", "1,000 characters kept to", "no limit found", "chosen"),
    Fact("hashtags", "30 kept to", "no limit found", "chosen"),
    Fact("fold", "140 characters or the third line break; rendered lines differ by device",
         "postkio.com/blog/linkedin-see-more-problem, linkedinpreview.com/blog/linkedin-hook-preview", "third-party"),
    Fact("most_pixels", "36,152,319 px a picture (fewer than 36,152,320); JPG, PNG or GIF",
         "cdn.cdata.com/help/CLM/ado/pg_sp-uploadimage.htm", "third-party"),
    Fact("most_bytes", "5,000,000 bytes a picture kept to", "no limit found for the Images API", "chosen"),
    Fact("little text", "reserved characters are escaped with a backslash, also where no element is meant",
         "learn.microsoft.com/linkedin/marketing/community-management/shares/little-text-format"),
)  # fmt: skip
RULES = Rules(
    name="linkedin", limit=3_000, count=utf16_units, pictures=20, alt=1_000, hashtags=30, fold=140,
    most_bytes=5_000_000, most_pixels=36_152_319,
)  # fmt: skip

FOLD_LINES = 3
"""The fold is also expected at this line break."""

# ---- publisher ----
# ---- the text as the API wants it ----

_RESERVED = re.compile(r"[\\|{}@\[\]()<>#*_~]")


def escape_little_text(text: str) -> str:
    r"""The text in LinkedIn's "little text" format: every reserved character (`\ | { } @ [ ] ( ) < > # * _ ~`) behind
    a backslash, except the "#" of a hashtag, which stays the mark of an element.

    Unescaped, such a character cuts the post off without an error. Apply it once, last, to the text that is sent;
    lengths are counted on the text before (whether LinkedIn counts the backslashes is not documented). "@" is always
    escaped: a mention needs the member's URN, which a note does not have.
    """
    signs = {start for start, _ in tags(text) if text[start] == "#"}
    return _RESERVED.sub(lambda found: found[0] if found.start() in signs else "\\" + found[0], text)
