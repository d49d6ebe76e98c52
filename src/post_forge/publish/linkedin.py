"""LinkedIn: a carousel as one PDF, or pictures, and a post; the network itself refuses a repeat and names the first.

A member's own posts cannot be read (that permission is closed), but the same words again are answered with 422
DUPLICATE_POST and the id of the live post. So a post in doubt is sent again after a while: that answer is the look.
"""

from __future__ import annotations

import re
from datetime import timedelta
from types import MappingProxyType
from typing import Any, Literal
from urllib.parse import quote

from post_forge.publish.network import Looking, Network, as_json, fields_of, with_headers
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

VERSION = "202609"
"""The API's month (Linkedin-Version). A month works for a year or so; then the server says that it is gone."""

_REMEMBERED = timedelta(hours=12)  # repeats are refused for a day or two, by what others saw
_DAY = timedelta(days=1)


class LinkedIn(Network):
    """One member or page. `author` is its URN (urn:li:person:..., urn:li:organization:...)."""

    name = "linkedin"
    hosts = ("www.linkedin.com", "api.linkedin.com", ".licdn.com", ".linkedin.com")
    settles = timedelta(seconds=60)
    reset: Literal["", "midnight"] = "midnight"
    budgets = MappingProxyType(
        {"post": Budget("post", 150, _DAY, "ayrshare.com/docs/apis/post/social-networks/linkedin (third-party)")}
    )

    def __init__(
        self,
        author: str,
        *,
        server: str = "https://api.linkedin.com",
        version: str = VERSION,
        visibility: str = "PUBLIC",
    ) -> None:
        self.author, self.server, self.version, self.visibility = author, server.rstrip("/"), version, visibility

    def refusal(self, post: Outgoing) -> str:
        if len(post.parts) != 1:
            return f"LinkedIn has no threads, and the text has {len(post.parts)} parts"
        if not post.document and len(post.parts[0].pictures) > 20:
            return "LinkedIn shows 20 pictures at most: send the carousel as a document"
        return ""

    def steps(self, post: Outgoing) -> tuple[Step, ...]:
        files = 1 if post.document else len(post.parts[0].pictures)
        kind = "document" if post.document else "image"
        made = [Step(f"register {kind}", 0, item, read=True) for item in range(files)]
        made += [Step(kind, 0, item, fresh=timedelta(hours=12)) for item in range(files)]
        made += [Step(f"{kind} ready", 0, item, read=True) for item in range(files)]
        return (*made, Step("post", visible=True, budget="post"))

    def _headers(self) -> dict[str, str]:
        return {"Linkedin-Version": self.version, "X-Restli-Protocol-Version": "2.0.0"}

    def _json(self, path: str, body: Any, method: str = "POST") -> Request:
        return with_headers(as_json(method, f"{self.server}/rest/{path}", body), self._headers())

    def request(self, step: Step, post: Outgoing, intent: Intent, known: Known) -> Request | None:
        kind = step.name.removeprefix("register ").removesuffix(" ready")
        if step.name.startswith("register "):
            if (kind, 0, step.item) in known:
                return None
            return self._json(f"{kind}s?action=initializeUpload", {"initializeUploadRequest": {"owner": self.author}})
        if step.name.endswith(" ready"):
            urn = quote(known[kind, 0, step.item].remote, safe="")
            return Request("GET", f"{self.server}/rest/{kind}s/{urn}", self._headers())
        if step.name in ("image", "document"):
            return self._upload(step, post, known)
        return self._json("posts", self._post(post, known))

    def _upload(self, step: Step, post: Outgoing, known: Known) -> Request:
        where = known[f"register {step.name}", 0, step.item].more["upload"]
        picture = None if post.document else post.parts[0].pictures[step.item]
        data = picture.data if picture else (post.document.data if post.document else b"")
        kind = picture.kind if picture else "application/pdf"
        return Request("PUT", where, {"Content-Type": kind}, data, f"<{kind}, {len(data):,} bytes>")

    def _post(self, post: Outgoing, known: Known) -> dict[str, Any]:
        content = post.parts[0]
        spread = {"feedDistribution": "MAIN_FEED", "targetEntities": [], "thirdPartyDistributionChannels": []}
        body: dict[str, Any] = {
            "author": self.author,
            "commentary": content.markup or content.text,
            "visibility": self.visibility,
            "distribution": spread,
            "lifecycleState": "PUBLISHED",
            "isReshareDisabledByAuthor": False,
        }
        if media := self._content(post, known):
            body["content"] = media
        return body

    def _content(self, post: Outgoing, known: Known) -> dict[str, Any] | None:
        pictures = post.parts[0].pictures
        if post.document:
            return {"media": {"title": post.document.title, "id": known["document", 0, 0].remote}}
        images = [
            {"id": known["image", 0, item].remote, "altText": picture.alt} for item, picture in enumerate(pictures)
        ]
        if len(images) > 1:
            return {"multiImage": {"images": images}}
        if images:
            return {"media": images[0]}
        if post.card is None:
            return None
        card = post.card
        return {"article": {"source": card.url, "title": card.title, "description": card.description}}

    def meaning(self, step: Step, reply: Response, known: Known) -> Sent | Failure | None:
        if step.name == "post" and reply.status in (400, 409, 422):
            told = reply.body.decode("utf-8", "replace")
            if "duplicate" in told.lower():
                urn = re.search(r"urn:li:(?:share|ugcPost|activity):\d+", told)
                if urn:
                    return _sent(urn[0], {"duplicate": "yes"})
                return Failure("refused", "LinkedIn has the same post already, and does not say which")
        if reply.status == 426:
            return Failure("refused", f"LinkedIn has no version {self.version} any more", "set `version: YYYYMM`")
        return None

    def result(self, step: Step, reply: Response, known: Known) -> Sent | Failure | None:
        if step.name == "post":
            urn = reply.headers.get("x-restli-id") or str(fields_of(reply).get("id") or "")
            return _sent(urn) if urn else None
        if step.name in ("image", "document"):
            return Sent(known[f"register {step.name}", 0, step.item].remote)
        if step.name.startswith("register "):
            return _registered(step.name.removeprefix("register "), reply)
        return _ready(fields_of(reply))

    def look(self, step: Step, post: Outgoing, intent: Intent, known: Known, looking: Looking) -> Sight:
        """No question to the network: while it remembers the post it refuses a repeat, so one may be sent."""
        if looking.now - looking.since < _REMEMBERED:
            return Absent()
        return CannotTell("it was sent too long ago for LinkedIn to refuse a repeat, and cannot be looked up")

    def amending(self, sent: Sent, part: int, post: Outgoing) -> Request | str:
        words = post.parts[part].markup or post.parts[part].text
        request = self._json(f"posts/{quote(sent.remote, safe='')}", {"patch": {"$set": {"commentary": words}}})
        return with_headers(request, {"X-RestLi-Method": "PARTIAL_UPDATE"})

    def withdrawing(self, sent: Sent) -> Request | str:
        headers = {**self._headers(), "X-RestLi-Method": "DELETE"}
        return Request("DELETE", f"{self.server}/rest/posts/{quote(sent.remote, safe='')}", headers)


def _sent(urn: str, more: dict[str, str] | None = None) -> Sent:
    return Sent(urn, f"https://www.linkedin.com/feed/update/{urn}", more or {})


def _registered(kind: str, reply: Response) -> Sent | None:
    value = fields_of(reply).get("value")
    urn, where = (str(value.get(name) or "") for name in (kind, "uploadUrl")) if isinstance(value, dict) else ("", "")
    return Sent(urn, more={"upload": where}) if urn and where else None


def _ready(found: dict[str, Any]) -> Sent | Failure:
    status = str(found.get("status") or "")
    if status in ("PROCESSING", "WAITING_UPLOAD"):
        return Failure("wait", "LinkedIn is still preparing the file")
    if status == "PROCESSING_FAILED":
        return Failure("refused", "LinkedIn cannot read the file")
    return Sent(str(found.get("id") or ""))
