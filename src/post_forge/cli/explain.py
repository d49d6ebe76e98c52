"""`explain`: what a note gives and why, to be read from top to bottom."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from post_forge import forge
from post_forge.cli.build import refusal_json
from post_forge.cli.columns import columns, cut, wrapped
from post_forge.cli.networks import NETWORKS
from post_forge.cli.report import clean, counted, listed, print_json, print_problems, problem_json, style
from post_forge.errors import Source
from post_forge.model import Refusal

WIDTH = 80
_LABEL = 11
_LONGEST_PLACE = 48
_HOOKS, _DROPPED = 4, 8
_KINDS = {
    "qa": "a question with its answer", "trap": "a trap and its fix", "myth": "claims that do not hold",
    "compare": "a comparison", "steps": "steps", "cards": "a table of two columns", "list": "a list", "code": "code",
    "prose": "running text",
}  # fmt: skip
_POINTS = {
    "number": "a number with its unit", "failure": "something fails", "contrast": "a contrast",
    "reader": "speaks to the reader", "labels": "labelled trap, fix or limit", "hype": "hype words",
    "unresolved": "points at what is not shown", "fences": "more than two blocks of code",
    "more": "a better line that is not the hook", "question": "asks", "definition": "only a definition",
    "junior": "a junior does this", "condition": "begins with a condition", "no verb": "no verb in sight",
    "points back": "points back", "owed": "takes something as known", "place": "where it stands",
    "form": "its form", "general": "hardly a figure, failure or limit", "hook": "a first line that pulls nobody",
    "order": "says what to do", "truism": "says that something matters", "dull": "says that something exists",
    "compares": "compares with what is not named",
}  # fmt: skip


@click.command(short_help="Show what a note gives and why.")
@click.argument("note")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document, with everything that was weighed.")
@click.option("--all", "every", is_flag=True, help="List every hook that was weighed and every line that is dropped.")
@click.pass_obj
def explain(folder: Path, note: str, as_json: bool, every: bool) -> int:
    """Show each unit of NOTE: its type and score, why its hook won, what each text lacks, what is dropped, and whether
    it is a post.

    NOTE is a file, a note's name (caching), or a post's id for that post alone.
    """
    workspace = forge.open_workspace(folder, remember=False)
    found = forge.explain(workspace, folder, note)
    if as_json:
        print_json(_json(found))
        return 0
    print_problems(found.problems, workspace.root, brief=True)
    most = (10**6, 10**6) if every else (_HOOKS, _DROPPED)
    for line in _lines(found, *most):
        click.echo(line)
    return 0


# ---- text


def _lines(found: forge.Explained, hooks: int, dropped: int) -> Iterator[str]:
    told = found.explanation
    units = [unit for unit in told.units if not found.only or _id(found, unit) == found.only]
    yield style(cut(f"{clean(told.title)} ({clean(told.path)})", WIDTH), bold=True)
    if not found.only:
        made = sum(_verdict(found, unit) is None for unit in units)
        yield (
            f"{counted(len(told.units), 'unit')}, {counted(made, 'post')}; "
            f"{told.bar:g} points are enough here; language {clean(told.lang)}"
        )
    for number, unit in enumerate(units, 1):
        yield ""
        yield from _unit(found, unit, number, hooks, dropped)
    if not found.only:
        yield from _guide(found)
        yield from _others(told)


def _guide(found: forge.Explained) -> Iterator[str]:
    """The whole note as one deck, where it asks for it."""
    if not found.guide:
        return
    yield ""
    yield style("guide", fg="cyan", bold=True)
    if refusal := found.refused.get(found.guide):
        yield from _row("refused", f"{clean(refusal.reason)}, {_place(refusal.source)} [{refusal.rule}]", fg="yellow")
    else:
        label = style(f"{'post':<{_LABEL}}", fg="green")
        yield f"   {label}{clean(found.guide)}"
        yield from _row("", f"{counted(found.slides.get(found.guide, 0), 'slide')}, every word of the note")


def _unit(found: forge.Explained, unit: forge.ExplainedUnit, number: int, hooks: int, dropped: int) -> Iterator[str]:
    title = cut(f"{number}. {clean(unit.title)}", WIDTH)
    yield style(title, fg="cyan", bold=True)
    kind = _KINDS.get(unit.kind, unit.kind)
    wanted = "; you asked for it, so its points do not matter" if unit.wanted else ""
    yield from _row("is", f"{kind}, {_place(unit.source)}{wanted}")
    refusal = _verdict(found, unit)
    if refusal is None:
        slides = counted(found.slides.get(unit.post.id, 0), "slide") if unit.post else ""
        claims = f", {counted(len(unit.post.claims), 'claim')} to check" if unit.post and unit.post.claims else ""
        label = style(f"{'post':<{_LABEL}}", fg="green")
        known = clean(_id(found, unit))  # in one piece: it is there to be copied
        yield from ([f"   {label}{known}"] if _LABEL + 3 + columns(known) <= WIDTH else ["   post", f"   {known}"])
        yield from _row("", f"{slides}{claims}")
    else:
        yield from _row("refused", f"{clean(refusal.reason)} [{refusal.rule}]", fg="yellow")
    if unit.parts:
        yield from _row("score", f"{unit.score:g} points: {_points(unit.parts, kind)}")
    yield from _hooks(unit, hooks)
    yield from _texts(unit)
    yield from _dropped(unit.omitted, dropped)


def _row(label: str, text: str, fg: str | None = None) -> Iterator[str]:
    """A label in its column and words beside it, on as many lines as they need."""
    first, *rest = wrapped(text, WIDTH, "", "") if WIDTH <= _LABEL else wrapped(text, WIDTH - _LABEL - 3)
    yield f"   {style(f'{label:<{_LABEL}}', fg=fg)}{first}"
    for line in rest:
        yield f"   {' ' * _LABEL}{line}"


def _points(parts: Mapping[str, float], kind: str = "") -> str:
    """`question 4 + a number with its unit 2 − hype words 0.5`."""
    names = {**_POINTS, "type": kind, "length": "enough to say" if kind else "reads at a glance"}
    pieces: list[str] = []
    for name, points in parts.items():
        if points:
            sign = ("− " if pieces else "−") if points < 0 else ("+ " if pieces else "")
            pieces.append(f"{sign}{names.get(name, name)} {abs(points):g}")
    return " ".join(pieces) or "0"


def _hooks(unit: forge.ExplainedUnit, most: int) -> Iterator[str]:
    chosen = [hook for hook in unit.hooks if not hook.lost]
    lost = [hook for hook in unit.hooks if hook.lost]
    for hook in chosen:
        yield from _row("hook", f"“{_one_line(hook.words)}” (line {hook.source.line})")
        yield from _row("", f"{hook.score:g} points: {_points(hook.parts)}")
    if not chosen:
        yield from _row("hook", "none: no sentence of it can open a post")
    for number, hook in enumerate(lost[:most]):
        words = f"“{cut(_one_line(hook.words), 100)}” (line {hook.source.line}): {clean(hook.lost)}"
        yield from _row("and not" if number == 0 else "", words)
    if len(lost) > most:
        yield from _row("", f"... and {len(lost) - most} more; --all lists them")


def _one_line(words: str) -> str:
    return clean(words.replace("\n", " / "))


def _texts(unit: forge.ExplainedUnit) -> Iterator[str]:
    for number, text in enumerate(unit.networks):
        counts = ", ".join(f"{count}" for count in text.counts) + f" of {text.limit}"
        if text.by_hand:
            what = "written by hand"
        else:
            lacks = f"; without {listed(text.lacks)}" if text.lacks else ""
            what = f"{text.sentences} of {counted(unit.sentences, 'sentence')}{lacks}"
        fold = f"; folded after “…{cut_left(clean(_one_line(text.above)), 36)}”" if text.above else ""
        yield from _row("texts" if number == 0 else "", f"{NETWORKS[text.network]}: {counts}; {what}{fold}")


def cut_left(text: str, width: int) -> str:
    """The end of a text, from a word on."""
    text = text.rstrip(" /")
    return re.sub(r"^\S*\s+", "", text[-width:]) if len(text) > width else text


def _dropped(omitted: Sequence[forge.Omitted], most: int) -> Iterator[str]:
    for number, one in enumerate(omitted[:most]):
        words = f"“{cut(clean(one.words), 60)}”: " if one.words else ""
        yield from _row("dropped" if number == 0 else "", f"{_place(one.source)}: {words}{clean(one.reason)}")
    if len(omitted) > most:
        yield from _row("", f"... and {len(omitted) - most} more; --all lists them")


def _place(source: Source) -> str:
    """File and line; of a file with a long name, which stands in the first line, the line alone."""
    place = clean(str(source))
    return place if columns(place) <= _LONGEST_PLACE else f"line {source.line}"


def _others(told: forge.Explanation) -> Iterator[str]:
    """What is no unit at all."""
    if told.small:
        yield ""
        yield style("No units of their own", bold=True)
    for refusal in told.small:
        words = f"“{cut(clean(refusal.title), 60)}”: {clean(refusal.reason)} [{refusal.rule}]"
        yield from wrapped(words, WIDTH, f"   {_place(refusal.source)}: ", " " * 6)
    if told.left:
        yield ""
        yield style("Not looked at", bold=True)
    for one in told.left:
        words = f"“{cut(clean(one.words), 60)}”: {clean(one.reason)}"
        yield from wrapped(words, WIDTH, f"   {_place(one.source)}: ", " " * 6)


# ---- what became of a unit


def _id(found: forge.Explained, unit: forge.ExplainedUnit) -> str:
    return found.ids.get(unit.post.id, unit.post.id) if unit.post else ""


def _verdict(found: forge.Explained, unit: forge.ExplainedUnit) -> Refusal | None:
    """Why there is no post, or None where there is one."""
    if unit.post is None:
        return unit.refusal or Refusal(unit.title, "nothing of it can be a post", unit.source, "unit.none")
    return found.refused.get(unit.post.id)


def _json(found: forge.Explained) -> dict[str, Any]:
    told = found.explanation
    units = [unit for unit in told.units if not found.only or _id(found, unit) == found.only]
    return {
        "note": told.path,
        "title": told.title,
        "lang": told.lang,
        "enough": told.bar,
        "units": [_unit_json(found, unit) for unit in units],
        "small": [refusal_json(refusal) for refusal in told.small],
        "left": [_omitted_json(one) for one in told.left],
        "problems": [problem_json(problem) for problem in found.problems],
    }


def _unit_json(found: forge.Explained, unit: forge.ExplainedUnit) -> dict[str, Any]:
    refusal = _verdict(found, unit)
    return {
        "title": unit.title,
        "type": unit.kind,
        "file": unit.source.path,
        "line": unit.source.line,
        "wanted": unit.wanted,
        "score": unit.score,
        "parts": dict(unit.parts),
        "post": None if refusal else _id(found, unit),
        "slides": found.slides.get(unit.post.id) if unit.post else None,
        "refusal": refusal_json(refusal) if refusal else None,
        "sentences": unit.sentences,
        "hooks": [
            {"text": hook.words, "line": hook.source.line, "score": hook.score, "parts": dict(hook.parts)}
            | {"chosen": not hook.lost, "lost": hook.lost}
            for hook in unit.hooks
        ],
        "texts": {
            text.network: {"counts": list(text.counts), "limit": text.limit, "sentences": text.sentences}
            | {"lacks": list(text.lacks), "above_fold": text.above or None, "by_hand": text.by_hand}
            for text in unit.networks
        },
        "dropped": [_omitted_json(one) for one in unit.omitted],
    }


def _omitted_json(one: forge.Omitted) -> dict[str, Any]:
    return {"text": one.words, "file": one.source.path, "line": one.source.line, "reason": one.reason}
