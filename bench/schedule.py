"""How long planning takes: 10,000 posts for 6 channels, that plan again, one post more; a year played.

`python bench/schedule.py` prints the processor time of one run each.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

from post_forge.schedule import Outage, Ready, Timetable, diff, plan, read_timetable, simulate

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
ZONES = ("Europe/Madrid", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Europe/Berlin", "UTC")


def posts(count: int) -> list[Ready]:
    """Three posts a note, each with two texts."""
    return [
        Ready(
            f"note{number // 3}/post{number}",
            f"Post {number}",
            number + 1,
            topics=frozenset({f"note{number // 3}"}),
            variants={"": (f"{number}a", f"{number}b")},
        )
        for number in range(count)
    ]


def tables(*clocks: str) -> list[Timetable]:
    rules = {"times": {"mon-sun": list(clocks)}, "gap": "1h", "kindred_gap": "1d", "blackout": ["12-24..12-26"]}
    return [read_timetable(f"channel{number}", zone, rules) for number, zone in enumerate(ZONES)]


def timed(what: str, call):
    begun = time.process_time()
    result = call()
    print(f"{what:<58} {time.process_time() - begun:6.2f} s")
    return result


def main() -> None:
    many, rules = posts(10_000), tables("09:00", "12:00", "15:00", "18:00")
    horizon = timedelta(days=2_600)
    first = timed("10,000 posts for 6 channels", lambda: plan(many, rules, [], NOW, horizon=horizon))
    again = timed("the same, already planned", lambda: plan(many, rules, first.deliveries, NOW, horizon=horizon))
    more = [*many, Ready("new/post", "New", 0)]
    added = timed("with one post more", lambda: plan(more, rules, first.deliveries, NOW, horizon=horizon))
    changes = timed("what that changes", lambda: diff(first.deliveries, added))
    assert len(first.deliveries) >= 60_000
    assert again.deliveries == first.deliveries
    assert {change.delivery.post for change in changes.changes if change.kind == "added"} >= {"new/post"}
    outages = [Outage(NOW + timedelta(days=100), NOW + timedelta(days=103))]
    timed("a year, 400 posts, 1 channel", lambda: simulate(posts(400), tables("09:00")[:1], NOW, outages=outages))
    timed("a year, 400 posts, 6 channels", lambda: simulate(posts(400), tables("09:00"), NOW, outages=outages))


if __name__ == "__main__":
    main()
