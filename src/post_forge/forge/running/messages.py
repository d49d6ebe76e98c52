"""A message for a person, perhaps with pictures -> a webhook, or a mail. What cannot be sent is told, never raised.

A webhook gets one JSON object: `text` and `content` (the names that chat programs read), `subject`, `alerts`, and
`pictures` with their names, alternative texts and bytes in base64.
"""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from post_forge import config
from post_forge.config import Alerts, Mail
from post_forge.errors import ForgeError, Problem, as_warning
from post_forge.forge.workspace import Workspace
from post_forge.later import Later

if TYPE_CHECKING:
    from post_forge import publish
else:
    publish = Later("post_forge.publish")

_TIMEOUT = 20.0
_PORTS = {"starttls": 587, "tls": 465, "none": 25}
_LONGEST_CONTENT = 1_900  # characters: a chat program refuses more than 2,000


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A picture that comes with a message."""

    name: str
    data: bytes
    kind: str
    alt: str


@dataclass(frozen=True, slots=True)
class Message:
    """What is told. `facts` go to a webhook as they are."""

    subject: str
    text: str
    facts: Sequence[Mapping[str, Any]] = ()
    pictures: Sequence[Enclosed] = ()


def send_message(workspace: Workspace, message: Message) -> tuple[bool, tuple[Problem, ...]]:
    """Send it every way that post_forge.yaml names; whether one of them worked, and why the others did not."""
    told = workspace.config.alerts
    ways = [*([_by_webhook] if told.webhook else []), *([_by_mail] if told.mail else [])]
    problems: list[Problem] = []
    for way in ways:
        try:
            if why := way(workspace, told, message):
                hint = "`alerts` in post_forge.yaml says where it goes"
                problems.append(Problem("alerts.send", f"a message could not be sent: {why}", None, hint, "warning"))
        except ForgeError as error:
            problems += map(as_warning, error.problems)
    return len(problems) < len(ways), tuple(problems)


def _by_webhook(workspace: Workspace, told: Alerts, message: Message) -> str:
    address = told.webhook
    if not address.startswith(("https://", "http://")):
        address = _secret(workspace, "webhook", address, ("alerts", "webhook"))
    body = json.dumps(_plain(message), ensure_ascii=False).encode()
    request = publish.Request("POST", address, {"Content-Type": "application/json"}, body)
    mask = publish.Masker([address])
    with publish.Wire(publish.Allowed(address), mask, timeout=_TIMEOUT) as wire:
        reply = wire(request)
    if isinstance(reply, publish.Lost):
        return f"the webhook: {mask(reply.reason)}"
    return "" if reply.ok else f"the webhook answered {reply.status}"


def _plain(message: Message) -> dict[str, Any]:
    whole = f"{message.subject}\n\n{message.text}" if message.text else message.subject
    pictures = [
        {"name": one.name, "kind": one.kind, "alt": one.alt, "data": base64.b64encode(one.data).decode()}
        for one in message.pictures
    ]
    more = {"pictures": pictures} if pictures else {}
    return {"subject": message.subject, "text": whole, "content": whole[:_LONGEST_CONTENT],
            "alerts": list(message.facts), **more}  # fmt: skip


def _by_mail(workspace: Workspace, told: Alerts, message: Message) -> str:
    import smtplib
    import ssl
    from email.message import EmailMessage

    assert told.mail is not None, "asked for only where it is configured"
    mail = told.mail
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = mail.sender, mail.to, message.subject.replace("\n", " ")
    letter.set_content(message.text or message.subject)
    for one in message.pictures:
        main, _, sub = one.kind.partition("/")
        letter.add_attachment(one.data, maintype=main, subtype=sub, filename=one.name)
    password = _secret(workspace, "password", mail.password, ("alerts", "mail", "password")) if mail.password else ""
    host, port = _server(mail)
    context = ssl.create_default_context()
    try:
        door = smtplib.SMTP_SSL(host, port, timeout=_TIMEOUT, context=context) if mail.security == "tls" else None
        with door or smtplib.SMTP(host, port, timeout=_TIMEOUT) as server:
            if mail.security == "starttls":
                server.starttls(context=context)
            if mail.user:
                server.login(mail.user, password)
            server.send_message(letter)
    except (OSError, smtplib.SMTPException) as error:
        words = " ".join(str(error).split())[:200].replace(password or "\0", "***")
        return f"mail by {host}: {words or type(error).__name__}"
    return ""


def _server(mail: Mail) -> tuple[str, int]:
    host, _, port = mail.server.rpartition(":") if not mail.server.endswith("]") else ("", "", "")
    if not host or not port.isdecimal():
        host, port = mail.server, str(_PORTS[mail.security])
    return host.strip("[]"), int(port)


def _secret(workspace: Workspace, key: str, value: str, place: tuple[str, ...]) -> str:
    """What `$NAME`, a file or the keyring holds. Raises ConfigError."""
    where = config.where(workspace.root, *place)
    return publish.read_secret(key, value, os.environ, workspace.root, where).reveal()
