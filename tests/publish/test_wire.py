"""The only way out, against servers on loopback that misbehave."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager

import pytest

from post_forge.publish import Allowed, Bearer, Lost, Masker, Mastodon, Request, Response, Secret, Wire, fetching, wire
from tests.publish.fakes.base import Fake, reply, served
from tests.publish.keeping import Clock, Keeper, thread, work


class Echo(Fake):
    """Answers with what it was asked."""

    def needs_token(self, asked):
        return False

    def handle(self, asked):
        if asked.path == "/elsewhere":
            return reply(302, None, location=asked.query["to"])
        if asked.path == "/long":
            return 200, {}, b"x" * int(asked.query["bytes"])
        return reply(200, {"headers": asked.headers, "body": asked.body.decode("latin-1")})


@contextmanager
def raw(answer, hold=0.0):
    """A server that reads one request and sends some bytes, as they are."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve():
        try:
            client, _ = listener.accept()
        except OSError:
            return
        with client:
            client.recv(65_536)
            if answer:
                client.sendall(answer)
            stop.wait(hold)

    stop = threading.Event()
    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        stop.set()
        listener.close()
        thread.join(5)


def ask(url, server=None, request=None, mask=None, **more):
    with Wire(Allowed(server or url), mask or Masker(), **more) as out:
        return out(request or Request("GET", url))


def test_a_request_arrives_whole():
    with served(Echo()) as url:
        found = ask(url, request=Request("POST", f"{url}/x", {"X-Any": "1"}, "Café".encode()))
    assert isinstance(found, Response)
    assert found.json()["headers"]["x-any"] == "1"
    assert found.json()["body"].encode("latin-1").decode() == "Café"


def test_nobody_listening_is_surely_not_sent():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    found = ask(url)
    assert isinstance(found, Lost)
    assert not found.left


@pytest.mark.parametrize(
    "answer", [b"", b"HTTP/1.1 2", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc", b"\0\0\0\0\r\n\r\n"]
)
def test_an_answer_that_is_cut_may_have_worked(answer):
    with raw(answer) as url:
        found = ask(url)
    assert isinstance(found, Lost)
    assert found.left


def test_an_answer_that_does_not_come_may_have_worked():
    with raw(b"", hold=5) as url:
        found = ask(url, timeout=0.2)
    assert isinstance(found, Lost)
    assert found.left


def test_a_redirect_is_an_answer_and_is_not_followed():
    with served(Echo()) as url, served(Echo()) as other:
        found = ask(url, request=Request("GET", f"{url}/elsewhere?to={other}/stolen", {"Authorization": "Bearer t"}))
    assert found.status == 302


def test_an_endless_answer_is_not_read_to_its_end():
    with served(Echo()) as url:
        assert len(ask(url, request=Request("GET", f"{url}/long?bytes={wire.MOST_BYTES}")).body) == wire.MOST_BYTES
        found = ask(url, request=Request("GET", f"{url}/long?bytes={wire.MOST_BYTES + 1}"))
    assert isinstance(found, Lost)
    assert "longer" in found.reason


def test_another_server_is_not_asked_at_all():
    with served(echo := Echo()) as url:
        found = ask(f"{url}/x", server="https://example.org")
    assert found == Lost(False, found.reason, refused=True)
    assert not echo.asked


def test_a_name_that_leads_into_the_machine_is_not_sent_to(monkeypatch):
    """A host that the channel allows, whose name was made to lead to 127.0.0.1."""
    with served(echo := Echo()) as url:
        port = int(url.rpartition(":")[2])
        real = socket.create_connection
        monkeypatch.setattr(socket, "create_connection", lambda _where, *a, **k: real(("127.0.0.1", port), *a, **k))
        found = ask("https://upload.example.org/x", request=None, server="https://upload.example.org:444")
        assert found.refused, "another port is another server"
        with Wire(Allowed("https://api.example.org", ("upload.example.org",)), Masker()) as out:
            found = out(Request("PUT", "https://upload.example.org/x", {"Authorization": "Bearer secret"}, b"data"))
    assert (found.left, found.refused) == (False, True)
    assert "127.0.0.1" in found.reason
    assert not echo.asked


def test_no_secret_in_what_went_wrong():
    token = "a-token-nobody-may-see"
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    found = ask(url, request=Request("GET", f"{url}/{token}?access_token={token}"), mask=Masker([token]))
    assert token not in found.reason


def test_no_secret_in_a_verdict_though_the_server_repeats_it():
    token = "a-token-nobody-may-see"

    class Gossip(Fake):
        def needs_token(self, asked):
            return False

        def handle(self, asked):
            return reply(403, {"error": f"{asked.headers['authorization']} may not do that"})

    mask = Masker([token])
    with served(Gossip()) as url, Wire(Allowed(url), mask) as out:
        fetch = fetching(out, Bearer(Secret(token)))
        clock = Clock()
        verdict = work(Mastodon(url), thread("one"), Keeper(clock), clock, fetch, mask=mask)
    assert verdict.event == "fail"
    assert "may not do that" in verdict.reason
    assert token not in repr(verdict)
