"""`doctor`: what it says where all is well and where it is not; that it changes nothing and tells no secret."""

from __future__ import annotations

import json
import os
import sqlite3
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from post_forge import forge
from post_forge.cli.root import root as program
from post_forge.forge.connecting import doctor_machine
from post_forge.publish import FileVault, vault_of
from post_forge.queue.tables import VERSION_TABLE
from tests.publish.fakes.base import served
from tests.publish_channels.authorities import APP_PASSWORD, Authority

TOKEN = "a-token-that-nobody-may-see"


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("T", TOKEN)


def workspace(tmp_path, text=""):
    root = tmp_path / "ws"
    root.mkdir(exist_ok=True)
    (root / "post_forge.yaml").write_text(f"timezone: Europe/Madrid\n{text}")
    return root


def look(root, **more):
    return list(forge.doctor(root, **more))


def broken(findings, state="broken"):
    return [(finding.area, finding.what) for finding in findings if finding.state == state]


def tree(root):
    return {path.relative_to(root).as_posix(): path.read_bytes() if path.is_file() else b"" for path in root.rglob("*")}


def test_a_new_workspace_works_and_stays_as_it_is(tmp_path):
    root = workspace(tmp_path)
    before = tree(root)
    found = look(root)
    assert broken(found) == broken(found, "warning") == []
    assert {finding.area for finding in found} >= {"fonts", "queue", "clock", "disk", "channels", "packages"}
    assert tree(root) == before


def test_the_command_and_its_exit_code(tmp_path):
    root = workspace(tmp_path, "channels: { a: { platform: mastodon, tokn: x } }\n")
    told = CliRunner().invoke(program, ["-C", str(root), "doctor", "--json"], standalone_mode=False)
    found = json.loads(told.output)
    assert (told.return_value, found["works"]) == (1, False)
    assert any("tokn" in item["told"] and "post_forge.yaml:2" in item["told"] for item in found["findings"])
    assert any(item["area"] == "fonts" for item in found["findings"]), "one broken thing hid the others"
    told = CliRunner().invoke(program, ["-C", str(workspace(tmp_path)), "doctor"], standalone_mode=False)
    assert (told.return_value, told.output.splitlines()[-1]) == (0, "everything works")


# ---- the queue ------------------------------------------------------------------------------------------------------


def queue_file(root):
    from post_forge.queue import open_store

    with open_store("sqlite", root / ".post_forge"):
        pass
    return root / ".post_forge/queue.db"


def test_a_queue_that_opens(tmp_path):
    root = workspace(tmp_path)
    queue_file(root)
    (told,) = (finding.told for finding in look(root) if finding.what == "database")
    assert told.startswith("opens, version ")


@pytest.mark.parametrize("change", ["newer", "damaged", "foreign"])
def test_a_queue_that_does_not(tmp_path, change):
    root = workspace(tmp_path)
    path = queue_file(root)
    if change == "damaged":
        path.write_bytes(b"rubbish" * 4000)
    else:
        with sqlite3.connect(path) as database:
            if change == "newer":
                database.execute(f"update {VERSION_TABLE} set version_num = '9999'")
            else:
                for (name,) in database.execute("select name from sqlite_master where type = 'table'").fetchall():
                    database.execute(f'drop table if exists "{name}"')
                database.execute("create table songs (title)")
        database.close()
    before = path.read_bytes()
    assert broken(look(root)) == [("queue", "database")]
    assert path.read_bytes() == before


def test_lines_of_published_jsonl_that_cannot_be_read(tmp_path):
    root = workspace(tmp_path)
    (root / "published.jsonl").write_text("not json\n")
    assert broken(look(root)) == [("queue", "published.jsonl")]


# ---- the machine ----------------------------------------------------------------------------------------------------


def test_a_clock_that_was_set_back(tmp_path):
    root = workspace(tmp_path)
    (root / "published.jsonl").write_text("")
    found = look(root, clock=lambda: datetime.now(UTC) - timedelta(days=3))
    assert ("clock", "jump") in broken(found, "warning")


def test_little_room(tmp_path, monkeypatch):
    for free, state in ((10**6, "broken"), (10**8, "warning")):
        usage = SimpleNamespace(free=free)
        monkeypatch.setattr(doctor_machine.shutil, "disk_usage", lambda _, usage=usage: usage)
        assert ("disk", "room") in broken(look(workspace(tmp_path)), state)


def test_a_font_that_cannot_be_read_and_a_package_that_is_missing(tmp_path, monkeypatch):
    monkeypatch.setattr(doctor_machine, "_is_font", lambda path: "Inter" not in str(path))
    monkeypatch.setattr(doctor_machine, "find_spec", lambda _: None)
    root = workspace(
        tmp_path, "channels: { a: { platform: mastodon, url: 'https://x.example', token: 'keyring:a' } }\n"
    )
    assert broken(look(root, offline=True))[:2] == [("packages", "keyring"), ("fonts", "shipped")]


def test_a_theme_that_is_not_there(tmp_path):
    assert ("fonts", "theme") in broken(look(workspace(tmp_path, "theme: nihgt\n")))


# ---- channels -------------------------------------------------------------------------------------------------------

CHANNEL = {
    "mastodon": "platform: mastodon, url: '{url}', token: $T",
    "linkedin": "platform: linkedin, url: '{url}', author: 'urn:li:person:1', token: $T",
    "x": "platform: x, url: '{url}', token: $T",
    "instagram": "platform: instagram, url: '{url}', account: '17841400000000000', token: $T",
    "threads": "platform: threads, url: '{url}', token: $T",
    "bluesky": "platform: bluesky, url: '{url}', account: ana.test, password: $T",
}


def channels(tmp_path, platform, url):
    return workspace(tmp_path, f"channels: {{ own: {{ {CHANNEL[platform].format(url=url)} }} }}\n")


@pytest.mark.parametrize("platform", sorted(CHANNEL))
def test_a_channel_whose_token_is_good(tmp_path, monkeypatch, platform):
    network = Authority(platform)
    network.tokens[TOKEN] = False
    monkeypatch.setenv("T", APP_PASSWORD if platform == "bluesky" else TOKEN)
    with served(network) as url:
        found = look(channels(tmp_path, platform, url), x=True)
    assert broken(found) == []
    assert any("answers as" in finding.told for finding in found)
    assert TOKEN not in str(found)


@pytest.mark.parametrize("platform", sorted(CHANNEL))
def test_a_channel_whose_token_is_not(tmp_path, platform):
    with served(Authority(platform)) as url:
        found = look(channels(tmp_path, platform, url), x=True)
    assert broken(found) == [("channels", "own")]
    assert found[-1].hint
    assert TOKEN not in str(found)


@pytest.mark.parametrize(("platform", "more"), [("mastodon", {"offline": True}), ("x", {})])
def test_who_is_not_asked(tmp_path, platform, more):
    network = Authority(platform)
    with served(network) as url:
        found = look(channels(tmp_path, platform, url), **more)
    assert (found[-1].state, network.told) == ("skipped", [])


def test_a_network_that_is_gone_and_a_secret_that_is_missing(tmp_path, monkeypatch):
    found = look(channels(tmp_path, "mastodon", "http://127.0.0.1:1"))
    assert broken(found) == [("channels", "own")]
    monkeypatch.delenv("T")
    found = look(channels(tmp_path, "mastodon", "http://127.0.0.1:1"))
    assert broken(found) == [("channels", "own")]
    assert "T is not set" in found[-1].told


def test_a_token_that_ends_soon(tmp_path):
    root = workspace(tmp_path, "channels: { own: { platform: linkedin, author: 'urn:li:person:1' } }\n")
    issued = datetime.now(UTC) - timedelta(days=55)
    vault = vault_of(root, "own", {}, os.environ)
    assert isinstance(vault, FileVault)
    vault.save({"access": TOKEN, "issued": issued.isoformat()})
    found = look(root, offline=True)
    assert ("tokens", "own") in broken(found, "warning")
    assert TOKEN not in str(found)
    vault.save({"access": TOKEN, "issued": (issued - timedelta(days=9)).isoformat()})
    assert ("tokens", "own") in broken(look(root, offline=True))


def test_clocks_that_are_apart(tmp_path):
    network = Authority("mastodon")
    network.tokens[TOKEN] = False
    with served(network) as url:
        late = look(channels(tmp_path, "mastodon", url), clock=lambda: datetime.now(UTC) + timedelta(minutes=9))
    assert ("clock", "own") in broken(late, "warning")


class Bucket(Authority):
    """Answers HEAD, to those who sign."""

    def handle(self, asked):
        good = asked.method == "HEAD" and "Credential=key/" in asked.headers.get("authorization", "")
        return 200 if good and asked.path == "/posts" else 403, {}, b""


@pytest.mark.parametrize(("key", "state"), [("key", "works"), ("another", "broken")])
def test_a_bucket_is_asked_whether_it_knows_us(tmp_path, monkeypatch, key, state):
    monkeypatch.setenv("S3_KEY", key)
    with served(Bucket("mastodon")) as url:
        text = f"pictures: {{ endpoint: '{url}', bucket: posts, access_key: $S3_KEY, secret_key: $T }}\n"
        (found,) = (finding for finding in look(workspace(tmp_path, text)) if finding.area == "pictures")
    assert found.state == state
    assert TOKEN not in str(found)


def test_pictures_that_have_no_place(tmp_path):
    root = channels(tmp_path, "instagram", "http://127.0.0.1:1")
    assert ("pictures", "public") in broken(look(root, offline=True), "warning")
    with (root / "post_forge.yaml").open("a") as file:
        file.write("pictures: { url: 'https://example.org/p', folder: ../site }\n")
    assert ("pictures", "public") not in broken(look(root, offline=True), "warning")
