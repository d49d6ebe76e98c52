"""Instagram and Threads as their documents tell: containers that are prepared first and can be published once."""

from __future__ import annotations

from tests.publish.fakes.base import Fake, reply


class FakeMeta(Fake):
    account = "17841400000000042"

    def __init__(self, clock=None, *, kind="threads", polls=1, quota=250):
        super().__init__(clock)
        self.kind, self.polls, self.quota = kind, polls, quota
        self.containers, self.posts = {}, []
        self.words = "text" if kind == "threads" else "caption"
        self.edge = "threads" if kind == "threads" else "media"

    @property
    def published(self):
        return [post["text"] for post in self.posts]

    def unknown_token(self):
        return reply(400, {"error": {"message": "Invalid OAuth access token.", "type": "OAuthException", "code": 190}})

    def handle(self, asked):
        assert "access_token" not in asked.query
        way = asked.path.strip("/").split("/")
        if asked.method == "POST":
            assert way[0] == self.account
            return self.contain(asked.form) if way[1] == self.edge else self.publish(way[1], asked.form)
        if asked.method == "DELETE":
            self.posts = [post for post in self.posts if post["id"] != way[0]]
            return reply(200, {"success": True})
        if len(way) == 2 and way[1] == self.edge:
            shown = [self.shown(post) for post in reversed(self.posts)]
            return reply(200, {"data": shown})
        if len(way) == 2:
            usage = {"quota_usage": len(self.posts), "config": {"quota_total": self.quota, "quota_duration": 86400}}
            return reply(200, {"data": [usage]})
        return self.state(way[0])

    def contain(self, fields):
        assert "auto_publish_text" not in fields
        children = fields.get("children", "").split(",") if fields.get("media_type") == "CAROUSEL" else []
        assert all(self.containers[child]["item"] for child in children)
        assert len(children) != 1
        assert fields.get("image_url", "https://").startswith("https://")
        number = self.next()
        item = fields.get("is_carousel_item") == "true"
        self.containers[number] = {"fields": fields, "item": item, "polls": self.polls, "done": False}
        return reply(200, {"id": number})

    def state(self, number):
        if post := next((post for post in self.posts if post["id"] == number), None):
            return reply(200, self.shown(post))
        found = self.containers[number]
        found["polls"] -= 1
        state = "PUBLISHED" if found["done"] else "IN_PROGRESS" if found["polls"] >= 0 else "FINISHED"
        name = "status" if self.kind == "threads" else "status_code"
        return reply(200, {"id": number, name: state})

    def publish(self, edge, fields):
        assert edge == f"{self.edge}_publish"
        found = self.containers[fields["creation_id"]]
        if found["done"]:
            error = {"message": "The media was published already", "code": 9007, "error_subcode": 2207006}
            return reply(400, {"error": error})
        if found["polls"] >= 0:
            return reply(400, {"error": {"message": "not ready", "code": 9007, "error_subcode": 2207027}})
        found["done"] = True
        post = {"id": self.next(), "text": found["fields"].get(self.words, ""), "at": self.clock()}
        post["before"] = found["fields"].get("reply_to_id")
        self.posts.append(post)
        return reply(200, {"id": post["id"]})

    def shown(self, post):
        where = f"https://example.net/p/{post['id']}"
        return {"id": post["id"], "permalink": where, "timestamp": post["at"].isoformat(), self.words: post["text"]}
