"""post_forge.yaml: what channels say is checked when it is read, at its place, and no secret is shown or kept."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from post_forge.cli.root import root as program
from post_forge.cli.root import run
from post_forge.errors import ConfigError
from post_forge.forge import open_workspace
from post_forge.publish.options import OPTIONS, PICTURES

SECRETS = ("a-secret-in-clear", "hunter2-hunter2", "pa$$word-of-ana")
BAD = f"""\
channels:
  archive: {{ platform: folder, paht: x }}
  mastodon: {{ platform: mastodon, url: https://x.example, token: {SECRETS[0]}, visibility: pubic, late: 2x }}
  blue:
    platform: bluesky
    account: ana.test
    pasword: "{SECRETS[1]}"
  hook: {{ platform: webhook, url: "https://ana:{SECRETS[2]}@example.org/x", secret: $HOOK }}
  odd: {{ platform: x, token: [a, b], color: red }}
pictures: {{ bucket: b, access_key: $A, secret_key: {SECRETS[0]} }}
"""


def problems(root):
    with pytest.raises(ConfigError) as error:
        open_workspace(root)
    return error.value.problems


def test_everything_is_told_at_once_and_in_place(tmp_path):
    (tmp_path / "post_forge.yaml").write_text(BAD)
    assert [(problem.rule, problem.source.line, problem.source.column) for problem in problems(tmp_path)] == [
        ("channel.key", 2, 32),
        ("secret.plain", 3, 59),
        ("channel.visibility", 3, 85),
        ("config.value", 3, 104),
        ("channel.key", 7, 5),
        ("channel.url", 8, 30),
        ("channel.token", 9, 23),
        ("channel.key", 9, 38),
        ("pictures.missing", 10, 1),
        ("secret.plain", 10, 40),
    ]


def test_hints_name_what_was_meant_and_how_secrets_are_written(tmp_path):
    (tmp_path / "post_forge.yaml").write_text(BAD)
    hints = " ".join(problem.hint for problem in problems(tmp_path))
    for words in ("'path'", "'public'", "'password'", "$NAME", "file:PATH", "keyring:NAME", "renew the secret"):
        assert words in hints


def test_no_secret_is_shown_or_kept(tmp_path, capsys):
    (tmp_path / "post_forge.yaml").write_text(BAD)
    for more in ([], ["--json"]):
        assert run(["-C", str(tmp_path), "schedule", *more]) == 1
        told = "".join(capsys.readouterr())
        assert "post_forge.yaml:3:59" in told
        assert not any(secret in told for secret in SECRETS)
    kept = [path for path in tmp_path.rglob("*") if path.is_file() and path.name != "post_forge.yaml"]
    assert not any(secret.encode() in path.read_bytes() for path in kept for secret in SECRETS)


def test_all_that_is_allowed_is_allowed(tmp_path):
    (tmp_path / "post_forge.yaml").write_text("""\
channels:
  archive: { platform: folder, path: ../done, times: { mon: ["09:00"] } }
  mastodon: { platform: mastodon, url: https://x.example, token: file:~/t, visibility: unlisted, overflow: first }
  bluesky: { platform: bluesky, account: ana.test, password: keyring:bsky, gallery: true, keep: keyring }
  linkedin: { platform: linkedin, author: "urn:li:organization:1", token: $L, version: 202609, carousel: pictures }
  x: { platform: x, token: $X, refresh_token: $R, client_id: abc, client_secret: $S, port: 8800 }
  instagram: { platform: instagram, account: 17841400000000000, token: $I }
  threads: { platform: threads, client_id: 1, client_secret: $S, redirect: https://x.example/back }
  hook: { platform: webhook, url: "https://x.example/h", secret: $H, pictures: links, look: yes }
  feed: { platform: feed, path: site/feed.xml, url: https://x.example/feed.xml, title: Ship Daily, entries: 20 }
  drill: { platform: failing, fault: lose-reply, at: post, often: 2 }
pictures: { endpoint: https://s3.example, bucket: b.c-d, region: auto, access_key: $A, secret_key: $B, prefix: p/ }
""")
    found = open_workspace(tmp_path, remember=False).config
    assert len(found.channels) == 10
    assert found.pictures["region"] == "auto"


def test_what_was_checked_once_costs_nothing_again(tmp_path):
    (tmp_path / "post_forge.yaml").write_text("channels: { a: { platform: folder, path: x } }\n")
    open_workspace(tmp_path)
    look = (
        "import sys; from pathlib import Path; from post_forge.forge.workspace import open_workspace; "
        f"open_workspace(Path({str(tmp_path)!r})); "
        "print([name for name in ('httpx2', 'pydantic', 'yaml', 'post_forge.publish') if name in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True).stdout
    assert told == "[]\n"
    (tmp_path / "post_forge.yaml").write_text("channels: { a: { platform: folder, paht: x } }\n")
    assert problems(tmp_path)[0].rule == "channel.key"


def test_a_login_that_is_not_there_is_told_with_its_hint(tmp_path):
    (tmp_path / "post_forge.yaml").write_text("channels: { a: { platform: mastodon, url: https://x.example } }\n")
    told = CliRunner().invoke(
        program,
        ["-C", str(tmp_path), "doctor", "--offline"],
        standalone_mode=False,
        env={"XDG_STATE_HOME": str(tmp_path)},
    )
    assert "`post-forge login a`" in told.output


PAGE = (Path(__file__).parents[2] / "docs/channels.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("example", re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL))
def test_the_examples_of_the_page_are_good(tmp_path, example):
    (tmp_path / "post_forge.yaml").write_text(example)
    assert open_workspace(tmp_path, remember=False).config


@pytest.mark.parametrize("platform", sorted(OPTIONS))
def test_the_page_tells_every_key(platform):
    """`token`, `url` and `keep` are told once for all."""
    for key in OPTIONS[platform].keys() - {"token", "password", "url", "keep", "port"}:
        assert f"`{key}`" in PAGE, f"{platform}: {key}"
    for key in PICTURES:
        assert f"{key}:" in PAGE


def test_the_page_names_each_key_of_a_platform_once():
    page = (Path(__file__).parents[2] / "docs/channels.md").read_text(encoding="utf-8")
    for platform, keys in OPTIONS.items():
        section = re.search(rf"^## {platform}$(.*?)^## ", f"{page}\n## \n", re.IGNORECASE | re.MULTILINE | re.DOTALL)
        rows = re.findall(r"^\| (`.*?) \|", section[1], re.MULTILINE) if section else []
        named = [key for row in rows for key in re.findall(r"`(\w+)`", row)]
        assert len(named) == len(set(named)), platform
        assert set(named) <= set(keys), platform
