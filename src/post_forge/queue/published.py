"""published.jsonl <-> publications: what went out, one JSON object a line, in the workspace, to be committed.

    {"post": "retry/keys", "channel": "mastodon", "time": "2026-11-20T08:00:04Z", "url": "...", "content": "...",
     "round": 1, "version": 1}

`content` is the hash of what went out; `slot` (when it was planned for) and `ids` (the network's, one per part) may
stand there too. A line with a `state` tells something else of a post: `unsure` (nobody knows whether it is out),
`cleared` (a person looked, it is not), `withdrawn`. Lines are only ever added. Two branches that are merged may leave
them in any order and twice: what they mean together does not depend on it (`settled`).
"""

from __future__ import annotations

import json
import re
from codecs import BOM_UTF8
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final, Literal

from post_forge.errors import Problem, Source
from post_forge.queue.masking import masked
from post_forge.queue.values import utc

FILE: Final = "published.jsonl"
VERSION: Final = 1
Told = Literal["published", "unsure", "cleared", "withdrawn"]
_TOLD: Final = ("published", "unsure", "cleared", "withdrawn")
_RULE: Final = "published.line"
_MERGE: Final = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")
_BEGINS: Final = re.compile(r'\{"post": ("(?:[^"\\]|\\.)*"), "channel": ("(?:[^"\\]|\\.)*")')


@dataclass(frozen=True, slots=True)
class Publication:
    """One line. `time` is when the post went out, or when this came to be known; `round` is 0 where none is said."""

    post: str
    channel: str
    time: datetime
    url: str = ""
    content: str = ""
    slot: datetime | None = None
    round: int = 0
    state: Told = "published"
    ids: tuple[str, ...] = ()

    def same_as(self, other: Publication) -> bool:
        """Whether both tell of the same post on the network."""
        same_url = bool(self.url) and self.url == other.url
        return (self.post, self.channel) == (other.post, other.channel) and (
            same_url or self.time.replace(microsecond=0) == other.time.replace(microsecond=0)
        )


@dataclass(frozen=True, slots=True)
class Torn:
    """A last line that was cut off when its writer was stopped: its beginning, what can be told from that (a post that
    may be out; None where not even that can be told), and how to say so."""

    text: str
    problem: Problem
    told: Publication | None = None


@dataclass(frozen=True, slots=True)
class Published:
    """What a file tells, line by line; `problems` are the lines that cannot be read, all of them errors."""

    lines: tuple[Publication, ...] = ()
    problems: tuple[Problem, ...] = ()
    torn: Torn | None = None


def line_of(publication: Publication) -> str:
    """The publication as one line, with its line end. The post and the channel come first: half a line tells most."""
    value: dict[str, Any] = {"post": publication.post, "channel": publication.channel}
    value |= {"time": _written(publication.time)}
    if publication.state != "published":
        value["state"] = publication.state
    value |= {"url": masked(publication.url), "content": publication.content}
    if publication.slot:
        value["slot"] = _written(publication.slot)
    if publication.ids:
        value["ids"] = list(publication.ids)
    return json.dumps({**value, "round": max(publication.round, 1), "version": VERSION}, ensure_ascii=False) + "\n"


def _written(moment: datetime) -> str:
    return utc(moment).isoformat().replace("+00:00", "Z")


def read_lines(data: bytes, path: str) -> Published:
    """Every publication that the file's bytes tell of, and what is wrong in it, line by line."""
    found: list[Publication] = []
    problems: list[Problem] = []
    lines = data.removeprefix(BOM_UTF8).split(b"\n")
    for number, raw in enumerate(lines, 1):
        last = number == len(lines)
        try:
            line = _decoded(raw, last)
            if line.strip():
                found.append(_publication(line))
        except Wrong as wrong:
            source = Source(path, number)
            if last and raw.startswith(b"{") and not raw.rstrip().endswith(b"}"):
                return Published(tuple(found), tuple(problems), _torn(_decoded(raw, last), source))
            problems.append(Problem(_RULE, wrong.message, source, wrong.hint))
    return Published(tuple(found), tuple(problems))


def _decoded(raw: bytes, last: bool) -> str:
    """A line as text; a last one that was cut in the middle of a letter up to there. Raises Wrong."""
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        if last:
            return raw[: error.start].decode()
        raise Wrong("this is not UTF-8", _RESTORE) from None


def _torn(line: str, source: Source) -> Torn:
    begin = _BEGINS.match(line)
    if begin is None:
        return Torn(line, Problem(_RULE, "half a line: nobody can tell what was published", source, _RESTORE))
    post, channel = json.loads(begin[1]), json.loads(begin[2])
    hint = "complete the line, or remove it and tell the queue what is true (done, deny)"
    problem = Problem(_RULE, f"half a line: {post} may be out on {channel}", source, hint, "warning")
    # No word on this post is newer than half a line: it stays in doubt until somebody mends the file.
    told = Publication(post, channel, datetime.max.replace(tzinfo=UTC), state="unsure")
    return Torn(line, problem, told)


_RESTORE: Final = "restore it from git, or mend it by hand"
_KEYS: Final = "a line holds post, channel, time, url, content"


class Wrong(Exception):  # noqa: N818 - told as a problem, never raised to the caller
    """One thing that is wrong in a line or a record."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message, self.hint = message, hint


def _publication(line: str) -> Publication:
    if line.startswith(_MERGE):
        raise Wrong("a merge stopped half-way here", "keep the lines of both sides, take out the marks")
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        raise Wrong("this line is not JSON", _RESTORE) from None
    if not isinstance(value, dict):
        raise Wrong("this line is not a JSON object", _KEYS)
    return publication_of(value)


def publication_of(value: Mapping[str, Any]) -> Publication:
    """A publication from the keys of a line. Raises Wrong."""
    told: Any = value.get("state") or "published"
    if told not in _TOLD:
        raise Wrong(f"`state` must be one of {', '.join(_TOLD)}", "a newer post-forge may have written this line")
    round_ = value.get("round") or 0
    if not isinstance(round_, int) or isinstance(round_, bool) or round_ < 0:
        raise Wrong("`round` must be a whole number from 1")
    ids = value.get("ids") or []
    if not isinstance(ids, list) or not all(isinstance(item, str) for item in ids):
        raise Wrong("`ids` must be a list of texts")
    return Publication(
        _text(value, "post", must=True),
        _text(value, "channel", must=True),
        _moment(value, "time"),
        _text(value, "url"),
        _text(value, "content"),
        _moment(value, "slot") if value.get("slot") else None,
        round_,
        told,
        tuple(ids),
    )


def _text(value: Mapping[str, Any], key: str, *, must: bool = False) -> str:
    found = value.get(key)
    if found is None and not must:
        return ""
    if not isinstance(found, str) or (must and not found.strip()):
        raise Wrong(f"`{key}` must be text" if key in value else f"there is no `{key}`", _KEYS)
    return found


def _moment(value: Mapping[str, Any], key: str) -> datetime:
    try:
        return utc(datetime.fromisoformat(_text(value, key, must=True)))
    except (ValueError, OverflowError):
        raise Wrong(f"`{key}` must be a moment with its time zone", "write it as 2026-11-20T08:00:00Z") from None


# ---- what the lines mean together ----------------------------------------------------------------------------------


def settled(lines: Iterable[Publication], path: str = FILE) -> tuple[tuple[Publication, ...], tuple[Problem, ...]]:
    """One publication for every post that is out, or in doubt, on a channel, each with its round; in the order of time.

    The order of the lines does not matter. Two lines that tell of one post on the network are one; two posts of one
    round are two rounds, with a warning, because a reader saw the post twice.
    """
    ordered = sorted(lines, key=_order)
    together: list[Publication] = []
    problems: list[Problem] = []
    by_post: dict[tuple[str, str], list[Publication]] = {}
    for item in ordered:
        by_post.setdefault((item.post, item.channel), []).append(item)
    for group in by_post.values():
        out = [item for item in group if item.state in ("published", "withdrawn")]
        out = _numbered(_distinct(out, problems, path), problems, path)
        together += out
        together += _doubts([item for item in group if item.state in ("unsure", "cleared")], {one.round for one in out})
    return tuple(sorted(together, key=_order)), tuple(problems)


def _order(item: Publication) -> tuple[Any, ...]:
    return (
        item.time,
        item.channel,
        item.post,
        item.round,
        item.state,
        item.url,
        item.content,
        item.ids,
        str(item.slot),
    )


def _distinct(out: list[Publication], problems: list[Problem], path: str) -> list[Publication]:
    """Each post on the network once. One that was withdrawn stays so; what one line lacks, another may tell."""
    found: list[Publication] = []
    for item in out:
        at = next((number for number, other in enumerate(found) if other.same_as(item)), None)
        if at is None:
            found.append(item)
            continue
        other = found[at]
        if _differ(other.url, item.url) or _differ(other.content, item.content):
            message = f"two lines tell differently of {item.post} on {item.channel} at {_written(item.time)}"
            problems.append(Problem("published.differ", message, Source(path), "keep the one that is true", "warning"))
        found[at] = replace(
            other,
            url=other.url or item.url,
            content=other.content or item.content,
            slot=other.slot or item.slot,
            round=other.round or item.round,
            state="withdrawn" if "withdrawn" in (other.state, item.state) else "published",
            ids=other.ids or item.ids,
        )
    return found


def _differ(one: str, other: str) -> bool:
    return bool(one and other and one != other)


def _numbered(out: list[Publication], problems: list[Problem], path: str) -> list[Publication]:
    """Those that say their round have it, the earlier ones first; the others come after them."""
    used: set[int] = set()
    numbered = []
    for item in sorted(out, key=lambda item: not item.round):
        number = item.round or max(used, default=0) + 1
        if number in used:
            number = max(used) + 1
            message = (
                f"{item.post} went out twice on {item.channel} in round {item.round}, again at {_written(item.time)}"
            )
            hint = "withdraw one of them on the network; the queue counts both"
            problems.append(Problem("published.twice", message, Source(path), hint, "warning"))
        used.add(number)
        numbered.append(replace(item, round=number))
    return numbered


def _doubts(told: list[Publication], out: set[int]) -> list[Publication]:
    """The last word on every round that nobody has seen published."""
    last: dict[int, Publication] = {}
    for item in told:
        number = item.round or max(out, default=0) + 1
        last[number] = replace(item, round=number)
    return [item for number, item in last.items() if number not in out]
