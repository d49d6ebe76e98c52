"""One network's text of a post, out of its note and back into it as a fenced `post` block, touching nothing else.

draft     the text as it is now, and the note as it was when it was read
insert    bytes of the note and a text -> bytes of the note with the text in them (pure)
keep_text put them in place: whole or not at all, and only if the note then gives that very text
"""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from post_forge.errors import Problem, Source, UsageError, WorkspaceError, did_you_mean
from post_forge.forge.making.naming import Named, post_named
from post_forge.forge.workspace import Workspace
from post_forge.later import Later
from post_forge.model import Post, Refusal, Rules

if TYPE_CHECKING:
    from post_forge import compose, platforms
else:
    compose, platforms = Later("post_forge.compose"), Later("post_forge.platforms")

_BETWEEN = "\n---\n"  # lines between the parts of a thread
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_FENCE = re.compile(r"[ \t]*(`{3,}|~{3,})")
_COMMENT = re.compile(r"[ \t]*<!--.*-->[ \t]*")
_SILENT = re.compile("[\u200b\ufeff\xad]")
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Draft:
    """A text taken out for editing: whose it is, where it stands, and the note's bytes it goes back into."""

    named: Named
    network: str
    text: str
    path: Path
    data: bytes
    place: compose.Place

    @property
    def id(self) -> str:
        return self.named.post.id

    @property
    def rules(self) -> Rules:
        return platforms.RULES[self.network]


@dataclass(frozen=True, slots=True)
class Edited:
    """What became of a text: the note it stands in now and the line of its fence, or nothing where it was the same.

    `problems` says what the network would ignore, and which other texts of the note are different now.
    """

    source: Source
    counts: tuple[int, ...]
    changed: bool
    problems: tuple[Problem, ...] = ()


def draft(workspace: Workspace, name: str, network: str) -> Draft:
    """Take a text out. Raises UsageError for a post or network that is not there."""
    if network not in platforms.RULES:
        hint = did_you_mean(network, platforms.RULES)
        raise UsageError(Problem("usage.network", f"there is no network {network!r}", hint=hint))
    named = post_named(workspace, name)
    path = named.reader.by_path[named.note.path].absolute
    data = _read(path, named.note.path)
    if hashlib.sha256(data).hexdigest() != named.note.digest:
        raise _changed(named.note.path)
    place = compose.place_of(named.note, named.about, named.reader.options, named.post, network)
    return Draft(named, network, _BETWEEN.join(named.post.texts.get(network, ())), path, data, place)


def keep_text(draft: Draft, text: str) -> Edited:
    """Write a text into its note.

    Raises UsageError for one that is empty or that the network would refuse, WorkspaceError where the note has changed
    since, cannot be written, or would not give this text.
    """
    text = _tidy(text)
    counts = tuple(draft.rules.count(part) for part in text.split(_BETWEEN))
    source = draft.named.post.source
    if text == draft.text:
        return Edited(source, counts, changed=False)
    found = platforms.problems(draft.network, text.split(_BETWEEN))
    if wrong := [replace(problem, source=None) for problem in found if problem.severity == "error"]:
        raise UsageError(*wrong)
    data, line = insert(draft.data, text, draft.network, draft.place)
    path = Path(os.path.realpath(draft.path))
    aside = path.with_name(f".{path.name}.post-forge-draft")
    try:
        with suppress(FileNotFoundError):
            aside.unlink()
        _write(aside, data, path)
        others = _checked(draft, aside, text)
        if _read(path, draft.named.note.path) != draft.data:
            raise _changed(draft.named.note.path)
        aside.replace(path)
    except OSError as error:
        message = f"cannot write: {(error.strerror or str(error)).lower()}"
        raise WorkspaceError(Problem("edit.write", message, Source(draft.named.note.path))) from None
    finally:
        with suppress(OSError):
            aside.unlink(missing_ok=True)
    return Edited(Source(draft.named.note.path, line), counts, changed=True, problems=(*found, *others))


def _tidy(text: str) -> str:
    """The text as a note can give it back: line feeds, no white space at the ends of it and of its lines."""
    text = _SILENT.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = "\n".join(line.rstrip() for line in text.split("\n"))
    text = unicodedata.normalize("NFC", text).strip("\n")
    if not text.strip():
        raise UsageError(Problem("edit.empty", "the text is empty; nothing was written"))
    return text


def insert(data: bytes, text: str, network: str, place: compose.Place) -> tuple[bytes, int]:
    """The note's bytes with the text at its place, and the line of its fence. Everything else stays as it is: byte
    order mark, line endings, blank lines."""
    mark = _BOM if data.startswith(_BOM) else b""
    lines = _LINE.findall(data[len(mark) :].decode())
    end = "\r\n" if sum(line.endswith("\r\n") for line in lines) * 2 > len(lines) else "\n"
    if not any(line.endswith("\n") for line in lines) and any(line.endswith("\r") for line in lines):
        end = "\r"
    fence = "`" * max(3, *(len(run) + 1 for run in re.findall(r"`+", text)), 3)
    block = [f"{line}{end}" for line in (f"{fence}post {network}", *text.split("\n"), fence)]
    if place.block:
        first, last = place.block - 1, _closing(lines, place.block - 1)
        if last == len(lines) - 1 and not lines[last].endswith(("\n", "\r")):
            block[-1] = block[-1].removesuffix(end)
        return mark + "".join([*lines[:first], *block, *lines[last + 1 :]]).encode(), place.block
    at = _end_of_chapter(lines, place.stop - 1 if place.stop else len(lines))
    above = lines[:at]
    if above and not above[-1].endswith(("\n", "\r")):
        above[-1] += end
    before = [end] if above else []
    after = [end] if at < len(lines) and lines[at].strip() else []
    return mark + "".join([*above, *before, *block, *after, *lines[at:]]).encode(), at + len(before) + 1


def _closing(lines: list[str], opening: int) -> int:
    """The line that closes a fence; the last one where nothing does."""
    mark = _FENCE.match(lines[opening])
    fence = mark[1] if mark else "```"
    for number in range(opening + 1, len(lines)):
        line = lines[number].strip()
        if set(line) == {fence[0]} and len(line) >= len(fence):
            return number
    return len(lines) - 1


def _end_of_chapter(lines: list[str], stop: int) -> int:
    """Where the chapter's last line ends: before blank lines, and before comments that stand above the next heading."""
    at = stop
    while at > 0 and (not lines[at - 1].strip() or _COMMENT.fullmatch(lines[at - 1].rstrip("\r\n"))):
        at -= 1
    return at


def _checked(draft: Draft, aside: Path, text: str) -> tuple[Problem, ...]:
    """Read the note as it would be: it must give this text. Returns what else would be different, as warnings."""
    named = draft.named
    reader = named.reader
    found = reader.by_path[named.note.path]
    after = reader.read_file(replace(found, absolute=aside)).note
    done = compose.compose(after, named.about, reader.options, platforms.RULES) if after else None
    posts = {post.id: post for post in done.posts} if done else {}
    before = reader.compose(named.note.path, named.about)
    own = before[named.position].id  # as the headings suggest it, which is how both are named here
    if own not in posts or _squeezed(_BETWEEN.join(posts[own].texts.get(draft.network, ()))) != _squeezed(
        compose.mentioned(text, draft.network, reader.options.mentions)
    ):
        raise WorkspaceError(_unkept(draft, done.refusals if done and own not in posts else ()))
    different = [one for one in before if _others(one, own, draft) != _others(posts.get(one.id), own, draft)]
    return tuple(
        Problem("edit.others", f"other texts of {one.title!r} change with this", one.source, severity="warning")
        for one in different
    )


def _unkept(draft: Draft, refusals: Sequence[Refusal]) -> Problem:
    """Why a text cannot be written into its note."""
    post = draft.named.post
    if reason := next((refusal.reason for refusal in refusals if refusal.title == post.title), ""):
        return Problem("edit.refused", f"with this text the post would be refused: {reason}", post.source)
    message = "the note would not give this text back as it is; nothing was written"
    hint = "write it into the note by hand, as a fenced `post` block below the post's heading"
    return Problem("edit.place", message, post.source, hint)


def _squeezed(text: str) -> str:
    return " ".join(text.split())


def _others(post: Post | None, own: str, draft: Draft) -> dict[str, tuple[str, ...]]:
    """The texts of a post without the one that is edited."""
    if post is None:
        return {}
    edited = draft.network if post.id == own else ""
    return {network: parts for network, parts in post.texts.items() if network != edited}


def _write(aside: Path, data: bytes, like: Path) -> None:
    """A file beside the note, with the note's permissions, on the disk before this returns."""
    with aside.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    aside.chmod(like.stat().st_mode & 0o7777)


def _read(path: Path, name: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        message = f"cannot read: {(error.strerror or str(error)).lower()}"
        raise WorkspaceError(Problem("edit.read", message, Source(name))) from None


def _changed(name: str) -> WorkspaceError:
    hint = "run the command again, with --text for a text that was kept"
    return WorkspaceError(
        Problem("edit.changed", "this note changed meanwhile; nothing was written", Source(name), hint)
    )
