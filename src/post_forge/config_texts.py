"""What post_forge.yaml may say of the texts: mentions, the link to the note, emphasis. Pydantic models and checks."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict

from post_forge.config import NETWORKS
from post_forge.errors import did_you_mean

_FILLED = ("network", "note", "post")
_WITHOUT_SIGN = {"name", "linkedin"}


class Strict(BaseModel):
    """An unknown key is a mistake: it would be ignored without a word otherwise."""

    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)


def one_of(known: Collection[str], what: str) -> AfterValidator:
    """A validator for words that are known; any other gets the one that was probably meant."""

    def check(value: str) -> str:
        if value not in known:
            raise ValueError(f"there is no {what} {value!r}; {did_you_mean(value, known)}")
        return value

    return AfterValidator(check)


def _alias(value: str) -> str:
    if not re.fullmatch(r"@?\w[\w-]*", value):
        raise ValueError(f"{value!r} is no alias; write it as it stands in notes, without the @: alice")
    return value.removeprefix("@")


def _parameter(value: str) -> str:
    for name in re.findall(r"\{(.*?)\}", value):
        if name not in _FILLED:
            raise ValueError(f"{{{name}}} is not known here; {did_you_mean(name, _FILLED)}")
    return value


def _guide(value: str) -> str:
    if value and not value.startswith(("https://", "http://")):
        raise ValueError(f"{value!r} is no address; write https://example.org/guides/{{note}}.pdf")
    for name in re.findall(r"\{(.*?)\}", value):
        if name != "note":
            raise ValueError(f"{{{name}}} is not known here; {did_you_mean(name, ['note'])}")
    return value


GuideAddress = Annotated[str, AfterValidator(_guide)]
Account = Annotated[str, one_of((*NETWORKS, "name"), "network")]
Parameter = Annotated[str, AfterValidator(_parameter)]
Mentions = dict[Annotated[str, AfterValidator(_alias)], dict[Account, str]]
Emphasis = Literal["none", "unicode"]
InThread = Literal["text", "reply", "none"]


class UtmSchema(Strict):
    """Parameters of the note's link; {network}, {note} and {post} are filled in."""

    source: Parameter = "{network}"
    medium: Parameter = "social"
    campaign: Parameter = "{post}"
    term: Parameter = ""
    content: Parameter = ""


class LinksSchema(Strict):
    """Where the link to the note stands: a reply where a network has threads, a first comment where it has none."""

    linkedin: Literal["text", "comment", "none"] = "text"
    instagram: Literal["comment", "none"] = "none"
    x: InThread = "text"
    mastodon: InThread = "text"
    bluesky: InThread = "text"
    threads: InThread = "text"


class NoticesSchema(Strict):
    """The collection's own lines: on the last slide of a note with `ai_assisted: true`, on slides with figures of
    performance."""

    ai_assisted: str = ""
    figures: str = ""


def handles_of(mentions: Mentions) -> dict[str, dict[str, str]]:
    """The mentions with their sign where a network has one: in YAML it needs quotes, so it may be left out."""
    return {
        alias: {name: word if name in _WITHOUT_SIGN else f"@{word.removeprefix('@')}" for name, word in handles.items()}
        for alias, handles in mentions.items()
    }
