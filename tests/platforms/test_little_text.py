"""The text as LinkedIn's Posts API wants it written."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from post_forge.platforms import escape_little_text

RESERVED = "\\|{}@[]()<>#*_~"


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("plain, with: signs! → 100%", "plain, with: signs! → 100%"),
        (RESERVED, "".join(f"\\{letter}" for letter in RESERVED)),
        ("f(x) [1] {a}", r"f\(x\) \[1\] \{a\}"),
        ("#Redis and C# and #1", r"#Redis and C\# and \#1"),
        ("#a_b", r"#a\_b"),
        ("@alice", r"\@alice"),
        ("https://example.com/a_b#c", r"https://example.com/a\_b\#c"),
        ("＃タグ", "＃タグ"),
        ("C:\\new", r"C:\\new"),
    ],
)
def test_escaping(text: str, escaped: str) -> None:
    assert escape_little_text(text) == escaped


@given(st.text(RESERVED + "aé東 \n#"))
def test_what_is_escaped_can_be_read_back(text: str) -> None:
    escaped = escape_little_text(text)
    assert re.sub(r"\\(.)", r"\1", escaped, flags=re.S) == text
    assert not re.search(r"(?<!\\)(?:\\\\)*[|{}@\[\]()<>*_~]", escaped)
