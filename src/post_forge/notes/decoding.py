"""The bytes of a file -> its text: UTF-8, NFC, line feeds alone, no character that cannot be seen and does harm."""

from __future__ import annotations

import re
import unicodedata

from post_forge.errors import Problem, Source

LARGEST = 5_000_000  # bytes

# C0 and C1 controls but tab and line feed, and what forces a direction on the text around it. NEL counts as a control.
_HARMFUL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]")
_SILENT = str.maketrans({"\u200b": None, "\ufeff": None, "\xad": None, "\u2028": " ", "\u2029": " "})
_SILENT_SIGN = re.compile("[\u200b\ufeff\xad\u2028\u2029]")
_MARKS = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
_SCRIPTS = (
    ("shift_jis", "Shift JIS", re.compile("[\u3040-\u30ff]")),
    ("euc-kr", "EUC-KR", re.compile("[\uac00-\ud7a3]")),
    ("gb18030", "GB 18030", re.compile("[\u4e00-\u9fff]")),
    ("koi8-r", "KOI8-R", re.compile("[а-я]{3}")),
)


def decode(data: bytes, path: str) -> tuple[str | None, tuple[Problem, ...]]:
    """The text with `\\n` as line end, so that lines count as in the author's editor; None where it is refused."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return None, (_refused(f"this file is {encoding}, not UTF-8", Source(path)),)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return None, (_bad_byte(data, error.start, path),)
    if _looks_like_utf16(data):
        return None, (_refused("this file looks like UTF-16 without its mark, not UTF-8", Source(path)),)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text, problems = _without_harm(text, path)
    if _SILENT_SIGN.search(text):
        text = text.translate(_SILENT)
    return unicodedata.normalize("NFC", text), problems


def _looks_like_utf16(data: bytes) -> bool:
    sample = data[:2000]
    return sample.count(0) * 3 > len(sample) > 3


def _refused(message: str, source: Source) -> Problem:
    return Problem("note.encoding", message, source, "save it as UTF-8")


def _bad_byte(data: bytes, start: int, path: str) -> Problem:
    """Where the first byte is that UTF-8 does not allow, and what the file looks like."""
    before = data[:start].decode("utf-8-sig", errors="replace").replace("\r\n", "\n").replace("\r", "\n")
    source = Source(path, before.count("\n") + 1, len(before) - before.rfind("\n"))
    message = f"the byte 0x{data[start]:02x} is not UTF-8; the file looks like {_guess(data, start)}"
    return _refused(message, source)


def _guess(data: bytes, start: int) -> str:
    sample = data[max(0, start - 2000) : start + 20_000]
    high = sum(byte > 127 for byte in sample)
    for codec, name, letters in _SCRIPTS:
        try:
            text = sample.decode(codec)
        except UnicodeDecodeError:
            continue
        if high > 8 and len("".join(letters.findall(text))) * 4 > high:
            return name
    return "Windows-1252 (Latin-1)" if high * 5 < len(sample) else "a binary file"


def _without_harm(text: str, path: str) -> tuple[str, tuple[Problem, ...]]:
    first = _HARMFUL.search(text)
    if not first:
        return text, ()
    kinds = sorted({f"U+{ord(character):04X}" for character in _HARMFUL.findall(text)})
    count = len(_HARMFUL.findall(text))
    source = Source(path, text.count("\n", 0, first.start()) + 1, first.start() - text.rfind("\n", 0, first.start()))
    times = "character" if count == 1 else "characters"
    message = f"{count} invisible {times} left out ({', '.join(kinds[:4])})"
    problem = Problem("note.character", message, source, "delete it in the file", "warning")
    return _HARMFUL.sub(_instead, text), (problem,)


def _instead(match: re.Match[str]) -> str:
    """What separates words leaves a space."""
    return " " if match[0] in "\x0b\x0c\x85" else ""
