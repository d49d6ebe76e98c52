"""A post and its network -> every request that publishing would send, as a person may read it. Sends nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from post_forge.publish.masking import Masker, shown
from post_forge.publish.network import Network
from post_forge.publish.values import Intent, Key, Outgoing, Sent


class _Placeholders(Mapping[Key, Sent]):
    """Stands for what the network would answer: `<media 1>`."""

    def __getitem__(self, key: Key) -> Sent:
        name, part, item = key
        words = f"<{name} {item + 1}>" if not part else f"<{name} {item + 1} of part {part + 1}>"
        more = {
            "upload": "https://upload.invalid/where-the-network-says",
            "cid": f"<cid of {name}>",
            "blob": f'"{words}"',
        }
        return Sent(words, more=more)

    def get(self, key: Key, default: object = None) -> object:  # type: ignore[override] # nothing is there already
        return default if key[0] in ("image", "document") else self[key]

    def __contains__(self, key: object) -> bool:
        return False

    def __iter__(self) -> Iterator[Key]:
        return iter(())

    def __len__(self) -> int:
        return 0


def dry_run(network: Network, post: Outgoing, intent: Intent, mask: Masker) -> tuple[tuple[str, str], ...]:
    """Every step with its request, in their order; secrets masked, pictures counted. A reason alone if the network
    cannot have the post."""
    if reason := network.refusal(post):
        return (("refused", reason),)
    known = _Placeholders()
    told = []
    for step in network.steps(post):
        request = network.request(step, post, intent, known)
        if request is not None:
            told.append((str(step), shown(request, mask)))
    return tuple(told)
