"""A mail server and a webhook, as far as messages need them: they keep what they were sent."""

from __future__ import annotations

import email
import email.policy
import json
import socketserver
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@contextmanager
def serving(server):
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def webhook(status=200):
    """Its `got` are the bodies, as values; `status` is what it answers."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["content-length"]))
            self.server.got.append(json.loads(body))
            self.send_response(self.server.status)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.got, server.status = [], status
    server.url = f"http://127.0.0.1:{server.server_port}/hook"
    return serving(server)


def mail():
    """Its `got` are the messages; `said` the words of the conversation."""

    class Handler(socketserver.StreamRequestHandler):
        def handle(self):
            self.say("220 here")
            data = None
            for raw in self.rfile:
                line = raw.decode().rstrip("\r\n")
                if data is not None:
                    if line != ".":
                        data.append(line.removeprefix(".") if line.startswith("..") else line)
                        continue
                    self.server.got.append(email.message_from_string("\n".join(data), policy=email.policy.default))
                    data = None
                self.server.said.append(line[:60])
                if line.upper().startswith("DATA"):
                    data = []
                    self.say("354 go on")
                elif line.upper().startswith("QUIT"):
                    self.say("221 bye")
                    return
                else:
                    self.say("250 good")

        def say(self, words):
            self.wfile.write(f"{words}\r\n".encode())

    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
    server.got, server.said = [], []
    server.place = f"127.0.0.1:{server.server_address[1]}"
    return serving(server)
