"""A picture as written in a note -> a raster file inside the collection, or a warning that says why it is left out.

Only the first bytes of a file are read, to learn its format and size; nothing is decoded and nothing is fetched.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from post_forge.errors import Problem, Source
from post_forge.notes.names import shown

MOST_PIXELS = 50_000_000
_SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".webp", ".gif"})
_FOLDERS = (
    "",
    "assets",
    "attachments",
    "images",
    "img",
    "media",
    "static",
    "public",
    "_resources",
    "files",
    "assets/images",
)
_BADGE = re.compile(
    r"shields\.io|badge|badgen\.net|travis-ci|circleci\.com|codecov\.io|coveralls\.io|app\.netlify\.com/.*status|"
    r"githubusercontent\.com/.*\?s=|avatars\d*\.githubusercontent|github\.com/[^ ]*\.svg|"
    r"gravatar|visitor|hits\.|star-history|opencollective|buymeacoffee|ko-fi|sonarcloud|snyk\.io/test",
    re.IGNORECASE,
)
_REMOTE = re.compile(r"(?:https?:)?//", re.IGNORECASE)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_NO_PICTURE = re.compile(r"\.(?:md|base|canvas|pdf|mp4|mov|webm|mp3|wav|html?|excalidraw)$|^[^.]*$|#", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Checked:
    """A target relative to the root with its size in px, or a problem; both are empty for what is left out without a
    word (badges)."""

    target: str = ""
    problem: Problem | None = None
    size: tuple[int, int] = (0, 0)


def check_picture(target: str, source: Source, note: Path, root: Path, embed: bool = False) -> Checked:
    """Look up `target` as the note at `note` means it. `embed` is Obsidian's `![[name]]`, looked up by its name."""
    if embed and _NO_PICTURE.search(target):
        return Checked()
    if _REMOTE.match(target):
        if _BADGE.search(target):
            return Checked()
        message = f"the picture {shown(target[:100])} is on the web and is never fetched"
        return _left_out(source, message, "save it beside the note and link the file")
    if refusal := _refusal(target):
        return _left_out(source, refusal, "save it as a PNG or JPEG beside the note and link the file")
    name = shown(target)
    file = _look_up(unquote(re.split(r"[?#]", target, maxsplit=1)[0]), note, root)
    if isinstance(file, str):
        return _left_out(source, f"the picture {name} {file}", "check the path; pictures lie inside the collection")
    if file.suffix.lower() == ".svg":
        return _left_out(source, f"the picture {name} is SVG, which is not drawn", "save it as PNG")
    if file.suffix.lower() not in _SUFFIXES:
        return _left_out(source, f"{name} is no picture that is drawn", "PNG, JPEG, WebP and GIF are")
    return _measured(file, name, source, root)


def _refusal(target: str) -> str:
    if not target.strip():
        return "this picture names no file"
    if target.startswith("data:"):
        return "a picture written into the text (data:) is left out"
    if _SCHEME.match(target) and not re.match(r"[A-Za-z]:[\\/]", target):
        return f"a picture is not read from {target.split(':', 1)[0]}:"
    return ""


def _look_up(target: str, note: Path, root: Path) -> Path | str:
    """The file, or what is wrong with it as the end of a sentence."""
    try:
        real_root = root.resolve()
        outside = ""
        for candidate in _candidates(target, note, root):
            if candidate.is_file():
                if candidate.resolve().is_relative_to(real_root):
                    return candidate
                outside = "lies outside the collection"
        if not outside and target[:1] not in "/\\" and not (note.parent / target).resolve().is_relative_to(real_root):
            outside = "lies outside the collection"
    except (OSError, ValueError, RuntimeError):
        return "cannot be looked up"
    return outside or "does not exist"


def _candidates(target: str, note: Path, root: Path) -> list[Path]:
    if target.startswith(("/", "\\")):  # a site's absolute path begins at its root
        return [root / target.lstrip("/\\"), Path(target)]
    beside = note.parent / target
    if "/" in target or "\\" in target:
        return [beside, root / target]
    return [beside, *(base / folder / target for base in (note.parent, root) for folder in _FOLDERS)]


def _left_out(source: Source, message: str, hint: str) -> Checked:
    return Checked(problem=Problem("note.picture", message, source, hint, "warning"))


def _measured(file: Path, name: str, source: Source, root: Path) -> Checked:
    try:
        size = dimensions(file)
    except OSError as error:
        return _left_out(source, f"the picture {name} cannot be read: {error.strerror}", "check its permissions")
    if size is None:
        return _left_out(source, f"the picture {name} is not what its name says", "save it as PNG or JPEG again")
    width, height = size
    if width * height > MOST_PIXELS:
        message = f"the picture {name} has {width:,} x {height:,} pixels, more than {MOST_PIXELS:,}"
        return _left_out(source, message, "save it smaller; 2,160 pixels wide is plenty")
    return Checked(file.resolve().relative_to(root.resolve()).as_posix(), size=size)


def dimensions(file: Path) -> tuple[int, int] | None:
    """Width and height in px, from the header of a PNG, JPEG, GIF or WebP file; None where it is none of them."""
    with file.open("rb") as stream:
        head = stream.read(32)
        if head.startswith(b"\x89PNG\r\n\x1a\n") and head[12:16] == b"IHDR":
            return struct.unpack(">II", head[16:24])
        if head[:6] in {b"GIF87a", b"GIF89a"}:
            return struct.unpack("<HH", head[6:10])
        if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
            return _webp(head)
        if head[:2] == b"\xff\xd8":
            stream.seek(2)
            return _jpeg(stream.read(1_000_000))
    return None


def _webp(head: bytes) -> tuple[int, int] | None:
    """https://developers.google.com/speed/webp/docs/riff_container"""
    kind = head[12:16]
    if kind == b"VP8X" and len(head) >= 30:
        return int.from_bytes(head[24:27], "little") + 1, int.from_bytes(head[27:30], "little") + 1
    if kind == b"VP8L" and len(head) >= 25:
        bits = int.from_bytes(head[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8 " and len(head) >= 30:
        width, height = struct.unpack("<HH", head[26:30])
        return width & 0x3FFF, height & 0x3FFF
    return None


def _jpeg(data: bytes) -> tuple[int, int] | None:
    """Segments up to the frame header (ITU T.81, B.1.1): a marker, its length, its content."""
    place = 0
    while place + 9 <= len(data) and data[place] == 0xFF:
        marker = data[place + 1]
        if marker == 0xFF:
            place += 1
        elif 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            height, width = struct.unpack(">HH", data[place + 5 : place + 9])
            return width, height
        else:
            place += 2 + int.from_bytes(data[place + 2 : place + 4], "big")
    return None
