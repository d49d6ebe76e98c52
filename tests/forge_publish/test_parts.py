"""What a channel sends of a post: texts with their own marks, pictures as the network takes them, the document."""

from __future__ import annotations

import io
import json

import pytest
from PIL import Image

from post_forge import output
from post_forge.config import Channel
from post_forge.errors import WorkspaceError
from post_forge.forge.publishing.parts import Bundle, outgoing, read_bundle, wanted_files
from tests.forge_publish.conftest import a_minute_after
from tests.forge_publish.network import network
from tests.publish.fakes.linkedin import FakeLinkedIn


def png(width=1080, height=1080):
    held = io.BytesIO()
    Image.new("RGB", (width, height)).save(held, "PNG")
    return held.getvalue()


def bundle(channel, slides=6, texts=None, comments=None):
    """A made-up post, with the files that the channel wants of it."""
    files = [f"slides/square/{number:02d}.png" for number in range(1, slides + 1)]
    media = [f"media/instagram/{number:02d}.jpg" for number in range(1, slides + 1)]
    texts = texts or {"linkedin": ["Use {braces} #Reliability"], "bluesky": ["See example.com #Reliability"]}
    record = {
        "title": "Locks", "note": "content/locks.md", "lang": "de", "comments": comments or {},
        "texts": {name: {"parts": parts} for name, parts in texts.items()},
        "slides": [{"alt": f"Slide {number}"} for number in range(1, slides + 1)],
        "pictures": {"square": ["x"] * slides}, "files": [*files, *media, "carousel.pdf", "linkedin.comment.txt"],
    }  # fmt: skip
    return Bundle(record, {name: png() for name in wanted_files(channel)(record)})


def sent(platform, slides=6, texts=None, **options):
    channel = Channel("here", platform, options=options)
    return outgoing(bundle(channel, slides, texts), channel, "a/b@here", "hash", "2026-11-20")


def pictures(post):
    return [len(part.pictures) for part in post.parts]


def test_linkedin_gets_one_document_and_a_text_with_its_escapes():
    post = sent("linkedin")
    assert post.document is not None
    assert post.document.title == "Locks"
    assert pictures(post) == [0]
    assert post.parts[0].markup == r"Use \{braces\} #Reliability"
    assert pictures(sent("linkedin", carousel="pictures")) == [6]
    assert sent("linkedin", slides=1).document is None


def test_pictures_go_on_in_a_thread_where_a_network_has_one():
    assert pictures(sent("mastodon", 10, {"mastodon": ["one"]})) == [4, 4, 2]
    assert pictures(sent("x", 5, {"x": ["one", "two", "three"]})) == [4, 1, 0]
    assert pictures(sent("bluesky", 6)) == [4, 2]
    assert pictures(sent("bluesky", 6, gallery="true")) == [6]
    assert pictures(sent("mastodon", 10, {"mastodon": ["one"]}, overflow="first")) == [4]


def test_more_pictures_than_a_network_shows_are_refused_where_it_has_no_threads():
    texts = {"instagram": ["one"]}
    with pytest.raises(WorkspaceError, match="12 slides, and instagram shows 10"):
        sent("instagram", 12, texts)
    post = sent("instagram", 12, texts, overflow="first")
    assert pictures(post) == [10]
    assert {picture.kind for picture in post.parts[0].pictures} == {"image/jpeg"}


def test_bluesky_gets_its_facets():
    (part, _) = sent("bluesky").parts
    assert [(facet.kind, facet.value) for facet in part.facets] == [
        ("link", "https://example.com"),
        ("tag", "Reliability"),
    ]


def test_what_is_handed_over_has_all_texts_and_all_pictures():
    post = sent("folder", 12)
    assert pictures(post) == [12]
    assert set(post.texts) == {"linkedin", "bluesky"}
    assert (post.title, post.day, post.lang) == ("Locks", "2026-11-20", "de")
    assert post.document is not None
    assert list(post.files) == ["linkedin.comment.txt"]


def test_alternative_texts_and_sizes_come_along():
    first = sent("mastodon", 2, {"mastodon": ["one"]}).parts[0].pictures[0]
    assert (first.alt, first.width, first.height, first.kind) == ("Slide 1", 1080, 1080, "image/png")


def test_a_folder_that_a_build_is_at_work_in_is_not_read(tmp_path):
    (tmp_path / output.POST).write_text(json.dumps({"files": []}))
    assert read_bundle(tmp_path, lambda record: record["files"], "here").record == {"files": []}
    (tmp_path / output.INTENT).write_text("{}")
    with pytest.raises(WorkspaceError, match="not whole"):
        read_bundle(tmp_path, lambda record: record["files"], "here")
    (tmp_path / output.INTENT).unlink()
    with pytest.raises(WorkspaceError, match="not whole"):
        read_bundle(tmp_path, lambda _: ["slides/square/01.png"], "here")


CONFIG = """\
timezone: Europe/Berlin
formats: [square]
channels:
  sky: {{ platform: bluesky, url: "{bluesky}", account: ana.test, password: $BLUESKY_PASSWORD }}
  work: {{ platform: linkedin, url: "{linkedin}", author: "{author}", token: $MASTODON_TOKEN }}
  bird: {{ platform: x, url: "{x}", token: $MASTODON_TOKEN }}
schedule:
  times: {{ mon-sun: ["09:00"] }}
"""


def test_one_post_goes_to_three_networks(desk):
    with network("bluesky") as sky, network("linkedin") as work, network("x") as bird:
        desk.configure(CONFIG, bluesky=sky.url, linkedin=work.url, x=bird.url, author=FakeLinkedIn.author)
        assert desk("schedule", "--take").code == 0
        done = desk.publish(a_minute_after(desk.first("sky")))
        assert {outcome.channel: outcome.ended for outcome in done.outcomes} == dict.fromkeys(
            ("sky", "work", "bird"), "published"
        ), done.outcomes
        assert [len(net.posts) for net in (sky, work, bird)] == [1, 1, 1]
        assert all(outcome.url for outcome in done.outcomes)
