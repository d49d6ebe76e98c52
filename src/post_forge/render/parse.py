"""Box markup -> a tree of boxes: every element, attribute and value checked, all mistakes told at once.

The markup is XML without entities, document types, namespaces and processing instructions. Each opening tag carries
`at="path:line:column"`, written there before Jinja compiled the template.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, NoReturn
from weakref import WeakKeyDictionary
from xml.parsers import expat

from post_forge.errors import Problem, Source, TemplateError, did_you_mean
from post_forge.render.boxes import Box, Inline, Style, read_place
from post_forge.render.elements import BOX, ELEMENTS, FLOW, INLINE, Element, attributes
from post_forge.render.readers import WrongValueError
from post_forge.render.theme import Theme
from post_forge.render.xml_errors import explain

_COMMON = {name: name.replace("-", "_") for name in (*BOX, *FLOW)}
_PLAIN = frozenset[str]()
DEEPEST = 60

Complaint = tuple[str, str, str]
"""Rule, message and hint of a problem that has no place yet."""

_styles: WeakKeyDictionary[Theme, dict[Any, tuple[Style, tuple[Complaint, ...]]]] = WeakKeyDictionary()


def parse(markup: str, theme: Theme) -> Box:
    """The root box of a slide. Raises TemplateError with every problem of the markup."""
    builder = _Builder(theme)
    try:
        builder.read(markup)
    except expat.ExpatError as error:
        builder.problems.append(explain(error, markup, builder.open_tags(), theme))
    except _RefusedError as refused:
        builder.problems.append(refused.problem)
    roots = builder.stack[0].children
    if not builder.problems and (len(roots) != 1 or roots[0].element.name != "slide"):
        builder.problems.append(_no_slide(roots))
    if builder.problems:
        placed = (replace(one, source=theme.shown(one.source)) if one.source else one for one in builder.problems)
        raise TemplateError(*dict.fromkeys(placed))
    return roots[0]


def _no_slide(roots: list[Box]) -> Problem:
    source = roots[0].source if roots else None
    return Problem("template.root", "a layout is one <slide>", source, "put everything inside <slide>...</slide>")


class _RefusedError(Exception):
    """XML that a layout has no use for."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


@dataclass(slots=True)
class _Open:
    """An element whose closing tag has not come yet. `mark` is set for an inline mark."""

    element: Element | None
    tag: str
    at: str
    style: Style = field(default_factory=Style)
    children: list[Box] = field(default_factory=list)
    words: list[Inline] = field(default_factory=list)
    marks: frozenset[str] = _PLAIN
    inline: bool = False


class _Builder:
    """Listens to the XML parser and builds boxes from the leaves up."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self.problems: list[Problem] = []
        self.stack = [_Open(None, "", "")]
        self.cache = _styles.setdefault(theme, {})

    def read(self, markup: str) -> None:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = self.start, self.end
        parser.CharacterDataHandler = self.characters
        parser.StartDoctypeDeclHandler = lambda *_: self.refuse("a document type")
        parser.ProcessingInstructionHandler = lambda *_: self.refuse("a processing instruction")
        parser.Parse(markup.encode("utf-8", "replace"), True)

    def refuse(self, what: str) -> NoReturn:
        hint = "a layout is elements and words; take it out"
        raise _RefusedError(Problem("template.xml", f"{what} is not allowed in a layout", self.place(), hint))

    def place(self) -> Source:
        return read_place(self.stack[-1].at)

    def open_tags(self) -> list[tuple[str, Source]]:
        return [(one.tag, read_place(one.at)) for one in self.stack[1:]]

    def complain(self, rule: str, message: str, at: str, hint: str = "", length: int = 1) -> None:
        self.problems.append(Problem(rule, message, read_place(at), hint, length=length))

    # ---- what the parser says ----------------------------------------------------------------------------------

    def start(self, tag: str, given: dict[str, str]) -> None:
        at = given.pop("at", None) or self.stack[-1].at
        parent = self.stack[-1]
        if len(self.stack) > DEEPEST:
            raise _RefusedError(Problem("template.deep", f"<{tag}> stands {DEEPEST} boxes deep", read_place(at)))
        if parent.inline or (parent.element and parent.element.holds == "words"):
            self.start_inline(tag, given, at, parent)
            return
        element = ELEMENTS.get(tag)
        if element is None:
            self.unknown(tag, at)
        elif parent.element and parent.element.holds != "boxes":
            inside = f"<{parent.tag}> holds only text" if parent.element.holds == "verbatim" else "close it first"
            self.complain("template.nesting", f"<{tag}> cannot go inside <{parent.tag}>", at, inside, len(tag) + 1)
        elif element.only_in and parent.tag not in element.only_in:
            inside = " or ".join(f"<{name}>" for name in sorted(element.only_in))
            self.complain("template.nesting", f"<{tag}> stands outside {inside}", at, length=len(tag) + 1)
        style = self.style(element, given, at) if element else Style()
        self.stack.append(_Open(element, tag, at, style))

    def start_inline(self, tag: str, given: dict[str, str], at: str, parent: _Open) -> None:
        if tag not in INLINE and tag != "br":
            holder = next(one.tag for one in reversed(self.stack) if not one.inline)
            known = ", ".join(f"<{name}>" for name in sorted(INLINE)) + " and <br/>"
            close = did_you_mean(tag, INLINE | {"br"}) if tag not in ELEMENTS else f"inside words stand {known}"
            message = f"<{tag}> cannot go inside <{holder}>"
            self.complain("template.nesting", message, at, close, len(tag) + 1)
        for name in given:
            self.complain("template.attribute", f"<{tag}> has no attribute {name!r}", at, "it takes none", len(tag) + 1)
        marks = parent.marks | {tag} if tag in INLINE else parent.marks
        self.stack.append(_Open(None, tag, at, words=parent.words, marks=marks, inline=True))
        if tag == "br":
            parent.words.append(Inline(_BREAK, parent.marks))

    def end(self, tag: str) -> None:
        done = self.stack.pop()
        if done.inline:
            return
        parent = self.stack[-1]
        if done.element is None:
            parent.children += done.children
            return
        words = _trimmed(done.words) if done.element.holds == "words" else tuple(done.words)
        if not _vanishes(done.element, done.style, done.children, words) or tag == "slide":
            parent.children.append(Box(done.element, done.style, done.at, tuple(done.children), words))

    def characters(self, data: str) -> None:
        top = self.stack[-1]
        if top.inline or (top.element and top.element.holds in ("words", "verbatim")):
            top.words.append(Inline(data, top.marks))
        elif not data.isspace():
            where = f"inside <{top.tag}>" if top.tag else "outside <slide>"
            shown = " ".join(data.split())[:40]
            self.complain("template.words", f"the words {shown!r} stand {where}", top.at, "put them inside <text>")

    def unknown(self, tag: str, at: str) -> None:
        if ":" in tag:
            hint = "namespaces are not allowed"
        elif tag in INLINE or tag == "br":
            hint = "it marks words inside <text>"
        else:
            hint = did_you_mean(tag, ELEMENTS)
        self.complain("template.element", f"unknown element <{tag}>", at, hint, len(tag) + 1)

    # ---- attributes --------------------------------------------------------------------------------------------

    def style(self, element: Element, given: dict[str, str], at: str) -> Style:
        key = (element.name, tuple(given.items()))
        found = self.cache.get(key)
        if found is None:
            if len(self.cache) > 5000:
                self.cache.clear()
            found = self.cache[key] = read_style(element, given, self.theme)
        style, complaints = found
        for rule, message, hint in complaints:
            self.complain(rule, message, at, hint, len(element.name) + 1)
        return style


def read_style(element: Element, given: dict[str, str], theme: Theme) -> tuple[Style, tuple[Complaint, ...]]:
    """The style that attributes ask for, and what is wrong with them."""
    known = attributes(element)
    common: dict[str, Any] = {}
    own: dict[str, Any] = {}
    complaints: list[Complaint] = []
    for name, value in given.items():
        if name not in known:
            hint = "namespaces are not allowed" if name.startswith("xmlns") else did_you_mean(name, known)
            complaints.append(("template.attribute", f"<{element.name}> has no attribute {name!r}", hint))
            continue
        try:
            target = common if name in _COMMON and name not in element.attributes else own
            target[_COMMON.get(name, name) if target is common else name] = known[name](value.strip(), theme)
        except WrongValueError as error:
            complaints.append(("template.value", f"<{element.name} {name}>: {error.message}", error.hint))
    for name in sorted(element.required - given.keys()):
        hint = f"write {name}=..."
        complaints.append(("template.attribute", f"<{element.name}> needs the attribute {name!r}", hint))
    if element.finish and not complaints:
        try:
            element.finish(own, theme)
        except WrongValueError as error:
            complaints.append(("template.value", f"<{element.name}>: {error.message}", error.hint))
    return Style(**common, own=own), tuple(complaints)


# ---- words -----------------------------------------------------------------------------------------------------------


def _trimmed(words: list[Inline]) -> tuple[Inline, ...]:
    """White space as a reader sees it: runs of it are one space, none at the ends or beside a hard line break."""
    kept: list[Inline] = []
    space = False
    for word in words:
        if word.text == _BREAK:
            kept.append(Inline("\n", word.marks))
            space = False
            continue
        text = _squeezed(word.text)
        if not text:
            space = space or bool(word.text)
            continue
        begins = (space or word.text[0] in _BLANK) and bool(kept) and kept[-1].text != "\n"
        if begins and len(kept[-1].marks) < len(word.marks):  # the space stands outside the mark
            kept[-1] = Inline(kept[-1].text + " ", kept[-1].marks)
            begins = False
        kept.append(Inline(" " + text if begins else text, word.marks))
        space = word.text[-1] in _BLANK
    while kept and kept[-1].text == "\n":
        kept.pop()
    return tuple(kept)


_BREAK = "\u2028"
_BLANK = frozenset(" \t\n\r\f\v")
_SPACES = {ord(space): " " for space in _BLANK}


def _squeezed(text: str) -> str:
    """One space between words; a no-break space is no white space."""
    return " ".join(part for part in text.translate(_SPACES).split(" ") if part)


def _vanishes(element: Element, style: Style, children: list[Box], words: tuple[Inline, ...]) -> bool:
    """Whether a box has nothing to show and asks for no room: then it takes no gap either."""
    if style.paints() or style.width or style.height or style.grow or style.min_height:
        return False
    if element.holds == "boxes":
        return not children
    return element.holds == "words" and not words
