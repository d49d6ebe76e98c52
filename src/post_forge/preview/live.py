"""Changes -> server-sent events for every open page, numbered, so that one that comes back gets what it missed."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections import deque
from collections.abc import AsyncIterator, Callable, Mapping
from functools import partial
from typing import Any

KEPT = 300  # events that somebody who comes back can still get
MOST_WAITING = 200  # events that one page may be behind before it has to begin anew
ALIVE = 15.0  # seconds between two signs of life
MOST_OPEN = 64  # pages that listen at once

PAGES = ("today", "posts", "calendar", "problems", "theme", "history")


class Events:
    """What all pages hear. `tell` may be called from any thread."""

    def __init__(self, version: str) -> None:
        self.epoch = secrets.token_hex(4)
        self._version = version
        self._number = 0
        self._kept: deque[tuple[int, str]] = deque(maxlen=KEPT)
        self._open: set[asyncio.Queue[tuple[int, str] | None]] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._closed = False

    @property
    def last(self) -> str:
        """The id of the last event."""
        return f"{self.epoch}-{self._number}"

    @property
    def listeners(self) -> int:
        return len(self._open)

    @property
    def full(self) -> bool:
        return len(self._open) >= MOST_OPEN

    def begin(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop

    def tell(self, kind: str, data: Mapping[str, Any]) -> None:
        """Send an event to every page that listens."""
        words = f"event: {kind}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
        self.call(partial(self._tell, words))

    def call(self, what: Callable[[], None]) -> None:
        """Have something done in the thread of the server."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(what)

    def close(self) -> None:
        """End every stream, and every one that begins after this."""
        self._closed = True
        for queue in self._open:
            self._put(queue, None)

    async def stream(self, last: str = "") -> AsyncIterator[str]:
        """One page's events, from after the one it saw last."""
        queue: asyncio.Queue[tuple[int, str] | None] = asyncio.Queue(MOST_WAITING)
        self._open.add(queue)
        try:
            yield f"retry: 1000\nevent: hello\ndata: {json.dumps({'version': self._version, 'epoch': self.epoch})}\n\n"
            for number, words in self._missed(last):
                yield f"id: {self.epoch}-{number}\n{words}"
            while not self._closed:
                try:
                    found = await asyncio.wait_for(queue.get(), ALIVE)
                except TimeoutError:
                    yield ": still here\n\n"
                    continue
                if found is None:
                    return
                yield f"id: {self.epoch}-{found[0]}\n{found[1]}"
        finally:
            self._open.discard(queue)

    def _missed(self, last: str) -> list[tuple[int, str]]:
        epoch, _, number = last.rpartition("-")
        if not last:
            return []
        oldest = self._kept[0][0] if self._kept else self._number + 1
        if epoch == self.epoch and number.isdecimal() and int(number) >= oldest - 1:
            return [one for one in self._kept if one[0] > int(number)]
        everything = {"pages": PAGES, "posts": [], "notes": []}
        return [(self._number, f"event: changed\ndata: {json.dumps(everything)}\n\n")]

    def _tell(self, words: str) -> None:
        self._number += 1
        self._kept.append((self._number, words))
        for queue in self._open:
            self._put(queue, (self._number, words))

    def _put(self, queue: asyncio.Queue[tuple[int, str] | None], item: tuple[int, str] | None) -> None:
        """A page that does not keep up is sent away: it comes back and begins anew."""
        try:
            queue.put_nowait(item)
        except asyncio.QueueFull:
            while not queue.empty():
                queue.get_nowait()
            queue.put_nowait(None)
