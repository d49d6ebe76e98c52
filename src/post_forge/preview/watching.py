"""What is saved in a workspace -> the paths that changed, sorted by what has to be looked at again."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import asyncio

STEP, PAUSE = 10, 40  # ms: how long to wait for another change, and at most for all of one save
FIRST = 400  # ms after which watching has surely begun
_AWAY = frozenset({"output", "node_modules", "__pycache__", "venv", "env", "site-packages"})
_QUEUE = ("queue.db", "published.jsonl")
_OURS = (".post-forge-draft", ".tmp")
_MOST_FOLDERS = 200


@dataclass(frozen=True, slots=True)
class Seen:
    """What changed: `notes` are files that are in the collection, `queue` that the queue or published.jsonl did,
    `days` that a day's post was chosen, `built` that a build wrote what it remembers, `other` anything else that pages
    are made of. `folders` says that there are other folders to watch."""

    notes: tuple[Path, ...] = ()
    queue: bool = False
    days: bool = False
    built: bool = False
    other: bool = False
    folders: bool = False


@dataclass(frozen=True, slots=True)
class Places:
    """What to watch: folders with all that is below them, and folders for their own files only."""

    deep: tuple[Path, ...]
    flat: tuple[Path, ...]


def places(root: Path, content: Iterable[Path]) -> Places:
    """What pages are made of: notes, templates, fonts, and the files at the top and in .post_forge."""
    deep = [folder for folder in (*content, root / "templates", root / "fonts") if folder.is_dir()]
    if any(folder == root for folder in deep):  # notes lie at the top: all but what no note is in
        deep = [folder for folder in sorted(root.iterdir()) if _may_hold_notes(folder)][:_MOST_FOLDERS]
    deep = [folder for folder in deep if not any(other != folder and folder.is_relative_to(other) for other in deep)]
    flat = [folder for folder in (root, root / ".post_forge") if folder.is_dir()]
    return Places(tuple(dict.fromkeys(deep)), tuple(flat))


def _may_hold_notes(folder: Path) -> bool:
    return folder.is_dir() and not folder.is_symlink() and folder.name not in _AWAY and not folder.name.startswith(".")


def sort(root: Path, changed: Iterable[str], notes: frozenset[Path]) -> Seen:
    """What the changed paths mean. `notes` are the files of the collection that are known."""
    found: set[Path] = set()
    queue = days = built = other = folders = False
    for name in changed:
        path = Path(name)
        if path.name.endswith(_OURS) or path.suffix in (".swp", ".swx") or path.name.endswith("~"):
            continue
        if path in notes:
            found.add(path)
        elif path.parent == root / ".post_forge" or path == root / "published.jsonl":
            queue = queue or path.name.startswith(_QUEUE)
            days = days or path.name == "today.json"
            built = built or path.name == "build.json"
        elif path.parent == root and path.name in (".post_forge", "templates", "fonts", "content"):
            folders = other = True
        elif path.parent == root and path.suffix not in (".md", ".markdown", ".mdx", ".yaml", ".yml"):
            folders = folders or path.is_dir()
        else:
            other = True
    return Seen(tuple(sorted(found)), queue, days, built, other, folders)


async def watch(watched: Places, stop: asyncio.Event) -> AsyncIterator[set[str]]:
    """The paths of each save, as soon as it is over; none, once, when watching has begun: what was saved before that
    nobody has told. Ends when it is told to, or where nothing can be watched."""
    import asyncio

    from watchfiles import awatch

    heard: asyncio.Queue[set[str]] = asyncio.Queue()

    async def one(folders: tuple[Path, ...], recursive: bool) -> None:
        begun = False
        for polling in (False, True):  # where the system watches no more folders, looking now and then does
            try:
                async for changes in awatch(
                    *folders,
                    watch_filter=None,
                    debounce=PAUSE,
                    step=STEP,
                    stop_event=stop,
                    recursive=recursive,
                    force_polling=polling,
                    rust_timeout=FIRST,
                    yield_on_timeout=True,
                ):
                    if changes or not begun:
                        await heard.put({path for _, path in changes})
                    begun = True
                return
            except (OSError, RuntimeError):
                continue

    wanted = [(folders, deep) for folders, deep in ((watched.deep, True), (watched.flat, False)) if folders]
    tasks = [asyncio.create_task(one(folders, deep)) for folders, deep in wanted]
    ended = asyncio.create_task(stop.wait())
    try:
        while not stop.is_set():
            got = asyncio.create_task(heard.get())
            await asyncio.wait({got, ended}, return_when=asyncio.FIRST_COMPLETED)
            if not got.done():
                got.cancel()
                return
            yield got.result()
    finally:
        ended.cancel()
        stop.set()
        await asyncio.gather(*tasks, ended, return_exceptions=True)
