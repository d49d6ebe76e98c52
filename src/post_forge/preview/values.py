"""The frozen values that the studio's pages show: what stands around every page, and a post as its readers see it.

A page is made of one value, `page`, and what is around it, `shell`. The words are final: dates as the clocks of the
channel show them, counts as numbers. Addresses are paths of the site ("/posts/a/b", "/pictures/K.png"); the templates
hand them to `link`. An empty string or tuple means that there is none. The other pages' values are in values_lists.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

PageName = Literal["today", "posts", "calendar", "problems", "theme", "history"]
PAGES: tuple[PageName, ...] = ("today", "posts", "calendar", "problems", "theme", "history")
"""The pages in the order of the bar; `g` and then the first letter of each goes there."""

Severity = Literal["error", "warning"]


# ---- what every page has -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a file: `shown` as `content/keys.md:12`, `path` absolute with its line (to copy), `editor` a
    `vscode://file/...` address. `path` and `editor` are "" on exported pages and where others look on (read-only)."""

    shown: str
    path: str = ""
    editor: str = ""


@dataclass(frozen=True, slots=True)
class Trouble:
    """One problem. `line` is the text of the source line, `column` (from 1) and `length` what is underlined in it."""

    rule: str
    severity: Severity
    message: str
    hint: str = ""
    spot: Spot | None = None
    line: str = ""
    column: int = 0
    length: int = 1


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several: a filter, a theme, a channel. `count` is how many it would show (-1: not counted)."""

    name: str
    label: str
    url: str
    chosen: bool = False
    count: int = -1


@dataclass(frozen=True, slots=True)
class Filter:
    """A set of choices of which one is taken; the first stands for all of them."""

    name: str
    label: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Shell:
    """What stands around every page.

    `here` is the page's name in the bar ("posts" for one post, too), `title` what the tab of the browser says. `token`
    goes with every action, "" where nothing can be changed. `live` says whether events come; `epoch` is that of the
    server, `seen` the last event that this page knows of. `busy` is who changes the workspace now, `since` when that
    began ("14:02"). `waiting` counts the deliveries that wait for a person. `message` is what an action without
    JavaScript has to say, once. `troubles` are what stopped the last reading altogether (a broken post_forge.yaml):
    every page shows them, over what was there before.
    """

    here: str
    title: str
    brand: str
    handle: str = ""
    avatar: str = ""
    folder: str = ""
    token: str = ""
    epoch: str = ""
    seen: str = ""
    live: bool = False
    read_only: bool = False
    exported: bool = False
    busy: str = ""
    since: str = ""
    waiting: int = 0
    errors: int = 0
    warnings: int = 0
    theme: str = ""
    formats: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    message: str = ""
    troubles: tuple[Trouble, ...] = ()


@dataclass(frozen=True, slots=True)
class Wrong:
    """A page that cannot be shown, and what to do instead."""

    status: int
    title: str
    message: str
    hint: str = ""
    troubles: tuple[Trouble, ...] = ()


# ---- a delivery ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class EntryView:
    """A delivery. `at` is ISO 8601 with the channel's offset, `time` "09:00" and `when` "Mon 23 Nov, 09:00" as its
    clocks show it, `zone` its time zone. `local` is what `move` would take for the same moment ("2026-11-23 09:00").

    `possible` are the verbs of `queue` that it takes, the most likely first. `seen` goes back with every action: one
    for a delivery that was changed meanwhile is refused. `live` is the address of what is out.
    """

    id: str
    post: str
    title: str
    channel: str
    platform: str
    state: str
    at: str
    time: str
    when: str
    local: str
    zone: str
    url: str = ""
    cover: str = ""
    wants_approval: bool = False
    pinned: bool = False
    possible: tuple[str, ...] = ()
    reason: str = ""
    live: str = ""
    tries: int = 0
    seen: str = ""


# ---- a post as its readers see it ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SlideView:
    """One slide. `url` is the picture in full, `small` the thumbnail. `trouble` is why the slide cannot be drawn as it
    is now: the picture is then the last good one ("" if there never was one)."""

    number: int
    url: str
    small: str
    width: int
    height: int
    alt: str
    text: str = ""
    spot: Spot | None = None
    trouble: Trouble | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a text: plain words, or what the network colours. `href` is set on links (http and https only)."""

    text: str
    kind: Literal["text", "tag", "link", "mention"] = "text"
    href: str = ""


@dataclass(frozen=True, slots=True)
class PartView:
    """One part of a text (several make a thread). `runs` stand above the fold, `folded` below it ("see more").

    `slides` are the numbers (from 1) of the slides that go with this part, those the network takes.
    """

    text: str
    runs: tuple[Run, ...]
    folded: tuple[Run, ...]
    count: int
    limit: int
    slides: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class NetworkView:
    """A post on one network; `network` is its name in post_forge.yaml ("linkedin"), `label` what people call it.

    `media` says how its pictures are shown: "document" (a PDF with page arrows), "carousel" (one at a time), "grid" (up
    to four at a glance). `account` is the author's name, `handle` with its @ ("" where the network shows none),
    `avatar` a picture. `compose` opens the network's own composer with the text ("" if it has no such address).
    `handwritten`: the author's own text, which stands in the note at `spot`. `text` is what an edit begins with, the
    parts of a thread divided by lines of `---`. `warning` is Mastodon's content warning, `comment` the first comment.
    `left_out` says what of the pictures the network does not take ("3 of 9 pictures").
    """

    network: str
    label: str
    account: str
    handle: str
    media: Literal["document", "carousel", "grid"]
    text: str
    parts: tuple[PartView, ...]
    avatar: str = ""
    comment: str = ""
    warning: str = ""
    compose: str = ""
    handwritten: bool = False
    spot: Spot | None = None
    channels: tuple[str, ...] = ()
    left_out: str = ""
    troubles: tuple[Trouble, ...] = ()


@dataclass(frozen=True, slots=True)
class Download:
    """A file to take away: "All as zip", "PDF", "Slide 3"."""

    label: str
    url: str
    name: str


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A sentence that its author should check, and why ("figure")."""

    words: str
    spot: Spot
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PostView:
    """A post made ready. `files` begins with the zip and the PDF; `entries` are its deliveries; `url` is its own page,
    `explain` that of its note's reasons. `grid` are pictures around it in the Instagram grid: those of the posts before
    (the newest first, up to eight)."""

    id: str
    title: str
    kind: str
    note: str
    spot: Spot
    url: str
    explain: str
    slides: tuple[SlideView, ...]
    networks: tuple[NetworkView, ...]
    files: tuple[Download, ...]
    lang: str = "en"
    theme: str = ""
    claims: tuple[ClaimView, ...] = ()
    entries: tuple[EntryView, ...] = ()
    grid: tuple[str, ...] = ()
    troubles: tuple[Trouble, ...] = ()


@dataclass(frozen=True, slots=True)
class Today:
    """The post of the day. `post` is None where there is none, and `nothing` says why and what to do.

    `day` is ISO 8601, `when` "Friday 20 November 2026"; `before`, `after` and `now` are the pages of the days around it
    and of today. `kept` says that the choice is written down. The post is number `place` of `total`, of which `unused`
    were no day's post yet.
    """

    day: str
    when: str
    post: PostView | None
    nothing: str = ""
    place: int = 0
    total: int = 0
    unused: int = 0
    kept: bool = False
    before: str = ""
    after: str = ""
    now: str = ""


@dataclass(frozen=True, slots=True)
class PostPage:
    """One post on a page of its own, the same view as Today. `before` and `after` are its neighbours in the list."""

    post: PostView
    before: str = ""
    after: str = ""
