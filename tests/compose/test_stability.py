"""The same notes give the same texts; what changes in one place changes what is made from that place alone."""

from __future__ import annotations

from pathlib import Path

from post_forge import compose, notes
from post_forge.compose.identity import likeness
from post_forge.model import Post
from post_forge.platforms import RULES, split_thread

OPTIONS = compose.Options(split=split_thread, sensitive=notes.sensitive)
NOTE = """# Leases

## A lease that ends too early

- **The Trap:** A worker that pauses for 40 seconds loses its lease and runs on. Two workers write one row.
- **The Fix:** Give every lease a number, and let the database refuse a smaller one.

Nobody sees it before the bill comes, for both of them log success and neither of them has failed.

## A clock that jumps

A clock that jumps back 3 minutes breaks every lease of the cluster at once. Nobody waits for the other any more.

- **Monotonic time:** It never jumps, and it means nothing on another machine.
- **Wall time:** It jumps whenever a server of time says so, and it is the same for all of them.
- **Fencing:** It needs no clock at all, only a number that grows by one.

## Renewing costs a write

Renewing every 10 seconds costs one write for each job and saves none of them from a long pause of its own.

1. Take the lease for as long as the job takes, and add a third.
2. Renew it when half of that time is over, and never later.
3. Stop the work when the answer does not come within 5 seconds.
"""

JUMPS = "leases/a-clock-that-jumps"
REWRITTEN = "jumps runs 400 jobs a second time in the night on which an hour comes twice"
OTHER = """# Caches

## A stale price

- **The Trap:** A stale price stays in the shop for 5 minutes and sells 300 shoes at a loss.
- **The Fix:** Delete the key in both regions, and only then answer the call.

The delete of the key went to the first region alone, and nobody sees it before the month ends. A shop with two regions
has two caches, and each of them believes that it is the only one.
"""


def made(folder: Path, text: str) -> dict[str, Post]:
    folder.mkdir(exist_ok=True)
    (folder / "leases.md").write_text(text, encoding="utf-8")
    found = notes.find(folder, folder)
    written = [result.note for one in found.notes if (result := notes.read(one, root=folder)).note]
    collection = compose.survey(map(compose.facts, written))
    return {post.id: post for one in written for post in compose.compose(one, collection, OPTIONS, RULES).posts}


def told(post: Post) -> tuple[object, ...]:
    """All that a reader meets."""
    slides = [compose.shown(slide) for slide in post.deck.slides]
    return post.texts, post.variants, slides, post.hashtags, post.alts


def test_the_same_notes_give_the_same_texts(tmp_path: Path) -> None:
    first, again = made(tmp_path / "a", NOTE), made(tmp_path / "b", NOTE)
    assert len(first) == 3
    assert {name: told(post) for name, post in first.items()} == {name: told(post) for name, post in again.items()}


def test_a_changed_section_changes_the_posts_made_from_it_and_no_other(tmp_path: Path) -> None:
    before = made(tmp_path, NOTE)
    after = made(tmp_path, NOTE.replace("jumps back 3 minutes", "jumps back 9 minutes"))
    assert before.keys() == after.keys()
    assert {name for name in before if told(before[name]) != told(after[name])} == {JUMPS}


def test_a_mended_typo_keeps_what_a_post_is_known_by(tmp_path: Path) -> None:
    before = made(tmp_path, NOTE.replace("neither of them has failed", "neither of tehm has failed"))
    after = made(tmp_path, NOTE)
    assert before.keys() == after.keys()
    assert all(likeness(before[name].fingerprint, after[name].fingerprint) > 0.5 for name in before)


def test_a_rewritten_section_is_a_new_version_of_the_same_post(tmp_path: Path) -> None:
    before = made(tmp_path, NOTE)
    new = NOTE.replace("jumps back 3 minutes breaks every lease of the cluster at once", REWRITTEN)
    after = made(tmp_path, new.replace("Nobody waits for the other any more.", "The shop paid for each of them."))
    assert before.keys() == after.keys()
    assert told(before[JUMPS]) != told(after[JUMPS])


def test_another_note_changes_no_text(tmp_path: Path) -> None:
    alone = made(tmp_path, NOTE)
    (tmp_path / "other.md").write_text(OTHER, encoding="utf-8")
    beside = made(tmp_path, NOTE)
    assert beside.keys() > alone.keys()
    assert all(told(beside[name]) == told(post) for name, post in alone.items())
