"""One planted fault for every rule: the files of a small workspace, and the words at whose line the rule must speak."""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from post_forge import forge
from post_forge.check import Collection, PostView, SlideView
from post_forge.errors import Source

CONFIG = 'brand: { name: Test, handle: "@test" }\ntimezone: Europe/Madrid\n'
SCENE = "A payment service lost its database for 40 seconds, and the retries kept it down for another 20 minutes.\n"
CHAPTER = """\
## Retries multiply the load

**The trap:** Three layers that try three times each send 27 requests for one click. A service that is failing gets 27
times the load that made it fail.

**The fix:** Retry at one layer, the one closest to the user, and give the others one attempt each.

- **Budget**: Allow retries for at most 10 % of all requests, and fail the rest at once.
- **Backoff**: Double the wait after every attempt, up to a cap of 5 seconds.
- **Jitter**: Draw the wait at random below the cap, so that clients do not come back in step.
"""
OTHER = """\
# Locks

Two workers sold the last seat of a theatre in the same second, and both customers came.

## Lock the row or check the version

| Question | Pessimistic | Optimistic |
|---|---|---|
| Cost without conflict | A lock per row | A version column |
| Cost of a conflict | Waiting | Trying again |
| Best when conflicts are | Common | Rare |

Pessimistic locking waits before it reads. Optimistic locking reads first, and finds out when it writes that another
worker was quicker. With 2 conflicts in 1,000 updates the optimistic worker does almost no extra work.

**The trap:** A lock that is held during a call to another service lasts as long as that service takes to answer.

**The fix:** Make the call first, and lock only around the write.
"""
THEME = "templates/themes/mine/theme.yaml"
COVER = "templates/themes/mine/slides/cover.xml.jinja"
NOTE = "content/a.md"


def note(body: str = "", front: str = "", title: str = "# Retries") -> str:
    """A note that makes a post, with more in it."""
    matter = f"---\n{front}\n---\n\n" if front else ""
    return f"{matter}{title}\n\n{SCENE}\n{CHAPTER}\n{body}"


def fence(language: str, code: str) -> str:
    return f"```{language}\n{code}\n```\n"


def by_hand(network: str, text: str) -> str:
    return fence(f"post {network}", text)


def png(width: int = 800, height: int = 600, whole: bool = True) -> bytes:
    """A grey picture; one that is not whole has a good header and broken pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = zlib.compress(b"".join(b"\0" + b"\x80" * width for _ in range(height)))
    pixels = rows if whole else b"broken"
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


@dataclass(frozen=True)
class Plant:
    """`files` by path; the fault is in `path`, on the line that has `words` (no line where they are empty).

    `later` is called with the root when all files are there, for what no file can say.
    """

    files: Mapping[str, str | bytes] = field(default_factory=dict)
    words: str | None = ""
    path: str = NOTE
    later: Callable[[Path], None] | None = None
    as_user: bool = False


def config(text: str, words: str, **files: str | bytes) -> Plant:
    return Plant({"post_forge.yaml": f"{CONFIG}{text}\n", NOTE: note(), **files}, words, "post_forge.yaml")


def theme(text: str, words: str | None, layout: str = "") -> Plant:
    files: dict[str, str | bytes] = {
        "post_forge.yaml": f"{CONFIG}theme: mine\n",
        NOTE: note(),
        THEME: f"extends: night\n{text}",
    }
    if layout:
        files[COVER] = layout
    return Plant(files, words, COVER if layout else THEME)


def layout(inside: str, words: str = "") -> Plant:
    return theme("", words or inside, f"<slide>\n  <column>\n    {inside}\n  </column>\n</slide>\n")


def path_file(text: str, words: str) -> Plant:
    return Plant({NOTE: note(), "content/b.md": OTHER, "content/way.path.yaml": text}, words, "content/way.path.yaml")


def dated(front: str, words: str, schedule: str = "") -> Plant:
    return Plant({"post_forge.yaml": CONFIG + schedule, NOTE: note(front=front)}, words)


def published(*lines: str) -> Plant:
    return Plant({NOTE: note(), "published.jsonl": "\n".join(lines) + "\n"}, "", "published.jsonl")


def line(post: str, **more: str) -> str:
    told = {"post": post, "channel": "archive", "time": "2026-01-02T08:00:00Z", "url": "https://example.org/1", **more}
    return "{" + ", ".join(f'"{key}": "{value}"' for key, value in told.items()) + ', "round": 1, "version": 1}'


def _forbid(path: str) -> Callable[[Path], None]:
    return lambda root: (root / path).chmod(0)


def _odd_name(root: Path) -> None:
    with open(os.fsencode(root / "content") + b"/caf\xe9.md", "wb") as file:  # noqa: PTH123
        file.write(OTHER.encode())


def _fifo(root: Path) -> None:
    os.mkfifo(root / "content" / "pipe.md")


def _build(root: Path) -> None:
    forge.build(forge.open_workspace(root, remember=False), forge.Wishes(jobs=1))


def _publish_and_rename(root: Path) -> None:
    """A post goes out, and its author gives it another name."""
    _build(root)
    (post,) = (path.parent.name for path in (root / "output" / "a").glob("*/post.json"))
    (root / "published.jsonl").write_text(line(f"a/{post}") + "\n", encoding="utf-8")
    text = (root / NOTE).read_text(encoding="utf-8")
    renamed = text.replace("## Retries multiply", "<!-- post: another-name -->\n\n## Retries multiply")
    (root / NOTE).write_text(renamed, encoding="utf-8")


def _dangling(root: Path) -> None:
    (root / "content" / "gone.md").symlink_to(root / "content" / "nowhere.md")


_LONG = " ".join(f"Word{number} follows another one here." for number in range(60))
_TAGS = " ".join(f"#Topic{number}" for number in range(31))
_KEY = "aws_secret_access_key = " + "wJalrXUtnFEMI" + "K7MDENGbPxRfiCYzz8821kQpT4x"
_CONTRAST = 'brand: { name: Test, handle: "@test", accent: "#171a21" }\n'

_PAINT = (
    '<layers width="100%" height="1200">'
    + '<column background="accent" width="100%" height="1200"/>' * 90
    + "</layers>"
)

PLANTS: Mapping[str, Plant] = {
    # ---- notes
    "code.json": Plant({NOTE: note(fence("json", '{\n  "retries": 3,,\n  "timeout": 2\n}'))}, "3,,"),
    "code.python": Plant({NOTE: note(fence("python", "def retry(call)\n    return call()"))}, "def retry"),
    "code.quotes": Plant({NOTE: note(fence("python", "x = 1\nprint(“hello”)"))}, "print("),
    "code.sql": Plant({NOTE: note(fence("sql", "SELECT id\nFROM orders\nWHERE paid = ;"))}, "WHERE paid"),
    "code.toml": Plant({NOTE: note(fence("toml", "[pool\nsize = 5"))}, "[pool"),
    "code.yaml": Plant({NOTE: note(fence("yaml", "pool:\n  size: 5\n timeout: 2"))}, " timeout: 2"),
    "front.channel": Plant({NOTE: note(front="tags: [x]\nchannels: [mastadon]")}, "channels:"),
    "front.key": Plant({NOTE: note(front="tags: [x]\nhastags: [Redis]")}, "hastags"),
    "front.status": Plant({NOTE: note(front="tags: [x]\nstatus: darft")}, "status:"),
    "front.tags": Plant({NOTE: note(front="title: Retries\ntags: [redis, caching, Redis]")}, "tags:"),
    "link.http": Plant({NOTE: note("See [the page](http://redis.io/docs) of Redis.\n")}, "http://redis.io"),
    "note.character": Plant({NOTE: note("A bell \x07 rings.\n")}, "A bell"),
    "note.chat": Plant({NOTE: note("Let me know if you want me to add more examples!\n")}, "Let me know"),
    "note.collection": Plant(
        {NOTE: note(), "content/_collection.yaml": "title: Mine\nnotes: 3\n"}, "", "content/_collection.yaml"
    ),
    "note.comment": Plant({NOTE: note("<!-- not yet\n")}, "<!-- not yet"),
    "note.encoding": Plant({NOTE: b"# Caf\xe9\n"}, ""),
    "note.fence": Plant({NOTE: note("```python\nprint(1)\n\n## After\n\nWords.\n")}, "```python"),
    "note.folder": Plant({NOTE: note(), "content/b.md/c.txt": "x"}, "", "content/b.md"),
    "note.front-matter": Plant({NOTE: note(front="title: Retries\nlevel: easy")}, "level:"),
    "note.heading": Plant({NOTE: note("##Why retries fail\n\nBecause.\n")}, "##Why"),
    "note.html": Plant({NOTE: note("<table><tr><td>a</td></tr></table>\n")}, "<table>"),
    "note.id": Plant({NOTE: note(front="id: same"), "content/b.md": note(front="id: same")}, "", "content/b.md"),
    "note.invisible": Plant({NOTE: note("A zero\u200bwidth space.\n")}, "A zero"),
    "note.link": Plant({NOTE: note()}, "", "content/gone.md", _dangling),
    "note.name": Plant({NOTE: note()}, "", "content/caf\\udce9.md", _odd_name),
    "note.nesting": Plant({NOTE: note("> " * 40 + "deep\n")}, "deep"),
    "note.none": Plant({"content/x.txt": "x"}, "", ""),
    "note.picture": Plant({NOTE: note("![Load by hour](load.png)\n")}, "![Load"),
    "note.private": Plant({NOTE: note("Ask maria.lopez@bigcorp.io for access.\n")}, "Ask maria"),
    "note.requires": Plant({NOTE: note(front="requires: [cachign]")}, "requires"),
    "note.requires-circle": Plant(
        {NOTE: note(front="requires: [b]"), "content/b.md": "---\nrequires: [a]\n---\n\n" + OTHER},
        "requires",
        "content/b.md",
    ),
    "note.rule-line": Plant({NOTE: note("The last one wins, and nobody is told.\n---\n\nMore.\n")}, "The last one"),
    "note.sections": Plant({NOTE: note("".join(f"## Part {number}\n\nWords.\n\n" for number in range(520)))}, None),
    "note.size": Plant({NOTE: "# Big\n\n" + "word " * 1_100_000}, ""),
    "note.table": Plant({NOTE: note("| a | b |\n|---|---|\n| 1 | 2 | 3 |\n")}, "| 1 | 2 | 3 |"),
    "note.unfinished": Plant({NOTE: note("TODO: measure this.\n")}, "TODO"),
    "note.unreadable": Plant({NOTE: note()}, "", "content/pipe.md", _fifo),
    "picture.alt": Plant({NOTE: note("![](load.png)\n"), "content/load.png": png()}, "![](load.png)"),
    "secret.note": Plant({NOTE: note(fence("ini", f"[default]\n{_KEY}"))}, "aws_secret"),
    "text.space": Plant({NOTE: note(by_hand("x", "One line.\nA line with spaces.  \nThe last."))}, "A line with"),
    # ---- posts
    "figure.context": Plant(
        {
            NOTE: note().replace(
                "**The fix:** Retry at one layer", "**The fix:** The new pool is 3x faster. Retry at one layer"
            )
        },
        "3x faster",
    ),
    "hashtag.generic": Plant({NOTE: note(by_hand("x", "Retries took checkout down.\n\n#coding"))}, "#coding"),
    "hashtag.many": Plant(
        {NOTE: note(by_hand("x", "Retries took checkout down.\n\n#Retries #Backoff #Jitter"))}, "#Retries"
    ),
    "hook.repeated": Plant(
        {
            NOTE: note(by_hand("", "Retries took checkout down on Friday.\n\nHere is how.")),
            "content/b.md": OTHER + "\n" + by_hand("", "Retries took checkout down on Friday.\n\nLocks did not."),
        },
        "Retries took",
        "content/b.md",
    ),
    "hook.weak": Plant({NOTE: note(by_hand("x", "This is how it works:\n\nRetry once."))}, "This is how"),
    "platform.characters": Plant({NOTE: note(by_hand("x", "Retries took it\uffff down."))}, "```post x"),
    "platform.empty": Plant(
        {NOTE: note(by_hand("x", "Retries took it down.\n---\n\n---\nThe end of it."))}, "```post x"
    ),
    "platform.hashtags": Plant({NOTE: note(by_hand("instagram", f"Retries took it down.\n\n{_TAGS}"))}, "```post"),
    "platform.length": Plant(
        {
            "post_forge.yaml": f"{CONFIG}links: {{ bluesky: reply }}\n",
            NOTE: note(front=f"url: https://example.org/{'a' * 330}"),
        },
        None,
    ),
    "platform.links": Plant(
        {NOTE: note(by_hand("threads", "\n".join(f"https://example.org/{number}" for number in range(7))))}, "```post"
    ),
    "platform.mentions": Plant(
        {NOTE: note(by_hand("instagram", "Thanks: " + " ".join(f"@person{number}" for number in range(22))))}, "```post"
    ),
    "platform.thread": Plant({NOTE: note(by_hand("linkedin", "Retries took it down.\n---\nTwice."))}, "```post"),
    "post.diagram": Plant(
        {NOTE: note().replace("**The fix:**", fence("", "+" + "-" * 80 + "+\n| wide |") + "\n**The fix:**")}, "```\n"
    ),
    "post.formula": Plant({NOTE: note().replace("**The fix:**", "$$\nx^2 + \\frac{1}{2}\n$$\n\n**The fix:**")}, None),
    "post.layout": Plant({NOTE: note().replace("- **Budget", "<!-- layout: tabel -->\n\n- **Budget")}, "<!-- layout"),
    "post.length": Plant({NOTE: note(by_hand("x", _LONG))}, "```post"),
    "post.mermaid": Plant(
        {NOTE: note().replace("**The fix:**", fence("mermaid", "gantt\n  title A\n  a: 1, 2") + "\n**The fix:**")},
        "gantt",
    ),
    "post.published": Plant({NOTE: note()}, "## Retries multiply", later=_publish_and_rename),
    "slide.picture": Plant(
        {
            NOTE: note().replace("**The fix:**", "![Load by hour of the day](load.png)\n\n**The fix:**"),
            "content/load.png": png(whole=False),
        },
        "![Load",
    ),
    "text.markup": Plant(
        {NOTE: note(by_hand("x", "Retries took it down.\n\nUse **backoff** with jitter."))}, "**backoff**"
    ),
    "time.text": Plant({NOTE: note(by_hand("linkedin", _LONG))}, "```post"),
    # ---- the workspace
    "brand.contrast": Plant({"post_forge.yaml": _CONTRAST, NOTE: note()}, "accent", "post_forge.yaml"),
    "calendar.blackout": dated("publish_on: 2026-12-25", "publish_on", "schedule: { blackout: [12-25] }\n"),
    "calendar.collision": Plant(
        {NOTE: note(front="publish_on: 2027-03-03"), "content/b.md": "---\npublish_on: 2027-03-03\n---\n\n" + OTHER},
        "publish_on",
        "content/b.md",
    ),
    "calendar.date": dated("publish_on: christmas", "publish_on"),
    "calendar.day": dated("publish_on: 2027-03-07", "publish_on", 'schedule: { times: { mon-fri: ["09:00"] } }\n'),
    "calendar.empty": Plant(
        {
            "post_forge.yaml": f"{CONFIG}schedule:\n  days: {{ mon: trap, tue: any }}\n  order: folder\n",
            NOTE: note(),
            "content/b.md": OTHER,
        },
        "schedule:",
        "post_forge.yaml",
        _build,
    ),
    "channel.key": config("channels:\n  fedi: { platform: mastodon, url: https://m.example, tokn: $T }", "tokn"),
    "channel.missing": config("channels:\n  fedi: { platform: mastodon }", "fedi"),
    "channel.pictures": Plant(
        {
            "post_forge.yaml": f"{CONFIG}channels:\n  x: {{ platform: x, token: $T, overflow: refuse }}\n",
            NOTE: note(),
        },
        "## Retries multiply",
    ),
    "channel.url": config("channels:\n  fedi: { platform: mastodon, url: http://m.example.com }", "fedi"),
    "channel.bucket": config("channels:\n  insta: { platform: instagram, account: '17841400000000000' }", "insta"),
    "check.unknown": Plant({NOTE: note("<!-- check: ignore code.pyhton -->\n")}, "code.pyhton"),
    "check.unused": Plant({NOTE: note("<!-- check: ignore link.http -->\n")}, "link.http"),
    "config.category": Plant(
        {"post_forge.yaml": f"{CONFIG}schedule:\n  days: {{ mon: nonsense }}\n", NOTE: note()},
        "nonsense",
        "post_forge.yaml",
        _build,
    ),
    "config.encoding": Plant({"post_forge.yaml": b"brand:\n  name: caf\xe9\n", NOTE: note()}, "", "post_forge.yaml"),
    "config.key": config("thene: night", "thene"),
    "config.read": Plant(
        {"post_forge.yaml": CONFIG, NOTE: note()}, "", "post_forge.yaml", _forbid("post_forge.yaml"), True
    ),
    "config.value": config("formats: [potrait]", "potrait"),
    "font.missing": Plant(
        {NOTE: note().replace("**The fix:** Retry", "**The fix:** \u12a0\u121b\u122d\u129b \u1290\u12cd Retry")}, None
    ),
    "media.shape": Plant(
        {
            "post_forge.yaml": f"{CONFIG}formats: [story]\nchannels:\n  insta: {{ platform: instagram }}\n",
            NOTE: note(),
        },
        "formats",
        "post_forge.yaml",
    ),
    "path.key": path_file("title: Way\nnotse: [x]\nnotes: [a, b]\n", "notse"),
    "path.note": path_file("title: Way\nnotes:\n  - a\n  - cachign\n", "cachign"),
    "path.twice": path_file("title: Way\nnotes:\n  - a\n  - b\n  - a  # again\n", "again"),
    "path.unreadable": Plant(
        {NOTE: note(), "content/way.path.yaml": "notes: [a]\n"},
        "",
        "content/way.path.yaml",
        _forbid("content/way.path.yaml"),
        True,
    ),
    "path.value": path_file("title: Way\n", "title"),
    "phrases.shape": Plant({NOTE: note(), "templates/phrases/en.yaml": "- a\n"}, "- a", "templates/phrases/en.yaml"),
    "phrases.unknown": Plant(
        {NOTE: note(), "templates/phrases/en.yaml": "nonsense: a\n"}, "nonsense", "templates/phrases/en.yaml"
    ),
    "phrases.yaml": Plant({NOTE: note(), "templates/phrases/en.yaml": "a: 'open\n"}, None, "templates/phrases/en.yaml"),
    "published.differ": published(line("a/x"), line("a/x", url="https://example.org/2")),
    "published.line": published(line("a/x"), "this is no line"),
    "published.twice": published(line("a/x"), line("a/x", url="https://example.org/2", time="2026-01-03T08:00:00Z")),
    "pictures.missing": config("pictures: { bucket: posts }", "pictures"),
    "secret.plain": config(
        "channels:\n  fedi: { platform: mastodon, url: https://m.example, token: abc123def }", "fedi"
    ),
    "template.attribute": layout('<text style="title" colour="accent">x</text>'),
    "template.block": theme("", None, '{% extends "base.xml.jinja" %}\n'),
    "template.deep": layout("<column>" * 120 + "</column>" * 120, "<column><column>"),
    "template.element": layout("<rwo/>"),
    "template.missing": theme("", "nowhere", '{% extends "nowhere.xml.jinja" %}\n'),
    "template.name": layout("{{ slide.titel }}"),
    "template.nesting": layout('<text style="title">a <row/></text>'),
    "template.paint": layout(_PAINT, "<layers"),
    "template.picture": layout('<image src="nowhere.png" width="200" height="200"/>'),
    "template.post": Plant(
        {NOTE: note(), "templates/posts/x.txt.jinja": "{{ hook }}\n{% if %}\n"}, "{% if", "templates/posts/x.txt.jinja"
    ),
    "template.root": theme("", None, "<column/>\n"),
    "template.sandbox": layout("{{ ''.__class__.__mro__ }}"),
    "template.syntax": layout("{% if slide.title %}<spacer/>"),
    "template.unused": Plant(
        {NOTE: note(), "templates/posts/linkdin.txt.jinja": "{{ hook }}\n"},
        "{{ hook",
        "templates/posts/linkdin.txt.jinja",
    ),
    "template.value": layout('<text style="title" size="huge">x</text>'),
    "template.words": layout("words in a column"),
    "template.xml": layout("<row>", "<row>"),
    "theme.contrast": theme('color:\n  accent: "#171a21"\n', "accent"),
    "theme.encoding": Plant(
        {"post_forge.yaml": f"{CONFIG}theme: mine\n", NOTE: note(), THEME: b"extends: night\nname: caf\xe9\n"},
        None,
        THEME,
    ),
    "theme.extends": Plant(
        {"post_forge.yaml": f"{CONFIG}theme: mine\n", NOTE: note(), THEME: "extends: mine\n"}, "extends", THEME
    ),
    "theme.font": replace(theme("font:\n  sans: No Such Font\n", ""), path=""),
    "theme.group": theme("colour:\n  accent: '#ffffff'\n", "colour"),
    "theme.missing": config("theme: nihgt", "theme"),
    "theme.token": theme("color:\n  acent: '#ffffff'\n", "acent"),
    "theme.value": theme("color:\n  accent: mauve-ish\n", "accent"),
    "yaml.syntax": config("schedule: { times: [", None),
    "yaml.value": config("theme: night\ntheme: paper", None),
}

# What composing takes care not to make is planted in the values that rules look at.


def _post(name: str, start: int, *slides: SlideView) -> PostView:
    text = "Retries took checkout down on Friday, and three layers sent 27 requests for one click each time."
    return PostView(
        f"{name}/x", name, f"content/{name}.md", Source(f"content/{name}.md", start), {"x": (text,)}, {}, slides
    )


def _slide(start: int, words: int, alt: str = "Words.") -> SlideView:
    return SlideView("text", Source(NOTE, start), "word " * words, words, alt)


VIEWS: Mapping[str, tuple[Collection, Source]] = {
    "post.twin": (Collection((_post("a", 3), _post("b", 9))), Source("content/b.md", 9)),
    "slide.alt": (Collection((_post("a", 3, _slide(12, 9, "")),)), Source(NOTE, 12)),
    "time.deck": (Collection((_post("a", 3, *(_slide(12, 24) for _ in range(10))),)), Source(NOTE, 3)),
    "time.slide": (Collection((_post("a", 3, _slide(12, 24), _slide(17, 30)),)), Source(NOTE, 17)),
}
