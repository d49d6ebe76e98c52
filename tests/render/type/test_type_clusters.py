import pytest

from post_forge.render.type.clusters import drawable, graphemes, is_ignorable, wants_emoji


@pytest.mark.parametrize(
    "cluster", ["😀", "👩🏽‍💻", "🇪🇸", "1️⃣", "❤️", "☎️", "✅", "🏴\U000e0067\U000e0062\U000e007f", "☝🏽", "\U0001fae9"]
)
def test_shown_as_emoji(cluster):
    assert graphemes(cluster) == [cluster]
    assert wants_emoji(cluster)


@pytest.mark.parametrize("cluster", ["a", "1", "❤", "☎", "✔", "❤\ufe0e", "😀\ufe0e", "→", "©", "é"])
def test_shown_as_text(cluster):
    assert not wants_emoji(cluster)


def test_what_is_never_drawn():
    assert all(map(is_ignorable, "\u200b\u200c\u200d\u00ad\ufe0f\ufeff\u2066\u202e\u034f\x07\U000e0067"))
    assert not any(map(is_ignorable, "a \u00a0-\u0301\u0600"))


def test_mathematical_letters_become_plain_ones():
    assert drawable("𝐛𝐨𝐥𝐝 𝑥² 𝟘 é ﬁ ½") == "bold x² 0 é ﬁ ½"


def test_controls_and_lone_surrogates_do_not_reach_the_shaper():
    assert drawable("a\x00b\x1b[0m\x7f\ud800c\ufeffd\u00ade\n\tf") == "ab[0m\ufffdcde\n\tf"
