"""A proxy on loopback between the program and a network, that breaks one connection at a time in a named way.

pass            one request, one answer
refuse          reset before a byte is read
drop request    the request is read, and goes nowhere
lose reply      the server does its work; not a byte of the answer comes back
cut             the first 20 bytes of the answer come back, then a reset
stall           the answer comes when the client has given up
late            the request itself reaches the server when the client has given up
slow            the answer comes in small pieces, in time
429             the proxy answers by itself, and says when to come again
500 ... 504     the proxy answers by itself
502 after       the server does its work; what comes back is a gateway's error
"""

from __future__ import annotations

import re
import socket
import struct
import threading
import time
from contextlib import contextmanager, suppress

STALL = 1.2
"""Seconds; the clients of the tests wait for less."""

FAULTS = ("refuse", "drop request", "lose reply", "cut", "stall", "late", "slow", "429", "500", "502", "503", "504",
          "502 after")  # fmt: skip


class Proxy:
    """`draw` says what happens to the next connection: by default what `faults` lists, one by one, then nothing."""

    def __init__(self, upstream_port, draw=None):
        self.upstream, self.faults, self.seen = upstream_port, [], []
        self.draw = draw or (lambda: self.faults.pop(0) if self.faults else "pass")
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        self.threads = set()

    def run(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            thread = threading.Thread(target=self.one, args=(client,), daemon=True)
            self.threads.add(thread)
            thread.start()

    def one(self, client):
        try:
            with client:
                client.settimeout(10)
                with suppress(OSError):
                    self.forward(client, self.draw())
        finally:
            self.threads.discard(threading.current_thread())

    def forward(self, client, fault):
        if fault == "refuse":
            return reset(client)
        request = whole_request(client)
        self.seen.append((request.split(b"\r\n", 1)[0].decode("latin-1"), fault))
        if fault == "drop request":
            return None
        if fault.isdigit():
            return client.sendall(error(fault))
        if fault == "late":
            time.sleep(STALL)
        reply = self.ask(request)
        if fault == "lose reply":
            return None
        if fault == "cut":
            client.sendall(reply[:20])
            time.sleep(0.05)
            return reset(client)
        if fault == "stall":
            time.sleep(STALL)
        if fault == "slow":
            return in_pieces(client, reply)
        return client.sendall(error("502") if fault == "502 after" else reply)

    def drain(self):
        """Until nothing is on its way to the server any more."""
        for thread in list(self.threads):
            thread.join(10)

    def ask(self, request):
        request = re.sub(rb"(?im)^connection:.*\r\n", b"", request).replace(b"\r\n", b"\r\nConnection: close\r\n", 1)
        with socket.create_connection(("127.0.0.1", self.upstream), timeout=30) as server:
            server.sendall(request)
            return whole_answer(server)


def error(status):
    """What a gateway answers by itself."""
    wait = "Retry-After: 1\r\n" if status == "429" else ""
    return f"HTTP/1.1 {status} Fault\r\n{wait}Content-Length: 2\r\nConnection: close\r\n\r\n{{}}".encode()


def in_pieces(client, reply):
    """Ten pieces in a third of a second."""
    size = len(reply) // 10 + 1
    for start in range(0, len(reply), size):
        client.sendall(reply[start : start + size])
        time.sleep(0.03)


def whole_request(client):
    data = b""
    while b"\r\n\r\n" not in data:
        data += more(client)
    length = re.search(rb"(?im)^content-length:\s*(\d+)", data)
    end = data.index(b"\r\n\r\n") + 4 + (int(length[1]) if length else 0)
    while len(data) < end:
        data += more(client)
    return data


def whole_answer(server):
    """An answer to its end: a server may keep the connection although it was asked to close it."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += more(server)
    head = data.index(b"\r\n\r\n") + 4
    length = re.search(rb"(?im)^content-length:\s*(\d+)", data[:head])
    chunked = re.search(rb"(?im)^transfer-encoding:\s*chunked", data[:head])
    while not (length and len(data) >= head + int(length[1])) and not (chunked and data.endswith(b"0\r\n\r\n")):
        piece = server.recv(65_536)
        if not piece:
            break
        data += piece
    if not chunked:
        data = data.replace(b"\r\n", b"\r\nConnection: close\r\n", 1)
    return data


def more(client):
    data = client.recv(65_536)
    if not data:
        raise ConnectionError("ended early")
    return data


def reset(client):
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    client.close()


@contextmanager
def proxied(port, draw=None):
    """A running proxy to a port of loopback."""
    with running(Proxy(port, draw)) as proxy:
        yield proxy


@contextmanager
def running(proxy):
    accepting = threading.Thread(target=proxy.run, daemon=True)
    accepting.start()
    try:
        yield proxy
    finally:
        proxy.listener.shutdown(socket.SHUT_RDWR)
        proxy.listener.close()
        accepting.join(5)
        proxy.drain()
