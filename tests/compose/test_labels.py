"""Labels: bold, several to a line, spoken, plain."""

from __future__ import annotations

import pytest

from post_forge.compose.units.labels import split_labels
from tests.compose.builders import text


def found(words: str, plain_too: bool = False) -> list[tuple[str, str]]:
    return [(str(label), str(rest)) for label, rest in split_labels(text(words), plain_too)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("**The Trap:** You wait.", [("The Trap", "You wait.")]),
        ("**The Trap**: You wait.", [("The Trap", "You wait.")]),
        ("**Write cost** — every write pays.", [("Write cost", "every write pays.")]),
        ("**Pros:** free. **Cons:** slow.", [("Pros", "free."), ("Cons", "slow.")]),
        ("Send it twice. **The Fix:** Use a key.", [("", "Send it twice."), ("The Fix", "Use a key.")]),
        ("`dig +trace` — walk the tree.", [("dig +trace", "walk the tree.")]),
        ("[JWT](https://x.org): a token.", [("JWT", "a token.")]),
        ("**Dedup window vs storage.** Keys must live.", [("Dedup window vs storage", "Keys must live.")]),
        ('**"More is faster."** It is not.', [('"More is faster."', "It is not.")]),
        ("It works. The lesson: a TTL limits caches.", [("", "It works."), ("The lesson", "a TTL limits caches.")]),
        ("**Databases** that write in place.", [("", "Databases that write in place.")]),
        ("**Redis** Sentinel watches.", [("", "Redis Sentinel watches.")]),
        ("Call it **never: ever** again.", [("", "Call it never: ever again.")]),
        ("At 10:30 it fails.", [("", "At 10:30 it fails.")]),
        ("Nothing here.", [("", "Nothing here.")]),
    ],
)
def test_labels_are_told_from_the_text(words: str, expected: list[tuple[str, str]]) -> None:
    assert found(words) == expected


def test_plain_labels_count_only_where_the_list_has_them() -> None:
    assert found("SRV: host and port", plain_too=True) == [("SRV", "host and port")]
    assert found("SRV: host and port") == [("", "SRV: host and port")]
    assert found("This is a long start of words: host", plain_too=True) == [("", "This is a long start of words: host")]


def test_a_label_loses_its_bold_and_the_text_keeps_its_marks() -> None:
    [(label, rest)] = split_labels(text("**Fix:** use `SELECT`"))
    assert not label.spans[0].marks
    assert "code" in rest.spans[-1].marks


def test_a_colon_behind_a_quoted_label_is_no_part_of_the_text() -> None:
    [(label, words)] = split_labels(text('**"Lease" and "lock"**: Two words for one thing.'))
    assert (str(label), str(words)) == ('"Lease" and "lock"', "Two words for one thing.")


def test_a_long_quotation_in_bold_is_a_label_and_a_long_bold_line_is_not() -> None:
    claim = '"If I send 1000 bytes, the other side receives 1000 bytes in one call."'
    assert found(f"**{claim}** TCP is a stream.") == [(claim, "TCP is a stream.")]
    line = "If I send 1000 bytes then the other side receives them in one call."
    assert found(f"**{line}** TCP is a stream.") == [("", f"{line} TCP is a stream.")]
