"""Publish: what a post says, and what was kept of earlier tries -> the post on its network, once.

    connection = connect(name, platform, options, secrets, vault, clock)     a channel made ready; sends nothing
    with sending(connection) as send:                                        the only way out, or onto the disk
        fetch = fetching(send, connection.authority)                         the same with the channel's credentials
        intent = network.intent(post, now)                                   kept before the first byte leaves
        deliver(network, post, intent, receipts, Tools(fetch, ...), tries)   -> Verdict, in the queue's words
        withdraw, amend                                                      what is out, taken down or changed
    dry_run(network, post, intent, mask)            the requests as a person may read them
    spread(parts, pictures, most)                   more pictures than a post can have, over a thread
    channel_problems(name, platform, options)       what post_forge.yaml may say of a channel, and may not
    read_secrets(secret_keys(platform), options, environment, workspace)     the secrets that it names
    place_of(pictures, secrets, workspace)          where pictures lie in public, for networks that fetch them
    vault_of(workspace, channel, options, environment)                       where its tokens are kept
    token_problem(name, platform, vault.load(), now)                         a token that ends within days
    logins.*, Returning                             the authorization code of OAuth 2, and the browser that comes back
    retry.*                                         back-off, circuit and budgets as pure decisions

Nothing here keeps anything: the queue stands behind the `ask` and `answer` of Tools.
"""

from post_forge.publish import logins, retry
from post_forge.publish.afterwards import Corrected, amend, withdraw
from post_forge.publish.authority import Authority, Bearer, Nobody, fetching, signed
from post_forge.publish.bluesky import Bluesky
from post_forge.publish.channels import POSTED, SERVERS, Connection, connect, fetches_pictures, sending
from post_forge.publish.classify import budget_of, failure_of, message_of
from post_forge.publish.driver import Tools, deliver
from post_forge.publish.dryrun import dry_run
from post_forge.publish.expiry import Expiry, expiry_of, token_problem
from post_forge.publish.failing import Failing
from post_forge.publish.feed import Feed
from post_forge.publish.folder import Folder, handed_over
from post_forge.publish.guard import Allowed
from post_forge.publish.linkedin import LinkedIn
from post_forge.publish.masking import Masker, shown
from post_forge.publish.mastodon import Mastodon, limits_of
from post_forge.publish.meta import Instagram, Threads
from post_forge.publish.network import Network
from post_forge.publish.options import LOCAL, PICTURES, SECRET_KEYS, channel_problems, secret_keys
from post_forge.publish.public import InPublic, Place, place_of, place_problems
from post_forge.publish.returning import PATH as RETURN_PATH
from post_forge.publish.returning import Returning
from post_forge.publish.secrets import Secret, plain_secret, read_secret, read_secrets
from post_forge.publish.sessions import BlueskySession, LongLived, OAuth2
from post_forge.publish.spreading import numbered, spread
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
from post_forge.publish.vault import FileVault, KeyringVault, MemoryVault, Vault, vault_of
from post_forge.publish.webhook import Signer, Webhook
from post_forge.publish.wire import Wire
from post_forge.publish.x import X

__all__ = [
    "LOCAL",
    "PICTURES",
    "POSTED",
    "RETURN_PATH",
    "SECRET_KEYS",
    "SERVERS",
    "Absent",
    "Allowed",
    "Authority",
    "Bearer",
    "Bluesky",
    "BlueskySession",
    "CannotTell",
    "Card",
    "Connection",
    "Corrected",
    "Document",
    "Expiry",
    "Facet",
    "Failing",
    "Failure",
    "Feed",
    "FileVault",
    "Folder",
    "InPublic",
    "Instagram",
    "Intent",
    "KeyringVault",
    "LinkedIn",
    "LongLived",
    "Lost",
    "Masker",
    "Mastodon",
    "MemoryVault",
    "Network",
    "Nobody",
    "OAuth2",
    "Outgoing",
    "Part",
    "Picture",
    "Place",
    "Request",
    "Response",
    "Returning",
    "Secret",
    "Sent",
    "Signer",
    "Step",
    "Threads",
    "Tools",
    "Vault",
    "Verdict",
    "Webhook",
    "Wire",
    "X",
    "amend",
    "budget_of",
    "channel_problems",
    "connect",
    "deliver",
    "dry_run",
    "expiry_of",
    "failure_of",
    "fetches_pictures",
    "fetching",
    "handed_over",
    "limits_of",
    "logins",
    "message_of",
    "numbered",
    "place_of",
    "place_problems",
    "plain_secret",
    "read_secret",
    "read_secrets",
    "retry",
    "secret_keys",
    "sending",
    "shown",
    "signed",
    "spread",
    "token_problem",
    "vault_of",
    "withdraw",
]
