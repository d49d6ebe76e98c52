"""The pages of all rules (pages/*.md) -> the table: what `check` can say, how bad it is, why, and how to mend it.

docs/check.md is made of the pages, `check --explain ID` prints one. The rules of other stages stand here too: check
shows what they report, and nobody should have to know which stage it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from post_forge.check.values import Rule

_FOLDER = Path(__file__).parent / "pages"
_GROUPS = ("notes", "posts", "workspace", "refusals")
_FIXABLE = " · mended by `--fix`"
_PAGE = re.compile(
    r"### (?P<id>[\w.-]+)\n\n\*\*(?P<level>error|warning|refusal)\*\*(?P<fixable>"
    + re.escape(_FIXABLE)
    + r")?\. (?P<means>.+?)\n\n"
    r"\*Why\.\* (?P<reason>.+?)\n\n\*Mend it\.\* (?P<mend>.+?)\n(?:\n(?P<example>(?:(?:    .*)?\n)+))?",
    re.DOTALL,
)


def read_pages(text: str) -> Iterator[Rule]:
    """The rules of one file of pages. Raises ValueError for a page that is not written as the others are."""
    for part in re.split(r"(?m)^(?=### )", text)[1:]:
        found = _PAGE.fullmatch(part.rstrip("\n") + "\n")
        if found is None:
            raise ValueError(f"this page is not written as the others are: {part[:60]!r}")
        example = "\n".join(line[4:] for line in (found["example"] or "").rstrip("\n").split("\n"))
        words: dict[str, Any] = {name: " ".join(found[name].split()) for name in ("reason", "means", "mend")}
        yield Rule(found["id"], found["level"], **words, example=example, fixable=bool(found["fixable"]))  # type: ignore[arg-type]


def _all() -> dict[str, Rule]:
    rules = [rule for group in _GROUPS for rule in read_pages((_FOLDER / f"{group}.md").read_text(encoding="utf-8"))]
    return {rule.id: rule for rule in sorted(rules, key=lambda rule: rule.id)}


RULES: Mapping[str, Rule] = MappingProxyType(_all())
"""Every rule by its id, in the order of ids."""

AREAS = frozenset(rule.area for rule in RULES.values())
"""What stands before the dot of ids; options and comments may name a whole area."""


def page(rule: Rule) -> str:
    """The page of a rule as Markdown: the same in the documentation and on the terminal."""
    parts = [f"### {rule.id}", f"**{rule.level}**{_FIXABLE if rule.fixable else ''}. {rule.means}"]
    parts += [f"*Why.* {rule.reason}", f"*Mend it.* {rule.mend}"]
    if rule.example:
        parts.append("\n".join(f"    {line}".rstrip() for line in rule.example.split("\n")))
    return "\n\n".join(parts)


def pages() -> str:
    """All pages by group, as they stand in docs/check.md."""
    titles = ("Notes", "Posts", "The workspace", "What makes no post")
    texts = ((_FOLDER / f"{group}.md").read_text(encoding="utf-8").strip() for group in _GROUPS)
    return "\n\n".join(f"## {title}\n\n{text}" for title, text in zip(titles, texts, strict=True)) + "\n"
