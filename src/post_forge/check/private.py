"""A note -> what in it must not be published: secrets, people's addresses, what is not finished."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from post_forge.check import walking
from post_forge.check.values import Found, NoteView, Tools

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
SECRETS = frozenset({"cloud key", "token", "private key", "connection string", "password"})
_PERSONAL = frozenset({"mail address", "phone number", "private address", "internal"})


def secrets(view: NoteView, tools: Tools) -> Iterator[Found]:
    """Keys, tokens and passwords, in words and in code."""
    for kind, found in _all(view, tools):
        if kind in SECRETS:
            yield Found(found.source, f"this looks like a secret: a {kind}", _RENEW, found.length)


_RENEW = "take it out, renew it (git keeps the old one for ever), and write <token> or $NAME in its place"


def personal(view: NoteView, tools: Tools) -> Iterator[Found]:
    """Addresses of people and machines, and what says of itself that it is for few eyes."""
    told: set[tuple[str, int]] = set()
    for kind, found in _all(view, tools):
        line = found.source.line if found.source else 0
        if kind in _PERSONAL and (kind, line) not in told:
            told.add((kind, line))
            message = f"a {kind} keeps this section from being posted" if kind != "internal" else _FOR_FEW
            yield Found(found.source, message, "write an example: alice@example.org, 192.0.2.1", found.length)


_FOR_FEW = "words that mark this section as internal keep it from being posted"


def unfinished(view: NoteView, tools: Tools) -> Iterator[Found]:
    """TODO, TBD, lorem ipsum."""
    for kind, found in _all(view, tools):
        line, start = (view.line(found.source.line), found.source.column - 1) if found.source else ("", 0)
        if kind == "unfinished" and not line[:start].endswith("(#"):  # where a link leads is never shown
            word = line[start : start + found.length]
            yield Found(found.source, f"{word!r} keeps this section from being posted", _FINISH, found.length)


_FINISH = "finish it, or take the line out"


@lru_cache(2)
def _all(view: NoteView, tools: Tools) -> tuple[tuple[str, Found], ...]:
    """What is found in a note, looked for once for the three rules."""
    return tuple(_findings(view, tools))


def _findings(view: NoteView, tools: Tools) -> Iterator[tuple[str, Found]]:
    """Every finding with the place it begins at and its length, no words of it: the list may end up in a log."""
    end = walking.matter_end(view)
    body = "\n".join([""] * end + view.lines[end:])
    hidden = [found.span() for found in _COMMENT.finditer(body)]
    for kind, start, stop in tools.sensitive(body):
        if kind not in SECRETS and any(first <= start < last for first, last in hidden):
            continue  # a comment is for its author; nobody else sees it
        line = body.count("\n", 0, start) + 1
        column = start - body.rfind("\n", 0, start)
        length = max(1, min(stop, (body + "\n").find("\n", start)) - start)
        yield kind, Found(view.at(line, column), "", "", length)
