"""A receiver of webhooks: checks every signature, knows the keys it has seen, keeps what was sent.

python -m tests.publish_channels.receiver        serve until the input ends; /list tells what it has
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import sys

from tests.publish.fakes.base import Fake, reply, served

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


class Receiver(Fake):
    def __init__(self, clock=None, again=200, looks=True):
        super().__init__(clock)
        self.again, self.looks, self.kept = again, looks, {}

    def needs_token(self, asked):
        return False

    def handle(self, asked):
        if asked.path == "/list":
            return reply(200, self.published)
        key, moment = asked.headers["webhook-id"], asked.headers["webhook-timestamp"]
        secret = base64.b64decode(SECRET.removeprefix("whsec_"))
        content = f"{key}.{moment}.".encode() + asked.body
        right = base64.b64encode(hmac.new(secret, content, hashlib.sha256).digest()).decode()
        if asked.headers["webhook-signature"] != f"v1,{right}":
            return reply(401, {"error": "wrong signature"})
        if asked.method == "GET":
            return reply(200, {"id": key}) if key in self.kept and self.looks else reply(404)
        if key in self.kept:
            return reply(self.again, {"id": key})
        form = "multipart" in asked.headers["content-type"]
        told = json.loads(asked.multipart["payload"][1]) if form else asked.json
        self.kept[key] = (told, asked.multipart if form else {})
        return reply(202, {"id": key, "url": f"https://example.org/{key}"})

    @property
    def published(self):
        return [told["data"]["post"] for told, _ in self.kept.values()]


if __name__ == "__main__":
    with served(Receiver()) as url:
        print(json.dumps(url), flush=True)
        sys.stdin.read()
