"""Bold words in bold letters of Unicode: only on request, never in what must stay a link, a tag or a mention."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

from post_forge.compose import compose
from post_forge.compose.texts.emphasis import bold
from post_forge.compose.values import Collection, Options
from post_forge.platforms import RULES
from tests.compose.builders import bullets, note, para, section
from tests.compose.samples import dns


def texts(options: Options):
    words = note(
        "Locks",
        section(
            "A lock without an end",
            para("A worker that **never** lets go stops 40 others, and **everything is bold** here too."),
            para("**The trap:** The lock outlives its owner, and 40 workers wait for nobody at all."),
            para("**The fix:** Give the lock a lifetime of 30 seconds, and renew it while the work goes on."),
            bullets(
                "**Lease**: Store when the lock ends, so that the next worker can take it over.",
                "**Fencing**: Count the owners, and let the storage refuse a number that is too small.",
                "**Renewal**: Renew it after a third of the lifetime, and stop when that fails.",
            ),
        ),
    )
    (post,) = compose(words, Collection(), options, RULES).posts
    return post.texts


def test_letters_and_digits_are_set_and_the_rest_stays():
    assert bold("Az09 é, ok") == "𝗔𝘇𝟬𝟵 é, 𝗼𝗸"
    assert unicodedata.normalize("NFKC", bold("The fix")) == "The fix"
    for touchy in ("@alice", "#tag", "https://a.org", "a.org"):
        assert bold(touchy) == touchy


def test_nothing_is_set_unless_asked_for():
    assert texts(Options()) == texts(Options(bold=False))
    assert all(part.isascii() or "𝗧" not in part for parts in texts(Options()).values() for part in parts)


def test_labels_and_bold_words_are_set():
    (linkedin,) = texts(Options(bold=True))["linkedin"]
    assert "𝗧𝗵𝗲 𝗳𝗶𝘅: Give the lock a lifetime" in linkedin
    assert "• 𝗟𝗲𝗮𝘀𝗲: Store when" in linkedin
    assert "that 𝗻𝗲𝘃𝗲𝗿 lets go" in linkedin
    plain = unicodedata.normalize("NFKC", linkedin)
    assert plain == unicodedata.normalize("NFKC", texts(Options())["linkedin"][0])


def test_bold_letters_are_counted():
    for name, parts in texts(Options(bold=True)).items():
        assert all(RULES[name].count(part) <= RULES[name].limit for part in parts)


def test_claims_are_found_under_their_bold_letters():
    options = replace(Options(), bold=True)
    plain = [post.claims for post in compose(dns(), Collection(), Options(), RULES).posts]
    assert [post.claims for post in compose(dns(), Collection(), options, RULES).posts] == plain
