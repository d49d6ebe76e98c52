"""`login` against real servers: snac, which speaks Mastodon's API, and Bluesky's own PDS."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from post_forge import forge
from post_forge.forge.connecting.doctor_channels import of_channel
from post_forge.publish import vault_of
from tests.publish import snac as snac_server
from tests.publish.conftest import pds  # noqa: F401 - a fixture


def now():
    return datetime.now(UTC)


def workspace(tmp_path, monkeypatch, channel):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    root = tmp_path / "ws"
    root.mkdir()
    (root / "post_forge.yaml").write_text(f"channels: {{ own: {{ {channel} }} }}\n")
    return forge.open_workspace(root, remember=False)


def answers(opened):
    (channel,) = opened.config.channels
    return of_channel(opened, channel, now, offline=False, x=False)[-1]


def hands(**more):
    quiet = {"open": lambda _: True, "say": lambda _: None, "ask": lambda _: "", "ask_secret": lambda _: ""}
    return forge.Hands(**{**quiet, **more})


def test_snac(tmp_path, monkeypatch):
    program = snac_server.find()
    if program is None:
        pytest.skip(snac_server.WHAT_TO_INSTALL)
    monkeypatch.setattr(snac_server, "_login", lambda _url, _name, password: password)
    with snac_server.running(program) as server:
        opened = workspace(tmp_path, monkeypatch, f"platform: mastodon, url: '{server.url}'")

        def visit(url):
            """A person who opens the page, gives a name and a password, and is led back."""
            with server.client() as client:
                query = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
                page = client.get(f"/oauth/authorize?{urlencode(query)}").text
                fields = dict(re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', page))
                fields |= {"login": "ana", "passwd": server.token}
                where = client.post("/oauth/x-snac-login", data=fields).headers["location"]
            came.append(where)
            return True

        came = []
        done = forge.login(opened, "own", hands(open=visit, ask=lambda _: came[0]), now, paste=True)
        assert done.who == "ana"
        assert (answers(opened).state, "answers as ana" in answers(opened).told) == ("works", True)
    assert vault_of(opened.root, "own", {}, os.environ).load()["access"] not in str(done)


def test_the_pds(tmp_path, monkeypatch, pds):  # noqa: F811 - the fixture
    import httpx2

    with httpx2.Client(base_url=f"{pds.url}/xrpc/", timeout=30) as client:
        asked = {"identifier": pds.handle, "password": pds.password}
        session = client.post("com.atproto.server.createSession", json=asked).json()
        headers = {"Authorization": f"Bearer {session['accessJwt']}"}
        made = client.post("com.atproto.server.createAppPassword", json={"name": "forge"}, headers=headers).json()
    opened = workspace(tmp_path, monkeypatch, f"platform: bluesky, url: '{pds.url}', account: {pds.handle}")
    done = forge.login(opened, "own", hands(ask_secret=lambda _: made["password"]), now)
    assert done.who == pds.handle
    assert answers(opened).state == "works"
