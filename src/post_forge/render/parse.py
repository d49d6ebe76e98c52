"""Box markup -> a tree of boxes: every element, attribute and value checked, all mistakes told at once.

The markup is XML without entities, document types, namespaces and processing instructions. Each opening tag carries
`at="path:line:column"`, written there before Jinja compiled the template.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any, NoReturn
from weakref import WeakKeyDictionary
from xml.parsers import expat

from post_forge.errors import Problem, Source, TemplateError, did_you_mean
from post_forge.render.attributes import TAG, Complaint, patterns_of, read_style
from post_forge.render.boxes import Box, Inline, Style, read_place
from post_forge.render.elements import INLINE, Element, find, known_names
from post_forge.render.places import REACH, layout_file, located
from post_forge.render.theme import Theme
from post_forge.render.xml_errors import explain

_PLAIN = frozenset[str]()
DEEPEST = 60
MOST_BOXES = 1500
"""A slide that says much has two hundred."""
MOST_PROBLEMS = 50
"""One slip in a loop or a macro can be wrong in a thousand places; nobody reads that many."""


HOLDS = {
    "words": "words with <b>, <i>, <code>, <s>, <mark> and <br/>",
    "verbatim": "only text, kept as it is",
    "nothing": "nothing: close it with />",
}

_HTML = {
    **dict.fromkeys(("div", "section", "article", "main", "body"), "boxes below each other are a <column>"),
    **dict.fromkeys(("p", "h1", "h2", "h3", "h4", "label"), "words stand in <text style=...>"),
    "span": "words stand in <text>, marked with <b>, <i>, <code>, <s> or <mark>",
    "img": 'a picture is <image src="..."/>',
    "hr": "a line is <rule/>",
    "pre": "code is a <codeblock>",
    **dict.fromkeys(("strong", "em"), "inside <text> stand <b> and <i>"),
    **dict.fromkeys(("ul", "ol", "li"), "a list is a {% for %} over a <row> or a <column>"),
    **dict.fromkeys(("tr", "td", "th"), "a <table> holds <record>, which holds <cell>"),
}

_styles: WeakKeyDictionary[Theme, dict[Any, tuple[Style, tuple[Complaint, ...]]]] = WeakKeyDictionary()


def parse(markup: str, theme: Theme, layout: str = "") -> Box:
    """The root box of a slide. Raises TemplateError with every problem of the markup.

    `layout` is what a problem names that no tag has a place for.
    """
    builder = _Builder(theme)
    try:
        builder.read(markup)
    except expat.ExpatError as error:
        if not (builder.problems and builder.in_the_unknown()):
            builder.problems.append(explain(error, markup, builder.open_tags(), theme))
    except _RefusedError as refused:
        builder.problems.append(refused.problem)
    roots = builder.stack[0].children
    if not builder.problems and (len(roots) != 1 or roots[0].element.name != "slide"):
        builder.problems.append(located(_no_slide(roots), theme, []))
    if builder.problems:
        home = layout_file(theme, layout)
        placed = (one if one.source else replace(one, source=home) for one in builder.problems)
        raise TemplateError(*list(dict.fromkeys(placed))[:MOST_PROBLEMS])
    return roots[0]


def _beginning(source: Source | None) -> Source | None:
    """The beginning of the same file."""
    return Source(source.path, 1, 1) if source else None


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
        self.boxes = 0
        self.last = ""
        self.cache = _styles.setdefault(theme, {})

    def read(self, markup: str) -> None:
        parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = self.start, self.end
        parser.CharacterDataHandler = self.characters
        parser.StartDoctypeDeclHandler = lambda *_: self.refuse("a document type", "<!DOCTYPE", markup)
        parser.ProcessingInstructionHandler = lambda name, _: self.refuse(
            "a processing instruction", f"<?{name}", markup
        )
        parser.Parse(markup.encode("utf-8", "replace"), True)

    def refuse(self, what: str, written: str, markup: str) -> NoReturn:
        """Stop at something that is XML and has no use in a layout. Before the first tag its file is the next tag's."""
        following = re.search(r' at="([^"]+)"', markup)
        place = read_place(self.last) if self.last else _beginning(read_place(following[1]) if following else None)
        hint = "a layout is elements and words; take it out"
        problem = Problem("template.xml", f"{what} is not allowed in a layout", place, hint)
        raise _RefusedError(located(problem, self.theme, [re.compile(re.escape(written))], 10_000))

    def in_the_unknown(self) -> bool:
        """Whether the innermost open element is one that nobody knows: a closing tag spelled right does not fit it."""
        return len(self.stack) > 1 and self.stack[-1].element is None and not self.stack[-1].inline

    def open_tags(self) -> list[tuple[str, Source]]:
        return [(one.tag, read_place(one.at)) for one in self.stack[1:]]

    def complain(self, rule: str, message: str, at: str, hint: str = "", find: tuple[str, ...] = (TAG,)) -> None:
        """Note a problem of the tag at a place, under what of it matches `find`."""
        if len(self.problems) < 4 * MOST_PROBLEMS:
            problem = Problem(rule, message, read_place(at), hint)
            self.problems.append(located(problem, self.theme, [*map(re.compile, (*find, "<"))], REACH))

    # ---- what the parser says ----------------------------------------------------------------------------------

    def start(self, tag: str, given: dict[str, str]) -> None:
        at = given.pop("at", None) or self.stack[-1].at
        self.last = at
        parent = self.stack[-1]
        self.count(tag, at)
        if parent.inline or (parent.element and parent.element.holds == "words"):
            self.start_inline(tag, given, at, parent)
            return
        element = find(tag) or self.other(tag, at)
        if element is None:
            pass  # told already; what stands inside is looked at all the same
        elif parent.element and parent.element.holds != "boxes":
            inside = f"<{parent.tag}> holds {HOLDS[parent.element.holds]}"
            self.complain("template.nesting", f"<{tag}> cannot go inside <{parent.tag}>", at, inside)
        elif element.only_in and parent.tag not in element.only_in:
            inside = " or ".join(f"<{name}>" for name in sorted(element.only_in))
            self.complain(
                "template.nesting", f"<{tag}> stands outside {inside}", at, f"put it directly inside {inside}"
            )
        style = self.style(element, given, at) if element else Style()
        self.stack.append(_Open(element, tag, at, style))

    def count(self, tag: str, at: str) -> None:
        """Stop where there are more boxes than any slide has, or deeper ones."""
        self.boxes += 1
        message = ""
        if len(self.stack) > DEEPEST:
            message = f"<{tag}> stands {DEEPEST} boxes deep"
        elif self.boxes > MOST_BOXES:
            message = f"this slide has more than {MOST_BOXES:,} boxes and marks"
        if message:
            problem = Problem("template.deep", message, read_place(at), "a slide that can be read has far fewer")
            raise _RefusedError(located(problem, self.theme, [re.compile(TAG)]))

    def other(self, tag: str, at: str) -> Element | None:
        """The element of an installed plugin. A tag that nobody knows, or one that cannot be loaded, is a problem."""
        from post_forge.render.plugins import PluginError, load

        try:
            found = load(tag)
        except PluginError as error:
            self.complain("plugin", error.message, at, error.hint)
            return None
        if found is None:
            self.unknown(tag, at)
        return found

    def start_inline(self, tag: str, given: dict[str, str], at: str, parent: _Open) -> None:
        if tag not in INLINE and tag != "br":
            holder = next(one.tag for one in reversed(self.stack) if not one.inline)
            known = ", ".join(f"<{name}>" for name in sorted(INLINE)) + " and <br/>"
            close = did_you_mean(tag, INLINE | {"br"}) if find(tag) is None else f"inside words stand {known}"
            self.complain("template.nesting", f"<{tag}> cannot go inside <{holder}>", at, close)
        for name in given:
            message = f"<{tag}> has no attribute {name!r}"
            self.complain("template.attribute", message, at, "it takes none", patterns_of(name))
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
        elif not data.isspace() and not (top.tag and top.element is None):
            where = f"inside <{top.tag}>" if top.tag else "outside <slide>"
            shown = " ".join(data.split())[:40]
            hint = "put them inside <text>" if top.tag != "text" else ""
            near = self.last if read_place(self.last).path == read_place(top.at).path else top.at
            word = rf"(?<![\w-]){re.escape(data.split()[0][:40])}"
            self.complain("template.words", f"the words {shown!r} stand {where}", near or self.last, hint, (word,))

    def unknown(self, tag: str, at: str) -> None:
        if ":" in tag:
            hint = "namespaces are not allowed"
        elif tag in INLINE or tag == "br":
            hint = "it marks words inside <text>"
        elif tag in _HTML:
            hint = f"this is not HTML: {_HTML[tag]}"
        else:
            hint = did_you_mean(tag, known_names())
        self.complain("template.element", f"unknown element <{tag}>", at, hint)

    # ---- attributes --------------------------------------------------------------------------------------------

    def style(self, element: Element, given: dict[str, str], at: str) -> Style:
        key = (element.name, tuple(given.items()))
        found = self.cache.get(key)
        if found is None:
            if len(self.cache) > 5000:
                self.cache.clear()
            found = self.cache[key] = read_style(element, given, self.theme)
        style, complaints = found
        for one in complaints:
            self.complain(one.rule, one.message, at, one.hint, patterns_of(one.name, one.value))
        return style


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
    if element.stays or style.paints() or style.width or style.height or style.grow or style.min_height:
        return False
    if element.holds == "boxes":
        return not children
    return element.holds == "words" and not words
