"""Note -> posts: units are chosen, judged, written as texts and decks; what makes no post is refused with a reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from post_forge.compose.claims import claims_of
from post_forge.compose.collect import slots_of
from post_forge.compose.guides.linking import guide_link
from post_forge.compose.hooks.finding import Hook, hooks, poles_of
from post_forge.compose.hooks.scoring import led, points_of, rank_of
from post_forge.compose.identity import fingerprint, slug, unique
from post_forge.compose.language.phrases import phrases_for
from post_forge.compose.safety import left_out, unsafe
from post_forge.compose.slides.alts import alt
from post_forge.compose.slides.deck import Dress, build_deck
from post_forge.compose.slides.page import short
from post_forge.compose.slides.typography import typeset_deck
from post_forge.compose.texts.asking import kind_of_question
from post_forge.compose.texts.linking import Link, link_for
from post_forge.compose.texts.mentions import in_deck
from post_forge.compose.texts.networks import Voice, parts_of, texts_again, texts_of, too_long
from post_forge.compose.texts.tags import hashtags
from post_forge.compose.texts.writing import Ending
from post_forge.compose.twins import drop_twins
from post_forge.compose.units.chapters import note_source
from post_forge.compose.units.choosing import Unit, plan
from post_forge.compose.units.kinds import sentences_of, tables_of
from post_forge.compose.values import Collection, Composed, Options
from post_forge.errors import Problem
from post_forge.model import Note, Post, Refusal, Rules


def compose(note: Note, collection: Collection, options: Options, rules: Mapping[str, Rules]) -> Composed:
    """The posts of a note with their texts for every network in `rules` and their decks.

    Raises TemplateError if a text template or a file of phrases cannot be used.
    """
    if not options.force_private and (note.matter.private or note.matter.status == "draft"):
        reason = "the note is marked private" if note.matter.private else "the note is a draft"
        return Composed(refusals=(Refusal(str(note.title), reason, note_source(note), "note.status"),))
    return _Composer(note, collection, options, rules).run()


@dataclass(slots=True)
class _Made:
    posts: list[Post]
    refusals: list[Refusal]
    problems: list[Problem]


class _Composer:
    """Composes one note; what every post of it shares."""

    def __init__(self, note: Note, collection: Collection, options: Options, rules: Mapping[str, Rules]) -> None:
        self._note = note
        self._slots = slots_of(note, collection)
        self._collection = collection
        self._options = options
        self._rules = rules
        self._phrases = phrases_for(note.lang, options.templates)
        self._voice = Voice(note.matter, options, rules)
        self._made = _Made([], [], [])
        self._taken: set[str] = set()

    def run(self) -> Composed:
        units, refused = plan(self._note, self._slots, self._options.series, self._phrases)
        self._made.refusals.extend(refused)
        asker = next((unit for unit in units if unit.kind != "qa"), None)
        for unit in units:
            name = unique(slug(unit.key), self._taken)
            if refusal := unsafe(unit, self._options.sensitive):
                self._made.refusals.append(refusal)
            else:
                self._unit(unit, name, first=unit is asker)
        posts, twins = drop_twins(self._made.posts)
        refusals = sorted([*self._made.refusals, *twins], key=lambda one: one.source)
        return Composed(tuple(posts), tuple(refusals), tuple(self._made.problems))

    # ---- one unit

    def _unit(self, unit: Unit, name: str, first: bool) -> None:
        identity = f"{self._note.slug}/{name}"
        candidates = led(unit, hooks(unit, self._phrases))
        if not candidates:
            self._refuse(unit, "no sentence of it can open a post", "unit.hook")
            if not unit.wanted:
                return
            candidates = [Hook(unit.name, 0, frozenset(), unit.source)]
        if (self._note.slug, unit.key) in self._collection.copies and not unit.wanted:
            self._refuse(unit, "another note says the same in the same words", "unit.twin")
            return
        score = points_of(unit, candidates)
        least = min(self._options.least, self._collection.bar)
        weak = sum(score.values()) < self._options.least and rank_of(score, candidates) < self._collection.bar
        if weak and not unit.wanted:
            reason = f"not strong enough for a post: {sum(score.values()):g} points of {round(least, 1):g}"
            self._refuse(unit, reason, "unit.score")
            return
        post = self._post(unit, identity, candidates, score, first)
        if post:
            self._made.posts.append(post)
            self._made.problems.extend(left_out(unit, self._options.layouts))

    def _post(
        self, unit: Unit, identity: str, candidates: Sequence[Hook], score: Mapping[str, float], first: bool
    ) -> Post | None:
        question = self._question(unit, identity, first)
        deck = build_deck(unit, candidates, self._dress(question, identity), self._phrases)
        if deck is None:
            self._refuse(unit, "its title is too long for a cover and no sentence of it is short enough", "unit.title")
            return None
        deck = in_deck(typeset_deck(deck, self._phrases.quotes), self._options.mentions)
        tags = hashtags(self._note, unit.name, self._options.audience)
        links = {platform: self._link(platform, identity) for platform in self._rules}
        ending = Ending(question, "", tags, self._phrases.more)
        written = texts_of(unit, candidates, ending, links, self._voice)
        again = texts_again(unit, candidates, ending, links, self._voice, written)
        self._made.problems.extend(too_long(unit, written, self._voice))
        if not unit.wanted and not any(one.sources for one in written.values()):
            self._refuse(unit, "nothing of it can stand below its first line", "unit.thin")
            return None
        post = Post(
            id=identity,
            title=unit.name,
            kind=unit.kind,
            note=self._note.path,
            source=unit.source,
            texts={platform: parts_of(one) for platform, one in written.items()},
            deck=deck,
            alts=tuple(alt(slide, self._note.lang, self._options.templates) for slide in deck.slides),
            hashtags=tags,
            comments={platform: link.comment for platform, link in links.items() if link.comment},
            sources={platform: (candidates[0].source, *one.sources) for platform, one in written.items()},
            score=sum(score.values()),
            reasons=dict(score),
            hooks=tuple(hook.words for hook in candidates[:5]),
            fingerprint=fingerprint(sentences_of(unit.chapters)),
            pinned=unit.pinned,
            variants=(again,) if again else (),
            warning=self._note.matter.content_warning,
        )
        return replace(post, claims=claims_of(unit, post))

    def _dress(self, question: str, identity: str) -> Dress:
        matter = self._note.matter
        folder = PurePosixPath(self._note.place).parent.name.strip("_").replace("-", " ").replace("_", " ")
        summary = matter.summary or self._note.summary
        of_note = (matter.theme, question, self._options.credit, summary, folder, identity)
        pictures = self._note.path.removesuffix(self._note.place)
        return Dress(self._note.lang, *of_note, pictures=pictures, handle=matter.handle)

    def _link(self, platform: str, identity: str) -> Link:
        if not self._note.matter.url:
            return guide_link(self._note, platform, identity, self._options, self._phrases)
        return link_for(self._note.matter.url, platform, identity, self._options.links, self._options.utm)

    def _question(self, unit: Unit, identity: str, first: bool) -> str:
        """The author's own question, else a wording for the type of post; a Q&A has asked already."""
        if self._note.matter.question and (unit.whole or first):
            return self._note.matter.question
        names = _poles(unit) if unit.kind == "compare" else {}
        kind = kind_of_question(unit, self._note.lang)
        return self._phrases.question(kind, identity, **names) if kind else ""

    # ---- what makes no post

    def _refuse(self, unit: Unit, reason: str, rule: str) -> None:
        self._made.refusals.append(Refusal(unit.name, reason, unit.source, rule))


def _poles(unit: Unit) -> dict[str, str]:
    """The names of the two things that a unit compares."""
    for chapter in unit.chapters:
        for part in tables_of(chapter):
            if poles := poles_of(part, f"{chapter.name}\n{unit.name}"):
                return {name: str(short(part.table.head[column], 28)) for name, column in zip("ab", poles, strict=True)}
    return {}
