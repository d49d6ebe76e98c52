"""Renewed tokens -> a file outside the workspace that only its owner may read, written whole or not at all."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from pathlib import Path

from post_forge.errors import Problem, WorkspaceError


class FileVault:
    """One channel's tokens in `folder` (made with mode 700), a file with mode 600. `name` may be any words.

    A token in it is as secret as a password: `folder` belongs into the user's own, never into a workspace.
    """

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self._path = folder / (re.sub(r"[^\w.-]", "_", name).lstrip(".")[:100] + ".json")

    def load(self) -> Mapping[str, str]:
        """What was kept; nothing where nothing was, or where it cannot be read as tokens."""
        try:
            found = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return {str(key): str(value) for key, value in found.items()} if isinstance(found, dict) else {}

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


class MemoryVault:
    """Tokens that are forgotten when the program ends: for a dry run and for tests."""

    def __init__(self, tokens: Mapping[str, str] | None = None) -> None:
        self.tokens = dict(tokens or {})

    def load(self) -> Mapping[str, str]:
        return self.tokens

    def save(self, tokens: Mapping[str, str]) -> None:
        self.tokens = dict(tokens)
