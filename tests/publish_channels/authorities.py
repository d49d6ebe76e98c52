"""Authorization servers with state, one for each network's ways, in a process of their own; and a browser.

python -m tests.publish_channels.authorities PLATFORM [DENY]     serve until the input ends; /list tells what happened
python -m tests.publish_channels.authorities browse URL          what a person's browser does
"""

from __future__ import annotations

import base64
import hashlib
import json
import sys
from urllib.parse import urlencode
from urllib.request import urlopen

from tests.publish.fakes.base import Fake, reply, served

CLIENT, CLIENT_SECRET = "client-1", "client-s3cret-value"
APP_PASSWORD = "wxyz-2345-ijkl-mnop"


class Authority(Fake):
    """Codes that work once, for one address and one client; PKCE where it was begun."""

    def __init__(self, platform, deny=False):
        super().__init__()
        self.platform, self.deny = platform, deny
        self.apps = {} if platform == "mastodon" else {CLIENT: (CLIENT_SECRET, None)}
        self.codes, self.tokens, self.told = {}, {}, []

    def needs_token(self, asked):
        return False

    def handle(self, asked):
        self.told.append(f"{asked.method} {asked.path}")
        last = asked.path.rpartition("/")[2]
        ways = {
            "apps": self.register,
            "authorize": self.authorize,
            "authorization": self.authorize,
            "token": self.exchange,
            "accessToken": self.exchange,
            "refresh_access_token": self.longer,
        }
        if last == "access_token":
            return self.longer(asked) if asked.method == "GET" else self.exchange(asked)
        if last.endswith("createSession"):
            return self.session(asked)
        if last == "list":
            return reply(200, {"told": self.told, "tokens": list(self.tokens)})
        return ways.get(last, self.who)(asked)

    def register(self, asked):
        fields = asked.form
        name = f"client-{self.next()}"
        self.apps[name] = (CLIENT_SECRET, fields["redirect_uris"])
        return reply(200, {"client_id": name, "client_secret": CLIENT_SECRET})

    def authorize(self, asked):
        """The page on which a person says yes: here at once."""
        query = asked.query
        assert query["response_type"] == "code"
        assert query["client_id"] in self.apps
        registered = self.apps[query["client_id"]][1]
        assert registered in (None, query["redirect_uri"])
        given = {"state": query["state"]}
        if self.deny:
            given |= {"error": "access_denied", "error_description": "The person said no"}
        else:
            code = f"code-{self.next()}"
            self.codes[code] = query
            given["code"] = code
        end = "#_" if self.platform in ("instagram", "threads") else ""
        return reply(302, None, location=f"{query['redirect_uri']}?{urlencode(given)}{end}")

    def exchange(self, asked):
        fields = asked.form
        begun = self.codes.pop(fields["code"], None)
        if begun is None or fields["grant_type"] != "authorization_code":
            return reply(400, {"error": "invalid_grant", "error_description": "The code is unknown or used"})
        if (begun["redirect_uri"], begun["client_id"]) != (fields["redirect_uri"], fields["client_id"]):
            return reply(400, {"error": "invalid_grant", "error_description": "another address or client"})
        challenge = begun.get("code_challenge")
        digest = hashlib.sha256(fields.get("code_verifier", "").encode()).digest()
        if challenge and base64.urlsafe_b64encode(digest).decode().rstrip("=") != challenge:
            return reply(400, {"error": "invalid_grant", "error_description": "wrong verifier"})
        if not self.proved(asked, fields):
            return reply(401, {"error": "invalid_client"})
        return self.give(short=self.platform in ("instagram", "threads"))

    def proved(self, asked, fields):
        """Whether the client is who it says: X's may be public."""
        basic = base64.b64encode(f"{CLIENT}:{CLIENT_SECRET}".encode()).decode()
        if asked.headers.get("authorization") == f"Basic {basic}":
            return True
        if self.platform == "x":
            return "authorization" not in asked.headers
        return fields.get("client_secret") == CLIENT_SECRET

    def give(self, short=False):
        token = f"{'short' if short else 'long'}-token-{self.next()}"
        self.tokens[token] = short
        made = {"access_token": token, "token_type": "bearer"}
        made |= {"user_id": 17841400000000000} if short else {}
        made |= {"linkedin": {"expires_in": 5_184_000}, "x": {"expires_in": 7200, "refresh_token": "refresh-1"}}.get(
            self.platform, {}
        )
        return reply(200, made)

    def longer(self, asked):
        old = asked.headers.get("authorization", "").removeprefix("Bearer ")
        assert "access_token" not in asked.query
        if not self.tokens.get(old) or asked.query.get("client_secret") != CLIENT_SECRET:
            return reply(400, {"error": {"message": "Invalid token", "code": 190}})
        token = f"long-token-{self.next()}"
        self.tokens[token] = False
        return reply(200, {"access_token": token, "expires_in": 5_183_944})

    def session(self, asked):
        if asked.json != {"identifier": "ana.test", "password": APP_PASSWORD}:
            return reply(401, {"error": "AuthenticationRequired", "message": "Invalid identifier or password"})
        token = f"session-{self.next()}"
        self.tokens[token] = False
        return reply(200, {"accessJwt": token, "refreshJwt": "refresh-1", "handle": "ana.test", "did": "did:plc:1"})

    def who(self, asked):
        token = asked.headers.get("authorization", "").removeprefix("Bearer ")
        if token not in self.tokens:
            return reply(401, {"error": "The access token is invalid"})
        names = {
            "mastodon": {"acct": "ana", "id": "7"},
            "linkedin": {"sub": "AbC-1_z", "name": "Ana Lovelace"},
            "x": {"data": {"id": "9", "username": "ana"}},
            "instagram": {"user_id": "17841400000000000", "username": "ana.pictures"},
            "threads": {"id": "31", "username": "ana.threads"},
            "bluesky": {"handle": "ana.test", "did": "did:plc:1"},
        }
        return reply(200, names[self.platform])

    @property
    def published(self):
        return []


def browse(url):
    """Open the page, say yes, and go where it leads; the last address is printed."""
    from urllib.error import HTTPError, URLError

    try:
        with urlopen(url) as page:
            print(page.url, page.read().decode())
    except HTTPError as error:
        print(error.url, error.code)
    except URLError as error:
        print(error)


def serve(platform, deny):
    with served(Authority(platform, deny)) as url:
        print(json.dumps(url), flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    browse(sys.argv[2]) if sys.argv[1] == "browse" else serve(sys.argv[1], "deny" in sys.argv)
