"""A post that is out -> changed or taken down where the network can, part by part; else what a person can do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from post_forge.publish.classify import failure_of, message_of
from post_forge.publish.network import Network
from post_forge.publish.values import Failure, Fetch, Outgoing, Request, Response, Sent


@dataclass(frozen=True, slots=True)
class Corrected:
    """What was done: the parts that are changed or gone, and why the others are not. Both may be done again."""

    done: tuple[Sent, ...]
    problems: tuple[str, ...] = ()


def withdraw(network: Network, posts: Sequence[Sent], fetch: Fetch, now: datetime) -> Corrected:
    """Take all parts down, the last first, so that no reply ever hangs in the air."""
    done: list[Sent] = []
    problems: list[str] = []
    for sent in reversed(posts):
        why = _apply(network, network.withdrawing(sent), fetch, now, gone_is_good=True)
        if why:
            problems.append(f"{sent.url or sent.remote}: {why}")
        else:
            done.append(sent)
    return Corrected(tuple(done), tuple(problems))


def amend(network: Network, posts: Sequence[Sent], post: Outgoing, fetch: Fetch, now: datetime) -> Corrected:
    """Change the words of each part to what `post` says. A post with more or fewer parts cannot be changed."""
    if len(posts) != len(post.parts):
        return Corrected((), (f"{len(posts)} parts are out and {len(post.parts)} would be: withdraw it instead",))
    done: list[Sent] = []
    problems: list[str] = []
    for part, sent in enumerate(posts):
        why = _apply(network, network.amending(sent, part, post), fetch, now, gone_is_good=False)
        if why:
            problems.append(f"{sent.url or sent.remote}: {why}")
        else:
            done.append(sent)
    return Corrected(tuple(done), tuple(problems))


def _apply(network: Network, request: Request | str, fetch: Fetch, now: datetime, *, gone_is_good: bool) -> str:
    """Why a request did not do what it should; "" if it did. Doing it twice does no harm, so it is tried twice."""
    if isinstance(request, str):
        return request
    failure: Failure | None = None
    for _ in range(2):
        reply = fetch(request)
        if isinstance(reply, Failure):
            return reply.reason
        if isinstance(reply, Response) and network.is_gone(reply):
            return "" if gone_is_good and network.confirms_gone(request, fetch) else f"not there: {message_of(reply)}"
        failure = failure_of(reply, now, visible=False)
        if failure is None:
            return ""
        if failure.kind != "unsent":
            break
    return failure.reason if failure else ""
