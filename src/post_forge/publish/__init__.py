"""Publish: what a post says, and what was kept of earlier tries -> the post on its network, once.

    network = Mastodon(server)                      one of NETWORKS, as a channel has configured it
    intent = network.intent(post, now)              kept before the first byte leaves
    deliver(network, post, intent, receipts, tools) -> Verdict
    withdraw, amend                                 what is out, taken down or changed where that can be
    dry_run(network, post, intent, mask)            the requests as a person may read them

    Wire(network.allowed, mask)                     the only way out; time-outs, no redirects, no private addresses
    fetching(wire, authority)                       the same with the channel's credentials
    read_secret, plain_secret                       where secrets come from, and that none stands in a shared file
    retry.*                                         back-off, circuit and budgets as pure decisions

Nothing here keeps anything: the queue stands behind `ask` and `answer`.
"""

from post_forge.publish import retry
from post_forge.publish.afterwards import Corrected, amend, withdraw
from post_forge.publish.authority import Authority, Bearer, fetching
from post_forge.publish.bluesky import Bluesky
from post_forge.publish.classify import budget_of, failure_of
from post_forge.publish.driver import Tools, deliver
from post_forge.publish.guard import Allowed
from post_forge.publish.masking import Masker, shown
from post_forge.publish.mastodon import Mastodon, limits_of
from post_forge.publish.network import Network
from post_forge.publish.secrets import SECRET_KEYS, Secret, plain_secret, read_secret
from post_forge.publish.sessions import BlueskySession, OAuth2
from post_forge.publish.values import (
    Absent,
    CannotTell,
    Card,
    Document,
    Facet,
    Failure,
    Intent,
    Lost,
    Outgoing,
    Part,
    Picture,
    Request,
    Response,
    Sent,
    Step,
    Verdict,
)
from post_forge.publish.vault import FileVault, MemoryVault
from post_forge.publish.wire import Wire

__all__ = [
    "SECRET_KEYS",
    "Absent",
    "Allowed",
    "Authority",
    "Bearer",
    "Bluesky",
    "BlueskySession",
    "CannotTell",
    "Card",
    "Corrected",
    "Document",
    "Facet",
    "Failure",
    "FileVault",
    "Intent",
    "Lost",
    "Masker",
    "Mastodon",
    "MemoryVault",
    "Network",
    "OAuth2",
    "Outgoing",
    "Part",
    "Picture",
    "Request",
    "Response",
    "Secret",
    "Sent",
    "Step",
    "Tools",
    "Verdict",
    "Wire",
    "amend",
    "budget_of",
    "deliver",
    "failure_of",
    "fetching",
    "limits_of",
    "plain_secret",
    "read_secret",
    "retry",
    "shown",
    "withdraw",
]
