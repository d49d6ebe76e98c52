import shutil

import pytest
from block_fonts import HEBREW, block_font

from post_forge.render.type import FontBook, missing_scripts, set_text
from post_forge.render.type.families import SHIPPED
from post_forge.render.type.fonts import FamilyFiles
from post_forge.render.type.installed import installed_families
from post_forge.render.type.naming import by_language
from post_forge.render.values import Face, Measure, Run


@pytest.fixture
def site(tmp_path, monkeypatch):
    """A folder of installed packages: two font families and one Noto CJK file."""
    font = block_font(tmp_path / "font.ttf", HEBREW + "ab")
    kanji = block_font(tmp_path / "kanji.ttf", "再試行", advance=1000)
    for name, files in (
        ("fontpkg_zz_test", ["Zz[wght].ttf", "Zz-Italic[wght].ttf"]),
        ("fontpkg_noto_sans_aa", ["Aa.ttf"]),
    ):
        folder = tmp_path / "site" / name / "files"
        folder.mkdir(parents=True)
        (folder.parent / "__init__.py").write_text("raise RuntimeError('a font package is not imported')\n")
        for file in files:
            shutil.copyfile(font, folder / file)
        facts = tmp_path / "site" / f"{name}-1.0.dist-info"
        facts.mkdir()
        (facts / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        (facts / "entry_points.txt").write_text(f"[fontpkg.family]\n{name.removeprefix('fontpkg_')} = {name}\n")
    cjk = tmp_path / "site" / "noto_cjk_sans_jp_regular"
    cjk.mkdir()
    (cjk / "__init__.py").write_text("")
    shutil.copyfile(kanji, cjk / "NotoSansCJKjp-Regular.otf")
    monkeypatch.syspath_prepend(tmp_path / "site")
    return tmp_path / "site"


@pytest.mark.usefixtures("site")
def test_packages_are_found_without_importing_them():
    found = installed_families.__wrapped__()
    assert [path.name for path in found["Zz Test"].upright] == ["Zz[wght].ttf"]
    assert [path.name for path in found["Zz Test"].italic] == ["Zz-Italic[wght].ttf"]
    assert [path.name for path in found["Noto Sans CJK JP"].upright] == ["NotoSansCJKjp-Regular.otf"]
    names = list(found)
    assert names.index("Noto Sans Aa") < names.index("Zz Test"), "Noto is tried first"


@pytest.mark.usefixtures("site")
def test_a_text_is_drawn_with_what_is_installed():
    book = FontBook(SHIPPED, installed=installed_families.__wrapped__)
    text = set_text([Run("שלום 再試行", Face("Inter", 40), "#ffffff")], Measure(900, 50), book)
    assert text.missing == ()
    assert missing_scripts("שלום 再試行", book) == ()
    fonts = {book.sized(glyph.font)[0].spec.path.name for glyph in text.lines[0].glyphs}
    assert {"Aa.ttf", "NotoSansCJKjp-Regular.otf"} <= fonts


@pytest.mark.usefixtures("site")
def test_a_theme_can_name_an_installed_family():
    book = FontBook(SHIPPED, installed=installed_families.__wrapped__)
    assert book.metrics(Face("Zz Test", 40)).cap_height == pytest.approx(0.7)


@pytest.mark.parametrize(
    ("language", "first"), [("ja", "JP"), ("ko-KR", "KR"), ("zh-Hant", "TC"), ("zh-TW", "TC"), ("zh", "SC"), ("", "SC")]
)
def test_the_letters_of_a_language_look_as_its_readers_write_them(language, first):
    families = {f"Noto Sans CJK {place}": FamilyFiles(()) for place in ("JP", "KR", "SC", "TC")}
    assert by_language(families, language)[0][0].endswith(first)
    mixed = {"Noto Sans Arabic": FamilyFiles(()), **families}
    assert by_language(mixed, language)[0][0] == "Noto Sans Arabic"
