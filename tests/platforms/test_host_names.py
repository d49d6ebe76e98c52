"""Which stretches of a text X and Mastodon read as links."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from post_forge.platforms.links import links, mastodon_dialect, x_dialect
from post_forge.platforms.top_level_domains import TOP_LEVEL_DOMAINS

CASES = [
    ("nothing here", []),
    ("a.b.c", []),
    ("example.com", ["example.com"]),
    ("sub.example.co.uk/path/", ["sub.example.co.uk/path/"]),
    ("example.community", ["example.community"]),
    ("example.comx", []),
    ("example.com.unknown", ["example.com"]),
    ("example.com, example.org!", ["example.com", "example.org"]),
    ('"example.com"', ["example.com"]),
    ("https://a.example.com:8080/x?y=z#w", ["https://a.example.com:8080/x?y=z#w"]),
    ("https://user:secret@example.com", []),
    ("xhttps://example.com", []),
    ("日本.example.comは", [".example.com"[1:]]),
    ("xn--80ak6aa92e.com", ["xn--80ak6aa92e.com"]),
    ("https://рф.рф/путь", ["https://рф.рф/путь"]),
    ("рф.рф", []),
    ("a" * 64 + ".com", []),
    ("a" * 63 + ".com", ["a" * 63 + ".com"]),
    ("https://example.com/" + "a" * 4_100, []),
    ("https://example.com/a)b", ["https://example.com/a"]),
    ("https://example.com/a,example.org", ["https://example.com/a,example.org"]),
    ("https://example.com/日本.example.org", ["https://example.com/", "example.org"]),
    ("https://example.com/日.org", ["https://example.com/"]),
    ("éclair.com", ["clair.com"]),
    ("https://example.com/(a)", ["https://example.com/(a)"]),
    ("https://example.com/a](https://example.org)", ["https://example.com/a", "https://example.org"]),
    ("http://t.co/" + "a" * 41, []),
    ("@example.com #example.com", []),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_x_finds_its_links(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in links(text, x_dialect())] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("example.com https://example.com/a.", ["https://example.com/a"]),
        ("https://example.com/a_(b)", ["https://example.com/a_(b)"]),
        ("https://example.com/日本語/ü", ["https://example.com/日本語/ü"]),
        ("ipfs://example.org/x", ["ipfs://example.org/x"]),
        ("ftp://example.org/x", []),
    ],
)
def test_mastodon_finds_its_links(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in links(text, mastodon_dialect())] == expected


@given(text=st.text("ab.-_/:@é東か。 #()com"), dialect=st.sampled_from((x_dialect, mastodon_dialect)))
def test_links_are_in_order_and_apart(text: str, dialect) -> None:  # type: ignore[no-untyped-def]
    places = links(text, dialect())
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert all(one[1] <= other[0] for one, other in pairwise(places))


@given(
    before=st.sampled_from(("", " ", "(", "日本語 ", "\n", "« ")),
    scheme=st.sampled_from(("https://", "http://")),
    name=st.from_regex(r"[a-z]([a-z0-9-]{0,20}[a-z0-9])?", fullmatch=True),
    domain=st.sampled_from(sorted(name for name in TOP_LEVEL_DOMAINS if name.isascii())),
    path=st.from_regex(r"(/[a-z0-9]{1,8}){0,3}", fullmatch=True),
    after=st.sampled_from(("", " ", ". ", ", and", ")", "\n")),
)
def test_a_link_is_found_wherever_it_stands(
    before: str, scheme: str, name: str, domain: str, path: str, after: str
) -> None:
    link = f"{scheme}{name}.{domain}{path}"
    text = before + link + after
    for dialect in (x_dialect(), mastodon_dialect()):
        assert [text[start:end] for start, end in links(text, dialect)] == [link]


def test_the_domains_are_whole() -> None:
    assert {"com", "org", "io", "rs", "md", "py", "中国", "рф", "한국", "museum", "co"} <= TOP_LEVEL_DOMAINS
    assert not {"js", "ts", "go", "rb", "yaml", "toml", "web", "html"} & TOP_LEVEL_DOMAINS
    assert all(name == name.lower() and "." not in name and len(name) > 1 for name in TOP_LEVEL_DOMAINS)
