"""Explaining says what composing did: every post and refusal has its unit, the winner is the hook, nothing is lost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from post_forge.compose import compose, explain
from post_forge.compose.values import Collection, Options
from post_forge.model import Note
from post_forge.platforms import RULES, fold
from tests.compose.builders import bullets, by_hand, directive, note, para, section
from tests.compose.samples import NEGATIVE_CACHING, dns


def explained(words: Note, **options):
    return explain(words, Collection(), Options(**options), RULES, fold)


@pytest.mark.parametrize("options", [{}, {"least": 9.0}])
def test_every_post_and_every_refusal_is_told_once(options):
    words, told = dns(), explained(dns(), **options)
    done = compose(words, Collection(), Options(**options), RULES)
    assert [unit.post for unit in told.units if unit.post] == list(done.posts) == list(told.posts)
    refused = [*(unit.refusal for unit in told.units if unit.refusal), *told.small]
    assert sorted(refused, key=str) == sorted(done.refusals, key=str)
    assert all(unit.post or unit.refusal for unit in told.units)


def test_the_hook_is_the_one_that_won_and_its_points_add_up():
    for unit in explained(dns()).units:
        first, *others = unit.hooks
        assert unit.post is None or first.words == unit.post.hooks[0]
        assert first.lost == ""
        assert all(hook.lost for hook in others)
        assert unit.score == pytest.approx(sum(unit.parts.values()))
        for hook in unit.hooks:
            assert hook.score == pytest.approx(sum(hook.parts.values()))
        assert all(hook.score <= first.score for hook in others if "behind" in hook.lost)


def test_what_may_be_no_hook_says_why():
    words = note(
        "Locks",
        section(
            "A lock without an end",
            para("It stops 40 workers."),
            para("The worker calls `lock()` and `unlock()`, and 40 others wait for it in vain."),
            para("A worker that never lets go stops 40 others. They wait until somebody restarts it at night."),
            bullets("**Lease**: Store when the lock ends.", "**Fence**: Count the owners.", "**Renew**: Do it early."),
        ),
    )
    (unit,) = explained(words).units
    lost = {hook.words: hook.lost for hook in unit.hooks}
    assert "leans" in lost["It stops 40 workers."]
    assert "code" in next(why for words, why in lost.items() if "unlock()" in words)
    assert "number or a failure" in lost["Count the owners."]


def test_texts_say_what_they_lack_and_where_they_fold():
    unit = next(unit for unit in explained(dns()).units if unit.post)
    by_network = {text.network: text for text in unit.networks}
    assert list(by_network) == list(RULES)
    assert by_network["x"].sentences <= by_network["linkedin"].sentences <= unit.sentences
    assert by_network["x"].above == ""
    above = by_network["linkedin"].above
    assert unit.post.texts["linkedin"][0].startswith(above)
    assert 0 < len(above) <= 140
    for text in unit.networks:
        assert text.counts == tuple(map(RULES[text.network].count, unit.post.texts[text.network]))


def test_a_text_by_hand_is_named():
    words = note(
        "DNS", replace(NEGATIVE_CACHING, blocks=(*NEGATIVE_CACHING.blocks, by_hand("x", "By hand, 20 times.")))
    )
    (unit,) = explained(words).units
    assert [text.network for text in unit.networks if text.by_hand] == ["x"]
    assert unit.wanted


def test_what_no_text_and_no_slide_shows_is_listed_with_its_line():
    long = "word " * 45 + "ends here after 40 words and 20 more."
    words = note("DNS", replace(NEGATIVE_CACHING, blocks=(*NEGATIVE_CACHING.blocks, para(long))))
    (unit,) = explained(words).units
    reasons = {one.words[:4]: one for one in unit.omitted}
    assert "more than 40 words" in reasons["word"].reason
    assert reasons["word"].source.line > 0


def test_headings_that_are_not_looked_at_are_named():
    told = explained(
        note(
            "Locks",
            para("Two words."),
            section("Skipped", directive("skip"), para("A lock that is skipped.")),
            section("References", bullets("A book", "Another book")),
            NEGATIVE_CACHING,
        )
    )
    reasons = {one.words: one.reason for one in told.left}
    assert "skip" in reasons["Skipped"]
    assert "never posted" in reasons["References"]


def test_a_draft_has_no_units_and_one_refusal():
    told = explained(replace(dns(), matter=replace(dns().matter, status="draft")))
    assert (told.units, told.posts) == ((), ())
    assert [refusal.rule for refusal in told.small] == ["note.status"]
