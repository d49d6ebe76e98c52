"""X: a post as chunked uploads with alternative texts and posts that reply to each other; found again by its words.

A repeat of the same words is refused (403), which also says that the first is out; then, and in any doubt, the
account's own posts are read. Reading costs money, so it happens only then.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import UTC, timedelta
from types import MappingProxyType
from typing import Any
from urllib.parse import quote, urlencode

from post_forge.publish.network import Looking, Network, as_form, as_json, fields_of, members, moment_of
from post_forge.publish.retry import Budget
from post_forge.publish.values import (
    Absent,
    CannotTell,
    Failure,
    Intent,
    Known,
    Outgoing,
    Request,
    Response,
    Sent,
    Sight,
    Step,
)

_QUARTER = timedelta(minutes=15)
_LIMITS = "docs.x.com/x-api/fundamentals/rate-limits"
_SKEW = timedelta(minutes=10)
_PREPARING = ("open", "chunk")


class X(Network):
    """One account."""

    name = "x"
    hosts = ("upload.x.com", "api.x.com")
    settles = timedelta(seconds=60)
    budgets = MappingProxyType(
        {
            "post": Budget("post", 100, _QUARTER, _LIMITS),
            "media": Budget("media", 500, _QUARTER, _LIMITS),
        }
    )

    def __init__(self, server: str = "https://api.x.com") -> None:
        self.server = server.rstrip("/")

    def refusal(self, post: Outgoing) -> str:
        if any(len(part.pictures) > 4 for part in post.parts):
            return "X shows 4 pictures in a post at most"
        return ""

    def steps(self, post: Outgoing) -> tuple[Step, ...]:
        made: list[Step] = []
        for part, content in enumerate(post.parts):
            for item, picture in enumerate(content.pictures):
                made += [Step(name, part, item, read=True) for name in _PREPARING]
                made.append(Step("media", part, item, fresh=timedelta(hours=12), budget="media"))
                made.append(Step("media ready", part, item, read=True))
                made += [Step("alt", part, item, fresh=timedelta(hours=12))] if picture.alt else []
            made.append(Step("post", part, visible=True, budget="post"))
        return tuple(made)

    def request(self, step: Step, post: Outgoing, intent: Intent, known: Known) -> Request | None:
        content = post.parts[step.part]
        media = known.get(("media", step.part, step.item))
        if step.name in _PREPARING and media is not None:
            return None
        if step.name == "media ready":
            if media is None or not media.more.get("processing"):
                return None
            query = urlencode({"media_id": media.remote, "command": "STATUS"})
            return Request("GET", f"{self.server}/2/media/upload?{query}")
        if step.name == "alt" and media is not None:
            alt = {"alt_text": {"text": content.pictures[step.item].alt[:1000]}}
            return as_json("POST", f"{self.server}/2/media/metadata", {"id": media.remote, "metadata": alt})
        if step.name == "post":
            return as_json("POST", f"{self.server}/2/tweets", self._post(step.part, post, known))
        return self._upload(step, post, known)

    def _upload(self, step: Step, post: Outgoing, known: Known) -> Request:
        picture = post.parts[step.part].pictures[step.item]
        if step.name == "open":
            size = len(picture.data)
            body = {"media_type": picture.kind, "media_category": "tweet_image", "total_bytes": size, "shared": False}
            return as_json("POST", f"{self.server}/2/media/upload/initialize", body)
        number = quote(known["open", step.part, step.item].remote, safe="")
        if step.name == "chunk":
            url = f"{self.server}/2/media/upload/{number}/append"
            return as_form(url, {"segment_index": "0"}, "media", "picture", picture)
        return Request("POST", f"{self.server}/2/media/upload/{number}/finalize")

    def _post(self, part: int, post: Outgoing, known: Known) -> dict[str, Any]:
        content = post.parts[part]
        body: dict[str, Any] = {"text": content.text}
        if content.pictures:
            body["media"] = {"media_ids": [known["media", part, item].remote for item in range(len(content.pictures))]}
        if part:
            body["reply"] = {"in_reply_to_tweet_id": known["post", part - 1, 0].remote}
        return body

    def meaning(self, step: Step, reply: Response, known: Known) -> Sent | Failure | None:
        told = reply.body[:2000].decode("utf-8", "replace").lower() if not reply.ok else ""
        if step.name == "post" and reply.status == 403 and "duplicate" in told:
            return Failure("duplicate", "X: the account has the same post already")
        if step.name == "post" and reply.status == 400 and "media" in told and ("invalid" in told or "expired" in told):
            return Failure("stale", "X has lost a picture")
        return None

    def result(self, step: Step, reply: Response, known: Known) -> Sent | Failure | None:
        found = fields_of(reply).get("data")
        data = found if isinstance(found, dict) else {}
        if step.name == "post":
            return _sent(str(data["id"])) if data.get("id") else None
        if step.name in ("chunk", "alt"):
            return Sent("")
        state = str((data.get("processing_info") or {}).get("state") or "succeeded")
        if step.name == "media ready":
            if state in ("pending", "in_progress"):
                return Failure("wait", "X is still preparing the picture")
            return Sent("") if state == "succeeded" else Failure("refused", "X cannot read the picture")
        if not data.get("id"):
            return None
        return Sent(str(data["id"]), more={} if state == "succeeded" else {"processing": "yes"})

    # ---- looking ----

    def look(self, step: Step, post: Outgoing, intent: Intent, known: Known, looking: Looking) -> Sight:
        account = looking.get(f"{self.server}/2/users/me")
        if isinstance(account, Failure):
            return account
        me = fields_of(account).get("data")
        if not isinstance(me, dict) or not me.get("id"):
            return Failure("unsent", "X does not say whose token this is")
        used = {sent.remote for key, sent in known.items() if key[0] == "post"}
        before = known["post", step.part - 1, 0].remote if step.part else ""
        for found in self._own(str(me["id"]), looking):
            if isinstance(found, (Failure, CannotTell)):
                return found
            if found.get("id") not in used and _is_it(found, post.parts[step.part].text, before):
                return _sent(str(found["id"]))
        return Absent()

    def _own(self, number: str, looking: Looking) -> Iterator[dict[str, Any] | Failure | CannotTell]:
        """The account's posts since the step was first sent."""
        since = (looking.since - _SKEW).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        query = {
            "max_results": "100",
            "start_time": since,
            "post.fields": "created_at,entities,attachments,note_post",
            "expansions": "referenced_posts",
        }
        for _ in range(3):
            page = looking.get(f"{self.server}/2/users/{quote(number, safe='')}/tweets?{urlencode(query)}")
            if isinstance(page, Failure):
                yield page
                return
            meta = fields_of(page).get("meta")
            if not isinstance(meta, dict):
                yield Failure("unsent", "the list of posts cannot be read")
                return
            for found in members(fields_of(page).get("data")):
                created = moment_of(found.get("created_at"))
                if created is None or created >= looking.since - _SKEW:
                    yield found
            if not meta.get("next_token"):
                return
            query["pagination_token"] = str(meta["next_token"])
        yield CannotTell("more than 300 newer posts stand before it")

    def withdrawing(self, sent: Sent) -> Request | str:
        return Request("DELETE", f"{self.server}/2/tweets/{quote(sent.remote, safe='')}")


def _sent(number: str) -> Sent:
    return Sent(number, f"https://x.com/i/status/{number}")


def _is_it(found: dict[str, Any], text: str, before: str) -> bool:
    """Whether a post has the words, and replies to the part before."""
    referred = members(found.get("referenced_posts")) or members(found.get("referenced_tweets"))
    replies = [str(item.get("id")) for item in referred if item.get("type") == "replied_to"]
    if replies and replies != [before]:
        return False
    note = found.get("note_post")
    theirs = str(note.get("text") if isinstance(note, dict) else found.get("text") or "")
    return _pattern(theirs).fullmatch(" ".join(text.split())) is not None


def _pattern(theirs: str) -> re.Pattern[str]:
    """X escapes HTML, shortens every link, and adds one for the pictures: what our words must look like to be these."""
    words = " ".join(html.unescape(theirs).split())
    pieces = [re.escape(piece) for piece in re.split(r"https://t\.co/\w+", words)]
    if pieces == ["", ""]:
        return re.compile(r"\S*")
    last = re.escape(" ")
    if len(pieces) > 1 and not pieces[-1] and pieces[-2].endswith(last):  # that link may be the one of the pictures
        return re.compile(r"\S+".join(pieces[:-1]).removesuffix(last) + r"(?: \S+)?")
    return re.compile(r"\S+".join(pieces))
