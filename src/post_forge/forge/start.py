"""A new workspace, a new note: files that are written once and never over anything that is there."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from post_forge import notes
from post_forge.config import FILE, brand_from_git
from post_forge.errors import Problem, Source, UsageError, WorkspaceError
from post_forge.forge.making.collect import folder_of_notes
from post_forge.forge.making.identity import file_name
from post_forge.forge.workspace import Workspace
from post_forge.shipped import CONTENT

CONFIGURATION = """\
# What this workspace is: who speaks, how it looks, where it goes. Every key may be left out.
brand:
  name: {name}
  handle: {handle}
  # avatar: avatar.png           # a square picture; without one the first letters of the name are drawn
  # url: https://example.org

theme: brand                     # templates/themes/brand/theme.yaml, which changes a few colours of `night`
formats: [portrait]              # portrait 1080x1350, square 1080x1080, story 1080x1920, landscape 1920x1080

channels:
  archive: {{ platform: folder }}  # ready-to-paste posts in posted/

schedule:
  times: {{ mon-fri: ["09:00"] }}
"""
THEME = """\
# A theme of your own: everything that is not said here comes from the theme it extends.
extends: night

color:
  accent: "#c4ff3d"
"""
LINES = {  # lines that git needs: added where such a file is there already
    ".gitignore": ("output/", ".post_forge/", "posted/"),
    ".gitattributes": ("published.jsonl merge=union",),  # two branches that published: both their lines count
}
NOTE = """\
---
title: {title}
summary:
tags: []
status: draft
---

<!-- Begin with a scene: who, what broke, which number. The first sentence is what people see. -->

## The trap

**The trap:**

**The fix:**

## In code

```python
```
"""


@dataclass(frozen=True, slots=True)
class Started:
    """What `init` made, what it left alone because it was there, what it added lines to; as paths from the folder."""

    folder: Path
    made: tuple[str, ...]
    kept: tuple[str, ...]
    added: tuple[str, ...] = ()


def init(folder: Path) -> Started:
    """Make a workspace in `folder`. Raises WorkspaceError where one is, or where it cannot be written."""
    if (folder / FILE).exists():
        raise WorkspaceError(
            Problem("init.exists", "this folder is a workspace already", Source(str(folder / FILE)), "choose another")
        )
    if folder.exists() and not folder.is_dir():
        raise UsageError(Problem("usage.folder", f"{str(folder)!r} is a file"))
    brand = brand_from_git(folder if folder.is_dir() else Path())
    name = brand.name or folder.resolve().name
    files: dict[str, bytes | Path] = {
        FILE: CONFIGURATION.format(name=json.dumps(name, ensure_ascii=False), handle=json.dumps(brand.handle)).encode(),
        "templates/themes/brand/theme.yaml": THEME.encode(),
        **{place: "".join(f"{line}\n" for line in lines).encode() for place, lines in LINES.items()},
        **{f"content/{path.relative_to(CONTENT).as_posix()}": path for path in sorted(CONTENT.rglob("*.*"))},
    }
    made: list[str] = []
    kept: list[str] = []
    added: list[str] = []
    try:
        for place, content in files.items():
            target = folder / place
            if os.path.lexists(target):
                (added if _add_lines(target, LINES.get(place, ())) else kept).append(place)
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(content, bytes):
                target.write_bytes(content)
            else:
                shutil.copyfile(content, target)
            made.append(place)
    except OSError as error:
        raise WorkspaceError(
            Problem("workspace.write", f"cannot write: {error.strerror}", Source(str(error.filename or folder)))
        ) from None
    return Started(folder, tuple(made), tuple(kept), tuple(added))


def _add_lines(path: Path, lines: tuple[str, ...]) -> bool:
    """Add the lines that a file of the author's lacks, at its end; whether there were any."""
    if not lines or path.is_symlink() or not path.is_file():
        return False
    text = path.read_bytes().decode("utf-8", errors="replace")
    known = {line.strip().strip("/") for line in text.splitlines()}
    missing = [line for line in lines if line.strip("/") not in known]
    if missing:
        with path.open("ab") as file:
            file.write(("" if not text or text.endswith("\n") else "\n").encode())
            file.write("".join(f"{line}\n" for line in missing).encode())
    return bool(missing)


def new(workspace: Workspace, title: str) -> Path:
    """Start a note under content/ (or the workspace itself). Raises UsageError for a title that is there already."""
    title = " ".join(title.split())
    slug = file_name(title)
    if not slug:
        raise UsageError(Problem("usage.title", "a note needs a title", hint='post-forge new "Why retries fail"'))
    folder = folder_of_notes(workspace)
    path = folder / f"{slug}.md"
    if not notes.is_note_name(path.name):
        hint = "files of this name are about a project and are not read as notes; choose a longer title"
        raise UsageError(Problem("usage.title", f"{path.name} would be no note", hint=hint))
    if os.path.lexists(path):
        raise UsageError(
            Problem(
                "new.exists", "a note of this name is there already", Source(workspace.shown(path)), "open that one"
            )
        )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(NOTE.format(title=json.dumps(title, ensure_ascii=False), today=date.today().isoformat()))
    except OSError as error:
        raise WorkspaceError(
            Problem("workspace.write", f"cannot write: {error.strerror}", Source(workspace.shown(path)))
        ) from None
    return path
