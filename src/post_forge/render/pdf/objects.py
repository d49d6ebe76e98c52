"""Numbered objects -> the bytes of a PDF file, with the small spellings they are written in."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from hashlib import sha256


class Objects:
    """The numbered objects of a PDF file."""

    def __init__(self) -> None:
        self._bodies: list[bytes] = []

    def reserve(self) -> int:
        """A number whose body is put later."""
        self._bodies.append(b"null")
        return len(self._bodies)

    def put(self, number: int, body: str) -> None:
        self._bodies[number - 1] = body.encode("latin-1")

    def add(self, body: str) -> int:
        number = self.reserve()
        self.put(number, body)
        return number

    def stream(self, data: bytes, entries: str, squeeze: bool = True) -> int:
        """A stream with further dictionary entries; `squeeze` deflates it here."""
        if squeeze:
            data, entries = zlib.compress(data, 6), f"{entries} /Filter /FlateDecode"
        self._bodies.append(f"<< {entries} /Length {len(data)} >>\nstream\n".encode("latin-1") + data + b"\nendstream")
        return len(self._bodies)

    def write(self, root: int, info: int) -> bytes:
        parts, offsets = [b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"], []
        length = len(parts[0])
        for number, body in enumerate(self._bodies, 1):
            offsets.append(length)
            parts.append(b"%d 0 obj\n%b\nendobj\n" % (number, body))
            length += len(parts[-1])
        parts.append(b"xref\n0 %d\n0000000000 65535 f \n" % (len(offsets) + 1))
        parts.extend(b"%010d 00000 n \n" % offset for offset in offsets)
        name = sha256(b"".join(parts)).hexdigest()[:32]
        parts.append(
            f"trailer\n<< /Size {len(offsets) + 1} /Root {root} 0 R /Info {info} 0 R /ID [<{name}> <{name}>] >>\n"
            f"startxref\n{length}\n%%EOF\n".encode("latin-1")
        )
        return b"".join(parts)


def string(text: str) -> str:
    """A text string: UTF-16 with its mark, in hex. Lone surrogates become question marks."""
    return f"<feff{text.encode('utf-16-be', 'replace').hex()}>"


def decimal(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")


def refs(numbers: Iterable[int]) -> str:
    return " ".join(f"{number} 0 R" for number in numbers)
