"""What the driver asks of a network: its steps, the request of each, what an answer means, how to look afterwards.

All of it is pure but `look`, which asks the network and changes nothing there.
"""

from __future__ import annotations

import hashlib
import json
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any, Literal

from post_forge.publish.classify import failure_of
from post_forge.publish.guard import Allowed
from post_forge.publish.retry import Budget
from post_forge.publish.values import (
    Failure,
    Fetch,
    Intent,
    Known,
    Lost,
    Outgoing,
    Picture,
    Request,
    Response,
    Send,
    Sent,
    Sight,
    Step,
)


@dataclass(frozen=True, slots=True)
class Looking:
    """What a look has at hand. `since` is when the step was first sent."""

    fetch: Fetch
    now: datetime
    since: datetime

    def get(self, url: str) -> Response | Failure:
        """The answer to a question, or why there is none."""
        reply = self.fetch(Request("GET", url))
        if isinstance(reply, Failure):
            return reply
        failure = failure_of(reply, self.now, visible=False)
        if failure is not None or isinstance(reply, Lost):
            return failure or Failure("unsent", "no answer")
        return reply


class Network(ABC):
    """One network, as one channel has configured it."""

    name: str
    server: str
    """The address that all requests begin with."""
    hosts: tuple[str, ...] = ()
    """Other hosts that its answers may name."""
    settles = timedelta(seconds=20)
    """A look that does not see a post counts when the request is so old: it may have been on its way."""
    reset: Literal["", "midnight"] = ""
    budgets: Mapping[str, Budget] = MappingProxyType({})

    @property
    def allowed(self) -> Allowed:
        """Where its requests may go."""
        return Allowed(self.server, self.hosts)

    def sender(self) -> AbstractContextManager[Send] | None:
        """What sends its requests, where that is not the wire: a folder is written to."""
        return None

    def intent(self, post: Outgoing, now: datetime) -> Intent:
        """What is kept before the first byte leaves."""
        created = now.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        key = hashlib.sha256(f"{post.id}\n{post.content}\n{created}".encode()).hexdigest()[:32]
        return Intent(key, "", len(post.parts), post.content, {"created": created})

    def refusal(self, post: Outgoing) -> str:
        """Why the network cannot have the post at all, before anything is sent; "" if it can."""
        return ""

    @abstractmethod
    def steps(self, post: Outgoing) -> tuple[Step, ...]:
        """All steps, part by part. The last one of each part is the one that readers see."""

    @abstractmethod
    def request(self, step: Step, post: Outgoing, intent: Intent, known: Known) -> Request | None:
        """What a step sends; None where nothing is needed any more. `known` has what earlier steps made."""

    def read(self, step: Step, reply: Response | Lost | Failure, known: Known, now: datetime) -> Sent | Failure:
        """What a reply means."""
        if isinstance(reply, Failure):
            return reply
        if isinstance(reply, Response) and (special := self.meaning(step, reply, known)) is not None:
            return special
        failure = failure_of(reply, now, visible=step.visible, reset=self.reset)
        if failure is not None or isinstance(reply, Lost):
            return failure or Failure("unknown", "no answer")
        found = self.result(step, reply, known)
        if found is None:  # it said yes, and nothing that we can go on with
            return Failure("unknown" if step.visible else "unsent", f"{reply.status}: an answer that makes no sense")
        return found

    def meaning(self, step: Step, reply: Response, known: Known) -> Sent | Failure | None:
        """What this network alone means with an answer; None for what means the same everywhere."""
        return None

    @abstractmethod
    def result(self, step: Step, reply: Response, known: Known) -> Sent | Failure | None:
        """What a step made, from an answer of success; None if the answer does not tell."""

    @abstractmethod
    def look(self, step: Step, post: Outgoing, intent: Intent, known: Known, looking: Looking) -> Sight:
        """Whether a step that readers see is out."""

    def address(self, sent: Sent, fetch: Fetch) -> str:
        """Where readers find what was sent, if the answer did not say; "" where nobody says."""
        return ""

    def amending(self, sent: Sent, part: int, post: Outgoing) -> Request | str:
        """What changes a part that is out to what `post` says; or why that cannot be, and what a person can do."""
        return f"{self.name} cannot change a post: withdraw it, or correct it in a reply"

    def withdrawing(self, sent: Sent) -> Request | str:
        """What takes a part down; or why that cannot be."""
        return f"{self.name} cannot delete a post for another program: delete it there ({sent.url or sent.remote})"

    def is_gone(self, reply: Response) -> bool:
        """Whether an answer to a withdrawal says that there is no such post."""
        return reply.status in (404, 410)

    def confirms_gone(self, request: Request, fetch: Fetch) -> bool:
        """Whether the post is really not there: a server that cannot delete answers as if there was none."""
        reply = fetch(Request("GET", request.url))
        return isinstance(reply, Response) and self.is_gone(reply)


# ---- what several networks need -------------------------------------------------------------------------------------


def as_json(method: str, url: str, body: Any, headers: Mapping[str, str] | None = None) -> Request:
    """A request with a JSON body, the same bytes for the same value."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    plain = json.dumps(body, ensure_ascii=False, indent=2)
    return Request(method, url, {"Content-Type": "application/json", **(headers or {})}, text.encode(), plain)


def as_upload(method: str, url: str, picture: Picture, headers: Mapping[str, str] | None = None) -> Request:
    """A request whose body is the picture."""
    plain = f"<{picture.kind}, {len(picture.data):,} bytes, sha256 {picture.digest[:16]}>"
    return Request(method, url, {"Content-Type": picture.kind, **(headers or {})}, picture.data, plain)


def as_form(url: str, fields: Mapping[str, str], name: str, file: str, picture: Picture) -> Request:
    """A multipart form with one file."""
    return _as_form(url, fields, ((name, file, picture.kind, picture.data),))


def as_multipart(url: str, fields: Mapping[str, str], files: Mapping[str, tuple[str, bytes]]) -> Request:
    """A multipart form whose files, as (MIME type, bytes), are called by their names."""
    return _as_form(url, fields, tuple((name, name, kind, data) for name, (kind, data) in files.items()))


def _as_form(url: str, fields: Mapping[str, str], files: Sequence[tuple[str, str, str, bytes]]) -> Request:
    """Its boundary comes of its content, so the same form has the same bytes."""
    digests = [(name, file, hashlib.sha256(data).hexdigest()) for name, file, _, data in files]
    boundary = "----" + hashlib.sha256(f"{digests}{fields}".encode()).hexdigest()[:40]
    lines = []
    for key, value in fields.items():
        lines.append(f'--{boundary}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode())
    shown = [f"{key}={value}" for key, value in fields.items()]
    for name, file, kind, data in files:
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{file}"\r\n'
        lines += [f"{head}Content-Type: {kind}\r\n\r\n".encode(), data, b"\r\n"]
        shown.append(f"{name}={file} <{kind}, {len(data):,} bytes>")
    lines.append(f"--{boundary}--\r\n".encode())
    headers = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
    return Request("POST", url, headers, b"".join(lines), "\n".join(shown))


def with_headers(request: Request, headers: Mapping[str, str]) -> Request:
    """The request with more headers."""
    return replace(request, headers={**request.headers, **headers})


def members(value: object) -> list[dict[str, Any]]:
    """The objects of a JSON list; nothing of what is none."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def fields_of(reply: Response) -> dict[str, Any]:
    """The members of a JSON object; nothing of what is none."""
    found = reply.json()
    return found if isinstance(found, dict) else {}


def moment_of(value: object) -> datetime | None:
    """A moment as networks write it (ISO 8601); None for what is none."""
    try:
        found = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
