"""Pictures in public: signed as S3 wants it, taken by a bucket, open to strangers, then fetched by the network."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace
from urllib.request import urlopen

import pytest

from post_forge.errors import ConfigError
from post_forge.publish import (
    Allowed,
    Bearer,
    InPublic,
    Instagram,
    Masker,
    MemoryVault,
    Picture,
    Place,
    Request,
    Response,
    Secret,
    Wire,
    connect,
    dry_run,
    fetching,
    place_of,
    place_problems,
    s3,
    sending,
)
from post_forge.publish.public import Keyed
from tests.publish.fakes.base import served
from tests.publish.fakes.meta import FakeMeta
from tests.publish.keeping import Clock, Keeper, Wired, work
from tests.publish_channels.posts import post

# ---- signatures: the examples of Amazon's own page ------------------------------------------------------------------

KEYS = s3.Keys("AKIAIOSFODNN7EXAMPLE", Secret("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"))
THEN = datetime(2013, 5, 24, tzinfo=UTC)
HOST = "https://examplebucket.s3.amazonaws.com"


@pytest.mark.parametrize(
    ("request_", "signature"),
    [
        (
            Request("GET", f"{HOST}/test.txt", {"Range": "bytes=0-9"}),
            "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
        ),
        (
            Request(
                "PUT",
                f"{HOST}/test$file.text",
                {"Date": "Fri, 24 May 2013 00:00:00 GMT", "x-amz-storage-class": "REDUCED_REDUNDANCY"},
                b"Welcome to Amazon S3.",
            ),
            "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
        ),
        (
            Request("GET", f"{HOST}/?lifecycle"),
            "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543",
        ),
        (
            Request("GET", f"{HOST}/?max-keys=2&prefix=J"),
            "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
        ),
    ],
)
def test_signatures_are_those_of_the_examples(request_, signature):
    made = s3.signed(request_, KEYS, THEN)
    assert made.headers["Authorization"].endswith(f"Signature={signature}")
    assert KEYS.secret.reveal() not in str(made)


# ---- a bucket -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def bucket():
    """An S3 server in a process of its own, with the bucket `posts`."""
    pytest.importorskip("moto")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    environment = {**os.environ, "MOTO_S3_CUSTOM_ENDPOINTS": url}
    program = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    server = subprocess.Popen(program, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(400):
            try:
                socket.create_connection(("127.0.0.1", port), 0.1).close()
                break
            except OSError:
                time.sleep(0.05)
        with Wire(Allowed(url), Masker()) as wire:
            made = wire(s3.signed(Request("PUT", f"{url}/posts"), KEYS, datetime.now(UTC)))
            assert isinstance(made, Response)
            assert made.status == 200, made.body
        yield url
    finally:
        server.kill()
        server.wait()


def place(url, **more):
    options = {"endpoint": url, "bucket": "posts", "access_key": "$A", "secret_key": "$S", **more}
    return place_of(options, {"access_key": Secret("key"), "secret_key": Secret("s3cret-key")}, None)


class Meta(FakeMeta):
    """Instagram, which opens every address that it is given as a stranger."""

    def __init__(self, clock):
        super().__init__(clock, kind="instagram")
        self.seen = []

    def contain(self, fields):
        if url := fields.get("image_url"):
            with urlopen(url) as picture:
                self.seen.append((picture.headers["content-type"], picture.read()))
        return super().contain({name: value for name, value in fields.items() if name != "image_url"})


def publish(fake, network, clock, where):
    authority = Keyed(Bearer(Secret(fake.token)), where, clock)
    with served(fake) as url:
        network.server = url
        both = InPublic(network, where)
        with sending(SimpleNamespace(network=both, mask=Masker())) as send:
            outgoing = jpegs(post("A caption.", pictures=2))
            return work(both, outgoing, Keeper(clock), clock, fetching(send, authority))


def jpegs(outgoing):
    pictures = tuple(replace(picture, kind="image/jpeg") for picture in outgoing.parts[0].pictures)
    return replace(outgoing, parts=(replace(outgoing.parts[0], pictures=pictures),), document=None)


def test_pictures_come_to_the_network_by_a_bucket(bucket):
    clock = Clock()
    fake = Meta(clock)
    verdict = publish(fake, Instagram(fake.account), clock, place(bucket, prefix="/posts 1/", acl="public-read"))
    assert verdict.event == "publish", verdict
    assert fake.seen == [("image/jpeg", picture.data) for picture in post(pictures=2).parts[0].pictures]
    assert fake.published == ["A caption."]


def test_a_bucket_that_strangers_cannot_open_is_told_before_anything_is_out(bucket):
    clock = Clock()
    fake = Meta(clock)
    verdict = publish(fake, Instagram(fake.account), clock, place(bucket, prefix="hidden", acl="private"))
    assert (verdict.event, fake.published, fake.seen) == ("fail", [], [])
    assert "strangers cannot open" in verdict.reason
    assert "acl: public-read" in verdict.hint


def test_a_bucket_that_is_not_there_is_told(bucket):
    clock = Clock()
    fake = Meta(clock)
    options = {"endpoint": bucket, "bucket": "nobodys", "access_key": "$A", "secret_key": "$S"}
    missing = place_of(options, {"access_key": Secret("key"), "secret_key": Secret("s3cret-key")}, None)
    verdict = publish(fake, Instagram(fake.account), clock, missing)
    assert verdict.event == "fail"
    assert "takes no pictures" in verdict.reason


# ---- a folder that a web server shows -------------------------------------------------------------------------------


def test_pictures_come_to_the_network_by_a_folder(tmp_path):
    clock = Clock()
    fake = Meta(clock)
    program = [sys.executable, "-u", "-m", "http.server", "0", "--bind", "127.0.0.1", "-d", str(tmp_path)]
    server = subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        port = server.stdout.readline().split("port ")[1].split()[0]
        where = place_of({"url": f"http://127.0.0.1:{port}", "folder": str(tmp_path)}, {}, tmp_path)
        verdict = publish(fake, Instagram(fake.account), clock, where)
    finally:
        server.kill()
        server.communicate()
    assert verdict.event == "publish", verdict
    assert [data for _, data in fake.seen] == [picture.data for picture in post(pictures=2).parts[0].pictures]


def test_nothing_is_written_outside_the_folder(tmp_path):
    where = place_of({"url": "https://example.org", "folder": "pictures"}, {}, tmp_path)
    with InPublic(Instagram("1"), where).sender() as send:
        assert send(Request("PUT", (tmp_path / "x.png").as_uri(), body=b"x")).refused
        assert send(Request("PUT", where.put(Picture(b"x", "image/png", "", 1, 1)).url, body=b"x")).ok
    assert [path.name for path in tmp_path.iterdir()] == ["pictures"]


# ---- names, keys, faults --------------------------------------------------------------------------------------------


def test_a_name_comes_of_the_content():
    where = Place("https://cdn.example.org", "https://s3.example.org/posts", "a b/")
    one, other = (Picture(data, "image/jpeg", alt, 1, 1) for data, alt in ((b"1", "x"), (b"2", "x")))
    assert where.address(one) == where.address(Picture(b"1", "image/jpeg", "another", 2, 2)) != where.address(other)
    assert where.address(one).startswith("https://cdn.example.org/a%20b/")
    assert where.put(one).url.startswith("https://s3.example.org/posts/a%20b/")


@pytest.mark.parametrize("fault", ["pass", "refuse", "drop request", "503 after", "lose reply", "429"])
@pytest.mark.parametrize("at", range(6))
def test_faults_on_the_way_change_nothing(fault, at):
    clock = Clock()
    fake = FakeMeta(clock, kind="instagram")
    where = Place("https://cdn.example.org", "http://127.0.0.1:2/posts", keys=KEYS)
    network = InPublic(Instagram(fake.account, "http://127.0.0.1:1"), where)

    class Both:
        def answer(self, asked):
            held = asked.method in ("PUT", "HEAD")
            return (200, {}, b"") if held else fake.answer(asked)

    wire = Wired(Both(), clock, ["pass"] * at + [fault])
    fetch = fetching(wire, Keyed(Bearer(Secret(fake.token)), where, clock))
    verdict = work(network, jpegs(post("A caption.", pictures=2)), Keeper(clock), clock, fetch)
    assert (verdict.event, fake.published) == ("publish", ["A caption."])


def test_without_a_place_nothing_is_sent():
    made = connect("a", "threads", {"token": "$T"}, {"token": Secret("a-token")}, MemoryVault(), Clock())
    outgoing = jpegs(post("One.", pictures=1))
    ((step, reason),) = dry_run(made.network, outgoing, made.network.intent(outgoing, Clock()()), made.mask)
    assert (step, "public https address" in reason) == ("refused", True)


def test_with_a_place_a_dry_run_shows_where_pictures_go():
    where = place("https://s3.example.org")
    secrets = {"token": Secret("a-token")}
    made = connect("a", "threads", {"token": "$T"}, secrets, MemoryVault(), Clock(), place=where)
    outgoing = jpegs(post("One.", pictures=1))
    told = dict(dry_run(made.network, outgoing, made.network.intent(outgoing, Clock()()), made.mask))
    assert told["public"].startswith("PUT https://s3.example.org/posts/")
    assert "image_url=https://s3.example.org/posts/" in told["container"]
    assert "s3cret-key" not in str(told)
    assert made.mask("s3cret-key") == "***"


@pytest.mark.parametrize(
    ("options", "rules"),
    [
        ({}, []),
        ({"url": "https://example.org", "folder": "x"}, []),
        ({"url": "https://example.org"}, ["pictures.missing"]),
        ({"bucket": "b"}, ["pictures.missing"]),
        (
            {"endpoint": "https://x.example", "bucket": "b", "access_key": "$A", "secret_key": "plain"},
            ["secret.plain"],
        ),
        ({"endpoint": "ftp://x", "buckt": "b"}, ["pictures.endpoint", "pictures.key", "pictures.missing"]),
    ],
)
def test_what_is_wrong_is_told_at_once(options, rules):
    assert [problem.rule for problem in place_problems(options, lambda _: None)] == rules
    if rules:
        with pytest.raises(ConfigError):
            place_of(options, {}, None)
