"""The characters of a document -> the font that is never painted that carries them, selected but never seen."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping
from functools import lru_cache

from post_forge.render.pdf.objects import Objects
from post_forge.render.pdf.page import Page

UNITS = 1000  # of an em
ADVANCE = 500
LOW, HIGH = -230, 960  # of the box that stands for a letter


def codes_of(pages: Iterable[Page]) -> dict[str, str]:
    """Each character of the document -> its code in the font, four hex digits. Code 0 is left to the missing glyph."""
    characters = {c for page in pages for line in page.lines for c in line.text}
    characters |= {c for page in pages for line in page.lines for word in line.words for c in word[2]}
    return {character: f"{code:04X}" for code, character in enumerate(sorted(characters), 1)}


def unseen_font(book: Objects, codes: Mapping[str, str]) -> int:
    """The font that is never painted: every code shows the same box, and says which character it stands for."""
    data = blank_font()
    file = book.stream(data, f"/Length1 {len(data)}")
    same = book.stream(b"\0\0" + b"\0\1" * len(codes), "")
    descriptor = book.add(
        f"<< /Type /FontDescriptor /FontName /Unseen /Flags 4 /FontBBox [0 {LOW} {ADVANCE} {HIGH}] /ItalicAngle 0 "
        f"/Ascent {HIGH} /Descent {LOW} /CapHeight 720 /StemV 80 /FontFile2 {file} 0 R >>"
    )
    descendant = book.add(
        f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Unseen /CIDToGIDMap {same} 0 R /DW {ADVANCE} "
        f"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor {descriptor} 0 R >>"
    )
    unicode = book.stream(_to_unicode(codes), "")
    return book.add(
        f"<< /Type /Font /Subtype /Type0 /BaseFont /Unseen /Encoding /Identity-H "
        f"/DescendantFonts [{descendant} 0 R] /ToUnicode {unicode} 0 R >>"
    )


def _to_unicode(codes: Mapping[str, str]) -> bytes:
    """The map from codes to UTF-16, in blocks of at most 100 as the CMap syntax wants them."""
    rows = [f"<{code}> <{character.encode('utf-16-be').hex()}>" for character, code in codes.items()]
    blocks = [rows[at : at + 100] for at in range(0, len(rows), 100)]
    lines = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <FFFF> endcodespacerange\n{lines}\n"
        "endcmap CMapName currentdict /CMap defineresource pop end end"
    ).encode("latin-1")


@lru_cache(1)
def blank_font() -> bytes:
    """The bytes of a TrueType font: glyph 1 is a box as large as a letter, which is never painted (mode 3).

    The box is what viewers draw a selection around.
    """
    box = struct.pack(
        ">hhhhhHH4B8h", 1, 0, LOW, ADVANCE, HIGH, 3, 0, 1, 1, 1, 1, *(0, ADVANCE, 0, -ADVANCE), *(LOW, 0, HIGH - LOW, 0)
    )
    tables = {
        b"cmap": struct.pack(">HHHHL12H", 0, 1, 3, 1, 12, 4, 24, 0, 2, 2, 0, 0, 0xFFFF, 0, 0xFFFF, 1, 0),
        b"glyf": box,
        b"head": struct.pack(
            ">LLLLHHQQhhhhHHhhh", 0x10000, 0x10000, 0, 0x5F0F3CF5, 11, UNITS, 0, 0, 0, LOW, ADVANCE, HIGH, 0, 8, 2, 0, 0
        ),
        b"hhea": struct.pack(">LhhhHhhhhhhhhhhhH", 0x10000, HIGH, LOW, 0, ADVANCE, 0, 0, ADVANCE, 1, *[0] * 7, 2),
        b"hmtx": struct.pack(">HhHh", ADVANCE, 0, ADVANCE, 0),
        b"loca": struct.pack(">HHH", 0, 0, len(box) // 2),
        b"maxp": struct.pack(">LHHHHHHHHHHHHHH", 0x10000, 2, 4, 1, 0, 0, 2, *[0] * 8),
    }
    header = struct.pack(">LHHHH", 0x10000, len(tables), 64, 2, len(tables) * 16 - 64)
    offset, directory, body = len(header) + 16 * len(tables), b"", b""
    for tag, data in sorted(tables.items()):
        padded = data + b"\0" * (-len(data) % 4)
        total = sum(struct.unpack(f">{len(padded) // 4}L", padded)) & 0xFFFFFFFF
        directory += tag + struct.pack(">LLL", total, offset + len(body), len(data))
        body += padded
    return header + directory + body
