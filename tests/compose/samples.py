"""A note in the shape of a backend engineer's notes, used by several tests."""

from __future__ import annotations

from post_forge.model import Note
from tests.compose.builders import bullets, code, note, para, section, steps, table

NEGATIVE_CACHING = section(
    "Negative caching",
    bullets(
        '**The Concept:** "No such name" is an answer too, and it is cached for the smaller of two numbers in '
        "the zone.",
        "**The Trap:** You open the new URL _before_ creating the record. Your resolver stores the answer for up to "
        "1 hour. You create the record, nothing changes, and you change three other things that were fine.",
        "**The Fix:** Create the record first. If you looked too early, ask the authoritative server directly.",
    ),
)
QUESTION = section(
    "Your health check removes a dead host from DNS within 10 seconds. Users see errors for 5 minutes. Why?",
    para(
        '**The Senior Answer:** "The record is gone, the caches are not. With a TTL of 300 every resolver may hand '
        'out the dead address for up to 5 minutes. DNS failover is never faster than its TTL."'
    ),
)
CHECKLIST = section(
    "Debugging a slow lookup",
    para("A lookup that takes 4 seconds waits for a server that never answers."),
    steps(
        "**Trace:** Walk from the root and see who answers what, one server after the other.",
        "**Compare:** Ask two public resolvers and see whether they agree about the address.",
        "**Look local:** Ask the resolver of the application, which has its own rules and its own cache.",
        "**Read the TTL:** A number that counts down comes from a cache.",
    ),
)
COMPARISON = section(
    "Round robin vs weighted records",
    para("Both share out the load, and neither of them knows which host is alive."),
    table(
        "Dimension | Round robin | Weighted",
        "Knows the load | ❌ No | ❌ No",
        "Supports a canary | ❌ No | ✅ Yes",
        "Cost | Free | A provider",
        "Set up in | A minute | An hour",
    ),
    para("Use weights for a canary of 5 percent. Use round robin where every host is equal and none of them dies."),
    code("api.example.com.  60  A  192.0.2.10", "zone"),
    para(
        "One big office behind one resolver counts as one lookup, so the shares you set are never the shares you get."
    ),
)


def dns() -> Note:
    return note(
        "DNS: Senior Backend Engineer Reference",
        para(
            "A move at noon took three days, because a TTL of 86400 seconds was lowered an hour before. "
            "Half of the clients kept the old address. Nobody had asked what they already held, and nobody can ask a "
            "cache. The old machine answered for a week."
        ),
        section("Records you touch every week", NEGATIVE_CACHING),
        CHECKLIST,
        COMPARISON,
        section("Interview", QUESTION),
        section("References", bullets("RFC 1034", "RFC 1035", "RFC 2308")),
        tags=("networking",),
    )
