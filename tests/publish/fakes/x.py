"""X as its contract and its clients tell: chunked uploads, the same words refused, links shortened."""

from __future__ import annotations

import html
import re
from datetime import datetime

from tests.publish.fakes.base import Fake, reply


class FakeX(Fake):
    def __init__(self, clock=None, *, refuses_repeats=True):
        super().__init__(clock)
        self.refuses_repeats, self.media, self.posts = refuses_repeats, {}, []

    @property
    def published(self):
        return [post["sent"] for post in self.posts]

    def unknown_token(self):
        return reply(401, {"title": "Unauthorized", "status": 401, "detail": "Unauthorized"})

    def handle(self, asked):
        match (asked.method, *asked.path.strip("/").split("/")):
            case ("POST", "2", "media", "upload", "initialize"):
                number = self.next()
                self.media[number] = {"size": asked.json["total_bytes"], "data": b"", "final": False, "polls": 1}
                return reply(200, {"data": {"id": number, "media_key": f"3_{number}"}})
            case ("POST", "2", "media", "upload", number, "append"):
                assert asked.multipart["segment_index"][1] == b"0"
                self.media[number]["data"] = asked.multipart["media"][1]
                return reply(200, {})
            case ("POST", "2", "media", "upload", number, "finalize"):
                assert len(self.media[number]["data"]) == self.media[number]["size"]
                self.media[number]["final"] = True
                return reply(200, {"data": {"id": number, "processing_info": {"state": "pending"}}})
            case ("GET", "2", "media", "upload"):
                found = self.media[asked.query["media_id"]]
                found["polls"] -= 1
                state = "succeeded" if found["polls"] < 0 else "in_progress"
                return reply(200, {"data": {"id": asked.query["media_id"], "processing_info": {"state": state}}})
            case ("POST", "2", "media", "metadata"):
                self.media[asked.json["id"]]["alt"] = asked.json["metadata"]["alt_text"]["text"]
                return reply(200, {"data": {"id": asked.json["id"]}})
            case ("POST", "2", "tweets"):
                return self.post(asked.json)
            case ("GET", "2", "users", "me"):
                return reply(200, {"data": {"id": "7", "username": "ana"}})
            case ("GET", "2", "users", "7", "tweets"):
                return self.listed(asked)
            case ("DELETE", "2", "tweets", number):
                self.posts = [post for post in self.posts if post["id"] != number]
                return reply(200, {"data": {"deleted": True}})
        return reply(404, {"title": "Not Found"})

    def post(self, body):
        media = body.get("media", {}).get("media_ids", [])
        if not all(self.media.get(number, {}).get("final") for number in media) or len(media) > 4:
            return reply(400, {"errors": [{"message": "Your media IDs are invalid."}], "title": "Invalid Request"})
        repeated = any(post["sent"] == body["text"] for post in self.posts)
        if repeated and self.refuses_repeats:
            told = "You are not allowed to create a Tweet with duplicate content."
            return reply(403, {"detail": told, "title": "Forbidden", "status": 403})
        shown = html.escape(re.sub(r"https?://\S+", "https://t.co/abcDEF1234", body["text"]), quote=False)
        shown += " https://t.co/pictures12" if media else ""
        post = {"id": self.next(), "sent": body["text"], "text": shown, "at": self.clock(), "media": media}
        post["before"] = body.get("reply", {}).get("in_reply_to_tweet_id")
        self.posts.append(post)
        return reply(201, {"data": {"id": post["id"], "text": shown}})

    def listed(self, asked):
        """The newest first, from `start_time` on, a page at a time."""
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", asked.query["start_time"])
        since = datetime.fromisoformat(asked.query["start_time"])
        found = [post for post in reversed(self.posts) if post["at"] >= since]
        start, size = int(asked.query.get("pagination_token", 0)), int(asked.query["max_results"])
        page = [self.shown(post) for post in found[start : start + size]]
        meta = {"result_count": len(page)} | ({"next_token": str(start + size)} if found[start + size :] else {})
        return reply(200, {"data": page, "meta": meta} if page else {"meta": {"result_count": 0}})

    def shown(self, post):
        told = {"id": post["id"], "text": post["text"], "created_at": post["at"].isoformat()}
        if post["before"]:
            told["referenced_posts"] = [{"type": "replied_to", "id": post["before"]}]
        return told
