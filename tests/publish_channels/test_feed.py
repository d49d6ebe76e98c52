"""An Atom feed: valid, each post once whatever happens, and never a file of somebody else's written over."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from urllib.parse import urljoin
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from post_forge.publish import MemoryVault, amend, connect, fetching, sending, withdraw
from tests.publish.keeping import CRASHES, Clock, Keeper, work
from tests.publish_channels.posts import LOSSES, Lossy, post

A = "{http://www.w3.org/2005/Atom}"
ROOT = Path(__file__).parents[2]


def feed(workspace, **options):
    return connect("feed", "feed", options, {}, MemoryVault(), Clock(), workspace=workspace)


def publish(connection, outgoing, faults=(), crashes=()):
    clock = Clock()
    with sending(connection) as send:
        fetch = fetching(Lossy(send, faults), connection.authority)
        return work(connection.network, outgoing, Keeper(clock, crashes), clock, fetch)


def read(workspace):
    """The feed, held against what RFC 4287 asks of a feed and its entries."""
    path = workspace / "posted/feed/feed.xml"
    found = ET.parse(path).getroot()
    assert found.tag == f"{A}feed"
    for element in [found, *found.findall(f"{A}entry")]:
        for name in ("id", "title", "updated"):
            (one,) = element.findall(f"{A}{name}")
            assert one.text
        assert datetime.fromisoformat(element.findtext(f"{A}updated")).tzinfo
        assert re.match(r"(urn|https?):", element.findtext(f"{A}id"))
        links = element.findall(f"{A}link")
        assert all(link.get("href") for link in links)
        assert len([link for link in links if link.get("rel") == "alternate"]) <= 1
    assert found.findtext(f"{A}author/{A}name")
    entries = found.findall(f"{A}entry")
    assert all(entry.find(f"{A}content").get("type") == "html" for entry in entries)
    ids = [entry.findtext(f"{A}id") for entry in entries]
    assert len(set(ids)) == len(ids)
    for link in found.iter(f"{A}link"):
        if link.get("rel") == "enclosure" and "://" not in link.get("href"):
            assert (path.parent / link.get("href")).stat().st_size == int(link.get("length"))
    return found, entries


def test_a_post_is_an_entry_with_its_pictures(tmp_path):
    verdict = publish(feed(tmp_path), post("One <b>.\nTwo.", "Three.", pictures=2, link="https://example.org/n"))
    assert verdict.event == "publish"
    assert verdict.url.startswith("posted/feed/feed.xml#urn:uuid:")
    _, (entry,) = read(tmp_path)
    assert entry.findtext(f"{A}title") == "Retries need keys"
    content = entry.findtext(f"{A}content")
    assert content.startswith("<p>One &lt;b&gt;.<br>Two.</p>\n<p>Three.</p>\n<p><img src=")
    assert 'alt="A slide 1"' in content
    links = [(link.get("rel"), link.get("type")) for link in entry.findall(f"{A}link")]
    assert links == [
        ("alternate", None),
        ("enclosure", "image/png"),
        ("enclosure", "image/png"),
        ("enclosure", "application/pdf"),
    ]


@given(text=st.text(max_size=60), title=st.text(max_size=20), alt=st.text(max_size=20))
def test_any_words_make_a_feed(tmp_path_factory, text, title, alt):
    workspace = tmp_path_factory.mktemp("ws")
    one = post(text or "x", pictures=1)
    picture = replace(one.parts[0].pictures[0], alt=alt)
    one = replace(one, title=title, parts=(replace(one.parts[0], pictures=(picture,)),))
    assert publish(feed(workspace), one).event == "publish"
    read(workspace)


@given(faults=st.lists(st.sampled_from(LOSSES), max_size=8), crashes=st.lists(st.sampled_from(("pass", *CRASHES))))
def test_whatever_goes_wrong_it_is_there_once(tmp_path_factory, faults, crashes):
    workspace = tmp_path_factory.mktemp("ws")
    publish(feed(workspace), post(name="other/one@feed"))
    assert publish(feed(workspace), post(pictures=1), faults, crashes).event == "publish"
    assert len(read(workspace)[1]) == 2


def test_the_newest_come_first_and_old_ones_go_with_their_pictures(tmp_path):
    for number in range(4):
        publish(feed(tmp_path, entries=2), post(f"{number}", pictures=number, name=f"n/{number}@feed"))
    _, entries = read(tmp_path)
    assert [entry.findtext(f"{A}content")[:8] for entry in entries] == ["<p>3</p>", "<p>2</p>"]
    assert len(list((tmp_path / "posted/feed/pictures").iterdir())) == 4  # three different pictures and a PDF


def test_with_an_address_the_links_are_whole(tmp_path):
    url = "https://example.org/social/feed.xml"
    verdict = publish(feed(tmp_path, url=url, title="Ship Daily"), post(pictures=1))
    found, (entry,) = read(tmp_path)
    assert verdict.url.startswith(url + "#")
    assert found.find(f"{A}link[@rel='self']").get("href") == url
    enclosure = entry.find(f"{A}link[@rel='enclosure']").get("href")
    assert enclosure.startswith(urljoin(url, "pictures/"))
    assert (tmp_path / "posted/feed/pictures" / enclosure.rpartition("/")[2]).is_file()


@pytest.mark.parametrize("text", ["mine", "<rss></rss>", "<!DOCTYPE x><feed xmlns='http://www.w3.org/2005/Atom'/>"])
def test_a_file_that_is_no_feed_is_left_alone(tmp_path, text):
    path = tmp_path / "posted/feed/feed.xml"
    path.parent.mkdir(parents=True)
    path.write_text(text)
    verdict = publish(feed(tmp_path), post())
    assert verdict.event == "fail"
    assert "move it away" in verdict.reason
    assert path.read_text() == text


def test_what_others_wrote_into_the_feed_stays(tmp_path):
    publish(feed(tmp_path), post())
    path = tmp_path / "posted/feed/feed.xml"
    path.write_text(path.read_text().replace("<author>", '<icon>i.png</icon><x:y xmlns:x="urn:z">kept</x:y><author>'))
    publish(feed(tmp_path), post(name="other/one@feed"))
    found, entries = read(tmp_path)
    assert len(entries) == 2
    assert (found.findtext(f"{A}icon"), found.findtext("{urn:z}y")) == ("i.png", "kept")


def test_an_entry_is_changed_and_taken_out(tmp_path):
    connection = feed(tmp_path)
    verdict = publish(connection, post("Old."))
    before = read(tmp_path)[1][0].findtext(f"{A}published")
    with sending(connection) as send:
        assert amend(connection.network, verdict.posts, post("New."), send, Clock()()).problems == ()
        _, (entry,) = read(tmp_path)
        assert (entry.findtext(f"{A}content"), entry.findtext(f"{A}published")) == ("<p>New.</p>", before)
        for _ in range(2):
            assert withdraw(connection.network, verdict.posts, send, Clock()()).problems == ()
    assert read(tmp_path)[1] == []


def test_writers_wait_for_each_other(tmp_path):
    racing = [
        threading.Thread(target=publish, args=(feed(tmp_path), post(pictures=1, name=f"n/{number}@feed")))
        for number in range(8)
    ]
    for one in racing:
        one.start()
    for one in racing:
        one.join()
    assert len(read(tmp_path)[1]) == 8


PUT = """
import sys
from pathlib import Path
from tests.publish_channels.test_feed import feed, publish
from tests.publish_channels.posts import post
print("ready", flush=True)
publish(feed(Path(sys.argv[1])), post(pictures=8))
"""


def test_killed_at_any_moment_it_is_a_feed(tmp_path):
    publish(feed(tmp_path), post(name="other/one@feed"))
    for wait in (0.0, 0.003, 0.006, 0.01, 0.02):
        child = subprocess.Popen([sys.executable, "-c", PUT, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE)
        child.stdout.readline()
        try:
            child.wait(wait)
        except subprocess.TimeoutExpired:
            child.kill()
        child.communicate()
        assert len(read(tmp_path)[1]) in (1, 2)
    subprocess.run([sys.executable, "-c", PUT, str(tmp_path)], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    assert len(read(tmp_path)[1]) == 2
