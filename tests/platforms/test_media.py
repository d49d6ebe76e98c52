"""Which pictures do as they are, and how the others are made ready."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from post_forge.platforms import FACTS, RULES, media_for
from post_forge.platforms.mastodon import instance_rules

PORTRAIT, STORY, LANDSCAPE = (1080, 1350), (1080, 1920), (1920, 1080)


@pytest.mark.parametrize("platform", list(RULES))
def test_the_rules_of_pictures_name_their_source(platform):
    rules = RULES[platform]
    stated = {fact.name: fact.value for fact in FACTS[platform]}
    for name in ("most_bytes", "most_pixels", "widest"):
        value = getattr(rules, name)
        assert not value or f"{value:,}" in stated[name]
    assert (rules.ratios == (0.0, 0.0)) == ("ratios" not in stated)
    assert rules.most_bytes, "every network has a limit"


@pytest.mark.parametrize("platform", [name for name in RULES if name != "instagram"])
def test_a_usual_slide_is_kept(platform):
    assert media_for(RULES[platform], 130_000, *PORTRAIT).keep


def test_instagram_takes_jpeg_alone():
    recipe = media_for(RULES["instagram"], 130_000, *PORTRAIT)
    assert not recipe.keep
    assert {kind for kind, _ in recipe.steps} == {"jpeg"}
    assert recipe.steps[0] == ("jpeg", 95)
    assert (recipe.width, recipe.height, recipe.limit) == (*PORTRAIT, 8_000_000)


def test_a_heavy_slide_is_first_squeezed_without_loss():
    recipe = media_for(RULES["bluesky"], 1_000_001, *PORTRAIT)
    assert recipe.steps[:3] == (("png", 0), ("jpeg", 95), ("jpeg", 92))
    assert media_for(RULES["bluesky"], 1_000_000, *PORTRAIT).keep
    assert media_for(RULES["x"], 1_000_001, *PORTRAIT).keep


def test_what_has_another_shape_is_never_cropped():
    recipe = media_for(RULES["instagram"], 130_000, *STORY)
    assert not recipe.keep
    assert not recipe.steps
    assert "1080 x 1920" in recipe.reason
    assert not media_for(RULES["instagram"], 130_000, *LANDSCAPE).reason


def test_what_is_too_wide_is_scaled_down():
    recipe = media_for(RULES["instagram"], 130_000, *LANDSCAPE)
    assert (recipe.width, recipe.height) == (1440, 810)
    small = instance_rules(image_matrix_limit=1_000_000)
    recipe = media_for(small, 130_000, *PORTRAIT)
    assert recipe.width * recipe.height <= 1_000_000
    assert recipe.width / recipe.height == pytest.approx(0.8, abs=0.01)


def test_an_instance_says_how_large_a_picture_may_be():
    assert not media_for(instance_rules(image_size_limit=100_000), 130_000, *PORTRAIT).keep


@given(
    st.sampled_from(list(RULES)),
    st.integers(1, 40_000_000),
    st.sampled_from([PORTRAIT, STORY, LANDSCAPE, (1080, 1080)]),
)
def test_a_picture_is_kept_made_or_refused(platform, size, canvas):
    rules = RULES[platform]
    recipe = media_for(rules, size, *canvas)
    assert sum((recipe.keep, bool(recipe.steps), bool(recipe.reason))) == 1
    if recipe.keep:
        assert "png" in rules.kinds
        assert size <= rules.most_bytes
    if recipe.steps:
        assert recipe.limit == rules.most_bytes
        qualities = [quality for kind, quality in recipe.steps if kind == "jpeg"]
        assert qualities == sorted(qualities, reverse=True)
        assert not rules.widest or recipe.width <= rules.widest


@pytest.mark.parametrize("platform", list(RULES))
def test_the_page_for_readers_says_the_same(platform):
    page = (Path(__file__).parents[2] / "docs/networks.md").read_text(encoding="utf-8")
    table = page.partition("## Pictures")[2]
    row = next(line for line in table.splitlines() if line.lower().startswith(f"| {platform} |"))
    _, kinds, size, room, shape = [cell.strip() for cell in row.strip("|").split("|")]
    rules = RULES[platform]
    assert kinds.lower().split(", ") == list(rules.kinds)
    assert size.split()[0] == f"{rules.most_bytes:,}"
    limit = rules.widest or rules.most_pixels
    assert f"{limit:,}" in room or f"{limit + 1:,}" in room or not limit
    assert (shape == "any") == (rules.ratios == (0.0, 0.0))
