"""The element `sequence`: who sends what to whom, in the largest type that fits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, cast

from post_forge.errors import Problem
from post_forge.render import readers as read
from post_forge.render.boxes import Box, Frame, Inline
from post_forge.render.diagram.labels import Face, set_label
from post_forge.render.diagram.leaf import HINT, LEAST_NAME, LEAST_NOTE
from post_forge.render.diagram.stage import Scene, Stage
from post_forge.render.diagram.talk import Around, Said, Talk, staged
from post_forge.render.elements import Element, Group, Leaf, Painter, register
from post_forge.render.sizes import Sizes
from post_forge.render.theme import TextStyle, Theme
from post_forge.render.values import Op, SetText

SHARES = (1.3, 1.2, 1.1, 1.0, 0.9375, 0.875)
"""The steps of a sequence, in sizes of its messages' style."""

MOST_LINES = 4


def finish(own: dict[str, Any], theme: Theme) -> None:
    """Work out the steps of sizes."""
    own.setdefault("color", theme.color["done"])
    own.setdefault("life-color", theme.color["line"])
    own.setdefault("cross-color", own["color"])
    own.setdefault("stroke", 4 * theme.scale)
    own.setdefault("tip", 14 * theme.scale)


class SequenceLeaf(Leaf):
    """Arranges actors, messages, remarks and frames."""

    def steps(self, box: Box) -> int:
        del box
        return len(SHARES)

    def group(self, box: Box) -> Group | None:
        return ("sequence", id(box))

    def height(self, box: Box, width: float, session: Sizes) -> float:
        if box.style.grow:
            return 0.0
        found = self.scene(box, width, 10_000.0, session)
        return found.made.bottom if found else 0.0

    def fix(self, box: Box, width: float, height: float, session: Sizes) -> Scene | None:
        if not self.children(box, "actor", session):
            return None
        scene = self.scene(box, width, height, session)
        if scene is None:
            tall = self.scene(box, width, 100 * height, session) if session.accepted is None else None
            session.overflow(box, max(self.least(tall, session), height + 1), height, "the height", HINT)
            return None
        texts = [text for text, _ in (*scene.names, *scene.tags)] + [row.text for row in scene.made.rows]
        for cluster in [cluster for text in texts for cluster in text.missing]:
            session.missing.setdefault(cluster, box)
        return scene

    def least(self, scene: Scene | None, session: Sizes) -> float:
        """px that it takes when nothing is spread."""
        if scene is None:
            return 0.0
        return scene.made.bottom - 54 * session.theme.scale * (len(scene.made.rows) + 1)

    def children(self, box: Box, name: str, session: Sizes) -> list[Box]:
        for child in box.children:
            if child.element.name not in ("actor", "message", "remark", "band"):
                message = f"<{child.element.name}> cannot go inside <sequence>"
                hint = "it holds <actor>, <message>, <remark> and <band>"
                session.problem(Problem("template.nesting", message, child.source, hint))
        return [child for child in box.children if child.element.name == name]

    def scene(self, box: Box, width: float, height: float, session: Sizes) -> Scene | None:
        key = ("scene", id(box), session.step(box), round(width, 2), round(height, 2))
        if key not in session.kept:
            session.kept[key] = self.made(box, width, height, session)
        return cast("Scene | None", session.kept[key])

    def made(self, box: Box, width: float, height: float, session: Sizes) -> Scene | None:
        own, scale = box.style.own, session.theme.scale
        small = self.face(box, session)
        style: TextStyle = own["style"]
        size = max(LEAST_NAME * scale, small.size * 1.12)
        name = Face(style, size, size * 1.14, own.get("name-color", session.theme.color["text"]))
        actors, events = self.children(box, "actor", session), self.events(box, session)
        most = (width - 16 * scale * (len(actors) - 1)) / len(actors) - 44 * scale
        names = [
            set_label(actor.words, replace(name, color=actor.own("color") or name.color), most, session)
            for actor in actors
        ]
        if any(text is None for text in names):
            return None
        set_names = [(text, most) for text in names if text is not None]
        tags = self.tags(box, session, width)
        if tags is None:
            return None
        bands = self.children(box, "band", session)
        around = [
            Around(band.own("first"), band.own("last"), text.width, text.height)
            for band, (text, _) in zip(bands, tags, strict=True)
        ]

        def write(number: int, room: float) -> SetText | None:
            event = events[number]
            face = replace(small, color=event.own("color") or small.color)
            loop = event.element.name == "message" and event.own("from") == event.own("to")
            align = "start" if loop else "center"
            return set_label(event.words, face, room, session, align, most=MOST_LINES) if room > 0 else None

        said = [
            Said(one.own("from"), one.own("to"), one.own("side", "over") if one.element.name == "remark" else "")
            for one in events
        ]
        sizes = [(text.width, text.height) for text, _ in set_names]
        made = staged(Talk(sizes, said, around, write, scale), (width, height))
        return Scene(made, set_names, tags, max(0.0, (height - made.bottom) / 2)) if made else None

    def face(self, box: Box, session: Sizes) -> Face:
        """The look of messages at the session's step."""
        style: TextStyle = box.style.own["message-style"]
        size, pitch = style.sizes[0]
        size_now = max(LEAST_NOTE * session.theme.scale, size * SHARES[session.step(box)])
        return Face(style, size_now, size_now * pitch / size, box.own("message-color") or session.theme.color["text"])

    def events(self, box: Box, session: Sizes) -> list[Box]:
        """Messages and remarks between actors that there are."""
        count = len(self.children(box, "actor", session))
        found = [child for child in box.children if child.element.name in ("message", "remark")]
        for one in found:
            wrong = [at for at in (one.own("from"), one.own("to")) if at >= count]
            if wrong:
                message = f"<{one.element.name}> names the actor {wrong[0]}, and there are {count}, counted from 0"
                session.problem(Problem("template.value", message, one.source))
        return [one for one in found if max(one.own("from"), one.own("to")) < count]

    def tags(self, box: Box, session: Sizes, width: float) -> list[tuple[SetText, float]] | None:
        """The titles of frames: their kind, then what they say."""
        style: TextStyle = box.style.own["tag-style"]
        color = box.own("tag-color") or style.color or session.theme.color["text"]
        face = Face(style, *style.sizes[0], color)
        found = []
        for band in self.children(box, "band", session):
            words = (Inline(band.own("kind", "") + (" " if band.words else ""), frozenset({"b"})), *band.words)
            text = set_label(words, face, width - 60 * session.theme.scale, session, "start", most=2)
            if text is None:
                return None
            found.append((text, width - 60 * session.theme.scale))
        return found

    def paint(self, frame: Frame, painter: Painter) -> Iterable[Op]:
        if frame.content is not None:
            yield from Stage(frame, frame.content, painter).ops()


_COUNT = read.count
_TEXT = read.token("typography")
_PX = read.length(share=False)
_INSIDE = frozenset({"sequence"})
_TIPS = read.choice("none", "arrow", "circle", "cross")
_ENDS = frozenset({"from", "to"})

SEQUENCE = {
    "style": _TEXT,
    "message-style": _TEXT,
    "tag-style": _TEXT,
    "color": read.color,
    "life-color": read.color,
    "cross-color": read.color,
    "name-color": read.color,
    "message-color": read.color,
    "tag-color": read.color,
    "stroke": _PX,
    "turn": _PX,
    "tip": _PX,
    "heads": read.choice("open", "solid"),
}
_WAY = {"from": _COUNT, "to": _COUNT, "color": read.color}
_MESSAGE = {**_WAY, "line": read.choice("solid", "dashed", "thick"), "head": _TIPS, "tail": _TIPS}
_REMARK = {**_WAY, "side": read.choice("over", "left", "right")}
_BAND = {"first": _COUNT, "last": _COUNT, "kind": read.words}
_EXAMPLE = (
    '<sequence grow="1" style="node" message-style="node-note" tag-style="link"><actor>Client</actor>'
    '<actor>Server</actor><message from="0" to="1">POST /pay</message></sequence>'
)

register(
    Element(
        "sequence",
        "boxes",
        "who sends what to whom, from top to bottom",
        SEQUENCE,
        leaf=SequenceLeaf(),
        required=frozenset({"style", "message-style", "tag-style"}),
        finish=finish,
        example=_EXAMPLE,
    )
)
register(Element("actor", "words", "who takes part, from the left", {"color": read.color}, only_in=_INSIDE, stays=True))
register(Element("message", "words", "from an actor to another", _MESSAGE, only_in=_INSIDE, required=_ENDS, stays=True))
register(Element("remark", "words", "a note on lifelines", _REMARK, only_in=_INSIDE, required=_ENDS, stays=True))
register(
    Element(
        "band",
        "words",
        "a frame around some events of a sequence",
        _BAND,
        only_in=_INSIDE,
        required=frozenset({"first", "last"}),
        stays=True,
    )
)
