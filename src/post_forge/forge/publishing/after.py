"""A post that is out -> corrected or taken down where its network can, else what a person has to do there.

Both are harmless when done twice. The queue learns of it when the network has done all of it; what is withdrawn is
never published again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

from post_forge.config import Channel
from post_forge.errors import ForgeError, Problem
from post_forge.forge.publishing.channels import connected
from post_forge.forge.publishing.loading import load
from post_forge.forge.queueing.known import actor, known_by, opened
from post_forge.forge.queueing.say import Changed, Said, find
from post_forge.forge.ready import contents_built
from post_forge.forge.schedule import zone_of
from post_forge.forge.workspace import Workspace
from post_forge.later import Later

if TYPE_CHECKING:
    from post_forge import publish, queue
else:
    publish, queue = Later("post_forge.publish"), Later("post_forge.queue")

Verb = Literal["amend", "withdraw"]


def correct(workspace: Workspace, verb: Verb, names: Sequence[str], *, reason: str = "", by_hand: bool = False) -> Said:
    """Change what is out to what was built last (`amend`), or take it down (`withdraw`). With `by_hand` a person has
    done it there already, and only the queue is told.

    What cannot be done to one is a problem, and keeps no other from being done. Raises StoreError.
    """
    now = datetime.now(UTC)
    with opened(workspace, now) as (store, problems):
        hands = _Hands(workspace, store, verb, reason, by_hand, list(problems))
        for delivery in hands.named(names):
            try:
                hands.one(delivery, now)
            except ForgeError as error:
                hands.problems += [_about(delivery, problem) for problem in error.problems]
    return Said(tuple(hands.changed), tuple(dict.fromkeys(hands.problems)))


@dataclass(slots=True)
class _Hands:
    """Carries one command through all its deliveries."""

    workspace: Workspace
    store: queue.Store
    verb: Verb
    reason: str
    by_hand: bool
    problems: list[Problem]
    changed: list[Changed] = field(default_factory=list)

    def named(self, names: Sequence[str]) -> list[queue.Delivery]:
        """The deliveries of all names that are out; of a post all of them."""
        known = known_by(self.store).deliveries
        found: dict[str, queue.Delivery] = {}
        for name in names:
            clean = name.removeprefix("./").removeprefix("output/").rstrip("/")
            out = [item for item in known if item.post == clean and item.state == "published"]
            try:
                found |= {item.id: item for item in out or find(known, name)}
            except ForgeError as error:
                self.problems += error.problems
        return list(found.values())

    def one(self, delivery: queue.Delivery, now: datetime) -> None:
        if delivery.state != "published":
            wrong = queue.next_state(delivery.state, self.verb)
            message, hint = (wrong.message, wrong.hint) if isinstance(wrong, queue.Refusal) else (delivery.state, "")
            self.problems.append(Problem("queue.state", f"{delivery.id}: {message}", None, hint))
            return
        content = delivery.content if self.verb == "amend" else ""
        if not self.by_hand:
            done = self._ask(delivery, now)
            if done is None:
                return
            content = done
        after = self.store.change(
            delivery.id, self.verb, now, actor(), reason=self.reason, content=content, url=delivery.url
        )
        zone = zone_of(self.workspace)[0]
        self.changed.append(Changed(delivery, after, zone))

    def _ask(self, delivery: queue.Delivery, now: datetime) -> str | None:
        """Have the network do it: the content hash of what it shows then, None if it has not done all of it."""
        channel = next((one for one in self.workspace.config.channels if one.name == delivery.channel), None)
        if channel is None:
            self._tell(delivery, f"{delivery.channel!r} is no channel any more", _BY_HAND)
            return None
        posts = self._posts(delivery)
        if not posts:
            self._tell(delivery, "nobody knows its id on the network", f"{_BY_HAND}; it is at {delivery.url or '?'}")
            return None
        connection = connected(self.workspace, channel, lambda: datetime.now(UTC))
        with publish.sending(connection) as send:
            fetch = publish.fetching(send, connection.authority)
            content, done = self._do(delivery, channel, connection.network, posts, fetch, now)
        for why in done.problems:
            self._tell(delivery, connection.mask(why), _BY_HAND)
        return None if done.problems else content

    def _do(
        self,
        delivery: queue.Delivery,
        channel: Channel,
        network: publish.Network,
        posts: Sequence[publish.Sent],
        fetch: publish.values.Fetch,
        now: datetime,
    ) -> tuple[str, publish.Corrected]:
        if self.verb == "withdraw":
            return "", publish.withdraw(network, posts, fetch, now)
        loaded = load(self.workspace, channel, delivery, self._telling(delivery, channel))
        return loaded.post.content, publish.amend(network, posts, loaded.post, fetch, now)

    def _telling(self, delivery: queue.Delivery, channel: Channel) -> str:
        """The content hash of the words that this round is told in now; "" where nobody can say."""
        built = contents_built(self.workspace, delivery.post, channel.platform)
        return built[min(delivery.round, len(built)) - 1] if built else ""

    def _posts(self, delivery: queue.Delivery) -> list[publish.Sent]:
        """What readers see, part by part: as receipts tell it, or published.jsonl of another machine."""
        known: dict[int, publish.Sent] = {}
        for receipt in self.store.receipts(delivery.id):
            if receipt.visible and receipt.outcome == "sent":
                known[receipt.part] = publish.Sent(receipt.remote, receipt.url, receipt.more)
        return [known[part] for part in sorted(known)] or self._told(delivery)

    def _told(self, delivery: queue.Delivery) -> list[publish.Sent]:
        read = queue.read_lines(queue.read(self.workspace.root / queue.FILE), queue.FILE)
        for line in read.lines:
            mine = (line.post, line.channel, line.state) == (delivery.post, delivery.channel, "published")
            if mine and line.time == delivery.sent and line.ids:
                first, *rest = line.ids
                return [publish.Sent(first, line.url), *(publish.Sent(number) for number in rest)]
        return []

    def _tell(self, delivery: queue.Delivery, message: str, hint: str) -> None:
        hint = hint.format(verb=self.verb, id=delivery.id)
        self.problems.append(Problem(f"queue.{self.verb}", f"{delivery.id}: {message}", None, hint))


_BY_HAND = "do it there, then say so: `post-forge queue {verb} {id} --by-hand`"


def _about(delivery: queue.Delivery, problem: Problem) -> Problem:
    return replace(problem, message=f"{delivery.id}: {problem.message}")
