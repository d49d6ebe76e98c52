"""A folder -> the notes in it, in a stable order, and a word on everything that looks like one and is not read."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath

from post_forge.errors import Problem, Source
from post_forge.notes.ignored import ignored
from post_forge.notes.names import SUFFIXES, UNSAFE, may_be_index, natural, shown, slugs
from post_forge.notes.values import Found, FoundNote
from post_forge.notes.words import words

_FOLDERS = frozenset({"output", "node_modules", "venv", "env", "__pycache__", "site-packages"})
# Files about the project, not its topic. The second set are topics too: only written in capitals are they such files.
_STEMS = frozenset(
    {"license", "licence", "copying", "changelog", "contributing", "contributors", "code_of_conduct", "code-of-conduct"}
    | {"pull_request_template", "issue_template"}
)
_CAPITAL_STEMS = words("SECURITY SUPPORT HISTORY CHANGES NOTICE GOVERNANCE AUTHORS MAINTAINERS")
COLLECTION = "_collection.yaml"
PATH = ".path.yaml"
_DEEPEST = 100  # folders


def find(root: Path, workspace: Path, *, content: Sequence[str] = (), exclude: Sequence[str] = ()) -> Found:
    """The notes below `root`, a folder or one file, without reading them (a README is looked into).

    `content` and `exclude` are patterns on the place (`topics/**`, `drafts`, `*.draft.md`): only what matches one of
    the first is a note where there are any, and nothing that matches one of the second. Nothing is raised: what cannot
    be read is a problem.
    """
    root = Path(os.path.abspath(root))  # noqa: PTH100 - not resolved: the author's own name for it is shown
    shows = _Shows(Path(os.path.abspath(workspace)))  # noqa: PTH100
    if not root.is_dir():
        return _single(root, shows)
    walk = _Walk(root, shows)
    walk.folder(root, 0)
    walk.links_to_folders()
    walk.links_to_files()
    chosen = [path for path in walk.files if _chosen(_place(root, path), content, exclude)]
    dropped = ignored(root, chosen)
    notes = [found for path in chosen if path not in dropped and (found := walk.look(path))]
    paths = [file for path in sorted(walk.paths) if (file := walk.look(path))]
    return replace(_ordered(root, notes, walk.indexes(), walk.problems), paths=tuple(paths))


def _indexes(named: list[FoundNote], places: frozenset[str]) -> set[str]:
    """The places of those that are tables of contents, of the files that are named like one."""
    if not named:
        return set()
    from post_forge.notes.indexing import is_index  # it reads Markdown, which is slow to load

    return {note.place for note in named if is_index(note, places)}


def _ordered(root: Path, notes: list[FoundNote], extra: list[FoundNote], problems: list[Problem]) -> Found:
    places = frozenset(note.place for note in notes)
    readme = _indexes([note for note in notes if may_be_index(note.place)], places)
    named = slugs([place for place in places if place not in readme])
    kept = [_with_slug(note, named[note.place]) for note in notes if note.place not in readme]
    indexes = [note for note in notes if note.place in readme]
    kept.sort(key=lambda note: natural(note.place))
    indexes.sort(key=lambda note: (note.place.count("/"), natural(note.place)))
    ordered = sorted(problems, key=lambda problem: (str(problem.source), problem.rule))
    return Found(root, tuple(kept), (*extra, *indexes), tuple(ordered))


def _with_slug(note: FoundNote, slug: str) -> FoundNote:
    return FoundNote(note.absolute, note.path, note.place, slug, note.size, note.mtime_ns)


def _single(file: Path, shows: _Shows) -> Found:
    walk = _Walk(file.parent, shows)
    if not file.exists():
        walk.say("note.missing", file, "there is no such file or folder", "check the path")
        return Found(file.parent, (), (), tuple(walk.problems))
    found = walk.look(file)
    return _ordered(file.parent, [found] if found else [], [], walk.problems)


@dataclass(frozen=True, slots=True)
class _Shows:
    """How a path is shown: relative to the workspace where it lies inside, else in full."""

    workspace: Path

    def __call__(self, path: Path) -> str:
        if path.is_relative_to(self.workspace):
            return shown(path.relative_to(self.workspace).as_posix())
        relative = os.path.relpath(path, self.workspace) if path.anchor == self.workspace.anchor else ""
        near = relative.startswith("..") and relative.count("..") <= 2
        return shown(Path(relative).as_posix() if near else path.as_posix())


@dataclass(slots=True)
class _Walk:
    """Goes through the folders once; links are looked at last, when it is known what was found without them."""

    root: Path
    shows: _Shows
    files: list[Path] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    seen: set[Path] = field(default_factory=set)
    folder_links: list[Path] = field(default_factory=list)
    file_links: list[Path] = field(default_factory=list)
    collections: list[Path] = field(default_factory=list)
    paths: list[Path] = field(default_factory=list)

    def say(self, rule: str, path: Path, message: str, hint: str, error: bool = True) -> None:
        severity = "error" if error else "warning"
        self.problems.append(Problem(rule, message, Source(self.shows(path)), hint, severity))  # type: ignore[arg-type]

    def folder(self, folder: Path, depth: int) -> None:
        waiting = [(folder, depth)]
        while waiting:
            here, depth = waiting.pop()
            if depth > _DEEPEST:
                self.say("note.folder", here, f"folders are nested more than {_DEEPEST} deep", "move it up", False)
                continue
            self.seen.add(here.resolve())
            waiting += ((below, depth + 1) for below in self.entries(here))

    def entries(self, folder: Path) -> Iterator[Path]:
        """Sorts what lies in a folder into files and links, and gives the folders to go on with."""
        try:
            with os.scandir(folder) as found:
                entries = sorted(found, key=lambda entry: entry.name)
        except OSError as error:
            self.say(
                "note.unreadable", folder, f"this folder cannot be read: {_reason(error)}", "check its permissions"
            )
            return
        yield from self.sorted_in(entries)

    def sorted_in(self, entries: Iterable[os.DirEntry[str]]) -> Iterator[Path]:
        for entry in entries:
            path = Path(entry.path)
            if entry.name == COLLECTION:
                self.collections.append(path)
            elif _hidden(entry.name):
                continue
            elif entry.name.endswith(PATH):
                self.paths.append(path)
            elif entry.is_symlink():
                self.link(path)
            elif entry.is_dir(follow_symlinks=False):
                if entry.name.lower() not in _FOLDERS:
                    if is_note_name(entry.name):
                        self.say("note.folder", path, "this is a folder with the name of a note", "rename it", False)
                    yield path
            elif is_note_name(entry.name):
                self.files.append(path)

    def link(self, path: Path) -> None:
        """Only links that could hold notes matter: folders, and names that end like a note's."""
        if os.path.isdir(path):  # noqa: PTH112 - Path.is_dir raises where the target may not be looked at
            self.folder_links.append(path)
        elif is_note_name(path.name):
            self.file_links.append(path)

    def links_to_folders(self) -> None:
        for link in sorted(self.folder_links):
            target = link.resolve()
            if not target.is_relative_to(self.root.resolve()):
                self.say("note.link", link, "this link leads out of the collection and was not followed", _LINK, False)
            elif target in self.seen:
                message = "this link leads to a folder that is read already and was not followed"
                self.say("note.link", link, message, "remove the link, or exclude it", False)
            else:
                self.folder(link, 0)

    def links_to_files(self) -> None:
        known = {path.resolve() for path in self.files}
        for link in sorted(self.file_links):
            target = _target(link)
            if target is None or not os.path.exists(target):  # noqa: PTH110 - as above
                message = "this link leads round in a circle" if target is None else "this link leads nowhere"
                self.say("note.link", link, message, "remove the link, or let it point to a file", False)
            elif not target.is_relative_to(self.root.resolve()):
                self.say("note.link", link, "this link leads out of the collection and was not read", _LINK, False)
            elif target not in known:  # a second name of a note that is read already adds nothing
                self.files.append(link)
                known.add(target)

    def look(self, path: Path) -> FoundNote | None:
        """Size and time of a file; a problem where it is no file, cannot be read or has a name that cannot be shown."""
        place = _place(self.root, path)
        try:
            place.encode()
        except UnicodeEncodeError:
            self.say("note.name", path, "this file's name is not UTF-8", "rename it")
            return None
        try:
            state = path.stat()
            readable = os.access(path, os.R_OK)
        except (OSError, ValueError) as error:
            self.say("note.unreadable", path, f"this file cannot be read: {_reason(error)}", "check its permissions")
            return None
        if not stat.S_ISREG(state.st_mode):
            self.say("note.unreadable", path, "this is not a regular file", "remove it, or exclude it")
            return None
        if not readable:
            self.say("note.unreadable", path, "this file cannot be read: permission denied", "check its permissions")
            return None
        if UNSAFE.search(path.name):
            message = "this file's name holds a line feed or an invisible character"
            self.say("note.name", path, message, "rename it", False)
        return FoundNote(path, self.shows(path), shown(place), "", state.st_size, state.st_mtime_ns)

    def indexes(self) -> list[FoundNote]:
        return [found for path in sorted(self.collections)[:1] if (found := self.look(path))]


_LINK = "copy the file here, or call the command on the folder where it lies"


def _target(link: Path) -> Path | None:
    """Where a link leads in the end; None where it leads round in a circle."""
    try:
        return link.resolve(strict=True)
    except RuntimeError:  # how Python 3.11 and 3.12 report a loop
        return None
    except OSError as error:
        return None if error.errno == errno.ELOOP else link.parent / link.readlink()


def _reason(error: Exception) -> str:
    return (getattr(error, "strerror", None) or str(error)).lower()


def _place(root: Path, path: Path) -> str:
    return path.relative_to(root).as_posix()


def _hidden(name: str) -> bool:
    return name.startswith((".", "_"))


def is_note_name(name: str) -> bool:
    """Whether a file of this name is read as a note: by its ending, unless it is about the project."""
    stem = name.split(".")[0]
    about = stem in _CAPITAL_STEMS or stem.lower() in _STEMS or stem.lower().startswith(("license-", "licence-"))
    return name.lower().endswith(SUFFIXES) and not about


def _chosen(place: str, content: Sequence[str], exclude: Sequence[str]) -> bool:
    return (not content or _matches(place, content)) and not _matches(place, exclude)


def _matches(place: str, patterns: Iterable[str]) -> bool:
    """A pattern names a file, a folder with all below it, or has `*` (also across folders)."""
    pure = PurePosixPath(place)
    names: Callable[[str], bool] = lambda pattern: any(  # noqa: E731
        fnmatchcase(str(part), pattern) for part in (pure, *pure.parents)
    )
    return any(
        names(pattern) or fnmatchcase(pure.name, pattern)
        for pattern in (raw.strip().removeprefix("./").removesuffix("/**").rstrip("/") for raw in patterns)
        if pattern
    )
