"""A person who says yes in a browser -> tokens in the channel's vault, and whose account they are for.

What asks and shows is handed over (`Hands`), so that the terminal is one way of doing it and a test another. Nothing is
kept before the network has given a token, and no token, code or password is ever shown.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from post_forge import config
from post_forge.config import Channel
from post_forge.errors import Problem, Source, UsageError, WorkspaceError, did_you_mean
from post_forge.forge.publishing.channels import vault_of
from post_forge.forge.workspace import Workspace
from post_forge.later import Later

if TYPE_CHECKING:
    from post_forge import publish
else:
    publish = Later("post_forge.publish")

_NO_LOGIN = {
    "folder": "a folder needs no login",
    "feed": "a feed needs no login",
    "failing": "a fire drill needs no login",
    "webhook": "a webhook has a `secret` that both sides know, and no login",
}
_APP_PASSWORD = re.compile(r"[a-z0-9]{4}(-[a-z0-9]{4}){3}")


@dataclass(frozen=True, slots=True)
class Hands:
    """What a login needs of a person: `open` an address in a browser (whether one opened), `say` a line, `ask` for an
    address to be pasted, `ask_secret` for a password that nobody sees."""

    open: Callable[[str], bool]
    say: Callable[[str], None]
    ask: Callable[[str], str]
    ask_secret: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class LoggedIn:
    """A channel that can publish: whose account it is ("" where nobody asked), where its tokens lie, when they end."""

    channel: str
    platform: str
    who: str
    place: str
    expiry: publish.Expiry
    problems: tuple[Problem, ...] = ()


def login(
    workspace: Workspace,
    name: str,
    hands: Hands,
    clock: Callable[[], datetime],
    *,
    paste: bool = False,
    wait: float = 300,
) -> LoggedIn:
    """Log a channel in; its old tokens are replaced when the new ones are there. `wait` is in seconds, for the browser.

    Raises UsageError where there is nothing to log in to or the person said no, ConfigError where post_forge.yaml lacks
    something, WorkspaceError where the network or the vault refuses.
    """
    channel = channel_of(workspace, name)
    _refuse_named(workspace, channel)
    vault = vault_of(workspace, channel)
    run = _Run(workspace, channel, hands, clock, wait)
    tokens = run.bluesky() if channel.platform == "bluesky" else run.oauth(paste)
    who, facts = run.identify(tokens) if channel.platform != "x" else ("", {})  # X takes money for the answer
    tokens = {**tokens, **facts, **({"name": who} if who else {})}
    vault.save(tokens)
    expiry = publish.expiry_of(channel.platform, tokens)
    return LoggedIn(channel.name, channel.platform, who, vault.place, expiry, run.mismatches(facts))


def log_out(workspace: Workspace, name: str) -> str:
    """Forget a channel's tokens; where they lay. The network is not told: revoke them there."""
    channel = channel_of(workspace, name)
    vault = vault_of(workspace, channel)
    vault.save({})
    return vault.place


def channel_of(workspace: Workspace, name: str) -> Channel:
    """The channel with that name. Raises UsageError with the name that was probably meant."""
    channels = {channel.name: channel for channel in workspace.config.channels}
    if name not in channels:
        hint = did_you_mean(name, channels)
        raise UsageError(Problem("usage.channel", f"there is no channel {name!r} in {config.FILE}", hint=hint))
    return channels[name]


def _where(workspace: Workspace, channel: Channel, key: str = "") -> Source:
    return config.where(workspace.root, "channels", channel.name, *((key,) if key else ()))


def _refuse_named(workspace: Workspace, channel: Channel) -> None:
    """A token that the configuration names would win over that of the login."""
    if why := _NO_LOGIN.get(channel.platform):
        raise UsageError(Problem("login.none", f"{channel.name}: {why}", _where(workspace, channel)))
    for key in ("token", "refresh_token", "password"):
        if channel.options.get(key):
            message = f"{channel.name}: `{key}` names a secret already, which would win over that of a login"
            hint = f"take `{key}` out of {config.FILE}, or look with `post-forge login {channel.name} --check`"
            raise UsageError(Problem("login.named", message, _where(workspace, channel, key), hint))


class _Run:
    """One login."""

    def __init__(
        self, workspace: Workspace, channel: Channel, hands: Hands, clock: Callable[[], datetime], wait: float
    ) -> None:
        self.workspace, self.channel, self.hands, self.clock, self.wait = workspace, channel, hands, clock, wait
        self.platform = channel.platform
        self.own = self._option("url")
        self.server = self.own or publish.SERVERS.get(self.platform, "")
        self.mask = publish.Masker()

    def _option(self, key: str) -> str:
        return str(self.channel.options.get(key) or "").strip()

    # ---- Bluesky ----

    def bluesky(self) -> Mapping[str, str]:
        """A session of an app password, which is kept beside it for the day when the session cannot be renewed."""
        account = self._option("account")
        self.hands.say("Make an app password: bsky.app > Settings > Privacy and security > App passwords.")
        password = self.hands.ask_secret(f"App password for {account}").strip()
        if not _APP_PASSWORD.fullmatch(password):
            message = "this is not an app password: those look like abcd-efgh-ijkl-mnop"
            raise UsageError(Problem("login.password", message, hint="never give your own password to a program"))
        self.mask.add(password)
        vault = publish.MemoryVault()
        session = publish.BlueskySession(
            self.server, account, publish.Secret(password), vault, self.mask.add, self.clock
        )
        with publish.Wire(publish.Allowed(self.server), self.mask) as wire:
            if failure := session.renew(wire):
                raise self._failed(failure.reason, failure.hint)
        return {**vault.tokens, "password": password, "issued": self.clock().isoformat()}

    # ---- OAuth ----

    def oauth(self, paste: bool) -> Mapping[str, str]:
        """The tokens of an authorization code."""
        flow = publish.logins.FLOWS[self.platform]
        port = int(self._option("port") or publish.logins.PORT)
        redirect = self._option("redirect") or f"http://{flow.back}:{port}{publish.RETURN_PATH}"
        if not flow.back and not self._option("redirect"):
            raise self._lacks("redirect", f"the https address that is registered for {self.platform}'s app")
        app = self._app(redirect)
        import secrets  # 8 ms that no other command needs

        state, verifier = secrets.token_urlsafe(24), secrets.token_urlsafe(48)
        self.mask.add(verifier)
        url = publish.logins.address_to_open(self.platform, app, state, verifier)
        here = redirect.startswith("http://") and not paste
        returned = self._returned(url, port, state) if here else self._pasted(url)
        code = publish.logins.code_of(returned, state)
        self.mask.add(code)
        reply = self._send(publish.logins.exchange(self.platform, app, code, verifier))
        tokens = publish.logins.tokens_of(reply, self.clock())
        if not tokens:
            raise self._failed(publish.message_of(reply), "log in again: a code can be used once, for some minutes")
        return self._upgraded(tokens, app)

    def _app(self, redirect: str) -> publish.logins.App:
        """Who this program is to the network."""
        options, flow = self.channel.options, publish.logins.FLOWS[self.platform]
        if self.platform == "mastodon":
            reply = self._send(publish.logins.registration(self.server, redirect))
            found = reply.json() if reply.ok else None
            if not isinstance(found, dict) or not found.get("client_id"):
                raise self._failed(publish.message_of(reply), "is `url` the address of a Mastodon server?")
            secret = str(found.get("client_secret") or "")
            self.mask.add(secret)
            return publish.logins.App(str(found["client_id"]), secret, redirect, self.server)
        if not self._option("client_id"):
            raise self._lacks("client_id", "that of the app that you registered there")
        if flow.secret and not options.get("client_secret"):
            raise self._lacks("client_secret", "as $NAME, file:PATH or keyring:NAME")
        read = publish.read_secrets(("client_secret",), options, os.environ, self.workspace.root, self._where_is)
        secret = read["client_secret"].reveal() if "client_secret" in read else ""
        self.mask.add(secret)
        return publish.logins.App(self._option("client_id"), secret, redirect, self.own)

    def _returned(self, url: str, port: int, state: str) -> str:
        with publish.Returning(port, state) as returning:
            if not self.hands.open(url):
                self.hands.say("Open this in the browser where you are logged in:")
                self.hands.say(url)
            returned = returning.wait(self.wait)
        if not returned:
            message = f"the browser did not come back within {self.wait:g} seconds"
            hint = "log in again; with --paste the browser may be on another machine"
            raise WorkspaceError(Problem("login.waited", message, hint=hint))
        return returned

    def _pasted(self, url: str) -> str:
        if not self.hands.open(url):
            self.hands.say("Open this in the browser where you are logged in:")
            self.hands.say(url)
        self.hands.say("Say yes there. The page that comes last may be empty or an error: only its address counts.")
        return self.hands.ask("The address of that page")

    def _upgraded(self, tokens: Mapping[str, str], app: publish.logins.App) -> Mapping[str, str]:
        self.mask.add(tokens["access"])
        request = publish.logins.upgrade(self.platform, app, tokens["access"])
        if request is None:
            return tokens
        reply = self._send(request)
        longer = publish.logins.tokens_of(reply, self.clock())
        if not longer:
            raise self._failed(publish.message_of(reply), "the token of an hour could not be made one of 60 days")
        return {**tokens, **longer}

    # ---- who it is ----

    def identify(self, tokens: Mapping[str, str]) -> tuple[str, Mapping[str, str]]:
        """Whose account it is, and what of it the channel needs; nothing where the network does not say."""
        request = publish.logins.question(self.platform, self.server)
        if request is None:
            return "", {}
        reply = self._send(publish.signed(request, tokens["access"]))
        return publish.logins.identity(self.platform, reply) if reply.ok else ("", {})

    def mismatches(self, facts: Mapping[str, str]) -> tuple[Problem, ...]:
        """What post_forge.yaml says of the account and the login says otherwise."""
        found = []
        for key, told in facts.items():
            said = self._option(key)
            if said and said not in (told, "me") and not said.startswith("urn:li:organization:"):
                message = f"{self.channel.name}: `{key}` is {said}, and the account that logged in is {told}"
                hint = f"write {key}: {told}, or leave it out"
                found.append(Problem("login.account", message, self._where_is(key), hint, "warning"))
        return tuple(found)

    # ---- the wire ----

    def _send(self, request: publish.Request) -> publish.Response:
        address = request.url.partition("?")[0]
        with publish.Wire(publish.Allowed(self.server or address, others=(address,)), self.mask) as wire:
            reply = wire(request)
        if isinstance(reply, publish.Response):
            return reply
        raise self._failed(reply.reason, "is the machine online?")

    def _failed(self, reason: str, hint: str) -> WorkspaceError:
        message = self.mask(f"{self.channel.name}: {self.platform} did not let us in: {reason}")
        return WorkspaceError(Problem("login.failed", message, _where(self.workspace, self.channel), self.mask(hint)))

    def _lacks(self, key: str, what: str) -> UsageError:
        message = f"{self.channel.name}: to log in to {self.platform}, the channel needs `{key}`"
        where = _where(self.workspace, self.channel)
        return UsageError(Problem("login.app", message, where, f"write {what} (docs/channels.md)"))

    def _where_is(self, key: str) -> Source:
        return _where(self.workspace, self.channel, key)
