"""Posts for the channels that hand them over, and a wire that loses what it is told to lose."""

from __future__ import annotations

from typing import ClassVar

from post_forge.publish import Document, Lost, Outgoing, Part, Picture, Response

LOSSES = ("pass", "refuse", "drop request", "503 before", "429", "lose reply", "503 after", "rubbish after")


def picture(number=1):
    return Picture(b"\x89PNG" + bytes([number]) * 100, "image/png", f"A slide {number}", 1080, 1350)


def post(*parts, pictures=0, name="retry/keys@archive", **more):
    made = [Part(text, tuple(map(picture, range(1, pictures + 1))) if not place else ())
            for place, text in enumerate(parts or ("One key for one order.",))]  # fmt: skip
    document = Document(b"%PDF-1.7", "A carousel") if pictures else None
    return Outgoing(name, tuple(made), "hash", document=document, title="Retries need keys", day="2026-11-20", **more)


class Lossy:
    """A sender before another: one fault is used up per request."""

    BEFORE: ClassVar = {
        "refuse": Lost(False, "connection refused"),
        "drop request": Lost(True, "connection reset"),
        "503 before": Response(503, {}, b""),
        "429": Response(429, {"retry-after": "5"}, b"{}"),
    }
    AFTER: ClassVar = {
        "lose reply": Lost(True, "connection closed"),
        "503 after": Response(503, {}, b""),
        "rubbish after": Response(200, {}, b"<html>not what you asked for"),
    }

    def __init__(self, send, faults=()):
        self.send, self.faults = send, iter(faults)

    def __call__(self, request):
        fault = next(self.faults, "pass")
        if fault in self.BEFORE:
            return self.BEFORE[fault]
        answer = self.send(request)
        return self.AFTER.get(fault, answer)
