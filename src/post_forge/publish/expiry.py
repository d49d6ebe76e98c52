"""What is kept of a channel's tokens, and the time -> when they end, and what a person has to do about it before. Pure.

| platform | a token lives | source (read 2026-11-20) |
| --- | --- | --- |
| linkedin | 60 days | learn.microsoft.com/linkedin/shared/authentication/programmatic-refresh-tokens |
| instagram, threads | 60 days; renewed here while it is 1 to 60 days old | developers.facebook.com, long-lived-tokens |
| x | 2 hours, renewed here with its refresh token | docs.x.com fundamentals/authentication/oauth-2-0 |
| bluesky | 2 hours and 90 days (measured), renewed here with the app password | github.com/bluesky-social/atproto |
| mastodon | no end is told | docs.joinmastodon.org/methods/oauth |
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from post_forge.errors import Problem, Source
from post_forge.publish.network import moment_of

LIVES: Mapping[str, timedelta] = MappingProxyType(
    {platform: timedelta(days=60) for platform in ("linkedin", "instagram", "threads")}
)
"""How long a token lives that does not say so itself."""

AHEAD = timedelta(days=10)
"""How long before the end of a token a person is told."""


@dataclass(frozen=True, slots=True)
class Expiry:
    """When a channel's token ends (None: never, or nobody knows). `renews`: the program gets the next one itself.
    `latest`: the token was not made here, so that it may end sooner."""

    until: datetime | None = None
    renews: bool = False
    latest: bool = False

    def __str__(self) -> str:
        if self.until is None:
            return "renewed as needed" if self.renews else "no end known"
        words = f"until {self.until:%Y-%m-%d}" + (" at the latest" if self.latest else "")
        return words + (", renewed before" if self.renews else "")


def expiry_of(platform: str, tokens: Mapping[str, str]) -> Expiry:
    """The end of a channel's token, from what its vault keeps."""
    if platform == "bluesky":
        return Expiry(renews=True)
    if platform == "x":
        return Expiry(None, True) if tokens.get("refresh") else Expiry(moment_of(tokens.get("until")))
    if platform not in LIVES:
        return Expiry()
    issued = moment_of(tokens.get("issued"))
    until = moment_of(tokens.get("until")) or (issued + LIVES[platform] if issued else None)
    return Expiry(until, platform != "linkedin", tokens.get("guess") == "yes")


def token_problem(
    name: str, platform: str, tokens: Mapping[str, str], now: datetime, source: Source | None = None
) -> Problem | None:
    """What a person should know of a channel's token by now: it ends within days, or has ended. None else."""
    expiry = expiry_of(platform, tokens)
    if expiry.until is None or now < expiry.until - AHEAD:
        return None
    day = f"{expiry.until:%Y-%m-%d}"
    hint = f"`post-forge login {name}`"
    if now >= expiry.until and not expiry.latest:
        return Problem("token.expired", f"{name}: the token of {platform} ended on {day}", source, hint)
    days = max((expiry.until - now).days, 0)
    when = f"in {days} days, on {day}" if days > 1 else f"on {day}"
    if expiry.latest:
        when += " at the latest"
    if expiry.renews:
        hint += ", if it is not renewed by then: `post-forge run` and `publish` do that while they can"
    return Problem("token.expires", f"{name}: the token of {platform} ends {when}", source, hint, "warning")
