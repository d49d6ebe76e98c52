"""Where secrets may come from, and that they come from nowhere else; tokens that are renewed and kept."""

from __future__ import annotations

import os
import stat
from datetime import timedelta
from pathlib import Path

import pytest

from post_forge.errors import ConfigError, Source, WorkspaceError
from post_forge.publish import (
    BlueskySession,
    FileVault,
    MemoryVault,
    OAuth2,
    Request,
    Response,
    Secret,
    channel_problems,
    connect,
    fetching,
    plain_secret,
    read_secret,
)
from tests.publish.fakes.bluesky import FakeBluesky
from tests.publish.keeping import Clock, Wired

HERE = Source("post_forge.yaml", 7, 12)
HERE_FOLDER = Path(__file__).parent
TOKEN = "s3cret-token-value"


def test_a_secret_in_the_configuration_is_an_error_at_its_line():
    problem = plain_secret("token", TOKEN, HERE)
    assert problem.source == HERE
    assert TOKEN not in str(problem)
    with pytest.raises(ConfigError) as error:
        read_secret("token", TOKEN, {}, HERE_FOLDER, HERE)
    assert TOKEN not in str(error.value)


@pytest.mark.parametrize("value", ["$TOKEN", "${TOKEN}", "file:~/x", "keyring:post-forge/mastodon"])
def test_the_ways_to_name_a_secret(value):
    assert plain_secret("token", value) is None


def test_from_the_environment(tmp_path):
    secret = read_secret("token", "$T", {"T": f" {TOKEN}\n"}, tmp_path)
    assert secret.reveal() == TOKEN
    assert TOKEN not in f"{secret} {secret!r}"
    with pytest.raises(ConfigError, match="T is not set"):
        read_secret("token", "$T", {}, tmp_path)


def test_from_a_file_that_is_the_users_own(tmp_path):
    workspace, file = tmp_path / "ws", tmp_path / "token"
    workspace.mkdir()
    file.write_text(TOKEN + "\n")
    file.chmod(0o600)
    assert read_secret("token", f"file:{file}", {}, workspace).reveal() == TOKEN
    assert read_secret("token", "file:../token", {}, workspace).reveal() == TOKEN
    file.chmod(0o640)
    with pytest.raises(ConfigError, match="chmod 600"):
        read_secret("token", f"file:{file}", {}, workspace)


@pytest.mark.parametrize("data", [b"", b"two\nlines", b"\xff\xfe"])
def test_a_file_that_holds_no_secret(tmp_path, data):
    (tmp_path / "ws").mkdir()
    (tmp_path / "token").write_bytes(data)
    (tmp_path / "token").chmod(0o600)
    with pytest.raises(ConfigError):
        read_secret("token", "file:../token", {}, tmp_path / "ws")


def test_a_file_in_the_workspace_is_refused_also_behind_a_link(tmp_path):
    workspace = tmp_path / "ws"
    workspace.mkdir()
    (workspace / "token").write_text(TOKEN)
    (workspace / "token").chmod(0o600)
    (tmp_path / "link").symlink_to(workspace / "token")
    for value in ("file:token", f"file:{tmp_path}/link"):
        with pytest.raises(ConfigError, match="lies in the workspace") as error:
            read_secret("token", value, {}, workspace)
        assert TOKEN not in str(error.value)


def test_a_missing_file_and_a_missing_keyring_say_what_to_do(tmp_path):
    with pytest.raises(ConfigError, match="No such file"):
        read_secret("token", "file:/nowhere/at/all", {}, tmp_path)
    try:
        import keyring  # noqa: F401
    except ImportError:
        with pytest.raises(ConfigError, match="pip install"):
            read_secret("token", "keyring:post-forge/x", {}, tmp_path)


# ---- what is renewed ------------------------------------------------------------------------------------------------


def test_kept_tokens_are_for_their_owner_only(tmp_path):
    vault = FileVault(tmp_path / "tokens", "../a channel/x")
    assert vault.load() == {}
    vault.save({"access": TOKEN})
    assert FileVault(tmp_path / "tokens", "../a channel/x").load() == {"access": TOKEN}
    (file,) = (tmp_path / "tokens").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    file.write_text("{half")
    assert vault.load() == {}


@pytest.mark.skipif(os.name == "nt", reason="modes of POSIX")
def test_a_token_that_cannot_be_kept_is_told(tmp_path):
    (tmp_path / "tokens").write_text("a file where the folder should be")
    with pytest.raises(WorkspaceError) as error:
        FileVault(tmp_path / "tokens", "x").save({"access": TOKEN})
    assert TOKEN not in str(error.value)


def test_a_session_that_has_expired_is_renewed_without_the_password():
    clock, vault, masked = Clock(), MemoryVault(), []
    fake = FakeBluesky(clock)
    session = BlueskySession("http://127.0.0.1:1", "ana.test", Secret(fake.password), vault, masked.append, clock)
    fetch = fetching(Wired(fake, clock), session)
    ask = Request("GET", "http://127.0.0.1:1/xrpc/com.atproto.identity.resolveHandle?handle=bob.test")
    assert fetch(ask).ok
    fake.expire()
    assert fetch(ask).ok
    calls = [asked.path.rpartition(".")[2] for asked in fake.asked]
    assert calls == ["createSession", "resolveHandle", "resolveHandle", "refreshSession", "resolveHandle"]
    assert set(vault.tokens.values()) >= {vault.tokens["access"], vault.tokens["refresh"]}
    assert {vault.tokens["access"], vault.tokens["refresh"]} <= set(masked)


def test_a_refresh_token_is_kept_before_the_new_one_is_used():
    clock = Clock()
    seen = []

    class Careful(MemoryVault):
        def save(self, tokens):
            seen.append("kept")
            super().save(tokens)

    def send(request):
        if request.url.endswith("/token"):
            assert b"refresh_token=r1" in request.body or b"refresh_token=r2" in request.body
            return Response(200, {}, b'{"access_token":"new-access","refresh_token":"r2","expires_in":7200}')
        seen.append(request.headers["Authorization"])
        return Response(200 if "new-access" in request.headers["Authorization"] else 401)

    vault = Careful()
    first = {"access": "old-access", "refresh": "r1"}
    made = OAuth2("http://127.0.0.1:1/token", first, ("app", None), vault, lambda _: None, clock)
    assert fetching(send, made)(Request("GET", "http://127.0.0.1:1/x")).ok
    assert seen == ["Bearer old-access", "kept", "Bearer new-access"]
    clock.sleep(timedelta(hours=3).total_seconds())
    again = OAuth2("http://127.0.0.1:1/token", first, ("app", None), vault, lambda _: None, clock)
    seen.clear()
    assert fetching(send, again)(Request("GET", "http://127.0.0.1:1/x")).ok
    assert seen == ["kept", "Bearer new-access"], "renewed before it is refused, with the token that was kept"


# ---- channels -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("platform", "options", "rules"),
    [
        ("mastodon", {"url": "https://example.social", "token": "$T"}, []),
        ("mastodon", {}, ["channel.missing"]),
        ("mastodon", {"url": "http://example.social", "token": "$T"}, ["channel.url"]),
        ("mastodon", {"url": "https://a:b@example.social", "token": "$T"}, ["channel.url"]),
        ("mastodon", {"url": "http://127.0.0.1:8000", "token": "$T", "visibility": "secret"}, ["channel.visibility"]),
        ("mastodon", {"url": "https://example.social", "tokn": "$T"}, ["channel.key"]),
        ("myspace", {}, ["channel.platform"]),
        ("bluesky", {"account": "ana.test", "password": "$P"}, []),
    ],
)
def test_what_is_wrong_with_a_channel_is_told_at_once(platform, options, rules):
    assert [problem.rule for problem in channel_problems("a", platform, options, HERE)] == rules


@pytest.mark.parametrize("platform", ["mastodon", "bluesky", "linkedin", "x", "instagram", "threads"])
def test_every_network_can_be_connected(platform):
    options = {
        "mastodon": {"url": "https://example.social", "token": "$T"},
        "bluesky": {"account": "@ana.test", "password": "$T"},
        "linkedin": {"author": "urn:li:person:1", "token": "$T"},
        "instagram": {"account": "17841400000000000", "token": "$T"},
    }.get(platform, {"token": "$T"})
    secrets = {"token": Secret(TOKEN), "password": Secret(TOKEN)}
    made = connect("a", platform, options, secrets, MemoryVault(), Clock())
    assert made.network.name == platform
    assert made.network.allowed.refusal(made.network.server + "/x") == ""
    assert TOKEN not in made.mask(f"the server said {TOKEN}")
