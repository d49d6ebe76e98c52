"""Short ways to write posts, timetables and moments, and what hypothesis may draw of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from post_forge.schedule import WAITING, Blackout, Delivery, Plan, Ready, Timetable, read_timetable

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)  # a Friday; 10:00 in Berlin
DAY = timedelta(days=1)
ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Africa/Casablanca")


def at(words: str, zone: str = "Europe/Berlin") -> datetime:
    """A wall-clock time as a moment in UTC."""
    return datetime.fromisoformat(words).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def ready(name: str, place: int = 0, **more) -> Ready:
    return Ready(name, more.pop("title", f"Title of {name}"), place, **more)


def posts(count: int, **more) -> list[Ready]:
    return [ready(f"p{number}", number, **more) for number in range(1, count + 1)]


def table(channel: str = "mastodon", zone: str = "Europe/Berlin", **keys) -> Timetable:
    """A timetable from the words of the configuration: 09:00 from Monday to Friday unless told otherwise."""
    return read_timetable(channel, zone, {"times": {"mon-fri": ["09:00"]}, **keys})


def order(plan: Plan, channel: str = "mastodon") -> list[str]:
    """The ids of what is planned on one channel, without the channel's name."""
    return [item.id.replace(f"@{channel}", "") for item in plan.deliveries if item.channel == channel]


def days(plan: Plan, channel: str = "mastodon", zone: str = "Europe/Berlin") -> dict[str, str]:
    """Post -> the moment it goes out, on the channel's clocks."""
    return {
        item.id.replace(f"@{channel}", ""): f"{item.at.astimezone(ZoneInfo(zone)):%m-%d %H:%M}"
        for item in plan.deliveries
        if item.channel == channel
    }


def published(delivery: Delivery, late: timedelta = timedelta()) -> Delivery:
    return replace(delivery, state="published", sent=delivery.at + late)


def carried_out(deliveries: Iterable[Delivery], until: datetime) -> list[Delivery]:
    """As if a worker had sent everything that was due up to a moment, on time."""
    return [published(item) if item.state in WAITING and item.at <= until else item for item in deliveries]


TOPICS = st.frozensets(st.sampled_from("uvwxyz"), max_size=2)


@st.composite
def timetables(draw, channel: str = "mastodon") -> Timetable:
    clocks = st.lists(
        st.builds(time, st.integers(0, 23), st.sampled_from([0, 30])), min_size=1, max_size=3, unique=True
    )
    times = {day: tuple(sorted(draw(clocks))) for day in draw(st.sets(st.integers(0, 6), min_size=1))}
    names = st.lists(st.sampled_from(["a", "b", "any", "rest"]), min_size=1, max_size=2, unique=True)
    first = NOW.date() + timedelta(days=draw(st.integers(0, 20)))
    return Timetable(
        channel,
        draw(st.sampled_from(ZONES)),
        times,
        {day: tuple(draw(names)) for day in draw(st.sets(st.integers(0, 6), max_size=2))},
        tuple(
            Blackout(first, first + timedelta(days=length)) for length in draw(st.lists(st.integers(0, 4), max_size=1))
        ),
        gap=timedelta(hours=draw(st.sampled_from([0, 0, 5, 30]))),
        kindred_gap=timedelta(days=draw(st.sampled_from([0, 0, 2, 5]))),
        missed=draw(st.sampled_from(["wait", "next-slot"])),
        approval=draw(st.sampled_from(["auto", "required"])),
        order=draw(st.sampled_from(["path", "folder", "fresh"])),
        repeat_after=draw(st.sampled_from([None, timedelta(days=10)])),
    )


@st.composite
def some_posts(draw, most: int = 14) -> list[Ready]:
    return [draw(one_post(number)) for number in range(1, draw(st.integers(0, most)) + 1)]


@st.composite
def one_post(draw, number: int) -> Ready:
    variants = tuple(f"h{number}.{variant}" for variant in range(draw(st.integers(1, 3))))
    day: date | None = None
    if draw(st.integers(0, 9)) == 0:
        day = NOW.date() + timedelta(days=draw(st.integers(-3, 30)))
    return ready(
        f"p{number}",
        number,
        fresh=float(draw(st.integers(0, 5))),
        topics=draw(TOPICS),
        categories=draw(st.frozensets(st.sampled_from("abc"), max_size=2)),
        publish_on=day,
        publish_at=time(11, 15) if day and draw(st.booleans()) else None,
        variants={"": variants},
        approved=frozenset(variants if draw(st.booleans()) else ()),
    )
