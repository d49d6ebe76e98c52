"""A channel and the facts of a post -> what its network could not show of it, known long before it is sent. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from post_forge.errors import Problem, Source
from post_forge.model import Rules


@dataclass(frozen=True, slots=True)
class Showing:
    """What a channel says of showing posts. `most` pictures go into one post (0: any number); `overflow` is what
    becomes of more: `thread`, `first` or `refuse`. `fetches`: the network takes pictures from addresses in public only,
    and `in_public` says that there is a place for them."""

    channel: str
    rules: Rules
    most: int = 0
    overflow: str = "refuse"
    fetches: bool = False
    in_public: bool = False


def showing_problems(
    showing: Showing, pictures: int, document: bool = False, source: Source | None = None
) -> list[Problem]:
    """What is in the way of a post with so many pictures (or with one document in their place); nothing where it can be
    shown. An error keeps it from being published, a warning tells what readers will not see."""
    name, rules, most = showing.channel, showing.rules, showing.most
    found: list[Problem] = []
    if showing.fetches and pictures and not showing.in_public:
        message = f"{name}: {rules.name} fetches pictures from public addresses, and there is no place for them"
        found.append(Problem("channel.public", message, source, "write `pictures:` into post_forge.yaml"))
    if rules.name == "instagram" and not pictures:
        found.append(Problem("channel.pictures", f"{name}: Instagram takes no post without a picture", source))
    if document or not most or pictures <= most:
        return found
    count = f"{name}: {pictures} pictures, and {rules.name} shows {most} in a post"
    if showing.overflow == "refuse":
        hint = f"shorten the post, or write `overflow: {'thread' if rules.thread else 'first'}` into the channel"
        found.append(Problem("channel.pictures", count, source, hint))
    elif showing.overflow == "thread" and not rules.thread:
        hint = "write `overflow: first` into the channel, or shorten the post"
        found.append(Problem("channel.pictures", f"{count}, and has no threads", source, hint))
    elif showing.overflow == "first":
        message = f"{count}: the last {pictures - most} stay unseen"
        found.append(Problem("channel.pictures", message, source, "shorten the post, if they matter", "warning"))
    return found
