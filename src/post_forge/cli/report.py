"""Problems and figures -> lines on the terminal, as the best compilers print them.

content/retry.md:12:4: warning: ... [note.fence]
   12 | ```python
      |    ^^^
  = what to do
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any
from unicodedata import category

import click

from post_forge.errors import Problem
from post_forge.shipped import ROOT

SHOWN = 40  # warnings printed one by one; the rest are counted


def clean(text: str) -> str:
    """Text that cannot steer a terminal: control, format and bidi characters are shown as escapes."""
    return "".join(
        char if char == "\u200d" or category(char) not in ("Cc", "Cf", "Cs", "Zl", "Zp") else ascii(char)[1:-1]
        for char in text
    )


def print_problems(problems: Iterable[Problem], root: Path, *, brief: bool = False) -> None:
    """Print problems to standard error: errors with their line, warnings likewise unless `brief`."""
    ordered = sorted(problems, key=_weight)
    warnings = [problem for problem in ordered if problem.severity == "warning"]
    errors = [problem for problem in ordered if problem.severity == "error"]
    for problem in warnings[:SHOWN]:
        click.echo(short(problem) if brief else long(problem, root), err=True)
    if len(warnings) > SHOWN:
        rest = Counter(problem.rule for problem in warnings[SHOWN:])
        what = ", ".join(f"{count} {rule}" for rule, count in rest.most_common(6))
        click.echo(f"... and {len(warnings) - SHOWN} more warnings ({what}); --json lists them all", err=True)
    for problem in errors:
        click.echo(long(problem, root), err=True)


def _weight(problem: Problem) -> tuple[bool, bool, bool]:
    """Errors last, where they are seen; first what concerns a whole run: it must not be lost among many warnings."""
    return problem.severity == "error", problem.rule != "font.missing", problem.source is not None


def style(text: str, *, fg: str | None = None, bold: bool | None = None) -> str:
    """Coloured text (click takes the colours out where the output is piped), plain where the reader wants none."""
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return text if plain else click.style(text, fg=fg, bold=bold)


def short(problem: Problem) -> str:
    """One line: place, what is wrong, what to do."""
    colour = "red" if problem.severity == "error" else "yellow"
    where = f"{style(clean(str(problem.source)), bold=True)}: " if problem.source else ""
    hint = f"; {clean(problem.hint)}" if problem.hint else ""
    return f"{where}{style(problem.severity, fg=colour)}: {clean(problem.message)}{hint} [{problem.rule}]"


def long(problem: Problem, root: Path) -> str:
    """Place, what is wrong, the line as it stands there with a caret, what to do."""
    colour = "red" if problem.severity == "error" else "yellow"
    where = f"{style(clean(str(problem.source)), bold=True)}: " if problem.source else ""
    lines = [f"{where}{style(problem.severity, fg=colour)}: {clean(problem.message)} [{problem.rule}]"]
    source = problem.source
    if source and source.line and (text := source_line(str(root), source.path, source.line)) is not None:
        text = _HIDDEN.sub(_hidden, text) if _MAY_HOLD_A_SECRET.fullmatch(problem.rule) else text
        lines.append(f"{source.line:>6} | {text}")
        if source.column:
            start = source.column - 1
            lines.append(f"       | {' ' * start}{style('^' * max(1, problem.length), fg=colour)}")
    if problem.hint:
        lines.append(f"     = {clean(problem.hint)}")
    return "\n".join(lines)


@lru_cache(64)
def _lines(path: str) -> tuple[str, ...]:
    with open(path, encoding="utf-8-sig", errors="replace") as file:  # noqa: PTH123
        return tuple(file.read(6_000_000).splitlines())


def source_line(root: str, name: str, number: int) -> str | None:
    """Line `number` of the file that a problem names, cut to a terminal's width; None where it cannot be read."""
    for base in (Path(root), Path(), ROOT):
        path = base / name
        if os.path.isfile(path) and not path.is_symlink():  # noqa: PTH113 - Path.is_file may raise
            lines = _lines(str(path))
            return clean(masked(lines[number - 1]).replace("\t", " "))[:160] if number <= len(lines) else None
    return None


_SECRET = re.compile(
    r"(?i)((?:token|secret|password|passwd|api_?key)\w*[\"']?\s*[:=]\s*[\"']?|://[^\s:/@]*:)([^\s,}@\"']+)"
)


_MAY_HOLD_A_SECRET = re.compile(r"secret\..*|(channel|pictures)\.(key|missing)")
_HIDDEN = re.compile(r"""([\w-]+["']?\s*:\s+)("[^"]*"|'[^']*'|[^\s{\[][^,}]*)""")
_REFERENCE = re.compile(r"\$\{?\w+\}?|(file|keyring):.*")


def _hidden(found: re.Match[str]) -> str:
    """A key's value unless it only names a secret: nobody knows what stands behind a key that was misspelt."""
    value = found[2].strip("\"' ")
    keep = _REFERENCE.fullmatch(value) or found[1].startswith("platform")
    return found[0] if keep else found[1] + "*" * len(found[2])


def masked(line: str) -> str:
    """A line without what looks like a secret written into it: problems end up in logs. `$NAME` stays."""
    return _SECRET.sub(lambda found: found[1] + (found[2] if found[2][0] == "$" else "*" * len(found[2])), line)


def print_json(value: Any) -> None:
    """One JSON document on standard output, and nothing else."""
    plain = (sys.stdout.encoding or "").lower().replace("-", "") != "utf8"
    json.dump(value, sys.stdout, ensure_ascii=plain, indent=2)
    sys.stdout.write("\n")


def problem_json(problem: Problem) -> dict[str, Any]:
    source = problem.source
    return {
        "rule": problem.rule,
        "severity": problem.severity,
        "message": problem.message,
        "hint": problem.hint,
        "file": source.path if source else None,
        "line": source.line if source else None,
        "column": source.column if source else None,
    }


def counted(count: int, noun: str, plural: str = "") -> str:
    """`1 post`, `3 posts`."""
    return f"{count} {noun if count == 1 else plural or noun + 's'}"


def listed(words: Sequence[str]) -> str:
    """`a, b and c`."""
    return ", ".join(words[:-1]) + (f" and {words[-1]}" if len(words) > 1 else "".join(words))
