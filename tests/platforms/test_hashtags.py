"""Tags, mentions and web links in a text, and words made a tag."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from post_forge.platforms import camel_case_tag
from post_forge.platforms.entities import mentions, tags, unbreakable, web_links


def _words(text: str, places: tuple[tuple[int, int], ...]) -> list[str]:
    return [text[start:end] for start, end in places]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("#Redis and #PostgreSQL.", ["#Redis", "#PostgreSQL"]),
        ("C# F# #1 #42 ##", []),
        ("#12factor #s3", ["#12factor", "#s3"]),
        ("#हिन्दी #日本語タグ、#한국어 #עברית", ["#हिन्दी", "#日本語タグ", "#한국어", "#עברית"]),
        ("＃タグ", ["＃タグ"]),
        ("a#b &#38; /#c", []),
        ("(#tag) #a_b-c", ["#tag", "#a_b"]),
        ("https://example.com/#part and https://example.com/ #part", ["#part"]),
        ("日本語 #タグ", ["#タグ"]),
    ],
)
def test_tags(text: str, expected: list[str]) -> None:
    assert _words(text, tags(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@alice, @bob.example.org. (@carol@example.social)", ["@alice", "@bob.example.org", "@carol@example.social"]),
        ("alice@example.org", []),
        ("https://example.social/@alice", []),
        ("@types/node", ["@types"]),
        ("@ alone", []),
        ("ご@alice", ["@alice"]),
    ],
)
def test_mentions(text: str, expected: list[str]) -> None:
    assert _words(text, mentions(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("see https://example.com/a.", ["https://example.com/a"]),
        ("(https://en.example.org/wiki/Go_(game))", ["https://en.example.org/wiki/Go_(game)"]),
        ("https://example.com/日本語。次", ["https://example.com/日本語"]),
        ("**https://example.com/**", ["https://example.com/"]),
        ('<a href="https://example.com/?a=b&c=d">', ["https://example.com/?a=b&c=d"]),
        ("http://localhost:8080/x", ["http://localhost:8080/x"]),
        ("https://", []),
        ("https://...", []),
    ],
)
def test_web_links(text: str, expected: list[str]) -> None:
    assert _words(text, web_links(text)) == expected


@given(st.text("ab #@.:/é東()_https://example.com"))
def test_what_must_stay_whole_is_in_order_and_holds_no_space(text: str) -> None:
    places = unbreakable(text)
    assert all(one[1] <= other[0] for one, other in pairwise(places))
    assert not any(letter.isspace() for start, end in places for letter in text[start:end])


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("rate limiting", "#RateLimiting"),
        ("PostgreSQL internals", "#PostgreSQLInternals"),
        ("event-driven CI/CD", "#EventDrivenCICD"),
        ("don't panic", "#DontPanic"),
        ("C#", "#CSharp"),
        ("C++ templates", "#CppTemplates"),
        (".NET", "#DotNet"),
        ("snake_case_name", "#SnakeCaseName"),
        ("#BackendEngineering", "#BackendEngineering"),
        ("base de données", "#BaseDeDonnées"),
        ("分散システム", "#分散システム"),
        ("हिन्दी भाषा", "#हिन्दीभाषा"),
        ("12 factor apps", "#12FactorApps"),
        ("2026", ""),
        ("  ", ""),
        ("🚀", ""),
    ],
)
def test_words_as_a_tag(words: str, expected: str) -> None:
    assert camel_case_tag(words) == expected


@given(st.text())
def test_a_tag_made_is_a_tag_found(words: str) -> None:
    tag = camel_case_tag(words)
    assert tags(tag) == (((0, len(tag)),) if tag else ())
