"""What post_forge.yaml may say of alerts, the morning message and the health of `run`. Pydantic models and checks."""

from __future__ import annotations

import re
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field

from post_forge.config import NETWORKS, Alerts, Mail, Morning
from post_forge.config_texts import Strict, one_of

_REFERENCE = re.compile(r"\$\{?[A-Za-z_]\w*\}?|file:\S.*|keyring:[^/\s]+/\S+")
_SERVER = re.compile(r"[A-Za-z0-9.-]+(:\d{1,5})?|\[[0-9a-fA-F:]+\](:\d{1,5})?")
_ADDRESS = re.compile(r"[^@\s<>]+@[^@\s<>]+")
_CLOCK = re.compile(r"([01]?\d|2[0-3]):[0-5]\d")
_HERE = ("localhost", "127.0.0.1", "::1")


def _webhook(value: str) -> str:
    if not value or _REFERENCE.fullmatch(value):
        return value
    try:
        parts = urlsplit(value)
        good = parts.hostname and (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _HERE))
    except ValueError:
        good = False
    if not good:
        raise ValueError("this is no https:// address; $NAME takes it from the environment, if it is a secret")
    return value


def _secret(value: str) -> str:
    if value and not _REFERENCE.fullmatch(value):
        raise ValueError("the secret itself must not stand here; write $NAME, file:PATH or keyring:SERVICE/NAME")
    return value


def _server(value: str) -> str:
    if not _SERVER.fullmatch(value):
        raise ValueError(f"{value!r} is no mail server; write smtp.example.org or smtp.example.org:587")
    return value


def _address(value: str) -> str:
    if not _ADDRESS.fullmatch(value):
        raise ValueError(f"{value!r} is no mail address")
    return value


def _clock(value: str) -> str:
    if not _CLOCK.fullmatch(value):
        raise ValueError(f"{value!r} is not a time of day (07:30)")
    return value


Webhook = Annotated[str, AfterValidator(_webhook)]
Secret = Annotated[str, AfterValidator(_secret)]
Server = Annotated[str, AfterValidator(_server)]
Address = Annotated[str, AfterValidator(_address)]
Clock = Annotated[str, AfterValidator(_clock)]
Network = Annotated[str, one_of(NETWORKS, "network")]


class MailSchema(Strict):
    to: Address
    sender: Address | None = None
    server: Server
    user: str = ""
    password: Secret = ""
    security: Literal["starttls", "tls", "none"] = "starttls"


class AlertsSchema(Strict):
    webhook: Webhook = ""
    mail: MailSchema | None = None


class MorningSchema(Strict):
    at: Clock
    network: Network = "linkedin"


class RunSchema(Strict):
    port: Annotated[int, Field(ge=1, le=65535)] | None = None


def alerts_of(schema: AlertsSchema, morning: MorningSchema | None, run: RunSchema) -> Alerts:
    """The plain values."""
    mail = None
    if schema.mail:
        said = schema.mail.model_dump()
        mail = Mail(**{**said, "sender": said["sender"] or said["to"]})
    wished = Morning(**morning.model_dump()) if morning else None
    return Alerts(schema.webhook, mail, wished, run.port or 0)
