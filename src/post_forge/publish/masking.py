"""Words that are shown or kept -> the same words without the secrets of the channel, however they were written."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable
from urllib.parse import quote, quote_plus

from post_forge.publish.values import Request

MASK = "***"
_SHORTEST = 4  # what is shorter is no secret, and masking it would garble every message
_SECRET_HEADERS = re.compile(r"authorization|cookie|token|secret|key\Z|signature", re.IGNORECASE)
_SECRET_QUERY = re.compile(r"(?i)([?&][^=&]*(?:token|secret|password|signature|credential|code)=)[^&#\s]+")
_HARMLESS_HEADERS = {"idempotency-key"}


class Masker:
    """Replaces known secrets: as they are, quoted for a URL, in base64 (alone, or as a name and password)."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        self._forms: set[str] = set()
        for secret in secrets:
            self.add(secret)

    def add(self, secret: str) -> None:
        """A secret that was learned later: a session's token."""
        if len(secret) < _SHORTEST:
            return
        encoded = base64.b64encode(secret.encode()).decode()
        self._forms |= {secret, quote(secret, safe=""), quote_plus(secret), encoded, encoded.rstrip("=")}

    def __call__(self, text: str) -> str:
        for form in sorted(self._forms, key=len, reverse=True):
            text = text.replace(form, MASK)
        return _SECRET_QUERY.sub(rf"\1{MASK}", text)


def shown(request: Request, mask: Masker) -> str:
    """A request as a person may read it: method, address, headers, body; the bytes of a picture only counted."""
    lines = [f"{request.method} {request.url}"]
    for name, value in request.headers.items():
        hidden = name.lower() not in _HARMLESS_HEADERS and _SECRET_HEADERS.search(name)
        lines.append(f"{name}: {MASK if hidden else value}")
    if not request.open:
        lines.append(f"Authorization: {MASK}")
    body = request.plain or _readable(request.body)
    return mask("\n".join([*lines, *(["", body] if body else [])]))


def _readable(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError:
        return f"<{len(body):,} bytes>"
