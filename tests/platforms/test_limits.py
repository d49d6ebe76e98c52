"""The rules as data, what a network would refuse, what shows above the fold, and what importing all this costs."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from post_forge.errors import UsageError
from post_forge.platforms import FACTS, RULES, count, fold, problems, rules_of

NETWORKS = ["linkedin", "x", "mastodon", "bluesky", "threads", "instagram"]
PAGE = Path(__file__).parents[2] / "docs/networks.md"


def _rules_broken(platform: str, *parts: str) -> list[str]:
    return [problem.rule for problem in problems(platform, parts)]


def test_the_networks_are_always_in_the_same_order() -> None:
    assert list(RULES) == list(FACTS) == NETWORKS
    assert [rules.name for rules in RULES.values()] == NETWORKS


@pytest.mark.parametrize("platform", NETWORKS)
def test_every_rule_names_its_source_and_day(platform: str) -> None:
    names = [fact.name for fact in FACTS[platform]]
    rules = RULES[platform]
    assert {"limit", "count", "pictures", "alt", "hashtags"} <= set(names)
    assert all(name in names for name in ("fold", "mentions", "links") if getattr(rules, name))
    assert all(fact.source and fact.checked == "2026-11-20" for fact in FACTS[platform])
    for name in ("limit", "pictures", "alt", "fold", "mentions", "links"):
        value = getattr(rules, name)
        stated = next((fact.value for fact in FACTS[platform] if fact.name == name), "")
        assert not value or f"{value:,}" in stated


@pytest.mark.parametrize("platform", NETWORKS)
def test_the_page_for_readers_says_the_same(platform: str) -> None:
    rules = RULES[platform]
    row = next(line for line in PAGE.read_text().splitlines() if line.lower().startswith(f"| {platform} |"))
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    expected = [f"{value:,}" for value in (rules.limit, rules.pictures, rules.alt, rules.hashtags)]
    assert [cell.split()[0] for cell in cells[1:5]] == expected
    assert cells[5] == ("yes" if rules.thread else "no")
    assert cells[6].split()[0] == (str(rules.fold) if rules.fold else "none")


def test_a_good_post_has_no_problems() -> None:
    text = "Retries without a limit turned a slow database into a dead one.\n\n#Reliability"
    assert {platform: problems(platform, [text]) for platform in NETWORKS} == dict.fromkeys(NETWORKS, ())


def test_too_long_says_by_how_much() -> None:
    (problem,) = problems("x", ["fits", "a" * 291])
    assert problem.rule == "platform.length"
    assert problem.severity == "error"
    assert problem.message == "x: part 2 of 2 is 11 too long: 291 of 280 weighted characters"


def test_all_that_is_wrong_is_told_at_once() -> None:
    crowd = " ".join(f"#tag{letter}" for letter in "abcdefghijklmnopqrstuvwxyzabcdefgh")
    people = " ".join(f"@user{number}" for number in range(22))
    found = problems("instagram", [f"{crowd} {people} " + "a" * 2_200, ""])
    assert [problem.rule for problem in found] == [
        "platform.thread", "platform.length", "platform.hashtags", "platform.mentions", "platform.empty",
    ]  # fmt: skip
    assert "34 hashtags, 4 more than the 30" in found[2].message
    assert "@user20, @user21" in found[3].hint


def test_threads_takes_one_topic_and_five_links() -> None:
    links = [f"https://example.com/{number}" for number in range(6)]
    (topics,) = problems("threads", ["Words. #One #Two"])
    assert (topics.rule, topics.severity) == ("platform.hashtags", "warning")
    assert _rules_broken("threads", " ".join(links)) == ["platform.links"]
    assert _rules_broken("threads", " ".join(links[:5] * 2)) == []


def test_characters_that_cannot_be_sent() -> None:
    assert _rules_broken("x", "a\ufeffb") == ["platform.characters"]
    assert _rules_broken("bluesky", "a\ufeffb") == []
    assert _rules_broken("bluesky", "a\ud83d") == ["platform.characters"]


def test_no_text_is_a_problem() -> None:
    assert _rules_broken("x") == _rules_broken("x", " ", "\n") == ["platform.empty"]


def test_one_text_may_stand_for_its_parts() -> None:
    assert problems("x", "a" * 281) == problems("x", ["a" * 281])


def test_a_folder_sets_no_limit() -> None:
    assert problems("folder", ["a" * 100_000 + " #a" * 100]) == ()


def test_an_unknown_network_is_named_with_the_likely_one() -> None:
    with pytest.raises(UsageError, match="did you mean 'mastodon'"):
        count("mastadon", "")
    with pytest.raises(UsageError, match="no platform 'LinkedIn'"):
        rules_of("LinkedIn")


@given(text=st.text("ab\n👍🏽\u200d é"), platform=st.sampled_from(NETWORKS))
def test_the_fold_shows_a_beginning(text: str, platform: str) -> None:
    assert text.startswith(fold(platform, text))


def test_the_fold_is_at_140_characters_or_the_third_line_break() -> None:
    assert fold("linkedin", "a" * 150) == "a" * 140
    assert fold("linkedin", "👨‍👩‍👧" * 150) == "👨‍👩‍👧" * 140
    assert fold("linkedin", "one\n\ntwo\nthree") == "one\n\ntwo"
    assert fold("linkedin", "one\ntwo\nthree") == "one\ntwo\nthree"
    assert fold("instagram", "a\n" * 100) == ("a\n" * 63)[:125]
    assert fold("x", "a" * 300) == "a" * 300


def test_importing_reads_no_tables_and_no_third_party() -> None:
    """The slow parts (Unicode tables, the list of domains) are loaded by the first text that needs them."""
    code = (
        "import sys, post_forge.platforms as p\n"
        "late = {'unicode_segmentation_rs', 'post_forge.platforms.top_level_domains', 'httpx2', 'pydantic', 'yaml'}\n"
        "assert not late & set(sys.modules), late & set(sys.modules)\n"
        "assert p.count('bluesky', 'e\\u0301') == 1 and p.count('x', 'a.com') == 23\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
