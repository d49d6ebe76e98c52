from pathlib import Path

import pytest
from block_fonts import block_font

from post_forge.errors import TemplateError
from post_forge.render.type import FamilyFiles, FontBook, default_book
from post_forge.render.type.families import SHIPPED, book_with
from post_forge.render.type.fonts import OPEN_FONTS
from post_forge.render.type.naming import plain_name
from post_forge.render.values import Face


def axes(book, face):
    return dict(book.open(book.chain(face).own).spec.axes)


def test_axes_are_set_by_name_and_kept_in_their_range(book):
    assert axes(book, Face("Inter", 204, 740)) == {"opsz": 32, "wght": 740}
    assert axes(book, Face("Inter", 10, 50)) == {"opsz": 14, "wght": 100}
    assert axes(book, Face("Inter", 28, 950)) == {"opsz": 28, "wght": 900}
    assert axes(book, Face("JetBrains Mono", 28, 900)) == {"wght": 800}


def test_an_optical_size_changes_the_letters(book):
    from post_forge.render.type.shape import look_of, shape

    small, large = Face("Inter", 14), Face("Inter", 64)
    widths = [shape(book, face, look_of(face), "Handgloves", False).width for face in (small, large)]
    assert widths[0] > widths[1] * 1.02, "the display cut is narrower than the text cut"


@pytest.mark.parametrize(
    ("family", "ascent", "descent", "cap"), [("Inter", 0.969, 0.241, 0.728), ("JetBrains Mono", 1.02, 0.3, 0.73)]
)
def test_metrics_are_those_that_browsers_use(book, family, ascent, descent, cap):
    metrics = book.metrics(Face(family, 40))
    assert metrics.ascent == pytest.approx(ascent, abs=0.001)
    assert metrics.descent == pytest.approx(descent, abs=0.001)
    assert metrics.cap_height == pytest.approx(cap, abs=0.001)


def test_a_baseline_lies_where_css_puts_it(book):
    metrics = book.metrics(Face("Inter", 204))
    assert metrics.baseline(204, 192) == pytest.approx((192 - 1.21 * 204) / 2 + 0.969 * 204, abs=0.2)


def test_italics_have_a_file_of_their_own_or_lean(book, tmp_path):
    assert book.open(book.chain(Face("Inter", 40, italic=True)).own).spec.path.name == "Inter-Italic.ttf"
    leaning = book_with({"Blocks": FamilyFiles((block_font(tmp_path / "b.ttf", "a"),))})
    assert leaning.open(leaning.chain(Face("Blocks", 40, italic=True)).own).spec.slant


def test_of_static_files_the_nearest_weight_is_taken(tmp_path):
    files = tuple(block_font(tmp_path / f"{weight}.ttf", "a", weight) for weight in (300, 400, 700))
    book = FontBook({"Brand": FamilyFiles(files)}, fallback=())

    def file(weight):
        return book.open(book.chain(Face("Brand", 40, weight)).own).spec.path.stem

    assert [file(weight) for weight in (100, 400, 560, 660, 900)] == ["300", "400", "700", "700", "700"]


def test_a_single_light_file_is_made_bold(tmp_path):
    book = FontBook({"Brand": FamilyFiles((block_font(tmp_path / "a.ttf", "a"),))}, fallback=())
    assert book.open(book.chain(Face("Brand", 40, 700)).own).spec.bold
    assert not book.open(book.chain(Face("Brand", 40, 450)).own).spec.bold


def test_an_unknown_family_is_told_with_a_hint(book):
    with pytest.raises(TemplateError, match=r"there is no font family 'Intr' \(did you mean 'Inter'\?\)"):
        book.metrics(Face("Intr", 40))


@pytest.mark.parametrize("content", [b"", b"not a font", b"wOF2" + bytes(60)])
def test_a_file_that_is_no_font_is_told(tmp_path, content):
    path = tmp_path / "brand.woff2"
    path.write_bytes(content)
    with pytest.raises(TemplateError, match=r"brand\.woff2"):
        book_with({"Brand": FamilyFiles((path,))}).metrics(Face("Brand", 40))


def test_a_missing_file_is_told():
    with pytest.raises(TemplateError, match="cannot read the font file"):
        book_with({"Brand": FamilyFiles((Path("/nowhere/brand.ttf"),))}).metrics(Face("Brand", 40))


def test_keys_stay_while_open_fonts_are_bounded():
    book = FontBook(SHIPPED)
    first = book.key(book.chain(Face("Inter", 40, 100)).own, 40)
    spec = book.sized(first)[0].spec
    for weight in range(100, 100 + 2 * OPEN_FONTS):
        book.open(book.chain(Face("Inter", 40, weight)).own)
    assert len(book._open) <= OPEN_FONTS
    assert book.sized(first)[0].spec == spec


def test_the_default_book_is_made_once_and_has_the_shipped_families():
    assert default_book() is default_book()
    assert {"Inter", "JetBrains Mono", "Emoji"} <= set(default_book().families)


def test_installed_families_are_found_by_any_spelling(block_files):
    book = FontBook(SHIPPED, installed=lambda: {"Noto Sans Test": block_files})
    assert book.metrics(Face("NotoSansTest", 40)).cap_height == pytest.approx(0.7)
    assert plain_name("Noto Sans Arabic") == plain_name("noto_sans_arabic")
