"""Pictures -> the same with an address in public, for networks that fetch them: steps put in front of a network's own.

A picture's name comes of its bytes, so the same picture is the same file, however often it is put there, and no other
can take its place. Before the network is sent there, the address is opened as a stranger would open it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby
from pathlib import Path
from types import TracebackType
from urllib.parse import quote, unquote, urlsplit

from post_forge.errors import ConfigError, Problem, Source
from post_forge.publish import s3
from post_forge.publish.authority import Authority
from post_forge.publish.guard import Allowed
from post_forge.publish.network import Looking, Network
from post_forge.publish.options import PICTURES, option_problems
from post_forge.publish.secrets import Secret
from post_forge.publish.shelf import write_whole
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

_PUT, _OPEN = "public", "public readable"
_FRESH = timedelta(hours=6)
_BUCKET = ("endpoint", "bucket", "access_key", "secret_key")


@dataclass(frozen=True, slots=True)
class Place:
    """Where pictures lie in public: `url` is what their addresses begin with, `server` what is written to: a bucket
    (`keys` sign), or a `folder` of this machine that a web server shows. `mode` is the bucket's canned ACL."""

    url: str
    server: str
    prefix: str = ""
    keys: s3.Keys | None = None
    folder: Path | None = None
    mode: str = ""

    def address(self, picture: Picture) -> str:
        """Where the picture can be read by everybody."""
        return f"{self.url}/{self._name(picture)}"

    def put(self, picture: Picture) -> Request:
        """What puts it there; not signed yet."""
        headers = {"Content-Type": picture.kind, **({"x-amz-acl": self.mode} if self.mode else {})}
        plain = f"<{picture.kind}, {len(picture.data):,} bytes, sha256 {picture.digest[:16]}>"
        return Request("PUT", f"{self.server}/{self._name(picture)}", headers, picture.data, plain)

    def question(self, now: datetime) -> Request | None:
        """What asks the bucket whether our keys are good, and changes nothing; None for a folder."""
        return s3.signed(Request("HEAD", self.server, open=True), self.keys, now) if self.keys else None

    def _name(self, picture: Picture) -> str:
        ending = {"image/jpeg": "jpg", "image/png": "png"}.get(picture.kind, "bin")
        return quote(f"{self.prefix}{picture.digest[:40]}.{ending}", safe="/")


def place_problems(options: Mapping[str, object], where: Callable[[str], Source | None]) -> list[Problem]:
    """What is wrong with the key `pictures` of the configuration; nothing where it is not there."""
    if not options:
        return []
    problems = option_problems("pictures", "the key `pictures`", PICTURES, options, where)
    bucket = [key for key in _BUCKET if str(options.get(key) or "").strip()]
    if bucket and len(bucket) < len(_BUCKET):
        left = ", ".join(f"`{key}`" for key in _BUCKET if key not in bucket)
        problems.append(Problem("pictures.missing", f"pictures: a bucket needs {left} too", where("")))
    if not bucket and not (options.get("folder") and options.get("url")):
        hint = "write endpoint, bucket, access_key and secret_key, or url and folder (docs/channels.md)"
        problems.append(
            Problem("pictures.missing", "pictures: they need a bucket, or a folder and its url", where(""), hint)
        )
    return problems


def place_of(options: Mapping[str, object], secrets: Mapping[str, Secret], workspace: Path) -> Place | None:
    """The place that the configuration names, None for none. Raises ConfigError with all that is wrong."""
    if not options:
        return None
    if problems := place_problems(options, lambda _: None):
        raise ConfigError(*problems)
    words = {key: str(value).strip() for key, value in options.items() if value is not None}
    prefix = words.get("prefix", "").strip("/") + "/" if words.get("prefix", "").strip("/") else ""
    if "bucket" not in words:
        folder = (workspace / Path(words["folder"]).expanduser()).resolve()
        return Place(words["url"].rstrip("/"), folder.as_uri(), prefix, folder=folder)
    server = f"{words['endpoint'].rstrip('/')}/{words['bucket']}"
    keys = s3.Keys(secrets["access_key"].reveal(), secrets["secret_key"], words.get("region") or "us-east-1")
    return Place(words.get("url", server).rstrip("/"), server, prefix, keys, mode=words.get("acl", ""))


class InPublic(Network):
    """A network whose pictures are put in public first; all else is the network's own."""

    def __init__(self, inner: Network, place: Place) -> None:
        self.inner, self.place = inner, place
        self.name, self.server, self.hosts, self.settles = inner.name, inner.server, inner.hosts, inner.settles
        self.reset, self.budgets = inner.reset, inner.budgets

    @property
    def allowed(self) -> Allowed:
        web = tuple(url for url in (self.place.server, self.place.url) if url.startswith("http"))
        return replace(self.inner.allowed, others=web)

    def sender(self) -> AbstractContextManager[Send] | None:
        return Disk(self.place.folder) if self.place.folder else None

    def _located(self, post: Outgoing) -> Outgoing:
        parts = [
            replace(part, pictures=tuple(replace(item, url=self.place.address(item)) for item in part.pictures))
            for part in post.parts
        ]
        return replace(post, parts=tuple(parts))

    def intent(self, post: Outgoing, now: datetime) -> Intent:
        return self.inner.intent(post, now)

    def refusal(self, post: Outgoing) -> str:
        return self.inner.refusal(self._located(post))

    def steps(self, post: Outgoing) -> tuple[Step, ...]:
        made: list[Step] = []
        for part, steps in groupby(self.inner.steps(self._located(post)), key=lambda step: step.part):
            items = range(len(post.parts[part].pictures))
            made += [Step(_PUT, part, item, fresh=_FRESH) for item in items]
            made += [Step(_OPEN, part, item, read=True) for item in items]
            made += steps
        return tuple(made)

    def request(self, step: Step, post: Outgoing, intent: Intent, known: Known) -> Request | None:
        if step.name not in (_PUT, _OPEN):
            return self.inner.request(step, self._located(post), intent, known)
        picture = post.parts[step.part].pictures[step.item]
        return self.place.put(picture) if step.name == _PUT else Request("HEAD", self.place.address(picture), open=True)

    def read(self, step: Step, reply: Response | Lost | Failure, known: Known, now: datetime) -> Sent | Failure:
        return (
            self.inner.read(step, reply, known, now)
            if step.name not in (_PUT, _OPEN)
            else super().read(step, reply, known, now)
        )

    def meaning(self, step: Step, reply: Response, known: Known) -> Sent | Failure | None:
        if step.name == _PUT and reply.status in (401, 403, 404):
            return Failure(
                "refused",
                f"{reply.status}: {self.place.server} takes no pictures",
                "look at `pictures`: bucket, keys, region",
            )
        if step.name == _OPEN and reply.status in (401, 403, 404):
            hint = "make it public, or write `acl: public-read` below `pictures`"
            return Failure("refused", f"{reply.status}: strangers cannot open {self.place.url}", hint)
        return Sent("open") if step.name == _OPEN and reply.status in (405, 501) else None

    def result(self, step: Step, reply: Response, known: Known) -> Sent | Failure | None:
        return Sent("there")

    def look(self, step: Step, post: Outgoing, intent: Intent, known: Known, looking: Looking) -> Sight:
        return self.inner.look(step, self._located(post), intent, known, looking)

    def address(self, sent: Sent, fetch: Fetch) -> str:
        return self.inner.address(sent, fetch)

    def amending(self, sent: Sent, part: int, post: Outgoing) -> Request | str:
        return self.inner.amending(sent, part, self._located(post))

    def withdrawing(self, sent: Sent) -> Request | str:
        return self.inner.withdrawing(sent)

    def is_gone(self, reply: Response) -> bool:
        return self.inner.is_gone(reply)

    def confirms_gone(self, request: Request, fetch: Fetch) -> bool:
        return self.inner.confirms_gone(request, fetch)


class Keyed:
    """Signs what goes to the bucket with the bucket's keys, and all else as the network wants it."""

    def __init__(self, inner: Authority, place: Place, clock: Callable[[], datetime]) -> None:
        self._inner, self._place, self._clock = inner, place, clock

    def sign(self, request: Request, send: Send) -> Request | Failure:
        if not request.url.startswith(f"{self._place.server}/"):
            return self._inner.sign(request, send)
        return s3.signed(request, self._place.keys, self._clock()) if self._place.keys else request

    def expired(self, reply: Response) -> bool:
        return self._inner.expired(reply)

    def renew(self, send: Send) -> Failure | None:
        return self._inner.renew(send)


class Disk:
    """Writes pictures into a folder that a web server shows."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __enter__(self) -> Disk:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    def __call__(self, request: Request) -> Response | Lost:
        path = Path(unquote(urlsplit(request.url).path))
        if request.method != "PUT" or not path.is_relative_to(self._folder):
            return Lost(False, f"{path} is not in {self._folder}", refused=True)
        try:
            if not (path.is_file() and path.read_bytes() == request.body):
                write_whole(path, request.body)
        except OSError as error:
            return Lost(False, f"{error.filename or path}: {(error.strerror or str(error)).lower()}")
        return Response(201)
