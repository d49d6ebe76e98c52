"""Why a note gives the posts it gives: every unit with its score, its hooks, what is dropped, what each text lacks.

Works out again what `compose` decided, from the same functions, and says what they say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from post_forge.compose.collect import slots_of
from post_forge.compose.composing import compose
from post_forge.compose.hooks.finding import Hook, Weighed, weighed
from post_forge.compose.hooks.scoring import led, points_of
from post_forge.compose.identity import slug, unique
from post_forge.compose.language import judge, leaning, lexicon
from post_forge.compose.language.phrases import phrases_for
from post_forge.compose.omitting import Omitted, omitted
from post_forge.compose.showing import Showing
from post_forge.compose.units.chapters import Chapter, read_chapters
from post_forge.compose.units.choosing import Unit, plan
from post_forge.compose.units.pieces import pieces_of
from post_forge.compose.values import Collection, Entries, Options, Prose, QuotePart, Sentence
from post_forge.errors import Problem, Source
from post_forge.model import Note, Post, Refusal, Rules

_LONGEST_TITLE = 60
_OWN_WORDS = frozenset({"qa", "myth", "compare"})  # roles whose hooks are judged as they are printed


@dataclass(frozen=True, slots=True)
class Candidate:
    """A first line that was weighed: its points by name ("place" is what its place in the note is worth), and why it
    is not the hook ("" for the one that is)."""

    words: str
    source: Source
    score: float
    parts: Mapping[str, float]
    lost: str


@dataclass(frozen=True, slots=True)
class Fitted:
    """What one network got: how many of the unit's sentences, what does not stand in it, and what shows above "see
    more" ("" where nothing is folded)."""

    network: str
    sentences: int
    counts: tuple[int, ...]
    limit: int
    lacks: tuple[str, ...]
    above: str
    by_hand: bool


@dataclass(frozen=True, slots=True)
class ExplainedUnit:
    """One unit: what it is, what it is worth, and what became of it: a post, or a refusal (a unit that its author
    asked for may have both)."""

    title: str
    kind: str
    source: Source
    score: float
    parts: Mapping[str, float]
    wanted: bool
    sentences: int
    hooks: tuple[Candidate, ...]
    networks: tuple[Fitted, ...]
    omitted: tuple[Omitted, ...]
    post: Post | None
    refusal: Refusal | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """A note explained. `bar` is the points that are enough here; `small` the pieces that are no units; `left` the
    headings that were not looked at; `posts` in the order in which `compose` gives them."""

    title: str
    path: str
    lang: str
    bar: float
    units: tuple[ExplainedUnit, ...]
    small: tuple[Refusal, ...]
    left: tuple[Omitted, ...]
    posts: tuple[Post, ...]
    problems: tuple[Problem, ...]


def explain(
    note: Note,
    collection: Collection,
    options: Options,
    rules: Mapping[str, Rules],
    fold: Callable[[str, str], str],
) -> Explanation:
    """Explain a note. `fold(network, text)` gives what a network shows of a text above "see more".

    Raises TemplateError as `compose` does.
    """
    composed = compose(note, collection, options, rules)
    slots = slots_of(note, collection)
    units = _units(note, slots, options) if composed.posts or not _withheld(composed.refusals) else []
    posts = {post.id: post for post in composed.posts}
    taken: set[str] = set()
    spare = list(composed.refusals)
    explained = []
    for unit in units:
        post = posts.get(f"{note.slug}/{unique(slug(unit.key), taken)}")
        refusal = _refusal_of(unit, spare)
        if refusal:
            spare.remove(refusal)
        explained.append(_Explaining(unit, post, note, options, rules, fold).run(refusal))
    left = _left(note, slots, units, composed.refusals) if units or spare != list(composed.refusals) else ()
    bar = min(options.least, collection.bar)
    return Explanation(
        str(note.title), note.path, note.lang, bar, tuple(explained), tuple(spare), left, composed.posts,
        composed.problems,
    )  # fmt: skip


def _withheld(refusals: Sequence[Refusal]) -> bool:
    return any(refusal.rule == "note.status" for refusal in refusals)


def _units(note: Note, slots: frozenset[str], options: Options) -> list[Unit]:
    return plan(note, slots, options.series, phrases_for(note.lang, options.templates))[0]


def _refusal_of(unit: Unit, refusals: Sequence[Refusal]) -> Refusal | None:
    """By its heading's line; what must not be published is told at its own line, and found by the title."""
    own = [one for one in refusals if one.title == unit.name]
    return next((one for one in own if one.source == unit.source), None) or next(
        (one for one in own if one.rule == "unit.sensitive"), None
    )


class _Explaining:
    """Explains one unit."""

    def __init__(
        self,
        unit: Unit,
        post: Post | None,
        note: Note,
        options: Options,
        rules: Mapping[str, Rules],
        fold: Callable[[str, str], str],
    ) -> None:
        self._unit, self._post, self._note = unit, post, note
        self._rules, self._fold = rules, fold
        self._mentions = options.mentions
        self._phrases = phrases_for(note.lang, options.templates)

    def run(self, refusal: Refusal | None) -> ExplainedUnit:
        unit = self._unit
        found = list(weighed(unit, self._phrases))
        hooks = led(unit, sorted((one.hook for one in found if not one.against), key=lambda hook: -hook.score))
        score = points_of(unit, hooks) if hooks else {}
        said = [piece for piece in pieces_of(unit) if piece.kind in {"sentence", "row"}]
        return ExplainedUnit(
            unit.name,
            unit.kind,
            unit.source,
            sum(score.values()),
            score,
            unit.wanted,
            len(said),
            tuple(self._candidates(found, hooks[:1])),
            tuple(self._networks([piece.words for piece in said])) if self._post else (),
            tuple(omitted(unit, self._post, self._mentions)) if self._post else (),
            self._post,
            refusal,
        )

    # ---- hooks

    def _candidates(self, found: Sequence[Weighed], won: Sequence[Hook]) -> Iterator[Candidate]:
        """The one that won, the others from the best to those that may not be, then openings that never were one."""
        allowed = sorted(
            (one for one in found if not one.against), key=lambda one: (one.hook not in won, -one.hook.score)
        )
        for number, one in enumerate(allowed):
            ahead = allowed[0].hook.score - one.hook.score
            lost = "" if number == 0 else _behind(ahead) if ahead >= 0 else "it is flat, and a livelier one is near"
            yield _candidate(one, lost)
        for one in found:
            if one.against:
                yield _candidate(one, one.against)
        tried = {words for one in found for words in one.hook.used}
        for sentence in _openings(self._unit):
            if sentence.plain not in tried:
                yield Candidate(sentence.plain, sentence.source, 0, {}, _why_none(sentence))

    # ---- texts

    def _networks(self, said: Sequence[str]) -> Iterator[Fitted]:
        assert self._post is not None
        showing = Showing(self._post, self._mentions)
        shown = {words: showing.networks(words) for words in said}
        by_hand = {block.platform for block in self._unit.handwritten}
        for name, parts in self._post.texts.items():
            rules, text = self._rules[name], "\n".join(parts)
            above = self._fold(name, text)
            yield Fitted(
                name,
                sum(name in networks for networks in shown.values()),
                tuple(rules.count(part) for part in parts),
                rules.limit,
                tuple(self._lacks(name, text)),
                above if len(above) < len(text) else "",
                name in by_hand or "" in by_hand,
            )

    def _lacks(self, network: str, text: str) -> Iterator[str]:
        assert self._post is not None
        end = self._post.deck.slides[-1] if self._post.deck.slides else None
        asked = str(end.title) if end and end.layout == "end" else ""
        if asked.endswith(("?", "？", "؟")) and asked not in text:
            yield "the question"
        told = f"{text}\n{self._post.comments.get(network, '')}"
        if self._note.matter.url and self._note.matter.url.partition("?")[0] not in told:
            yield "the link"
        tags = [tag for tag in self._post.hashtags if f"#{tag}" not in text]
        if tags:
            yield f"{len(tags)} of {len(self._post.hashtags)} tags"


def _behind(points: float) -> str:
    return f"{round(points, 2):g} points behind" if round(points, 2) else "as good, but it stands later in the note"


def _candidate(one: Weighed, lost: str) -> Candidate:
    """The points by name: those of the words, what is owed, and what is left is the worth of its place."""
    hook = one.hook
    said = hook.words if hook.role in _OWN_WORDS or len(hook.used) != 1 else next(iter(hook.used))
    definition = hook.role not in {*_OWN_WORDS, "scene"} and leaning.is_definition(said)
    parts = judge.pull(said, definition)
    if one.debt:
        parts["owed"] = -one.debt
    place = round(hook.score - sum(parts.values()), 2)
    return Candidate(hook.words, hook.source, round(hook.score, 2), {"place": place, **parts}, lost)


def _openings(unit: Unit) -> Iterator[Sentence]:
    """The sentences that a paragraph or an item begins with."""
    for chapter in unit.chapters:
        for part in chapter.parts:
            if isinstance(part, Prose | QuotePart):
                yield from part.sentences[:1]
            elif isinstance(part, Entries):
                for entry in part.entries:
                    yield from entry.sentences[:1]


def _why_none(sentence: Sentence) -> str:
    """Why a sentence was not even weighed."""
    if judge.spans_too_much_code(sentence):
        return "it holds more code than a first line can"
    if not judge.is_complete(sentence.plain):
        return "it does not end as a sentence ends"
    if not judge.stands_alone(sentence.plain):
        return judge.forbidden(sentence.plain) or "it leans on what stands before it"
    return "an item opens a post only with a number or a failure in it"


def _left(note: Note, slots: frozenset[str], units: Sequence[Unit], refusals: Sequence[Refusal]) -> tuple[Omitted, ...]:
    """The headings that are in no unit and were refused nowhere, with the reason."""
    seen = {chapter.source for unit in units for chapter in unit.chapters} | {one.source for one in refusals}
    lead, tops = read_chapters(note, slots)
    chapters = {one.source: one for top in (*([lead] if lead else []), *tops) for one in top.walk()}
    never = {one.source for top in tops for one in _never(top)}
    found = []
    for section in note.walk():
        chapter = chapters.get(section.source)
        if section.source in seen or (chapter is not None and not chapter.parts and section.source not in never):
            continue
        if chapter is None:
            reason = "marked with <!-- skip -->, or below a heading that is"
        elif section.source in never:
            reason = "references, contents and the like are never posted"
        else:
            reason = "it belongs to a piece that is refused"
        found.append(Omitted(section.heading, section.source, reason))
    return tuple(found)


def _never(chapter: Chapter) -> Iterator[Chapter]:
    """The chapters that are never posted, each with all below it."""
    if lexicon.is_never_posted(chapter.name) and not chapter.slug:
        yield from chapter.walk()
        return
    for child in chapter.children:
        yield from _never(child)
