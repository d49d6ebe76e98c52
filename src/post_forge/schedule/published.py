"""published.jsonl -> deliveries that went out: one JSON object a line, in the workspace, to be committed.

    {"post": "retry/keys", "channel": "mastodon", "time": "2026-11-20T08:00:04Z", "url": "...", "content": "..."}

Besides these a line may hold `slot` (when it was planned for) and `round`; other keys are left to later versions. What
cannot be read is an error and never passed over: planning without it could publish a post again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from post_forge.errors import Problem, Source
from post_forge.schedule.values import Delivery, utc

_RULE = "published.line"
_MERGE = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")


def read_published(text: str, path: str) -> tuple[tuple[Delivery, ...], tuple[Problem, ...]]:
    """Every delivery that the file tells of, in its order, and what is wrong in it (all of them errors).

    Two branches that were merged may tell of one publication twice; it counts once. Where a line has no `round`, the
    posts of one channel are numbered as they stand.
    """
    found: dict[tuple[str, str, datetime], Delivery] = {}
    problems: list[Problem] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            delivery = _delivery(line)
        except _Wrong as wrong:
            problems.append(Problem(_RULE, wrong.message, Source(path, number), wrong.hint))
            continue
        found.setdefault((delivery.post, delivery.channel, delivery.sent or delivery.at), delivery)
    return _numbered(list(found.values())), tuple(problems)


def _numbered(deliveries: list[Delivery]) -> tuple[Delivery, ...]:
    count: dict[tuple[str, str], int] = {}
    numbered = []
    for delivery in deliveries:
        key = (delivery.post, delivery.channel)
        count[key] = max(delivery.round, count.get(key, 0) + 1)
        numbered.append(replace(delivery, round=count[key]))
    return tuple(numbered)


class _Wrong(Exception):  # noqa: N818 - told as a problem, never raised to the caller
    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message, self.hint = message, hint


def _delivery(line: str) -> Delivery:
    if line.startswith(_MERGE):
        raise _Wrong("a merge stopped half-way here", "keep the lines of both sides, take out the marks")
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        raise _Wrong(
            "this line is not JSON", "restore it: `git checkout published.jsonl`, or mend it by hand"
        ) from None
    if not isinstance(value, dict):
        raise _Wrong("this line is not a JSON object", "one object a line: post, channel, time, url, content")
    post, channel = _text(value, "post"), _text(value, "channel")
    sent = _moment(value, "time")
    at = _moment(value, "slot") if value.get("slot") else sent
    round_ = value.get("round", 1)
    if not isinstance(round_, int) or isinstance(round_, bool) or round_ < 1:
        raise _Wrong("`round` must be a whole number from 1")
    url, content = (_text(value, key, "") for key in ("url", "content"))
    return Delivery(post, channel, at, "published", round_, content, sent=sent, url=url)


def _text(value: Mapping[str, Any], key: str, default: str | None = None) -> str:
    found = value.get(key, default)
    if found is None and default is not None:
        return default
    if not isinstance(found, str) or (default is None and not found):
        raise _Wrong(f"`{key}` must be text", "a line holds post, channel, time, url, content")
    return found


def _moment(value: Mapping[str, Any], key: str) -> datetime:
    try:
        return utc(datetime.fromisoformat(_text(value, key)))
    except (ValueError, OverflowError):
        hint = "write it as 2026-11-20T08:00:00Z"
        raise _Wrong(f"`{key}` must be a moment with its time zone", hint) from None
