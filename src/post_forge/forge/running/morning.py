"""The day's post -> a message in the morning, with its pictures, for those who post by hand."""

from __future__ import annotations

from datetime import datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from post_forge.errors import ForgeError, Problem, as_warning
from post_forge.forge.daily import today
from post_forge.forge.queueing.known import look
from post_forge.forge.ready import record_of
from post_forge.forge.running.messages import Enclosed, Message, send_message
from post_forge.forge.schedule import zone_of
from post_forge.forge.workspace import Workspace, read_state, write_state

_FILE = "morning.json"
_LATEST = time(12)  # a morning message that could not be sent before is none any more


def morning_due(workspace: Workspace, now: datetime) -> bool:
    """Whether the message of this day has not gone out, and its time has come."""
    wished = workspace.config.alerts.morning
    if wished is None:
        return False
    local = now.astimezone(ZoneInfo(zone_of(workspace)[0]))
    hour, _, minute = wished.at.partition(":")
    at = time(int(hour), int(minute))
    return at <= local.time() < max(_LATEST, time(min(at.hour + 3, 23), 59)) and _last(workspace) != str(local.date())


def send_morning(workspace: Workspace, now: datetime) -> tuple[bool, tuple[Problem, ...]]:
    """Send the message: the posts that are planned for today, else the post of the day. It goes out once a day."""
    wished = workspace.config.alerts.morning
    assert wished is not None, "asked for only where it is configured"
    day = now.astimezone(ZoneInfo(zone_of(workspace)[0])).date()
    try:
        posts = _planned(workspace, now) or (today(workspace, day).record["id"],)
        message = morning_message(workspace, posts, wished.network, str(day))
        went, problems = send_message(workspace, message)
        if went:
            write_state(workspace.state / _FILE, {"day": str(day)})
        return went, problems
    except ForgeError as error:
        return False, tuple(map(as_warning, error.problems))


def morning_message(workspace: Workspace, posts: tuple[str, ...], network: str, day: str) -> Message:
    """The texts for one network, first comments, alternative texts, and the first format's pictures."""
    lines: list[str] = []
    pictures: list[Enclosed] = []
    titles: list[str] = []
    for post in posts:
        record = record_of(workspace, post)
        if record is None:
            continue
        titles.append(record["title"])
        text = "\n---\n".join(record["texts"].get(network, {}).get("parts", ()))
        comment = record["comments"].get(network, "")
        lines += [text, *([f"\nFirst comment:\n{comment}"] if comment else []), ""]
        pictures += _pictures(workspace.output / post, record, post if len(posts) > 1 else "")
    lines += [f"Picture {number}: {one.alt}" for number, one in enumerate(pictures, 1)]
    return Message(f"{day}: {'; '.join(titles) or 'no post today'}", "\n".join(lines), (), pictures)


def _pictures(folder: Path, record: dict[str, object], prefix: str) -> list[Enclosed]:
    slides, shown = record["slides"], record["pictures"]
    assert isinstance(slides, list)
    assert isinstance(shown, dict)
    first = next(iter(shown), "portrait")
    made = []
    for number, slide in enumerate(slides, 1):
        file = folder / "slides" / first / f"{number:02d}.png"
        if file.is_file():
            name = f"{prefix.replace('/', '-')}-{number:02d}.png".lstrip("-")
            made.append(Enclosed(name, file.read_bytes(), "image/png", str(slide["alt"])))
    return made


def _planned(workspace: Workspace, now: datetime) -> tuple[str, ...]:
    zone = ZoneInfo(zone_of(workspace)[0])
    day = now.astimezone(zone).date()
    found = look(workspace, now).deliveries
    mine = (one for one in found if one.state in ("planned", "approved") and one.at.astimezone(zone).date() == day)
    return tuple(dict.fromkeys(one.post for one in mine))


def _last(workspace: Workspace) -> str:
    try:
        return str(read_state(workspace.state / _FILE).get("day", ""))
    except ForgeError:
        return ""
