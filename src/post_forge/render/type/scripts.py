"""A character -> its script (ISO 15924), and a text no font covers -> which font package to install.

The ranges are those of the Unicode Character Database (Scripts.txt, version 14), with characters that several scripts
share given to the script they stand among. Package names are those of the public Python package index; each was
installed and drawn with once.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

COMMON = "Zyyy"

_RANGES = {
    "Latn": "41-2e4 1d00-1d25 1d2c-1d5c 1d62-1d65 1d6b-1d77 1d79-1dbe 1e00-1eff 2071-209c 212a-2188 2c60-2c7f "
    "a722-a7ff ab30-ab64 ab66-ab69 fb00-fb06 ff21-ff5a 10780-107ba 1df00-1df1e",
    "Grek": "370-3e1 3f0-3ff 1d26-1d2a 1d5d-1d61 1d66-1d6a 1dbf-1dbf 1f00-1ffe 2126-2126 ab65-ab65 10140-101a0",
    "Cyrl": "400-52f 1c80-1c88 1d2b-1d2b 1d78-1d78 2de0-2dff a640-a69f fe2e-fe2f",
    "Armn": "531-58f fb13-fb17",
    "Hebr": "591-5f4 fb1d-fb4f",
    "Arab": "600-6ff 750-77f 870-8ff fb50-fdff fe70-fefc 10e60-10e7e 1ee00-1eef1",
    "Syrc": "700-74f 860-86a",
    "Thaa": "780-7b1",
    "Nkoo": "7c0-7ff",
    "Deva": "900-97f a8e0-a8ff",
    "Beng": "980-9fe",
    "Guru": "a01-a76",
    "Gujr": "a81-aff",
    "Orya": "b01-b77",
    "Taml": "b82-bfa 11fc0-11fff",
    "Telu": "c00-c7f",
    "Knda": "c80-cf2",
    "Mlym": "d00-d7f",
    "Sinh": "d81-df4 111e1-111f4",
    "Thai": "e01-e5b",
    "Laoo": "e81-edf",
    "Tibt": "f00-fda",
    "Mymr": "1000-109f a9e0-a9fe aa60-aa7f",
    "Geor": "10a0-10ff 1c90-1cbf 2d00-2d2d",
    "Hang": "1100-11ff 302e-302f 3131-318e 3200-327e a960-a97c ac00-d7fb ffa0-ffdc",
    "Ethi": "1200-1399 2d80-2dde ab01-ab2e 1e7e0-1e7fe",
    "Cher": "13a0-13fd ab70-abbf",
    "Cans": "1400-167f 18b0-18f5 11ab0-11abf",
    "Khmr": "1780-17f9 19e0-19ff",
    "Mong": "1800-18aa 11660-1166c",
    "Hira": "3041-309f 1b001-1b11f 1b150-1b152 1f200-1f200",
    "Kana": "30a1-30ff 31f0-31ff 32d0-3357 ff66-ff9d 1aff0-1b000 1b120-1b122 1b164-1b167",
    "Bopo": "2ea-2eb 3105-312f 31a0-31bf",
    "Hani": "2e80-2fd5 2ff0-3029 3038-303b 3400-4dbf 4e00-9fff f900-fad9 ff01-ff20 ff5b-ff65 16fe2-16ff1 20000-3ffff",
    "Yiii": "a000-a4c6",
    "Brai": "2800-28ff",
    "Tfng": "2d30-2d7f",
    "Java": "a980-a9df",
    "Bali": "1b00-1b7e",
    "Olck": "1c50-1c7f",
    "Copt": "3e2-3ef 2c80-2cff",
    "Adlm": "1e900-1e95f",
    "Runr": "16a0-16f8",
    "Goth": "10330-1034a",
}

_NAMES = {
    "Arab": "Arabic", "Armn": "Armenian", "Beng": "Bengali", "Bopo": "Bopomofo", "Brai": "Braille",
    "Cans": "Canadian syllabics", "Cher": "Cherokee", "Copt": "Coptic", "Cyrl": "Cyrillic", "Deva": "Devanagari",
    "Ethi": "Ethiopic", "Geor": "Georgian", "Grek": "Greek", "Gujr": "Gujarati", "Guru": "Gurmukhi", "Hang": "Korean",
    "Hani": "Chinese and Japanese", "Hebr": "Hebrew", "Hira": "Japanese", "Kana": "Japanese", "Khmr": "Khmer",
    "Knda": "Kannada", "Laoo": "Lao", "Latn": "Latin", "Mlym": "Malayalam", "Mong": "Mongolian", "Mymr": "Myanmar",
    "Orya": "Odia", "Sinh": "Sinhala", "Syrc": "Syriac", "Taml": "Tamil", "Telu": "Telugu", "Tfng": "Tifinagh",
    "Thaa": "Thaana", "Thai": "Thai", "Tibt": "Tibetan",
}  # fmt: skip

_CJK = "noto-cjk-sans-otc"
PACKAGES = {
    "Arab": "fontpkg-noto-sans-arabic",
    "Beng": "fontpkg-hind-siliguri",
    "Bopo": _CJK,
    "Deva": "fontpkg-noto-sans-devanagari",
    "Hang": _CJK,
    "Hani": _CJK,
    "Hebr": "fontpkg-heebo",
    "Hira": _CJK,
    "Kana": _CJK,
    "Khmr": "fontpkg-noto-sans-khmer",
    "Taml": "fontpkg-noto-sans-tamil",
    "Telu": "fontpkg-noto-sans-telugu",
    "Thai": "fontpkg-noto-sans-thai",
}

# Scripts whose letters join or stack: spacing them apart breaks words.
_CURSIVE = "Arab Syrc Nkoo Mong Adlm Deva Beng Guru Gujr Orya Taml Telu Knda Mlym Sinh Tibt Mymr Khmr Java Bali Thaa"
CURSIVE = frozenset(_CURSIVE.split())
# Scripts written without spaces whose words only a dictionary finds.
UNSPACED = frozenset(("Thai", "Laoo", "Khmr", "Mymr"))
BREAKS_ANYWHERE = frozenset(("Hani", "Hira", "Kana", "Bopo", "Yiii"))


@dataclass(frozen=True, slots=True)
class ScriptGap:
    """A script that no font at hand covers. `package` is what to install, "" when none is known."""

    script: str
    name: str
    package: str
    characters: str


def _table() -> tuple[list[int], list[int], list[str]]:
    rows = sorted(
        (int(start, 16), int(end, 16), script)
        for script, ranges in _RANGES.items()
        for start, end in (part.split("-") for part in ranges.split())
    )
    return [row[0] for row in rows], [row[1] for row in rows], [row[2] for row in rows]


_STARTS, _ENDS, _SCRIPTS = _table()


@lru_cache(8192)
def script_of(character: str) -> str:
    """The ISO 15924 code of a character's script; "Zyyy" for digits, punctuation, marks, symbols and rare scripts."""
    code = ord(character)
    at = bisect_right(_STARTS, code) - 1
    if at < 0 or code > _ENDS[at]:
        return COMMON
    script = _SCRIPTS[at]
    if script == "Latn" and not character.isalpha():
        return COMMON
    return script


def gaps(missing: tuple[str, ...]) -> tuple[ScriptGap, ...]:
    """One gap for each script among clusters that no font has, in order of appearance."""
    found: dict[str, list[str]] = {}
    for cluster in missing:
        script = script_of(cluster[0])
        found.setdefault(script if script != COMMON else "", []).append(cluster)
    return tuple(_gap(script, clusters) for script, clusters in found.items())


def _gap(script: str, clusters: list[str]) -> ScriptGap:
    if script:
        name = _NAMES.get(script, script)
    else:
        name = unicodedata.name(clusters[0][0], f"U+{ord(clusters[0][0]):04X}").lower()
    return ScriptGap(script, name, PACKAGES.get(script, ""), "".join(dict.fromkeys(clusters))[:24])
