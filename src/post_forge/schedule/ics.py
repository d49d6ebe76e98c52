"""Deliveries -> an iCalendar file (RFC 5545) that a calendar program can show or subscribe to.

Times are in UTC, so no time zone has to be described; an event keeps its UID whatever happens to it, so that a file
fetched again moves events instead of doubling them. Lines end in CRLF and are folded at 75 octets.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from post_forge.schedule.values import Delivery, State, utc

LONGEST = 75  # octets in a line, without its end (section 3.1)
_STATUS: Mapping[State, str] = {
    "planned": "TENTATIVE",
    "held": "TENTATIVE",
    "missed": "CANCELLED",
    "skipped": "CANCELLED",
}


def to_ics(
    deliveries: Iterable[Delivery], titles: Mapping[str, str], now: datetime, *, name: str = "Post Forge"
) -> str:
    """The calendar, CRLF between its lines. `now` is stamped on every event (DTSTAMP); `titles` are the posts'."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Post Forge//Schedule//EN",
        "CALSCALE:GREGORIAN",
        f"NAME:{escaped(name)}",
        f"X-WR-CALNAME:{escaped(name)}",
    ]
    for delivery in sorted(deliveries, key=lambda item: (item.at, item.channel, item.id)):
        lines += _event(delivery, titles.get(delivery.post, delivery.post), now)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in folded(line))


def _event(delivery: Delivery, title: str, now: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{hashlib.sha256(delivery.id.encode()).hexdigest()[:32]}@post-forge"
    yield f"DTSTAMP:{_moment(now)}"
    yield f"DTSTART:{_moment(delivery.sent or delivery.at)}"
    yield "DURATION:PT15M"
    yield f"SUMMARY:{escaped(f'{delivery.channel}: {title}')}"
    yield f"DESCRIPTION:{escaped(_description(delivery))}"
    yield f"CATEGORIES:{escaped(delivery.channel)}"
    yield f"STATUS:{_STATUS.get(delivery.state, 'CONFIRMED')}"
    if delivery.url and not any(unicodedata.category(char)[0] in "CZ" for char in delivery.url):
        yield f"URL:{delivery.url}"
    yield "TRANSP:TRANSPARENT"  # a post does not make its author busy
    yield "END:VEVENT"


def _description(delivery: Delivery) -> str:
    told = [f"{delivery.state}: {delivery.reason}" if delivery.reason else delivery.state, delivery.id]
    return "\n".join([*told, *([delivery.url] if delivery.url else [])])


def _moment(at: datetime) -> str:
    return f"{utc(at):%Y%m%dT%H%M%SZ}".rjust(16, "0")


def escaped(text: str) -> str:
    """A TEXT value (section 3.3.11): `\\`, `;`, `,` and line breaks escaped, other control characters left out."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = "".join(char for char in text if char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cs"))
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def folded(line: str) -> Iterator[str]:
    """The line in parts of at most 75 octets; a part after the first begins with a space. No character is cut."""
    part, size = "", 0
    for char in line:
        octets = len(char.encode())
        if size + octets > LONGEST:
            yield part
            part, size = " ", 1
        part, size = part + char, size + octets
    yield part
