"""`path`: the roadmap through the notes, and how much of it is out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from post_forge import forge
from post_forge.cli.columns import columns, cut, wrapped
from post_forge.cli.report import clean, counted, print_json, print_problems, problem_json, style

WIDTH = 80
_TITLE, _LEVEL = 40, 12


@click.command(short_help="Print the roadmap and how far it is posted.")
@click.argument("name", required=False, default="")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_obj
def path(folder: Path, name: str, as_json: bool) -> int:
    """Print the roadmap of every `*.path.yaml`, or of the one called NAME: its topics with level and reading time, and
    which are posted (published.jsonl says so). Exit code 1 where it names a note that is not there."""
    workspace = forge.open_workspace(folder, remember=False)
    roadmaps, problems = forge.roadmaps(workspace, name)
    code = 1 if any(problem.severity == "error" for problem in problems) else 0
    if as_json:
        print_json({"paths": list(map(_json, roadmaps)), "problems": [problem_json(one) for one in problems]})
        return code
    for number, roadmap in enumerate(roadmaps):
        if number:
            click.echo()
        for line in _lines(roadmap):
            click.echo(line)
    print_problems(problems, workspace.root)
    return code


def _lines(roadmap: forge.Roadmap) -> Iterator[str]:
    yield style(cut(f"{clean(roadmap.title)} ({clean(roadmap.file)})", WIDTH), bold=True)
    if roadmap.description:
        yield from wrapped(clean(roadmap.description), WIDTH)
    yield from wrapped(_summary(roadmap), WIDTH)
    place = 0
    for stage in roadmap.stages:
        yield ""
        if stage.title:
            yield style(cut(clean(stage.title), WIDTH), fg="cyan", bold=True)
        for topic in stage.topics:
            place += topic.status != "private"  # nobody else counts those
            yield _topic(topic, place)
    if following := roadmap.next():
        yield ""
        yield cut(f"Next: {clean(following.title)} ({clean(following.note)})", WIDTH)


def _summary(roadmap: forge.Roadmap) -> str:
    """`3 of 19 posted; 13 beginner, 6 intermediate; about 70 min, +20 min optional`."""
    figures = roadmap.figures()
    posted = f"{figures['out']} of {figures['topics']} posted"
    if figures["optional_topics"]:
        posted += f", {figures['optional_out']} of {figures['optional_topics']} optional"
    levels = ", ".join(f"{count} {level}" for level, count in roadmap.levels().items())
    time = f"about {figures['minutes']} min"
    if figures["optional_minutes"]:
        time += f", +{figures['optional_minutes']} min optional"
    return "; ".join(filter(None, [posted, levels, time]))


def _topic(topic: forge.Topic, place: int) -> str:
    extra = " (optional)" if topic.optional else ""
    title = cut(clean(topic.title), _TITLE - len(extra)) + extra
    mark = style("[x]", fg="green") if topic.out else "[ ]"
    about = f"{topic.minutes:>3} min" if topic.status != "unreadable" else " " * 7
    if topic.posts:
        about += f"  {topic.out}/{topic.posts} posts"
    elif topic.out:
        about += f"  {counted(topic.out, 'post')}"
    status = f"  {style(topic.status, fg='yellow')}" if topic.status != "ready" else ""
    gap = " " * (_TITLE - columns(title))
    number = place if topic.status != "private" else "-"
    return f"{number:>3} {mark} {title}{gap} {topic.level:<{_LEVEL}} {about}{status}".rstrip()


def _json(roadmap: forge.Roadmap) -> dict[str, Any]:
    return {
        "name": roadmap.name,
        "file": roadmap.file,
        "title": roadmap.title,
        "description": roadmap.description,
        **roadmap.figures(),
        "levels": roadmap.levels(),
        "stages": [asdict(stage) for stage in roadmap.stages],
    }
