"""An element that a layout names and this program does not know -> the one an installed distribution offers.

A distribution offers an element by an entry point in the group `post_forge`: its name is the element's, its value
`module:attribute` is an `Element`. It is imported when a layout names it, and not before. Only what is installed in
Python's own path counts; no file of a workspace is ever run.
"""

from __future__ import annotations

import hashlib
import re
import sys
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from post_forge.render.elements import ELEMENTS, INLINE, LATER, Element, attributes, everything, register

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "post_forge"
_TAG = re.compile(r"<([A-Za-z][\w.-]*)")
_loaded: dict[str, Offer] = {}


class PluginError(Exception):
    """A plugin that cannot be used: which distribution it comes from, and why."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message, self.hint = message, hint


@dataclass(frozen=True, slots=True)
class Offer:
    """One element that a distribution offers, not imported yet."""

    name: str
    distribution: str
    version: str
    entry: EntryPoint


def offered() -> dict[str, tuple[Offer, ...]]:
    """What is offered, by the element's name. Reads the facts of installed distributions and imports none of them."""
    return _offered(tuple(sys.path))


@lru_cache(maxsize=4)
def _offered(path: tuple[str, ...]) -> dict[str, tuple[Offer, ...]]:
    from importlib.metadata import distributions

    found: dict[str, dict[str, Offer]] = {}
    for distribution in distributions(path=list(path)):
        for entry in distribution.entry_points:
            if entry.group == GROUP:
                name = distribution.metadata["Name"] or "?"
                offer = Offer(entry.name, name, distribution.version, entry)
                found.setdefault(entry.name, {}).setdefault(name, offer)  # the first on the path is the one installed
    return {name: tuple(offers.values()) for name, offers in found.items()}


def load(name: str) -> Element | None:
    """The element of this name, imported and registered; None where nobody offers one. Raises PluginError."""
    offers = offered().get(name, ())
    if not offers:
        return None
    if len(offers) > 1:
        who = " and ".join(f"{one.distribution} {one.version}" for one in offers)
        raise PluginError(f"<{name}> is offered by {who}", "uninstall one of them")
    element = ELEMENTS[name] if _loaded.get(name) == offers[0] else _imported(offers[0])
    register(element)
    _loaded[name] = offers[0]
    return element


def drawn_by(markup: str) -> list[str]:
    """The plugins that draw elements of this markup, each with its version and a digest of its code."""
    used = set(_TAG.findall(markup)) - INLINE - {"br"}
    strange = {tag for tag in used if tag in _loaded or (tag not in ELEMENTS and tag not in LATER)}
    if not strange:
        return []
    found = []
    for tag in sorted(strange & offered().keys()):
        with suppress(PluginError):  # told when the markup is read
            load(tag)
            offer = _loaded[tag]
            found.append(f"{tag} {offer.distribution} {offer.version} {_code(offer.entry.module)}")
    return found


def _code(module: str) -> str:
    file = getattr(sys.modules.get(module), "__file__", None)
    return hashlib.sha256(Path(file).read_bytes()).hexdigest() if file and Path(file).is_file() else ""


def listing() -> tuple[tuple[Element, ...], tuple[PluginError, ...]]:
    """Every element there is, those of plugins included, by name; and what of these cannot be loaded."""
    wrong, known = [], everything()
    for name in sorted(offered()):
        try:
            if name not in known:
                load(name)
        except PluginError as error:
            wrong.append(error)
    return tuple(sorted(known.values(), key=lambda element: element.name)), tuple(wrong)


def _imported(offer: Offer) -> Element:
    whose = f"<{offer.name}> of {offer.distribution} {offer.version}"
    try:
        found = offer.entry.load()
    except ModuleNotFoundError as error:
        hint = f"pip install the distribution that has the module {error.name!r}, or reinstall {offer.distribution}"
        raise PluginError(f"{whose} cannot be loaded: there is no module {error.name!r}", hint) from error
    except Exception as error:  # a plugin is somebody else's code: whatever it raises is told with its name
        what = f"{type(error).__name__}: {error}".partition("\n")[0][:200]
        raise PluginError(f"{whose} cannot be loaded: {what}", f"see {offer.entry.value}") from error
    if not isinstance(found, Element):
        raise PluginError(f"{whose} is a {type(found).__name__}", f"{offer.entry.value} has to be an Element")
    if found.name != offer.name:
        raise PluginError(f"{whose} calls itself <{found.name}>", "the entry point has the element's name")
    if wrong := [name for name, reader in attributes(found).items() if not callable(reader)]:
        raise PluginError(f"{whose}: the reader of {wrong[0]!r} cannot be called", f"see {offer.entry.value}")
    return found
