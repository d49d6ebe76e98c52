"""A folder as a network: a post as one folder of ready-to-paste files, there whole or not at all.

It is filled under another name and renamed in the end; its name is taken then or it is not, so a post is there once
however often it was tried. The file delivery.json in it tells which delivery it is: that is the look.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from post_forge.publish.network import Looking, Network, fields_of
from post_forge.publish.shelf import MANIFEST, Shelf
from post_forge.publish.values import (
    Absent,
    Failure,
    Intent,
    Known,
    Outgoing,
    Request,
    Response,
    Send,
    Sent,
    Sight,
    Step,
)

_ENDINGS = {"image/png": "png", "image/jpeg": "jpg"}
_LONGEST_NAME = 150
"""Bytes of a folder's name that come of the post's id; file systems end at 255."""


class Folder(Network):
    """The folders of one channel, below `folder` (absolute). Their addresses are told from `workspace` where they lie
    in it."""

    name = "folder"
    settles = timedelta()

    def __init__(self, folder: Path, workspace: Path) -> None:
        self.folder, self.workspace = folder, workspace
        self.server = folder.as_uri()

    def sender(self) -> AbstractContextManager[Send] | None:
        return Shelf(self.folder, self.workspace)

    def refusal(self, post: Outgoing) -> str:
        ways = [PurePosixPath(name) for name in (*post.files, *post.texts)]
        wrong = next((way for way in ways if way.is_absolute() or ".." in way.parts), None)
        return f"{str(wrong)!r} is no name for a file in a folder" if wrong else ""

    def steps(self, post: Outgoing) -> tuple[Step, ...]:
        return (Step("post", visible=True),)

    def request(self, step: Step, post: Outgoing, intent: Intent, known: Known) -> Request | None:
        files = handed_over(post)
        files[MANIFEST] = _manifest(post, intent, list(files))
        return self._request("PUT", post, intent, files)

    def _request(self, method: str, post: Outgoing, intent: Intent, files: Mapping[str, bytes]) -> Request:
        listing = "\n".join(f"{name}  {len(data):,} bytes" for name, data in files.items())
        address = f"{self.server}/{quote(name_of(post, intent))}"
        return Request(method, address, {"Idempotency-Key": intent.key}, plain=listing, open=True, files=files)

    def result(self, step: Step, reply: Response, known: Known) -> Sent | Failure | None:
        found = fields_of(reply)
        return Sent(str(found["folder"]), str(found.get("url") or "")) if found.get("folder") else None

    def look(self, step: Step, post: Outgoing, intent: Intent, known: Known, looking: Looking) -> Sight:
        reply = looking.fetch(self._request("GET", post, intent, {}))
        if isinstance(reply, Response) and reply.status == 404:
            return Absent()
        if isinstance(reply, Response) and reply.ok:
            return self.result(step, reply, known) or Failure("unsent", "an answer that makes no sense")
        return Failure("unsent", getattr(reply, "reason", "the folder cannot be read"))

    def amending(self, sent: Sent, part: int, post: Outgoing) -> Request | str:
        words = {name: data for name, data in handed_over(post).items() if name.endswith(".txt")}
        return Request("PATCH", f"{self.server}/{quote(sent.remote)}", open=True, files=words)

    def withdrawing(self, sent: Sent) -> Request | str:
        return Request("DELETE", f"{self.server}/{quote(sent.remote)}", open=True)


def name_of(post: Outgoing, intent: Intent) -> str:
    """What the post's folder is called: its day and its id, as far as file systems take them."""
    words = re.sub(r"[^\w.-]+", "-", post.id.partition("@")[0]).strip("-.") or "post"
    day = post.day or intent.more.get("created", "")[:10]
    return f"{day}-{words.encode()[:_LONGEST_NAME].decode(errors='ignore')}".strip("-")


def handed_over(post: Outgoing) -> dict[str, bytes]:
    """The files that a person posts from, by name: a text for each network, alt.txt, slides/01.png, carousel.pdf."""
    texts = post.texts or {"post": tuple(part.text for part in post.parts)}
    pictures = [picture for part in post.parts for picture in part.pictures]
    files = {f"{name}.txt": ("\n---\n".join(parts) + "\n").encode() for name, parts in texts.items()}
    if pictures:
        alts = [f"{number}. {picture.alt}" for number, picture in enumerate(pictures, 1)]
        files["alt.txt"] = ("\n\n".join(alts) + "\n").encode()
    for number, picture in enumerate(pictures, 1):
        files[f"slides/{number:02d}.{_ENDINGS.get(picture.kind, 'png')}"] = picture.data
    if post.document:
        files["carousel.pdf"] = post.document.data
    return {**files, **post.files}


def _manifest(post: Outgoing, intent: Intent, files: list[str]) -> bytes:
    told: dict[str, object] = {"delivery": post.id, "key": intent.key, "content": post.content}
    told |= {"made": intent.more.get("created", ""), "title": post.title, "link": post.link, "files": files}
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()
