"""What a check found -> notes with what can be mended safely mended, each as a diff first, and written whole or not."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from post_forge import notes
from post_forge.errors import ConfigError, Problem, Source, UsageError, did_you_mean
from post_forge.forge.checking.collecting import Asked, Checked
from post_forge.forge.making.collect import collect
from post_forge.forge.making.plan import Reader
from post_forge.forge.pipeline import Wishes
from post_forge.forge.workspace import Workspace, open_workspace
from post_forge.later import Later

if TYPE_CHECKING:
    from post_forge import check as rules
else:
    rules = Later("post_forge.check")

_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Fix:
    """One note before and after, in bytes, and what changes as a unified diff."""

    path: str
    file: Path
    before: bytes
    after: bytes
    diff: str


def fixes(folder: Path, checked: Checked, wishes: Wishes, asked: Asked = Asked()) -> Iterator[Fix]:
    """What can be mended of what was found. A rule that a comment of the note names is left alone in the whole note."""
    found = [one for one in checked.problems if one.rule in rules.FIXES and one.source and asked.wants(one.rule)]
    if not found:
        return
    try:
        workspace = open_workspace(folder, remember=False)
    except ConfigError:  # told already; where the notes lie is not sure
        return
    reader = Reader(workspace, collect(workspace, wishes.path))
    for path in sorted({one.source.path for one in found if one.source}):
        note = reader.by_path.get(path)
        if note is not None and (
            fix := _fix(reader, note, {one.rule for one in found if one.source and one.source.path == path})
        ):
            yield fix


def _fix(reader: Reader, found: notes.FoundNote, wanted: set[str]) -> Fix | None:
    try:
        before = found.absolute.read_bytes()
    except OSError:
        return None
    marked, ending = before.startswith(_BOM), _line_end(before)
    try:
        text = before.removeprefix(_BOM).decode()
    except UnicodeDecodeError:
        return None
    if ending is None:
        return None
    text = text.replace("\r\n", "\n")
    note = reader.read_file(found).note
    if note is None:
        return None
    view = rules.NoteView(note, text)
    silent = {one.rule for one in rules.silences(view)}
    kept = {rule for rule in wanted if not any(rules.is_named(rule, name) for name in silent)}
    # Fixes that look at blocks come before those that add or take out lines: blocks are looked for where they were.
    mended = rules.fixed(view, kept.__contains__, lambda changed: rules.NoteView(note, changed))
    after = (_BOM if marked else b"") + mended.replace("\n", ending).encode()
    return (
        Fix(
            found.path,
            found.absolute,
            before,
            after,
            rules.diff(found.path, _without_secrets(text), _without_secrets(mended)),
        )
        if after != before
        else None
    )


def _without_secrets(text: str) -> str:
    """The text as it may be printed: a diff ends up in logs."""
    for one in notes.sensitive(text):
        if one.kind in rules.SECRETS:
            hidden = re.sub(r"\S", "*", text[one.start : one.end])
            text = text[: one.start] + hidden + text[one.end :]
    return text


def _line_end(data: bytes) -> str | None:
    """How lines end; None where they end in several ways, which no fix may even out."""
    windows, all_, old = data.count(b"\r\n"), data.count(b"\n"), data.count(b"\r")
    if old != windows or windows not in (0, all_):
        return None
    return "\r\n" if windows else "\n"


def write_fixes(found: Iterable[Fix], workspace: Workspace) -> tuple[Problem, ...]:
    """Write every fix beside its note and put it in its place. A note that changed meanwhile, or is a link out of the
    workspace, is left alone and told."""
    return tuple(problem for one in found if (problem := _write(one, workspace.root)))


def _write(fix: Fix, root: Path) -> Problem | None:
    path = Path(os.path.realpath(fix.file))
    if not path.is_relative_to(root.resolve()) and fix.file.is_symlink():
        return _left(fix, "it is a link that leads out of the workspace")
    aside = path.with_name(f".{path.name}.post-forge-draft")
    try:
        aside.unlink(missing_ok=True)
        with aside.open("xb") as file:
            file.write(fix.after)
            file.flush()
            os.fsync(file.fileno())
        aside.chmod(path.stat().st_mode & 0o7777)
        if path.read_bytes() != fix.before:
            return _left(fix, "it changed meanwhile")
        aside.replace(path)
    except OSError as error:
        return _left(fix, (error.strerror or str(error)).lower())
    finally:
        with suppress(OSError):
            aside.unlink(missing_ok=True)
    return None


def _left(fix: Fix, why: str) -> Problem:
    return Problem("fix.write", f"not mended: {why}", Source(fix.path), "run the command again")


def is_fixable(rule: str) -> bool:
    """Whether `fixes` can mend what this rule finds."""
    return rule in rules.FIXES


def rule_list() -> list[tuple[str, str, str]]:
    """Every rule: its id, how bad it is, why a reader cares."""
    return [(rule.id, rule.level, rule.reason) for rule in rules.RULES.values()]


def rule_pages(name: str) -> str:
    """The page of a rule, or those of an area, as Markdown. Raises UsageError for one that is not there."""
    wanted = [rule for rule in rules.RULES.values() if name in (rule.id, rule.area)]
    if not wanted:
        hint = f"{did_you_mean(name, rules.RULES)[:200]}; --explain all lists them"
        raise UsageError(Problem("usage.rule", f"there is no rule {name!r}", hint=hint))
    return "\n\n".join(map(rules.page, wanted))
