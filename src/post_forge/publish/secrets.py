"""What a channel's configuration says of a secret -> the secret, read from the environment, a file or the keyring.

    $MASTODON_TOKEN              an environment variable
    file:~/.secrets/mastodon     a file outside the workspace that only its owner may read (mode 600)
    keyring:mastodon             the system's keyring, where the package `keyring` is installed: the entry of that name
                                 below `post-forge`, or keyring:SERVICE/NAME

A secret in the configuration itself is an error: that file is there to be shared.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from post_forge.errors import ConfigError, Problem, Source

_WAYS = "write $NAME for an environment variable, file:PATH (outside the workspace, mode 600), or keyring:NAME"
_NAME = re.compile(r"\$\{?([A-Za-z_]\w*)\}?")
_KEYRING = re.compile(r"keyring:(?:([^/\s]+)/)?(\S+)")


class Secret:
    """A secret that no message can show by accident."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        return self._value

    def __repr__(self) -> str:
        return "Secret(***)"

    __str__ = __repr__


def plain_secret(key: str, value: object, source: Source | None = None) -> Problem | None:
    """What is wrong with a value that should name a secret: it is the secret itself, or nothing."""
    words = str(value).strip()
    if _NAME.fullmatch(words) or words.startswith("file:") or _KEYRING.fullmatch(words):
        return None
    message = f"`{key}` holds the secret itself, in a file that is there to be shared" if words else f"`{key}` is empty"
    return Problem("secret.plain", message, source, _WAYS + ("; then renew the secret" if words else ""))


def read_secret(
    key: str, value: str, environment: Mapping[str, str], workspace: Path, source: Source | None = None
) -> Secret:
    """The secret that `value` points to. Raises ConfigError with what is wrong, and never with the secret."""
    words = value.strip()
    if problem := plain_secret(key, words, source):
        raise ConfigError(problem)
    if named := _NAME.fullmatch(words):
        found = environment.get(named[1], "").strip()
        if not found:
            raise _refused(f"`{key}`: the environment variable {named[1]} is not set", f"export {named[1]}=...", source)
        return Secret(found)
    if words.startswith("file:"):
        return _from_file(key, Path(words.removeprefix("file:")).expanduser(), workspace, source)
    return _from_keyring(key, words, source)


def read_secrets(
    keys: Iterable[str],
    options: Mapping[str, object],
    environment: Mapping[str, str],
    workspace: Path,
    where: Callable[[str], Source | None] = lambda _: None,
) -> dict[str, Secret]:
    """Those of `keys` that `options` have, read; a key that is not there is left out. Raises ConfigError with all that
    is wrong with any of them."""
    found: dict[str, Secret] = {}
    problems: list[Problem] = []
    for key in keys:
        if options.get(key) in (None, ""):
            continue
        try:
            found[key] = read_secret(key, str(options[key]), environment, workspace, where(key))
        except ConfigError as error:
            problems += error.problems
    if problems:
        raise ConfigError(*problems)
    return found


def _from_file(key: str, path: Path, workspace: Path, source: Source | None) -> Secret:
    path = path if path.is_absolute() else workspace / path
    try:
        real, status = path.resolve(strict=True), path.stat()
        if real.is_relative_to(workspace.resolve()):
            raise _refused(f"`{key}`: {path} lies in the workspace", "move it out, where git cannot see it", source)
        if not stat.S_ISREG(status.st_mode) or status.st_mode & 0o077:
            raise _refused(f"`{key}`: others may read {path}", f"chmod 600 {path}", source)
        found = real.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is not text"
        raise _refused(f"`{key}`: {path} cannot be read: {why}", "", source) from None
    if not found or "\n" in found:
        raise _refused(f"`{key}`: {path} should hold one line, the secret", "", source)
    return Secret(found)


def _from_keyring(key: str, words: str, source: Source | None) -> Secret:
    if find_spec("keyring") is None:
        raise _refused(f"`{key}`: the package keyring is not installed", "pip install 'post-forge[keyring]'", source)
    keyring = import_module("keyring")
    match = _KEYRING.fullmatch(words)
    service, name = (match[1] or "post-forge", match[2]) if match else ("", "")
    try:
        found = keyring.get_password(service, name)
    except keyring.errors.KeyringError as error:
        raise _refused(f"`{key}`: the keyring does not answer: {error}", "", source) from None
    if not found:
        raise _refused(f"`{key}`: the keyring has no {service}/{name}", f"keyring set {service} {name}", source)
    return Secret(str(found))


def _refused(message: str, hint: str, source: Source | None) -> ConfigError:
    return ConfigError(Problem("secret.missing", message, source, hint))
