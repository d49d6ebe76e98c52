"""Every slide of the gallery is, pixel for pixel, the one that was accepted (`make golden` accepts what is drawn)."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from golden_pictures import (
    GROUPS,
    SHEETS,
    THEMES,
    Made,
    accepted,
    changes,
    is_shown,
    make,
    make_all,
    old_pictures,
    report,
    samples_of,
    save,
    sheet_file,
    theme_named,
    written,
)
from PIL import Image

from post_forge.model import Span, Text
from post_forge.render import layouts
from post_forge.render.gallery import SIZES, gallery

LARGEST = 3_000_000  # bytes of all sheets together


@pytest.mark.parametrize(("theme", "format_name"), GROUPS)
def test_every_slide_is_the_one_that_was_accepted(theme, format_name, tmp_path):
    group = f"{theme}/{format_name}"
    found = changes(make_all(theme, format_name), accepted(group))
    if found:
        save(found, group, tmp_path)
        pytest.fail(report(found, group, tmp_path), pytrace=False)


@pytest.mark.parametrize("theme", THEMES)
def test_every_theme_has_every_layout(theme):
    missing = {sample.layout for sample in gallery()} - set(layouts(theme_named(theme)))
    assert not missing


@pytest.mark.parametrize("theme", THEMES)
def test_every_layout_is_in_the_gallery(theme):
    """What another layout includes (it holds no slide of its own) begins with no `extends`."""
    own = theme_named(theme)
    whole = {
        name
        for name in layouts(own)
        if any(
            "{% extends" in file.read_text("utf-8")
            for folder in own.folders.values()
            for file in folder.glob(f"slides/{name}.xml.jinja")
        )
    }
    assert whole - {sample.layout for sample in gallery()} <= {"bands"}


def test_whatever_the_composer_gives_fits_on_a_portrait():
    refused = [name for name, digest in accepted().items() if "/portrait/" in name and digest.startswith("refused")]
    assert not refused


def test_hardly_anything_is_refused_in_another_format():
    refused = Counter(name.split("/")[1] for name, digest in accepted().items() if digest.startswith("refused"))
    assert set(refused) <= {"square", "landscape"}, refused
    assert refused.total() <= 0.02 * len(accepted())


def test_the_sheets_show_every_accepted_slide_and_are_small():
    for theme, format_name in GROUPS:
        group = f"{theme}/{format_name}"
        shown = [name for name, digest in accepted(group).items() if is_shown(name, digest)]
        assert set(old_pictures(group)) == set(shown), f"{sheet_file(group)} is of other slides: make golden"
    assert sum(file.stat().st_size for file in SHEETS.iterdir()) < LARGEST


# ---- the comparison itself -------------------------------------------------------------------------------------------


def one_sample(size: str = "typical"):
    return next(sample for sample in samples_of(theme_named("night")) if sample.name == f"statement/{size}")


def test_a_slide_that_says_one_letter_else_is_found_and_shown(tmp_path):
    sample = one_sample()
    spans = sample.slide.title.spans
    other = replace(sample.slide, title=Text((replace(spans[0], text=spans[0].text.lower()), *spans[1:])))
    night = theme_named("night")
    before, after = make(sample, night, "portrait"), make(replace(sample, slide=other), night, "portrait")
    found = changes([after], {before.name: before.digest, "night/portrait/statement/zz": "0"})
    assert [(change.kind, change.name) for change in found] == [
        ("changed", "night/portrait/statement/typical"),
        ("gone", "night/portrait/statement/zz"),
    ]
    save(found, "night/portrait", tmp_path)
    told = report(found, "night/portrait", tmp_path)
    assert "changed  night/portrait/statement/typical" in told
    assert "make golden" in told
    with Image.open(tmp_path / "night-portrait-statement-typical.png") as picture:
        assert picture.size == (1080, 1350)
    with Image.open(tmp_path / "night-portrait-statement-typical-compared.png") as compared:
        third = compared.width // 3
        difference = compared.crop((2 * third + 8, 8, compared.width - 8, compared.height - 8))
        assert max(high for _, high in difference.getextrema()) > 60


def test_the_same_slide_is_no_change():
    made = make(one_sample(), theme_named("night"), "portrait")
    assert changes([made], {made.name: made.digest}) == []


def test_what_cannot_be_drawn_is_told_and_never_accepted():
    theme = theme_named("night")
    many = Text((Span("word " * 400),))
    sample = one_sample()
    refused = make(replace(sample, slide=replace(sample.slide, title=many)), theme, "portrait")
    assert refused.digest == "refused:slide.overflow"
    assert "does not fit" in refused.error
    broken = Made("night/portrait/statement/typical", "", error="no such token")
    assert [change.kind for change in changes([broken], accepted("night/portrait"))].count("broken") == 1


def test_the_file_is_sorted_and_read_back(tmp_path):
    digests = {"b/c/d/e": "1" * 64, "a/b/c/d": "refused:slide.overflow"}
    file = tmp_path / "pixels.txt"
    file.write_text(written(digests))
    assert list(accepted(file=file)) == ["a/b/c/d", "b/c/d/e"]
    assert accepted(file=file) == digests


# ---- the gallery -----------------------------------------------------------------------------------------------------


def test_every_layout_has_the_three_sizes():
    found = {sample.layout: [] for sample in gallery()}
    for sample in gallery():
        found[sample.layout].append(sample.size)
    for layout, sizes in found.items():
        assert sizes[:3] == list(SIZES), layout


def test_the_longest_says_more_than_the_shortest():
    from post_forge.compose import shown

    said = {sample.name: len(shown(sample.slide)) for sample in gallery()}
    for layout in {sample.layout for sample in gallery()}:
        low, middle, high = (said[f"{layout}/{size}"] for size in SIZES)
        assert low < middle < high, layout


WORDS = {"qa": 46, "quote": 52}
"""Where more than 40 words are allowed: a scenario and its answer; a quotation with who said it and where."""


def test_nothing_in_the_gallery_is_longer_than_a_slide_may_be():
    from post_forge.compose import shown

    for sample in gallery():
        if sample.slide.code is None and sample.slide.table is None:
            assert len(shown(sample.slide).split()) <= WORDS.get(sample.layout, 40), sample.name


def test_the_gallery_is_well_set():
    """What an editor would not sign: straight quotes, double spaces, marks that were not read."""
    for sample in gallery():
        slide = sample.slide
        texts = [slide.title, slide.lead, slide.by, slide.caption, *slide.paragraphs]
        texts += [words for point in slide.points for words in (point.text, point.label)]
        for words in texts:
            prose = "".join("x" if "code" in span.marks else span.text for span in words.spans)
            assert not any(sign in prose for sign in ('"', "'", "  ", "**", "==", "`")), (sample.name, prose)
