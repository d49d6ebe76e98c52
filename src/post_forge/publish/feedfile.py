"""The requests of a feed -> an Atom file and the pictures beside it, written whole or not at all.

    PUT     add the entry, unless one with its id is there      201, 200
    GET     the entry with the id                               200, 404
    PATCH   put the entry in the place of the one with its id   200, 404
    DELETE  take the entry out                                  200, 404

Programs that write at the same time wait for each other. What others wrote into the feed stays as it is; a file that is
no feed is never written over.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree as ET

from post_forge.publish.shelf import write_whole
from post_forge.publish.values import Lost, Request, Response

ATOM = "http://www.w3.org/2005/Atom"
FOLDER = "pictures"
"""Where the pictures lie, beside the feed."""

_OURS = re.compile(r"[0-9a-f]{32}\.(png|jpg|pdf)")
_LONGEST = 50_000_000  # bytes of a feed that is read


@dataclass(frozen=True, slots=True)
class Head:
    """What the feed says of itself. `url` is its own address, "" where nobody else can read it; `most` entries stay."""

    title: str
    url: str = ""
    most: int = 50


class _NoFeedError(Exception):
    pass


class FeedFile:
    """The feed at `path`. Needs no closing; it is used in a `with` as the wire is."""

    def __init__(self, path: Path, head: Head, clock: Callable[[], datetime]) -> None:
        self._path, self._head, self._clock = path, head, clock

    def __enter__(self) -> FeedFile:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    def __call__(self, request: Request) -> Response | Lost:
        """Do it. Never raises for what the disk does; a Lost here changed nothing that anybody sees."""
        name = request.headers.get("Idempotency-Key", "")
        try:
            if request.method == "GET":
                return _answer(200, self._find(self._read(), name))
            with self._locked():
                return self._change(request, name)
        except _NoFeedError as error:
            return Lost(False, str(error), refused=True)
        except OSError as error:
            return Lost(False, f"{error.filename or self._path}: {(error.strerror or str(error)).lower()}")

    def _change(self, request: Request, name: str) -> Response:
        feed = self._read()
        found = self._find(feed, name)
        if request.method == "PUT" and found is not None:
            return _answer(200, found)
        if request.method != "PUT" and found is None:
            return _answer(404, None)
        places = [place for place, child in enumerate(feed) if child.tag == f"{{{ATOM}}}entry"]
        place = places[0] if places else len(feed)
        if found is not None:
            place = list(feed).index(found)
            feed.remove(found)
        made = found
        if request.method != "DELETE":
            for file in (name for name in request.files if name.startswith(f"{FOLDER}/")):
                write_whole(self._path.parent / file, request.files[file])
            made = self._entry(request.files["entry.xml"], found)
            feed.insert(place, made)
        self._write(feed)
        return _answer(201 if found is None else 200, made)

    def _entry(self, data: bytes, before: ET.Element | None) -> ET.Element:
        entry = ET.fromstring(data)  # noqa: S314 - our own
        if before is not None:
            _set(entry, "updated", self._clock().astimezone(UTC).isoformat(timespec="seconds"))
            _set(entry, "published", before.findtext(f"{{{ATOM}}}published") or "")
        return entry

    def _read(self) -> ET.Element:
        """The feed, or a new one."""
        try:
            with self._path.open("rb") as file:
                data = file.read(_LONGEST)
        except FileNotFoundError:
            return self._new()
        try:
            if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
                raise ET.ParseError
            feed = ET.fromstring(data)  # noqa: S314 - without a DTD there is nothing to expand
        except ET.ParseError:
            raise _NoFeedError(f"{self._path} is no feed that an entry can be added to: move it away") from None
        if feed.tag != f"{{{ATOM}}}feed":
            raise _NoFeedError(f"{self._path} is no Atom feed: move it away, or name another path")
        return feed

    def _new(self) -> ET.Element:
        feed = ET.Element(f"{{{ATOM}}}feed")
        own = self._head.url or f"urn:uuid:{uuid5(NAMESPACE_URL, self._path.as_uri())}"
        for name, text in (("id", own), ("title", self._head.title), ("updated", "")):
            ET.SubElement(feed, f"{{{ATOM}}}{name}").text = text
        author = ET.SubElement(feed, f"{{{ATOM}}}author")
        ET.SubElement(author, f"{{{ATOM}}}name").text = self._head.title
        ET.SubElement(feed, f"{{{ATOM}}}generator").text = "Post Forge"
        if self._head.url:
            ET.SubElement(feed, f"{{{ATOM}}}link", {"rel": "self", "href": self._head.url})
        return feed

    def _find(self, feed: ET.Element, name: str) -> ET.Element | None:
        entries = feed.iter(f"{{{ATOM}}}entry")
        return next((entry for entry in entries if entry.findtext(f"{{{ATOM}}}id") == name), None)

    def _write(self, feed: ET.Element) -> None:
        entries = feed.findall(f"{{{ATOM}}}entry")
        for old in entries[self._head.most :]:
            feed.remove(old)
        moments = [entry.findtext(f"{{{ATOM}}}updated") or "" for entry in entries[: self._head.most]]
        _set(feed, "updated", max(moments, default="") or self._clock().astimezone(UTC).isoformat(timespec="seconds"))
        ET.register_namespace("", ATOM)
        ET.indent(feed, " ")
        text = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
        write_whole(self._path, text + b"\n")
        for left in (self._path.parent / FOLDER).glob("*.*"):
            if _OURS.fullmatch(left.name) and left.name.encode() not in text:
                left.unlink(missing_ok=True)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(self._path.with_name(f".{self._path.name}.lock"), os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)


def _answer(status: int, entry: ET.Element | None) -> Response:
    if entry is None:
        return Response(404, {}, b"{}")
    told: Mapping[str, str] = {name: entry.findtext(f"{{{ATOM}}}{name}") or "" for name in ("id", "published")}
    return Response(status, {"content-type": "application/json"}, json.dumps(told).encode())


def _set(parent: ET.Element, name: str, text: str) -> None:
    found = parent.find(f"{{{ATOM}}}{name}")
    if found is not None and text:
        found.text = text
