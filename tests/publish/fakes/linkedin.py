"""LinkedIn as others saw it: uploads by an address of their own, a repeat refused with the name of the first post."""

from __future__ import annotations

from urllib.parse import unquote

from tests.publish.fakes.base import Fake, reply


class FakeLinkedIn(Fake):
    author = "urn:li:person:ana"
    server = "http://127.0.0.1:1"

    def __init__(self, clock=None, *, polls=1):
        super().__init__(clock)
        self.polls, self.files, self.posts = polls, {}, {}

    @property
    def published(self):
        return [post["commentary"] for post in self.posts.values()]

    def unknown_token(self):
        return reply(401, {"status": 401, "code": "REVOKED_ACCESS_TOKEN", "message": "The token was revoked"})

    def handle(self, asked):
        way = asked.path.strip("/").split("/")
        if way[0] == "upload":
            self.files[f"urn:li:{way[1]}:{way[2]}"]["data"] = asked.body
            return reply(201)
        assert len(asked.headers["linkedin-version"]) == 6
        assert asked.headers["x-restli-protocol-version"] == "2.0.0"
        if asked.query.get("action") == "initializeUpload":
            return self.register(asked, way[1].removesuffix("s"))
        if way[1] in ("images", "documents"):
            return self.state(unquote(way[2]))
        if way[1] == "posts" and len(way) == 2:
            return self.post(asked.json)
        return self.change(asked, unquote(way[2]))

    def register(self, asked, kind):
        assert asked.json == {"initializeUploadRequest": {"owner": self.author}}
        number = self.next()
        urn = f"urn:li:{kind}:{number}"
        self.files[urn] = {"data": None, "polls": self.polls}
        return reply(200, {"value": {"uploadUrl": f"{self.server}/upload/{kind}/{number}", kind: urn}})

    def state(self, urn):
        found = self.files[urn]
        found["polls"] -= 1
        ready = found["data"] is not None and found["polls"] < 0
        return reply(200, {"id": urn, "status": "AVAILABLE" if ready else "PROCESSING"})

    def post(self, body):
        assert body["author"] == self.author
        assert body["lifecycleState"] == "PUBLISHED"
        content = body.get("content", {})
        images = content.get("multiImage", {}).get("images", [])
        assert len(images) != 1, "multiImage takes two and more"
        for urn in [image["id"] for image in images] + [item["id"] for item in [content.get("media")] if item]:
            assert self.files[urn]["data"], "never uploaded"
        for urn, post in self.posts.items():
            if post["commentary"] == body["commentary"]:
                told = f"Content is a duplicate of {urn}"
                return reply(422, {"status": 422, "code": "DUPLICATE_POST", "message": told})
        urn = f"urn:li:share:{self.next()}"
        self.posts[urn] = body
        return reply(201, None, x_restli_id=urn)

    def change(self, asked, urn):
        if asked.method == "DELETE":
            self.posts.pop(urn, None)
            return reply(204)
        assert asked.headers["x-restli-method"] == "PARTIAL_UPDATE"
        self.posts[urn]["commentary"] = asked.json["patch"]["$set"]["commentary"]
        return reply(204)
