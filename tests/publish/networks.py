"""The networks that every test of publishing runs through: each with a fake that has its habits."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from post_forge.publish import (
    Bearer,
    Bluesky,
    BlueskySession,
    Document,
    Instagram,
    LinkedIn,
    Mastodon,
    MemoryVault,
    Network,
    Secret,
    Threads,
    X,
)
from tests.publish.fakes.bluesky import FakeBluesky
from tests.publish.fakes.linkedin import FakeLinkedIn
from tests.publish.fakes.mastodon import FakeMastodon
from tests.publish.fakes.meta import FakeMeta
from tests.publish.fakes.x import FakeX
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


class LinkedInCase(Case):
    def post(self, texts, pictures):
        """One part: there are no threads; a document where there are three pictures."""
        document = Document(b"%PDF-1.7", "A carousel") if pictures == 3 else None
        return replace(thread(texts[0], pictures=pictures), document=document)


def linkedin(clock):
    fake = FakeLinkedIn(clock)
    return LinkedInCase(LinkedIn(fake.author, server=SERVER), fake, Bearer(Secret(fake.token)))


class XCase(Case):
    def post(self, texts, pictures):
        """X refuses the same words twice, in a thread too."""
        return thread(*(f"{text} {place}" for place, text in enumerate(texts)), pictures=pictures)


def x(clock):
    fake = FakeX(clock)
    return XCase(X(SERVER), fake, Bearer(Secret(fake.token)))


def x_that_allows_repeats(clock):
    fake = FakeX(clock, refuses_repeats=False)
    return XCase(X(SERVER), fake, Bearer(Secret(fake.token)))


class MetaCase(Case):
    def post(self, texts, pictures):
        """Pictures with an address in public; Instagram takes one part, and none without a picture."""
        instagram = self.network.name == "instagram"
        made = thread(*(texts[:1] if instagram else texts), pictures=max(pictures, 1) if instagram else pictures)
        return replace(
            made, parts=tuple(replace(part, pictures=tuple(map(in_public, part.pictures))) for part in made.parts)
        )


def in_public(picture):
    return replace(picture, kind="image/jpeg", url=f"https://pictures.example.org/{picture.digest}.jpg")


def threads(clock):
    fake = FakeMeta(clock)
    return MetaCase(Threads(fake.account, SERVER), fake, Bearer(Secret(fake.token)))


def instagram(clock):
    fake = FakeMeta(clock, kind="instagram")
    return MetaCase(Instagram(fake.account, SERVER), fake, Bearer(Secret(fake.token)))


NETWORKS = [mastodon, fork, bluesky, linkedin, x, x_that_allows_repeats, threads, instagram]
