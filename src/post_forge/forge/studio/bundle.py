"""A post as it can be drawn now -> all that a person takes away of it: one zip, or its carousel as a PDF."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from post_forge.forge.making.make import text_files
from post_forge.forge.studio.decks import Decks
from post_forge.forge.studio.desk import Look

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOMENT = (1980, 1, 1, 0, 0, 0)  # the same post gives the same bytes


def post_zip(decks: Decks, look: Look, name: str) -> bytes | None:
    """Texts, alternative texts, pictures and PDF, named as in output/. None where there is no such post. Raises
    ForgeError."""
    from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

    made = decks.document(look, name)
    if made is None:
        return None
    sheet, drawn, pdf = made
    files: dict[str, bytes] = {path: data for path, data in text_files(sheet.post).items() if data is not None}
    files |= dict(_slides(drawn)) | {"carousel.pdf": pdf}
    out, folder = BytesIO(), name.replace("/", "-")
    with ZipFile(out, "w") as archive:
        for path, data in sorted(files.items()):
            entry = ZipInfo(f"{folder}/{path}", _MOMENT)
            entry.compress_type = ZIP_STORED if path.endswith(".png") else ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)
    return out.getvalue()


def post_pdf(decks: Decks, look: Look, name: str) -> bytes | None:
    """The carousel in the first format. None where there is no such post. Raises ForgeError."""
    made = decks.document(look, name)
    return made[2] if made else None


def _slides(drawn: dict[str, list[bytes]]) -> Iterator[tuple[str, bytes]]:
    for format_, pictures in drawn.items():
        for number, png in enumerate(pictures, 1):
            yield f"slides/{format_}/{number:02d}.png", png
