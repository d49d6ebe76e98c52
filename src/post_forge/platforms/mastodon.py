"""Mastodon: what a post may hold, by default and on an instance that says otherwise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from post_forge.model import Rules
from post_forge.platforms.counting import LINK_LENGTH, mastodon_length
from post_forge.platforms.facts import Fact

# ---- rules ----

UNIT = "characters"
FACTS = (
    Fact("limit", "500 by default; the instance's max_characters wins",
         "docs.joinmastodon.org/user/posting, entities/Instance"),
    Fact("count", "graphemes of content warning and text; a link with a scheme 23; @name@host as @name",
         "github.com/mastodon/mastodon status_length_validator.rb, twitter_regex.rb, app/lib/extractor.rb"),
    Fact("pictures", "4 by default; the instance's max_media_attachments wins",
         "docs.joinmastodon.org/entities/Instance"),
    Fact("alt", "1,500 characters (description_limit, since 4.4)", "docs.joinmastodon.org/entities/Instance"),
    Fact("hashtags", "30 kept to", "no limit found", "chosen"),
    Fact("most_bytes", "16,000,000 bytes a picture (16 MB); the instance's image_size_limit wins",
         "docs.joinmastodon.org/entities/Instance"),
    Fact("most_pixels", "33,177,600 px a picture; the instance's image_matrix_limit wins",
         "docs.joinmastodon.org/entities/Instance"),
)  # fmt: skip
RULES = Rules(
    name="mastodon", limit=500, count=mastodon_length, pictures=4, alt=1_500, hashtags=30, thread=True,
    most_bytes=16_000_000, most_pixels=33_177_600,
)  # fmt: skip


def instance_rules(
    max_characters: int = RULES.limit,
    characters_reserved_per_url: int = LINK_LENGTH,
    max_media_attachments: int = RULES.pictures,
    description_limit: int = RULES.alt,
    warning: str = "",
    image_size_limit: int = RULES.most_bytes,
    image_matrix_limit: int = RULES.most_pixels,
) -> Rules:
    """The rules of one instance, from the fields its /api/v2/instance (or v1) gives under `configuration`.

    `warning` is the content warning that will stand above the text: it counts too.
    """
    count: Callable[[str], int] = lambda text: mastodon_length(text, warning, characters_reserved_per_url)  # noqa: E731
    return replace(
        RULES,
        limit=max_characters,
        count=count,
        pictures=max_media_attachments,
        alt=description_limit,
        most_bytes=image_size_limit,
        most_pixels=image_matrix_limit,
    )


# ---- publisher ----
