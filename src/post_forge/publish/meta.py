"""Instagram and Threads: pictures that lie in public become containers, a container is published; its status is the
witness.

Containers are harmless, and each can be published once. Which one was asked for is kept before it is published, so in
any doubt its status says what became of it. `auto_publish_text`, which would do both at once, is never used.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any
from urllib.parse import quote, urlencode

from post_forge.publish.network import Looking, Network, fields_of, members, moment_of
from post_forge.publish.retry import Budget
from post_forge.publish.values import (
    Absent,
    CannotTell,
    Failure,
    Fetch,
    Intent,
    Known,
    Lost,
    Outgoing,
    Part,
    Picture,
    Request,
    Response,
    Sent,
    Sight,
    Step,
)

_DAY = timedelta(days=1)
_LIVES = timedelta(hours=20)  # a container lives for 24 hours
_SKEW = timedelta(minutes=10)


class Meta(Network):
    """What the two have in common."""

    settles = timedelta(seconds=60)
    containers: str
    publishing: str
    posts: str
    caption: str
    status: str
    limit: str
    most: int

    def __init__(self, server: str, account: str = "me") -> None:
        self.server, self.account = server.rstrip("/"), account

    def refusal(self, post: Outgoing) -> str:
        pictures = [picture for part in post.parts for picture in part.pictures]
        if any(len(part.pictures) > self.most for part in post.parts):
            return f"{self.name} shows {self.most} pictures in a post at most"
        if any(not picture.url.startswith("https://") and not self._may_be_local(picture) for picture in pictures):
            return f"{self.name} fetches pictures from a public https address, and there is none for them"
        return ""

    def _may_be_local(self, picture: Picture) -> bool:
        return self.server.startswith("http://127.0.0.1") and bool(picture.url)  # a test

    def steps(self, post: Outgoing) -> tuple[Step, ...]:
        made: list[Step] = []
        for part, content in enumerate(post.parts):
            count = len(content.pictures)
            made.append(Step("quota", part, read=True))
            if count > 1:
                made += [Step("picture", part, item, fresh=_LIVES) for item in range(count)]
                made += [Step("picture ready", part, item, read=True) for item in range(count)]
            made += [Step("container", part, fresh=_LIVES), Step("container ready", part, read=True)]
            made.append(Step("post", part, visible=True, budget="post"))
        return tuple(made)

    def _url(self, *path: str, **query: str) -> str:
        way = "/".join(quote(piece, safe="") for piece in path)
        return f"{self.server}/{way}" + (f"?{urlencode(query)}" if query else "")

    def _form(self, path: str, fields: Mapping[str, str]) -> Request:
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        plain = "\n".join(f"{name}={value}" for name, value in fields.items())
        return Request("POST", self._url(self.account, path), headers, urlencode(fields).encode(), plain)

    def request(self, step: Step, post: Outgoing, intent: Intent, known: Known) -> Request | None:
        if step.name == "quota":
            return Request("GET", self._url(self.account, self.limit, fields="quota_usage,config"))
        if step.name.endswith(" ready"):
            made = known[step.name.removesuffix(" ready"), step.part, step.item]
            return Request("GET", self._url(made.remote, fields=self.status))
        if step.name == "post":
            return self._form(self.publishing, {"creation_id": known["container", step.part, 0].remote})
        content = post.parts[step.part]
        if step.name == "picture":
            picture = content.pictures[step.item]
            return self._form(self.containers, {**self._picture(picture), "is_carousel_item": "true"})
        return self._form(self.containers, self._container(step.part, content, known))

    def _picture(self, picture: Picture) -> dict[str, str]:
        return {"image_url": picture.url, **({"alt_text": picture.alt[:1000]} if picture.alt else {})}

    def _container(self, part: int, content: Part, known: Known) -> dict[str, str]:
        fields = {self.caption: content.text}
        if len(content.pictures) > 1:
            children = [known["picture", part, item].remote for item in range(len(content.pictures))]
            fields |= {"media_type": "CAROUSEL", "children": ",".join(children)}
        elif content.pictures:
            fields |= self._picture(content.pictures[0])
        return fields

    def meaning(self, step: Step, reply: Response, known: Known) -> Sent | Failure | None:
        error = fields_of(reply).get("error")
        if reply.ok or not isinstance(error, dict):
            return None
        code, subcode = error.get("code"), error.get("error_subcode")
        told = str(error.get("error_user_msg") or error.get("message") or "").strip()
        if code == 190:
            return Failure("auth", told or "the token is not accepted", "log in again: tokens last for 60 days")
        if code in (4, 17, 32, 341, 613) and subcode != 2207051:
            return Failure("later", told or "too many requests")
        if (code, subcode) == (9, 2207042):
            return Failure("later", told or "the account has published all that it may in a day")
        if step.name == "post" and subcode in (2207008, 2207006, 2207020):
            return Failure("stale", told or "the container is gone")
        if subcode in (2207027, 2207032, 2207003, 2207001) or error.get("is_transient"):
            return Failure("unknown" if step.visible else "unsent", told or "an error that passes")
        return None

    def result(self, step: Step, reply: Response, known: Known) -> Sent | Failure | None:
        found = fields_of(reply)
        if step.name == "quota":
            return _quota(found)
        if step.name.endswith(" ready"):
            return self._state(found)
        return Sent(str(found["id"])) if found.get("id") else None

    def _state(self, found: dict[str, Any]) -> Sent | Failure:
        state = str(found.get("status_code") or found.get("status") or "").upper()
        if state == "IN_PROGRESS":
            return Failure("wait", f"{self.name} is still fetching the picture")
        if state in ("ERROR", "EXPIRED"):
            why = str(found.get("error_message") or found.get("status") or state)
            return Failure("stale", f"the container is of no use: {why}")
        return Sent("") if state in ("FINISHED", "PUBLISHED") else Failure("unsent", "a status that makes no sense")

    # ---- looking ----

    def look(self, step: Step, post: Outgoing, intent: Intent, known: Known, looking: Looking) -> Sight:
        container = known.get(("container", step.part, 0))
        if container is None:
            return CannotTell("its container is not known")
        reply = looking.get(self._url(container.remote, fields=self.status))
        if isinstance(reply, Failure):
            return reply
        found = fields_of(reply)
        state = str(found.get("status_code") or found.get("status") or "").upper()
        if state == "PUBLISHED":
            used = {sent.remote for key, sent in known.items() if key[0] == "post"}
            return self._named(post.parts[step.part].text, container, used, looking)
        if state in ("FINISHED", "ERROR", "EXPIRED"):
            return Absent()
        return Failure("unsent", f"{self.name} is at work on it" if state else "a status that makes no sense")

    def _named(self, text: str, container: Sent, used: set[str], looking: Looking) -> Sight:
        """A container that is out tells no id of the post: it stands in the account's newest."""
        fields = f"id,permalink,timestamp,{self.words}"
        reply = looking.get(self._url(self.account, self.posts, fields=fields, limit="25"))
        if isinstance(reply, Failure):
            return reply
        for found in members(fields_of(reply).get("data")):
            made = moment_of(str(found.get("timestamp") or ""))
            recent = made is None or made >= looking.since - _SKEW
            if recent and found.get("id") not in used and str(found.get(self.words) or "").strip() == text.strip():
                return Sent(str(found["id"]), str(found.get("permalink") or ""))
        return Sent(container.remote, more={"container": "yes"})

    @property
    def words(self) -> str:
        """The field of a post that holds its text."""
        return self.caption

    def address(self, sent: Sent, fetch: Fetch) -> str:
        """The post's permalink; nothing where it cannot be had now, for the post is out all the same."""
        if sent.more.get("container"):
            return ""
        reply = fetch(Request("GET", self._url(sent.remote, fields="permalink")))
        if isinstance(reply, (Failure, Lost)) or not reply.ok:
            return ""
        return str(fields_of(reply).get("permalink") or "")


def _quota(found: dict[str, Any]) -> Sent | Failure:
    """Whether the account may publish more today; an answer without figures stops nobody."""
    data = members(found.get("data"))
    config = data[0].get("config") if data else None
    total = config.get("quota_total") if isinstance(config, dict) else None
    used = data[0].get("quota_usage") if data else None
    if isinstance(total, int) and isinstance(used, int) and used >= total:
        return Failure("later", f"the account has published {used} of {total} posts that it may in a day")
    return Sent("")


class Instagram(Meta):
    """One professional account. Its API is at https://graph.instagram.com/vNN.N (or graph.facebook.com)."""

    name = "instagram"
    containers, publishing, posts, limit = "media", "media_publish", "media", "content_publishing_limit"
    caption, status, most = "caption", "status_code,status", 10
    budgets = MappingProxyType({"post": Budget("post", 100, _DAY, "developers.facebook.com, content publishing")})

    def __init__(self, account: str, server: str = "https://graph.instagram.com/v23.0") -> None:
        super().__init__(server, account)

    def refusal(self, post: Outgoing) -> str:
        if len(post.parts) != 1:
            return f"Instagram has no threads, and the text has {len(post.parts)} parts"
        if not post.parts[0].pictures:
            return "Instagram takes no post without a picture"
        if any(picture.kind != "image/jpeg" for picture in post.parts[0].pictures):
            return "Instagram takes JPEG only"
        return super().refusal(post)


class Threads(Meta):
    """One account."""

    name = "threads"
    containers, publishing, posts, limit = "threads", "threads_publish", "threads", "threads_publishing_limit"
    caption, status, most = "text", "status,error_message", 20
    budgets = MappingProxyType({"post": Budget("post", 250, _DAY, "developers.facebook.com/documentation/threads")})

    def __init__(self, account: str = "me", server: str = "https://graph.threads.net/v1.0") -> None:
        super().__init__(server, account)

    def _picture(self, picture: Picture) -> dict[str, str]:
        return {"media_type": "IMAGE", **super()._picture(picture)}

    def _container(self, part: int, content: Part, known: Known) -> dict[str, str]:
        fields = {"media_type": "TEXT", **super()._container(part, content, known)}
        if part:
            fields["reply_to_id"] = known["post", part - 1, 0].remote
        return fields

    def withdrawing(self, sent: Sent) -> Request | str:
        return Request("DELETE", self._url(sent.remote))


def renewal(server: str, kind: str, now: datetime, issued: datetime) -> Request | None:
    """The request that makes a token of 60 days a new one; None while it is too young (24 hours) or too old for that.

    `kind` is "th_refresh_token" for Threads, "ig_refresh_token" for Instagram.
    """
    age = now - issued
    if not _DAY <= age < timedelta(days=60):
        return None
    base = re.sub(r"/v\d+\.\d+\Z", "", server.rstrip("/"))
    return Request("GET", f"{base}/refresh_access_token?{urlencode({'grant_type': kind})}")
