"""Bluesky's PDS as it was measured: records under keys, blobs by content, sessions that expire."""

from __future__ import annotations

import hashlib
import json
import re

from tests.publish.fakes.base import Fake, reply

_POST = "app.bsky.feed.post"


class FakeBluesky(Fake):
    password = "abcd-efgh-ijkl-mnop"
    did = "did:plc:ana"

    def __init__(self, clock=None):
        super().__init__(clock)
        self.records, self.blobs, self.access, self.refresh = {}, set(), set(), set()

    @property
    def published(self):
        return [record["text"] for record in self.records.values()]

    def needs_token(self, asked):
        return "/com.atproto.server." not in asked.path

    def knows(self, asked):
        return asked.headers.get("authorization", "").removeprefix("Bearer ") in self.access

    def unknown_token(self):
        return reply(400, {"error": "ExpiredToken", "message": "Token has expired"})

    def expire(self):
        self.access.clear()

    def handle(self, asked):
        name = asked.path.removeprefix("/xrpc/").rpartition(".")[2]
        return getattr(self, f"on_{name}")(asked)

    def session(self):
        number = self.next()
        self.access.add(f"access-{number}")
        self.refresh.add(f"refresh-{number}")
        body = {
            "accessJwt": f"access-{number}",
            "refreshJwt": f"refresh-{number}",
            "did": self.did,
            "handle": "ana.test",
        }
        return reply(200, body)

    def on_createSession(self, asked):  # noqa: N802
        if asked.json["password"] != self.password:
            return reply(401, {"error": "AuthenticationRequired", "message": "Invalid identifier or password"})
        return self.session()

    def on_refreshSession(self, asked):  # noqa: N802
        if asked.headers.get("authorization", "").removeprefix("Bearer ") not in self.refresh:
            return reply(400, {"error": "ExpiredToken", "message": "Token has been revoked"})
        return self.session()

    def on_resolveHandle(self, asked):  # noqa: N802
        if asked.query["handle"] == "bob.test":
            return reply(200, {"did": "did:plc:bob"})
        return reply(400, {"error": "InvalidRequest", "message": "Unable to resolve handle"})

    def on_uploadBlob(self, asked):  # noqa: N802
        link = "bafkrei" + hashlib.sha256(asked.body).hexdigest()
        self.blobs.add(link)
        ref = {"$link": link}
        kind = asked.headers["content-type"]
        return reply(200, {"blob": {"$type": "blob", "ref": ref, "mimeType": kind, "size": len(asked.body)}})

    def on_putRecord(self, asked):  # noqa: N802
        body = asked.json
        assert body["collection"] == _POST
        assert body["swapRecord"] is None
        if not re.fullmatch("[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}", body["rkey"]):
            return reply(400, {"error": "InvalidRequest", "message": "Invalid TID"})
        record = body["record"]
        if len(record["text"]) > 300:
            return reply(400, {"error": "InvalidRequest", "message": "text must not be longer than 300 graphemes"})
        images = record.get("embed", {}).get("images", [])
        if any(image["image"]["ref"]["$link"] not in self.blobs for image in images):
            return reply(400, {"error": "BlobNotFound", "message": "Could not find blob"})
        kept = self.records.get(body["rkey"])
        if kept is not None and kept != record:
            return reply(400, {"error": "InvalidSwap", "message": "Record was at bafy"})
        self.records[body["rkey"]] = record
        return reply(200, self.where(body["rkey"]))

    def where(self, key):
        cid = "bafyrei" + hashlib.sha256(json.dumps(self.records[key]).encode()).hexdigest()[:20]
        return {"uri": f"at://{self.did}/{_POST}/{key}", "cid": cid}

    def on_getRecord(self, asked):  # noqa: N802
        key = asked.query["rkey"]
        if key not in self.records:
            return reply(400, {"error": "RecordNotFound", "message": f"Could not locate record: {key}"})
        return reply(200, {**self.where(key), "value": self.records[key]})

    def on_deleteRecord(self, asked):  # noqa: N802
        self.records.pop(asked.json["rkey"], None)
        return reply(200, {})
