"""What a page shows -> a name for its picture, and later the name -> PNG, drawn when somebody asks for it.

A page names pictures without drawing any: a slide by the key of its pixels, a cover in a list by what its post is made
of. Names and pictures are kept within bounds; a name that was forgotten is a picture that nobody looks at any more.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from post_forge import output
from post_forge.errors import LayoutError, Problem
from post_forge.forge.making import state
from post_forge.forge.making.inputs import stamps
from post_forge.forge.making.make import load_theme
from post_forge.forge.making.state import PostEntry
from post_forge.forge.studio.decks import Decks
from post_forge.forge.studio.desk import Look
from post_forge.forge.studio.problems import is_current
from post_forge.later import Later
from post_forge.model import FORMATS

if TYPE_CHECKING:
    from post_forge import render
else:
    render = Later("post_forge.render")

SMALL = 360
"""Width of a thumbnail in px."""
_NAMES = 20_000
_BYTES = 48_000_000
_LARGEST_FILE = 5_000_000  # bytes of a picture of the brand


@dataclass(frozen=True, slots=True)
class SlideAsk:
    post: str
    format: str
    number: int


@dataclass(frozen=True, slots=True)
class CoverAsk:
    post: str
    format: str


@dataclass(frozen=True, slots=True)
class SampleAsk:
    theme: str
    format: str
    sample: str


@dataclass(frozen=True, slots=True)
class FileAsk:
    path: Path


Ask = SlideAsk | CoverAsk | SampleAsk | FileAsk


class Pictures:
    """Names of pictures, and the pictures drawn lately."""

    def __init__(self, decks: Decks) -> None:
        self._decks = decks
        self._asks: OrderedDict[str, Ask] = OrderedDict()
        self._drawn: OrderedDict[str, bytes] = OrderedDict()
        self._samples: dict[tuple[str, str, str], str] = {}
        self._size = 0
        self._lock = threading.Lock()
        self._drawing = threading.Lock()

    def slide(self, key: str, post: str, format_: str, number: int) -> str:
        """The name of a slide: the key of its pixels."""
        return self._named(key, SlideAsk(post, format_, number))

    def cover(self, look: Look, entry: PostEntry) -> str:
        """The name of a post's first slide, without composing it."""
        format_ = look.settings.formats[0]
        shown = stamps(look.workspace.root / one for one in entry.pictures)
        return self._named(state.digest("cover", entry.id, entry.key, look.settings.inputs, format_, shown),
                           CoverAsk(entry.id, format_))  # fmt: skip

    def sample(self, key: str, theme: str, format_: str, sample: str) -> str:
        """The name of a slide of the gallery in a theme: the key of its pixels. Without a key, where it cannot be drawn
        now, the name it had last."""
        place = (theme, format_, sample)
        if not key:
            return self._samples.get(place, "")
        self._samples[place] = key
        return self._named(key, SampleAsk(*place))

    def file(self, path: Path) -> str:
        """The name of a picture of the brand; "" where it cannot be shown."""
        try:
            status = path.stat()
        except OSError:
            return ""
        key = state.digest(str(path), status.st_size, status.st_mtime_ns)
        return self._named(key, FileAsk(path)) if status.st_size <= _LARGEST_FILE else ""

    def known(self, key: str) -> bool:
        return key in self._asks

    def ready(self, key: str, *, small: bool = False) -> bytes | None:
        """The picture, if it has been drawn lately."""
        with self._lock:
            found = self._drawn.get(_place(key, small))
            if found is not None:
                self._drawn.move_to_end(_place(key, small))
            return found

    def draw(self, look: Look, key: str, *, small: bool = False) -> bytes | None:
        """The PNG of a name. None where nothing of that name is there any more; raises ForgeError where it cannot be
        drawn."""
        ask = self._asks.get(key)
        if ask is None:
            return None
        with self._drawing:
            if (found := self.ready(key, small=small)) is not None:
                return found
            png = self.ready(key)
            if png is None:
                png = self._drawn_for(look, key, ask)
                if png is not None:
                    self._keep(key, png)
            if png is not None and small:
                png = shrunk(png)
                self._keep(_place(key, small), png)
            return png

    def _drawn_for(self, look: Look, key: str, ask: Ask) -> bytes | None:
        if isinstance(ask, SlideAsk):
            return self._decks.picture(look, ask.post, ask.format, ask.number, key)
        if isinstance(ask, CoverAsk):
            return self._cover(look, ask)
        if isinstance(ask, SampleAsk):
            return sample_picture(look, ask)
        return as_png(ask.path)

    def _cover(self, look: Look, ask: CoverAsk) -> bytes | None:
        found = look.posts.get(ask.post)
        if found is not None and (png := _built(look, found[1], ask.format)):
            return png
        sheet = self._decks.sheet(look, ask.post)
        if sheet is None:
            if problems := self._decks.trouble_of(look, ask.post):
                raise LayoutError(*problems)
            return None
        keys = sheet.keys.get(ask.format, ())
        return self._decks.picture(look, ask.post, ask.format, 1, keys[0]) if keys else None

    def _named(self, key: str, ask: Ask) -> str:
        with self._lock:
            self._asks[key] = ask
            self._asks.move_to_end(key)
            while len(self._asks) > _NAMES:
                self._asks.popitem(last=False)
        return key

    def _keep(self, place: str, data: bytes) -> None:
        with self._lock:
            self._size += len(data) - len(self._drawn.pop(place, b""))
            self._drawn[place] = data
            while self._size > _BYTES:
                self._size -= len(self._drawn.popitem(last=False)[1])


def _place(key: str, small: bool) -> str:
    return f"{key}.small" if small else key


def _built(look: Look, post: PostEntry, format_: str) -> bytes | None:
    """The first slide as a build drew it, if it is still what would be drawn."""
    made, name = look.made.get(post.id), f"slides/{format_}/01.png"
    if made is None or name not in made.files or not is_current(look, post, made):
        return None
    file = look.workspace.output / post.id / name
    try:
        return file.read_bytes() if output.stamp(file) == tuple(made.files[name]) else None
    except OSError:
        return None


def samples() -> dict[str, render.Sample]:
    """The slides of the gallery by name (`cards/typical`)."""
    return {sample.name: sample for sample in render.samples()}


def sample_picture(look: Look, ask: SampleAsk) -> bytes:
    """A slide of the gallery in a theme and a format. Raises ForgeError where the theme cannot draw it."""
    settings, canvas = replace(look.settings, theme=ask.theme), FORMATS[ask.format]
    theme, sample = load_theme(ask.theme, settings), samples()[ask.sample]
    frame = render.lay_out(render.markup(sample.slide, sample.deck, theme, canvas), theme, canvas)
    return render.draw_slide(frame, theme, canvas).png


def shrunk(png: bytes) -> bytes:
    """A thumbnail of a PNG."""
    from io import BytesIO

    from PIL import Image

    with Image.open(BytesIO(png)) as picture:
        width, height = picture.size
    if width <= SMALL:
        return png
    return render.media(png, (("png", 0),), (SMALL, round(height * SMALL / width)), 0)[1]


def as_png(path: Path) -> bytes:
    """A picture file as a PNG of at most 400 px, whatever it claims to be. Raises LayoutError."""
    from io import BytesIO

    from PIL import Image

    try:
        with Image.open(path, formats=("PNG", "JPEG", "WEBP")) as picture:
            picture.draft("RGB", (400, 400))
            picture.thumbnail((400, 400))
            out = BytesIO()
            picture.convert("RGBA").save(out, "PNG")
            return out.getvalue()
    except (OSError, ValueError, Image.DecompressionBombError) as error:
        raise LayoutError(Problem("picture.read", f"cannot read the picture: {error}")) from None
