"""Bluesky: a post as blobs and one record under a key of our own; the same record twice is one post.

The record key comes of the delivery and the moment it was begun, and `swapRecord: null` says "only if there is none":
a repeat that arrives late changes nothing, so no waiting is needed before a look counts. createRecord is never used:
it answers a repeat with 500.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

from post_forge.publish.network import Looking, Network, as_json, as_upload, fields_of
from post_forge.publish.retry import Budget
from post_forge.publish.tid import following, tid
from post_forge.publish.values import (
    Absent,
    CannotTell,
    Facet,
    Failure,
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

POST = "app.bsky.feed.post"
_WEB = "https://bsky.app/profile"
_LIMITS = "docs.bsky.app/docs/advanced-guides/rate-limits"


class Bluesky(Network):
    """One account. `server` is its PDS or the entry (https://bsky.social), `account` its handle or DID.

    `gallery`: more than four pictures in one post, as app.bsky.embed.gallery. A server that does not know that embed
    takes anything in it, and readers may see nothing: only where the channel says so.
    """

    name = "bluesky"
    settles = timedelta()
    budgets = MappingProxyType({"points": Budget("points", 5_000, timedelta(hours=1), _LIMITS, cost=3)})

    def __init__(self, server: str, account: str, gallery: bool = False) -> None:
        self.server, self.account, self.gallery = server.rstrip("/"), account.removeprefix("@"), gallery

    def intent(self, post: Outgoing, now: datetime) -> Intent:
        made = super().intent(post, now)
        return replace(made, record=tid(now, made.key))

    def steps(self, post: Outgoing) -> tuple[Step, ...]:
        made: list[Step] = []
        for part, content in enumerate(post.parts):
            handles = range(len(_mentions(content)))
            made += [Step("handle", part, item, read=True) for item in handles]
            blobs = range(len(content.pictures))
            made += [Step("blob", part, item, fresh=timedelta(minutes=30)) for item in blobs]
            made.append(Step("post", part, visible=True, budget="points"))
        return tuple(made)

    def _call(self, method: str, query: dict[str, str] | None = None) -> str:
        return f"{self.server}/xrpc/{method}" + (f"?{urlencode(query)}" if query else "")

    def request(self, step: Step, post: Outgoing, intent: Intent, known: Known) -> Request | None:
        content = post.parts[step.part]
        if step.name == "handle":
            handle = _mentions(content)[step.item].value
            return Request("GET", self._call("com.atproto.identity.resolveHandle", {"handle": handle}))
        if step.name == "blob":
            return as_upload("POST", self._call("com.atproto.repo.uploadBlob"), content.pictures[step.item])
        body = {
            "repo": self.account,
            "collection": POST,
            "rkey": following(intent.record, step.part),
            "record": self._record(step.part, post, intent, known),
            "swapRecord": None,
        }
        return as_json("POST", self._call("com.atproto.repo.putRecord"), body)

    def _record(self, part: int, post: Outgoing, intent: Intent, known: Known) -> dict[str, Any]:
        content = post.parts[part]
        record: dict[str, Any] = {
            "$type": POST,
            "text": content.text,
            "createdAt": intent.more.get("created", ""),
            "langs": [post.lang],
        }
        if made := _facets(part, content, known):
            record["facets"] = made
        if embed := self._embed(part, post, known):
            record["embed"] = embed
        if part:
            root, parent = known["post", 0, 0], known["post", part - 1, 0]
            record["reply"] = {"root": _reference(root), "parent": _reference(parent)}
        return record

    def _embed(self, part: int, post: Outgoing, known: Known) -> dict[str, Any] | None:
        pictures = post.parts[part].pictures
        if not pictures:
            card = post.card if part == 0 else None
            external = {"uri": card.url, "title": card.title, "description": card.description} if card else None
            return {"$type": "app.bsky.embed.external", "external": external} if external else None
        images = [
            _image(picture, known["blob", part, item].more.get("blob", "")) for item, picture in enumerate(pictures)
        ]
        if self.gallery and len(pictures) > 4:
            items = [{"$type": "app.bsky.embed.gallery#image", **image} for image in images]
            return {"$type": "app.bsky.embed.gallery", "items": items}
        return {"$type": "app.bsky.embed.images", "images": images}

    def meaning(self, step: Step, reply: Response, known: Known) -> Sent | Failure | None:
        if reply.status != 400:
            return None
        error = str(fields_of(reply).get("error", ""))
        if step.name == "handle":  # nobody has that handle: the words stay, without a link
            return Sent("")
        if error in ("ExpiredToken", "InvalidToken"):
            return Failure("auth", f"400: {error}")
        if step.visible and error == "InvalidSwap":
            return Failure("unknown", "there is such a record already")
        if step.visible and "blob" in f"{error} {fields_of(reply).get('message', '')}".lower():
            return Failure("stale", "the server has lost a picture")
        return None

    def result(self, step: Step, reply: Response, known: Known) -> Sent | Failure | None:
        found = fields_of(reply)
        if step.name == "handle":
            return Sent(str(found.get("did") or ""))
        if step.name == "blob":
            blob = found.get("blob")
            link = str((blob.get("ref") or {}).get("$link", "")) if isinstance(blob, dict) else ""
            return Sent(link, more={"blob": json.dumps(blob)}) if link else None
        return _sent(found)

    def look(self, step: Step, post: Outgoing, intent: Intent, known: Known, looking: Looking) -> Sight:
        query = {"repo": self.account, "collection": POST, "rkey": following(intent.record, step.part)}
        reply = looking.fetch(Request("GET", self._call("com.atproto.repo.getRecord", query)))
        if isinstance(reply, Response) and reply.status == 400 and fields_of(reply).get("error") == "RecordNotFound":
            return Absent()
        found = self.read(replace(step, visible=False), reply, known, looking.now)
        return found if isinstance(found, (Sent, Failure)) else CannotTell("its record cannot be read")

    def withdrawing(self, sent: Sent) -> Request | str:
        body = {"repo": self.account, "collection": POST, "rkey": sent.remote.rpartition("/")[2]}
        return as_json("POST", self._call("com.atproto.repo.deleteRecord"), body)

    def amending(self, sent: Sent, part: int, post: Outgoing) -> Request | str:
        return "Bluesky shows a post as it was first: withdraw it, or correct it in a reply"


def _sent(found: dict[str, Any]) -> Sent | None:
    uri, cid = str(found.get("uri") or ""), str(found.get("cid") or "")
    did, _, key = uri.removeprefix("at://").partition(f"/{POST}/")
    return Sent(uri, f"{_WEB}/{did}/post/{key}", {"cid": cid}) if did and key and cid else None


def _reference(sent: Sent) -> dict[str, str]:
    return {"uri": sent.remote, "cid": sent.more.get("cid", "")}


def _image(picture: Picture, blob: str) -> dict[str, Any]:
    size = {"width": picture.width, "height": picture.height}
    return {"image": json.loads(blob) if blob else None, "alt": picture.alt, "aspectRatio": size}


def _mentions(content: Part) -> list[Facet]:
    return [facet for facet in content.facets if facet.kind == "mention"]


def _facets(part: int, content: Part, known: Known) -> list[dict[str, Any]]:
    """The facets as the lexicon writes them; those of handles that nobody has, and those beyond the text, left out."""
    made = []
    length = len(content.text.encode())
    mentions = _mentions(content)
    for facet in content.facets:
        feature = {"$type": f"app.bsky.richtext.facet#{facet.kind}"}
        if facet.kind == "mention":
            feature["did"] = known["handle", part, mentions.index(facet)].remote
        else:
            feature["uri" if facet.kind == "link" else "tag"] = facet.value
        if 0 <= facet.start < facet.end <= length and all(feature.values()):
            made.append({"index": {"byteStart": facet.start, "byteEnd": facet.end}, "features": [feature]})
    return made
