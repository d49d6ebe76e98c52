"""What the networks are called where people read them."""

from __future__ import annotations

NETWORKS = {
    "linkedin": "LinkedIn",
    "x": "X",
    "mastodon": "Mastodon",
    "bluesky": "Bluesky",
    "threads": "Threads",
    "instagram": "Instagram",
}
