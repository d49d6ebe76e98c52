"""Make templates/fonts/ from the font packages: copy the files, shrink the emoji font, add each licence.

    python -m pip install --target DIR --no-deps fontpkg-inter fontpkg-jetbrains-mono fontpkg-newsreader \
        fontpkg-archivo deckr-fonts
    python tools/fonts.py DIR

Run by hand when a font is updated; the result is committed. The emoji font carries every glyph twice, as COLRv1
and as SVG; the SVG copy is dropped (24 MB become 5), which leaves the drawings we use as they were.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from fontTools.ttLib import TTFont

FONTS = Path(__file__).parent.parent / "templates" / "fonts"
FAMILIES = {  # folder: (package folder with the files, licence, {file there: file here})
    "inter": (
        "fontpkg_inter/files",
        "fontpkg_inter/LICENSE",
        {"Inter[opsz,wght].ttf": "Inter.ttf", "Inter-Italic[opsz,wght].ttf": "Inter-Italic.ttf"},
    ),
    "jetbrains-mono": (
        "fontpkg_jetbrains_mono/files",
        "fontpkg_jetbrains_mono/LICENSE",
        {"JetBrainsMono[wght].ttf": "JetBrainsMono.ttf", "JetBrainsMono-Italic[wght].ttf": "JetBrainsMono-Italic.ttf"},
    ),
    "newsreader": (
        "fontpkg_newsreader/files",
        "fontpkg_newsreader/LICENSE",
        {"Newsreader[opsz,wght].ttf": "Newsreader.ttf", "Newsreader-Italic[opsz,wght].ttf": "Newsreader-Italic.ttf"},
    ),
    "archivo": (
        "fontpkg_archivo/files",
        "fontpkg_archivo/LICENSE",
        {"Archivo[wdth,wght].ttf": "Archivo.ttf"},
    ),
    "noto-color-emoji": (
        "deckr_fonts/fonts",
        "deckr_fonts/licenses/notocoloremoji/OFL.txt",
        {"NotoColorEmoji-Regular.ttf": "NotoColorEmoji.ttf"},
    ),
}


def main(packages: Path) -> None:
    for family, (files, licence, names) in FAMILIES.items():
        folder = FONTS / family
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(packages / licence, folder / "OFL.txt")
        for source, target in names.items():
            copy_font(packages / files / source, folder / target)


def copy_font(source: Path, target: Path) -> None:
    # Keep the file's own time stamp (recalcTimestamp) so that the same package gives the same bytes.
    font = TTFont(source, recalcTimestamp=False)
    if "SVG " in font:
        del font["SVG "]
        font.save(target)
    else:
        shutil.copyfile(source, target)
    print(f"{target.relative_to(FONTS)}  {target.stat().st_size / 1024:.0f} KB")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
