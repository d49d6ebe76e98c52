"""A channel of post_forge.yaml -> its connection, with the secrets it names and the place where renewed tokens lie."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from post_forge import config
from post_forge.config import Channel
from post_forge.errors import ConfigError, Problem, Source
from post_forge.forge.workspace import Workspace
from post_forge.later import Later

if TYPE_CHECKING:
    from post_forge import publish
else:
    publish = Later("post_forge.publish")

OURS = frozenset({"overflow", "carousel"})
"""The keys of a channel that say how a post is cut for it, and that its publisher does not know."""


def connected(workspace: Workspace, channel: Channel, clock: Callable[[], datetime]) -> publish.Connection:
    """The channel made ready. Sends nothing. Raises ConfigError with everything that is wrong, by its line."""
    secrets, problems = _secrets(workspace, channel)
    if problems:
        raise ConfigError(*problems)
    return _connect(workspace, channel, secrets, vault_of(workspace, channel), clock)


def rehearsed(
    workspace: Workspace, channel: Channel, clock: Callable[[], datetime]
) -> tuple[publish.Connection, tuple[Problem, ...]]:
    """The channel for a dry run: secrets that are missing are told, and stood in for; no token is read or kept."""
    secrets, problems = _secrets(workspace, channel)
    wanted = publish.SECRET_KEYS & channel.options.keys()
    stand_ins = {key: publish.Secret("(not set)") for key in wanted - secrets.keys()}
    login = dict.fromkeys(("access", "password", "author", "account"), "(of the login)")  # where no key names them
    connection = _connect(workspace, channel, {**secrets, **stand_ins}, publish.MemoryVault(login), clock)
    return connection, tuple(problems)


def vault_of(workspace: Workspace, channel: Channel) -> publish.FileVault | publish.KeyringVault:
    """Where the channel's tokens lie, of a login or renewed: outside the workspace, for each workspace and channel."""
    return publish.vault_of(workspace.root, channel.name, channel.options, os.environ)


def place_of(workspace: Workspace) -> publish.Place | None:
    """Where pictures lie in public, for networks that fetch them. Raises ConfigError with what is wrong."""

    def where(key: str) -> Source:
        return config.where(workspace.root, "pictures", key)

    options = workspace.config.pictures
    keys = publish.read_secrets(("access_key", "secret_key"), options, os.environ, workspace.root, where)
    return publish.place_of(options, keys, workspace.root)


def _connect(
    workspace: Workspace,
    channel: Channel,
    secrets: dict[str, publish.Secret],
    vault: publish.Vault,
    clock: Callable[[], datetime],
) -> publish.Connection:
    options = {key: value for key, value in channel.options.items() if key not in OURS}
    source = config.where(workspace.root, "channels", channel.name)
    place = place_of(workspace) if publish.fetches_pictures(channel.platform, options) else None
    return publish.connect(
        channel.name, channel.platform, options, secrets, vault, clock, source, workspace=workspace.root, place=place
    )


def _secrets(workspace: Workspace, channel: Channel) -> tuple[dict[str, publish.Secret], list[Problem]]:
    """The secrets that the channel names, and what is wrong with the others."""
    found: dict[str, publish.Secret] = {}
    problems: list[Problem] = []
    for key in sorted(publish.SECRET_KEYS & channel.options.keys()):
        try:
            value = str(channel.options[key] or "")
            found[key] = publish.read_secret(key, value, os.environ, workspace.root, _where(workspace, channel, key))
        except ConfigError as error:
            problems += error.problems
    return found, problems


def _where(workspace: Workspace, channel: Channel, key: str) -> Source:
    return config.where(workspace.root, "channels", channel.name, key)
