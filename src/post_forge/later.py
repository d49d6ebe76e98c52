"""A stage that is loaded when something of it is first asked for.

A run that has nothing to do needs neither composing nor drawing: their modules cost more time than looking at the
notes. Written beside an import that only the type checker sees:

    if TYPE_CHECKING:
        from post_forge import compose
    else:
        compose = Later("post_forge.compose")
"""

from __future__ import annotations

from importlib import import_module
from typing import Any


class Later:
    """Stands for a module until it is needed."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, attribute: str) -> Any:
        return getattr(import_module(self._name), attribute)
