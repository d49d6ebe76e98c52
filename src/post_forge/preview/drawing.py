"""Requests for pictures -> PNGs: drawn one at a time, what was asked for last first, nothing that nobody waits for.

Whoever scrolls past a hundred thumbnails asks for all of them; those that are out of sight again are dropped before
they are drawn.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from post_forge.preview.threads import Threads

Place = tuple[str, bool]
"""A picture's name, and whether the thumbnail is meant."""


class Drawing:
    """The queue in front of one thread that draws."""

    def __init__(self, draw: Callable[[str, bool], bytes | None]) -> None:
        self._draw = draw
        self._waiting: dict[Place, tuple[asyncio.Future[bytes | None], int]] = {}
        self._running = False
        self._thread = Threads(1, "drawing")
        self._tasks: set[asyncio.Task[None]] = set()

    async def picture(self, key: str, small: bool) -> bytes | None:
        """The picture. Cancelling this takes the wish back. Raises what drawing raises."""
        place = (key, small)
        future, wishes = self._waiting.pop(place, (asyncio.get_running_loop().create_future(), 0))
        self._waiting[place] = (future, wishes + 1)  # at the end: what is asked for last comes first
        if not self._running:
            self._running = True
            task = asyncio.create_task(self._work())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        try:
            return await asyncio.shield(future)
        finally:
            self._take_back(place, future)

    @property
    def waiting(self) -> int:
        return len(self._waiting)

    def close(self) -> None:
        self._thread.shutdown()

    def _take_back(self, place: Place, future: asyncio.Future[bytes | None]) -> None:
        found = self._waiting.get(place)
        if found is None or found[0] is not future:
            return
        if found[1] > 1:
            self._waiting[place] = (future, found[1] - 1)
        else:
            del self._waiting[place]

    async def _work(self) -> None:
        loop = asyncio.get_running_loop()
        try:
            while self._waiting:
                place = next(reversed(self._waiting))
                future, _ = self._waiting.pop(place)
                try:
                    found = await loop.run_in_executor(self._thread, self._draw, *place)
                except Exception as error:  # noqa: BLE001 - whoever waits for it is told
                    if not future.done():
                        future.set_exception(error)
                        future.exception()  # it may be that nobody waits any more
                    continue
                if not future.done():
                    future.set_result(found)
        finally:
            self._running = False
