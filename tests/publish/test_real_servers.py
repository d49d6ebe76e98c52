"""The same program against servers that nobody wrote for it, with a proxy between that breaks connections."""

from __future__ import annotations

from collections import Counter

import pytest

from post_forge.publish import (
    Bearer,
    Bluesky,
    BlueskySession,
    Card,
    Facet,
    Masker,
    Mastodon,
    MemoryVault,
    Outgoing,
    Part,
    Picture,
    Secret,
    Wire,
    fetching,
    withdraw,
)
from tests.publish.keeping import Clock, Keeper, png, thread, work
from tests.publish.proxy import proxied

FAULTS = ("refuse", "drop request", "lose reply", "cut", "stall", "503")
PATIENT = 0.8  # seconds a client waits; the proxy stalls for longer


def pictures(count, base=0):
    return tuple(Picture(png(base + number), "image/png", f"Slide {number}", 8, 8) for number in range(count))


def real_clock():
    """The clock of the tests, set to now: a server compares nothing with it, the look does."""
    from datetime import UTC, datetime

    clock = Clock()
    clock.now = datetime.now(UTC)
    return clock


class Mastodonian:
    def __init__(self, server):
        self.server, self.clock = server, real_clock()
        self.network, self.authority = Mastodon(server.url), Bearer(Secret(server.token))

    def through(self, url):
        return Mastodon(url), Bearer(Secret(self.server.token))


class Blueskyan:
    def __init__(self, server):
        self.server, self.clock = server, real_clock()

    def through(self, url):
        password = Secret(self.server.password)
        session = BlueskySession(url, "ana.test", password, self.vault, lambda secret: None, self.clock)
        return Bluesky(url, "ana.test"), session

    vault = MemoryVault()


def publish(account, post, faults=(), proxy=None):
    """Publish through a proxy; the verdict and what went through."""
    if proxy is None:
        with proxied(account.server.port) as proxy:
            return publish(account, post, faults, proxy)
    proxy.faults = list(faults)
    network, authority = account.through(proxy.url)
    with Wire(network.allowed, Masker(), timeout=PATIENT, deadline=10) as wire:
        keeper = Keeper(account.clock)
        return work(network, post, keeper, account.clock, fetching(wire, authority)), proxy.seen, keeper


# ---- Mastodon's API -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [0, 1, 4])
def test_snac_shows_a_thread_with_pictures_and_their_words(snac, count):
    account = Mastodonian(snac)
    first = Part(f"Café ☕ with {count} pictures\n\nA *star* & <tag> #python https://example.org/a_b", pictures(count))
    post = Outgoing(f"a/{count}@snac", (first, Part(f"and {count} more")), lang="en", warning="spoilers")
    verdict, _, _ = publish(account, post)
    assert verdict.event == "publish", verdict
    assert Counter(snac.texts()) & Counter(part.text for part in post.parts) == Counter(
        part.text for part in post.parts
    )
    shown = {status["id"]: status for status in snac.statuses()}
    one, two = (shown[sent.remote] for sent in verdict.posts)
    assert [item["description"] for item in one["media_attachments"]] == [item.alt for item in first.pictures]
    assert two["in_reply_to_id"] == one["id"]
    assert one["spoiler_text"] == "spoilers"
    assert verdict.url.startswith("http")


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("at", range(4))
def test_snac_has_each_part_once_whatever_breaks(snac, fault, at):
    account = Mastodonian(snac)
    texts = (f"{fault} at {at}, part one", f"{fault} at {at}, part two")
    post = Outgoing(f"{fault}/{at}@snac", (Part(texts[0], pictures(2)), Part(texts[1])))
    verdict, seen, _ = publish(account, post, ["pass"] * at + [fault])
    assert verdict.event == "publish", (verdict, seen)
    found = Counter(snac.texts())
    assert [found[text] for text in texts] == [1, 1], seen


def test_snac_tells_its_limits_in_the_older_way(snac):
    account = Mastodonian(snac)
    network, authority = account.through(snac.url)
    with Wire(network.allowed, Masker()) as wire:
        limits = network.limits(fetching(wire, authority), account.clock())
    assert limits["max_characters"] > 500
    assert limits["max_media_attachments"] == 4


def test_snac_cannot_delete_a_post_and_a_person_is_told(snac):
    account = Mastodonian(snac)
    verdict, _, _ = publish(account, thread("to be withdrawn"))
    network, authority = account.through(snac.url)
    with Wire(network.allowed, Masker()) as wire:
        done = withdraw(network, verdict.posts, fetching(wire, authority), account.clock())
    assert not done.done
    assert "not there" in done.problems[0]


# ---- Bluesky --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [0, 1, 4])
def test_the_pds_keeps_a_thread_with_pictures_and_facets(pds, count):
    account = Blueskyan(pds)
    text = f"Café ☕ {count} @ana.test #python example.org/{count}"
    data = text.encode()
    spans = [("mention", "@ana.test", "ana.test"), ("tag", "#python", "python"),
             ("link", f"example.org/{count}", f"https://example.org/{count}")]  # fmt: skip
    facets = tuple(
        Facet(data.index(words.encode()), data.index(words.encode()) + len(words.encode()), kind, value)
        for kind, words, value in spans
    )
    card = Card("https://example.org", "A title", "What it is") if not count else None
    post = Outgoing(f"b/{count}@pds", (Part(text, pictures(count), facets), Part(f"more of {count}")), card=card)
    verdict, _, _ = publish(account, post)
    assert verdict.event == "publish", verdict
    records = {record["uri"]: record["value"] for record in pds.records()}
    one, two = (records[sent.remote] for sent in verdict.posts)
    assert [facet["features"][0]["$type"].rpartition("#")[2] for facet in one["facets"]] == ["mention", "tag", "link"]
    assert one["facets"][0]["features"][0]["did"] == pds.did
    assert two["reply"]["parent"]["uri"] == verdict.posts[0].remote
    if count:
        assert [image["alt"] for image in one["embed"]["images"]] == [f"Slide {number}" for number in range(count)]
        assert one["embed"]["images"][0]["aspectRatio"] == {"width": 8, "height": 8}
    else:
        assert one["embed"]["external"]["title"] == "A title"


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("at", range(4))
def test_the_pds_has_each_part_once_whatever_breaks(pds, fault, at):
    account = Blueskyan(pds)
    texts = (f"{fault} at {at}, part one", f"{fault} at {at}, part two")
    post = Outgoing(f"{fault}/{at}@pds", (Part(texts[0], pictures(2)), Part(texts[1])))
    verdict, seen, _ = publish(account, post, ["pass"] * at + [fault])
    assert verdict.event == "publish", (verdict, seen)
    found = Counter(pds.texts())
    assert [found[text] for text in texts] == [1, 1], seen


def test_the_pds_takes_a_post_down(pds):
    account = Blueskyan(pds)
    verdict, _, _ = publish(account, thread("to be withdrawn", "and its reply"))
    network, authority = account.through(pds.url)
    with Wire(network.allowed, Masker()) as wire:
        done = withdraw(network, verdict.posts, fetching(wire, authority), account.clock())
        again = withdraw(network, verdict.posts, fetching(wire, authority), account.clock())
    assert len(done.done) == len(again.done) == 2
    assert not {"to be withdrawn", "and its reply"} & set(pds.texts())


def test_the_pds_refuses_a_text_that_is_too_long(pds):
    verdict, _, _ = publish(Blueskyan(pds), thread("x" * 301))
    assert (verdict.event, verdict.failure) == ("fail", "refused")
    assert "300" in verdict.reason


def test_an_old_session_is_renewed_and_the_password_is_not_used_again(pds):
    account = Blueskyan(pds)
    account.vault = MemoryVault()
    with proxied(pds.port) as proxy:
        publish(account, thread("with a new session"), proxy=proxy)
        account.vault.tokens["access"] += "broken"
        proxy.seen.clear()
        verdict, seen, _ = publish(account, thread("with a renewed session"), proxy=proxy)
    assert verdict.event == "publish", verdict
    calls = [line for line, _ in seen]
    assert any("refreshSession" in call for call in calls)
    assert not any("createSession" in call for call in calls)
