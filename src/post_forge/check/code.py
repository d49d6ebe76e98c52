"""Blocks of code -> what in them does not parse, with its line. A part of a program is no fault.

Notes show parts: a method without its class, `...` for what goes without saying, a session with its prompts, a template
with its braces. What stands for something else is taken out or left alone; only what no reading mends is told.
"""

from __future__ import annotations

import ast
import json
import re
import textwrap
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from post_forge.check import walking
from post_forge.check.sql import sql_error
from post_forge.check.values import Found, NoteView
from post_forge.model import Code

CURLY = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "\xa0": " ", "\u3000": " ", "；": ";"})
_HOLE = re.compile(r"\.\.\.|…|<[\w ./|:-]+>|\{\{|\{%|\[\.\.|‹|«")
_SHELL = re.compile(
    r"^\s*(?:[$%!#>] ?\S*\b(?:pip|python|cd|ls|npm|git|curl)\b|In \[\d*\]:|Out\[\d*\]:|%%?\w+|Traceback \()", re.M
)
_COMMENT = re.compile(r"(\"(?:[^\"\\\n]|\\.)*\")|//[^\n]*|/\*.*?\*/|(?:(?<=\s)|^)#[^\n]*", re.DOTALL | re.MULTILINE)
_LOOSE_COMMA = re.compile(r",(\s*[\]}])")
_HOLE_LINE = re.compile(r"^(\s*)(?:\.\.\.|…|\[\.\.\.\])[^\S\n]*,?[^\S\n]*$", re.MULTILINE)
_BRANCH = re.compile(r"(?:elif|else)\b")
_CATCH = re.compile(r"(?:except|finally)\b")
_LARGEST = 40_000  # characters: what is longer is data


@dataclass(frozen=True, slots=True)
class Wrong:
    """What a parser says; `line` and `column` count from 1 in the block (column 0: unknown)."""

    line: int
    column: int
    message: str


def python_error(text: str) -> Wrong | None:
    """What keeps Python from being read, or None: a part of a program, a session and a sketch are fine."""
    if ">>>" in text:
        return _doctest_error(text)
    first = _parse(text)
    if first is None or _SHELL.search(text):
        return None
    dedented = textwrap.dedent(text)
    tries = [dedented, re.sub(r"…", "...", dedented), f"{dedented}\n{_indent_of(dedented)}    pass"]
    tries += [f"class _:\n{textwrap.indent(dedented, ' ')}", f"if 1:\n{textwrap.indent(text, ' ')}"]
    tries.append(re.sub(r"(?m)^([^\S\n]*)#.*$", r"\1...", dedented))  # a body that is only described
    if _BRANCH.match(dedented):
        tries.append(f"if 1:\n    pass\n{dedented}")
    if _CATCH.match(dedented):
        tries.append(f"try:\n    pass\n{dedented}")
    if dedented.rstrip().splitlines()[-1:] and dedented.rstrip().splitlines()[-1].lstrip().startswith("@"):
        tries.append(f"{dedented}\n{_indent_of(dedented)}def _(): pass")
    if any(_parse(one) is None for one in tries) or _near_a_hole(text, first):
        return None
    return first


def _parse(text: str) -> Wrong | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            ast.parse(text)
        except SyntaxError as error:
            return Wrong(error.lineno or 1, error.offset or 0, (error.msg or "invalid syntax").lower())
        except (ValueError, RecursionError, MemoryError):
            return None
    return None


def _indent_of(text: str) -> str:
    last = (text.rstrip().splitlines() or [""])[-1]
    return last[: len(last) - len(last.lstrip())]


def _near_a_hole(text: str, wrong: Wrong) -> bool:
    """Whether something that stands for something else is on the line, or on one beside it."""
    lines = text.split("\n")[max(0, wrong.line - 2) : wrong.line + 1]
    return any(_HOLE.search(line) for line in lines)


def _doctest_error(text: str) -> Wrong | None:
    """The statements behind the prompts, one after the other; what is printed between them is no code.

    Many sessions are typed by hand: a statement may go on without `...`, or with `>>>` again.
    """
    statements: list[tuple[int, list[str], list[str]]] = []  # first line, what stands behind prompts, what follows
    for number, line in enumerate(text.split("\n"), 1):
        said = line.lstrip()
        if said.startswith("...") and statements and not statements[-1][2]:
            statements[-1][1].append(said[4:])
        elif said.startswith(">>>"):
            statements.append((number, [said[4:]], []))
        elif statements:
            statements[-1][2].append(line)
    for at, (first, own, after) in enumerate(statements):
        wrong = _parse("\n".join(own))
        if wrong is None or own[0][:1].isspace() or _HOLE.search("\n".join(own)):
            continue  # one that is indented belongs to the statement before
        rest = [line.removeprefix("... ") for _, more, _ in statements[at + 1 : at + 9] for line in more]
        longer = [own + lines[: end + 1] for lines in (after[:40], rest) for end in range(len(lines))]
        if all(_parse("\n".join(lines)) for lines in longer) and _parse("\n".join([*own, "    pass"])):
            return Wrong(first + wrong.line - 1, wrong.column + 4 if wrong.column else 0, wrong.message)
    return None


def json_error(text: str) -> Wrong | None:
    """What keeps JSON from being read. Comments, `...`, several values and members without their braces are fine."""
    if not text.strip() or text.lstrip()[0] not in '{["' or "{{" in text or "{%" in text:
        return None
    try:
        json.loads(text)
    except (ValueError, RecursionError) as error:
        first = error
    else:
        return None
    lean = _COMMENT.sub(lambda found: found[1] or re.sub(r"[^\n]", " ", found[0]), text)
    if lean != text or _HOLE.search(text):
        lean = _HOLE_LINE.sub(r"\1", lean)
        lean = _LOOSE_COMMA.sub(r"\1", lean)
    tries = (lean, f"{{{lean}}}", f"[{lean}]", f"{{{lean.rstrip().rstrip(',')}}}", f"[{lean.rstrip().rstrip(',')}]")
    if any(map(_reads_as_json, tries)) or _values_in_a_row(lean) or not isinstance(first, json.JSONDecodeError):
        return None
    wrong = Wrong(first.lineno, first.colno, first.msg.lower())
    return None if _near_a_hole(text, wrong) or _HOLE.search(text) else wrong


def _reads_as_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _values_in_a_row(text: str) -> bool:
    """JSON lines, or several values one after the other."""
    decoder, place = json.JSONDecoder(), 0
    while rest := text[place:].lstrip():
        place = len(text) - len(rest)
        try:
            _, place = decoder.raw_decode(text, place)
        except (ValueError, RecursionError):
            return False
    return True


def yaml_error(text: str) -> Wrong | None:
    """What keeps YAML from being read. Tags, several documents and templates are fine."""
    import yaml

    lean = _HOLE_LINE.sub(r"\1#", text)
    try:
        for _ in yaml.parse(lean, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            pass
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        wrong = (
            Wrong(mark.line + 1, mark.column + 1, error.problem or "not valid") if mark else Wrong(1, 0, "not valid")
        )
        hidden = "{{" in text or "{%" in text or _near_a_hole(text, wrong)
        return None if hidden else wrong
    except (yaml.YAMLError, RecursionError, ValueError):
        return None
    return None


def toml_error(text: str) -> Wrong | None:
    """What keeps TOML from being read. A line of `...` is fine."""
    import tomllib

    lean = _HOLE_LINE.sub("", text)
    try:
        tomllib.loads(lean)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        place = re.search(r" \(at line (\d+), column (\d+)\)", str(error))
        line = int(place[1]) if place else lean.rstrip().count("\n") + 1
        wrong = Wrong(line, int(place[2]) if place else 0, re.sub(r" \(at .*", "", str(error)).lower())
        twice = "cannot overwrite" in wrong.message or "cannot declare" in wrong.message  # two files in one block
        return None if _HOLE.search(text) or "{{" in text or twice else wrong
    return None


def sql(text: str) -> Wrong | None:
    """What keeps every dialect of SQL from being read, where a parser is installed."""
    found = sql_error(text)
    return Wrong(*found) if found else None


_LANGUAGES: dict[str, tuple[str, Callable[[str], Wrong | None]]] = {
    **dict.fromkeys(("python", "py", "python3", "py3"), ("python", python_error)),
    "json": ("json", json_error),
    **dict.fromkeys(("yaml", "yml"), ("yaml", yaml_error)),
    "toml": ("toml", toml_error),
    **dict.fromkeys(("sql", "postgresql", "postgres", "pgsql", "mysql"), ("sql", sql)),
}
PARSERS: Mapping[str, Callable[[str], Wrong | None]] = {name: parse for name, (_, parse) in _LANGUAGES.items()}
"""What reads a block, by the first word behind its fence."""

_NAMES = {"python": "Python", "json": "JSON", "yaml": "YAML", "toml": "TOML", "sql": "SQL"}


def broken(view: NoteView) -> Iterator[tuple[str, Found]]:
    """(language, what is wrong) of every block that does not parse, curly quotes told by `curly` apart."""
    for block, line in walking.code_blocks(view):
        language, parse = _LANGUAGES.get(block.lang, ("", None))
        if parse is None or len(block.text) > _LARGEST:
            continue
        wrong = (_tabbed(view, block, line) if language == "yaml" else None) or parse(block.text)
        if wrong is None:
            continue
        lines = block.text.split("\n")
        shown = lines[min(wrong.line, len(lines)) - 1]
        at = line + min(wrong.line, len(lines)) - 1
        column = walking.column_of(view, at, shown, wrong.column) if wrong.column else 0
        mended = block.text.translate(CURLY)
        if mended != block.text and parse(mended) is None:
            first = next((place for place, char in enumerate(view.line(at)) if ord(char) in CURLY), -1)
            message = f"a typographic character keeps this {_NAMES[language]} from being read"
            yield "quotes", Found(view.at(at, first + 1), message, "type it as a program would, or let --fix do it")
        else:
            message = f"this {_NAMES[language]} does not parse: {wrong.message}"
            yield language, Found(view.at(at, column), message, _HINT)


def _tabbed(view: NoteView, block: Code, first: int) -> Wrong | None:
    """A tab that indents: reading a note makes spaces of it, and YAML refuses it."""
    for number in range(block.text.count("\n") + 1):
        line = view.line(first + number)
        if re.match(r"[ >]*\t+[ \t]*[^\s#]", line):
            return Wrong(number + 1, 0, "a tab indents this line, and YAML takes spaces alone")
    return None


_HINT = "mend it, write ... where something is left out, or name no language (```text)"


@lru_cache(2)
def _broken(view: NoteView) -> tuple[tuple[str, Found], ...]:
    """What is broken in a note, parsed once for the rules of all languages, which look at it one after the other."""
    return tuple(broken(view))


def rule(language: str) -> Callable[[NoteView], Iterator[Found]]:
    """The rule of one language, or of `quotes`: typographic characters in any of them."""

    def of_language(view: NoteView) -> Iterator[Found]:
        yield from (found for name, found in _broken(view) if name == language)

    return of_language
