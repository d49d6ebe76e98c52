"""The networks that every test of publishing runs through: each with a fake that has its habits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from post_forge.publish import Bearer, Bluesky, BlueskySession, Mastodon, MemoryVault, Network, Secret
from tests.publish.fakes.bluesky import FakeBluesky
from tests.publish.fakes.mastodon import FakeMastodon
from tests.publish.keeping import thread

SERVER = "http://127.0.0.1:1"


@dataclass
class Case:
    network: Network
    fake: Any
    authority: Any
    may_be_unsure: bool = False

    def post(self, texts, pictures):
        return thread(*texts, pictures=pictures)


def mastodon(clock):
    fake = FakeMastodon(clock, polls=2)
    return Case(Mastodon(SERVER), fake, Bearer(Secret(fake.token)))


def fork(clock):
    fake = FakeMastodon(clock, keeps_keys=False)
    return Case(Mastodon(SERVER), fake, Bearer(Secret(fake.token)))


def bluesky(clock):
    fake = FakeBluesky(clock)
    session = BlueskySession(SERVER, "ana.test", Secret(fake.password), MemoryVault(), lambda secret: None, clock)
    return Case(Bluesky(SERVER, "ana.test"), fake, session)


NETWORKS = [mastodon, fork, bluesky]
