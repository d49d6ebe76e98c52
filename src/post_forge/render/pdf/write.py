"""One page -> its objects: the picture passed through, the words over it, the structure, the links."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from post_forge.render.pdf.font import ADVANCE, UNITS
from post_forge.render.pdf.objects import Objects, decimal, refs, string
from post_forge.render.pdf.page import Jump, Link, Page

POINTS = 0.75  # of a px


@dataclass(frozen=True, slots=True)
class Shared:
    """What every page refers to: the page tree, the document's structure, the font, the codes of its characters, the
    numbers of all pages."""

    tree: int
    document: int
    font: int
    codes: Mapping[str, str]
    pages: Sequence[int]


@dataclass(frozen=True, slots=True)
class Made:
    """The numbers of a written page: itself, its section in the structure, its marked parts in order, its links."""

    number: int
    section: int
    parts: list[int]
    links: list[int]


def write_page(book: Objects, page: Page, index: int, key: int, shared: Shared) -> Made:
    number, section = shared.pages[index], book.reserve()
    image, width, height = _image(book, page.png)
    box = f"{decimal(width * POINTS)} {decimal(height * POINTS)}"
    content = book.stream(_content(page, width * POINTS, height * POINTS, shared.codes), "")
    figure = book.add(
        f"<< /Type /StructElem /S /Figure /P {section} 0 R /Pg {number} 0 R /K 0 /Alt {string(page.alt)} "
        f"/A << /O /Layout /BBox [0 0 {box}] >> >>"
    )
    paragraphs, parts = _paragraphs(book, page, number, section)
    links, notes = [], []
    for place, link in enumerate(page.links):
        element, note = book.reserve(), _annotation(book, link, key + place, height, shared.pages)
        book.put(
            element,
            f"<< /Type /StructElem /S /Link /P {section} 0 R /Pg {number} 0 R /K << /Type /OBJR /Obj {note} 0 R >> >>",
        )
        links.append(element)
        notes.append(note)
    kids = refs([figure, *paragraphs, *links])
    book.put(section, f"<< /Type /StructElem /S /Sect /P {shared.document} 0 R /K [{kids}] >>")
    book.put(
        number,
        f"<< /Type /Page /Parent {shared.tree} 0 R /MediaBox [0 0 {box}] /Contents {content} 0 R "
        f"/Resources << /XObject << /I {image} 0 R >> /Font << /F {shared.font} 0 R >> >> "
        f"/StructParents {index} /Tabs /S{f' /Annots [{refs(notes)}]' if notes else ''} >>",
    )
    return Made(number, section, [figure, *parts], links)


def _image(book: Objects, png: bytes) -> tuple[int, int, int]:
    """The picture with its compressed data as it is: PDF knows PNG's filters as predictors. Number, width, height."""
    chunks: dict[bytes, list[bytes]] = {}
    at = 8
    while at + 8 <= len(png):
        (length,) = struct.unpack_from(">I", png, at)
        chunks.setdefault(png[at + 4 : at + 8], []).append(png[at + 8 : at + 8 + length])
        at += 12 + length
    if b"IHDR" not in chunks or b"IDAT" not in chunks:
        raise ValueError("not a PNG picture")
    width, height, depth, kind, _, _, interlaced = struct.unpack(">IIBBBBB", chunks[b"IHDR"][0])
    if depth != 8 or kind not in (0, 2, 3) or interlaced:
        raise ValueError("only plain 8 bit PNG pictures without transparency go into a PDF")
    palette = chunks.get(b"PLTE", [b""])[0]
    space = {0: "/DeviceGray", 2: "/DeviceRGB", 3: f"[/Indexed /DeviceRGB {len(palette) // 3 - 1} <{palette.hex()}>]"}
    colors = 3 if kind == 2 else 1
    number = book.stream(
        b"".join(chunks[b"IDAT"]),
        f"/Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace {space[kind]} "
        f"/BitsPerComponent 8 /Filter /FlateDecode "
        f"/DecodeParms << /Predictor 15 /Colors {colors} /BitsPerComponent 8 /Columns {width} >>",
        squeeze=False,
    )
    return number, width, height


def _content(page: Page, width: float, height: float, codes: Mapping[str, str]) -> bytes:
    """The page's operators: the picture, then each line as marked, invisible text (rendering mode 3)."""
    parts = [f"/Figure << /MCID 0 >> BDC q {decimal(width)} 0 0 {decimal(height)} 0 0 cm /I Do Q EMC"]
    for mark, line in enumerate(page.lines, 1):
        shown = [f"/P << /MCID {mark} >> BDC BT 3 Tr /F {decimal(line.size * POINTS)} Tf"]
        y = decimal(height - line.baseline * POINTS)
        for x, wide, text in line.words or ((line.x, line.width, line.text),):
            natural = len(text) * line.size * ADVANCE / UNITS
            stretch = 100 * wide / natural if natural and wide > 0 else 1.0
            shown.append(f"{decimal(stretch)} Tz 1 0 0 1 {decimal(x * POINTS)} {y} Tm")
            shown.append(f"<{''.join([codes[character] for character in text])}> Tj")
        shown.append("ET EMC")
        parts.append(" ".join(shown))
    return "\n".join(parts).encode("latin-1")


def _paragraphs(book: Objects, page: Page, number: int, section: int) -> tuple[list[int], list[int]]:
    """The paragraphs of a page, and for each line the paragraph it is in."""
    groups: list[list[int]] = []
    before = -1
    for mark, line in enumerate(page.lines, 1):
        if line.block >= 0 and line.block == before:
            groups[-1].append(mark)
        else:
            groups.append([mark])
        before = line.block
    paragraphs, parts = [], []
    for marks in groups:
        kids = " ".join(map(str, marks))
        element = book.add(f"<< /Type /StructElem /S /P /P {section} 0 R /Pg {number} 0 R /K [{kids}] >>")
        paragraphs.append(element)
        parts.extend([element] * len(marks))
    return paragraphs, parts


def _annotation(book: Objects, link: Link | Jump, key: int, height: int, pages: Sequence[int]) -> int:
    low, high = (height - link.y - link.height) * POINTS, (height - link.y) * POINTS
    rectangle = " ".join(map(decimal, (link.x * POINTS, low, (link.x + link.width) * POINTS, high)))
    if isinstance(link, Jump):
        told, way = link.words, f"/Dest [{pages[link.page]} 0 R /Fit]"
    else:
        url = quote(link.url, safe="%/:=&?~#+!$,;'@*[]-._")
        told, way = link.url, f"/A << /S /URI /URI ({url}) >>"
    return book.add(
        f"<< /Type /Annot /Subtype /Link /Rect [{rectangle}] /Border [0 0 0] /F 4 /StructParent {key} "
        f"/Contents {string(told)} {way} >>"
    )
