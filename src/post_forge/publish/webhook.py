"""A webhook: a post as one signed request to an address of the user's own; its receiver knows a repeat by the key.

Signed as Standard Webhooks says (github.com/standard-webhooks/standard-webhooks, spec version 1.0.0, read 2026-11-20):
`webhook-id`, `webhook-timestamp` (unix seconds) and `webhook-signature: v1,BASE64` of HMAC-SHA256 over
"id.timestamp.body". The id is the delivery's idempotency key and stays the same in every retry; a receiver that has it
already answers 2xx or 409 and does nothing more.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Literal

from post_forge.publish.network import Looking, Network, as_json, as_multipart, fields_of, with_headers
from post_forge.publish.secrets import Secret
from post_forge.publish.values import (
    Absent,
    CannotTell,
    Failure,
    Intent,
    Known,
    Outgoing,
    Picture,
    Request,
    Response,
    Send,
    Sent,
    Sight,
    Step,
)

_REMEMBERED = timedelta(hours=24)
"""How long a receiver is trusted to know a key; docs/channels.md asks it to."""

Pictures = Literal["form", "links", "none"]


def pictures_of(word: str) -> Pictures:
    """How pictures are sent, from what the channel says."""
    return "links" if word == "links" else "none" if word == "none" else "form"


class Webhook(Network):
    """One address. `pictures` come as files of a form, as links to where they lie in public, or not at all.

    `looks`: the receiver answers GET with `?id=KEY` by 200 and `{"id": KEY}` where it has that post, by 404
    where it has not. Otherwise
    a post in doubt is sent again while the receiver still knows its key.
    """

    name = "webhook"

    def __init__(self, address: str, pictures: Pictures = "form", looks: bool = False) -> None:
        self.server, self.pictures, self.looks = address, pictures, looks

    def refusal(self, post: Outgoing) -> str:
        pictures = [picture for part in post.parts for picture in part.pictures]
        if self.pictures == "links" and not all(picture.url for picture in pictures):
            return "its pictures lie nowhere in public: configure `pictures`, or send them as a form"
        return ""

    def steps(self, post: Outgoing) -> tuple[Step, ...]:
        return (Step("post", visible=True),)

    def request(self, step: Step, post: Outgoing, intent: Intent, known: Known) -> Request | None:
        told = {"type": "post.due", "timestamp": intent.more.get("created", ""), "data": self._told(post)}
        headers = {"webhook-id": intent.key, "Idempotency-Key": intent.key}
        pictures = [picture for part in post.parts for picture in part.pictures]
        if self.pictures != "form" or not (pictures or post.document):
            return with_headers(as_json("POST", self.server, told), headers)
        files = {_file(number, picture): (picture.kind, picture.data) for number, picture in enumerate(pictures, 1)}
        if post.document:
            files["carousel.pdf"] = ("application/pdf", post.document.data)
        fields = {"payload": json.dumps(told, ensure_ascii=False, separators=(",", ":"))}
        return with_headers(as_multipart(self.server, fields, files), headers)

    def _told(self, post: Outgoing) -> dict[str, Any]:
        name, _, channel = post.id.partition("@")
        pictures = [picture for part in post.parts for picture in part.pictures] if self.pictures != "none" else []
        told: dict[str, Any] = {"delivery": post.id, "post": name, "channel": channel.partition("#")[0]}
        told |= {"title": post.title, "link": post.link, "day": post.day, "lang": post.lang, "warning": post.warning}
        told |= {"parts": [part.text for part in post.parts], "content": post.content}
        told["texts"] = {name: list(parts) for name, parts in post.texts.items()}
        told["pictures"] = [_described(number, picture) for number, picture in enumerate(pictures, 1)]
        return told

    def meaning(self, step: Step, reply: Response, known: Known) -> Sent | Failure | None:
        if reply.status == 409:
            return _sent(reply, {"duplicate": "yes"})
        if reply.status == 410:
            return Failure("refused", "410: the receiver wants no more posts", "take the channel out, or ask there")
        return None

    def result(self, step: Step, reply: Response, known: Known) -> Sent | Failure | None:
        return _sent(reply)

    def withdrawing(self, sent: Sent) -> Request | str:
        return f"what its receiver made of it can only be deleted there ({sent.url or sent.remote})"

    def amending(self, sent: Sent, part: int, post: Outgoing) -> Request | str:
        return f"what its receiver made of it can only be changed there ({sent.url or sent.remote})"

    def look(self, step: Step, post: Outgoing, intent: Intent, known: Known, looking: Looking) -> Sight:
        if not self.looks:
            if looking.now - looking.since < _REMEMBERED:
                return Absent()  # no question: it is sent again, and the receiver knows the key
            return CannotTell("it was sent too long ago for the receiver to know its key, and cannot be looked up")
        mark = "&" if "?" in self.server else "?"
        reply = looking.fetch(Request("GET", f"{self.server}{mark}id={intent.key}", {"webhook-id": intent.key}))
        if isinstance(reply, Response) and reply.status == 404:
            return Absent()
        if isinstance(reply, Response) and reply.ok and fields_of(reply).get("id") == intent.key:
            return _sent(reply)
        found = self.read(replace(step, visible=False), reply, known, looking.now)
        return found if isinstance(found, Failure) else Failure("unsent", "an answer that does not name the post's id")


def _sent(reply: Response, more: dict[str, str] | None = None) -> Sent:
    """A receiver may tell an id and where the post can be read; it need not."""
    found = fields_of(reply)
    where = str(found.get("url") or "")
    return Sent(
        str(found.get("id") or "accepted"), where if where.startswith(("https://", "http://")) else "", more or {}
    )


def _file(number: int, picture: Picture) -> str:
    return f"{number:02d}.{'jpg' if picture.kind == 'image/jpeg' else 'png'}"


def _described(number: int, picture: Picture) -> dict[str, Any]:
    told = {"name": _file(number, picture), "type": picture.kind, "alt": picture.alt, "sha256": picture.digest}
    told |= {"width": picture.width, "height": picture.height, "bytes": len(picture.data)}  # type: ignore[dict-item]
    return {**told, **({"url": picture.url} if picture.url else {})}


class Signer:
    """Signs each request with the secret that the receiver has too; the clock tells it how old the request is."""

    def __init__(self, secret: Secret, clock: Callable[[], datetime]) -> None:
        self._secret, self._clock = secret, clock

    def sign(self, request: Request, send: Send) -> Request | Failure:
        return signed(request, self._secret.reveal(), int(self._clock().timestamp()))

    def expired(self, reply: Response) -> bool:
        return reply.status == 401

    def renew(self, send: Send) -> Failure | None:
        return Failure("auth", "the signature is not accepted", "both sides need the same secret and a true clock")


def signed(request: Request, secret: str, timestamp: int) -> Request:
    """The request with the time and the signature of its body. A secret `whsec_BASE64` stands for its bytes, as the
    standard writes keys; any other for itself in UTF-8."""
    key = request.headers.get("webhook-id", "")
    content = f"{key}.{timestamp}.".encode() + request.body
    signature = base64.b64encode(hmac.new(_bytes_of(secret), content, hashlib.sha256).digest()).decode()
    return with_headers(request, {"webhook-timestamp": str(timestamp), "webhook-signature": f"v1,{signature}"})


def _bytes_of(secret: str) -> bytes:
    if secret.startswith("whsec_"):
        try:
            return base64.b64decode(secret.removeprefix("whsec_"), validate=True)
        except binascii.Error:
            pass
    return secret.encode()
