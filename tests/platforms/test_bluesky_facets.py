"""Which bytes of a text Bluesky makes clickable."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from post_forge.platforms import Facet, facets


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ()),
        ("plain", ()),
        ("https://example.com/a.", (Facet(0, 21, "link", "https://example.com/a"),)),
        ("é https://example.com", (Facet(3, 22, "link", "https://example.com"),)),
        ("👍🏽 #Redis!", (Facet(9, 15, "tag", "Redis"),)),
        ("go to example.com", (Facet(6, 17, "link", "https://example.com"),)),
        ("example.dev/a and www.example.dev", (
            Facet(0, 13, "link", "https://example.dev/a"), Facet(18, 33, "link", "https://www.example.dev"),
        )),
        ("edit main.rs, README.md, order.id and user.name", ()),
        ("by @alice.bsky.social.", (Facet(3, 21, "mention", "alice.bsky.social"),)),
        ("@alice and @alice@example.social", ()),
        ("#" + "a" * 65 + " #ok", (Facet(67, 70, "tag", "ok"),)),
        ("https://example.com/#part #タグ", (
            Facet(0, 25, "link", "https://example.com/#part"), Facet(26, 33, "tag", "タグ"),
        )),
        ("mail me@example.com", ()),
    ],
)  # fmt: skip
def test_facets(text: str, expected: tuple[Facet, ...]) -> None:
    assert facets(text) == expected


SNIPPETS = [
    "https://example.com/a",
    "www.example.org",
    "#Tag",
    "#タグ",
    "@a.bsky.social",
    "main.rs",
    "日本語",
    "👨‍👩‍👧",
    "é",
]


@given(st.lists(st.sampled_from([*SNIPPETS, " ", "\n", "(", ")", ".", "。", "#", "@", "/"]), max_size=20).map("".join))
def test_a_range_of_bytes_is_exactly_the_words_it_names(text: str) -> None:
    data = text.encode()
    last = 0
    for facet in facets(text):
        assert last <= facet.start < facet.end <= len(data)
        last = facet.end
        words = data[facet.start : facet.end].decode()
        expected = {"tag": words[1:], "mention": words[1:], "link": words}[facet.kind]
        assert facet.value in (expected, f"https://{expected}")
        assert facet.kind == "link" or words[0] in "#＃@"


@given(before=st.text("aé東👍 "), after=st.sampled_from(("", ".", " b", "\n", "!")))
def test_a_link_is_found_behind_any_text(before: str, after: str) -> None:
    text = f"{before} https://example.com/a{after}"
    (facet,) = facets(text)
    assert text.encode()[facet.start : facet.end] == b"https://example.com/a"
