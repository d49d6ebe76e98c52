"""How long a text is on each network: vectors worked out by hand from each network's rules."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from post_forge.platforms import RULES, count, fits, instance_rules
from post_forge.platforms.counting import graphemes, mastodon_length, utf8_bytes, utf16_units

FAMILY = "👨‍👩‍👧‍👦"  # 7 code points, 11 UTF-16 units, 25 bytes, 1 grapheme

X_VECTORS = {
    "": 0,
    "plain words": 11,
    "e\u0301": 1,  # NFC makes one letter of two
    "naïve café": 10,
    "Привет": 6,
    "مرحبا": 5,
    "नमस्ते": 6,
    "ქართული": 7,  # Georgian ends the first range (U+10FF)
    "한국": 4,
    "東京タワー": 10,
    "𝗯𝗼𝗹𝗱": 8,
    "–—“”‘’": 6,  # dashes and quotes weigh 1
    "…•→": 6,  # these weigh 2
    "‰": 2,
    "′″": 2,
    "\u200d": 1,
    "©": 1,
    "©\ufe0f": 2,
    "#1 of 10": 8,
    "1\ufe0f\u20e3": 2,
    "👍": 2,
    "👍🏽": 2,
    FAMILY: 2,
    "🇩🇪🇫🇷": 4,
    "🏴󠁧󠁢󠁥󠁮󠁧󠁿": 2,
    "☺\ufe0f": 2,
    "☺\ufe0e": 4,  # drawn as text: the selector is a character of its own
    "🧑‍💻": 2,  # younger than the library's list; the document says every emoji is 2
    "🚀🏻": 4,  # a rocket takes no skin tone
    "https://example.com": 23,
    "http://a.co": 23,
    "HTTPS://EXAMPLE.COM/A": 23,
    "https://example.com/" + "a" * 300: 23,
    "see example.com now": 31,
    "example.com/a?b=c#d": 23,
    "example.com?b=c": 27,  # without a path the query is text
    "example.com:8080": 28,
    "read main.rs and README.md": 56,
    "Node.js 22.1.0": 14,  # .js is no top-level domain, nor is .0
    "a@example.com": 13,  # an address is no link
    "$example.com": 12,
    "https://localhost:8080/a": 24,
    "(https://example.com/a_(b))": 25,
    "https://en.example.org/wiki/Go_(game).": 24,
    "https://example.com.": 24,
    "日本語example.com日本語": 35,
    "日本語https://example.com/日本語": 35,
    "http://t.co/abc.def": 27,  # X's own short link ends with its slug
    "-example.com": 12,
    "https://例え.テスト": 19,  # .テスト is not in the list
    "https://例え.みんな": 23,
    "user_name.example.com": 28,  # with a scheme it would be whole
    "https://user_name.example.com": 23,
    "user.name_example.com": 35,  # .name is a top-level domain,
}

MASTODON_VECTORS = {
    "": 0,
    "   \n": 0,
    "plain": 5,
    FAMILY: 1,
    "e\u0301": 1,
    "https://example.com/" + "a" * 100: 23,
    "example.com/" + "a" * 100: 112,  # without a scheme it is text
    "https://localhost/a": 19,
    "https://example.com/日本語?ü=ö": 23,
    "gemini://example.org/a": 23,
    "@alice@example.org": 6,
    "@alice": 6,
    "hi @alice@" + "b" * 30 + ".com!": 10,
    "alice@example.org": 17,
    "a" * 476 + " http://" + "b" * 30 + ".com/example": 500,
    "a" * 475 + " @alice@" + "b" * 30 + ".com": 482,
    "https://example.org/@bob@example.com": 23,
    "https://example.org/a,@bob@example.com": 23,
    "👍" * 500: 500,
}

BLUESKY_VECTORS = {
    "": 0,
    "plain": 5,
    "é" * 300: 300,
    FAMILY * 120: 300,  # 3,000 bytes
    FAMILY * 120 + "a": 301,  # 3,001 bytes in 121 graphemes
    "東" * 300: 300,
    "👍" * 300: 300,
    "\r\n": 1,
    "a" * 301: 301,
}

THREADS_VECTORS = {
    "": 0,
    "plain": 5,
    "é東": 2,
    "👍": 4,
    "👍🏽": 8,
    FAMILY: 25,
    "1\ufe0f\u20e3": 7,
    "10 #tags": 8,
    "🇩🇪": 8,
    "𝗯": 2,
    "ok 👍 ok": 10,
}

UTF16_VECTORS = {"": 0, "é": 1, "e\u0301": 2, "東京": 2, "👍": 2, "𝗯𝗼𝗹𝗱": 8, FAMILY: 11, "a\nb": 3}

CASES = [
    (platform, text, expected)
    for platform, vectors in {
        "x": X_VECTORS,
        "mastodon": MASTODON_VECTORS,
        "bluesky": BLUESKY_VECTORS,
        "threads": THREADS_VECTORS,
        "linkedin": UTF16_VECTORS,
        "instagram": UTF16_VECTORS,
    }.items()
    for text, expected in vectors.items()
]

LANGUAGES = "aZ9 .,/:@#é東中한नमшب👍🏽\u200d\ufe0f🇩🇪\u0301_-\n(https://example.com)"
texts = st.text(LANGUAGES, max_size=60) | st.text(max_size=60)


@pytest.mark.parametrize(("platform", "text", "expected"), CASES)
def test_a_text_has_the_length_the_network_gives_it(platform: str, text: str, expected: int) -> None:
    assert count(platform, text) == expected


@pytest.mark.parametrize("platform", RULES)
def test_the_last_letter_that_fits_and_the_first_that_does_not(platform: str) -> None:
    limit = RULES[platform].limit
    assert fits(platform, "a" * limit)
    assert not fits(platform, "a" * (limit + 1))


@pytest.mark.parametrize("platform", RULES)
@given(text=texts)
def test_a_word_more_is_never_shorter(platform: str, text: str) -> None:
    assert count(platform, text + " a") >= count(platform, text)


@given(text=texts)
def test_bluesky_is_over_its_limit_when_graphemes_or_bytes_are(text: str) -> None:
    text *= 12
    both = len(graphemes(text)) <= 300 and utf8_bytes(text) <= 3_000
    assert fits("bluesky", text) == both


@given(text=st.text(st.characters(codec="utf-8")))
def test_units_and_bytes_are_those_of_the_encodings(text: str) -> None:
    assert utf16_units(text) * 2 == len(text.encode("utf-16-le"))
    assert utf8_bytes(text) == len(text.encode())


@pytest.mark.parametrize("platform", RULES)
def test_half_an_emoji_has_a_length_too(platform: str) -> None:
    assert count(platform, "a\ud83d.com \udc4d") > 0


def test_an_instance_says_its_own_limits_and_its_warning_counts() -> None:
    rules = instance_rules(max_characters=1_000, characters_reserved_per_url=32, warning="spoiler")
    assert (rules.limit, rules.pictures, rules.alt) == (1_000, 4, 1_500)
    assert rules.count("see https://example.com") == len("spoiler") + len("see ") + 32
    assert mastodon_length("", "spoiler") == 7


def test_x_weighs_as_its_published_configuration_says() -> None:
    """Every code point of the basic plane, against the ranges of the configuration file that X publishes."""
    path = Path(__file__).parents[2] / "../shared/conformance/twitter-text/v3.json"
    if not path.is_file():
        pytest.skip("the configuration of twitter-text is not beside the project")
    config = json.loads(path.read_text())
    assert config["maxWeightedTweetLength"] == RULES["x"].limit
    assert count("x", "https://example.com") == config["transformedURLLength"]
    for point in range(0x20, 0x3000):
        letter = chr(point)
        inside = any(part["start"] <= point <= part["end"] for part in config["ranges"])
        weight = (1 if inside else config["defaultWeight"] // config["scale"]) if letter != "." else 1
        assert count("x", f"a{letter}a") - 2 in ({weight} if _is_stable(letter) else {0, 1, 2, 3, 4}), hex(point)


def _is_stable(letter: str) -> bool:
    """Whether NFC leaves the letter alone beside an "a"."""
    import unicodedata

    return unicodedata.normalize("NFC", f"a{letter}a") == f"a{letter}a"
