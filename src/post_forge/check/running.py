"""Every rule with what it looks at, and how to run them all: views -> Problems, with the level of the table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from post_forge.check import authored, code, figures, hooks, private, texts, together
from post_forge.check.table import RULES
from post_forge.check.values import Collection, Found, NoteView, PostView, Tools
from post_forge.errors import Problem, Severity

NOTE_RULES: Mapping[str, Callable[[NoteView], Iterable[Found]]] = {
    "note.invisible": authored.invisible,
    "note.rule-line": authored.rules,
    "front.status": authored.status,
    "front.tags": authored.tags,
    "front.key": authored.keys,
    "link.http": authored.links,
    "picture.alt": authored.alts,
    "text.space": authored.spaces,
    "code.quotes": code.rule("quotes"),
    "code.python": code.rule("python"),
    "code.json": code.rule("json"),
    "code.yaml": code.rule("yaml"),
    "code.toml": code.rule("toml"),
    "code.sql": code.rule("sql"),
}
ASKING_RULES: Mapping[str, Callable[[NoteView, Tools], Iterable[Found]]] = {
    "secret.note": private.secrets,
    "note.private": private.personal,
    "note.unfinished": private.unfinished,
}
POST_RULES: Mapping[str, Callable[[PostView], Iterable[Found]]] = {
    "hook.weak": hooks.weak,
    "text.markup": texts.markup,
    "hashtag.many": texts.many_tags,
    "hashtag.generic": texts.generic_tags,
    "time.text": texts.text_time,
    "time.deck": texts.deck_time,
    "time.slide": texts.slide_time,
    "figure.context": figures.context,
    "slide.alt": texts.silent_slides,
}
COLLECTION_RULES: Mapping[str, Callable[[Collection], Iterable[Found]]] = {
    "hook.repeated": hooks.repeated,
    "path.twice": together.path_twice,
    "calendar.date": together.dates,
    "calendar.blackout": together.blackouts,
    "calendar.day": together.no_slots,
    "calendar.collision": together.collisions,
    "calendar.empty": together.empty_slots,
    "channel.bucket": together.buckets,
    "front.channel": together.channels,
    "template.unused": together.templates,
}
COMPARING_RULES: Mapping[str, Callable[[Collection, Tools], Iterable[Found]]] = {
    "post.twin": together.twins,
    "post.published": together.published,
}


def run(notes: Iterable[NoteView], collection: Collection, tools: Tools) -> Iterator[Problem]:
    """What all rules find, note by note, then post by post, then in the collection."""
    for view in notes:
        yield from _each(
            {**NOTE_RULES, **{name: partial(_ask, rule, tools) for name, rule in ASKING_RULES.items()}}, view
        )
    for post in collection.posts:
        yield from _each(POST_RULES, post)
        yield from texts.limits(post, tools)
        yield from _each({"channel.pictures": partial(_ask, texts.pictures, tools)}, post)
    yield from _each(COLLECTION_RULES, collection)
    yield from _each({name: partial(_ask, rule, tools) for name, rule in COMPARING_RULES.items()}, collection)


def _ask(rule: Callable[[Any, Tools], Iterable[Found]], tools: Tools, subject: Any) -> Iterable[Found]:
    return rule(subject, tools)


def _each(rules: Mapping[str, Callable[[Any], Iterable[Found]]], subject: Any) -> Iterator[Problem]:
    for name, rule in rules.items():
        level: Severity = "error" if RULES[name].level == "error" else "warning"
        for found in rule(subject):
            yield Problem(name, found.message, found.source, found.hint, level, found.length)
