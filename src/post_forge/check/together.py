"""A collection as a whole -> what only shows when its parts are compared: twins, paths, days, templates, channels."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from post_forge.check.values import Calendar, Collection, Found, Tools, Wish
from post_forge.errors import Source, did_you_mean

NETWORKS = ("linkedin", "x", "mastodon", "bluesky", "threads", "instagram")
_ALIKE = 0.5  # share of common runs of words (the sketch that knows a post again after its heading was renamed)


def twins(collection: Collection, tools: Tools) -> Iterator[Found]:
    """Two posts of different notes that say the same; what was published counts as the first of them."""
    for better, lesser in tools.twins(collection.posts):
        if better.note == lesser.note or better.lang != lesser.lang:
            continue  # the composer has weighed those of one note; a translation is meant to say the same
        first, second = (lesser, better) if lesser.published and not better.published else (better, lesser)
        when = f", published on {first.published}" if first.published else ""
        message = f"{second.title!r} says what {first.title!r} says ({first.source}{when})"
        yield Found(second.source, message, "skip one of them, or let this one say what the other does not")


def published(collection: Collection, tools: Tools) -> Iterator[Found]:
    """A post that says what was published before under a name that is gone."""
    for post in collection.posts:
        for sent in () if post.published else collection.sent:
            if sent.id != post.id and tools.likeness(post.fingerprint, sent.fingerprint) >= _ALIKE:
                message = f"{post.title!r} was published on {sent.day} as {sent.id}"
                yield Found(
                    post.source, message, f"`<!-- post: {sent.id.partition('/')[2]} -->` above it keeps its name"
                )
                break


def path_twice(collection: Collection) -> Iterator[Found]:
    """A note that one path names twice."""
    for stops in collection.stops:
        first: dict[str, Source] = {}
        for place, source in stops:
            if place in first:
                yield Found(source, f"this path names {place!r} already (line {first[place].line})", "keep one of them")
            first.setdefault(place, source)


def blackouts(collection: Collection) -> Iterator[Found]:
    """A wish for a day on which every channel of the note is silent."""
    for wish in collection.wishes:
        calendars = _for(wish, collection)
        if wish.day and calendars and all(calendar.dark(wish.day) for calendar in calendars):
            yield Found(wish.source, f"{wish.words} lies in a blackout", "move the note's day, or the blackout")


def no_slots(collection: Collection) -> Iterator[Found]:
    """A wish for a weekday that has no slot."""
    for wish in collection.wishes:
        calendars = [one for one in _for(wish, collection) if wish.day and not one.dark(wish.day)]
        if (
            wish.day
            and calendars
            and not wish.timed
            and not any(one.slots.get(wish.day.weekday()) for one in calendars)
        ):
            message = f"{wish.words} is a {wish.day:%A}, and no channel of this note posts on one"
            yield Found(wish.source, message, f"write a time, too: {wish.day.isoformat()} 09:00; or move the day")


def collisions(collection: Collection) -> Iterator[Found]:
    """More notes that ask for one day of a channel than it has slots."""
    wanted: dict[tuple[str, date], list[Wish]] = defaultdict(list)
    for wish in collection.wishes:
        for calendar in _for(wish, collection):
            if wish.day and not wish.timed and not calendar.dark(wish.day):
                wanted[calendar.channel, wish.day].append(wish)
    told: set[Source] = set()
    rooms = {calendar.channel: calendar.slots for calendar in collection.calendars}
    for (channel, day), wishes in wanted.items():
        room = rooms[channel].get(day.weekday(), 0)
        for wish in wishes[room:] if room else ():
            if wish.source not in told:
                told.add(wish.source)
                message = f"{channel} has {room} slot{'s' * (room != 1)} on {day}, and {wishes[0].source.path} takes it"
                yield Found(wish.source, message, "ask for another day, or add a time to the schedule")


def _for(wish: Wish, collection: Collection) -> list[Calendar]:
    wanted = {word.casefold() for word in wish.channels}
    return [one for one in collection.calendars if not wanted or wanted & {one.channel.casefold(), one.platform}]


def dates(collection: Collection) -> Iterator[Found]:
    """A wish that is no date."""
    for wish in collection.wishes:
        if wish.day is None:
            yield Found(
                wish.source,
                f"publish_on is not a date: {wish.words!r}; it is ignored",
                "write 2026-12-24 or 2026-12-24 18:00",
            )


def channels(collection: Collection) -> Iterator[Found]:
    """A note for a channel that is not there: it would never go out."""
    known = {name for one in collection.calendars for name in (one.channel.casefold(), one.platform)}
    for name, source in collection.named_channels:
        if name.casefold() not in known and known:
            message = f"there is no channel {name!r} in {collection.config.path}: this note does not go there"
            yield Found(source, message, did_you_mean(name.casefold(), known)[:200])


def buckets(collection: Collection) -> Iterator[Found]:
    """A channel whose network fetches pictures, and nowhere they could be fetched from."""
    for name, platform, source in collection.without_bucket:
        message = f"{name}: {platform} fetches pictures from an address in public, and there is none"
        yield Found(source, message, "say in `pictures:` where they can lie (docs/channels.md)")


def empty_slots(collection: Collection) -> Iterator[Found]:
    """Slots between the first and the last planned post that nothing takes, by channel and reason."""
    for (channel, reason), count in collection.empty.items():
        message = f"{channel}: {count} slot{'s' * (count != 1)} of the plan stay{'s' * (count == 1)} empty: {reason}"
        yield Found(collection.config, message, "`post-forge schedule --explain` shows each")


def templates(collection: Collection) -> Iterator[Found]:
    """A template of a text that no network has."""
    for name in collection.templates:
        stem = name.partition(".")[0]
        if stem not in NETWORKS and not stem.startswith("_"):
            known = [f"{network}.txt.jinja" for network in NETWORKS]
            source = Source(f"templates/posts/{name}", 1)
            yield Found(source, f"nothing reads this template: there is no network {stem!r}", did_you_mean(name, known))
