"""The frozen values of the studio's lists: posts and why they are, the calendar, problems, theme, history.

Each page's value is named like the page. What is said in values.py of words and addresses holds here, too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from post_forge.preview.values import Choice, EntryView, Filter, Spot, Trouble

# ---- all notes and posts -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PostRow:
    """A post in the list. `cover` is its first slide as a thumbnail; `state` its furthest delivery's, or "new"."""

    id: str
    title: str
    kind: str
    url: str
    cover: str
    width: int
    height: int
    slides: int
    score: float
    state: str
    when: str = ""
    troubles: int = 0


@dataclass(frozen=True, slots=True)
class RefusedRow:
    title: str
    reason: str
    rule: str
    spot: Spot


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A note with what came of it; `tags` as written. `explain` is the URL of its reasons."""

    slug: str
    title: str
    spot: Spot
    explain: str
    posts: tuple[PostRow, ...]
    refused: tuple[RefusedRow, ...] = ()
    tags: tuple[str, ...] = ()
    troubles: tuple[Trouble, ...] = ()


@dataclass(frozen=True, slots=True)
class Posts:
    """The notes and posts that match, some at a time; `more` is the address of the next some ("" at the end), of which
    the block `rows` is asked for. `filters` are kind, tag, state and problems."""

    query: str
    filters: tuple[Filter, ...]
    notes: tuple[NoteRow, ...]
    found_notes: int
    found_posts: int
    found_refused: int
    all_notes: int
    all_posts: int
    more: str = ""


@dataclass(frozen=True, slots=True)
class HookView:
    text: str
    line: int
    score: float
    chosen: bool
    lost: str = ""
    reasons: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class UnitView:
    """A unit and why it is a post or none. `reasons` are the parts of its score; `texts` pairs of network and words
    ("970 of 3000; 11 of 12 sentences"); `dropped` what stands in no text or slide, with why."""

    title: str
    kind: str
    spot: Spot
    score: float
    enough: float
    reasons: tuple[tuple[str, float], ...]
    hooks: tuple[HookView, ...]
    post: str = ""
    url: str = ""
    slides: int = 0
    refusal: str = ""
    rule: str = ""
    texts: tuple[tuple[str, str], ...] = ()
    dropped: tuple[tuple[Spot, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Explain:
    note: str
    title: str
    spot: Spot
    lang: str
    enough: float
    units: tuple[UnitView, ...]
    troubles: tuple[Trouble, ...] = ()


# ---- the calendar ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SlotView:
    """A free slot of a channel: `when` is what `move` takes ("2026-11-25 09:00"), `time` "09:00"."""

    channel: str
    when: str
    time: str


@dataclass(frozen=True, slots=True)
class DayView:
    """A day; deliveries stand on it as their own channel's clocks show it. `why` says why it is without posts (a
    blackout). `today` is by the workspace's zone."""

    date: str
    number: int
    label: str
    entries: tuple[EntryView, ...]
    slots: tuple[SlotView, ...] = ()
    inside: bool = True
    today: bool = False
    past: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True)
class ChannelView:
    """A channel; `url` shows the calendar with it alone (or all again), `zone` is its time zone."""

    name: str
    platform: str
    zone: str
    url: str
    chosen: bool = True
    approval: bool = False
    note: str = ""
    """What networks said of its budget, or why nothing is sent there now."""


@dataclass(frozen=True, slots=True)
class PlanView:
    """What taking the plan would change; `digest` names just this plan. `lines` say it ("+ Mon 23 Nov 09:00 ...")."""

    digest: str
    added: int
    removed: int
    moved: int
    changed: int
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Calendar:
    """A month (whole weeks, Monday first) or a week. `waiting` are the deliveries that wait for a person, wherever they
    are. `before`, `after`, `now`, `month` and `week` are addresses; `plan` is None where it would change nothing."""

    view: Literal["month", "week"]
    title: str
    zone: str
    days: tuple[DayView, ...]
    channels: tuple[ChannelView, ...]
    waiting: tuple[EntryView, ...]
    before: str
    after: str
    now: str
    month: str
    week: str
    plan: PlanView | None = None
    troubles: tuple[Trouble, ...] = ()


# ---- problems, theme, history ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FileTroubles:
    """The problems of one file ("" for those without), errors first."""

    name: str
    troubles: tuple[Trouble, ...]


@dataclass(frozen=True, slots=True)
class Problems:
    files: tuple[FileTroubles, ...]
    filters: tuple[Filter, ...] = ()
    refused: tuple[RefusedRow, ...] = ()


@dataclass(frozen=True, slots=True)
class LayoutView:
    """One layout, drawn with content of the gallery. `trouble`: why it cannot be; the picture is the last good one."""

    name: str
    url: str
    width: int
    height: int
    spot: Spot | None = None
    trouble: Trouble | None = None


@dataclass(frozen=True, slots=True)
class ContrastView:
    """Letters on a ground, both `#rrggbb` and by their token names, and whether the ratio is enough (4.5)."""

    ink: str
    ground: str
    ink_name: str
    ground_name: str
    ratio: float
    good: bool
    words: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class ThemePage:
    """Every layout in one theme and format, with content of one `size` of the gallery. `swatches` are pairs: the name
    of a token and its colour as `#rrggbb`."""

    theme: str
    format: str
    size: str
    themes: tuple[Choice, ...]
    formats: tuple[Choice, ...]
    layouts: tuple[LayoutView, ...]
    contrast: tuple[ContrastView, ...]
    swatches: tuple[tuple[str, str], ...]
    sizes: tuple[Choice, ...] = ()
    spot: Spot | None = None
    troubles: tuple[Trouble, ...] = ()


@dataclass(frozen=True, slots=True)
class StepView:
    """One line of what happened: an attempt, a receipt or an entry of the journal. `outcome` is a word for its colour:
    "good", "bad", "unknown" or ""."""

    when: str
    what: str
    reason: str = ""
    who: str = ""
    outcome: Literal["", "good", "bad", "unknown"] = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class SentRow:
    entry: EntryView
    attempts: tuple[StepView, ...] = ()
    receipts: tuple[StepView, ...] = ()
    journal: tuple[StepView, ...] = ()


@dataclass(frozen=True, slots=True)
class History:
    """What went out or may be out, the newest first, with `more` as on the list of posts."""

    rows: tuple[SentRow, ...]
    total: int
    zone: str
    filters: tuple[Filter, ...] = ()
    more: str = ""
