"""Where the link to the note stands on each network, with which parameters: address -> text, reply or comment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, urlsplit

TEXT, REPLY, COMMENT = "text", "reply", "comment"


@dataclass(frozen=True, slots=True)
class Link:
    """The address as it stands in the text, as the next part of a thread, or as the first comment; "" elsewhere."""

    text: str = ""
    reply: str = ""
    comment: str = ""


def link_for(url: str, network: str, identity: str, placement: Mapping[str, str], utm: Mapping[str, str]) -> Link:
    """The link of a post on one network. `placement` says where by network (the text, where it says nothing; any other
    word leaves the link out), `identity` is `note/post`."""
    if not url:
        return Link()
    note, _, post = identity.partition("/")
    told = with_parameters(url, {key: _filled(value, network, note, post) for key, value in utm.items()})
    place = placement.get(network, TEXT)
    return Link(**{place: told}) if place in {TEXT, REPLY, COMMENT} else Link()


def _filled(value: str, network: str, note: str, post: str) -> str:
    for name, word in (("{network}", network), ("{note}", note), ("{post}", post)):
        value = value.replace(name, word)
    return value


def with_parameters(url: str, utm: Mapping[str, str]) -> str:
    """The address with `utm_` parameters behind what its query holds; those that stand there already stay."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"}:
        return url
    there = {key for key, _ in parse_qsl(parts.query, keep_blank_values=True)}
    added = [f"utm_{key}={quote(value, safe='')}" for key, value in utm.items() if value and f"utm_{key}" not in there]
    return parts._replace(query="&".join(filter(None, [parts.query, *added]))).geturl()
