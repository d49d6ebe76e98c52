"""The attributes of one tag -> its style, or what is wrong with each of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from post_forge.errors import did_you_mean
from post_forge.render.boxes import Style
from post_forge.render.elements import BOX, FLOW, Element, attributes
from post_forge.render.readers import WrongValueError, accepts
from post_forge.render.theme import Theme

TAG = r"<[\w:.-]+"
"""The beginning of an opening tag."""

_COMMON = {name: name.replace("-", "_") for name in (*BOX, *FLOW)}


@dataclass(frozen=True, slots=True)
class Complaint:
    """A problem that has no place yet. `name` and `value` are the attribute it is about, as they are written."""

    rule: str
    message: str
    hint: str
    name: str = ""
    value: str = ""


def patterns_of(name: str, value: str = "") -> tuple[str, ...]:
    """Where an attribute may stand in its tag: its value where it is written out, else its name."""
    if not name:
        return (TAG,)
    written = rf"""(?<=[\s"'}}]{re.escape(name)}=["']){re.escape(value)}(?=["'])"""
    return (*([written] if value else []), rf"(?<=[\s\"'}}]){re.escape(name)}(?=\s*=)")


def read_style(element: Element, given: Mapping[str, str], theme: Theme) -> tuple[Style, tuple[Complaint, ...]]:
    """The style that attributes ask for, and what is wrong with them."""
    known = attributes(element)
    common: dict[str, Any] = {}
    own: dict[str, Any] = {}
    complaints: list[Complaint] = []
    for name, value in given.items():
        if name not in known:
            hint = "namespaces are not allowed" if name.startswith("xmlns") else did_you_mean(name, known)
            message = f"<{element.name}> has no attribute {name!r}"
            complaints.append(Complaint("template.attribute", message, hint, name))
            continue
        try:
            target = common if name in _COMMON and name not in element.attributes else own
            target[_COMMON.get(name, name) if target is common else name] = known[name](value.strip(), theme)
        except WrongValueError as error:
            hint = error.hint or f"it takes {accepts(known[name])}"
            message = f"<{element.name} {name}>: {error.message}"
            complaints.append(Complaint("template.value", message, hint, name, value))
    for name in sorted(element.required - given.keys()):
        message = f"<{element.name}> needs the attribute {name!r}"
        complaints.append(Complaint("template.attribute", message, f"write {name}=..., {accepts(known[name])}"))
    if element.finish and not complaints:
        try:
            element.finish(own, theme)
        except WrongValueError as error:
            complaints.append(Complaint("template.value", f"<{element.name}>: {error.message}", error.hint))
    return Style(**common, own=own), tuple(complaints)
