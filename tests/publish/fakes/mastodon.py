"""Mastodon as it behaves: uploads that attach once, a key that is kept for an hour (or, as forks do, not)."""

from __future__ import annotations

from datetime import timedelta

from tests.publish.fakes.base import Fake, reply


class FakeMastodon(Fake):
    def __init__(self, clock=None, *, keeps_keys=True, polls=0, limit=500):
        super().__init__(clock)
        self.keeps_keys, self.polls, self.limit = keeps_keys, polls, limit
        self.media, self.statuses, self.keys = {}, [], {}

    @property
    def published(self):
        return [status["text"] for status in self.statuses]

    def handle(self, asked):
        way = (asked.method, *asked.path.strip("/").split("/"))
        match way:
            case ("POST", "api", "v2", "media"):
                return self.upload(asked)
            case ("GET", "api", "v1", "media", number):
                return self.media_state(number)
            case ("POST", "api", "v1", "statuses"):
                return self.post(asked)
            case ("GET", "api", "v1", "accounts", "verify_credentials"):
                return reply(200, {"id": "1", "acct": "ana"})
            case ("GET", "api", "v1", "accounts", "1", "statuses"):
                return self.listed(asked)
            case ("GET", "api", "v1", "statuses", number, "source"):
                found = self.find(number)
                body = found and {"id": number, "text": found["text"], "spoiler_text": found["spoiler_text"]}
                return reply(200, body) if found else reply(404, {"error": "Record not found"})
            case ("GET", "api", "v1", "statuses", number):
                return reply(200, self.shown(self.find(number))) if self.find(number) else reply(404, {})
            case ("DELETE", "api", "v1", "statuses", number):
                found = self.find(number)
                self.statuses = [status for status in self.statuses if status is not found]
                return reply(200, {}) if found else reply(404, {})
            case ("PUT", "api", "v1", "statuses", number):
                found = self.find(number)
                found["text"] = asked.json["status"]
                return reply(200, self.shown(found))
        return reply(404, {"error": "Record not found"})

    def find(self, number):
        return next((status for status in self.statuses if status["id"] == number), None)

    def upload(self, asked):
        parts = asked.multipart
        number = self.next()
        alt = parts.get("description", ("", b""))[1].decode()
        self.media[number] = {"alt": alt, "data": parts["file"][1], "polls": self.polls, "used": False}
        return reply(202 if self.polls else 200, {"id": number, "url": None if self.polls else f"/media/{number}"})

    def media_state(self, number):
        found = self.media.get(number)
        if not found or found["used"]:
            return reply(404, {"error": "Record not found"})
        found["polls"] -= 1
        return reply(206 if found["polls"] > 0 else 200, {"id": number, "url": "/m"})

    def post(self, asked):
        body, key = asked.json, asked.headers.get("idempotency-key")
        made = self.keys.get(key)
        if self.keeps_keys and made and self.clock() - made[0] < timedelta(hours=1):
            return reply(200, self.shown(made[1]))
        if len(body["status"]) > self.limit:
            return reply(422, {"error": f"Validation failed: Text character limit of {self.limit} exceeded"})
        media = body.get("media_ids", [])
        if any(number not in self.media or self.media[number]["used"] for number in media):
            return reply(422, {"error": f"Validation failed: Media {media} not found"})
        if any(self.media[number]["polls"] > 0 for number in media):
            return reply(
                422, {"error": "Cannot attach files that have not finished processing. Try again in a moment!"}
            )
        for number in media:
            self.media[number]["used"] = True
        status = {
            "id": self.next(), "text": body["status"].strip(), "spoiler_text": body.get("spoiler_text", ""),
            "media": media, "in_reply_to_id": body.get("in_reply_to_id"), "visibility": body["visibility"],
            "at": self.clock(), "language": body["language"],
        }  # fmt: skip
        self.statuses.append(status)
        self.keys[key] = (self.clock(), status)
        return reply(200, self.shown(status))

    def shown(self, status):
        media = [{"id": number, "type": "image"} for number in status["media"]]
        return {
            "id": status["id"], "url": f"https://example.social/@ana/{status['id']}", "content": "<p>...</p>",
            "created_at": status["at"].isoformat(), "in_reply_to_id": status["in_reply_to_id"], "reblog": None,
            "media_attachments": media, "visibility": status["visibility"],
        }  # fmt: skip

    def listed(self, asked):
        before = int(asked.query.get("max_id", 10**12))
        found = [status for status in reversed(self.statuses) if int(status["id"]) < before]
        return reply(200, [self.shown(status) for status in found if status["visibility"] != "direct"][:20])
