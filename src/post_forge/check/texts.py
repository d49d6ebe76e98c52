"""What a post shows, texts and slides -> what is wrong in it: length, leftover markup, tags, time to read, pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from post_forge.check.values import Found, PostView, SlideView, Tools
from post_forge.errors import Problem, Source

A_MINUTE = 238  # words an adult reads silently in a minute (Brysbaert 2019, non-fiction)
A_SLIDE = 26  # words a slide on average, so that nine slides are read in that minute
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_GENERIC = frozenset(
    [
        "coding",
        "code",
        "coder",
        "coders",
        "programming",
        "programmer",
        "programmers",
        "tech",
        "technology",
        "developer",
        "developers",
        "dev",
        "devs",
        "software",
        "softwaredeveloper",
        "computer",
        "computerscience",
        "it",
        "education",
        "learning",
        "learntocode",
        "codenewbie",
        "trending",
        "viral",
        "follow",
        "like",
    ]
)
_MOST_TAGS = {"x": 2}
_TAGS = 5
_TAG = re.compile(r"(?<![\w&/#])[#＃](\w*[^\W\d_]\w*)")
_ADDRESS = re.compile(r"(?<=://)[^\s()<>]+")
_BOLD = r"\*\*(?=\S)[^*\n]{1,200}?(?<=\S)\*\*|(?<!\w)__(?=[^\W_])[^_\n]{1,200}?(?<=[^\W_])__(?!\w)"
_LINK = (
    r"!?\[[^\]\n]{1,200}\]\((?:https?:|/|\.|#|[\w-]+\.(?:md|html|png|jpg))[^)\n]*\)"
    r"|\[\[[^\]\n\[,\"']{2,80}\]\]"
)
_TABLE = r"(?m)^\s*\|?(?:\s*:?-{3,}:?\s*\|)+(?:\s*:?-{3,}:?\s*)?$"
_ELEMENT = (
    r"</?(?:a|abbr|b|big|blockquote|br|center|code|dd|del|details|div|dl|dt|em|figure|font|h[1-6]|hr|i|iframe|img|ins"
    r"|kbd|li|mark|ol|p|picture|pre|s|small|span|strong|sub|summary|sup|table|tbody|td|th|thead|tr|u|ul|video)"
    r"(?:\s+[\w:-]+=[^<>]*)?\s*/?>"
)
_ENTITY = r"&(?:nbsp|lt|gt|amp|quot|apos|mdash|ndash|hellip|rarr|copy|#\d{2,5});"
_SHORTCODE = (
    r"\{\{[<%].{0,200}?[>%]\}\}|\{%-?\s*\w.{0,200}?%\}|(?m:^:::+ ?\w*$)|\[!(?:NOTE|TIP|WARNING|IMPORTANT|CAUTION)\]"
)
_LATEX = (
    r"\\(?:frac|dfrac|sqrt|sum|prod|int|mathbb|mathrm|mathbf|mathcal|text|textbf|begin|end|left|right|cdot|times|leq|geq"
    r"|neq|approx|infty|alpha|beta|gamma|delta|lambda|theta|sigma|partial|nabla|ldots|rightarrow|hat|overline)(?![a-zA-Z])"
    r"|\$\$\S"
)
_MARKUP = (
    ("Markdown's bold", re.compile(_BOLD)),
    ("a Markdown link", re.compile(_LINK)),
    ("a Markdown heading", re.compile(r"(?m)^#{1,6} +\S.*$")),
    ("a Markdown fence", re.compile(r"(?m)^(?:```|~~~)")),
    ("a Markdown table", re.compile(_TABLE)),
    ("a backtick", re.compile(r"`[^`\n]{1,100}`")),
    ("a footnote mark", re.compile(r"\[\^[\w-]+\]")),
    ("an HTML tag", re.compile(_ELEMENT, re.IGNORECASE)),
    ("an HTML entity", re.compile(_ENTITY)),
    ("a shortcode", re.compile(_SHORTCODE)),
    ("LaTeX", re.compile(_LATEX)),
)
_NOT_READ = frozenset({"code", "diff", "terminal", "diagram"})


def limits(post: PostView, tools: Tools) -> Iterator[Problem]:
    """All that a network would refuse, with its exact count; at the author's own text where there is one."""
    for platform, parts in post.texts.items():
        for problem in tools.problems(platform, parts):
            yield Problem(problem.rule, problem.message, post.made_from(platform), problem.hint, problem.severity)


def markup(post: PostView) -> Iterator[Found]:
    """Markup that a reader would see as it is typed; what the note shows as code is meant."""
    told: set[str] = set()
    for place, source, words, own in _shown(post):
        lean = _ADDRESS.sub(_filled, words)  # as long as before, so that places stay
        if any(pattern.search(lean) for _, pattern in _MARKUP):
            lean = _ADDRESS.sub(_filled, _without_code(words, post.code))
        for name, pattern in _MARKUP:
            found = pattern.search(lean)
            if found and not (own and name == "a backtick") and found[0] not in told:
                told.add(found[0])
                line = lean.count("\n", 0, found.start()) + 1 if own else 0
                at = Source(source.path, source.line + line) if line else source
                yield Found(at, f"{name} is left over {place}: {words[slice(*found.span())].strip()[:60]!r}", _PLAIN)


def _filled(found: re.Match[str]) -> str:
    return "x" * len(found[0])


_PLAIN = "networks and slides show it as it is typed: write it without, or mark it as code in the note"


def _shown(post: PostView) -> Iterator[tuple[str, Source, str, bool]]:
    """(where, source, words, by hand) of every text and slide."""
    for platform, parts in post.texts.items():
        own = platform in post.by_hand or "" in post.by_hand
        yield f"in the text for {platform}", post.made_from(platform), "\n---\n".join(parts), own
    for number, slide in enumerate(post.slides, 1):
        if slide.layout not in _NOT_READ:
            yield f"on slide {number}", slide.source, slide.text, False


def _without_code(words: str, code: frozenset[str]) -> str:
    for piece in sorted(code, key=len, reverse=True):
        if len(piece) > 1 and piece in words:
            words = words.replace(piece, " " * len(piece))
    return words


def many_tags(post: PostView) -> Iterator[Found]:
    """More hashtags than a reader takes for a sentence."""
    for platform, parts in post.texts.items():
        found = _TAG.findall(_ADDRESS.sub("", "\n".join(parts)))
        most = _MOST_TAGS.get(platform, _TAGS)
        if len(found) > most:
            message = f"{platform}: {len(found)} hashtags, where {most} are enough: {', '.join(found[:8])}"
            yield Found(
                _tag_line(post, platform, parts, found[most]), message, "keep those that a reader would search for"
            )


def generic_tags(post: PostView) -> Iterator[Found]:
    """Hashtags that say nothing, each once, those of one text together."""
    told: set[str] = set()
    for platform, parts in post.texts.items():
        tags = _TAG.findall(_ADDRESS.sub("", "\n".join(parts)))
        empty = list(dict.fromkeys(tag for tag in tags if tag.casefold() in _GENERIC - told))
        told.update(tag.casefold() for tag in empty)
        if empty:
            named, verb = ", ".join(f"#{tag}" for tag in empty), "is" if len(empty) == 1 else "are"
            hint = "name the topic: #PostgreSQL, #Idempotency"
            message = f"{named} {verb} so common that nobody follows {'it' if len(empty) == 1 else 'them'}"
            yield Found(_tag_line(post, platform, parts, empty[0]), message, hint)


def _tag_line(post: PostView, platform: str, parts: Sequence[str], tag: str) -> Source:
    """The line of the author's own text that has the tag, else where the text begins."""
    source = post.made_from(platform)
    if platform in post.by_hand or "" in post.by_hand:
        lines = "\n---\n".join(parts).split("\n")
        number = next((at for at, line in enumerate(lines, 1) if re.search(rf"[#＃]{re.escape(tag)}\b", line)), 0)
        return Source(source.path, source.line + number)
    return source


def words_of(text: str) -> int:
    """Words as they are read: two characters of Chinese or Japanese are one."""
    wide = len(_WIDE.findall(text))
    return len(_WIDE.sub(" ", text).split()) + wide // 2


def text_time(post: PostView) -> Iterator[Found]:
    """A text that takes more than a minute: the longest of the post."""
    counts = {platform: sum(map(words_of, parts)) for platform, parts in post.texts.items()}
    for platform in sorted(counts, key=lambda name: -counts[name])[:1]:
        if (count := counts[platform]) > A_MINUTE:
            message = (
                f"{platform}: the text has {count} words, {_seconds(count)} to read, where {A_MINUTE} take a minute"
            )
            yield Found(post.made_from(platform), message, "part the section with a heading of its own, or shorten it")


def deck_time(post: PostView) -> Iterator[Found]:
    """A deck that takes more than a minute."""
    count = sum(slide.words for slide in post.slides)
    if count > A_MINUTE and _is_swiped(post):
        message = f"the slides have {count} words, {_seconds(count)} to read, where {A_MINUTE} take a minute"
        yield Found(post.source, message, "part the section with a heading of its own, or shorten its longest items")


def slide_time(post: PostView) -> Iterator[Found]:
    """Slides that are fuller than they can be swiped, on average."""
    average = sum(slide.words for slide in post.slides) / max(1, len(post.slides))
    if average > A_SLIDE and _is_swiped(post):
        fullest = max(post.slides, key=lambda slide: slide.words)
        message = f"{average:.1f} words a slide on average, where {A_SLIDE} are read in passing"
        yield Found(_of(fullest, post), message, f"the fullest slide, made from here, has {fullest.words}")


def _is_swiped(post: PostView) -> bool:
    """Is it a post? A guide or an overview has no texts: it is downloaded, and read in peace."""
    return bool(post.texts)


def _of(slide: SlideView, post: PostView) -> Source:
    return slide.source if slide.source.line else post.source


def _seconds(count: int) -> str:
    return f"{round(count * 60 / A_MINUTE)} seconds"


def pictures(post: PostView, tools: Tools) -> Iterator[Found]:
    """More slides than a network takes in one post, told where one of them has a channel."""
    for platform, most in tools.pictures.items() if _is_swiped(post) else ():
        if most and len(post.slides) > most:
            message = f"{platform} takes {most} pictures a post; this deck has {len(post.slides)} slides"
            yield Found(post.source, message, "part the section, or mark with <!-- skip --> what may go")


def silent_slides(post: PostView) -> Iterator[Found]:
    """A slide that nothing is told of: a listener would hear that there is a picture."""
    for number, slide in enumerate(post.slides, 1):
        if not slide.alt.strip():
            yield Found(
                _of(slide, post), f"slide {number} ({slide.layout}) has no alternative text", "give its picture one"
            )
