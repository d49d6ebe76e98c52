"""post_forge.yaml: every mistake at its line, all at once; what is right comes back as plain values."""

from __future__ import annotations

import subprocess
from textwrap import dedent

import pytest

from post_forge import config
from post_forge.errors import ConfigError

GOOD = """\
    brand: { name: Ship Daily, handle: "@shipdaily", accent: "#ff8800" }
    timezone: Europe/Madrid
    formats: [portrait, square]
    channels:
      archive: { platform: folder }
      mastodon: { platform: mastodon, url: https://example.org, token: $MASTODON_TOKEN, times: { tue-thu: [12:30] } }
    schedule:
      times: { mon-fri: [09:00, 12:30] }
      late: 2h
    content: notes
"""


def load(tmp_path, text: str, cache=None) -> config.Config:
    (tmp_path / config.FILE).write_text(dedent(text), encoding="utf-8")
    return config.load(tmp_path, cache)


def mistakes(tmp_path, text: str) -> list[tuple[int, str]]:
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, text)
    return [(problem.source.line, f"{problem.message} | {problem.hint}") for problem in caught.value.problems]


def test_a_configuration_is_read_as_written(tmp_path):
    read = load(tmp_path, GOOD)
    assert read.brand == config.Brand("Ship Daily", "@shipdaily", accent="#ff8800")
    assert read.schedule.times == {"mon-fri": ("09:00", "12:30")}
    assert read.formats == ("portrait", "square")
    assert read.content == ("notes",)
    mastodon = read.channels[1]
    assert (mastodon.name, mastodon.platform, mastodon.times) == ("mastodon", "mastodon", {"tue-thu": ("12:30",)})
    assert mastodon.options == {"url": "https://example.org", "token": "$MASTODON_TOKEN"}


def test_all_mistakes_are_reported_at_their_lines(tmp_path):
    found = mistakes(
        tmp_path,
        """\
        theem: night
        timezone: Europe/Madird
        formats: [portrait, sqare]
        schedule:
          times: { mon-fry: ["09:00"] }
          aproval: auto
          late: soon
        channels:
          blog: { platform: blogger }
        """,
    )
    lines = dict(found)
    assert "did you mean 'theme'" in lines[1]
    assert "Europe/Madrid" in lines[2]
    assert "did you mean 'square'" in lines[3]
    assert "mon-fry" in lines[5]
    assert "did you mean 'approval'" in lines[6]
    assert "30m, 2h, 180d" in lines[7]
    assert "blogger" in lines[9]


@pytest.mark.parametrize(
    ("text", "line"),
    [("brand: [", 1), ("a: 1\nb: {\n", 2), ("brand: {name: x}\nbrand: {name: y}\n", 2), ("- a\n- b\n", 1)],
)
def test_what_is_not_a_configuration_is_an_error_with_its_line(tmp_path, text, line):
    assert mistakes(tmp_path, text)[0][0] >= line


def test_bytes_that_are_not_text_are_an_error(tmp_path):
    (tmp_path / config.FILE).write_bytes(b"brand:\n  name: caf\xe9\n")
    with pytest.raises(ConfigError) as caught:
        config.load(tmp_path)
    assert caught.value.problems[0].source.line == 2


def test_an_empty_file_is_the_defaults(tmp_path):
    assert load(tmp_path, "") == config.Config()


def test_without_a_file_the_brand_comes_from_git(tmp_path):
    for arguments in (
        ["init", "-q"],
        ["config", "user.name", "Ada"],
        ["remote", "add", "origin", "git@example.org:ada-l/notes.git"],
    ):
        subprocess.run(["git", *arguments], cwd=tmp_path, check=True, capture_output=True)
    read = config.load(tmp_path)
    assert read.brand == config.Brand("Ada", "@ada-l")
    assert [channel.platform for channel in read.channels] == ["folder"]


def test_a_checked_configuration_is_kept_and_forgotten_with_its_file(tmp_path):
    cache = tmp_path / "state" / "config.json"
    first = load(tmp_path, GOOD, cache)
    assert cache.exists()
    assert load(tmp_path, GOOD, cache) == first
    assert load(tmp_path, "theme: paper\n", cache).theme == "paper"
    cache.write_text("{ not json")
    assert load(tmp_path, GOOD, cache) == first


def test_the_digest_tells_configurations_apart(tmp_path):
    assert load(tmp_path, GOOD).digest == load(tmp_path, GOOD).digest
    assert load(tmp_path, GOOD).digest != load(tmp_path, "theme: paper\n").digest


@pytest.mark.parametrize(
    "later",
    [
        "timezone: Asia/Kolkata\n",
        "database: sqlite:///other.db\n",
        "schedule: { times: { mon: ['07:00'] }, order: fresh, late: 9h, approval: required }\n",
        "channels: { archive: { platform: folder, times: { sat: ['10:00'] }, timezone: Asia/Tokyo, gap: 2h } }\n",
    ],
)
def test_when_posts_go_out_changes_nothing_that_is_made(tmp_path, later):
    assert load(tmp_path, "theme: night\n").digest == load(tmp_path, f"theme: night\n{later}").digest


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("brand: 5", "brand: this must be a map of keys and values"),
        ("formats: []", "formats: this list must not be empty"),
        ("theme: [a]", "theme: this must be text"),
        ("content: {a: b}", "content: this must be text or a list of texts"),
    ],
)
def test_a_value_of_the_wrong_kind_is_told_in_plain_words_and_once(tmp_path, text, message):
    found = mistakes(tmp_path, text)
    assert [words.partition(" | ")[0] for _, words in found] == [message]


@pytest.mark.parametrize("avatar", ["/etc/passwd", "nowhere.png", ".", "../outside.png", "link.png"])
def test_an_avatar_is_a_file_in_the_workspace(tmp_path, avatar):
    (tmp_path / "outside.png").write_bytes(b"png")
    root = tmp_path / "workspace"
    root.mkdir()
    (root / "link.png").symlink_to(tmp_path / "outside.png")
    assert "no file" in mistakes(root, f"theme: night\nbrand: {{ avatar: {avatar} }}\n")[0][1]
    assert mistakes(root, f"theme: night\nbrand: {{ avatar: {avatar} }}\n")[0][0] == 2


def test_an_avatar_that_goes_away_is_noticed(tmp_path):
    (tmp_path / "me.png").write_bytes(b"png")
    cache = tmp_path / "config.json"
    assert load(tmp_path, "brand: { avatar: me.png }\n", cache).brand.avatar == "me.png"
    (tmp_path / "me.png").unlink()
    with pytest.raises(ConfigError):
        config.load(tmp_path, cache)


def test_a_kept_configuration_that_was_edited_is_not_believed(tmp_path):
    import json

    cache = tmp_path / "config.json"
    first = load(tmp_path, GOOD, cache)
    stored = json.loads(cache.read_bytes())
    stored["config"]["formats"] = ["nowhere"]
    cache.write_text(json.dumps(stored))
    assert config.load(tmp_path, cache) == first


@pytest.mark.parametrize("name", ["../x", "a/b", "..", ".a", "a.", "a..b", "a b", "a@b", ""])
def test_a_channel_s_name_is_no_path(tmp_path, name):
    text = f'channels:\n  archive: {{ platform: folder }}\n  "{name}": {{ platform: folder }}\n'
    ((line, told),) = mistakes(tmp_path, text)
    assert (line, f"{name!r} cannot be the name of a channel" in told) == (3, True)


@pytest.mark.parametrize("name", ["toots", "my-blog_2", "ana.example.org", "höhe"])
def test_a_channel_s_name_has_letters_digits_and_dots_inside(tmp_path, name):
    assert load(tmp_path, f"channels: {{ {name}: {{ platform: folder }} }}\n").channels[0].name == name
