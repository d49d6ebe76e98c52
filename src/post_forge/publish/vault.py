"""Tokens of a login, and those that came after -> a file outside the workspace that only its owner may read, written
whole or not at all, or the system's keyring."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

from post_forge.errors import ConfigError, Problem, WorkspaceError


class Vault(Protocol):
    """Keeps one channel's tokens, out of sight."""

    def load(self) -> Mapping[str, str]: ...
    def save(self, tokens: Mapping[str, str]) -> None: ...
    def locked(self) -> AbstractContextManager[None]:
        """Held while a token is renewed: one that works only once must not be used by two programs."""
        ...


def vault_of(
    workspace: Path, channel: str, options: Mapping[str, object], environment: Mapping[str, str]
) -> FileVault | KeyringVault:
    """Where a channel's tokens are kept: in the user's own folder for state ($XDG_STATE_HOME/post-forge/tokens), or the
    keyring where the channel says `keep: keyring`. Each workspace has its own. Raises ConfigError without the package
    keyring."""
    root = workspace.resolve()
    name = f"{channel}@{root.name}-{hashlib.sha256(str(root).encode()).hexdigest()[:8]}"
    if str(options.get("keep") or "file") == "keyring":
        return KeyringVault(name)
    home = environment.get("XDG_STATE_HOME", "")
    folder = Path(home) if home.startswith("/") else Path("~/.local/state").expanduser()
    return FileVault(folder / "post-forge/tokens", name)


class FileVault:
    """One channel's tokens in `folder` (made with mode 700), a file with mode 600. `name` may be any words.

    A token in it is as secret as a password: `folder` belongs into the user's own, never into a workspace.
    """

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self._path = folder / (re.sub(r"[^\w.-]", "_", name).lstrip(".")[:100] + ".json")

    @property
    def place(self) -> str:
        return str(self._path)

    def load(self) -> Mapping[str, str]:
        """What was kept; nothing where nothing was, or where it cannot be read as tokens."""
        try:
            return _tokens(self._path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError):
            return {}

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the tokens for this program, waiting for another that has them; without a lock where the folder cannot
        be written, since nothing can be kept there either."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle = os.open(self._path.with_suffix(".lock"), os.O_RDWR | os.O_CREAT, 0o600)
        except OSError:
            yield
            return
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def save(self, tokens: Mapping[str, str]) -> None:
        """Keep them on the disk before this returns. Raises WorkspaceError where the folder cannot be written."""
        draft = self._path.with_suffix(f".{os.getpid()}.new")
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            draft.unlink(missing_ok=True)
            handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(dict(tokens), file)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(self._path)
        except OSError as error:
            message = f"the renewed token cannot be kept in {self._folder}: {error.strerror}"
            raise WorkspaceError(Problem("secret.vault", message, hint="make the folder writable")) from None


class KeyringVault:
    """One channel's tokens in the system's keyring, as JSON below the service `post-forge`."""

    def __init__(self, name: str) -> None:
        if find_spec("keyring") is None:
            message, hint = "`keep: keyring` needs the package keyring", "pip install 'post-forge[keyring]'"
            raise ConfigError(Problem("secret.keyring", message, hint=hint))
        self._name, self._keyring = name, import_module("keyring")

    @property
    def place(self) -> str:
        return f"the keyring, {SERVICE}/{self._name}"

    def load(self) -> Mapping[str, str]:
        """What was kept. Raises WorkspaceError where the keyring does not answer."""
        try:
            return _tokens(str(self._keyring.get_password(SERVICE, self._name) or ""))
        except self._keyring.errors.KeyringError as error:
            raise _locked(error) from None

    def locked(self) -> AbstractContextManager[None]:
        return nullcontext()  # a keyring has no lock to hold

    def save(self, tokens: Mapping[str, str]) -> None:
        """Keep them. Raises WorkspaceError where the keyring does not take them."""
        try:
            self._keyring.set_password(SERVICE, self._name, json.dumps(dict(tokens)))
        except self._keyring.errors.KeyringError as error:
            raise _locked(error) from None


SERVICE = "post-forge"
"""What this program's entries of the keyring stand below."""


def _locked(error: Exception) -> WorkspaceError:
    message = f"the keyring does not answer: {type(error).__name__}"
    return WorkspaceError(Problem("secret.vault", message, hint="unlock it, or keep tokens in a file: `keep: file`"))


def _tokens(text: str) -> Mapping[str, str]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return {str(key): str(value) for key, value in found.items()} if isinstance(found, dict) else {}


class MemoryVault:
    """Tokens that are forgotten when the program ends: for a dry run and for tests."""

    def __init__(self, tokens: Mapping[str, str] | None = None) -> None:
        self.tokens = dict(tokens or {})

    def load(self) -> Mapping[str, str]:
        return self.tokens

    def locked(self) -> AbstractContextManager[None]:
        return nullcontext()

    def save(self, tokens: Mapping[str, str]) -> None:
        self.tokens = dict(tokens)
