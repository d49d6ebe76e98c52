"""An Atom feed as a network: a post as an entry with its pictures, so that any program that reads feeds can take over.

The file is a feed after RFC 4287 (rfc-editor.org/rfc/rfc4287, read 2026-11-20). An entry's id comes of its delivery and
stays the same, so a post is there once however often it was tried: that is the look.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape
from pathlib import Path
from urllib.parse import urljoin
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree as ET

from post_forge.publish.feedfile import ATOM, FOLDER, FeedFile, Head
from post_forge.publish.network import Looking, Network, fields_of
from post_forge.publish.values import (
    Absent,
    Failure,
    Intent,
    Known,
    Outgoing,
    Picture,
    Request,
    Response,
    Send,
    Sent,
    Sight,
    Step,
)

_UNPRINTABLE = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ENDINGS = {"image/jpeg": "jpg"}


@dataclass(frozen=True, slots=True)
class _File:
    """A file beside the feed: its name says what is in it."""

    name: str
    kind: str
    data: bytes
    title: str


class Feed(Network):
    """One file. `url` is where it can be read by others, if it can; without it, links to pictures are relative."""

    name = "feed"
    settles = timedelta()

    def __init__(
        self,
        path: Path,
        workspace: Path,
        clock: Callable[[], datetime],
        url: str = "",
        title: str = "",
        most: int = 50,
    ) -> None:
        self.path, self.workspace, self.url, self._clock = path, workspace, url, clock
        self.server = path.as_uri()
        self._head = Head(title or f"Posts of {workspace.name}", url, most)

    def sender(self) -> AbstractContextManager[Send] | None:
        return FeedFile(self.path, self._head, self._clock)

    def steps(self, post: Outgoing) -> tuple[Step, ...]:
        return (Step("post", visible=True),)

    def request(self, step: Step, post: Outgoing, intent: Intent, known: Known) -> Request | None:
        return self._put("PUT", post, entry_id(intent.key), intent.more.get("created", ""))

    def _put(self, method: str, post: Outgoing, name: str, moment: str) -> Request:
        files = _files_of(post)
        entry = self._entry(post, name, moment, files)
        named = {"entry.xml": entry, **{f"{FOLDER}/{file.name}": file.data for file in files}}
        plain = "\n".join([entry.decode(), *(f"{file.name}  {len(file.data):,} bytes" for file in files)])
        return Request(method, self.server, {"Idempotency-Key": name}, plain=plain, open=True, files=named)

    def _entry(self, post: Outgoing, name: str, moment: str, files: list[_File]) -> bytes:
        entry = ET.Element(f"{{{ATOM}}}entry", {"{http://www.w3.org/XML/1998/namespace}lang": post.lang})
        text = "\n\n".join(part.text for part in post.parts)
        _child(entry, "id", name)
        _child(entry, "title", _clean(post.title or text.partition("\n")[0][:120] or post.id))
        _child(entry, "published", moment)
        _child(entry, "updated", moment)
        if post.link:
            ET.SubElement(entry, f"{{{ATOM}}}link", {"rel": "alternate", "href": post.link})
        for file in files:
            told = {"rel": "enclosure", "type": file.kind, "href": self._address(file), "length": str(len(file.data))}
            ET.SubElement(entry, f"{{{ATOM}}}link", {**told, **({"title": file.title} if file.title else {})})
        if post.warning:
            _child(entry, "summary", _clean(post.warning))
        _child(entry, "content", self._html(text, files)).set("type", "html")
        data: bytes = ET.tostring(entry, encoding="utf-8")
        return data

    def _html(self, text: str, files: list[_File]) -> str:
        """The words as paragraphs, then the pictures with their alternative texts."""
        paragraphs = [block for block in re.split(r"\n{2,}", _clean(text)) if block.strip()]
        lines = [f"<p>{'<br>'.join(escape(block).splitlines())}</p>" for block in paragraphs]
        pictures = [file for file in files if file.kind.startswith("image/")]
        lines += [f'<p><img src="{escape(self._address(file))}" alt="{escape(file.title)}"></p>' for file in pictures]
        return "\n".join(lines)

    def _address(self, file: _File) -> str:
        return urljoin(self.url, f"{FOLDER}/{file.name}") if self.url else f"{FOLDER}/{file.name}"

    def result(self, step: Step, reply: Response, known: Known) -> Sent | Failure | None:
        found = fields_of(reply)
        place = self.path
        inside = place.is_relative_to(self.workspace)
        where = self.url or (place.relative_to(self.workspace).as_posix() if inside else place.as_uri())
        more = {"published": str(found.get("published") or "")}
        return Sent(str(found["id"]), f"{where}#{found['id']}", more) if found.get("id") else None

    def look(self, step: Step, post: Outgoing, intent: Intent, known: Known, looking: Looking) -> Sight:
        asked = Request("GET", self.server, {"Idempotency-Key": entry_id(intent.key)}, open=True)
        reply = looking.fetch(asked)
        if isinstance(reply, Response) and reply.status == 404:
            return Absent()
        found = self.result(step, reply, known) if isinstance(reply, Response) and reply.ok else None
        return found or Failure("unsent", getattr(reply, "reason", "an answer that makes no sense"))

    def amending(self, sent: Sent, part: int, post: Outgoing) -> Request | str:
        return self._put("PATCH", post, sent.remote, sent.more.get("published", ""))

    def withdrawing(self, sent: Sent) -> Request | str:
        return Request("DELETE", self.server, {"Idempotency-Key": sent.remote}, open=True)

    def confirms_gone(self, request: Request, fetch: object) -> bool:
        return True  # the file was read when it said so


def entry_id(key: str) -> str:
    """An entry's id: the same for the same delivery, and nobody else's."""
    return f"urn:uuid:{uuid5(NAMESPACE_URL, f'post-forge:{key}')}"


def _files_of(post: Outgoing) -> list[_File]:
    pictures: list[Picture] = [picture for part in post.parts for picture in part.pictures]
    files = [
        _File(f"{item.digest[:32]}.{_ENDINGS.get(item.kind, 'png')}", item.kind, item.data, _clean(item.alt))
        for item in pictures
    ]
    if post.document:
        digest = Picture(post.document.data, "application/pdf", "", 0, 0).digest
        files.append(_File(f"{digest[:32]}.pdf", "application/pdf", post.document.data, _clean(post.document.title)))
    return files


def _child(parent: ET.Element, name: str, text: str) -> ET.Element:
    made = ET.SubElement(parent, f"{{{ATOM}}}{name}")
    made.text = text
    return made


def _clean(text: str) -> str:
    """Text without the characters that XML cannot hold."""
    return _UNPRINTABLE.sub("", text)
