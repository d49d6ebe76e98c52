"""Mastodon and what speaks its API: a post as uploads and statuses; found again by its own words in the account.

The network keeps an Idempotency-Key for an hour; forks ignore it, so it is sent and never trusted. Some servers name an
upload after its file: names come of the picture's content and the delivery, so that no upload replaces another's.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any
from urllib.parse import quote, urlencode

from post_forge.publish.network import Looking, Network, as_form, as_json, fields_of, members, moment_of, with_headers
from post_forge.publish.retry import Budget
from post_forge.publish.values import (
    Absent,
    CannotTell,
    Failure,
    Fetch,
    Intent,
    Known,
    Outgoing,
    Part,
    Picture,
    Request,
    Response,
    Sent,
    Sight,
    Step,
)

VISIBILITIES = ("public", "unlisted", "private", "direct")
_PAGES = 5
_SKEW = timedelta(hours=1)  # how far the server's clock may be off
_HALF_AN_HOUR = timedelta(minutes=30)


class Mastodon(Network):
    """One account. `server` is the instance (https://hachyderm.io)."""

    name = "mastodon"
    budgets = MappingProxyType(
        {
            "media": Budget("media", 30, _HALF_AN_HOUR, "docs.joinmastodon.org/api/rate-limits"),
            "post": Budget("post", 300, timedelta(minutes=5), "docs.joinmastodon.org/api/rate-limits"),
        }
    )

    def __init__(self, server: str, visibility: str = "public") -> None:
        self.server, self.visibility = server.rstrip("/"), visibility

    def steps(self, post: Outgoing) -> tuple[Step, ...]:
        made: list[Step] = []
        for part, content in enumerate(post.parts):
            items = range(len(content.pictures))
            made += [Step("media", part, item, fresh=timedelta(hours=12), budget="media") for item in items]
            made += [Step("ready", part, item, read=True) for item in items]
            made.append(Step("post", part, visible=True, budget="post"))
        return tuple(made)

    def request(self, step: Step, post: Outgoing, intent: Intent, known: Known) -> Request | None:
        content = post.parts[step.part]
        if step.name == "media":
            return self._upload(content.pictures[step.item], intent)
        if step.name == "ready":
            media = known["media", step.part, step.item]
            address = f"{self.server}/api/v1/media/{quote(media.remote, safe='')}"
            return None if media.more.get("ready") else Request("GET", address)
        headers = {"Idempotency-Key": f"{intent.key}-{step.part}"}
        return with_headers(as_json("POST", f"{self.server}/api/v1/statuses", self._status(step, post, known)), headers)

    def _upload(self, picture: Picture, intent: Intent) -> Request:
        name = hashlib.sha256(f"{picture.digest}\n{picture.alt}\n{intent.key}".encode()).hexdigest()[:32]
        fields = {"description": picture.alt} if picture.alt else {}
        file = f"{name}.{picture.kind.partition('/')[2]}"
        return as_form(f"{self.server}/api/v2/media", fields, "file", file, picture)

    def _status(self, step: Step, post: Outgoing, known: Known) -> dict[str, Any]:
        content = post.parts[step.part]
        body: dict[str, Any] = {"status": content.text, "visibility": self.visibility, "language": _language(post)}
        if content.pictures:
            body["media_ids"] = [known["media", step.part, item].remote for item in range(len(content.pictures))]
        if post.warning:
            body |= {"spoiler_text": post.warning, "sensitive": True}
        if step.part:
            body["in_reply_to_id"] = known["post", step.part - 1, 0].remote
        return body

    def meaning(self, step: Step, reply: Response, known: Known) -> Sent | Failure | None:
        if step.name == "ready" and reply.status == 206:
            return Failure("wait", "the server is still preparing the picture")
        if step.name == "ready" and reply.status in (404, 410):
            return Failure("stale", "the server has lost the picture")
        if step.name == "post" and reply.status == 422:
            told = str(fields_of(reply).get("error", ""))
            if "not finished processing" in told:
                return Failure("unsent", told)
            # An upload can be attached once: one that is not there may be in a post of ours that is out.
            lost = any(word in told.lower() for word in ("media", "attach", "not found"))
            if lost and ("media", step.part, 0) in known:
                return Failure("stale", told)
        return None

    def result(self, step: Step, reply: Response, known: Known) -> Sent | Failure | None:
        found = fields_of(reply)
        if step.name == "ready":
            return known["media", step.part, step.item]
        if not found.get("id"):
            return None
        if step.name == "media":
            ready = {"ready": "yes"} if reply.status == 200 and found.get("url") else {}
            return Sent(str(found["id"]), more=ready)
        return _sent(found)

    # ---- looking ----

    def look(self, step: Step, post: Outgoing, intent: Intent, known: Known, looking: Looking) -> Sight:
        account = looking.get(f"{self.server}/api/v1/accounts/verify_credentials")
        if isinstance(account, Failure):
            return account
        number = str(fields_of(account).get("id") or "")
        if not number:
            return Failure("unsent", "the server does not say whose token this is")
        known_ids = {sent.remote for key, sent in known.items() if key[0] == "post"}
        before = known["post", step.part - 1, 0].remote if step.part else None
        for status in self._own(number, looking):
            if isinstance(status, (Failure, CannotTell)):
                return status
            if status.get("id") in known_ids or not _is_alike(status, before, post.parts[step.part]):
                continue
            same = self._says(status, post, step.part, looking)
            if same is not False:
                return _sent(status) if same is True else same
        if self.visibility in ("private", "direct"):
            return CannotTell(f"a server need not list posts that are {self.visibility}")
        return Absent()

    def _own(self, number: str, looking: Looking) -> Iterator[dict[str, Any] | Failure | CannotTell]:
        """The account's statuses since the step was first sent, the newest first."""
        seen: set[str] = set()
        oldest = ""
        for _ in range(_PAGES):
            query = {"limit": "40", "exclude_reblogs": "true", **({"max_id": oldest} if oldest else {})}
            page = looking.get(f"{self.server}/api/v1/accounts/{quote(number, safe='')}/statuses?{urlencode(query)}")
            if isinstance(page, Failure):
                yield page
                return
            if not isinstance(page.json(), list):
                yield Failure("unsent", "the list of statuses cannot be read")
                return
            new = [status for status in members(page.json()) if status.get("id") and str(status["id"]) not in seen]
            yield from (status for status in new if _is_recent(status, looking.since))
            if not new or not any(_is_recent(status, looking.since) for status in new):
                return
            seen |= {str(status["id"]) for status in new}
            oldest = str(new[-1]["id"])
        yield CannotTell(f"{len(seen)} newer posts stand before it")

    def _says(self, status: dict[str, Any], post: Outgoing, part: int, looking: Looking) -> bool | Failure | CannotTell:
        """Whether a status has the very words of the part."""
        source = looking.get(f"{self.server}/api/v1/statuses/{quote(str(status['id']), safe='')}/source")
        if isinstance(source, Failure):
            if source.kind != "refused":
                return source
            return CannotTell(f"{_sent(status).url} may be it; the server does not show its source")
        found = fields_of(source)
        if "text" not in found:
            return Failure("unsent", "the source of a status cannot be read")
        return _same(found.get("text"), post.parts[part].text) and _same(found.get("spoiler_text"), post.warning)

    def limits(self, fetch: Fetch, now: datetime) -> dict[str, int]:
        """The instance's own limits, by the names that its rules take; nothing where it does not tell."""
        for version in ("v2", "v1"):
            reply = Looking(fetch, now, now).get(f"{self.server}/api/{version}/instance")
            if isinstance(reply, Response) and (found := limits_of(reply)):
                return found
        return {}

    # ---- afterwards ----

    def amending(self, sent: Sent, part: int, post: Outgoing) -> Request | str:
        if any(content.pictures for content in post.parts[part : part + 1]) and not sent.more.get("media"):
            return "its pictures are not known any more: withdraw the post, or edit it there"
        body: dict[str, Any] = {"status": post.parts[part].text, "language": _language(post)}
        if post.warning:
            body |= {"spoiler_text": post.warning, "sensitive": True}
        if media := sent.more.get("media"):
            body["media_ids"] = media.split(",")
        return as_json("PUT", f"{self.server}/api/v1/statuses/{quote(sent.remote, safe='')}", body)

    def withdrawing(self, sent: Sent) -> Request | str:
        return Request("DELETE", f"{self.server}/api/v1/statuses/{quote(sent.remote, safe='')}")


def _language(post: Outgoing) -> str:
    return post.lang.partition("-")[0]


def _sent(status: dict[str, Any]) -> Sent:
    media = ",".join(str(item.get("id")) for item in members(status.get("media_attachments")))
    return Sent(str(status["id"]), str(status.get("url") or status.get("uri") or ""), {"media": media} if media else {})


def _is_recent(status: dict[str, Any], since: datetime) -> bool:
    created = moment_of(status.get("created_at"))
    return created is None or created >= since - _SKEW


def _is_alike(status: dict[str, Any], before: str | None, part: Part) -> bool:
    """Whether a status may be the part: it replies to the one before, and has as many pictures."""
    replies = status.get("in_reply_to_id")
    if (str(replies) if replies else None) != before or status.get("reblog"):
        return False
    return len(members(status.get("media_attachments"))) == len(part.pictures)


def _same(theirs: object, ours: str) -> bool:
    """Whether a text came through as it was sent; servers strip it, and write "." where it was empty."""
    sent, found = (str(text or "").replace("\r\n", "\n").strip() for text in (ours, theirs))
    return sent == found or (not sent and found == ".")


def limits_of(reply: Response) -> dict[str, int]:
    """The instance's own limits from its /api/v2/instance (or v1), by the names that its rules take."""
    configuration = fields_of(reply).get("configuration")
    if not isinstance(configuration, dict):
        return {}
    groups = [configuration.get(name) for name in ("statuses", "media_attachments")]
    told = [item for group in groups if isinstance(group, dict) for item in group.items()]
    return {name: value for name, value in told if name in _LIMITS and type(value) is int and value > 0}


_LIMITS = {
    "max_characters", "characters_reserved_per_url", "max_media_attachments", "description_limit",
    "image_size_limit", "image_matrix_limit",
}  # fmt: skip
