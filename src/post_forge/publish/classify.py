"""What came back, or did not -> what kind of failure it is and when to try again. Pure: the clock is an argument.

Networks say in three ways how long to wait: seconds from now (Retry-After), a unix time (X, Bluesky), a moment in
ISO 8601 (Mastodon); LinkedIn says nothing and counts until midnight UTC.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Literal

from post_forge.publish.values import Failure, Lost, Response

RESETS = ("x-rate-limit-reset", "x-ratelimit-reset", "ratelimit-reset")
"""Headers with the moment at which a budget is filled again: unix seconds or ISO 8601, after the network."""

_LONGEST = timedelta(days=2)  # what asks for more was misread
_UNIX_FROM = 1_000_000_000  # a smaller number counts seconds from now


def failure_of(
    reply: Response | Lost, now: datetime, *, visible: bool, reset: Literal["", "midnight"] = ""
) -> Failure | None:
    """The failure that a reply is, None for success. For a `visible` step everything that may have worked all the same
    is `unknown`; a step that no reader sees may simply be done again. `reset`: when the network's budgets are filled
    again where it does not say so."""
    if isinstance(reply, Lost) and reply.refused:
        return Failure("refused", reply.reason)
    if isinstance(reply, Lost):
        return Failure("unknown" if reply.left and visible else "unsent", reply.reason)
    if reply.ok:
        return None
    reason = f"{reply.status}: {message_of(reply)}"
    if reply.status == 429:
        return Failure("later", reason, until=retry_at(reply, now) or (midnight(now) if reset else None))
    if reply.status == 401:
        return Failure("auth", reason)
    if reply.status >= 500 or reply.status in (303, 408, 409, 423, 425):
        return Failure("unknown" if visible else "unsent", reason, until=retry_at(reply, now))
    if 300 <= reply.status < 400 or reply.status < 200:
        where = reply.headers.get("location", "").partition("?")[0]
        return Failure("refused", f"{reply.status}: the server sends us elsewhere: {where}", "configure that address")
    return Failure("refused", reason)


def message_of(reply: Response) -> str:
    """The network's own words for an error, on one line."""
    found = _words(reply.json())
    if not found and "html" not in reply.headers.get("content-type", ""):
        found = reply.body[:300].decode("utf-8", "replace")
    return " ".join(found.split())[:300] or "no reason given"


def _words(body: object) -> str:
    """The message in the forms that the six networks use, the most telling first."""
    if isinstance(body, list):
        return "; ".join(filter(None, map(_words, body[:3])))
    if not isinstance(body, dict):
        return ""
    inner = body.get("error")
    if isinstance(inner, dict):  # Meta: error: {error_user_title, error_user_msg, message, code}
        told = [inner.get(name) for name in ("error_user_title", "error_user_msg", "message")]
        return ": ".join(item for item in told if isinstance(item, str) and item)
    told = [item for item in (inner, body.get("error_description"), body.get("message")) if isinstance(item, str)]
    told += [item for item in (body.get("title"), body.get("detail")) if isinstance(item, str) and item not in told]
    return ": ".join(filter(None, told)) or _words(body.get("errors"))


def retry_at(reply: Response, now: datetime) -> datetime | None:
    """When the network's headers allow another try; None where they do not say, or nothing that makes sense."""
    if value := reply.headers.get("retry-after", "").strip():
        return _sane(_moment(value, now), now)
    for name in RESETS:
        if value := reply.headers.get(name, "").strip():
            return _sane(_moment(value, now), now)
    return None


def budget_of(reply: Response, now: datetime) -> tuple[int | None, datetime | None]:
    """How much the network says is left of the account's budget, and when it is filled again."""
    for prefix in ("x-rate-limit", "x-ratelimit", "ratelimit"):
        left = reply.headers.get(f"{prefix}-remaining", "").strip()
        if re.fullmatch(r"\d{1,9}", left):
            return int(left), _sane(_moment(reply.headers.get(f"{prefix}-reset", "").strip(), now), now)
    return None, None


def _moment(value: str, now: datetime) -> datetime | None:
    if re.fullmatch(r"\d{1,11}(\.\d+)?", value):
        number = float(value)
        return datetime.fromtimestamp(number, UTC) if number >= _UNIX_FROM else now + timedelta(seconds=number)
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        try:
            found = parsedate_to_datetime(value)
        except (ValueError, TypeError, IndexError):
            return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _sane(moment: datetime | None, now: datetime) -> datetime | None:
    """Between now and two days ahead: a network's clock and this one differ."""
    if moment is None:
        return None
    return min(max(moment, now + timedelta(seconds=1)), now + _LONGEST)


def midnight(now: datetime) -> datetime:
    """The next midnight UTC."""
    day = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return day + timedelta(days=1)
