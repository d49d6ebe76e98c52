import pytest

from post_forge.render.type import FontBook, missing_scripts
from post_forge.render.type.families import SHIPPED
from post_forge.render.type.scripts import COMMON, PACKAGES, script_of


@pytest.mark.parametrize(
    ("characters", "script"),
    [
        ("aZéßÿƀ", "Latn"),
        ("αΩ", "Grek"),
        ("яЁ", "Cyrl"),
        ("א", "Hebr"),
        ("بـ،", "Arab"),
        ("क", "Deva"),
        ("ท", "Thai"),
        ("ひ", "Hira"),
        ("カー", "Kana"),
        ("漢、𠀋", "Hani"),
        ("한", "Hang"),
        ("1 .,!—→∑😀\u200d\u0301\n×÷", COMMON),
    ],
)
def test_script_of(characters, script):
    assert {script_of(character) for character in characters} == {script}


def test_each_script_without_font_is_named_once_with_its_package(book):
    gaps = missing_scripts("Retry مرحبا بالعالم, 再試行 — and مرحبا", book)
    assert [(gap.script, gap.package) for gap in gaps] == [
        ("Arab", "fontpkg-noto-sans-arabic"),
        ("Hani", "noto-cjk-sans-otc"),
    ]
    assert gaps[0].characters.startswith("مرحب")


@pytest.mark.parametrize(
    "text", ["plain", "Ωμέγα, Привет, Việt Nam, ŁÓDŹ", "😀👩🏽‍💻🇪🇸1️⃣", "a\u200db\u00ad\ufeff\u2066x\u2069", "→ ≤ ∞"]
)
def test_what_the_shipped_fonts_have_is_no_gap(book, text):
    assert missing_scripts(text, book) == ()


def test_a_rare_symbol_is_named_by_its_unicode_name(book):
    (gap,) = missing_scripts("\U00012345", book)
    assert (gap.script, gap.package) == ("", "")
    assert gap.name == "cuneiform sign uru times ki"


def test_an_installed_package_closes_the_gap(block_files):
    book = FontBook(SHIPPED, installed=lambda: {"Hebrew Test": block_files})
    assert missing_scripts("שלום", book) == ()
    assert missing_scripts("שלום", FontBook(SHIPPED))[0].package == PACKAGES["Hebr"]


def test_installed_packages_are_not_asked_for_what_is_shipped():
    def never():
        raise AssertionError("asked")

    assert missing_scripts("Żółć → 😀", FontBook(SHIPPED, installed=never)) == ()
