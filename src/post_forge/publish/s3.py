"""A request to a bucket -> the same signed, as S3 and what speaks its API want it (AWS Signature Version 4). Pure.

docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html, read 2026-11-20; its examples are the tests.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from post_forge.publish.network import with_headers
from post_forge.publish.secrets import Secret
from post_forge.publish.values import Request

_ALGORITHM = "AWS4-HMAC-SHA256"
_UNRESERVED = "-_.~"


@dataclass(frozen=True, slots=True)
class Keys:
    """Who signs: the name of a key, the key, and the bucket's region (`auto` on some services)."""

    access: str
    secret: Secret
    region: str = "us-east-1"


def signed(request: Request, keys: Keys, now: datetime) -> Request:
    """The request with the headers that prove who sends it, all of its own headers among what is signed."""
    moment = now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    digest = hashlib.sha256(request.body).hexdigest()
    ready = with_headers(request, {"x-amz-content-sha256": digest, "x-amz-date": moment})
    headers = {name.lower(): " ".join(value.split()) for name, value in ready.headers.items()}
    headers["host"] = _host(request.url)
    names = ";".join(sorted(headers))
    canonical = _canonical(request, headers, names, digest)
    scope = f"{moment[:8]}/{keys.region}/s3/aws4_request"
    text = f"{_ALGORITHM}\n{moment}\n{scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    signature = hmac.new(_key(keys, moment[:8]), text.encode(), hashlib.sha256).hexdigest()
    credential = f"{_ALGORITHM} Credential={keys.access}/{scope},SignedHeaders={names},Signature={signature}"
    return with_headers(ready, {"Authorization": credential})


def _canonical(request: Request, headers: dict[str, str], names: str, digest: str) -> str:
    parts = urlsplit(request.url)
    path = quote(unquote(parts.path or "/"), safe=f"/{_UNRESERVED}")
    pairs = sorted((_quoted(name), _quoted(value)) for name, value in parse_qsl(parts.query, keep_blank_values=True))
    query = "&".join(f"{name}={value}" for name, value in pairs)
    lines = "".join(f"{name}:{headers[name]}\n" for name in sorted(headers))
    return f"{request.method}\n{path}\n{query}\n{lines}\n{names}\n{digest}"


def _quoted(text: str) -> str:
    return quote(text, safe=_UNRESERVED)


def _host(url: str) -> str:
    """The host header as it is sent: with the port where that is not the scheme's own."""
    parts = urlsplit(url)
    usual = {"https": 443, "http": 80}.get(parts.scheme)
    name = parts.hostname or ""
    name = f"[{name}]" if ":" in name else name
    return name if parts.port in (None, usual) else f"{name}:{parts.port}"


def _key(keys: Keys, day: str) -> bytes:
    made = f"AWS4{keys.secret.reveal()}".encode()
    for piece in (day, keys.region, "s3", "aws4_request"):
        made = hmac.new(made, piece.encode(), hashlib.sha256).digest()
    return made
