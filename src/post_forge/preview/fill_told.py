"""A look at the workspace -> what is wrong in it, and why a note gives the posts it gives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from urllib.parse import urlencode

from post_forge import forge
from post_forge.errors import Problem, Source
from post_forge.model import Refusal
from post_forge.preview.fill_lists import refused_row
from post_forge.preview.fill_post import LABELS
from post_forge.preview.filling import Sight, post_url
from post_forge.preview.values import Choice, Filter
from post_forge.preview.values_lists import Explain, FileTroubles, HookView, Problems, UnitView

_MOST_PROBLEMS = 400


def problems_page(sight: Sight, severity: str = "", rule: str = "") -> Problems:
    """Everything that is wrong, file by file, those with errors first."""
    problems = [*sight.studio.checks.problems(sight.look), *sight.studio.queue(sight.look).problems]
    problems = list(dict.fromkeys(problems))
    problems = _few(problems) if not (severity or rule) else problems
    shown = [one for one in problems if (not severity or one.severity == severity) and (not rule or one.rule == rule)]
    files: dict[str, list[Problem]] = {}
    for one in shown:
        files.setdefault(one.source.path if one.source else "", []).append(one)
    order = sorted(files, key=lambda name: (not any(one.severity == "error" for one in files[name]), name))
    severities = Counter(f"{one.severity}" for one in problems)
    rules = Counter(one.rule for one in problems)
    return Problems(
        tuple(FileTroubles(name, sight.troubles(sorted(files[name], key=_at))) for name in order),
        (
            _of_problems("severity", "Severity", "Errors and warnings", severities, severity, {"rule": rule}),
            _of_problems("rule", "Rule", "All rules", rules, rule, {"severity": severity}),
        ),
        tuple(refused_row(sight, refusal) for refusal in forge.all_refusals(sight.look))
        if not (severity or rule)
        else (),
    )


def _few(problems: list[Problem]) -> list[Problem]:
    """As many as a page can show: errors come first."""
    if len(problems) <= _MOST_PROBLEMS:
        return problems
    message = f"{len(problems) - _MOST_PROBLEMS:,} more are not shown here"
    more = Problem("problems.more", message, None, "`post-forge check` lists all; or choose a rule above", "warning")
    return [*problems[:_MOST_PROBLEMS], more]


def _at(problem: Problem) -> tuple[bool, int, int]:
    return problem.severity != "error", problem.source.line if problem.source else 0, 0


def _of_problems(
    name: str, label: str, everything: str, counted: Counter[str], chosen: str, others: Mapping[str, str]
) -> Filter:
    def address(value: str) -> str:
        query = urlencode({key: part for key, part in {**others, name: value}.items() if part})
        return f"/problems?{query}" if query else "/problems"

    choices = [Choice("", everything, address(""), not chosen)]
    choices += [Choice(value, value, address(value), value == chosen, count) for value, count in counted.most_common()]
    return Filter(name, label, tuple(choices))


# ---- why -----------------------------------------------------------------------------------------------------------


def explain_page(sight: Sight, slug: str) -> Explain | None:
    """Why a note gives the posts it gives. None where there is no such note; raises ForgeError for one that cannot be
    read."""
    look = sight.look
    note = look.notes.get(slug)
    if note is None or note.path not in look.reader.by_path:
        return None
    found = sight.studio.explained(look, note)
    told = found.explanation
    return Explain(
        slug,
        told.title,
        sight.spot(Source(told.path, 1)),
        told.lang,
        told.bar,
        tuple(_unit(sight, found, unit) for unit in told.units),
        sight.troubles(found.problems),
    )


def _unit(sight: Sight, found: forge.Explained, unit: forge.ExplainedUnit) -> UnitView:
    post = found.ids.get(unit.post.id, unit.post.id) if unit.post else ""
    refusal = found.refused.get(unit.post.id) if unit.post else unit.refusal
    if unit.post is None and refusal is None:
        refusal = Refusal(unit.title, "nothing of it can be a post", unit.source, "unit.none")
    return UnitView(
        unit.title,
        unit.kind,
        sight.spot(unit.source),
        unit.score,
        found.explanation.bar,
        _points(unit.parts),
        tuple(
            HookView(hook.words, hook.source.line, hook.score, not hook.lost, hook.lost, _points(hook.parts))
            for hook in unit.hooks
        ),
        "" if refusal else post,
        post_url(post) if post and not refusal else "",
        found.slides.get(unit.post.id, 0) if unit.post else 0,
        refusal.reason if refusal else "",
        refusal.rule if refusal else "",
        tuple((LABELS.get(text.network, text.network), _fitted(text, unit.sentences)) for text in unit.networks),
        tuple((sight.spot(one.source), one.words, one.reason) for one in unit.omitted),
    )


def _points(parts: Mapping[str, float]) -> tuple[tuple[str, float], ...]:
    return tuple((name, value) for name, value in parts.items() if value)


def _fitted(text: forge.Fitted, sentences: int) -> str:
    counts = " + ".join(str(count) for count in text.counts)
    if text.by_hand:
        return f"{counts} of {text.limit}; written by hand"
    lacks = f"; without {', '.join(text.lacks)}" if text.lacks else ""
    return f"{counts} of {text.limit}; {text.sentences} of {sentences} sentences{lacks}"
