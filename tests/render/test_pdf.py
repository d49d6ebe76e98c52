from dataclasses import replace
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops

from post_forge.render.draw import encode_png, paint
from post_forge.render.pdf import Link, Page, PlacedText, page_of, write_pdf
from post_forge.render.pdf.font import blank_font
from post_forge.render.type import default_book, set_text
from post_forge.render.values import Face, Fill, Measure, Run, Words

SIZE = (1080, 1350)
TITLE, BODY = Face("Inter", 112, 700, tracking=-0.032), Face("Inter", 40, 450)
CODE = Face("JetBrains Mono", 32, features=("-calt", "-liga"))


def slide(title, body, code):
    book = default_book()
    texts = [
        (90, 100, [Run(title, TITLE, "#f3f5f9")], Measure(900, 110, balance=True, optical=True)),
        (90, 500, [Run(body, BODY, "#aeb6c7", href="https://example.org")], Measure(900, 52)),
        (128, 900, [Run(code, CODE, "#dde2ec")], Measure(824, 48, wrap="code")),
    ]
    ops = [Words(x, y, set_text(runs, measure, book)) for x, y, runs, measure in texts]
    ops = [Fill(90, 880, 900, 300, "#12151c", 24), *ops]
    return ops, paint(ops, *SIZE, "#0a0c11", book)


SLIDES = [
    slide(
        "A safe retry in three moves",
        "Wait 30 ms, then 60 ms – naïve clients → storms. 👩🏽‍💻 🇪🇸 ok",
        "x = retry(key='a', wait=2 ** n, budget=1_000, log=True)  # ok",
    ),
    slide("Ключ идемпотентности", "Σ ≤ 3 “quoted” (brackets) \\ back < & >", "if a != b:\n    return -> None"),
]
PAGES = [page_of(encode_png(image), ops, f"Slide {number}: (a) \\ b") for number, (ops, image) in enumerate(SLIDES, 1)]


@pytest.fixture(scope="module")
def pdf():
    return write_pdf(PAGES, "Retries — with <jitter> & 重试", "en-GB")


def page_text(pdf, number):
    document = pypdfium2.PdfDocument(pdf)
    text = document[number].get_textpage().get_text_range()
    document.close()
    return text.replace("\r\n", "\n").replace("\x00", "")


def test_the_file_is_sound(pdf):
    with pikepdf.open(BytesIO(pdf)) as document:
        assert document.check_pdf_syntax() == []
        assert len(document.pages) == 2


def test_every_page_says_what_its_slide_says(pdf):
    for number, page in enumerate(PAGES):
        said = [line.split() for line in page_text(pdf, number).split("\n")]
        assert said == [line.text.split() for line in page.lines]


def test_words_lie_where_they_are_drawn(pdf):
    document = pypdfium2.PdfDocument(pdf)
    words = document[0].get_textpage()
    searchable = [line for line in PAGES[0].lines if "👩" not in line.text and "  " not in line.text]
    assert len(searchable) > 3
    for line in searchable:
        search = words.search(line.text.strip(), match_case=True)
        place = search.get_next()
        assert place is not None, line.text
        boxes = [words.get_charbox(at) for at in range(place[0], place[0] + place[1])]
        left, right = min(box[0] for box in boxes) / 0.75, max(box[2] for box in boxes) / 0.75
        assert left == pytest.approx(line.x, abs=6)
        assert right == pytest.approx(line.x + line.width, abs=6)
        assert min(box[1] for box in boxes) / 0.75 < SIZE[1] - line.baseline < max(box[3] for box in boxes) / 0.75
        search.close()
    words.close()
    document.close()


def test_what_is_seen_is_the_picture_alone(pdf):
    document = pypdfium2.PdfDocument(pdf)
    for number, (_, image) in enumerate(SLIDES):
        seen = document[number].render(scale=1 / 0.75).to_pil().convert("RGB")
        assert seen.size == SIZE
        assert ImageChops.difference(seen, image).getbbox() is None
    document.close()


def test_the_pixels_are_passed_through(pdf):
    for page in PAGES:
        start = page.png.index(b"IDAT") + 4
        assert page.png[start : start + 5000] in pdf


def test_the_structure_tells_figures_paragraphs_and_links(pdf):
    with pikepdf.open(BytesIO(pdf)) as document:
        root = document.Root
        assert root.MarkInfo.Marked
        assert str(root.Lang) == "en-GB"
        assert str(document.docinfo.Title) == "Retries — with <jitter> & 重试"
        assert root.ViewerPreferences.DisplayDocTitle
        with document.open_metadata() as metadata:
            assert metadata["dc:title"] == "Retries — with <jitter> & 重试"
        sections = list(root.StructTreeRoot.K.K)
        assert len(sections) == 2
        for number, section in enumerate(sections):
            kinds = [str(element.S) for element in section.K]
            assert kinds[0] == "/Figure"
            assert str(section.K[0].Alt) == f"Slide {number + 1}: (a) \\ b"
            assert kinds.count("/P") == 3, "a paragraph for each text, not for each line"
            assert kinds.count("/Link") == len(PAGES[number].links) > 0


def test_every_mark_and_link_is_found_from_the_page(pdf):
    with pikepdf.open(BytesIO(pdf)) as document:
        numbers = list(document.Root.StructTreeRoot.ParentTree.Nums)
        parents = {int(key): value for key, value in zip(numbers[::2], numbers[1::2], strict=True)}
        for number, page in enumerate(document.pages):
            marks = parents[int(page.StructParents)]
            assert len(marks) == len(PAGES[number].lines) + 1
            content = page.Contents.read_bytes()
            assert content.count(b"/MCID") == len(marks)
            for note in page.Annots:
                assert str(parents[int(note.StructParent)].S) == "/Link"
                assert str(note.A.URI) == "https://example.org"
        assert int(document.Root.StructTreeRoot.ParentTreeNextKey) == len(parents)


def test_links_lie_over_their_words(pdf):
    link, line = PAGES[0].links[0], PAGES[0].lines[2]
    assert (link.x, link.width) == (pytest.approx(line.x), pytest.approx(line.width, abs=1))
    assert link.y < line.baseline < link.y + link.height
    with pikepdf.open(BytesIO(pdf)) as document:
        left, low, right, high = (float(value) / 0.75 for value in document.pages[0].Annots[0].Rect)
        assert (left, right) == (pytest.approx(link.x, abs=0.01), pytest.approx(link.x + link.width, abs=0.01))
        assert (1350 - high, 1350 - low) == (
            pytest.approx(link.y, abs=0.01),
            pytest.approx(link.y + link.height, abs=0.01),
        )


def test_the_same_bytes_each_time(pdf):
    assert write_pdf(PAGES, "Retries — with <jitter> & 重试", "en-GB") == pdf


def test_odd_addresses_stay_one_string():
    page = replace(PAGES[0], links=(Link(0, 0, 9, 9, "https://example.org/a b(c)\\d?q=ñ&r=<>"),))
    with pikepdf.open(BytesIO(write_pdf([page], "t", "en"))) as document:
        assert str(document.pages[0].Annots[0].A.URI) == "https://example.org/a%20b%28c%29%5Cd?q=%C3%B1&r=%3C%3E"


def test_grey_and_palette_pictures_go_in_too():
    for mode in ("L", "P"):
        image = Image.linear_gradient("L").resize((40, 50)).convert(mode)
        out = BytesIO()
        image.save(out, "PNG")
        document = pypdfium2.PdfDocument(write_pdf([Page(out.getvalue())], "t", "en"))
        seen = document[0].render(scale=1 / 0.75).to_pil().convert("RGB")
        assert ImageChops.difference(seen, image.convert("RGB")).getbbox() is None
        document.close()


@pytest.mark.parametrize("png", [b"", b"GIF89a" + bytes(40), b"\x89PNG\r\n\x1a\n"])
def test_what_is_no_png_is_refused(png):
    with pytest.raises(ValueError, match="not a PNG"):
        write_pdf([Page(png)], "t", "en")


def test_a_transparent_png_is_refused():
    out = BytesIO()
    Image.new("RGBA", (4, 4)).save(out, "PNG")
    with pytest.raises(ValueError, match="without transparency"):
        write_pdf([Page(out.getvalue())], "t", "en")


def test_lines_without_words_are_placed_whole():
    page = Page(PAGES[0].png, (PlacedText("plain line", 100, 200, 300, 40),))
    pdf = write_pdf([page], "t", "en")
    assert page_text(pdf, 0).strip() == "plain line"


def test_many_characters_fit_in_one_font():
    text = "".join(map(chr, range(0x4E00, 0x4E00 + 3000)))
    page = Page(
        PAGES[0].png,
        tuple(PlacedText(text[at : at + 50], 0, 20 * (at // 50 + 1), 900, 18) for at in range(0, 3000, 50)),
    )
    pdf = write_pdf([page], "t", "zh")
    assert page_text(pdf, 0).replace("\n", "") == text


def test_the_unseen_font_can_be_read():
    from fontTools.ttLib import TTFont

    font = TTFont(BytesIO(blank_font()), lazy=False)
    assert font["maxp"].numGlyphs == 2
    assert font["hmtx"].metrics[font.getGlyphOrder()[1]] == (500, 0)
